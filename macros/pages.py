"""What the pages show: pure functions from a bank to Markdown that holds finished HTML."""

import re
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import jinja2
from markupsafe import Markup
from packaging.requirements import Requirement

from bank import cache, edition, html, offline, paths, practice, search
from bank.downloads import Manifest
from bank.examples import libraries
from bank.exports import FEED
from bank.labels import KIND_NOTES, KINDS, PRIORITIES
from bank.load import Bank, Record
from bank.model import Code, Practice
from bank.neighbors import neighbors
from bank.terms import Glossary
from macros import structured
from macros.verbatim import verbatim

# Import name, name on the package index, name for people.
_LIBRARIES = {
    "duckdb": ("duckdb", "DuckDB"),
    "numpy": ("numpy", "NumPy"),
    "pandas": ("pandas", "pandas"),
    "sklearn": ("scikit-learn", "scikit-learn"),
}
PYTHON = "3.11"  # as in .github/workflows and `requires-python`: what the tests run on
# The practice tools: the scripts that each needs, behind those that all need, in the order in which they run.
TOOL_SCRIPTS = ("bank", "progress", "questions")
TOOLS: dict[str, tuple[str, ...]] = {
    "browse": ("facets", "browse"),
    "cards": ("facets", "standing", "cards"),
    "drill": ("facets", "drill"),
    "mock": ("mock",),
    "plan": ("plan",),
    "progress": ("standing", "keep"),
}
_HEADING_MARKS = re.compile(r"[^\w\s]")


def no_pages(*_: object) -> str:
    """Stand in for every macro while no state of the data has been free of errors yet."""
    return '!!! failure "The data has errors"\n\n    The terminal names each with its place. This page follows when they are mended.\n'


def heading(level: int, text: str, id_: str | None = None) -> str:
    """Return a Markdown heading whose text is shown literally, whatever marks it holds."""
    plain = _HEADING_MARKS.sub(lambda m: f"&#{ord(m[0])};", text)
    return f"\n\n{'#' * level} {plain}{f' {{#{id_}}}' if id_ else ''}\n\n"


