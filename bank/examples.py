"""Runs the examples of records and compares what they print.

Each runs in a process of its own: an empty folder, a short environment, limits on time and memory, and no network (a
network namespace of its own where the system allows, and a refusal inside the interpreter everywhere).
"""

import ast
import concurrent.futures
import ctypes
import importlib.util
import os
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bank.load import Record
from bank.model import Code
from bank.problems import Problem, Rule

CODE_FAILS = Rule("Q411", "code-fails")
OUTPUT_DIFFERS = Rule("Q412", "output-differs")
CODE_TOO_SLOW = Rule("Q413", "code-too-slow")
LIBRARY_MISSING = Rule("Q414", "library-missing")

SECONDS = 60
MEMORY = 4 * 1024**3
OUTPUT = 1024**2
AT_A_TIME = max(1, min(4, (os.cpu_count() or 1)))

# `socket.*` are CPython's audit events (docs.python.org, "Audit events table"); raising in the hook refuses the call.
_PYTHON = """
import runpy, sys
def refuse(event, args):
    if event.startswith("socket.") and event not in ("socket.__new__", "socket.gethostname"):
        raise PermissionError("examples have no network")
sys.addaudithook(refuse)
sys.argv = ["example.py"]
runpy.run_path("example.py", run_name="__main__")
"""
_SQL = """
import sys, duckdb
code = open("example.sql", encoding="utf-8").read()
connection = duckdb.connect(config={"enable_external_access": "false", "threads": "1"})
position, shown = 0, False
try:
    statements = duckdb.extract_statements(code)
except duckdb.Error as error:
    sys.exit(f'File "example.sql", line 1\\n{error}')
for statement in statements:
    position = max(code.find(statement.query.strip(), position), position)
    try:
        done = connection.execute(statement)
        rows = done.fetchall() if done.description else []
    except duckdb.Error as error:
        sys.exit(f'File "example.sql", line {code.count(chr(10), 0, position) + 1}\\n{error}')
    position += len(statement.query.strip())
    if statement.type in (duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN):
        if shown:
            print()
        shown = True
        print(" | ".join(column[0] for column in done.description))
        for row in rows:
            print(" | ".join("NULL" if value is None else str(value) for value in row))
"""
_RUNNERS = {"python": ("example.py", _PYTHON), "sql": ("example.sql", _SQL)}
_NEWUSER, _NEWNET = 0x10000000, 0x40000000  # sched.h: CLONE_NEWUSER, CLONE_NEWNET


@dataclass(frozen=True, slots=True)
class Example:
    """One example of one record; `index` counts from 0."""

    record: Record
    index: int

    @property
    def code(self) -> Code:
        """The example itself."""
        return (self.record.question.code or ())[self.index]


@dataclass(frozen=True, slots=True)
class Result:
    """What running an example gave: what it printed, and what is wrong with it."""

    example: Example
    printed: str
    problems: tuple[Problem, ...]


def examples(records: Iterable[Record]) -> list[Example]:
    """Return the examples that are run, in the order of the records."""
    return [
        Example(record, i)
        for record in records
        for i, code in enumerate(record.question.code or ())
        if code.is_run
    ]


def libraries(code: Code) -> list[str]:
    """Return the top-level modules that an example imports, `duckdb` for SQL."""
    if code.language == "sql":
        return ["duckdb"]
    found: set[str] = set()
    for node in ast.walk(ast.parse(code.code)):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return sorted(found - sys.stdlib_module_names)


def run_all(chosen: list[Example]) -> Iterator[Result]:
    """Run examples a few at a time; results come in the order of the examples."""
    with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
        yield from pool.map(run, chosen)


def run(example: Example) -> Result:
    """Run one example and compare its output."""
    missing = [name for name in libraries(example.code) if importlib.util.find_spec(name) is None]
    if missing:
        problem = example.record.source.problem_at_key(
            LIBRARY_MISSING, ("code", example.index, "code"), f"'{missing[0]}' is not installed",
            "run 'make test' once: it installs what examples may import (numpy, pandas, scikit-learn, duckdb)",
        )  # fmt: skip
        return Result(example, "", (problem,))
    file, runner = _RUNNERS[example.code.language]
    with tempfile.TemporaryDirectory(prefix="bank-example-") as folder:
        (Path(folder) / file).write_text(example.code.code, encoding="utf-8")
        try:
            done = subprocess.Popen(
                [sys.executable, "-I", "-W", "ignore", "-X", "utf8", "-c", runner],
                cwd=folder, env=_environment(folder), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, start_new_session=True, preexec_fn=_confine if os.name == "posix" else None,
            )  # fmt: skip
            out, err = done.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            if os.name == "posix":
                os.killpg(done.pid, signal.SIGKILL)
            done.kill()
            done.communicate()
            problem = example.record.source.problem_at_key(
                CODE_TOO_SLOW, ("code", example.index, "code"), f"the example ran longer than {SECONDS} seconds",
                "make it smaller: it should finish in a few seconds",
            )  # fmt: skip
            return Result(example, "", (problem,))
    printed = out[:OUTPUT].decode("utf-8", "replace")
    problems = _judge(example, done.returncode, printed, err[-OUTPUT:].decode("utf-8", "replace"))
    return Result(example, printed, tuple(problems))


def _environment(folder: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""), "HOME": folder, "TMPDIR": folder, "TZ": "UTC", "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
    }  # fmt: skip


def _confine() -> None:
    """Limit the child, between fork and exec: processor time, memory, file size, and the network."""
    import resource  # noqa: PLC0415 - only POSIX has it

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 * OUTPUT, 64 * OUTPUT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # A refusal (no user namespaces here) is no error: the audit hook still refuses sockets.
        _LIBC.unshare(_NEWUSER | _NEWNET)


_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def _judge(example: Example, status: int, printed: str, said: str) -> Iterator[Problem]:
    record, where = example.record, ("code", example.index)
    if status != 0:
        file = _RUNNERS[example.code.language][0]
        lines = [int(n) for n in re.findall(rf'File "[^"\n]*{re.escape(file)}", line (\d+)', said)]
        last = said.strip().split("\n")[-1] if said.strip() else f"it ended with status {status}"
        offset = sum(len(line) + 1 for line in example.code.code.split("\n")[: lines[-1] - 1]) if lines else 0
        message = f"example {example.index + 1} fails: {last[:300]}"
        yield record.source.problem_in_text(CODE_FAILS, (*where, "code"), offset, message, "correct the example")
        return
    wanted = _tidy(example.code.output or "")
    got = _tidy(printed)
    if wanted == got:
        return
    line = next((i for i, (a, b) in enumerate(zip(wanted, got, strict=False)) if a != b), min(len(wanted), len(got)))
    have = f"'{wanted[line]}'" if line < len(wanted) else "nothing more"
    prints = f"'{got[line]}'" if line < len(got) else "nothing more"
    offset = sum(len(text) + 1 for text in (example.code.output or "").split("\n")[:line])
    message = f"line {line + 1} of example {example.index + 1}'s output is {have}, but it prints {prints}"
    help_ = "paste what it prints, and look whether the answer still says the same"
    yield record.source.problem_in_text(OUTPUT_DIFFERS, (*where, "output"), offset, message, help_)


def _tidy(text: str) -> list[str]:
    """Return lines without trailing spaces and without empty lines at the end: YAML does not keep those."""
    return [line.rstrip() for line in text.rstrip().split("\n")]
