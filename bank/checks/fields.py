"""Fields that need one another.

What: Q210 given-missing, Q211 follow-up-answer, Q212 run-reason, Q213 unverified-output.

Why: A debugging question without its exhibit cannot be asked. A follow-up is answered once: here or by the record it
names. An output that nobody compares would be a claim, and `runs: false` without a reason would be an excuse.

Wrong:

    follow_ups:
      - question: And with a schema change?

Right:

    follow_ups:
      - question: And with a schema change?
        see: model-rollback
"""

from collections.abc import Iterator

from bank.load import Bank, Record
from bank.model import RUN_LANGUAGES, Code
from bank.problems import Problem, Rule

GIVEN_MISSING = Rule("Q210", "given-missing")
FOLLOW_UP_ANSWER = Rule("Q211", "follow-up-answer")
RUN_REASON = Rule("Q212", "run-reason")
UNVERIFIED_OUTPUT = Rule("Q213", "unverified-output")
RULES = (GIVEN_MISSING, FOLLOW_UP_ANSWER, RUN_REASON, UNVERIFIED_OUTPUT)


def check(bank: Bank) -> Iterator[Problem]:
    """Look at every record."""
    for record in bank.records.values():
        question = record.question
        if question.kind in {"debugging", "design"} and question.given is None:
            help_ = "add 'given:' with the exhibit, or with the requirements and numbers"
            message = f"a {question.kind} question has no 'given'"
            yield record.problem(GIVEN_MISSING, ("kind",), message, help_)
        for i, follow in enumerate(question.follow_ups):
            if (follow.answer is None) == (follow.see is None):
                what = "neither 'answer' nor 'see'" if follow.answer is None else "both 'answer' and 'see'"
                help_ = "give a short answer, or the id of the record that answers it"
                yield record.problem(FOLLOW_UP_ANSWER, ("follow_ups", i), f"follow-up {i + 1} has {what}", help_)
        for i, example in enumerate(question.code or ()):
            yield from _example(record, i, example)


def _example(record: Record, i: int, example: Code) -> Iterator[Problem]:
    where = ("code", i)
    if example.runs and example.why_not_run is not None:
        help_ = "remove why_not_run, or add 'runs: false'"
        yield record.problem(RUN_REASON, (*where, "why_not_run"), "a reason not to run, but the example is run", help_)
    if not example.runs and example.why_not_run is None:
        help_ = "add 'why_not_run:' with the reason, such as 'needs a GPU'"
        yield record.problem(RUN_REASON, (*where, "runs"), "'runs: false' without a reason", help_)
    if example.is_run and example.output is None:
        help_ = f"'bank fix {record.id} --write' runs it and fills in what it prints"
        message = f"example {i + 1} is run but has no output to compare"
        yield record.problem(UNVERIFIED_OUTPUT, where, message, help_)
    if example.output is not None and example.runs and example.language not in RUN_LANGUAGES:
        help_ = "remove the output, or say with 'runs: false' and 'why_not_run' that nobody compares it"
        message = f"{example.language} is not run here, so its output would not be compared"
        yield record.problem(UNVERIFIED_OUTPUT, (*where, "output"), message, help_)