class Pages:
    """Renders each record once and shows it wherever a page asks for it."""

    def __init__(
        self, bank: Bank, root: Path, repo_url: str | None, site_url: str | None, ready: Manifest | None = None
    ) -> None:
        self.bank = bank
        self.root = root
        self.ready = ready
        self.repo_url = (repo_url or "").rstrip("/")
        self.site_url = (site_url or "").rstrip("/")
        self.versions = _locked(root / "requirements" / "test.txt")
        self.templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
            autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True,
            bytecode_cache=cache.templates(),
        )  # fmt: skip
        self.templates.globals.update(
            bank=bank, kinds=KINDS, priorities=PRIORITIES, edit_url=self.edit_url, report_url=self.report_url,
            ran_with=self.ran_with, code_block=lambda *args: Markup(html.code_block(*args)), backlinks=self.backlinks,  # noqa: S704
            new_scope=_Scope, explained=self.explained,
        )  # fmt: skip
        self.templates.filters.update(inline=_inline, blocks=_blocks, plain=html.to_text)
        self._glossary = Glossary(bank.glossary)
        self._neighbors = neighbors(bank)
        # What every entry may show besides its own record and the names of its neighbors.
        self._around = cache.digest(self.repo_url, self.site_url, *(source.digest for source in bank.sources.values()))
        self._entries = {id_: cache.get("entries", self._parts(record)) for id_, record in bank.records.items()}
        missing = [record for record in bank.records.values() if self._entries[record.id] is None]
        cache.share(missing, _know, self.entry, partial(practice.texts, bank), partial(search.words, bank))
        for record in bank.records.values():
            _know(record)

    def of(self, bank: Bank) -> "Pages":
        """Return the pages of another bank in the same place."""
        return Pages(bank, self.root, self.repo_url, self.site_url, self.ready)

    # ------------------------------------------------------------------ pages

    def home(self, *, url: str) -> str:
        """Return the body of the home page."""
        example = next(iter(r for r in self.bank.records.values() if r.question.priority == "core"), None)
        runs = sum(code.is_run for record in self.bank.records.values() for code in record.question.code or ())
        return self._page("home.html.j2", url, example=example, runs=runs)

    def topics(self, *, url: str) -> str:
        """Return the index of topics."""
        return self._page("topics.html.j2", url)

    def levels(self, *, url: str) -> str:
        """Return the index of levels."""
        return self._page("levels.html.j2", url)

    def topic(self, id_: str, *, url: str) -> str:
        """Return a topic's page: its contents list, then every entry in full. Raises ValueError for an unknown topic."""
        if id_ not in self.bank.topics:
            raise ValueError(f"topic('{id_}'): topics.yml has no such topic")
        records = self.bank.of_topic(id_)
        parts = [
            heading(1, self.bank.topics[id_].title),
            self._page("topic.html.j2", url, topic=self.bank.topics[id_], records=records, gone=self._gone(id_)),
        ]
        for record in records:
            parts.append(heading(2, record.question.title, record.id))
            parts.append(verbatim(self._resolved(self.entry(record), url)))
        parts.append(verbatim(structured.topic_page(self.bank, id_, self.site_url)))
        return "".join(parts)

    def level(self, id_: str, *, url: str) -> str:
        """Return a level's page: what is expected, then its questions by topic. Raises ValueError for an unknown level."""
        if id_ not in self.bank.levels:
            raise ValueError(f"level('{id_}'): levels.yml has no such level")
        level = self.bank.levels[id_]
        records = self.bank.of_level(id_)
        parts = [heading(1, level.title), self._page("level.html.j2", url, level=level, records=records)]
        for topic, entry in self.bank.topics.items():
            chosen = [record for record in records if record.topic == topic]
            if chosen:
                parts += [heading(2, entry.title), self._page("level_topic.html.j2", url, records=chosen)]
        return "".join(parts)

    def roles(self, *, url: str) -> str:
        """Return the questions that are central to each role."""
        parts = []
        for id_, role in self.bank.roles.items():
            records = [record for record in self.bank.records.values() if id_ in record.question.roles]
            parts += [
                heading(2, role.title, id_),
                self._page("questions.html.j2", url, about=role.summary, records=records),
            ]
        return "".join(parts)

    def kinds(self, *, url: str) -> str:
        """Return the questions of each kind."""
        parts = []
        for id_, title in KINDS.items():
            records = [record for record in self.bank.records.values() if record.question.kind == id_]
            parts += [
                heading(2, title, id_),
                self._page("questions.html.j2", url, about=KIND_NOTES[id_], records=records),
            ]
        return "".join(parts)

    def companies(self, *, url: str) -> str:
        """Return what is practiced at each company, with its public source."""
        found: dict[str, list[tuple[Record, Practice]]] = {id_: [] for id_ in self.bank.companies}
        for record in self.bank.records.values():
            for entry in record.question.in_production or ():
                found[entry.who].append((record, entry))
        parts = []
        for id_ in sorted(found, key=lambda id_: self.bank.companies[id_].title.casefold()):
            if found[id_]:
                parts += [
                    heading(2, self.bank.companies[id_].title, id_),
                    self._page("companies.html.j2", url, found=found[id_]),
                ]
        return "".join(parts)

    def traps(self, *, url: str) -> str:
        """Return every trap with what to say instead."""
        parts = []
        for id_, topic in self.bank.topics.items():
            records = self.bank.of_topic(id_)
            if records:
                parts += [heading(2, topic.title, id_), self._page("traps.html.j2", url, records=records)]
        return "".join(parts)

    def path(self, name: str, *, url: str) -> str:
        """Return a reading path. Raises ValueError for an unknown one."""
        if name not in paths.PATHS:
            raise ValueError(f"path('{name}'): it is one of {', '.join(paths.PATHS)}")
        sittings = paths.path(self.bank, name)
        left = len(self.bank.records) - sum(len(sitting.records) for sitting in sittings)
        return self._page("path.html.j2", url, sittings=sittings, left=left)

    def glossary(self, *, url: str) -> str:
        """Return the terms of the field, in alphabetical order."""
        terms = sorted(self.bank.glossary.items(), key=lambda item: item[1].term.casefold())
        return self._page("glossary.html.j2", url, terms=terms)

    def downloads(self, *, url: str) -> str:
        """Return what can be taken away, when it was made from this state of the data."""
        return self._page(
            "downloads.html.j2", url, ready=self.ready, feed=FEED, offline=offline.name(edition.current())
        )

    def browse(self, *, url: str) -> str:
        """Return every question in one list, which the tool of this name narrows down."""
        return self._page("browse.html.j2", url, records=list(self.bank.records.values()))

    def tool(self, name: str, *, url: str) -> str:
        """Return the scripts and styles of a practice tool, for the page that holds it. Raises ValueError for an unknown one."""
        if name not in TOOLS:
            raise ValueError(f"tool('{name}'): it is one of {', '.join(TOOLS)}")
        return self._page("tool.html.j2", url, scripts=(*TOOL_SCRIPTS, *TOOLS[name]))

    # ------------------------------------------------------------------ parts

    def entry(self, record: Record) -> str:
        """Return a record in full, with links to records still as `q:<id>`."""
        made = self._entries[record.id]
        if made is None:
            made = self._entries[record.id] = cache.text("entries", self._parts(record), lambda: self._rendered(record))
        return made

    def _parts(self, record: Record) -> tuple[str, ...]:
        """Return all that an entry is made from."""
        others = [*self.backlinks(record), *(self.bank.records[f.see] for f in record.question.follow_ups if f.see)]
        named = [part for other in others for part in (other.id, other.question.title, other.question.question)]
        return (record.id, record.topic, record.source.digest, self._around, *named)

    def _rendered(self, record: Record) -> str:
        template = self.templates.get_template("entry.html.j2")
        return template.render(record=record, q=record.question, scope=_Scope(record.id))

    def backlinks(self, record: Record) -> list[Record]:
        """Return the record's neighbors."""
        return [self.bank.records[id_] for id_ in self._neighbors[record.id]]

    def explained(self, record: Record, answer: str) -> tuple[Markup, list[str]]:
        """Link the first use of each term in a rendered answer, but for the terms that the record itself explains."""
        own = {id_ for id_, term in self.bank.glossary.items() if record.id in term.see or id_ == record.id}
        marked, found = self._glossary.marked(str(answer), own)
        return Markup(marked), found  # noqa: S704 - filtered by bank.html

    def edit_url(self, record: Record) -> str:
        """Return where the record's file is edited in the browser."""
        return f"{self.repo_url}/edit/main/data/questions/{record.topic}/{record.id}.yml"

    def report_url(self, record: Record) -> str:
        """Return the issue form for a wrong answer, filled in with the record's id and page."""
        page = f"{self.site_url}/topics/{record.topic}.html#{record.id}" if self.site_url else f"topics/{record.topic}"
        fields = {
            "template": "wrong-answer.yml", "title": f"{record.id}: ", "record": f"{record.topic}/{record.id}", "page": page,
        }  # fmt: skip
        return f"{self.repo_url}/issues/new?{urlencode(fields)}"

    def ran_with(self, code: Code) -> str:
        """Return what an example was run with: the versions that the tests are locked to."""
        names = [_LIBRARIES[name] for name in libraries(code) if name in _LIBRARIES]
        shown = [f"{people} {self.versions[package]}" for package, people in names if package in self.versions]
        language = [] if code.language == "sql" else [f"Python {PYTHON}"]
        return ", ".join(language + shown)

    def _gone(self, topic: str) -> list[tuple[str, Record]]:
        """Old addresses of this topic's page with the record that answers there now."""
        return [
            (old, self.bank.records[entry.to])
            for entry in self.bank.redirects
            for old_topic, _, old in [entry.from_.partition("/")]
            if old_topic == topic and entry.to in self.bank.records
        ]

    def _page(self, template: str, url: str, **values: Any) -> str:  # noqa: ANN401 - what a template needs
        return verbatim(self._resolved(self.templates.get_template(template).render(**values), url))

    def _resolved(self, text: str, url: str) -> str:
        """Turn `q:<id>`, `topic:<id>`, `level:<id>` and `page:<path>` into addresses relative to a page."""
        up = "../" * url.count("/")
        folders = {"topic": "topics", "level": "levels"}

        def address(match: re.Match[str]) -> str:
            attribute, scheme, target = match.groups()
            if scheme == "q":
                page = f"topics/{self.bank.records[target].topic}.html"
                return f'{attribute}="{"" if page == url else up + page}#{target}"'
            path = target if scheme == "page" else f"{folders[scheme]}/{target}.html"
            return f'{attribute}="{up}{path}"'

        return re.sub(r'(href|src)="(q|topic|level|page):([\w./#-]+)"', address, text)


