"""Words as search and the duplicate check compare them: lower case, one spelling, one ending; and the field's terms in a text.

The rules are regular expressions that Python and JavaScript read alike; the search page gets them with its index, so that a
query is cut exactly as the index was.
"""

import functools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bank import cache
from bank.model import Term

# In each list the first rule that matches is applied, if at least three letters remain.
SPELLING = (
    ("isation", "ization"), ("isations$", "ization"), ("ise(d|s|r)?$", "ize"), ("ising$", "izing"), ("our$", "or"),
    ("ours$", "or"), ("iour", "ior"), ("elling$", "eling"), ("elled$", "eled"), ("labell", "label"),
)  # fmt: skip
ENDINGS = (
    ("iz(e|es|ed|ing|er|ers|ation|ations)$", "iz"), ("at(e|es|ed|ing|ion|ions|or|ors)$", ""), ("ies$", "y"), ("tions?$", "t"), ("ments?$", ""),
    ("(ance|ence|ant|ent)$", ""), ("(ness|ly)$", ""), ("sses$", "ss"), ("ss$", "ss"), ("(us|is)$", "s"),
    ("(ings?|ed|es|s|e)$", ""),
)  # fmt: skip
DOUBLES = tuple((f"{letter}{letter}$", letter) for letter in "bdfglmnprt")
RULES = (SPELLING, ENDINGS, ENDINGS, DOUBLES)
"""In the order of their use; endings twice, because some words wear two."""
STOP_WORDS = frozenset(
    """a about above actually after again all also am an and any are as at be because been before being below between both but by
    can could did do does doing down during each etc every few for from further get give had has have having he her here him
    his how i if in into is it its itself just let like many me more most much my need no nor not of off on once one only or
    other our out over own per same she should so some such tell than that the their them then there these they this those
    through to too under until up us use used using very via was we well were what when where which while who whom why will
    with within without would you your""".split()  # noqa: SIM905 - a list of words reads best as text
)
_TOKEN = re.compile(r"[a-z0-9]+")


def _rewritten(word: str, rules: Iterable[tuple[str, str]]) -> str:
    for pattern, replacement in rules:
        changed, count = _compiled(pattern).subn(replacement, word, count=1)
        if count:
            return changed if len(changed) >= 3 else word
    return word


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)


@functools.lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return the form under which a lower-case word is compared: `quantisation` and `quantize` both give `quantiz`."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return word
    for rules in RULES:
        word = _rewritten(word, rules)
    return word


def tokens(text: str) -> list[str]:
    """Return the words of a text, lower case, without accents and marks."""
    if not text.isascii():
        text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return _TOKEN.findall(text.lower())


@dataclass(frozen=True)
class Vocabulary:
    """The field's terms by the words that name them: `("kubernet",)` and `("model", "registry")` by stems, `k8s` and `rag` as typed."""

    forms: Mapping[tuple[str, ...], str]
    acronyms: Mapping[str, str]
    """Names of one short word; their ending is theirs, so that "ragged" is not RAG."""

    @functools.cached_property
    def longest(self) -> dict[str, int]:
        """The words in the longest name that begins with a word."""
        found: dict[str, int] = {}
        for form in self.forms:
            found[form[0]] = max(len(form), found.get(form[0], 1))
        return found

    @functools.cached_property
    def digest(self) -> str:
        """What all that depends on these names is kept under."""
        return cache.digest(repr((sorted(self.forms.items()), sorted(self.acronyms.items()))))

    @classmethod
    def of(cls, glossary: Mapping[str, Term]) -> "Vocabulary":
        """Collect the names of a glossary; the first term that uses a name has it."""
        forms: dict[tuple[str, ...], str] = {}
        acronyms: dict[str, str] = {}
        for id_, term in glossary.items():
            for name in (term.term, *term.acronyms, *term.synonyms):
                words = tokens(name)
                if len(words) == 1 and len(words[0]) <= 4:
                    acronyms.setdefault(words[0], id_)
                elif words:
                    forms.setdefault(tuple(map(stem, words)), id_)
        return cls(forms, acronyms)

    def split(self, text: str) -> Iterator[tuple[str | None, tuple[str, ...]]]:
        """Cut a text into terms (with their id) and single other words (with None), as stems; the longest term first."""
        typed = tokens(text)
        words = [stem(word) for word in typed]
        longest, acronyms = self.longest, self.acronyms
        i = 0
        while i < len(words):
            if words[i] not in longest and typed[i] not in acronyms:  # as most
                yield None, (words[i],)
                i += 1
                continue
            for length in range(min(longest.get(words[i], 1), len(words) - i), 0, -1):
                form = tuple(words[i : i + length])
                term = self.forms.get(form) or (acronyms.get(typed[i]) if length == 1 else None)
                if term is not None:
                    yield term, form
                    i += length
                    break
            else:
                yield None, (words[i],)
                i += 1
