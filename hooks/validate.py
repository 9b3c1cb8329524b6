"""Checks the data folder in every build: all problems, then stop; while serving, all problems, and the last good pages."""

import gc
import logging
import sys
from pathlib import Path
from typing import Literal

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority

log = logging.getLogger("mkdocs.hooks.bank")
_PACKAGES = ("bank", "macros")


class _Serving:
    """Whether this is `mkdocs serve`, and the state of our own Python files at its last build."""

    on = False
    code = 0


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: FBT001 - MkDocs' signature
    """Remember what was started; MkDocs tells it once."""
    _Serving.on = command == "serve"
    gc.set_threshold(100_000)  # pages are trees of many objects, and few are garbage before they are written


def _forget_changed_code(root: Path) -> None:
    """Make an edit of our own Python files show without a restart, as an edit of data or templates does."""
    code = max(path.stat().st_mtime_ns for package in _PACKAGES for path in (root / package).rglob("*.py"))
    if _Serving.code and code != _Serving.code:
        for name in [name for name in sys.modules if name.partition(".")[0] in _PACKAGES]:
            del sys.modules[name]
    _Serving.code = code


@event_priority(100)  # before the macros plugin imports its modules
def on_config(config: MkDocsConfig) -> None:
    """Check the records, print every problem, and stop a build that has errors."""
    root = Path(config.config_file_path).parent
    if _Serving.on:
        _forget_changed_code(root)
    # Imported here, so that a change of code is seen.
    from bank.checked import checked  # noqa: PLC0415
    from bank.problems import count, errors  # noqa: PLC0415

    _, found = checked(root / "data")
    wrong = errors(found)
    for problem in found:
        # A warning must not fail a strict build, and MkDocs counts what is logged as a warning.
        level = logging.ERROR if problem.rule.severity == "error" else logging.INFO
        log.log(level, "%s\n    help: %s", problem.as_line(), problem.help)
    if wrong and not _Serving.on:
        raise Abort(f"{count(wrong)} in the data; nothing was built.")
    if wrong:
        log.error("%s in the data: the pages show its last good state until that is mended.", count(wrong))


def on_page_content(html: str, **_: object) -> str:
    """Let the keyboard scroll the code of pages that are written by hand, as it does that of questions."""
    from bank.html import focusable  # noqa: PLC0415

    return focusable(html)


def on_env(env: Environment, **_: object) -> None:
    """Keep the theme's compiled templates between builds."""
    from bank import cache  # noqa: PLC0415

    env.bytecode_cache = cache.templates()


def on_post_build(config: MkDocsConfig) -> None:
    """Publish what pages fetch when they need it, and the downloads that were made from this state of the data."""
    from bank import cache, downloads, edition  # noqa: PLC0415
    from bank.checked import last_good  # noqa: PLC0415
    from bank.exports import write  # noqa: PLC0415
    from bank.practice import scripts  # noqa: PLC0415
    from bank.search import script  # noqa: PLC0415

    cache.prune()
    root, site = Path(config.config_file_path).parent, Path(config.site_dir)
    bank = last_good(root / "data")
    if bank is None:
        return
    (site / "assets" / "search-index.js").write_text(script(bank), encoding="utf-8")
    for path, text in scripts(bank, edition.current()):
        write(site / path, text.encode())
    ready = downloads.current(root / downloads.FOLDER, bank, edition.current())
    if ready is None:
        log.info("No downloads are published: none were made from this state of the data. 'make site' makes them.")
    else:
        downloads.publish(ready, root / downloads.FOLDER, site)
