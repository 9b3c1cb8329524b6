"""The commands for those who look after the bank: `bank review`, `bank links`."""

import sys
from pathlib import Path

import click

from bank import problems, reviewing, weblinks
from bank.console import DATA, FORMAT, changed_files, tell
from bank.edition import current
from bank.load import load
from bank.problems import Format


@click.command()
@DATA
def review(folder: Path) -> None:
    """Write what a reviewer wants to see, for every record that differs from main: the nearest questions, and how it reads.

    It is Markdown for the summary of a job on GitHub. What a record says cannot break it.
    """
    bank, _ = load(folder)
    click.echo(reviewing.summary(bank, changed_files(folder)), nl=False)


@click.command()
@DATA
@FORMAT
def links(folder: Path, style: Format) -> None:
    """Ask for every page that a record cites, and say which are gone. Slow on purpose: a host gets a request a second.

    Exit status: 0 none is gone (warnings are printed), 1 some are, or the data has errors.
    """
    bank, found = load(folder)
    if problems.errors(found):
        tell(problems.errors(found), style)
        sys.exit(1)
    asking = weblinks.session(f"mlops-interview-handbook link check ({current().repo_url or 'https://example.org/'})")
    said = list(weblinks.check(bank, lambda url: weblinks.answer(asking, url)))
    tell(said, style)
    click.echo(f"{len(weblinks.cited(bank))} addresses: {problems.count(said)}", err=True)
    sys.exit(1 if problems.errors(said) else 0)
