"""What is kept between runs is never taken for something else, and its loss costs nothing but time."""

import multiprocessing
import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from support import ROOT, Folder

from bank import cache, checks, html
from bank import source as source_module
from bank.checks import dates, markup
from bank.load import Bank, load
from bank.model import Question
from bank.problems import Problem
from bank.source import Source


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Path]:
    (tmp_path / "mkdocs.yml").touch()
    cache.use(tmp_path)
    yield tmp_path
    cache.use(tmp_path / "nowhere")


def entries(project: Path) -> list[Path]:
    return [path for path in (project / cache.FOLDER).rglob("*") if path.is_file()]


def made(text: str) -> str:
    """Stand for what is made; to be called once."""
    made.calls += 1  # type: ignore[attr-defined]
    return text


@pytest.fixture(autouse=True)
def _uncounted() -> None:
    made.calls = 0  # type: ignore[attr-defined]


def calls() -> int:
    return made.calls  # type: ignore[attr-defined,no-any-return]


def test_the_same_is_made_once_and_survives_the_process(project: Path) -> None:
    for _ in range(2):
        cache.use(project)
        assert cache.text("kind", ("a", "b"), lambda: made("one\ntwo \u2028 é")) == "one\ntwo \u2028 é"
    assert calls() == 1
    assert cache.get("kind", ("a", "b")) == "one\ntwo \u2028 é"


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("parts", [("ab",), ("a", "b", ""), ("", "ab"), ("b", "a")])
def test_other_parts_are_something_else(parts: tuple[str, ...]) -> None:
    cache.text("kind", ("a", "b"), lambda: "one")
    assert cache.get("kind", parts) is None
    assert cache.text("kind", parts, lambda: "two") == "two"
    assert cache.text("other kind", ("a", "b"), lambda: "three") == "three"


@pytest.mark.parametrize("damage", [b"", b"x", b"\xff" * 80, b"0" * 64 + b"\nanother text"])
def test_what_was_damaged_is_made_anew(project: Path, damage: bytes) -> None:
    cache.text("kind", ("a",), lambda: "right")
    (entry,) = entries(project)
    entry.write_bytes(damage)
    assert cache.text("kind", ("a",), lambda: made("right")) == "right"
    assert calls() == 1
    assert cache.text("kind", ("a",), lambda: "wrong") == "right"
    assert entries(project) == [entry]


