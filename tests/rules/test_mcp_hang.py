"""The rule `mcp-hang`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, record, starting

HIT: Case = starting()

NEAR_MISS: Case = starting(record("create() successfully created client", 0.4, "legacy", service="mcp", key="slowpoke"))
