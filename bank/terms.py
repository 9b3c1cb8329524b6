"""Terms of the field in a rendered text: the first time one appears, it leads to its explanation."""

import html
import re
from collections.abc import Collection, Mapping
from functools import cached_property

from bank.model import Term

_TAG = re.compile(r"(<[^>]+>)")
_CLOSED_TO_TERMS = {"a", "abbr", "code", "pre", "h4", "h5", "h6", "svg", "figure", "th", "summary"}
MOST = 8  # more than that, and the links are in the reader's way


class Glossary:
    """Finds the terms of a glossary by their names: acronyms in their own case, other names in any."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self.terms = terms

    @cached_property
    def _names(self) -> dict[str, str]:
        names: dict[str, str] = {}
        for id_, term in self.terms.items():
            for name in (term.term, *term.synonyms):
                names.setdefault(name.casefold(), id_)
            for name in term.acronyms:
                names.setdefault(name, id_)
        return names

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        if not self.terms:
            return None
        acronyms = {name for term in self.terms.values() for name in term.acronyms}
        forms = sorted({*self._names, *acronyms}, key=lambda name: (-len(name), name))
        parts = [
            re.escape(html.escape(f, quote=False))
            if f in acronyms
            else f"(?i:{re.escape(html.escape(f, quote=False))})"
            for f in forms
        ]
        return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")

    def marked(self, text: str, skip: Collection[str]) -> tuple[str, list[str]]:
        """Link the first use of each term in rendered HTML; return it with the ids of the terms, in their order."""
        if self._pattern is None:
            return text, []
        found: list[str] = []
        closed: list[str] = []

        def link(match: re.Match[str]) -> str:
            name = html.unescape(match[0])
            id_ = self._names.get(name) or self._names.get(name.casefold())
            if id_ is None or id_ in found or id_ in skip or len(found) >= MOST:
                return match[0]
            found.append(id_)
            meaning = html.escape(self.terms[id_].definition)
            return f'<a class="q-term" href="page:glossary.html#{id_}" title="{meaning}">{match[0]}</a>'

        parts = _TAG.split(text)
        for place, part in enumerate(parts):
            if part.startswith("<"):
                name = part.strip("</>").split()[0].rstrip("/")
                if name in _CLOSED_TO_TERMS:
                    if part.startswith("</"):
                        closed and closed.pop()
                    elif not part.endswith("/>"):
                        closed.append(name)
            elif part and not closed:
                parts[place] = self._pattern.sub(link, part)
        return "".join(parts), found
