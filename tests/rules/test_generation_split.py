"""The rule `generation-split`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Outcome, Stage
from inspector.prompts.prompt import VersionFrom
from tests.rules.cases import Case, facts, prompt, request, rows, session, two, world


def _refused_in(place: str) -> Case:
    request_ = request(status=404)
    found = prompt(
        outcome=Outcome.REJECTED,
        stage=Stage.REJECTED,
        rows=rows(row=session(table=place)),
        request=request_,
        version_from=VersionFrom.LOG,
    )
    return found, world(facts=facts(**two))


HIT: Case = _refused_in("session_v2")

INSTEAD = "session-not-found"

NEAR_MISS: Case = _refused_in("session")
