"""The rule `desktop-sidecar-failed`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from inspector.model import Weight
from inspector.rules.desktop_sidecar_failed import check
from tests.rules.cases import Case, client_said, world

HIT: Case = (client_said("Sidecar did not become ready within 60000ms"), world())

NEAR_MISS: Case = (client_said("Sidecar is ready"), world())


def test_a_sidecar_that_ends_without_an_error_was_closed() -> None:
    assert list(check(client_said("sidecar exited { code: 0 }"), world())) == []
    assert [clue.weight for clue in check(client_said("sidecar exited { code: 1 }"), world())] == [Weight.STRONG]
