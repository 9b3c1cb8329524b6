"""The bank for language models: an index (the format of https://llmstxt.org) and all of it in one file, both Markdown."""

import re
from collections.abc import Iterator

import jinja2

from bank.edition import LICENSE, TITLE, Edition
from bank.exports import Export, File, data
from bank.load import Bank
from bank.markup import with_addresses

INDEX, FULL = "llms.txt", "llms-full.txt"


def make(bank: Bank, edition: Edition) -> Iterator[File]:
    """Make the index and the full text."""
    templates = _templates(bank, edition)
    yield File(
        INDEX, _rendered(templates, INDEX), "Index for language models",
        "Every question with its address and its answer in one sentence.", listed=False,
    )  # fmt: skip
    yield File(
        FULL, _rendered(templates, FULL), "All questions as text",
        "Every question in full as one Markdown file, for a language model or a text editor.",
    )  # fmt: skip


def _rendered(templates: jinja2.Environment, name: str) -> bytes:
    return templates.get_template(f"{name}.j2").render().encode()


def _templates(bank: Bank, edition: Edition) -> jinja2.Environment:
    made = jinja2.Environment(  # noqa: S701 - Markdown, not HTML
        loader=jinja2.PackageLoader("bank.exports"), undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True,
    )  # fmt: skip
    made.globals.update(
        bank=bank, edition=edition, title=TITLE, license=LICENSE, data=data.PATH,
        root=f"{edition.site_url}/" if edition.site_url else "",
    )  # fmt: skip

    def resolved(text: str) -> str:
        return with_addresses(text.strip(), lambda id_: edition.address(bank.records[id_]))

    made.filters.update(resolved=resolved, item=_item, line=_line, plain=_plain, fenced=_fenced)
    return made


def _item(text: str) -> str:
    """Indent what follows the first line, so that it stays in its list item."""
    return re.sub(r"\n(?=.)", "\n   ", text)


def _line(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    """Escape what would make a tag, a link, attributes or code of a text that is no Markdown, wherever this file is rendered."""
    return re.sub(r"([\[\]\\<{`])", r"\\\1", text)


def _fenced(code: str, language: str) -> str:
    """Put code into a fence longer than any row of backticks in it."""
    longest = max((len(row) for row in re.findall(r"`+", code)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{code.rstrip()}\n{fence}"


EXPORT = Export("llms", "llms.txt and llms-full.txt: an index and the full text for language models", make)
