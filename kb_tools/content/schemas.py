"""JSON Schemas of the content files, for editors that complete and check while one types.

They follow the types; `kb check` remains the judge. An editor reads YAML 1.2, where `31` is a number and
`2026-11-22` is text, so ids and dates are text here and figures are numbers. Draft 7: what editors read best.
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from kb_tools.content.describe import choice, described, shown_pattern
from kb_tools.model.base import Entry
from kb_tools.model.fields import FieldOf, MappingOf, Scalar, entry_types, fields_of
from kb_tools.model.files import FILE_KINDS
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.page import PageMeta

DIALECT = "http://json-schema.org/draft-07/schema#"
FOLDER = "schemas"

_FORMS: Mapping[str, Mapping[str, Any]] = {
    "day": {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    "year": {"type": "integer", "minimum": 1900, "maximum": 2199},
}
"""What pydantic cannot tell from the type alone, because a reader of our own stands before it."""
_KEYWORDS = {"ge": "minimum", "le": "maximum"}
"""Bounds that pydantic leaves under its own names for the same reason."""
_SHOWN_APART = frozenset({"title", "description", "default", "examples"})


def schemas() -> dict[str, str]:
    """File name → JSON text, for each kind of content file and, as `page.json`, for a page's front matter."""
    found = {kind.schema: schema_of(kind.model, kind.label, f"הקובץ: {shown_pattern(kind)}") for kind in FILE_KINDS}
    found["page.json"] = schema_of(PageMeta, "ראש של עמוד", "השדות שבין שתי שורות --- בראש עמוד Markdown")
    return {name: json.dumps(schema, ensure_ascii=False, indent=2) + "\n" for name, schema in sorted(found.items())}


def stale(folder: Path) -> list[str]:
    """Names of the schemas that are missing from `folder` or differ from the types."""
    present = {path.name: path.read_bytes() for path in folder.glob("*.json") if path.is_file()}
    return [name for name, text in schemas().items() if present.get(name) != text.encode()]


def write_schemas(folder: Path) -> None:
    """Write them all to `folder`, which is made when needed. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in schemas().items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def schema_line(path: str, schema: str) -> str:
    """The first line of a content file, which tells an editor its schema. `path` is relative to the root."""
    return f"# yaml-language-server: $schema={'../' * path.count('/')}{FOLDER}/{schema}"


def schema_of(model: type[Entry], title: str, description: str, *, published: bool = False) -> dict[str, Any]:
    """The schema of one type and of the types in it; `published`: without what only facilitators may read."""
    raw = model.model_json_schema(ref_template="#/definitions/{model}")
    definitions = raw.pop("$defs", {})
    types = {entry.__name__: entry for entry in entry_types(model)}
    root = {"$schema": DIALECT, **_object(model, raw, published), "title": title, "description": description}
    root["definitions"] = {
        name: _object(types[name], found, published) if name in types else _enum(types, found)
        for name, found in sorted(definitions.items())
    }
    return root if definitions else {key: value for key, value in root.items() if key != "definitions"}


def _object(model: type[Entry], raw: Mapping[str, Any], published: bool) -> dict[str, Any]:
    """The object of one type. Its docstring is for people who read the code, so it is left out."""
    fields = [field for field in fields_of(model) if not (published and field.name in model.for_facilitators)]
    properties = {field.name: _property(field, raw["properties"][field.name]) for field in fields}
    title = {"title": KIND_LABELS[model.kind]} if model.kind else {}
    required = [field.name for field in fields if field.required]
    return {
        **title,
        "type": "object",
        "properties": properties,
        **({"required": required} if required else {}),
        "additionalProperties": False,
    }


def _property(field: FieldOf, raw: Mapping[str, Any]) -> dict[str, Any]:
    value = _present(raw)
    if isinstance(field.holds, Scalar) and field.holds.form in _FORMS:
        value = {**value, **_FORMS[field.holds.form]}
    if isinstance(field.holds, MappingOf):
        value["additionalProperties"] = False
    shown = {_KEYWORDS.get(key, key): value[key] for key in sorted(value) if key not in _SHOWN_APART}
    default = {"default": value["default"]} if value.get("default") not in (None, [], {}) else {}
    examples = {"examples": raw["examples"]} if "examples" in raw else {}
    return {"title": field.label, "description": described(field), **shown, **default, **examples}


def _present(raw: Mapping[str, Any]) -> dict[str, Any]:
    """A field that may be absent, as what it holds when present: an empty value is a mistake, not a null."""
    options = [option for option in raw.get("anyOf", ()) if option != {"type": "null"}]
    rest = {key: value for key, value in raw.items() if key != "anyOf"}
    if len(options) == 1:
        return {**rest, **options[0]}
    if {"type": "number"} in options:
        return {**rest, "type": "number"}
    return {**rest, "anyOf": options} if options else rest


def _enum(types: Mapping[str, type[Entry]], raw: Mapping[str, Any]) -> dict[str, Any]:
    scalar = next(_scalars(types.values(), tuple(raw["enum"])), Scalar("choice"))
    shown = ", ".join(choice(value, label) for value, label in scalar.choices)
    labels = [label for _, label in scalar.choices]
    return {
        "description": f"אפשר: {shown}",
        "type": "string",
        "enum": raw["enum"],
        "enumDescriptions": labels,
    }


def _scalars(models: Any, values: tuple[str, ...]) -> Iterator[Scalar]:
    for model in models:
        for field in fields_of(model):
            if field.scalar and tuple(value for value, _ in field.scalar.choices) == values:
                yield field.scalar
