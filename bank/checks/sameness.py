"""Phrases that recur from record to record.

What: Q702 recurring-phrase (warning).

Why: A bank that is read from end to end is tiring when its answers sound alike, and a phrase that stands twice was often
copied along with its thought. Seven words in a row, in two records, outside code and pictures, are looked at.

Wrong:

    answer: Replay the same requests through the training code …      # and so in the neighbor

Right:

    answer: Build the vector a second time, from the training path …
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bank import cache
from bank.checks.unfinished import is_unfinished
from bank.load import Bank, Record
from bank.markup import texts, without_fences
from bank.problems import Problem, Rule

if TYPE_CHECKING:
    from bank.source import Path_

RECURRING_PHRASE = Rule("Q702", "recurring-phrase", "warning")
RULES = (RECURRING_PHRASE,)

WORDS = 7
_NOT_PROSE = re.compile(r"`[^`\n]*`|\]\([^)\s]*\)")
_WORD = re.compile(r"[A-Za-z0-9]+(?:['\u2019-][A-Za-z0-9]+)*")
_END = re.compile(r"[.!?:;|]\s|\n\s*\n|\n\s*(?:[-*|]|\d+\.)")


def _phrases(text: str) -> Iterator[tuple[tuple[str, ...], int]]:
    """Every run of WORDS words within a sentence, lower case, with the offset of its first word."""
    prose = _NOT_PROSE.sub(lambda match: ";" * len(match[0]), without_fences(text))
    start = 0
    for end in [*(match.start() for match in _END.finditer(prose)), len(prose)]:
        found = list(_WORD.finditer(prose, start, end))
        if len(found) >= WORDS:
            words = [match[0].lower() for match in found]
            for i in range(len(words) - WORDS + 1):
                yield tuple(words[i : i + WORDS]), found[i].start()
        start = end


def marks(record: Record) -> frozenset[int]:
    """Return a number of 64 bits for each phrase of a record, the same for the same phrase."""

    def make() -> str:
        found = {phrase for _, text in texts(record.question) for phrase, _ in _phrases(text)}
        return json.dumps([hash_(" ".join(phrase)) for phrase in sorted(found)])

    def hash_(phrase: str) -> int:
        return int.from_bytes(hashlib.blake2b(phrase.encode(), digest_size=8).digest())

    return frozenset(json.loads(cache.text("phrases", (record.source.digest,), make)))


def _sharing(bank: Bank) -> list[Record]:
    """Return the records of which a phrase stands in another one, too, and perhaps some whose marks are alike by chance."""
    marked = {id_: marks(record) for id_, record in bank.records.items()}
    seen: set[int] = set()
    shared: set[int] = set()
    for own in marked.values():
        shared |= seen & own
        seen |= own
    return [bank.records[id_] for id_, own in marked.items() if not shared.isdisjoint(own)]


def _found(bank: Bank) -> Iterator[tuple[str, int, int, str, str, int]]:
    """Yield id, line and column of a record, the phrase there, and id and line of the record that has it, too; lines from 0."""
    first: dict[tuple[str, ...], tuple[Record, Path_, int]] = {}
    for record in _sharing(bank):
        for where, text in texts(record.question):
            if is_unfinished(text):  # what belongs there is told in the same words everywhere
                continue
            told = -1
            for number, (phrase, offset) in enumerate(_phrases(text)):
                other = first.setdefault(phrase, (record, where, offset))
                if other[0] is record:
                    continue
                if number != told + 1 or told < 0:
                    line, _ = other[0].source.locate(other[1], other[2])
                    yield record.id, *record.source.locate(where, offset), " ".join(phrase), other[0].id, line
                told = number


def check(bank: Bank) -> Iterator[Problem]:
    """Compare the texts of every record with those of all before it; a longer phrase is told once, at its start."""
    found = json.loads(cache.text("sameness", (bank.digest,), lambda: json.dumps(list(_found(bank)))))
    for id_, line, column, phrase, other_id, other_line in found:
        message = f"'{phrase} …' also stands in {bank.records[other_id].source.name}:{other_line + 1}"
        yield Problem(
            bank.records[id_].source.name,
            line + 1,
            column + 1,
            RECURRING_PHRASE,
            message,
            "say it in other words, in one of the two",
        )
