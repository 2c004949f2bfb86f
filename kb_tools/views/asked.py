"""What a drill asks of the room: its items and objectives, as they stand on a sheet, a paper or a screen."""

from dataclasses import dataclass

from kb_tools.insight.checklist import checklist_parts
from kb_tools.model.drill import Drill
from kb_tools.model.library import Library, Municipality
from kb_tools.views.names import name_of


@dataclass(frozen=True, slots=True)
class AskedItem:
    id: str
    pause: str
    """Empty for one that is checked at no particular time."""
    text: str
    owner: str
    """The name of the role or the department; empty where it is not known."""


@dataclass(frozen=True, slots=True)
class AskedObjective:
    id: str
    what: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A drill at one revision; an empty one where history does not tell."""

    drill: str
    title: str
    revision: str
    items: tuple[AskedItem, ...]
    objectives: tuple[AskedObjective, ...]


def asked_today(library: Library, drill: Drill, unit: Municipality | None = None, revision: str = "") -> Asked:
    """What the drill asks as it stands; with `unit`, in the words of how that authority takes the steps."""
    items = tuple(
        AskedItem(line.item.id, part.pause or "", line.text, name_of(library, *line.owner))
        for part in checklist_parts(library, drill, unit)
        for line in part.lines
    )
    objectives = tuple(AskedObjective(each.id, each.what) for each in drill.objectives)
    return Asked(drill.id, drill.title, revision, items, objectives)
