"""Pages print well, and a reader prints some of a page's questions."""

import io
import unicodedata

from browsing import Reader
from pypdf import PdfReader


def printed(reader: Reader) -> str:
    pages = PdfReader(io.BytesIO(reader.page.pdf(format="A4"))).pages
    text = " ".join(page.extract_text() for page in pages)
    return " ".join(unicodedata.normalize("NFKC", text).split())  # without ligatures


def test_folded_answers_and_addresses_are_printed(reader: Reader, served: str) -> None:
    reader.page.goto(f"{served}topics/release.html")
    answer = reader.page.locator("details.q-fold > p").first.text_content()
    assert answer
    text = printed(reader)
    assert " ".join(answer.split())[:60] in text
    assert "(https://" in text
    assert "Report a mistake" not in text


def test_ticked_questions_are_printed_alone(reader: Reader, address: str) -> None:
    page = reader.page
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(f"{address}topics/release.html")
    page.get_by_role("button", name="Choose questions to print").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Print ticked questions").is_disabled()
    page.keyboard.press("Space")  # the first box has the focus
    page.get_by_role("button", name="Print 1 question").press("Enter")
    assert page.evaluate("window.printed")
    assert printed(reader).count("What a strong answer contains") == 1
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert printed(reader).count("What a strong answer contains") == page.locator(".q-entry").count()


def test_choosing_can_be_given_up(reader: Reader, served: str) -> None:
    page = reader.page
    page.goto(f"{served}topics/release.html")
    page.get_by_role("button", name="Choose questions to print").click()
    page.get_by_role("button", name="Tick all").click()
    assert page.locator(".q-print-box:checked").count() == page.locator("ol.q-contents li").count()
    page.get_by_role("button", name="Cancel").click()
    assert not page.locator(".q-print-box").first.is_visible()
