"""Where renamed, retired and moved records went.

What: Q220 redirect-target, Q221 redirect-of-live-record, Q222 repeated-redirect.

Why: An id is a permanent address: links, notes and saved progress of readers point at it. Each old address leads, in one
step, to a record that exists.

Wrong:

    - {from: release/canary, to: canary-release, why: renamed}

Right:

    - {from: release/canary, to: canary-deployment, why: renamed}
"""

from collections.abc import Iterator

from bank.load import Bank, nearest
from bank.problems import Problem, Rule

REDIRECT_TARGET = Rule("Q220", "redirect-target")
REDIRECT_OF_LIVE = Rule("Q221", "redirect-of-live-record")
REPEATED_REDIRECT = Rule("Q222", "repeated-redirect")
RULES = (REDIRECT_TARGET, REDIRECT_OF_LIVE, REPEATED_REDIRECT)


def check(bank: Bank) -> Iterator[Problem]:
    """Look at every line of redirects.yml."""
    source = bank.sources.get("redirects.yml")
    if source is None or not isinstance(source.data, tuple):
        return
    places: dict[str, int] = {}
    moved = {entry.from_.partition("/")[2] for entry in bank.redirects}
    for i, data in enumerate(source.data):
        if not isinstance(data, dict) or not isinstance(data.get("from"), str) or not isinstance(data.get("to"), str):
            continue  # the schema has said so already
        old, target = data["from"], data["to"]
        topic, _, id_ = old.partition("/")
        if target not in bank.records and target not in bank.broken_ids:
            further = target in moved
            help_ = "name the record where the chain ends" if further else nearest(target, bank.records)
            what = "is itself redirected" if further else "no record has"
            message = f"'{old}' leads to '{target}', which {what}"
            yield source.problem(REDIRECT_TARGET, (i, "to"), message, help_ or "name a record that exists")
        live = bank.records.get(id_)
        if live is not None and live.topic == topic:
            message = f"'{old}' is redirected, but the record is still there"
            yield source.problem(REDIRECT_OF_LIVE, (i, "from"), message, "remove the line, or the record")
        elif live is not None and target != id_:
            message = f"'{old}' leads to '{target}', but '{id_}' has only moved to topic '{live.topic}'"
            yield source.problem(REDIRECT_TARGET, (i, "to"), message, f"write 'to: {id_}'")
        if old in places:
            message = f"'{old}' is redirected a second time"
            yield source.problem(REPEATED_REDIRECT, (i, "from"), message, "keep one line")
        places.setdefault(old, i)
