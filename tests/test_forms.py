"""The forms and documents that GitHub shows to someone who comes with a question, a fault or an idea."""

import datetime
import re
from typing import Any

import yaml
from support import ROOT

from bank.load import check_record, load
from bank.scaffold import Draft, record_text

FORMS = ROOT / ".github/ISSUE_TEMPLATE"
BANK = load(ROOT / "data")[0]


def fields(name: str) -> dict[str, Any]:
    form = yaml.safe_load((FORMS / name).read_text(encoding="utf-8"))
    return {part["id"]: part for part in form["body"] if "id" in part}


def test_the_form_for_a_question_holds_the_record_that_bank_new_writes() -> None:
    value = fields("new-question.yml")["yaml"]["attributes"]["value"]
    day = re.search(r"^added: (\S+)$", value, re.MULTILINE)
    assert day is not None
    draft = Draft(
        "", "", "TODO: the name of the question", "TODO: the question as an interviewer asks it.", "intermediate",
        "concept", tuple(BANK.roles)[:1], (), datetime.date.fromisoformat(day[1]),
    )  # fmt: skip
    assert value == record_text(draft)
    assert check_record(FORMS, value) == []


def test_the_form_for_a_question_offers_the_topics_that_there_are() -> None:
    assert fields("new-question.yml")["topic"]["attributes"]["options"] == list(BANK.topics)


def test_a_pull_request_is_asked_for_little() -> None:
    text = (ROOT / ".github/pull_request_template.md").read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 15
    assert "bank check" in text


def test_the_documents_invent_no_person_and_no_address() -> None:
    for name in ("CODE_OF_CONDUCT.md", "SECURITY.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert "@" not in text
        assert len(text.splitlines()) <= 40
