"""The commands that change where a record is found: `bank rename`, `bank retire`, `bank move`."""

from collections.abc import Callable
from pathlib import Path

import click

from bank import checks, problems, renaming
from bank.console import DATA, tell
from bank.edits import Change, RefusedError, apply
from bank.load import Bank, load
from bank.problems import Problem, display_path


@click.command()
@DATA
@click.argument("old")
@click.argument("new")
def rename(folder: Path, old: str, new: str) -> None:
    """Give the record OLD the id NEW: its file, every reference to it, and a redirect from its old address."""
    _carry_out(folder, old, lambda bank: renaming.rename(bank, old, new))


@click.command()
@DATA
@click.argument("id_", metavar="ID")
@click.option("--to", required=True, metavar="ID", help="The record that answers the question now.")
@click.option("--why", required=True, help="The reason, in a few words; it stands in redirects.yml.")
def retire(folder: Path, id_: str, to: str, why: str) -> None:
    """Delete a record in favor of another, which takes over every reference and the old address."""
    _carry_out(folder, id_, lambda bank: renaming.retire(bank, id_, to, why))


@click.command()
@DATA
@click.argument("id_", metavar="ID")
@click.argument("topic")
def move(folder: Path, id_: str, topic: str) -> None:
    """Put a record into another topic, with a redirect from its old address."""
    _carry_out(folder, "", lambda bank: renaming.move(bank, id_, topic))


def _carry_out(folder: Path, id_: str, planned: Callable[[Bank], list[Change]]) -> None:
    bank, found = load(folder)
    if problems.errors(found):
        tell(problems.errors(found), "human")
        raise click.ClickException("references in files that cannot be read would be missed: mend these first")
    before = {problem.message for problem in _errors(bank)}

    def fault() -> str:
        after, unread = load(folder)
        new = [p for p in [*problems.errors(unread), *_errors(after)] if p.message not in before]
        return f"{new[0].as_line()} ({new[0].help})" if new else ""

    try:
        changes = planned(bank)
        apply(changes, fault)
    except RefusedError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        raise click.ClickException(f"{error.filename or folder}: {error.strerror}; nothing was changed") from error
    for change in changes:
        done = "deleted" if change.after is None else "written" if change.before is None else "changed"
        click.echo(f"{done:8} {display_path(change.path)}")
    for place in renaming.mentions(bank, id_) if id_ else ():
        click.echo(f"look at  {place}, which names '{id_}'")


def _errors(bank: Bank) -> list[Problem]:
    """Return the errors that the checks see without reading every text."""
    quick = [check for check in checks.CHECKS if check not in checks.THOROUGH]
    return problems.errors(problem for check in quick for problem in check(bank))
