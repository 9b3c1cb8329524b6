"""Terms of the field in a rendered text: the first time one appears, it leads to its explanation."""

import html
import re
from collections import defaultdict
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
        self._patterns: dict[str, re.Pattern[str]] = {}

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
    def _forms(self) -> Mapping[str, list[str]]:
        """The names by their first words, the longest first."""
        own, any_ = self._names
        forms: dict[str, list[str]] = defaultdict(list)
        for form in sorted({**any_, **own}, key=lambda name: (-len(name), name)):
            first = _WORD.search(html.escape(form, quote=False))
            if first:
                forms[first[0].casefold()].append(form)
        return dict(forms)

    def _pattern(self, first: str) -> re.Pattern[str]:
        """Return the pattern of the names that begin with a word; few words do, and one pattern of all takes long to compile."""
        if first not in self._patterns:
            parts = (self._part(form, self._names[0]) for form in self._forms[first])
            self._patterns[first] = re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")
        return self._patterns[first]

    def _matches(self, text: str) -> Iterator[re.Match[str]]:
        end = 0
        for word in _WORD.finditer(text):
            first = word[0].casefold()
            if word.start() >= end and first in self._forms:
                match = self._pattern(first).match(text, word.start())
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
