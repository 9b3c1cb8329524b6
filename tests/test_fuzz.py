"""Whatever a file holds, `bank check` names each fault with its place, and what it accepts is shown whole and does nothing else.

`FUZZ=5000` in the environment tries so many random examples of each kind; without it they are few and always the same.
"""

import contextlib
import faulthandler
import functools
import json
import os
import re
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import jinja2
import markdown
import pytest
import yaml
from click.testing import CliRunner
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lxml import html as lxml_html
from support import COMPANIONS, EDITION, RECORD, ROOT, Folder
from test_injection import held

from bank import checked, html, markup, practice, problems, search, source
from bank.cli import main
from bank.exports import anki, data, document, feed, llms
from bank.load import Bank
from bank.paths import PATHS
from macros import pages

FUZZ = int(os.environ.get("FUZZ", "0"))
SETTINGS = settings(
    max_examples=FUZZ or 100, derandomize=not FUZZ, database=None, deadline=None,
    suppress_health_check=list(HealthCheck), print_blob=bool(FUZZ),
)  # fmt: skip
PATIENCE = 60.0
"""Seconds of processor time after which one example counts as a hang; no example of the real code takes a second."""


class HangError(BaseException):
    """An example did not come to an end. No handler of the code that is tried catches it."""


@contextlib.contextmanager
def watchdog() -> Iterator[None]:
    """Stop what does not end: Python and its regular expressions by a signal, native code with the whole process."""

    def bark(*_: object) -> None:
        raise HangError

    before = signal.signal(signal.SIGPROF, bark)
    signal.setitimer(signal.ITIMER_PROF, PATIENCE)
    faulthandler.dump_traceback_later(600, exit=True)
    try:
        yield
    finally:
        faulthandler.cancel_dump_traceback_later()
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


# ------------------------------------------------------------------ grammars

ODD = st.sampled_from([
    "\x00", "\x07", "\x1b[31m", "\x7f", "\x85", "\xa0", "\u200b", "\u2028", "\u2029", "\u202e", "\ue000", "\ue001", "\ue100", "\ufeff",
    "\ufffe", "\ufffd", "\U0001f680", "\U000e0041", "e\u0301", "\u00e9", "\u0130", "\u00df", "\u2260", "\x02", "\x03", "\t", "\r", "\r\n", "\x0b", "\x0c",
])  # fmt: skip
WORD = st.sampled_from(
    ["canary", "a", "of 1 %", "x_y", "p < 0.05", "5", "1.", "2026-11-20", "no", "~", "O'Reilly", "C:\\path", ""]
)
SCALAR = st.sampled_from([
    "2026-13-45", "2026-02-30", "2026-02-30T99:00:00Z", "99999-01-01", "0o9", "0x1G", "1e999", ".inf", "-.nan", "12:30:45", "1_000", "9" * 5000, "yes",
    "null", "~", "''", '"\\ud800"', '"\\x00"', '"\\u202e"', '"\\z"', "!!python/name:os.system x", "!!binary x", "!!set {}", "!x y", "&a b", "*a", "[]", "{}",
    "[a, b]", "{a: 1, a: 2}", "canary", "A word", "2026-01-05", "3", "deep", "senior", "[canary]", "[mlops-engineer]", "https://example.org/x",
])  # fmt: skip
YAML = st.sampled_from([
    ":", ": ", "- ", "? ", "[", "]", "{", "}", ",", "&a ", "*a", "<<: *a", "! ", "|", "|9", ">-", ">+2", "'", '"', "\\", "---", "...", "%YAML 9.9", "#", "@",
    "`", "%", "=", "<<", "\t", "\n", "\n\n", "\n  ", "\n      ", "\n\t", "[[[[[[[[[[[[[[[[[[[[[[[[", "{a: {b: {c: ", "x: y: z",
])  # fmt: skip
MARKUP = st.sampled_from([
    "```", "````", "~~~", "```python\n", "``` {.x}\n", "```mermaid\n%% alt: x\nflowchart TD\nA --> B\n```\n", "```mermaid\n%% alt: x\nflowchart TD\n",
    "```math\n% alt: x\n", "x^2 \\frac{1}{", "```vega-lite\nmark: x\n", "`", "``", "*", "**", "_", "~~", "==", "^", "[", "](", ")", "](q:canary)", "](q:none)",
    "](https://example.org/a_(b))", "](https://example.org 'x')", "](https://[", "](javascript:x)", "](<https://a.org>)", "[x]: https://a.org\n", "[x][x]",
    "[^1]", "[^1]: note\n", "[^ ]", "\n\n[^1]:\n\n", "<", ">", "> ", "<b>", "</div>", "<!--", "-->", "<!--html-->", "<!--/html-->", "<![CDATA[", "<?x?>",
    "<https://a.org>", "<a@b.org>", "&lt;", "&#60;", "&#0;", "&#x110000;", "&nosuch;", "&amp", "\n# x\n", "\n#### x\n", "\nx\n---\n", "\nx\n===\n",
    "\n| a | b |\n| --- | --- |\n| 1 | 2 |\n", "\n| a |\n|:-:|\n", "|", "\n- ", "\n* ", "\n1. ", "\n    ", "\n\n", "\n", "  \n", "!!! note\n    x\n", "!!! x\n", '??? tip "t"\n    ',
    ": ", "\n: x\n", "*[HTML]: x\n", "{: .x }", "{#id}", "{{ x }}", "{% raw %}", "{#", "${x}", "$x$", '--8<-- "x"', "![x](y)", "![", "]]>", "\\", "\\<", "\\`", "\\\n",
    "[sound:x]", "[latex]", "TODO: ", "wzxhzdk:0", "klzzwxh:0000", "\x02amp\x03", "q:canary", "[[[[[[[[[[", "> > > > > > > > ", "**" * 12,
])  # fmt: skip


