"""Phrases that recur from record to record.

What: Q702 recurring-phrase (warning).

Why: A bank that is read from end to end is tiring when its answers sound alike, and a phrase that stands twice was often
copied along with its thought. Seven words in a row, in two records, outside code and pictures, are looked at.

Wrong:

    answer: Replay the same requests through the training code …      # and so in the neighbor

Right:

    answer: Build the vector a second time, from the training path …
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from bank.checks.unfinished import is_unfinished
from bank.load import Bank, Record
from bank.markup import texts, without_fences
from bank.problems import Problem, Rule, display_path

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


def check(bank: Bank) -> Iterator[Problem]:
    """Compare the texts of every record with those of all before it; a longer phrase is told once, at its start."""
    first: dict[tuple[str, ...], tuple[Record, Path_, int]] = {}
    for record in bank.records.values():
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
                    place = f"{display_path(other[0].source.path)}:{line + 1}"
                    message = f"'{' '.join(phrase)} …' also stands in {place}"
                    help_ = "say it in other words, in one of the two"
                    yield record.source.problem_in_text(RECURRING_PHRASE, where, offset, message, help_)
                told = number
