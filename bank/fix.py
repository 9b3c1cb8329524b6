"""Puts a record into the shape of the others, by edits of its text: schema line, order of keys, days, wrapping, output.

Each step proposes a new text. It is taken only if it reads back as the same data (a day as a day, an output filled in) and
keeps every comment; what a step does not understand stays as it is. Running it again changes nothing more.
"""

import datetime
import re
import textwrap
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from bank.model import Code, Distinct, FollowUp, Model, Practice, Question, Reference, Trap
from bank.scaffold import SCHEMA_LINE
from bank.source import Path_, Source, parse

WIDTH = 120
_MOST = 200
_MODELS: dict[str, type[Model]] = {
    "trap": Trap,
    "code": Code,
    "in_production": Practice,
    "follow_ups": FollowUp,
    "references": Reference,
    "distinct_from": Distinct,
}
_DAY = re.compile(r"(added|reviewed):([ ]+)(['\"]?)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\3([ \t]*(?:#.*)?)")
_WHOLE = {
    "'": re.compile(r"'(?:[^']|'')*'"),
    '"': re.compile(r'"(?:[^"\\]|\\.)*"'),
}
Step = Callable[[Source], Iterator[tuple[str, Any]]]


def fixed(path: Path, text: str, printed: Mapping[int, str] | None = None) -> str:
    """Return the text in shape; `printed` is what examples print whose output is missing, by their index."""
    steps: tuple[Step, ...] = (_line_ends, _schema_line, _days, _order, _wrapping, lambda s: _outputs(s, printed or {}))
    for _ in range(_MOST):  # a step may leave work to one before it, such as an empty line that is now the last
        before = text
        for step in steps:
            text = _taken(path, text, step)
        if text == before:
            break
    return text


def _taken(path: Path, text: str, step: Step) -> str:
    """Return the text after all that a step proposes and that reads back as it should."""
    for _ in range(_MOST):  # a proposal changes one place, and the next is made from its result
        source, problems = parse(path, text)
        if problems or not isinstance(source.data, dict) or ("\r" in text and step is not _line_ends):
            break
        found = next((new for new, data in step(source) if new != text and _reads(path, new, data)), None)
        if found is None:
            break
        text = found
    return text


def _reads(path: Path, text: str, data: Any) -> bool:  # noqa: ANN401
    again, problems = parse(path, text)
    return not problems and bool(again.data == data)


def _blocks(source: Source) -> set[int]:
    """Return the lines whose spaces may be part of a value: those of blocks and of texts on several lines."""
    inside: set[int] = set()
    for where, place in source.values.items():
        if source.value(where) and (place.style in {"|", ">"} or place.end_line > place.line):
            inside.update(range(place.line, place.end_line + 1))
    return inside


def _line_ends(source: Source) -> Iterator[tuple[str, Any]]:
    inside = _blocks(source)
    text = source.text.replace("\r\n", "\n")
    lines = [line if i in inside else line.rstrip(" \t") for i, line in enumerate(text.split("\n"))]
    yield "\n".join(lines).rstrip("\n") + "\n", source.data
    yield text.rstrip("\n") + "\n", source.data
    yield text, source.data


def _schema_line(source: Source) -> Iterator[tuple[str, Any]]:
    first, _, rest = source.text.partition("\n")
    if "yaml-language-server" not in source.text:
        yield f"{SCHEMA_LINE}\n{source.text}", source.data
    elif first.startswith("# yaml-language-server:") and first.endswith("question.schema.json"):
        yield f"{SCHEMA_LINE}\n{rest}", source.data


def _days(source: Source) -> Iterator[tuple[str, Any]]:
    for name in ("added", "reviewed"):
        place = source.keys.get((name,))
        match = _DAY.fullmatch(source.lines[place.line]) if place else None
        if place is None or match is None:
            continue
        try:
            day = datetime.date(int(match[4]), int(match[5]), int(match[6]))
        except ValueError:
            continue
        yield (
            _with_lines(source, place.line, place.line + 1, [f"{name}:{match[2]}{day}{match[7]}"]),
            {
                **source.data,
                name: day,
            },
        )


def _with_lines(source: Source, start: int, end: int, lines: list[str]) -> str:
    """Return the text with some of its lines replaced; it has Unix line ends by now, or is left alone."""
    return "\n".join([*source.text.split("\n")[:start], *lines, *source.text.split("\n")[end:]])


def _order(source: Source) -> Iterator[tuple[str, Any]]:
    yield from _ordered(source, (), list(Question.model_fields))
    for name, model in _MODELS.items():
        value = source.data.get(name)
        wheres: list[Path_] = [(name,)] if isinstance(value, dict) else []
        wheres += [(name, i) for i, item in enumerate(value)] if isinstance(value, tuple) else []
        for where in wheres:
            yield from _ordered(source, where, list(model.model_fields))


