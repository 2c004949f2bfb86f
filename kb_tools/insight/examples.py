"""Which things are told of authorities that do not exist: they are marked everywhere and counted nowhere."""

from kb_tools.model.library import Library


def is_example(library: Library, kind: str, id: str) -> bool:
    """Whether the thing is an example authority, a part of one, or a lesson of one."""
    defined = library.defined.get((kind, id))
    if defined is None:
        return False
    if kind == "municipality":
        owner = id
    elif type(defined.entry).within == "municipality":
        owner = id.partition("/")[0]
    else:
        owner = getattr(defined.entry, "municipality", None) or ""
    unit = library.municipalities.get(owner)
    return unit is not None and unit.profile.example
