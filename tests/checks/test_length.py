"""Lengths are a warning: they never fail a build."""

import pytest
from support import Folder

from bank.checks.length import words


@pytest.mark.parametrize(
    ("level", "kind", "count", "fault"),
    [
        ("beginner", "concept", 59, "59 words; a beginner concept question takes 60 to 350"),
        ("beginner", "concept", 60, None),
        ("senior", "concept", 119, "119 words; a senior concept question takes 120 to 350"),
        ("senior", "concept", 350, None),
        ("senior", "concept", 351, "351 words; a senior concept question takes 120 to 350"),
        ("senior", "design", 600, None),
        ("senior", "debugging", 601, "601 words; a senior debugging question takes 120 to 600"),
    ],
)
def test_an_answer_outside_its_limits_is_a_warning(
    folder: Folder, level: str, kind: str, count: int, fault: str | None
) -> None:
    folder.record(
        level=f"level: {level}", kind=f"kind: {kind}", answer=f"answer: {'word ' * count}", more="given: A log."
    )
    assert folder.faults() == []
    assert folder.faults("warning") == (
        [f"canary.yml:12:9 Q701 answer-length: the answer has {fault}"] if fault else []
    )


def test_fences_do_not_count_and_tables_do() -> None:
    assert (
        words("Two words.\n\n```python\nx = not_counted\n```\n\n| one | two |\n| --- | --- |\n| 3 % | GPU-bound |\n")
        == 6
    )
