"""What Markdown in a record may hold.

What: Q301 raw-html, Q302 attribute-list, Q303 snippet-include, Q304 image, Q305 link-address, Q306 heading-level,
Q307 unclosed-fence, Q308 unclosed-comment, Q309 fence-header, Q310 admonition-type, Q311 too-nested, Q312 link-title,
Q313 run-in-list (warning).

Why: A record comes from a stranger and shares its page with others. It is content, never code: no tags, no attributes, no
files, no addresses but `https:` and `q:`, and nothing that could reach beyond its own entry.

Wrong:

    answer: |
      <img src="https://example.org/p.png"> See [the docs](http://example.org).

Right:

    answer: |
      Write `<img>` in backticks. See [the docs](https://example.org).
"""

from collections.abc import Iterator

from bank.load import Bank
from bank.markup import ADMONITIONS, Fault, findings, texts
from bank.problems import Problem, Rule

_RULES: dict[Fault, tuple[Rule, str, str]] = {
    "raw-html": (
        Rule("Q301", "raw-html"), "raw HTML: {}", "write it in Markdown; put tags and placeholders in backticks",
    ),
    "attribute-list": (
        Rule("Q302", "attribute-list"), "attribute list: {}", "remove it; put literal braces in backticks",
    ),
    "snippet-include": (Rule("Q303", "snippet-include"), "snippet include: {}", "write the text itself"),
    "image": (Rule("Q304", "image"), "image: {}", "draw it as a mermaid, vega-lite or math fence"),
    "link-address": (
        Rule("Q305", "link-address"), "address '{}' is neither https: nor q:", "use https://… or q:<id of a record>",
    ),
    "heading-level": (
        Rule("Q306", "heading-level"), "heading '{}' is above level 4",
        "start headings in a record with '####'; put an empty line before '---'",
    ),
    "unclosed-fence": (
        Rule("Q307", "unclosed-fence"), "the fence '{}' is never closed", "close it with the same marks on a line of their own",
    ),
    "unclosed-comment": (Rule("Q308", "unclosed-comment"), "the comment '{}' is never closed", "remove the comment"),
    "fence-header": (
        Rule("Q309", "fence-header"), "fence header '{}'", 'a language, and at most title="…", hl_lines="…", linenums="…"',
    ),
    "admonition-type": (
        Rule("Q310", "admonition-type"), "admonition type '{}'", f"it is one of: {', '.join(ADMONITIONS)}",
    ),
    "too-nested": (Rule("Q311", "too-nested"), "nested too deep at '{}'", "flatten it"),
    "link-title": (
        Rule("Q312", "link-title"), "'{}' stands behind a link's address", "close the link behind its address, or behind a title in quotes",
    ),
    "run-in-list": (
        Rule("Q313", "run-in-list", "warning"), "the list that starts at '{}' is shown as running text or as a part of another list",
        "put an empty line before a list, and indent a list within a list by four spaces",
    ),
}  # fmt: skip
RULES = tuple(rule for rule, _, _ in _RULES.values())


def check(bank: Bank) -> Iterator[Problem]:
    """Look at every text of every record."""
    for record in bank.records.values():
        for where, text in texts(record.question):
            for finding in findings(text):
                rule, message, help_ = _RULES[finding.fault]
                yield record.source.problem_in_text(rule, where, finding.offset, message.format(finding.found), help_)
