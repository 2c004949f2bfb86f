"""What things and kinds are called on a page."""

from kb_tools.model.base import Entry
from kb_tools.model.drill import ChecklistItem, DrillResult
from kb_tools.model.files import KINDS_BY_NAME
from kb_tools.model.labels import KIND_LABELS
from kb_tools.model.library import Library
from kb_tools.model.municipality import Need, ResilienceWave, Response
from kb_tools.views.dates import gregorian


def kind_label(kind: str) -> str:
    return KIND_LABELS[kind]


def name_of(library: Library, kind: str, id: str) -> str:
    """The name of a thing; its id when the library does not hold it."""
    if kind == "page":
        page = library.pages_by_path.get(id)
        return page.meta.title if page else id
    if kind == "settings":
        return library.settings.title
    if not id:
        return KINDS_BY_NAME[kind].label
    defined = library.defined.get((kind, id))
    return id if defined is None else title_of(library, defined.entry, id)


def title_of(library: Library, entry: Entry, id: str) -> str:
    for field in ("title", "name", "what", "text"):
        if value := getattr(entry, field, None):
            return str(value)
    return _joined_title(library, entry, id)


def _joined_title(library: Library, entry: Entry, id: str) -> str:
    """Things without a name of their own are called by what they join."""
    owner, _, own = id.rpartition("/")
    at = f" ({name_of(library, 'municipality', owner)})" if owner in library.municipalities else ""
    if isinstance(entry, Need):
        return name_of(library, "need-type", entry.need) + at
    if isinstance(entry, Response):
        return name_of(library, "need", f"{owner}/{entry.need}")
    if isinstance(entry, DrillResult):
        called = entry.real_event or name_of(library, "drill", entry.drill)
        return f"{called}, {gregorian(entry.held_on)}{at}"
    if isinstance(entry, ResilienceWave):
        return f"{entry.instrument.label}, {gregorian(entry.measured_on)}{at}"
    if isinstance(entry, ChecklistItem):
        return name_of(library, "step", entry.step)
    if playbook := getattr(entry, "playbook", None):
        return name_of(library, "playbook", playbook) + at
    return f"{own}{at}"
