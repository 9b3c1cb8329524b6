"""What holds for every export, whoever adds one."""

import re

import pytest
from browsing import build
from support import EDITION, ROOT, Folder, once

from bank.downloads import FOLDER
from bank.exports import File, exports
from bank.load import Bank


def test_an_export_is_the_same_to_the_byte_from_run_to_run(
    made: dict[str, list[File]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    once(tmp_path_factory, "whole-site", build)  # it exports in a process of its own
    for name, files in made.items():
        assert [file.path for file in files if (ROOT / FOLDER / file.path).read_bytes() != file.data] == [], name


def test_no_two_files_claim_one_place(made: dict[str, list[File]]) -> None:
    paths = [file.path for files in made.values() for file in files]
    assert len(paths) == len(set(paths))


def test_a_place_is_below_the_site_and_what_is_listed_stands_below_downloads(made: dict[str, list[File]]) -> None:
    for file in [file for files in made.values() for file in files]:
        assert re.fullmatch(r"[\w-][\w.-]*(/[\w-][\w.-]*)*", file.path), file.path
        if file.listed and file.path != "llms-full.txt":
            assert file.path.startswith("downloads/"), file.path


def test_every_file_says_what_it_is(made: dict[str, list[File]]) -> None:
    assert [
        file.path for files in made.values() for file in files if not (file.data and file.title and file.about)
    ] == []


def test_a_picture_is_a_png(made: dict[str, list[File]]) -> None:
    pictures = [file.picture for files in made.values() for file in files if file.picture]
    assert [picture[:8] for picture in pictures] == [b"\x89PNG\r\n\x1a\n"] * len(pictures)


def test_an_export_is_named_and_described_in_a_line() -> None:
    for name, export in exports().items():
        assert name == export.name
        assert 10 < len(export.about) < 90
        assert "\n" not in export.about


@pytest.fixture(params=["no records", "one record without companions"])
def little(request: pytest.FixtureRequest, folder: Folder) -> Bank:
    if request.param == "no records":
        (folder.root / "questions/release/canary.yml").unlink()
    else:
        (folder.root / "companies.yml").unlink()
    return folder.bank()


@pytest.mark.parametrize("name", [name for name, export in exports().items() if not export.needs_site])
def test_an_export_can_be_made_of_little(name: str, little: Bank) -> None:
    made = list(exports()[name].make(little, EDITION))
    assert made or (name == "cheat-sheets" and not little.records)  # a level without questions has no sheet
