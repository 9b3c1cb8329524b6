"""How alike two questions are by what they mean: the field's terms in them, and what is asked of those.

"What is data drift?" and "Explain data drift" ask the same; "data drift or concept drift?" asks something else about almost
the same words. So a question is reduced to its subject (terms of the glossary, other telling words) and its ask (define,
compare, do, design, debug, …), and both have to agree.
"""

import functools
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bank.load import Bank
from bank.model import Kind
from bank.words import STOP_WORDS, Vocabulary, stem, stems

Verdict = Literal["duplicate", "similar", "new"]
Ask = Literal["define", "compare", "why", "do", "design", "debug", "when", "tools", "story", ""]

DUPLICATE = 0.72
SIMILAR = 0.45

# What is asked, by the words that ask it; the first that matches wins.
_ASKS: tuple[tuple[Ask, str], ...] = (
    ("story", r"\b(tell me about|describe a (time|situation)|walk me through a time|have you ever|a time (when|you)|your experience)\b"),
    ("compare", r"\b(vs|versus|difference|differences|differ|differs|compare|compared|comparison|distinguish|rather than|instead of|or)\b"),
    ("debug", r"\b(debug\w*|troubleshoot\w*|diagnos\w*|root cause|investigat\w*|suddenly|went wrong|goes wrong|keeps? \w+ing)\b"),
    ("design", r"\b(design|architect|architecture|system for|blueprint)\b"),
    ("tools", r"\b(tools?|tooling|frameworks?|libraries|platforms?|software)\b"),
    ("when", r"\b(when (should|would|do|is|not|to)|do (you|we) (really )?need|is it worth|overkill)\b"),
    ("why", r"\b(why|importance|important|benefits?|advantages?|purpose|role of|matter|matters|reasons?|value of)\b"),
    ("do", r"\b(how|steps|implement|set up|setup|strateg(y|ies)|practices?|approach(es)?|techniques?|methods?|ways?|process)\b"),
    ("define", r"\b(what|explain|define|definition|describe|meaning|overview|introduction|concept)\b"),
)  # fmt: skip
_COMPILED = tuple((ask, re.compile(pattern)) for ask, pattern in _ASKS)
# How far two asks may be the same question; those that are not named are unlike (_UNLIKE).
_ALIKE: dict[frozenset[str], float] = {
    frozenset(pair.split("/")): worth
    for worth, pairs in {
        0.97: "define/ do/ compare/ design/ debug/ why/ when/ tools/ story/",
        0.93: "define/why do/tools do/design",
        0.85: "do/debug define/do do/why when/why do/when",
    }.items()
    for pair in pairs.split()
}
_UNLIKE = 0.6
_KIND_ASKS: dict[Kind, Ask] = {
    "concept": "define", "comparison": "compare", "how-to": "do", "tooling": "define", "design": "design", "scenario": "do",
    "debugging": "debug", "behavioral": "story",
}  # fmt: skip

# Words of everyday English that ask for the same deed. The field's own words are in the glossary.
_DEEDS = (
    "detect identify spot find discover notice recognize catch", "handle deal manage respond address react cope mitigate tackle",
    "reduce minimize cut lower decrease shrink save", "improve increase speed accelerate boost faster optimize", "ensure guarantee maintain keep",
    "choose select pick decide", "prevent avoid protect stop", "build create develop construct", "measure quantify evaluate assess",
    "check verify validate", "fail break crash", "deploy ship release launch rollout", "store save persist", "update refresh renew",
    "track record log", "schedule trigger", "share reuse", "cost costs expense expensive spend spending bill price",
)  # fmt: skip
_SAME = {stem(word): stem(group.split()[0]) for group in reversed(_DEEDS) for word in group.split()}
# Words that nearly every question of the field may hold; they decide little.
_COMMON = frozenset(
    map(stem, ["machine", "learning", "ml", "ai", "model", "models", "production", "system", "systems", "data", "use", "case", "example", "examples", "explain", "define", "describe", "difference", "differences", "compare", "versus", "vs", "important", "importance", "benefit", "approach", "strategy", "practice", "best", "key", "main", "different", "type", "types", "work", "works", "concept", "term", "mean", "means", "role", "purpose", "way", "ways", "method", "technique", "process", "step", "steps", "challenge", "challenges", "problem", "issue", "issues", "mlops", "engineer", "team", "time", "real", "world", "environment", "pipeline", "workflow", "project", "application", "service", "question", "common", "typical", "good", "implement", "design", "architecture", "set", "tool", "tools", "framework", "technology", "design"])
)  # fmt: skip
_COMMON_TERMS = frozenset({"machine-learning", "mlops", "model", "machine-learning-model", "inference", "production"})


