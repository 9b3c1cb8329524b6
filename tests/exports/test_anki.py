"""The deck, imported into Anki itself: what a learner sees, and that a new edition keeps what was learned."""

import datetime
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Literal

import pytest
from anki.collection import Card, Collection, ImportAnkiPackageOptions, ImportAnkiPackageRequest
from click.testing import CliRunner
from support import EDITION, ROOT, Folder

from bank.checked import checked
from bank.cli import main
from bank.edition import Edition
from bank.exports import anki
from bank.load import Bank

NEXT = replace(EDITION, name="2027.05", made=EDITION.made + datetime.timedelta(days=180))


class Learner:
    """Someone with an empty collection."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.col = Collection(str(folder / "collection.anki2"))

    def imports(self, bank: Bank, edition: Edition = EDITION) -> None:
        (file,) = anki.make(bank, edition)
        path = self.folder / "deck.apkg"
        path.write_bytes(file.data)
        options = ImportAnkiPackageOptions()  # as when a learner changes nothing in the dialog
        self.col.import_anki_package(ImportAnkiPackageRequest(package_path=str(path), options=options))

    def card(self, name: str, title: str = "Canary release") -> Card:
        (id_,) = self.col.find_cards(f'"Title:{title}" card:{name}')
        return self.col.get_card(id_)

    def answers(self, card: Card, ease: Literal[1, 2, 3, 4] = 3) -> None:
        card.start_timer()
        self.col.sched.answerCard(card, ease)

    def learned(self) -> list[list[int]]:
        rows = self.col.db.all("select id, type, queue, due, ivl, factor, reps, lapses from cards order by id")
        return rows + self.col.db.all("select * from revlog order by id")


@pytest.fixture
def learner(tmp_path: Path) -> Iterator[Learner]:
    made = Learner(tmp_path)
    yield made
    made.col.close()


def test_every_real_question_becomes_two_cards_in_the_deck_of_its_topic(learner: Learner) -> None:
    bank, _ = checked(ROOT / "data")
    learner.imports(bank)
    assert (learner.col.note_count(), learner.col.card_count()) == (len(bank.records), 2 * len(bank.records))
    decks = {deck.name: len(learner.col.decks.cids(deck.id)) for deck in learner.col.decks.all_names_and_ids()}
    for topic, entry in bank.topics.items():
        assert decks.get(f"MLOps Interview Handbook::{entry.title}", 0) == 2 * len(bank.of_topic(topic))


def test_no_real_card_runs_a_script_or_fetches_anything(learner: Learner) -> None:
    learner.imports(checked(ROOT / "data")[0])
    for id_ in learner.col.find_cards(""):
        card = learner.col.get_card(id_)
        text = card.question() + card.answer()
        assert (
            re.findall(r"<script|<iframe|<img|\bon\w+=|javascript:|url\((?!#)|@import|href=\"(?!https://|#)", text)
            == []
        )
        assert not card.question_av_tags()


def test_the_front_asks_and_the_back_answers(learner: Learner, folder: Folder) -> None:
    folder.record(more="given: The log says `exit 137`.")
    learner.imports(folder.bank())
    card = learner.card("Question")
    front, back = card.question(), card.answer()
    assert "What does a canary catch?" in front
    assert "<code>exit 137</code>" in front
    shown = ("One sentence.", "Second paragraph.", "Ship it.", "It breaks.", "Measure it.")
    assert [text for text in shown if text in front] == []
    assert [text for text in shown if text not in back] == []
    assert 'href="https://example.org/site/topics/release.html#canary"' in back


def test_the_second_card_drills_the_trap(learner: Learner, folder: Folder) -> None:
    learner.imports(folder.bank())
    card = learner.card("Trap")
    front, back = card.question(), card.answer()
    assert [
        text
        for text in ("Canary release", "“Ship it.”", "What would you say instead?")
        if text.lower() not in front.lower()
    ] == []
    assert [text for text in ("It breaks.", "Measure it.", "One sentence.") if text in front] == []
    assert [text for text in ("It breaks.", "“Measure it.”") if text not in back] == []


def test_cards_can_be_chosen_by_tag(learner: Learner, folder: Folder) -> None:
    learner.imports(folder.bank())
    assert sorted(learner.card("Question").note().tags) == [
        "kind::concept", "level::intermediate", "priority::common", "role::mlops-engineer", "topic::release",
    ]  # fmt: skip


def test_links_to_records_are_addresses_or_else_plain_text(learner: Learner, folder: Folder) -> None:
    folder.record(answer="answer: See [the *shadow*](q:shadow) and [docs](https://example.org/d).")
    folder.record("shadow", topic="serving")
    learner.imports(folder.bank())
    answer = learner.card("Question").answer()
    assert 'See <a href="https://example.org/site/topics/serving.html#shadow">the <em>shadow</em></a> and <a' in answer
    learner.imports(folder.bank(), replace(NEXT, site_url=""))
    answer = learner.card("Question").answer()
    assert 'See the <em>shadow</em> and <a href="https://example.org/d">docs</a>.' in answer
    assert "in the handbook" not in answer


def test_a_new_edition_keeps_what_was_learned_and_updates_the_text(learner: Learner, folder: Folder) -> None:
    learner.imports(folder.bank())
    card = learner.card("Question")
    learner.answers(card, 4)
    learner.answers(learner.card("Trap"), 2)
    before = learner.learned()
    assert len(before) == 4  # two cards, two reviews
    assert learner.card("Question").ivl > 0

    folder.record(summary="summary: Another sentence.", title="title: Canary release", priority="priority: core")
    learner.imports(folder.bank(), NEXT)

    assert learner.learned() == before
    assert learner.card("Question").id == card.id
    assert "Another sentence." in learner.card("Question").answer()
    assert learner.card("Question").note().has_tag("priority::core")
    assert not learner.card("Question").note().has_tag("priority::common")


def test_a_renamed_question_keeps_what_was_learned(learner: Learner, folder: Folder) -> None:
    def run(*words: str) -> None:
        assert CliRunner().invoke(main, [*words, "--data", str(folder.root)]).exit_code == 0

    folder.record("shadow", topic="serving")
    learner.imports(folder.bank())
    for title in ("Canary release", "Subject shadow"):
        learner.answers(learner.card("Question", title), 4)
    before = learner.learned()
    run("rename", "canary", "bird")
    run("move", "bird", "serving")
    run("rename", "bird", "eagle")
    learner.imports(folder.bank(), NEXT)
    assert learner.learned() == before
    assert "serving.html#eagle" in learner.card("Question").answer()
    # A record that another one replaces ends; the other one stays who it is.
    run("retire", "eagle", "--to", "shadow", "--why", "asks the same")
    learner.imports(folder.bank(), replace(NEXT, name="2027.11", made=NEXT.made + datetime.timedelta(days=180)))
    assert learner.learned() == before
    assert "serving.html#shadow" in learner.card("Question", "Subject shadow").answer()


def test_a_new_question_adds_one_note_with_two_cards(learner: Learner, folder: Folder) -> None:
    learner.imports(folder.bank())
    learner.answers(learner.card("Question"))
    before = learner.learned()
    folder.record("shadow", topic="serving")
    learner.imports(folder.bank(), NEXT)
    assert (learner.col.note_count(), learner.col.card_count()) == (2, 4)
    assert [row for row in learner.learned() if row in before] == before


def test_importing_the_same_edition_twice_changes_nothing(learner: Learner, folder: Folder) -> None:
    learner.imports(folder.bank())
    before = (learner.learned(), learner.col.db.all("select * from notes"))
    learner.imports(folder.bank())
    assert (learner.learned(), learner.col.db.all("select * from notes")) == before


def test_a_deck_without_a_time_can_be_imported(learner: Learner, folder: Folder) -> None:
    learner.imports(folder.bank(), replace(EDITION, made=datetime.datetime.fromtimestamp(0, datetime.UTC)))
    assert learner.col.card_count() == 2


@pytest.mark.parametrize(
    "text", ["[sound:x.mp3]", "[latex]x[/latex]", "[$]x[/$]", "[$$]x[/$$]", "[anki:tts lang=en_US]x[/anki:tts]", "{{c1::x}}"]
)  # fmt: skip
def test_what_anki_would_run_or_play_is_shown(learner: Learner, folder: Folder, text: str) -> None:
    folder.record(summary=f"summary: 'Say {text} here.'", more=f"given: '`{text}`'")
    learner.imports(folder.bank())
    card = learner.card("Question")
    shown = card.answer().replace("&#91;", "[")
    assert f"Say {text} here." in shown
    assert f"<code>{text}</code>" in shown
    assert not card.question_av_tags()
    assert not card.answer_av_tags()


def test_no_two_topics_share_a_deck() -> None:
    bank, _ = checked(ROOT / "data")
    assert len({anki.deck_id(topic) for topic in ["", *bank.topics]}) == len(bank.topics) + 1


def test_identities_are_those_of_the_first_edition(learner: Learner, folder: Folder) -> None:
    # A change of any of these would make learners start anew.
    learner.imports(folder.bank())
    note = learner.card("Question").note()
    assert (note.mid, note.guid, anki.deck_id("release")) == (1763104921, "jin_@695o[", 1581712157)
    assert note.keys() == list(anki.FIELDS)


def test_pictures_look_in_a_card_as_on_the_page() -> None:
    start = "/* Pictures take the page's colors. */"
    page = (ROOT / "docs/assets/handbook.css").read_text(encoding="utf-8").partition(start)[2].partition("\n\n")[0]
    card = (ROOT / "bank/exports/templates/anki/cards.css").read_text(encoding="utf-8").partition(start)[2]
    assert card.strip() == page.strip()
