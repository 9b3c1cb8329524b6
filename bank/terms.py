"""Terms of the field in a rendered text: the first time one appears, it leads to its explanation."""

import html
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from functools import cached_property

from bank.model import Term

_TAG = re.compile(r"(<[^>]+>)")
_WORD = re.compile(r"(?<![\w-])\w+")
_CLOSED_TO_TERMS = {"a", "abbr", "code", "pre", "h4", "h5", "h6", "svg", "figure", "th", "summary"}
MOST = 8  # more than that, and the links are in the reader's way


class Glossary:
    """Finds the terms of a glossary by their names: acronyms in their own case, other names in any."""

    def __init__(self, terms: Mapping[str, Term]) -> None:
        self.terms = terms

    @cached_property
    def _names(self) -> tuple[dict[str, str], dict[str, str]]:
        """Names that count in their own case only (acronyms, and short words like REST), and names that count in any."""
        own: dict[str, str] = {}
        any_: dict[str, str] = {}
        for id_, term in self.terms.items():
            for name in (*term.acronyms, term.term, *term.synonyms):
                if name in term.acronyms or len(name) <= 5:
                    own.setdefault(name, id_)
                else:
                    any_.setdefault(name.casefold(), id_)
        return own, any_

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        own, any_ = self._names
        forms = sorted({**any_, **own}, key=lambda name: (-len(name), name))
        if not forms:
            return None
        parts = [self._part(form, own) for form in forms]
        return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")

    @cached_property
    def _starts(self) -> frozenset[str]:
        """The first words of all names: the pattern is long, and few words begin one."""
        firsts = (_WORD.search(html.escape(name, quote=False)) for names in self._names for name in names)
        return frozenset(first[0].casefold() for first in firsts if first)

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        end = 0
        for word in _WORD.finditer(text):
            if word.start() >= end and word[0].casefold() in self._starts:
                match = self._pattern.match(text, word.start()) if self._pattern else None
                if match:
                    end = match.end()
                    yield match

    @staticmethod
    def _part(form: str, own: Collection[str]) -> str:
        text = re.escape(html.escape(form, quote=False))
        return text if form in own else f"(?i:{text})"

    def _linked(self, text: str, link: Callable[[re.Match[str]], str]) -> str:
        made, end = [], 0
        for match in self._matches(text):
            made += [text[end : match.start()], link(match)]
            end = match.end()
        return "".join((*made, text[end:]))

    def marked(self, text: str, skip: Collection[str]) -> tuple[str, list[str]]:
        """Link the first use of each term in rendered HTML; return it with the ids of the terms, in their order."""
        if self._pattern is None:
            return text, []
        found: list[str] = []
        closed: list[str] = []

        def link(match: re.Match[str]) -> str:
            name = html.unescape(match[0])
            own, any_ = self._names
            id_ = own.get(name) or any_.get(name.casefold())
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
                parts[place] = self._linked(part, link)
        return "".join(parts), found
