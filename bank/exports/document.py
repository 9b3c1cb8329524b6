"""A record's texts as trees of plain data, for a typesetter to walk: text in it is data and never markup.

A node is a string or `{"t": tag, "c": [nodes], …}`; the tags are those of `bank.html`, whose output is what is read here, so
that paper shows what the page shows. Pictures become `{"t": "svg", …}`, code blocks `{"t": "pre", …}`.
"""

import re
from html import unescape
from html.parser import HTMLParser
from typing import Any, TypedDict

from bank import html


class Node(TypedDict, total=False):
    """An element: its tag, its children, and what its tag needs."""

    t: str
    c: "list[Node | str]"
    href: str
    align: str
    start: str
    cls: str
    items: "list[Tree]"
    aligns: list[str]
    head: "list[Tree]"
    rows: "list[list[Tree]]"
    lang: str
    text: str
    svg: str
    alt: str
    width: float
    height: float


Tree = list["Node | str"]

_FIGURE = re.compile(r"<figure class=\"q-picture[^>]*>(<svg.*?</svg>)</figure>", re.DOTALL)
_SLOT = "\ue100"
_VOID = {"br", "hr"}
# What the site's style sheet says of pictures, in the ink of a printer.
_INK = """
text{font-family:'Source Sans Pro';fill:#1a1a1a}
.picture-mermaid text{font-size:15px}
.picture-mermaid .label text,.picture-mermaid .edgeLabel text,.picture-mermaid .cluster-label text{text-anchor:middle}
.picture-mermaid .node rect,.picture-mermaid .node circle,.picture-mermaid .node ellipse,.picture-mermaid .node polygon,
.picture-mermaid .node path,.picture-mermaid rect.actor,.picture-mermaid .labelBox{fill:#f1f4f5;stroke:#5f6b73;stroke-width:1.2px}
.picture-mermaid .cluster rect,.picture-mermaid .note{fill:#f8f9fa;stroke:#5f6b73;stroke-width:1px}
.picture-mermaid .flowchart-link,.picture-mermaid .messageLine0,.picture-mermaid .messageLine1,.picture-mermaid .actor-line,
.picture-mermaid .loopLine{fill:none;stroke:#5f6b73;stroke-width:1.2px}
.picture-mermaid .edge-pattern-dotted,.picture-mermaid .messageLine1,.picture-mermaid .loopLine{stroke-dasharray:3}
.picture-mermaid .edge-thickness-thick{stroke-width:3px}
.picture-mermaid .marker,.picture-mermaid .marker path,.picture-mermaid marker path{fill:#5f6b73;stroke:#5f6b73}
.picture-mermaid .label rect,.picture-mermaid rect.text{fill:none;stroke:none}
.picture-mermaid .edgeLabel rect,.picture-mermaid .edgeLabel .label rect,.picture-mermaid .edgeLabel rect.background{fill:#fff;stroke:none}
"""


class _Reader(HTMLParser):
    """Builds the tree of a text that `bank.html` has made."""

    def __init__(self, pictures: list[str]) -> None:
        super().__init__(convert_charrefs=True)
        self.pictures = pictures
        self.top: Tree = []
        self._open: list[Node] = []

    def _put(self, node: Node | str) -> None:
        (self._open[-1]["c"] if self._open else self.top).append(node)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node: Node = {"t": tag, "c": []}
        for name, value in attrs:
            if value and name in {"href", "align", "start"}:
                node[name] = value  # type: ignore[literal-required]
            elif value and name == "class":
                node["cls"] = value
        self._put(node)
        if tag not in _VOID:
            self._open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if tag not in _VOID and self._open:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        for i, part in enumerate(data.split(_SLOT)):
            if i:
                self._put(_picture(self.pictures.pop(0)))
            if part:
                self._put(part)


