"""Which prompts are listed, and which only a log could explain."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.listing import Place, is_still_running, place_of
from inspector.model import PartRow, Stage
from inspector.prompts.prompt import Prompt
from tests.rules.cases import answer, at, hanging, record, stored, text, tool, user, verdict, world

OPEN = stored(user(0), answer(user(0), 0, None, None), stage=Stage.ANSWERING)
CALLING = hanging(tool("bash", 0, has_output=True))


@pytest.mark.parametrize(
    ("agent", "place"),
    [("reviewer", Place.UNSEEN), ("build", Place.LISTED)],
    ids=["the model answered other agents only", "the model answered this agent"],
)
def test_without_a_log_a_model_counts_as_known_only_for_the_agents_that_it_answered(agent: str, place: Place) -> None:
    """An agent's own configuration may bring a model, and another server on the same file may lack both."""
    there = world(
        logs=False, answered_models=frozenset({("mock", "good")}), answered_agents=frozenset({("build", "mock", "good")})
    )
    case = replace(stored(user(0, agent=agent)), records=None, run=None)
    assert place_of(case, verdict((case, there)), there) is place


@pytest.mark.parametrize(
    ("case", "quiet", "running"),
    [
        (OPEN, 59.999, True),
        (OPEN, 60, False),
        (CALLING, 600.199, True),
        (CALLING, 600.2, False),
        (stored(user(0)), 2.999, True),
        (stored(user(0)), 3, False),
    ],
    ids=["answer just below", "answer", "tool just below", "tool", "stored just below", "stored"],
)
def test_a_live_server_works_on_what_moved_within_a_minute_a_tool_within_ten_and_a_stored_prompt_within_3_s(
    case: Prompt, quiet: float, running: bool
) -> None:
    assert is_still_running(case, world(live=True, now=at(quiet))) is running


def again(seconds: float, *parts: PartRow) -> Prompt:
    """A prompt whose provider was called at 1 s and, in the same step, `seconds` later."""
    records = record("loop", 0.5, step="0"), record("stream", 1), record("stream", 1 + seconds)
    return replace(OPEN, records=records, answer_parts=parts)


@pytest.mark.parametrize(
    ("case", "running"),
    [
        (again(119.999), True),
        (again(120), False),
        (again(120, text()), False),
        (again(120, replace(text(), time_created=at(121))), True),
    ],
    ids=["the call before failed sooner", "timed out", "the text came before the time-out", "text came from the second call"],
)
def test_a_prompt_whose_provider_call_timed_out_is_listed_although_the_server_has_just_called_again(
    case: Prompt, running: bool
) -> None:
    assert is_still_running(case, world(live=True, now=at(125))) is running
