"""Every draft is valid as it stands, and stays valid for the model when its optional lines are switched on."""

import json
import re
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given as for_all
from hypothesis import strategies as st
from jsonschema import Draft7Validator

from kb_tools.content.assignments import AssignmentError, given
from kb_tools.content.compose import compose
from kb_tools.content.draft_text import REPLACE_SOURCE, scalar_text
from kb_tools.content.drafts import Draft, draft, file_path, problems_of, write
from kb_tools.content.load import load
from kb_tools.content.scaffold import DraftError
from kb_tools.content.schemas import schema_line, schemas
from kb_tools.content.start import start
from kb_tools.content.text import escaped_mark
from kb_tools.model.fields import Scalar
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.library import Library, assemble

TODAY = date(2026, 11, 22)
UNIT = {"municipality": "example-unit"}
DRAFTS = [
    ("source", {"source": "new"}),
    ("scenario", {"scenario": "new"}),
    ("role", {"role": "new"}),
    ("lesson", {"lesson": "new"}),
    ("call", {"call": "new"}),
    ("playbook", {"playbook": "new"}),
    ("drill", {"playbook": "first-playbook", "drill": "new"}),
    ("profile", {"municipality": "new"}),
    ("needs", {**UNIT, "part": "new"}),
    ("actors", {**UNIT, "part": "new"}),
    ("responses", {**UNIT, "part": "new"}),
    ("forum", UNIT),
    ("plan", UNIT),
    ("resilience", UNIT),
    ("adaptation", {**UNIT, "adaptation": "new"}),
    ("result", {**UNIT, "result": "new"}),
    ("uptake", UNIT),
]
KINDS = [kind for kind, _ in DRAFTS]


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("base") / "kb"
    start(folder, "מאגר", TODAY)
    for name in ("forum", "plan", "resilience", "uptake"):
        (folder / f"docs/municipalities/example-unit/{name}.yml").unlink()
    return folder


@pytest.fixture(scope="module")
def library(root: Path) -> Library:
    content = load(root)
    assert content.settings is not None
    return assemble(content.settings, content.documents, content.pages, content.prose)


def new(library: Library, kind: str, captures: dict[str, str], *assignments: str) -> Draft:
    return draft(library, KINDS_BY_NAME[kind], captures, given(KINDS_BY_NAME[kind].model, assignments), TODAY)


@pytest.mark.parametrize(("kind", "captures"), DRAFTS, ids=KINDS)
def test_a_draft_has_no_problems(library: Library, kind: str, captures: dict[str, str]) -> None:
    assert problems_of(library, new(library, kind, captures), TODAY) == []


@pytest.mark.parametrize(("kind", "captures"), DRAFTS, ids=KINDS)
def test_the_text_of_a_draft_says_its_values(library: Library, kind: str, captures: dict[str, str]) -> None:
    made = new(library, kind, captures)
    assert compose(made.text).value == made.values


@pytest.mark.parametrize(("kind", "captures"), DRAFTS, ids=KINDS)
def test_every_optional_line_can_be_switched_on(library: Library, kind: str, captures: dict[str, str]) -> None:
    made = new(library, kind, captures)
    switched = re.sub(r"(?m)^( *)# ( *(?:- )?[a-z_]+:|  +- )", r"\1\2", made.text)
    values = compose(switched).value
    assert set(values) == set(made.kind.model.model_fields)
    made.kind.model.model_validate(values)


@pytest.mark.parametrize(("kind", "captures"), DRAFTS, ids=KINDS)
def test_an_editor_accepts_a_draft(library: Library, kind: str, captures: dict[str, str]) -> None:
    made = new(library, kind, captures)
    assert made.text.split("\n", 1)[0] == schema_line(made.path, made.kind.schema)
    typed = json.loads(made.kind.model.model_validate(dict(made.values)).model_dump_json(exclude_unset=True))
    validator = Draft7Validator(json.loads(schemas()[made.kind.schema]))
    assert [error.message for error in validator.iter_errors(typed)] == []


@pytest.mark.parametrize(("kind", "captures"), DRAFTS, ids=KINDS)
def test_every_field_is_explained(library: Library, kind: str, captures: dict[str, str]) -> None:
    lines = new(library, kind, captures).text.splitlines()
    for name, info in KINDS_BY_NAME[kind].model.model_fields.items():
        at = next(index for index, line in enumerate(lines) if re.match(rf"(# )?{name}:", line))
        above = "\n".join(lines[max(0, at - 3) : at])
        assert (info.description or "?").rstrip(".") in above


def test_a_whole_draft(library: Library) -> None:
    expected = (Path(__file__).parents[2] / "cases/drafts/needs.yml").read_text(encoding="utf-8")
    assert new(library, "needs", {**UNIT, "part": "north"}).text == expected


def test_a_result_answers_every_item_and_objective_of_its_drill(library: Library) -> None:
    made = new(library, "result", {**UNIT, "result": "new"}, "items.0.outcome=partly")
    drill = library.drills["first-drill"]
    assert made.values["items"] == [{"item": item.id, "outcome": "partly"} for item in drill.checklist]
    assert [row["objective"] for row in made.values["objectives"]] == [found.id for found in drill.objectives]  # type: ignore[attr-defined]


def test_an_adaptation_carries_the_fingerprint_of_the_step_that_was_chosen(library: Library) -> None:
    made = new(library, "adaptation", {**UNIT, "adaptation": "new"}, "changes.0.step=call-forum")
    expected = library.steps["first-playbook/call-forum"].fingerprint
    assert made.values["changes"][0]["reviewed_against"] == expected  # type: ignore[index]


