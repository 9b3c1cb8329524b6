"""Make the pictures that the README and the home page show, from what is really built: `make pictures`."""

import io
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import chevron
from PIL import Image
from playwright.sync_api import Browser, sync_playwright
from pypdf import PdfReader

from bank.checked import last_good
from bank.edition import current
from bank.exports import anki, book, sheets
from bank.exports.typesetting import Template
from bank.load import Bank

ROOT = Path(__file__).parent.parent
ASSETS = ROOT / "docs" / "assets"
PAGE, QUESTION = "topics/release.html", "blue-green-deployment"
WIDTH = 720


def save(name: str, png: bytes) -> None:
    """Keep a picture at one width and with few colors; text stays sharp and the file small."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    if picture.width > WIDTH:
        picture = picture.resize((WIDTH, round(picture.height * WIDTH / picture.width)), Image.Resampling.LANCZOS)
    picture.quantize(48).save(ASSETS / f"{name}.png", optimize=True)


def question(browser: Browser) -> None:
    """Photograph the beginning of a question."""
    with tempfile.TemporaryDirectory() as folder:
        words = [Path(sys.executable).parent / "mkdocs", "build", "--strict", "--quiet", "--site-dir", folder]
        subprocess.run(words, cwd=ROOT, check=True)
        page = browser.new_page(viewport={"width": 1240, "height": 1090}, device_scale_factor=1)
        page.goto(f"{(Path(folder) / PAGE).as_uri()}#{QUESTION}")
        page.wait_for_timeout(500)
        page.screenshot(path=ASSETS / "screenshot.png")


def _filled(template: str, fields: dict[str, str]) -> str:
    """Fill a card's template in as Anki does: fields are HTML, and a section stands for a field that is not empty."""
    return chevron.render(re.sub(r"{{(?![#/^])(.*?)}}", r"{{{\1}}}", template), fields)


def card(browser: Browser, bank: Bank) -> None:
    """Photograph the trap's flash card from both sides, on a phone."""
    model = anki._model()
    note = anki._note(model, bank.records[QUESTION], bank, current())
    fields = dict(zip(anki.FIELDS, note.fields, strict=True))
    template = model.templates[1]
    front = _filled(template["qfmt"], fields)
    sides = []
    for shown in (front, _filled(template["afmt"], {**fields, "FrontSide": front})):
        page = browser.new_page(viewport={"width": 390, "height": 640}, device_scale_factor=2)
        page.set_content(f"<style>{model.css}</style><body class='card'>{shown}</body>")
        sides.append(Image.open(io.BytesIO(page.screenshot())))
    both = Image.new("RGB", (sum(side.width for side in sides) + 40, sides[0].height), "#c9d1d6")
    both.paste(sides[0], (0, 0))
    both.paste(sides[1], (sides[0].width + 40, 0))
    out = io.BytesIO()
    both.save(out, "png")
    save("flash-card", out.getvalue())


def pages(bank: Bank) -> None:
    """Take the first page of a cheat sheet, and the page of the book on which a question begins."""
    sheet = next(sheet for sheet in sheets._sheets(bank) if sheet.file == "intermediate-a4")
    template = Template("sheet.typ")
    save("cheat-sheet", template.page(sheets._fitted(sheet, current(), template), ppi=120))
    data = book._data(bank, current())
    outline = PdfReader(io.BytesIO(Template("book.typ").pdf(data, current())))
    number = next(
        outline.get_destination_page_number(entry)
        for topic in outline.outline
        if isinstance(topic, list)
        for entry in topic
        if entry.title == bank.records[QUESTION].question.title
    )
    save("book", Template("book.typ").page(data, number, ppi=120))


def main() -> None:
    """Make them all."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        sys.exit("No Chromium is installed, so there is no picture.")
    bank = last_good(ROOT / "data")
    if bank is None:
        sys.exit("The data has errors: run 'make check'.")
    pages(bank)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        question(browser)
        card(browser, bank)
        browser.close()


if __name__ == "__main__":
    main()
