"""The Markdown of a record: where it stands, what may stand in it, and its code fences.

The scan is lexical and knows where each fault is. It is not what keeps a page safe: the renderer knows no raw HTML, and
its output is filtered once more (`bank/html.py`). It is what tells a contributor about it.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

from bank.model import Question
from bank.source import Path_

PICTURES = ("mermaid", "vega-lite", "math")
ADMONITIONS = (
    "note", "abstract", "info", "tip", "success", "question", "warning", "failure", "danger", "bug", "example", "quote",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fence:
    """A code fence: its header, its text without the common indent, and where header, text and all of it end."""

    info: str
    body: str
    offset: int
    body_offset: int
    end: int
    closed: bool

    @property
    def language(self) -> str:
        """The first word of the header."""
        return self.info.split(maxsplit=1)[0] if self.info.strip() else ""


Fault = Literal[
    "raw-html", "unclosed-comment", "attribute-list", "snippet-include", "image", "link-address", "heading-level",
    "unclosed-fence", "fence-header", "admonition-type", "too-nested", "link-title",
    "run-in-list",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that the markup policy refuses, at an offset of the field."""

    fault: Fault
    offset: int
    found: str


def texts(question: Question) -> Iterator[tuple[Path_, str]]:
    """Every Markdown text of a record, with its path."""
    for name in ("question", "given", "summary", "really_asking", "answer"):
        if (value := getattr(question, name)) is not None:
            yield (name,), value
    yield from ((("strong_answer", i), text) for i, text in enumerate(question.strong_answer))
    for name in ("tempting", "why_it_fails", "say_instead"):
        yield ("trap", name), getattr(question.trap, name)
    yield from ((("mistakes", i), text) for i, text in enumerate(question.mistakes or ()))
    yield from ((("in_production", i, "what"), entry.what) for i, entry in enumerate(question.in_production or ()))
    for i, follow in enumerate(question.follow_ups):
        yield ("follow_ups", i, "question"), follow.question
        if follow.answer is not None:
            yield ("follow_ups", i, "answer"), follow.answer


_FENCE = re.compile(r"^(?P<indent>[ \t]*(?:>[ \t]?)*)(?P<mark>`{3,}|~{3,})(?P<info>[^\n]*)$")
_HEADER = re.compile(r'^[\w+#.-]*(?:\s+(?:title|hl_lines|linenums)="[^"<>]*")*\s*$')


def fences(text: str) -> list[Fence]:
    """Return the code fences of a text, in order; one that is not closed reaches to the end."""
    found: list[Fence] = []
    if "```" not in text and "~~~" not in text:  # most texts
        return found
    lines = text.splitlines(keepends=True)
    offset, i = 0, 0
    while i < len(lines):
        line = lines[i]
        match = _FENCE.match(line.rstrip("\n"))
        if match is None or (match["mark"][0] == "`" and "`" in match["info"]):
            offset += len(line)
            i += 1
            continue
        start = offset
        width = len(match["indent"])
        offset += len(line)
        i += 1
        body_offset, body, closed = offset, [], False
        while i < len(lines):
            line = lines[i]
            offset += len(line)
            i += 1
            if line.strip("> \t\n") == match["mark"]:
                closed = True
                break
            prefix = line[:width]
            body.append(line[width:] if not prefix.strip("> \t") else line.lstrip())
        found.append(Fence(match["info"].strip(), "".join(body), start + width, body_offset, offset, closed))
    return found


def _blank(text: str) -> str:
    """Replace text by as many characters that no rule looks for; spaces would count as indentation."""
    return re.sub(r"[^\n]", "\ue000", text)


def without_fences(text: str) -> str:
    """Blank out the code fences of a text, keeping every offset."""
    for fence in fences(text):
        text = text[: fence.offset] + _blank(text[fence.offset : fence.end]) + text[fence.end :]
    return text


def _masked(text: str) -> str:
    """Blank out what Markdown takes literally (fences, code spans, escapes), keeping every offset."""
    masked = without_fences(text)
    masked = re.sub(r"\\[\\`*_{}\[\]()#+\-.!<>|~]", "\ue000\ue000", masked)
    return re.sub(
        r"(?<!`)(`+)(?!`)((?:(?!\n[ \t]*\n).)*?)(?<!`)\1(?!`)", lambda m: _blank(m[0]), masked, flags=re.DOTALL
    )


