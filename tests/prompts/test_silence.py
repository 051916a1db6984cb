"""Prompts without an answer, from rows, logs and captures as servers write them: what was wanted, lost, sent twice, or not read."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Entry, Question, Report
from tests.database.databases import START, Writer, made, writing

SES = "ses_dfdf685f8ffeAbCdEfGhIjKlMn"
OTHER = "ses_dfdf685f7ffeZzZzZzZzZzZzZz"


def stamp(ms: int) -> str:
    return datetime.fromtimestamp((START + ms) / 1000, UTC).isoformat(timespec="milliseconds")[:23]


def line(ms: int, message: str, session: str = SES, run: str = "9e261d3f") -> str:
    return f"timestamp={stamp(ms)}Z level=INFO run={run} message={message} session.id={session} step=0\n"


# --- noReply -----------------------------------------------------------------------------------------


def quiet(folder: Path, *, reply: bool | None = None) -> list[str]:
    """An answered prompt and one that was stored and not run; with `reply` a capture that says whether an answer was wanted."""
    path = made(folder, "1.17.19")
    with writing(path) as writer:
        writer.session(SES)
        writer.user(SES, "msg_a", 100)
        writer.assistant(SES, "msg_b", 150, "msg_a")
        writer.user(SES, "msg_c", 60_000)
        writer.session(OTHER)
        writer.exchange(OTHER, 90_000)
    log = folder / "opencode.log"
    log.write_text(line(0, "created") + line(101, "loop") + line(160, '"exiting loop"') + line(90_005, "loop", OTHER))
    arguments = [str(log), "--db", str(path)]
    if reply is not None:
        capture = folder / "requests.jsonl"
        body = {"messageID": "msg_c", "parts": [{"type": "text", "text": "x"}], **({} if reply else {"noReply": True})}
        sent = {
            "time": stamp(59_995) + "Z",
            "method": "POST",
            "path": f"/session/{SES}/prompt_async",
            "query": {},
            "headers": {},
            "body": body,
            "status": 204,
        }
        capture.write_text(json.dumps(sent) + "\n")
        arguments += ["--requests", str(capture)]
    return arguments


def told(arguments: list[str]) -> tuple[int, list[tuple[str | None, str | None, bool]]]:
    command = [sys.executable, "-m", "inspector", "diagnose", *arguments, "--format", "json"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    entries = json.loads(done.stdout)["silent"]
    return done.returncode, [(e["cause"], e["confidence"], e["expected"]) for e in entries]


def test_silence_that_a_capture_shows_to_be_wanted_is_not_reported(tmp_path: Path) -> None:
    assert told(quiet(tmp_path, reply=False)) == (0, [("no-reply-requested", "high", True)])


def test_silence_that_only_looks_wanted_is_a_finding(tmp_path: Path) -> None:
    assert told(quiet(tmp_path)) == (1, [("no-reply-requested", "medium", False)])


def test_silence_where_a_capture_shows_that_an_answer_was_wanted_is_another_finding(tmp_path: Path) -> None:
    code, ((cause, _, expected),) = told(quiet(tmp_path, reply=True))
    assert (code, cause == "no-reply-requested", expected) == (1, False, False)


# --- rejections --------------------------------------------------------------------------------------


def classic(version: str, *lines: str) -> str:
    banner = f"INFO  2026-11-22T06:56:00 +9ms service=default version={version} args=[] opencode\n"
    return banner + "".join(f"{text}\n" for text in lines)


def request(second: int, session: str = SES) -> str:
    head = f"INFO  2026-11-22T06:56:{second:02} +0ms service=server status="
    path = f"method=POST path=/session/{session}/prompt_async request"
    return f"{head}started {path}\n{head}completed duration=2 {path}"


def rejection(second: int, words: str = "socket closed") -> str:
    return f"ERROR 2026-11-22T06:56:{second:02} +1ms service=default e={words} rejection"


def unhandled(second: int) -> str:
    return f"ERROR 2026-11-22T06:56:{second:02} +1ms service=acp-command promise={{}} reason=socket closed Unhandled rejection"


def read(folder: Path, text: str, **options: str) -> Report:
    log = folder / "server.log"
    log.write_text(text)
    return diagnose(Question((str(log),), **options))


def lost(report: Report) -> list[str | None]:
    """Sessions of the prompts said to be lost."""
    assert {entry.cause for entry in report.silent} <= {"unawaited-prompt"}
    return [entry.session_id for entry in report.silent]


@pytest.mark.parametrize("version", ["1.0.185", "1.1.65", "1.2.27"])
def test_a_rejection_just_after_a_request_is_the_prompt_of_its_session(version: str, tmp_path: Path) -> None:
    assert lost(read(tmp_path, classic(version, request(14), rejection(14)))) == [SES]
    assert lost(read(tmp_path, classic(version, request(14), rejection(19)))) == [SES]


def test_a_rejection_with_a_known_error_has_the_cause_of_the_error(tmp_path: Path) -> None:
    (entry,) = read(tmp_path, classic("1.2.27", request(14), rejection(14, "evaluating 'agent.variant'"))).silent
    assert (entry.cause, entry.session_id, "unawaited-prompt" in entry.candidates) == ("agent-not-found", SES, True)


def test_a_rejection_that_1_0_writes_twice_is_one_lost_prompt(tmp_path: Path) -> None:
    assert lost(read(tmp_path, classic("1.0.185", request(14), unhandled(14), rejection(14)))) == [SES]
    assert lost(read(tmp_path, classic("1.0.185", request(14), unhandled(14)))) == [SES]
    assert lost(read(tmp_path, classic("1.0.185", unhandled(14), rejection(14)))) == [None]


def test_each_rejection_has_a_request_of_its_own_the_nearest_first(tmp_path: Path) -> None:
    text = classic("1.2.27", request(10), rejection(10), request(12, OTHER), rejection(12), rejection(13))
    assert lost(read(tmp_path, text)) == [SES, OTHER]
    assert lost(read(tmp_path, classic("1.2.27", request(10), request(12, OTHER), rejection(13)))) == [OTHER]


def test_a_rejection_long_after_the_last_request_or_before_the_first_is_not_a_prompt(tmp_path: Path) -> None:
    assert lost(read(tmp_path, classic("1.2.27", request(14), rejection(20)))) == []
    assert lost(read(tmp_path, classic("1.2.27", rejection(13), request(14)))) == []


def test_a_rejection_in_a_log_without_requests_is_a_prompt_of_some_session(tmp_path: Path) -> None:
    assert lost(read(tmp_path, classic("1.2.27", rejection(14)))) == [None]


def test_a_request_of_another_server_run_is_not_the_one_that_was_rejected(tmp_path: Path) -> None:
    text = classic("1.2.27", request(14)) + classic("1.2.27", request(15, OTHER), rejection(15))
    assert lost(read(tmp_path, text)) == [OTHER]
    assert lost(read(tmp_path, classic("1.2.27", request(14)) + classic("1.2.27", rejection(15)))) == []


@pytest.mark.parametrize("version", ["1.3.2", "1.4.0", "1.15.13"])
def test_a_rejection_of_a_server_that_awaits_its_prompts_is_not_a_prompt(version: str, tmp_path: Path) -> None:
    report = read(tmp_path, classic(version, request(14), unhandled(14), rejection(14)))
    assert (report.silent, report.rejected) == ((), ())


def test_without_a_banner_the_named_version_decides_whether_a_rejection_is_a_prompt(tmp_path: Path) -> None:
    text = f"{request(14)}\n{rejection(14)}\n"
    assert lost(read(tmp_path, text)) == [SES]
    assert lost(read(tmp_path, text, server_version="1.2.27")) == [SES]
    assert lost(read(tmp_path, text, server_version="1.3.2")) == []


# --- the same message id, sent twice -----------------------------------------------------------------


def resent(writer: Writer, id: str, at: int, part: int | None, session: str = SES) -> None:
    """What a second prompt with the id `id` does to its row: the JSON is new, the column is not; its part is of its own session."""
    writer.database.execute(
        "UPDATE message SET data = json_set(data, '$.time.created', ?), time_updated = ? WHERE id = ?",
        (START + at, START + at, id),
    )
    if part is not None:
        writer.part(session, id, f"prt_again_{at}", part, {"type": "text", "text": "again"})


def twice(folder: Path, at: int, part: int | None, session: str = SES, *, answer: int | None = None) -> Report:
    path = made(folder, "1.17.19")
    with writing(path) as writer:
        writer.session(SES)
        writer.session(OTHER)
        writer.user(SES, "msg_a", 100)
        writer.part(SES, "msg_a", "prt_a", 100, {"type": "text", "text": "x"})
        writer.assistant(SES, "msg_b", 150, "msg_a")
        if answer is not None:
            writer.assistant(SES, "msg_c", answer, "msg_a")
        resent(writer, "msg_a", at, part, session)
    return diagnose(Question((), str(path)))


def test_a_message_id_sent_twice_in_one_session_is_two_prompts_and_the_second_has_no_answer(tmp_path: Path) -> None:
    report = twice(tmp_path, 5_000, part=5_010)
    (entry,) = report.silent
    assert (entry.cause, entry.confidence, entry.time) == (
        "duplicate-id",
        Confidence.HIGH,
        datetime.fromtimestamp((START + 5_000) / 1000, UTC),
    )
    assert report.worked == 1


def test_a_message_id_sent_twice_and_answered_twice_is_silent_nowhere(tmp_path: Path) -> None:
    report = twice(tmp_path, 5_000, part=5_010, answer=5_200)
    assert (report.silent, report.worked) == ((), 2)


@pytest.mark.parametrize(("part", "session"), [(5_010, OTHER), (None, SES), (200, SES)])
def test_a_message_id_that_another_session_sent_too_leaves_its_first_prompt_answered(
    tmp_path: Path, part: int | None, session: str
) -> None:
    report = twice(tmp_path, 5_000, part, session)
    assert [entry for entry in report.silent if entry.session_id == SES] == []
    assert report.worked == 1


@pytest.mark.parametrize(("at", "silent"), [(600, 0), (601, 1)])
def test_a_row_written_half_a_second_after_its_json_was_sent_once(tmp_path: Path, at: int, silent: int) -> None:
    report = twice(tmp_path, at, part=at)
    assert (len(report.silent), report.worked) == (silent, 1)


@pytest.mark.parametrize(("part", "silent"), [(4_899, 0), (4_900, 1)])
def test_a_part_of_a_second_sending_is_stored_at_most_100_ms_before_its_row(tmp_path: Path, part: int, silent: int) -> None:
    report = twice(tmp_path, 5_000, part)
    assert (len(report.silent), report.worked) == (silent, 1)


# --- rows that cannot be read ------------------------------------------------------------------------


def damaged(folder: Path, *answers: tuple[str, int, object], failure: bool = False) -> Report:
    """A prompt of 1,000 ms with rows beside it that may or may not say what they are."""
    path = made(folder, "1.17.19")
    with writing(path) as writer:
        writer.session(SES, time_updated=START + 2_000)
        writer.user(SES, "msg_a", 1_000)
        writer.part(SES, "msg_a", "prt_a", 1_000, {"type": "text", "text": "x"})
        for id, at, data in answers:
            writer.message(SES, id, at, data)
        writer.session(OTHER)
        writer.exchange(OTHER, 90_000)
    log = folder / "opencode.log"
    cause = "Cause([Die(effect/sql/SqlError: Failed to execute statement (cause: SQLiteError: database is locked))])"
    failed = f'timestamp={stamp(1_050)}Z level=ERROR run=9e261d3f message="prompt_async failed" sessionID={SES} cause="{cause}"\n'
    log.write_text(failed if failure else "")
    return diagnose(Question((str(log),) if failure else (), str(path)))


def unread(report: Report) -> list[str]:
    return [problem.what for problem in report.problems if "could not be read" in problem.what]


def mine(report: Report) -> list[Entry]:
    return [entry for entry in (*report.failures, *report.silent) if entry.session_id == SES]


@pytest.mark.parametrize("data", ["", "{", "[]", "{}", b"\xff\xfe", '{"time":{"created":1795330001100}}'])
def test_an_unreadable_row_is_reported_and_its_session_is_not_silent(tmp_path: Path, data: object) -> None:
    assert [entry.session_id for entry in damaged(tmp_path).silent] == [SES]
    (tmp_path / "damaged").mkdir()
    report = damaged(tmp_path / "damaged", ("msg_b", 1_100, data))
    assert mine(report) == []
    (what,) = unread(report)
    assert what.startswith("1 row could not be read") and what.endswith("msg_b")


def test_an_unread_row_that_is_older_than_the_prompt_cannot_be_its_answer(tmp_path: Path) -> None:
    report = damaged(tmp_path, ("msg_0", 500, "{"))
    assert [entry.session_id for entry in report.silent] == [SES]
    assert len(unread(report)) == 1


def test_a_logged_failure_beside_an_unread_row_has_less_confidence(tmp_path: Path) -> None:
    (sure,) = mine(damaged(tmp_path, failure=True))
    (tmp_path / "damaged").mkdir()
    (entry,) = mine(damaged(tmp_path / "damaged", ("msg_b", 1_100, "{"), failure=True))
    assert (sure.cause, sure.confidence) == ("database-locked", Confidence.HIGH)
    assert (entry.cause, entry.confidence) == ("database-locked", Confidence.MEDIUM)


def test_unread_rows_are_counted_once_each_and_three_of_them_are_named(tmp_path: Path) -> None:
    report = damaged(tmp_path, *((f"msg_{number}", 1_100 + number, "{") for number in range(5)))
    (what,) = unread(report)
    assert what.startswith("5 rows could not be read") and what.endswith("msg_0, msg_1, msg_2 and 2 more")
