"""Runs Typst over a template of this folder: data in as JSON, a PDF and a picture of its first page out."""

import functools
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, cast

import font_source_sans_pro
import typst

from bank.edition import Edition
from bank.exports import ExportError

_FOLDER = Path(__file__).parent / "templates" / "typst"
_FONTS = Path(font_source_sans_pro.__file__).parent / "files"
_STANDARD: Final = "ua-1"


@functools.cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, font_paths=[str(_FONTS)])


@functools.cache
def missing(characters: frozenset[str]) -> frozenset[str]:
    """Return the characters that no font inside Typst or this project can show; the standard refuses a file with one."""
    program = b'#import sys: inputs\n#set document(title: [x])\n#text(font: "Source Sans Pro", inputs.text)'
    try:
        typst.compile(
            program, format="pdf", font_paths=_fonts(), sys_inputs={"text": " ".join(sorted(characters))},
            pdf_standards=[_STANDARD],
        )  # fmt: skip
    except typst.TypstError:
        if len(characters) == 1:
            return characters
        return frozenset(c for c in characters if missing(frozenset(c)))
    return frozenset()


class Template:
    """A template, to be compiled with the data of one document after the other."""

    def __init__(self, name: str) -> None:
        self._path = str(_FOLDER / name)
        self._compiler = typst.Compiler(input=self._path, root=str(_FOLDER), font_paths=_fonts())

    def pdf(self, data: Mapping[str, Any], edition: Edition) -> bytes:
        """Return an accessible PDF (PDF/UA-1) with all fonts inside, the same to the byte for the same data.

        Raises ExportError where the standard refuses it.
        """
        try:
            made = self._compiler.compile(
                format="pdf", sys_inputs=_inputs(data), pdf_standards=[_STANDARD], timestamp=edition.made
            )
        except typst.TypstError as error:
            raise ExportError(f"{Path(self._path).stem}: {error.message}") from error
        return _packed(cast("bytes", made))

    def pages(self, data: Mapping[str, Any]) -> int:
        """Return how many pages the document has; the template says it under the label `pages`."""
        said = typst.query(
            self._path, "<pages>", field="value", one=True, root=str(_FOLDER), font_paths=_fonts(),
            sys_inputs=_inputs(data),
        )  # fmt: skip
        return int(json.loads(said))

    def page(self, data: Mapping[str, Any], number: int = 0, ppi: float = 36) -> bytes:
        """Return a picture (PNG) of a page, counted from 0."""
        pages = self._compiler.compile(format="png", sys_inputs=_inputs(data), ppi=ppi)
        return pages[number] if isinstance(pages, list) else cast("bytes", pages)


def _packed(pdf: bytes) -> bytes:
    """Return the same document with its objects compressed: Typst writes each tag in full, which makes half of a book."""
    import pikepdf  # noqa: PLC0415 - slow to load, and the checks use this module without making a file

    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return out.getvalue()


def _inputs(data: Mapping[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(data, ensure_ascii=False)}
