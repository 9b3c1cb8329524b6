"""How alike two questions are by what they mean: the field's terms in them, and what is asked of those.

"What is data drift?" and "Explain data drift" ask the same; "data drift or concept drift?" asks something else about almost
the same words. So a question is reduced to its subject (terms of the glossary, other telling words) and its ask (define,
compare, do, design, debug, …), and both have to agree. What many questions of the bank name, such as GPU, tells less.
"""

import functools
import heapq
import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bank import cache
from bank.load import Bank, Record
from bank.model import Kind
from bank.words import STOP_WORDS, Vocabulary, stem

Verdict = Literal["duplicate", "similar", "new"]
Ask = Literal["define", "compare", "why", "do", "design", "debug", "when", "tools", "story", ""]

DUPLICATE = 0.5
SIMILAR = 0.35
# Well below what is warned of: a pair near that line does not change its state with every new record.
FAR = 0.2

# What is asked, by the words that ask it; the first that matches wins.
_ASKS: tuple[tuple[Ask, str], ...] = (
    ("story", r"\b(tell (me|us) about (a|an|the|your)|describe a (time|situation|project)|walk me through a time|have you ever|describe an? .*\b(you|your)\b|a (time|situation) (when|you|in which|where))\b"),
    ("compare", r"\b(vs|versus|difference|differences|differ|differs|different from|compare|compared|comparison|distinguish|rather than|instead of|or)\b"),
    ("debug", r"\b(debug\w*|troubleshoot\w*|diagnos\w*|root cause|investigat\w*|suddenly|keeps? \w+ing)\b"),
    ("design", r"\b(design|architect|architecture|blueprint)\b"),
    ("when", r"\b(when (should|would|do|is|not|to)|do (you|we) (really )?(always )?need|is it worth|overkill|over-engineering)\b"),
    ("define", r"^\W*(what('s| is| are| does)(?! (your|the (best|main|steps|process|role|purpose|options)))|define|explain( what| the (concept|idea|notion) of)?|describe( what)?|(can|could) you (explain|describe|define)|give an overview)\b(?!.*\bhow (to|do|would|can)\b)(?!.*\b(methods?|techniques?|strateg(y|ies)|ways|steps|practices?|approach(es)?|tools?|benefits?|advantages?|options|importance|reasons?)\b)"),
    ("tools", r"\b(tools?|tooling|frameworks?|libraries|platforms?|software)\b"),
    ("why", r"\b(why|importance|important|benefits?|advantages?|purpose|role of|matter|matters|reasons?|value of)\b"),
    ("do", r"\b(how|steps|implement|set up|setup|strateg(y|ies)|practices?|approach(es)?|techniques?|methods?|ways?|process|measures)\b"),
    ("define", r"\b(what|explain|define|definition|describe|meaning|overview|introduction|concept)\b"),
)  # fmt: skip
_COMPILED = tuple((ask, re.compile(pattern)) for ask, pattern in _ASKS)
# How far two asks may be the same question; those that are not named are unlike (_UNLIKE).
_ALIKE: dict[frozenset[str], float] = {
    frozenset(pair.split("/")): worth
    for worth, pairs in {
        0.97: "define/ do/ compare/ design/ debug/ why/ when/ tools/ story/",
        0.93: "define/why do/tools do/design",
        0.5: "do/debug define/do do/why when/why do/when",
    }.items()
    for pair in pairs.split()
}
_UNLIKE = 0.4
_KIND_ASKS: dict[Kind, Ask] = {
    "concept": "define", "comparison": "compare", "how-to": "do", "tooling": "define", "design": "design", "scenario": "do",
    "debugging": "debug", "behavioral": "story",
}  # fmt: skip

