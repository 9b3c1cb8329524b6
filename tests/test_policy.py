"""Every page says which scripts a browser may run on it; a script that the theme did not bring stops the build."""

import base64
import hashlib
import re
from pathlib import Path

import pytest

from bank.policy import PolicyError, pages, without

POLICY = "<meta http-equiv=\"Content-Security-Policy\" content=\"script-src 'self' @inline@; base-uri 'none'\">"
SCOPE = '<script>__md_scope=new URL("{}",location)</script>'
PAGE = (
    f'<html><head>{POLICY}{SCOPE}</head><body>{{}}<script src="x.js"></script><script>var target</script></body></html>'
)
FRAME = PAGE.format("/", "")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A site of the 404 page and one other, two folders deep."""
    (tmp_path / "a/b").mkdir(parents=True)
    (tmp_path / "404.html").write_text(FRAME)
    (tmp_path / "a/b/page.html").write_text(
        PAGE.format("../..", '<script type="application/ld+json">{}</script>@inline@')
    )
    return tmp_path


def digest(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


def test_each_page_names_the_hashes_of_its_own_inline_scripts_and_of_nothing_else(site: Path) -> None:
    made = {path.name: data.decode() for path, data in pages(site)}
    for name, depth in (("404.html", "/"), ("page.html", "../..")):
        wanted = [digest(f'__md_scope=new URL("{depth}",location)'), digest("var target")]
        assert re.findall(r"content=\"(.*?)\"", made[name]) == [
            f"script-src 'self' {' '.join(wanted)}; base-uri 'none'"
        ]
    assert "</script>@inline@<script" in made["page.html"]  # text of a page stays as it is


@pytest.mark.parametrize(
    "script",
    [
        "<script>alert(1)</script>",
        "<SCRIPT\n>alert(1)</SCRIPT >",
        '<script type="module">alert(1)</script>',
        "<script><!--\nalert(1)</script>",
        '<script>__md_scope=new URL("x",location);alert(1)</script>',
        '<script>__md_scope=new URL("javascript:alert(1)",location)</script>',
    ],
)
def test_a_script_that_the_404_page_does_not_have_is_named_and_not_published(site: Path, script: str) -> None:
    (site / "a/b/page.html").write_text(PAGE.format("../..", script))
    with pytest.raises(PolicyError, match=r"^a/b/page\.html has an inline script that is not the theme's: \S"):
        list(pages(site))


def test_a_page_without_a_policy_is_named(site: Path) -> None:
    (site / "a/b/page.html").write_text(PAGE.format("../..", "").replace(POLICY, ""))
    with pytest.raises(PolicyError, match=r"^a/b/page\.html has no content security policy"):
        list(pages(site))


def test_while_serving_no_page_has_one() -> None:
    assert without(PAGE.format("/", "")) == PAGE.format("/", "").replace(POLICY, "")
