"""The rule `plugin-hang`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import Outcome, Stage
from inspector.prompts.prompt import LastCall
from tests.rules.cases import (
    PLUGIN,
    RUN,
    SES,
    Case,
    answer,
    at,
    hanging,
    looping,
    prompt,
    record,
    request,
    score,
    stored,
    user,
    verdict,
    world,
)

HIT: Case = (prompt(stage=Stage.NOTHING, request=request()), world(PLUGIN))

INSTEAD = "no-reply-requested"

NEAR_MISS: Case = (prompt(stage=Stage.NOTHING, request=request(no_reply=True)), world(PLUGIN))


def test_a_prompt_that_waits_for_a_subagent_is_kept_by_no_hook() -> None:
    found, there = looping("legacy")
    child = replace(record("created", 0.2, "legacy"), fields={"id": "ses_child", "parentID": SES})
    assert there.logs is not None
    loaded = replace(there, logs=replace(there.logs, notable=(*there.logs.notable, replace(PLUGIN, era="legacy"))))
    assert score((found, loaded), "plugin-hang") > 0
    assert score((replace(found, records=(*(found.records or ()), child)), loaded), "plugin-hang") == 0


@pytest.mark.parametrize(
    ("provider", "quiet", "cause", "points"),
    [("mock", 10, "plugin-hang", 20), ("mock", 9.999, None, 0), ("other", 10, "startup-stall", 4)],
)
def test_a_provider_with_its_package_is_not_called_while_a_hook_hangs(
    provider: str, quiet: float, cause: str | None, points: int
) -> None:
    asked = user(-30)
    worked = stored(asked, answer(asked, -29, -28, provider_id=provider), outcome=Outcome.ANSWERED)
    end = at(0.2 + quiet)
    run = replace(RUN, last_time=end)
    found = hanging(last_call=LastCall(False, record("stream", 0.3, providerID="mock")), run=run)
    case = found, world(runs=(run,), prompts=(worked,), end=end, now=end)
    assert (verdict(case).cause, score(case, "plugin-hang")) == (cause, points)
