"""What the bank holds and where it is thin, in figures for those who decide what to write or review next."""

import datetime
from collections import Counter
from collections.abc import Iterator
from typing import get_args

from bank.load import Bank
from bank.model import LevelId

DUE = 270
"""Days after which a record is due for a review: about nine months."""
DUE_SHOWN = 100
_AGES = ((90, "up to 3 months"), (180, "3 to 6 months"), (DUE, "6 to 9 months"))
_OVERDUE = "over 9 months"


def lines(bank: Bank, today: datetime.date, shown: int | None = 10) -> Iterator[str]:
    """Return the report, line by line; of a list of records it names the first few, or all when `shown` is None."""
    yield from _table(bank)
    yield ""
    yield from _reviews(bank, today, shown)
    yield ""
    yield from _code(bank)
    yield ""
    yield from _thin(bank)
    yield ""
    without = [record.id for record in bank.records.values() if not record.question.in_production]
    yield from _named("without a source in production", without, shown)


def due_list(bank: Bank, today: datetime.date, repo_url: str) -> str:
    """Return the records that are due for a review as Markdown for an issue, the empty string when there is none."""
    ids = _due(bank, today)
    if not ids:
        return ""
    rows = []
    for id_ in ids[:DUE_SHOWN]:
        record = bank.records[id_]
        name = f"{record.topic}/{id_}"
        file = f"[{name}]({repo_url}/blob/main/data/questions/{name}.yml)" if repo_url else f"`{name}`"
        rows.append(f"- [ ] {file}, last reviewed on {record.question.reviewed}")
    rest = [f"\nAnd {len(ids) - DUE_SHOWN} more."] if len(ids) > DUE_SHOWN else []
    intro = (
        "Nobody has checked these against their references for nine months. Read one, mend what is no longer true, set "
        "`reviewed:` to the day, and open a pull request; it leaves the list by itself.\n"
    )
    return "\n".join([intro, *rows, *rest]) + "\n"


def _table(bank: Bank) -> Iterator[str]:
    levels = get_args(LevelId)
    counts = Counter((record.topic, record.question.level) for record in bank.records.values())
    width = max([len(topic) for topic in bank.topics] + [len("all topics")])

    def row(name: str, numbers: list[int]) -> str:
        cells = "".join(f"{number or '-':>{len(level) + 2}}" for number, level in zip(numbers, levels, strict=True))
        return f"{name:{width}}{cells}{sum(numbers):>6}"

    yield f"{'topic':{width}}{''.join(f'  {level}' for level in levels)}{'all':>6}"
    for topic in bank.topics:
        yield row(topic, [counts[topic, level] for level in levels])
    yield row("all topics", [sum(counts[topic, level] for topic in bank.topics) for level in levels])


def _reviews(bank: Bank, today: datetime.date, shown: int | None) -> Iterator[str]:
    ages = {id_: (today - record.question.reviewed).days for id_, record in bank.records.items()}
    names = [*(name for _, name in _AGES), _OVERDUE]
    counts = Counter(next((name for limit, name in _AGES if age <= limit), _OVERDUE) for age in ages.values())
    yield f"last reviewed: {', '.join(f'{name} {counts[name]}' for name in names)}"
    due = _due(bank, today)
    if due:
        yield from _named("due for a review, the oldest first", due, shown)


def _due(bank: Bank, today: datetime.date) -> list[str]:
    """Return the ids of what is due for a review, the oldest first."""
    days = {id_: record.question.reviewed for id_, record in bank.records.items()}
    return sorted((id_ for id_, day in days.items() if (today - day).days > DUE), key=lambda id_: (days[id_], id_))


def _code(bank: Bank) -> Iterator[str]:
    examples = [code for record in bank.records.values() for code in record.question.code or ()]
    run = sum(code.is_run for code in examples)
    having = sum(any(code.is_run for code in record.question.code or ()) for record in bank.records.values())
    yield (
        f"examples: {len(examples)}, of which {run} are run and compared; "
        f"{having} of {len(bank.records)} records have one that is run"
    )


def _thin(bank: Bank) -> Iterator[str]:
    sizes = {topic: len(bank.of_topic(topic)) for topic in bank.topics}
    thinnest = sorted(sizes, key=lambda topic: sizes[topic])[:5]  # topics of one size stay in the order of the site
    yield f"thinnest topics: {', '.join(f'{topic} {sizes[topic]}' for topic in thinnest) or 'none'}"


def _named(what: str, ids: list[str], shown: int | None) -> Iterator[str]:
    yield f"{what}: {len(ids)}"
    for id_ in ids[:shown]:
        yield f"  {id_}"
    if shown is not None and len(ids) > shown:
        yield f"  and {len(ids) - shown} more; --all names them"
