"""The rule `plugin-hang`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.model import Stage
from tests.rules.cases import PLUGIN, SES, Case, looping, prompt, record, request, score, world

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
