"""A small valid data folder, and what the checks say about it once one thing in it is broken."""

import datetime
import fcntl
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bank.checked import checked
from bank.edition import Edition
from bank.load import Bank
from bank.problems import Problem

ROOT = Path(__file__).parent.parent
EDITION = Edition(
    "2026.11", datetime.datetime(2026, 11, 25, 12, tzinfo=datetime.UTC), "https://example.org/site", "https://example.org/repo"
)  # fmt: skip

RECORD = """\
title: Canary release
question: What does a canary catch?
level: intermediate
kind: concept
priority: common
minutes: 4
roles: [mlops-engineer]
added: 2026-01-05
reviewed: 2026-01-06
summary: One sentence.
really_asking: Whether you have done it.
answer: |
  First line of the answer.

  Second paragraph.
strong_answer: [First., Second., Third.]
trap:
  tempting: Ship it.
  why_it_fails: It breaks.
  say_instead: Measure it.
follow_ups:
  - question: And then?
    answer: Then this.
  - question: And after that?
    answer: That.
references:
  - {title: A page, url: "https://example.org/"}
"""

COMPANIONS = {
    "topics.yml": "release: {title: Release, summary: Out and back.}\nserving: {title: Serving, summary: Endpoints.}\n",
    "levels.yml": "".join(
        f"{id_}: {{title: {id_.title()}, years: some years, summary: Knows things., expected: [Knows.]}}\n"
        for id_ in ("beginner", "intermediate", "senior")
    ),
    "roles.yml": "mlops-engineer: {title: MLOps engineer, summary: Keeps models running.}\n",
    "companies.yml": "google: {title: Google}\n",
}

PICTURE = "answer: |\n  ```math\n  x\n  ```"  # has no text alternative


def git(folder: Path, *words: str) -> None:
    who = ["-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    subprocess.run(["git", *who, *words], cwd=folder, env=environment, capture_output=True, check=True)


def once(tmp_path_factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """Return what `make` leaves at a path, made by the first of all processes that test; nobody changes it."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    path = shared / name
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            make(path)
    return path


class Folder:
    """A data folder with one record, `release/canary`, and a place to break it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        for name, text in COMPANIONS.items():
            self.write(name, text)
        self.write("questions/release/canary.yml", RECORD)

    def write(self, name: str, text: str | bytes) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def record(self, id_: str = "canary", topic: str = "release", **changes: str) -> None:
        """Write a record whose lines that start with a key (`answer`, `level` …) are replaced; an empty one is removed."""
        if id_ != "canary":  # or the two would be found to be duplicates
            changes = {"title": f"title: Subject {id_}", "question": f"question: Why {id_} {topic[::-1]}?", **changes}
        lines, skipping = [], False
        for line in RECORD.splitlines():
            key = line.partition(":")[0]
            if key in changes:
                skipping = True
                if changes[key]:
                    lines.append(changes[key])
            elif not line.startswith((" ", "-")) and line:
                skipping = False
            if not skipping:
                lines.append(line)
        self.write(f"questions/{topic}/{id_}.yml", "\n".join([*lines, *changes.get("more", "").splitlines()]) + "\n")

    def bank(self) -> Bank:
        """Return the bank that is in the folder, which has no errors."""
        assert self.faults() == []
        return checked(self.root)[0]

    def problems(self) -> list[Problem]:
        return list(checked(self.root)[1])

    def faults(self, severity: str = "error") -> list[str]:
        """What is wrong, as `file:line:col CODE rule-name: message`, the file by its name alone."""
        return [
            f"{Path(p.path).name}:{p.line}:{p.column} {p.rule.code} {p.rule.name}: {p.message}"
            for p in self.problems()
            if p.rule.severity == severity
        ]
