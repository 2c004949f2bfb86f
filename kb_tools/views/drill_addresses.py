"""Where the pages of a drill are, beside its own."""

from kb_tools.model.drill import Drill
from kb_tools.views.addresses import address


def facilitator_address(drill: Drill) -> str:
    """The page that holds what participants should not read beforehand."""
    return f"{address('drill', drill.id)}facilitator/"


def run_address(drill: Drill) -> str:
    """Where participants, or whoever records for them, run a drill (`views.runs`)."""
    return f"{address('drill', drill.id)}run/"


def facilitator_run_address(drill: Drill) -> str:
    """Where it is led: injects falling due, with what is expected."""
    return f"{facilitator_address(drill)}run/"
