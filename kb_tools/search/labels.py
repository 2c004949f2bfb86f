"""What kinds, scenarios, phases and authorities are called where results are shown and narrowed."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kb_tools.model.library import Library

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "playbook": "ספרי הפעלה",
        "step": "צעדים",
        "scenario": "תרחישים",
        "role": "תפקידים",
        "lesson": "לקחים",
        "drill": "תרגילים",
        "drill-item": "סעיפים ברשימות תיוג",
        "municipality": "רשויות",
        "district": "מחוזות",
        "need": "צרכים",
        "actor": "שחקנים",
        "result": "תוצאות תרגילים",
        "adaptation": "התאמות",
        "call": "קולות קוראים",
        "term": "מונחים",
        "source": "מקורות",
        "guide": "מדריך",
        "problem": "קודי בעיות",
        "page": "עמודים",
    }
)
"""Every kind of document and what many of it are called, in the order in which filters show them."""


@dataclass(frozen=True, slots=True)
class Labels:
    """By code, each in the order in which it is shown."""

    kinds: Mapping[str, str]
    scenarios: Mapping[str, str]
    phases: Mapping[str, str]
    authorities: Mapping[str, str]


def labels(library: Library) -> Labels:
    """The labels of a knowledge base: it says itself what it calls the unit that has a profile."""
    scenarios = sorted(library.scenarios.values(), key=lambda scenario: (scenario.order, scenario.id))
    return Labels(
        kinds={**KINDS, "municipality": library.settings.unit.many},
        scenarios={scenario.id: scenario.name for scenario in scenarios},
        phases={id_: phase.name for id_, phase in library.phases.items()},
        authorities={id_: unit.profile.name for id_, unit in library.municipalities.items()},
    )
