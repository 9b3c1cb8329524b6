"""While serving, an edit of a question shows on its own page at once; the whole site follows when no more edits do."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands import build
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

_READING = ("opened", "closed_no_write")
_QUIET = 2.0  # seconds without an edit; a build makes whoever reads a page wait


class _Built:
    """What the last build was made of."""

    bank: Any = None
    nav: Navigation
    env: Environment
    files: Files
    config: MkDocsConfig


class _Edits(FileSystemEventHandler):
    """Calls back when a data file was written, moved or deleted."""

    def __init__(self, call: Callable[[], None]) -> None:
        self.call = call

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Sort out what a build does itself, and what editors put beside the files."""
        names = (str(event.src_path), str(event.dest_path))
        if event.event_type not in _READING and any(name.endswith(".yml") for name in names):
            self.call()


def on_nav(nav: Navigation, **_: object) -> None:
    """Remember the navigation."""
    _Built.nav = nav


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> None:
    """Remember the rest."""
    from bank.checked import last_good  # noqa: PLC0415 - imported here, so that a change of code is seen

    _Built.env, _Built.config, _Built.files = env, config, files
    _Built.bank = last_good(_data(config))


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Callable[[], None]) -> None:
    """Watch the data more closely than MkDocs does, and build the pages of an edit before all others."""

    def again() -> None:
        with server._rebuild_cond:  # noqa: SLF001 - as `server.watch` does, which looks only twice a second
            server._want_rebuild = True  # noqa: SLF001
            server._rebuild_cond.notify_all()  # noqa: SLF001

    rest = threading.Timer(0, again)

    def first_what_was_edited() -> None:
        nonlocal rest
        rest.cancel()
        if _built_edited():
            rest = threading.Timer(_QUIET, again)
            rest.daemon = True
            rest.start()
        else:
            builder()

    server.builder = first_what_was_edited
    server.build_delay = 0.05  # seconds in which an editor writes all that belongs to one edit
    observer = Observer()
    try:
        observer.schedule(_Edits(again), str(_data(config)), recursive=True)
        observer.start()
    except OSError:  # the system watches no more folders for this user
        server.watch(str(_data(config)))


def _data(config: MkDocsConfig) -> Path:
    return Path(config.config_file_path).parent / "data"


def _around(bank: Any) -> list[str]:  # noqa: ANN401 - the module of its class is imported anew when code changes
    return [source.digest for source in bank.sources.values()]


def _built_edited() -> bool:
    """Build the pages of the questions that were edited since the last build; tell whether there are any, and all is well."""
    import macros  # noqa: PLC0415
    from bank.checked import checked  # noqa: PLC0415
    from bank.problems import errors  # noqa: PLC0415

    before = _Built.bank
    bank, found = checked(_data(_Built.config))
    if (
        before is None
        or errors(found)
        or list(bank.records) != list(before.records)
        or _around(bank) != _around(before)
    ):
        return False
    topics = {r.topic for id_, r in bank.records.items() if r.source.digest != before.records[id_].source.digest}
    if not topics:
        return False
    macros.show(bank)
    _Built.bank = bank
    files = _Built.files.documentation_pages()
    wanted = {f"topics/{topic}.md" for topic in topics}
    for page in [file.page for file in files if file.page and file.src_uri in wanted]:
        build._populate_page(page, _Built.config, _Built.files)  # noqa: SLF001 - there is no public way to build one page
        build._build_page(page, _Built.config, files, _Built.nav, _Built.env)  # noqa: SLF001
    return True
