"""The commands that write records: `bank new`."""

import datetime
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar, get_args

import click

from bank import scaffold
from bank.checks.references import retired
from bank.console import DATA
from bank.exports import write
from bank.labels import KIND_NOTES
from bank.load import Bank, load, nearest
from bank.model import Kind, LevelId, is_id
from bank.problems import display_path
from bank.scaffold import Draft
from bank.similar import Finder, Near

T = TypeVar("T")


@click.command()
@DATA
@click.argument("question", required=False)
@click.option("--topic", metavar="ID", help="A topic of topics.yml.")
@click.option("--level", type=click.Choice(get_args(LevelId)), help="Level at which it is asked.")
@click.option("--kind", type=click.Choice(get_args(Kind)), help="Shape of question and answer.")
@click.option("--id", "id_", metavar="ID", help="Permanent id; suggested from the question when it is asked for.")
@click.option("--title", help="Name in lists, at most 50 characters; the id as words without it.")
@click.option("--role", "roles", multiple=True, metavar="ID", help="A role of roles.yml; up to three times.")
def new(
    folder: Path,
    question: str | None,
    topic: str | None,
    level: LevelId | None,
    kind: Kind | None,
    id_: str | None,
    title: str | None,
    roles: tuple[str, ...],
) -> None:
    """Start a record: show the nearest existing questions, then write one with a TODO: in every part still to write.

    What is not given as an argument or option is asked for.
    """
    bank, _ = load(folder)
    if not bank.topics:
        raise click.UsageError(f"{display_path(folder)} has no topics; run 'bank check --data {display_path(folder)}'")
    _refuse_unknown(bank, topic, roles)
    if id_ is not None and (said := _refusal(bank, id_)):
        raise click.UsageError(said)
    question = " ".join((question or _ask("question", lambda: click.prompt("Question", type=str))).split())
    if not question:
        raise click.UsageError("the question is empty; write it as an interviewer asks it")
    near = Finder(bank).nearest(question, kind=kind)
    _show(bank, near)
    topic = topic or _ask("topic", lambda: _asked_topic(bank))
    asked_at = _ask("level", _asked_level) if level is None else level
    shape = _ask("kind", _asked_kind) if kind is None else kind
    id_ = id_ or _ask("id", lambda: _asked_id(bank, question))
    title = (title or scaffold.suggested_title(id_)).strip()
    today = datetime.datetime.now().astimezone().date()
    _write(bank, Draft(id_, topic, title, question, asked_at, shape, roles or tuple(bank.roles)[:1], near, today))


def _write(bank: Bank, draft: Draft) -> None:
    if said := scaffold.fault(draft, bank):
        raise click.UsageError(f"{said}; nothing was written")
    path = scaffold.path_of(bank, draft)
    if path.exists() or path.is_symlink():
        raise click.UsageError(f"{display_path(path)} already exists; nothing was written")
    text = scaffold.record_text(draft)
    try:
        write(path, text.encode())
    except OSError as error:
        raise click.ClickException(f"{display_path(path)} was not written: {error.strerror}") from error
    click.echo(
        f"{display_path(path)}: {text.count('TODO') - 1} parts to write, each marked TODO; 'bank check' lists them"
    )


def _ask(name: str, prompt: Callable[[], T]) -> T:
    try:
        return prompt()
    except click.Abort:
        how = "as the argument" if name == "question" else f"with --{name}"
        raise click.UsageError(
            f"no answer, and nothing was written; without a terminal, give the {name} {how}"
        ) from None


def _asked_topic(bank: Bank) -> str:
    for known, entry in bank.topics.items():
        click.echo(f"  {known:24} {entry.title}")
    return str(click.prompt("Topic", type=click.Choice(list(bank.topics)), show_choices=False))


def _asked_level() -> LevelId:
    answer: LevelId = click.prompt("Level", type=click.Choice(get_args(LevelId)), default="intermediate")
    return answer


def _asked_kind() -> Kind:
    for name, note in KIND_NOTES.items():
        click.echo(f"  {name:12} {note}")
    kinds = click.Choice(get_args(Kind))
    answer: Kind = click.prompt("Kind", type=kinds, default="concept", show_choices=False)
    return answer


def _asked_id(bank: Bank, question: str) -> str:
    suggested = scaffold.suggested_id(question)
    if suggested and _refusal(bank, suggested):
        suggested = ""
    click.echo("  The id stays in addresses and notes for good: two to four words for what it is about.")
    while True:
        answer: str = click.prompt("Id", default=suggested or None)
        said = _refusal(bank, answer)
        if not said:
            return answer
        click.echo(said)


def _refuse_unknown(bank: Bank, topic: str | None, roles: tuple[str, ...]) -> None:
    wanted = [("topic", topic, bank.topics)] if topic is not None else []
    for kind, name, known in [*wanted, *(("role", role, bank.roles) for role in roles)]:
        if name not in known:
            help_ = nearest(name, known) or f"they are {', '.join(known)}"
            raise click.UsageError(f"there is no {kind} '{name}'; {help_}")


def _refusal(bank: Bank, id_: str) -> str:
    """Why a new record may not have an id; the empty string when it may."""
    if not is_id(id_):
        return f"'{id_}' is not an id; use lower-case words joined by hyphens, as in canary-deployment"
    if len(id_) > 60:
        return f"'{id_}' is longer than 60 characters; name what the question is about in two to four words"
    if id_ in bank.records or id_ in bank.broken_ids:
        topic = bank.records[id_].topic if id_ in bank.records else "another file"
        return f"the id '{id_}' is taken, in {topic}; choose another"
    if (target := retired(bank).get(id_)) is not None:
        return f"the id '{id_}' is retired: readers' links and notes lead from it to '{target}'; choose another"
    return ""


def _show(bank: Bank, near: list[Near]) -> None:
    click.echo("Nearest existing questions:" if near else "No existing question is near.")
    for other in near:
        record = bank.records[other.id]
        click.echo(f"  {other.score:.2f} {other.verdict:9} {other.id} ({record.topic}): {record.question.question}")
    if near and near[0].verdict == "duplicate":
        click.echo("  The first asks the same: improve that record instead, or say in distinct_from what differs.")
