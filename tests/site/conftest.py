"""The real site in a real Chromium: from disk, and from a server that sends no more than the files."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from browsing import Reader, build, serving
from playwright.sync_api import Browser, sync_playwright
from support import once


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real site, built once for all processes that test."""
    return once(tmp_path_factory, "whole-site", build)


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
