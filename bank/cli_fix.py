"""`bank fix`: shows what would put records into shape, and does it when asked."""

import difflib
import re
from collections.abc import Iterator
from pathlib import Path

import click

from bank import examples
from bank.console import DATA
from bank.edits import Change, RefusedError, apply
from bank.examples import Example
from bank.fix import fixed
from bank.load import MAX_RECORD_BYTES, nearest, read_record
from bank.problems import display_path
from bank.source import read


@click.command()
@DATA
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--write", "writing", is_flag=True, help="Change the files instead of showing what would change.")
def fix(folder: Path, ids: tuple[str, ...], writing: bool) -> None:  # noqa: FBT001 - click passes a flag
    """Put all records, or the named ones, into shape: keys in order, long lines wrapped, days, schema line, missing output.

    Shows the difference; --write makes it. Comments stay, and so does whatever is not understood. Examples without output
    are run.
    """
    files = {path.stem: path for path in sorted((folder / "questions").glob("*/*.yml")) if not path.is_symlink()}
    for id_ in ids:
        if id_ not in files:
            raise click.UsageError(f"no record has the id '{id_}'; {nearest(id_, files) or 'see data/questions'}")
    changes = []
    for path in [files[id_] for id_ in dict.fromkeys(ids)] or files.values():
        source, problems = read(path, MAX_RECORD_BYTES)
        if problems or source.data is None:
            said = problems[0].as_line() if problems else f"{display_path(path)}:1:1: the file is empty"
            click.echo(f"left alone: {said}", err=True)
            continue
        text = fixed(path, source.text)
        text = fixed(path, text, dict(_printed(path, text)))
        if text != source.text:
            changes.append(Change(path, source.text, text))
    for change in changes:
        _show(change)
    if writing:
        try:
            apply(changes)
        except (RefusedError, OSError) as error:
            raise click.ClickException(str(error)) from error
    files_ = f"{len(changes)} file{'' if len(changes) == 1 else 's'}"
    click.echo(f"{files_} changed" if writing else f"{files_} would change{'; --write does it' if changes else ''}")


def _printed(path: Path, text: str) -> Iterator[tuple[int, str]]:
    """Run the examples that have no output, where the rest of the record can be read."""
    record = read_record(path, text)
    if record is None and re.search("^code:", text, re.MULTILINE):
        click.echo(f"not run: the examples of {display_path(path)}, until 'bank check' can read it", err=True)
    for i, code in enumerate(record.question.code or () if record else ()):
        if record is None or not code.is_run or code.output is not None:
            continue
        try:
            result = examples.run(Example(record, i))
        except (SyntaxError, ValueError) as error:
            click.echo(f"left alone: example {i + 1} of {record.id}: {error}", err=True)
            continue
        failed = [problem for problem in result.problems if problem.rule is not examples.OUTPUT_DIFFERS]
        if failed:
            click.echo(f"left alone: {failed[0].as_line()}", err=True)
        else:
            yield i, result.printed


def _show(change: Change) -> None:
    name = display_path(change.path)
    before, after = (change.before or "").splitlines(), (change.after or "").splitlines()
    found = list(difflib.unified_diff(before, after, name, name, lineterm=""))
    for line in found or [f"{name}: line ends"]:
        click.secho(line, fg={"+": "green", "-": "red", "@": "cyan"}.get(line[:1]))
    if found and (change.before or "").count("\r\n"):
        click.echo(f"{name}: line ends")
