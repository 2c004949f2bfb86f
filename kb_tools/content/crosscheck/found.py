"""What several checks find: a day that has not come, days out of order, a thing said twice."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

from kb_tools.content.field_errors import Finding, Findings, shown
from kb_tools.model.base import Entry
from kb_tools.model.document import Document
from kb_tools.model.problem import FieldPath

T = TypeVar("T", bound=Entry)


def twice(document: Document, name: str, ids: Sequence[str | None], code: str) -> Findings:
    """Items of the list `name` that say again what an earlier one said."""
    seen: set[str] = set()
    for index, id_ in enumerate(ids):
        if id_ in seen:
            yield Finding(document.path, (name, index), code, {"found": shown(id_)})
        elif id_ is not None:
            seen.add(id_)


def past(document: Document, path: FieldPath, day: date, today: date) -> Findings:
    if day > today:
        yield Finding(document.path, path, "date-future", {"found": day.isoformat()})


def ordered(document: Document, path: FieldPath, first: date, then: date) -> Findings:
    if first > then:
        yield Finding(document.path, path, "date-order", {"found": first.isoformat(), "right": then.isoformat()})


def content_as(document: Document, type_: type[T]) -> T:
    content = document.content
    if not isinstance(content, type_):
        raise TypeError(f"{document.path} holds {type(content).__name__}, not {type_.__name__}")
    return content
