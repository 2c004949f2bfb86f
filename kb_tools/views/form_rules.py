"""What one value of a form may be, for the check in the browser: read off the same schema as the checks of files."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from kb_tools.content.field_errors import needed_form
from kb_tools.content.schemas import schema_of
from kb_tools.model.base import Entry
from kb_tools.model.fields import FieldOf

Rule = Mapping[str, object]
"""`form`, and where the type has them `pattern` with its `code` and its words (`right`), `least` and `most` characters,
`minimum` and `maximum`."""

_KEYWORDS = {"minLength": "least", "maxLength": "most", "minimum": "minimum", "maximum": "maximum"}


def rule_of(file: type[Entry], model: type[Entry], field: FieldOf) -> Rule:
    """The rule of a field of `model`, which is the type `file` itself or one that its fields lead to; of a list, of its items."""
    schema = _schema(file)
    holder = schema if model is file else schema["definitions"][model.__name__]
    found = holder["properties"][field.name]
    while "items" in found:
        found = found["items"]
    form = field.scalar.form if field.scalar else "text"
    rule: dict[str, object] = {"form": form}
    rule |= {ours: found[theirs] for theirs, ours in _KEYWORDS.items() if theirs in found}
    if "pattern" in found and form != "day":  # a day has words of its own
        code, right = needed_form(found["pattern"])
        rule |= {"pattern": found["pattern"], "code": code, "right": right}
    return rule


@cache
def _schema(model: type[Entry]) -> dict[str, Any]:
    return schema_of(model, "", "")
