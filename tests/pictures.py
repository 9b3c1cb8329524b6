"""Make the picture that the README shows: `make pictures`."""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parent.parent
PAGE, QUESTION = "topics/release.html", "blue-green-deployment"


def main() -> None:
    """Build the site and photograph the beginning of a question."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium is installed, so there is no picture.")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        words = [Path(sys.executable).parent / "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder]
        subprocess.run(words, cwd=ROOT, check=True)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": 1240, "height": 1090}, device_scale_factor=1)
        page.goto(f"{(Path(folder) / PAGE).as_uri()}#{QUESTION}")
        page.wait_for_timeout(500)
        page.screenshot(path=ROOT / "docs/assets/screenshot.png")
        browser.close()


if __name__ == "__main__":
    main()
