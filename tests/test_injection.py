"""Texts that would run somewhere are refused with their place, or go through every file that is made as the text they are."""

import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from hostile import ALLOWED, LITERAL, REFUSED, RUN, fill
from lxml import html as lxml_html
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject
from support import EDITION, Folder

from bank import practice, search
from bank.exports import anki, book, data, feed, llms, sheets
from bank.load import Bank
from bank.markup import fences, findings
from bank.pictures import draw
from macros.pages import Pages

TAGS = {
    "a", "abbr", "blockquote", "br", "code", "dd", "details", "div", "dl", "dt", "em", "figure", "h1", "h2", "h3", "h4",
    "hr", "li", "ol", "p", "pre", "span", "strong", "summary", "sup", "table", "tbody", "td", "th", "thead", "time", "tr", "ul",
}  # fmt: skip


@pytest.fixture(scope="module")
def bank(tmp_path_factory: pytest.TempPathFactory) -> Bank:
    folder = Folder(tmp_path_factory.mktemp("hostile") / "data")
    fill(folder)
    return folder.bank()


@pytest.mark.parametrize(("text", "code"), REFUSED.items())
def test_what_would_run_is_refused_as_prose_with_its_place(folder: Folder, text: str, code: str) -> None:
    folder.record(answer=f"answer: |\n  Say:\n\n  {text}\n\n  end.")
    assert [fault for fault in folder.faults() if re.match(rf"canary\.yml:15:\d+ {code} ", fault)]


def test_all_of_it_is_accepted_where_it_is_text(bank: Bank) -> None:
    assert len(bank.records) == len(LITERAL) > 50


CHART = "description: x\nmark: point\ndata: {{values: [{{a: 1}}]}}\nencoding: {{x: {{field: a}}}}\n{}"
PICTURES = [
    ("mermaid", f'%% alt: "><script>{RUN}</script>\nflowchart TD\nA[x] --> B', True),
    ("mermaid", f"%% alt: x\nflowchart TD\nA[#lt;img src=x onerror={RUN}#gt;] --> B", True),
    ("mermaid", f'%% alt: x\nflowchart TD\nA["&lt;script&gt;{RUN}"] --> B', False),
    ("mermaid", f'%% alt: x\nflowchart TD\nA["<img src=x onerror={RUN}>"] --> B', False),
    ("mermaid", f'%% alt: x\nflowchart TD\nA --> B; click A call alert("{RUN}")', True),
    ("mermaid", f'%% alt: x\nsequenceDiagram\nA->>B: hi\nlinks A: {{"x": "javascript:{RUN}"}}', False),
    ("mermaid", '%% alt: x\nflowchart TD\nA@{ img: "https://evil.example/x.png", label: "x" } --> B', True),
    ("vega-lite", CHART.format(f"title: '<script>{RUN}</script>'"), True),
    ("vega-lite", CHART.format(f"params: [{{name: p, expr: \"warn('{RUN}')\"}}]"), True),
    ("vega-lite", CHART.format("transform: [{calculate: \"constructor.constructor('return process')()\", as: b}]"), None),
    ("vega-lite", CHART.format('transform: [{lookup: a, from: {data: {"\\x75rl": "file:///etc/passwd"}, key: a}}]'), False),
    ("vega-lite", CHART.format("usermeta: {embedOptions: {loader: {}}}"), False),
    ("vega-lite", CHART.format("datasets: {d: [{a: 1}]}\nlayer: [{mark: {type: image, url: data:x}}]"), False),
    ("vega-lite", CHART.format("encoding: {href: {value: javascript:x}}"), False),
    ("math", f"% alt: <img src=x onerror={RUN}>\nx^2", True),
    ("math", f"% alt: x\n\\text{{<script>{RUN}</script>}}", None),
    ("math", f"% alt: x\n\\href{{javascript:{RUN}}}{{x}}", None),
    ("math", "% alt: x\n\\input{/etc/passwd} \\include{x} \\write18{id}", None),
]  # fmt: skip
"""Sources of pictures, and whether they draw; None where the drawing library decides, as long as nothing of it acts."""


