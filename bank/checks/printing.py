"""Characters that the printed files cannot show.

What: Q703 unprintable-character.

Why: Cheat sheets and book carry their fonts inside, so that they look the same everywhere. A character that none of those
fonts has, an emoji for example, would be an empty box on paper, and the standard for accessible PDF refuses the file.

Wrong:

    summary: Roll back first 🚀, then look for the cause.

Right:

    summary: Roll back first, then look for the cause.
"""

from collections.abc import Iterator

from bank.exports.typesetting import missing
from bank.load import Bank
from bank.problems import Problem, Rule

UNPRINTABLE_CHARACTER = Rule("Q703", "unprintable-character")
RULES = (UNPRINTABLE_CHARACTER,)


def check(bank: Bank) -> Iterator[Problem]:
    """Ask the typesetter for every character outside ASCII that any value of any file has."""
    sources = [*bank.sources.values(), *(record.source for record in bank.records.values())]
    values = [(source, where, source.value(where)) for source in sources for where in source.values]
    used = {
        c for _, _, value in values if isinstance(value, str) and not value.isascii() for c in value if ord(c) > 126
    }
    bad = missing(frozenset(used)) if used else frozenset()
    if not bad:
        return
    for source, where, value in values:
        if isinstance(value, str):
            for offset, character in enumerate(value):
                if character in bad:
                    message = f"'{character}' (U+{ord(character):04X}) cannot be printed"
                    help_ = "spell it out, or use a character of Latin, Greek or mathematical text"
                    yield source.problem_in_text(UNPRINTABLE_CHARACTER, where, offset, message, help_)
                    break
