"""Every kind of page is good to read: on a phone, in light and dark, without JavaScript, for a screen reader."""

import hashlib
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Reader
from playwright.sync_api import Page

from bank.downloads import size

PAGES = (
    "index.html", "topics/rag.html", "topics/index.html", "levels/senior.html", "traps.html",
    "roles.html", "companies.html", "glossary.html", "paths.html", "prepare.html", "contribute/first-pull-request.html", "contribute/record-format.html", "404.html",
    "practice/browse.html", "practice/cards.html", "practice/drill.html", "practice/progress.html",
    "downloads.html",
)  # fmt: skip
Open = Callable[..., Reader]
# One template makes all entries of a list, and axe takes seconds for a long one: so many of each kind below one parent stay.
_FEWER = """most => {
  for (const parent of document.querySelectorAll("article, article *")) {
    const seen = {};
    for (const child of [...parent.children]) {
      const kind = child.tagName + child.className;
      seen[kind] = (seen[kind] || 0) + 1;
      if (seen[kind] > most) { child.remove(); }
    }
  }
}"""


def wide(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_a_fault_that_axe_finds(open_reader: Open, served: str, name: str, scheme: str) -> None:
    page = open_reader(color_scheme=scheme, viewport={"width": 1280, "height": 900}, reduced_motion="reduce").page
    page.goto(served + name)
    page.evaluate("document.documentElement.classList.add('q-whole')")  # axe measures what is far below, too
    page.evaluate(_FEWER, 8)
    # The dark scheme changes colors and nothing else.
    found = Axe().run(page, options={"runOnly": ["color-contrast", "link-in-text-block"]} if scheme == "dark" else None)
    assert [
        (fault["id"], [node["target"] for node in fault["nodes"]][:5]) for fault in found.response["violations"]
    ] == []


def test_what_a_phone_has_not_laid_out_yet_lies_over_nothing_for_axe(open_reader: Open, served: str) -> None:
    page = open_reader(viewport={"width": 412, "height": 823}, has_touch=True, is_mobile=True).page
    page.goto(served + "topics/rag.html")
    assert (
        page.evaluate("document.querySelectorAll('.q-entry').length - document.querySelectorAll('.q-near').length") > 5
    )
    found = Axe().run(page, options={"runOnly": ["color-contrast", "target-size"]})
    assert [
        (fault["id"], [node["target"] for node in fault["nodes"]][:5]) for fault in found.response["violations"]
    ] == []


def test_no_page_is_wider_than_a_phone(open_reader: Open, served: str, site: Path) -> None:
    page = open_reader(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True).page
    found = {}
    for path in sorted(site.rglob("*.html")):
        page.goto(served + path.relative_to(site).as_posix())
        page.evaluate("document.documentElement.classList.add('q-whole')")  # what is far below counts, too
        if wide(page):
            found[path.name] = wide(page)
    assert found == {}


def _comes(page: Page, expression: str, argument: object = None) -> None:
    """Wait until an expression holds; the page's policy forbids Playwright to wait for it in the page."""
    deadline = time.monotonic() + 20
    while not page.evaluate(expression, argument):
        assert time.monotonic() < deadline, f"never true: {expression} for {argument}"
        page.wait_for_timeout(50)


def _stands(page: Page, id_: str, top: int) -> None:
    """Wait until a question stands at most so far below the window's edge."""
    place = "([id, top]) => { var at = document.getElementById(id).getBoundingClientRect().top; return at > -5 && at < top; }"
    _comes(page, place, [id_, top])


def test_a_link_into_a_long_page_and_a_return_to_it_find_the_place(open_reader: Open, address: str) -> None:
    page = open_reader(viewport={"width": 360, "height": 740}).page
    page.goto(f"{address}topics/release.html")
    questions = page.evaluate("[...document.querySelectorAll('article h2[id]')].map(heading => heading.id)")
    assert len(questions) > 5
    page.locator(f"article a[href$='#{questions[-2]}']").first.click()
    _stands(page, questions[-2], 120)
    page.goto("about:blank")
    page.goto(f"{address}topics/release.html#{questions[-1]}")
    _stands(page, questions[-1], 120)
    page.mouse.wheel(0, -20)
    page.wait_for_selector(".md-top:not([hidden])")
    box = page.locator(".md-top").bounding_box()
    assert box
    assert box["y"] > 600  # far from the heading
    page.goto("about:blank")
    page.goto(f"{address}topics/release.html")
    page.evaluate("id => document.getElementById(id).scrollIntoView()", questions[-3])
    _comes(page, "!document.querySelector('.q-entry:not(.q-near)')")
    _stands(page, questions[-3], 5)
    page.reload()
    _stands(page, questions[-3], 5)
    page.goto(f"{address}index.html")
    page.go_back()
    _stands(page, questions[-3], 5)


def test_a_question_reads_well_without_javascript(open_reader: Open, address: str) -> None:
    page = open_reader(java_script_enabled=False).page
    page.goto(f"{address}topics/release.html#canary-deployment")
    entry = page.locator("#canary-deployment + .q-entry")
    assert entry.locator("h3", has_text="Trap to avoid").is_visible()
    assert entry.locator(".q-answer").is_visible()
    entry.locator("details > summary").first.click()
    assert entry.locator("details").first.get_attribute("open") is not None
    assert page.locator(".q-print-bar, .q-search-open").count() == 0


def test_the_first_stop_of_the_keyboard_is_a_way_to_the_content(reader: Reader, served: str) -> None:
    reader.page.goto(f"{served}topics/release.html")
    reader.page.keyboard.press("Tab")
    assert "Skip to content" in reader.page.evaluate("document.activeElement.textContent")


def test_a_page_opened_from_disk_has_its_styles_and_links(open_reader: Open, site: Path) -> None:
    page = open_reader().page
    page.goto(f"{site.as_uri()}/index.html")
    page.locator("a.md-button", has_text="Choose a topic").click()
    page.locator("ul.q-cards a", has_text="Release").click()
    assert page.locator("h1").inner_text().startswith("Release strategies")
    assert page.evaluate("getComputedStyle(document.querySelector('.q-trap')).borderLeftStyle") == "solid"


def test_what_the_downloads_page_offers_is_there_with_its_size_and_digest(
    reader: Reader, served: str, site: Path
) -> None:
    page = reader.page
    page.goto(f"{served}downloads.html")
    offered = page.locator("ul.q-downloads > li")
    assert offered.count() > 8
    for place in range(offered.count()):
        row = offered.nth(place)
        data = (site / str(row.locator("h2 a").first.get_attribute("href"))).read_bytes()
        assert row.locator("code").last.text_content() == hashlib.sha256(data).hexdigest()
        assert size(len(data)) in row.inner_text()
    assert page.locator("ul.q-downloads img").count() > 5