GOOD = st.sampled_from([
    "`<b>`", "`` ` ``", "*x*", "**x**", "_", "~~x~~", "[x](https://a.org)", "[x](q:canary 'x')", "[x][r]\n\n[r]: https://a.org\n\n", "x[^1]\n\n[^1]: note\n\n",
    "<https://a.org>", "&lt;div&gt;", "&#60;b>", "\\<b>", "a < b", "{{ x }}", "{% raw %}", "{#", "$x$", "]]>", "-->", "5 %", "\n#### x\n", "\n\n- a\n- b\n\n",
    "\n\n1. a\n\n    b\n\n", "\n\n> x\n\n", "\n\n| a | b |\n| --- | --: |\n| `|` | 2 |\n\n", "\n\n```html\n</div><!--\n```\n\n", "\n\n~~~\n```\n~~~\n\n",
    "\n\n!!! note\n\n    x\n\n", '\n\n??? tip "<"\n\n    x\n\n', "\n\nx\n: y\n\n", "\n\n*[HTML]: x\n\nHTML\n\n", "\n\n    <div>\n\n", "\n\n---\n\n",
    "\n\n```mermaid\n%% alt: x < y\nflowchart TD\nA --> B\n```\n\n", "\n\n```math\n% alt: x\nx^2\n```\n\n", "wzxhzdk:0", "klzzwxh:0000", "  \n", "\\\n",
])  # fmt: skip


def text(*tokens: st.SearchStrategy[str], most: int = 14) -> st.SearchStrategy[str]:
    return st.lists(st.one_of(WORD, *tokens), min_size=1, max_size=most).map(" ".join) | st.lists(
        st.one_of(*tokens, WORD), min_size=1, max_size=most
    ).map("".join)


