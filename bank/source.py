"""YAML as this project reads it: plain data and the place of every value in its file.

What: Q101 yaml-syntax, Q102 duplicate-key, Q103 yaml-tag, Q104 yaml-alias, Q105 several-documents, Q106 wrong-encoding,
Q107 invisible-character, Q108 too-large, Q109 too-deep.

Why: A file comes from a stranger's pull request. A duplicate key silently drops the first value, an alias bomb fills the
memory, a tag can build objects, and a character that nobody sees can turn a line around in the review.

Wrong:

    title: Canary release
    title: Canary deployment

Right:

    title: Canary release
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from bank import cache
from bank.problems import Problem, Rule, display_path

YAML_SYNTAX = Rule("Q101", "yaml-syntax")
DUPLICATE_KEY = Rule("Q102", "duplicate-key")
YAML_TAG = Rule("Q103", "yaml-tag")
YAML_ALIAS = Rule("Q104", "yaml-alias")
SEVERAL_DOCUMENTS = Rule("Q105", "several-documents")
WRONG_ENCODING = Rule("Q106", "wrong-encoding")
INVISIBLE_CHARACTER = Rule("Q107", "invisible-character")
TOO_LARGE = Rule("Q108", "too-large")
TOO_DEEP = Rule("Q109", "too-deep")
RULES = (
    YAML_SYNTAX, DUPLICATE_KEY, YAML_TAG, YAML_ALIAS, SEVERAL_DOCUMENTS, WRONG_ENCODING, INVISIBLE_CHARACTER, TOO_LARGE,
    TOO_DEEP,
)  # fmt: skip

MAX_BYTES = 256 * 1024
MAX_DEPTH = 20  # a picture's specification nests about ten deep
# Unicode's format characters (Cf) that reorder or hide text, separators that look like nothing, the tag block, and control
# characters (Cc) but for tab and line ends: YAML lets an escape write them, and files and terminals take them for commands.
INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0e"
    "\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value starts and ends, and how it is written. Lines and columns count from 0, as libyaml counts."""

    line: int
    column: int
    end_line: int
    style: str | None = None


@dataclass
class _Content:
    """What a text says: plain data, the places of values and field names, and what is wrong with it as YAML."""

    data: Any = None
    values: dict[Path_, Place] = field(default_factory=dict)
    keys: dict[Path_, Place] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


@dataclass
class Source:
    """One file's text and plain data, with the place of each of its values; it is parsed when somebody asks for one of these."""

    path: Path
    text: str

    @cached_property
    def digest(self) -> str:
        """A digest of the text."""
        return cache.digest(self.text)

    @cached_property
    def _content(self) -> _Content:
        return _parsed(self)

    @property
    def data(self) -> Any:  # noqa: ANN401 - whatever YAML holds
        """The file's plain data; None when a problem made it unreadable."""
        return self._content.data

    @property
    def values(self) -> Mapping[Path_, Place]:
        """The place of every value."""
        return self._content.values

    @property
    def keys(self) -> Mapping[Path_, Place]:
        """The place of every field's name."""
        return self._content.keys

    @property
    def problems(self) -> Sequence[Problem]:
        """What is wrong with the text as YAML."""
        return self._content.problems

    @cached_property
    def name(self) -> str:
        """The file as the reader would type it."""
        return display_path(self.path)

    @cached_property
    def lines(self) -> list[str]:
        """The file's lines without their ends."""
        return self.text.splitlines()

    def problem(self, rule: Rule, where: Path_, message: str, help_: str = "") -> Problem:
        """Return a problem at a value, or at the nearest place above it that the file has."""
        place = self.values.get(where)
        while place is None and where:
            place = self.keys.get(where)
            where = where[:-1]
            place = place or self.values.get(where)
        line, column = (place.line, place.column) if place else (0, 0)
        return Problem(self.name, line + 1, column + 1, rule, message, help_)

    def problem_at_key(self, rule: Rule, where: Path_, message: str, help_: str = "") -> Problem:
        """Return a problem at a field's name."""
        place = self.keys.get(where)
        if place is None:
            return self.problem(rule, where, message, help_)
        return Problem(self.name, place.line + 1, place.column + 1, rule, message, help_)

    def problem_in_text(self, rule: Rule, where: Path_, offset: int, message: str, help_: str = "") -> Problem:
        """Return a problem at a character of a text value; `offset` counts from 0 in the value as it was read."""
        line, column = self.locate(where, offset)
        return Problem(self.name, line + 1, column + 1, rule, message, help_)

    def locate(self, where: Path_, offset: int) -> tuple[int, int]:
        """Return line and column (from 0) of a character of a text value.

        Exact for literal blocks and for values on one line. In folded or multi-line quoted text it finds the word at
        the offset by searching, because folding does not keep offsets.
        """
        place = self.values.get(where)
        if place is None:
            return 0, 0
        value = self.value(where)
        if place.style == "|":
            before = value[:offset]
            line = min(place.line + 1 + before.count("\n"), max(len(self.lines) - 1, 0))
            content = value.split("\n")
            row = before.count("\n")
            raw = self.lines[line] if line < len(self.lines) else ""
            indent = len(raw) - len(content[row]) if row < len(content) and raw.endswith(content[row]) else 0
            return line, indent + offset - (before.rfind("\n") + 1)
        word = (re.findall(r"\S+", value[offset : offset + 60]) or [""])[0]
        nth = value[:offset].count(word) if word else 0
        for line in range(place.line, min(place.end_line + 1, len(self.lines))):
            start = place.column if line == place.line else 0
            column = self.lines[line].find(word, start)
            while word and column >= 0:
                if nth == 0:
                    return line, column
                nth -= 1
                column = self.lines[line].find(word, column + len(word))
        return place.line, place.column

    def value(self, where: Path_) -> str:
        """Return the text value at a path, or the empty string when there is none."""
        found: Any = self.data
        for step in where:
            try:
                found = found[step]
            except (KeyError, IndexError, TypeError):
                return ""
        return found if isinstance(found, str) else ""


