"""Cheat sheets and book are accessible, keep to their pages, and show a record's text as it stands."""

import dataclasses
import datetime
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from pypdf import PdfReader
from pypdf.generic import ContentStream, PdfObject
from support import ROOT, Folder

from bank.checked import last_good
from bank.edition import Edition
from bank.exports import ExportError, File, book, sheets
from bank.load import Bank

EDITION = Edition("2026.11", datetime.datetime(2026, 11, 1, tzinfo=datetime.UTC), "https://example.org/site", "")
STANDING = {"a4": (595, 842), "us-letter": (612, 792)}


@pytest.fixture(scope="module")
def bank() -> Bank:
    found = last_good(ROOT / "data")
    assert found
    return found


@pytest.fixture(scope="module")
def files(made: dict[str, list[File]]) -> dict[str, File]:
    return {Path(file.path).name: file for file in (*made["cheat-sheets"], *made["book"])}


def read(file: File) -> PdfReader:
    return PdfReader(io.BytesIO(file.data))


def text(file: File) -> str:
    """The words of a file, without the breaks and hyphens of its lines."""
    lines = "\n".join(page.extract_text() for page in read(file).pages)
    return " ".join(lines.replace("\u2010\n", "").replace("-\n", "-").split())


def glyphs(reader: PdfReader) -> Iterator[tuple[int, float]]:
    """Every glyph that is shown, by its number in its font (0 is the box of a missing one), with its size in points."""
    for page in reader.pages:
        size, scale = 0.0, 1.0
        content = page.get_contents()
        assert content is not None
        for operands, operator in ContentStream(content, reader).operations:
            if operator == b"Tf":
                size = float(operands[1])
            elif operator == b"Tm":
                scale = abs(float(operands[3]))
            elif operator in {b"Tj", b"TJ"}:
                parts: list[PdfObject] = operands[0] if operator == b"TJ" else [operands[0]]
                for part in parts:
                    if hasattr(part, "original_bytes"):
                        shown = part.original_bytes
                        yield from (
                            (int.from_bytes(shown[i : i + 2], "big"), size * scale) for i in range(0, len(shown), 2)
                        )


def test_every_level_has_its_sheet_on_both_papers_and_every_large_topic_its_own(
    bank: Bank, files: dict[str, File]
) -> None:
    wanted = {f"{level}-{paper}" for level in bank.levels if bank.of_level(level) for paper in STANDING}
    wanted |= {topic for topic in bank.topics if len(bank.of_topic(topic)) >= 8}
    assert {name for name in files if "cheat-sheet" in name} == {
        f"mlops-interview-handbook-2026.11-cheat-sheet-{name}.pdf" for name in wanted
    }


def test_sheets_keep_to_their_paper_and_their_pages(bank: Bank, files: dict[str, File]) -> None:
    for name, file in files.items():
        if "cheat-sheet" in name:
            pages = read(file).pages
            of_level = any(f"-{level}-" in name for level in bank.levels)
            assert len(pages) <= (4 if of_level else 2), name
            paper = STANDING["us-letter" if name.endswith("us-letter.pdf") else "a4"]
            assert [round(float(side)) for side in pages[0].mediabox[2:]] == list(paper), name


def test_no_type_on_a_sheet_is_smaller_than_8_points(files: dict[str, File]) -> None:
    for name, file in files.items():
        if "cheat-sheet" in name:
            assert min(size for _, size in glyphs(read(file))) >= 8, name


def test_a_sheet_shows_core_before_common_and_says_what_it_left_out(bank: Bank) -> None:
    record = next(iter(bank.records.values()))
    many = {
        f"{place}-{number}": dataclasses.replace(
            record, id=f"{place}-{number}",
            question=record.question.model_copy(update={"priority": priority, "level": "senior", "title": f"{priority} {number}"}),
        )
        for place, priority in enumerate(("core", "common"))
        for number in range(60)
    }  # fmt: skip
    file = next(
        file for file in sheets.make(dataclasses.replace(bank, records=many), EDITION) if "senior-a4" in file.path
    )
    words = text(file)
    assert words.count("core ") >= 60
    assert "common 1 " in words
    left = 120 - sum(f"{priority} {n} " in words for priority in ("core", "common") for n in range(60))
    assert 20 < left < 60
    assert f"{left} more questions: on the sheets of the topics and in the book" in words
    assert len(read(file).pages) == 4


