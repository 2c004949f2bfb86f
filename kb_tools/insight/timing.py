"""Minutes against targets: when each item of a checklist was done, beside the minute that today's drill asks for."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median

from kb_tools.insight.practice import Held
from kb_tools.model.drill import ChecklistItem, Drill, Outcome

Known = list[tuple[Held, Drill]]
"""What was held, the oldest first, with its drill."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The minute in which an item was done."""

    held: Held
    minute: int
    target: int

    @property
    def on_time(self) -> bool:
        return self.minute <= self.target


@dataclass(frozen=True, slots=True)
class ItemTimes:
    """An item that has a target, whenever it was done, the oldest first."""

    drill: Drill
    item: ChecklistItem
    readings: tuple[Reading, ...]
    unknown: int
    """How often it was done and nobody wrote when."""

    @property
    def on_time(self) -> int:
        return sum(reading.on_time for reading in self.readings)

    @property
    def typical(self) -> int | None:
        """The median minute; None where no minute is known."""
        return round(median(reading.minute for reading in self.readings)) if self.readings else None


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Of the items that have a target and were done in a known minute, how many were on time."""

    on_time: int
    timed: int

    @property
    def share(self) -> float:
        return self.on_time / self.timed if self.timed else 0.0


def item_times(known: Known) -> tuple[ItemTimes, ...]:
    """Every item that has a target and was done, those that are late most often first."""
    by_drill: dict[str, list[Held]] = {}
    for held, drill in known:
        by_drill.setdefault(drill.id, []).append(held)
    drills = {drill.id: drill for _, drill in known}
    found = [each for id_, own in by_drill.items() for each in _times_of(drills[id_], own)]
    return tuple(sorted(found, key=lambda one: (one.on_time - len(one.readings), one.drill.id)))


def _times_of(drill: Drill, held: Iterable[Held]) -> Iterator[ItemTimes]:
    timed = {item.id: item for item in drill.checklist if item.within_minutes is not None}
    readings: dict[str, list[Reading]] = {}
    unknown = dict.fromkeys(timed, 0)
    for each in held:
        for one in each.result.items:
            if one.outcome is not Outcome.DONE or one.item not in timed:
                continue
            if one.minute is None:
                unknown[one.item] += 1
            else:
                target = timed[one.item].within_minutes or 0
                readings.setdefault(one.item, []).append(Reading(each, one.minute, target))
    for id_, item in timed.items():
        if id_ in readings or unknown[id_]:
            yield ItemTimes(drill, item, tuple(readings.get(id_, ())), unknown[id_])


def timeliness(held: Held, drill: Drill) -> Timeliness:
    """Of one result."""
    targets = {item.id: item.within_minutes for item in drill.checklist}
    on_time = [
        one.minute <= target
        for one in held.result.items
        if one.outcome is Outcome.DONE and one.minute is not None and (target := targets.get(one.item)) is not None
    ]
    return Timeliness(sum(on_time), len(on_time))


def together(found: Iterable[Timeliness]) -> Timeliness:
    """Of several."""
    all_ = tuple(found)
    return Timeliness(sum(one.on_time for one in all_), sum(one.timed for one in all_))
