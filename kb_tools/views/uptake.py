"""The report of uptake: about each lesson who answered what, who is silent, and whether its date has passed."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from kb_tools.insight.uptake import Tally
from kb_tools.model.addresses import UPTAKE_PAGE
from kb_tools.model.library import Municipality
from kb_tools.model.uptake import Decision
from kb_tools.views.site import Page, Site


@dataclass(frozen=True, slots=True)
class Row:
    """An authority that has answered something: how often it said what, and how often it is late."""

    municipality: Municipality
    answered: dict[Decision, int]
    waiting: int
    late: int


def pages(site: Site) -> Iterator[Page]:
    """The one page, about real authorities; examples are told of below, as examples."""
    yield Page(
        UPTAKE_PAGE,
        "קליטת לקחים",
        partial(_report, site),
        section="lessons/",
        description="מי השיב על כל לקח, מי עוד לא, ומה עבר המועד שלו",
    )


def _report(site: Site) -> str:
    uptake = site.insights.uptake
    tallies = uptake.tallies()
    return site.draw(
        "uptake.html.j2",
        UPTAKE_PAGE,
        tallies=tallies,
        model_tallies=[tally for tally in uptake.tallies(examples=True) if _says_something(tally)],
        late=[tally for tally in tallies if tally.late],
        decisions=tuple(Decision),
        rows=[_row(site, unit) for unit in site.insights.real if unit.answers],
        model_rows=[_row(site, unit) for unit in site.insights.examples],
        guide="guide/uptake/" if "guide/uptake.md" in site.library.pages_by_path else "",
    )


def _says_something(tally: Tally) -> bool:
    """Examples that have neither answered nor let a date pass show nothing."""
    return bool(tally.late or any(tally.answered.values()))


def _row(site: Site, municipality: Municipality) -> Row:
    replies = [reply for reply in site.insights.uptake.of_unit(municipality) if reply.asked]
    silent = [reply for reply in replies if reply.answer is None]
    answered = {decision: sum(reply.state is decision for reply in replies) for decision in Decision}
    return Row(municipality, answered, len(silent), sum(reply.is_late for reply in silent))
