"""Read captured requests into shapes, and check each against what a server version accepts."""

from __future__ import annotations

from inspector.requests.acceptance import Acceptance
from inspector.requests.answers import refused, reject_reason, verdict
from inspector.requests.clients import Difference, compare, estimate_clock_offset, risks, web_client
from inspector.requests.reading import read_requests

__all__ = [
    "Acceptance",
    "Difference",
    "compare",
    "estimate_clock_offset",
    "read_requests",
    "refused",
    "reject_reason",
    "risks",
    "verdict",
    "web_client",
]
