"""Measure the build, the checks, the search and the pages, and write what came out to docs/contribute/speed.md.

Machines are noisy, so what counts is the ratio of neighbors: builds of the same pages by this project and by stock MkDocs Material
from flat Markdown take turns. The larger banks are made of the real records, their words shuffled among foreign ones.
"""

import contextlib
import datetime
import json
import os
import platform
import random
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml
from lighthouse import scores
from playwright.sync_api import sync_playwright

from bank import cache
from bank.checked import checked
from bank.load import Bank, Record
from bank.similar import Finder

ROOT = Path(__file__).parent.parent
MKDOCS, BANK = (Path(sys.executable).parent / name for name in ("mkdocs", "bank"))
KNOWN = ROOT / "build/bench.json"
# As on a reader's machine: the copies' modules are compiled once.
ENV = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"} | {
    "NO_MKDOCS_2_WARNING": "1"
}
PAGE, MARK = ROOT / "docs/contribute/speed.md", "<!-- written by make bench -->"
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


_RUN = re.compile(r"\w[\w'%,-]*(?: \w[\w'%,-]*){2,}")
# Of words that the bank does not have.
_SYLLABLES = ("ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "qui", "ro", "su", "ta", "ve", "wi")  # fmt: skip


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choices(_SYLLABLES, k=syllables))


def _shuffled(value: Any, chance: random.Random) -> Any:  # noqa: ANN401 - whatever YAML holds
    """Shuffle the plain words of every line that is not in a fence, with foreign ones among them, so that no two copies share a phrase."""
    if isinstance(value, list):
        return [_shuffled(part, chance) for part in value]
    if isinstance(value, dict):
        fixed = {"url", "source", "see", "who", "id", "code", "output", "language", "runs"}
        return {key: part if key in fixed else _shuffled(part, chance) for key, part in value.items()}
    if not isinstance(value, str):
        return value

    def mixed(match: re.Match[str]) -> str:
        words = match[0].split()
        chance.shuffle(words)
        words[::4] = (_word(chance, 6)[: len(word)] if word.isalpha() else word for word in words[::4])
        return " ".join(words)

    parts = re.split(r"(^[ \t>]*```.*?^[ \t>]*```$)", value, flags=re.DOTALL | re.MULTILINE)
    return "".join(part if "```" in part else _RUN.sub(mixed, part) for part in parts)


def enlarged(count: int, data: Path) -> None:
    """Write a data folder of so many records: the real ones, or copies of them with subjects and sentences of their own."""
    shutil.copytree(ROOT / "data", data)
    files = sorted(data.glob("questions/*/*.yml"))
    if count <= len(files):
        return
    chance = random.Random(0)  # noqa: S311 - no secret
    for number in range(count):
        path, copy = files[number % len(files)], number // len(files)
        record = yaml.safe_load(path.read_text(encoding="utf-8"))
        subject, effect = _word(chance, 7), _word(chance, 7)
        for name in ("aliases", "distinct_from"):
            record.pop(name, None)
        texts = (
            "given",
            "summary",
            "really_asking",
            "answer",
            "strong_answer",
            "trap",
            "mistakes",
            "in_production",
            "follow_ups",
        )
        record |= {name: _shuffled(record[name], chance) for name in texts if name in record}
        record |= {
            "title": f"{subject.title()} and {effect}",
            "question": f"How does {subject} change your {effect}?",
        }
        text = yaml.safe_dump(record, sort_keys=False, allow_unicode=True, width=120)
        path.with_name(f"{path.stem}-{copy}.yml").write_text(text, encoding="utf-8")
    for path in files:
        path.with_name(f"{path.stem}-0.yml").replace(path)


def project(count: int, folder: Path) -> Path:
    """Make a project like this one with so many records."""
    for name in ("bank", "docs", "hooks", "macros", "requirements"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "mkdocs.yml", folder)
    enlarged(count, folder / "data")
    return folder


