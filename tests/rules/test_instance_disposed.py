"""The rule `instance-disposed`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, stopped

HIT: Case = stopped("/srv/proj")

NEAR_MISS: Case = stopped("/srv/other")
