"""A build is strict, quiet and repeatable; broken data stops it with every problem, and never stops `mkdocs serve`."""

import contextlib
import filecmp
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.metadata import version
from pathlib import Path

import browsing
import pytest
from support import EDITION, ROOT, once

from bank.downloads import FOLDER

MKDOCS = Path(sys.executable).parent / "mkdocs"
ENV = {**browsing.ENV, "SITE_URL": f"{EDITION.site_url}/"}
SECONDS = 60


def build(project: Path, *words: str, site_url: str = ENV["SITE_URL"]) -> subprocess.CompletedProcess[str]:
    command = [MKDOCS, "build", "--strict", *words]
    # The copy's own packages, not those of the folder that is installed.
    env = {**ENV, "SITE_URL": site_url, "PYTHONPATH": str(project)}
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The real site, built once for all processes that test, with what the build said."""

    def make(folder: Path) -> None:
        done = build(ROOT, "--site-dir", str(folder / "site"))
        assert done.returncode == 0, done.stderr
        (folder / "said").write_text(done.stdout + done.stderr, encoding="utf-8")

    folder = once(tmp_path_factory, "built", make)
    return folder / "site", (folder / "said").read_text(encoding="utf-8")


def test_the_build_is_quiet(built: tuple[Path, str]) -> None:
    assert [line for line in built[1].splitlines() if not line.startswith("INFO ")] == []
    assert "Warning" not in built[1]


def test_two_builds_are_the_same_to_the_byte(built: tuple[Path, str], project: Path) -> None:
    # The second one from a copy of the tree in another folder, so that no path of the first shows, with nothing kept from before.
    shutil.rmtree(project / ".cache", ignore_errors=True)
    assert build(project).returncode == 0
    assert _differences(built[0], project / "site") == []
    assert "unregister()" not in (built[0] / "sw.js").read_text("utf-8")
    # Of what the first build kept, the second must use nothing that one of these edits changes. None is of what everything is
    # kept by (our code and templates, the names in the glossary), which would hide the others.
    for name, old, new in (
        ("data/questions/release/canary-deployment.yml", "title: ", "title: New "),
        ("data/questions/monitoring/data-drift.yml", "tempting: >-\n    ", "tempting: >-\n    Well. "),
        ("data/topics.yml", "title: ", "title: New "),
        ("data/levels.yml", "title: ", "title: New "),
        ("mkdocs.yml", "Home: index.md", "Start: index.md"),
        ("mkdocs.yml", "site_name: ", "site_name: New "),
        ("macros/theme/main.html", "{% block extrahead %}", '{% block extrahead %}<meta name="new" content="new">'),
    ):
        text = (project / name).read_text("utf-8")
        assert old in text, name
        (project / name).write_text(text.replace(old, new, 1), "utf-8")
    shutil.move(project / "site", project / "before")
    done = build(project)
    assert done.returncode == 0, done.stderr
    shutil.move(project / "site", project / "warm")
    shutil.rmtree(project / ".cache")
    assert build(project).returncode == 0
    assert _differences(project / "warm", project / "site") == []
    assert _differences(project / "warm", project / "before") != []


def _differences(one: Path, other: Path) -> list[str]:
    def differences(compared: filecmp.dircmp[str], at: str = "") -> list[str]:
        found = [at + name for name in (*compared.left_only, *compared.right_only)]
        _, unequal, _ = filecmp.cmpfiles(compared.left, compared.right, compared.common_files, shallow=False)
        found += [at + name for name in unequal]
        for name, below in compared.subdirs.items():
            found += differences(below, f"{at}{name}/")
        return found

    return differences(filecmp.dircmp(one, other))


class _Requests(HTMLParser):
    """Collects what a browser would fetch by itself, and every id and link."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if "id" in values:
            self.ids.append(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        rel = values.get("rel", "").split()
        if tag == "link" and not {"canonical", "next", "prev"} & set(rel):
            self.fetched.append(values["href"])
        self.fetched += [values[name] for name in ("src", "srcset", "poster") if name in values]


def _parsed(path: Path) -> _Requests:
    parser = _Requests()
    parser.feed(path.read_text(encoding="utf-8"))
    return parser


def test_no_page_fetches_from_another_host(built: tuple[Path, str]) -> None:
    pages = sorted(built[0].rglob("*.html"))
    assert len(pages) > 15
    for page in pages:
        assert [url for url in _parsed(page).fetched if re.match(r"(?:\w+:)?//", url)] == [], page
    for sheet in built[0].rglob("*.css"):
        text = sheet.read_text(encoding="utf-8")
        assert re.findall(r"(?:url\(|@import\s+)[\"']?(?:\w+:)?//[^)]*", text) == [], sheet


def test_every_page_has_a_strict_policy_before_anything_that_it_governs(built: tuple[Path, str]) -> None:
    own = dict.fromkeys(("style-src", "connect-src", "worker-src", "manifest-src"), "'self'")
    wanted = own | dict.fromkeys(("default-src", "base-uri", "form-action"), "'none'") | {"img-src": "'self' data:"}
    for page in built[0].rglob("*.html"):
        head, _, rest = page.read_text("utf-8").partition('<meta http-equiv="Content-Security-Policy" content="')
        assert "<script" not in head, page
        assert "stylesheet" not in head, page
        found = dict(directive.split(" ", 1) for directive in rest.partition('"')[0].split("; "))
        assert re.fullmatch(r"'self'( 'sha256-[\w+/]{43}=')+", found.pop("script-src")), page
        assert found == wanted, page


def test_every_id_is_unique_and_every_internal_link_leads_somewhere(built: tuple[Path, str]) -> None:
    pages = {page.resolve(): _parsed(page) for page in built[0].rglob("*.html")}
    for page, parsed in pages.items():
        ids = parsed.ids
        assert len(ids) == len(set(ids)), f"{page.name}: {[id_ for id_ in ids if ids.count(id_) > 1]}"
        for link in parsed.links:
            if re.match(r"\w+:", link) or page.name == "404.html" or link == ".":
                continue
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            if target.is_dir():
                target /= "index.html"
            assert target.exists(), f"{page.name}: {link}"
            assert not anchor or anchor in pages[target].ids, f"{page.name}: {link}"


def test_every_way_in_describes_itself_to_search_engines(built: tuple[Path, str]) -> None:
    pages = [
        *built[0].glob("*.html"),
        *built[0].glob("topics/*.html"),
        *built[0].glob("levels/*.html"),
        *built[0].glob("practice/*.html"),
    ]
    texts = {page: page.read_text(encoding="utf-8") for page in pages if page.name not in {"404.html", "index.html"}}
    found = {page: re.findall(r'<meta name="description" content="([^"]+)"', text) for page, text in texts.items()}
    assert [page.name for page, named in found.items() if len(named) != 1] == []
    assert len({named[0] for named in found.values()}) == len(found)
    # Front matter that could not be read would stand above the first question; an example in one may hold the word.
    tops = {page: re.sub(r"<[^>]+>", "", text.partition('class="q-entry"')[0]) for page, text in texts.items()}
    assert [page.name for page, top in tops.items() if "description: " in top] == []


def test_a_page_without_a_tool_has_no_script_of_the_tools(built: tuple[Path, str]) -> None:
    everywhere = {"assets/search.js", "assets/offline.js"}
    named = {
        page.relative_to(built[0]).as_posix(): {
            source.removeprefix("../") for source in re.findall(r'<script[^>]* src="([^"]+)"', page.read_text("utf-8"))
        }
        for page in built[0].rglob("*.html")
    }
    for name, sources in named.items():
        own = {source for source in sources if re.fullmatch(r"assets/[\w-]+\.js", source)} - everywhere
        assert all((built[0] / source).is_file() for source in own), name
        assert name.startswith("practice/") or own <= {"assets/entries.js", "assets/print.js"}, name
    assert "assets/questions.js" in named["practice/browse.html"]


def test_of_the_theme_only_what_pages_use_is_published(built: tuple[Path, str]) -> None:
    scripts = sorted(path.name.partition(".")[0] for path in (built[0] / "assets/javascripts").rglob("*.js"))
    assert scripts == ["bundle"]


def test_braces_in_a_record_appear_as_they_are(built: tuple[Path, str]) -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in (built[0] / "topics").glob("*.html"))
    plain = re.sub(r"<[^>]+>", "", text)
    assert "{{args." in plain
    assert "{{ .Values." in plain
    assert "{{ $labels" in plain


