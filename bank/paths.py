"""Reading paths: which questions fit into an evening, a weekend or a week, the ones that matter most first."""

from collections.abc import Iterable
from dataclasses import dataclass

from bank.load import Bank, Record

# A question is read, said out loud and compared with what a strong answer contains.
STUDY_FACTOR = 3
_PRIORITIES = ("core", "common", "deep")


@dataclass(frozen=True, slots=True)
class Sitting:
    """One block of study and what is done in it; `minutes` is the time it takes."""

    title: str
    records: tuple[Record, ...]

    @property
    def minutes(self) -> int:
        """Minutes of study."""
        return sum(study_minutes(record) for record in self.records)


def study_minutes(record: Record) -> int:
    """Return how long a question takes to study, in minutes."""
    return STUDY_FACTOR * record.question.minutes


PATHS: dict[str, tuple[tuple[str, int], ...]] = {
    "evening": (("This evening", 120),),
    "weekend": (
        ("Saturday morning", 120),
        ("Saturday afternoon", 120),
        ("Sunday morning", 120),
        ("Sunday afternoon", 90),
    ),
    "week": tuple((f"Day {day}", 75) for day in range(1, 8)),
}
"""Sittings of each path, each with the minutes that it may take."""


def chosen(records: Iterable[Record], minutes: int) -> list[Record]:
    """Return the questions that fit into a time: `core` first, then `common`, then `deep`, each in the order of the bank."""
    ranked = sorted(records, key=lambda record: _PRIORITIES.index(record.question.priority))
    kept, left = [], minutes
    for record in ranked:
        if study_minutes(record) <= left:
            kept.append(record)
            left -= study_minutes(record)
    return kept


def path(bank: Bank, name: str) -> list[Sitting]:
    """Return the sittings of a path; each takes whole questions, and none takes longer than its time."""
    left = list(bank.records.values())
    sittings = []
    for title, minutes in PATHS[name]:
        now = chosen(left, minutes)
        taken = {record.id for record in now}
        left = [record for record in left if record.id not in taken]
        if now:
            order = {id_: place for place, id_ in enumerate(bank.records)}
            sittings.append(Sitting(title, tuple(sorted(now, key=lambda record: order[record.id]))))
    return sittings
