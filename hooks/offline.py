"""Finishes the built site: its pages' security policy, the web app's parts, and the zip to take away."""

import os
from pathlib import Path
from typing import Literal

from jinja2 import Environment, FileSystemLoader
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


class _WithoutIcons(FileSystemLoader):
    """Lists the theme's files without its fourteen thousand icons, which MkDocs would look at one by one and leave out."""

    def list_templates(self) -> list[str]:
        """Return what is in no hidden folder, by its path."""
        found: set[str] = set()
        for root in self.searchpath:
            for where, folders, names in os.walk(root):
                folders[:] = [folder for folder in folders if not folder.startswith(".")]
                found.update((Path(where) / name).relative_to(root).as_posix() for name in names)
        return sorted(found)


def on_config(config: MkDocsConfig) -> None:
    """Put that loader into the environment of the theme, which is made after this."""
    made = config.theme.get_env

    def get_env() -> Environment:
        env = made()
        env.loader = _WithoutIcons(config.theme.dirs)
        return env

    config.theme.get_env = get_env  # type: ignore[method-assign]


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
