"""The book: every record in full as one PDF, with contents, bookmarks, page links, an index of terms and the references."""

from collections.abc import Iterator
from typing import Any

from bank import html
from bank.edition import LICENSE, LICENSE_URL, TITLE, Edition
from bank.exports import Export, File, document
from bank.exports.typesetting import Template
from bank.labels import KINDS, PRIORITIES
from bank.load import Bank, Record
from bank.model import Code
from bank.neighbors import neighbors
from bank.terms import Glossary


def make(bank: Bank, edition: Edition) -> Iterator[File]:
    """Yield the book."""
    data = _data(bank, edition)
    template = Template("book.typ")
    cover = {**data, "topics": [], "index": [], "references": []}
    yield File(
        f"downloads/{edition.slug}-book.pdf", template.pdf(data, edition), "The book",
        "Every question in full, with code, pictures, page links, an index of terms and all references (A4).",
        template.page(cover),
    )  # fmt: skip


def _data(bank: Bank, edition: Edition) -> dict[str, Any]:
    beside = neighbors(bank)
    topics = [
        {
            "title": topic.title,
            "summary": topic.summary,
            "questions": [
                _question(bank, record, [bank.records[other] for other in beside[record.id]])
                for record in bank.of_topic(id_)
            ],
        }
        for id_, topic in bank.topics.items()
        if bank.of_topic(id_)
    ]
    return {
        "title": TITLE, "edition": edition.name, "address": edition.shown_address, "site": edition.site_url,
        "questions": len(bank.records), "topics": topics, "index": _index(bank), "references": _references(bank),
        "about": "Every answer names its primary sources and the day it was last checked against them. Python and SQL "
        "examples were run, and what they print was compared; simulated data is called simulated.",
        "license": f"Text: {LICENSE} ({LICENSE_URL}), MLOps Interview Handbook and its contributors. Code: MIT.",
    }  # fmt: skip


def _question(bank: Bank, record: Record, beside: list[Record]) -> dict[str, Any]:
    q = record.question
    inline, blocks = document.inline, document.blocks
    facts = [
        bank.levels[q.level].title, KINDS[q.kind], PRIORITIES[q.priority], f"{q.minutes} min",
        *(bank.roles[role].title for role in q.roles), f"reviewed {q.reviewed}",
    ]  # fmt: skip
    return {
        "id": record.id, "title": q.title, "question": inline(q.question), "facts": " · ".join(facts),
        "given": None if q.given is None else blocks(q.given), "summary": inline(q.summary),
        "asking": inline(q.really_asking), "answer": blocks(q.answer),
        "trap": {"tempting": inline(q.trap.tempting), "why": inline(q.trap.why_it_fails), "say": inline(q.trap.say_instead)},
        "mistakes": [inline(text) for text in q.mistakes or ()], "code": [_example(code) for code in q.code or ()],
        "strong": [inline(text) for text in q.strong_answer],
        "practiced": [
            {"who": bank.companies[entry.who].title, "what": inline(entry.what), "source": entry.source}
            for entry in q.in_production or ()
        ],
        "follow": [
            {
                "question": inline(follow.question),
                "see": follow.see and {"id": follow.see, "title": bank.records[follow.see].question.title},
                "answer": [] if follow.answer is None else blocks(follow.answer),
            }
            for follow in q.follow_ups
        ],
        "related": [{"id": other.id, "title": other.question.title} for other in beside],
        "references": [{"title": entry.title, "url": entry.url} for entry in q.references],
        "aliases": ", ".join(q.aliases or ()),
    }  # fmt: skip


def _example(code: Code) -> dict[str, Any]:
    return {
        "title": code.title, "lang": code.language, "code": code.code.rstrip("\n"),
        "output": None if code.output is None else code.output.rstrip("\n"),
        "label": "It prints" if code.is_run else "Output",
        "note": None if code.runs else f"Not run here: {code.why_not_run}",
    }  # fmt: skip


def _index(bank: Bank) -> list[dict[str, Any]]:
    """Terms of the glossary and other names of questions, each with the records where it stands."""
    glossary = Glossary(bank.glossary)
    shown: dict[str, str] = {}  # names that differ in case or hyphens only are one entry, in the glossary's form
    found: dict[str, set[str]] = {}

    def add(name: str, ids: set[str]) -> None:
        key = name.casefold().replace("-", " ")
        shown.setdefault(key, name)
        found.setdefault(key, set()).update(ids & bank.records.keys())

    for id_, term in bank.glossary.items():
        add(term.term, {id_, *term.see})
    for record in bank.records.values():
        _, terms = glossary.marked(html.to_html(record.question.answer, record.id), set())
        for id_ in terms:
            add(bank.glossary[id_].term, {record.id})
        for alias in record.question.aliases or ():
            add(alias, {record.id})
    order = {id_: place for place, id_ in enumerate(bank.records)}
    return [
        {"term": shown[key], "ids": sorted(found[key], key=order.__getitem__)} for key in sorted(found) if found[key]
    ]


def _references(bank: Bank) -> list[dict[str, Any]]:
    titles: dict[str, str] = {}
    cited: dict[str, list[str]] = {}
    for record in bank.records.values():
        for entry in record.question.references:
            titles.setdefault(entry.url, entry.title)
            cited.setdefault(entry.url, []).append(record.id)
    rows = sorted(titles.items(), key=lambda item: item[1].casefold())
    return [{"title": title.rstrip("."), "url": url, "ids": list(dict.fromkeys(cited[url]))} for url, title in rows]


EXPORT = Export("book", "every question in full as one PDF", make)
