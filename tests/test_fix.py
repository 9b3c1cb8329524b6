"""`bank fix` puts records into shape and changes nothing that it does not understand.

`messy/` holds records as people write them, and beside each what becomes of it; one without such a neighbor stays as it is.
"""

from collections import Counter
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import ROOT, Folder

from bank.cli import main
from bank.fix import WIDTH, fixed
from bank.load import load
from bank.source import parse

MESSY = sorted(path for path in (ROOT / "tests/messy").glob("*.yml") if not path.stem.endswith(", fixed"))
PRINTED = {0: "a\n  b\n\nc  \n", 1: "2\n"}
CODE = "code:\n  - title: T\n    language: python\n    code: |\n{}"


def fix(folder: Folder, *words: str) -> Result:
    return CliRunner().invoke(main, ["fix", "--data", str(folder.root), *words])


def read(path: Path) -> str:
    return path.read_bytes().decode()


def after(path: Path) -> str:
    return fixed(path, read(path), PRINTED)


@pytest.mark.parametrize("path", MESSY, ids=lambda path: path.stem)
def test_a_messy_record_becomes_what_stands_beside_it(path: Path) -> None:
    beside = path.with_name(f"{path.stem}, fixed.yml")
    assert after(path) == read(beside if beside.exists() else path)


@pytest.mark.parametrize("path", MESSY, ids=lambda path: path.stem)
def test_a_second_run_changes_nothing_more(path: Path) -> None:
    assert fixed(path, after(path), PRINTED) == after(path)


@pytest.mark.parametrize("path", MESSY, ids=lambda path: path.stem)
def test_every_comment_and_every_value_stays(path: Path) -> None:
    def comments(text: str) -> Counter[str]:
        found = (line[line.index("# ") :].rstrip() for line in text.splitlines() if "# " in line)
        return Counter(comment for comment in found if "yaml-language-server" not in comment)

    assert comments(after(path)) == comments(read(path))
    before, now = (parse(path, text)[0].data or {} for text in (read(path), after(path)))
    assert before.keys() == now.keys()
    assert {key for key in before if before[key] != now[key]} <= {"added", "reviewed", "code"}


def test_the_bank_s_own_records_keep_their_data_and_lose_their_long_lines() -> None:
    for record in load(ROOT / "data")[0].records.values():
        path, text = record.source.path, record.source.text
        new = fixed(path, text)
        source = parse(path, new)[0]
        assert source.data == record.source.data
        assert fixed(path, new) == new
        folded = [place for place in source.values.values() if place.style == ">"]
        lines = [line for place in folded for line in source.lines[place.line + 1 : place.end_line]]
        assert [line for line in lines if len(line) > WIDTH and " " in line.strip()] == []


def test_the_difference_is_shown_and_only_made_when_asked(folder: Folder) -> None:
    path = folder.root / "questions/release/canary.yml"
    folder.record(added="added: 2026/1/5")
    before = read(path)
    result = fix(folder)
    assert result.exit_code == 0
    assert "-added: 2026/1/5\n+added: 2026-01-05\n" in result.output
    assert "1 file would change; --write does it" in result.output
    assert read(path) == before
    assert "1 file changed" in fix(folder, "--write").output
    assert "added: 2026-01-05" in read(path)
    assert fix(folder, "--write").output == "0 files changed\n"


def test_an_output_is_filled_in_by_running_the_example(folder: Folder) -> None:
    folder.record(more=CODE.format('      print("a", 1 + 1)\n'))
    assert fix(folder, "--write", "canary").exit_code == 0
    (code,) = load(folder.root)[0].records["canary"].question.code or ()
    assert code.output == "a 2\n"
    assert folder.faults() == []


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("      1 / 0\n", "Q411 code-fails"),
        ("      import no_such\n", "Q414 library-missing"),
        ("      (\n", "example 1"),
    ],
)
def test_an_example_that_fails_gets_no_output(folder: Folder, code: str, said: str) -> None:
    folder.record(more=CODE.format(code))
    result = fix(folder, "--write")
    assert result.exit_code == 0
    assert "left alone" in result.output
    assert said in result.output
    assert "output:" not in read(folder.root / "questions/release/canary.yml")


def test_an_output_that_differs_is_for_a_person_to_judge(folder: Folder) -> None:
    folder.record(more=CODE.format("      print(1)\n    output: '2'\n"))
    assert fix(folder, "--write").exit_code == 0
    assert "output: '2'" in read(folder.root / "questions/release/canary.yml")


def test_what_cannot_be_read_is_named_and_left_alone(folder: Folder) -> None:
    folder.write("questions/release/empty.yml", "")
    folder.write("questions/release/latin.yml", b"title: \xe4\n")
    folder.write("questions/release/broken.yml", "title: [\n")
    result = fix(folder, "--write")
    assert result.exit_code == 0
    for said in ("empty.yml:1:1: the file is empty", "latin.yml:1:1: Q106", "broken.yml:2:1: Q101"):
        assert said in result.output
    assert read(folder.root / "questions/release/broken.yml") == "title: [\n"


def test_an_unknown_id_is_wrong_use(folder: Folder) -> None:
    result = fix(folder, "canry")
    assert (result.exit_code, "no record has the id 'canry'; did you mean 'canary'?" in result.output) == (2, True)
