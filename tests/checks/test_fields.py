"""Fields that need one another are missed when they are not there."""

import pytest
from support import Folder

CODE = "code:\n  - title: T\n    language: {}\n    code: '{}'\n"


@pytest.mark.parametrize("kind", ["debugging", "design"])
def test_a_question_that_needs_an_exhibit_has_one(folder: Folder, kind: str) -> None:
    folder.record(kind=f"kind: {kind}")
    assert folder.faults() == [f"canary.yml:4:7 Q210 given-missing: a {kind} question has no 'given'"]
    folder.record(kind=f"kind: {kind}", more="given: A log.")
    assert folder.faults() == []


@pytest.mark.parametrize(
    ("line", "what"),
    [("", "neither 'answer' nor 'see'"), ("\n    answer: A.\n    see: other", "both 'answer' and 'see'")],
)
def test_a_follow_up_is_answered_once(folder: Folder, line: str, what: str) -> None:
    folder.record("other")
    folder.record(follow_ups=f"follow_ups:\n  - question: Why?{line}\n  - question: How?\n    see: other")
    assert folder.faults() == [f"canary.yml:22:5 Q211 follow-up-answer: follow-up 1 has {what}"]


def test_not_running_needs_a_reason_and_running_none(folder: Folder) -> None:
    folder.record(more=CODE.format("python", "print(1)") + "    runs: false")
    assert folder.faults() == ["canary.yml:32:11 Q212 run-reason: 'runs: false' without a reason"]
    folder.record(more=CODE.format("python", "print(1)") + "    output: '1'\n    why_not_run: needs a GPU")
    assert folder.faults() == ["canary.yml:33:18 Q212 run-reason: a reason not to run, but the example is run"]
    folder.record(more=CODE.format("python", "print(1)") + "    runs: false\n    why_not_run: needs a GPU")
    assert folder.faults() == []


def test_an_output_is_one_that_is_compared(folder: Folder) -> None:
    folder.record(more=CODE.format("python", "print(1)"))
    assert folder.faults() == ["canary.yml:29:5 Q213 unverified-output: example 1 is run but has no output to compare"]
    folder.record(more=CODE.format("bash", "echo 1") + "    output: '1'")
    assert folder.faults() == [
        "canary.yml:32:13 Q213 unverified-output: bash is not run here, so its output would not be compared"
    ]
