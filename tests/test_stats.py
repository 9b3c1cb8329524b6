"""`bank stats` says what the bank holds and where it is thin."""

import datetime

import pytest
from click.testing import CliRunner
from support import ROOT, Folder

from bank import stats
from bank.checked import checked
from bank.cli import main
from bank.stats import lines

CODE = "code:\n  - title: T\n    language: {}\n    code: |\n      print(1)\n    {}"
SOURCE = 'in_production:\n  - {who: google, what: Did it., source: "https://example.org/"}'


def report(folder: Folder, shown: int | None = 10) -> list[str]:
    return list(lines(checked(folder.root)[0], datetime.date(2026, 11, 26), shown))


def test_records_are_counted_by_topic_and_level(folder: Folder) -> None:
    folder.record("other", level="level: senior")
    folder.record("third", topic="serving", level="level: senior")
    assert report(folder)[:4] == [
        "topic       beginner  intermediate  senior   all",
        "release            -             1       1     2",
        "serving            -             -       1     1",
        "all topics         -             1       2     3",
    ]
    assert "thinnest topics: serving 1, release 2" in report(folder)


def test_reviews_are_due_after_nine_months(folder: Folder) -> None:
    folder.record("other", reviewed="reviewed: 2026-09-01")
    folder.record("third", added="added: 2026-03-01", reviewed="reviewed: 2026-03-01")  # 270 days, to the day
    found = report(folder)
    assert "last reviewed: up to 3 months 1, 3 to 6 months 0, 6 to 9 months 1, over 9 months 1" in found
    place = found.index("due for a review, the oldest first: 1")
    assert found[place + 1] == "  canary"


def test_examples_count_as_run_only_where_their_output_is_compared(folder: Folder) -> None:
    folder.record("other", more=CODE.format("python", 'output: "1"'))
    folder.record("third", more=CODE.format("python", "runs: false\n    why_not_run: needs a GPU"))
    assert "examples: 2, of which 1 are run and compared; 1 of 3 records have one that is run" in report(folder)


def test_records_without_a_source_are_named_as_far_as_there_is_room(folder: Folder) -> None:
    folder.record(more=SOURCE)
    for id_ in ("a1", "b2", "c3"):
        folder.record(id_)
    assert report(folder)[-4:] == ["without a source in production: 3", "  a1", "  b2", "  c3"]
    assert report(folder, 2)[-2:] == ["  b2", "  and 1 more; --all names them"]
    assert report(folder, None)[-1] == "  c3"


def test_an_empty_bank_has_figures_too(folder: Folder) -> None:
    (folder.root / "questions/release/canary.yml").unlink()
    assert report(folder)[3] == "all topics         -             -       -     0"


def test_what_cannot_be_read_is_said(folder: Folder) -> None:
    folder.record("other", level="level: x")
    result = CliRunner().invoke(main, ["stats", "--data", str(folder.root)])
    assert result.exit_code == 0
    assert "Not all could be read (1 error): run 'bank check'." in result.output


def test_the_table_of_the_real_data_adds_up() -> None:
    bank = checked(ROOT / "data")[0]
    table = list(lines(bank, datetime.date(2026, 11, 26)))[1 : len(bank.topics) + 2]
    assert sum(int(line.split()[-1]) for line in table[:-1]) == int(table[-1].split()[-1]) == len(bank.records)


def due(folder: Folder, repo: str = "") -> str:
    return stats.due_list(checked(folder.root)[0], datetime.date(2026, 11, 26), repo)


def test_what_is_due_is_a_list_for_an_issue_the_oldest_first(folder: Folder) -> None:
    folder.record(reviewed="reviewed: 2024-02-01")
    folder.record("older", topic="serving", reviewed="reviewed: 2023-01-05")
    folder.record("fresh", reviewed="reviewed: 2026-11-20")
    assert due(folder).splitlines()[2:] == [
        "- [ ] `serving/older`, last reviewed on 2023-01-05", "- [ ] `release/canary`, last reviewed on 2024-02-01",
    ]  # fmt: skip
    printed = CliRunner().invoke(main, ["stats", "--due", "--data", str(folder.root)], env={"REPO_URL": ""}).output
    assert printed.splitlines()[2:4] == due(folder).splitlines()[2:4]
    link = "- [ ] [serving/older](https://example.org/repo/blob/main/data/questions/serving/older.yml), last"
    assert link in due(folder, "https://example.org/repo")


def test_nothing_is_printed_when_nothing_is_due(folder: Folder) -> None:
    folder.record(reviewed="reviewed: 2026-11-20")
    assert due(folder) == ""


def test_a_long_list_is_cut_and_counted(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stats, "DUE_SHOWN", 1)
    folder.record(reviewed="reviewed: 2024-02-01")
    folder.record("older", reviewed="reviewed: 2023-01-05")
    assert due(folder).splitlines()[2:] == ["- [ ] `release/older`, last reviewed on 2023-01-05", "", "And 1 more."]
