"""Duplicates by meaning, measured on labeled pairs of titles. Half of them, chosen by subject, were never tuned on."""

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

import pytest
import yaml
from click.testing import CliRunner
from support import ROOT, Folder

from bank.checked import checked
from bank.cli import main
from bank.similar import DUPLICATE, Finder, Profile, Profiler, ask_of, score

BANK, _ = checked(ROOT / "data")
PROFILER = Profiler.of(BANK)


def _labeled(name: str) -> list[dict[str, Any]]:
    pairs: list[dict[str, Any]] = yaml.safe_load((ROOT / f"tests/labels/{name}.yml").read_text(encoding="utf-8"))
    return pairs


PAIRS = _labeled("pairs")
HARD = _labeled("hard_pairs")


def held_out(pairs: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pairs that are only measured on: those of every second subject in an order that a hash gives, so that nobody chooses."""
    subjects = sorted({pair["subject"] for pair in pairs}, key=lambda name: hashlib.sha256(name.encode()).hexdigest())
    kept = set(subjects[::2])
    return [pair for pair in pairs if pair["subject"] in kept]


@dataclass(frozen=True)
class Measured:
    pairs: int
    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def measure(pairs: list[dict[str, Any]]) -> Measured:
    """Precision and recall of the verdict `duplicate`."""
    said = [_score(pair) >= DUPLICATE for pair in pairs]
    right = sum(said and pair["same"] for said, pair in zip(said, pairs, strict=True))
    return Measured(len(pairs), right / max(1, sum(said)), right / sum(pair["same"] for pair in pairs))


def _score(pair: dict[str, Any]) -> float:
    return score(PROFILER.profile(pair["a"]), PROFILER.profile(pair["b"]))


@pytest.mark.parametrize("pairs", [PAIRS, HARD])
def test_there_are_enough_labeled_pairs_of_both_kinds(pairs: list[dict[str, Any]]) -> None:
    assert len(pairs) >= 150
    kept = held_out(pairs)
    assert len(kept) == len(pairs) / 2
    assert sum(pair["same"] for pair in kept) == len(kept) / 2


@pytest.mark.parametrize(("name", "pairs"), [("natural", PAIRS), ("hard", HARD)])
def test_what_is_published_is_what_is_measured_on_the_pairs_never_tuned_on(
    name: str, pairs: list[dict[str, Any]]
) -> None:
    """Within two pairs: what a word is worth moves a little with every record."""
    found = measure(held_out(pairs))
    published = (ROOT / "docs/contribute/decisions/0006-duplicates-by-meaning.md").read_text(encoding="utf-8")
    row = re.search(rf"^\| {name} \| (\d+) \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", published, re.MULTILINE)
    assert row is not None
    told = Measured(int(row[1]), float(row[2]), float(row[3]))
    assert told.pairs == found.pairs
    assert [told.precision, told.recall] == pytest.approx([found.precision, found.recall], abs=0.045)
    assert float(row[4]) == pytest.approx(told.f1, abs=0.01)


@pytest.mark.parametrize(
    ("text", "ask"),
    [
        ("What is data drift?", "define"), ("Data drift vs. concept drift", "compare"), ("How do you detect drift?", "do"),
        ("Why does lineage matter?", "why"), ("Design a feature platform", "design"), ("Feature store", ""),
        ("Tell me about a time a model failed", "story"), ("When should you use a feature store?", "when"),
    ],
)  # fmt: skip
def test_what_is_asked_is_read_from_the_words(text: str, ask: str) -> None:
    assert ask_of(text) == ask


def test_a_score_is_symmetric_and_bounded() -> None:
    made: list[Profile] = [PROFILER.profile(pair["a"]) for pair in PAIRS[:40]]
    for a in made:
        assert score(a, a) == pytest.approx(1.0) or not a.subject
        for b in made:
            assert 0 <= score(a, b) <= 1.0 + 1e-9
            assert score(a, b) == pytest.approx(score(b, a))


def test_every_record_is_found_by_its_own_title_and_question() -> None:
    finder = Finder(BANK)
    for record in BANK.records.values():
        assert finder.nearest(record.question.title)[0].id == record.id
        nearest = finder.nearest(record.question.question, kind=record.question.kind)[0]
        assert (nearest.id, nearest.verdict) == (record.id, "duplicate")


def test_the_command_gives_three_nearest_for_each_line() -> None:
    words = ["similar", "--data", str(ROOT / "data"), "--titles", "-", "--format", "json"]
    result = CliRunner().invoke(main, words, input="Explain data drift\n\nQuantum basket weaving zebra\n")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)
    assert [row["title"] for row in rows] == ["Explain data drift", "Quantum basket weaving zebra"]
    assert rows[0]["nearest"][0]["id"] == "data-drift"
    assert rows[0]["nearest"][0]["verdict"] == "duplicate"
    assert len(rows[0]["nearest"]) == 3
    assert all(set(near) == {"id", "score", "verdict"} for near in rows[0]["nearest"])
    assert rows[1]["nearest"] == []


@pytest.mark.parametrize(("words", "said"), [((), "name a title"), (("--titles", "no-such-file"), "no-such-file")])
def test_wrong_use_of_the_command_is_told(folder: Folder, words: tuple[str, ...], said: str) -> None:
    result = CliRunner().invoke(main, ["similar", "--data", str(folder.root), *words])
    assert result.exit_code == 2
    assert said in result.output


def test_titles_that_are_not_utf_8_are_told(folder: Folder) -> None:
    (folder.root / "titles.txt").write_bytes(b"Caf\xe9\n")
    result = CliRunner().invoke(
        main, ["similar", "--data", str(folder.root), "--titles", str(folder.root / "titles.txt")]
    )
    assert result.exit_code == 2
    assert "not UTF-8" in result.output
