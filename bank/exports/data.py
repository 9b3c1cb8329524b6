"""The whole bank as one JSON file, with the JSON Schema that describes it."""

import json
from collections.abc import Iterator
from typing import Any, Literal, TypeVar

from pydantic import ConfigDict, Field

from bank.edition import LICENSE, LICENSE_URL, TITLE, Edition
from bank.exports import Export, File
from bank.load import Bank
from bank.model import Company, Id, Level, Model, Question, Redirect, Role, Topic
from bank.neighbors import neighbors

PATH = "downloads/questions.json"
SCHEMA = "questions.schema.json"
M = TypeVar("M", bound=Model)


class Named(Model):
    """What has an id; as the last base of an entry it puts the id first."""

    id: Id = Field(description="Permanent id.")


class TopicEntry(Topic, Named):
    """A topic; the questions follow its order."""


class LevelEntry(Level, Named):
    """A level, and what is expected of a candidate at it."""


class RoleEntry(Role, Named):
    """A job that a question is central to."""


class CompanyEntry(Company, Named):
    """A company that a question's `in_production` names."""


class Placed(Named):
    """What stands on a page."""

    topic: Id = Field(description="Id of its topic.")
    address: str = Field(description="Where it is read; relative to the site when the site's address is not known.")


class QuestionEntry(Question, Placed):
    """One question. Text fields are Markdown as it was written; a field that the question does not have is null.

    Its id is permanent; when it must change after all, `redirects` names the new one.
    """

    related: tuple[Id, ...] = Field(description="Ids of its neighbors, whichever side names the other.")


class License(Model):
    """The license of all text; code is under the MIT License."""

    name: str
    url: str


class Data(Model):
    """The questions of the MLOps Interview Handbook, with all that their ids name.

    Text fields hold Markdown. A link in them to another question is written `[text](q:<id>)`, where `<id>` is the id of a
    question in this file. The fences `mermaid`, `vega-lite` and `math` are sources of pictures.
    """

    model_config = ConfigDict(title=f"{TITLE} questions")

    json_schema: str = Field(alias="$schema", description="The schema of this file, beside it.")
    version: Literal[1] = Field(description="Version of the format: changes when a field goes or changes its meaning.")
    title: str
    edition: str = Field(description="Year and month.")
    license: License
    site: str | None = Field(description="Address of the site, or null when it is not known.")
    topics: tuple[TopicEntry, ...]
    levels: tuple[LevelEntry, ...]
    roles: tuple[RoleEntry, ...]
    companies: tuple[CompanyEntry, ...]
    questions: tuple[QuestionEntry, ...]
    redirects: tuple[Redirect, ...] = Field(description="What former places of questions, `<topic>/<id>`, are now.")


def make(bank: Bank, edition: Edition) -> Iterator[File]:
    """Make the data and its schema."""
    yield File(
        PATH, f"{data(bank, edition).model_dump_json(indent=1, by_alias=True)}\n".encode(), "Questions as data",
        "Every question with all of its fields, topics, levels, roles and companies, in one file for programs.",
    )  # fmt: skip
    text = json.dumps(schema(), indent=1, ensure_ascii=False)
    yield File(
        f"downloads/{SCHEMA}", f"{text}\n".encode(), "Schema of the data",
        "What each field of the data means, as JSON Schema.",
    )  # fmt: skip


def data(bank: Bank, edition: Edition) -> Data:
    """Return the bank as the file holds it."""
    beside = neighbors(bank)
    questions = [
        _entry(
            QuestionEntry, record.id, record.question,
            topic=record.topic, address=edition.address(record), related=beside[record.id],
        )
        for record in bank.records.values()
    ]  # fmt: skip
    return Data.model_validate(
        {
            "$schema": SCHEMA,
            "version": 1,
            "title": TITLE,
            "edition": edition.name,
            "license": License(name=LICENSE, url=LICENSE_URL),
            "site": f"{edition.site_url}/" if edition.site_url else None,
            "topics": tuple(_entry(TopicEntry, *item) for item in bank.topics.items()),
            "levels": tuple(_entry(LevelEntry, *item) for item in bank.levels.items()),
            "roles": tuple(_entry(RoleEntry, *item) for item in bank.roles.items()),
            "companies": tuple(_entry(CompanyEntry, *item) for item in bank.companies.items()),
            "questions": tuple(questions),
            "redirects": bank.redirects,
        }
    )


def _entry(model: type[M], id_: str, entry: Model, **more: object) -> M:
    return model.model_validate({"id": id_, **dict(entry), **more})


def schema() -> dict[str, Any]:
    """Return the JSON Schema of the file (draft 2020-12)."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **Data.model_json_schema(mode="serialization")}


EXPORT = Export("data", "all questions as JSON, with its JSON Schema", make)
