"""The rule `agent-file-invalid`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from inspector.diagnosis.verdict import judge
from inspector.model import Confidence
from tests.rules.cases import Case, agent, failed, no_row, prompt, world

HIT: Case = (prompt(**failed("Cause([Die(ConfigInvalidError: ConfigInvalidError)])"), **no_row), world())

INSTEAD = "agent-not-found"

NEAR_MISS: Case = (prompt(**failed(agent), **no_row), world())


@pytest.mark.parametrize(("error", "cause"), [("ConfigRemoteAuthError", "agent-file-invalid"), ("RemoteAuthError", None)])
def test_a_login_page_in_place_of_a_remote_configuration_is_known_by_its_name(error: str, cause: str | None) -> None:
    assert judge(prompt(**failed(f"Cause([Die({error}: {error})])"), **no_row), world(), {}).cause == cause


def test_a_login_page_that_no_server_was_seen_to_report_is_not_certain() -> None:
    found = judge(prompt(**failed("Cause([Fail(ConfigRemoteAuthError)])"), **no_row), world(), {})
    assert (found.cause, found.confidence) == ("agent-file-invalid", Confidence.MEDIUM)
