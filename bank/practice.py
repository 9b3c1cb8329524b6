"""What the practice tools work with, as classic scripts: browsers refuse `fetch` from a folder on disk.

`assets/questions.js` holds what every tool needs of every question; what is long (what is given, the answer) is in one
script a topic, which `docs/assets/bank.js` fetches when it is first looked at. HTML is made by `bank.html`, so that it is
safe to put on a page; links in it to other questions are still `q:<id>`, because only the page knows where it stands.
"""

import json
from collections.abc import Iterator
from typing import Any, get_args

from bank import cache, html
from bank.edition import Edition
from bank.labels import KINDS, PRIORITIES
from bank.load import Bank, Record
from bank.model import Priority
from bank.neighbors import neighbors
from bank.similar import SIMILAR, near_records

PATH = "assets/questions.js"
# So that no text can end the script, should it ever be put into a page, nor a line in an old engine.
_ESCAPES = {ord(char): f"\\u{ord(char):04x}" for char in "<\u2028\u2029"}


def scripts(bank: Bank, edition: Edition) -> Iterator[tuple[str, str]]:
    """Make every script, with its path on the site."""
    yield PATH, f"handbook.bank.load({_literal(data(bank, edition))});\n"
    for topic in bank.topics:
        parts = ",".join(f"{_literal(record.id)}:{texts(bank, record)[1]}" for record in bank.of_topic(topic))
        yield f"assets/practice/{topic}.js", f'handbook.bank.loadTopic("{topic}", {{{parts}}});\n'


def data(bank: Bank, edition: Edition) -> dict[str, Any]:
    """Return what every tool needs; titles are plain text, in the order of the site."""
    beside = neighbors(bank)
    near = near_records(bank)
    questions = []
    for record in bank.records.values():
        alike = [other.id for other in near[record.id] if other.score >= SIMILAR]
        questions.append(_question(record, texts(bank, record)[0], beside[record.id], alike))
    terms = {id_ for question in questions for id_ in question["terms"]}
    companies = {id_ for question in questions for id_ in question["companies"]}
    return {
        "edition": edition.name,
        "topics": {id_: entry.title for id_, entry in bank.topics.items()},
        "levels": {id_: entry.title for id_, entry in bank.levels.items()},
        "kinds": KINDS,
        "priorities": {id_: PRIORITIES[id_].partition(":")[0] for id_ in get_args(Priority)},
        "roles": {id_: entry.title for id_, entry in bank.roles.items()},
        "companies": {
            id_: bank.companies[id_].title
            for id_ in sorted(companies, key=lambda id_: bank.companies[id_].title.casefold())
        },
        "terms": {id_: bank.glossary[id_].term for id_ in sorted(terms)},
        "redirects": {
            old: entry.to for entry in bank.redirects if (old := entry.from_.partition("/")[2]) not in bank.records
        },
        "questions": questions,
    }


def texts(bank: Bank, record: Record) -> tuple[dict[str, Any], str]:
    """Return what the tools show of a record from the start, and the script's text of what they fetch when it is looked at."""

    def make() -> str:
        return json.dumps((_lines(bank, record), _literal(_details(record))))

    lines, details = json.loads(cache.text("practice", (record.id, record.source.digest, bank.vocabulary.digest), make))
    return lines, details


def _question(record: Record, lines: dict[str, Any], related: tuple[str, ...], near: list[str]) -> dict[str, Any]:
    question = record.question
    return {
        "id": record.id,
        "topic": record.topic,
        "level": question.level,
        "kind": question.kind,
        "priority": question.priority,
        "minutes": question.minutes,
        "roles": question.roles,
        "companies": list(dict.fromkeys(entry.who for entry in question.in_production or ())),
        "added": question.added.isoformat(),
        "reviewed": question.reviewed.isoformat(),
        "title": question.title,
        **lines,
        "related": related,
        "near": near,
        "hasCode": bool(question.code),
        "hasGiven": question.given is not None,
        "aliases": question.aliases or (),
    }


def _lines(bank: Bank, record: Record) -> dict[str, Any]:
    question, line = record.question, _Scope(record.id).inline
    named = [question.title, question.question, question.summary, *(question.aliases or ())]
    terms = dict.fromkeys(term for text in named for term, _ in bank.vocabulary.split(html.to_text(text)) if term)
    return {
        "terms": list(terms),
        "question": line(question.question),
        "summary": line(question.summary),
        "tempting": line(question.trap.tempting),
        "why": line(question.trap.why_it_fails),
        "say": line(question.trap.say_instead),
        "strong": [line(text) for text in question.strong_answer],
        "follow": [
            {"question": line(follow.question), **({"see": follow.see} if follow.see else {})}
            for follow in question.follow_ups
        ],
    }


def _details(record: Record) -> dict[str, Any]:
    question, scope = record.question, _Scope(f"{record.id}-more")
    return {
        "given": scope.blocks(question.given) if question.given is not None else "",
        "asking": scope.inline(question.really_asking),
        "answer": scope.blocks(question.answer),
        "mistakes": [scope.inline(text) for text in question.mistakes or ()],
        # In the order of `follow`; empty where another question answers.
        "follow": [scope.blocks(follow.answer) if follow.answer else "" for follow in question.follow_ups],
    }


def _literal(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)


class _Scope:
    """Gives every text of a record its own footnote names, unlike those of its page."""

    def __init__(self, name: str) -> None:
        self.name = f"practice-{name}"
        self.count = 0

    def inline(self, text: str) -> str:
        """Return a line as HTML."""
        self.count += 1
        return html.to_inline(text, f"{self.name}-{self.count}")

    def blocks(self, text: str) -> str:
        """Return a text as HTML."""
        self.count += 1
        return html.to_html(text, f"{self.name}-{self.count}")
