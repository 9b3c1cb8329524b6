"""Browse: all questions in one list, narrowed down, shared by its address, printed."""

import io
from collections.abc import Callable

import pytest
from browsing import Reader
from playwright.sync_api import Page
from pypdf import PdfReader
from support import ROOT

from bank.checked import checked
from bank.load import Bank

Open = Callable[..., Reader]


@pytest.fixture(scope="module")
def bank() -> Bank:
    return checked(ROOT / "data")[0]


def shown(page: Page) -> list[str]:
    return list(
        page.evaluate(
            "Array.from(document.querySelectorAll('.q-browse-list > li'))"
            ".filter(row => row.checkVisibility()).map(row => row.querySelector('a').hash.slice(1))"
        )
    )


def test_the_list_is_whole_without_javascript(open_reader: Open, address: str, bank: Bank) -> None:
    page = open_reader(java_script_enabled=False).page
    page.goto(f"{address}practice/browse.html")
    assert shown_without_script(page) == list(bank.records)
    page.locator(".q-browse-list a").first.click()
    page.wait_for_url("**/topics/*.html#*")


def shown_without_script(page: Page) -> list[str]:
    links = page.locator(".q-browse-list > li > a")
    return [str(links.nth(i).get_attribute("href")).partition("#")[2] for i in range(links.count())]


def test_facets_and_words_narrow_the_list_by_keyboard_alone(reader: Reader, address: str, bank: Bank) -> None:
    page = reader.page
    page.goto(f"{address}practice/browse.html")
    assert shown(page) == list(bank.records)
    page.get_by_role("checkbox", name="Senior").focus()
    page.keyboard.press("Space")
    seniors = [r.id for r in bank.records.values() if r.question.level == "senior"]
    assert shown(page) == seniors
    assert f"{len(seniors)} of {len(bank.records)} questions" in page.locator(".q-browse-said").inner_text()
    page.get_by_role("checkbox", name="Beginner").press("Space")  # one of a facet's values is enough
    assert len(shown(page)) > len(seniors)
    assert "level=beginner,senior" in page.url.replace("senior,beginner", "beginner,senior")
    page.keyboard.press("Space")
    page.locator("summary", has_text="Kind").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.get_by_role("group", name="Kind").get_by_role("checkbox", name="Design").press(
        "Space"
    )  # and every facet has to be met
    assert shown(page) == [id_ for id_ in seniors if bank.records[id_].question.kind == "design"]
    page.get_by_role("button", name="Remove Level: Senior").press("Enter")
    assert page.evaluate("document.activeElement.textContent").startswith("Remove Kind: Design")
    page.keyboard.press("Enter")
    assert shown(page) == list(bank.records)
    page.get_by_label("Words").focus()
    page.keyboard.type("rollbak")
    page.wait_for_function("document.querySelector('.q-browse-list > li:not([hidden]) a').hash === '#model-rollback'")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/topics/release.html#model-rollback")


def test_the_counts_are_what_a_choice_would_give(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/browse.html?level=senior&priority=core,common")
    counts = page.evaluate(
        """() => Object.fromEntries(Array.from(document.querySelectorAll('.q-facet label'), label =>
          [label.closest('details').querySelector('summary').textContent.replace(/ .*/, '') + ' ' + label.querySelector('input').value,
           Number(label.querySelector('.q-facet-count > span').textContent)]))"""
    )
    assert sum(counts[f"Topic {name}"] for name in topics(counts)) == len(shown(page))
    for name in topics(counts)[:4]:
        page.goto(f"{served}practice/browse.html?level=senior&priority=core,common&topic={name}")
        assert len(shown(page)) == counts[f"Topic {name}"]


def topics(counts: dict[str, int]) -> list[str]:
    return [key.removeprefix("Topic ") for key in counts if key.startswith("Topic ")]


def test_the_address_holds_the_state_and_survives_nonsense(reader: Reader, address: str, bank: Bank) -> None:
    page = reader.page
    page.goto(f"{address}practice/browse.html?topic=release&level=nonsense&code=%3Cb%3E&x=1")
    assert set(shown(page)) == {record.id for record in bank.of_topic("release")}
    assert page.url.endswith("practice/browse.html?topic=release")
    page.get_by_role("link", name="Practice these").press("Enter")
    page.wait_for_url("**/practice/cards.html?topic=release")
    page.get_by_text(f"{len(bank.of_topic('release'))} questions: none due today").wait_for()


def test_words_in_the_address_are_searched_for_as_typed_ones(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}practice/browse.html?q=rollbak")  # with a slip, which only the search knows
    page.wait_for_function("document.querySelectorAll('.q-browse-list > li:not([hidden])').length > 0")
    assert shown(page)[0] == "model-rollback"


def test_nothing_that_fits_is_said(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/browse.html?q=zzzzqqqq")
    page.get_by_text("No question fits all of this.").wait_for()
    assert shown(page) == []
    assert page.get_by_role("button", name="Print these").is_disabled()


def test_progress_is_a_facet_and_stands_beside_each_question(reader: Reader, served: str) -> None:
    page = reader.page
    page.clock.install(time="2026-03-01T10:00:00")
    page.goto(f"{served}practice/browse.html?seen=due")
    assert shown(page) == []
    page.evaluate("handbook.progress.rate('canary-deployment', 1); handbook.progress.rate('data-drift', 3)")
    page.clock.set_fixed_time("2026-03-02T10:00:00")
    page.reload()
    assert shown(page) == ["canary-deployment"]
    assert "box 1, due" in page.locator(".q-browse-list > li:not([hidden])").inner_text()
    page.goto(f"{served}practice/browse.html?seen=seen")
    assert sorted(shown(page)) == ["canary-deployment", "data-drift"]


def test_what_is_chosen_prints_with_the_answers_in_one_sentence(reader: Reader, address: str, bank: Bank) -> None:
    page = reader.page
    page.goto(f"{address}practice/browse.html?topic=rag")
    text = " ".join(
        " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(page.pdf(format="A4"))).pages).split()
    )
    record = bank.of_topic("rag")[0]
    assert " ".join(record.question.summary.split())[:40] in text
    assert "Canary" not in text
    assert "Print these" not in text


def test_a_link_is_copied_or_shown_to_be_copied(reader: Reader, address: str) -> None:
    page = reader.page
    page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page.goto(f"{address}practice/browse.html?topic=rag")
    page.get_by_role("button", name="Copy link").press("Enter")
    assert page.get_by_label("Link to this list").input_value() == page.url


def test_without_its_questions_the_page_says_so_and_keeps_its_list(open_reader: Open, served: str, bank: Bank) -> None:
    reader = open_reader(service_workers="allow")
    page = reader.page
    page.route("**/assets/questions.js", lambda route: route.fulfill(body="", content_type="text/javascript"))
    page.goto(f"{served}practice/browse.html")
    page.get_by_text("The questions did not arrive").wait_for()
    assert shown(page) == list(bank.records)