class _Stop(Exception):  # noqa: N818 - a signal inside this module, not an error anyone sees
    """The rest of the file cannot be read."""


def read(path: Path, max_bytes: int = MAX_BYTES) -> tuple[Source, list[Problem]]:
    """Read a YAML file. The source's `data` is None when a problem made it unreadable."""
    source, problems = opened(path, max_bytes)
    return source, [*problems, *source.problems]


def opened(path: Path, max_bytes: int = MAX_BYTES) -> tuple[Source, list[Problem]]:
    """Read a file's text, which is empty when a problem made it unreadable, and do not parse it yet."""
    raw = path.read_bytes()
    if len(raw) > max_bytes:
        message = f"the file has {len(raw):,} bytes, more than {max_bytes:,}"
        return Source(path, ""), [Problem(display_path(path), 1, 1, TOO_LARGE, message, "split it or shorten it")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        message = f"byte {error.start} is not UTF-8"
        return Source(path, ""), [
            Problem(display_path(path), line, 1, WRONG_ENCODING, message, "save the file as UTF-8")
        ]
    if text.startswith("\ufeff"):
        message = "the file starts with a byte order mark"
        return Source(path, ""), [
            Problem(display_path(path), 1, 1, WRONG_ENCODING, message, "save it as UTF-8 without BOM")
        ]
    return Source(path, text), []


def parse(path: Path, text: str) -> tuple[Source, list[Problem]]:
    """Read YAML text; `path` is only what its problems name."""
    source = Source(path, text)
    return source, list(source.problems)


def _parsed(source: Source) -> _Content:
    name = source.name

    def fault(rule: Rule, line: int, column: int, message: str, help_: str) -> Problem:
        return Problem(name, line + 1, column + 1, rule, message, help_)

    content = _Content()
    content.problems += _invisible(source, fault)
    try:
        content.data = _Reader(source, fault, content).document()
    except _Stop:
        pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, 0)
        said = getattr(error, "problem", None) or getattr(error, "reason", None) or "the text is not YAML"
        context = getattr(error, "context", None)
        content.problems.append(
            fault(YAML_SYNTAX, line, column, f"{said}{f' ({context})' if context else ''}", _syntax_help(said))
        )
    return content


def _syntax_help(said: str) -> str:
    if "mapping values are not allowed" in said:
        return "text that contains ': ' needs quotes around it, or `>-` and a new line before it"
    if "cannot start any token" in said:
        return "indent with spaces, and put quotes around text that starts with @, `, % or a tab"
    if "special characters" in said or "control characters" in said:
        return "remove the control character"
    return "look at this line and the one before it: indentation, quotes, a missing colon"


def _invisible(source: Source, fault: Callable[..., Problem]) -> Iterator[Problem]:
    for match in INVISIBLE.finditer(source.text):
        line = source.text.count("\n", 0, match.start())
        column = match.start() - (source.text.rfind("\n", 0, match.start()) + 1)
        yield fault(
            INVISIBLE_CHARACTER, line, column, f"U+{ord(match[0]):04X} is invisible or changes the text's direction",
            "delete it; it was probably pasted in",
        )  # fmt: skip


