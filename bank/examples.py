"""Examples, run and compared with what their records say they print.

What: Q411 code-fails, Q412 output-differs, Q413 code-too-slow, Q414 library-missing; said by `bank run-code`, not by every
check.

Why: An output that nobody compares is a claim. Each example runs in a process of its own, with an empty folder, a short
environment, limits on time and memory, and no network, so that it proves its point for every reader.

Wrong:

    code: print(0.1 + 0.2)
    output: "0.3"

Right:

    code: print(0.1 + 0.2)
    output: "0.30000000000000004"
"""

import ast
import concurrent.futures
import contextlib
import importlib.util
import json
import os
import queue
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Self, cast

from bank.load import Record
from bank.model import Code
from bank.problems import Problem, Rule

CODE_FAILS = Rule("Q411", "code-fails")
OUTPUT_DIFFERS = Rule("Q412", "output-differs")
CODE_TOO_SLOW = Rule("Q413", "code-too-slow")
LIBRARY_MISSING = Rule("Q414", "library-missing")
RULES = (CODE_FAILS, OUTPUT_DIFFERS, CODE_TOO_SLOW, LIBRARY_MISSING)

SECONDS = 60
OUTPUT = 1024**2
AT_A_TIME = max(1, min(4, (os.cpu_count() or 1)))
FEW = 2 * AT_A_TIME  # so many examples each get a process of their own from the start

_LIBRARIES = frozenset({"duckdb", "numpy", "pandas", "sklearn"})
_PYTHON = (sys.executable, "-I", "-W", "ignore", "-X", "utf8")
_FILES = {"python": "example.py", "sql": "example.sql"}


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
        Example(record, i) for record in records for i, code in enumerate(record.question.code or ()) if code.is_run
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
    with contextlib.ExitStack() as stack:
        pool = stack.enter_context(concurrent.futures.ThreadPoolExecutor(AT_A_TIME))
        # Only Linux forks safely after these libraries have been imported, and a few examples do not repay it.
        if sys.platform != "linux" or len(chosen) <= FEW:
            yield from pool.map(run, chosen)
            return
        modules = sorted({name for example in chosen for name in _modules(example.code)})
        free: queue.SimpleQueue[_Nursery] = queue.SimpleQueue()
        for _ in range(AT_A_TIME):
            free.put(stack.enter_context(_Nursery(modules)))

        def run_in_one(example: Example) -> Result:
            nursery = free.get()
            try:
                return run(example, nursery.run)
            finally:
                free.put(nursery)

        yield from pool.map(run_in_one, chosen)


def _modules(code: Code) -> set[str]:
    """Return the modules that an example imports of the libraries that examples may import."""
    if code.language == "sql":
        return {"duckdb"}
    nodes = list(ast.walk(ast.parse(code.code)))
    found = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    found |= {node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module}
    return {name for name in found if name.partition(".")[0] in _LIBRARIES}


@dataclass(frozen=True, slots=True)
class _Done:
    """What a process left: its exit status, or None when it had to be stopped, and what it wrote."""

    status: int | None
    out: bytes = b""
    err: bytes = b""


def _alone(folder: str, language: str) -> _Done:
    """Run the example in a folder in a new process."""
    try:
        done = subprocess.Popen(
            [*_PYTHON, "-m", "bank.runner", language, str(SECONDS)], cwd=folder, env=_environment(folder),
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        )  # fmt: skip
        out, err = done.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        if os.name == "posix":
            os.killpg(done.pid, signal.SIGKILL)
        done.kill()
        done.communicate()
        return _Done(None)
    return _Done(done.returncode, out, err)


class _Nursery:
    """A process that has imported what examples import and forks one for each: see bank/runner.py."""

    def __init__(self, modules: Iterable[str]) -> None:
        self.modules = modules

    def __enter__(self) -> Self:
        self.home = tempfile.TemporaryDirectory(prefix="bank-nursery-")
        self.process = subprocess.Popen(
            [*_PYTHON, "-m", "bank.runner", "nursery", *self.modules], cwd=self.home.name, env=_environment(self.home.name),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()
        self.home.cleanup()

    def run(self, folder: str, language: str) -> _Done:
        """Run the example in a folder in a forked process."""
        out, err = (Path(self.home.name) / name for name in ("out", "err"))
        for path in (out, err):
            path.unlink(missing_ok=True)
        wanted = {"language": language, "folder": folder, "out": str(out), "err": str(err), "seconds": SECONDS}
        requests, answers = cast("IO[str]", self.process.stdin), cast("IO[str]", self.process.stdout)
        try:
            requests.write(json.dumps(wanted) + "\n")
            requests.flush()
            status = json.loads(answers.readline())
        except (OSError, ValueError):  # an example has ended it; the next one must not suffer for that
            self.__exit__()
            self.__enter__()
            return _Done(1, err=b"the example ended the process that had started it")
        return _Done(status, out.read_bytes(), err.read_bytes())


def run(example: Example, start: Callable[[str, str], _Done] = _alone) -> Result:
    """Run one example and compare its output."""
    missing = [name for name in libraries(example.code) if importlib.util.find_spec(name) is None]
    if missing:
        problem = example.record.source.problem_at_key(
            LIBRARY_MISSING, ("code", example.index, "code"), f"'{missing[0]}' is not installed",
            "run 'make test' once: it installs what examples may import (numpy, pandas, scikit-learn, duckdb)",
        )  # fmt: skip
        return Result(example, "", (problem,))
    language = example.code.language
    with tempfile.TemporaryDirectory(prefix="bank-example-") as folder:
        (Path(folder) / _FILES[language]).write_text(example.code.code, encoding="utf-8")
        done = start(folder, language)
    if done.status is None:
        problem = example.record.source.problem_at_key(
            CODE_TOO_SLOW, ("code", example.index, "code"), f"the example ran longer than {SECONDS} seconds",
            "make it smaller: it should finish in a few seconds",
        )  # fmt: skip
        return Result(example, "", (problem,))
    printed = done.out[:OUTPUT].decode("utf-8", "replace")
    problems = _judge(example, done.status, printed, done.err[-OUTPUT:].decode("utf-8", "replace"))
    return Result(example, printed, tuple(problems))


def _environment(folder: str) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", ""), "HOME": folder, "TMPDIR": folder, "TZ": "UTC", "LC_ALL": "C.UTF-8",
        "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "SYSTEMROOT": os.environ.get("SYSTEMROOT", ""),
    }  # fmt: skip


def _judge(example: Example, status: int, printed: str, said: str) -> Iterator[Problem]:
    record, where = example.record, ("code", example.index)
    if status != 0:
        file = _FILES[example.code.language]
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
