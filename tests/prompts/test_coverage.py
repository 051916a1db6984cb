"""A database that is another server's, or a copy made too early, says nothing of what came after it: no healthy prompt is accused."""

from __future__ import annotations

import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Check, Entry, LogRecord, Question, Report, Stage
from inspector.prompts.coverage import coverage_of_runs
from inspector.prompts.uncovered import _sent_after_copy
from inspector.renderers._sentences.notes import note_text
from tests.database.databases import START, made, writing
from tests.rules.cases import LOOPS, at, facts
from tests.truth import Recording

SAMPLES = Path(__file__).parents[2] / "samples"
MIXED, IDWRAP, SILENT = "mixed-1.18.33", "idwrap-1.15.13", "silent-mix-1.15.13"

# --- the decision itself ---------------------------------------------------------------------------


def session(time: datetime, tail: str = "AbCdEfGhIjKlMn") -> str:
    """A session's id as a server makes it: its complement rises with time."""
    return f"ses_{(1 << 48) - 1 - int(time.timestamp() * 1000) * 4096 % (1 << 48):012x}{tail}"


EARLY, LATE = session(at(-40)), session(at(50))
OLD_COPY = facts(newest_row=at(10))
"""LOOPS wrote its last loop at 60 s."""


def test_a_deleted_session_does_not_date_the_copy() -> None:
    run = replace(LOOPS, sessions=(EARLY, LATE))
    assert coverage_of_runs([run], OLD_COPY, {EARLY}) == {"aaaaaaaa": at(10)}
    assert coverage_of_runs([run], OLD_COPY, {EARLY}, (), {LATE}) == {}
    assert coverage_of_runs([run], facts(newest_row=at(60)), (), (), {EARLY}) == {}
    assert coverage_of_runs([run], facts(newest_row=at(60)), ()) == {"aaaaaaaa": None}


def test_a_database_with_rows_up_to_the_last_loop_covers_the_whole_run() -> None:
    run = replace(LOOPS, sessions=(EARLY, LATE))
    assert coverage_of_runs([run], facts(newest_row=at(60)), {EARLY, LATE}) == {}


@pytest.mark.parametrize(("newest", "found"), [(58, {}), (57.999, {"aaaaaaaa": at(57.999)})])
def test_a_row_is_written_within_two_seconds_of_the_record_of_its_loop(newest: float, found: dict[str, datetime]) -> None:
    run = replace(LOOPS, sessions=(EARLY, LATE))
    assert coverage_of_runs([run], facts(newest_row=at(newest)), {EARLY, LATE}) == found


@pytest.mark.parametrize(("made", "found"), [(12.001, {"aaaaaaaa": at(10)}), (12, {})])
def test_a_session_made_two_seconds_after_the_newest_row_may_have_been_deleted(made: float, found: dict[str, datetime]) -> None:
    run = replace(LOOPS, sessions=(EARLY, session(at(made))))
    assert coverage_of_runs([run], OLD_COPY, {EARLY}) == found


def test_a_database_without_any_of_a_runs_sessions_does_not_cover_the_run() -> None:
    other = replace(LOOPS, key="bbbbbbbb", sessions=("ses_x", "ses_y"))
    found = coverage_of_runs([replace(LOOPS, sessions=(EARLY, LATE)), other], facts(newest_row=at(60)), {EARLY})
    assert found == {"bbbbbbbb": None}


def test_a_single_session_that_is_not_there_may_have_been_deleted() -> None:
    assert coverage_of_runs([replace(LOOPS, sessions=("ses_x",))], facts(newest_row=at(60)), ()) == {}
    assert coverage_of_runs([replace(LOOPS, sessions=())], facts(newest_row=at(60)), ()) == {}


def test_a_database_with_a_failing_session_of_a_run_covers_the_run() -> None:
    run = replace(LOOPS, sessions=("ses_x", "ses_y"))
    assert coverage_of_runs([run], facts(newest_row=at(60)), (), {"aaaaaaaa"}) == {}
    assert coverage_of_runs([run], facts(newest_row=at(60)), (), {"bbbbbbbb"}) == {"aaaaaaaa": None}


def test_an_older_copy_covers_the_run_up_to_its_newest_row() -> None:
    assert coverage_of_runs(
        [replace(LOOPS, sessions=(EARLY, session(at(-40), "ZzZzZzZzZzZzZz")))], OLD_COPY, {session(at(-40), "ZzZzZzZzZzZzZz")}
    ) == {"aaaaaaaa": at(10)}
    assert coverage_of_runs([replace(LOOPS, sessions=(EARLY, LATE))], OLD_COPY, {EARLY}) == {"aaaaaaaa": at(10)}


def test_a_last_session_made_before_the_newest_row_and_not_there_was_deleted_and_dates_no_copy() -> None:
    gone = session(at(-30))
    assert coverage_of_runs([replace(LOOPS, sessions=(EARLY, gone))], OLD_COPY, {EARLY}) == {}


