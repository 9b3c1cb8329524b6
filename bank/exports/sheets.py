"""Cheat sheets: what to know of each question, on a few pages for each level and for each topic."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bank.edition import TITLE, Edition
from bank.exports import Export, File
from bank.exports.document import inline
from bank.exports.typesetting import Template
from bank.load import Bank, Record

LEVEL_PAGES, TOPIC_PAGES = 4, 2
TOPIC_LEAST = 8
_PAPERS = {"a4": "A4", "us-letter": "US Letter"}
_PRIORITIES = {"core": "Core: learn these tonight", "common": "Common", "deep": "Deep"}


@dataclass(frozen=True)
class _Sheet:
    """What one sheet is about; `records` come most important first, and the last ones are left out where space ends."""

    file: str
    title: str
    subject: str
    records: Sequence[Record]
    groups: dict[str, str]
    group: Callable[[Record], str]
    tag: Callable[[Record], str]
    pages: int
    rest: str
    paper: str = "a4"


def make(bank: Bank, edition: Edition) -> Iterator[File]:
    """Yield the sheets of the levels in both paper sizes, then those of the topics."""
    template = Template("sheet.typ")
    for sheet in _sheets(bank):
        if sheet.records:
            data = _fitted(sheet, edition, template)
            shown = sum(len(group["cards"]) for group in data["groups"])
            about = f"{shown} of {len(sheet.records)} questions" if shown < len(sheet.records) else f"{shown} questions"
            yield File(
                f"downloads/{edition.slug}-cheat-sheet-{sheet.file}.pdf", template.pdf(data, edition), sheet.title,
                f"{about}: summary, the trap and what to say instead, on {_pages(template.pages(data))}.",
                template.page(data),
            )  # fmt: skip


def _pages(number: int) -> str:
    return f"{number} page{'' if number == 1 else 's'}"


def _sheets(bank: Bank) -> Iterator[_Sheet]:
    ranked = sorted(bank.records.values(), key=lambda record: list(_PRIORITIES).index(record.question.priority))
    for id_, level in bank.levels.items():
        for paper, name in _PAPERS.items():
            yield _Sheet(
                f"{id_}-{paper}", f"{level.title} cheat sheet, {name}", level.title,
                [record for record in ranked if record.question.level == id_], _PRIORITIES,
                lambda record: record.question.priority, lambda record: bank.topics[record.topic].title,
                LEVEL_PAGES, "on the sheets of the topics and in the book", paper,
            )  # fmt: skip
    levels = {id_: level.title for id_, level in bank.levels.items()}
    for id_, topic in bank.topics.items():
        records = [record for record in ranked if record.topic == id_]
        if len(records) >= TOPIC_LEAST:
            yield _Sheet(
                id_, f"{topic.title} cheat sheet, A4", topic.title, records, levels,
                lambda record: record.question.level, lambda record: "core" if record.question.priority == "core" else "",
                TOPIC_PAGES, "on the site and in the book",
            )  # fmt: skip


def _fitted(sheet: _Sheet, edition: Edition, template: Template) -> dict[str, Any]:
    """Return the data of as many questions as fit on the sheet's pages."""
    fits, fails = 1, len(sheet.records) + 1
    number = len(sheet.records)
    while fits < number:
        pages = template.pages(_data(sheet, number, edition))
        if pages <= sheet.pages:
            fits = number
        else:
            fails = number
        # The first guess takes the cards to be equally long; from then on the interval is halved.
        guess = number * sheet.pages // pages if number == len(sheet.records) else (fits + fails) // 2
        number = max(fits, min(guess, fails - 1))
    return _data(sheet, fits, edition)


def _data(sheet: _Sheet, number: int, edition: Edition) -> dict[str, Any]:
    left = len(sheet.records) - number
    groups: dict[str, list[dict[str, Any]]] = {title: [] for title in sheet.groups.values()}
    for record in sheet.records[:number]:
        q = record.question
        groups[sheet.groups[sheet.group(record)]].append({
            "title": q.title, "tag": sheet.tag(record), "summary": inline(q.summary),
            "tempting": inline(q.trap.tempting), "say": inline(q.trap.say_instead),
        })  # fmt: skip
    return {
        "title": TITLE, "subject": sheet.subject, "paper": sheet.paper, "edition": edition.name,
        "address": edition.shown_address,
        "groups": [{"title": title, "cards": cards} for title, cards in groups.items() if cards],
        "note": f"{left} more question{'' if left == 1 else 's'}: {sheet.rest}" if left else "",
    }  # fmt: skip


EXPORT = Export(
    "cheat-sheets", "a PDF of a few pages for each level, and for each topic with eight or more questions", make
)
