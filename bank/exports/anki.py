"""Flash cards for Anki: two cards a question, one for the answer and one for the trap.

A learner who imports the next edition keeps the history of every card. That holds because the ids here never change: of the
note type, of the decks, and of each note, which is made from the id that its record had first. Anki replaces a note's text when
the new one is younger, and a note's age here is that of the edition.
"""

import contextlib
import html
import io
import itertools
import re
import sqlite3
import warnings
import zipfile
from collections.abc import Iterator
from importlib.resources import files
from zlib import crc32

import genanki

from bank.edition import LICENSE, TITLE, Edition
from bank.exports import Export, File
from bank.html import to_html, with_links
from bank.load import Bank, Record
from bank.renaming import first_ids

MODEL = 1_763_104_921
FIELDS = ("Title", "Question", "Given", "Summary", "Answer", "Tempting", "Why it fails", "Say instead", "Page")
_TEMPLATES = files("bank.exports") / "templates" / "anki"
# What Anki runs LaTeX, plays a file or reads aloud for, wherever it stands in a card.
_ANKI_MARKS = re.compile(r"\[(?=/?latex\]|/?\${1,2}\]|sound:|anki:)", re.IGNORECASE)
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time a zip can hold


def make(bank: Bank, edition: Edition) -> Iterator[File]:
    """Make one package of all topics."""
    decks = [
        genanki.Deck(deck_id(""), TITLE, html.escape(f"Edition {edition.name}. {LICENSE}. {edition.site_url}").strip())
    ]
    model, firsts = _model(), first_ids(bank)
    for topic, entry in bank.topics.items():
        deck = genanki.Deck(deck_id(topic), f"{TITLE}::{entry.title.replace('::', ': ')}")
        for record in bank.of_topic(topic):
            deck.add_note(_note(model, record, firsts.get(record.id, record.id), bank, edition))
        if deck.notes:
            decks.append(deck)
    yield File(
        f"downloads/mlops-interview-handbook-{edition.name}.apkg", _packed(decks, edition), "Flash cards",
        "An Anki package with a deck for each topic and two cards a question: the answer and the trap. Importing a newer "
        "edition keeps what you have learned.",
    )  # fmt: skip


def _model() -> genanki.Model:
    def template(name: str, stem: str) -> dict[str, str]:
        return {"name": name, "qfmt": _text(f"{stem}-front.html"), "afmt": _text(f"{stem}-back.html")}

    return genanki.Model(
        MODEL, TITLE, fields=[{"name": name} for name in FIELDS], css=_text("cards.css"),
        templates=[template("Question", "question"), template("Trap", "trap")],
    )  # fmt: skip


def _text(name: str) -> str:
    return (_TEMPLATES / name).read_text(encoding="utf-8")


def deck_id(topic: str) -> int:
    """Return an id that a topic keeps, in the range that Anki's own ids leave free."""
    return 2**30 + crc32(topic.encode()) % 2**30


def _note(model: genanki.Model, record: Record, first: str, bank: Bank, edition: Edition) -> genanki.Note:
    question, trap = record.question, record.question.trap
    shown = (
        question.question, question.given or "", question.summary, question.answer, f"“{trap.tempting.strip()}”",
        trap.why_it_fails, f"“{trap.say_instead.strip()}”",
    )  # fmt: skip
    values = [
        html.escape(question.title),
        *(_shown(text, f"anki-{record.id}-{i}", bank, edition) for i, text in enumerate(shown)),
        html.escape(edition.address(record)) if edition.site_url else "",
    ]
    tags = [
        f"level::{question.level}", f"kind::{question.kind}", f"priority::{question.priority}", f"topic::{record.topic}",
        *(f"role::{role}" for role in question.roles),
    ]  # fmt: skip
    fields = [_ANKI_MARKS.sub("&#91;", value) for value in values]
    return genanki.Note(model, fields, tags=tags, guid=genanki.guid_for("mlops-interview-handbook", first))


def _shown(text: str, scope: str, bank: Bank, edition: Edition) -> str:
    """Return a text as HTML, its links to records as addresses, or as plain text where the site has no address."""

    def address(id_: str) -> str:
        return edition.address(bank.records[id_]) if edition.site_url else ""

    return with_links(to_html(text, scope), address) if text else ""


def _packed(decks: list[genanki.Deck], edition: Edition) -> bytes:
    """Return the package: genanki's database and an empty list of media, without the times and names of this run."""
    moment = edition.made.timestamp()
    with contextlib.closing(sqlite3.connect(":memory:")) as database, warnings.catch_warnings():
        # Its idea of a tag is stricter than HTML (no line break in an attribute); ours have passed an allowlist.
        warnings.filterwarnings("ignore", "Field contained the following invalid HTML tags", module="genanki")
        genanki.Package(decks).write_to_db(database.cursor(), moment, itertools.count(int(moment * 1000) + 1))
        database.commit()
        collection = database.serialize()
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in (("collection.anki2", collection), ("media", b"{}")):
            package.writestr(zipfile.ZipInfo(name, _ZIP_EPOCH), data, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


EXPORT = Export("anki", "flash cards for Anki: the answer and the trap of every question", make)
