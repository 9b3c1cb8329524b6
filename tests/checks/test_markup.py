"""A record is content: what could be code, reach a file or touch a neighbor is refused, and its literal form passes."""

import pytest
from support import Folder

from bank.html import to_html

WRONG = [
    ("a <b>bold</b> word", ["13:5 Q301 raw-html: raw HTML: <b>", "13:12 Q301 raw-html: raw HTML: </b>"]),
    ("topics/<topic>.html", ["13:10 Q301 raw-html: raw HTML: <topic>"]),
    ("<script src=x>", ["13:3 Q301 raw-html: raw HTML: <script src=x>"]),
    ("a <!-- note --> b", ["13:5 Q301 raw-html: raw HTML: <!-- note -->"]),
    ("a <!-- note", ["13:5 Q308 unclosed-comment: the comment '<!-- note' is never closed"]),
    ("word{: .big}", ["13:7 Q302 attribute-list: attribute list: {: .big}"]),
    ("#### Head {#id}", ["13:13 Q302 attribute-list: attribute list: {#id}"]),
    ('--8<-- "secret.txt"', ['13:3 Q303 snippet-include: snippet include: --8<-- "secret.txt"']),
    ("![p](https://a.org/p.png)", ["13:3 Q304 image: image: ![p]"]),
    ("![p][ref]", ["13:3 Q304 image: image: ![p]"]),
    ("[l](http://a.org)", ["13:7 Q305 link-address: address 'http://a.org' is neither https: nor q:"]),
    ("[l](javascript:alert(1))", ["13:7 Q305 link-address: address 'javascript:alert(1' is neither https: nor q:"]),
    ("[l](&#106;avascript:x)", ["13:7 Q305 link-address: address '&#106;avascript:x' is neither https: nor q:"]),
    ("[l](../other.html)", ["13:7 Q305 link-address: address '../other.html' is neither https: nor q:"]),
    ("[l]: data:text/html,x", ["13:8 Q305 link-address: address 'data:text/html,x' is neither https: nor q:"]),
    ("<mailto:a@b.org>", ["13:4 Q305 link-address: address 'mailto:a@b.org' is neither https: nor q:"]),
    ("<a@b.org>", ["13:4 Q305 link-address: address 'a@b.org' is neither https: nor q:"]),
    ("### Head", ["13:3 Q306 heading-level: heading '### Head' is above level 4"]),
    ("#1 reason", ["13:3 Q306 heading-level: heading '#1 reason' is above level 4"]),
    ("Head\n  ----", ["13:3 Q306 heading-level: heading 'Head' is above level 4"]),
    ("```python\n  x = 1", ["13:3 Q307 unclosed-fence: the fence 'python' is never closed"]),
    ("```python\n  x = 1\n  ````", ["13:3 Q307 unclosed-fence: the fence 'python' is never closed"]),
    ("``` {.python onclick=x}\n  x\n  ```", ["13:3 Q309 fence-header: fence header '{.python onclick=x}'"]),
    ('!!! md-overlay "x"', ["13:7 Q310 admonition-type: admonition type 'md-overlay'"]),
    ("> " * 9 + "deep", ["13:3 Q311 too-nested: nested too deep at '> > > > > > > > >'"]),
    ('[l](https://a.org "t" x=y)', ["13:20 Q312 link-title: '\"t\" x=y)' stands behind a link's address"]),
    ("[l](https://[)", ["13:7 Q305 link-address: address 'https://[' is neither https: nor q:"]),
    ("[" * 30, ["13:3 Q311 too-nested: nested too deep at '" + "[" * 30 + "'"]),
]
RIGHT = [
    "a `<b>` word and a \\<b> one",
    "p < 0.05 and q > 3, latency <5 ms, a <- b",
    "``a ` <b>`` and `{: .big}`",
    "Helm: {{ .Values.image }} and {% if x %} and {# note #} and ${{ secrets.X }}",
    '`![p](x)`, `--8<-- "f"`, `<!-- note`',
    "[l](https://a.org) [q](q:other) [r][ref] <https://a.org>\n\n  [ref]: https://a.org 'Title'",
    "[l](https://a.org/b_(c)) [l](https://a.org:8/?x#y \"a 'title'\")",
    "Note.[^1]\n\n  [^1]: A footnote.",
    "#### Head",
    "- one\n    `a code span that is longer than the thirty-two columns of the limit` goes on",
    "- a\n  - b\n\n  ---\n\n  text",
    "| a | b |\n  | --- | --: |\n  | 1 | 2 |",
    '~~~yaml title="values.yml"\n  <b>: {{ x }}\n  ![p](x)\n  ~~~',
    "1. step\n\n      ```python\n      print('<b>')\n      ```\n\n  2. next",
    '!!! note "A title"\n\n      Text.',
]  # fmt: skip


