"""Fixtures of all tests."""

import shutil
from pathlib import Path

import pytest
from support import ROOT, Folder


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
