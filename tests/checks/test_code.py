"""Code parses in the language that it claims."""

import shutil

import pytest
from support import Folder

CASES = [
    (
        "python",
        "x = 1\nif x\n  pass",
        "x = 1\nif x:\n    pass",
        "33:7",
        "Q401 code-syntax: line 2 of example 1 is not python: expected ':'",
    ),
    (
        "yaml",
        "a: 1\nb: [1, 2",
        "a: 1\nb: [1, 2]\n---\nc: '{{ .Values.x }}'",
        "33:15",
        "line 3 of example 1 is not yaml: ",
    ),
    ("json", "{\n'a': 1}", '{\n"a": 1}', "33:7", "line 2 of example 1 is not json: Expecting property name"),
    ("toml", "a = 1\nb = ", "a = 1\nb = 2", "33:7", "line 2 of example 1 is not toml: "),
    (
        "bash",
        "if true; then\necho 1",
        "if true; then\necho 1\nfi",
        "33:13",
        "line 3 of example 1 is not bash: syntax error",
    ),
]


def _record(folder: Folder, language: str, code: str) -> None:
    body = "".join(f"      {line}\n" for line in code.split("\n"))
    folder.record(more=f"code:\n  - title: T\n    language: {language}\n    code: |\n{body}")


@pytest.mark.parametrize(("language", "wrong", "right", "place", "message"), CASES)
def test_code_that_does_not_parse_is_named_with_its_line(
    folder: Folder, language: str, wrong: str, right: str, place: str, message: str
) -> None:
    if language == "bash":
        assert shutil.which("bash"), "these tests need bash"
    _record(folder, language, wrong)
    faults = [fault for fault in folder.faults() if "Q401" in fault]
    assert len(faults) == 1
    assert message in faults[0]
    assert faults[0].startswith(f"canary.yml:{place} ")
    _record(folder, language, right)
    assert [fault for fault in folder.faults() if "Q401" in fault] == []


def test_other_languages_are_shown_as_they_are(folder: Folder) -> None:
    _record(folder, "promql", "sum(rate(x[5m]")
    assert folder.faults() == []
