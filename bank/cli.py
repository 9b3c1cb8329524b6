"""The `bank` command: what the site's build does with the records, without the site."""

import datetime
import json
import os
import sys
from pathlib import Path
from typing import Never, TextIO

import click

from bank import checks, cli_addresses, cli_fix, cli_records, cli_upkeep, downloads, examples, exports, problems, stats
from bank.checked import checked
from bank.console import DATA, FORMAT, changed_files, tell
from bank.edition import current
from bank.load import load
from bank.model import schema_text
from bank.problems import Format, Problem, display_path
from bank.similar import Finder


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Check, run and export a bank of interview questions."""
    for stream in (sys.stdout, sys.stderr):
        # A record may hold any character; a terminal that cannot show one gets an escape instead of a traceback.
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


@main.command()
@DATA
@FORMAT
@click.option(
    "--changed", "differing", is_flag=True, help="Only what differs from main in git; in well under a second."
)
def check(folder: Path, style: Format, differing: bool) -> None:  # noqa: FBT001 - click passes a flag
    """Check every record and say what is wrong, where, and how to mend it.

    Exit status: 0 clean or warnings only, 1 errors, 2 wrong use.
    """
    if differing:
        _check_changed(folder, style)
    bank, found = checked(folder)
    tell(found, style)
    if style == "human":
        number = len(bank.records)
        click.echo(f"{number} record{'' if number == 1 else 's'} readable: {problems.count(found)}", err=bool(found))
    sys.exit(1 if problems.errors(found) else 0)


def _check_changed(folder: Path, style: Format) -> Never:
    paths = changed_files(folder)
    if not paths:
        tell((), style)
        if style == "human":
            click.echo(f"nothing in {display_path(folder)} differs from main")
        sys.exit(0)
    bank, found = load(folder)
    found += checks.run_on(bank, paths)
    tell(found, style)
    if style == "human":
        names = f"{len(paths)} changed file{'' if len(paths) == 1 else 's'}"
        click.echo(f"{names}: {problems.count(found)}", err=bool(found))
    sys.exit(1 if problems.errors(found) else 0)


@main.command("run-code")
@DATA
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--changed", "differing", is_flag=True, help="Only the examples of records that differ from main in git.")
def run_code(folder: Path, ids: tuple[str, ...], differing: bool) -> None:  # noqa: FBT001 - click passes a flag
    """Run the examples of all records, or of the named ones, and compare what they print."""
    if differing and ids:
        raise click.UsageError("name records or say --changed, not both")
    bank, found = load(folder)
    if differing:
        paths = changed_files(folder)
        unread = sorted(path.stem for path in paths if path.stem in bank.broken_ids)
        if unread:
            click.echo(f"not run: {', '.join(unread)}, until 'bank check --changed' can read it", err=True)
        bank, found = bank.only(paths), []
    for id_ in ids:
        if id_ not in bank.records:
            known = (
                "it has problems: run 'bank check'"
                if id_ in bank.broken_ids
                else "see the file names below data/questions"
            )
            raise click.UsageError(f"no record has the id '{id_}'; {known}")
    if problems.errors(found) and not ids:
        tell(found, "human")
        sys.exit(1)
    chosen = examples.examples(bank.records[id_] for id_ in ids or bank.records)
    failed: list[Problem] = []
    for result in examples.run_all(chosen):
        failed += result.problems
        mark = "FAILED" if result.problems else "ok"
        click.echo(f"{mark:6} {result.example.record.id}, example {result.example.index + 1}")
    tell(failed, "github" if os.environ.get("GITHUB_ACTIONS") == "true" else "human")
    click.echo(f"{len(chosen) - len(failed)} of {len(chosen)} examples print what their record says")
    sys.exit(1 if failed else 0)


@main.command()
@DATA
@click.argument("titles", nargs=-1, metavar="[TITLE]...")
@click.option("--titles", "file", type=click.File(encoding="utf-8"), metavar="FILE|-", help="Read titles, one a line.")
@click.option(
    "--format", "style", type=click.Choice(["human", "json"]), default="human", show_default=True, help="How to print."
)
def similar(folder: Path, titles: tuple[str, ...], file: TextIO | None, style: str) -> None:
    """Show the three existing questions nearest to each title, for anyone about to propose one."""
    try:
        lines = [line.strip() for line in file] if file else []
    except UnicodeDecodeError as error:
        raise click.UsageError(f"the titles are not UTF-8: byte {error.start}") from error
    asked = [*titles, *filter(None, lines)]
    if not asked:
        raise click.UsageError("name a title, or a file with --titles")
    bank, _ = load(folder)
    finder = Finder(bank)
    found = [(title, finder.nearest(title)) for title in asked]
    if style == "json":
        rows = [
            {"title": title, "nearest": [{"id": n.id, "score": n.score, "verdict": n.verdict} for n in nearest]}
            for title, nearest in found
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for title, nearest in found:
        click.echo(title)
        for near in nearest:
            click.echo(f"  {near.score:.2f} {near.verdict:9} {near.id}: {bank.records[near.id].question.title}")
        if not nearest:
            click.echo("  nothing near")


@main.command()
@DATA
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--out",
    default=downloads.FOLDER,
    metavar="DIR",
    show_default=True,
    help="Where the files go.",
    type=click.Path(file_okay=False, path_type=Path),
)
@click.option("--list", "listing", is_flag=True, help="Say which exports there are, and stop.")
def export(folder: Path, names: tuple[str, ...], out: Path, listing: bool) -> None:  # noqa: FBT001 - click passes a flag
    """Make the files to take away, all of them or the named ones: PDF, flash cards, data, feed.

    The addresses in them come from SITE_URL. A file is written whole or not at all; what the data's errors forbid is not made.
    """
    known = exports.exports()
    if listing:
        for entry in known.values():
            click.echo(f"{entry.name:12} {entry.about}")
        return
    for name in names:
        if name not in known:
            raise click.UsageError(f"there is no export '{name}'; they are {', '.join(known)}")
    bank, found = checked(folder)
    if problems.errors(found):
        tell(problems.errors(found), "human")
        sys.exit(1)
    edition = current()
    with click.progressbar(
        [known[name] for name in names or known if names or not known[name].needs_site], label="Exporting", file=sys.stderr, item_show_func=lambda e: e.name if e else ""
    ) as chosen:  # fmt: skip
        try:
            made = [(entry.name, file) for entry in chosen for file in entry.make(bank, edition)]
        except exports.ExportError as error:
            raise click.ClickException(f"nothing was written: {error}") from error
    for _, file in made:
        exports.write(out / file.path, file.data)
        if file.picture:
            exports.write(out / f"{file.path}.png", file.picture)
    if not names:
        text = downloads.manifest(made, bank, edition).model_dump_json(indent=1)
        exports.write(out / downloads.MANIFEST, f"{text}\n".encode())
    click.echo(f"{len(made)} files of edition {edition.name} in {out}")


@main.command("stats")
@DATA
@click.option("--all", "everything", is_flag=True, help="Name every record of a list, not only the first ten.")
@click.option(
    "--due", is_flag=True, help="Only what is due for a review, as Markdown for an issue; nothing when nothing is."
)
def show_stats(folder: Path, everything: bool, due: bool) -> None:  # noqa: FBT001 - click passes a flag
    """Count records by topic and level, and say which are due for a review, without a run example or without a source."""
    bank, found = load(folder)
    today = datetime.datetime.now().astimezone().date()
    if due:
        click.echo(stats.due_list(bank, today, current().repo_url), nl=False)
    else:
        for line in stats.lines(bank, today, None if everything else 10):
            click.echo(line)
    if problems.errors(found):
        click.echo(f"Not all could be read ({problems.count(found)}): run 'bank check'.", err=True)


@main.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of a record, as committed in data/question.schema.json."""
    click.echo(schema_text(), nl=False)


for command in (
    cli_records.new,
    cli_addresses.rename,
    cli_addresses.retire,
    cli_addresses.move,
    cli_fix.fix,
    cli_upkeep.review,
    cli_upkeep.links,
):
    main.add_command(command)
