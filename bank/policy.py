"""The content security policy of the finished pages: which of their inline scripts a browser runs.

The policy stands in the theme's template, with a mark where the hashes of the theme's own inline scripts belong. They depend on
the page's depth, so they are taken from the finished page. Not every script in it gets one: the 404 page has the theme's scripts and
shows no record, so what another page has beyond those came from somewhere else, and is no reason to publish.
"""

import base64
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

FRAME = "404.html"
_MARK = re.compile(rb'(<meta http-equiv="Content-Security-Policy" content="[^"]*)@inline@')
_ELEMENT = re.compile(r'\s*<meta http-equiv="Content-Security-Policy"[^>]*>')
_SCRIPT = re.compile(rb"<script\b([^>]*)>(.*?)</script", re.DOTALL | re.IGNORECASE)
_NOT_INLINE = re.compile(rb'\ssrc=|\stype="application/(?:ld\+)?json"')  # what is fetched, and what is data
_DEPTH = re.compile(rb'(?<=new URL\(")[./\w-]*(?=",location\))')


class PolicyError(Exception):
    """A page that a browser would not show as it is meant; the message names it."""


def pages(site: Path) -> Iterator[tuple[Path, bytes]]:
    """Yield every page of a finished site with the hashes of its inline scripts.

    Raises PolicyError for a page without a policy, or with a script that is not the theme's.
    """
    known = {_plain(script) for script in _inline((site / FRAME).read_bytes())}
    for path in sorted(site.rglob("*.html")):
        page, name = path.read_bytes(), path.relative_to(site).as_posix()
        scripts = list(_inline(page))
        for script in scripts:
            if _plain(script) not in known:
                shown = " ".join(script.decode(errors="replace").split())[:60]
                raise PolicyError(f"{name} has an inline script that is not the theme's: {shown}")
        hashes = dict.fromkeys(base64.b64encode(hashlib.sha256(script).digest()) for script in scripts)
        sources = b" ".join(b"'sha256-%s'" % digest for digest in hashes)
        finished, found = _MARK.subn(rb"\g<1>" + sources, page, count=1)
        if not found:
            raise PolicyError(f"{name} has no content security policy; macros/theme/main.html puts one into every page")
        yield path, finished


def without(page: str) -> str:
    """Return a page without its policy."""
    return _ELEMENT.sub("", page)


def _inline(page: bytes) -> Iterator[bytes]:
    return (script for attributes, script in _SCRIPT.findall(page) if not _NOT_INLINE.search(attributes))


def _plain(script: bytes) -> bytes:
    """Return a script without how deep its page lies, the only difference between pages."""
    return _DEPTH.sub(b"", script)
