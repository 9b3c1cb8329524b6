"""Finishes the built site: its pages' security policy, the web app's parts, and the zip to take away."""

from pathlib import Path
from typing import Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import Abort
from mkdocs.plugins import event_priority
from mkdocs.structure.files import Files

_UNUSED = ("assets/javascripts/lunr/", "assets/javascripts/workers/")


class _Serving:
    on = False


def on_startup(command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:  # noqa: FBT001 - MkDocs' signature
    """Remember what was started; MkDocs tells it once."""
    _Serving.on = command == "serve"


def on_files(files: Files, config: MkDocsConfig) -> None:
    """Leave out the theme's own search, which no page uses: forty scripts with licenses of their own."""
    for file in [file for file in files if file.src_uri.startswith(_UNUSED)]:
        files.remove(file)


@event_priority(-100)  # after everything else has been written
def on_post_build(config: MkDocsConfig) -> None:
    """Write what needs the finished site."""
    from bank import offline, policy  # noqa: PLC0415 - imported here, so that a change of code is seen
    from bank.edition import current  # noqa: PLC0415
    from bank.exports import write  # noqa: PLC0415

    site = Path(config.site_dir)
    try:
        for address, finished in list(policy.without(site) if _Serving.on else policy.pages(site)):
            write(address, finished)
    except policy.PolicyError as error:
        raise Abort(str(error)) from error
    page = site / offline.PAGE
    text = page.read_bytes()
    if _Serving.on:
        write(page, offline.without_itself(text))
        write(site / offline.WORKER, offline.RETIRING_WORKER)
        return
    edition = current()
    archive = offline.offline_copy(site, edition)
    write(site / "downloads" / offline.name(edition), archive)
    write(page, offline.with_itself(text, archive))
    for path, data in offline.web_app(site, edition).items():
        write(site / path, data)
