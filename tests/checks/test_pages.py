"""Topics and levels have pages, pages have topics and levels."""

from support import Folder


def _pages(folder: Folder, *names: str) -> None:
    for name in names:
        path = folder.root.parent / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")


LEVELS = ("levels/index.md", "levels/beginner.md", "levels/intermediate.md", "levels/senior.md")


def test_a_topic_without_a_page_is_named_where_it_is_listed(folder: Folder) -> None:
    _pages(folder, *LEVELS, "topics/release.md")
    assert folder.faults() == ["topics.yml:2:1 Q601 topic-without-page: topic 'serving' has no page"]


def test_a_page_without_a_topic_is_named(folder: Folder) -> None:
    _pages(folder, *LEVELS, "topics/index.md", "topics/release.md", "topics/serving.md", "topics/servign.md")
    assert folder.faults() == [
        "servign.md:1:1 Q602 page-without-topic: the page shows topic 'servign', which topics.yml does not have"
    ]


def test_without_a_docs_folder_beside_the_data_nothing_is_asked(folder: Folder) -> None:
    assert folder.faults() == []
