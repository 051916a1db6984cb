"""The rule `aborted`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.entries import entry_of
from inspector.model import Confidence, LogRecord, Stage
from tests.rules.cases import (
    BASH,
    LOOP,
    LOOPS,
    SES,
    STREAM,
    Case,
    aborted,
    answer,
    at,
    ended_case,
    naming,
    prompt,
    record,
    rows,
    score,
    stored,
    text,
    user,
    verdict,
    with_calls,
    world,
)

REFUSED = record("stream error", 1, error="AI_APICallError: 429")


CUT = tuple(answer(user(0), begun, begun + 0.05, "unknown") for begun in (0.05, 0.1))


HIT: Case = (ended_case("MessageAbortedError", "Aborted"), world())

INSTEAD = "provider-error"

NEAR_MISS: Case = (ended_case("APIError", "Aborted by peer", error_status=500), world())


@pytest.mark.parametrize(
    ("case", "cause", "confidence"),
    [
        (aborted(3.999), "aborted", Confidence.HIGH),
        (aborted(4), "stream-stall", Confidence.MEDIUM),
        (aborted(40), "stream-stall", Confidence.MEDIUM),
        (aborted(5, replace(text(), time_created=at(4))), "aborted", Confidence.HIGH),
        (aborted(59.999, BASH), "aborted", Confidence.HIGH),
        (aborted(60, BASH), None, None),
        (aborted(1, None, REFUSED), "provider-error", Confidence.MEDIUM),
        (aborted(1, cut=CUT), "provider-error", Confidence.HIGH),
        (aborted(1, cut=CUT[:1]), "aborted", Confidence.HIGH),
    ],
    ids=[
        "within 4 s",
        "after 4 s",
        "after long",
        "after text",
        "in a tool within a minute",
        "in a tool after a minute",
        "after an error",
        "after two cut answers",
        "after one cut answer",
    ],
)
def test_an_abort_is_a_wish_unless_what_stood_still_or_failed_before_explains_it(
    case: Case, cause: str | None, confidence: Confidence | None
) -> None:
    found = verdict(case)
    assert (found.cause, found.confidence) == (cause, confidence), [(f.cause, f.score) for f in found.findings]
    assert entry_of(case[0], found, case[1]).expected == (cause == "aborted")


def test_the_longer_an_aborted_answer_had_stood_still_the_less_it_was_a_wish() -> None:
    assert score(aborted(3), "aborted") > score(aborted(10), "aborted") > score(aborted(31), "aborted") > 0
    assert score(aborted(10), "stream-stall") < score(aborted(31), "stream-stall")


def test_an_abort_before_the_provider_was_called_is_no_wish_for_no_reply_and_no_hanging_snapshot() -> None:
    cancel = record("cancel", 0.04)
    found = verdict((stored(user(0), run=LOOPS, records=(cancel,)), naming(cancel)))
    assert (found.cause, found.confidence) == ("aborted", Confidence.HIGH)
    empty = answer(user(0), 0.02, None, None)
    assert verdict((stored(user(0), empty, stage=Stage.STREAM, run=LOOPS, records=(cancel,)), naming(cancel))).cause == "aborted"
    late = record("cancel", 60)
    assert score((stored(user(0), run=LOOPS, records=(late,)), naming(late)), "aborted") == 0  # what kept it so long is the cause
    began = (record("loop", 0.02, step="0"), cancel)
    assert score((stored(user(0), stage=Stage.LOOP, run=LOOPS, records=began), with_calls()), "snapshot-hang") < 20
    called = (*began[:1], record("stream", 0.03, small="false"), cancel)
    assert score((stored(user(0), stage=Stage.STREAM, run=LOOPS, records=called), naming()), "aborted") == 0


@pytest.mark.parametrize(("still", "points"), [(29.999, 10), (30, 4)])
def test_after_half_a_minute_of_silence_an_abort_says_little(still: float, points: int) -> None:
    assert score(aborted(still), "aborted") == points


@pytest.mark.parametrize(("later", "points"), [(4, 40), (4.001, 0)])
def test_an_abort_within_four_seconds_of_the_prompt_is_a_wish(later: float, points: int) -> None:
    cancel = record("cancel", later)
    assert score((stored(user(0), run=LOOPS, records=(cancel,)), naming(cancel)), "aborted") == points


def seen_in_log(waited: float, *, cancelled: bool = True, error: str = "Aborted", rows_: bool = False) -> Case:
    """A prompt that only the log shows: its provider was called at 0.3 s, and the work ended `waited` seconds later."""
    end = record("process", 0.3 + waited, level="ERROR", error=error)
    lines = (LOOP, STREAM, *((record("cancel", 0.3 + waited - 0.01),) if cancelled else ()), end)
    there = naming()
    assert there.logs is not None
    found = prompt(rows=rows() if rows_ else None, stage=Stage.STREAM, records=lines, run=LOOPS)
    return found, replace(there, logs=replace(there.logs, sessions={SES: lines}))


def test_an_abort_that_only_the_log_shows_is_named() -> None:
    found = verdict(seen_in_log(3.9))
    assert (found.cause, found.confidence, found.candidates) == ("aborted", Confidence.MEDIUM, ("aborted", "stream-stall"))


@pytest.mark.parametrize(("waited", "points"), [(3.999, 20), (4, 10), (60, 10)])
def test_after_some_seconds_a_log_alone_does_not_tell_a_wish_from_a_reaction_to_silence(waited: float, points: int) -> None:
    assert score(seen_in_log(waited), "aborted") == points
    assert "server-stopped" not in verdict(seen_in_log(waited)).candidates


def test_an_abort_after_several_calls_may_have_stopped_a_server_that_answers_without_end() -> None:
    found, there = seen_in_log(1)
    again = replace(
        found,
        records=(LOOP, STREAM, record("loop", 0.5, step="1"), record("stream", 0.6, small="false"), *(found.records or ())[2:]),
    )
    assert (score((found, there), "aborted"), score((again, there), "aborted")) == (20, 10)
    assert verdict((again, there)).cause is None


def test_work_that_ended_otherwise_or_without_a_cancel_is_not_a_clients_abort() -> None:
    assert verdict(seen_in_log(1, cancelled=False)).cause is None  # a disposed instance leaves the same record
    assert score(seen_in_log(1, error="Forbidden"), "aborted") == 0
    assert score(seen_in_log(1, rows_=True), "aborted") == 0  # the rows decide


@pytest.mark.parametrize(("still", "cause"), [(4, None), (29.999, None), (30, "stream-stall")])
def test_a_text_that_had_begun_may_have_arrived_until_the_abort(still: float, cause: str | None) -> None:
    found = verdict(aborted(still + 0.8, replace(text(75), time_created=at(1))))
    assert (found.cause, set(found.candidates)) == (cause, {"aborted", "stream-stall"})


def broken_off(*more: LogRecord, after: float = 0.2, **fields: object) -> Case:
    """An answer that ended in MessageAbortedError `after` so many seconds, with the whole log of its loop."""
    end = answer(user(0), 0.1, after, None, error_name="MessageAbortedError", error_message="Aborted")
    return stored(user(0), end, stage=Stage.FAILED, records=(LOOP, *more), run=LOOPS, **fields), naming()


@pytest.mark.parametrize("version", ["1.13.9", "1.14.0"])
@pytest.mark.parametrize("cancelled", [False, True])
def test_without_cancel_in_its_log_an_aborted_answer_was_ended_by_the_server(version: str, cancelled: bool) -> None:
    case = broken_off(*((record("cancel", 2.9),) if cancelled else ()), after=3, version=version)
    found = (replace(case[0], run=LOOPS), case[1])
    assert score(found, "aborted") == (40 if cancelled or version == "1.13.9" else 10)


@pytest.mark.parametrize(("after", "points"), [(0.999, 10), (1, 40)])
def test_without_a_log_an_abort_in_the_prompts_first_second_proves_no_wish(after: float, points: int) -> None:
    found, _ = broken_off(after=after)
    assert score((replace(found, records=None), world(logs=False)), "aborted") == points
