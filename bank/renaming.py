"""Renames, retires and moves records: every reference to them is rewritten in place, and their old addresses lead on.

Only the characters of an id are replaced, so comments and layout stay. What a file should say afterwards is worked out from
its data as well, and where the two do not agree, nothing is written at all.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bank.checks.references import retired
from bank.edits import Change, RefusedError
from bank.load import Bank, Record, nearest
from bank.markup import links, texts
from bank.model import is_id
from bank.problems import display_path
from bank.scaffold import scalar
from bank.source import Path_, Source, parse

RENAMED = "renamed"
"""Why a redirect is there when the record itself has only got another id, and not been answered by another."""


def first_ids(bank: Bank) -> dict[str, str]:
    """Return the id that each renamed record had first, by its present id: its identity in what learners keep."""
    firsts: dict[str, str] = {}
    for entry in bank.redirects:  # each rename adds a line below the older ones, and all lead to the present id
        if entry.why == RENAMED:
            firsts.setdefault(entry.to, entry.from_.partition("/")[2])
    return firsts


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where a file names an id; `nth` counts from 0 the links of one text, and is None where the value is an id."""

    where: Path_
    nth: int | None = None


def rename(bank: Bank, old: str, new: str) -> list[Change]:
    """Return what has to change for a record to have another id."""
    record = _existing(bank, old)
    _free(bank, new)
    changed = _references(bank, old, new)
    path = record.source.path
    text = changed.pop(path, record.source.text)
    entry = (f"{record.topic}/{old}", new, RENAMED)
    return [
        Change(path, record.source.text, None),
        Change(path.with_name(f"{new}.yml"), None, text),
        *_changes(bank, changed, entry),
    ]


def retire(bank: Bank, id_: str, to: str, why: str) -> list[Change]:
    """Return what has to change for another record to answer instead of one that is deleted."""
    record = _existing(bank, id_)
    if id_ == to:
        raise RefusedError(f"'{id_}' cannot replace itself; name the record that answers now with --to")
    _existing(bank, to)
    why = " ".join(why.split())
    if not why:
        raise RefusedError("the reason is empty; say with --why what the other record does as well")
    if why == RENAMED:
        raise RefusedError(
            f"'{RENAMED}' is what 'bank rename' writes; say with --why what the other record does as well"
        )
    for other in bank.records.values():
        if other.id != id_:
            _refuse_doubles(other.source, _spots(bank, other.source, id_), id_, to, is_target=other.id == to)
    if glossary := bank.sources.get("glossary.yml"):
        _refuse_doubles(glossary, _spots(bank, glossary, id_), id_, to, is_target=False)
    changed = _references(bank, id_, to)
    changed.pop(record.source.path, None)
    return [
        Change(record.source.path, record.source.text, None),
        *_changes(bank, changed, (f"{record.topic}/{id_}", to, why)),
    ]


def move(bank: Bank, id_: str, topic: str) -> list[Change]:
    """Return what has to change for a record to stand in another topic; its id, and so every reference, stays."""
    record = _existing(bank, id_)
    if topic not in bank.topics:
        help_ = nearest(topic, bank.topics) or f"they are {', '.join(bank.topics)}"
        raise RefusedError(f"there is no topic '{topic}'; {help_}")
    if topic == record.topic:
        raise RefusedError(f"'{id_}' is in topic '{topic}' already")
    path = record.source.path
    return [
        Change(path, record.source.text, None),
        Change(bank.root / "questions" / topic / path.name, None, record.source.text),
        *_changes(bank, {}, (f"{record.topic}/{id_}", id_, "moved"), f"{topic}/{id_}"),
    ]


def _existing(bank: Bank, id_: str) -> Record:
    if id_ not in bank.records:
        gone = retired(bank).get(id_)
        help_ = (
            f"'{gone}' has replaced it"
            if gone
            else nearest(id_, bank.records) or "see the file names in data/questions"
        )
        raise RefusedError(f"no record has the id '{id_}'; {help_}")
    return bank.records[id_]


