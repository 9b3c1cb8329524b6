"""A Python-Markdown extension: HTML between `<!--html-->` and `<!--/html-->` is put on the page as it is.

Macros return finished HTML for whole entries. Parsing it once more as Markdown would cost time and could change it (tabs and
indented lines in code); an engine without this extension still shows the same, because it is ordinary HTML between comments.
"""

import re

from markdown import Extension, Markdown
from markdown.preprocessors import Preprocessor

START, END = "<!--html-->", "<!--/html-->"
_BLOCK = re.compile(f"{START}(.*?){END}", re.DOTALL)


def verbatim(html: str) -> str:
    """Mark finished HTML; records cannot, because no comment passes the renderer."""
    return f"\n\n{START}{html}{END}\n\n"


class _Stash(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        text = _BLOCK.sub(lambda match: f"\n\n{self.md.htmlStash.store(match[1])}\n\n", "\n".join(lines))
        return text.split("\n")


class Verbatim(Extension):
    """Registers the preprocessor ahead of the one that normalizes white space (priority 30)."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Add the preprocessor."""
        md.preprocessors.register(_Stash(md), "verbatim", 40)


def makeExtension(**_: object) -> Verbatim:  # noqa: N802 - Python-Markdown's name
    """Return the extension, as Python-Markdown asks for it."""
    return Verbatim()
