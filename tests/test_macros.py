"""What the macros return for a small bank, compared with golden files that are named as sentences.

`UPDATE_GOLDEN=1 make test` writes them anew; look at the difference before committing it.
"""

import os
from pathlib import Path

import pytest
from support import Folder

from bank.checked import last_good
from macros.pages import Pages

GOLDEN = Path(__file__).parent / "golden"
FULL = """\
given: |
  The log says `exit 137`.
mistakes: [Ships *everything*.]
code:
  - title: Half of them
    language: python
    code: |
      import numpy
      print(1 / 2)
    output: |
      0.5
  - title: The query
    language: promql
    code: |
      sum(rate(errors_total[5m]))
  - title: On a GPU
    language: python
    code: |
      import torch
    runs: false
    why_not_run: needs a GPU
in_production:
  - {who: google, what: It rolls out slowly., source: "https://example.org/google"}
related: [shadow]
aliases: [progressive rollout, 1% rollout]
"""
ANSWER = """\
answer: |
  Send 1 % of users, see [shadow](q:shadow).[^1] Set `{{ .Values.weight }}` and {% raw %}.

  | a | b |
  | --- | --- |
  | 1 | 2 |

  [^1]: By user, not by request.
"""


LOCK = """\
numpy==2.0.0 ; python_full_version < '3.12' \\
    --hash=sha256:00
    # via a package
numpy==2.9.9 ; python_full_version >= '3.12' \\
    --hash=sha256:00
"""


@pytest.fixture
def pages(folder: Folder, tmp_path: Path) -> Pages:
    folder.record(
        "canary", title="title: Canary {{ x }} & <b>", answer=ANSWER.rstrip(), more=FULL,
        follow_ups="follow_ups:\n  - {question: And then?, answer: Then `this`.}\n  - {question: And shadow?, see: shadow}",
    )  # fmt: skip
    folder.record("shadow", topic="serving", title="title: Shadow", priority="priority: core", level="level: senior")
    folder.write("redirects.yml", "- {from: release/old-canary, to: canary, why: renamed}\n")
    assert folder.faults() == []
    bank = last_good(folder.root)
    assert bank is not None
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements/test.txt").write_text(LOCK)
    return Pages(bank, tmp_path, "https://example.org/repo", "https://example.org/site/")


def _golden(name: str, actual: str) -> None:
    path = GOLDEN / f"{name}.html"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        path.write_text(actual, encoding="utf-8")
    assert actual == path.read_text(encoding="utf-8")


def test_a_topic_page_shows_every_part_of_its_records(pages: Pages) -> None:
    _golden(
        "a topic page lists its questions and shows every part of each",
        pages.topic("release", url="topics/release.html"),
    )


def test_a_level_page_shows_summary_and_trap(pages: Pages) -> None:
    _golden(
        "a level page shows what is expected and each question with its trap",
        pages.level("senior", url="levels/senior.html"),
    )


def test_the_home_page_shows_a_core_question(pages: Pages) -> None:
    _golden("the home page counts and shows a core question", pages.home(url="index.html"))


def test_a_topic_without_records_says_so(folder: Folder, tmp_path: Path) -> None:
    bank = last_good(folder.root)
    assert bank is not None
    made = Pages(bank, tmp_path, "", "").topic("serving", url="topics/serving.html")
    assert '<p>No question here yet. <a href="../contribute/index.html">Write the first one</a>.</p>' in made


def test_links_between_records_are_relative_to_the_page(pages: Pages) -> None:
    made = pages.topic("release", url="topics/release.html")
    assert '<a href="../topics/serving.html#shadow">' in made
    assert '<a href="#canary">' in made
    assert '<a href="topics/serving.html#shadow">' in pages.home(url="index.html")
    assert 'href="q:' not in made


def test_links_show_on_both_sides(pages: Pages) -> None:
    made = pages.topic("serving", url="topics/serving.html")
    assert '<h3>Related questions</h3>\n<ul>\n<li><a href="../topics/release.html#canary">' in made


def test_each_record_is_rendered_once_for_all_pages(pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    first = pages.topic("release", url="topics/release.html")
    monkeypatch.setattr(pages.templates, "get_template", _only(pages, "topic.html.j2"))
    assert pages.topic("release", url="topics/release.html") == first


def _only(pages: Pages, name: str) -> object:
    real = pages.templates.get_template

    def get(asked: str) -> object:
        assert asked == name, f"{asked} was rendered again"
        return real(asked)

    return get


@pytest.mark.parametrize("name", ["topic", "level"])
def test_an_unknown_topic_or_level_is_named(pages: Pages, name: str) -> None:
    with pytest.raises(ValueError, match=rf"{name}\('x'\): {name}s.yml has no such {name}"):
        getattr(pages, name)("x", url="x.html")
