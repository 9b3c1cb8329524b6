"""Pages that records cite, and whether they are still there.

What: Q421 dead-link, Q422 unanswered-link (warning), Q423 needless-excuse (warning); said by `bank links`, not by every check.

Why: A reference that leads nowhere supports nothing. Pages vanish without a change here, so every address is asked for once a
week; the ones that never answer a program stand in `excused-links.yml`, each with the reason.

Wrong:

    url: https://example.org/a-page-that-was-moved

Right:

    url: https://example.org/where-it-is-now
"""

import socket
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bank.load import Bank, Record
from bank.markup import links, texts
from bank.problems import Problem, Rule
from bank.source import Path_

if TYPE_CHECKING:
    import requests

DEAD_LINK = Rule("Q421", "dead-link")
UNANSWERED_LINK = Rule("Q422", "unanswered-link", "warning")
NEEDLESS_EXCUSE = Rule("Q423", "needless-excuse", "warning")
RULES = (DEAD_LINK, UNANSWERED_LINK, NEEDLESS_EXCUSE)

PAUSE = 1.0
"""Seconds between two requests to one host."""
TRIES, BACKOFF, PATIENCE = 3, 5, 60
"""Tries after the first; seconds before the second of them, doubled each time; seconds that a server may ask us to wait."""
SECONDS = 30
HOSTS = 8
"""Hosts that are asked at a time."""

Fault = tuple[Rule, str]
"""The rule that an address breaks, and the fact."""
Ask = Callable[[str], Fault | None]


@dataclass(frozen=True, slots=True)
class Cited:
    """Where a record names an address; `offset` is None where the address is the whole value."""

    record: Record
    where: Path_
    offset: int | None = None

    def problem(self, rule: Rule, message: str, help_: str) -> Problem:
        """Return a problem at that place."""
        if self.offset is None:
            return self.record.problem(rule, self.where, message, help_)
        return self.record.source.problem_in_text(rule, self.where, self.offset, message, help_)


def cited(bank: Bank) -> dict[str, list[Cited]]:
    """Return every address that a record names, with the places, without the part behind `#`."""
    found: dict[str, list[Cited]] = defaultdict(list)
    for record in bank.records.values():
        question = record.question
        places: list[tuple[str, Path_]] = [
            (entry.url, ("references", i, "url")) for i, entry in enumerate(question.references)
        ]
        places += [
            (entry.source, ("in_production", i, "source")) for i, entry in enumerate(question.in_production or ())
        ]
        for url, where in places:
            found[url.partition("#")[0]].append(Cited(record, where))
        for where, text in texts(question):
            for offset, url in links(text):
                if url.startswith("https://"):
                    found[url.partition("#")[0]].append(Cited(record, where, offset))
    return dict(found)


def check(bank: Bank, ask: Ask) -> Iterator[Problem]:
    """Ask for each cited address once and tell what is wrong at every place that names it; slow on purpose."""
    places = cited(bank)
    for i, excuse in enumerate(bank.excused):
        if not any(url.startswith(excuse.url) for url in places):
            message = f"no record names an address that begins with '{excuse.url}'"
            yield bank.sources["excused-links.yml"].problem(NEEDLESS_EXCUSE, (i, "url"), message, "remove the entry")
    with ThreadPoolExecutor(HOSTS) as pool:
        for answers in pool.map(lambda urls: list(_in_turn(urls, ask)), _by_host(bank, places)):
            for url, (rule, fact) in answers:
                help_ = _HELP[rule.code]
                yield from (place.problem(rule, f"{url} {fact}", help_) for place in places[url])


_HELP = {
    DEAD_LINK.code: "name where the page is now, or another source",
    UNANSWERED_LINK.code: "open it in a browser: mend it, or excuse it in excused-links.yml with the reason",
}


def _by_host(bank: Bank, urls: Iterable[str]) -> list[list[str]]:
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in urls:
        if not any(url.startswith(excuse.url) for excuse in bank.excused):
            hosts[urlsplit(url).netloc].append(url)
    return list(hosts.values())


def _in_turn(urls: list[str], ask: Ask) -> Iterator[tuple[str, Fault]]:
    for i, url in enumerate(urls):
        time.sleep(PAUSE if i else 0)
        if (fault := ask(url)) is not None:
            yield url, fault


def session(name: str) -> "requests.Session":
    """Return what asks for pages: it says who it is, tries again when a server is busy or away, and waits when it is told to."""
    # Imported here, so that a check does not wait for it.
    import requests  # noqa: PLC0415
    from requests.adapters import HTTPAdapter  # noqa: PLC0415
    from urllib3.util import Retry  # noqa: PLC0415

    retries = Retry(
        TRIES, backoff_factor=BACKOFF, backoff_max=PATIENCE, retry_after_max=PATIENCE, raise_on_status=False,
        status_forcelist={429, 500, 502, 503, 504},
    )  # fmt: skip
    made = requests.Session()
    made.headers["User-Agent"] = name
    for scheme in ("https://", "http://"):
        made.mount(scheme, HTTPAdapter(max_retries=retries))
    return made


def answer(asking: "requests.Session", url: str) -> Fault | None:
    """Ask for a page, without reading it; return what is wrong with its address, or None."""
    import requests  # noqa: PLC0415

    try:
        with asking.get(url, timeout=SECONDS, stream=True) as found:
            status, at = found.status_code, found.url
    except requests.exceptions.ConnectionError as error:
        if "NameResolutionError" in repr(error) and not _resolves(urlsplit(url).hostname or ""):
            return DEAD_LINK, "is on a host that does not exist"
        return UNANSWERED_LINK, "cannot be reached"
    except requests.exceptions.RequestException as error:
        return UNANSWERED_LINK, f"cannot be read: {type(error).__name__}"
    if status >= 400:
        return DEAD_LINK if status in {404, 410} else UNANSWERED_LINK, f"answers {status}"
    if urlsplit(at).path in {"", "/"} and urlsplit(url).path not in {"", "/"} and not urlsplit(at).query:
        return UNANSWERED_LINK, f"leads to the start page {at}"
    return None


def _resolves(host: str) -> bool:
    """Whether a host has an address, or nobody can say at the moment."""
    try:
        socket.getaddrinfo(host, 443)
    except socket.gaierror as error:
        return error.errno != socket.EAI_NONAME
    return True
