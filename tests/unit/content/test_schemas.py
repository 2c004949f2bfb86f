"""The schemas agree with the types and with what an editor reads in the files we ship."""

import json
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft7Validator

from kb_tools.content.load import front_matter
from kb_tools.content.schemas import FOLDER, schema_line, schemas, stale
from kb_tools.model.fields import entry_types
from kb_tools.model.files import FILE_KINDS, FileKind, kind_of

ROOT = Path(__file__).parents[3]
FILES = sorted(
    path.relative_to(ROOT).as_posix()
    for path in [ROOT / "kb.yml", *ROOT.glob("docs/**/*.yml"), *ROOT.glob("playbooks/**/*.yml")]
)
SCHEMAS = schemas()
VALIDATORS = {name: Draft7Validator(json.loads(text)) for name, text in SCHEMAS.items()}


class EditorLoader(yaml.CSafeLoader):
    """YAML 1.2's core schema, which is how editors read: no dates, no octal, no `yes`."""


EditorLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    EditorLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(rf"^(?:{_pattern})$"), list(_first))
EditorLoader.add_constructor("tag:yaml.org,2002:int", lambda loader, node: int(node.value))
EditorLoader.add_constructor("tag:yaml.org,2002:float", lambda loader, node: float(node.value))


def as_editor(text: str) -> object:
    return yaml.load(text, EditorLoader)


def complaints(schema: str, text: str) -> list[str]:
    found = VALIDATORS[schema].iter_errors(as_editor(text))
    return [f"{'.'.join(map(str, error.absolute_path))}: {error.message}" for error in found]


def test_the_committed_schemas_are_up_to_date() -> None:
    assert stale(ROOT / FOLDER) == []
    assert {path.name for path in (ROOT / FOLDER).iterdir()} == set(SCHEMAS)


def test_there_is_a_schema_for_every_kind_and_for_pages() -> None:
    assert set(SCHEMAS) == {kind.schema for kind in FILE_KINDS} | {"page.json"}


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_a_valid_schema(name: str) -> None:
    Draft7Validator.check_schema(json.loads(SCHEMAS[name]))


@pytest.mark.parametrize("kind", FILE_KINDS, ids=[kind.name for kind in FILE_KINDS])
def test_an_editor_accepts_every_shipped_file(kind: FileKind) -> None:
    files = {path: (ROOT / path).read_text(encoding="utf-8") for path in FILES if kind.regex.fullmatch(path)}
    assert {path: found for path, text in files.items() if (found := complaints(kind.schema, text))} == {}
    assert files


def test_every_shipped_file_names_its_schema() -> None:
    for path in FILES:
        found = kind_of(path)
        assert found is not None, path
        assert (ROOT / path).read_text(encoding="utf-8").split("\n", 1)[0] == schema_line(path, found[0].schema)


def test_an_editor_accepts_the_front_matter_of_every_page() -> None:
    for path in sorted((ROOT / "docs").rglob("*.md")):
        head, _, _ = front_matter(path.read_text(encoding="utf-8"))
        assert complaints("page.json", head) == [], path


@pytest.mark.parametrize(
    ("schema", "text", "complaint"),
    [
        ("profile.json", "id: 0031", "id: 31 is not of type 'string'"),
        ("lesson.json", "event: {began_on: 2026-1-5}", "event.began_on: '2026-1-5' does not match"),
        ("actors.json", "actors: [{capacity: 1.5}]", "actors.0.capacity: 1.5 is not of type 'integer'"),
        (
            "actors.json",
            "actors: [{available: {emergency: מהר}}]",
            "actors.0.available.emergency: 'מהר' does not match",
        ),
        ("actors.json", "actors: [{available: {Emergency: 6h}}]", "'Emergency' does not match"),
        ("playbook.json", "steps: [{offset: 2h}]", "steps.0.offset: '2h' does not match"),
        ("playbook.json", "review_every: 500", "review_every: 500 is greater than the maximum"),
        ("lesson.json", "status: done", "status: 'done' is not one of"),
        ("lesson.json", "titel: לקח", "'titel' was unexpected"),
        ("lesson.json", "traits:", "traits: None is not of type 'array'"),
        ("resilience.json", "waves: [{scores: {leadership: 9}}]", "waves.0.scores.leadership: 9 is greater"),
    ],
)
def test_an_editor_refuses(schema: str, text: str, complaint: str) -> None:
    assert any(complaint in found for found in complaints(schema, text)), complaints(schema, text)


def test_every_field_is_described_in_hebrew_and_references_say_where_from() -> None:
    lesson = json.loads(SCHEMAS["lesson.json"])
    assert lesson["properties"]["owner"]["description"] == (
        "התפקיד האחראי לתוכן (תפקיד, לא אדם). מזהה של תפקיד, מתוך docs/roles/ROLE.yml"
    )
    for text in SCHEMAS.values():
        schema = json.loads(text)
        for owner in [schema, *schema.get("definitions", {}).values()]:
            for name, field in owner.get("properties", {}).items():
                assert re.search("[א-ת]", field["description"]) or name in {"one", "many"}, name


def test_examples_are_valid_where_the_schema_puts_them() -> None:
    for kind in FILE_KINDS:
        schema = json.loads(SCHEMAS[kind.schema])
        for owner in [schema, *schema.get("definitions", {}).values()]:
            for name, field in owner.get("properties", {}).items():
                validator = Draft7Validator({**field, "definitions": schema.get("definitions", {})})
                for example in field.get("examples", []):
                    assert validator.is_valid(example), (kind.name, name, example)
    assert len({entry for kind in FILE_KINDS for entry in entry_types(kind.model)}) > 30
