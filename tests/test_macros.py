"""What the macros return for a small bank, compared with golden files that are named as sentences.

`UPDATE_GOLDEN=1 make test` writes them anew; look at the difference before committing it.
"""

import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from support import EDITION, Folder

from bank.checked import last_good
from bank.downloads import manifest
from bank.exports import File
from bank.load import load
from macros import define_env
from macros.pages import Pages

GOLDEN = Path(__file__).parent / "golden"
FULL = """\
given: |
  The log says `exit 137`.
mistakes: [Ships *everything*.]
code:
  - title: Half of them
    language: python
    code: |
      import numpy
      print(1 / 2)
    output: |
      0.5
  - title: The query
    language: promql
    code: |
      sum(rate(errors_total[5m]))
  - title: On a GPU
    language: python
    code: |
      import torch
    runs: false
    why_not_run: needs a GPU
in_production:
  - {who: google, what: It rolls out slowly., source: "https://example.org/google"}
related: [shadow]
aliases: [progressive rollout, 1% rollout]
"""
ANSWER = """\
answer: |
  Send 1 % of users, see [shadow](q:shadow).[^1] Set `{{ .Values.weight }}` and {% raw %}.

  | a | b |
  | --- | --- |
  | 1 | 2 |

  [^1]: By user, not by request.
"""


LOCK = """\
numpy==2.0.0 ; python_full_version < '3.12' \\
    --hash=sha256:00
    # via a package
numpy==2.9.9 ; python_full_version >= '3.12' \\
    --hash=sha256:00
"""


@pytest.fixture
def pages(folder: Folder, tmp_path: Path) -> Pages:
    folder.record(
        "canary", title="title: Canary {{ x }} & <b>", answer=ANSWER.rstrip(), more=FULL,
        follow_ups="follow_ups:\n  - {question: And then?, answer: Then `this`.}\n  - {question: And shadow?, see: shadow}",
    )  # fmt: skip
    folder.record("shadow", topic="serving", title="title: Shadow", priority="priority: core", level="level: senior")
    folder.write("redirects.yml", "- {from: release/old-canary, to: canary, why: renamed}\n")
    assert folder.faults() == []
    bank = last_good(folder.root)
    assert bank is not None
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/test.txt").write_text(LOCK)
    return Pages(bank, tmp_path, "https://example.org/repo", "https://example.org/site/")


def _golden(name: str, actual: str) -> None:
    path = GOLDEN / f"{name}.html"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(actual, encoding="utf-8")
    assert actual == path.read_text(encoding="utf-8")


def test_a_topic_page_shows_every_part_of_its_records(pages: Pages) -> None:
    _golden(
        "a topic page lists its questions and shows every part of each",
        pages.topic("release", url="topics/release.html"),
    )


def test_a_level_page_shows_summary_and_trap(pages: Pages) -> None:
    _golden(
        "a level page shows what is expected and each question with its trap",
        pages.level("senior", url="levels/senior.html"),
    )


def test_the_home_page_shows_a_core_question(pages: Pages) -> None:
    _golden("the home page counts and shows a core question", pages.home(url="index.html"))


def test_a_topic_without_records_says_so(folder: Folder, tmp_path: Path) -> None:
    bank = last_good(folder.root)
    assert bank is not None
    made = Pages(bank, tmp_path, "", "").topic("serving", url="topics/serving.html")
    assert '<p>No question here yet. <a href="../contribute/index.html">Write the first one</a>.</p>' in made


def test_links_between_records_are_relative_to_the_page(pages: Pages) -> None:
    made = pages.topic("release", url="topics/release.html")
    assert '<a href="../topics/serving.html#shadow">' in made
    assert '<a href="#canary">' in made
    assert '<a href="topics/serving.html#shadow">' in pages.home(url="index.html")
    assert 'href="q:' not in made


def test_links_show_on_both_sides(pages: Pages) -> None:
    made = pages.topic("serving", url="topics/serving.html")
    assert '<h3>Related questions</h3>\n<ul>\n<li><a href="../topics/release.html#canary">' in made


