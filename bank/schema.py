"""What a record's fields may hold, said in the words of the record format.

What: Q201 missing-field, Q202 unknown-field, Q203 wrong-value, Q208 wrong-length.

Why: The fields are the contract between contributors, pages and exports. YAML reads `no` as a truth value and `12:30` as
a number, so types are strict and text that YAML reads as something else must stand in quotes.

Wrong:

    level: medium
    tilte: Canary release

Right:

    level: intermediate
    title: Canary release
"""

import difflib
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

from bank.problems import Problem, Rule
from bank.source import Path_, Source

MISSING_FIELD = Rule("Q201", "missing-field")
UNKNOWN_FIELD = Rule("Q202", "unknown-field")
WRONG_VALUE = Rule("Q203", "wrong-value")
WRONG_LENGTH = Rule("Q208", "wrong-length")
RULES = (MISSING_FIELD, UNKNOWN_FIELD, WRONG_VALUE, WRONG_LENGTH)

_KINDS = {dict: "a group of fields", tuple: "a list", bool: "yes or no", type(None): "nothing"}
_WANTED = {
    "string_type": "text",
    "int_type": "a whole number",
    "bool_type": "true or false",
    "date_type": "a day written as 2026-11-20",
    "tuple_type": "a list",
    "model_type": "a group of fields",
    "model_attributes_type": "a group of fields",
    "dict_type": "a group of fields",
    "int_from_float": "a whole number",
}
_PATTERNS = {
    "https": ("an address must start with https://", "use the page's https address"),
    "a-z0-9": ("'{value}' is not an id", "use lower-case words joined by hyphens"),
    "\\n": ("it must be one line of text", "write it on one line, or behind `>-`"),
    "S": ("the text is empty", "write it, or remove the field if it is optional"),
}


def translate(error: ValidationError, model: type[BaseModel], source: Source, prefix: Path_) -> Iterator[Problem]:
    """Turn the validator's errors into problems at their places."""
    faults = error.errors(include_url=False)
    for fault in faults:
        if fault["type"] == "too_short" and any(
            len(f["loc"]) > len(fault["loc"]) and f["loc"][: len(fault["loc"])] == fault["loc"] for f in faults
        ):
            continue  # the validator does not count entries that are wrong, and those are told
        where = (*prefix, *fault["loc"])
        name = path_name(where[len(prefix) :])
        kind, value, context = fault["type"], fault["input"], fault.get("ctx", {})
        match kind:
            case "missing":
                field = str(where[-1])
                help_ = _description(model, fault["loc"]) or f"add '{field}:'"
                yield source.problem_at_key(MISSING_FIELD, where[:-1], f"field '{name}' is missing", help_)
            case "extra_forbidden":
                close = difflib.get_close_matches(str(where[-1]), _fields(model, fault["loc"]), n=1)
                help_ = f"did you mean '{close[0]}'?" if close else "see the record format for the fields there are"
                yield source.problem_at_key(UNKNOWN_FIELD, where, f"there is no field '{name}'", help_)
            case "literal_error":
                choices = str(context.get("expected", "")).replace("'", "").replace(" or ", ", ")
                close = difflib.get_close_matches(str(value), choices.split(", "), n=1)
                help_ = (f"did you mean '{close[0]}'? " if close else "") + f"it is one of: {choices}"
                yield source.problem(WRONG_VALUE, where, f"{name} is '{value}'", help_)
            case "string_too_long":
                limit = context["max_length"]
                message = f"{name} has {len(value)} characters, at most {limit} fit"
                yield source.problem(WRONG_LENGTH, where, message, f"cut {len(value) - limit} characters")
            case "string_too_short":
                yield source.problem(WRONG_LENGTH, where, f"{name} is empty", "write it, or remove an optional field")
            case "too_short" | "too_long":
                yield _size(source, where, name, kind, context)
            case "string_pattern_mismatch":
                marker = next(key for key in _PATTERNS if key in context["pattern"])
                message, help_ = _PATTERNS[marker]
                shown = str(value).strip()[:60]
                yield source.problem(WRONG_VALUE, where, f"{name}: {message.format(value=shown)}", help_)
            case _:
                yield _wrong_type(source, where, name, kind, value, fault["msg"])


def _size(source: Source, where: Path_, name: str, kind: str, context: dict[str, Any]) -> Problem:
    limit = context.get("min_length") if kind == "too_short" else context.get("max_length")
    side = "at least" if kind == "too_short" else "at most"
    message = f"{name} has {context['actual_length']} entries, it needs {side} {limit}"
    help_ = "add what is missing, or remove an optional field" if kind == "too_short" else "keep the best ones"
    return source.problem(WRONG_LENGTH, where, message, help_)


def _wrong_type(source: Source, where: Path_, name: str, kind: str, value: object, said: str) -> Problem:
    wanted = _WANTED.get(kind)
    if wanted is None:
        return source.problem(WRONG_VALUE, where, f"{name}: {said[0].lower()}{said[1:]}", "correct the value")
    got = _KINDS.get(type(value)) or (f"'{value}'" if isinstance(value, str) else f"the {type(value).__name__} {value}")
    help_ = f"write {wanted}"
    if wanted == "text" and not isinstance(value, dict | tuple | type(None)):
        help_ = "YAML reads this as something else than text: put quotes around it"
    elif wanted == "text" and isinstance(value, dict):
        help_ = "text that contains ': ' needs quotes around it"
    return source.problem(WRONG_VALUE, where, f"{name} must be {wanted}, not {got}", help_)


def path_name(where: Path_) -> str:
    """Return `trap.tempting` or `code[2].title`; entries count from 1 for people."""
    name = ""
    for step in where:
        name += f"[{step + 1}]" if isinstance(step, int) else f"{'.' if name else ''}{step}"
    return name or "the file"


def _fields(model: type[BaseModel], where: Path_) -> list[str]:
    owner = _owner(model, where)
    return [field.alias or name for name, field in owner.model_fields.items()] if owner else []


def _description(model: type[BaseModel], where: Path_) -> str:
    owner = _owner(model, where)
    field = owner.model_fields.get(str(where[-1])) if owner else None
    return f"add it: {field.description[0].lower()}{field.description[1:]}" if field and field.description else ""


def _owner(model: type[BaseModel], where: Path_) -> type[BaseModel] | None:
    """Return the model that the last step of a path belongs to."""
    current: type[BaseModel] | None = model
    for step in where[:-1]:
        if isinstance(step, int) or current is None:
            continue
        field = current.model_fields.get(str(step))
        current = _inner(field.annotation) if field else None
    return current


def _inner(annotation: Any) -> type[BaseModel] | None:  # noqa: ANN401
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = _inner(argument)
        if found is not None:
            return found
    return None
