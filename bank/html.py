"""A record's Markdown as HTML: each text on its own, so that none can touch its neighbors.

Safe by construction: the parser knows no raw HTML and no attribute lists, and what it makes passes an allowlist, whatever
the checks have let through. Only pictures, which are rebuilt from known parts, are put in behind that.
"""

import functools
import html
import json
import re
from collections.abc import Callable, Sequence

import markdown
import nh3
import pygments
from markdown.inlinepatterns import InlineProcessor
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name

from bank import cache
from bank.markup import PICTURES, links
from bank.model import Language
from bank.pictures import Picture, draw

_EXTENSIONS = (
    "abbr", "admonition", "def_list", "footnotes", "sane_lists", "tables", "pymdownx.details", "pymdownx.highlight",
    "pymdownx.superfences",
)  # fmt: skip
_TAGS = {
    "a", "abbr", "blockquote", "br", "code", "dd", "details", "div", "dl", "dt", "em", "h4", "h5", "h6", "hr", "li",
    "ol", "p", "pre", "span", "strong", "summary", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul", "figure",
}  # fmt: skip
_CLASSED = ("a", "div", "code", "p", "pre", "span", "details", "table", "ul", "figure")
_KEPT = {
    **{tag: {"class"} for tag in _CLASSED},
    "a": {"class", "href", "title"},
    "abbr": {"title"},
    "details": {"class", "open"},
    "li": {"id"},
    "ol": {"start"},
    "sup": {"id"},
    "td": {"align"},
    "th": {"align"},
}
# Text without any of these is a paragraph as it stands; most short fields are.
_MARKED = re.compile(r"[`*_\[\]<>&\\!~:^=|#\n\x02\x03]|^\s*(?:[-+]|\d+[.)])\s|\s$")
PHONE = 520  # pixels; what is wider scrolls on a phone instead of shrinking until nobody can read it
_SLOT = re.compile(r'<figure class="picture-slot-(\d+)"></figure>')
_LINK = re.compile(r'<a [^>]*?href="q:([a-z0-9-]+)"[^>]*>(.*?)</a>', re.DOTALL)
_NOTE = re.compile(r'(id="|href="#)fn(ref\d*)?:')


_PERCENT = re.compile(r"(?<=\d) (?=%)")


