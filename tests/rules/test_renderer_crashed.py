"""The rule `renderer-crashed`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, client_said, world

HIT: Case = (client_said("render-process-gone reason=oom"), world())

NEAR_MISS: Case = (client_said("renderer loaded"), world())