def _ordered(source: Source, where: Path_, order: list[str]) -> Iterator[tuple[str, Any]]:
    """Propose one mapping with its keys in order, if each starts a line of its own and all are known."""
    found = [(path[-1], place) for path, place in source.keys.items() if path[:-1] == where]
    names, places = [str(name) for name, _ in found], [place for _, place in found]
    if not places or len({place.line for place in places}) < len(places) or len({p.column for p in places}) > 1:
        return
    if set(names) - set(order) or names == sorted(names, key=order.index):
        return
    column, lines = places[0].column, source.text.split("\n")
    lead = lines[places[0].line][:column]  # spaces, and for an entry of a list its dash
    if lead.strip(" -"):
        return
    starts = [places[0].line, *(_with_comments(lines, place.line, column) for place in places[1:])]
    end = places[-1].line + 1
    while end < len(lines) and (
        not lines[end].strip() or _indent(lines[end]) > column or _is_item(lines[end], column, where)
    ):
        end += 1
    while not lines[end - 1].strip():  # what separates the mapping from what follows stays there
        end -= 1
    parts = [lines[a:b] for a, b in zip(starts, [*starts[1:], end], strict=True)]
    parts[0] = [" " * column + parts[0][0][column:], *parts[0][1:]]
    ranked = [part for _, part in sorted(zip(names, parts, strict=True), key=lambda pair: order.index(pair[0]))]
    if ranked[0][0].lstrip().startswith("#") and lead.strip():
        return  # the dash would have to stand before a comment
    ranked[0] = [lead + ranked[0][0][column:], *ranked[0][1:]]
    yield _with_lines(source, starts[0], end, [line for part in ranked for line in part]), source.data


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _is_item(line: str, column: int, where: Path_) -> bool:
    """Whether a line continues the last value as an entry of a list that is not indented below its key."""
    return not where and column == 0 and line.startswith("- ")


def _with_comments(lines: list[str], line: int, column: int) -> int:
    """Return where a key's lines begin: with the comments that stand right above it."""
    while lines[line - 1].startswith(" " * column + "#"):
        line -= 1
    return line


def _wrapping(source: Source) -> Iterator[tuple[str, Any]]:
    for where, place in source.values.items():
        value = source.value(where)
        if " " not in value or " ".join(value.split()) != value or where[-1] in {"code", "output"}:
            continue
        if place.style == ">":
            yield from _refilled(source, place.line, value)
        elif place.style in {None, "'", '"'} and place.end_line == place.line and len(source.lines[place.line]) > WIDTH:
            yield from _folded(source, where, place.line, place.column, value)


def _refilled(source: Source, head: int, value: str) -> Iterator[tuple[str, Any]]:
    lines = source.text.split("\n")
    indent = _indent(lines[head + 1])
    end = head + 1
    while end < len(lines) and lines[end].strip() and _indent(lines[end]) == indent:
        end += 1
    if any(len(line) > WIDTH for line in lines[head + 1 : end]):
        yield _with_lines(source, head + 1, end, _filled(value, indent)), source.data


def _folded(source: Source, where: Path_, line: int, column: int, value: str) -> Iterator[tuple[str, Any]]:
    raw = source.lines[line]
    style = raw[column]
    if raw[column:] != value and not (style in _WHOLE and _WHOLE[style].fullmatch(raw[column:])):
        return  # a comment or another value follows on the line
    key = source.keys.get(where)
    indent = (key.column if key else _indent(raw)) + 2
    yield _with_lines(source, line, line + 1, [f"{raw[:column]}>-", *_filled(value, indent)]), source.data


def _filled(value: str, indent: int) -> list[str]:
    return textwrap.wrap(
        value, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * indent, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip


def _outputs(source: Source, printed: Mapping[int, str]) -> Iterator[tuple[str, Any]]:
    lines = source.text.split("\n")
    for i, text in printed.items():
        code = source.keys.get(("code", i, "code"))
        if code is None or source.data["code"][i].get("output") is not None:
            continue
        tidy = [line.rstrip() for line in text.rstrip().split("\n")]
        output = "\n".join(tidy) + "\n" if text.strip() else ""
        new = [" " * code.column + ("output: |" if output else 'output: ""')]
        new += [" " * (code.column + 2) + line if line else "" for line in tidy] if output else []
        empty = source.keys.get(("code", i, "output"))
        if empty is not None:
            start, end = empty.line, empty.line + 1
            if lines[start].strip() != "output:":
                continue
        else:
            start = end = _after(lines, code.line, code.column)
        yield _with_lines(source, start, end, new), _with_output(source.data, i, output)


def _after(lines: list[str], line: int, column: int) -> int:
    """Return the line after a value that starts at a key."""
    line += 1
    last = line
    while line < len(lines) and (not lines[line].strip() or _indent(lines[line]) > column):
        last = line + 1 if lines[line].strip() else last
        line += 1
    return last


def _with_output(data: dict[str, Any], index: int, output: str) -> dict[str, Any]:
    entries = [{**entry, "output": output} if i == index else entry for i, entry in enumerate(data["code"])]
    return {**data, "code": tuple(entries)}
