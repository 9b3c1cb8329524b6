"""Code that parses in its language.

What: Q401 code-syntax.

Why: A reader pastes it. Python and SQL are also run by the tests; the other languages are at least parsed where a parser
is at hand: YAML (every document), JSON, TOML, and shell by `bash -n`.

Wrong:

    language: json
    code: "{'a': 1}"

Right:

    language: json
    code: '{"a": 1}'
"""

import ast
import json
import re
import shutil
import subprocess
import tomllib
import warnings
from collections.abc import Callable, Iterator

import yaml

from bank.load import Bank
from bank.problems import Problem, Rule

CODE_SYNTAX = Rule("Q401", "code-syntax")
RULES = (CODE_SYNTAX,)


class _Fault(Exception):  # noqa: N818 - says where parsing stopped
    def __init__(self, message: str, line: int = 1) -> None:
        super().__init__(message)
        self.line = line


def _python(code: str) -> None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", SyntaxWarning)
            ast.parse(code)
    except SyntaxError as error:
        raise _Fault(error.msg, error.lineno or 1) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise _Fault(str(error) or "nested too deep") from error


def _yaml(code: str) -> None:
    # Only events: nothing is built, so tags and aliases in an example do no harm.
    try:
        for _ in yaml.parse(code, Loader=yaml.CSafeLoader):
            pass
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise _Fault(str(getattr(error, "problem", None) or error), mark.line + 1 if mark else 1) from error


def _json(code: str) -> None:
    try:
        json.loads(code)
    except json.JSONDecodeError as error:
        raise _Fault(error.msg, error.lineno) from error
    except RecursionError as error:
        raise _Fault("nested too deep") from error


def _toml(code: str) -> None:
    try:
        tomllib.loads(code)
    except tomllib.TOMLDecodeError as error:
        match = re.search(r"line (\d+)", str(error))
        raise _Fault(str(error), int(match[1]) if match else 1) from error
    except RecursionError as error:
        raise _Fault("nested too deep") from error


def _bash(code: str) -> None:
    bash = shutil.which("bash")
    if bash is None:  # Windows without a shell: continuous integration has one
        return
    done = subprocess.run([bash, "-n"], input=code, capture_output=True, text=True, timeout=10, check=False)
    if done.returncode:
        said = done.stderr.strip().split("\n")[0]
        match = re.search(r"line (\d+): (.*)", said)
        raise _Fault(match[2] if match else said, int(match[1]) if match else 1)


PARSERS: dict[str, Callable[[str], None]] = {
    "python": _python,
    "yaml": _yaml,
    "json": _json,
    "toml": _toml,
    "bash": _bash,
}


def check(bank: Bank) -> Iterator[Problem]:
    """Parse every example."""
    for record in bank.records.values():
        for i, example in enumerate(record.question.code or ()):
            parser = PARSERS.get(example.language)
            if parser is None:
                continue
            try:
                parser(example.code)
            except _Fault as fault:
                where = ("code", i, "code")
                lines = example.code.split("\n")
                offset = sum(len(line) + 1 for line in lines[: max(fault.line - 1, 0)])
                offset = min(offset, max(len(example.code) - 1, 0))
                message = f"line {fault.line} of example {i + 1} is not {example.language}: {fault}"
                help_ = "correct it, or choose the language that it is in"
                yield record.source.problem_in_text(CODE_SYNTAX, where, offset, message, help_)