# Words of everyday English that ask for the same deed. The field's own words are in the glossary.
_DEEDS = (
    "detect identify spot find discover notice recognize catch", "handle deal manage respond address react cope mitigate tackle",
    "reduce minimize cut lower decrease shrink optimize", "improve increase speed accelerate boost faster", "ensure guarantee maintain",
    "choose select pick decide", "prevent avoid protect stop defend", "build create develop construct", "measure quantify evaluate assess evaluation",
    "check verify validate", "fail break crash failure", "deploy ship launch productionize", "store save persist", "update refresh renew",
    "track record log", "schedule trigger", "share reuse", "secure security harden", "test testing", "scale scaling",
)  # fmt: skip
_SAME = {stem(word): stem(group.split()[0]) for group in reversed(_DEEDS) for word in group.split()}
_SAME |= {stem(word): stem("cost") for word in "expense expensive spend spending bill price cheap cheaper".split()}
_DEED_WORDS = frozenset(_SAME.values()) - {stem("cost")}
# Words that only ask.
_ASKING = frozenset(
    map(stem, "explain define definition describe difference differences different compare compared comparison versus vs importance important benefit "
        "benefits advantage advantages purpose role reason reasons matter matters concept concepts meaning mean means overview introduction idea "
        "approach approaches strategy strategies practice practices method methods technique techniques way ways step steps process measure measures "
        "best good key main common typical handle give example examples discuss understand know tell walk time situation question".split())
)  # fmt: skip
# Words that nearly every question of the field may hold; they decide little.
_COMMON = frozenset(
    map(stem, "machine learning ml ai production productionized system systems use case type types work works challenge challenges problem issue "
        "issues mlops engineer team real world environment workflow project application service implement implementation design set tool "
        "tools framework technology new bad large well keep make take goes go perform run running need want".split())
)  # fmt: skip
_LIGHT = frozenset(map(stem, "model models pipeline pipelines data feature features".split()))
_DEED, _WORD, _LIGHT_WORD, _COMMON_WORD = 0.4, 0.6, 0.25, 0.1
_OF_TERM = 0.4  # of what a word is worth when it is part of a term
_COMMON_TERMS = frozenset({"inference", "large-language-model", "mlops"})
# What more than this share of the records name is worth less, by the root of how much more; a small bank counts as one of a hundred.
_FEW, _SMALL, _LEAST = 0.015, 100, 0.25


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


@dataclass(frozen=True)
class Profiler:
    """Reduces questions to profiles, with the glossary's terms and with what each word and term is worth in this bank."""

    vocabulary: Vocabulary
    worth: Mapping[str, float]
    """The factor, below 1, of the keys that more than a few records name."""

    @classmethod
    def of(cls, bank: Bank) -> "Profiler":
        """Count in how many records each word and term is named: in the title, the question or another name."""
        plain = cls(bank.vocabulary, {})
        held: Counter[str] = Counter()
        for record in bank.records.values():
            held.update({key for text in _names(record) for key in plain.profile(text).subject})
        few = _FEW * max(len(bank.records), _SMALL)
        worth = {key: max(_LEAST, math.sqrt(few / count)) for key, count in held.items() if count > few}
        return cls(plain.vocabulary, worth)

    def profile(self, text: str, kind: Kind | None = None) -> Profile:
        """Reduce a question; `kind` says what is asked where the words do not."""
        subject: dict[str, float] = {}
        for term, words in self.vocabulary.split(text):
            if term is not None:
                subject[f"#{term}"] = 0.3 if term in _COMMON_TERMS else 1.0 + 0.1 * (len(words) - 1)
                for word in words:  # so that "incidents" is not foreign to "incident response"
                    if word not in _STOPS:
                        subject.setdefault(_SAME.get(word, word), _OF_TERM * _weight(word))
            elif words[0] not in _STOPS and words[0] not in _ASKING:
                word = _SAME.get(words[0], words[0])
                subject[word] = _weight(word)
        for key in subject.keys() & self.worth.keys():
            subject[key] *= self.worth[key]
        asked = ask_of(text)
        if kind is not None and asked in {"", "define"}:
            asked = _KIND_ASKS[kind]
        return Profile(subject, asked, sum(subject.values()))


def _names(record: Record) -> tuple[str, ...]:
    return (record.question.title, record.question.question, *(record.question.aliases or ()))


def _weight(word: str) -> float:
    if word in _COMMON:
        return _COMMON_WORD
    if word in _LIGHT:
        return _LIGHT_WORD
    return _DEED if word in _DEED_WORDS else _WORD


_STOPS = frozenset(map(stem, STOP_WORDS))