# The line of the list that is none, and how many items are shown.
RUN_IN = [
    ("Two things:\n- one\n- two", 2, 0),
    ("Steps:\n1. one\n2. two", 2, 0),
    ("> Said:\n> * one", 2, 0),
    ("1. one\n   - inside", 2, 1),
    ("- one\n- two\n1. three", 3, 2),
    ("- one\n  - inside\n- two", 2, 3),  # three, of which none is inside another
    ("Fine:\n\n- one\n\n    text\n    - inside", 6, 1),
    ("`code`, then:\n- one", 2, 0),
]
LISTS = [
    ("Two things:\n\n- one\n- two", 2),
    ("- one\n  goes on\n- two", 2),
    ("- one\n    - inside\n- two", 3),
    ("1. one\n    - inside\n2. two", 3),
    ("!!! note\n    - one\n    - two", 2),
    ("Orders rise only to\n65. That is less.", 0),
    ("| a |\n| --- |\n| - b |", 0),
    ("```text\nlog:\n- one\n```", 0),
]


def run_in(folder: Folder) -> list[str]:
    return [fault for fault in folder.faults("warning") if "Q313" in fault]


@pytest.mark.parametrize(("text", "line", "items"), RUN_IN)
def test_a_list_that_is_shown_as_text_is_named(folder: Folder, text: str, line: int, items: int) -> None:
    shown = text.split("\n")[line - 1].strip()
    folder.record(answer="answer: |\n" + "".join(f"  {part}\n" for part in text.split("\n")))
    (fault,) = run_in(folder)
    assert fault.startswith(f"canary.yml:{12 + line}:")
    assert f"Q313 run-in-list: the list that starts at '{shown}' is shown as" in fault
    assert to_html(text, "x").count("<li>") == items


@pytest.mark.parametrize(("text", "items"), LISTS)
def test_a_list_that_is_shown_as_one_passes(folder: Folder, text: str, items: int) -> None:
    folder.record(answer="answer: |\n" + "".join(f"  {part}\n" for part in text.split("\n")))
    assert run_in(folder) == []
    assert to_html(text, "x").count("<li>") == items


@pytest.mark.parametrize(("text", "faults"), WRONG)
def test_refused_markup_is_named_with_its_place(folder: Folder, text: str, faults: list[str]) -> None:
    folder.record(answer=f"answer: |\n  {text}")
    assert folder.faults() == [f"canary.yml:{fault}" for fault in faults]


@pytest.mark.parametrize("text", RIGHT)
def test_literal_and_allowed_markup_passes(folder: Folder, text: str) -> None:
    folder.record("other")
    folder.record(answer=f"answer: |\n  {text}")
    assert folder.faults() == []


@pytest.mark.parametrize(
    ("key", "line", "place"),
    [
        ("summary", "summary: a <b> word", "10:12"),
        ("trap", "trap:\n  tempting: x\n  why_it_fails: >-\n    one\n    two <b>\n  say_instead: y", "21:9"),
        ("strong_answer", "strong_answer:\n  - a\n  - <b>\n  - c", "18:5"),
    ],
)
def test_every_text_field_is_looked_at(folder: Folder, key: str, line: str, place: str) -> None:
    folder.record(**{key: line})
    assert folder.faults() == [f"canary.yml:{place} Q301 raw-html: raw HTML: <b>"]