def _free(bank: Bank, id_: str) -> None:
    if not is_id(id_) or len(id_) > 60:
        raise RefusedError(f"'{id_}' is not an id; use at most 60 lower-case letters, digits and hyphens")
    if id_ in bank.records or id_ in bank.broken_ids:
        raise RefusedError(f"the id '{id_}' is taken; choose another, or retire one record in favor of the other")
    if (target := retired(bank).get(id_)) is not None:
        raise RefusedError(
            f"the id '{id_}' is retired: readers' links and notes lead from it to '{target}'; choose another"
        )
    for entry in bank.redirects:
        if entry.from_.endswith(f"/{id_}"):
            raise RefusedError(f"redirects.yml has a line for '{entry.from_}'; choose another id")


def _refuse_doubles(source: Source, spots: list[Spot], id_: str, to: str, *, is_target: bool) -> None:
    """Refuse where the other record would name itself, or a list would name it twice; a person has to decide there."""
    for spot in spots:
        problem = None
        if is_target:
            problem = f"'{to}' names '{id_}' here, and would name itself; remove it first"
        elif spot.nth is None and (spot.where[-1] != "see") and _has(source, spot.where, to):
            problem = f"'{to}' stands beside '{id_}' here, and would stand twice; remove '{id_}' first"
        if problem:
            line, column = _start(source, spot)
            raise RefusedError(f"{display_path(source.path)}:{line + 1}:{column + 1}: {problem}")


def _has(source: Source, where: Path_, id_: str) -> bool:
    """Whether the list that a value stands in also names an id."""
    data: Any = source.data
    steps = where[:-2] if where[-1] == "id" else where[:-1]
    for step in steps:
        data = data[step]
    return any(item == id_ or (isinstance(item, dict) and item.get("id") == id_) for item in data)


def _references(bank: Bank, old: str, new: str) -> dict[Path, str]:
    """Return the new text of every file that names an id, redirects apart."""
    found = {}
    for source in [*(record.source for record in bank.records.values()), *_glossary(bank)]:
        spots = _spots(bank, source, old)
        if spots:
            found[source.path] = _rewritten(source, spots, old, new)
    return found


def _glossary(bank: Bank) -> list[Source]:
    return [bank.sources["glossary.yml"]] if "glossary.yml" in bank.sources else []


def _spots(bank: Bank, source: Source, id_: str) -> list[Spot]:
    if source.path.name == "glossary.yml" and source is bank.sources.get("glossary.yml"):
        return [
            Spot((term, "see", i))
            for term, entry in bank.glossary.items()
            for i, see in enumerate(entry.see)
            if see == id_
        ]
    question = bank.records[source.path.stem].question
    spots = [Spot(("related", i)) for i, other in enumerate(question.related or ()) if other == id_]
    spots += [Spot(("follow_ups", i, "see")) for i, follow in enumerate(question.follow_ups) if follow.see == id_]
    spots += [
        Spot(("distinct_from", i, "id")) for i, entry in enumerate(question.distinct_from or ()) if entry.id == id_
    ]
    for where, text in texts(question):
        wanted = [offset for offset, address in links(text) if address == f"q:{id_}"] if "q:" in text else []
        starts = [match.start() for match in _mention(id_).finditer(text)]
        # Code may say the same; only the mentions that are links count, by their number in the text.
        spots += [
            Spot(where, n) for n, start in enumerate(starts) if any(start - 2 <= offset <= start for offset in wanted)
        ]
    return spots


def _mention(id_: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w:-])q:{re.escape(id_)}(?![a-z0-9-])")


def _start(source: Source, spot: Spot) -> tuple[int, int]:
    place = source.values[spot.where]
    return place.line, place.column


def _rewritten(source: Source, spots: list[Spot], old: str, new: str) -> str:
    """Return the file's text with an id replaced at some places, and nothing else."""
    lines = source.text.splitlines(keepends=True)
    starts = [0]
    for line in lines:
        starts.append(starts[-1] + len(line))
    cuts: list[int] = []
    for spot in spots:
        place = source.values[spot.where]
        start = starts[place.line] + place.column
        if spot.nth is None:
            start += source.text[start : start + 1] in {"'", '"'}
            found = start if source.text.startswith(old, start) else None
        else:
            end = starts[min(place.end_line + 1, len(lines))]
            hits = [match.start() + 2 for match in _mention(old).finditer(source.text, start, end)]
            found = hits[spot.nth] if spot.nth < len(hits) else None
        if found is None:
            raise RefusedError(_unclear(source, spot, old))
        cuts.append(found)
    text = source.text
    for cut in sorted(cuts, reverse=True):
        text = text[:cut] + new + text[cut + len(old) :]
    again, problems = parse(source.path, text)
    if problems or again.data != _replaced(source.data, (), spots, old, new):
        raise RefusedError(_unclear(source, spots[0], old))
    return text