def test_code_that_changed_makes_everything_anew(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.text("kind", ("a",), lambda: "old")
    monkeypatch.setattr(cache, "_installed", lambda: ("markdown-99.dist-info",))
    cache.use(project)
    assert cache.text("kind", ("a",), lambda: "new") == "new"


def test_a_fault_while_making_leaves_nothing(project: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        cache.text("kind", ("a",), lambda: str(1 // 0))
    assert entries(project) == []


def test_a_folder_that_cannot_be_written_costs_only_time(project: Path) -> None:
    (project / cache.FOLDER).write_text("a file where the folder should be")
    assert cache.text("kind", ("a",), lambda: "one") == "one"
    assert cache.templates() is None
    cache.prune()


@pytest.mark.skipif(sys.platform != "linux", reason="one process does it all there")
def test_two_processes_meet_in_the_middle(
    project: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1})

    def slowly(item: int) -> str:
        time.sleep(0.02)
        if item == 60 and os.getpid() != here:
            os.write(1, b"not heard")
            raise ValueError
        return str(os.getpid())

    def first(item: int) -> str:
        return cache.text("first", (str(item),), lambda: slowly(item))

    def second(item: int) -> str:
        return cache.text("second", (str(item),), lambda: slowly(item))

    here = os.getpid()
    items = range(64)
    cache.share(items, first, second)
    for work in (first, second):
        makers = [work(item) for item in items]
        assert makers[0] == makers[60] == str(here)
        assert makers[63] == makers[62] != str(here)
    assert capfd.readouterr() == ("", "")
    assert len(entries(project)) == 2 * len(items)


@pytest.mark.usefixtures("project")
def test_a_few_things_are_made_by_one_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: pytest.fail("a process for so little"))
    cache.share(range(3), lambda item: cache.text("kind", (str(item),), lambda: "one"))
    assert cache.get("kind", ("2",)) is None


def test_only_a_project_keeps_anything(tmp_path: Path) -> None:
    cache.use(tmp_path)
    assert cache.text("kind", ("a",), lambda: "one") == "one"
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_asks_for_goes(project: Path) -> None:
    for part in ("old", "asked"):
        cache.text("kind", (part,), lambda: "one")
    for entry in entries(project):
        os.utime(entry, (0, time.time() - 20 * 24 * 3600))
    cache.text("kind", ("asked",), lambda: "one")
    states = [project / cache.FOLDER / f"state{number}" for number in range(4)]
    for number, state in enumerate(states):
        state.mkdir()
        os.utime(state, (0, 1000 + number))
    cache.prune()
    assert (cache.get("kind", ("asked",)), cache.get("kind", ("old",))) == ("one", None)
    assert [state.exists() for state in states] == [False, False, True, True]


def test_a_text_is_read_thoroughly_once_and_again_when_it_changes(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = Folder(project)
    folder.record("fine")
    read: list[list[str]] = []

    def reading(bank: Bank) -> Iterator[Problem]:
        if bank.records:
            read.append(list(bank.records))
        return markup.check(bank)

    monkeypatch.setattr(checks, "ALONE", {reading})
    monkeypatch.setattr(checks, "CHECKS", (reading,))

    def faults() -> list[Problem]:
        bank, found = load(folder.root)
        return found + checks.run(bank)

    assert [faults(), faults()] == [[], []]
    folder.record("fine", answer="answer: |\n  Raw <b>HTML</b> is refused, however often it is looked at.")
    assert faults() == faults() != []
    assert read == [["canary"], ["fine"], ["fine"]]


def test_a_record_that_is_kept_is_parsed_for_its_places_only(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = Folder(project)
    folder.record("dated", added="added: 2126-01-05", reviewed="reviewed: 2126-01-05")
    folder.record("broken", level="level: hard")
    before, faults = load(folder.root)
    parsed: list[str] = []

    def counting(source: Source) -> object:
        parsed.append(source.path.stem)
        return parse_(source)

    parse_ = source_module._parsed
    monkeypatch.setattr(source_module, "_parsed", counting)
    bank, again = load(folder.root)
    assert (bank, again) == (before, faults)
    assert [problem.as_line().partition("broken.yml")[2] for problem in again] == [
        ":3:8: Q203 wrong-value: level is 'hard'"
    ]
    assert {"canary", "dated", "broken"} & set(parsed) == {"broken"}
    assert [(problem.line, problem.column) for problem in dates.check(bank)] == [(8, 8), (9, 11)]
    assert parsed[-1] == "dated"
    folder.record("dated")
    assert not list(dates.check(load(folder.root)[0]))


@pytest.mark.usefixtures("project")
def test_a_question_comes_back_as_it_was() -> None:
    bank, _ = load(ROOT / "data")
    assert bank.records
    for record in bank.records.values():
        validated = Question.model_validate(record.source.data)
        assert record.question == validated
        assert record.question.model_fields_set == validated.model_fields_set
        assert repr(record.question) == repr(validated)  # the types, too


def test_a_record_in_another_topic_makes_another_bank(project: Path) -> None:
    folder = Folder(project)
    before, _ = load(folder.root)
    old = folder.root / "questions/release/canary.yml"
    folder.write("questions/serving/canary.yml", old.read_bytes())
    old.unlink()
    after, _ = load(folder.root)
    assert list(before.records) == list(after.records) == ["canary"]
    assert before.digest != after.digest


def test_texts_of_many_pages_are_rendered_once_and_a_new_one_anew(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fresh() -> None:
        monkeypatch.setattr(html, "_known", {})
        html._rendered.cache_clear()

    fresh()
    html.know(["Some **text**", "`more`"])
    assert entries(project)
    fresh()
    with monkeypatch.context() as without:
        without.setattr(html, "_parser", lambda: pytest.fail("rendered a second time"))
        html.know(["Some **text**", "`more`"])
        assert html.to_inline("Some **text**", "x") == "Some <strong>text</strong>"
        assert html.to_html("`more`", "x") == "<p><code>more</code></p>"
    html.know(["Some *other* text", "`more`"])
    assert html.to_inline("Some *other* text", "x") == "Some <em>other</em> text"
