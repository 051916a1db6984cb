"""The watch: follows logs and rows of a running server, and reports each prompt in trouble once, with its cause.

Two events start a diagnosis. A record of a failure (a failed prompt, a rejection) is diagnosed `SETTLE_S` after it was read,
whatever else is logged. A session without an answer is diagnosed after `silence`, and earlier when its answer ended in an error.
Both use the engine of `inspector diagnose`, on the newest part of the logs and the live rows.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from inspector.errors import InspectorError
from inspector.live.origins import at_origin
from inspector.live.rows import BEFORE, Look, Rows
from inspector.live.sessions import Sessions
from inspector.live.state import News, State
from inspector.live.told import Told
from inspector.live.window import PAST_BYTES, Windows
from inspector.logs.alarms import Alarms
from inspector.logs.follow import Follower
from inspector.model import Entry, LogRecord, Outcome, Question, Report

POLL_S = 0.1  # any value: a waiting time
"""Seconds between two reads of the logs."""
SETTLE_S = 0.5
"""Seconds between a failure and its diagnosis, so that the server can finish the rows and records that explain it."""
ROWS_EVERY_S = 2.0
"""Seconds between two queries of the rows."""
RESTART_S = 5.0
"""Seconds between the first record of a new server process and the next diagnosis of reported prompts."""
MENTIONED_S = 30.0
"""Seconds between a log record of a reported session and its next diagnosis."""
MOST_AT_ONCE = 50
"""At most this many sessions are diagnosed at once."""
LOOK_BACK = timedelta(minutes=2)
SHARE = 0.25
"""Silent sessions are diagnosed during at most this share of the time, so that a failure never waits for them."""
LONE = "a line contains “prompt_async failed” but cannot be parsed: its format differs from the lines around it"
"""The problem of a failure line that parses alone but not as part of the whole log."""


class Watch:
    """One watch over the logs and the database of `question`. `run` returns when `stop` says so, or the input has ended."""

    def __init__(
        self,
        question: Question,
        follower: Follower,
        windows: Windows,
        *,
        silence: float,
        news: Callable[[News], None],
        trouble: Callable[[str, str], None],
    ) -> None:
        self.state = State()
        self._question = question
        self._follower = follower
        self._windows = windows
        self._rows = Rows(question.database) if question.database else None
        self._sessions = Sessions(silence)
        self._told = Told()
        self._news = news
        self._trouble = trouble
        self._alarms: dict[str, Alarms] = {}
        self._heard: queue.Queue[tuple[float, LogRecord]] = queue.Queue()
        self._pending: list[tuple[float, LogRecord]] = []
        self._started = datetime.now(UTC)
        self._last_written = time.monotonic()
        self._rows_due = self._silent_due = 0.0
        self._closed: set[str] = set()
        self._starts = 0
        self._reported_ids: tuple[bytes, ...] = ()
        self._mentioned: queue.SimpleQueue[str] = queue.SimpleQueue()
        self._reader_ended = threading.Event()
        self._stopping = threading.Event()
        windows.needed = self._is_due

    def _is_due(self) -> bool:
        """True while failures wait for their diagnosis."""
        return bool(self._pending) or not self._heard.empty() or any(alarms.holds_alarm for alarms in list(self._alarms.values()))

    @property
    def quiet_s(self) -> float:
        """Seconds since anything was written to a log; 0 while a diagnosis is due."""
        return 0.0 if self._is_due() else time.monotonic() - self._last_written

    def run(self, stop: Callable[[], bool], tick: Callable[[State], None] = lambda state: None) -> None:
        """Follow until `stop` returns True or standard input ends; `tick` is called several times a second."""
        for piece in self._follower.past(PAST_BYTES):
            self._windows.start(piece.name, piece.path, piece.offset)
            self._windows.add(piece)
        reader = threading.Thread(target=self._read, name="follow", daemon=True)
        reader.start()
        _load_engine(with_database=self._rows is not None)
        try:
            while not stop() and not self._reader_ended.is_set():
                self._step()
                tick(self.state)
                self._stopping.wait(POLL_S)
        finally:
            self._stopping.set()
            reader.join()
        if self._pending or not self._heard.empty():
            time.sleep(SETTLE_S)
        self._judge_alarms(settle=0.0)
        self._look_at_rows(time.monotonic())
        if waiting := sorted(self._told.waiting_sessions()):
            self._judge_open(waiting)
        self._count(time.monotonic())
        tick(self.state)
        self._follower.close()

    # --- reading, in its own thread, so that no rotation is missed while a diagnosis runs ---

    def _read(self) -> None:
        while True:
            final = self._stopping.is_set()
            try:
                for piece in self._follower.read(final):
                    self._last_written = time.monotonic()
                    self.state.lines += piece.data.count(b"\n")
                    alarms = self._alarms.setdefault(piece.name, Alarms(piece.name, self._trouble))
                    for id in self._reported_ids:
                        if id in piece.data:
                            self._mentioned.put(id.decode())
                    for record in alarms.feed(piece.data, piece.begins):
                        self._hear(record)
                    self._windows.add(piece)
                    while self._windows.crowded() and not self._stopping.is_set():
                        self._stopping.wait(POLL_S)
                        self._hear_held_back(final=False)
                    self._measure_lag(alarms)
                self._hear_held_back(final=final or self._follower.ended)
            except OSError as error:
                self._trouble(
                    "", f"the newest part of the logs cannot be kept: {error.strerror or error}; set TMPDIR to a larger disk"
                )
            if final:
                return
            if self._follower.ended:
                self._reader_ended.set()
            self._stopping.wait(POLL_S)

    def _hear_held_back(self, final: bool) -> None:
        for alarms in self._alarms.values():
            for record in alarms.flush(final=final):
                self._hear(record)

    def _hear(self, record: LogRecord) -> None:
        self._heard.put((time.monotonic(), record))

    def _measure_lag(self, alarms: Alarms) -> None:
        if alarms.newest is not None and alarms.newest != self.state.newest:
            self.state.newest = alarms.newest
            self.state.lag = max(0.0, (datetime.now(UTC) - alarms.newest).total_seconds())

    # --- judging ---

    def _step(self) -> None:
        self._judge_alarms(SETTLE_S)
        now = time.monotonic()
        if self._rows is not None and now >= self._rows_due:
            self._rows_due = now + ROWS_EVERY_S
            self._look_at_rows(now)
        self._notice_evidence(now)
        if now >= self._silent_due:
            self._judge_silent(now)
        self._count(now)

    def _judge_alarms(self, settle: float) -> None:
        while True:
            try:
                self._pending.append(self._heard.get_nowait())
            except queue.Empty:
                break
        now = time.monotonic()
        ready = [record for heard, record in self._pending if now - heard >= settle]
        if not ready:
            return
        self._pending = [(heard, record) for heard, record in self._pending if now - heard < settle]
        sessions = {record.session_id for record in ready}
        named = tuple(sorted(id for id in sessions if id))
        floor = min([self._started, *(record.time for record in ready if record.time)]) - timedelta(seconds=1)
        report = self._diagnosed(() if None in sessions else named, floor - LOOK_BACK)
        if report is None:
            return
        known = {entry.session_id for entry in report.entries}
        for record in ready:
            if record.session_id and record.session_id not in known:
                self._trouble(record.path, LONE)
        self._tell(report, lambda entry: _is_logged(entry) and (entry.time is None or entry.time >= floor))
        self._tell_changed(report)

    def _notice_evidence(self, now: float) -> None:
        """Diagnose reported prompts again when the log names their session or a server starts, because the cause may
        have changed."""
        waiting = self._told.waiting_sessions()
        mentioned = {self._mentioned.get() for _ in range(self._mentioned.qsize())}
        self._sessions.recheck(mentioned & waiting, now + MENTIONED_S)
        starts = sum(alarms.starts for alarms in list(self._alarms.values()))
        if starts > self._starts:
            self._starts = starts
            self._sessions.recheck(waiting, now + RESTART_S)

    def _look_at_rows(self, now: float) -> None:
        if self._rows is None:
            return
        look = self._rows.look(self._sessions.open)
        self.state.looks += 1
        if self._rows.trouble:
            self._trouble(self._rows.path, self._rows.trouble)
        if look is not None:
            self._closed |= self._sessions.update(look, now)
            self._closed |= {held.session_id for held in self._told.waiting.values() if held.session_id in look.touched}
            self._look_for_answers(look)

    def _judge_silent(self, now: float) -> None:
        due = self._sessions.due(now, MOST_AT_ONCE)
        if due:
            self._judge_open(due)
            ended = time.monotonic()
            self._silent_due = ended + (ended - now) / SHARE

    def _judge_open(self, due: Sequence[str]) -> None:
        """Diagnose open sessions; report new entries and changed causes."""
        report = self._diagnosed(tuple(due), self._started - BEFORE - LOOK_BACK)
        ended = time.monotonic()
        self._sessions.judged(due, ended)
        if report is None:
            return
        latest = datetime.now(UTC) - timedelta(seconds=self._sessions.silence)

        def wanted(entry: Entry) -> bool:
            if entry.time is None or entry.time < self._started - BEFORE or entry.session_id is None:
                return False
            return _is_logged(entry) or entry.time <= latest or self._sessions.is_over(entry.session_id, ended)

        known = {entry.session_id for entry in self._tell(report, wanted) if entry.session_id}
        self._sessions.settled(known, ended)
        for entry in report.silent:
            waits = not (entry.recovered or entry.expected)
            if waits and entry.session_id and entry.time and entry.time > latest:  # sent after the prompt that is due
                self._sessions.recheck((entry.session_id,), ended + (entry.time - latest).total_seconds())
        self._tell_changed(report)

    def _look_for_answers(self, look: Look) -> None:
        """Report the prompts that were reported as silent and are answered now."""
        held = [found for found in self._told.waiting.values() if found.session_id in self._closed]
        self._closed.clear()
        if not held or self._rows is None:
            return
        answered = self._rows.answered(held)
        for found in held:
            if (
                found in answered or found.session_id not in look.suspects
            ):  # otherwise a later prompt may have caused the activity
                self._told.waiting.pop((found.session_id, found.message_id or found.time), None)
        if answered:
            report = self._diagnosed(tuple(sorted({found.session_id for found in answered})), self._started - BEFORE)
            if report is not None:
                self.state.answered_late += len(answered)
                self._news(News(replace(report, failures=(), silent=(), rejected=(), causes=()), tuple(answered)))

    def _diagnosed(self, sessions: tuple[str, ...], since: datetime) -> Report | None:
        from inspector.diagnosis.diagnose import diagnose

        asked = replace(
            self._question, logs=self._windows.files(), since=since, sessions=sessions,
            patience=timedelta(seconds=self._sessions.silence), watched=True,
        )  # fmt: skip
        with self._windows.reading:
            try:
                report = at_origin(diagnose(asked), self._windows)
            except InspectorError as error:
                self._trouble("", error.message)
                return None
        self.state.servers = report.runs
        return report

    def _tell(self, report: Report, wanted: Callable[[Entry], bool]) -> tuple[Entry, ...]:
        """Report the new entries of `report`; return all wanted entries, new or not."""
        for problem in report.problems:
            if problem.is_unknown_session:
                continue
            self._trouble(problem.where, problem.what)

        def needs_action(entry: Entry) -> bool:
            return not (entry.recovered or entry.expected) and wanted(entry)

        news = News(self._told.fresh(report, needs_action))
        self._reported_ids = tuple(id.encode() for id in self._told.waiting_sessions())
        for entry in news.entries:
            self.state.reported[entry.outcome, entry.cause or "undecided"] += 1
            self.state.counted[entry.outcome, entry.cause or "undecided"] += 1
        if news.entries:
            self._news(news)
        return tuple(entry for entry in report.entries if wanted(entry))

    def _tell_changed(self, report: Report) -> None:
        changed = self._told.changed(report)
        if changed:
            causes = {entry.cause for _, entry in changed}
            kept = tuple(group for group in report.causes if group.cause in causes)
            failed = [found for found in changed if found[1].outcome is Outcome.FAILED]
            silent = [found for found in changed if found[1].outcome is not Outcome.FAILED]
            for held, entry in changed:
                self.state.reported["silent", held.cause or "undecided"] -= 1
                self.state.reported[entry.outcome, entry.cause or "undecided"] += 1
                self.state.counted[entry.outcome, entry.cause or "undecided"] += 1
            self.state.corrected += len(changed)
            report = replace(
                report, failures=tuple(e for _, e in failed), silent=tuple(e for _, e in silent), rejected=(), causes=kept
            )
            self._news(News(report, changed=tuple(held for held, _ in (*failed, *silent))))

    def _count(self, now: float) -> None:
        state, waiting = self.state, self._told.waiting.values()
        reported = {held.session_id for held in waiting}
        running = [held for id, held in self._sessions.open.items() if id not in reported and not held.settled]
        state.running = len(running)
        state.waiting = sum(_awaits_person(held.cause) for held in waiting)
        state.silent = len(waiting) - state.waiting
        state.answered = self._sessions.answered
        clock = datetime.now(UTC)
        ages = [now - held.since for held in running] + [(clock - held.time).total_seconds() for held in waiting if held.time]
        state.oldest = max(ages, default=None)


def _load_engine(with_database: bool) -> None:
    """Import the modules of a diagnosis, so that the first diagnosis is as quick as the others."""
    import inspector.diagnosis.diagnose
    from inspector.rules._rule import rules

    rules()
    if with_database:
        import inspector.database.hunt  # noqa: F401


def _awaits_person(cause: str | None) -> bool:
    from inspector.rules._rule import rules

    return cause is not None and cause in rules() and rules()[cause].awaits_person


def _is_logged(entry: Entry) -> bool:
    """Whether the server itself logged the failure, so that waiting is not necessary."""
    return entry.outcome is not Outcome.SILENT or entry.log is not None
