"""Putting an after-action review below what a result's file says: once, and nothing else in the file moves."""

from collections.abc import Mapping
from typing import Any

from kb_tools.content.record_text import field_lines
from kb_tools.content.reviewed import NotEditableError
from kb_tools.content.yaml_edit import Unfit, YamlEdit
from kb_tools.model.drill import DrillResult

REVIEW = "review"


def with_review(text: str, values: Mapping[str, Any]) -> str:
    """The text of a result's file with this review at its end; the same text when it has a review.

    Raises NotEditableError for a file whose fields do not stand one a line.
    """
    try:
        edit = YamlEdit(text, ())
        edit.add(REVIEW, field_lines(DrillResult, REVIEW, values))
        return edit.text()
    except Unfit as error:
        raise NotEditableError(REVIEW) from error
