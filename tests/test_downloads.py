"""What was exported is published as long as it is what the data and the code would make now."""

import datetime
import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from support import EDITION, Folder

from bank import downloads
from bank.downloads import MANIFEST, Manifest, current, manifest, publish
from bank.exports import File, write

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x78\x00\x00\x00\xa0"
FILES = [
    ("pdf", File("downloads/book.pdf", b"book", "Book", "All of it.", picture=PNG)),
    ("feed", File("feed.xml", b"<feed/>", "Feed", "What is new.", listed=False)),
]


@pytest.fixture
def out(folder: Folder, tmp_path: Path) -> Path:
    """A folder as `bank export` leaves it."""
    out = tmp_path / "out"
    for _, file in FILES:
        write(out / file.path, file.data)
        if file.picture:
            write(out / f"{file.path}.png", file.picture)
    write(out / MANIFEST, manifest(FILES, folder.bank(), EDITION).model_dump_json().encode())
    return out


def ready(out: Path, folder: Folder) -> Manifest | None:
    return current(out, folder.bank(), EDITION)


def test_the_manifest_says_what_each_file_is(folder: Folder) -> None:
    made = manifest(FILES, folder.bank(), EDITION)
    assert (made.edition, made.made) == ("2026.11", EDITION.made)
    assert made.files[0].model_dump() == {
        "export": "pdf", "path": "downloads/book.pdf", "title": "Book", "about": "All of it.", "bytes": 4, "listed": True,
        "sha256": hashlib.sha256(b"book").hexdigest(),
        "picture": {"sha256": hashlib.sha256(PNG).hexdigest(), "width": 120, "height": 160},
    }  # fmt: skip
    assert made.files[1].picture is None


def test_what_is_unchanged_is_published_where_it_belongs(out: Path, folder: Folder, tmp_path: Path) -> None:
    write(out / "downloads/of-an-older-edition.pdf", b"old")
    found = ready(out, folder)
    assert found is not None
    site = tmp_path / "site"
    publish(found, out, site)
    assert {path.relative_to(site).as_posix(): path.read_bytes() for path in site.rglob("*") if path.is_file()} == {
        "downloads/book.pdf": b"book",
        "downloads/book.pdf.png": PNG,
        "feed.xml": b"<feed/>",
    }


def test_a_change_of_the_data_makes_it_stale(out: Path, folder: Folder) -> None:
    folder.record(summary="summary: Another sentence.")
    assert ready(out, folder) is None


def test_a_change_of_the_code_makes_it_stale(
    out: Path, folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(downloads, "_CODE", tmp_path / "no-code")
    assert ready(out, folder) is None


@pytest.mark.parametrize(
    "change", [{"name": "2027.05"}, {"made": EDITION.made + datetime.timedelta(1)}, {"site_url": ""}, {"repo_url": ""}]
)
def test_another_edition_makes_it_stale(out: Path, folder: Folder, change: dict[str, object]) -> None:
    assert current(out, folder.bank(), replace(EDITION, **change)) is None  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["downloads/book.pdf", "downloads/book.pdf.png", "feed.xml", MANIFEST])
@pytest.mark.parametrize("loss", ["gone", "cut off"])
def test_what_is_not_all_there_is_not_published(out: Path, folder: Folder, name: str, loss: str) -> None:
    if loss == "gone":
        (out / name).unlink()
    else:
        (out / name).write_bytes((out / name).read_bytes()[:-1])
    assert ready(out, folder) is None


def test_nothing_was_exported_yet(folder: Folder, tmp_path: Path) -> None:
    assert ready(tmp_path / "nothing", folder) is None


@pytest.mark.parametrize(
    ("size", "shown"), [(1, "1 kB"), (1499, "1 kB"), (97_412, "97 kB"), (999_999, "1000 kB"), (1_234_567, "1.2 MB")]
)
def test_sizes_are_for_people(folder: Folder, size: int, shown: str) -> None:
    (made,) = manifest([("x", File("downloads/x", b"x" * size, "X", "x"))], folder.bank(), EDITION).files
    assert made.size == shown
