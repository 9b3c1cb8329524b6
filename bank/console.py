"""What the commands share: the data folder's option, and how problems are printed."""

import os
from collections.abc import Sequence
from pathlib import Path

import click

from bank import changed, problems
from bank.problems import Format, Problem

DATA = click.option(
    "--data", "folder", default="data", metavar="DIR", show_default=True,
    type=click.Path(exists=True, file_okay=False, path_type=Path), help="The data folder.",
)  # fmt: skip

FORMAT = click.option(
    "--format", "style", type=click.Choice(["human", "lines", "json", "github"]), show_default="human; github in Actions",
    default=lambda: "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "human", help="How to print problems.",
)  # fmt: skip


def tell(found: Sequence[Problem], style: Format) -> None:
    """Print problems in the order of the report."""
    text = problems.report(sorted(found, key=lambda problem: problem.sort_key), style)
    if text:
        click.echo(text)


def changed_files(folder: Path) -> frozenset[Path]:
    """Return the files of a data folder that differ from main (resolved paths), or say how to call the command instead."""
    try:
        return changed.changed_files(folder)
    except changed.NoHistoryError as error:
        raise click.UsageError(str(error)) from error