@pytest.mark.parametrize(("kind", "source", "draws"), PICTURES)
def test_a_picture_is_refused_with_its_place_or_shows_it_as_text(
    folder: Folder, kind: str, source: str, draws: object
) -> None:
    lines = "".join(f"  {line}\n" for line in f"```{kind}\n{source}\n```".split("\n"))
    folder.record(answer=f"answer: |\n{lines.rstrip()}")
    found = folder.faults()
    assert draws is None or draws == (not found), found
    assert [fault for fault in found if not re.match(r"canary\.yml:1[3-9]:\d+ Q\d+ ", fault)] == []
    if not found:
        svg = ET.fromstring(draw(kind, source).svg)  # noqa: S314 - our own output
        names = {node.tag for node in svg.iter()} | {name for node in svg.iter() for name in node.attrib}
        assert [
            name
            for name in names
            if name in {"a", "script", "image", "style", "foreignObject"} or name.startswith("on")
        ] == []
        assert [
            value for node in svg.iter() for name, value in node.attrib.items() if "href" in name and value[0] != "#"
        ] == []


def held(markup: str, *texts: str) -> list[str]:
    """What is wrong with HTML: elements and attributes that could do something, and texts that a reader does not see in it."""
    tree = lxml_html.fragment_fromstring(markup, create_parent="div")
    wrong = [str(node.tag) for node in tree.iter() if node.tag not in TAGS]
    for node in tree.iter():
        for name, value in node.attrib.items():
            if name.startswith("on") or name in {"style", "src", "srcdoc", "action", "formaction"}:
                wrong.append(f"{node.tag} {name}")
            elif name == "href" and not re.match(
                r"https://|(?:q|level|page):[a-z]|#|(?:[\w./-]+\.html|)(?:#[\w:.-]+)?$", value
            ):
                wrong.append(f"{node.tag} {name}={value}")
    seen = " ".join(tree.text_content().split())
    return wrong + [f"not seen: {text}" for text in texts if " ".join(text.split()) not in seen]


def prose(text: str) -> str:
    """How a text reads that stands as prose where it may, else as code."""
    return ALLOWED.get(text, text)


def each() -> Iterator[tuple[int, str, str]]:
    return ((number, f"h{number}", text) for number, text in enumerate(LITERAL))


def test_a_page_shows_each_in_every_field_and_holds_nothing_that_acts(bank: Bank, tmp_path: Path) -> None:
    pages = Pages(bank, tmp_path, "https://example.org/repo", "https://example.org/site")
    for number, id_, text in each():
        entry = pages.entry(bank.records[id_])
        found = held(entry, f"Part{number} says {prose(text)} here.", f"“{prose(text)}”", f"Also asked as: {text}")
        assert found == [], text
        assert entry.count("Part") == (12 if text in ALLOWED else 11), text  # no field has swallowed another
        seen = lxml_html.fragment_fromstring(entry, create_parent="div")
        blocks = [" ".join(block.text_content().split()) for block in seen.iter("pre")]
        assert [" ".join(words.split()) in block for words, block in zip([text] * 5, blocks, strict=True)] == [
            True
        ] * 5, text


def test_what_describes_a_page_to_search_engines_says_it_as_text(bank: Bank) -> None:
    from macros.structured import topic_page

    script = topic_page(bank, "release", "https://example.org")
    assert re.findall(r"<[/!\w]+", script) == ["<script", "</script"]
    said = {
        part["url"].rpartition("#")[2]: part
        for part in json.loads(script.partition(">")[2][: -len("</script>")])["hasPart"]
    }
    for number, id_, text in each():
        assert said[id_]["acceptedAnswer"]["text"] == f"Part{number} says {prose(text)} here."


def test_search_and_practice_get_it_as_data_and_as_safe_html(bank: Bank) -> None:
    found = search.script(bank)
    index = json.loads(found.removeprefix("handbook.search.load(").removesuffix(");\n"))
    titles = {row[0]: row[3] for row in index["questions"]}
    files = dict(practice.scripts(bank, EDITION))
    shared = json.loads(files[practice.PATH].removeprefix("handbook.bank.load(").removesuffix(");\n"))
    questions = {question["id"]: question for question in shared["questions"]}
    details = json.loads(files["assets/practice/release.js"].partition(", ")[2].removesuffix(");\n"))
    assert "</script" not in found + "".join(files.values())
    for number, id_, text in each():
        title = text if len(text) <= 50 else f"Subject {number}"
        assert titles[id_] == questions[id_]["title"] == title
        assert questions[id_]["aliases"] == [text]
        for key in ("question", "summary", "why", "say"):
            assert held(questions[id_][key], prose(text)) == [], text
        for markup in (questions[id_]["tempting"], *questions[id_]["strong"], *details[id_]["mistakes"]):
            assert held(markup, prose(text)) == [], text
        for key in ("given", "asking", "answer"):
            assert held(details[id_][key], f"Part{number} says {prose(text)} here.") == [], text


