"""The rule `model-not-found`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, failed, gone, key, stored, user, world

HIT: Case = (stored(user(0), **failed(gone)), world())

INSTEAD = "missing-credentials"

NEAR_MISS: Case = (stored(user(0), **failed(key)), world())
