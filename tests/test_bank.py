"""The real data passes every check, and the schema for editors agrees with the checks."""

import json
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from support import ROOT, Folder

from bank import checks, examples
from bank.checked import checked
from bank.neighbors import neighbors
from bank.scaffold import SCHEMA_LINE

DATA = ROOT / "data"
BANK, PROBLEMS = checked(DATA)
RECORDS = list(BANK.records.values())


def test_the_real_data_has_no_problem() -> None:
    assert [problem.as_line() for problem in PROBLEMS] == []
    assert len(RECORDS) >= 16


def test_every_example_prints_what_its_record_says() -> None:
    chosen = examples.examples(RECORDS)
    assert chosen
    found = [problem for result in examples.run_all(chosen) for problem in result.problems]
    assert [problem.as_line() for problem in found] == []


def test_every_rule_is_documented_and_tested() -> None:
    tests = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py"))
    for family in checks.FAMILIES:
        words = family.__doc__ or ""
        assert [part for part in ("What:", "Why:", "Wrong:", "Right:") if part not in words] == []
        for rule in family.RULES:
            assert f"{rule.code} {rule.name}" in words.replace("\n", " "), f"{family.__name__} does not document it"
            assert f"{rule.code} {rule.name}" in tests, "no test names it"


def test_codes_and_names_are_each_used_once() -> None:
    rules = [rule for family in checks.FAMILIES for rule in family.RULES]
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


def _plain(path: Path) -> object:
    """The file as an editor's YAML service sees it: JSON types, so days are text."""
    text = re.sub(r"^(added|reviewed): (\S+)$", r"\1: '\2'", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return yaml.safe_load(text)


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_the_editor_schema_accepts_every_record(record: object) -> None:
    schema = json.loads((DATA / "question.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(_plain(record.source.path), schema)  # type: ignore[attr-defined]


BROKEN = [
    {"title": ""}, {"title": "title: no"}, {"title": f"title: {'x' * 51}"}, {"question": "question: ' '"}, {"level": "level: x"},
    {"kind": "kind: riddle"}, {"minutes": "minutes: four"}, {"minutes": "minutes: 0"}, {"roles": "roles: mlops-engineer"},
    {"roles": "roles: [MLOps]"}, {"roles": "roles: [a, b, c, d]"}, {"summary": f"summary: {'x' * 201}"}, {"answer": "answer: {a: b}"},
    {"strong_answer": "strong_answer: [One., Two.]"}, {"trap": "trap: x"}, {"trap": "trap: {tempting: x, say_instead: y}"},
    {"follow_ups": "follow_ups: [{question: 'A?', answer: B.}]"}, {"references": "references: [{title: A, url: 'http://a.org'}]"},
    {"more": "tags: [a]"}, {"more": "code: [{title: A, language: cobol, code: x}]"}, {"more": "aliases: []"},
]  # fmt: skip


@pytest.mark.parametrize("change", BROKEN, ids=lambda change: next(iter(change.values())) or f"no {next(iter(change))}")
def test_the_editor_schema_refuses_what_the_checks_refuse(folder: Folder, change: dict[str, str]) -> None:
    schema = json.loads((DATA / "question.schema.json").read_text(encoding="utf-8"))
    path = folder.root / "questions/release/canary.yml"
    jsonschema.validate(_plain(path), schema)
    folder.record(**change)
    assert folder.faults()
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(_plain(path), schema)


def test_editors_find_the_schema_of_every_record() -> None:
    settings = json.loads((ROOT / ".vscode/settings.json").read_text(encoding="utf-8"))
    ((schema, pattern),) = settings["yaml.schemas"].items()
    assert {record.source.path for record in RECORDS} == set(ROOT.glob(pattern))
    for record in RECORDS:
        assert record.source.lines[0] == SCHEMA_LINE
        assert (record.source.path.parent / SCHEMA_LINE.partition("=")[2]).resolve() == ROOT / schema


def test_every_record_can_be_reached_from_another() -> None:
    shown = {other for others in neighbors(BANK).values() for other in others}
    assert set(BANK.records) - shown == set(), "name a neighbor in 'related': the link shows on both sides"