def test_a_database_without_a_newest_row_or_a_run_without_loops_dates_no_copy() -> None:
    assert coverage_of_runs([replace(LOOPS, sessions=(EARLY, LATE))], facts(newest_row=None), {EARLY}) == {}
    assert coverage_of_runs([replace(LOOPS, last_loop=None, sessions=(EARLY, LATE))], OLD_COPY, {EARLY}) == {}


@pytest.mark.parametrize(("stored", "is_new"), [(-5.001, True), (-5, False), (1, False), (1.001, True)])
def test_a_loop_after_the_copy_is_of_a_row_from_5_s_before_it_to_1_s_after_it(stored: float, is_new: bool) -> None:
    loop = LogRecord("server.log", 0, "legacy", at(60), "INFO", "aaaaaaaa", "loop", {"session.id": EARLY})
    shared = SimpleNamespace(coverage={"aaaaaaaa": at(10)})
    found = _sent_after_copy([SimpleNamespace(time=at(60 + stored))], SimpleNamespace(session_id=EARLY), shared, [[loop]])  # type: ignore[arg-type,list-item]
    assert bool(list(found)) is is_new


# --- recordings whose database was exchanged, or copied too early -----------------------------------


def copied(name: str, folder: Path) -> Recording:
    return Recording(Path(shutil.copytree(SAMPLES / name, folder / name)))


def report(recording: Recording, database: Path | None = None) -> Report:
    return diagnose(Question(tuple(map(str, recording.logs())), str(database or recording.folder / "opencode.db")))


def cut(database: Path, moment: datetime) -> None:
    """Make of a database the copy that would have been made at `moment`."""
    until = int(moment.timestamp() * 1000)
    with closing(sqlite3.connect(database)) as connection, connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        for table in tables & {"session", "message", "part", "session_message", "session_input"}:
            connection.execute(f"DELETE FROM {table} WHERE time_created > ?", (until,))
        connection.execute(
            "UPDATE message SET data = json_remove(data, '$.time.completed', '$.finish', '$.error') "
            "WHERE json_extract(data, '$.time.completed') > ?",
            (until,),
        )
        for table in tables & {"session", "message", "part", "session_message"}:
            connection.execute(f"UPDATE {table} SET time_updated = min(time_updated, ?)", (until,))


def sent(recording: Recording) -> list[datetime]:
    return sorted(datetime.fromisoformat(str(p["time"])) for _, prompts in recording.sessions() for p in prompts)


def accused(recording: Recording, entries: Iterable[Entry]) -> list[tuple[str | None, str | None]]:
    """Silent prompts of sessions in which every prompt was answered."""
    healthy = {session for session, prompts in recording.sessions() if prompts and all(p.get("outcome") == "ok" for p in prompts)}
    return [(entry.session_id, entry.cause) for entry in entries if entry.session_id in healthy]


@pytest.mark.parametrize(("name", "other"), [(MIXED, IDWRAP), (IDWRAP, MIXED), (SILENT, MIXED)])
def test_no_prompt_is_reported_because_of_another_servers_database(name: str, other: str, tmp_path: Path) -> None:
    recording, foreign = copied(name, tmp_path), copied(other, tmp_path)
    found = report(recording, foreign.folder / "opencode.db")
    assert accused(recording, (*found.failures, *found.silent)) == []


@pytest.mark.parametrize("name", [MIXED, SILENT])
def test_a_database_of_another_server_hides_nothing_of_the_log(name: str, tmp_path: Path) -> None:
    recording, foreign = copied(name, tmp_path), copied(IDWRAP, tmp_path)
    alone = diagnose(Question(tuple(map(str, recording.logs())), None))
    beside = report(recording, foreign.folder / "opencode.db")
    assert {entry.session_id for entry in alone.silent} <= {entry.session_id for entry in beside.silent}
    assert alone.silent


def test_a_database_of_another_server_is_noted_and_its_schema_is_not_used(tmp_path: Path) -> None:
    recording, foreign = copied(MIXED, tmp_path), copied(IDWRAP, tmp_path)
    found = report(recording, foreign.folder / "opencode.db")
    assert any("has none of the sessions that server run" in note for note in map(note_text, found.notes))
    assert any(skipped.check is Check.ROWS_OF_RUN for skipped in found.skipped)
    assert not any("has none of the sessions" in note for note in map(note_text, report(recording).notes))


