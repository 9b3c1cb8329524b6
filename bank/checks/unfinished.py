"""Parts that are still to write.

What: Q215 unfinished.

Why: `bank new` writes `TODO:` and what belongs there into every part that only a person can write. A record is published
when none is left. Code and fences are not looked at: a TODO in them may be meant.

Wrong:

    summary: "TODO: one sentence that stands alone"

Right:

    summary: A canary shows a new model to a few users first and stops when a guardrail trips.
"""

import re
from collections.abc import Iterator

from bank.load import Bank
from bank.markup import without_fences
from bank.problems import Problem, Rule
from bank.schema import path_name

UNFINISHED = Rule("Q215", "unfinished")
RULES = (UNFINISHED,)

_MARK = re.compile(r"^[ \t>*-]*TODO:[ \t]*(.*(?:\n(?![ \t]*\n|[ \t>*-]*TODO:).+)*)|^https://TODO\b", re.MULTILINE)


def is_unfinished(text: str) -> bool:
    """Whether a text holds a part that is still to write."""
    return "TODO" in text and _MARK.search(without_fences(text)) is not None


def check(bank: Bank) -> Iterator[Problem]:
    """Look at every text of every record but its examples' code."""
    for record in bank.records.values():
        if "TODO" not in record.question.model_dump_json():  # all of its texts; to ask for their places costs more
            continue
        source = record.source
        for where in source.values:
            text = source.value(where)
            if "TODO" not in text or where[-1:] in {("code",), ("output",)}:
                continue
            for match in _MARK.finditer(without_fences(text)):
                help_ = " ".join((match[1] or "").split()) or "replace it by what belongs there"
                message = f"{path_name(where)} is still to write"
                yield source.problem_in_text(UNFINISHED, where, match.start(), message, help_)
