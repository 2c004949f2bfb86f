"""Contributors' Markdown: what survives, what does not, and how numbers stand in Hebrew."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kb_tools.views.markup import isolate_runs, plain, sanitised, to_html


def _cite(source: str, at: str | None) -> str:
    return f'<a class="kb-cite" href="../{source}/">{at or source}</a>'


class Vectors(HTMLParser):
    """Everything in a page that could run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style", "iframe", "object", "embed", "form", "base", "meta", "link", "svg", "math"):
            self.found.append(tag)
        for name, value in attrs:
            scheme = "".join((value or "").split()).lower()
            if name.startswith("on") or scheme.startswith(("javascript:", "data:", "vbscript:")):
                self.found.append(f"{tag} {name}={value}")
            if name == "id" and (value or "").startswith("__"):
                self.found.append(f"id={value}")


def vectors(html: str) -> list[str]:
    parser = Vectors()
    parser.feed(html)
    return parser.found


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html,<script>alert(1)</script>)",
        "![x](javascript:alert(1))",
        'text {: onclick="alert(1)" }',
        '<a href="jav&#x09;ascript:alert(1)">x</a>',
        "<svg onload=alert(1)>",
        '<form action="https://example.org"><input type=text></form>',
        '<base href="https://example.org/">',
        '<p id="__config">x</p>',
        "<style>body{display:none}</style>",
        '<iframe src="https://example.org"></iframe>',
        '<math><mtext><table><mglyph><style><img src=x onerror="alert(1)">',
        '<details open ontoggle="alert(1)">x</details>',
        "<a href='&#106;avascript:alert(1)'>x</a>",
    ],
)
def test_nothing_hostile_survives(hostile: str) -> None:
    assert vectors(to_html(hostile, _cite)) == []


def test_structure_survives() -> None:
    html = to_html("- אחת\n- שתיים\n\n| א | ב |\n|---|---|\n| 1 | 2 |\n\n**חשוב** [קישור](https://example.org)", _cite)
    for piece in (
        "<li>אחת</li>",
        '<div class="kb-scroll"><table class="kb-table">',
        "</table></div>",
        "<strong>חשוב</strong>",
        'href="https://example.org"',
    ):
        assert piece in html


def test_a_list_needs_no_blank_line_before_it() -> None:
    html = to_html("לפני:\n- אחת\n- שתיים\n  המשך\n- שלוש\n\nועוד\n1. א\n2. ב", _cite)
    assert html.count("<ul>") == 1
    assert html.count("<ol>") == 1
    assert html.count("<li>") == 5


def test_a_citation_becomes_a_link_and_keeps_its_place() -> None:
    html = to_html("נאמר במפגש [@meeting-2020: סעיף 4], וגם [@round-table].", _cite)
    assert '<a class="kb-cite" href="../meeting-2020/">סעיף 4</a>' in html
    assert '<a class="kb-cite" href="../round-table/">round-table</a>' in html


@pytest.mark.parametrize(
    "forged", ["\ue0000\ue000", "&#xe000;9&#xe000;", "&#xe000;zz&#xe000;", "0n0n", "\x02" + "0\x03"]
)
def test_text_cannot_forge_or_repeat_a_citation(forged: str) -> None:
    assert to_html(f"{forged} [@a: b] {forged}", _cite).count("kb-cite") == 1


@pytest.mark.parametrize(
    "image", ["![x](https://example.org/p.png)", "<img src=//example.org/q.png>", "![x](//example.org/p.png)"]
)
def test_no_image_is_loaded_from_another_host(image: str) -> None:
    assert "example.org" not in to_html(image, _cite)
    assert 'src="../pictures/map.png"' in to_html("![x](../pictures/map.png)", _cite)


@pytest.mark.parametrize(
    ("text", "isolated"),
    [
        ("בין 08:00–16:00", '<bdi dir="ltr">08:00–16:00</bdi>'),
        ("חייגו +972-3-1234567", '<bdi dir="ltr">+972-3-1234567</bdi>'),
        ("חייגו 03-1234567", '<bdi dir="ltr">03-1234567</bdi>'),
        ("מינוס -5 מעלות", '<bdi dir="ltr">-5</bdi>'),
        ("שנים 2019-2020", '<bdi dir="ltr">2019-2020</bdi>'),
    ],
)
def test_runs_whose_ends_would_change_places_are_isolated(text: str, isolated: str) -> None:
    assert isolated in plain(text)


@pytest.mark.parametrize("text", ["שנת 2020", "סעיף 4", "ב־11.5.2020", "85,000 תושבים", "COVID-19", "מנכ״ל"])
def test_what_reads_right_by_itself_is_left_alone(text: str) -> None:
    assert "<bdi" not in plain(text)


def test_attributes_are_never_touched() -> None:
    html = '<a href="x-1-2/" title="1-2">3-4</a>'
    assert isolate_runs(html) == '<a href="x-1-2/" title="1-2"><bdi dir="ltr">3-4</bdi></a>'


@given(st.text(max_size=200))
def test_plain_text_never_makes_markup(text: str) -> None:
    assert vectors(str(plain(text))) == []


@given(st.text(alphabet="<>\"'&;:/ =()[]!ajvscriptonexlim#{}*_`-\n", max_size=120))
def test_no_text_makes_something_that_runs(text: str) -> None:
    assert vectors(to_html(text, _cite)) == []


@given(st.text(max_size=120))
def test_sanitising_twice_is_sanitising_once(text: str) -> None:
    once = sanitised(text)
    assert sanitised(once) == once


def test_a_range_after_a_maqaf_is_isolated_too() -> None:
    assert plain("מ־08:30–10:00 בערב") == 'מ־<bdi dir="ltr">08:30–10:00</bdi> בערב'
