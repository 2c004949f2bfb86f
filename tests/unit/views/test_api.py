"""The JSON API: every kind and every thing, each document as its schema says, nothing that only facilitators may read."""

import json
import posixpath
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from jsonschema import Draft7Validator

from kb_tools.library import load_site
from kb_tools.model.change import Changes
from kb_tools.model.fields import entry_types
from kb_tools.model.files import FILE_KINDS
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.provenance import History, Provenance
from kb_tools.views import all_pages, api, records
from kb_tools.views.addresses import page_address
from kb_tools.views.site import Site
from tests.unit.insight.small_library import TODAY, small_library
from tests.unit.search.every_text import library_of_words, text_fields, word_of
from tests.unit.search.test_every_text import FACILITATORS, LEFT_OUT

if TYPE_CHECKING:
    from kb_tools.model.base import Entry

ROOT = Path(__file__).parents[3]
SHIPPED = ("", "tests/sites/hospitals")


def small() -> Site:
    return Site(small_library(), History("abc1234"), TODAY)


def documents(site: Site) -> Mapping[str, Any]:
    """Address → the document."""
    return {each.address: json.loads(each.render()) for each in api.downloads(site)}


@cache
def shipped(folder: str) -> Site:
    site, problems = load_site(ROOT / folder, date(2026, 11, 22))
    assert site is not None, problems
    return site


