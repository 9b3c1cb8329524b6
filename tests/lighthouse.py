"""Lighthouse on the built site, as a phone sees it behind a server that compresses: part of `make bench`."""

import contextlib
import functools
import gzip
import http.server
import json
import os
import shutil
import statistics
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

VERSION = "13"
ROUNDS = 5
PAGES = ("index.html", "topics/release.html", "topics/features.html", "practice/mock.html")
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
FLAGS = "--headless --no-sandbox --disable-gpu --disable-background-networking"


class _Compressing(http.server.SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file():
            self.send_error(404)
            return
        data, kind = path.read_bytes(), self.guess_type(path)
        self.send_response(200)
        self.send_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.send_header("Cache-Control", "max-age=600")
        if kind.startswith(("text/", "application/j", "image/svg")):
            data = gzip.compress(data)
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@contextlib.contextmanager
def _serving(folder: Path) -> Iterator[str]:
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Compressing, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


def scores(site: Path, chromium: str | None) -> list[str]:
    """Return a line a page: the median of each category over some runs, from 0 to 100."""
    npx = shutil.which("npx")
    if npx is None or chromium is None:
        return ["Lighthouse: not measured, it needs Node.js and Chromium"]
    lines = []
    with _serving(site) as address:
        for page in PAGES:
            runs = []
            for _ in range(ROUNDS):
                done = subprocess.run(
                    [npx, "--yes", f"lighthouse@{VERSION}", address + page, "--quiet", "--output=json", f"--chrome-flags={FLAGS}"],
                    env={**os.environ, "CHROME_PATH": chromium}, capture_output=True, text=True, check=False,
                )  # fmt: skip
                if done.returncode:
                    return [*lines, f"Lighthouse: it failed on {page}: {done.stderr.strip().splitlines()[-1:]}"]
                found = json.loads(done.stdout)["categories"]
                runs.append({name: round(found[name]["score"] * 100) for name in CATEGORIES})
            medians = {name: statistics.median(run[name] for run in runs) for name in CATEGORIES}
            spread = f"{min(run['performance'] for run in runs)} to {max(run['performance'] for run in runs)}"
            told = ", ".join(f"{name} {value:.0f}" for name, value in medians.items())
            lines.append(f"Lighthouse, mobile, median of {ROUNDS}, {page}: {told} (performance {spread})")
    return lines
