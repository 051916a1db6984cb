"""The rule `stream-stall`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.model import Confidence
from inspector.prompts.prompt import LastCall
from tests.rules.cases import (
    LOOP,
    LOOPS,
    RUN,
    STREAM,
    Case,
    aborted,
    at,
    hanging,
    naming,
    record,
    score,
    sending,
    stream,
    tool,
    verdict,
    world,
)


def streaming(seconds: float) -> Case:
    """An open answer whose provider was called so many seconds after the prompt; the evidence ends after 120."""
    return hanging(records=(LOOP, record("stream", seconds, small="false")), run=LOOPS), naming()


HIT: Case = (hanging(records=(record("loop", 0.1, step="0"), stream)), world())

NEAR_MISS: Case = (hanging(tool("bash", has_metadata=True), records=(stream,)), world())


def test_a_command_that_has_ended_neither_stalled_nor_was_it_a_server_that_stopped() -> None:
    for serves, cause in ((True, "stream-stall"), (False, None)):
        run = replace(LOOPS, serves=serves)
        case = hanging(records=(LOOP, record("stream", 0.3, small="false")), run=run), naming(runs=(run,))
        assert verdict(case).cause == cause


def test_a_provider_called_just_before_the_evidence_ends_is_not_said_to_have_stopped() -> None:
    just_called = verdict(streaming(119.5))
    assert (just_called.cause, "stream-stall" in just_called.candidates) == (None, True)
    assert verdict(streaming(100)).cause == "stream-stall"


def test_a_piece_of_another_answer_says_nothing_of_this_one() -> None:
    assert verdict(sending(119, others=1, restarted=True)).cause is None
    assert verdict(sending(119, others=1)).cause == "stream-stall"


def test_only_a_silence_longer_than_answers_take_proves_a_stall_where_pieces_are_not_logged() -> None:
    short, long = (
        verdict(
            (
                hanging(records=(LOOP, record("stream", 0.3, small="false")), run=run),
                naming(runs=(run,), now=run.last_time),
            )
        )
        for run in (LOOPS, replace(LOOPS, last_time=at(300)))
    )
    assert (short.cause, short.confidence) == ("stream-stall", Confidence.MEDIUM)
    assert (long.cause, long.confidence) == ("stream-stall", Confidence.HIGH)


def test_without_part_rows_an_open_or_aborted_answer_has_no_cause() -> None:
    seen, there = hanging(records=(LOOP, STREAM), run=LOOPS), naming()
    assert verdict((seen, there)).cause == "stream-stall"
    assert seen.rows is not None
    unseen = replace(seen, rows=replace(seen.rows, parts=None))
    assert verdict((unseen, there)).cause is None
    assert "stream-stall" in verdict((unseen, there)).candidates


@pytest.mark.parametrize(("still", "points"), [(29.999, 20), (30, 30)])
def test_an_abort_after_half_a_minute_of_silence_is_the_providers(still: float, points: int) -> None:
    assert score(aborted(still), "stream-stall") == points


@pytest.mark.parametrize(("quiet", "points"), [(119.999, 34), (120, 40)])
def test_a_silence_of_two_minutes_is_longer_than_most_answers(quiet: float, points: int) -> None:
    run = replace(LOOPS, last_time=at(0.3 + quiet))
    case = hanging(records=(LOOP, STREAM), run=run), naming(runs=(run,), end=run.last_time, now=run.last_time)
    assert score(case, "stream-stall") == points


@pytest.mark.parametrize(("quiet", "points"), [(29.999, 14), (30, 20)])
def test_where_the_log_has_no_record_of_the_prompt_a_silence_counts_from_half_a_minute_on(quiet: float, points: int) -> None:
    run = replace(RUN, last_time=at(0.2 + quiet))
    case = hanging(records=(), run=run), world(runs=(run,), end=run.last_time, now=run.last_time)
    assert score(case, "stream-stall") == points


@pytest.mark.parametrize("quiet", [30, 90_000])
def test_without_a_log_no_silence_proves_a_stall(quiet: float) -> None:
    """The server may have been restarted since, or it may be retrying calls whose errors only its log has."""
    case = replace(hanging(records=()), records=None, run=None), world(logs=False, end=at(0.2 + quiet), now=at(0.2 + quiet))
    found = verdict(case)
    assert (found.cause, found.candidates) == (None, ("stream-stall", "provider-error", "server-stopped"))


@pytest.mark.parametrize(("answered", "told"), [((), False), (("other",), True), (("mock", "other"), False)])
def test_a_provider_that_never_answered_may_still_be_installing_its_package(answered: tuple[str, ...], told: bool) -> None:
    """`stream` is logged before the package is loaded (1.15.3, 1.18.28)."""
    found, there = streaming(1)
    seen = verdict((found, replace(there, answered_providers=frozenset(answered))))
    assert any("installing" in clue.text for finding in seen.findings for clue in finding.clues) == told
    assert (seen.cause, "stream-stall" in seen.candidates) == (None if told else "stream-stall", True)


@pytest.mark.parametrize(("is_made", "cause"), [(True, "stream-stall"), (False, None)])
def test_a_provider_that_was_not_called_did_not_stop(is_made: bool, cause: str | None) -> None:
    found, there = streaming(1)
    assert verdict((replace(found, last_call=LastCall(is_made, stream)), there)).cause == cause
