"""What `bank export` leaves for the site, and whether that is still what the data and the code would make.

The folder mirrors the site: a file at `downloads/x.pdf` or `llms.txt` is served from there. So `bank export --out site`
publishes without the site generator what its hook copies.
"""

import datetime
import hashlib
import struct
from collections.abc import Iterable
from pathlib import Path

from pydantic import ValidationError

from bank.edition import Edition
from bank.exports import File, write
from bank.load import Bank
from bank.model import Model

MANIFEST = "downloads.json"
FOLDER = Path("build/downloads")
_CODE = Path(__file__).parent


def size(count: int) -> str:
    """Return a number of bytes for people, in the units that file managers and browsers show."""
    return f"{max(1, round(count / 1000))} kB" if count < 1_000_000 else f"{count / 1_000_000:.1f} MB"


class Picture(Model):
    """A PNG of a file's first page, beside the file; its size in pixels."""

    sha256: str
    width: int
    height: int


class Download(Model):
    """A file that was made: where it stands on the site, by which export, and what the Downloads page says of it."""

    export: str
    path: str
    title: str
    about: str
    bytes: int
    sha256: str
    listed: bool
    picture: Picture | None

    @property
    def picture_path(self) -> str:
        """Where the picture stands, if there is one."""
        return f"{self.path}.png"

    @property
    def size(self) -> str:
        """The size for people."""
        return size(self.bytes)


class Manifest(Model):
    """All files of one run, and the fingerprint of what they were made from."""

    edition: str
    made: datetime.datetime
    fingerprint: str
    files: tuple[Download, ...]


def fingerprint(bank: Bank, edition: Edition) -> str:
    """Return a digest of all that decides what the exports hold: the data folder, our own code, and the edition."""
    digest = hashlib.sha256(repr(edition).encode())
    for root in (bank.root, _CODE):
        for path in sorted(path for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts):
            digest.update(f"{path.relative_to(root).as_posix()}\0{_sha256(path.read_bytes())}\n".encode())
    return digest.hexdigest()


def manifest(files: Iterable[tuple[str, File]], bank: Bank, edition: Edition) -> Manifest:
    """Return the record of one run: each file with the name of its export."""
    rows = tuple(
        Download(
            export=export, path=file.path, title=file.title, about=file.about, bytes=len(file.data), listed=file.listed,
            sha256=_sha256(file.data), picture=_picture(file.picture) if file.picture else None,
        )
        for export, file in files
    )  # fmt: skip
    return Manifest(edition=edition.name, made=edition.made, fingerprint=fingerprint(bank, edition), files=rows)


def current(folder: Path, bank: Bank, edition: Edition) -> Manifest | None:
    """Return what lies ready in a folder, or None when it is not all there or was made from something else."""
    try:
        found = Manifest.model_validate_json((folder / MANIFEST).read_bytes())
    except (OSError, ValidationError):
        return None
    if found.fingerprint != fingerprint(bank, edition):
        return None
    wanted = [(file.path, file.sha256) for file in found.files]
    wanted += [(file.picture_path, file.picture.sha256) for file in found.files if file.picture]
    whole = all(
        (folder / path).is_file() and _sha256((folder / path).read_bytes()) == digest for path, digest in wanted
    )
    return found if whole else None


def publish(found: Manifest, folder: Path, site: Path) -> None:
    """Copy what the manifest names, and nothing else, to its place on the site."""
    for file in found.files:
        for path in (file.path, file.picture_path) if file.picture else (file.path,):
            write(site / path, (folder / path).read_bytes())


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _picture(png: bytes) -> Picture:
    width, height = struct.unpack(">II", png[16:24])  # the header chunk comes first: PNG specification, 11.2.2
    return Picture(sha256=_sha256(png), width=width, height=height)
