"""Runs examples in the process that `bank.examples` starts for them: `python -I -m bank.runner python|sql SECONDS` runs one.

First it gives up what the example must not have: time and memory beyond a limit, and the network.

`python -I -m bank.runner nursery MODULE …` imports what many examples import, once, and forks a process for each line of JSON that
it reads (`language`, `folder`, `out`, `err`, `seconds`); that process is then as alone as any other. It answers with the exit status, or
with null for an example that had to be stopped.
"""

import contextlib
import ctypes
import gc
import importlib
import json
import os
import runpy
import signal
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

MEMORY = 4 * 1024**3
FILE_SIZE = 64 * 1024**2
_NEWUSER, _NEWNET = 0x10000000, 0x40000000  # sched.h: CLONE_NEWUSER, CLONE_NEWNET
# Audit events of CPython that open no connection (docs.python.org, "Audit events table").
_HARMLESS = ("socket.__new__", "socket.gethostname")


def _refuse(event: str, _: tuple[object, ...]) -> None:
    if event.startswith("socket.") and event not in _HARMLESS:
        raise PermissionError("examples have no network")


def confine(seconds: int) -> None:
    """Limit this process: processor time (seconds), memory and file size (bytes), and no network."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - only POSIX has it

        resource.setrlimit(resource.RLIMIT_CPU, (2 * seconds, 2 * seconds))  # the clock on the wall stops it first
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_SIZE, FILE_SIZE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        # A refusal (no user namespaces here) is no error: the audit hook below still refuses sockets.
        ctypes.CDLL(None, use_errno=True).unshare(_NEWUSER | _NEWNET)
    sys.addaudithook(_refuse)


def run_python() -> None:
    """Run `example.py` as a script."""
    sys.argv = ["example.py"]
    runpy.run_path("example.py", run_name="__main__")


def _line(values: Iterable[object]) -> str:
    return " | ".join("NULL" if value is None else str(value) for value in values) + "\n"


def run_sql() -> None:
    """Run `example.sql` on DuckDB, statement by statement, and print what each returns: names, then rows."""
    import duckdb  # noqa: PLC0415 - a Python example need not load it

    code = Path("example.sql").read_text(encoding="utf-8")
    connection = duckdb.connect(config={"enable_external_access": "false", "threads": "1"})
    position, shown = 0, False
    try:
        for statement in duckdb.extract_statements(code):
            query = statement.query.strip()
            position = max(code.find(query, position), position)
            done = connection.execute(statement)
            if statement.type in {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN}:
                sys.stdout.write("\n" * shown + _line(column[0] for column in done.description))
                sys.stdout.writelines(map(_line, done.fetchall()))
                shown = True
            position += len(query)
    except duckdb.Error as error:
        sys.exit(f'File "example.sql", line {code.count(chr(10), 0, position) + 1}\n{error}')


def nursery(modules: Iterable[str]) -> tuple[str, int]:
    """Fork a process for every request. Returns only in such a process: its language and its seconds."""
    for name in modules:
        with contextlib.suppress(ImportError):  # the example that wants it says so
            importlib.import_module(name)
    gc.freeze()  # a collection in an example would look at all of the libraries, and copy their pages
    for line in sys.stdin:
        wanted = json.loads(line)
        child = os.fork()
        if not child:
            _settle(wanted)
            return wanted["language"], wanted["seconds"]
        sys.stdout.write(json.dumps(_end(child, wanted["seconds"])) + "\n")
        sys.stdout.flush()
    sys.exit()


def _settle(wanted: dict[str, str]) -> None:
    """Give a forked process a session, a folder, an environment and files of its own."""
    os.setsid()
    os.chdir(wanted["folder"])
    os.environ["HOME"] = os.environ["TMPDIR"] = wanted["folder"]
    tempfile.tempdir = None
    for place, path, flags in (
        (0, os.devnull, os.O_RDONLY), (1, wanted["out"], os.O_WRONLY | os.O_CREAT), (2, wanted["err"], os.O_WRONLY | os.O_CREAT),
    ):  # fmt: skip
        file = os.open(path, flags)
        os.dup2(file, place)
        os.close(file)


def _end(child: int, seconds: int) -> int | None:
    """Wait for a process, and stop it and what it has started when its time is over."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.005)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return None


if __name__ == "__main__":
    _chosen = nursery(sys.argv[2:]) if sys.argv[1] == "nursery" else (sys.argv[1], int(sys.argv[2]))
    confine(_chosen[1])
    {"python": run_python, "sql": run_sql}[_chosen[0]]()
