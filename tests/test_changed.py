"""`bank check --changed` looks at what differs from main, and at nothing that only takes time."""

import resource
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from support import PICTURE, ROOT, Folder, git

from bank.changed import changed_files
from bank.cli import main


def check(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["check", "--changed", "--data", str(folder), *words], env={"GITHUB_ACTIONS": None})


def test_nothing_is_checked_when_nothing_differs(cloned: Folder) -> None:
    result = check(cloned.root)
    assert (result.exit_code, "differs from main" in result.output) == (0, True)
    assert check(cloned.root, "--format", "json").output == "[]\n"


def test_what_differs_is_found_whether_it_is_committed_staged_or_new(cloned: Folder) -> None:
    cloned.record(minutes="minutes: 5")
    git(cloned.root, "commit", "-qam", "y")
    cloned.record("old", minutes="minutes: 5")
    git(cloned.root, "add", "-A")
    cloned.record("new", topic="serving")
    (cloned.root / "levels.yml").unlink()
    names = {path.relative_to(cloned.root.resolve()).as_posix() for path in changed_files(cloned.root)}
    assert names == {
        "questions/release/canary.yml",
        "questions/release/old.yml",
        "questions/serving/new.yml",
        "levels.yml",
    }


def test_a_changed_record_is_checked_thoroughly_and_the_others_are_not(cloned: Folder) -> None:
    cloned.record(answer=PICTURE)
    result = check(cloned.root, "--format", "lines")
    assert result.exit_code == 1
    assert "canary.yml:14:3: Q501 picture-alternative" in result.output
    assert "old.yml" not in result.output
    assert "1 changed file: 1 error, 1 warning" in check(cloned.root).output


def test_an_error_that_a_change_makes_in_another_file_is_told(cloned: Folder) -> None:
    cloned.record("old", more="related: [canary]")
    git(cloned.root, "commit", "-qam", "y")
    git(cloned.root, "branch", "-f", "main")
    (cloned.root / "questions/release/canary.yml").unlink()
    assert "old.yml:28:11: Q204 unknown-id: related names 'canary'" in check(cloned.root).output


def test_references_to_records_that_did_not_change_are_known(cloned: Folder) -> None:
    cloned.record(more="related: [old]")
    assert check(cloned.root).exit_code == 0


def test_a_hook_s_environment_does_not_mislead_it(cloned: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    cloned.record("new")
    monkeypatch.setenv("GIT_DIR", ".git")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere")
    assert [path.name for path in changed_files(cloned.root)] == ["new.yml"]


def test_names_with_spaces_and_accents_are_read_as_they_are(cloned: Folder) -> None:
    cloned.write("questions/release/a ü.yml", "x")
    assert "'a ü' is not an id" in check(cloned.root).output


def test_outside_a_checkout_it_says_what_to_do(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    result = check(folder.root)
    assert result.exit_code == 2
    assert "is in no git checkout; run this in a clone of the project" in " ".join(result.output.split())
    monkeypatch.setenv("PATH", "")
    assert "is in no git checkout" in " ".join(check(folder.root).output.split())


def test_before_the_first_commit_it_says_what_to_do(folder: Folder) -> None:
    git(folder.root.parent, "init", "-q")
    result = check(folder.root)
    assert (result.exit_code, "there is no commit to compare with" in result.output) == (2, True)


def test_it_needs_a_small_part_of_the_time_of_a_full_check(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "x")
    records = sorted((tmp_path / "data/questions").rglob("*.yml"))
    record = next(path for path in records if "```vega-lite" not in path.read_text(encoding="utf-8"))
    record.write_text(record.read_text(encoding="utf-8") + "# changed\n", encoding="utf-8")
    command = [str(Path(sys.executable).parent / "bank"), "check"]

    def seconds(*words: str) -> float:
        start = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime  # whatever else the machine does
        done = subprocess.run([*command, *words], cwd=tmp_path, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - start

    assert seconds("--changed") < seconds() / 2


def test_the_hook_runs_a_command_that_exists() -> None:
    config = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8"))
    (hook,) = [hook for repo in config["repos"] for hook in repo["hooks"]]
    program, *words = hook["entry"].split()
    assert program == ".venv/bin/bank"
    assert CliRunner().invoke(main, [*words, "--help"]).exit_code == 0
