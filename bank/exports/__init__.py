"""The registry of exports: what can be taken away from the bank, as files that are the same to the byte from run to run."""

import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bank.edition import Edition
from bank.load import Bank

FEED = "feed.xml"
"""Where the feed stands on the site; every page's head names it."""


class ExportError(Exception):
    """What keeps a file from being made; the message is for the person who asked for it."""


@dataclass(frozen=True)
class File:
    """A file to take away: what it is, and, where it has pages, a picture (PNG) of the first.

    `path` is relative to the root of the site: what the Downloads page lists stands below `downloads/`, and what is looked
    for at a place of its own, such as `llms.txt`, stands there.
    """

    path: str
    data: bytes
    title: str
    about: str
    picture: bytes | None = None
    listed: bool = True
    """Whether the Downloads page offers it; the web app's parts and the feed are found otherwise."""


@dataclass(frozen=True)
class Export:
    """A family of files made from a bank. `about` is one line for the command's help."""

    name: str
    about: str
    make: Callable[[Bank, Edition], Iterator[File]]
    needs_site: bool = False
    """Whether it is made from the built site, and so only when it is named; a build makes it at its end."""


def _registry() -> tuple[Export, ...]:
    # Imported here, so that a check does not wait for libraries that only exports need.
    from bank import offline  # noqa: PLC0415
    from bank.exports import anki, book, data, feed, llms, sheets  # noqa: PLC0415

    return (sheets.EXPORT, book.EXPORT, anki.EXPORT, data.EXPORT, llms.EXPORT, feed.EXPORT, offline.EXPORT)


def exports() -> dict[str, Export]:
    """Return every export by its name, in the order of the Downloads page."""
    return {export.name: export for export in _registry()}


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".writing-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(data)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
