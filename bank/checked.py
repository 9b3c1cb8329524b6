"""A data folder, loaded and checked once for every state of its files, and the last state that had no errors."""

import gc
import os
from pathlib import Path

from bank import cache, checks
from bank.load import Bank, load
from bank.problems import Problem, errors

_State = tuple[tuple[str, int, int], ...]
_seen: dict[Path, tuple[_State, Bank, tuple[Problem, ...]]] = {}
_good: dict[Path, Bank] = {}


def _state(folder: Path) -> _State:
    """Return name, time and size of every file that the checks read."""
    roots = (folder, *(folder.parent / "docs" / name for name in ("topics", "levels")))
    files = sorted(f"{where}/{name}" for root in roots for where, _, names in os.walk(root) for name in names)
    stats = [(path, os.lstat(path)) for path in files]
    return tuple((path, stat.st_mtime_ns, stat.st_size) for path, stat in stats)


def checked(folder: Path) -> tuple[Bank, tuple[Problem, ...]]:
    """Return what is readable in a data folder and all that is wrong with it, in the order of the report."""
    folder = folder.resolve()
    state = _state(folder)
    if folder not in _seen or _seen[folder][0] != state:
        cache.use(folder.parent)
        gc.disable()  # nothing of what is loaded is garbage, and to look through it takes a sixth of the time
        try:
            bank, found = load(folder)
            found += checks.run(bank)
        finally:
            gc.enable()
        found.sort(key=lambda problem: problem.sort_key)
        _seen[folder] = (state, bank, tuple(found))
        if not errors(found):
            _good[folder] = bank
    return _seen[folder][1:]


def last_good(folder: Path) -> Bank | None:
    """Return the folder's bank as it last was without errors, or None when it never was."""
    checked(folder)
    return _good.get(folder.resolve())
