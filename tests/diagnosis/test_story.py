"""How much of a session's history a report lists."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.diagnosis.story import _course, diagnosed_with_courses, session_story
from inspector.model import Question
from inspector.model.story import LineLogged
from inspector.prompts.join import Gathered
from tests.rules.cases import SES, record, world

LINE = 'timestamp=2026-11-22T07:00:{:02}.000Z level={} run=aaaaaaaa message="{}" session.id={} cause="{}"\n'


@pytest.mark.parametrize(("events", "first", "left_out", "last"), [(80, 80, 0, 0), (81, 20, 1, 60)])
def test_the_first_20_and_the_last_60_events_of_a_session_are_listed(events: int, first: int, left_out: int, last: int) -> None:
    there = world()
    assert there.logs is not None
    logs = replace(there.logs, sessions={SES: tuple(record("loop", n) for n in range(events))})
    course = _course(Gathered(replace(there, logs=logs), None, (), (), (), {}), SES, lambda record: True)
    assert (len(course.first), course.left_out, len(course.last)) == (first, left_out, last)


@pytest.mark.parametrize(("sessions", "listed"), [(50, 50), (51, 50)])
def test_the_histories_of_50_sessions_are_listed(sessions: int, listed: int, tmp_path: Path) -> None:
    log = tmp_path / "opencode.log"
    lines = (
        LINE.format(n % 60, "ERROR", "prompt_async failed", f"ses_{n:022}AbCd", "Cause([Die(Error: no budget)])")
        for n in range(sessions)
    )
    log.write_text("".join(lines))
    assert len(diagnosed_with_courses(Question((str(log),))).courses) == listed


@pytest.mark.parametrize(("length", "cut"), [(300, False), (301, True)])
def test_300_characters_of_an_error_are_shown(length: int, cut: bool, tmp_path: Path) -> None:
    log = tmp_path / "opencode.log"
    error = ("no budget " * 40)[: length - 1] + "z"
    log.write_text(LINE.format(0, "ERROR", "session error", SES, error))
    (line,) = (e.fact for e in session_story(Question((str(log),)), SES).events if isinstance(e.fact, LineLogged))
    assert (line.cut, line.error == error) == (cut, not cut)
