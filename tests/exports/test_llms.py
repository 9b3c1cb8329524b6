"""llms.txt has the form that llmstxt.org asks for; llms-full.txt has every record in full."""

import re

import pytest
from support import EDITION, ROOT, Folder

from bank.checked import checked
from bank.edition import Edition
from bank.exports import llms
from bank.load import Bank
from bank.markup import fences, texts, without_fences

MORE = """\
given: |
  The log says `exit 137`.
mistakes: [Ships everything.]
code:
  - title: Half of them
    language: python
    code: |
      print("```")
    output: |
      ```
  - {title: On a GPU, language: python, code: import torch, runs: false, why_not_run: needs a GPU}
in_production:
  - {who: google, what: It rolls out slowly., source: "https://example.org/google"}
"""


def made(bank: Bank, edition: Edition = EDITION) -> tuple[str, str]:
    index, full = (file.data.decode() for file in llms.make(bank, edition))
    return index, full


@pytest.fixture
def full(folder: Folder) -> str:
    folder.record(
        answer="answer: |\n  See [shadow](q:shadow), not `[x](q:y)`.\n\n  - one\n  - two", more=MORE.rstrip(),
        title='title: "A [canary]"',
        follow_ups='follow_ups:\n  - {question: And then?, answer: "One.\\n\\nTwo."}\n  - {question: Else?, see: shadow}',
    )  # fmt: skip
    folder.record("shadow", topic="serving")
    return made(folder.bank())[1]


def test_the_index_is_a_title_a_quotation_and_lists_of_links() -> None:
    bank, _ = checked(ROOT / "data")
    lines = made(bank)[0].splitlines()
    assert lines[0] == "# MLOps Interview Handbook"
    assert lines[2].startswith("> ")
    sections = [line for line in lines if line.startswith("#")][1:]
    assert [section for section in sections if not section.startswith("## ")] == []
    assert sections[-1] == "## Optional"
    start = lines.index(sections[0])
    items = [line for line in lines[start:] if line and line not in sections]
    # https://llmstxt.org: "a markdown list, containing a required markdown hyperlink [name](url), then optionally a :"
    assert [
        item for item in items if not re.fullmatch(r"- \[(?:[^\[\]]|\\[\[\]])+\]\(https://[^\s)]+\): .+", item)
    ] == []
    assert len(items) == len(bank.records) + 2


def test_the_index_names_each_question_with_its_summary(folder: Folder) -> None:
    index, _ = made(folder.bank())
    assert (
        "## Release\n\n- [Canary release](https://example.org/site/topics/release.html#canary): One sentence.\n"
        in index
    )
    assert "Serving" not in index  # a section without a link says nothing
    assert "(https://example.org/site/llms-full.txt)" in index


def test_without_a_site_links_are_relative(folder: Folder) -> None:
    index, full = made(folder.bank(), Edition("2026.11", EDITION.made, "", ""))
    assert "](topics/release.html#canary)" in index
    assert "](llms-full.txt)" in index
    assert "<topics/release.html#canary>" in full


def test_every_text_of_every_real_record_is_in_the_full_text() -> None:
    bank, _ = checked(ROOT / "data")
    plain = " ".join(re.sub(r"\]\([^)]*\)", "]", made(bank)[1]).split())
    for record in bank.records.values():
        for where, text in texts(record.question):
            wanted = " ".join(re.sub(r"\]\([^)]*\)", "]", text).split())
            assert wanted in plain, f"{record.id}: {where}"
        for code in record.question.code or ():
            assert " ".join(code.code.split()) in plain
            assert " ".join((code.output or "").split()) in plain


def test_a_record_is_told_in_the_order_of_its_page(full: str) -> None:
    entry = full.partition("# Release\n")[2].partition("# Serving\n")[0]
    assert re.findall(r"^#+ .*", without_fences(entry), re.MULTILINE) == [
        "## A \\[canary\\]", "### Given", "### Summary", "### What they are really asking", "### Answer", "### Trap to avoid",
        "### Other ways it goes wrong", "### Half of them", "### On a GPU", "### What a strong answer contains",
        "### Practiced at", "### Follow-ups", "### References",
    ]  # fmt: skip
    assert "Not run: needs a GPU" in entry
    assert "1. And then?\n\n   One.\n\n   Two.\n" in entry


def test_links_to_records_lead_to_their_address_and_code_stays(full: str) -> None:
    shadow = "https://example.org/site/topics/serving.html#shadow"
    assert f"See [shadow]({shadow}), not `[x](q:y)`." in full
    assert f"2. Else?\n\n   Answered in [Subject shadow]({shadow})\n" in full


def test_a_fence_is_longer_than_what_is_in_it(full: str) -> None:
    assert [fence.body for fence in fences(full)][:2] == ['print("```")\n', "```\n"]
