"""A knowledge base in which every text field says its own name, so that a test can see where each is read."""

import types
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from kb_tools.library import load_library
from kb_tools.model.base import Entry, Line, Prose
from kb_tools.model.document import Document, Page
from kb_tools.model.files import FILE_KINDS
from kb_tools.model.library import Library, assemble
from kb_tools.model.page import Settings

BASE = Path(__file__).parent.parent.parent / "examples/base"
TODAY = date(2026, 11, 22)


def word_of(model: type[Entry], field: str) -> str:
    """The one word that a field of text says: `InjectExpected`."""
    return f"{model.__name__}{''.join(part.title() for part in field.split('_'))}"


def text_fields() -> dict[str, str]:
    """The word of each text field that content may have → `Inject.expected`."""
    found: dict[type[Entry], None] = {}
    waiting: list[type[Entry]] = [kind.model for kind in FILE_KINDS]
    while waiting:
        model = waiting.pop()
        if model not in found:
            found[model] = None
            waiting += [part for hint in _hints(model).values() for part in _entries_in(hint)]
    return {
        word_of(model, field): f"{model.__name__}.{field}"
        for model in found
        for field, hint in _hints(model).items()
        if _is_text(hint)
    }


def library_of_words() -> Library:
    """The base of examples with every text field, present or missing, filled with its own word."""
    library = load_library(BASE, TODAY).library
    assert library is not None
    documents = [Document(d.path, d.kind, d.captures, _marked(d.content)) for d in library.documents]
    settings = _marked(library.settings)
    assert isinstance(settings, Settings)
    pages = [Page("other.md", page.meta, page.body) for page in library.pages]
    return assemble(settings, documents, pages, dict.fromkeys(library.playbooks, "PlaybookProse"))


def _marked(entry: Entry) -> Entry:
    model = type(entry)
    return entry.model_copy(update={name: _filled(model, name, getattr(entry, name)) for name in _hints(model)})


def _filled(model: type[Entry], name: str, value: Any) -> Any:
    hint = _hints(model)[name]
    if _is_text(hint):
        return (word_of(model, name),) if _holds_a_tuple(hint) else word_of(model, name)
    if isinstance(value, Entry):
        return _marked(value)
    if isinstance(value, tuple) and value and isinstance(value[0], Entry):
        return tuple(_marked(item) for item in value)
    inner = next(_entries_in(hint), None)
    if value or inner is None or get_origin(hint) is dict:
        return value
    example = _marked(_example(inner))
    return (example,) if _holds_a_tuple(hint) else example


def _example(model: type[Entry]) -> Entry:
    fields = model.model_fields.items()
    return model.model_validate({name: field.examples[0] for name, field in fields if field.examples})


def _hints(model: type[Entry]) -> dict[str, Any]:
    hints = get_type_hints(model, include_extras=True)
    return {name: hints[name] for name in model.model_fields}


def _is_text(hint: Any) -> bool:
    return any(part in (Line, Prose) for part in _parts(hint))


def _holds_a_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple


def _entries_in(hint: Any) -> Iterator[type[Entry]]:
    return (part for part in _parts(hint) if isinstance(part, type) and issubclass(part, Entry))


def _parts(hint: Any) -> Iterator[Any]:
    """A type taken apart: of unions, tuples and dicts, what they hold."""
    yield hint
    if get_origin(hint) in (Union, types.UnionType, tuple, dict):
        for part in get_args(hint):
            yield from _parts(part)
    elif get_origin(hint) is Annotated and hint not in (Line, Prose):
        yield from _parts(get_args(hint)[0])
