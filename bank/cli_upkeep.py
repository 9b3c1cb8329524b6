"""The commands for those who look after the bank: `bank review`."""

from pathlib import Path

import click

from bank import reviewing
from bank.console import DATA, changed_files
from bank.load import load


@click.command()
@DATA
def review(folder: Path) -> None:
    """Write what a reviewer wants to see, for every record that differs from main: the nearest questions, and how it reads.

    It is Markdown for the summary of a job on GitHub. What a record says cannot break it.
    """
    bank, _ = load(folder)
    click.echo(reviewing.summary(bank, changed_files(folder)), nl=False)