def _picture(svg: str) -> Node:
    alt = re.search(r'aria-label="([^"]*)"', svg)
    width, height = (re.search(rf' {name}="([\d.]+)"', svg) for name in ("width", "height"))
    head, tail = svg.split(">", 1)
    drawn = f'{head} xmlns="http://www.w3.org/2000/svg"><style>{_INK}</style>{tail}'.replace("currentColor", "#1a1a1a")
    return {
        "t": "svg", "svg": drawn, "alt": unescape(alt[1]) if alt else "", "width": float(width[1]) if width else 300.0, "height": float(height[1]) if height else 150.0,
    }  # fmt: skip


def _text(node: Node | str) -> str:
    return node if isinstance(node, str) else "".join(map(_text, node.get("c", [])))


_BLOCKS = {"p", "ul", "ol", "dl", "pre", "table", "div", "blockquote", "details", "svg", "hr", "h4", "h5", "h6"}


def _is_space(node: Node | str) -> bool:
    return isinstance(node, str) and not node.strip(" ")


def _simple(tree: Tree) -> Tree:
    """Drop what paper does not need (spans of highlighted code, links back from footnotes) and give lists and tables a shape."""
    made: Tree = []
    for node in tree:
        if isinstance(node, str):
            made.append(re.sub(r"[ \t\n]+", " ", node))
        else:
            made += _simple_node(node)
    if any(not isinstance(node, str) and node["t"] in _BLOCKS for node in made):
        made = [node for node in made if not _is_space(node)]
    return made


def _simple_node(node: Node) -> Tree:
    tag, classes, children = node["t"], node.get("cls", "").split(), node.get("c", [])
    made: Tree = [node]
    if "highlight" in classes:
        language = next((name[9:] for name in classes if name.startswith("language-")), "text")
        made = [{"t": "pre", "text": _text(node).rstrip("\n"), "lang": language}]
    elif tag == "code":
        made = [{"t": "code", "text": _text(node)}]
    elif tag == "a" and "footnote-backref" in classes:
        made = []
    elif tag in {"span", "abbr"} or "q-table" in classes or (tag == "a" and node.get("href", "#").startswith("#")):
        made = _simple(children)
    elif tag in {"ul", "ol"}:
        items = [_simple(item.get("c", [])) for item in children if not isinstance(item, str)]
        made = [{"t": tag, "items": items, "start": node.get("start", "1")}]
    elif tag == "table":
        rows = [[cell for cell in row["c"] if not isinstance(cell, str)] for row in walk(children) if row["t"] == "tr"]
        shaped = [[_simple(cell.get("c", [])) for cell in row] for row in rows]
        aligns = [cell.get("align", "left") for cell in rows[0]]
        made = [{"t": "table", "aligns": aligns, "head": shaped[0], "rows": shaped[1:]}]
    elif tag != "svg":
        made = [{**node, "c": _simple(children)}]
    return made


def blocks(text: str) -> Tree:
    """Return a Markdown text as a tree. Raises PictureError."""
    return _read(html.to_html(text, "print"))


def inline(text: str) -> Tree:
    """Return a one-line Markdown text as a tree without the paragraph around it."""
    return _read(html.to_inline(text, "print"))


def plain(text: str) -> str:
    """Return a one-line Markdown text without its marks."""
    return html.to_text(text)


def _read(made: str) -> Tree:
    pictures: list[str] = []

    def slot(match: re.Match[str]) -> str:
        pictures.append(match[1])
        return _SLOT

    reader = _Reader(pictures)
    reader.feed(_FIGURE.sub(slot, made.replace(_SLOT, "")))
    reader.close()
    return _simple(reader.top)


def walk(tree: Any) -> "list[Node]":  # noqa: ANN401 - a tree, or any nest of trees
    """Return every element of a tree, outermost first."""
    if isinstance(tree, dict):
        return [tree, *(found for part in tree.values() if isinstance(part, (dict, list)) for found in walk(part))]  # type: ignore[list-item]
    return [found for part in tree if isinstance(part, (dict, list)) for found in walk(part)]
