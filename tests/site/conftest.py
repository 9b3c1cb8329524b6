"""The real site in a real Chromium: from disk, and from a server that sends no more than the files."""

import contextlib
import functools
import http.server
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from support import ROOT

MKDOCS = Path(sys.executable).parent / "mkdocs"
ENV = {**os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", "SOURCE_DATE_EPOCH": "1760000000"}


def build(folder: Path, project: Path = ROOT) -> None:
    done = subprocess.run(
        [MKDOCS, "build", "--strict", "--site-dir", folder],
        cwd=project,
        env={**ENV, "PYTHONPATH": str(project)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    build(folder)
    return folder


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve a folder on this machine; yields its address."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), functools.partial(_Quiet, directory=str(folder)))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    with serving(site) as address:
        yield address


@pytest.fixture(scope="session", params=["http", "file"])
def address(request: pytest.FixtureRequest, site: Path, served: str) -> str:
    """Where the site is read: both ways, for every test that asks for it."""
    return served if request.param == "http" else f"{site.as_uri()}/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    names = ("chromium", "chromium-browser", "google-chrome")
    path = next((found for name in names if (found := shutil.which(name))), None)
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("REQUIRE_BROWSER is set and no Chromium is installed")
        pytest.skip("no Chromium is installed, so nothing was tried in a browser")
    flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-sync"]
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=flags)
        yield started
        started.close()


class Reader:
    """A browser's window, and what went wrong in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.context.on("request", self._requested)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(f"console: {said.text}"))

    def _requested(self, request: object) -> None:
        url: str = request.url  # type: ignore[attr-defined]
        if not url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:")):
            self.faults.append(f"request to another host: {url}")


@pytest.fixture
def open_reader(browser: Browser) -> Iterator[object]:
    """Open windows with the options of a browser context; at the end none may have had a fault."""
    readers: list[Reader] = []

    def open_(**options: object) -> Reader:
        readers.append(Reader(browser.new_context(**options)))  # type: ignore[arg-type]
        return readers[-1]

    yield open_
    faults = [fault for reader in readers for fault in reader.faults]
    for reader in readers:
        reader.context.close()
    assert faults == []


@pytest.fixture
def reader(open_reader: object) -> Reader:
    made: Reader = open_reader(viewport={"width": 1280, "height": 900})  # type: ignore[operator]
    return made
