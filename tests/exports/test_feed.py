"""The feed is an Atom feed by RFC 4287, and its entries keep their identity."""

import datetime
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from support import EDITION, ROOT, Folder

from bank.checked import checked
from bank.edition import Edition
from bank.exports import feed
from bank.load import Bank, load

NS = "{http://www.w3.org/2005/Atom}"


def made(bank: Bank, edition: Edition = EDITION) -> ET.Element:
    (file,) = feed.make(bank, edition)
    return ET.fromstring(file.data)  # noqa: S314 - our own output


def entries(root: ET.Element) -> Iterator[dict[str, str]]:
    for entry in root.findall(f"{NS}entry"):
        yield {child.tag.removeprefix(NS): child.text or child.get("href", "") for child in entry}


def _required(element: ET.Element) -> None:
    """RFC 4287, 4.1.1 and 4.1.2: exactly one id, title and updated; dates as in RFC 3339."""
    for name in ("id", "title", "updated"):
        assert len(element.findall(NS + name)) == 1
    for name in ("updated", "published"):
        for found in element.findall(NS + name):
            assert datetime.datetime.fromisoformat(found.text or "").tzinfo is not None
    alternates = [(link.get("type"), link.get("hreflang")) for link in element.findall(f"{NS}link[@rel='alternate']")]
    assert len(alternates) == len(set(alternates))


def test_the_real_feed_has_what_atom_requires() -> None:
    root = made(checked(ROOT / "data")[0])
    assert root.tag == f"{NS}feed"
    _required(root)
    assert root.findtext(f"{NS}author/{NS}name")
    found = root.findall(f"{NS}entry")
    assert 0 < len(found) <= 50
    for entry in found:
        _required(entry)
        # 4.1.2: an entry without content has a link to what it is about.
        assert entry.find(f"{NS}link[@rel='alternate']") is not None
        assert re.fullmatch(r"tag:[a-z0-9-]+,\d{4}:question/[a-z0-9-]+", entry.findtext(f"{NS}id") or "")
    assert len({entry.findtext(f"{NS}id") for entry in found}) == len(found)
    dates = [entry.findtext(f"{NS}updated") or "" for entry in found]
    assert dates == sorted(dates, reverse=True)
    assert root.findtext(f"{NS}updated") == dates[0]


def test_an_entry_says_what_and_when_and_where(folder: Folder) -> None:
    (entry,) = made(folder.bank()).findall(f"{NS}entry")
    assert [(child.tag.removeprefix(NS), child.text or dict(child.attrib)) for child in entry] == [
        ("id", "tag:mlops-interview-handbook,2026:question/canary"),
        ("title", "Canary release"),
        ("link", {"rel": "alternate", "type": "text/html", "href": "https://example.org/site/topics/release.html#canary"}),
        ("published", "2026-01-05T00:00:00Z"),
        ("updated", "2026-01-06T00:00:00Z"),
        ("category", {"term": "release", "scheme": "tag:mlops-interview-handbook,2026:topic", "label": "Release"}),
        ("category", {"term": "intermediate", "scheme": "tag:mlops-interview-handbook,2026:level", "label": "Intermediate"}),
        ("summary", "One sentence."),
    ]  # fmt: skip


def test_an_entry_keeps_its_id_wherever_the_site_is(folder: Folder) -> None:
    here = list(entries(made(folder.bank())))
    there = list(entries(made(folder.bank(), Edition("2027.01", EDITION.made, "https://example.com", ""))))
    assert [entry["id"] for entry in here] == [entry["id"] for entry in there]
    assert here[0]["link"] != there[0]["link"]


def test_the_newest_review_comes_first_and_only_fifty_are_told(folder: Folder) -> None:
    for day in range(1, 29):
        for month in (1, 2):
            folder.record(f"q{day}-{month}", reviewed=f"reviewed: 2026-{month:02}-{day:02}", added="added: 2026-01-01")
    ids = [entry["id"].rpartition("/")[2] for entry in entries(made(load(folder.root)[0]))]
    assert ids[:2] == ["q28-2", "q27-2"]
    assert len(ids) == 50


def test_markup_and_characters_that_xml_cannot_hold_do_no_harm(folder: Folder) -> None:
    folder.record(title='title: "a <b> & \\x07]]>"', summary='summary: "`x < y` & *z*"')
    (entry,) = entries(made(load(folder.root)[0]))  # the check refuses such a character
    assert (entry["title"], entry["summary"]) == ("a <b> & ]]>", "x < y & z")


def test_without_a_site_links_are_relative_to_the_feed(folder: Folder) -> None:
    root = made(folder.bank(), Edition("2026.11", EDITION.made, "", ""))
    assert root.findall(f"{NS}link") == []
    assert next(entries(root))["link"] == "topics/release.html#canary"


def test_a_feed_of_nothing_is_as_old_as_its_edition(folder: Folder) -> None:
    (folder.root / "questions/release/canary.yml").unlink()
    root = made(folder.bank())
    _required(root)
    assert root.findtext(f"{NS}updated") == "2026-11-25T12:00:00Z"
