"""Each text is rendered on its own: it cannot run, cannot leak into its neighbors, and loses nothing that is text."""

import re

import pytest

from bank.html import code_block, to_html, to_inline, to_text


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b>bold</b>",
        "a <!-- comment --> b",
        "![p](https://example.org/p.png)",
        "[l](javascript:alert(1))",
        "[l](data:text/html,x)",
        "<svg onload=alert(1)>",
        "# Heading\n\n## Second",
        "x{: onclick=alert(1)}",
        "``` {.python onclick=alert(1)}\nx\n```",
        '!!! note "<img src=x onerror=alert(1)>"\n\n    x',
        "<iframe src=//example.org></iframe>",
        "[l](&#106;avascript:alert(1))",
        '*[HTML]: "><script>alert(1)</script>\n\nHTML',
        "[^1]\n\n[^1]: <script>alert(1)</script>",
    ],
)  # fmt: skip
def test_what_slips_past_the_checks_is_still_no_code(text: str) -> None:
    made = to_html(text, "t")
    tags = re.findall(r"<[^>]*>", made)
    assert [
        tag for tag in tags if re.search(r"<(script|img|svg|iframe|b|h1|h2)\b|\son\w+=|javascript:|data:", tag)
    ] == []


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Plain.", "<p>Plain.</p>"),
        ("p < 0.05 & q", "<p>p &lt; 0.05 &amp; q</p>"),
        ("Send 1 % of users.", "<p>Send 1\u00a0% of users.</p>"),
        ("`5 % 2`", "<p><code>5 % 2</code></p>"),
        ("`{{ .Values.image }}` {{ x }} {% y %}", "<p><code>{{ .Values.image }}</code> {{ x }} {% y %}</p>"),
        ("[it](q:canary)", '<p><a href="q:canary">it</a></p>'),
        ("#### Head", "<h4>Head</h4>"),
        ("<T>", "<p>&lt;T&gt;</p>"),
    ],
)
def test_text_is_shown_as_it_is_written(text: str, html: str) -> None:
    assert to_html(text, "t") == html


def test_footnotes_of_two_texts_do_not_meet() -> None:
    first, second = (to_html("Note.[^1]\n\n[^1]: It.", scope) for scope in ("a", "b"))
    ids = [set(re.findall(r'id="([^"]+)"', made)) for made in (first, second)]
    assert ids[0]
    assert ids[0] & ids[1] == set()
    assert set(re.findall(r'href="#([^"]+)"', first)) <= ids[0]


def test_a_definition_does_not_reach_the_next_text() -> None:
    to_html("[a][ref] HTML\n\n[ref]: https://example.org\n\n*[HTML]: Markup", "a")
    assert to_html("[a][ref] HTML", "b") == "<p>[a][ref] HTML</p>"


@pytest.mark.parametrize(
    "text", ["```python\nx = 1", "<!-- open", "<div>", "| a |\n| - |\n| `x |", "> quote\n- list\n```"]
)
def test_what_is_left_open_is_closed(text: str) -> None:
    made = to_html(text, "t")
    stack: list[str] = []
    for closing, tag in re.findall(r"<(/?)(\w+)[^>]*>", made):
        if tag in {"br", "hr"}:
            continue
        if closing:
            assert stack.pop() == tag
        else:
            stack.append(tag)
    assert stack == []


def test_wide_tables_scroll_by_themselves() -> None:
    made = to_html("| a | b |\n| --- | --: |\n| 1 | 2 |", "t")
    assert made.startswith('<div class="q-table" tabindex="0" role="group" aria-label="Table"><table class="q-t">')
    assert '<td align="right">2</td>' in made
    assert "style=" not in made


def test_pictures_are_drawn_in_place() -> None:
    made = to_html("Before.\n\n```mermaid\n%% alt: A leads to B.\nflowchart TD\nA --> B\n```\n\nAfter.", "t")
    assert re.search(
        r'<p>Before\.</p>\s*<figure class="q-picture q-picture-mermaid" tabindex="0"><svg [^>]*aria-label="A leads to B\."',
        made,
    )
    assert made.endswith("<p>After.</p>")


def test_inline_and_plain_forms() -> None:
    assert to_inline("A `b` *c*.", "t") == "A <code>b</code> <em>c</em>."
    assert to_text("A `b < c` & *d* [e](q:f)") == "A b < c & d e"


def test_code_keeps_its_tabs_and_braces() -> None:
    made = code_block("all:\n\techo '{{ x }}' <b>\n", "makefile")
    assert "\t" in made
    assert "{{ x }}" in re.sub(r"<[^>]+>", "", made)
    assert "<b>" not in made
