"""Which things are told of authorities that do not exist: they are marked everywhere and counted nowhere."""

from kb_tools.model.library import Library


def is_example(library: Library, kind: str, id: str) -> bool:
    """Whether the thing is an example authority, a part of one, or a lesson of one."""
    unit = library.municipalities.get(unit_of(library, kind, id))
    return unit is not None and unit.profile.example


def unit_of(library: Library, kind: str, id: str) -> str:
    """The id of the authority that the thing is, is a part of or is a lesson of; empty for what belongs to all."""
    defined = library.defined.get((kind, id))
    if defined is None:
        return ""
    if kind == "municipality":
        return id
    if type(defined.entry).within == "municipality":
        return id.partition("/")[0]
    return getattr(defined.entry, "municipality", None) or ""
