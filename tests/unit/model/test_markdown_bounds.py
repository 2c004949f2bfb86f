"""What the bounds let through, Python-Markdown turns into HTML in a moment; what they refuse, they name."""

import time

import markdown
import pytest

from kb_tools.model.markdown_bounds import (
    DEEPEST_INDENT,
    DEEPEST_QUOTE,
    LONGEST_LINE,
    MOST_HEADINGS,
    MOST_TAGS,
    OPENERS_A_PARAGRAPH,
    excess,
)

EXTENSIONS = ["admonition", "attr_list", "def_list", "sane_lists", "tables", "toc"]
OPENERS = ["[", "![", "[a](", "[^a", "<a ", "*a", "**a", "_a ", "`", "&", "<!--", "[[a](", "[a][", "<http://a"]


def _largest(opener: str, a_paragraph: int) -> str:
    """As many paragraphs of so many openers as the bounds allow."""
    counted = max(1, sum(opener.count(sign) for sign in "[<!*_`&"))
    lines = [opener * 50] * max(1, a_paragraph // counted // 50)
    paragraphs = ["\n".join(lines)]
    while excess("\n\n".join([*paragraphs, paragraphs[0]])) is None and len(paragraphs) < 1_000:
        paragraphs.append(paragraphs[0])
    return "\n\n".join(paragraphs)


@pytest.mark.slow
@pytest.mark.parametrize("a_paragraph", [OPENERS_A_PARAGRAPH - 1, 200])
@pytest.mark.parametrize("opener", OPENERS)
def test_what_is_let_through_takes_a_moment(opener: str, a_paragraph: int) -> None:
    text = _largest(opener, a_paragraph)
    began = time.process_time()
    markdown.Markdown(extensions=EXTENSIONS).convert(text)
    assert time.process_time() - began < 2.5


@pytest.mark.parametrize("mark", ["> - ", "1. ", "+ ", "> 1. - ", "* > "])
def test_mixed_nesting_on_one_line_does_not_overflow_the_stack(mark: str) -> None:
    text = mark * (LONGEST_LINE // len(mark))
    if excess(text) is None:
        markdown.Markdown(extensions=EXTENSIONS).convert(text + "x")


@pytest.mark.parametrize(
    ("fine", "beyond", "line"),
    [
        ("א" * LONGEST_LINE, "ב\n" + "א" * (LONGEST_LINE + 1), 2),
        (" " * DEEPEST_INDENT + "- x", "\n" + " " * (DEEPEST_INDENT + 1) + "- x", 2),
        ("\t" * (DEEPEST_INDENT // 4) + "1. x", "\t" * (DEEPEST_INDENT // 4 + 1) + "1. x", 1),
        ("> " * DEEPEST_QUOTE + "x", "> " * (DEEPEST_QUOTE + 1) + "x", 1),
        ("- " * DEEPEST_QUOTE + "x", "- " * (DEEPEST_QUOTE + 1) + "x", 1),
        ("[" * OPENERS_A_PARAGRAPH, "[" * OPENERS_A_PARAGRAPH + "\n[", 2),
        ("# x\n" * MOST_HEADINGS, "# x\n" * (MOST_HEADINGS + 1), MOST_HEADINGS + 1),
        (
            "\n\n".join(["<b " * 10] * (MOST_TAGS // 10)),
            "\n\n".join(["<b " * 10] * (MOST_TAGS // 10 + 1)),
            MOST_TAGS // 5 + 1,
        ),
    ],
    ids=["line", "indent", "tabs", "quotes", "lists", "openers", "headings", "tags"],
)
def test_each_bound_is_exact_and_tells_its_line(fine: str, beyond: str, line: int) -> None:
    assert excess(fine) is None
    found = excess(beyond)
    assert found is not None
    assert found[0] == line
