"""The rule `waiting-for-answer`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, at, hanging, ident, record, stream, tool, world

QUESTION = record("asking", 0.5, id=ident("que", at(0.51)), questions="1")


HIT: Case = (hanging(tool("question"), records=(stream,)), world(QUESTION))

NEAR_MISS: Case = (hanging(tool("webfetch"), records=(stream,)), world())
