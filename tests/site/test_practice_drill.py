"""The trap drill: nothing but what is said tells a trap from what is sound."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from conftest import Reader

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
          return { faults, varied: firsts.size > 40, few: draw(40, "x", all.slice(0, 3)).length, none: draw(10, "x", []).length };
        }"""
    ) == {"faults": [], "varied": True, "few": 3, "none": 0}  # fmt: skip


def test_neither_length_nor_place_nor_marks_tell_a_trap(reader: Reader, served: str) -> None:
    reader.page.goto(f"{served}practice/drill.html")
    drawn = reader.page.evaluate(
        """() => Array.from({ length: 150 }, (_, i) => handbook.statements(handbook.bank.data.questions, 20, "fair" + i))
          .flatMap((drill) => drill.map((one, place) => ({ ...one, place, length: handbook.dom.text(one.text).length })))"""
    )

    def best(value: Callable[[dict[str, object]], float]) -> float:
        """How often the best rule that looks at one number alone is right."""
        found = 0.0
        for limit in {value(one) for one in drawn}:
            share = sum((value(one) >= limit) == one["tempting"] for one in drawn) / len(drawn)
            found = max(found, share, 1 - share)
        return found

    assert best(lambda one: float(str(one["length"]))) < 0.55
    assert best(lambda one: float(str(one["place"]))) < 0.55
    assert {str(one["text"])[-1] for one in drawn} <= set(".?!…")
    assert [one["text"] for one in drawn if re.search(r"<a\b|^[“\"]|class=", str(one["text"]))] == []


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
              return copy.innerHTML.replace(/Statement \\d+/, ''); }"""
        )
        shapes[tempting].add(markup.replace(" focus-visible", ""))
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
    page.goto(f"{served}practice/drill.html?topic=behavioral")
    page.get_by_text("Too few questions fit all of this.").wait_for()
    assert page.get_by_role("button", name="Start").is_disabled()


def test_the_traps_are_read_without_javascript(open_reader: Open, address: str) -> None:
    page = open_reader(java_script_enabled=False).page
    page.goto(f"{address}practice/drill.html")
    page.locator(".q-tool a", has_text="every trap on one page").click()
    page.wait_for_url("**/traps.html")