@st.composite
def broken(draw: st.DrawFn, whole: str) -> bytes:
    """A file some of whose lines, columns or bytes are not what they were."""
    lines = whole.splitlines()
    for _ in range(draw(st.sampled_from([1, 1, 1, 2, 3]))):
        at = draw(st.integers(0, len(lines) - 1)) if lines else 0
        line = lines[at] if lines else ""
        column = draw(st.integers(0, len(line)))
        said = draw(SCALAR | SCALAR | YAML | text(SCALAR, YAML, ODD, most=4))
        match draw(
            st.sampled_from(["value", "value", "value", "insert", "cut", "repeat", "indent", "drop", "replace"])
        ):
            case "value":
                lines[at : at + 1] = [f"{line.partition(':')[0]}: {said}"]
            case "insert":
                lines[at : at + 1] = [line[:column] + said + line[column:]]
            case "cut":
                lines[at : at + 1] = [line[:column]]
            case "repeat":
                lines[at:at] = lines[at : at + draw(st.integers(1, 9))]
            case "indent":
                lines[at : at + 1] = [" " * draw(st.integers(1, 9)) + line]
            case "drop":
                del lines[at : at + draw(st.integers(1, 5))]
            case "replace":
                lines[at : at + 1] = [said]
    made = "\n".join(lines).encode("utf-8", "surrogatepass") + b"\n"
    if draw(st.integers(0, 19)) == 0:
        at = draw(st.integers(0, len(made)))
        made = (
            made[:at]
            + draw(st.sampled_from([b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\x00", b"\r"]))
            + made[at:]
        )
    return made


FILES = {
    **COMPANIONS, "questions/release/canary.yml": RECORD,
    "glossary.yml": "canary: {term: canary, definition: A bird., synonyms: [small bird], see: [canary]}\n",
    "redirects.yml": "- {from: release/old, to: canary, why: renamed}\n",
}  # fmt: skip
BROKEN = st.sampled_from(list(FILES)).flatmap(lambda name: st.tuples(st.just(name), broken(FILES[name])))
TAG = st.sampled_from(
    [
        "<b>",
        "</div>",
        "<!--",
        "</script>",
        '"><img src=x onerror=y>',
        "&lt;b>",
        "]]>",
        "{{ x }}",
        "`<b>",
        "[x](javascript:y)",
    ]
)
# Where a text may stand, as a path in the record: as it is, or as Markdown.
PLAIN = ("title", "code.0.title", "code.0.output", "references.0.title", "aliases.0")
ADDRESSES = ("references.0.url", "in_production.0.source")
MARKED = (
    "question", "given", "summary", "really_asking", "answer", "strong_answer.0", "trap.tempting", "trap.why_it_fails", "trap.say_instead", "mistakes.0",
    "in_production.0.what", "follow_ups.0.question", "follow_ups.0.answer",
)  # fmt: skip
WRITTEN = st.one_of(
    st.fixed_dictionaries({place: TAG | MARKUP | text(TAG, MARKUP, most=4) for place in PLAIN}),
    st.dictionaries(st.sampled_from(MARKED), text(GOOD, most=6), min_size=3, max_size=6),
    st.dictionaries(st.sampled_from(PLAIN + ADDRESSES + MARKED), text(MARKUP, ODD), min_size=1, max_size=2),
)
FULL = {
    **yaml.safe_load(RECORD), "given": "A log.", "mistakes": ["One."], "aliases": ["slow release"],
    "code": [{"title": "Half", "language": "python", "code": "print(1 / 2)\n", "output": "0.5\n"}],
    "in_production": [{"who": "google", "what": "It does.", "source": "https://example.org/"}],
}  # fmt: skip


# ------------------------------------------------------------------ what must hold


def look(folder: Folder) -> Bank | None:
    """Check a folder as the command does; returns the bank when it has no error. Fails unless every fault has a place."""
    checked._seen.clear()  # its files change faster than the clock that it goes by
    done = CliRunner().invoke(main, ["check", "--data", str(folder.root), "--format", "lines"])
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    assert done.exit_code in {0, 1}
    said = done.output.split("\n")[:-1]
    for line in said:
        found = re.match(r"(.+?\.yml|.+?/[\w.-]+):(\d+):(\d+): Q\d{3} [a-z-]+: \S", line)
        assert found, f"no place: {line!r}"
        path = Path(found[1])
        count = (
            len(re.findall(rb"\r\n|[\n\r]|\xc2\x85|\xe2\x80[\xa8\xa9]", path.read_bytes())) + 1 if path.is_file() else 1
        )
        assert 1 <= int(found[2]) <= max(count, 1), line
        assert int(found[3]) >= 1, line
    bank, faults = checked.checked(folder.root)
    assert len(said) == len(faults)
    assert done.exit_code == bool(problems.errors(faults))
    for style in ("human", "json", "github"):
        problems.report(faults, style)  # type: ignore[arg-type]
    return None if done.exit_code else bank


@functools.cache
def _compiled() -> jinja2.BytecodeCache:
    """Compile each template once, not once an example."""
    return jinja2.FileSystemBytecodeCache(tempfile.mkdtemp())


@functools.cache
def _extensions() -> list[str]:
    """The Markdown extensions of the site; the rest of its configuration has tags of its own."""
    listed = (ROOT / "mkdocs.yml").read_text("utf-8").partition("\nmarkdown_extensions:")[2].partition("\n\n")[0]
    return [name if isinstance(name, str) else next(iter(name)) for name in yaml.safe_load(listed)]


def site_markdown() -> markdown.Markdown:
    return markdown.Markdown(extensions=_extensions(), extension_configs={"toc": {"permalink": True, "toc_depth": 2}})


def show(bank: Bank) -> None:
    """Make all that is made of a bank, but print; fails when a part swallows another or does anything but be read."""
    made = pages.Pages(bank, ROOT, "https://example.org/repo", "https://example.org/site")
    made.templates.bytecode_cache = _compiled()
    shown = site_markdown().convert(made.topic("release", url="topics/release.html"))
    tree = lxml_html.fragment_fromstring(
        re.sub(r"<script.*?</script>|<svg.*?</svg>", "", shown, flags=re.DOTALL), create_parent="div"
    )
    entries = [made._resolved(made.entry(record), "topics/release.html") for record in bank.of_topic("release")]
    assert [entry in shown for entry in entries] == [True] * len(entries)
    assert [node.get("id") for node in tree.iter("h2")] == [record.id for record in bank.of_topic("release")]
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    shown_entries = tree.xpath("./*[@class='q-entry']")
    assert len(shown_entries) == len(entries)
    for entry in shown_entries:
        headings = [node.text_content() for node in entry.xpath("./h3")]
        assert [headings[0], headings[-1]] == ["Answer", "References"] or headings[0] == "On the table"
        assert "Report a mistake" in entry.text_content()
        assert held(lxml_html.tostring(entry, encoding="unicode")) == []
    for record in bank.records.values():
        for _, value in markup.texts(record.question):
            document.blocks(value)
            document.inline(value)
    for name in ("level", "levels", "topics", "home", "roles", "kinds", "companies", "traps", "glossary", "browse"):
        getattr(made, name)(*(["intermediate"] if name == "level" else []), url="x.html")
    for name in PATHS:
        made.path(name, url="paths.html")
    search.script(bank)
    for _, script in practice.scripts(bank, EDITION):
        assert (
            json.loads(script.partition("(")[2].partition("{")[1] + script.partition("{")[2].removesuffix(");\n"))
            is not None
        )
    for export in (anki, data, feed, llms):
        list(export.make(bank, EDITION))


@contextlib.contextmanager
def folder() -> Iterator[Folder]:
    with tempfile.TemporaryDirectory() as name:
        yield Folder(Path(name) / "data")


def broken_files(case: tuple[str, bytes]) -> None:
    """Change a file of a good folder, check it, and show what is accepted."""
    with folder() as made, watchdog():
        for name in ("glossary.yml", "redirects.yml"):
            made.write(name, FILES[name])
        made.write(*case)
        if bank := look(made):
            show(bank)


def written_texts(texts: dict[str, str]) -> None:
    """Put texts into a good record between two others, check it, and show what is accepted."""
    record = json.loads(json.dumps(FULL, default=str))
    for place, said in texts.items():
        *steps, last = (int(step) if step.isdigit() else step for step in place.split("."))
        part = record
        for step in steps:
            part = part[step]
        part[last] = said
    dates = {name: record.pop(name) for name in ("added", "reviewed")}
    lines = [f"{name}: {day}\n" for name, day in dates.items()] + [
        f"{name}: {json.dumps(value)}\n" for name, value in record.items()
    ]
    with folder() as made, watchdog():
        made.record("aaa")
        made.record("zzz", answer="answer: |\n  One.[^1]\n\n  [^1]: note")
        made.write("questions/release/canary.yml", "".join(lines))
        if bank := look(made):
            show(bank)


def fuzz(kind: str, **changes: object) -> None:
    """Try the examples of a kind."""
    strategy, body = {"files": (BROKEN, broken_files), "texts": (WRITTEN, written_texts)}[kind]
    settings(SETTINGS, **changes)(given(strategy)(body))()  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", ["files", "texts"])
def test_whatever_it_holds_a_file_is_refused_with_a_place_or_shown_whole(kind: str) -> None:
    fuzz(kind)


# ------------------------------------------------------------------ planted faults

Plant = Callable[[pytest.MonkeyPatch], None]


def careless_dates(patch: pytest.MonkeyPatch) -> None:
    """A day that is none is built all the same."""

    def scalar(self: source._Reader, event: yaml.ScalarEvent) -> object:
        tag = self.scalars.resolve(yaml.ScalarNode, event.value, (not event.style, bool(event.style)))
        return self.scalars.construct_object(yaml.ScalarNode(tag, event.value))

    patch.setattr(source._Reader, "scalar", scalar)


def endless_fences(patch: pytest.MonkeyPatch) -> None:
    """The end of a fence is looked for until it is found."""
    real = markup.fences

    def fences(text: str) -> list[markup.Fence]:
        while any(not fence.closed for fence in real(text)):
            pass
        return real(text)

    patch.setattr(markup, "fences", fences)


def lost_places(patch: pytest.MonkeyPatch) -> None:
    """The line of a text is counted from the end of its file."""
    patch.setattr(source.Source, "locate", lambda self, *_: (len(self.lines) + 2, 0))


def shared_footnotes(patch: pytest.MonkeyPatch) -> None:
    """All texts of a page have the same names for their footnotes."""
    patch.setattr(html, "to_html", lambda text, _: html._rendered(text))


def not_escaped(patch: pytest.MonkeyPatch) -> None:
    """Fields that are no Markdown are put on the page as they are."""
    real = jinja2.Environment
    patch.setattr(pages.jinja2, "Environment", lambda **options: real(**{**options, "autoescape": False}))


@pytest.mark.parametrize(
    ("plant", "kind", "error"),
    [
        (careless_dates, "files", ValueError),
        (endless_fences, "texts", HangError),
        (lost_places, "texts", AssertionError),
        (shared_footnotes, "texts", AssertionError),
        (not_escaped, "texts", AssertionError),
    ],
)
def test_a_planted_fault_is_found(
    plant: Plant, kind: str, error: type[BaseException], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"{__name__}.PATIENCE", 3.0)
    monkeypatch.setattr(f"{__name__}._compiled", lambda: None)  # it knows nothing of options
    plant(monkeypatch)
    with pytest.raises(error):
        fuzz(kind, phases=[Phase.generate], report_multiple_bugs=False)
