"""References from record to record, and to the companions' ids.

What: Q204 unknown-id, Q205 repeated-reference, Q206 self-reference, Q207 retired-id.

Why: A reader follows these links the evening before an interview; each must lead to the record that it names.

Wrong:

    related: [model-rolback, model-rollback, model-rollback]

Right:

    related: [model-rollback]
"""

import re
from collections.abc import Iterable, Iterator

from bank.load import Bank, Record, nearest
from bank.markup import links, texts
from bank.problems import Problem, Rule
from bank.source import Path_, Source

UNKNOWN_ID = Rule("Q204", "unknown-id")
REPEATED_REFERENCE = Rule("Q205", "repeated-reference")
SELF_REFERENCE = Rule("Q206", "self-reference")
RETIRED_ID = Rule("Q207", "retired-id")
RULES = (UNKNOWN_ID, REPEATED_REFERENCE, SELF_REFERENCE, RETIRED_ID)

_TARGET = re.compile(r"q:([^\s)>]*)")


def retired(bank: Bank) -> dict[str, str]:
    """Return the ids that no record has any more, with the id that took over."""
    return {
        old: entry.to
        for entry in bank.redirects
        if (old := entry.from_.partition("/")[2]) not in bank.records and old not in bank.broken_ids
    }


def check(bank: Bank) -> Iterator[Problem]:
    """Look at every reference of every record and of the glossary."""
    gone = retired(bank)
    for record in bank.records.values():
        question = record.question
        names = {
            "related": (question.related, ("related",)),
            "distinct_from": (tuple(entry.id for entry in question.distinct_from or ()), ("distinct_from",)),
            "see": (tuple(follow.see for follow in question.follow_ups), ("follow_ups",)),
        }
        for name, (ids, where) in names.items():
            tail: Path_ = {"related": (), "distinct_from": ("id",), "see": ("see",)}[name]
            places = [(id_, (*where, i, *tail)) for i, id_ in enumerate(ids or ()) if id_ is not None]
            yield from _ids(bank, record, name, places, gone)
            if name != "see":  # two follow-ups may well lead to one record
                yield from _repeated(record.source, name, places)
        yield from _links(bank, record, gone)
        yield from _known(record.source, "level", [(question.level, ("level",))], bank.levels, "levels.yml")
        roles = [(id_, ("roles", i)) for i, id_ in enumerate(question.roles)]
        yield from _known(record.source, "roles", roles, bank.roles, "roles.yml")
        yield from _repeated(record.source, "roles", roles)
        companies = [(entry.who, ("in_production", i, "who")) for i, entry in enumerate(question.in_production or ())]
        yield from _known(record.source, "who", companies, bank.companies, "companies.yml")
        addresses = [(entry.url, ("references", i, "url")) for i, entry in enumerate(question.references)]
        yield from _repeated(record.source, "references", addresses)
    yield from _glossary(bank, gone)


def _ids(
    bank: Bank, record: Record, name: str, places: Iterable[tuple[str, Path_]], gone: dict[str, str]
) -> Iterator[Problem]:
    for id_, where in places:
        if id_ == record.id:
            help_ = "name another record, or remove it"
            yield record.problem(SELF_REFERENCE, where, f"{name} names the record itself", help_)
        else:
            yield from _exists(bank, record.source, name, (id_, where), gone)


def _exists(
    bank: Bank, source: Source, name: str, place: tuple[str, Path_], gone: dict[str, str], offset: int | None = None
) -> Iterator[Problem]:
    id_, where = place
    if id_ in bank.records or id_ in bank.broken_ids:
        return
    rule = RETIRED_ID if id_ in gone else UNKNOWN_ID
    fact = f"which '{gone[id_]}' has replaced" if id_ in gone else "which no record has"
    help_ = f"name '{gone[id_]}'" if id_ in gone else nearest(id_, bank.records) or "correct the id, or add the record"
    message = f"{name} names '{id_}', {fact}"
    if offset is None:
        yield source.problem(rule, where, message, help_)
    else:
        yield source.problem_in_text(rule, where, offset, message, help_)


def _links(bank: Bank, record: Record, gone: dict[str, str]) -> Iterator[Problem]:
    for where, text in texts(record.question):
        if "q:" not in text or all(id_ in bank.records and id_ != record.id for id_ in _TARGET.findall(text)):
            continue  # whether each is a link or stands in code, none is wrong
        for offset, address in links(text):
            if not address.startswith("q:"):
                continue
            id_ = address[2:]
            if id_ == record.id:
                help_ = "link to another record, or write plain text"
                yield record.source.problem_in_text(SELF_REFERENCE, where, offset, "a link to the record itself", help_)
            else:
                yield from _exists(bank, record.source, "the link", (id_, where), gone, offset)


def _known(
    source: Source, name: str, places: Iterable[tuple[str, Path_]], known: Iterable[str], file: str
) -> Iterator[Problem]:
    ids = set(known)
    for id_, where in places:
        if id_ not in ids:
            help_ = nearest(id_, ids) or f"correct it, or add it to data/{file}"
            yield source.problem(UNKNOWN_ID, where, f"{name} names '{id_}', which {file} does not have", help_)


def _repeated(source: Source, name: str, places: Iterable[tuple[str, Path_]]) -> Iterator[Problem]:
    seen: set[str] = set()
    for id_, where in places:
        if id_ in seen:
            yield source.problem(REPEATED_REFERENCE, where, f"{name} names '{id_}' twice", "remove one of the two")
        seen.add(id_)


def _glossary(bank: Bank, gone: dict[str, str]) -> Iterator[Problem]:
    source = bank.sources.get("glossary.yml")
    if source is None:
        return
    spelled: dict[str, str] = {}
    for id_, term in bank.glossary.items():
        places = [(see, (id_, "see", i)) for i, see in enumerate(term.see)]
        for place in places:
            yield from _exists(bank, source, "see", place, gone)
        yield from _repeated(source, "see", places)
        for field, names in (("term", (term.term,)), ("acronyms", term.acronyms), ("synonyms", term.synonyms)):
            for i, name in enumerate(names):
                key = name if field == "acronyms" else name.casefold()
                where: Path_ = (id_, field) if field == "term" else (id_, field, i)
                if spelled.get(key, id_) != id_ and field != "acronyms":  # an acronym may mean two things
                    message = f"'{name}' already stands for '{spelled[key]}'"
                    yield source.problem(REPEATED_REFERENCE, where, message, "keep it with one of the two terms")
                elif spelled.get(key) == id_:
                    yield source.problem(REPEATED_REFERENCE, where, f"'{name}' stands twice in one term", "remove one")
                spelled.setdefault(key, id_)
