"""A Python-Markdown extension: HTML between `<!--html-->` and `<!--/html-->` is put on the page as it is.

Macros return finished HTML for whole entries. Parsing it once more as Markdown would cost time and could change it (tabs and
indented lines in code); an engine without this extension still shows the same, because it is ordinary HTML between comments.
"""

import re

from markdown import Extension, Markdown
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

START, END = "<!--html-->", "<!--/html-->"
_BLOCK = re.compile(f"{START}(.*?){END}", re.DOTALL)
# Private-use characters: Python-Markdown's own stash marks do not survive its white-space step, which runs in between.
_MARK = "\ue000{}\ue001"
_MARKED = re.compile("<p>\ue000([0-9]+)\ue001</p>")


def verbatim(html: str) -> str:
    """Mark finished HTML; records cannot, because no comment passes the renderer."""
    return f"\n\n{START}{html}{END}\n\n"


class Verbatim(Extension):
    """Takes the blocks out before anything else has looked at them and puts them back after everything else has."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Register both ends; the step that expands tabs has priority 30."""
        md.registerExtension(self)
        md.preprocessors.register(_TakeOut(md, self.blocks), "verbatim", 40)
        md.postprocessors.register(_PutBack(md, self.blocks), "verbatim", 0)

    def reset(self) -> None:
        """Forget the blocks of the page before."""
        self.blocks.clear()


class _TakeOut(Preprocessor):
    def __init__(self, md: Markdown, blocks: list[str]) -> None:
        super().__init__(md)
        self.blocks = blocks

    def run(self, lines: list[str]) -> list[str]:
        def take(match: re.Match[str]) -> str:
            self.blocks.append(match[1])
            return f"\n\n{_MARK.format(len(self.blocks) - 1)}\n\n"

        return _BLOCK.sub(take, "\n".join(lines)).split("\n")


class _PutBack(Postprocessor):
    def __init__(self, md: Markdown, blocks: list[str]) -> None:
        super().__init__(md)
        self.blocks = blocks

    def run(self, text: str) -> str:
        return _MARKED.sub(lambda match: self.blocks[int(match[1])], text)


def makeExtension(**_: object) -> Verbatim:  # noqa: N802 - Python-Markdown's name
    """Return the extension, as Python-Markdown asks for it."""
    return Verbatim()
