"""Pictures draw, and say in words what they show.

What: Q501 picture-alternative, Q502 picture-does-not-draw.

Why: A picture is source text, drawn when the site is built. A reader who does not see it gets its text alternative, and so
does the PDF.

Wrong:

    ```mermaid
    flowchart TD
      A --> B
    ```

Right:

    ```mermaid
    %% alt: Data flows from A to B.
    flowchart TD
      A --> B
    ```
"""

from collections.abc import Iterator

from bank.load import Bank
from bank.markup import PICTURES, fences, texts
from bank.pictures import PictureError, draw
from bank.problems import Problem, Rule

PICTURE_ALTERNATIVE = Rule("Q501", "picture-alternative")
PICTURE_DOES_NOT_DRAW = Rule("Q502", "picture-does-not-draw")
RULES = (PICTURE_ALTERNATIVE, PICTURE_DOES_NOT_DRAW)


def check(bank: Bank) -> Iterator[Problem]:
    """Draw every picture."""
    for record in bank.records.values():
        for where, text in texts(record.question):
            for fence in fences(text):
                if not fence.closed or fence.language not in PICTURES:
                    continue
                try:
                    draw(fence.language, fence.body)
                except PictureError as error:
                    offset = fence.body_offset
                    for line in text[offset:].splitlines(keepends=True)[: error.line]:
                        offset += len(line)
                    rule = PICTURE_ALTERNATIVE if error.about_alt else PICTURE_DOES_NOT_DRAW
                    yield record.source.problem_in_text(rule, where, offset, str(error), error.help)
