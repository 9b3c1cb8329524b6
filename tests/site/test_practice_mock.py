"""A mock interview: a link repeats its questions, the mix is sensible, and each of its three views works by keyboard alone."""

from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Reader
from playwright.sync_api import Page

Open = Callable[..., Reader]
SET = "practice/mock.html?level=intermediate&n=4&minutes=40&seed=abc"
# Every combination of a wish and many seeds, in the page itself: the questions and what is wrong with them.
PICK = """() => {
  const { data } = handbook.bank, faults = [], firsts = new Set();
  const ids = (wish, seed) => handbook.mock.pick(data.questions, wish, seed).map(item => item.question.id).join();
  for (const level of Object.keys(data.levels)) for (const role of ["", ...Object.keys(data.roles)]) for (let n = 0; n < 25; n++) {
    const wish = { level, role, count: 1 + n % 7, minutes: 15 + 5 * n }, seed = `s${n}`;
    const items = handbook.mock.pick(data.questions, wish, seed), asked = items.map(item => item.question);
    const say = words => faults.push([level, role, n, words].join(" "));
    if (ids(wish, seed) !== ids(wish, seed) || ids(wish, seed) !== handbook.mock.pick(data.questions.slice().reverse(), wish, seed).map(i => i.question.id).join()) say("differs");
    if (asked.length > wish.count) say("too many");
    if (asked.some(q => q.level !== level)) say("another level");
    if (new Set(asked.map(q => q.id)).size < asked.length) say("twice");
    if (asked.some(a => asked.some(b => a !== b && handbook.mock.close(a, b)))) say("near-duplicates");
    if (asked.reduce((sum, q) => sum + q.minutes * handbook.mock.WITH_FOLLOW_UPS, 0) > wish.minutes) say("too long");
    const seconds = items.reduce((sum, item) => sum + item.seconds, 0);
    if (items.length && Math.abs(seconds - wish.minutes * 60) > items.length) say("clock");
    if (!role && asked.length > 2 && new Set(asked.map(q => q.topic)).size < asked.length - 1) say("one topic again and again");
    firsts.add(asked[0]?.id);
  }
  return { faults, firsts: firsts.size };
}"""


def test_a_set_is_repeatable_and_mixed_for_every_wish_and_seed(reader: Reader, served: str) -> None:
    reader.page.goto(f"{served}practice/mock.html")
    found = reader.page.evaluate(PICK)
    assert found["faults"] == []
    assert found["firsts"] > 15  # another seed is another interview


def titles(page: Page) -> list[str]:
    return page.locator(".q-mock-card .q-question").all_inner_texts()


def test_the_same_link_gives_the_same_questions(open_reader: Open, served: str) -> None:
    found = []
    for _ in range(2):
        page = open_reader().page
        page.goto(f"{served}{SET}&view=candidate")
        found.append(titles(page))
    assert len(found[0]) == 4
    assert found[0] == found[1]


def test_an_interview_alone_goes_by_keyboard_from_set_up_to_result(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}practice/mock.html")
    page.get_by_label("Questions, at most").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("2")
    page.keyboard.press("Enter")
    assert "seed=" in page.url
    page.get_by_role("button", name="Pause").press("Enter")
    page.get_by_role("button", name="Go on").wait_for()
    for last in (False, True):
        page.get_by_role("button", name="I have answered").press("Enter")
        for _ in range(2):  # the first point has the focus
            page.keyboard.press("Space")
            page.keyboard.press("Tab")
        page.locator(".q-mock-verdict", has_text="passes").first.wait_for()
        page.get_by_role("button", name="Result" if last else "Next question").press("Enter")
    page.get_by_role("heading", name="2 of 2 answers pass").wait_for()
    assert not page.evaluate("handbook.progress.cards().size")
    page.get_by_role("button", name="Count this in my progress").press("Enter")
    assert page.evaluate("handbook.progress.cards().size") == 2


def test_without_the_first_two_points_an_answer_does_not_pass(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}{SET}&view=interviewer")
    boxes = page.locator(".q-mock-card").first.locator(".q-mock-rubric").first.locator("input")
    for place in range(1, boxes.count()):
        boxes.nth(place).check()
    verdict = page.locator(".q-mock-verdict").first
    assert "does not pass without the first two" in verdict.inner_text()
    boxes.nth(0).check()
    assert verdict.inner_text().endswith("passes.")
    page.get_by_role("heading", name="1 of 4 answers pass").wait_for()


def test_ticks_and_notes_of_a_set_outlive_a_reload(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}{SET}&view=interviewer")
    page.locator(".q-mock-rubric input").first.check()
    page.get_by_label("Notes").first.fill("Named the trade-off. <b>Not HTML</b>")
    page.reload()
    assert page.locator(".q-mock-rubric input").first.is_checked()
    assert page.get_by_label("Notes").first.input_value() == "Named the trade-off. <b>Not HTML</b>"
    with page.expect_download() as download:
        page.get_by_role("button", name="Save it as text").click()
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert "- [x] " in text
    assert "Named the trade-off." in text


def test_a_follow_up_that_another_question_answers_is_asked_with_its_points(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}{SET}&view=interviewer")
    before = page.locator(".q-mock-rubric").count()
    page.get_by_role("button", name="Ask it").first.press("Enter")
    assert page.locator(".q-mock-rubric").count() == before + 1
    page.get_by_role("heading", name="0 of 5 answers pass").wait_for()


def test_the_candidate_sees_no_answer(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}{SET}&view=candidate")
    assert len(titles(page)) == 4
    assert page.locator(".q-mock-rubric, details, .q-summary, .q-trap, nav.q-mock-views").count() == 0


def test_a_link_with_nonsense_is_read_as_far_as_it_goes(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/mock.html?level=boss&role=%3Cimg%3E&n=99999&minutes=-5&seed=x&view=?&edition=2020.01")
    page.get_by_text("The link was made with edition 2020.01").or_(
        page.get_by_text("No question of this level fits")
    ).wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "query",
    ["", "?level=senior&n=3&minutes=60&seed=k&view=alone", "?level=senior&n=3&minutes=60&seed=k&view=interviewer"],
)
def test_axe_finds_no_fault_and_a_phone_is_wide_enough(open_reader: Open, served: str, query: str, scheme: str) -> None:
    page = open_reader(color_scheme=scheme, viewport={"width": 360, "height": 740}, reduced_motion="reduce").page
    page.goto(f"{served}practice/mock.html{query}")
    page.wait_for_timeout(300)
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    faults = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]][:5]) for fault in faults] == []


def test_it_works_when_nothing_may_be_stored(open_reader: Open, served: str) -> None:
    reader = open_reader()
    reader.page.add_init_script(
        "Storage.prototype.setItem = function () { throw new DOMException('full', 'QuotaExceededError'); }"
    )
    reader.page.goto(f"{served}{SET}&view=interviewer")
    reader.page.locator(".q-mock-rubric input").first.check()
    reader.page.locator(".q-tool-notes", has_text="storage is full or closed").wait_for()
    assert reader.page.locator(".q-mock-rubric input").first.is_checked()
