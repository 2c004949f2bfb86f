"""Texts of a draft that nobody has written yet: each is a mistake of its own, in its place."""

from collections.abc import Mapping
from typing import Any

from kb_tools.content.field_errors import Finding, Findings, shown
from kb_tools.model.placeholder import MARK, question_in
from kb_tools.model.problem import FieldPath


def unfinished(file: str, text: str, value: Any) -> Findings:
    """The places of a file's `value` where its draft still asks. A `text` without the mark is not walked through."""
    if MARK in text or "\\u" in text:  # an escape can spell the mark
        yield from asked(file, value)


def asked(file: str, value: Any, path: FieldPath = ()) -> Findings:
    """Every text in the value that is a question, in the order of the file."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield from asked(file, inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from asked(file, inner, (*path, index))
    elif isinstance(value, str) and (question := question_in(value)) is not None:
        yield Finding(file, path, "unfinished", {"found": shown(question)})
