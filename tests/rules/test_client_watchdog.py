"""The rule `client-watchdog`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, client_said, world

HIT: Case = (client_said("OpenCode process not running, restarting..."), world())

NEAR_MISS: Case = (client_said("OpenCode process healthy"), world())
