"""Changes to several files that are made all together or not at all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bank.exports import write
from bank.problems import display_path


class RefusedError(Exception):
    """Nothing was changed; the message names the place and the fix."""


@dataclass(frozen=True, slots=True)
class Change:
    """One file's text before and after; None where there is no file."""

    path: Path
    before: str | None
    after: str | None


def apply(changes: Sequence[Change], fault: Callable[[], str] = str) -> None:
    """Make the changes; when one fails, or `fault` finds something wrong with their result, put back what was there."""
    for change in changes:
        found = change.path.read_bytes() if change.path.is_file() else None
        if found != _bytes(change.before):
            what = "already exists" if change.before is None else "was changed meanwhile"
            raise RefusedError(f"{display_path(change.path)} {what}; nothing was changed")
    begun: list[Change] = []
    try:
        # Files are deleted last: an interruption that cannot be undone leaves a record twice rather than nowhere.
        for change in sorted(changes, key=lambda change: change.after is None):
            begun.append(change)
            _put(change.path, change.after)
        said = fault()
    except BaseException:
        _undo(begun)
        raise
    if said:
        _undo(begun)
        raise RefusedError(f"{said}; nothing was changed")


def _undo(begun: Sequence[Change]) -> None:
    for change in reversed(begun):
        _put(change.path, change.before)


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else text.encode()


def _put(path: Path, text: str | None) -> None:
    if text is None:
        path.unlink(missing_ok=True)
    else:
        write(path, text.encode())
