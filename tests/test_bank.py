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


@pytest.mark.parametrize("change", [{"level": "level: x"}, {"title": ""}, {"trap": "trap: x"}, {"more": "tags: [a]"}])
def test_the_editor_schema_refuses_what_the_checks_refuse(folder: Folder, change: dict[str, str]) -> None:
    folder.record(**change)
    assert folder.faults()
    schema = json.loads((DATA / "question.schema.json").read_text(encoding="utf-8"))
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(_plain(folder.root / "questions/release/canary.yml"), schema)


def test_every_record_can_be_reached_from_another() -> None:
    named = {id_ for r in RECORDS for id_ in (*(r.question.related or ()), *(f.see for f in r.question.follow_ups))}
    assert set(BANK.records) - named == set()
