"""What is just below and just above each time and limit of the watch; the numbers are written out, or a changed one goes unnoticed."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from io import StringIO
from types import SimpleNamespace

import pytest

from inspector.database import Database
from inspector.database.changes import Place
from inspector.live import alerts, sources, view, watch, window
from inspector.live.rows import Look, Rows
from inspector.live.state import State
from inspector.live.window import Windows
from inspector.logs.follow import Follower, Piece
from inspector.model import LogRecord, Question
from tests.database.databases import made


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept = 0.0

    def monotonic(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds
        self.slept += seconds


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def watched(tmp_path, monkeypatch, clock):
    """A watch that is not running, and the sessions and times that it asks a diagnosis for."""
    monkeypatch.setattr(watch, "time", clock)
    made = watch.Watch(
        Question(logs=()), Follower((), print), Windows(tmp_path), silence=60.0, news=lambda news: None, trouble=print
    )
    asked = []
    monkeypatch.setattr(made, "_diagnosed", lambda sessions, since: asked.append((sessions, since)))
    return made, asked


def failure(at: datetime | None = None) -> LogRecord:
    return LogRecord("server.log", 0, "legacy", at, "ERROR", None, "prompt_async failed", {"session.id": "ses_a"})


@pytest.mark.parametrize(("waited", "count"), [(0.49, 0), (0.5, 1)])
def test_a_failure_is_diagnosed_half_a_second_after_it_was_read(watched, clock, waited, count):
    made, asked = watched
    made._hear(failure())
    clock.now += waited
    made._step()
    assert len(asked) == count


def test_the_records_of_two_minutes_before_a_failure_explain_it(watched, clock):
    made, asked = watched
    at = datetime(2020, 1, 1, tzinfo=UTC)
    made._hear(failure(at))
    clock.now += 1
    made._step()
    assert asked == [(("ses_a",), at - timedelta(minutes=2, seconds=1))]


def test_open_prompts_of_the_last_half_hour_are_diagnosed_with_what_came_before(watched):
    made, asked = watched
    made._judge_open(["ses_a"])
    assert asked == [(("ses_a",), made._started - timedelta(minutes=32))]


@pytest.mark.parametrize(("passed", "looks"), [(1.99, 1), (2.0, 2)])
def test_the_rows_are_queried_every_two_seconds(watched, clock, passed, looks):
    made, _ = watched
    made._rows = SimpleNamespace(look=lambda open_sessions: None, trouble="")
    made._step()
    clock.now += passed
    made._step()
    assert made.state.looks == looks


@pytest.mark.parametrize(("event", "seconds"), [("restart", 5.0), ("mention", 30.0)])
def test_a_reported_prompt_is_diagnosed_some_time_after_an_event(watched, clock, event, seconds):
    made, _ = watched
    made._told.waiting["ses_a", "msg_a"] = SimpleNamespace(session_id="ses_a")
    made._sessions.update(Look(frozenset({"ses_a"}), frozenset({"ses_a"})), clock.now)
    if event == "restart":
        made._alarms["server.log"] = SimpleNamespace(starts=1)
    else:
        made._mentioned.put("ses_a")
    made._notice_evidence(clock.now)
    assert made._sessions.open["ses_a"].due == clock.now + seconds


def test_fifty_open_sessions_are_diagnosed_at_once(watched, clock):
    made, asked = watched
    ids = frozenset(f"ses_{number}" for number in range(51))
    made._sessions.update(Look(ids, ids, is_first=True), clock.now)
    made._judge_silent(clock.now)
    assert [len(sessions) for sessions, _ in asked] == [50]


def test_silent_sessions_take_a_quarter_of_the_time(watched, clock, monkeypatch):
    made, _ = watched
    made._sessions.update(Look(frozenset({"ses_a"}), frozenset({"ses_a"}), is_first=True), clock.now)
    monkeypatch.setattr(made, "_judge_open", lambda due: clock.sleep(8.0))
    made._judge_silent(clock.now)
    assert made._silent_due == clock.now + 32.0


@pytest.mark.parametrize(
    ("places", "before"), [(None, timedelta(minutes=30)), ({"message": Place(5, frozenset({(5, "gone")}))}, timedelta(seconds=5))]
)
def test_the_first_look_goes_back_half_an_hour_and_that_at_a_new_file_five_seconds(tmp_path, monkeypatch, places, before):
    asked = []
    monkeypatch.setattr(Database, "hunt", lambda self, since: asked.append(since) or ())
    rows = Rows(str(made(tmp_path, "1.15.13")))
    began, rows._places = rows._looked, places
    rows.look(())
    assert asked == [began - before]


def test_the_command_is_run_every_ten_seconds(monkeypatch, clock):
    monkeypatch.setattr(alerts, "time", clock)
    command = alerts.Command("true", print)
    for text in ("first", "second", ""):
        command._queue.put(text)
    command._thread.join(30)
    assert clock.slept == pytest.approx(10.0, abs=0.01)


def test_a_hundred_alerts_wait(monkeypatch):
    troubles = []
    monkeypatch.setattr(alerts, "threading", SimpleNamespace(Thread=lambda **how: SimpleNamespace(start=lambda: None)))
    command = alerts.Command("true", lambda *said: troubles.append(said))
    for number in range(100):
        command.send(frozenset({str(number)}), "text")
    assert troubles == []
    command.send(frozenset({"one more"}), "text")
    assert troubles == [("--exec", "more than 100 alerts are waiting; one was dropped")]


@pytest.mark.parametrize(("length", "is_cut"), [(60_000, False), (60_001, True)])
def test_an_answer_for_an_agent_has_sixty_thousand_characters(length, is_cut):
    pytest.importorskip("mcp")
    from inspector.live.mcp import _answering

    def tool() -> str:
        return "x" * length

    text = _answering(tool)()
    assert (text.count("x"), "(cut after 60,000 characters of 60,001" in text) == (60_000, is_cut)


@pytest.mark.parametrize(("changed", "attempts"), [(1, 2), (9, 3)])
def test_a_container_s_database_is_copied_at_most_three_times(tmp_path, monkeypatch, changed, attempts):
    """Its write-ahead log begins anew during the first `changed` copies."""
    copies = Counter()

    def copied(container, name, folder, say):
        copies[name] += 1
        began_anew = min(copies["opencode.db-wal"] // 2, changed)
        (folder / name).write_bytes(b"log %d" % began_anew)
        return folder / name

    monkeypatch.setattr(sources, "_copied", copied)
    sources.docker_database(SimpleNamespace(), tmp_path, print)
    assert copies["opencode.db"] == attempts


@pytest.mark.parametrize(("at", "rate"), [(10.0, "1.0 lines/s"), (10.1, "0.1 lines/s")])
def test_the_rate_is_that_of_the_last_ten_seconds(monkeypatch, clock, at, rate):
    monkeypatch.setattr(view, "time", clock)
    drawn = view.View(StringIO(), "server.log")
    began = clock.now
    for moment, lines in ((0.0, 0), (1.0, 9), (at, 10)):
        clock.now = began + moment
        drawn.tick(State(lines=lines))
    drawn.wipe()
    assert {label: value for label, value, _ in drawn._counts(State())}["log"] == rate


@pytest.mark.parametrize(("size", "shortened"), [(134_217_728, 0), (134_217_729, 1)])
def test_a_copy_of_twice_64_mebibytes_is_shortened(tmp_path, monkeypatch, size, shortened):
    copies = []
    monkeypatch.setattr(Windows, "_shorten", lambda self, copy: copies.append(copy))
    windows = Windows(tmp_path)
    windows.add(Piece("server.log", "server.log", 0, b"x"))
    windows._copies["server.log"].size = size - 1
    windows.add(Piece("server.log", "server.log", size - 1, b"x"))
    assert len(copies) == shortened


def test_four_mebibytes_from_before_the_watch_are_read(watched, monkeypatch):
    made, _ = watched
    sizes = []
    monkeypatch.setattr(made, "_read", lambda: None)
    monkeypatch.setattr(made._follower, "past", lambda size: sizes.append(size) or ())
    made.run(lambda: True)
    assert sizes == [4_194_304]


def test_the_version_is_searched_256_mebibytes_back(monkeypatch):
    places = []
    file = SimpleNamespace(seek=places.append, read=lambda size: b"\n")
    monkeypatch.setattr(window, "Path", lambda path: SimpleNamespace(open=lambda mode: nullcontext(file)))
    assert window._naming_lines("server.log", 1_000_000_000) == []
    assert min(places) == 1_000_000_000 - 268_435_456
