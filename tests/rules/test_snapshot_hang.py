"""The rule `snapshot-hang`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.model import Stage
from tests.rules.cases import PLUGIN, SES, Case, looping, record, score, stored, user, verdict, with_calls, world

HIT: Case = (
    stored(user(0), stage=Stage.LOOP, version="1.15.13", records=(record("loop", 0.1, "legacy", step="0"),)),
    with_calls(),
)

NEAR_MISS: Case = (
    stored(
        user(0),
        stage=Stage.LOOP,
        version="1.15.13",
        records=(record("loop", 0.1, "legacy", step="0"), record("exiting loop", 0.2, "legacy")),
    ),
    with_calls(),
)


def test_a_hook_may_hang_where_a_snapshot_does_unless_the_log_shows_that_none_was_loaded() -> None:
    assert verdict(looping("legacy")).cause == "snapshot-hang"
    assert (
        set(verdict(looping("logfmt")).candidates) >= {"snapshot-hang", "plugin-hang"}
        and verdict(looping("logfmt")).cause is None
    )
    loaded, there = looping("legacy")
    with_plugin = replace(there, logs=replace(there.logs, notable=(*there.logs.notable, replace(PLUGIN, era="legacy"))))  # type: ignore[type-var, union-attr]
    assert verdict((loaded, with_plugin)).cause is None
    assert verdict((loaded, with_plugin)).candidates[:2] == ("plugin-hang", "snapshot-hang")


def test_a_session_created_under_a_waiting_one_says_that_it_waits_for_a_subagent() -> None:
    found, there = looping("legacy")
    child = replace(record("created", 0.2, "legacy"), fields={"id": "ses_child", "parentID": SES})
    assert score((replace(found, records=(*found.records, child)), there), "snapshot-hang") < 20  # type: ignore[misc]


def test_a_loop_that_called_nobody_hangs_only_where_the_log_shows_calls_at_all() -> None:
    case = HIT
    assert verdict(case).cause == "snapshot-hang"
    assert verdict((case[0], world())).cause is None
