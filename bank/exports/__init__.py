"""The registry of exports: what can be taken away from the bank, as files that are the same to the byte from run to run."""

import hashlib
import json
import os
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bank.edition import Edition
from bank.load import Bank

MANIFEST = "downloads.json"


class ExportError(Exception):
    """What keeps a file from being made; the message is for the person who asked for it."""


@dataclass(frozen=True)
class File:
    """A file to take away: where it stands on the site, what it is, and, where it has pages, a picture (PNG) of the first."""

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


def _registry() -> tuple[Export, ...]:
    # Imported here, so that a check does not wait for libraries that only exports need.
    from bank.exports import book, sheets  # noqa: PLC0415

    return tuple(Export(module.NAME, module.ABOUT, module.make) for module in (sheets, book))


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


def manifest(files: list[tuple[str, File]], edition: Edition) -> bytes:
    """Return what the Downloads page and the hook read: each file with its export, size in bytes and SHA-256."""
    rows = [
        {
            "export": export, "path": file.path, "title": file.title, "about": file.about, "bytes": len(file.data),
            "sha256": hashlib.sha256(file.data).hexdigest(), "picture": bool(file.picture), "listed": file.listed,
        }
        for export, file in files
    ]  # fmt: skip
    return (json.dumps({"edition": edition.name, "files": rows}, indent=1, ensure_ascii=False) + "\n").encode()