def seconds(folder: Path, *words: str | Path) -> float:
    """Run a command once, in a new process."""
    start = time.perf_counter()
    done = subprocess.run(words, cwd=folder, env=ENV, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{words[0]} failed in {folder}:\n{done.stderr[-2000:]}")
    return time.perf_counter() - start


def built(folder: Path, out: Path) -> float:
    """Build once into an empty folder."""
    shutil.rmtree(out, ignore_errors=True)
    return seconds(folder, MKDOCS, "build", "--site-dir", out)


def edit(path: Path, mark: str) -> None:
    """Change a record's summary."""
    record = yaml.safe_load(path.read_text(encoding="utf-8"))
    text = yaml.safe_dump(record | {"summary": f"{mark} is new."}, sort_keys=False, allow_unicode=True, width=120)
    path.write_text(text, encoding="utf-8")


def builds(count: int, folder: Path, rounds: int) -> dict[str, tuple[float, float]]:
    """Return, for each kind of build, the median seconds and the median ratio to stock."""
    ours, flat, out = project(count, folder / "ours"), folder / "flat", folder / "out"
    flat.mkdir()
    export(checked(ours / "data")[0], flat)
    taken: dict[str, list[float]] = defaultdict(list)
    for number in range(rounds):
        shutil.rmtree(ours / cache.FOLDER, ignore_errors=True)
        taken["stock"].append(built(flat, out))
        taken["cold"].append(built(ours, out))
        taken["nothing changed"].append(built(ours, out))
        edit(sorted((ours / "data/questions").glob("*/*.yml"))[number], f"Edit {number}")
        taken["one record changed"].append(built(ours, out))
    return {
        kind: (statistics.median(times), statistics.median(a / b for a, b in zip(times, taken["stock"], strict=True)))
        for kind, times in taken.items()
    }


def checks(folder: Path) -> tuple[float, float]:
    """Return the seconds of `bank check` with nothing kept from before, and of the next."""
    shutil.rmtree(folder / cache.FOLDER, ignore_errors=True)
    words = (BANK, "check", "--data", folder / "data", "--format", "lines")
    return seconds(folder, *words), seconds(folder, *words)


def served(folder: Path, rounds: int = 5) -> tuple[float, float]:
    """Return the seconds from the edit of a record to its page under `make serve`, and to the last of the others."""
    port = "8765"
    server = subprocess.Popen(
        [MKDOCS, "serve", "--quiet", "--dev-addr", f"127.0.0.1:{port}"],
        cwd=folder,
        env=ENV,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )

    def shown(page: str) -> str:
        with (
            contextlib.suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{port}/{page}", timeout=120) as answer,
        ):
            text: str = answer.read().decode()
            return text
        return ""

    try:
        deadline = time.monotonic() + 300
        while not shown("index.html"):
            if server.poll() is not None or time.monotonic() > deadline:
                sys.exit("mkdocs serve did not start")
            time.sleep(0.2)
        record = next(
            path
            for path in sorted((folder / "data/questions").glob("*/*.yml"))
            if "level: beginner" in path.read_text("utf-8")
        )
        times: dict[str, list[float]] = {f"topics/{record.parent.name}.html": [], "levels/beginner.html": []}
        for number in range(rounds):
            mark = f"Edit {number}"
            edit(record, mark)
            start = time.monotonic()
            for page, taken in times.items():
                while mark not in shown(page):
                    if time.monotonic() - start > 120:
                        sys.exit("an edit did not show")
                    time.sleep(0.02)
                taken.append(time.monotonic() - start)
            time.sleep(5)
        own, others = map(statistics.median, times.values())
        return own, others
    finally:
        server.terminate()
        server.wait()


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


def measured_builds(count: int, rounds: int) -> dict[str, Any]:
    """Measure builds and checks of a bank of so many records."""
    with tempfile.TemporaryDirectory() as name:
        found = builds(count, Path(name), rounds)
        cells = [f"{count:,}", str(rounds), f"{found.pop('stock')[0]:.1f} s"]
        cells += [f"{time_:.1f} s, {ratio:.2f}" for time_, ratio in found.values()]
        first, next_ = checks(Path(name) / "ours")
        return {"build": cells, "check": [f"{count:,}", f"{first:.1f} s", f"{next_:.1f} s"]}


def measured_pages(bank: Bank) -> dict[str, Any]:
    """Measure what a reader or a writer waits for."""
    with tempfile.TemporaryDirectory() as name:
        ours, out = project(len(bank.records), Path(name) / "ours"), Path(name) / "site"
        built(ours, out)
        search = search_milliseconds(out)
        own, others = served(ours)
        lighthouse = scores(out, shutil.which("chromium") or shutil.which("google-chrome"))
        return {
            "lines": [
                f"From the edit of a record to its own page under `make serve`: {own:.2f} s, to all others {others:.1f} s, of which 2 s wait for another edit",
                f"Search, from a keystroke to the first hit: {search}",
                f"The nearest records of 5,000 titles: {similar_seconds(bank):.2f} s",
                *lighthouse,
            ]
        }


def page(parts: dict[str, dict[str, Any]]) -> str:
    """Return what the page shows of all that was measured."""
    sizes = sorted(
        (part for part in parts.values() if "build" in part), key=lambda part: int(part["build"][0].replace(",", ""))
    )
    rows = {kind: [f"| {' | '.join(part[kind])} |" for part in sizes] for kind in ("build", "check")}
    days = sorted({part["day"] for part in parts.values()})
    lines = [
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}; {' and '.join(days)}.",
        "",
        "| records | rounds | stock MkDocs Material | cold | nothing changed | one record changed |",
        "| --- | --- | --- | --- | --- | --- |",
        *rows["build"],
        "",
        "Median seconds, then the median ratio to the stock build of the same round.",
        "",
        "| records | `bank check`, nothing kept | the next one |",
        "| --- | --- | --- |",
        *rows["check"],
        "",
        *(f"- {line}." for line in parts.get("pages", {}).get("lines", ())),
    ]
    return "\n".join(lines)


def main() -> None:
    """Measure all parts, or those that are named, and write the page with what is known of the others."""
    bank, _ = checked(ROOT / "data")
    measures: dict[str, Callable[[], dict[str, Any]]] = {
        "real": lambda: measured_builds(len(bank.records), ROUNDS),
        "pages": lambda: measured_pages(bank),
        "1000": lambda: measured_builds(1_000, 1),
        "5000": lambda: measured_builds(5_000, 1),
    }
    wanted = sys.argv[1:] or list(measures)
    if unknown := set(wanted) - set(measures):
        sys.exit(f"there is no part {', '.join(sorted(unknown))}; they are {', '.join(measures)}")
    for name in wanted:
        done = measures[name]() | {"day": f"{datetime.datetime.now(tz=datetime.UTC):%Y-%m-%d}"}
        parts = json.loads(KNOWN.read_text(encoding="utf-8")) if KNOWN.is_file() else {}
        parts[name] = done
        KNOWN.parent.mkdir(exist_ok=True)
        KNOWN.write_text(json.dumps(parts, indent=1), encoding="utf-8")
        print(name, done, flush=True)
        text = PAGE.read_text(encoding="utf-8").partition(MARK)[0]
        PAGE.write_text(f"{text}{MARK}\n\n{page(parts)}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
