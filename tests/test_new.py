"""`bank new` shows what is there already, asks for what it must know, and leaves marks where a person has to write."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import Folder

from bank.cli import main
from bank.load import load
from bank.scaffold import scalar, suggested_id, suggested_title

QUESTION = "How do you size a replay buffer?"
OPTIONS = ("--topic", "serving", "--level", "senior", "--kind", "how-to", "--id", "replay-buffer")


def new(folder: Folder, *words: str, answers: str = "") -> Result:
    return CliRunner().invoke(main, ["new", "--data", str(folder.root), *words], input=answers)


def files(folder: Folder) -> list[str]:
    return sorted(path.name for path in (folder.root / "questions").rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", ["concept", "design", "debugging"])
def test_a_new_record_has_no_fault_but_its_unfinished_parts(folder: Folder, kind: str) -> None:
    result = new(folder, QUESTION, *OPTIONS, "--kind", kind)
    assert result.exit_code == 0, result.output
    assert {p.rule.name for p in folder.problems() if "replay-buffer" in p.path} == {"unfinished"}
    record = load(folder.root)[0].records["replay-buffer"]
    assert (record.topic, record.question.question, record.question.kind) == ("serving", QUESTION, kind)
    assert all(p.help for p in folder.problems())


def test_the_nearest_questions_are_shown_before_anything_is_asked(folder: Folder) -> None:
    result = new(folder, answers="What does a canary catch?\n")
    assert "1.00 duplicate canary (release): What does a canary catch?" in result.output
    assert result.output.index("duplicate canary") < result.output.index("Topic")
    assert files(folder) == ["canary.yml"]


def test_what_is_not_given_is_asked_for(folder: Folder) -> None:
    result = new(folder, answers=f"{QUESTION}\nserving\nexpert\nsenior\nhow-to\ncanary\nNo Id\nreplay-buffer\n")
    assert result.exit_code == 0, result.output
    assert "the id 'canary' is taken, in release" in result.output
    assert "'No Id' is not an id" in result.output
    question = load(folder.root)[0].records["replay-buffer"].question
    assert (question.title, question.level, question.kind) == ("Replay buffer", "senior", "how-to")


def test_without_a_terminal_the_option_that_is_missing_is_named(folder: Folder) -> None:
    result = new(folder, QUESTION, *OPTIONS[2:])
    assert result.exit_code == 2
    assert "give the topic with --topic" in result.output
    assert files(folder) == ["canary.yml"]


def test_a_look_alike_has_to_be_told_apart(folder: Folder) -> None:
    result = new(folder, "Explain what a canary catches", *OPTIONS)
    assert "The first asks the same: improve that record instead" in result.output
    kept = load(folder.root)[0].records["replay-buffer"].question.distinct_from
    assert [entry.id for entry in kept or ()] == ["canary"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--id", "canary"), "the id 'canary' is taken, in release"),
        (("--id", "broken"), "the id 'broken' is taken, in another file"),
        (("--id", "gone"), "the id 'gone' is retired: readers' links and notes lead from it to 'canary'"),
        (("--id", "../x"), "'../x' is not an id"),
        (("--id", "x" * 61), "longer than 60 characters"),
        (("--topic", "servin"), "there is no topic 'servin'; did you mean 'serving'?"),
        (("--role", "boss"), "there is no role 'boss'; they are mlops-engineer"),
        (("--title", "x" * 51), "title has 51 characters, at most 50 fit; nothing was written"),
        (("--title", "a\u200bb"), "U+200B is invisible"),
        (("--level", "guru"), "'guru' is not one of"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(folder: Folder, words: tuple[str, ...], said: str) -> None:
    folder.write("redirects.yml", "- {from: release/gone, to: canary, why: merged}\n")
    folder.write("questions/release/broken.yml", "title: [")
    before = files(folder)
    result = new(folder, QUESTION, *OPTIONS, *words)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert files(folder) == before


def test_an_empty_or_endless_question_is_refused(folder: Folder) -> None:
    assert "the question is empty" in new(folder, " ", *OPTIONS).output
    assert "question has 400 characters" in new(folder, "x" * 400, *OPTIONS).output
    assert files(folder) == ["canary.yml"]


def test_a_folder_that_cannot_be_written_to_is_told(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = new(folder, QUESTION, *OPTIONS)
    assert result.exit_code == 1
    assert "was not written: No space left on device" in result.output
    assert files(folder) == ["canary.yml"]


@pytest.mark.parametrize(
    "text", ["plain", "What is it: a or b?", "a #b", "no", "12:30", "[x]", '"q"', "- x", "a: b", "é → x", "2026-01-01", "@x"]
)  # fmt: skip
def test_any_question_is_written_so_that_it_reads_the_same(folder: Folder, text: str) -> None:
    folder.write("questions/release/canary.yml", (folder.root / "questions/release/canary.yml").read_text().replace(
        "What does a canary catch?", scalar(text)))  # fmt: skip
    assert load(folder.root)[0].records["canary"].question.question == text


def test_an_id_is_suggested_from_the_telling_words() -> None:
    assert (
        suggested_id("How would you explain the difference between data drift and concept drift?")
        == "data-drift-concept"
    )
    assert suggested_id("Why?") == ""
    assert suggested_title("canary-release") == "Canary release"
    assert len(suggested_title("a-very-long-id-" * 4)) <= 50
