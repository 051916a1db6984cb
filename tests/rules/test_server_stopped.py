"""The rule `server-stopped`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from dataclasses import replace

from inspector.model import Confidence
from tests.rules.cases import NEXT, RUN, Case, at, hanging, record, sending, stream, text, tool, verdict, world

KILLED = replace(RUN, last_time=at(2))


HIT: Case = (
    hanging(tool("bash", 1.5, has_metadata=True), run=KILLED, records=(record("stream", 1.5, small="false"),)),
    world(runs=(KILLED, NEXT)),
)

NEAR_MISS: Case = (hanging(text(), records=(stream,)), world())


def test_an_answer_that_was_being_sent_when_its_server_was_replaced_did_not_stall() -> None:
    assert verdict(sending(119, restarted=True)).cause == "server-stopped"
    assert verdict(sending(119)).candidates[:2] == ("stream-stall", "server-stopped")
    assert verdict(sending(119)).cause is None  # a log copied from a running server looks the same
    assert verdict(sending(60)).confidence is Confidence.HIGH and verdict(sending(60)).cause == "stream-stall"
