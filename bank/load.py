"""The files of a data folder, read into a bank. This is the only module that opens a data file; past it everything is typed.

What: Q110 bad-file-name, Q111 wrong-extension, Q112 unknown-topic, Q113 symbolic-link, Q114 repeated-id,
Q115 missing-file, Q116 stray-file.

Why: The folder is a record's topic and the file name its permanent id, so both are checked like content. A link could
read any file of the machine that builds the site.

Wrong:

    data/questions/relase/Canary.yaml

Right:

    data/questions/release/canary-deployment.yml
"""

import difflib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar, get_args

from pydantic import ValidationError

from bank import cache
from bank.model import (
    Company,
    Excuse,
    Kind,
    Level,
    LevelId,
    Model,
    Priority,
    Question,
    Redirect,
    Role,
    Term,
    Topic,
    is_id,
)
from bank.problems import Problem, Rule, display_path
from bank.schema import translate
from bank.source import MAX_BYTES, Path_, Source, opened, parse, read
from bank.words import Vocabulary

BAD_FILE_NAME = Rule("Q110", "bad-file-name")
WRONG_EXTENSION = Rule("Q111", "wrong-extension")
UNKNOWN_TOPIC = Rule("Q112", "unknown-topic")
SYMBOLIC_LINK = Rule("Q113", "symbolic-link")
REPEATED_ID = Rule("Q114", "repeated-id")
MISSING_FILE = Rule("Q115", "missing-file")
STRAY_FILE = Rule("Q116", "stray-file")
RULES = (BAD_FILE_NAME, WRONG_EXTENSION, UNKNOWN_TOPIC, SYMBOLIC_LINK, REPEATED_ID, MISSING_FILE, STRAY_FILE)

MAX_RECORD_BYTES = 64 * 1024
# The only other files of a data folder; only the first four must be there.
COMPANIONS = (
    "topics.yml",
    "levels.yml",
    "roles.yml",
    "companies.yml",
    "glossary.yml",
    "redirects.yml",
    "excused-links.yml",
)
REQUIRED = COMPANIONS[:3]

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Record:
    """A question with its id, its topic and the file that it stands in."""

    id: str
    topic: str
    question: Question
    source: Source

    @property
    def page(self) -> str:
        """Its page and anchor on the site."""
        return f"topics/{self.topic}.html#{self.id}"

    def problem(self, rule: Rule, where: Path_, message: str, help_: str = "") -> Problem:
        """Return a problem at one of the record's values."""
        return self.source.problem(rule, where, message, help_)


