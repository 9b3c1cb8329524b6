"""A site is published whole or not at all: it is built beside the last good one and takes its place when nothing went wrong."""

import logging
import shutil
from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import event_priority
from mkdocs.utils import CountHandler


class _Build:
    """Where the site belongs; None while serving, which has a folder of its own."""

    serving = False
    site: Path | None = None


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: FBT001 - MkDocs' signature
    """Remember what was started; MkDocs tells it once."""
    _Build.serving = command == "serve"


def on_config(config: MkDocsConfig) -> None:
    """Build into a folder beside the site's."""
    if _Build.serving:
        return
    _Build.site = Path(config.site_dir)
    config.site_dir = f"{config.site_dir}.new"
    shutil.rmtree(config.site_dir, ignore_errors=True)  # of a build that was interrupted


@event_priority(-200)  # after everything else
def on_post_build(config: MkDocsConfig) -> None:
    """Put the new site in the place of the old one, unless a strict build is about to fail."""
    if _Build.site is None or (config.strict and _warned()):
        return
    old = _Build.site.with_name(f"{_Build.site.name}.old")
    shutil.rmtree(old, ignore_errors=True)
    if _Build.site.exists():
        _Build.site.rename(old)
    Path(config.site_dir).rename(_Build.site)
    shutil.rmtree(old, ignore_errors=True)
    config.site_dir = str(_Build.site)


def _warned() -> bool:
    """Tell whether MkDocs, which stops a strict build only after this event, has counted a warning."""
    counters = [handler for handler in logging.getLogger("mkdocs").handlers if isinstance(handler, CountHandler)]
    return any(counter.get_counts() for counter in counters)