def test_each_record_is_rendered_once_for_all_pages(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pages.topic("release", url="topics/release.html")
    monkeypatch.setattr(pages.templates, "get_template", _only(pages, "topic.html.j2"))
    assert pages.topic("release", url="topics/release.html") == first


def _only(pages: Pages, name: str) -> object:
    real = pages.templates.get_template

    def get(asked: str) -> object:
        assert asked == name, f"{asked} was rendered again"
        return real(asked)

    return get


@pytest.mark.parametrize("name", ["topic", "level"])
def test_an_unknown_topic_or_level_is_named(pages: Pages, name: str) -> None:
    with pytest.raises(ValueError, match=rf"{name}\('x'\): {name}s.yml has no such {name}"):
        getattr(pages, name)("x", url="x.html")


def _described(page: str) -> dict[str, Any]:
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    return dict(json.loads(found))


def test_a_topic_page_tells_search_engines_what_it_is(pages: Pages) -> None:
    about = _described(pages.topic("release", url="topics/release.html"))
    (question,) = about.pop("hasPart")
    license_ = "https://creativecommons.org/licenses/by/4.0/"
    assert about == {
        "@context": "https://schema.org", "@type": "CollectionPage", "name": "Release", "description": "Out and back.",
        "url": "https://example.org/site/topics/release.html", "inLanguage": "en", "license": license_,
        "isPartOf": {"@type": "WebSite", "name": "MLOps Interview Handbook", "url": "https://example.org/site/"},
    }  # fmt: skip
    url = "https://example.org/site/topics/release.html#canary"
    assert question == {
        "@type": "Question", "name": "What does a canary catch?", "url": url, "dateCreated": "2026-01-05",
        "dateModified": "2026-01-06", "educationalLevel": "Intermediate", "learningResourceType": "interview question",
        "inLanguage": "en", "license": license_,
        "acceptedAnswer": {"@type": "Answer", "text": "One sentence.", "url": url},
    }  # fmt: skip


@pytest.mark.parametrize("text", ["</script><b>", "<!--", "<!--/html-->", "a\u2028b\u2029c", "]]>", '"', "&amp;"])
def test_no_text_ends_the_description(folder: Folder, tmp_path: Path, text: str) -> None:
    written = text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace('"', '\\"')
    folder.record(summary=f'summary: "`{written}`"', question=f'question: "Is `{written}` one?"')
    bank, _ = load(folder.root)  # the checks refuse some of these, and this does not rely on them
    page = Pages(bank, tmp_path, "", "").topic("release", url="topics/release.html")
    (question,) = _described(page)["hasPart"]
    assert (question["name"], question["acceptedAnswer"]["text"]) == (f"Is {text} one?", text)
    assert "\u2028" not in page.rpartition("<script")[2]


def test_without_a_site_the_description_is_relative_to_its_page(folder: Folder, tmp_path: Path) -> None:
    about = _described(Pages(folder.bank(), tmp_path, "", "").topic("release", url="topics/release.html"))
    assert (about["url"], about["hasPart"][0]["url"]) == ("release.html", "release.html#canary")
    assert about["isPartOf"]["url"] == "../index.html"


def test_only_what_exists_is_offered(folder: Folder, tmp_path: Path) -> None:
    picture = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x78\x00\x00\x00\xa0"
    files = [
        ("pdf", File("downloads/book.pdf", b"book" * 400_000, "The <book>", "All of it.", picture=picture)),
        ("feed", File("feed.xml", b"<feed/>", "Feed", "What is new.", listed=False)),
    ]
    ready = manifest(files, folder.bank(), EDITION)
    _golden(
        "the Downloads page offers each file with what it is",
        Pages(folder.bank(), tmp_path, "", "", ready).downloads(url="downloads.html"),
    )


def test_a_copy_without_downloads_says_how_they_are_made(folder: Folder, tmp_path: Path) -> None:
    made = Pages(folder.bank(), tmp_path, "", "").downloads(url="downloads.html")
    assert "<code>make site</code> makes them" in made
    assert "href" not in made


class _Zensical:
    """What the engine that succeeds MkDocs gives to `define_env`: the configuration without the place of its file."""

    def __init__(self, root: Path) -> None:
        self.project_dir = str(root)
        self.conf: dict[str, Any] = {"copyright": "", "extra": {}, "repo_url": "", "site_url": ""}
        self.page = SimpleNamespace(url="topics/release.html")
        self.macros: dict[str, Callable[..., str]] = {}
        self.variables: dict[str, str] = {}

    def macro(self, made: Callable[..., str], name: str) -> None:
        self.macros[name] = made


def test_the_macros_need_nothing_that_the_next_engine_does_not_give(folder: Folder) -> None:
    env = _Zensical(folder.root.parent)
    define_env(env)  # type: ignore[arg-type]
    assert "What does a canary catch?" in env.macros["topic"]("release")
