"""The rule `provider-error`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from dataclasses import replace

from inspector.model import Stage
from tests.rules.cases import Case, answer, ended_case, stored, user, verdict, world

HIT: Case = (ended_case("APIError", "messages.0: invalid request", error_status=400), world())

INSTEAD = "aborted"

NEAR_MISS: Case = (ended_case("MessageAbortedError", "Aborted"), world())


def test_an_answer_closed_to_make_room_was_not_stopped_in_a_retry() -> None:
    sent = user(0)
    closed = answer(sent, completed=1, finish=None)
    alone = stored(sent, closed, stage=Stage.STREAM)
    assert verdict((alone, world())).cause == "provider-error"
    assert alone.rows is not None
    for seconds, cause in ((1.5, "context-overflow"), (3, "provider-error")):
        compaction = answer(user(seconds), seconds, seconds + 1, summary=True, mode="compaction")
        followed = replace(alone, rows=replace(alone.rows, messages=(sent, closed, compaction)))
        assert verdict((followed, world())).cause == cause
