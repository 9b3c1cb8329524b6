"""A page for every topic and level, and none without one.

What: Q601 topic-without-page, Q602 page-without-topic.

Why: Pages are committed files of a few lines. A topic without one would never be seen, and a page without a topic would
stop the build in a place that names neither. Looked at where a `docs` folder stands beside the data folder.

Wrong:

    data/topics.yml has `release`, docs/topics/release.md does not exist

Right:

    docs/topics/release.md shows {{ topic("release") }}
"""

from collections.abc import Iterator, Mapping

from bank.load import Bank
from bank.problems import Problem, Rule, display_path

TOPIC_WITHOUT_PAGE = Rule("Q601", "topic-without-page")
PAGE_WITHOUT_TOPIC = Rule("Q602", "page-without-topic")
RULES = (TOPIC_WITHOUT_PAGE, PAGE_WITHOUT_TOPIC)


def check(bank: Bank) -> Iterator[Problem]:
    """Compare topics and levels with the pages in `docs`."""
    docs = bank.root.resolve().parent / "docs"
    if not docs.is_dir():
        return
    kinds: tuple[tuple[str, str, Mapping[str, object]], ...] = (
        ("topic", "topics", bank.topics),
        ("level", "levels", bank.levels),
    )
    for kind, folder, entries in kinds:
        pages = {path.stem: path for path in sorted((docs / folder).glob("*.md")) if path.stem != "index"}
        source = bank.sources.get(f"{folder}.yml")
        for id_ in entries:
            if id_ not in pages and source is not None:
                help_ = f"add docs/{folder}/{id_}.md with '{{{{ {kind}(\"{id_}\") }}}}'"
                yield source.problem_at_key(TOPIC_WITHOUT_PAGE, (id_,), f"{kind} '{id_}' has no page", help_)
        if source is None:
            continue
        for id_, path in pages.items():
            if id_ not in (source.data or {}):
                message = f"the page shows {kind} '{id_}', which {folder}.yml does not have"
                help_ = f"remove the page, or add the {kind}"
                yield Problem(display_path(path), 1, 1, PAGE_WITHOUT_TOPIC, message, help_)
