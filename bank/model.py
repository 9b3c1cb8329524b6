"""The record and its companions as frozen, strictly typed models. The JSON Schema for editors is made from them."""

import datetime
import json
import re
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

ID_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"
MAX_TITLE = 50
MAX_SUMMARY = 200
MAX_TEMPTING = 160

Id = Annotated[str, StringConstraints(pattern=ID_PATTERN, max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, pattern=r"^[^\r\n]*\S[^\r\n]*$")]
Url = Annotated[str, StringConstraints(pattern=r"^https://[^\s<>\"'`]+$", max_length=500)]

LevelId = Literal["beginner", "intermediate", "senior"]
Kind = Literal["concept", "comparison", "how-to", "tooling", "design", "scenario", "debugging", "behavioral"]
Priority = Literal["core", "common", "deep"]

# Examples in these languages are run; the others are shown, and parsed where the standard library or PyYAML can.
RUN_LANGUAGES = ("python", "sql")
Language = Literal[
    "python", "sql", "yaml", "json", "bash", "toml", "console", "css", "diff", "dockerfile", "go", "hcl", "html", "http",
    "ini", "java", "javascript", "jinja", "makefile", "promql", "protobuf", "rust", "text", "xml",
]  # fmt: skip


class Model(BaseModel):
    """Frozen, strict, and without room for fields that nobody declared."""

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid")


class Trap(Model):
    """The trap to avoid."""

    tempting: Annotated[Text, Field(max_length=MAX_TEMPTING)] = Field(
        description="What a weaker candidate says, in their words."
    )
    why_it_fails: Text = Field(description="What it gets wrong, and what the interviewer concludes.")
    say_instead: Text = Field(description="The sentence to say.")


class Code(Model):
    """An example; python and sql are run and their output compared."""

    title: Line = Field(description="What the example shows, in a few words.")
    language: Language = Field(description="Language of the code.")
    code: Text = Field(description="The code as a reader would run it.")
    output: str | None = Field(default=None, description="What it prints; compared when the example is run.")
    runs: bool = Field(default=True, description="False only for what cannot run on a laptop, with why_not_run.")
    why_not_run: Line | None = Field(default=None, description="The reason for runs: false.")

    @property
    def is_run(self) -> bool:
        """Whether `bank run-code` runs it."""
        return self.runs and self.language in RUN_LANGUAGES


class Practice(Model):
    """A company that does it, by a public source."""

    who: Id = Field(description="Id of a company in companies.yml.")
    what: Text = Field(description="One sentence that the source supports.")
    source: Url = Field(description="Public address of the source.")


class FollowUp(Model):
    """What the interviewer asks next: answered here, or by another record."""

    question: Line = Field(description="The question.")
    answer: Text | None = Field(default=None, description="A short answer, or use see.")
    see: Id | None = Field(default=None, description="Id of the record whose answer answers it.")


class Reference(Model):
    """A primary source."""

    title: Line = Field(description="The page's own title.")
    url: Url = Field(description="Its address.")


class Distinct(Model):
    """A look-alike that was compared and kept."""

    id: Id = Field(description="Id of the look-alike.")
    why: Line = Field(description="What makes it another question.")


class Question(Model):
    """One question of the bank; its topic is the folder and its id the file name."""

    title: Annotated[Line, Field(max_length=MAX_TITLE)] = Field(
        description="Contents list, cheat sheet, search hit: at most 50 characters."
    )
    question: Line = Field(description="The question as an interviewer asks it.")
    level: LevelId = Field(description="Level at which it is asked.")
    kind: Kind = Field(description="Shape of question and answer.")
    priority: Priority = Field(description="core: learn it tonight; common; deep.")
    minutes: Annotated[int, Field(ge=1, le=60)] = Field(description="How long a good spoken answer takes.")
    roles: Annotated[tuple[Id, ...], Field(min_length=1, max_length=3)] = Field(
        description="Ids of roles.yml for which the question is central."
    )
    added: datetime.date = Field(description="Day the record was added.")
    reviewed: datetime.date = Field(description="Day someone last checked it against its references.")
    given: Text | None = Field(
        default=None,
        description="What is on the table with the question: log, chart, numbers. Design and debugging need it.",
    )
    summary: Annotated[Text, Field(max_length=MAX_SUMMARY)] = Field(
        description="One sentence that stands alone: at most 200 characters."
    )
    really_asking: Text = Field(description="What the interviewer is probing with this question.")
    answer: Text = Field(description="The worked answer, in Markdown.")
    strong_answer: Annotated[tuple[Text, ...], Field(min_length=3, max_length=5)] = Field(
        description="Points an interviewer would tick off, most important first."
    )
    trap: Trap = Field(description="The trap to avoid.")
    mistakes: Annotated[tuple[Text, ...], Field(min_length=1, max_length=4)] | None = Field(
        default=None, description="More ways that answers go wrong, a line each."
    )
    code: Annotated[tuple[Code, ...], Field(min_length=1)] | None = Field(
        default=None, description="Examples whose result proves the point."
    )
    in_production: Annotated[tuple[Practice, ...], Field(min_length=1)] | None = Field(
        default=None, description="Practiced at: public sources only."
    )
    follow_ups: Annotated[tuple[FollowUp, ...], Field(min_length=2)] = Field(
        description="What the interviewer asks next."
    )
    related: Annotated[tuple[Id, ...], Field(min_length=1)] | None = Field(
        default=None, description="Ids of neighbors."
    )
    references: Annotated[tuple[Reference, ...], Field(min_length=1)] = Field(
        description="Primary sources: papers, official documentation, the original post."
    )
    aliases: Annotated[tuple[Line, ...], Field(min_length=1)] | None = Field(
        default=None, description="Other names people search for."
    )
    distinct_from: Annotated[tuple[Distinct, ...], Field(min_length=1)] | None = Field(
        default=None, description="Look-alikes that were compared and kept."
    )


class Topic(Model):
    """A folder of questions and its page."""

    title: Line
    summary: Line


class Level(Model):
    """What is expected of a candidate at a level."""

    title: Line
    years: Line
    summary: Line
    expected: Annotated[tuple[Text, ...], Field(min_length=1)]


class Role(Model):
    """A job that a question is central to."""

    title: Line
    summary: Line


class Company(Model):
    """A company named by a record's `in_production`."""

    title: Line


class Term(Model):
    """A word of the field."""

    term: Line
    definition: Text
    acronyms: tuple[Line, ...] = ()
    synonyms: tuple[Line, ...] = ()
    see: tuple[Id, ...] = ()


class Redirect(Model):
    """An address that a record had before it was renamed, retired or moved: `from` is `<topic>/<id>`."""

    from_: Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]+/[a-z0-9]+(-[a-z0-9]+)*$")] = Field(alias="from")
    to: Id
    why: Line


class Excuse(Model):
    """Addresses that the link check leaves out: all that begin with `url`."""

    url: Url
    why: Line


def schema() -> dict[str, Any]:
    """Return the JSON Schema of a record, for editors (draft 2020-12)."""
    made = Question.model_json_schema()
    made["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    made["title"] = "MLOps Interview Handbook question"
    return made


def schema_text() -> str:
    """Return the committed text of `data/question.schema.json`."""
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def is_id(text: str) -> bool:
    """Whether the text may be an id: lower-case words joined by hyphens."""
    return re.match(ID_PATTERN, text) is not None
