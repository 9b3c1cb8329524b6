"""The first time a term of the field appears in an answer it leads to its explanation, and only there."""

from bank.model import Term
from bank.terms import Glossary

GLOSSARY = Glossary({
    "psi": Term(term="Population stability index", acronyms=("PSI",), definition='A "sum" over <bins>.'),
    "rest": Term(term="REST", definition="An interface."),
    "drift": Term(term="Data drift", definition="Inputs move.", synonyms=("covariate shift",)),
})  # fmt: skip


def _marked(text: str, *skip: str) -> tuple[str, list[str]]:
    return GLOSSARY.marked(text, skip)


def test_only_the_first_use_is_linked_whatever_its_name() -> None:
    text, found = _marked("<p>Covariate shift, data drift and PSI; PSI again.</p>")
    assert found == ["drift", "psi"]
    assert text == (
        '<p><a class="q-term" href="page:glossary.html#drift" title="Inputs move.">Covariate shift</a>, data drift and '
        '<a class="q-term" href="page:glossary.html#psi" title="A &quot;sum&quot; over &lt;bins&gt;.">PSI</a>; PSI again.</p>'
    )


def test_acronyms_keep_their_case_and_words_their_ends() -> None:
    assert _marked("<p>psi and PSIs and data drifting and non-data drift and the rest</p>")[1] == []


def test_code_links_and_headings_are_left_alone() -> None:
    text = '<p><code>PSI</code> <a href="#x">PSI</a></p><h4>PSI</h4><figure><svg><text>PSI</text></svg></figure>'
    assert _marked(text) == (text, [])


def test_a_record_does_not_explain_its_own_subject() -> None:
    assert _marked("<p>PSI</p>", "psi") == ("<p>PSI</p>", [])


def test_without_a_glossary_nothing_happens() -> None:
    assert Glossary({}).marked("<p>PSI</p>", ()) == ("<p>PSI</p>", [])
