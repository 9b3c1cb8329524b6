"""Pictures draw, say in words what they show, and can be read on a phone.

What: Q501 picture-alternative, Q502 picture-does-not-draw, Q503 wide-picture (warning).

Why: A picture is source text, drawn when the site is built. A reader who does not see it gets its text alternative, and so
does the PDF. A diagram that runs from left to right shrinks on a phone until nobody can read its labels.

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
WIDE_PICTURE = Rule("Q503", "wide-picture", "warning")
RULES = (PICTURE_ALTERNATIVE, PICTURE_DOES_NOT_DRAW, WIDE_PICTURE)

WIDEST = 760  # pixels; at this width a label on a phone has half of its size


def check(bank: Bank) -> Iterator[Problem]:
    """Draw every picture."""
    for record in bank.records.values():
        for where, text in texts(record.question):
            for fence in fences(text):
                if not fence.closed or fence.language not in PICTURES:
                    continue
                try:
                    picture = draw(fence.language, fence.body)
                    if picture.kind == "mermaid" and picture.width > WIDEST:
                        message = (
                            f"the diagram is {picture.width:.0f} pixels wide, and a phone shows about half of that"
                        )
                        help_ = "let it run from top to bottom ('flowchart TD'), with at most three boxes side by side"
                        yield record.source.problem_in_text(WIDE_PICTURE, where, fence.body_offset, message, help_)
                except PictureError as error:
                    offset = fence.body_offset
                    for line in text[offset:].splitlines(keepends=True)[: error.line]:
                        offset += len(line)
                    rule = PICTURE_ALTERNATIVE if error.about_alt else PICTURE_DOES_NOT_DRAW
                    yield record.source.problem_in_text(rule, where, offset, str(error), error.help)
