"""The same question twice.

What: Q801 duplicate-question, Q802 similar-question (warning), Q803 needless-distinction (warning).

Why: Two records about one question split its answer, and a mock interview would ask it twice. Questions are compared by
what they are about and what they ask of it, in their titles, questions and other names. A pair that was compared and kept is
silenced by `distinct_from` with the reason.

Wrong:

    title: Explain data drift      # beside a record that is titled "What is data drift?"

Right:

    distinct_from:
      - id: data-drift
        why: this one is about finding it, that one about what it is
"""

from collections.abc import Iterator

from bank.load import Bank, Record
from bank.problems import Problem, Rule
from bank.similar import near_records

DUPLICATE_QUESTION = Rule("Q801", "duplicate-question")
SIMILAR_QUESTION = Rule("Q802", "similar-question", "warning")
NEEDLESS_DISTINCTION = Rule("Q803", "needless-distinction", "warning")
RULES = (DUPLICATE_QUESTION, SIMILAR_QUESTION, NEEDLESS_DISTINCTION)


def _kept(record: Record) -> set[str]:
    return {entry.id for entry in record.question.distinct_from or ()}


def check(bank: Bank) -> Iterator[Problem]:
    """Compare every record with every other."""
    near = {id_: {other.id: other for other in others} for id_, others in near_records(bank).items()}
    for id_, record in bank.records.items():
        alike = []
        for other in near.get(id_, {}).values():
            mate = bank.records[other.id]
            # A pair is told once: at the record that came later.
            first = (mate.question.added, mate.id) < (record.question.added, record.id)
            if other.verdict != "new" and first and other.id not in _kept(record) and id_ not in _kept(mate):
                alike.append(other)
        told = ", ".join(
            f"'{other.id}' ({bank.records[other.id].question.title}, {other.score:.2f})" for other in alike[:3]
        )
        if alike and alike[0].verdict == "duplicate":
            help_ = "merge the two, or say in distinct_from what makes it another question"
            yield record.problem(DUPLICATE_QUESTION, ("title",), f"asks the same as {told}", help_)
        elif alike:
            help_ = "read both: merge them, or say in distinct_from what makes it another question"
            yield record.problem(SIMILAR_QUESTION, ("title",), f"is near to {told}", help_)
        for i, entry in enumerate(record.question.distinct_from or ()):
            if entry.id in bank.records and entry.id not in near.get(id_, {}):
                message = f"'{entry.id}' is not near to this question any more"
                yield record.problem(NEEDLESS_DISTINCTION, ("distinct_from", i, "id"), message, "remove the entry")
