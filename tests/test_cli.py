"""`bank` says what is wrong in four formats, and its exit status tells machines."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import ROOT, Folder

from bank.cli import main
from bank.downloads import MANIFEST
from bank.exports import Export, File, exports, write
from bank.model import schema_text


def bank(*words: object, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words], env={"GITHUB_ACTIONS": None, **(env or {})})


CODE = "code:\n  - title: T\n    language: {}\n    code: |\n{}    output: |\n{}"


def test_a_clean_folder_exits_with_0(folder: Folder) -> None:
    result = bank("check", "--data", folder.root)
    assert result.exit_code == 0
    assert "1 record readable: 1 warning" in result.output  # the little record's answer is short


def test_errors_exit_with_1_and_are_told_with_their_help(folder: Folder) -> None:
    folder.record(level="level: beginer")
    result = bank("check", "--data", folder.root)
    assert result.exit_code == 1
    assert (
        "release/canary.yml:3:8: Q203 wrong-value: level is 'beginer'\n    help: did you mean 'beginner'?"
        in result.output
    )


@pytest.mark.parametrize("words", [("check", "--data", "no-such-folder"), ("check", "--format", "xml"), ("chek",)])
def test_wrong_use_exits_with_2_and_no_traceback(words: tuple[str, ...]) -> None:
    result = bank(*words)
    assert result.exit_code == 2
    assert result.output.startswith("Usage:")


def test_an_unreadable_id_is_wrong_use(folder: Folder) -> None:
    result = bank("run-code", "--data", folder.root, "nobody")
    assert result.exit_code == 2
    assert "no record has the id 'nobody'" in result.output


def test_the_lines_format_is_one_line_a_fault(folder: Folder) -> None:
    folder.record(level="level: beginer", minutes="minutes: x")
    lines = bank("check", "--data", folder.root, "--format", "lines").output.splitlines()
    assert [line.split("canary.yml")[1] for line in lines] == [
        ":3:8: Q203 wrong-value: level is 'beginer'",
        ":6:10: Q203 wrong-value: minutes must be a whole number, not 'x'",
    ]


def test_the_json_format_has_every_part(folder: Folder) -> None:
    folder.record(level="level: beginer")
    (row,) = json.loads(bank("check", "--data", folder.root, "--format", "json").stdout)
    assert (row["line"], row["column"], row["code"], row["rule"], row["severity"]) == (
        3,
        8,
        "Q203",
        "wrong-value",
        "error",
    )
    assert row["path"].endswith("release/canary.yml")
    assert row["help"].startswith("did you mean 'beginner'?")


def test_a_clean_json_report_is_an_empty_list(folder: Folder) -> None:
    folder.record(answer=f"answer: {'word ' * 150}")
    assert json.loads(bank("check", "--data", folder.root, "--format", "json").stdout) == []


def test_annotations_are_automatic_in_actions_and_escaped(folder: Folder) -> None:
    folder.record(summary=f"summary: 50 %, {'x' * 200}", level="level: '%0A::x'")
    out = bank("check", "--data", folder.root, env={"GITHUB_ACTIONS": "true"}).output
    assert "canary.yml,line=3,col=8,title=Q203 wrong-value::level is '%250A::x'%0Ahelp: it is one of" in out
    assert out.count("::error ") == 2


@pytest.fixture(params=["in a new process", "in a forked one"])
def _way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways in which examples are run: a few, and many."""
    monkeypatch.setattr("bank.examples.FEW", 0 if request.param == "in a forked one" else 99)


@pytest.mark.usefixtures("_way")
def test_an_example_that_prints_its_output_passes(folder: Folder) -> None:
    folder.record(more=CODE.format("python", "      print(1 + 1)\n", "      2\n"))
    folder.record("sql", more=CODE.format("sql", "      CREATE TABLE t AS SELECT 1 AS a, NULL AS b;\n      FROM t;\n      SELECT 2 AS c\n",
                  "      a | b\n      1 | NULL\n\n      c\n      2\n"))  # fmt: skip
    result = bank("run-code", "--data", folder.root)
    assert result.output.splitlines() == [
        "ok     canary, example 1", "ok     sql, example 1", "2 of 2 examples print what their record says",
    ]  # fmt: skip
    assert result.exit_code == 0


@pytest.mark.usefixtures("_way")
@pytest.mark.parametrize(
    ("language", "code", "output", "fault"),
    [
        ("python", "      print(1)\n      print(2)\n", "      1\n      3\n",
         "36:7: Q412 output-differs: line 2 of example 1's output is '3', but it prints '2'"),
        ("python", "      print(1)\n", "      1\n      2\n", "35:7: Q412 output-differs: line 2 of example 1's output is '2', but it prints nothing more"),
        ("python", "      x = 1\n      1 / 0\n", "      1\n", "33:7: Q411 code-fails: example 1 fails: ZeroDivisionError: division by zero"),
        ("python", "      import no_such_library\n", "      1\n", "31:5: Q414 library-missing: 'no_such_library' is not installed"),
        ("sql", "      SELECT 1;\n      SELECT nope;\n", "      1\n", "33:7: Q411 code-fails: example 1 fails:"),
        ("sql", "      SELECT * FROM read_csv('/etc/passwd');\n", "      1\n", "32:7: Q411 code-fails: example 1 fails:"),
        ("python", "      import socket\n      socket.create_connection(('127.0.0.1', 9))\n", "      1\n",
         "33:7: Q411 code-fails: example 1 fails: PermissionError: examples have no network"),
    ],
)  # fmt: skip
def test_an_example_that_does_not_is_named_with_its_line(
    folder: Folder, language: str, code: str, output: str, fault: str
) -> None:
    folder.record(more=CODE.format(language, code, output))
    result = bank("run-code", "--data", folder.root, "canary")
    assert result.exit_code == 1
    assert fault in result.output


