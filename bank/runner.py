"""Runs one example in the process that `bank.examples` starts for it: `python -I -m bank.runner python|sql SECONDS`.

First it gives up what the example must not have: time and memory beyond a limit, and the network.
"""

import ctypes
import runpy
import sys
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


if __name__ == "__main__":
    confine(int(sys.argv[2]))
    {"python": run_python, "sql": run_sql}[sys.argv[1]]()
