"""The registry of checks: which families of rules there are and which of them look at a whole bank.

A family is a module with `RULES` and a docstring that says what, why, wrong and right; the published page of rules is made
from those. A check is a generator `(Bank) -> Iterator[Problem]` that never prints, raises or stops early.
"""

import functools
import json
from collections.abc import Callable, Collection, Iterator, Sequence
from pathlib import Path
from types import ModuleType

from bank import cache, examples, load, schema, source, weblinks
from bank.checks import (
    code,
    dates,
    duplicates,
    fields,
    length,
    markup,
    pages,
    pictures,
    printing,
    redirects,
    references,
    sameness,
    unfinished,
)
from bank.load import Bank
from bank.problems import Problem, Rule, display_path

Check = Callable[[Bank], Iterator[Problem]]

FAMILIES: tuple[ModuleType, ...] = (
    source, load, schema, fields, unfinished, references, redirects, dates, length, markup, code, examples, weblinks, pictures, pages, duplicates,
    sameness, printing,
)  # fmt: skip
"""Every module that can report a problem, in the order of the published page."""

CHECKS: tuple[Check, ...] = (
    fields.check, unfinished.check, references.check, redirects.check, dates.check, length.check, markup.check, code.check, pictures.check,
    pages.check, duplicates.check, sameness.check, printing.check,
)  # fmt: skip
"""What is run on a loaded bank."""

THOROUGH: frozenset[Check] = frozenset(
    {length.check, markup.check, code.check, pictures.check, sameness.check, printing.check}
)
"""Those that read every text; a change elsewhere does not change what they say about a record."""

ALONE: frozenset[Check] = THOROUGH - {sameness.check} | {unfinished.check}
"""Those that say of a file what they say of it alone, whatever day it is."""


def rules() -> dict[str, Rule]:
    """Return every rule by its code."""
    return {rule.code: rule for family in FAMILIES for rule in family.RULES}


def run(bank: Bank) -> list[Problem]:
    """Return what all checks say about a bank; those that look at each file alone look at it again only when it changed."""
    said = json.loads(cache.text("found", (bank.digest,), lambda: json.dumps(list(_alone(bank)))))
    known, files = rules(), bank.files
    found = [
        Problem(files[number].name, line, column, known[code], *rest)
        for number, text in said
        for code, line, column, *rest in json.loads(text)
    ]
    return found + [problem for check in CHECKS if check not in ALONE for problem in check(bank)]


def _alone(bank: Bank) -> Iterator[tuple[int, str]]:
    """Yield the number of each file in which something is wrong when it is looked at alone, with what that is, as JSON."""
    kept = {file.path: cache.get("alone", _parts(file)) for file in bank.files}
    # Charts come last: their renderer takes a second to start, which then only one of two processes does.
    unread = sorted((f for f in bank.files if kept[f.path] is None), key=lambda file: "vega-lite" in file.text)
    size = 1 + len(unread) // 32
    parts = [unread[start : start + size] for start in range(0, len(unread), size)]

    def read(part: Sequence[source.Source]) -> dict[Path, str | None]:
        done = {file.path: cache.get("alone", _parts(file)) for file in part}
        if None not in done.values():
            return done
        few = bank.of_files(part)
        found: dict[str, list[Problem]] = {file.name: [] for file in part}
        for problem in (problem for check in CHECKS if check in ALONE for problem in check(few)):
            found[problem.path].append(problem)
        for record in few.records.values():
            sameness.marks(record)  # soon asked for
        return {
            file.path: cache.text("alone", _parts(file), functools.partial(_written, found[file.name])) for file in part
        }

    cache.share(parts, read)
    for part in parts:
        kept |= read(part)
    for number, file in enumerate(bank.files):
        if (text := kept[file.path]) not in {None, _NOTHING}:
            yield number, str(text)


_NOTHING = "[]"


def _written(problems: list[Problem]) -> str:
    return json.dumps([(p.rule.code, p.line, p.column, p.message, p.help) for p in problems])


def _parts(file: source.Source) -> tuple[str, str]:
    return file.path.name, file.digest


def run_on(bank: Bank, paths: Collection[Path]) -> list[Problem]:
    """Return what the checks say about some files (resolved paths), and which errors those made in any other file.

    Phrases are compared among these files only.
    """
    few = bank.only(paths)
    names = {display_path(path) for path in paths}
    found = [problem for check in CHECKS for problem in check(few if check in THOROUGH else bank)]
    return [problem for problem in found if problem.rule.severity == "error" or problem.path in names]
