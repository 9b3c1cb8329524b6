"""YAML is read as plain data with places, and everything surprising in it is refused."""

from pathlib import Path

import pytest
from support import RECORD, Folder

from bank.source import MAX_BYTES, parse


def test_a_valid_folder_has_no_faults(folder: Folder) -> None:
    assert folder.faults() == []


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("summary: One: two", "canary.yml:10:13 Q101 yaml-syntax: mapping values are not allowed in this context"),
        ("summary: '", "canary.yml:28:1 Q101 yaml-syntax: found unexpected end of stream (while scanning a quoted scalar)"),
        ("summary: 2026-13-45", "canary.yml:10:10 Q101 yaml-syntax: '2026-13-45' looks like a date or number but is none"),
        ("summary: One.\nsummary: Two.", "canary.yml:11:1 Q102 duplicate-key: 'summary' stands here a second time; the first is on line 10"),
        ("summary: !!python/name:os.system One.", "canary.yml:10:10 Q103 yaml-tag: tag 'tag:yaml.org,2002:python/name:os.system'"),
        ("summary: &a One.", "canary.yml:10:10 Q104 yaml-alias: anchor '&a'"),
        ("summary: One.\n---\nlevel: senior", "canary.yml:11:1 Q105 several-documents: a second document starts here"),
        ("summary: One\u202e.", "canary.yml:10:13 Q107 invisible-character: U+202E is invisible or changes the text's direction"),
        ("summary: One\u200b.", "canary.yml:10:13 Q107 invisible-character: U+200B is invisible or changes the text's direction"),
        ('summary: "One\\a."', "canary.yml:10:10 Q107 invisible-character: the escape for U+0007 is invisible or changes the text's direction"),
        (
            'summary: "One\\u202e."',
            "canary.yml:10:10 Q107 invisible-character: the escape for U+202E is invisible or changes the text's direction",
        ),
    ],
)  # fmt: skip
def test_a_broken_line_is_named_with_its_place(folder: Folder, line: str, fault: str) -> None:
    folder.record(summary=line)
    assert fault in folder.faults()


def test_an_alias_is_refused_without_being_followed(folder: Folder) -> None:
    bomb = "summary: One.\nx0: &x0 [a, a]\n" + "".join(f"x{i}: &x{i} [*x{i - 1}, *x{i - 1}]\n" for i in range(1, 60))
    folder.record(summary=bomb)
    assert "canary.yml:12:10 Q104 yaml-alias: alias '*x0'" in folder.faults()


def test_a_file_that_is_not_utf_8_is_named(folder: Folder) -> None:
    folder.write("questions/release/canary.yml", b"title: Caf\xe9\n")
    assert folder.faults() == ["canary.yml:1:1 Q106 wrong-encoding: byte 10 is not UTF-8"]


def test_a_byte_order_mark_is_named(folder: Folder) -> None:
    folder.write("questions/release/canary.yml", b"\xef\xbb\xbf" + RECORD.encode())
    assert folder.faults() == ["canary.yml:1:1 Q106 wrong-encoding: the file starts with a byte order mark"]


def test_a_file_that_is_too_large_is_not_parsed(folder: Folder) -> None:
    folder.write("questions/release/canary.yml", RECORD + "#" * MAX_BYTES)
    assert folder.faults() == [
        f"canary.yml:1:1 Q108 too-large: the file has {len(RECORD) + MAX_BYTES:,} bytes, more than 65,536"
    ]


def test_deep_nesting_is_refused(folder: Folder) -> None:
    folder.record(summary="summary: " + "[" * 100 + "]" * 100)
    assert "canary.yml:10:30 Q109 too-deep: nested more than 20 levels deep" in folder.faults()
    folder.record(summary="summary: " + "[" * 3000 + "]" * 3000)  # PyYAML has a limit of its own since 6.0.4
    assert folder.faults()


def test_windows_line_ends_are_fine(folder: Folder) -> None:
    folder.write("questions/release/canary.yml", RECORD.replace("\n", "\r\n"))
    assert folder.faults() == []


def test_an_empty_file_lacks_its_fields(folder: Folder) -> None:
    folder.write("questions/release/canary.yml", "")
    assert folder.faults() == ["canary.yml:1:1 Q203 wrong-value: the file must be a group of fields, not nothing"]


@pytest.mark.parametrize(
    ("text", "word", "place"),
    [
        ("a: |\n  one two\n  three\n", "three", (2, 2)),
        ("a: |2\n    indented\n  not\n", "not", (2, 2)),
        ("a: >-\n  one two\n  three four\n", "four", (2, 8)),
        ("a: plain four\n", "four", (0, 9)),
        ('a: "quoted four"\n', "four", (0, 11)),
        ("a: 'two\n  lines four'\n", "four", (1, 8)),
        ("a: >-\n  four one\n  one four\n", "one four", (2, 2)),
    ],
)
def test_a_character_of_a_text_is_found_in_its_file(text: str, word: str, place: tuple[int, int]) -> None:
    source, problems = parse(Path("x.yml"), text)
    assert problems == []
    assert source.locate(("a",), source.value(("a",)).index(word)) == place
