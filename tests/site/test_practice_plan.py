"""A plan fits its days, puts core first, and keeps the pasted text to itself."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from browsing import Reader

Open = Callable[..., Reader]
JOB = "We run Kubernetes and MLflow. You will own CI/CD for models, a feature store (Feast), and drift monitoring with Prometheus."
# Many aims, in the page itself: what is wrong with their plans.
SPREAD = """() => {
  const { data } = handbook.bank, { plan } = handbook, faults = [], topics = Object.keys(data.topics), terms = Object.keys(data.terms);
  const chance = handbook.seeded("plans"), rank = { core: 0, common: 1, deep: 2 }, levels = Object.keys(data.levels);
  for (let n = 0; n < 300; n++) {
    const from = "2026-02-20", until = handbook.schedule.later(from, chance.below(40) - 3);
    const aim = { level: levels[chance.below(3)], from, until, minutes: 10 + chance.below(200),
      topics: topics.filter(() => chance.next() < 0.1), terms: terms.filter(() => chance.next() < 0.05) };
    const wanted = plan.ranked(data, aim), made = plan.spread(wanted, aim), say = words => faults.push(`${n}: ${words}`);
    const learned = made.days.flatMap(day => day.learn);
    if (learned.length + made.left.length !== wanted.length || new Set([...learned, ...made.left]).size !== wanted.length) say("lost or twice");
    if (made.days.some(day => day.minutes > aim.minutes)) say("a day too long");
    if (made.days.some(day => day.day >= until && until > from)) say("a day after the interview");
    if (wanted.some((q, i) => i && rank[q.priority] < rank[wanted[i - 1].priority])) say("core is not first");
    if (wanted.some(q => levels.indexOf(q.level) > levels.indexOf(aim.level))) say("a level too high");
    if (made.days.some((day, i) => day.repeat.some(q => !i || !made.days[i - 1].learn.includes(q)))) say("repeats what was not learned");
  }
  return faults;
}"""


def test_plans_fit_their_days_for_many_aims(reader: Reader, served: str) -> None:
    reader.page.goto(f"{served}practice/plan.html")
    assert reader.page.evaluate(SPREAD) == []


def test_a_job_description_becomes_terms_and_a_plan_by_keyboard(reader: Reader, address: str) -> None:
    page = reader.page
    page.goto(f"{address}practice/plan.html")
    page.get_by_label("Job description, if you have one").focus()
    page.keyboard.insert_text(JOB)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.locator(".q-tool-said", has_text="of the field found").wait_for()
    chips = page.locator(".q-plan-chips li")
    found = " ".join(chips.all_inner_texts())
    for term in ("Kubernetes", "MLflow", "Feature store", "Prometheus"):
        assert term.lower() in found.lower()
    assert page.locator(".q-plan-list li").count() > 3
    assert "Feast" not in page.url
    assert "own" not in page.url
    count = chips.count()
    page.get_by_role("button", name="Remove Kubernetes").press("Enter")
    assert chips.count() == count - 1
    page.keyboard.type("Canary release")  # the field to add a term has the focus
    page.keyboard.press("Enter")
    page.locator(".q-tool-said", has_text="added.").or_(page.locator(".q-tool-said", has_text="is no term")).wait_for()


def test_the_link_repeats_the_plan_without_the_text(open_reader: Open, served: str) -> None:
    page = open_reader().page
    page.goto(f"{served}practice/plan.html")
    page.get_by_label("Job description, if you have one").fill(JOB)
    page.get_by_role("button", name="Find its terms").click()
    page.locator(".q-plan-chips li").first.wait_for()
    page.get_by_label("Minutes a day").fill("90")
    first = page.locator(".q-plan-days").inner_text()
    other = open_reader().page
    other.goto(page.url)
    assert other.locator(".q-plan-days").inner_text() == first
    assert other.get_by_label("Job description, if you have one").input_value() == ""


def test_nothing_found_and_nothing_pasted_are_said(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}practice/plan.html?terms=no-such-term&topics=nothing&date=1999-01-01&minutes=x&level=boss")
    assert page.locator(".q-plan-list li").count() > 0
    page.get_by_role("button", name="Find its terms").click()
    page.locator(".q-tool-said", has_text="Paste the job description first.").wait_for()
    page.get_by_label("Job description, if you have one").fill("Zzz qqq.")
    page.get_by_role("button", name="Find its terms").click()
    page.locator(".q-tool-said", has_text="No term of the field was found").wait_for()
    page.get_by_label("Add a term").fill("<img src=x>")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator(".q-tool-said", has_text="“<img src=x>” is no term").wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_fault_and_a_phone_is_wide_enough(open_reader: Open, served: str, scheme: str) -> None:
    page = open_reader(color_scheme=scheme, viewport={"width": 360, "height": 740}, reduced_motion="reduce").page
    page.goto(f"{served}practice/plan.html?topics=features,release")
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") == 0
    faults = Axe().run(page).response["violations"]
    assert [(fault["id"], [node["target"] for node in fault["nodes"]][:5]) for fault in faults] == []
