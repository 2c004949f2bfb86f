"""The API as it is published: files that agree with their schemas, named by the documents above them."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from jsonschema import Draft7Validator

from kb_tools.library import current_day, load_library
from tests.conftest import ROOT

pytestmark = pytest.mark.slow


def test_one_gets_from_the_index_to_every_thing(built_site: Path) -> None:
    index = built_site / "api/v1/index.json"
    wrong, seen = [], {index}
    for kind in read(index)["kinds"]:
        listed = beside(index, kind["url"])
        validator = Draft7Validator(read(beside(index, kind["schema"])))
        seen |= {listed, beside(index, kind["schema"])}
        for item in read(listed)["items"]:
            file = beside(listed, item["url"])
            seen.add(file)
            wrong += [f"{file}: {error.message[:200]}" for error in validator.iter_errors(read(file))]
            if "page" in item and not beside(listed, item["page"].partition("#")[0]).is_dir():
                wrong.append(f"{file}: no page {item['page']}")
    assert wrong == []
    schemas = {built_site / f"api/v1/schema/{name}.json" for name in ("index", "list")}
    assert set((built_site / "api").rglob("*.json")) == seen | schemas


def test_participants_do_not_find_there_what_is_expected_of_them(built_site: Path) -> None:
    library = load_library(ROOT, current_day()).library
    assert library is not None
    published = "".join(path.read_text("utf-8") for path in (built_site / "api").rglob("*.json"))
    injects = [inject for drill in library.drills.values() for inject in drill.injects]
    assert len(injects) > 20
    said = {text for inject in injects for text in (inject.expected, inject.message)}
    assert [text for text in said if json.dumps(text, ensure_ascii=False)[1:-1] in published] == []


def read(path: Path) -> dict[str, list[dict[str, str]]]:
    document: dict[str, list[dict[str, str]]] = json.loads(path.read_text("utf-8"))
    return document


def beside(document: Path, link: str) -> Path:
    """The file that a reference in a document leads to."""
    return (document.parent / unquote(link)).resolve()
