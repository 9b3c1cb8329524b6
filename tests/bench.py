"""Time a cold build of the site against stock MkDocs Material building the same pages from flat Markdown.

Machines are noisy, so what counts is the ratio of neighbors: the two builds take turns, and the median of the ratios is told.
"""

import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from lighthouse import scores
from playwright.sync_api import sync_playwright

from bank.checked import checked
from bank.load import Bank, Record
from bank.similar import Finder

ROOT = Path(__file__).parent.parent
MKDOCS = Path(sys.executable).parent / "mkdocs"
ROUNDS = 5
STOCK = """\
site_name: Flat
use_directory_urls: false
theme: {name: material, font: false}
markdown_extensions: [abbr, admonition, attr_list, def_list, footnotes, md_in_html, sane_lists, tables, toc: {permalink: true},
  pymdownx.details, pymdownx.highlight, pymdownx.superfences]
"""


def _flat(record: Record) -> Iterator[str]:
    """A record as somebody would write it on a plain Markdown page."""
    q = record.question
    yield f"## {q.title} {{#{record.id}}}"
    yield f"**{q.question}**"
    yield "\n".join(f"- {fact}" for fact in (q.level, q.kind, q.priority, f"{q.minutes} min", *q.roles, q.reviewed))
    if q.given is not None:
        yield f"### On the table\n\n{q.given}"
    yield q.summary
    yield q.really_asking
    yield f"### Answer\n\n{q.answer}"
    trap = (q.trap.tempting, q.trap.why_it_fails, q.trap.say_instead)
    yield '!!! warning "Trap to avoid"\n\n' + "\n\n".join(f"    {part}" for part in trap)
    yield "\n".join(f"- {text}" for text in q.mistakes or ())
    for code in q.code or ():
        yield f"### {code.title}\n\n```{code.language}\n{code.code}\n```"
        if code.output is not None:
            yield f"```text\n{code.output}\n```"
    yield "### What a strong answer contains\n\n" + "\n".join(f"1. {text}" for text in q.strong_answer)
    yield "\n".join(f"- {entry.who}: {entry.what} [Source]({entry.source})" for entry in q.in_production or ())
    for follow in q.follow_ups:
        yield f'??? question "{follow.question.replace(chr(34), chr(39))}"\n\n    {follow.answer or follow.see}'
    yield "### References\n\n" + "\n".join(f"- [{entry.title}]({entry.url})" for entry in q.references)


def _brief(record: Record) -> str:
    q = record.question
    return f"### {q.title}\n\n**{q.question}**\n\n{q.summary}\n\n!!! warning\n\n    {q.trap.tempting}\n\n    {q.trap.say_instead}"


def export(bank: Bank, folder: Path) -> None:
    """Write the same pages as flat Markdown, with a stock configuration."""
    docs = folder / "docs"
    shutil.copytree(ROOT / "docs", docs)
    (folder / "mkdocs.yml").write_text(STOCK, encoding="utf-8")
    for topic, entry in bank.topics.items():
        parts = [
            f"# {entry.title}",
            entry.summary,
            *(part for record in bank.of_topic(topic) for part in _flat(record)),
        ]
        (docs / f"topics/{topic}.md").write_text("\n\n".join(parts), encoding="utf-8")
    for level, about in bank.levels.items():
        parts = [f"# {about.title}", about.summary, *map(_brief, bank.of_level(level))]
        (docs / f"levels/{level}.md").write_text("\n\n".join(parts), encoding="utf-8")
    for name in ("index.md", "topics/index.md", "levels/index.md"):
        lines = "\n".join(f"- **{entry.title}**: {entry.summary}" for entry in bank.topics.values())
        (docs / name).write_text(f"# Contents\n\n{lines}\n", encoding="utf-8")


def seconds(folder: Path, out: Path) -> float:
    """Build once, in a new process and into an empty folder."""
    shutil.rmtree(out, ignore_errors=True)
    env = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    start = time.perf_counter()
    subprocess.run([MKDOCS, "build", "--site-dir", out], cwd=folder, env=env, check=True, capture_output=True)
    return time.perf_counter() - start


def similar_seconds(bank: Bank, count: int = 5_000) -> float:
    """Time the three nearest records of many titles, words that no title before had included."""
    titles = [f"{record.question.question} {number}" for record in bank.records.values() for number in range(count)][
        :count
    ]
    start = time.perf_counter()
    finder = Finder(bank)
    for title in titles:
        finder.nearest(title)
    return time.perf_counter() - start


def search_milliseconds(site: Path) -> str:
    """Time from a keystroke to the first hit in the list, the index being there; the median over some words."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        return "not measured: no Chromium is installed"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto((site / "index.html").as_uri())
        page.keyboard.press("/")
        page.evaluate("new Promise(ready => handbook.search.ready(ready))")
        times = page.evaluate(
            """words => words.map(word => {
              const field = document.getElementById("q-search-input");
              field.value = word;
              const start = performance.now();
              field.dispatchEvent(new Event("input"));
              const hit = document.querySelector("dialog.q-search ol a");
              if (!hit) { throw new Error("no hit for " + word); }
              return performance.now() - start;
            })""",
            ["dr", "dri", "drift", "canary release", "k8s", "rollbak", "how do you detect drift"],
        )
        browser.close()
    return f"{statistics.median(times):.1f} ms"


def main() -> None:
    """Print the table."""
    bank, _ = checked(ROOT / "data")
    with tempfile.TemporaryDirectory() as name:
        flat, out = Path(name) / "flat", Path(name) / "site"
        flat.mkdir()
        export(bank, flat)
        pairs = [(seconds(ROOT, out), seconds(flat, out)) for _ in range(ROUNDS)]
        seconds(ROOT, out)
        search = search_milliseconds(out)
        lighthouse = scores(out, shutil.which("chromium") or shutil.which("google-chrome"))
    ours, stock = (statistics.median(times) for times in zip(*pairs, strict=True))
    ratio = statistics.median(a / b for a, b in pairs)
    print(
        f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {len(bank.records)} records"
    )
    print(
        f"cold build: {ours:.2f} s, stock Material on flat Markdown: {stock:.2f} s, median ratio of {ROUNDS}: {ratio:.2f}"
    )
    print(f"search, from keystroke to first hit: {search}")
    print("\n".join(lighthouse))
    print(f"nearest records of 5,000 titles: {similar_seconds(bank):.2f} s")


if __name__ == "__main__":
    main()
