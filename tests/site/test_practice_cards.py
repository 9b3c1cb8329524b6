"""Practice: a session from the first key to the last, what is missed comes back, what was left is gone on with."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Reader
from playwright.sync_api import Page
from test_practice_progress import FORBIDDEN, FULL, by_the_theme

Open = Callable[..., Reader]


def asked(page: Page) -> str:
    return page.locator("h2.q-question").inner_text()


def start(page: Page) -> None:
    page.get_by_role("button", name="Start").press("Enter")
    page.locator("h2.q-question").wait_for()


def answer(page: Page, rating: int) -> None:
    page.keyboard.press("Space")
    page.keyboard.press(str(rating))


def test_a_session_is_done_by_keyboard_alone(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}practice/cards.html?topic=release&length=5")
    start(page)
    first = asked(page)
    page.keyboard.press("3")  # a rating without having looked is no rating
    assert asked(page) == first
    assert not page.locator(".q-summary").is_visible()
    page.keyboard.press("Space")
    assert page.locator(".q-summary").is_visible()
    assert page.evaluate("document.activeElement.textContent") == "In one sentence"
    page.keyboard.press("Space")
    page.locator(".q-practice .q-answer p").first.wait_for()
    assert page.locator(".q-practice .q-trap").is_visible()
    page.keyboard.press("1")
    seen = [first]
    for _ in range(3):
        seen.append(asked(page))
        answer(page, 3)
    assert asked(page) == first  # missed, so it comes back
    assert len(set(seen)) == 4
    assert "again" in page.locator(".q-practice .q-contents-facts").inner_text()
    answer(page, 2)
    answer(page, 3)
    page.get_by_role("heading", name="The session is done").wait_for()
    assert page.evaluate("document.activeElement.textContent") == "The session is done"
    assert "5 questions in 1 minute: 4 known, 0 partly, 1 missed" in page.locator(".q-practice").inner_text()
    assert page.locator(".q-practice ul.q-list a").count() == 1
    release = page.evaluate("handbook.bank.data.questions.filter(question => question.topic === 'release').length")
    assert page.locator(".q-standing").get_by_text(f"5 of {release} rated: 5 begun").count() == 1
    page.get_by_role("button", name="Practice these again").press("Enter")
    assert asked(page) == first


def test_buttons_do_what_keys_do_and_shortcuts_leave_other_controls_alone(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/cards.html?topic=release")
    start(page)
    first = asked(page)
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Show the summary").press("Enter")
    page.get_by_role("button", name="Show answer and trap").press("Space")
    page.get_by_role("button", name="Knew it").press("Space")
    second = asked(page)
    assert second != first
    page.keyboard.press("Space")
    page.locator(".md-tabs a").first.press("3")  # outside the card keys are the browser's
    assert asked(page) == second


def test_a_session_that_was_left_is_gone_on_with(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}practice/cards.html?topic=monitoring&length=5")
    start(page)
    answer(page, 3)
    second = asked(page)
    page.reload()
    page.get_by_text("You stopped in a session: 1 rated, 4 questions left.").wait_for()
    page.get_by_role("button", name="Go on").press("Enter")
    assert asked(page) == second
    page.get_by_role("button", name="Stop here").press("Enter")
    page.get_by_role("button", name="Drop it").press("Enter")
    assert page.get_by_text("You stopped in a session").count() == 0
    page.reload()
    page.get_by_role("button", name="Start").wait_for()
    assert page.get_by_text("You stopped in a session").count() == 0


def test_a_kept_session_that_is_none_is_ignored(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/cards.html")
    for value in ("null", "3", "{ queue: [1], done: [] }", "{ queue: ['no-such-question'], done: [['x', 9]] }"):
        page.evaluate(f"handbook.progress.set('session', {value})")
        page.reload()
        page.get_by_role("button", name="Start").wait_for()
        assert page.get_by_text("You stopped in a session").count() == 0


def test_what_is_due_comes_first_the_day_after(reader: Reader, served: str) -> None:
    page = reader.page
    page.clock.install(time="2026-03-01T10:00:00")
    page.goto(f"{served}practice/cards.html")
    page.evaluate("handbook.progress.rate('kv-cache', 1); handbook.progress.rate('data-drift', 3)")
    page.clock.set_fixed_time("2026-03-02T10:00:00")
    page.reload()
    page.get_by_text("1 due").first.wait_for()
    start(page)
    assert "KV" in asked(page) or "cache" in asked(page)
    assert "box 1" in page.locator(".q-practice .q-contents-facts").inner_text()


def test_a_session_of_minutes_ends_with_the_question_at_hand(reader: Reader, served: str) -> None:
    page = reader.page
    page.clock.install(time="2026-03-01T10:00:00")
    page.goto(f"{served}practice/cards.html?length=10m")
    start(page)
    for _ in range(3):
        page.clock.fast_forward(240_000)
        answer(page, 3)
    page.get_by_role("heading", name="Time is up").wait_for()
    assert "3 questions in 12 minutes" in page.locator(".q-practice").inner_text()


def test_a_topic_that_does_not_arrive_is_said_and_asked_for_again(open_reader: Open, served: str) -> None:
    reader = open_reader(service_workers="block")
    page = reader.page
    page.route("**/assets/practice/*.js", lambda route: route.abort())
    page.goto(f"{served}practice/cards.html?topic=release")
    start(page)
    page.keyboard.press("Space")
    page.keyboard.press("Space")
    page.locator("[role=alert]", has_text="did not arrive").wait_for()
    page.unroute("**/assets/practice/*.js")
    page.get_by_role("button", name="Try again").press("Enter")
    page.locator(".q-practice .q-answer p").first.wait_for()
    reader.faults.clear()


@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_a_session_needs_no_storage(open_reader: Open, address: str, script: str) -> None:
    reader = open_reader(reduced_motion="reduce")
    page = reader.page
    page.add_init_script(script)
    page.goto(f"{address}practice/cards.html?topic=release&length=5")
    start(page)
    for rating in (3, 1, 3, 2, 3, 3):
        answer(page, rating)
    page.get_by_role("heading", name="The session is done").wait_for()
    assert page.locator(".q-tool-notes p").count() == 1
    reader.faults[:] = [fault for fault in reader.faults if not by_the_theme(fault)]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_every_stage_of_a_session_is_accessible_and_narrow_enough(
    open_reader: Open, served: str, scheme: str, width: int
) -> None:
    page = open_reader(color_scheme=scheme, viewport={"width": width, "height": 800}, reduced_motion="reduce").page
    page.goto(f"{served}practice/cards.html?topic=scenarios")

    def look() -> None:
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

    look()
    start(page)
    page.locator(".q-given h3").wait_for()
    page.keyboard.press("Space")
    look()
    page.keyboard.press("Space")
    page.locator(".q-practice .q-answer p").first.wait_for()
    look()
    while page.locator("h2.q-question").count():
        answer(page, 3)
    look()


def test_how_to_practice_is_told_without_javascript(open_reader: Open, address: str) -> None:
    page = open_reader(java_script_enabled=False).page
    page.goto(f"{address}practice/cards.html")
    page.locator(".q-tool a", has_text="topic's page").click()
    page.wait_for_url("**/topics/index.html")
