"""Folders are topics, file names are ids, and nothing is read that a record should not reach."""

from pathlib import Path

from support import RECORD, Folder

from bank.checked import checked


def test_a_file_name_that_is_no_id_is_named(folder: Folder) -> None:
    folder.write("questions/release/Canary_2.yml", RECORD)
    assert folder.faults() == ["Canary_2.yml:1:1 Q110 bad-file-name: 'Canary_2' is not an id"]


def test_an_id_in_a_companion_is_checked_like_a_file_name(folder: Folder) -> None:
    folder.write("companies.yml", "google: {title: Google}\nBad Id: {title: Bad}\n")
    assert folder.faults() == ["companies.yml:2:1 Q110 bad-file-name: 'Bad Id' is not an id"]


def test_another_extension_is_named(folder: Folder) -> None:
    folder.write("questions/release/shadow.yaml", RECORD)
    assert folder.faults() == ["shadow.yaml:1:1 Q111 wrong-extension: a record's file ends in .yml"]
    assert "rename it to shadow.yml" in {problem.help for problem in folder.problems()}


def test_a_folder_that_is_no_topic_is_named_once_with_the_nearest(folder: Folder) -> None:
    folder.write("questions/relase/a.yml", RECORD)
    folder.write("questions/relase/b.yml", RECORD)
    assert folder.faults() == ["relase:1:1 Q112 unknown-topic: folder 'relase' is no topic of topics.yml"]
    assert "did you mean 'release'?" in {problem.help for problem in folder.problems()}


def test_symbolic_links_are_refused_and_not_followed(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "secret.yml").write_text(RECORD)
    (folder.root / "questions/release/link.yml").symlink_to(tmp_path / "secret.yml")
    (folder.root / "questions/serving").symlink_to(tmp_path)
    assert folder.faults() == [
        "link.yml:1:1 Q113 symbolic-link: this is a symbolic link",
        "serving:1:1 Q113 symbolic-link: this is a symbolic link",
    ]
    assert list(checked(folder.root)[0].records) == ["canary"]


def test_the_same_id_in_two_topics_names_both(folder: Folder) -> None:
    folder.record(topic="serving")
    (fault,) = folder.faults()
    assert fault.startswith("canary.yml:1:1 Q114 repeated-id: id 'canary' is also in ")
    assert fault.endswith("release/canary.yml")


def test_a_missing_companion_is_named(folder: Folder) -> None:
    (folder.root / "levels.yml").unlink()
    assert "levels.yml:1:1 Q115 missing-file: levels.yml is missing" in folder.faults()


def test_files_outside_a_topic_and_nested_folders_are_named(folder: Folder) -> None:
    folder.write("questions/note.yml", RECORD)
    folder.write("questions/release/deep/a.yml", RECORD)
    assert folder.faults() == [
        "note.yml:1:1 Q116 stray-file: this file is in no topic's folder",
        "deep:1:1 Q116 stray-file: a folder inside a topic's folder",
    ]


def test_hidden_files_are_left_alone(folder: Folder) -> None:
    folder.write("questions/release/.canary.yml.swp", b"\xff")
    assert folder.faults() == []


def test_records_come_by_topic_level_priority_kind_and_title(folder: Folder) -> None:
    folder.record("b-deep", title="title: A", priority="priority: deep")
    folder.record("c-core", title="title: Z", priority="priority: core")
    folder.record("d-first", level="level: beginner")
    folder.record("a-compared", title="title: A", kind="kind: comparison")
    folder.record("e-other", topic="serving", level="level: beginner")
    assert list(checked(folder.root)[0].records) == ["d-first", "c-core", "canary", "a-compared", "b-deep", "e-other"]
