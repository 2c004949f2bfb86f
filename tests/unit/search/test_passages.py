"""Markdown and HTML as the plain text that a search reads."""

from pathlib import Path

import pytest

from kb_tools.search.passages import (
    EXTENSIONS,
    Passage,
    Passages,
    passages,
    plain,
    prose,
    prose_passages,
    sentences,
    written_passages,
)

ROOT = Path(__file__).parent.parent.parent.parent


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("ב<strong>בית</strong> הספר", "בבית הספר."),
        ('ל<a class="x" href="y"><abbr>רח״ל</abbr></a>', "לרח״ל."),
        ("<p>ראשון</p><p>שני!</p>", "ראשון. שני!"),
        ("<td>מה</td><td>מתי</td>", "מה. מתי."),
        ("א<br>ב", "א. ב."),
        ('<a title="גדול > קטן" href="x">קישור</a> כאן', "קישור כאן."),
        ("פחות &lt; יותר &amp; שווה &#34;כך&#34;", 'פחות < יותר & שווה "כך".'),
        ("שורה\n  אחר\u00a0שורה", "שורה אחר שורה."),
    ],
)
def test_html_as_plain_text(html: str, text: str) -> None:
    assert plain(html) == text


def test_pieces_are_closed_as_sentences_once() -> None:
    assert sentences("א", None, " ", "ב.", "ג?", "ד:", "ה") == "א. ב. ג? ד: ה."


def test_prose_has_no_citations_and_no_gap_where_they_stood() -> None:
    assert prose("נאמר **כך** [@meeting-2020: פסקה 2]. ועוד [@other].") == "נאמר כך. ועוד."
    assert prose(None) == ""


def test_what_contributors_may_not_write_is_not_read() -> None:
    assert prose("לפני <script>alert('סוד')</script> אחרי") == "לפני אחרי."


def test_sections_begin_at_headings_with_an_id() -> None:
    text = "פתיחה\n\n## ראשון {#first}\n\nא\n\n#### קטן {#small}\n\nב\n\n### שני {#second}\n\nג\n"
    assert prose_passages(text) == Passages(
        "פתיחה.", (Passage("first", "ראשון", "א. קטן. ב."), Passage("second", "שני", "ג."))
    )


def test_a_heading_without_an_id_or_with_a_taken_one_belongs_to_the_section_before() -> None:
    html = '<h2 id="a">א</h2><p>1</p><h2>ב</h2><p>2</p><h2 id="a">ג</h2><p>3</p>'
    assert passages(html).sections == (Passage("a", "א", "1. ב. 2. ג. 3."),)
    assert passages("<h2>בלי</h2>טקסט") == Passages("בלי. טקסט.", ())


def test_a_section_without_text_is_left_out() -> None:
    assert passages('<h2 id="a">א</h2><h3 id="b">ב</h3><p>טקסט</p>').sections == (Passage("b", "ב", "טקסט."),)


def test_a_written_heading_gets_the_id_of_its_own_words() -> None:
    found = written_passages("## מה זה\n\nא\n\n## מה זה\n\nב\n\n## שלישי {#third}\n\nג\n")
    assert [(section.anchor, section.text) for section in found.sections] == [
        ("מה-זה", "א."),
        ("מה-זה_1", "ב."),
        ("third", "ג."),
    ]


def test_an_id_that_the_page_does_not_keep_is_no_address() -> None:
    assert written_passages("## כותרת {#__config}\n\nטקסט\n") == Passages("כותרת. טקסט.", ())


def test_written_pages_are_read_with_the_extensions_that_the_site_has() -> None:
    lines = (ROOT / "mkdocs.yml").read_text("utf-8").partition("markdown_extensions:\n")[2].splitlines()
    named = {line.strip(" -:") for line in lines[: lines.index("")] if line.startswith("  - ")}
    assert named, "mkdocs.yml lists extensions"
    assert set(EXTENSIONS) == named | {"toc", "tables", "fenced_code"}
