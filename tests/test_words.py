"""Words are compared in one spelling and without their endings."""

import pytest

from bank.model import Term
from bank.words import Vocabulary, stem, tokens


@pytest.mark.parametrize(
    "group",
    [
        ("quantization", "quantisation", "quantize", "quantized", "quantizing"),
        ("cache", "caches", "cached", "caching"),
        ("latency", "latencies"),
        ("validate", "validation", "validating", "validated"),
        ("behavior", "behaviour"),
        ("labeling", "labelling"),
        ("detect", "detection", "detecting", "detects"),
        ("plan", "planning", "planned"),
        ("roll", "rolling"),
        ("performance", "perform"),
        ("deploy", "deployment", "deployments", "deploying"),
    ],
)
def test_forms_of_a_word_are_one(group: tuple[str, ...]) -> None:
    assert len({stem(word) for word in group}) == 1


@pytest.mark.parametrize(
    ("a", "b"), [("data", "date"), ("model", "mode"), ("train", "trait"), ("p99", "p95"), ("serve", "service")]
)
def test_different_words_stay_apart(a: str, b: str) -> None:
    assert stem(a) != stem(b)


def test_marks_and_accents_separate_or_go() -> None:
    assert tokens("Train/serve-skew: p99, C++ & naïve K8s") == ["train", "serve", "skew", "p99", "c", "naive", "k8s"]


def test_the_longest_term_wins() -> None:
    vocabulary = Vocabulary.of({
        "drift": Term(term="Drift", definition="d"),
        "data-drift": Term(term="Data drift", definition="d", synonyms=("covariate shifts",)),
    })  # fmt: skip
    split = [term for term, _ in vocabulary.split("Detecting data drift, drift and covariate shift")]
    assert split == [None, "data-drift", "drift", None, "data-drift"]
