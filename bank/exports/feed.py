"""An Atom feed (RFC 4287) of the questions that were added or reviewed last."""

import datetime
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from bank.edition import LICENSE, TITLE, Edition
from bank.exports import FEED, Export, File
from bank.html import to_text
from bank.load import Bank, Record

ATOM = "http://www.w3.org/2005/Atom"
MOST = 50
# What XML 1.0 cannot hold in any spelling: https://www.w3.org/TR/xml/#charsets
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make(bank: Bank, edition: Edition) -> Iterator[File]:
    """Make the feed."""
    newest = sorted(bank.records.values(), key=lambda record: record.id)
    newest.sort(key=lambda record: (record.question.reviewed, record.question.added), reverse=True)
    data = _document(bank, edition, newest[:MOST])
    yield File(FEED, data, "Feed", "New and newly reviewed questions, for a feed reader.", listed=False)


def _document(bank: Bank, edition: Edition, records: list[Record]) -> bytes:
    feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
    _add(feed, "id", edition.tag("feed"))
    _add(feed, "title", TITLE)
    _add(feed, "subtitle", "New and newly reviewed questions")
    _add(
        feed, "updated", _day(records[0].question.reviewed) if records else edition.made.strftime("%Y-%m-%dT%H:%M:%SZ")
    )
    _add(_add(feed, "author"), "name", f"{TITLE} and its contributors")
    _add(feed, "rights", LICENSE)
    if edition.site_url:
        _add(feed, "link", rel="self", type="application/atom+xml", href=f"{edition.site_url}/{FEED}")
        _add(feed, "link", rel="alternate", type="text/html", href=f"{edition.site_url}/")
    for record in records:
        _entry(_add(feed, "entry"), record, bank, edition)
    ET.indent(feed, " ")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _entry(entry: ET.Element, record: Record, bank: Bank, edition: Edition) -> None:
    question = record.question
    _add(entry, "id", edition.tag(f"question/{record.id}"))
    _add(entry, "title", question.title)
    _add(entry, "link", rel="alternate", type="text/html", href=edition.address(record))
    _add(entry, "published", _day(question.added))
    _add(entry, "updated", _day(question.reviewed))
    _add(entry, "category", term=record.topic, scheme=edition.tag("topic"), label=bank.topics[record.topic].title)
    _add(entry, "category", term=question.level, scheme=edition.tag("level"), label=bank.levels[question.level].title)
    _add(entry, "summary", to_text(question.summary), type="text")


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, name, {key: _NOT_XML.sub("", value) for key, value in attributes.items()})
    made.text = _NOT_XML.sub("", text) if text else None
    return made


def _day(day: datetime.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


EXPORT = Export("feed", "an Atom feed of new and newly reviewed questions", make)
