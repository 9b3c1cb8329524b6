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


def on_post_page(output: str, **_: object) -> str:
    """Leave out the policy while serving: MkDocs puts a script that reloads the page into it on its way."""
    from bank import policy  # noqa: PLC0415 - imported here, so that a change of code is seen

    return policy.without(output) if _Serving.on else output


def on_post_template(output_content: str, **_: object) -> str:
    """Do the same for a page that no text stands behind."""
    return on_post_page(output_content)


@event_priority(-100)  # after everything else has been written
def on_post_build(config: MkDocsConfig) -> None:
    """Write what needs the finished site."""
    from bank import offline, policy  # noqa: PLC0415 - imported here, so that a change of code is seen
    from bank.edition import current  # noqa: PLC0415
    from bank.exports import write  # noqa: PLC0415

    site = Path(config.site_dir)
    page = site / offline.PAGE
    if _Serving.on:
        write(page, offline.without_itself(page.read_bytes()))
        write(site / offline.WORKER, offline.RETIRING_WORKER)
        return
    try:
        for address, finished in list(policy.pages(site)):
            write(address, finished)
    except policy.PolicyError as error:
        raise Abort(str(error)) from error
    text = page.read_bytes()
    edition = current()
    archive = offline.offline_copy(site, edition)
    write(site / "downloads" / offline.name(edition), archive)
    write(page, offline.with_itself(text, archive))
    for path, data in offline.web_app(site, edition).items():
        write(site / path, data)
