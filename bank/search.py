"""The search index: for every word of the bank and every term of the field, which questions it finds and how strongly.

The page that searches is `docs/assets/search.js`; it gets the rules by which words are cut along with the index, so that
this module and that script cannot disagree.
"""

import json
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from bank import cache
from bank.html import to_text
from bank.load import Bank, Record
from bank.markup import texts, without_fences
from bank.words import RULES, STOP_WORDS, stem

# What a word is worth by where it stands. A term of the glossary counts beside its words.
TITLE, ALIAS, QUESTION, SUMMARY, TOPIC, REST = 8.0, 7.0, 4.0, 3.0, 2.0, 1.0
TERM = 1.2
# Of the long texts only words that tell a question from others are kept: in at most this share of the bank, this many each.
MOST_COMMON = 0.3
TELLING = 50
_MARKUP = re.compile(r"https://\S+|q:[\w-]+|[`*_|\[\]()#]")


def _fields(bank: Bank, record: Record) -> Iterator[tuple[float, str]]:
    question = record.question
    yield TITLE, question.title
    yield QUESTION, to_text(question.question)
    yield SUMMARY, to_text(question.summary)
    yield TOPIC, bank.topics[record.topic].title
    yield from ((ALIAS, alias) for alias in question.aliases or ())


def _rest(record: Record) -> str:
    question = record.question
    parts = [text for where, text in texts(question) if where[0] not in {"question", "summary"}]
    parts += [code.title for code in question.code or ()]
    return " ".join(_MARKUP.sub(" ", without_fences(part)) for part in parts)


def words(bank: Bank, record: Record) -> tuple[dict[str, float], dict[str, int]]:
    """Return what each word and term of a record's short texts is worth, and how often each stands in its long texts."""

    def make() -> str:
        return json.dumps((_weights(bank, record), _counts(bank, record)))

    parts = (record.source.digest, bank.topics[record.topic].title, bank.vocabulary.digest)
    weights, counts = json.loads(cache.text("words", parts, make))
    return weights, counts


def _weights(bank: Bank, record: Record) -> dict[str, float]:
    own: dict[str, float] = defaultdict(float)
    for worth, text in _fields(bank, record):
        for term, stems in bank.vocabulary.split(text):
            if term is not None:
                own[f"#{term}"] = max(own[f"#{term}"], worth * TERM)
            for stem_ in stems:
                own[stem_] = max(own[stem_], worth)
    return own


def _counts(bank: Bank, record: Record) -> dict[str, int]:
    own: dict[str, int] = defaultdict(int)
    for term, stems in bank.vocabulary.split(_rest(record)):
        for key in (*stems, *([f"#{term}"] if term else ())):
            own[key] += 1
    return own


def _telling(counts: Mapping[str, Mapping[str, int]]) -> dict[str, dict[str, float]]:
    """Return, for each record, the telling words and terms of its long texts."""
    held_by: dict[str, int] = defaultdict(int)
    for own in counts.values():
        for key in own:
            held_by[key] += 1
    most = max(3.0, MOST_COMMON * len(counts))
    kept: dict[str, dict[str, float]] = {}
    for id_, own in counts.items():
        rated = {
            key: (1 + math.log(count)) * math.log(1 + len(counts) / held_by[key])
            for key, count in own.items()
            if held_by[key] <= most and len(key) > 2 and not key.isdigit()
        }
        best = sorted(rated, key=lambda key: (-rated[key], key))[:TELLING]
        kept[id_] = {key: min(2.5, REST * (0.6 + 0.4 * math.log(1 + own[key]))) for key in best}
    return kept


def index(bank: Bank) -> dict[str, Any]:
    """Return the index: rules, questions, and for every word a flat list of question numbers and weights (tenths)."""
    vocabulary = bank.vocabulary
    found = {id_: words(bank, record) for id_, record in bank.records.items()}
    telling = _telling({id_: counts for id_, (_, counts) in found.items()})
    stops = sorted({stem(word) for word in STOP_WORDS})
    postings: dict[str, list[int]] = defaultdict(list)
    for number, id_ in enumerate(bank.records):
        weights = dict(telling[id_])
        for key, worth in found[id_][0].items():
            weights[key] = max(weights.get(key, 0.0), worth)
        for key, worth in weights.items():
            if key not in stops:
                postings[key] += [number, round(10 * worth)]
    used = {key[1:] for key in postings if key.startswith("#")}
    topics = list(bank.topics)
    return {
        "rules": RULES,
        "stop": stops,
        "levels": {id_: level.title for id_, level in bank.levels.items()},
        "topics": [[id_, bank.topics[id_].title] for id_ in topics],
        "questions": [
            [r.id, topics.index(r.topic), r.question.level, r.question.title, to_text(r.question.question)]
            for r in bank.records.values()
        ],
        "forms": {" ".join(form): id_ for form, id_ in sorted(vocabulary.forms.items()) if id_ in used},
        "acronyms": {name: id_ for name, id_ in sorted(vocabulary.acronyms.items()) if id_ in used},
        "words": dict(sorted(postings.items())),
    }


def script(bank: Bank) -> str:
    """Return the index as a classic script, because browsers refuse `fetch` from a folder on disk."""
    return cache.text("search", (bank.digest,), lambda: _script(bank))


def _script(bank: Bank) -> str:
    data = json.dumps(index(bank), ensure_ascii=False, separators=(",", ":"))
    # A line separator would end a string in old engines; `</` would end an inline script, should it ever become one.
    data = data.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").replace("</", "<\\/")
    return f"handbook.search.load({data});\n"