# What only one of two questions says makes it longer; what each says apart from the other makes it another question.
_LONGER, _OTHER = 0.25, 1.0
# One plain word in common is little evidence, however short the questions are.
_ENOUGH = 0.8
# Lighter words (of terms, and those that most questions hold) do not make two questions worth comparing.
_TELLING = 0.3


def score(a: Profile, b: Profile) -> float:
    """Return how alike two questions are, from 0 to 1, by the weight of what both hold and by what they ask of it."""
    shared, theirs = 0.0, b.subject
    for key, weight in a.subject.items():
        if key in theirs:
            other = theirs[key]
            shared += other if other < weight else weight  # noqa: FURB136 - called for every pair, and faster than min()
    if not shared:
        return 0.0
    rest_a, rest_b = a.total - shared, b.total - shared
    less, more = (rest_a, rest_b) if rest_a < rest_b else (rest_b, rest_a)
    overlap = shared / (shared + _LONGER * (more - less) + _OTHER * (less if less > 0 else 0.0))
    larger = a.total if a.total > b.total else b.total  # noqa: FURB136
    needed = larger if larger < _ENOUGH else _ENOUGH  # noqa: FURB136
    return overlap * (shared / needed if shared < needed else 1.0) * _asks_alike(a.ask, b.ask)


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
        self.profiler = Profiler.of(bank)
        self.known: list[tuple[str, Profile]] = []
        self.asked: dict[str, list[Profile]] = {}
        self.holding: dict[str, list[int]] = defaultdict(list)
        for record in bank.records.values():
            for text in _names(record):
                self._add(record.id, self.profiler.profile(text, record.question.kind))
            first = len(self.known) - len(_names(record))
            self.asked[record.id] = [made for _, made in self.known[first : first + 2]]

    def _add(self, id_: str, made: Profile) -> None:
        self.known.append((id_, made))
        for key in made.subject:
            self.holding[key].append(len(self.known) - 1)

    def nearest(self, title: str, count: int = 3, *, kind: Kind | None = None) -> list[Near]:
        """Return the records nearest to a title, best first; those that share nothing are left out."""
        asked = self.profiler.profile(title, kind)
        scores = self._scores(asked)
        if len(scores) < count:
            scores = self._scores(asked, least=0.0)
        best = heapq.nsmallest(count, scores.items(), key=lambda item: (-item[1], item[0]))
        return [Near(id_, round(value, 3)) for id_, value in best]

    def near_records(self) -> dict[str, list[Near]]:
        """Return, for every record, the others by nearness: title and question of one against all names of the other."""
        best: dict[str, dict[str, float]] = {id_: {} for id_ in self.asked}
        for id_, profiles in self.asked.items():
            for own in profiles:
                for other, value in self._scores(own).items():
                    if other != id_:
                        best[id_][other] = max(value, best[id_].get(other, 0.0))
                        best[other][id_] = max(value, best[other].get(id_, 0.0))
        return {id_: _ranked(scores) for id_, scores in best.items()}

    def _scores(self, asked: Profile, least: float = _TELLING) -> dict[str, float]:
        """Score the records that share a word of some weight, or any word when the question has no such word."""
        telling = [key for key, weight in asked.subject.items() if weight >= least] or list(asked.subject)
        places = {place for key in telling for place in self.holding.get(key, ())}
        best: dict[str, float] = {}
        for place in places:
            id_, other = self.known[place]
            value = score(asked, other)
            if value > best.get(id_, 0.0):
                best[id_] = value
        return best


def near_records(bank: Bank) -> dict[str, list[Near]]:
    """Return what `Finder.near_records` does, but for what is far, once for all that ask about the same names."""
    names = [part for r in bank.records.values() for part in (r.id, r.question.kind, *_names(r), "")]
    made = cache.text("near", (bank.vocabulary.digest, *names), lambda: _near(bank))
    return {id_: [Near(*near) for near in others] for id_, others in json.loads(made).items()}


def _near(bank: Bank) -> str:
    found = Finder(bank).near_records()
    return json.dumps(
        {id_: [(near.id, near.score) for near in others if near.score >= FAR] for id_, others in found.items()}
    )


def _ranked(scores: Mapping[str, float]) -> list[Near]:
    ranked = sorted(scores.items(), key=lambda item: (-item[1], item[0]))
    return [Near(id_, round(value, 3)) for id_, value in ranked]
