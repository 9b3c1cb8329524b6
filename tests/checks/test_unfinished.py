"""A part that is still to write is an error, told with what belongs there."""

import pytest
from support import Folder


def test_a_mark_is_told_with_what_belongs_there(folder: Folder) -> None:
    folder.record(summary="summary: >-\n  TODO: one sentence\n  that stands alone.")
    assert folder.faults() == ["canary.yml:11:3 Q215 unfinished: summary is still to write"]
    assert [p.help for p in folder.problems() if p.rule.code == "Q215"] == ["one sentence that stands alone."]


def test_a_mark_below_written_lines_is_found_at_its_place(folder: Folder) -> None:
    folder.record(answer="answer: |\n  Measure it.\n\n  - TODO: the number.\n  - TODO: the source.")
    assert folder.faults() == [
        "canary.yml:15:3 Q215 unfinished: answer is still to write",
        "canary.yml:16:3 Q215 unfinished: answer is still to write",
    ]


def test_an_address_to_find_is_told(folder: Folder) -> None:
    folder.record(references='references:\n  - {title: A page, url: "https://TODO.example/"}')
    assert folder.faults() == ["canary.yml:27:27 Q215 unfinished: references[1].url is still to write"]


@pytest.mark.parametrize(
    "change",
    [
        {"answer": "answer: |\n  Grep for `TODO:` first.\n\n  ```python\n  TODO: meant\n  ```"},
        {"more": "code:\n  - title: T\n    language: text\n    code: 'TODO: meant'\n"},
    ],
)
def test_code_and_running_text_may_speak_of_one(folder: Folder, change: dict[str, str]) -> None:
    folder.record(**change)
    assert folder.faults() == []


def test_unfinished_parts_are_not_judged_by_length_or_for_their_words(folder: Folder) -> None:
    text = "answer: |\n  TODO: the worked answer in Markdown, the direct answer first, then the mechanism."
    folder.record(answer=text)
    folder.record("other", answer=text)
    assert folder.faults("warning") == []
