"""A reference leads to a record or entry that exists, once, and not to itself."""

import pytest
from support import Folder


@pytest.mark.parametrize(
    ("more", "fault", "help_"),
    [
        ("related: [other, canay]", "28:18 Q204 unknown-id: related names 'canay', which no record has", "did you mean 'canary'?"),
        ("related: [other, other]", "28:18 Q205 repeated-reference: related names 'other' twice", "remove one"),
        ("related: [canary]", "28:11 Q206 self-reference: related names the record itself", "name another"),
        ("related: [gone]", "28:11 Q207 retired-id: related names 'gone', which 'other' has replaced", "name 'other'"),
        ("distinct_from:\n  - {id: nobody, why: w}", "29:10 Q204 unknown-id: distinct_from names 'nobody', which no", "correct the id"),
        ("given: See [it](q:nobody).", "28:17 Q204 unknown-id: the link names 'nobody', which no record has", "correct the id"),
        ("given: See [it](q:canary).", "28:17 Q206 self-reference: a link to the record itself", "link to another"),
        ("given: See [it](q:gone).", "28:17 Q207 retired-id: the link names 'gone', which 'other' has", "name 'other'"),
        ("in_production:\n  - {who: gogle, what: w, source: https://a.org}", "29:11 Q204 unknown-id: who names 'gogle'", "did you mean 'google'?"),
    ],
)  # fmt: skip
def test_a_wrong_reference_is_named_with_its_place(folder: Folder, more: str, fault: str, help_: str) -> None:
    folder.record("other")
    folder.write("redirects.yml", "- {from: release/gone, to: other, why: merged}\n")
    folder.record(more=more)
    found = next(p for p in folder.problems() if p.rule.severity == "error")
    assert f"{found.line}:{found.column} {found.rule.code} {found.rule.name}: {found.message}".startswith(fault)
    assert help_ in found.help


def test_see_may_name_a_record_twice_but_not_an_unknown_one(folder: Folder) -> None:
    folder.record("other")
    folder.record(follow_ups="follow_ups:\n  - {question: A?, see: other}\n  - {question: B?, see: other}")
    assert folder.faults() == []
    folder.record(follow_ups="follow_ups:\n  - {question: A?, see: other}\n  - {question: B?, see: ohter}")
    assert folder.faults() == ["canary.yml:23:25 Q204 unknown-id: see names 'ohter', which no record has"]


def test_an_unknown_or_repeated_role_is_named(folder: Folder) -> None:
    folder.record(roles="roles: [mlops-engineer, mlops-engineer, mlops-enginer]")
    assert folder.faults() == [
        "canary.yml:7:25 Q205 repeated-reference: roles names 'mlops-engineer' twice",
        "canary.yml:7:41 Q204 unknown-id: roles names 'mlops-enginer', which roles.yml does not have",
    ]


def test_a_level_that_the_site_does_not_describe_is_named(folder: Folder) -> None:
    folder.write("levels.yml", "senior: {title: Senior, years: some, summary: Knows., expected: [Knows.]}\n")
    assert folder.faults() == [
        "canary.yml:3:8 Q204 unknown-id: level names 'intermediate', which levels.yml does not have"
    ]


def test_a_link_in_code_is_text(folder: Folder) -> None:
    folder.record(more="given: Write `[it](q:nobody)`.")
    assert folder.faults() == []


def test_the_glossary_names_records_that_exist_and_each_word_once(folder: Folder) -> None:
    folder.write(
        "glossary.yml",
        "canary: {term: Canary, definition: A bird., synonyms: [small bird], see: [canary]}\n"
        "bird: {term: Small bird, definition: Another., see: [canary, canary, none]}\n",
    )
    assert folder.faults() == [
        "glossary.yml:2:14 Q205 repeated-reference: 'Small bird' already stands for 'canary'",
        "glossary.yml:2:62 Q205 repeated-reference: see names 'canary' twice",
        "glossary.yml:2:70 Q204 unknown-id: see names 'none', which no record has",
    ]
