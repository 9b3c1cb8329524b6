"""What the browser tests share: building and serving the site, and a window that remembers what went wrong in it."""

import contextlib
import dataclasses
import functools
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import BrowserContext, Page
from support import EDITION, ROOT

BIN = Path(sys.executable).parent
MADE = dataclasses.replace(EDITION, site_url="")  # what is built here
ENV = {
    **os.environ, "NO_MKDOCS_2_WARNING": "1", "SITE_URL": "", "REPO_URL": MADE.repo_url, "SOURCE_DATE_EPOCH": str(int(MADE.made.timestamp())),
}  # fmt: skip


@functools.cache
def no_network() -> tuple[str, ...]:
    """Return the words before a command that take the network from it; none where this system does not allow that."""
    words = ("unshare", "--map-root-user", "--net")
    try:
        done = subprocess.run([*words, "true"], capture_output=True, check=False)
    except OSError:
        return ()
    return () if done.returncode else words


def build(folder: Path) -> None:
    """Build the real site with everything that can be taken away, as `make site` does, and without a network if possible."""
    for words in ([BIN / "bank", "export"], [BIN / "mkdocs", "build", "--strict", "--site-dir", folder]):
        done = subprocess.run([*no_network(), *words], cwd=ROOT, env=ENV, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing."""


class _Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *_: object) -> None:
        """Say nothing of a browser that has gone away in the middle of an answer."""


@contextlib.contextmanager
def serving(folder: Path, port: int = 0) -> Iterator[str]:
    """Serve a folder on this machine; yields its address."""
    server = _Server(("127.0.0.1", port), functools.partial(_Quiet, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


# A page's content security policy must hold for all that the page does; a violation counts as a fault like any other.
_LISTENER = """document.addEventListener("securitypolicyviolation", (event) => console.error(
  `policy: ${event.effectiveDirective} refused ${event.blockedURI} in ${event.sourceFile || event.documentURI}`));"""


class Reader:
    """A browser's window, and what went wrong in it."""

    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.context.add_init_script(_LISTENER)
        self.page: Page = context.new_page()
        self.faults: list[str] = []
        self.context.on("request", self._requested)
        self.page.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        self.page.on("console", lambda said: said.type == "error" and self.faults.append(f"console: {said.text}"))

    def _requested(self, request: object) -> None:
        url: str = request.url  # type: ignore[attr-defined]
        if not url.startswith(("http://127.0.0.1:", "file:", "data:", "blob:")):
            self.faults.append(f"request to another host: {url}")