@dataclass(frozen=True)
class Bank:
    """All that a data folder holds, in the order of its files: topics as listed, records by level, priority, kind, title."""

    root: Path
    records: Mapping[str, Record]
    topics: Mapping[str, Topic]
    levels: Mapping[str, Level]
    roles: Mapping[str, Role]
    companies: Mapping[str, Company]
    glossary: Mapping[str, Term]
    redirects: tuple[Redirect, ...]
    excused: tuple[Excuse, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    broken_ids: frozenset[str] = frozenset()
    """Ids of files that exist but could not be read, so that nobody is told that they do not exist."""

    @property
    def files(self) -> tuple[Source, ...]:
        """Every file that was read: the companions, then the records in their order."""
        return (*self.sources.values(), *(record.source for record in self.records.values()))

    @cached_property
    def digest(self) -> str:
        """A digest of all files, of the topics that they stand in, and of the order of the records."""
        return cache.digest(
            *(part for file in self.files for part in (file.path.parent.name, file.path.name, file.digest))
        )

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The names of its glossary's terms."""
        return Vocabulary.of(self.glossary)

    def of_topic(self, topic: str) -> list[Record]:
        """Return the records of one topic."""
        return [record for record in self.records.values() if record.topic == topic]

    def of_level(self, level: str) -> list[Record]:
        """Return the records of one level."""
        return [record for record in self.records.values() if record.question.level == level]

    def only(self, paths: Collection[Path]) -> "Bank":
        """Return a bank with what stands in some files (resolved paths); of the other records it knows that they exist."""
        return self.of_files([file for file in self.files if file.path.resolve() in paths])

    def of_files(self, files: Iterable[Source]) -> "Bank":
        """Return a bank with what stands in some of its files; of the other records it knows that they exist."""
        meant = {file.path for file in files}
        records = {id_: record for id_, record in self.records.items() if record.source.path in meant}
        sources = {name: source for name, source in self.sources.items() if source.path in meant}
        return replace(
            self, records=records, sources=sources, broken_ids=self.broken_ids | (set(self.records) - set(records))
        )


def nearest(name: str, known: Iterable[str]) -> str:
    """Return "did you mean 'x'?", or the empty string when nothing is near."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f"did you mean '{close[0]}'?" if close else ""


def load(root: Path) -> tuple[Bank, list[Problem]]:
    """Read a data folder. Every fault of every file is in the list; what is faulty is left out of the bank."""
    problems: list[Problem] = []
    if not root.is_dir():
        name = display_path(root)
        problems.append(Problem(name, 1, 1, MISSING_FILE, "there is no such data folder", "name it with --data DIR"))
    sources: dict[str, Source] = {}
    for name in COMPANIONS:
        path = root / name
        if path.is_symlink():
            problems.append(_link(path))
        elif path.is_file():
            sources[name], found = read(path, MAX_BYTES * 4)
            problems += found
        elif name in REQUIRED and root.is_dir():
            problems.append(
                Problem(display_path(path), 1, 1, MISSING_FILE, f"{name} is missing", "restore it from git")
            )
    topics = _table(sources, "topics.yml", Topic, problems)
    records, broken = _records(root / "questions", topics, problems)
    bank = Bank(
        root=root,
        records=_ordered(records, topics),
        topics=topics,
        levels=_table(sources, "levels.yml", Level, problems),
        roles=_table(sources, "roles.yml", Role, problems),
        companies=_table(sources, "companies.yml", Company, problems),
        glossary=_table(sources, "glossary.yml", Term, problems),
        redirects=_list(sources, "redirects.yml", Redirect, "'from: topic/old-id', 'to: id' and 'why: …'", problems),
        excused=_list(sources, "excused-links.yml", Excuse, "'url: https://…' and 'why: …'", problems),
        sources=sources,
        broken_ids=frozenset(broken),
    )
    return bank, problems


def _ordered(records: dict[str, Record], topics: Mapping[str, Topic]) -> dict[str, Record]:
    levels, kinds, priorities = get_args(LevelId), get_args(Kind), get_args(Priority)
    rank = {topic: place for place, topic in enumerate(topics)}

    def key(record: Record) -> tuple[int, int, int, int, str]:
        question = record.question
        return (
            rank.get(record.topic, len(rank)),
            levels.index(question.level),
            priorities.index(question.priority),
            kinds.index(question.kind),  # what a thing is comes before what it is compared with
            question.title.casefold(),
        )

    return {record.id: record for record in sorted(records.values(), key=key)}


def _link(path: Path) -> Problem:
    return Problem(display_path(path), 1, 1, SYMBOLIC_LINK, "this is a symbolic link", "commit the file itself")


def _validate(model: type[M], data: Any, source: Source, where: Path_, problems: list[Problem]) -> M | None:  # noqa: ANN401
    try:
        return model.model_validate(data)
    except ValidationError as error:
        problems += translate(error, model, source, where)
        return None


def check_record(path: Path, text: str) -> list[Problem]:
    """Return what is wrong with a record's text taken alone; `path` is only what the problems name."""
    source, problems = parse(path, text)
    if not problems:
        _validate(Question, source.data, source, (), problems)
    return problems


def read_record(path: Path, text: str) -> Record | None:
    """Return the record that a text is, its id and topic from the path; None when it has a fault."""
    source, problems = parse(path, text)
    question = None if problems else _validate(Question, source.data, source, (), problems)
    return None if question is None else Record(path.stem, path.parent.name, question, source)


def _table(sources: Mapping[str, Source], name: str, model: type[M], problems: list[Problem]) -> dict[str, M]:
    """Read a file that maps ids to entries."""
    source = sources.get(name)
    if source is None or source.data is None:
        return {}
    if not isinstance(source.data, dict):
        help_ = "start each entry with its id and a colon"
        problems.append(source.problem(MISSING_FILE, (), f"{name} must map ids to entries", help_))
        return {}
    table: dict[str, M] = {}
    for id_, data in source.data.items():
        if not is_id(id_):
            help_ = "use lower-case words joined by hyphens"
            problems.append(source.problem_at_key(BAD_FILE_NAME, (id_,), f"'{id_}' is not an id", help_))
            continue
        entry = _validate(model, data, source, (id_,), problems)
        if entry is not None:
            table[id_] = entry
    return table


def _list(
    sources: Mapping[str, Source], name: str, model: type[M], fields: str, problems: list[Problem]
) -> tuple[M, ...]:
    """Read a file that is a list of entries."""
    source = sources.get(name)
    if source is None or source.data is None:
        return ()
    if not isinstance(source.data, tuple):
        problems.append(source.problem(MISSING_FILE, (), f"{name} must be a list", f"write entries of {fields}"))
        return ()
    entries = (_validate(model, data, source, (i,), problems) for i, data in enumerate(source.data))
    return tuple(entry for entry in entries if entry is not None)


def _files(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    """Every record file below the questions folder, in a fixed order; links are reported and never followed."""
    if not folder.is_dir():
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            problems.append(_link(path))
        elif not entry.is_dir():
            help_ = "move it to questions/<topic>/<id>.yml"
            problems.append(Problem(display_path(path), 1, 1, STRAY_FILE, "this file is in no topic's folder", help_))
        else:
            yield from _files_of_topic(path, problems)


def _files_of_topic(folder: Path, problems: list[Problem]) -> Iterator[Path]:
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        path = Path(entry.path)
        if entry.name.startswith("."):
            continue
        if entry.is_symlink():
            problems.append(_link(path))
        elif entry.is_dir():
            help_ = "topics do not nest: move its files up"
            problems.append(Problem(display_path(path), 1, 1, STRAY_FILE, "a folder inside a topic's folder", help_))
        elif path.suffix != ".yml":
            help_ = (
                f"rename it to {path.stem}.yml" if path.suffix in {".yaml", ".YML", ".YAML"} else "move it elsewhere"
            )
            problems.append(Problem(display_path(path), 1, 1, WRONG_EXTENSION, "a record's file ends in .yml", help_))
        elif not is_id(path.stem):
            help_ = "use lower-case words joined by hyphens, as in canary-deployment.yml"
            problems.append(Problem(display_path(path), 1, 1, BAD_FILE_NAME, f"'{path.stem}' is not an id", help_))
        else:
            yield path


def _kept(source: Source) -> str:
    """Return a file's question as JSON, kept from when it was last parsed; the empty string when something is wrong with it."""

    def make() -> str:
        question = None if source.problems else _validate(Question, source.data, source, (), [])
        return "" if question is None else question.model_dump_json(exclude_unset=True)

    return cache.text("questions", (source.digest,), make)


def _records(folder: Path, topics: Mapping[str, Topic], problems: list[Problem]) -> tuple[dict[str, Record], set[str]]:
    records: dict[str, Record] = {}
    first: dict[str, Path] = {}
    unknown: set[str] = set()
    files = [(path, *opened(path, MAX_RECORD_BYTES)) for path in _files(folder, problems)]
    kept = [cache.get("questions", (source.digest,)) for _, source, _ in files]
    cache.share([source for (_, source, _), text in zip(files, kept, strict=True) if text is None], _kept)
    for (path, source, found), known in zip(files, kept, strict=True):
        id_, topic = path.stem, path.parent.name
        if topic not in topics and topic not in unknown:
            unknown.add(topic)
            help_ = nearest(topic, topics) or "add the topic to data/topics.yml and a page to docs/topics/"
            message = f"folder '{topic}' is no topic of topics.yml"
            problems.append(Problem(display_path(path.parent), 1, 1, UNKNOWN_TOPIC, message, help_))
        text = "" if found else known or _kept(source)
        wrong = found if text else [*found, *source.problems]
        problems += wrong
        if id_ in first:
            help_ = "an id is unique in the whole bank: rename one of the two"
            message = f"id '{id_}' is also in {display_path(first[id_])}"
            problems.append(Problem(display_path(path), 1, 1, REPEATED_ID, message, help_))
            continue
        first[id_] = path
        if wrong and source.data is None:
            continue
        question = (
            Question.model_validate_json(text) if text else _validate(Question, source.data, source, (), problems)
        )
        if question is not None and topic in topics:
            records[id_] = Record(id_, topic, question, source)
    return records, set(first) - set(records)
