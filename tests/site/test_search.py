"""Search by keyboard, from a server and from disk, finds what people type."""

import yaml
from browsing import Reader
from support import ROOT


def test_search_works_by_keyboard_alone(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}index.html")
    page.keyboard.press("/")
    page.keyboard.type("rollbak")  # with a slip
    page.locator("dialog.q-search ol a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/release.html#*")
    assert page.locator("#model-rollback").is_visible()


def test_escape_leaves_the_search_and_nothing_found_is_said(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}index.html")
    page.keyboard.press("/")
    page.keyboard.type("zzzzqqqq")
    page.locator("#q-search-status", has_text="No question matches").wait_for()
    page.keyboard.press("Escape")
    assert not page.locator("dialog.q-search").is_visible()


def test_what_people_type_finds_its_question_among_the_first_three(reader: Reader, served: str) -> None:
    queries = yaml.safe_load((ROOT / "tests/labels/queries.yml").read_text(encoding="utf-8"))
    reader.page.goto(f"{served}index.html")
    reader.page.evaluate("new Promise(ready => handbook.search.ready(ready))")
    missed = [
        row["query"]
        for row in queries
        if not set(row["wants"])
        & set(reader.page.evaluate("query => handbook.search.find(query).slice(0, 3).map(hit => hit.id)", row["query"]))
    ]
    assert len(missed) <= len(queries) // 10, missed
