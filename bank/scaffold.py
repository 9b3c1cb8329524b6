"""The text of a new record: valid, but for the parts that only a person can write, each marked with what belongs there."""

import datetime
import json
import re
import textwrap
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import yaml

from bank.labels import KIND_NOTES
from bank.load import Bank, check_record
from bank.model import MAX_TITLE, Kind, LevelId
from bank.similar import Near
from bank.words import STOP_WORDS

SCHEMA_LINE = "# yaml-language-server: $schema=../../question.schema.json"
WIDTH = 118
_ASKING = frozenset(
    "explain describe define tell difference walk discuss give name compare handle important main".split()  # noqa: SIM905 - reads best as text
)
# Below this a nearest record shares no more than a word of the trade.
_NEIGHBOR = 0.2


@dataclass(frozen=True, slots=True)
class Draft:
    """What has to be known before a record can be written."""

    id: str
    topic: str
    title: str
    question: str
    level: LevelId
    kind: Kind
    roles: Sequence[str]
    near: Sequence[Near]
    day: datetime.date


def suggested_id(question: str) -> str:
    """Return an id made of the telling words of a question; empty when it has none."""
    plain = unicodedata.normalize("NFKD", question).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", re.sub(r"'\w*|\(.*?\)", "", plain))
    kept = [word for word in dict.fromkeys(words) if word not in STOP_WORDS and word not in _ASKING][:4]
    return "-".join(kept)[:60].rstrip("-")


def suggested_title(id_: str) -> str:
    """Return the id as words, as many as fit into a title."""
    return textwrap.shorten(id_.replace("-", " "), MAX_TITLE, placeholder="").capitalize() or id_[:MAX_TITLE]


def scalar(text: str) -> str:
    """Return a text of one line as YAML: plain where that reads as the same text, else in double quotes."""
    if re.fullmatch(r"[A-Za-z0-9][^\n\"'\\{}\[\]#|>&*!%@`]*", text) and not re.search(r":(\s|$)", text):
        try:
            if yaml.safe_load(text) == text:
                return text
        except yaml.YAMLError:
            pass
    return json.dumps(text, ensure_ascii=False)


def record_text(draft: Draft) -> str:
    """Return the text of the record."""
    alike = [near for near in draft.near if near.verdict != "new"]
    related = [near.id for near in draft.near if near.score >= _NEIGHBOR]
    given = {
        "design": "TODO: the requirements, as numbers: users, requests a second, latency, money, data.",
        "debugging": "TODO: the exhibit that is on the table: a log, a chart, a config, a query's result.",
    }.get(draft.kind)
    parts = [
        SCHEMA_LINE,
        "# Replace every TODO: by what it asks for; 'bank check' lists those that are left. Then delete these comments.",
        f"title: {scalar(draft.title)}  # the name in lists: at most {MAX_TITLE} characters",
        f"question: {_long(draft.question)}",
        f"level: {draft.level}  # {' | '.join(get_args(LevelId))}",
        f"kind: {draft.kind}  # {' | '.join(get_args(Kind))}",
        "priority: common  # core: learn it tonight | common | deep",
        "minutes: 4  # how long a good spoken answer takes, follow-ups apart",
        f"roles: [{', '.join(draft.roles)}]  # at most three ids of data/roles.yml, where the question is central",
        f"added: {draft.day}",
        f"reviewed: {draft.day}  # the day you last checked it against its references",
        *([f"given: |\n  {given}"] if given else []),
        "summary: >-\n  TODO: the answer in one sentence that stands alone, at most 200 characters.",
        "really_asking: >-\n  TODO: what the interviewer is probing with this question, in one or two sentences.",
        f"answer: |\n  TODO: the worked answer in Markdown, the direct answer first. {KIND_NOTES[draft.kind]}",
        "strong_answer:",
        "  - 'TODO: the point without which the answer does not pass.'",
        "  - 'TODO: the second point without which it does not pass.'",
        "  - 'TODO: a point that only those make who have done it.'",
        "trap:",
        "  tempting: 'TODO: what a weaker candidate says, in their words, at most 160 characters.'",
        "  why_it_fails: 'TODO: what it gets wrong, and what the interviewer concludes.'",
        "  say_instead: 'TODO: the sentence to say.'",
        "follow_ups:",
        "  - question: 'TODO: what the interviewer asks next.'",
        "    answer: 'TODO: a short answer; or delete this line and write see: with the id of the record that answers.'",
        "  - question: 'TODO: what the interviewer asks after that.'",
        "    answer: 'TODO: a short answer, or see: with an id.'",
        f"related: [{', '.join(related)}]  # suggested; links show on both sides"
        if related
        else "# related: [model-rollback]    # ids of neighbors; links show on both sides",
        "references:  # primary sources first: papers, official documentation, the original post",
        "  - title: 'TODO: the title that the page itself has.'",
        "    url: https://TODO.example/",
    ]
    if alike:
        parts.append("distinct_from:  # or keep to the existing question, and improve that one")
        for near in alike:
            parts += [f"  - id: {near.id}", "    why: 'TODO: what makes this another question.'"]
    return "\n".join([*parts, OPTIONAL])


def _long(text: str) -> str:
    line = scalar(text)
    if len(line) + len("question: ") <= WIDTH:
        return line
    return ">-\n" + textwrap.fill(
        text, WIDTH, initial_indent="  ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )


OPTIONAL = """\
# Optional; take away the '# ' where it applies.
# mistakes:
#   - One more way that answers to this go wrong.
# code:                        # Python and SQL are run and their output is compared
#   - title: What the example shows
#     language: python
#     code: |
#       print(1 + 1)
#     output: |
#       2
# in_production:
#   - who: netflix             # an id of data/companies.yml
#     what: One sentence that the source supports.
#     source: https://example.org/
# aliases: [another name people search for]
"""


def fault(draft: Draft, bank: Bank) -> str:
    """Return what keeps a draft from being a valid record, the empty string when nothing does."""
    path = path_of(bank, draft)
    problems = check_record(path, record_text(draft))
    return problems[0].message if problems else ""


def path_of(bank: Bank, draft: Draft) -> Path:
    """Return where the record will stand."""
    return bank.root / "questions" / draft.topic / f"{draft.id}.yml"
