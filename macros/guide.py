"""What the contributor pages show of the code itself, so that it is never a copy: the record's fields and the rules."""

import inspect
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from bank import checks
from bank.edition import Edition
from bank.load import Bank
from bank.model import schema
from bank.scaffold import Draft, record_text
from macros.pages import heading

_PART = re.compile(r"^(What|Why|Wrong|Right): ?", re.MULTILINE)


def rules() -> str:
    """Return every rule by family, with its reason and an example, from the docstrings of the checks."""
    parts = []
    for family in checks.FAMILIES:
        title, *pairs = _PART.split(inspect.cleandoc(family.__doc__ or ""))
        said = dict(zip(pairs[::2], pairs[1::2], strict=True))
        names = [
            f"- **{rule.code} {rule.name}**{{: #{rule.code.lower()} }}{' (warning)' if rule.severity == 'warning' else ''}"
            for rule in family.RULES
        ]
        remark = said["What"].partition(";")[2].strip()
        parts += [
            heading(2, re.split(r"[.:;]", " ".join(title.split()))[0], family.__name__.rpartition(".")[2]),
            "\n".join(names),
            f"{remark[0].upper()}{remark[1:]}" if remark else "",
            said["Why"].strip(),
            f"Wrong:\n\n{_fence(said['Wrong'])}\n\nRight:\n\n{_fence(said['Right'])}",
        ]
    return "\n\n".join(part for part in parts if part)


def _fence(text: str) -> str:
    # Four marks, because some examples hold a fence of their own.
    return f"````yaml\n{inspect.cleandoc(chr(10) + text).strip()}\n````"


def record_format() -> str:
    """Return a table of the record's fields, from the schema that editors use."""
    rows = ["| field | needed | holds | what it is |", "| --- | --- | --- | --- |"]
    whole = schema()
    return "\n".join(['<div class="q-fields" markdown>\n', *rows, *_rows(whole, whole["$defs"], ""), "\n</div>"])


def _rows(owner: dict[str, Any], known: dict[str, Any], prefix: str) -> Iterator[str]:
    for name, field in owner["properties"].items():
        inner = _without_null(field)
        entry = inner.get("items", inner)
        needed = "yes" if name in owner.get("required", ()) else "no"
        holds = _holds(inner, known).replace("|", r"\|")
        # A description that its class has already is not said again by the schema.
        about = field.get("description") or _referred(entry, known)["description"]
        yield f"| `{prefix}{name}` | {needed} | {holds} | {about} |"
        if "$ref" in entry:
            yield from _rows(_referred(entry, known), known, f"{prefix}{name}.")


def _without_null(field: dict[str, Any]) -> dict[str, Any]:
    return next((kind for kind in field.get("anyOf", ()) if kind.get("type") != "null"), field)


def _referred(field: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = known[field["$ref"].rpartition("/")[2]]
    return found


def _holds(field: dict[str, Any], known: dict[str, Any]) -> str:
    """Say in words what a field of the schema may hold."""
    if "$ref" in field:
        return "a group of fields"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    match field["type"]:
        case "array":
            least, most = field.get("minItems", 0), field.get("maxItems")
            number = f"{least} to {most}" if most else f"{least} or more"
            return f"a list of {number}, each {_holds(field['items'], known)}"
        case "integer":
            return f"a whole number, {field['minimum']} to {field['maximum']}"
        case "boolean":
            return "`true` or `false`"
        case _:
            return _text(field)


def _text(field: dict[str, Any]) -> str:
    pattern = field.get("pattern", "")
    if field.get("format") == "date":
        return "a day, as in `2026-11-20`"
    if pattern.startswith("^https"):
        return "an address that begins with `https://`"
    if pattern.startswith("^[a-z0-9]"):
        return "an id"
    kind = "one line of text" if pattern.startswith(r"^[^\r\n]") else "text"
    return f"{kind}, at most {field['maxLength']} characters" if "maxLength" in field else kind


def record_template(bank: Bank, repo_url: str | None, edition: Edition) -> str:
    """Return the text of a new record, and where the repository is known a link that opens it as a new file there."""
    draft = Draft(
        "", "", "TODO: the name of the question", "TODO: the question as an interviewer asks it.", "intermediate", "concept",
        tuple(bank.roles)[:1], (), edition.made.date(),
    )  # fmt: skip
    text = record_text(draft)
    query = urlencode({"filename": "data/questions/TOPIC/YOUR-ID.yml", "value": text})
    link = (
        f"[Start a question in the browser]({repo_url.rstrip('/')}/new/main?{query}){{ .md-button }}\n\n"
        if repo_url
        else ""
    )
    return f"{link}````yaml\n{text.rstrip()}\n````"


def topic_ids(bank: Bank) -> str:
    """Return the ids of the topics in a sentence."""
    *first, last = (f"`{id_}`" for id_ in bank.topics)
    return f"{', '.join(first)} and {last}"
