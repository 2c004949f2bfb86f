"""Finding things by id and by what their fields say."""

from datetime import date

import pytest

from kb_tools.content.load import load
from kb_tools.content.start import start
from kb_tools.model.fields import entry_types, field_named, fields_of
from kb_tools.model.files import FILE_KINDS, KINDS_BY_NAME
from kb_tools.model.library import Library, assemble
from kb_tools.model.lookup import ConditionError, candidates, condition, nearest_ids, said


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("lookup") / "kb"
    start(folder, "מאגר", date(2026, 11, 22))
    content = load(folder)
    assert content.settings is not None
    return assemble(content.settings, content.documents, content.pages, content.prose)


def test_everything_is_found_by_its_kind_and_id_and_by_its_id_alone(library: Library) -> None:
    for kind, id_ in library.defined:
        assert candidates(library, f"{kind}:{id_}") == ((kind, id_),)
        assert (kind, id_) in candidates(library, id_)
    assert len(library.defined) > 30


def test_the_last_part_of_an_id_is_enough_unless_a_whole_id_has_that_name(library: Library) -> None:
    assert candidates(library, "call-forum") == (("step", "first-playbook/call-forum"),)
    assert candidates(library, "step:call-forum") == (("step", "first-playbook/call-forum"),)
    assert candidates(library, "food") == (("need-type", "food"),)


def test_near_ids_are_offered(library: Library) -> None:
    assert nearest_ids(library, "first-lessn")[0] == "lesson:first-lesson"
    assert nearest_ids(library, "קקקק") == []


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("status=observation", True),
        ("status!=observation", False),
        ("scenarios=first-scenario", True),
        ("event.began_on=2026-11-22", True),
        ("sources.source=first-source", True),
        ("sources.source!=first-source", False),
        ("review_every=12", True),
        ("proposal=false", True),
        ("decided_on=", True),
        ("decided_on!=", False),
        ("title!=", True),
        ("traits=", True),
        ("immediate.owner=first-role", False),
    ],
)
def test_conditions(library: Library, text: str, holds: bool) -> None:
    lesson = library.lessons["first-lesson"]
    assert condition(type(lesson), text).holds(lesson) is holds


def test_conditions_look_through_mappings(library: Library) -> None:
    actor = next(iter(library.municipalities["example-unit"].actors))
    assert condition(type(actor), "available.emergency=6h").holds(actor)
    assert not condition(type(actor), "available.routine=6h").holds(actor)


@pytest.mark.parametrize(("text", "name"), [("statu=x", "statu"), ("event.nam=x", "nam"), ("title.x=y", "x")])
def test_a_condition_on_no_field_is_refused(text: str, name: str) -> None:
    with pytest.raises(ConditionError) as error:
        condition(KINDS_BY_NAME["lesson"].model, text)
    assert error.value.field == name


def test_a_condition_without_an_equals_sign_is_refused() -> None:
    with pytest.raises(ValueError, match="status"):
        condition(KINDS_BY_NAME["lesson"].model, "status")


def test_what_is_said_is_what_the_file_says(library: Library) -> None:
    drill = library.drills["first-drill"]
    paths = [found.path for found in said(drill)]
    assert paths[0] == ("id",)
    assert ("injects", 0, "message") in paths
    assert ("proposal",) not in paths


def test_every_field_of_every_type_has_a_short_label() -> None:
    for kind in FILE_KINDS:
        for entry in entry_types(kind.model):
            for field in fields_of(entry):
                assert 0 < len(field.label) <= 60, (entry, field)
                assert field_named(entry, field.name) is field
