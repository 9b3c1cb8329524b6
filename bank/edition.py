"""Which edition of the bank is being published: its name, its day, and where it is read."""

import datetime
import functools
import os
import subprocess
from dataclasses import dataclass
from importlib.metadata import version

from bank.load import Record

TITLE = "MLOps Interview Handbook"
LICENSE = "CC BY 4.0"
LICENSE_URL = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True)
class Edition:
    """An edition: `name` is year and month, `made` the time of the commit, and the addresses have no slash at their end."""

    name: str
    made: datetime.datetime
    site_url: str
    repo_url: str

    def tag(self, name: str) -> str:
        """Return an identifier (RFC 4151) of something in the handbook that outlives its address and its editions."""
        return f"tag:mlops-interview-handbook,2026:{name}"

    def address(self, record: Record) -> str:
        """Return where a record is read: a full address where the site has one, else its path on the site."""
        return f"{self.site_url}/{record.page}" if self.site_url else record.page

    @property
    def slug(self) -> str:
        """How the names of its files begin."""
        return f"mlops-interview-handbook-{self.name}"

    @property
    def shown_address(self) -> str:
        """The site's address as print shows it, or the empty string."""
        return self.site_url.removeprefix("https://")


def _commit_time() -> int:
    """When the tree's last commit was made, in seconds (UTC); 0 outside a git checkout."""
    try:
        said = subprocess.run(["git", "log", "-1", "--format=%ct"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(said.strip() or 0)


@functools.cache
def current(site_url: str | None = None, repo_url: str | None = None) -> Edition:
    """Return the edition that pyproject.toml names, as of SOURCE_DATE_EPOCH or else of the last commit, published at SITE_URL."""
    made = datetime.datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH") or _commit_time()), datetime.UTC)
    site = os.environ.get("SITE_URL", "") if site_url is None else site_url
    repo = os.environ.get("REPO_URL", "") if repo_url is None else repo_url
    return Edition(version("mlops-interview-handbook"), made, site.rstrip("/"), repo.rstrip("/"))