class _Reader:
    """Builds plain data from libyaml's events, so that nothing is constructed that was not looked at."""

    def __init__(self, source: Source, fault: Callable[..., Problem], content: _Content) -> None:
        self.source = source
        self.fault = fault
        self.content = content
        self.loader = yaml.CSafeLoader(source.text)
        self.scalars = yaml.SafeLoader("")

    def refuse(self, rule: Rule, mark: Any, message: str, help_: str) -> None:  # noqa: ANN401
        self.content.problems.append(self.fault(rule, mark.line, mark.column, message, help_))

    def next(self) -> Any:  # noqa: ANN401
        """Return libyaml's next event; it knows no better type for it."""
        return self.loader.get_event()

    def document(self) -> Any:  # noqa: ANN401
        """Return the content of the only document."""
        self.next()  # stream start
        event = self.next()
        if isinstance(event, yaml.StreamEndEvent):
            return None
        data = self.node(self.next(), ())
        self.next()  # document end
        event = self.next()
        if not isinstance(event, yaml.StreamEndEvent):
            self.refuse(
                SEVERAL_DOCUMENTS,
                event.start_mark,
                "a second document starts here",
                "one file is one record: delete '---'",
            )
            raise _Stop
        return data

    def node(self, event: Any, where: Path_) -> Any:  # noqa: ANN401
        mark = event.start_mark
        if isinstance(event, yaml.AliasEvent):
            self.refuse(YAML_ALIAS, mark, f"alias '*{event.anchor}'", "write the value out")
            return None
        if event.anchor is not None:
            self.refuse(
                YAML_ALIAS, mark, f"anchor '&{event.anchor}'", "remove it and write the value out where it is used"
            )
        if event.tag is not None:
            self.refuse(YAML_TAG, mark, f"tag '{event.tag}'", "remove it; put quotes around text that starts with '!'")
        if len(where) > MAX_DEPTH:
            self.refuse(TOO_DEEP, mark, f"nested more than {MAX_DEPTH} levels deep", "flatten it")
            raise _Stop
        style = getattr(event, "style", None) or None  # libyaml says '' for a plain scalar
        self.content.values[where] = Place(mark.line, mark.column, event.end_mark.line, style)
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return self.sequence(where)
        return self.mapping(where)

    def scalar(self, event: Any) -> Any:  # noqa: ANN401
        if event.style:
            match = INVISIBLE.search(event.value) if event.style == '"' and "\\" in self.raw(event) else None
            if match:
                self.refuse(
                    INVISIBLE_CHARACTER, event.start_mark,
                    f"the escape for U+{ord(match[0]):04X} is invisible or changes the text's direction", "delete it",
                )  # fmt: skip
            return event.value
        if event.tag is not None:
            return event.value
        tag = self.scalars.resolve(yaml.ScalarNode, event.value, (True, False))
        if tag == "tag:yaml.org,2002:str":
            return event.value
        try:
            return self.scalars.construct_object(yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark))
        except (ValueError, OverflowError, yaml.YAMLError):
            self.refuse(
                YAML_SYNTAX, event.start_mark, f"'{event.value}' looks like a date or number but is none",
                "correct it, or put quotes around it",
            )  # fmt: skip
            return None

    def raw(self, event: Any) -> str:  # noqa: ANN401
        return "\n".join(self.source.lines[event.start_mark.line : event.end_mark.line + 1])

    def sequence(self, where: Path_) -> tuple[Any, ...]:
        items: list[Any] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.node(event, (*where, len(items))))
        return tuple(items)

    def mapping(self, where: Path_) -> dict[str, Any]:
        items: dict[str, Any] = {}
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            mark = event.start_mark
            if not isinstance(event, yaml.ScalarEvent):
                self.refuse(
                    YAML_SYNTAX, mark, "a key must be a plain name", "put quotes around text that starts with [, { or *"
                )
                raise _Stop
            key = event.value
            if event.anchor is not None or event.tag is not None or key == "<<":
                self.refuse(YAML_ALIAS, mark, f"key '{key}' has an anchor, a tag or merges", "write a plain name")
            value_event = self.next()
            if key in items:
                first = self.content.keys[(*where, key)]
                self.refuse(
                    DUPLICATE_KEY, mark, f"'{key}' stands here a second time; the first is on line {first.line + 1}",
                    "keep one of the two",
                )  # fmt: skip
                self.node(value_event, (*where, f"{key} (again)"))
                continue
            items[key] = None  # seen, even when its value turns out to be broken
            self.content.keys[(*where, key)] = Place(mark.line, mark.column, mark.line)
            items[key] = self.node(value_event, (*where, key))
        return items
