"""What the printed files cannot show is named with its place."""

from support import Folder


def test_a_character_that_no_font_has_is_an_error(folder: Folder) -> None:
    folder.record(summary="summary: Roll back \U0001f680 first.")
    assert folder.faults() == ["canary.yml:10:20 Q703 unprintable-character: '\U0001f680' (U+1F680) cannot be printed"]


def test_an_escaped_character_is_found_too(folder: Folder) -> None:
    folder.record(title='title: "Canary \\U0001F680"')
    assert [fault.split(" ", 1)[1] for fault in folder.faults()] == [
        "Q703 unprintable-character: '\U0001f680' (U+1F680) cannot be printed"
    ]


def test_accents_greek_and_mathematics_are_printed(folder: Folder) -> None:
    folder.record(summary="summary: Zürich, naïve, μ ≈ 3 · 10⁻², P(y|x), Σᵢ wⱼ ≤ ½, a → b, N(0, σ²) “quoted” …")
    assert folder.faults() == []
