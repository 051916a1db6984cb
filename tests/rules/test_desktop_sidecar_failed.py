"""The rule `desktop-sidecar-failed`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, client_said, world

HIT: Case = (client_said("Sidecar did not become ready within 60000ms"), world())

NEAR_MISS: Case = (client_said("Sidecar is ready"), world())