@dataclass(frozen=True, slots=True)
class Profile:
    """A question reduced to what it is about (weights by key, `#id` for a term) and what it asks."""

    subject: Mapping[str, float]
    ask: Ask
    total: float


def ask_of(text: str) -> Ask:
    """Return what a question asks of its subject; the empty string when it is only named."""
    lowered = text.lower()
    return next((ask for ask, pattern in _COMPILED if pattern.search(lowered)), "")


def profile(text: str, vocabulary: Vocabulary, kind: Kind | None = None) -> Profile:
    """Reduce a question; `kind` says what is asked where the words do not."""
    subject: dict[str, float] = {}
    for term, words in vocabulary.split(stems(text)):
        if term is not None:
            subject[f"#{term}"] = 0.3 if term in _COMMON_TERMS else 1.0 + 0.15 * (len(words) - 1)
        elif words[0] not in _STOPS:
            word = _SAME.get(words[0], words[0])
            subject[word] = 0.12 if word in _COMMON else 0.6
    asked = ask_of(text)
    if kind is not None and asked in {"", "define"}:
        asked = _KIND_ASKS[kind]
    return Profile(subject, asked, sum(subject.values()))


_STOPS = frozenset(map(stem, STOP_WORDS))


def score(a: Profile, b: Profile) -> float:
    """Return how alike two questions are, from 0 to 1."""
    shared = sum(min(weight, b.subject[key]) for key, weight in a.subject.items() if key in b.subject)
    union = a.total + b.total - shared
    if not shared or not union:
        return 0.0
    return math.sqrt(shared / union) * _asks_alike(a.ask, b.ask)


@functools.cache
def _asks_alike(a: Ask, b: Ask) -> float:
    return 1.0 if a == b else _ALIKE.get(frozenset((a, b)), _UNLIKE)


def verdict(value: float) -> Verdict:
    """Return what a score means."""
    return "duplicate" if value >= DUPLICATE else "similar" if value >= SIMILAR else "new"


@dataclass(frozen=True, slots=True)
class Near:
    """A record that is near to a title."""

    id: str
    score: float

    @property
    def verdict(self) -> Verdict:
        """What the score means."""
        return verdict(self.score)


class Finder:
    """Finds the nearest records of a bank. Every record is known by its title, its question and its other names."""

    def __init__(self, bank: Bank) -> None:
        self.vocabulary = Vocabulary.of(bank.glossary)
        self.known: list[tuple[str, Profile]] = []
        self.holding: dict[str, list[int]] = defaultdict(list)
        for record in bank.records.values():
            question = record.question
            for text in (question.title, question.question, *(question.aliases or ())):
                self._add(record.id, profile(text, self.vocabulary, question.kind))

    def _add(self, id_: str, made: Profile) -> None:
        self.known.append((id_, made))
        for key in made.subject:
            self.holding[key].append(len(self.known) - 1)

    def nearest(self, title: str, count: int = 3, *, kind: Kind | None = None) -> list[Near]:
        """Return the records nearest to a title, best first; those that share nothing are left out."""
        return _ranked(self._scores(profile(title, self.vocabulary, kind)))[:count]

    def near_records(self) -> Iterator[tuple[str, list[Near]]]:
        """For every record, those near enough to be told about, by the best of their names; each pair comes from both sides."""
        best: dict[str, dict[str, float]] = defaultdict(dict)
        for id_, own in self.known:
            for other, value in self._scores(own).items():
                if other != id_ and value > best[id_].get(other, 0.0):
                    best[id_][other] = value
        for id_, scores in best.items():
            yield id_, _ranked(scores)

    def _scores(self, asked: Profile) -> dict[str, float]:
        shared: dict[int, float] = defaultdict(float)
        for key, weight in asked.subject.items():
            for place in self.holding.get(key, ()):
                shared[place] += min(weight, self.known[place][1].subject[key])
        best: dict[str, float] = {}
        for place, both in shared.items():
            id_, other = self.known[place]
            value = math.sqrt(both / (asked.total + other.total - both)) * _asks_alike(asked.ask, other.ask)
            if value > best.get(id_, 0.0):
                best[id_] = value
        return best


def _ranked(scores: Mapping[str, float]) -> list[Near]:
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [Near(id_, round(value, 3)) for id_, value in ranked]
