"""How many answered prompts the timeline shows."""

from __future__ import annotations

import pytest

from inspector.diagnosis.timeline import timeline
from inspector.model import EventKind
from tests.rules.cases import prompt, world


@pytest.mark.parametrize(("answered", "drawn"), [(2000, 2000), (2001, 1001)])
def test_up_to_2000_answered_prompts_are_on_the_timeline_of_more_every_second(answered: int, drawn: int) -> None:
    events = timeline((), [prompt()] * answered, world())
    assert len([event for event in events if event.kind is EventKind.WORKED]) == drawn
