"""Every export of the real data, made once for all processes that test."""

import pickle
from pathlib import Path

import pytest
from browsing import MADE
from support import ROOT, once

from bank.checked import checked
from bank.exports import File, exports


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[File]]:
    """The files of each export, by its name."""

    def make(path: Path) -> None:
        bank, _ = checked(ROOT / "data")
        files = {name: list(entry.make(bank, MADE)) for name, entry in exports().items() if not entry.needs_site}
        path.write_bytes(pickle.dumps(files))

    found: dict[str, list[File]] = pickle.loads(once(tmp_path_factory, "exports", make).read_bytes())  # noqa: S301 - our own
    return found