def _know(record: Record) -> None:
    """Have the texts that list pages show at hand."""
    q = record.question
    lines = (q.question, q.summary, q.trap.tempting, q.trap.why_it_fails, q.trap.say_instead)
    html.know([*(text.strip() for text in lines), *filter(None, [q.given])])


class _Scope:
    """Gives every text of a record its own footnote names: `canary-deployment-1`, `-2` and so on."""

    def __init__(self, id_: str) -> None:
        self.id = id_
        self.count = 0

    def next(self) -> str:
        """Return the next name."""
        self.count += 1
        return f"{self.id}-{self.count}"


def _inline(text: str, scope: _Scope) -> Markup:
    return Markup(html.to_inline(text, scope.next()))  # noqa: S704 - filtered by bank.html


def _blocks(text: str, scope: _Scope) -> Markup:
    return Markup(html.to_html(text, scope.next()))  # noqa: S704 - filtered by bank.html


def _locked(path: Path) -> dict[str, str]:
    """Return the versions that a requirements file pins for the Python that continuous integration runs examples on."""
    if not path.is_file():
        return {}
    pins = re.findall(r"^[a-z0-9][^\\\n]*", path.read_text(encoding="utf-8"), re.MULTILINE)
    wanted = [Requirement(pin) for pin in pins]
    python = {"python_version": PYTHON, "python_full_version": f"{PYTHON}.0"}
    return {
        pin.name: next(iter(pin.specifier)).version
        for pin in wanted
        if pin.marker is None or pin.marker.evaluate(python)
    }
