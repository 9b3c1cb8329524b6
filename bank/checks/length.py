"""How long an answer is.

What: Q701 answer-length (warning).

Why: An answer is spoken in minutes. Short ones leave the mechanism out; long ones are not listened to.

Wrong:

    answer: Canary deployment reduces risk.

Right:

    answer: |
      Send 1 % of users, not 1 % of requests, …
"""

import re
from collections.abc import Iterator

from bank.checks.unfinished import is_unfinished
from bank.load import Bank
from bank.markup import without_fences
from bank.model import Question
from bank.problems import Problem, Rule

ANSWER_LENGTH = Rule("Q701", "answer-length", "warning")
RULES = (ANSWER_LENGTH,)


def words(text: str) -> int:
    """Count the words of an answer, its tables included and its fences left out."""
    return len(re.findall(r"[^\W_][\w'\u2019%.-]*", without_fences(text)))


def limits(question: Question) -> tuple[int, int]:
    """Return the least and the most words that an answer of this level and kind should have."""
    least = 60 if question.level == "beginner" else 120
    return least, 600 if question.kind in {"design", "debugging"} else 350


def check(bank: Bank) -> Iterator[Problem]:
    """Look at the answer of every record."""
    for record in bank.records.values():
        least, most = limits(record.question)
        count = words(record.question.answer)
        if not least <= count <= most and not is_unfinished(record.question.answer):
            help_ = "add the mechanism and the trade-off" if count < least else "cut what the question did not ask"
            article = "an" if record.question.level == "intermediate" else "a"
            kind = f"{article} {record.question.level} {record.question.kind} question"
            message = f"the answer has {count} words; {kind} takes {least} to {most}"
            yield record.problem(ANSWER_LENGTH, ("answer",), message, help_)