def _unclear(source: Source, spot: Spot, id_: str) -> str:
    line, column = _start(source, spot)
    place = f"{display_path(source.path)}:{line + 1}:{column + 1}"
    return f"{place}: '{id_}' is written here in a way that this command does not rewrite; write it plainly, or change it by hand"


def _replaced(data: Any, where: Path_, spots: list[Spot], old: str, new: str) -> Any:  # noqa: ANN401
    """Return plain data with an id replaced at some places, which is what the new text must say."""
    if isinstance(data, dict):
        return {key: _replaced(item, (*where, key), spots, old, new) for key, item in data.items()}
    if isinstance(data, tuple):
        return tuple(_replaced(item, (*where, i), spots, old, new) for i, item in enumerate(data))
    chosen = {spot.nth for spot in spots if spot.where == where}
    if None in chosen:
        return new
    for nth, match in reversed(list(enumerate(_mention(old).finditer(data) if chosen else ()))):
        if nth in chosen:
            data = f"{data[: match.start()]}q:{new}{data[match.end() :]}"
    return data


_HEADING = "# Where renamed, retired and moved records went: `from` is the topic and id of the old page.\n"


def _changes(bank: Bank, changed: dict[Path, str], entry: tuple[str, str, str], back_at: str = "") -> list[Change]:
    """Return the changes of the files that name an id, and of redirects.yml with one entry more."""
    texts_before = {
        source.path: source.text for source in [*(r.source for r in bank.records.values()), *_glossary(bank)]
    }
    made = [Change(path, texts_before[path], text) for path, text in changed.items()]
    return [*made, _redirects(bank, entry, back_at)]


def _redirects(bank: Bank, entry: tuple[str, str, str], back_at: str) -> Change:
    from_, to, why = entry
    old = from_.partition("/")[2]
    lines = f"- from: {from_}\n  to: {to}\n  why: {scalar(why)}\n"
    source = bank.sources.get("redirects.yml")
    if source is None:
        return Change(bank.root / "redirects.yml", None, _HEADING + lines)
    for i, line in enumerate(bank.redirects):
        if line.from_ in {from_, back_at}:
            place = source.values[i, "from"]
            raise RefusedError(
                f"{display_path(source.path)}:{place.line + 1}:{place.column + 1}: '{line.from_}' is redirected here, "
                f"from an earlier change; remove this entry first"
            )
    spots = [Spot((i, "to")) for i, line in enumerate(bank.redirects) if line.to == old != to]
    text = _rewritten(source, spots, old, to) if spots else source.text
    data = _replaced(source.data or (), (), spots, old, to)
    ends = [Spot((i, "why")) for i, line in enumerate(bank.redirects) if line.to == old != to and line.why == RENAMED]
    if ends and why != RENAMED:  # or the record that answers now would be taken for the one that was renamed
        text = _rewritten(parse(source.path, text)[0], ends, RENAMED, "retired")
        data = _replaced(data, (), ends, RENAMED, "retired")
    after = f"{text}{'' if not text or text.endswith(chr(10)) else chr(10)}{lines}"
    again, problems = parse(source.path, after)
    if problems or again.data != (*data, {"from": from_, "to": to, "why": why}):
        name = display_path(source.path)
        raise RefusedError(
            f"{name}:1:1: an entry cannot be added below what is there; write each as '- from: …', a line a field"
        )
    return Change(source.path, source.text, after)


def mentions(bank: Bank, id_: str) -> list[str]:
    """Return the places in the pages beside the data that name an id; only a person can tell what they mean by it."""
    pattern = re.compile(rf"(?<![\w-]){re.escape(id_)}(?![\w-])")
    pages = sorted((bank.root.resolve().parent / "docs").rglob("*.md"))
    return [
        f"{display_path(page)}:{number}"
        for page in pages
        for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
