"""A fault: which rule, where, what is wrong, and how to mend it; and the ways to print a list of them."""

import functools
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A named fault. `code` is never used again for another one; `name` describes the fault, not its absence."""

    code: str
    name: str
    severity: Severity = "error"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one place. `line` and `column` count from 1; `path` is as the reader would type it."""

    path: str
    line: int
    column: int
    rule: Rule
    message: str
    help: str

    @property
    def sort_key(self) -> tuple[str, int, int, str, str]:
        """Order of a report: by file, then by place in it."""
        return (self.path, self.line, self.column, self.rule.code, self.message)

    def as_line(self) -> str:
        """`path:line:col: CODE rule-name: message`, the format that editors and grep understand."""
        return f"{self.path}:{self.line}:{self.column}: {self.rule.code} {self.rule.name}: {self.message}"


def display_path(path: Path) -> str:
    """Return the path relative to the working folder when it lies below it, else as it is, with forward slashes."""
    below = _below(path.parent, Path.cwd())
    return path.as_posix() if below is None else (below / path.name).as_posix()


@functools.lru_cache(maxsize=1024)
def _below(folder: Path, working: Path) -> Path | None:
    """Return a folder relative to the working folder when it lies below it; most files that are named share theirs."""
    try:
        return folder.resolve(strict=False).relative_to(working)
    except ValueError:
        return None


def errors(problems: Iterable[Problem]) -> list[Problem]:
    """Only the problems that stop a build."""
    return [problem for problem in problems if problem.rule.severity == "error"]


def count(problems: Sequence[Problem]) -> str:
    """Return "2 errors, 1 warning", the line that closes a report."""
    wrong = len(errors(problems))
    rest = len(problems) - wrong
    parts = [f"{wrong} error{'' if wrong == 1 else 's'}"] if wrong else []
    parts += [f"{rest} warning{'' if rest == 1 else 's'}"] if rest else []
    return ", ".join(parts) or "no problems"


def _human(problem: Problem) -> str:
    mark = "warning: " if problem.rule.severity == "warning" else ""
    help_ = f"\n    help: {problem.help}" if problem.help else ""
    line = problem.as_line()
    if mark:
        place, _, fact = line.partition(f": {problem.rule.code} ")
        line = f"{place}: {mark}{problem.rule.code} {fact}"
    return line + help_


def _annotation(problem: Problem) -> str:
    """Return a workflow command; its escapes are those of GitHub's toolkit (`command.ts`)."""

    def data(text: str) -> str:
        return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")

    def value(text: str) -> str:
        return data(text).replace(":", "%3A").replace(",", "%2C")

    text = problem.message + (f"\nhelp: {problem.help}" if problem.help else "")
    return (
        f"::{problem.rule.severity} file={value(problem.path)},line={problem.line},col={problem.column},"
        f"title={value(f'{problem.rule.code} {problem.rule.name}')}::{data(text)}"
    )


def _as_json(problems: Sequence[Problem]) -> str:
    rows = [
        {
            "path": p.path,
            "line": p.line,
            "column": p.column,
            "code": p.rule.code,
            "rule": p.rule.name,
            "severity": p.rule.severity,
            "message": p.message,
            "help": p.help,
        }
        for p in problems
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


Format = Literal["human", "lines", "json", "github"]


def report(problems: Sequence[Problem], style: Format) -> str:
    """Write the problems in one of the four formats; the empty string when there is nothing to say."""
    match style:
        case "json":
            return _as_json(problems)
        case "lines":
            return "\n".join(problem.as_line() for problem in problems)
        case "github":
            return "\n".join(_annotation(problem) for problem in problems)
        case "human":
            return "\n".join(_human(problem) for problem in problems)