@pytest.mark.usefixtures("_way")
def test_an_example_runs_alone_in_an_empty_folder_without_our_environment(folder: Folder) -> None:
    code = (
        "      import os, pathlib, sys, tempfile\n"
        "      print(sorted(os.listdir()), 'SECRET' in os.environ, sys.argv, sys.stdin.read())\n"
        "      print(pathlib.Path.home() == pathlib.Path.cwd() == pathlib.Path(tempfile.gettempdir()))\n"
    )
    folder.record(more=CODE.format("python", code, "      ['example.py'] False ['example.py']\n      True\n"))
    os.environ["SECRET"] = "x"
    try:
        assert bank("run-code", "--data", folder.root).exit_code == 0
    finally:
        del os.environ["SECRET"]


@pytest.mark.usefixtures("_way")
def test_an_example_that_does_not_end_is_stopped(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bank.examples.SECONDS", 1)
    folder.record(more=CODE.format("python", "      while True: pass\n", "      1\n"))
    result = bank("run-code", "--data", folder.root)
    assert result.exit_code == 1
    assert "31:5: Q413 code-too-slow: the example ran longer than 1 seconds" in result.output


def test_an_example_that_ends_what_started_it_fails_alone(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bank.examples.FEW", 0)
    monkeypatch.setattr("bank.examples.AT_A_TIME", 1)
    folder.record(
        more=CODE.format("python", "      import os\n      os.kill(os.getppid(), 9)\n      print(1)\n", "      1\n")
    )
    folder.record("next", more=CODE.format("python", "      print(2)\n", "      2\n"))
    result = bank("run-code", "--data", folder.root)
    assert "Q411 code-fails: example 1 fails: the example ended the process that had started it" in result.output
    assert "ok     next, example 1" in result.output


def test_output_goes_to_a_terminal_that_knows_no_unicode(folder: Folder) -> None:
    folder.record(level="level: 'a → b'")
    env = {**os.environ, "PYTHONIOENCODING": "latin-1"}
    code = "from bank.cli import main; main()"
    words = [sys.executable, "-c", code, "check", "--data", str(folder.root)]
    done = subprocess.run(words, env=env, capture_output=True, check=False)
    assert (done.returncode, b"level is 'a \\u2192 b'" in done.stdout, b"Traceback" in done.stderr) == (1, True, False)


def test_export_lists_what_can_be_made() -> None:
    result = bank("export", "--list")
    assert result.exit_code == 0
    assert [line.split()[0] for line in result.output.splitlines()] == list(exports())


def test_an_unknown_export_is_wrong_use_and_is_answered_with_the_known_ones(folder: Folder, tmp_path: Path) -> None:
    result = bank("export", "--data", folder.root, "--out", tmp_path / "out", "fax")
    assert result.exit_code == 2
    assert f"there is no export 'fax'; they are {', '.join(exports())}" in result.output
    assert not (tmp_path / "out").exists()


def test_bad_data_is_told_and_nothing_is_exported(folder: Folder, tmp_path: Path) -> None:
    folder.record(level="level: beginer")
    result = bank("export", "--data", folder.root, "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "Q203 wrong-value: level is 'beginer'" in result.output
    assert not (tmp_path / "out").exists()


def test_everything_is_exported_with_a_manifest_and_a_part_without_one(folder: Folder, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert bank("export", "--data", folder.root, "--out", out, "data").exit_code == 0
    assert {path.name for path in out.rglob("*.*")} == {"questions.json", "questions.schema.json"}
    result = bank("export", "--data", folder.root, "--out", out)
    assert result.exit_code == 0
    made = json.loads((out / MANIFEST).read_text(encoding="utf-8"))["files"]
    pictures = [f"{file['path']}.png" for file in made if file["picture"]]
    found = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    assert found == {MANIFEST, *(file["path"] for file in made), *pictures}
    assert f"{len(made)} files of edition " in result.output


def test_an_export_that_breaks_leaves_what_was_there(
    folder: Folder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "feed.xml").write_text("old")

    def broken(*_: object) -> Iterator[File]:
        yield File("feed.xml", b"new", "", "")
        raise OSError("no more room")

    monkeypatch.setattr("bank.exports._registry", lambda: (Export("feed", "", broken),))
    assert isinstance(bank("export", "--data", folder.root, "--out", tmp_path).exception, OSError)
    assert (tmp_path / "feed.xml").read_text() == "old"


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "below" / "file"
    write(path, b"old")

    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(path, b"new")
    assert [(found.name, found.read_bytes()) for found in path.parent.iterdir()] == [("file", b"old")]


def test_the_committed_schema_is_that_of_the_model() -> None:
    text = (ROOT / "data/question.schema.json").read_text(encoding="utf-8")
    assert text == schema_text(), "run 'make schema'"


def test_every_command_is_in_the_contributor_guide() -> None:
    guide = (ROOT / "docs/contribute/commands.md").read_text(encoding="utf-8")
    missing = [name for name in main.commands if f"bank {name}" not in guide]
    assert missing == []


def test_check_is_found_from_the_project_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(Path(ROOT))
    assert bank("check").exit_code == 0
