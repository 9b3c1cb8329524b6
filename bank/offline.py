"""The built site, to be read without a network: as a web app that installs itself, and as a zip to unpack and open.

The Downloads page tells the zip's size and digest, which the zip itself cannot know: what stands between two marks on that
page is left out of the zip and filled in behind it.
"""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import vl_convert

from bank.downloads import size
from bank.edition import TITLE, Edition
from bank.exports import Export, ExportError, File
from bank.load import Bank

WORKER, MANIFEST = "sw.js", "manifest.webmanifest"
ICONS = (192, 512)
SITE = Path("site")
_TEMPLATE = Path(__file__).parent / "offline.js"
# Large files to take away stay on the server, but for the pictures of them; feed, sitemap and data are for programs.
_NOT_KEPT = ("downloads/", "sitemap.xml", "feed.xml", "llms", "questions.", WORKER)
PAGE = "downloads.html"
_OFFER = re.compile(rb"<!--offline-->(.*?)<!--/offline-->", re.DOTALL)
_ICON = "assets/icon-{}.png"
_SERVER_ONLY = ("404.html", "sitemap.xml", "sitemap.xml.gz", WORKER, MANIFEST, *map(_ICON.format, ICONS))
_EARLIEST = (1980, 1, 1, 0, 0, 0)  # a zip knows no time before


def _files(site: Path) -> dict[str, bytes]:
    # Source maps are for debuggers.
    paths = sorted(path for path in site.rglob("*") if path.is_file() and path.suffix != ".map")
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in paths}


def web_app(site: Path, edition: Edition) -> dict[str, bytes]:
    """Return the files that make a built site an installable web app, by their path on the site."""
    svg = (site / "assets" / "favicon.svg").read_text(encoding="utf-8")
    made = {_ICON.format(size): _icon(svg, size) for size in ICONS}
    made[MANIFEST] = _json({
        "name": TITLE, "short_name": "MLOps Handbook", "id": "mlops-interview-handbook", "start_url": "index.html", "scope": "./",
        "display": "standalone", "background_color": "#ffffff", "theme_color": "#0b5d6b", "lang": "en",
        "icons": [{"src": _ICON.format(size), "sizes": f"{size}x{size}", "type": "image/png"} for size in ICONS],
    })  # fmt: skip
    every = {**_files(site), **made}
    kept = {path: data for path, data in every.items() if path.endswith(".png") or not path.startswith(_NOT_KEPT)}
    digests = {path: hashlib.sha256(data).hexdigest() for path, data in sorted(kept.items())}
    listing = json.dumps(digests, indent=0)
    version = f"{edition.name} {hashlib.sha256(listing.encode()).hexdigest()[:12]}"
    template = _TEMPLATE.read_text(encoding="utf-8")
    made[WORKER] = template.replace("{{ version }}", version).replace("{{ files }}", listing).encode()
    return made


RETIRING_WORKER = b"""\
// While pages are being written nothing may come from a store: this worker takes the place of one that is there, and leaves.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(
  caches.keys()
    .then((names) => Promise.all(names.map((name) => caches.delete(name))))
    .then(() => self.registration.unregister())
));
"""


def _icon(svg: str, size: int) -> bytes:
    width = float(svg.partition('viewBox="')[2].split('"')[0].split()[2])
    return vl_convert.svg_to_png(svg, scale=size / width, ppi=72)


def _json(data: object) -> bytes:
    return (json.dumps(data, indent=1) + "\n").encode()


def without_itself(page: bytes) -> bytes:
    """Return the Downloads page without the offer of the zip."""
    return _OFFER.sub(b"", page)


def with_itself(page: bytes, archive: bytes) -> bytes:
    """Return the Downloads page with the zip's size and digest."""
    digest = hashlib.sha256(archive).hexdigest().encode()
    return _OFFER.sub(lambda m: m[0].replace(b"@size@", size(len(archive)).encode()).replace(b"@sha256@", digest), page)


def make(_: Bank, edition: Edition) -> Iterator[File]:
    """Yield the zip of the site that was built last. Raises ExportError when there is none."""
    if not (SITE / PAGE).is_file():
        raise ExportError(f"{SITE}/ holds no built site; 'make site' builds one")
    about = "The whole site with search and all of these files, to unpack and open."
    yield File(f"downloads/{name(edition)}", offline_copy(SITE, edition), "Offline copy", about)


def name(edition: Edition) -> str:
    """Return the zip's file name."""
    return f"{edition.slug}-offline.zip"


def offline_copy(site: Path, edition: Edition) -> bytes:
    """Return a zip of a built site: one folder, whose `index.html` opens by double click. The same to the byte for the same site."""
    buffer = io.BytesIO()
    made = max(edition.made.timetuple()[:6], _EARLIEST)
    with zipfile.ZipFile(buffer, "w") as archive:
        for path, data in _files(site).items():
            if path in _SERVER_ONLY or path.endswith(name(edition)):
                continue
            if path == PAGE:
                data = without_itself(data)  # noqa: PLW2901
            entry = zipfile.ZipInfo(f"{edition.slug}/{path}", made)
            entry.external_attr = 0o644 << 16
            # This level takes two thirds of the usual one's time, for a zip that is a twentieth larger.
            archive.writestr(entry, data, zipfile.ZIP_DEFLATED, compresslevel=4)
    return buffer.getvalue()


EXPORT = Export("offline", "the built site as a zip that opens from disk", make, needs_site=True)
