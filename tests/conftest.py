"""Fixtures of all tests."""

import shutil
from pathlib import Path

import pytest
from support import PICTURE, ROOT, Folder, git


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path / "data")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the whole project as a stranger has it, without what was built or installed."""
    copy = tmp_path / "project"
    left_out = shutil.ignore_patterns(".git", ".venv", "site", "build", "*.egg-info", "__pycache__", ".*_cache")
    shutil.copytree(ROOT, copy, ignore=left_out)
    return copy


@pytest.fixture
def cloned(folder: Folder) -> Folder:
    """A checkout on a branch that has just left main; a record on main has a fault that only a thorough check sees."""
    folder.record("old", answer=PICTURE)
    git(folder.root.parent, "init", "-q", "-b", "main")
    git(folder.root.parent, "add", "-A")
    git(folder.root.parent, "commit", "-qm", "x")
    git(folder.root.parent, "switch", "-qc", "mine")
    return folder