def test_the_book_has_every_question_its_bookmark_and_its_page(bank: Bank, files: dict[str, File]) -> None:
    reader = read(files["mlops-interview-handbook-2026.11-book.pdf"])

    def titles(outline: list[object]) -> list[str]:
        return [t for entry in outline for t in (titles(entry) if isinstance(entry, list) else [str(entry["/Title"])])]  # type: ignore[index]

    marked = titles(list(reader.outline))
    assert [r.question.title for r in bank.records.values() if r.question.title not in marked] == []
    assert {"Contents", "Index of terms", "References"} <= set(marked)
    inner = [
        link
        for page in reader.pages
        for link in page.get("/Annots") or ()
        if ("/A" in link.get_object() and link.get_object()["/A"].get("/S") == "/GoTo") or "/Dest" in link.get_object()
    ]
    assert len(inner) > len(bank.records) * 5


def test_every_file_is_tagged_for_accessibility_and_names_its_language_and_title(files: dict[str, File]) -> None:
    for name, file in files.items():
        reader = read(file)
        root = reader.trailer["/Root"]
        assert root["/MarkInfo"]["/Marked"], name
        assert root["/Lang"] == "en-US", name
        assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data(), name
        assert reader.metadata
        assert str(reader.metadata.title).startswith("MLOps Interview Handbook"), name


def test_every_font_is_inside_and_named_on_the_page_of_licenses(files: dict[str, File]) -> None:
    named = (ROOT / "docs/licenses.md").read_text("utf-8").replace(" ", "")
    for name, file in files.items():
        fonts = [font for page in read(file).pages for font in page["/Resources"].get("/Font", {}).values()]
        for font in {repr(font): font for font in fonts}.values():
            family = str(font["/BaseFont"]).partition("+")[2].partition("-")[0]
            assert family, name
            assert family in named, name
            (inner,) = font.get_object()["/DescendantFonts"]
            described = inner.get_object()["/FontDescriptor"].get_object()
            assert {"/FontFile2", "/FontFile3"} & described.keys(), name


def test_no_glyph_is_missing(files: dict[str, File]) -> None:
    for name, file in files.items():
        if "cheat-sheet" in name:
            assert 0 not in {number for number, _ in glyphs(read(file))}, name


def test_a_file_with_a_missing_glyph_is_not_made(folder: Folder) -> None:
    found = last_good(folder.root)
    assert found
    record = found.records["canary"]
    bad = dataclasses.replace(record, question=record.question.model_copy(update={"summary": "Linear B: \U00010000"}))
    with pytest.raises(ExportError, match="could not be displayed"):
        next(sheets.make(dataclasses.replace(found, records={"canary": bad}), EDITION))


HOSTILE = (
    '#import "x.typ" #panic("ran") $x^2$ *bold?* = head @label <label> #sys.inputs //comment /*x*/ \\u{41} ~ --- [a] {b} '
    "#set page(width: 1pt)"
)


def test_text_of_a_record_is_never_typst(folder: Folder) -> None:
    plain = 'Say #import "x.typ" #panic("ran") $x^2$ = head @label #set page(width: 1pt) // comment'
    folder.record(
        title="title: '#panic(\"ran\") $x$ *y*'", summary=f"summary: '{plain}'",
        answer=f"answer: |\n  {plain}\n\n  ```text\n  {HOSTILE}\n  ```",
    )  # fmt: skip
    found = last_good(folder.root)
    assert found, folder.problems()
    words = text(next(book.make(found, EDITION)))
    assert '#panic("ran") $x$ *y*' in words
    assert " ".join(HOSTILE.split()) in words
    assert plain in words
    assert plain in text(next(sheets.make(found, EDITION)))
