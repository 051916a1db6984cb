"""The watch itself: what it reports, when, and that it reports each prompt once."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector.live import sessions, watch as live
from inspector.live.watch import Watch
from inspector.live.window import Windows
from inspector.logs.follow import Follower
from inspector.model import Question
from tests.database.databases import START, another_process, made, writing

pytestmark = pytest.mark.slow
BANNER = "INFO  2026-11-22T06:42:43 +871ms service=default version=1.15.13 args=[] process_role=main run_id=5d9f45d0 opencode\n"
ALWAYS_S = 60.0


def failure(session: str) -> str:
    now = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%S}"
    return (
        f"ERROR {now} +1ms service=default session.id={session} "
        'cause={"_id":"Cause","failures":[{"_tag":"Die","defect":{"data":{"message":"Agent not found: \\"ghost\\". '
        'Available agents: build, plan"},"name":"UnknownError"}}]} prompt_async failed\n'
    )


def session_id(number: int) -> str:
    return f"ses_dfe01c813ffe7rAq2JUnH9{number:04}"


def append(path: Path, text: str) -> None:
    with path.open("a") as file:
        file.write(text)


class Watching:
    """A watch in a thread of the test."""

    def __init__(self, tmp_path: Path, question: Question, silence: float) -> None:
        self.news: list[live.News] = []
        self.troubles: list[tuple[str, str]] = []
        self.stopped = threading.Event()
        windows = tmp_path / "windows"
        windows.mkdir()
        follower = Follower(question.logs, lambda *said: self.troubles.append(said))
        self.watch = Watch(
            question,
            follower,
            Windows(windows),
            silence=silence,
            news=self.news.append,
            trouble=lambda *said: self.troubles.append(said),
        )
        self.thread = threading.Thread(target=self.watch.run, args=(self.stopped.is_set,))
        self.thread.start()

    def reported(self) -> list[tuple[str | None, str | None]]:
        return [(entry.session_id, entry.cause) for news in list(self.news) for entry in news.entries]

    def until(self, condition: Callable[[], object]) -> None:
        end = time.monotonic() + ALWAYS_S
        while not condition():
            assert time.monotonic() < end, f"reported so far: {self.reported()}, troubles: {self.troubles}"
            time.sleep(0.02)

    def stop(self) -> None:
        self.stopped.set()
        self.thread.join()


@pytest.fixture
def start(tmp_path):
    with ExitStack() as stack:

        def begin(question: Question, silence: float = 3600.0) -> Watching:
            watching = Watching(tmp_path, question, silence)
            stack.callback(watching.stop)
            if question.database:
                watching.until(lambda: watching.watch.state.looks)
            return watching

        yield begin


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "server.log"
    path.write_text(BANNER)
    return path


@pytest.fixture
def database(tmp_path):
    """A database that another process holds open, as a server does."""
    path = made(tmp_path, "1.15.13")
    with another_process(path, "database.execute('select count(*) from session').fetchall()"):
        yield path


def now() -> int:
    """This moment, as the time the helpers of the database take."""
    return int(time.time() * 1000) - START


def moment(ago_s: int = 0) -> str:
    """A moment of just now, as the classic log writes it."""
    return f"{datetime.now(UTC) - timedelta(seconds=ago_s):%Y-%m-%dT%H:%M:%S}"


def test_a_failure_is_reported_while_the_log_is_busy(log, start):
    """The log never falls silent before the failure is reported."""
    watching = start(Question(logs=(str(log),)))
    append(log, failure(session_id(1)))
    written = 0
    while not watching.reported():
        append(log, "INFO  2026-11-28T06:43:01 +1ms service=default nothing at all\n" * 5)
        written += 1
        assert written < ALWAYS_S / 0.02
        time.sleep(0.02)
    assert watching.reported() == [(session_id(1), "agent-not-found")]


@pytest.mark.slow
@pytest.mark.parametrize("way", ["rename", "copytruncate"])
def test_no_failure_is_lost_over_a_hundred_rotations(log, start, way):
    watching = start(Question(logs=(str(log),)))
    for number in range(100):
        append(log, failure(session_id(number)))
        copy = log.with_name(f"server.log.{number}")
        if way == "rename":
            log.rename(copy)
            log.touch()
        else:
            shutil.copyfile(log, copy)
            os.truncate(log, 0)
        time.sleep(0.02)
    watching.until(lambda: len(watching.reported()) >= 100)
    watching.stop()
    assert sorted(watching.reported()) == [(session_id(number), "agent-not-found") for number in range(100)]
    assert watching.troubles == []


def test_the_place_of_a_failure_is_its_place_in_the_log(log, start):
    watching = start(Question(logs=(str(log),)))
    append(log, "INFO  2026-11-28T06:43:01 +1ms service=default nothing at all\n")
    at = log.stat().st_size
    append(log, failure(session_id(1)))
    watching.until(watching.reported)
    (news,) = watching.news
    assert [entry.log for entry in news.report.failures] == [(str(log), at)]
    assert [found.path for found in news.report.logs] == [str(log)]
    sources = {evidence.source for entry in news.entries for evidence in entry.evidence}
    assert not any(str(log.parent / "windows") in source for source in sources)


def test_a_prompt_without_an_answer_is_reported_once_and_when_it_is_answered_after_all(database, start):
    watching = start(Question(logs=(), database=str(database)), silence=1.0)
    with writing(database) as rows:
        rows.session("ses_silent", now())
        at = now()
        rows.user("ses_silent", "msg_silent", at)
        rows.part("ses_silent", "msg_silent", "prt_silent", at, {"type": "text", "text": "hello"})
        rows.assistant("ses_silent", "msg_silent_answer", now(), "msg_silent", time={"created": START + at}, finish=None)
    watching.until(watching.reported)
    looks = watching.watch.state.lines, len(watching.news)
    with writing(database) as rows:  # another session: the rows are read again, and the first one is judged again
        rows.session("ses_good", now())
        rows.exchange("ses_good", now())
    with writing(database) as rows:
        rows.database.execute("DELETE FROM message WHERE id = 'msg_silent_answer'")
        rows.assistant("ses_silent", "msg_silent_done", now(), "msg_silent")
    watching.until(lambda: any(news.answered for news in watching.news))
    assert looks[1] == 1
    assert [session for session, _ in watching.reported()] == ["ses_silent"]
    (answered,) = [prompt for news in watching.news for prompt in news.answered]
    assert (answered.session_id, answered.message_id) == ("ses_silent", "msg_silent")
    watching.until(lambda: watching.watch.state.answered == 2)
    assert (watching.watch.state.silent, watching.watch.state.answered_late) == (0, 1)


def test_an_answer_that_ended_in_an_error_is_reported_before_the_silence_has_passed(database, start):
    watching = start(Question(logs=(), database=str(database)), silence=3600.0)
    with writing(database) as rows:
        rows.session("ses_error", now())
        rows.user("ses_error", "msg_error", now())
        error = {"name": "APIError", "data": {"message": "Incorrect API key provided", "statusCode": 401, "isRetryable": False}}
        rows.assistant("ses_error", "msg_error_answer", now(), "msg_error", error=error, finish=None)
    watching.until(watching.reported)
    assert watching.reported() == [("ses_error", "provider-error")]


def test_what_is_answered_in_time_and_what_is_running_is_not_reported(database, start):
    watching = start(Question(logs=(), database=str(database)), silence=3600.0)
    with writing(database) as rows:
        for number in range(20):
            rows.session(f"ses_good{number}", now())
            rows.exchange(f"ses_good{number}", now())
        rows.session("ses_running", now())
        rows.user("ses_running", "msg_running", now())
    watching.until(lambda: (watching.watch.state.answered, watching.watch.state.running) == (20, 1))
    watching.stop()
    assert watching.reported() == []


def test_a_database_that_is_replaced_is_read_on(tmp_path, start):
    path = made(tmp_path, "1.15.13")
    with writing(path) as rows:
        for number in range(100):
            rows.session(f"ses_old{number}", now())
            rows.exchange(f"ses_old{number}", now())
    watching = start(Question(logs=(), database=str(path)), silence=1.0)
    (tmp_path / "next").mkdir()
    other = made(tmp_path / "next", "1.15.13")
    with writing(other) as rows:
        at = now()
        rows.session("ses_new", at)
        rows.user("ses_new", "msg_new", at)
        rows.assistant("ses_new", "msg_new_answer", at, "msg_new", time={"created": START + at}, finish=None)
    other.replace(path)
    watching.until(watching.reported)
    watching.stop()
    assert [session for session, _ in watching.reported()] == ["ses_new"]


def test_a_prompt_that_was_silent_long_before_the_watch_began_is_not_reported(database, start):
    hours = 3 * 3_600_000
    with writing(database) as rows:
        rows.session("ses_history", now() - hours)
        rows.user("ses_history", "msg_history", now() - hours)
        rows.assistant("ses_history", "msg_history_answer", now() - hours, "msg_history", time={"created": 1}, finish=None)
    watching = start(Question(logs=(), database=str(database)), silence=0.5)
    with writing(database) as rows:
        at = now()
        rows.session("ses_new", at)
        rows.user("ses_new", "msg_new", at)
        rows.assistant("ses_new", "msg_new_answer", at, "msg_new", time={"created": START + at}, finish=None)
    watching.until(watching.reported)
    watching.stop()
    assert [session for session, _ in watching.reported()] == ["ses_new"]


def test_a_prompt_that_has_waited_long_enough_when_the_watch_begins_is_reported_at_once(database, start):
    with writing(database) as rows:
        at = now() - 600_000
        rows.session("ses_open", at)
        rows.user("ses_open", "msg_open", at)
        rows.assistant("ses_open", "msg_open_answer", at, "msg_open", time={"created": START + at}, finish=None)
    watching = start(Question(logs=(), database=str(database)), silence=2 * ALWAYS_S)
    watching.until(watching.reported)
    assert [session for session, _ in watching.reported()] == ["ses_open"]


@pytest.mark.slow
def test_the_server_never_finds_the_database_busy(database, start):
    """Its own time limit is zero, so that any lock of the watch would show as SQLITE_BUSY."""
    watching = start(Question(logs=(), database=str(database)))
    looks = watching.watch.state.looks
    with closing(sqlite3.connect(database, isolation_level=None, timeout=0)) as server:
        number = 0
        while watching.watch.state.looks < looks + 3:
            values = (f"ses_{number}", "p", "s", "/", "t", "1.15.13", number, number)
            server.execute(
                "INSERT INTO session (id, project_id, slug, directory, title, version, time_created, time_updated)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                values,
            )
            number += 1
            if number % 500 == 0:
                server.execute("PRAGMA wal_checkpoint(PASSIVE)")
    assert watching.troubles == []


def test_a_reported_prompt_is_judged_again_when_the_log_names_its_session(log, database, start, monkeypatch):
    """No row need have changed: a server that calls its provider again only logs it."""
    monkeypatch.setattr(live, "MENTIONED_S", 0.2)
    monkeypatch.setattr(sessions, "RECHECK_S", 3600.0)
    judged = []
    monkeypatch.setattr(live, "at_origin", lambda report, windows: judged.append(report) or report)
    watching = start(Question(logs=(str(log),), database=str(database)), silence=1.0)
    with writing(database) as rows:
        at = now() - 60_000
        rows.session("ses_open", at)
        rows.user("ses_open", "msg_open", at)
        rows.part("ses_open", "msg_open", "prt_open", at, {"type": "text", "text": "hello"})
        rows.assistant("ses_open", "msg_open_answer", at, "msg_open", time={"created": START + at}, finish=None)
    watching.until(watching.reported)
    before = len(judged)
    append(log, f"INFO  {moment()} +1ms service=llm providerID=mock modelID=good session.id=ses_open small=false stream\n")
    watching.until(lambda: len(judged) > before)


def test_each_prompt_of_a_session_is_reported_in_its_own_time(database, start, monkeypatch):
    """The second one is queued behind the first, which is reported before the second has waited long enough."""
    monkeypatch.setattr(sessions, "RECHECK_S", 3600.0)
    watching = start(Question(logs=(), database=str(database)), silence=3.0)
    with writing(database) as rows:
        at = now() - 60_000
        rows.session("ses_open", at)
        rows.user("ses_open", "msg_first", at)
        rows.assistant("ses_open", "msg_open_answer", at, "msg_first", time={"created": START + at}, finish=None)
    watching.until(lambda: watching.watch.state.running == 1)
    with writing(database) as rows:
        rows.user("ses_open", "msg_second", now())
    watching.until(lambda: len(watching.reported()) == 2)
    assert [entry.message_id for news in watching.news for entry in news.entries] == ["msg_first", "msg_second"]


@pytest.mark.parametrize("restart_s", [0.2, 3600.0], ids=["soon after the restart", "when the watch ends"])
def test_a_reported_cause_is_corrected_when_the_server_that_ran_the_prompt_was_stopped(
    log, tmp_path, start, monkeypatch, restart_s
):
    """A prompt looks stalled as long as its server runs; after a restart the stop is as good an explanation."""
    monkeypatch.setattr(live, "RESTART_S", restart_s)
    path = made(tmp_path, "1.15.13")
    with ExitStack() as server:
        server.enter_context(another_process(path, "database.execute('select count(*) from session').fetchall()"))
        watching = start(Question(logs=(str(log),), database=str(path)), silence=1.0)
        with writing(path) as rows:
            at = now() - 60_000
            rows.session("ses_open", at)
            rows.user("ses_open", "msg_open", at)
            rows.part("ses_open", "msg_open", "prt_open", at, {"type": "text", "text": "hello"})
            rows.assistant("ses_open", "msg_open_answer", at, "msg_open", time={"created": START + at}, finish=None)
        call = "service=llm providerID=mock modelID=good session.id=ses_open small=false stream"
        append(log, f"INFO  {moment(60)} +1ms {call}\nINFO  {moment()} +1ms service=default nothing at all\n")
        watching.until(watching.reported)
    ((_, before),) = watching.reported()
    append(log, BANNER.replace("2026-11-22T06:42:43", moment()).replace("5d9f45d0", "7bc0b454"))
    if restart_s > ALWAYS_S:
        watching.stop()
    watching.until(lambda: any(news.changed for news in watching.news))
    (changed,) = [news for news in watching.news if news.changed]
    assert [(prompt.session_id, prompt.cause) for prompt in changed.changed] == [("ses_open", before)]
    assert [entry.session_id for entry in changed.entries] == ["ses_open"] and changed.entries[0].cause != before
    watching.stop()
    state = watching.watch.state
    assert (state.reported.total(), state.counted.total(), state.corrected) == (1, 2, 1)
