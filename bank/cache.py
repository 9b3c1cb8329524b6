"""What was made before, kept on disk between runs: a text under the digest of all that it was made from.

Each state of our own code, the lock files and the installed packages has a folder of its own. An entry is one file, put in
place whole, with a digest of its content in front, so that one that was damaged is made anew. Deleting the folder costs time and
nothing else. Only a bank that stands in a project (beside its mkdocs.yml) has one.

As whatever is there is taken, a second process can make a part of what is missing, and nobody has to wait for it.
"""

import contextlib
import functools
import hashlib
import multiprocessing
import os
import shutil
import signal
import sys
import sysconfig
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import jinja2

FOLDER = ".cache"
_OURS = ("bank", "macros")
_DAY = 24 * 60 * 60
_KEPT = 14 * _DAY  # since an entry was last asked for; a branch that is visited again finds its own
_KEPT_TOOLS = 3  # states of code and packages

_MANY = 16  # so many items are worth the start of a process

T = TypeVar("T")

_folder: Path | None = None
_made = 0


def use(project: Path) -> None:
    """Keep what is made from now on in a project's folder, if it is one."""
    global _folder  # noqa: PLW0603 - one per process, as the parsers that it saves are
    _folder = project / FOLDER / _digest_of_tools() if (project / "mkdocs.yml").is_file() else None


def digest(*parts: str) -> str:
    """Return a digest of some texts that no other division of them shares."""
    made = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        made.update(b"%d:" % len(data))
        made.update(data)
    return made.hexdigest()


def text(kind: str, parts: tuple[str, ...], make: Callable[[], str]) -> str:
    """Return what `make` returns, without calling it when the same was made before from the same parts.

    `parts` must hold all that the result depends on, but for code and installed packages.
    """
    if _folder is None:
        return make()
    global _made  # noqa: PLW0603 - counts what this process has made
    path = f"{_folder}/{kind}/{digest(*parts)}"
    found = _read(path)
    if found is None:
        _made += 1
        found = make()
        _write(path, found)
    return found


def get(kind: str, parts: tuple[str, ...]) -> str | None:
    """Return what was made from these parts before, or None when nothing was."""
    return None if _folder is None else _read(f"{_folder}/{kind}/{digest(*parts)}")


def share(items: Sequence[T], *works: Callable[[T], object]) -> None:
    """Let a second process make what is missing for some items from their end, while this one goes on to do so from their start.

    A work is what keeps something for an item. Where the two processes meet, the second goes on with the next work.
    """
    # Elsewhere a process cannot be forked, or not safely.
    if sys.platform == "linux" and len(os.sched_getaffinity(0)) > 1 and _folder and len(items) >= _MANY:
        context = multiprocessing.get_context("fork")
        context.Process(target=_from_the_end, args=(items, works, os.getpid()), daemon=True).start()


def _from_the_end(items: Sequence[T], works: Sequence[Callable[[T], object]], parent: int) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it stops with the other process, and need not say so
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    for work in works:
        for item in reversed(items):
            before = _made
            with contextlib.suppress(Exception):  # it meets the other process as well, which tells of it
                work(item)
            if _made == before or os.getppid() != parent:
                break


def templates() -> jinja2.BytecodeCache | None:
    """Return where compiled templates are kept."""
    if _folder is None:
        return None
    with contextlib.suppress(OSError):
        (_folder / "templates").mkdir(parents=True, exist_ok=True)
        return jinja2.FileSystemBytecodeCache(str(_folder / "templates"))
    return None


def prune() -> None:
    """Delete what nobody has asked for in a while."""
    if _folder is None or not _folder.is_dir():
        return
    with contextlib.suppress(OSError):
        _folder.touch()
        states = sorted(_folder.parent.iterdir(), key=lambda path: path.stat().st_mtime)
        for state in states[:-_KEPT_TOOLS]:
            shutil.rmtree(state, ignore_errors=True)
        oldest = time.time() - _KEPT
        for path in _folder.glob("*/*"):
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)


def _read(path: str) -> str | None:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - a Path takes as long as the file
            head, _, body = file.read().partition(b"\n")
            asked = os.fstat(file.fileno()).st_mtime
        if head != hashlib.sha256(body).hexdigest().encode():
            return None
        if time.time() - asked > _DAY:
            os.utime(path)
        return body.decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _write(path: str, made: str) -> None:
    """Put an entry in place; a disk that is full or closed costs time and nothing else."""
    body = made.encode("utf-8")
    with contextlib.suppress(OSError):
        os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
        beside = f"{path}.{os.getpid()}"
        try:
            with open(beside, "wb") as file:  # noqa: PTH123
                file.write(hashlib.sha256(body).hexdigest().encode() + b"\n" + body)
            os.replace(beside, path)  # noqa: PTH105
        except BaseException:
            Path(beside).unlink(missing_ok=True)
            raise


def _digest_of_tools() -> str:
    root = Path(__file__).parent.parent
    files = [
        path for name in _OURS for path in sorted((root / name).rglob("*")) if path.suffix in {".py", ".j2", ".js"}
    ]
    files += sorted((root / "requirements").glob("*.txt"))
    return digest(*_installed(), *(f"{path.name}\n{path.read_text('utf-8')}" for path in files))


@functools.cache
def _installed() -> tuple[str, ...]:
    """Return the names of the installed packages, which hold their versions."""
    return tuple(sorted(path.name for path in Path(sysconfig.get_path("purelib")).glob("*.dist-info")))