def test_failing_sessions_show_the_database_of_a_run_whose_looping_sessions_were_deleted(tmp_path: Path) -> None:
    recording = copied(MIXED, tmp_path)
    before = report(recording)
    looped = {id for run in before.runs for id in run.sessions}
    failing = {entry.session_id for entry in before.failures} - looped
    assert looped and failing
    with closing(sqlite3.connect(recording.folder / "opencode.db")) as connection, connection:
        for table, column in (("session", "id"), ("message", "session_id"), ("part", "session_id")):
            connection.executemany(f"DELETE FROM {table} WHERE {column} = ?", [(id,) for id in looped])
    after = report(recording)
    assert not any("has none of the sessions that server run" in note for note in map(note_text, after.notes))
    told = {entry.fingerprint: entry.stage for entry in before.failures if entry.session_id in failing}
    assert {entry.fingerprint: entry.stage for entry in after.failures if entry.session_id in failing} == told


@pytest.mark.parametrize(
    ("name", "share"),
    [(MIXED, 0.3), (MIXED, 0.6), (MIXED, 0.9), (SILENT, 0.3), (SILENT, 0.6), (SILENT, 0.9)],
)
def test_prompts_answered_after_the_database_was_copied_are_not_reported(name: str, share: float, tmp_path: Path) -> None:
    recording = copied(name, tmp_path)
    times = sent(recording)
    cut(recording.folder / "opencode.db", times[int(len(times) * share)] + timedelta(milliseconds=150))
    found = report(recording)
    assert accused(recording, (*found.failures, *found.silent)) == []


def test_an_older_copy_is_noted(tmp_path: Path) -> None:
    recording = copied(MIXED, tmp_path)
    assert not any("was copied at about" in note for note in map(note_text, report(recording).notes))
    times = sent(recording)
    cut(recording.folder / "opencode.db", times[len(times) // 3])
    assert any(
        re.search(r"was copied at about 2026-11-22 06:55:\d\d UTC, before server run", n)
        for n in map(note_text, report(recording).notes)
    )


# --- one prompt, and a copy made while it ran -------------------------------------------------------


def stamp(ms: int) -> datetime:
    return datetime.fromtimestamp((START + ms) / 1000, UTC)


def line(ms: int, message: str, session_id: str, **fields: object) -> str:
    more = " ".join(f"{key}={value}" for key, value in fields.items())
    level = "ERROR" if "failed" in message else "INFO"
    shown = f'"{message}"' if " " in message else message
    time = stamp(ms).isoformat(timespec="milliseconds")[:23]
    return f"timestamp={time}Z level={level} run=9e261d3f message={shown} session.id={session_id} {more}\n"


def answered(ms: int, session_id: str) -> str:
    """What the log has of a prompt that was answered in a second."""
    return (
        line(ms, "loop", session_id, step=0)
        + line(ms + 50, "stream", session_id, small="false")
        + line(ms + 900, "loop", session_id, step=1)
        + line(ms + 1000, "exiting loop", session_id)
    )


FIRST, SECOND = session(stamp(0)), session(stamp(10_000))


def written(folder: Path, text: str, *, until: int, both: bool = False) -> Report:
    """A log and a copy of its database that has the prompt of the first session and, with `both`, the open one of the second."""
    path = made(folder, "1.17.19")
    with writing(path) as writer:
        writer.session(FIRST, 0)
        writer.user(FIRST, "msg_a", 100)
        writer.assistant(FIRST, "msg_b", 150, "msg_a")
        if both:
            writer.session(SECOND, 10_000)
            writer.user(SECOND, "msg_c", until)
    log = folder / "opencode.log"
    log.write_text(answered(100, FIRST) + text)
    return diagnose(Question((str(log),), str(path)))


def test_a_prompt_that_the_log_shows_answered_after_the_copy_is_not_silent(tmp_path: Path) -> None:
    assert written(tmp_path, answered(10_100, SECOND), until=10_100, both=True).silent == ()


def test_a_prompt_that_neither_log_nor_copy_shows_answered_is_silent_and_judged_by_the_log(tmp_path: Path) -> None:
    stuck = line(10_150, "loop", SECOND, step=0) + line(10_200, "stream", SECOND, small="false") + answered(20_000, FIRST)
    (entry,) = written(tmp_path, stuck, until=10_100, both=True).silent
    assert (entry.session_id, entry.stage, entry.message_id) == (SECOND, Stage.STREAM, None)


def broken_key(session_id: str) -> str:
    return line(
        10_100,
        "prompt_async failed",
        session_id,
        cause='"Cause([Die(effect/sql/SqlError: Failed to execute statement (cause: SQLiteError: FOREIGN KEY constraint failed))])"',
    )


def test_a_session_made_after_the_copy_is_not_called_deleted(tmp_path: Path) -> None:
    (later,) = written(tmp_path, broken_key(SECOND), until=0).failures
    assert later.cause != "session-deleted"
    assert not any("database" in clue.text and "session" in clue.text for clue in later.evidence)


def test_a_session_made_before_the_copy_that_is_not_in_it_was_deleted(tmp_path: Path) -> None:
    gone = session(stamp(-5_000))
    (entry,) = written(tmp_path, broken_key(gone), until=0).failures
    assert entry.cause == "session-deleted"