def test_the_sitemap_names_every_page(built: tuple[Path, str]) -> None:
    named = re.findall(r"<loc>(.*?)</loc>", (built[0] / "sitemap.xml").read_text(encoding="utf-8"))
    pages = {page.relative_to(built[0]).as_posix() for page in built[0].rglob("*.html")} - {"404.html"}
    assert {url.removeprefix(ENV["SITE_URL"]) or "index.html" for url in named} == pages


def test_the_edition_is_in_the_footer_of_every_page(built: tuple[Path, str]) -> None:
    edition = f"Edition {version('mlops-interview-handbook')}."
    assert [page for page in built[0].rglob("*.html") if page.read_text("utf-8").count(edition) != 1] == []


def test_what_was_exported_is_published_until_the_data_changes(
    project: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    once(tmp_path_factory, "whole-site", browsing.build)  # it exports first
    site, exported = project / "site", project / FOLDER
    shutil.copytree(ROOT / FOLDER, exported)
    done = build(project, site_url="")
    assert done.returncode == 0, done.stderr
    names = {path.relative_to(exported) for path in exported.rglob("*") if path.is_file()} - {Path("downloads.json")}
    assert {Path("llms.txt"), Path("llms-full.txt"), Path("feed.xml"), Path("downloads/questions.json")} < names
    assert [name for name in names if (site / name).read_bytes() != (exported / name).read_bytes()] == []
    offered = [link for link in _parsed(site / "downloads.html").links if (exported / link).is_file()]
    assert "downloads/questions.json" in offered
    for page, feed in (("index.html", "feed.xml"), ("topics/release.html", "../feed.xml")):
        found = re.findall(
            r'<link rel="feed alternate" type="application/atom\+xml"[^>]* href="(.*?)">',
            (site / page).read_text("utf-8"),
        )
        assert found == [feed]

    record = project / "data/questions/release/canary-deployment.yml"
    record.write_text(record.read_text("utf-8").replace("minutes: ", "minutes: 1", 1), "utf-8")
    done = build(project, site_url="")
    assert done.returncode == 0, done.stderr
    assert "INFO    -  No downloads are published" in done.stderr
    assert [name for name in names if (site / name).exists()] == []
    text = (site / "downloads.html").read_text("utf-8")
    assert "<code>make site</code> makes them" in text
    assert "application/atom+xml" not in text


def test_bad_data_stops_the_build_with_every_problem_and_keeps_the_last_site(project: Path) -> None:
    assert build(project).returncode == 0
    before = (project / "site/index.html").read_bytes()
    first, second = sorted((project / "data/questions/release").glob("*.yml"))[:2]
    first.write_text(first.read_text("utf-8").replace("level: ", "level: x"), "utf-8")
    second.write_text(second.read_text("utf-8").replace("title: ", "tilte: ", 1), "utf-8")
    done = build(project)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert f"release/{first.name}:4:8: Q203 wrong-value: level is " in done.stderr
    assert f"release/{second.name}:2:1: Q202 unknown-field: there is no field 'tilte'" in done.stderr
    assert "help: did you mean 'title'?" in done.stderr
    assert (project / "site/index.html").read_bytes() == before


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_build_that_fails_or_is_interrupted_leaves_the_last_site_as_it_was(project: Path) -> None:
    assert build(project).returncode == 0
    before = _files(project / "site")
    page = project / "docs/topics/release.md"
    good = page.read_text("utf-8")
    for fault in (
        '{{ topci("release") }}\n',
        f"{good}\n[A page that is not there](nowhere.md)\n",
        f"{good}\n<script>x()</script>\n",
    ):
        page.write_text(fault, "utf-8")
        done = build(project)
        assert done.returncode != 0, fault
        assert _files(project / "site") == before, fault
    page.write_text(good.replace("{{", "Something new.\n\n{{"), "utf-8")
    for started in ("site.new/index.html", "site.new/topics/release.html"):
        going = subprocess.Popen(
            [MKDOCS, "build", "--strict", "--quiet"], cwd=project, env={**ENV, "PYTHONPATH": str(project)}
        )
        deadline = time.monotonic() + SECONDS
        while not (project / started).exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        going.send_signal(signal.SIGKILL)
        assert going.wait() == -signal.SIGKILL
        assert _files(project / "site") == before
    assert build(project).returncode == 0
    assert "Something new." in (project / "site/topics/release.html").read_text("utf-8")
    assert not (project / "site.new").exists()
    assert not (project / "site.old").exists()


@contextlib.contextmanager
def serving(project: Path) -> Iterator[tuple[str, Path]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    log = project / "serve.log"
    with log.open("w") as out:
        server = subprocess.Popen(
            [MKDOCS, "serve", "--dev-addr", f"127.0.0.1:{port}"],
            cwd=project,
            env={**ENV, "SITE_URL": "", "PYTHONPATH": str(project)},
            stdout=out,
            stderr=out,
        )
        try:
            yield f"http://127.0.0.1:{port}/", log
        finally:
            server.terminate()
            server.wait(SECONDS)


def wait_for(what: str, seen: object) -> None:
    """Wait until `seen()` is true; a page that is not there yet counts as not seen."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if seen():  # type: ignore[operator]
                return
        time.sleep(0.1)
    pytest.fail(f"not within {SECONDS} s: {what}")


def page(url: str) -> str:
    with urllib.request.urlopen(url, timeout=SECONDS) as answer:  # noqa: S310 - our own server on this machine
        return str(answer.read().decode())


def test_serve_shows_edits_survives_bad_data_and_recovers(project: Path) -> None:
    record = next(iter((project / "data/questions/monitoring").glob("data-drift.yml")))
    good = record.read_text(encoding="utf-8")
    title = re.search(r"^title: (.*)$", good, re.MULTILINE)
    assert title
    with serving(project) as (url, log):
        address = f"{url}topics/monitoring.html"
        wait_for("the first page", lambda: title[1] in page(address))
        assert "livereload(" in page(address)
        assert "unregister()" in page(
            f"{url}sw.js"
        )  # a worker that a built site has left behind would answer with old pages
        assert "Content-Security-Policy" not in page(address)  # it would forbid the script that reloads the page
        record.write_text(good.replace(title[1], "Another title", 1), encoding="utf-8")
        wait_for("an edit of a record", lambda: "Another title" in page(address))
        record.write_text(good.replace("level: ", "level: x", 1), encoding="utf-8")
        wait_for("the problem in the terminal", lambda: "Q203 wrong-value: level is 'x" in log.read_text())
        assert "Another title" in page(address)  # the last good state
        record.write_text(good.replace(title[1], "A third title", 1), encoding="utf-8")
        wait_for("recovery", lambda: "A third title" in page(address))
        template = project / "macros/templates/topic.html.j2"
        template.write_text(template.read_text("utf-8") + "<p>A new line of the template</p>", encoding="utf-8")
        wait_for("an edit of a template", lambda: "A new line of the template" in page(address))


def test_serve_shows_an_edit_on_its_page_before_it_builds_all_others(project: Path) -> None:
    record = project / "data/questions/monitoring/data-drift.yml"
    topics = project / "data/topics.yml"
    with serving(project) as (url, log):
        wait_for("the first page", lambda: "q-entry" in page(f"{url}topics/monitoring.html"))
        before = len(log.read_text())
        good = record.read_text(encoding="utf-8")
        record.write_text(
            re.sub(r"^summary: .*\n(  .*\n)*", "summary: Said anew.\n", good, flags=re.MULTILINE), "utf-8"
        )
        wait_for("the edit on its page", lambda: "Said anew." in page(f"{url}topics/monitoring.html"))
        wait_for("the edit on another page", lambda: "Said anew." in page(f"{url}levels/beginner.html"))
        done = re.findall("Reloading browsers|Building documentation", log.read_text()[before:])
        assert done[:2] == ["Reloading browsers", "Building documentation"]
        topics.write_text(topics.read_text("utf-8").replace("title: Monitoring", "title: Watching"), encoding="utf-8")
        wait_for("an edit that many pages show", lambda: "Watching" in page(f"{url}topics/index.html"))


def test_serve_starts_with_bad_data_and_recovers(project: Path) -> None:
    record = project / "data/questions/monitoring/data-drift.yml"
    good = record.read_text(encoding="utf-8")
    record.write_text(good.replace("level: ", "level: x", 1), encoding="utf-8")
    with serving(project) as (url, log):
        address = f"{url}topics/monitoring.html"
        wait_for("a page that says what is wrong", lambda: "The data has errors" in page(address))
        assert "Q203 wrong-value: level is 'x" in log.read_text()
        record.write_text(good, encoding="utf-8")
        wait_for("recovery", lambda: "q-entry" in page(address))
