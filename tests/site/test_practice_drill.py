"""The trap drill: nothing but what is said tells a trap from what is sound."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Reader

Open = Callable[..., Reader]
SEED = "?seed=spring"


def test_a_drill_is_done_by_keyboard_alone_and_its_address_repeats_it(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}practice/drill.html")
    page.get_by_role("button", name="Start").press("Enter")
    said = []
    for number in range(1, 11):
        page.get_by_text(f"Statement {number} of 10").wait_for()
        said.append(page.locator(".q-drill-statement").inner_text())
        assert page.locator(".q-trap").count() == 0  # nothing is told before the reader has said which
        page.keyboard.press("1")
        assert re.match(r"Right|No", page.evaluate("document.activeElement.textContent"))
        page.keyboard.press("Space")
    page.get_by_role("heading", name="5 of 10 right").wait_for()  # half of them are traps
    page.get_by_text("0 traps taken for sound, 5 sound answers taken for a trap.").wait_for()
    assert page.locator(".q-practice ul.q-list a").count() == 5
    page.reload()
    assert page.locator(".q-drill-statement").inner_text() == said[0]
    page.get_by_role("button", name="Stop here").press("Enter")
    assert "seed=" not in page.url
    page.get_by_role("button", name="Start").wait_for()


def test_halves_are_balanced_no_question_comes_twice_and_a_seed_repeats_itself(reader: Reader, served: str) -> None:
    reader.page.goto(f"{served}practice/drill.html")
    assert reader.page.evaluate(
        """() => {
          const all = handbook.bank.data.questions, draw = (n, seed, from = all) => handbook.statements(from, n, seed), faults = [];
          const firsts = new Set();
          for (let i = 0; i < 150; i++) {
            const n = 2 + i % 30, drawn = draw(n, "s" + i), traps = drawn.filter(one => one.tempting).length;
            firsts.add(drawn[0].id + drawn[0].tempting);
            if (drawn.length !== n || Math.abs(2 * traps - n) > n % 2 || new Set(drawn.map(one => one.id)).size !== n
                || JSON.stringify(drawn) !== JSON.stringify(draw(n, "s" + i))) { faults.push(i); }
          }
          return { faults, varied: firsts.size > 30, few: draw(40, "x", all.slice(0, 3)).length, none: draw(10, "x", []).length };
        }"""
    ) == {"faults": [], "varied": True, "few": 3, "none": 0}  # fmt: skip


STYLE = (
    r";",
    r"\bso\b",
    r"\b(not|no|never|nothing)\b",
    r"\d",
    r"(?i)\b(I|we|our|my)\b",
    r"(?i)\b(all|every|any|each|always)\b",
)


@pytest.mark.parametrize("count", [10, 20])
def test_neither_length_nor_place_nor_style_tells_a_trap(reader: Reader, served: str, count: int) -> None:
    """The best rule that looks at one of these alone is right hardly more often than a coin."""
    reader.page.goto(f"{served}practice/drill.html")
    drawn = reader.page.evaluate(
        """count => Array.from({ length: 150 }, (_, i) => handbook.statements(handbook.bank.data.questions, count, "fair" + i))
          .flatMap((drill) => drill.map((one, place) => [one.tempting, place, handbook.dom.text(one.text), one.text]))""",
        count,
    )

    def best(told: Callable[[int, str], float]) -> float:
        values = [(told(place, text), tempting) for tempting, place, text, _ in drawn]
        shares = [sum((value >= limit) == t for value, t in values) / len(drawn) for limit in {v for v, _ in values}]
        return max(max(share, 1 - share) for share in shares)

    found = {"length": best(lambda _, text: len(text)), "place": best(lambda place, _: place)}
    found |= {mark: best(lambda _, text, mark=mark: bool(re.search(mark, text))) for mark in STYLE}  # type: ignore[misc]
    assert {name: share for name, share in found.items() if share >= 0.6} == {}
    assert {text[-1] for _, _, text, _ in drawn} <= set(".?!…")
    assert [html for *_, html in drawn if re.search(r"<a\b|^[“\"]|class=", html)] == []
    assert len({(text, tempting) for tempting, _, text, _ in drawn}) > 60  # and the drills do not resemble each other


def test_the_page_is_the_same_for_both_but_for_the_words(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/drill.html{SEED}&n=20")
    kinds = page.evaluate("handbook.statements(handbook.bank.data.questions, 20, 'spring').map(one => one.tempting)")
    shapes: dict[bool, set[str]] = {True: set(), False: set()}
    for tempting in kinds:
        markup = page.evaluate(
            """() => { const copy = document.querySelector('.q-practice').cloneNode(true);
              copy.querySelector('.q-given').remove();
              for (const text of copy.querySelectorAll('h2, .q-drill-asked')) { text.textContent = ''; }
              for (const seen of copy.querySelectorAll('[data-focus-visible-added]')) {  // the theme's mark of the focus
                seen.removeAttribute('data-focus-visible-added');
                seen.classList.remove('focus-visible');
                if (!seen.classList.length) { seen.removeAttribute('class'); }
              }
              return copy.innerHTML.replace(/Statement \\d+/, ''); }"""
        )
        shapes[tempting].add(markup)
        page.keyboard.press("2")
        page.keyboard.press("Enter")
    assert shapes[True] == shapes[False]
    assert len(shapes[True]) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_stage_of_a_drill_is_accessible_on_a_phone(open_reader: Open, served: str, scheme: str) -> None:
    page = open_reader(color_scheme=scheme, viewport={"width": 360, "height": 740}, reduced_motion="reduce").page
    page.goto(f"{served}practice/drill.html{SEED}")

    def look() -> None:
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0

    look()
    page.keyboard.press("1")
    look()
    while page.get_by_text("Statement").count():
        page.keyboard.press("Space")
        page.keyboard.press("2")
    look()


def test_too_few_questions_are_said(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/drill.html?topic=behavioral&level=beginner")
    page.get_by_text("Too few questions fit all of this.").wait_for()
    assert page.get_by_role("button", name="Start").is_disabled()


def test_the_traps_are_read_without_javascript(open_reader: Open, address: str) -> None:
    page = open_reader(java_script_enabled=False).page
    page.goto(f"{address}practice/drill.html")
    page.locator(".q-tool a", has_text="every trap on one page").click()
    page.wait_for_url("**/traps.html")
