"""What a reviewer wants to see of a pull request: for each changed record the nearest other questions, and how it reads.

It is made for the summary of a job, which GitHub reads as Markdown. A record is a stranger's text, so it is rendered and
filtered as on the site, and each record is a single line of HTML: GitHub looks for Markdown only behind the next empty line.
"""

import re
from collections.abc import Collection, Iterator
from pathlib import Path

import jinja2
from markupsafe import Markup

from bank import html
from bank.labels import KINDS, PRIORITIES
from bank.load import Bank
from bank.markup import PICTURES, fences
from bank.problems import display_path
from bank.similar import Finder

LIMIT = 900_000
"""Bytes of a summary; GitHub shows none that is larger than 1 MiB."""
_NEAREST = 3


def summary(bank: Bank, paths: Collection[Path]) -> str:
    """Return the summary of what differs from main. `paths` are resolved, and may name files that are gone."""
    parts = ["## Changed questions"]
    size, left_out = 0, 0
    for part in _parts(bank, paths):
        size += len(part.encode())
        if size > LIMIT:
            left_out += 1
        else:
            parts.append(part)
    if left_out:
        parts.append(f"And {left_out} more, for which there is no room here.")
    if len(parts) == 1:
        parts.append("No question differs from main.")
    return "\n\n".join(parts) + "\n"


def _parts(bank: Bank, paths: Collection[Path]) -> Iterator[str]:
    template = _templates().get_template("review.html.j2")
    questions = (bank.root / "questions").resolve()
    changed = sorted(path for path in paths if path.is_relative_to(questions))
    near = Finder(bank).near_records() if changed else {}
    leads = {entry.from_: entry.to for entry in bank.redirects}
    known = {record.source.path.resolve(): record for record in bank.records.values()}
    for path in changed:
        record = known.get(path)
        shown = {
            "name": display_path(path), "record": record, "exists": path.is_file(), "goes_to": leads.get(f"{path.parent.name}/{path.stem}"),
            "kept": {entry.id: entry.why for entry in record.question.distinct_from or ()} if record else {},
            "near": [(other, bank.records[other.id]) for other in near.get(record.id, ())[:_NEAREST]] if record else [],
        }  # fmt: skip
        yield _one_line(template.render(shown))


def _one_line(made: str) -> str:
    """Return HTML that means the same without a line end; every tag of ours and of the renderer stands on one line."""
    return re.sub(r"\r\n?|\n", "&#10;", made.strip())


def _templates() -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent), autoescape=True, undefined=jinja2.StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    made.filters["blocks"] = _blocks
    made.globals.update(kinds=KINDS, priorities=PRIORITIES)
    return made


def _blocks(text: str) -> Markup:
    """Render a text; a picture stays the source that it is drawn from, because GitHub shows no SVG here."""
    for fence in reversed(fences(text)):
        if fence.language in PICTURES:
            text = text[: fence.offset] + text[fence.offset :].replace(fence.language, "text", 1)
    return Markup(html.with_links(html.to_html(text, "review"), lambda _: ""))  # noqa: S704 - filtered by bank.html
