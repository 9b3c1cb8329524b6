"""The site is read without a network: from disk, and after a first visit; a newer version is taken whole or not at all."""

import os
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from browsing import MADE, Reader, no_network, serving
from playwright.sync_api import Page

from bank.offline import name, offline_copy, web_app

Open = Callable[..., Reader]
VERSIONS = "caches.keys().then(names => names.sort().join())"


@pytest.fixture
def copy(site: Path, tmp_path: Path) -> Path:
    """The site, unpacked from its zip, to be changed."""
    with zipfile.ZipFile(site / "downloads" / name(MADE)) as archive:
        archive.extractall(tmp_path)
    folder = tmp_path / MADE.slug
    publish(folder)
    return folder


def publish(folder: Path) -> None:
    for path, data in web_app(folder, MADE).items():
        (folder / path).write_bytes(data)


def installed(page: Page) -> None:
    """Wait until the worker has fetched everything and answers this page."""
    page.evaluate(
        """navigator.serviceWorker.ready.then(() => navigator.serviceWorker.controller
           || new Promise(done => navigator.serviceWorker.addEventListener("controllerchange", done)))"""
    )


def change(folder: Path, words: str) -> None:
    for path in (folder / "about.html", folder / "paths.html"):
        path.write_text(path.read_text("utf-8").replace("<h1", f"<p>{words}</p><h1", 1), "utf-8")


def test_the_zip_opens_from_disk_with_search_and_every_page(reader: Reader, copy: Path) -> None:
    page = reader.page
    reader.context.set_offline(True)
    for path in sorted(copy.rglob("*.html")):
        page.goto(path.as_uri())
        assert page.locator("h1").count() == 1, path.name
    page.goto((copy / "index.html").as_uri())
    page.keyboard.press("/")
    page.keyboard.type("canary")
    page.locator("dialog.q-search ol a").first.click()
    page.wait_for_url("**/topics/release.html#canary-deployment")


def test_the_build_needs_no_network(site: Path, served: str) -> None:
    if not no_network():
        if os.environ.get("REQUIRE_NO_NETWORK"):
            pytest.fail("REQUIRE_NO_NETWORK is set and this system lets no command be run without a network")
        pytest.skip("this system lets no command be run without a network, so the site was built with one")
    assert (site / "index.html").is_file()  # built behind the same words as what follows
    port = served.rstrip("/").rpartition(":")[2]
    asks = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)"
    assert subprocess.run([sys.executable, "-c", asks], check=False).returncode == 0
    done = subprocess.run([*no_network(), sys.executable, "-c", asks], capture_output=True, text=True, check=False)
    assert "OSError" in done.stderr or "ConnectionRefused" in done.stderr


def test_packing_a_published_site_again_gives_the_same_zip(site: Path) -> None:
    assert offline_copy(site, MADE) == (site / "downloads" / name(MADE)).read_bytes()


def test_after_a_first_visit_every_page_works_with_the_server_gone(reader: Reader, copy: Path) -> None:
    page = reader.page
    with serving(copy) as address:
        page.goto(f"{address}index.html")
        installed(page)
    for path in sorted(copy.rglob("*.html")):
        answer = page.goto(address + path.relative_to(copy).as_posix())
        assert answer, path.name
        assert answer.from_service_worker
    page.goto(address)  # the folder's own address
    page.keyboard.press("/")
    page.keyboard.type("canary")
    page.locator("dialog.q-search ol a").first.click()
    page.wait_for_url("**/topics/release.html#canary-deployment")


def test_the_app_can_be_installed(reader: Reader, copy: Path) -> None:
    with serving(copy) as address:
        reader.page.goto(f"{address}index.html")
        installed(reader.page)
        client = reader.context.new_cdp_session(reader.page)
        found = client.send("Page.getInstallabilityErrors")["installabilityErrors"]
        assert [fault["errorId"] for fault in found] == ["in-incognito"]  # as every window of a test is


@pytest.fixture
def visited(open_reader: Open, copy: Path) -> Iterator[tuple[Page, str, Path]]:
    """A reader who has the first version, whose server now has a second one."""
    page = open_reader().page
    with serving(copy) as address:
        page.goto(f"{address}about.html")
        installed(page)
        yield page, address, copy


def test_a_newer_version_is_announced_and_taken_when_the_reader_says_so(visited: tuple[Page, str, Path]) -> None:
    page, address, folder = visited
    change(folder, "The second version")
    publish(folder)
    page.goto(f"{address}about.html")
    assert "The second version" not in page.content()
    page.locator(".q-offline", has_text="A newer version of the handbook is ready").wait_for()
    page.get_by_role("button", name="Take it now").click()
    page.get_by_text("The second version").wait_for()
    assert page.evaluate(VERSIONS).count("handbook ") == 1


def test_a_version_that_arrives_damaged_is_not_taken(visited: tuple[Page, str, Path]) -> None:
    page, address, folder = visited
    before = page.evaluate(VERSIONS)
    change(folder, "The second version")
    publish(folder)
    (folder / "paths.html").write_text("half of a file", "utf-8")  # as on a server that is still being filled
    page.goto(f"{address}about.html")
    page.evaluate(
        """navigator.serviceWorker.getRegistration().then(r => r.update().catch(() => null).then(() => new Promise(done => {
             const look = () => setTimeout(r.installing ? look : done, 300);  // until the new worker has given up
             look();
           })))"""
    )
    assert page.locator(".q-offline").count() == 0
    assert page.evaluate(VERSIONS) == before
    page.goto(f"{address}paths.html")
    assert "half of a file" not in page.content()


def test_large_files_feeds_and_what_debuggers_need_are_not_kept(site: Path, copy: Path) -> None:
    worker = web_app(site, MADE)["sw.js"].decode()
    assert '"index.html": "' in worker
    assert ".pdf.png" in worker
    assert '.pdf": "' not in worker
    assert ".zip" not in worker
    assert list(site.rglob("*.js.map"))
    assert not list(copy.rglob("*.map"))
    assert '.map": "' not in worker