class _KeepPercent(InlineProcessor):
    """A number stays on one line with its percent sign; code is not touched, its patterns come first."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[str, int, int]:  # type: ignore[override]  # noqa: ARG002, N802
        return "\u00a0", m.start(0), m.end(0)


class _Pictures:
    """The pictures of the text that is being rendered; filled while the parser runs, emptied after it."""

    drawn: list[Picture]

    def __init__(self) -> None:
        self.drawn = []

    def slot(self, source: str, language: str, *_: object, **__: object) -> str:
        """Draw a fence and leave a slot that the allowlist lets through."""
        self.drawn.append(draw(language, source))
        return f'<figure class="picture-slot-{len(self.drawn) - 1}"></figure>'


@functools.cache
def _parser() -> tuple[markdown.Markdown, _Pictures]:
    pictures = _Pictures()
    fences = [{"name": name, "class": name, "format": pictures.slot} for name in PICTURES]
    made = markdown.Markdown(
        extensions=list(_EXTENSIONS),
        extension_configs={
            "footnotes": {"BACKLINK_TITLE": "Back to reference {}"},
            "pymdownx.highlight": {"use_pygments": True, "anchor_linenums": False},
            "pymdownx.superfences": {"custom_fences": fences},
            "tables": {"use_align_attribute": True},  # `style=` would need an unsafe style policy
        },
        output_format="html",
    )
    made.preprocessors.deregister("html_block")
    for name in ("html", "image_link", "image_reference", "short_image_ref", "automail"):
        made.inlinePatterns.deregister(name)
    made.ESCAPED_CHARS = [*made.ESCAPED_CHARS, "<"]
    made.inlinePatterns.register(_KeepPercent(_PERCENT.pattern), "percent", 55)
    return made, pictures


def to_html(text: str, scope: str) -> str:
    """Render a text as blocks. `scope` keeps its footnotes apart from those of every other text on a page.

    Links to records stay as `q:<id>`; the page that shows them knows where that is. Raises PictureError.
    """
    made = _rendered(text)
    return _NOTE.sub(rf"\g<1>fn\g<2>-{scope}-", made) if "fn" in made else made


_known: dict[str, str] = {}
"""What `know` was told, by text."""


def know(texts: Sequence[str]) -> None:
    """Render some texts that many pages show (lines without white space around them), and keep them together."""
    if not all(text in _known for text in texts):
        made = cache.text("texts", tuple(texts), lambda: json.dumps([_rendered(text) for text in texts]))
        _known.update(zip(texts, json.loads(made), strict=True))


@functools.lru_cache(maxsize=65536)
def _rendered(text: str) -> str:
    """Render a text once for all that show it; its footnotes have the names of the parser."""
    if text in _known:
        return _known[text]
    if not _MARKED.search(text):
        return f"<p>{html.escape(_PERCENT.sub(chr(0xA0), text), quote=False)}</p>"
    parser, pictures = _parser()
    parser.reset()
    pictures.drawn = []
    try:
        made = parser.convert(text)
        made = nh3.clean(
            made,
            tags=_TAGS,
            attributes=_KEPT,
            url_schemes={"https", "q"},
            link_rel=None,
            generic_attribute_prefixes=set(),
        )
        made = focusable(made).replace(
            "<table>", '<div class="q-table" tabindex="0" role="group" aria-label="Table"><table class="q-t">'
        )
        made = made.replace("</table>", "</table></div>").replace(
            "<th></th>", "<td></td>"
        )  # an empty head names nothing
        return _SLOT.sub(lambda m: figure(pictures.drawn[int(m[1])]), made)
    finally:
        pictures.drawn = []


def to_inline(text: str, scope: str) -> str:
    """Render a text that stands inside a sentence or a line: without the paragraph around it when there is only one."""
    made = to_html(text.strip(), scope)
    if made.startswith("<p>") and made.endswith("</p>") and made.count("<p>") == 1:
        return made[3:-4]
    return made


def to_text(text: str) -> str:
    """Return a one-line field as plain text, for titles, descriptions and labels."""
    return html.unescape(re.sub(r"<[^>]+>", "", to_inline(text, "text"))).strip()


def figure(picture: Picture) -> str:
    """Return a drawn picture as it stands in a page."""
    wide = " q-picture-wide" if picture.width > PHONE else ""
    return f'<figure class="q-picture q-picture-{picture.kind}{wide}" tabindex="0">{picture.svg}</figure>'


_CODE_BLOCK = re.compile(r"(<pre>(?:<span></span>)?<code)(?=>)")
_FORMATTER = HtmlFormatter(cssclass="highlight", wrapcode=True)


@functools.lru_cache(maxsize=4096)
def code_block(code: str, language: Language) -> str:
    """Return highlighted code, in the markup that Material styles."""
    return focusable(str(pygments.highlight(code.rstrip("\n"), get_lexer_by_name(language), _FORMATTER)))


def focusable(made: str) -> str:
    """Let the keyboard scroll code without a script, too; the theme takes back what needs no scrolling."""
    return _CODE_BLOCK.sub(r'\1 tabindex="0"', made)


def with_links(made: str, address: Callable[[str], str]) -> str:
    """Return rendered HTML whose links to records lead to the address of the id, or are plain text where that is empty."""
    return _LINK.sub(lambda m: f'<a href="{html.escape(found)}">{m[2]}</a>' if (found := address(m[1])) else m[2], made)


def linked_ids(text: str) -> list[str]:
    """Return the ids that a text links to."""
    return [address[2:] for _, address in links(text) if address.startswith("q:")] if "q:" in text else []