def resolved(link: str, at: str) -> str:
    """Where a reference in the document at `at` leads, from the site's root."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(at), unquote(link.partition("#")[0])))
    if target == ".":
        return ""
    return f"{target}/" if link.partition("#")[0].endswith("/") else target


def complaints(found: Mapping[str, Any]) -> list[str]:
    """Of every document, by the schema that it names."""
    validators = {at: Draft7Validator(document) for at, document in found.items() if at.startswith("api/v1/schema/")}
    return [
        f"{at} {error.json_path}: {error.message[:200]}"
        for at, document in found.items()
        if at not in validators
        for error in validators[resolved(document["$schema"], at)].iter_errors(document)
    ]


@pytest.mark.parametrize("folder", [pytest.param(folder, marks=pytest.mark.slow) for folder in SHIPPED])
def test_every_thing_is_there_and_as_its_schema_says(folder: str) -> None:
    site = shipped(folder)
    found = documents(site)
    assert complaints(found) == []
    for kind, id_ in site.library.defined:
        document = found[f"api/v1/{kind}/{id_}.json"]
        assert (document["kind"], document["id"]) == (kind, id_)
    for page in site.library.pages:
        assert found[f"api/v1/page/{page.path.removesuffix('.md')}.json"]["text"] == page.body
    listed = {resolved(one["url"], at) for at, d in found.items() if "items" in d for one in d["items"]}
    named = {resolved(one["url"], "api/v1/index.json") for one in found["api/v1/index.json"]["kinds"]}
    schemas = {at for at in found if at.startswith("api/v1/schema/")}
    assert listed | named | schemas | {"api/v1/index.json"} == set(found)


@pytest.mark.parametrize("folder", [pytest.param(folder, marks=pytest.mark.slow) for folder in SHIPPED])
def test_every_address_in_a_document_leads_somewhere(folder: str) -> None:
    site = shipped(folder)
    found = documents(site)
    pages = {page.address for page in all_pages.pages(site)} | {page_address(page.path) for page in site.library.pages}
    dead = {
        f"{at}: {link}"
        for at, document in found.items()
        for link in links(document)
        if not at.startswith("api/v1/schema/") and resolved(link, at) not in {*found, *pages}
    }
    assert dead == set()


def links(value: Any) -> list[str]:
    if isinstance(value, list):
        return [link for item in value for link in links(item)]
    if not isinstance(value, dict):
        return []
    own = [value[name] for name in ("$schema", "url", "schema", "site") if isinstance(value.get(name), str)]
    own += [value["page"]] if "page" in value and ("url" in value or "fields" in value) else []
    return own + [link for name, item in value.items() if name != "fields" for link in links(item)]


def test_there_is_a_document_and_a_schema_of_every_kind() -> None:
    found = documents(small())
    index = found["api/v1/index.json"]
    assert (index["version"], index["revision"], index["date"]) == (1, "abc1234", TODAY.isoformat())
    kinds = {kind["kind"]: kind for kind in index["kinds"]}
    assert set(kinds) >= {*KIND_LABELS, "forum", "plan"} - {"settings"}
    for name, kind in kinds.items():
        listed = found[f"api/v1/{name}.json"]
        assert kind["count"] == listed["count"] == len(listed["items"])
        assert f"api/v1/schema/{name}.json" in found
        assert re.search("[א-ת]", kind["label"])


def test_kinds_are_called_by_the_words_of_the_field() -> None:
    site = shipped("tests/sites/hospitals")
    labels = {kind: records.label(site.library, kind) for kind in records.kinds()}
    assert (labels["municipality"], labels["municipality-kind"]) == ("בית חולים", "סוג בית חולים")
    assert [label for label in labels.values() if "רשו" in label] == []


def test_every_schema_is_one_and_refuses_what_is_not_of_it() -> None:
    found = documents(small())
    for at, document in found.items():
        if at.startswith("api/v1/schema/"):
            Draft7Validator.check_schema(document)
    lesson = next(document for at, document in found.items() if at.startswith("api/v1/lesson/"))
    validator = Draft7Validator(found["api/v1/schema/lesson.json"])
    assert list(validator.iter_errors(lesson)) == []
    assert list(validator.iter_errors(lesson | {"more": 1}))
    assert list(validator.iter_errors(lesson | {"fields": lesson["fields"] | {"status": "done"}}))
    assert list(validator.iter_errors({name: value for name, value in lesson.items() if name != "name"}))


def test_the_small_base_keeps_its_schemas() -> None:
    assert complaints(documents(small())) == []


def test_a_thing_says_what_its_file_says_and_who_mentions_it() -> None:
    found = documents(small())
    step = found["api/v1/step/first-playbook/call-forum.json"]
    entry = small_library().steps["first-playbook/call-forum"]
    assert step["fields"] == entry.model_dump(mode="json", exclude_unset=True)
    assert step["computed"]["fingerprint"] == entry.fingerprint
    assert step["$schema"] == "../../schema/step.json"
    assert step["page"] == "../../../../playbooks/first-playbook/#step-call-forum"
    mention = {"kind": "item", "id": "first-drill/call", "url": "../../item/first-drill/call.json"}
    assert mention in step["mentioned_by"]


def test_examples_are_marked_and_gaps_are_counted() -> None:
    found = documents(small())
    flags = {one["id"]: one["example"] for one in found["api/v1/municipality.json"]["items"]}
    assert flags == {"first-town": False, "first-example": True}
    town = found["api/v1/municipality/first-town.json"]["computed"]
    assert town["mapped"] is True
    assert sum(town["gaps"].values()) == len(small_library().municipalities["first-town"].needs)
    need = found["api/v1/need.json"]["items"][0]
    assert found[f"api/v1/need/{need['id']}.json"]["computed"]["by_phase"]


def test_what_drills_reached_is_counted_and_what_was_not_recorded_is_left_out() -> None:
    found = documents(small())
    step = found["api/v1/step/first-playbook/call-forum.json"]["computed"]
    assert (step["exercised"], step["asked"], step["done"]) == ("done", 1, 1)
    drill = found["api/v1/drill/first-drill.json"]["computed"]
    assert (drill["held"], drill["last_held"]) == (1, "2026-10-12")
    assert found["api/v1/municipality/first-town.json"]["computed"]["drilled"] == {"first-scenario": "2026-10-12"}
    assert found["api/v1/municipality/first-example.json"]["computed"]["drilled"] == {}


def test_a_lesson_says_what_its_evidence_bears_and_what_authorities_answered() -> None:
    unasked = documents(small())["api/v1/lesson/first-lesson.json"]["computed"]
    assert "borne" not in unasked
    answers = small().insights.uptake.tally(small_library().lessons["first-lesson"])
    assert unasked["uptake"]["asked"] == answers.asked > 0
    evident = Site(small_library(), History("abc1234"), TODAY, changes=Changes(by_key={}))
    lacking = documents(evident)["api/v1/lesson/first-lesson.json"]["computed"]
    assert lacking["borne"] == "decided"
    assert lacking["lacking"]


def test_days_are_those_of_the_file() -> None:
    day = date(2026, 3, 1)
    life = Provenance((), date(2026, 1, 1), day)
    site = Site(small_library(), History("abc1234", {"docs/lessons/first-lesson.yml": life}), TODAY)
    found = documents(site)
    assert found["api/v1/lesson/first-lesson.json"]["changed"] == day.isoformat()
    assert found["api/v1/lesson.json"]["items"][0]["created"] == "2026-01-01"
    assert "changed" not in found["api/v1/role.json"]["items"][0]
    assert complaints(found) == []


def test_a_code_stays_text() -> None:
    profile = documents(small())["api/v1/municipality/first-town.json"]["fields"]
    assert profile["cbs_code"] == "0031"


def test_what_is_marked_for_facilitators_is_what_the_search_leaves_to_them() -> None:
    types = {entry for kind in FILE_KINDS for entry in entry_types(kind.model)}
    marked = {f"{entry.__name__}.{field}" for entry in types for field in entry.for_facilitators}
    assert marked == {field for field, why in LEFT_OUT.items() if why == FACILITATORS}
    assert all(field in entry.model_fields for entry in types for field in entry.for_facilitators)


def test_nothing_for_facilitators_is_in_any_document_or_schema() -> None:
    """The canary: by the words of the fields in the texts, by their names in the schemas."""
    site = Site(library_of_words(), History(), TODAY)
    text = "".join(each.render().decode() for each in api.downloads(site))
    assert "DrillOpening" in text
    assert [word for word in restricted_words() if word in text] == []
    schema = documents(site)["api/v1/schema/drill.json"]["definitions"]
    assert set(schema["Inject"]["properties"]) == {"number", "minute", "objective"}
    assert set(schema["Objective"]["properties"]) == {"id", "what"}


def test_every_other_text_of_a_thing_is_in_its_document() -> None:
    site = Site(library_of_words(), History(), TODAY)
    text = "".join(each.render().decode() for each in api.downloads(site))
    texts = text_fields()
    of_records = {
        word_of(entry, field): f"{entry.__name__}.{field}"
        for kind in records.kinds()
        if any(records.records(site.library, kind))
        for entry in entry_types(records.model_of(kind))
        for field in entry.model_fields
        if word_of(entry, field) in texts
    }
    absent = {field for word, field in of_records.items() if word not in text}
    assert absent == {field for field, why in LEFT_OUT.items() if why == FACILITATORS}


def restricted_words() -> list[str]:
    types: set[type[Entry]] = {entry for kind in FILE_KINDS for entry in entry_types(kind.model)}
    return [word_of(entry, field) for entry in types for field in entry.for_facilitators]
