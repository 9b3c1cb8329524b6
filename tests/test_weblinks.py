"""`bank links` asks politely for the pages that records cite, and says which are gone; tried against a local server."""

import http.server
import threading
import time
from collections import Counter
from collections.abc import Iterator

import pytest
from click.testing import CliRunner
from support import ROOT, Folder

from bank import weblinks
from bank.cli import main
from bank.load import load


class Server(http.server.ThreadingHTTPServer):
    """Answers `/404` with 404 and so on; `/busy` is busy once, `/moved` and `/gone-home` lead elsewhere."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked: Counter[str] = Counter()
        self.times: list[float] = []
        self.names: set[str] = set()


class Handler(http.server.BaseHTTPRequestHandler):
    server: Server

    def do_GET(self) -> None:
        self.server.asked[self.path] += 1
        self.server.times.append(time.monotonic())
        self.server.names.add(self.headers["User-Agent"])
        name = self.path.strip("/")
        where = {"moved": "/page", "gone-home": "/", "circle": "/circle"}.get(name)
        busy = name == "busy" and self.server.asked[self.path] == 1
        self.send_response(302 if where else 503 if busy else int(name) if name.isdigit() else 200)
        self.send_header("Content-Length", "0")
        if where:
            self.send_header("Location", where)
        if busy:
            self.send_header("Retry-After", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(weblinks, "BACKOFF", 0)
    monkeypatch.setattr(weblinks, "PAUSE", 0)
    made = Server()
    thread = threading.Thread(target=made.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.shutdown()
    thread.join()
    made.server_close()


def said(folder: Folder, server: Server) -> list[str]:
    """What is wrong with the addresses at https://example.org, which the local server answers for."""
    asking = weblinks.session("the test")

    def ask(url: str) -> weblinks.Fault | None:
        return weblinks.answer(asking, url.replace("https://example.org", f"http://127.0.0.1:{server.server_port}"))

    found = weblinks.check(folder.bank(), ask)
    return [f"{p.path.rpartition('/')[2]}:{p.line}:{p.column} {p.rule.code} {p.rule.name}: {p.message}" for p in found]


def cite(folder: Folder, *names: str) -> None:
    entries = "".join(f"\n  - {{title: A, url: 'https://example.org/{name}'}}" for name in names)
    folder.record(references=f"references:{entries}")


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("404", "Q421 dead-link: https://example.org/404 answers 404"),
        ("410", "Q421 dead-link: https://example.org/410 answers 410"),
        ("403", "Q422 unanswered-link: https://example.org/403 answers 403"),
        ("500", "Q422 unanswered-link: https://example.org/500 answers 500"),
        ("circle", "Q422 unanswered-link: https://example.org/circle cannot be read: TooManyRedirects"),
        ("gone-home", "Q422 unanswered-link: https://example.org/gone-home leads to the start page http://127.0.0.1"),
    ],
)
def test_a_page_that_does_not_answer_is_told_at_its_line(folder: Folder, server: Server, name: str, fault: str) -> None:
    cite(folder, "page", name)
    (found,) = said(folder, server)
    assert found.startswith(f"canary.yml:28:21 {fault}")


def test_pages_that_answer_are_not_told(folder: Folder, server: Server) -> None:
    cite(folder, "page", "moved", "busy", "")
    assert said(folder, server) == []
    assert server.asked["/busy"] == 2
    assert server.names == {"the test"}


def test_a_server_that_is_away_is_tried_again_and_then_told_as_a_warning(folder: Folder, server: Server) -> None:
    cite(folder, "503")
    assert "Q422 unanswered-link: https://example.org/503 answers 503" in said(folder, server)[0]
    assert server.asked["/503"] == 1 + weblinks.TRIES


def test_a_host_that_nobody_knows_is_a_dead_link(server: Server) -> None:  # noqa: ARG001 - for its short waits
    rule, fact = weblinks.answer(weblinks.session("the test"), "http://nobody.invalid/x") or (None, "")
    assert (rule, fact) == (weblinks.DEAD_LINK, "is on a host that does not exist")


def test_a_port_that_nobody_answers_is_a_warning(server: Server) -> None:
    url = f"http://127.0.0.1:{server.server_port}/x"
    server.server_close()
    assert weblinks.answer(weblinks.session("the test"), url.replace("127.0.0.1", "127.0.0.2")) == (
        weblinks.UNANSWERED_LINK, "cannot be reached",
    )  # fmt: skip


def test_an_address_is_asked_for_once_and_told_wherever_it_stands(folder: Folder, server: Server) -> None:
    cite(folder, "404#a", "404#b")
    folder.record("other", answer="answer: |\n  See\n  [it](https://example.org/404).", more="in_production:\n  - {who: google, what: x, source: 'https://example.org/404'}")  # fmt: skip
    places = [line.partition(" ")[0] for line in said(folder, server)]
    assert places == ["canary.yml:27:21", "canary.yml:28:21", "other.yml:28:36", "other.yml:14:8"]
    assert server.asked["/404"] == 1


def test_requests_to_one_host_are_apart(folder: Folder, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr(weblinks, "PAUSE", 1.5)
    monkeypatch.setattr(weblinks.time, "sleep", waits.append)
    cite(folder, "a", "b", "c")
    said(folder, server)
    assert waits == [0, 1.5, 1.5]


def test_excused_addresses_are_not_asked_for_and_needless_excuses_are_told(folder: Folder, server: Server) -> None:
    cite(folder, "404/x", "page")
    folder.write(
        "excused-links.yml",
        "- {url: 'https://example.org/404', why: It answers people only.}\n- {url: 'https://example.com/', why: x}\n",
    )
    assert said(folder, server) == [
        "excused-links.yml:2:9 Q423 needless-excuse: no record names an address that begins with 'https://example.com/'"
    ]
    assert set(server.asked) == {"/page"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("a: b\n", "Q115 missing-file: excused-links.yml must be a list"),
        ("- {url: 'https://example.org/'}\n", "Q201 missing-field"),
    ],
)
def test_an_excuse_has_an_address_and_a_reason(folder: Folder, text: str, fault: str) -> None:
    folder.write("excused-links.yml", text)
    assert fault in folder.faults()[0]


def test_the_command_exits_with_1_when_a_page_is_gone(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(rule: weblinks.Rule) -> tuple[int, bool]:
        monkeypatch.setattr(weblinks, "answer", lambda *_: (rule, "answers 418"))
        result = CliRunner().invoke(main, ["links", "--format", "github", "--data", str(folder.root)])
        assert "1 addresses: 1 " in result.stderr
        return result.exit_code, f"::{rule.severity} file=" in result.stdout and "line=27" in result.stdout

    assert run(weblinks.DEAD_LINK) == (1, True)
    assert run(weblinks.UNANSWERED_LINK) == (0, True)


def test_every_real_address_would_be_asked_for() -> None:
    bank, _ = load(ROOT / "data")
    urls = weblinks.cited(bank)
    assert {entry.url.partition("#")[0] for r in bank.records.values() for entry in r.question.references} <= set(urls)
    assert all(url.startswith("https://") for url in urls)
