"""`bank rename`, `retire` and `move` change a record's address and every reference to it, all or nothing."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from support import Folder

from bank.cli import main
from bank.edits import Change, RefusedError, apply
from bank.exports import write
from bank.load import load

NAMING = """\
answer: |
  See [it](q:canary), not `q:canary`, and [again](q:canary) or
  [another](q:canary-two).

  ```text
  [code](q:canary)
  ```
summary: >-
  A folded line with [a
  link](q:canary) in it.
related: [canary-two,   'canary']  # a comment about canary
distinct_from:
  - why: not canary
    id: "canary"
follow_ups:
  - question: And then?
    see: canary    # canary
  - {question: "And [q](q:canary)?", see: canary}
"""
GLOSSARY = "canary:  # a term, not a record\n  term: Canary\n  definition: A bird.\n  see:\n    - canary\n    - other\n"


def bank(folder: Folder, command: str, *words: str) -> Result:
    return CliRunner().invoke(main, [command, "--data", str(folder.root), *words])


def texts(folder: Folder) -> dict[str, str]:
    files = sorted(path for path in folder.root.rglob("*") if path.is_file())
    return {path.relative_to(folder.root).as_posix(): path.read_bytes().decode() for path in files}


@pytest.fixture
def linked(folder: Folder) -> Folder:
    """A folder in which `other` names `canary` in every way there is."""
    folder.record("canary-two", title="title: Second thing", question="question: Which second thing breaks?")
    folder.record("other", answer="", summary="", follow_ups="", more=NAMING)
    folder.write("glossary.yml", GLOSSARY)
    return folder


def test_a_rename_changes_the_ids_and_not_another_byte(linked: Folder) -> None:
    before = texts(linked)
    result = bank(linked, "rename", "canary", "bird")
    assert result.exit_code == 0, result.output
    after = texts(linked)
    assert after["questions/release/bird.yml"] == before["questions/release/canary.yml"]
    expected = before["questions/release/other.yml"]
    for old, new in [
        ("[it](q:canary)", "[it](q:bird)"), ("[again](q:canary)", "[again](q:bird)"), ("link](q:canary)", "link](q:bird)"),
        ("'canary'", "'bird'"), ('"canary"', '"bird"'), ("see: canary ", "see: bird "), ("see: canary}", "see: bird}"),
        ("[q](q:canary)", "[q](q:bird)"),
    ]:  # fmt: skip
        assert expected.count(old) == 1
        expected = expected.replace(old, new)
    assert after["questions/release/other.yml"] == expected
    assert after["glossary.yml"] == GLOSSARY.replace("- canary", "- bird")
    assert after["redirects.yml"].endswith("- from: release/canary\n  to: bird\n  why: renamed\n")
    assert not [fault for fault in linked.faults() if "Q2" in fault]


def test_line_ends_of_windows_stay(linked: Folder) -> None:
    path = linked.root / "questions/release/other.yml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert bank(linked, "rename", "canary", "bird").exit_code == 0
    assert path.read_bytes().count(b"\r\n") == path.read_bytes().count(b"\n")
    assert b"see: bird    # canary\r\n" in path.read_bytes()


def test_a_chain_of_renames_leads_to_its_end_in_one_step(folder: Folder) -> None:
    folder.write("redirects.yml", "# Kept.\n- {from: release/egg, to: canary, why: 'renamed'}  # kept, too")
    assert bank(folder, "rename", "canary", "bird").exit_code == 0
    assert bank(folder, "rename", "bird", "eagle").exit_code == 0
    assert texts(folder)["redirects.yml"] == (
        "# Kept.\n- {from: release/egg, to: eagle, why: 'renamed'}  # kept, too\n"
        "- from: release/canary\n  to: eagle\n  why: renamed\n- from: release/bird\n  to: eagle\n  why: renamed\n"
    )
    assert folder.faults() == []


def test_a_retired_record_is_answered_by_another(linked: Folder) -> None:
    linked.record(
        "other", more="follow_ups:\n  - {question: A?, see: canary}\n  - {question: B?, see: canary-two}", follow_ups=""
    )
    linked.write("glossary.yml", GLOSSARY.replace("    - other\n", ""))
    result = bank(linked, "retire", "canary", "--to", "canary-two", "--why", "merged: the same: question")
    assert result.exit_code == 0, result.output
    assert "questions/release/canary.yml" not in texts(linked)
    assert "- {question: A?, see: canary-two}" in texts(linked)["questions/release/other.yml"]
    (entry,) = load(linked.root)[0].redirects
    assert (entry.from_, entry.to, entry.why) == ("release/canary", "canary-two", "merged: the same: question")
    assert not [fault for fault in linked.faults() if "Q2" in fault]


def test_the_redirects_of_a_retired_record_do_not_say_renamed_any_more(folder: Folder) -> None:
    folder.record("other")
    assert bank(folder, "rename", "canary", "bird").exit_code == 0
    assert bank(folder, "retire", "bird", "--to", "other", "--why", "asks the same").exit_code == 0
    assert texts(folder)["redirects.yml"].endswith(
        "- from: release/canary\n  to: other\n  why: retired\n- from: release/bird\n  to: other\n  why: asks the same\n"
    )


def test_a_moved_record_keeps_its_id_and_references(linked: Folder) -> None:
    before = texts(linked)
    assert bank(linked, "move", "canary", "serving").exit_code == 0
    after = texts(linked)
    assert after.pop("redirects.yml").endswith("- from: release/canary\n  to: canary\n  why: moved\n")
    before["questions/serving/canary.yml"] = before.pop("questions/release/canary.yml")
    assert after == before


@pytest.mark.parametrize(
    ("command", "words", "said"),
    [
        ("rename", ("canry", "bird"), "no record has the id 'canry'; did you mean 'canary'?"),
        ("rename", ("canary", "Bird"), "'Bird' is not an id"),
        ("rename", ("canary", "other"), "the id 'other' is taken"),
        ("rename", ("canary", "gone"), "the id 'gone' is retired: readers' links and notes lead from it to 'other'"),
        ("rename", ("gone", "bird"), "no record has the id 'gone'; 'other' has replaced it"),
        ("retire", ("canary", "--to", "canary", "--why", "x"), "'canary' cannot replace itself"),
        ("retire", ("canary", "--to", "nobody", "--why", "x"), "no record has the id 'nobody'"),
        ("retire", ("canary", "--to", "other", "--why", " "), "the reason is empty"),
        ("retire", ("canary", "--to", "other", "--why", "renamed"), "'renamed' is what 'bank rename' writes"),
        ("retire", ("canary", "--to", "other", "--why", "x"), "'other' names 'canary' here, and would name itself; remove it first"),
        ("retire", ("canary", "--to", "canary-two", "--why", "x"),
         "other.yml:28:25: 'canary-two' stands beside 'canary' here, and would stand twice; remove 'canary' first"),
        ("retire", ("other", "--to", "canary", "--why", "x"), "glossary.yml:6:7: 'canary' stands beside 'other' here"),
        ("move", ("canary", "servin"), "there is no topic 'servin'; did you mean 'serving'?"),
        ("move", ("canary", "release"), "'canary' is in topic 'release' already"),
        ("move", ("other", "serving"), "redirects.yml:2:10: 'serving/other' is redirected here, from an earlier change"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_changed(
    linked: Folder, command: str, words: tuple[str, ...], said: str
) -> None:
    linked.write(
        "redirects.yml", "- {from: release/gone, to: other, why: x}\n- {from: serving/other, to: other, why: x}\n"
    )
    before = texts(linked)
    result = bank(linked, command, *words)
    assert (result.exit_code, said in result.output) == (1, True), result.output
    assert texts(linked) == before


def test_an_id_that_is_written_in_a_strange_way_is_left_to_a_person(linked: Folder) -> None:
    linked.record("strange", more='related: ["can\\x61ry"]')
    before = texts(linked)
    result = bank(linked, "rename", "canary", "bird")
    assert result.exit_code == 1
    assert "strange.yml:28:11: 'canary' is written here in a way that this command does not rewrite" in result.output
    assert texts(linked) == before


def test_redirects_that_are_a_list_on_one_line_are_left_to_a_person(folder: Folder) -> None:
    folder.write("redirects.yml", "[{from: release/gone, to: canary, why: x}]\n")
    before = texts(folder)
    result = bank(folder, "rename", "canary", "bird")
    assert (result.exit_code, "redirects.yml:1:1: an entry cannot be added" in result.output) == (1, True)
    assert texts(folder) == before


def test_a_file_that_cannot_be_read_stops_it(linked: Folder) -> None:
    linked.write("questions/release/broken.yml", "related: [canary]\nlevel: x\n")
    before = texts(linked)
    result = bank(linked, "rename", "canary", "bird")
    assert result.exit_code == 1
    assert "broken.yml:2:8: Q203 wrong-value" in result.output
    assert "mend these first" in result.output
    assert texts(linked) == before


def test_a_failure_half_way_puts_back_what_was_there(linked: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = texts(linked)

    def full(path: Path, data: bytes) -> None:
        if path.name == "redirects.yml":
            raise OSError(28, "No space left on device", path.name)
        write(path, data)

    monkeypatch.setattr("bank.edits.write", full)
    result = bank(linked, "rename", "canary", "bird")
    assert result.exit_code == 1
    assert "redirects.yml: No space left on device; nothing was changed" in result.output
    assert texts(linked) == before


def test_a_result_with_a_new_error_is_taken_back(tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    old.write_text("x")
    with pytest.raises(RefusedError, match="it is wrong; nothing was changed"):
        apply([Change(old, "x", None), Change(new, None, "y")], lambda: "it is wrong")
    assert (old.read_text(), new.exists()) == ("x", False)


def test_a_file_that_was_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("theirs")
    with pytest.raises(RefusedError, match="was changed meanwhile"):
        apply([Change(path, "mine", "new")])
    with pytest.raises(RefusedError, match="already exists"):
        apply([Change(path, None, "new")])
    assert path.read_text() == "theirs"


def test_pages_that_name_the_old_id_are_pointed_out(folder: Folder) -> None:
    folder.write(
        "../docs/topics/release.md", '{{ topic("release") }}\nSee topics/release.html#canary.\nA canary-bird.\n'
    )
    folder.write("../docs/topics/serving.md", "x")
    for level in ("beginner", "intermediate", "senior"):
        folder.write(f"../docs/levels/{level}.md", "x")
    result = bank(folder, "rename", "canary", "bird")
    assert [line for line in result.output.splitlines() if line.startswith("look at")] == [
        f"look at  {(folder.root.parent / 'docs/topics/release.md').as_posix()}:2, which names 'canary'"
    ]
