"""What a reviewer is shown of a pull request, read as GitHub reads it."""

import re
from html.parser import HTMLParser

import cmarkgfm
import pytest
from click.testing import CliRunner, Result
from cmarkgfm.cmark import Options
from support import Folder, git

from bank import reviewing
from bank.cli import main

# Each would end the line, the details or the list that it stands in, or start something of its own.
HOSTILE = [
    "</details></div></table>\n\n# Approved\n\n", "<!-- ", "--> x", "<script>alert(1)</script>", "<img src=x onerror=alert(1)>",
    "\n\n```\n", "![x](https://example.org/p.png)", "[x](javascript:alert(1))", "</code></pre>\n\n# Approved", "::error::x\r\r# Approved\r",
    "<details open><summary>\n", "| a |\n| - |\n| b |\n\n# Approved", "<![CDATA[", "<?x", "<style>* {display: none}</style>",
]  # fmt: skip
VOID = {"br", "hr"}


def bank(folder: Folder, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--data", str(folder.root)], env={"GITHUB_ACTIONS": None})


class Shown(HTMLParser):
    """What GitHub makes of a summary: elements that are open where, and what stands in which heading."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.html = cmarkgfm.github_flavored_markdown_to_html(text, Options.CMARK_OPT_UNSAFE)
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.headings: list[str] = []
        self.words = ""
        self.feed(self.html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        assert not [name for name, _ in attrs if name.startswith("on")]
        if tag not in VOID:
            self.open.append(tag)
        if re.fullmatch("h[1-6]", tag):
            self.headings.append("")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data
        if any(re.fullmatch("h[1-6]", tag) for tag in self.open):
            self.headings[-1] += data


def shown(folder: Folder) -> Shown:
    result = bank(folder, "review")
    assert result.exit_code == 0, result.output
    return Shown(result.output)


def test_it_says_when_no_question_differs(cloned: Folder) -> None:
    cloned.write("glossary.yml", "{}\n")
    assert bank(cloned, "review").output == "## Changed questions\n\nNo question differs from main.\n"


def test_a_new_question_is_shown_with_the_nearest_ones(cloned: Folder) -> None:
    more = "distinct_from:\n  - {id: canary, why: It is *about* birds.}"
    cloned.record("bird", title="title: The canary", question="question: What would a canary catch?", more=more)
    page = shown(cloned)
    assert "The canary release/bird" in page.headings
    assert re.search(
        r"<tr><td><code>canary</code> What does a canary catch\?</td><td>\d\.\d\d</td><td>duplicate</td>", page.html
    )
    assert "<td>It is *about* birds.</td>" in page.html
    assert "First line of the answer." in page.words


def test_a_changed_question_is_not_near_to_itself(cloned: Folder) -> None:
    cloned.record(minutes="minutes: 5")
    assert "<code>canary</code>" not in shown(cloned).html


def test_a_question_that_is_gone_is_named_with_where_its_address_leads(cloned: Folder) -> None:
    assert bank(cloned, "rename", "old", "older").exit_code == 0
    page = shown(cloned)
    assert "its old address leads to older" in page.words
    assert "Subject old release/older" in page.headings
    (cloned.root / "redirects.yml").unlink()
    assert "Without a line in redirects.yml its old address is dead" in shown(cloned).words


def test_a_question_that_cannot_be_read_is_named(cloned: Folder) -> None:
    cloned.write("questions/release/# <b>.yml", "level: [")
    page = shown(cloned)
    assert "It cannot be read; the annotations of the check say why." in page.words
    assert [name for name in page.headings if name.endswith("release/# <b>.yml")] == page.headings[1:]


def test_a_picture_is_shown_as_the_source_that_it_is_drawn_from(cloned: Folder) -> None:
    cloned.record(answer="answer: |\n  mermaid\n\n  ```mermaid\n  flowchart LR\n  ```\n\n  > ```math\n  > x\n  > ```")
    page = shown(cloned)
    assert "svg" not in page.tags
    assert "flowchart LR" in page.words
    assert "mermaid" in page.words


def test_links_to_records_are_plain_text(cloned: Folder) -> None:
    cloned.record(answer="answer: See [the old one](q:old) and [docs](https://example.org/d).")
    page = shown(cloned)
    assert "See the old one and " in page.html
    assert '<a href="https://example.org/d">docs</a>' in page.html


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_that_a_record_says_breaks_the_summary(cloned: Folder, text: str) -> None:
    quoted = '"' + text.replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r") + 'end"'
    line = quoted.replace("\\n", " ").replace("\\r", " ")  # in a field of one line, a break is refused
    code = f"code:\n  - title: {line}\n    language: text\n    code: {quoted}"
    cloned.record(
        title=f"title: {line}", question=f"question: {line}", answer=f"answer: {quoted}", summary=f"summary: {line}",
        strong_answer=f"strong_answer: [{line}, b, c]", trap=f"trap: {{tempting: {line}, why_it_fails: x, say_instead: x}}", more=code,
    )  # fmt: skip
    cloned.record("behind")
    page = shown(cloned)
    assert page.open == []
    assert page.tags <= {
        "h2", "h3", "h4", "p", "code", "table", "tr", "th", "td", "details", "summary", "blockquote", "pre", "ul", "ol", "li", "a",
        "div", "span", "thead", "tbody", "strong", "em", "br",
    }  # fmt: skip
    own = {"Changed questions", "In one sentence", "What they are really asking", "Answer", "Trap to avoid", "Follow-ups",
           "What a strong answer contains", "References", "Subject behind release/behind"}  # fmt: skip
    others = [name for name in page.headings if name not in own]
    assert len(others) == 2  # that of the record and that of its example
    assert page.words.count("end") >= 5  # as text, and so not lost
    assert "Subject behind release/behind" in page.headings


def test_more_than_github_shows_is_left_out_and_counted(cloned: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reviewing, "LIMIT", 5000)
    for name in ("a", "b", "c"):
        cloned.record(name, answer=f"answer: {'word ' * 500}")
    assert shown(cloned).words.strip().endswith("And 2 more, for which there is no room here.")


def test_only_the_examples_of_what_differs_are_run(cloned: Folder) -> None:
    code = "code:\n  - {title: T, language: python, code: print(1), output: '2'}"
    cloned.record("wrong", more=code)
    git(cloned.root, "add", "-A")
    git(cloned.root, "commit", "-qm", "x")
    git(cloned.root, "branch", "-f", "main")
    cloned.record("right", more=code.replace("'2'", "'1'"))
    result = bank(cloned, "run-code", "--changed")
    assert result.output.splitlines() == ["ok     right, example 1", "1 of 1 examples print what their record says"]
    assert bank(cloned, "run-code", "--changed", "right").exit_code == 2


def test_examples_that_cannot_be_read_are_named(cloned: Folder) -> None:
    cloned.record("right", level="level: x", more="code:\n  - {title: T, language: python, code: print(1)}")
    assert "not run: right, until 'bank check --changed' can read it" in bank(cloned, "run-code", "--changed").output
    fixing = bank(cloned, "fix", "right").output
    assert "not run: the examples of " in fixing