_RAW_HTML = re.compile(r"<(?:/?[A-Za-z][A-Za-z0-9-]*(?=[\s/>:]|$)|[!?])[^>\n]*>?")
_AUTOLINK = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*:[^\s<>]*|[^\s<>@]+@[^\s<>]+)>")
_ATTRIBUTES = re.compile(r"(?<![{$])\{(?::|[#.](?=[A-Za-z_]))[^{}\n]*\}")
_SNIPPET = re.compile(r"^[ \t>]*(?:;*-+8<-+|-{1,}8<).*$", re.MULTILINE)
_IMAGE = re.compile(r"!\[[^\]\n]*\]?")
_LINK = re.compile(r"\]\(\s*(<[^>\n]*>|[^\s)]*)")
_DEFINITION = re.compile(r"^[ \t>]{0,6}\[(?!\^)[^\]\n]+\]:[ \t]*\n?[ \t]*(\S+)", re.MULTILINE)
_HEADING = re.compile(r"^[ \t>]*(#{1,6})(?!#)[^\n]*$", re.MULTILINE)
_SETEXT = re.compile(r"^(?=[^\n]*\w)(?![ \t>]*(?:[-*+]|\d+\.)\s)[^|\n]+\n[ \t>]*(?:=+|-+)[ \t]*$", re.MULTILINE)
_ADMONITION = re.compile(r'^[ \t>]*(?:!!!|\?\?\?\+?)[ \t]+([^\n"]*?)[ \t]*(?:"[^\n]*")?[ \t]*$', re.MULTILINE)
_NESTED = re.compile(r"^(?:[ \t]*>){7,}|^(?:[ \t]*[-*+][ \t]){7,}|^[ \t]{32,}\S|[\[(*_]{24,}|!?\[{8,}", re.MULTILINE)
# Lines up to the next empty one or code fence, without the head of an admonition.
_BLOCK = re.compile(r"(?:^[ \t>]*(?!\ue000+$|!!!|\?\?\?)[^\s>][^\n]*(?:\n|\Z))+", re.MULTILINE)
# Of a list in numbers only the first is looked for: a sentence may well end in a number and begin the next line with it.
_ITEM = re.compile(r"^([ \t>]*)(?:([-*+])|1[.)])[ \t]+\S[^\n]*", re.MULTILINE)
_GOOD_ADDRESS = re.compile(
    r"^(?:https://[\w-]+(?:\.[\w-]+)*(?::\d+)?(?:[/?#][^\s<>\"'`\\]*)?|q:[a-z0-9]+(?:-[a-z0-9]+)*)$"
)
_LINK_END = re.compile(r"""\s*(?:"[^"\n]*"|'[^'\n]*')?\s*\)""")


def links(text: str) -> list[tuple[int, str]]:
    """Return offset and address of every link in a text, wherever it points."""
    masked = _masked(text)
    found = [(m.start(1), m[1].strip("<>")) for m in _LINK.finditer(masked)]
    found += [(m.start(1), m[1].strip("<>")) for m in _DEFINITION.finditer(masked)]
    found += [(m.start(1), m[1]) for m in _AUTOLINK.finditer(masked)]
    return sorted(found)


def with_addresses(text: str, address: Callable[[str], str]) -> str:
    """Return a text whose links to records (`q:<id>`) lead to the address of the id; code stays as it is."""
    for offset, found in reversed(links(text) if "q:" in text else []):
        if found.startswith("q:"):
            start = text.index(found, offset)
            text = text[:start] + address(found[2:]) + text[start + len(found) :]
    return text


def findings(text: str) -> Iterator[Finding]:
    """Everything in a text that the markup policy refuses."""
    yield from _fence_faults(text)
    masked = _masked(text)
    yield from _tags(masked)
    for pattern, fault in _PATTERNS.items():
        yield from (Finding(fault, m.start(), m[0].strip()[:40]) for m in pattern.finditer(masked))
    for offset, address in links(text):
        if not _GOOD_ADDRESS.match(address):
            yield Finding("link-address", offset, address[:80])
    for m in _LINK.finditer(masked):
        if not _LINK_END.match(masked, m.end()):
            yield Finding("link-title", m.end(), masked[m.end() :].split("\n")[0].strip()[:40])
    yield from _blocks(masked)


_PATTERNS: dict[re.Pattern[str], Fault] = {
    _ATTRIBUTES: "attribute-list",
    _SNIPPET: "snippet-include",
    _IMAGE: "image",
    _NESTED: "too-nested",
}


def _fence_faults(text: str) -> Iterator[Finding]:
    for fence in fences(text):
        if not fence.closed:
            yield Finding("unclosed-fence", fence.offset, fence.info or "a fence")
        elif not _HEADER.match(fence.info):
            yield Finding("fence-header", fence.offset, fence.info)


def _tags(masked: str) -> Iterator[Finding]:
    autolinks = {m.start() for m in _AUTOLINK.finditer(masked)}
    for m in _RAW_HTML.finditer(masked):
        if m.start() not in autolinks:
            unclosed = m[0].startswith("<!--") and "-->" not in masked[m.start() :]
            yield Finding("unclosed-comment" if unclosed else "raw-html", m.start(), m[0][:40])


def _blocks(masked: str) -> Iterator[Finding]:
    for m in _HEADING.finditer(masked):
        if len(m[1]) < 4:
            yield Finding("heading-level", m.start(1), m[0].strip()[:40])
    for m in _SETEXT.finditer(masked):
        yield Finding("heading-level", m.start(), m[0].split("\n")[0].strip()[:40])
    for block in _BLOCK.finditer(masked):
        yield from (Finding("run-in-list", block.start() + m.start(), m[0].strip()[:40]) for m in _run_in(block[0]))
    for m in _ADMONITION.finditer(masked):
        if m[1] not in ADMONITIONS:
            yield Finding("admonition-type", m.start(1), m[1][:40])


def _run_in(block: str) -> Iterator[re.Match[str]]:
    """Yield the first line of a block that looks like an item of a list and is none, or not of the one that it looks like."""
    before: re.Match[str] | None = None
    for item in _ITEM.finditer(block):
        deeper = len(item[1]) - len(before[1]) if before else 0
        other = (
            before and not deeper and bool(item[2]) != bool(before[2])
        )  # one in numbers among dashes, or the other way round
        if (before is None and item.start()) or 0 < deeper < 4 or other:
            yield item
            return
        before = item