def test_an_example_authority_rests_on_the_example_source_and_nothing_else_does(library: Library) -> None:
    assert "source: example-data" in new(library, "forum", UNIT).text
    assert "source: example-data" not in new(library, "lesson", {"lesson": "new"}).text


def test_a_lesson_is_not_ascribed_to_an_authority_by_chance(library: Library) -> None:
    assert new(library, "lesson", {"lesson": "new"}).values["level"] == "national"
    named = new(library, "lesson", {"lesson": "new"}, "municipality=example-unit").values
    assert (named["level"], named["municipality"]) == ("local", "example-unit")


def test_an_id_that_is_taken_gets_a_number(library: Library) -> None:
    made = new(library, "needs", {**UNIT, "part": "north"})
    assert made.values["needs"][0]["id"] == "food-elderly-2"  # type: ignore[index]


def test_sources_are_marked_to_be_replaced_unless_they_were_chosen(library: Library) -> None:
    assert REPLACE_SOURCE in new(library, "scenario", {"scenario": "new"}).text
    chosen = new(library, "scenario", {"scenario": "new"}, "sources.0.source=first-source")
    assert REPLACE_SOURCE not in chosen.text


@pytest.mark.parametrize(
    ("kind", "captures", "kept", "message"),
    [
        ("lesson", {"lesson": "new"}, (), "אין עדיין תרחיש שאפשר להפנות אליו כאן. כתבו אחד: kb new scenario ID"),
        ("source", {"source": "new"}, (), ""),
        ("responses", UNIT, ("profile", "source"), "אין עדיין צורך של הרשות .* kb new needs example-unit"),
        ("needs", UNIT, ("profile", "source"), "אין עדיין סוג צורך .* docs/vocabulary/needs.yml"),
    ],
)
def test_what_must_exist_first_is_said(
    library: Library, kind: str, captures: dict[str, str], kept: tuple[str, ...], message: str
) -> None:
    documents = [found for found in library.documents if found.kind.name in kept]
    bare = assemble(library.settings, documents, [], {})
    if not message:
        assert new(bare, kind, captures).values["id"] == "new"
        return
    with pytest.raises(DraftError, match=message):
        new(bare, kind, captures)


def test_the_folders_have_the_names_of_the_settings(library: Library) -> None:
    settings = library.settings.model_copy(update={"docs": "content", "playbooks": "books"})
    assert file_path(settings, KINDS_BY_NAME["lesson"], {"lesson": "x"}) == "content/lessons/x.yml"
    assert file_path(settings, KINDS_BY_NAME["playbook"], {"playbook": "x"}) == "books/x/playbook.yml"


def test_writing_never_replaces_a_file_and_leaves_nothing_behind(library: Library, root: Path) -> None:
    made = new(library, "source", {"source": "first-source"})
    before = (root / made.path).read_bytes()
    with pytest.raises(DraftError, match="כבר קיים"):
        write(root, made)
    hidden = new(library, "source", {"source": "hidden"}, "title=א\u202eב")
    with pytest.raises(DraftError, match="תו נסתר"):
        write(root, hidden)
    assert (root / made.path).read_bytes() == before
    assert {path.name for path in (root / "docs/sources").iterdir()} == {"first-source.yml", "example-data.yml"}


def test_writing_does_not_follow_a_folder_out_of_the_base(library: Library, tmp_path: Path) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "base/docs").mkdir(parents=True)
    (tmp_path / "base/docs/lessons").symlink_to(tmp_path / "outside")
    with pytest.raises(DraftError, match="מחוץ למאגר"):
        write(tmp_path / "base", new(library, "lesson", {"lesson": "new"}))
    assert list((tmp_path / "outside").iterdir()) == []


@for_all(st.text(min_size=1))
def test_any_text_is_written_so_that_it_is_read_back(text: str) -> None:
    if escaped_mark(text) or re.search("[\x0d\ud800-\udfff\ufffe\uffff]", text):
        return  # not allowed in content, and refused before it is written
    written = scalar_text(Scalar("text"), text)
    assert compose(f"title: {written}\n").value == {"title": text}


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("שלום עולם", "שלום עולם"),
        ("שלום: עולם", '"שלום: עולם"'),
        ("a #b", '"a #b"'),
        ("0031", '"0031"'),
        ("no", '"no"'),
        ("- רשימה", '"- רשימה"'),
        ("T+2h", "T+2h"),
        ("6h", "6h"),
        ("1e5", '"1e5"'),
    ],
)
def test_text_is_quoted_when_a_reader_could_take_it_for_something_else(text: str, written: str) -> None:
    assert scalar_text(Scalar("text"), text) == written


@pytest.mark.parametrize(
    ("assignment", "message"),
    [
        ("title", "צריך שדה=ערך"),
        ("ownr=x", "אולי owner"),
        ("event=x", "event.name"),
        ("event.nam=x", "אולי name"),
        ("title.x=y", "אין שדות בתוך"),
        ("scenarios.x=y", "מקום ברשימה"),
        ("title=\udc80", "UTF-8"),
    ],
)
def test_an_assignment_that_cannot_be_placed_is_refused(assignment: str, message: str) -> None:
    with pytest.raises(AssignmentError, match=message):
        given(KINDS_BY_NAME["lesson"].model, [assignment])


def test_assignments_go_where_the_type_has_them() -> None:
    values = given(
        KINDS_BY_NAME["playbook"].model,
        ["title=א=ב", "scenarios=a, b", "steps.1.what=ג", "steps.1.sources.0.at=פסקה 1"],
    )
    assert values == {
        "title": "א=ב",
        "scenarios": ["a", "b"],
        "steps": {1: {"what": "ג", "sources": {0: {"at": "פסקה 1"}}}},
    }
