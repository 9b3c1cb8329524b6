"""What is wrong with a field is said in the words of the record format, at its place, with the fix."""

import pytest
from support import Folder


@pytest.mark.parametrize(
    ("key", "line", "fault", "help_"),
    [
        ("title", "", "1:1 Q201 missing-field: field 'title' is missing", "add it: contents list"),
        ("trap", "trap:\n  tempting: x\n  say_instead: y", "17:1 Q201 missing-field: field 'trap.why_it_fails' is missing", "add it: "),
        ("title", "tilte: Canary", "1:1 Q202 unknown-field: there is no field 'tilte'", "did you mean 'title'?"),
        ("trap", "trap:\n  temptation: x", "18:3 Q202 unknown-field: there is no field 'trap.temptation'", "did you mean 'tempting'?"),
        ("level", "level: beginer", "3:8 Q203 wrong-value: level is 'beginer'", "did you mean 'beginner'? it is one of: beginner, "),
        ("title", "title: no", "1:8 Q203 wrong-value: title must be text, not yes or no", "put quotes around it"),
        ("title", "title: 12:30", "1:8 Q203 wrong-value: title must be text, not the int 750", "put quotes around it"),
        ("minutes", "minutes: four", "6:10 Q203 wrong-value: minutes must be a whole number, not 'four'", "write a whole number"),
        ("minutes", "minutes: 0", "6:10 Q203 wrong-value: minutes: input should be greater than or equal to 1", "correct the value"),
        ("minutes", "minutes: true", "6:10 Q203 wrong-value: minutes must be a whole number, not yes or no", "write a whole number"),
        ("added", "added: 2026/01/05", "8:8 Q203 wrong-value: added must be a day written as 2026-11-20, not '2026/01/05'", "write a day"),
        ("roles", "roles: mlops-engineer", "7:8 Q203 wrong-value: roles must be a list, not 'mlops-engineer'", "write a list"),
        ("roles", "roles: [MLOps]", "7:9 Q203 wrong-value: roles[1]: 'MLOps' is not an id", "lower-case words"),
        ("references", "references:\n  - {title: A, url: http://a.org}", "27:21 Q203 wrong-value: references[1].url: an address must", "https"),
        ("really_asking", "really_asking: ' '", "11:16 Q203 wrong-value: really_asking: the text is empty", "write it"),
        ("title", 'title: "A\\nB"', "1:8 Q203 wrong-value: title: it must be one line of text", "write it on one line"),
        ("title", f"title: {'x' * 51}", "1:8 Q208 wrong-length: title has 51 characters, at most 50 fit", "cut 1 characters"),
        ("summary", f"summary: {'x' * 201}", "10:10 Q208 wrong-length: summary has 201 characters, at most 200 fit", "cut 1"),
        ("strong_answer", "strong_answer: [One., Two.]", "16:16 Q208 wrong-length: strong_answer has 2 entries, it needs at least 3", ""),
        ("roles", "roles: [a, b, c, d]", "7:8 Q208 wrong-length: roles has 4 entries, it needs at most 3", "keep the best"),
    ],
)  # fmt: skip
def test_a_wrong_field_is_named_with_its_place_and_fix(
    folder: Folder, key: str, line: str, fault: str, help_: str
) -> None:
    folder.record(**{key: line})
    (found,) = [
        p for p in folder.problems() if fault in f"{p.line}:{p.column} {p.rule.code} {p.rule.name}: {p.message}"
    ]
    assert help_ in found.help


@pytest.mark.parametrize("line", ["title: 'no'", "title: '12:30'", f"title: {'x' * 50}", "title: Größe ≥ 5 %"])
def test_a_valid_neighbor_passes(folder: Folder, line: str) -> None:
    folder.record(title=line)
    assert folder.faults() == []


def test_a_list_with_a_wrong_entry_is_not_also_called_too_short(folder: Folder) -> None:
    folder.record(strong_answer="strong_answer:\n  - First.\n  - Second, which is: this.\n  - Third.")
    assert folder.faults() == ["canary.yml:18:5 Q203 wrong-value: strong_answer[2] must be text, not a group of fields"]


def test_all_faults_of_all_files_come_in_one_run(folder: Folder) -> None:
    folder.record(title="", level="level: x")
    folder.record("other", summary="")
    assert [fault[:24] for fault in folder.faults()] == [
        "canary.yml:1:1 Q201 miss", "canary.yml:2:8 Q203 wron", "other.yml:1:1 Q201 missi",
    ]  # fmt: skip


def test_a_broken_record_does_not_make_links_to_it_wrong(folder: Folder) -> None:
    folder.record(title="")
    folder.record("other", more="related: [canary]")
    assert [fault for fault in folder.faults() if fault.startswith("other")] == []
