"""Progress is the reader's: kept in the browser, saved to a file, loaded from one, never lost to what is damaged or forbidden."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from browsing import Reader
from playwright.sync_api import Page

Open = Callable[..., Reader]
KEY = "mlops-interview-handbook/progress"
# The error names the script that asked: the theme's own asks without care, and shows the page all the same.
FORBIDDEN = """Object.defineProperty(window, "localStorage", { get() {
  throw new DOMException("forbidden to " + new Error().stack.split("\\n")[2], "SecurityError");
} })"""
FULL = """Storage.prototype.setItem = function () { throw new DOMException("full", "QuotaExceededError"); }"""
CARD = {"box": 3, "due": "2026-01-05", "log": [[1760000000000, 3]]}


def by_the_theme(fault: str) -> bool:
    return re.search(r"forbidden to .*(/javascripts/bundle|\.html[^/]*:\d)", fault) is not None


def saved(**cards: object) -> str:
    return json.dumps({"format": "mlops-interview-handbook-progress", "version": 1, "cards": cards, "settings": {}})


def stored(page: Page) -> dict[str, object]:
    text = page.evaluate(f"localStorage.getItem({KEY!r})")
    return dict(json.loads(text)["cards"]) if text else {}


def load(page: Page, text: str | bytes, said: str) -> None:
    data = text if isinstance(text, bytes) else text.encode()
    page.set_input_files("#q-keep-file", {"name": "progress.json", "mimeType": "application/json", "buffer": data})
    page.locator(".q-tool-said", has_text=said).wait_for()


def test_progress_is_saved_loaded_and_reset_by_keyboard_alone(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}practice/progress.html")
    choosers: list[object] = []
    page.on("filechooser", lambda chooser: choosers.append(chooser))  # noqa: PLW0108 - the driver asks it for attributes
    assert page.get_by_role("button", name="Reset").is_disabled()
    page.evaluate("handbook.progress.rate('canary-deployment', 3)")
    page.get_by_role("button", name="Save to a file").focus()
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    text = Path(download.value.path()).read_text(encoding="utf-8")
    assert json.loads(text)["cards"].keys() == {"canary-deployment"}
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator("dialog", has_text="Forget all progress?").wait_for()
    page.keyboard.press("Enter")  # the careful answer has the focus
    assert stored(page)
    page.get_by_role("button", name="Reset").press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("You have not rated a question yet.").wait_for()
    assert stored(page) == {}
    page.keyboard.press("Enter")  # the focus is on loading a file
    page.wait_for_timeout(500)
    assert len(choosers) == 1
    load(page, text, "Loaded 1 question, 1 of them new here.")
    page.reload()
    page.get_by_text("You have rated 1 question.").wait_for()


REFUSED = {
    "no JSON": ("{", "it is no JSON"),
    "another kind of JSON": ('{"questions": []}', "not progress of this handbook"),
    "binary": (b"\xff\xfe\x00\x01", "it is no JSON"),
    "a newer version": (saved().replace('"version": 1', '"version": 2'), "newer version"),
    "no such box": (saved(canary={**CARD, "box": 9}), "in a box that there is not"),
    "no day": (saved(canary={**CARD, "due": "soon"}), "no day to come back on"),
    "no rating": (saved(canary={**CARD, "log": [[1, 7]]}), "ratings that are none"),
    "a name that is none": (saved(__proto__x=CARD), "a name that no question has"),
    "one fault among what is good": (saved(canary=CARD, other=None), "is no record"),
    "cards that are a list": (saved().replace("{}, ", "[], ", 1), "holds no questions"),
    "too much": (b" " * 2_000_001, "too large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_damaged_or_foreign_file_is_refused_with_a_reason_and_changes_nothing(
    reader: Reader, served: str, name: str
) -> None:
    page = reader.page
    page.goto(f"{served}practice/progress.html")
    page.evaluate("handbook.progress.rate('canary-deployment', 2)")
    before = stored(page)
    text, reason = REFUSED[name]
    load(page, text, reason)
    assert stored(page) == before


def test_of_two_histories_all_ratings_stay_and_the_later_decides(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/progress.html")
    here = {"box": 2, "due": "2026-03-01", "log": [[1000, 1], [3000, 3]]}
    there = {"box": 1, "due": "2026-02-01", "log": [[1000, 1], [2000, 1]]}
    load(page, saved(here=here), "Loaded 1 question")
    load(page, saved(here=there, there=there), "Loaded 2 questions, 1 of them new here.")
    assert stored(page) == {"here": {**here, "log": [[1000, 1], [2000, 1], [3000, 3]]}, "there": there}


def test_merging_is_the_same_in_any_order_and_twice_as_once(reader: Reader, served: str) -> None:
    reader.page.goto(f"{served}practice/progress.html")
    assert reader.page.evaluate(
        """() => {
          const { merged, later } = handbook.schedule, random = handbook.seeded("merging");
          const card = () => ({ box: 1 + random.below(6), due: later("2026-01-01", random.below(4)),
            log: Array.from({ length: random.below(4) }, () => [random.below(6), 1 + random.below(3)]).sort((a, b) => a[0] - b[0] || a[1] - b[1])
              .filter((entry, i, all) => !i || entry.join() !== all[i - 1].join()) });
          const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
          for (let i = 0; i < 20000; i++) {
            const [a, b, c] = [card(), card(), card()];
            if (!same(merged(a, b), merged(b, a)) || !same(merged(a, a), a)
                || !same(merged(merged(a, b), c), merged(a, merged(b, c)))) { return { a, b, c }; }
          }
          return null;
        }"""
    ) is None  # fmt: skip


@pytest.mark.parametrize("script", [FORBIDDEN, FULL], ids=["forbidden", "full"])
def test_storage_that_is_forbidden_or_full_is_said_once_and_survived(
    open_reader: Open, address: str, script: str
) -> None:
    reader = open_reader()
    page = reader.page
    page.add_init_script(script)
    page.goto(f"{address}practice/progress.html")
    assert page.evaluate("handbook.progress.rate('canary-deployment', 3).box") == 2
    assert page.evaluate("handbook.progress.rate('canary-deployment', 1).box") == 1
    page.get_by_text("You have rated 1 question.").wait_for()
    assert page.locator(".q-tool-notes p").count() == 1
    page.locator(".q-tool-notes", has_text="until you close the page").wait_for()
    load(page, saved(other=CARD), "Loaded 1 question")
    assert len(page.evaluate("JSON.parse(handbook.progress.file().text).cards")) == 2
    page.evaluate("handbook.progress.set('drill', { n: 3 })")
    assert page.evaluate("handbook.progress.setting('drill')") == {"n": 3}
    page.evaluate("handbook.progress.reset()")
    page.get_by_text("You have not rated a question yet.").wait_for()
    reader.faults[:] = [fault for fault in reader.faults if not by_the_theme(fault)]


def test_storage_that_was_full_for_a_while_loses_nothing(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/progress.html")
    page.evaluate("handbook.progress.rate('data-drift', 3)")
    page.evaluate(f"() => {{ window.kept = Storage.prototype.setItem; {FULL} }}")
    page.evaluate("handbook.progress.rate('canary-deployment', 3)")
    assert stored(page).keys() == {"data-drift"}
    page.evaluate("() => { Storage.prototype.setItem = window.kept; }")
    page.evaluate("handbook.progress.rate('model-rollback', 3)")
    assert stored(page).keys() == {"data-drift", "canary-deployment", "model-rollback"}


@pytest.mark.parametrize("text", ["{", '{"format": 1}', saved(good=CARD, bad={"box": 0}), "null"])
def test_damaged_storage_is_set_aside_and_what_is_good_in_it_is_used(reader: Reader, served: str, text: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/progress.html")
    page.evaluate("text => localStorage.setItem(handbook.progress.KEY, text)", text)
    page.reload()
    page.locator(".q-tool-notes", has_text="damaged").wait_for()
    page.evaluate("handbook.progress.rate('canary-deployment', 3)")
    assert stored(page).keys() == {"canary-deployment"} | ({"good"} if "good" in text else set())
    assert page.evaluate("handbook.progress.damaged()") == [text]
    with page.expect_download() as download:
        page.get_by_role("button", name="Save what was set aside").press("Enter")
    assert Path(download.value.path()).read_text(encoding="utf-8") == text
    page.reload()
    assert page.locator(".q-tool-notes p").count() == 0


def test_progress_of_a_newer_version_is_left_as_it_is(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/progress.html")
    newer = saved().replace('"version": 1', '"version": 2')
    page.evaluate("text => localStorage.setItem(handbook.progress.KEY, text)", newer)
    page.reload()
    page.locator(".q-tool-notes", has_text="newer version").wait_for()
    page.evaluate("handbook.progress.rate('canary-deployment', 3)")
    page.get_by_text("You have rated 1 question.").wait_for()
    assert page.evaluate("localStorage.getItem(handbook.progress.KEY)") == newer


def test_a_record_that_was_renamed_or_merged_keeps_its_history(open_reader: Open, served: str) -> None:
    page = open_reader().page
    page.goto(f"{served}practice/progress.html")
    page.evaluate(
        """() => {
          const data = handbook.bank.data;
          data.redirects = { "old-canary": "canary-deployment", "older-canary": "canary-deployment" };
          handbook.bank.load(data);
        }"""
    )
    old = {"box": 2, "due": "2026-03-01", "log": [[1000, 1], [3000, 3]]}
    older = {"box": 1, "due": "2026-02-01", "log": [[2000, 1]]}
    load(page, saved(**{"old-canary": old, "older-canary": older, "gone-for-good": old}), "Loaded 2 questions")
    assert stored(page) == {
        "canary-deployment": {**old, "log": [[1000, 1], [2000, 1], [3000, 3]]},
        "gone-for-good": old,
    }
    assert page.evaluate("handbook.progress.card('old-canary').box") == 2
    assert page.evaluate("handbook.bank.address('old-canary')").endswith("topics/release.html#canary-deployment")


def test_two_windows_do_not_overwrite_each_other(open_reader: Open, served: str) -> None:
    reader = open_reader()
    first, second = reader.page, reader.context.new_page()
    for page in (first, second):
        page.goto(f"{served}practice/progress.html")
    first.evaluate("handbook.progress.rate('canary-deployment', 3)")
    second.get_by_text("You have rated 1 question.").wait_for()
    second.evaluate("handbook.progress.rate('data-drift', 3)")
    first.get_by_text("You have rated 2 questions.").wait_for()


def test_the_schedule_brings_back_what_is_missed_sooner(reader: Reader, served: str) -> None:
    reader.page.goto(f"{served}practice/progress.html")
    assert reader.page.evaluate(
        """() => {
          const { rated, day, later, between, DAYS, BOXES, LOG } = handbook.schedule, random = handbook.seeded("boxes");
          const faults = [];
          for (let run = 0; run < 500; run++) {
            let card = null;
            const now = new Date(2026, 0, 1 + random.below(365), random.below(24), random.below(60));
            for (let step = 0; step < 40; step++) {
              now.setDate(now.getDate() + random.below(20));
              const today = day(now), ratings = [1, 2, 3].map((rating) => rated(card, rating, now));
              const chosen = random.below(3), next = ratings[chosen], box = card ? card.box : 1;
              const days = ratings.map((one) => between(today, one.due));
              const early = card && card.due > today;
              const right = days[0] === 1 && ratings[0].box === 1 && ratings[1].box === box && days[1] === DAYS[box - 1]
                && days[0] <= days[1] && days[1] <= days[2]
                && ratings[2].box === (early ? box : Math.min(BOXES, box + 1)) && (!early || ratings[2].due >= card.due)
                && next.log.length <= LOG && next.log[next.log.length - 1][0] === now.getTime() && later(today, days[chosen]) === next.due;
              if (!right) { faults.push([card, ratings, today]); }
              card = next;
            }
          }
          return faults.slice(0, 3);
        }"""
    ) == []  # fmt: skip


def test_a_session_begins_with_what_is_due_and_repeats_what_is_missed(reader: Reader, served: str) -> None:
    reader.page.goto(f"{served}practice/progress.html")
    assert reader.page.evaluate(
        """() => {
          const { order, advanced } = handbook.schedule;
          const card = (box, due) => ({ box, due, log: [] });
          const cards = new Map([["b", card(2, "2026-01-01")], ["c", card(1, "2026-01-01")], ["d", card(3, "2025-12-01")],
            ["e", card(1, "2026-01-09")], ["f", card(1, "2026-01-08")]]);
          return [order(["a", "b", "c", "d", "e", "f", "g"], cards, "2026-01-02").join(""), advanced([..."abcdef"], 1).join(""),
            advanced([..."ab"], 1).join(""), advanced(["a"], 1).join(""), advanced([..."abc"], 2).join(""), advanced([..."abc"], 3).join("")];
        }"""
    ) == ["dcbagfe", "bcdaef", "ba", "a", "bc", "bc"]  # fmt: skip


def test_chance_is_repeated_by_its_seed_and_even(reader: Reader, served: str) -> None:
    reader.page.goto(f"{served}practice/progress.html")
    found = reader.page.evaluate(
        """() => {
          const first = Array.from({ length: 50 }, (_, i) => handbook.seeded("seed" + i).next());
          const counts = Array.from({ length: 5 }, () => 0), random = handbook.seeded("even");
          for (let i = 0; i < 5000; i++) { counts[random.shuffled([0, 1, 2, 3, 4])[0]] += 1; }
          return { again: handbook.seeded("x").shuffled([..."abcdefgh"]).join("") === handbook.seeded("x").shuffled([..."abcdefgh"]).join(""),
            different: new Set(first).size, counts };
        }"""
    )
    assert found["again"]
    assert found["different"] == 50
    assert all(850 < count < 1150 for count in found["counts"])
