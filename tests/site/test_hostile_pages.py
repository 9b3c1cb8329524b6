"""A site made of texts that would run, in a real browser: nothing of them does, even where no policy holds a page back."""

import io
import shutil
import sqlite3
import subprocess
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import BIN, ENV, Reader, serving
from hostile import LITERAL, RUN, project
from playwright.sync_api import Page
from support import ROOT, Folder

Open = Callable[..., Reader]
NAME = RUN.partition("=")[0]
ACTING = """() => Array.from(document.querySelectorAll("article *, dialog *, .q-tool *")).flatMap((node) => {
  const faults = Array.from(node.attributes).filter(({ name, value }) => /^on|^style$|^srcdoc$|^formaction$/.test(name)
    || (/href$|^src$|^action$/.test(name) && !/^(https:\\/\\/(?!evil)|[\\w.\\/-]*(\\?[^:]*)?(#|$)|http:\\/\\/127|file:|mailto:)/.test(value)));
  if (/^(iframe|object|embed|base|meta|style|plaintext|math|foreignObject|animate|set)$/i.test(node.localName)) { faults.push({ name: node.localName }); }
  if (node.localName === "script" && !node.src && node.type !== "application/ld+json") { faults.push({ name: "script", value: node.text }); }
  return faults.map(({ name, value }) => `${node.localName} ${name} ${value}`);
})"""
PAGES = (
    "topics/release.html", "levels/senior.html", "levels/beginner.html", "traps.html", "companies.html", "glossary.html",
    "paths.html", "roles.html", "kinds.html", "practice/browse.html", "downloads.html", "index.html",
)  # fmt: skip


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's own site, built from these texts in place of its questions."""
    copy = tmp_path_factory.mktemp("hostile") / "project"
    shutil.copytree(
        ROOT,
        copy,
        ignore=shutil.ignore_patterns(".git", ".venv", "site", "build", "*.egg-info", "__pycache__", ".*_cache"),
    )
    project(copy)
    for words in ([BIN / "bank", "export"], [BIN / "mkdocs", "build"]):
        done = subprocess.run(
            words, cwd=copy, env={**ENV, "PYTHONPATH": str(copy)}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    return copy / "site"


@pytest.fixture(scope="module")
def hosted(hostile: Path) -> Iterator[str]:
    with serving(hostile) as address:
        yield address


@pytest.fixture(params=["with its policy", "without one"])
def victim(open_reader: Open, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A window in which nothing may run; without the policy, which would hide it, too."""
    reader = open_reader(bypass_csp=request.param == "without one")
    said: list[str] = []
    reader.page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    yield reader.page
    assert said == []
    assert reader.page.evaluate(f"typeof {NAME}") == "undefined"


def harmless(page: Page) -> None:
    assert page.evaluate(f"typeof {NAME}") == "undefined"
    assert page.evaluate(ACTING) == []


def test_the_sentinel_would_be_seen(open_reader: Open, hosted: str) -> None:
    page = open_reader(bypass_csp=True).page
    page.goto(f"{hosted}about.html")
    page.evaluate(
        f"document.querySelector('article').insertAdjacentHTML('beforeend', '<a onclick=\"{RUN}\" href=\"javascript:1\">x</a>')"
    )
    assert page.evaluate(ACTING) == [f"a onclick {RUN}", "a href javascript:1"]
    page.evaluate("document.querySelector('article a[onclick]').click()")
    assert page.evaluate(NAME) == 1


def test_no_page_runs_any_of_it(victim: Page, hosted: str) -> None:
    for name in PAGES:
        victim.goto(hosted + name)
        victim.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        harmless(victim)


def test_a_reader_sees_all_of_it_as_text(victim: Page, hosted: str) -> None:
    victim.goto(f"{hosted}topics/release.html")
    seen = " ".join(victim.locator("article").text_content().split())
    assert [text for text in LITERAL if " ".join(text.split()) not in seen] == []


def test_search_and_practice_put_it_on_the_page_as_text(victim: Page, hosted: str) -> None:
    page = victim
    page.goto(f"{hosted}index.html")
    page.keyboard.press("/")
    for words in ("onerror", "subject7", f"<img src=x onerror={RUN}>"):
        page.locator("dialog.q-search input").fill(words)
        page.wait_for_function("document.getElementById('q-search-status').textContent")
        harmless(page)
    page.goto(f"{hosted}practice/browse.html")
    page.evaluate(
        """() => Promise.all(handbook.bank.data.questions.map(async (question) => {
          const more = await handbook.bank.details(question.id), { make, html } = handbook.dom, texts = [];
          (function walk(part) { if (typeof part === "string") { texts.push(part); } else { Object.values(part).forEach(walk); } })([
            question.question, question.summary, question.tempting, question.why, question.say, question.strong, more,
          ]);
          document.querySelector("article").append(make("div", {}, texts.map(html)));
        }))"""
    )
    harmless(page)
    for name, start in (("cards", "Start"), ("drill", "Start"), ("mock", "Draw the questions")):
        page.goto(f"{hosted}practice/{name}.html")
        page.get_by_role("button", name=start).press("Enter")
        page.keyboard.press("Space")
        page.keyboard.press("Space")
        harmless(page)


@pytest.mark.parametrize("tool", ["browse", "cards", "drill", "mock", "plan", "progress"])
def test_an_address_that_a_stranger_made_is_no_code(victim: Page, hosted: str, tool: str) -> None:
    bad = f"%22%3E%3Cimg%20src%3Dx%20onerror%3D{RUN.replace('=', '%3D')}%3E"
    names = (
        "topic",
        "level",
        "role",
        "kind",
        "company",
        "q",
        "words",
        "seed",
        "n",
        "minutes",
        "view",
        "ids",
        "terms",
        "until",
        "length",
    )
    victim.goto(f"{hosted}practice/{tool}.html?{'&'.join(f'{name}={bad}' for name in names)}#{bad}")
    harmless(victim)


def test_a_file_of_progress_that_a_stranger_made_is_no_code(victim: Page, hosted: str, tmp_path: Path) -> None:
    victim.goto(f"{hosted}practice/progress.html")
    with victim.expect_download() as saved:
        victim.get_by_role("button", name="Save").first.click()
    text = Path(saved.value.path()).read_text("utf-8")
    (tmp_path / "bad.json").write_text(
        text.replace("{", f'{{"<img src=x onerror={RUN}>": "<img src=x onerror={RUN}>", ', 1), "utf-8"
    )
    victim.locator("input[type=file]").set_input_files(tmp_path / "bad.json")
    victim.locator(".q-tool-said, [role=status], [role=alert]").first.wait_for(state="attached")
    harmless(victim)


def test_a_flash_card_runs_none_of_it(open_reader: Open, tmp_path: Path) -> None:
    from hostile import fill
    from support import EDITION

    from bank.exports import anki

    folder = Folder(tmp_path / "data")
    fill(folder)
    (file,) = anki.make(folder.bank(), EDITION)
    with zipfile.ZipFile(io.BytesIO(file.data)) as package:
        (tmp_path / "collection").write_bytes(package.read("collection.anki2"))
    database = sqlite3.connect(tmp_path / "collection")
    fields = [field for row in database.execute("select flds from notes") for field in row[0].split("\x1f")]
    database.close()
    page = open_reader().page  # Anki shows its fields in a page without a policy
    page.set_content(f"<article>{'<hr>'.join(fields)}</article>")
    harmless(page)
    assert page.locator("article hr").count() == len(fields) - 1
