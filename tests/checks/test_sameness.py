"""A phrase that recurs from record to record is a warning with both places."""

from support import Folder

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
