"""Which files of a data folder differ from the main branch, as git sees it."""

import os
import subprocess
from pathlib import Path

# What a contribution is compared with; the first that the clone has. A fork's clone may know the project as `upstream`.
_MAINS = ("upstream/main", "origin/main", "main")


class NoHistoryError(Exception):
    """There is nothing to compare with; the message says why and what to do."""


def changed_files(folder: Path) -> frozenset[Path]:
    """Return the files below a folder that were added, changed or removed since it left main, committed or not."""
    top = _git(folder, "rev-parse", "--show-toplevel")
    if top is None:
        raise NoHistoryError(f"{folder} is in no git checkout; run this in a clone of the project")
    base = _base(folder)
    if base is None:
        raise NoHistoryError("there is no commit to compare with; commit once, or fetch main")
    # Both print names from the top of the checkout, apart by NUL, so that any name is read as it is.
    changed = _git(folder, "diff", "--name-only", "--no-renames", "--no-ext-diff", "-z", base, "--", ".") or ""
    added = _git(folder, "ls-files", "--others", "--exclude-standard", "--full-name", "-z", "--", ".") or ""
    root = Path(top.removesuffix("\n"))
    return frozenset((root / name).resolve() for name in f"{changed}{added}".split("\0") if name)


def _base(folder: Path) -> str | None:
    """Return the commit at which the working tree left main; on main itself, its last commit that others have."""
    for name in _MAINS:
        known = _git(folder, "rev-parse", "--verify", "--quiet", f"{name}^{{commit}}")
        if known is not None:
            return (_git(folder, "merge-base", "HEAD", name) or known).strip()  # none in a shallow clone
    head = _git(folder, "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return head.strip() if head is not None else None


def _git(folder: Path, *words: str) -> str | None:
    """Return what git prints, or None when it fails or is not installed."""
    # A hook's environment names the repository and index that it runs for, with paths that hold in another folder only.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        done = subprocess.run(
            ["git", "-C", str(folder), *words],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return os.fsdecode(done.stdout) if done.returncode == 0 else None
