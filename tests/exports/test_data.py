"""The data file says everything that a record says, and its schema describes it."""

import json
from typing import Any

import jsonschema
from support import EDITION, ROOT, Folder

from bank.checked import checked
from bank.edition import Edition
from bank.exports import data
from bank.load import Bank
from bank.model import Question


def made(bank: Bank, edition: Edition = EDITION) -> tuple[Any, Any]:
    content, schema = (json.loads(file.data) for file in data.make(bank, edition))
    return content, schema


def test_the_real_data_follows_the_schema() -> None:
    bank, _ = checked(ROOT / "data")
    content, schema = made(bank)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(content, schema, jsonschema.Draft202012Validator)
    assert [question["id"] for question in content["questions"]] == list(bank.records)


def test_the_schema_notices_what_is_wrong(folder: Folder) -> None:
    content, schema = made(folder.bank())
    validator = jsonschema.Draft202012Validator(schema)
    content["questions"][0]["level"] = "expert"
    del content["redirects"]
    assert {error.validator for error in validator.iter_errors(content)} == {"enum", "required"}


def test_the_file_names_its_format_edition_license_and_site(folder: Folder) -> None:
    content, _ = made(folder.bank())
    assert {key: value for key, value in content.items() if not isinstance(value, list)} == {
        "$schema": "questions.schema.json",
        "version": 1,
        "title": "MLOps Interview Handbook",
        "edition": "2026.11",
        "license": {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"},
        "site": "https://example.org/site/",
    }
    assert [topic["id"] for topic in content["topics"]] == ["release", "serving"]
    assert content["companies"] == [{"id": "google", "title": "Google"}]


def test_a_question_has_every_field_of_its_record_and_its_place(folder: Folder) -> None:
    (question,) = made(folder.bank())[0]["questions"]
    assert list(question) == ["id", "topic", "address", *Question.model_fields]
    assert question["address"] == "https://example.org/site/topics/release.html#canary"
    assert question["answer"] == "First line of the answer.\n\nSecond paragraph.\n"
    assert question["reviewed"] == "2026-01-06"
    assert question["given"] is None


def test_related_questions_name_each_other_and_links_stay_as_they_are_written(folder: Folder) -> None:
    folder.record(related="related: [shadow]", answer="answer: See [shadow](q:shadow).", more="related: [shadow]")
    folder.record("shadow", topic="serving")
    first, second = made(folder.bank())[0]["questions"]
    assert (first["related"], second["related"]) == (["shadow"], ["canary"])
    assert first["answer"] == "See [shadow](q:shadow)."


def test_the_schema_explains_links_between_questions(folder: Folder) -> None:
    _, schema = made(folder.bank())
    assert "`[text](q:<id>)`" in schema["description"]


def test_renamed_ids_can_be_followed(folder: Folder) -> None:
    folder.write("redirects.yml", "- {from: release/old, to: canary, why: renamed}\n")
    content, schema = made(folder.bank())
    assert content["redirects"] == [{"from": "release/old", "to": "canary", "why": "renamed"}]
    jsonschema.validate(content, schema)


def test_without_a_site_addresses_are_relative_to_it(folder: Folder) -> None:
    content, schema = made(folder.bank(), Edition("2026.11", EDITION.made, "", ""))
    jsonschema.validate(content, schema)
    assert (content["site"], content["questions"][0]["address"]) == (None, "topics/release.html#canary")
