"""How a record looks: the macros that pages call. The only place besides the hooks that knows the site generator."""

from pathlib import Path

from mkdocs_macros.plugin import MacrosPlugin

from bank import downloads, edition
from bank.checked import last_good
from bank.exports import FEED
from bank.load import Bank
from bank.similar import DUPLICATE, SIMILAR
from macros import guide
from macros.pages import Pages, no_pages


class _Shown:
    """What the pages show: the last build's state of the data or, while serving, that of an edit since."""

    pages: Pages


def show(bank: Bank) -> None:
    """Have the macros show another state of the data from now on."""
    _Shown.pages = _Shown.pages.of(bank)


def define_env(env: MacrosPlugin) -> None:
    """Register the macros; called by mkdocs-macros at the start of every build."""
    # Not from the configuration: Zensical, which runs these macros as well, does not say where its file is.
    root = Path(env.project_dir)
    bank = last_good(root / "data")
    published = edition.current()
    env.conf["copyright"] = f"Edition {published.name}. {env.conf['copyright']}"
    names = (
        "home", "topic", "topics", "level", "levels", "roles", "kinds", "companies", "traps", "path", "glossary",
        "downloads", "browse", "tool",
    )  # fmt: skip
    env.macro(guide.rules, "rules")
    env.macro(guide.record_format, "record_format")
    env.variables["duplicate_score"], env.variables["similar_score"] = f"{DUPLICATE:.2f}", f"{SIMILAR:.2f}"
    if bank is None:  # only while serving: a build has stopped by now
        for name in (*names, "record_template", "topic_ids"):
            env.macro(no_pages, name)
        return
    env.macro(lambda: guide.record_template(bank, env.conf["repo_url"], published), "record_template")
    env.macro(lambda: guide.topic_ids(bank), "topic_ids")
    ready = downloads.current(root / downloads.FOLDER, bank, published)
    env.conf["extra"]["feed"] = ready is not None and any(file.path == FEED for file in ready.files)
    _Shown.pages = Pages(bank, root, env.conf["repo_url"], env.conf["site_url"], ready)

    def macro(name: str) -> None:
        env.macro(lambda *args: getattr(_Shown.pages, name)(*args, url=env.page.url), name)

    for name in names:
        macro(name)
