"""The same question in other words is an error, a near one a warning, and a reason silences the pair."""

from support import Folder

GLOSSARY = "data-drift: {term: Data drift, definition: Inputs move., synonyms: [covariate drift]}\n"


def test_the_same_question_in_other_words_is_an_error_at_the_later_record(folder: Folder) -> None:
    folder.write("glossary.yml", GLOSSARY)
    folder.record(
        "drift", title="title: Data drift", question="question: What is data drift?", added="added: 2026-01-01"
    )
    folder.record("shifts", title="title: Covariate drift", question="question: Explain covariate drift.")
    assert folder.faults() == ["shifts.yml:1:8 Q801 duplicate-question: asks the same as 'drift' (Data drift, 0.90)"]


def test_a_near_question_is_a_warning(folder: Folder) -> None:
    folder.write("glossary.yml", GLOSSARY)
    folder.record(
        "drift", title="title: Data drift", question="question: What is data drift?", added="added: 2026-01-01"
    )
    folder.record(
        "react",
        title="title: Reacting to data drift",
        question="question: How do you respond to data drift?",
        kind="kind: how-to",
    )
    assert folder.faults() == []
    near = [fault for fault in folder.faults("warning") if "Q802" in fault]
    assert len(near) == 1
    assert near[0].startswith("react.yml:1:8 Q802 similar-question: is near to 'drift' (Data drift, 0.")


def test_a_reason_silences_the_pair_on_either_side(folder: Folder) -> None:
    folder.record("one", title="title: Zebra stripes", question="question: What are zebra stripes?")
    for more, added in (
        ("", "added: 2026-01-05"),
        ("distinct_from: [{id: one, why: it asks for color}]", "added: 2026-01-01"),
    ):
        folder.record(
            "two", title="title: Zebra stripes", question="question: Explain zebra stripes", more=more, added=added
        )
        faults = [fault for fault in folder.faults() if "Q801" in fault]
        assert bool(faults) == (not more)


def test_a_reason_that_is_not_needed_is_named(folder: Folder) -> None:
    folder.record(
        "other", question="question: Why zebra?", more="distinct_from: [{id: canary, why: it is another bird}]"
    )
    assert [fault for fault in folder.faults("warning") if "Q803" in fault] == [
        "other.yml:28:22 Q803 needless-distinction: 'canary' is not near to this question any more"
    ]
