"""A phrase that recurs from record to record is a warning with both places."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support import RECORD, ROOT, Folder

from bank import cache
from bank.checks import sameness
from bank.checks.unfinished import is_unfinished
from bank.load import Bank, Record, load, read_record
from bank.markup import texts
from bank.problems import Problem

PHRASE = "the quick brown fox jumps over lazy dogs"


def _warnings(folder: Folder) -> list[str]:
    return [fault for fault in folder.faults("warning") if "Q702" in fault]


def test_a_recurring_phrase_is_told_once_with_both_places(folder: Folder) -> None:
    folder.record("one", summary=f"summary: Here {PHRASE} again.", kind="kind: comparison")
    folder.record(
        "two",
        really_asking=f"really_asking: Where, {PHRASE.title()}, as often.",
        kind="kind: comparison",
        level="level: senior",
    )
    (fault,) = _warnings(folder)
    assert fault.startswith(
        "two.yml:11:23 Q702 recurring-phrase: 'the quick brown fox jumps over lazy …' also stands in "
    )
    assert fault.endswith("questions/release/one.yml:10")


def test_code_links_short_phrases_and_one_record_alone_are_left_out(folder: Folder) -> None:
    short = " ".join(PHRASE.split()[:6])
    folder.record("one", summary=f"summary: Here {PHRASE}.", really_asking=f"really_asking: There {PHRASE}.")
    folder.record(
        "two", summary=f"summary: Here `{PHRASE}` and {short}.", answer=f"answer: |\n  ```text\n  {PHRASE}\n  ```\n"
    )
    assert _warnings(folder) == []


def test_a_phrase_does_not_reach_over_the_end_of_a_sentence(folder: Folder) -> None:
    folder.record("one", summary="summary: One two three four. Five six seven eight.")
    folder.record("two", summary="summary: One two three four five six seven.")
    assert _warnings(folder) == []


def _every_pair_compared(bank: Bank) -> Iterator[tuple[str, int, int, str]]:
    """What the check says, by its definition: without marks, and with nothing kept."""
    first: dict[tuple[str, ...], tuple[Record, tuple[str | int, ...], int]] = {}
    for record in bank.records.values():
        for where, text in texts(record.question):
            before = False
            for phrase, offset in () if is_unfinished(text) else sameness._phrases(text):
                other, there, at = first.setdefault(phrase, (record, where, offset))
                if other is not record and not before:
                    line, column = record.source.locate(where, offset)
                    place = f"{other.source.name}:{other.source.locate(there, at)[0] + 1}"
                    yield record.source.name, line + 1, column + 1, f"'{' '.join(phrase)} …' also stands in {place}"
                before = other is not record


def _said(problems: Iterator[Problem]) -> list[tuple[str, int, int, str]]:
    return [(problem.path, problem.line, problem.column, problem.message) for problem in problems]


def _of(records: list[Record]) -> Bank:
    return replace(load(ROOT / "nowhere")[0], records={record.id: record for record in records})


@pytest.fixture
def _kept(tmp_path: Path) -> Iterator[None]:
    (tmp_path / "mkdocs.yml").touch()
    cache.use(tmp_path)
    yield
    cache.use(tmp_path / "nowhere")


@pytest.mark.usefixtures("_kept")
def test_records_of_few_words_give_what_comparing_every_pair_gives() -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    faults = 0
    for words in (2, 3, 6, 12, 25) * 6:
        vocabulary = [f"w{number}" for number in range(words)]

        def text(vocabulary: list[str] = vocabulary) -> str:
            words = (chance.choice(vocabulary).title() for _ in range(chance.randrange(1, 30)))
            ends = [*[""] * 20, ".", " `x`"]
            return chance.choice(["", "", "", "TODO: "]) + " ".join(word + chance.choice(ends) for word in words)

        records = []
        for number in range(6):
            lines = f"answer: |\n  {text()}\n\n  {text()}\nstrong_answer: ['{text()}', '{text()}', '{text()}']\n"
            head, _, rest = RECORD.partition("answer: |")
            record = read_record(Path(f"r{number}.yml"), head + lines + rest[rest.index("trap:") :])
            assert record is not None
            records.append(record)
        for bank in (_of(records), _of(records), _of(records[::-1]), _of(records[1:])):
            expected = list(_every_pair_compared(bank))
            assert _said(sameness.check(bank)) == expected
            faults += len(expected)
    assert faults > 100


@pytest.mark.usefixtures("_kept")
def test_repeats_planted_in_the_real_data_are_found_and_nothing_else() -> None:
    chance = random.Random(7)  # noqa: S311 - no secret
    real = load(ROOT / "data")[0]
    assert _said(sameness.check(real)) == list(_every_pair_compared(real))
    records = list(real.records.values())
    for _ in range(3):
        place, other = chance.sample(range(len(records)), 2)
        sentence = " ".join(records[other].question.answer.split()[:20])
        text = records[place].source.text.replace("answer: |\n", f"answer: |\n  {sentence}\n\n", 1)
        planted = read_record(records[place].source.path, text)
        assert planted is not None
        records[place] = planted
    found = _said(sameness.check(_of(records)))
    assert len(found) >= 3
    assert found == list(_every_pair_compared(_of(records)))
