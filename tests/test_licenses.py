"""Every package that builds or tests the site has a license that fits, and the site says what of others it passes on."""

import json
import re
from importlib.metadata import PackageNotFoundError, metadata
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from support import ROOT

# Permissive licenses, and MPL-2.0, which asks for the changed files of a library and nothing of what is made with it.
ALLOWED = {"0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "OFL-1.1", "PSF-2.0", "Zlib"}  # fmt: skip
UNCLEAR = {
    "anki": ("AGPL-3.0-or-later", "the tests import a deck into it; nothing of it is in the site or in a file to take away"),
    "frozendict": ("LGPL-3.0-only", "comes with genanki and is used as it is while a deck is made; nothing of it is in the deck"),
    "hjson": ("AFL AND MIT", "may be used under either of the two, says its license file; we use it under the MIT license"),
    "axe-playwright-python": ("", "says nothing in its metadata; its license file is the MIT license; the axe inside is MPL-2.0"),
}  # fmt: skip
# What packages say that name no SPDX expression.
NAMES = {
    "3-Clause BSD License": "BSD-3-Clause", "Academic Free License (AFL)": "AFL", "Apache Software License": "Apache-2.0", "BSD License": "BSD",
    "MIT License": "MIT", "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0", "SIL Open Font License 1.1 (OFL-1.1)": "OFL-1.1",
}  # fmt: skip


def licenses(package: str) -> str:
    """Return the licenses that an installed package names, in order and joined by AND, or the empty string."""
    found = metadata(package)
    said = re.split(r"\s+(?:AND|OR)\s+", re.sub(r"[()]", "", found.get("License-Expression") or ""))
    if not said[0]:
        named = [
            line.rpartition(" :: ")[2] for line in found.get_all("Classifier", []) if line.startswith("License :: OSI")
        ]
        said = named or [found.get("License") or ""]
    return " AND ".join(sorted({NAMES.get(name, name) for name in said}))


def locked(name: str) -> list[str]:
    """Return the packages of a requirements file that this system needs."""
    pins = re.findall(r"^[a-z0-9][^\\\n]*", (ROOT / f"requirements/{name}.txt").read_text("utf-8"), re.MULTILINE)
    wanted = [Requirement(pin) for pin in pins]
    return sorted({pin.name for pin in wanted if pin.marker is None or pin.marker.evaluate()})


@pytest.mark.parametrize("package", locked("test"))
def test_a_package_has_a_license_that_fits_or_a_reason_why_it_may_be_used(package: str) -> None:
    try:
        found = licenses(package)
    except PackageNotFoundError:
        pytest.fail(f"{package} is locked and not installed: make .venv/.test")
    if package in UNCLEAR:
        assert found == UNCLEAR[package][0]
    else:
        assert set(found.split(" AND ")) <= ALLOWED, found


def test_no_reason_is_kept_for_a_package_that_is_gone() -> None:
    assert set(UNCLEAR) <= set(locked("test"))


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """What the site passes on, by its name on the page of licenses, and the license that the page names."""
    rows = re.findall(r"^\| (?!What|---)(.*) \|$", (ROOT / "docs/licenses.md").read_text("utf-8"), re.MULTILINE)
    cells = [row.split(" | ") for row in rows]
    return {name: license_ for _, names, license_ in cells for name in re.findall(r"\[([^\]]+)\]", names)}


def test_the_page_names_the_license_that_a_package_names_itself(told: dict[str, str]) -> None:
    own = {name: license_ for name, license_ in told.items() if name in locked("site")}
    assert len(own) == 2
    assert {name: licenses(name) for name in own} == own


def test_the_page_names_all_that_is_inside_the_theme_s_scripts_and_styles(told: dict[str, str]) -> None:
    found = find_spec("material")
    assert found
    assert found.origin
    assets = Path(found.origin).parent / "templates" / "assets"
    maps = [*assets.glob("javascripts/*.map"), *assets.glob("stylesheets/*.map")]
    sources = [source for path in maps for source in json.loads(path.read_text("utf-8"))["sources"]]
    inside = {match[1] for source in sources if (match := re.search(r"node_modules/((?:@[^/]+/)?[^/]+)", source))}
    assert len(inside) > 4
    assert inside - set(told) == set()


def test_the_page_names_every_set_of_icons(told: dict[str, str]) -> None:
    files = [ROOT / "mkdocs.yml", *(ROOT / "macros/theme").rglob("*.html")]
    text = "".join(path.read_text("utf-8") for path in files)
    text = text.replace("favicon: ", "")
    icons = set(re.findall(r"(?:\.icons/|\bicon: |logo: )(\w+)/", text))
    assert icons == {"material", "fontawesome"}
    assert icons - set(told) == set()
