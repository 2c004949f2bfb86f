"""A field in Hebrew words: what it is for, what it may say, whose id it takes. For editors and drafts."""

from functools import cache

from kb_tools.model.base import Ref
from kb_tools.model.fields import FieldOf, MappingOf, Scalar, entry_types
from kb_tools.model.files import FILE_KINDS, FileKind
from kb_tools.model.labels import KIND_LABELS


def described(field: FieldOf) -> str:
    """The field's description, its allowed values with their labels, and the kind its ids belong to."""
    parts = [field.description]
    if isinstance(field.holds, MappingOf) and field.holds.key.ref:
        parts.append(f"המפתחות: {reference(field.holds.key.ref)}")
    if scalar := field.scalar:
        parts.extend(_of_scalar(scalar))
    return ". ".join(part.rstrip(".") for part in parts if part)


def _of_scalar(scalar: Scalar) -> list[str]:
    if scalar.ref:
        return [reference(scalar.ref)]
    if scalar.choices:
        return ["אפשר: " + ", ".join(choice(value, label) for value, label in scalar.choices)]
    return []


def choice(value: str, label: str) -> str:
    """A value of a closed list with its label, when that says more."""
    return f"{value} ({label})" if label and label != value else value


def reference(ref: Ref) -> str:
    """Whose id is written here and in which file it is defined."""
    kind = home_of(ref.kind)
    return f"מזהה של {KIND_LABELS[ref.kind]}" + (f", מתוך {shown_pattern(kind)}" if kind else "")


@cache
def home_of(kind: str) -> FileKind | None:
    """The kind of file in which things of this kind are defined."""
    return next((file for file in FILE_KINDS if any(entry.kind == kind for entry in entry_types(file.model))), None)


def shown_pattern(kind: FileKind) -> str:
    """`docs/lessons/{lesson}.yml` → `docs/lessons/LESSON.yml`."""
    text = kind.pattern
    for name in ("municipality", "playbook", kind.thing):
        text = text.replace(f"{{{name}}}", name.upper())
    return text
