"""Abbreviations explained at first use."""

import pytest

from kb_tools.model.vocabulary import GlossaryTerm, Verified
from kb_tools.views.abbreviations import Abbreviations

RAHEL = GlossaryTerm(
    id="rahel", name="רח״ל", full="רשות חירום לאומית", description=None, address=None, verified=Verified.YES
)
ABBREVIATIONS = Abbreviations({"רח״ל": RAHEL})


def _explain(html: str) -> str:
    return ABBREVIATIONS.explain(html, lambda term: f"../vocabulary/#glossary-{term}")


def test_the_first_use_is_explained_and_the_second_is_not() -> None:
    html = _explain("<p>רח״ל מתאמת. רח״ל מנחה.</p>")
    assert html.count("<abbr>") == 1
    assert (
        '<a class="kb-term" href="../vocabulary/#glossary-rahel" title="רשות חירום לאומית"><abbr>רח״ל</abbr></a> מתאמת'
        in html
    )


@pytest.mark.parametrize("word", ["ברח״ל", "ולרח״ל", 'רח"ל', "רח&#34;ל"])
def test_particles_and_other_quote_marks(word: str) -> None:
    assert "<abbr>" in _explain(f"<p>{word} נקבע</p>")


@pytest.mark.parametrize(
    "html",
    [
        "<a href='x'>רח״ל</a>",
        "<h2 id='x'>רח״ל</h2>",
        '<p title="רח״ל">x</p>',
        "<p>מרח״לים</p>",
        "<svg><title>רח״ל</title></svg>",
    ],
)
def test_links_headings_attributes_and_other_words_are_left_alone(html: str) -> None:
    assert _explain(html) == html


def test_nothing_to_explain_changes_nothing() -> None:
    assert Abbreviations({}).explain("<p>רח״ל</p>", str) == "<p>רח״ל</p>"
