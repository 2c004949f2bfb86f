"""The schemas of the API's documents: those of the fields and of what is computed follow from the types."""

from collections.abc import Mapping
from typing import Any

from kb_tools.content.schemas import DIALECT, schema_of
from kb_tools.views import records
from kb_tools.views.computed import computed_type

INDEX = "index"
LIST = "list"
"""No kinds: the schemas of the index of all and of the list of a kind."""

_TEXT: Mapping[str, Any] = {"type": "string"}
_COUNT: Mapping[str, Any] = {"type": "integer", "minimum": 0}
_LINK: Mapping[str, Any] = {"type": "string", "format": "uri-reference", "minLength": 1}
_SCHEMA = {**_LINK, "description": "הסכמה של המסמך; כמו כל כתובת כאן, יחסית למסמך עצמו"}
_PAGE = {**_LINK, "description": "העמוד באתר שבו זה מוצג"}
_EXAMPLE = {"type": "boolean", "description": "true כאשר זו דוגמה: לא רשות אמיתית, או חלק ממנה"}
_FILE = {**_TEXT, "description": "הקובץ במאגר"}
_DAYS: Mapping[str, Any] = {
    "created": {"type": "string", "format": "date", "description": "מתי הקובץ נכתב לראשונה, כשההיסטוריה ידועה"},
    "changed": {"type": "string", "format": "date", "description": "מתי הקובץ השתנה לאחרונה, כשההיסטוריה ידועה"},
}


def item_schema(kind: str, label: str) -> dict[str, Any]:
    """Of the document of one thing of a kind."""
    model, made = records.model_of(kind), computed_type(kind)
    definitions: dict[str, Any] = {}
    fields = _part(schema_of(model, label, "מה שכתוב בקובץ", published=True), definitions)
    computed = _part(schema_of(made, "מחושב", "מה שהאתר מחשב, ליום שבו נבנה"), definitions) if made else None
    properties: dict[str, Any] = {
        "$schema": _SCHEMA,
        "kind": {"const": kind},
        "id": {**_TEXT, "minLength": 1, "description": "המזהה; של מה שבתוך דבר אחר: מזהה שלו/מזהה"},
        "name": {**_TEXT, "minLength": 1, "description": "השם שבו קוראים לו"},
        **({"page": _PAGE} if records.has_page(kind) else {}),
        "file": _FILE,
        **_DAYS,
        "example": _EXAMPLE,
        "fields": fields,
        **({"text": {**_TEXT, "description": "הטקסט שלצד השדות, Markdown"}} if records.has_text(kind) else {}),
        **({"computed": computed} if computed else {}),
        "mentioned_by": {
            "description": "מי מזכיר אותו",
            "type": "array",
            "items": _object({"kind": _TEXT, "id": _TEXT, "url": _LINK}),
        },
    }
    schema = {"$schema": DIALECT, "title": label, **_object(properties, {"text", *_DAYS})}
    return {**schema, "definitions": definitions} if definitions else schema


def list_schema() -> dict[str, Any]:
    """Of the list of all things of a kind."""
    entry = {"id": _TEXT, "name": _TEXT, "page": _PAGE, "file": _FILE, **_DAYS, "example": _EXAMPLE, "url": _LINK}
    properties = {
        "$schema": _SCHEMA,
        "kind": _TEXT,
        "label": {**_TEXT, "description": "שם הסוג, ביחיד"},
        "count": _COUNT,
        "items": {"type": "array", "items": _object(entry, {"page", *_DAYS})},
    }
    return {"$schema": DIALECT, "title": "כל הדברים מסוג אחד", **_object(properties)}


def index_schema() -> dict[str, Any]:
    """Of the index of all kinds."""
    kind = {"kind": _TEXT, "label": _TEXT, "count": _COUNT, "url": _LINK, "schema": _LINK}
    properties = {
        "$schema": _SCHEMA,
        "version": {"const": 1},
        "title": _TEXT,
        "revision": {**_TEXT, "description": "ה־commit שממנו האתר נבנה, כשהוא ידוע"},
        "date": {"type": "string", "format": "date", "description": "היום שהאתר נכון לו"},
        "site": {**_LINK, "description": "דף הבית של האתר"},
        "kinds": {"type": "array", "items": _object(kind)},
    }
    return {"$schema": DIALECT, "title": "תוכן העניינים", **_object(properties, {"revision"})}


def _part(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """A schema inside another: what it defines goes to `definitions`, where its references look for it."""
    definitions |= schema.pop("definitions", {})
    return {key: value for key, value in schema.items() if key != "$schema"}


def _object(properties: Mapping[str, Any], optional: frozenset[str] | set[str] = frozenset()) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in optional],
        "additionalProperties": False,
    }
