"""Authorities built in code, for tests of what is computed from them."""

from collections.abc import Mapping
from typing import Any

from kb_tools.model.library import Municipality
from kb_tools.model.municipality import Actor, Need, Profile, ResilienceWave, Response

PROFILE = {"id": "town", "owner": "lead", "name": "עיר", "municipality_kind": "city", "district": "north"}


def need(id_: str = "food", **fields: Any) -> Need:
    base = {"id": id_, "need": "food", "population": "elderly", "phases": ["emergency"], "priority": "high"}
    return Need.model_validate(base | {"surveyed_on": "2026-09-01"} | fields)


def actor(id_: str, **fields: Any) -> Actor:
    return Actor.model_validate({"id": id_, "name": id_, "sector": "business", "can": ["food"]} | fields)


def response(id_: str, *actors: str, **fields: Any) -> Response:
    base = {"id": id_, "need": "food", "actors": list(actors), "department": "welfare", "state": "ready"}
    return Response.model_validate(base | {"checked_on": "2026-09-01"} | fields)


def wave(measured_on: str, valid_until: str, **scores: str) -> ResilienceWave:
    base = {"id": f"wave-{measured_on[:4]}", "instrument": "CCRAM10", "respondents": "10", "rater": "צוות"}
    return ResilienceWave.model_validate(
        base | {"measured_on": measured_on, "valid_until": valid_until, "scores": scores, "evidence": "סקר"}
    )


def town(profile: Mapping[str, Any] | None = None, **parts: Any) -> Municipality:
    return Municipality(Profile.model_validate(PROFILE | dict(profile or {})), **parts)
