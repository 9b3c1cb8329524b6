"""A path takes what matters most first and never more than its time."""

from support import ROOT

from bank.checked import checked
from bank.paths import PATHS, chosen, path, study_minutes

BANK, _ = checked(ROOT / "data")
RECORDS = list(BANK.records.values())


def test_no_sitting_is_longer_than_its_time() -> None:
    for name, sittings in PATHS.items():
        limits = dict(sittings)
        for sitting in path(BANK, name):
            assert 0 < sitting.minutes <= limits[sitting.title]


def test_no_question_comes_twice() -> None:
    for name in PATHS:
        ids = [record.id for sitting in path(BANK, name) for record in sitting.records]
        assert len(ids) == len(set(ids))


def test_a_common_question_waits_until_no_core_question_fits() -> None:
    for minutes in (30, 60, 120):
        taken = chosen(RECORDS, minutes)
        left = minutes - sum(map(study_minutes, taken))
        out = [record for record in RECORDS if record not in taken]
        core = [record for record in out if record.question.priority == "core"]
        if any(record.question.priority != "core" for record in taken):
            room = left + sum(study_minutes(record) for record in taken if record.question.priority != "core")
            assert all(study_minutes(record) > room for record in core)


def test_everything_fits_into_enough_time() -> None:
    assert len(chosen(RECORDS, 10**6)) == len(RECORDS)