def test_the_data_file_gives_every_field_back_as_it_was_written(bank: Bank) -> None:
    content = json.loads(next(file for file in data.make(bank, EDITION) if file.path == data.PATH).data)
    for question in content["questions"]:
        record = bank.records[question["id"]].question
        assert question["answer"] == record.answer
        assert [code["code"] for code in question["code"]] == [code.code for code in record.code or ()]
        assert (question["title"], question["aliases"]) == (record.title, list(record.aliases or ()))


def test_the_feed_is_xml_and_says_it_as_text(bank: Bank) -> None:
    (file,) = feed.make(bank, EDITION)
    atom = "{http://www.w3.org/2005/Atom}"
    entries = list(ET.fromstring(file.data).iter(f"{atom}entry"))  # noqa: S314 - our own output
    assert len(entries) == feed.MOST
    for entry in entries:
        number = int((entry.findtext(f"{atom}id") or "").rpartition("/h")[2])
        assert entry.findtext(f"{atom}summary") == f"Part{number} says {prose(LITERAL[number])} here."
        assert (entry.findtext(f"{atom}title") or "") in {LITERAL[number], f"Subject {number}"}
        assert len(entry) == 8


def test_the_text_for_language_models_keeps_code_in_code(bank: Bank) -> None:
    index, full = (file.data.decode() for file in llms.make(bank, EDITION))
    assert [fence for fence in fences(full) if not fence.closed] == []
    assert len(fences(full)) == 5 * len(LITERAL)
    for text in (index, full):
        assert [f"{found.fault}: {found.found}" for found in findings(text) if found.fault != "heading-level"] == []


def test_flash_cards_hold_it_as_text(bank: Bank, tmp_path: Path) -> None:
    (file,) = anki.make(bank, EDITION)
    with zipfile.ZipFile(io.BytesIO(file.data)) as package:
        (tmp_path / "collection").write_bytes(package.read("collection.anki2"))
    database = sqlite3.connect(tmp_path / "collection")
    notes = [row[0].split("\x1f") for row in database.execute("select flds from notes order by id")]
    database.close()
    assert len(notes) == len(LITERAL)
    for values in notes:
        number = int(values[-1].rpartition("#h")[2])
        text = LITERAL[number]
        for name, value in zip(anki.FIELDS, values, strict=True):
            seen = {"Title": "", "Page": "", "Tempting": f"“{prose(text)}”"}.get(name, prose(text))
            assert held(value.replace("&#91;", "["), seen) == [], (name, text)
        assert not re.search(r"\[(?:sound:|/?latex\]|\$)", "".join(values))


def objects(reader: PdfReader) -> Iterator[DictionaryObject]:
    """Every dictionary of a file."""
    todo: list[object] = [reader.trailer]
    seen: set[int] = set()
    while todo:
        one = todo.pop()
        if isinstance(one, IndirectObject):
            if one.idnum in seen:
                continue
            seen.add(one.idnum)
            one = one.get_object()
        if isinstance(one, DictionaryObject):
            yield one
            todo += one.values()
        elif isinstance(one, ArrayObject):
            todo += one


def test_print_says_it_as_text_and_holds_nothing_that_acts(bank: Bank) -> None:
    files = [*book.make(bank, EDITION), *sheets.make(bank, EDITION)]
    assert len(files) > 5
    for file in files:
        reader = PdfReader(io.BytesIO(file.data))
        acting = {
            "/JS",
            "/JavaScript",
            "/Launch",
            "/OpenAction",
            "/AA",
            "/EmbeddedFile",
            "/EmbeddedFiles",
            "/SubmitForm",
            "/RichMedia",
        }
        found = list(objects(reader))
        assert [key for one in found for key in one if key in acting] == [], file.path
        targets = {str(one["/URI"]) for one in found if "/URI" in one}
        assert [target for target in targets if not target.startswith("https://")] == [], file.path
    whole = "".join(page.extract_text() for page in PdfReader(io.BytesIO(files[0].data)).pages)
    seen = "".join(whole.split()).replace("\u2010", "-")
    missing = [
        text for text in LITERAL if "".join(text.split()) not in seen or "".join(prose(text).split()) not in seen
    ]
    assert missing == []
