"""The days of a record.

What: Q230 future-date, Q231 reviewed-before-added.

Why: `reviewed` tells a reader how far to trust an answer about a tool. A day that has not come yet was not checked.

Wrong:

    added: 2026-11-20
    reviewed: 2025-11-20

Right:

    added: 2026-11-20
    reviewed: 2026-11-21
"""

import datetime
from collections.abc import Iterator

from bank.load import Bank
from bank.problems import Problem, Rule

FUTURE_DATE = Rule("Q230", "future-date")
REVIEWED_BEFORE_ADDED = Rule("Q231", "reviewed-before-added")
RULES = (FUTURE_DATE, REVIEWED_BEFORE_ADDED)


def check(bank: Bank) -> Iterator[Problem]:
    """Look at both days of every record."""
    # The day ends last at UTC-12 and begins first at UTC+14: a contributor there is not in the future.
    today = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(hours=14)).date()
    for record in bank.records.values():
        question = record.question
        for name in ("added", "reviewed"):
            day = getattr(question, name)
            if day > today:
                help_ = "write the day it really happened"
                yield record.problem(FUTURE_DATE, (name,), f"{name} is {day}, which has not come yet", help_)
        if question.reviewed < question.added:
            message = f"reviewed {question.reviewed}, before it was added on {question.added}"
            yield record.problem(REVIEWED_BEFORE_ADDED, ("reviewed",), message, "correct one of the two days")
