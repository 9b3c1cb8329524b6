"""What a stranger finds on a fresh clone: targets, files and workflows that are what the documents say."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from support import ROOT

from bank.cli import main

BIN = Path(sys.executable).parent


def _tracked() -> list[Path]:
    done = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip("not a git checkout, so there is no list of the project's files")
    return [ROOT / name for name in done.stdout.splitlines() if (ROOT / name).is_file()]


def test_make_alone_lists_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = re.findall(r"^\.PHONY: (\S+)$", makefile, re.MULTILINE)
    done = subprocess.run(["make", "--no-print-directory"], cwd=ROOT, capture_output=True, text=True, check=True)
    listed = re.findall(r"^make (\S+)", done.stdout, re.MULTILINE)
    assert listed == named
    assert {"serve", "test", "site", "check", "bench"} <= set(listed)


def test_setting_up_again_does_nothing() -> None:
    done = subprocess.run(["make", "-n", ".venv/.test"], cwd=ROOT, capture_output=True, text=True, check=True)
    if not (ROOT / ".venv/.test").exists():
        pytest.skip("this environment was not set up by make")
    assert "install" not in done.stdout


@pytest.mark.parametrize("name", ["site", "test"])
def test_every_requirement_has_a_hash_and_no_address(name: str) -> None:
    text = (ROOT / f"requirements/{name}.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9][^\n]*==[^\n]*\\\n(?:    --hash=sha256:[0-9a-f]{64}(?: \\)?\n)+", text, re.MULTILINE)
    assert len(pins) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
    assert "://" not in text


def test_the_site_is_built_with_the_versions_that_are_tested() -> None:
    def pins(name: str) -> dict[str, str]:
        return dict(
            re.findall(r"^([a-z0-9-]+)==([\w.]+)", (ROOT / f"requirements/{name}.txt").read_text("utf-8"), re.MULTILINE)
        )

    site, test = pins("site"), pins("test")
    assert {name: test.get(name) for name in site} == site


def test_workflows_pass_the_auditor() -> None:
    done = subprocess.run(
        [BIN / "zizmor", "--offline", "--persona=pedantic", "--quiet", ".github"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("schema", "pattern"), [("github-workflows", "workflows/*.yml"), ("github-issue-forms", "ISSUE_TEMPLATE/[!c]*.yml")]
)
def test_github_files_follow_their_schema(schema: str, pattern: str) -> None:
    files = sorted((ROOT / ".github").glob(pattern))
    assert files
    words = [BIN / "check-jsonschema", "--builtin-schema", f"vendor.{schema}", *files]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_actions_are_pinned_and_jobs_may_only_do_what_they_say() -> None:
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        workflow = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert workflow["permissions"] == {}
        for job in workflow["jobs"].values():
            assert "permissions" in job
            for step in job["steps"]:
                assert re.search(r"@[0-9a-f]{40}$", step.get("uses", "@" + "0" * 40))
                assert "checkout" not in step.get("uses", "") or step["with"]["persist-credentials"] is False


def test_a_pull_request_gets_no_secret_and_its_text_reaches_no_shell() -> None:
    writers = {}
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        assert "pull_request_target" not in text
        assert "secrets." not in text
        for name, job in yaml.safe_load(text)["jobs"].items():
            if rights := {right for right, level in job["permissions"].items() if level == "write"}:
                writers[f"{path.stem} {name}"] = rights
            for step in job["steps"]:
                assert "${{" not in step.get("run", "")
    assert writers == {
        "publish deploy": {"pages", "id-token"},
        "publish attest": {"id-token", "attestations"},
        "weekly reviews": {"issues"},
    }


GH = """#!/usr/bin/env bash
printf '%s\\n' "$*" >> calls
if [ "$1 $2" = "issue list" ]; then cat open; fi
"""


@pytest.mark.parametrize(
    ("due", "known", "called"),
    [
        ("x", "", "issue create --title Questions due for a review --label due-for-review --body-file due.md"),
        ("x", "7", "issue edit 7 --body-file due.md"),
        ("", "7", "issue close 7 --comment Every question was reviewed within nine months."),
        ("", "", "issue list --label due-for-review --state open --limit 1 --json number --jq .[].number"),
    ],
)
def test_what_is_due_is_one_issue_that_is_opened_updated_or_closed(
    tmp_path: Path, due: str, known: str, called: str
) -> None:
    workflow = yaml.safe_load((ROOT / ".github/workflows/weekly.yml").read_text(encoding="utf-8"))
    step = workflow["jobs"]["reviews"]["steps"][-1]
    for name, text in (("gh", GH), ("open", known), ("due.md", due)):
        (tmp_path / name).write_text(text)
    (tmp_path / "gh").chmod(0o755)
    path = f"{tmp_path}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["bash", "-e", "-c", step["run"]], cwd=tmp_path, env={**os.environ, "PATH": path}, check=True)
    assert (tmp_path / "calls").read_text().splitlines()[-1] == called


def test_what_a_workflow_runs_exists() -> None:
    targets = re.findall(r"^\.PHONY: (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    found = 0
    for path in (ROOT / ".github/workflows").glob("*.yml"):
        text = path.read_text(encoding="utf-8")
        for command, words in re.findall(r"\.venv/bin/bank ([a-z-]+)((?: --[a-z-]+)*)", text):
            options = {name for option in main.commands[command].params for name in option.opts}
            assert set(words.split()) <= options
            found += 1
        assert set(re.findall(r"\bmake ([a-z]+)\b", text)) <= set(targets)
    assert found


def test_links_between_the_project_s_own_files_lead_somewhere() -> None:
    for path in [ROOT / "README.md", ROOT / "CHANGELOG.md"]:
        targets = re.findall(r"\]\((?!https:)([^)#]+)", path.read_text(encoding="utf-8"))
        assert [target for target in targets if not (path.parent / target).exists()] == []


def test_commands_in_the_readme_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    named = {
        target
        for line in re.findall(r"^\$ .*", readme, re.MULTILINE)
        for target in re.findall(r"\bmake ([a-z]+)", line)
    }
    assert {"serve", "test", "site"} <= named
    assert [target for target in named if f"\n{target}:" not in makefile] == []


def test_the_readme_shows_what_the_check_really_says(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "data", tmp_path / "data")
    record = tmp_path / "data/questions/release/canary-deployment.yml"
    text = record.read_text(encoding="utf-8")
    record.write_text(
        re.sub(r"^(related: .*)model-rollback", r"\1model-rolback", text, flags=re.MULTILINE), encoding="utf-8"
    )
    done = subprocess.run(
        [BIN / "bank", "check", "--format", "human"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.stdout
    assert done.stdout in (ROOT / "README.md").read_text(encoding="utf-8")


def test_no_file_names_a_machine_or_a_registry() -> None:
    # Put together here, so that this file does not name them either.
    words = [
        "/home" + "/runner",
        "/ro" + "ot/",
        "/wo" + "rk/",
        "files.python" + "hosted.org",
        "py" + "pi.org/simple",
        "registry." + "npmjs",
    ]
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for path in _tracked()
        if path.suffix not in {".png", ".svg"}
        for word in words
        # In an image's recipe this is the home folder of the image, not of a machine.
        if word in path.read_text(encoding="utf-8").replace("target=" + words[1] + ".cache/", "")
    ]
    assert found == []
