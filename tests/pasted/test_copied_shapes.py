"""Shapes of copied text: wrapped lines, bare refusals, lines without their head, and records beside a client's words."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Question, Report

NOW = "ses_dfdfc42d2ffe0OUoQ60bKTqViz"
"""A session of November 2026."""
LAST_YEAR = "ses_5a3883bf6ffeYz3FVdndF6rYtj"
"""A session of November 2025, before the IDs wrapped around."""
ASKS = (
    f"INFO  2025-11-07T03:59:11 +365ms service=permission sessionID={LAST_YEAR} toolCallID=call_1 pattern=/srv/notes asking\n"
    "INFO  2025-11-07T03:59:11 +0ms service=bus type=permission.updated publishing\n"
)


def _report(text: str, folder: Path) -> Report:
    path = folder / "pasted.md"
    path.write_text(text)
    return diagnose(Question(logs=(str(path),)))


def _entries(report: Report) -> list[tuple[str | None, Confidence | None, tuple[str, ...]]]:
    found = (*report.failures, *report.silent, *report.rejected)
    return [(entry.cause, entry.confidence, tuple(entry.candidates)) for entry in found]


def test_words_that_a_terminal_wrapped_are_found(tmp_path: Path) -> None:
    text = "$ opencode\nError: messages.13: `tool_use` ids were found\nwithout `tool_result` blocks"
    assert [cause for cause, *_ in _entries(_report(text, tmp_path))] == ["history-rejected"]


def test_few_words_over_the_end_of_a_line_are_chance(tmp_path: Path) -> None:
    assert [
        cause for cause, *_ in _entries(_report("$ opencode\nerror: this prompt\ntoo long for my taste", tmp_path)) if cause
    ] == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ('{\n  "error": {\n    "message": "prompt is too long: 218390 tokens > 200000 maximum"\n  }\n}', "context-overflow"),
        ('undefined: {\n  "type": "error",\n  "error": {"message": "thinking.signature: Field required"}\n}', "history-rejected"),
        ("AI_APICallError: `tool_use` ids were found\nwithout `tool_result` blocks", "history-rejected"),
    ],
)
def test_a_bare_refusal_gives_candidates_only(text: str, first: str, tmp_path: Path) -> None:
    report = _report(text, tmp_path)
    assert [(cause, candidates[:1]) for cause, _, candidates in _entries(report)] == [(None, (first,))]
    assert report.conclusion.exit_code == 3


@pytest.mark.parametrize(
    "around",
    ["{}\n\n1.0.117 (Claude Code)", "My own service in Go answers this:\n\n{}", "Traceback (most recent call last)\n{}"],
)
def test_a_refusal_beside_other_words_is_another_programs(around: str, tmp_path: Path) -> None:
    text = around.replace("{}", '{"error": {"message": "prompt is too long"}}')
    assert _entries(_report(text, tmp_path)) == []


def test_a_loop_that_is_left_at_once_is_told_from_two_bare_lines(tmp_path: Path) -> None:
    for session, last in ((LAST_YEAR, "id-wrap"), (NOW, "client-clock")):
        text = f'loop session.id={session} step=0\n"exiting loop" session.id={session}\n'
        [(cause, _, candidates)] = _entries(_report(text, tmp_path))
        assert (cause, candidates[0]) == (None, last)
        assert set(candidates) == {"id-wrap", "client-clock", "inverted-ids"}


BEFORE, AFTER = "msg_fed000000001AAAAAAAAAAAAAA", "msg_001000000001AAAAAAAAAAAAAA"


@pytest.mark.parametrize(("other", "cause"), [(BEFORE, "id-wrap"), (AFTER.replace("1A", "2A"), None)])
def test_message_ids_from_both_sides_of_the_wrap_decide(other: str, cause: str | None, tmp_path: Path) -> None:
    text = f'The last ones are {other} and {AFTER}.\n\n```\nmessage=loop session.id=ses_... step=0\nmessage="exiting loop" session.id=ses_...\n```\n'
    [(named, _, candidates)] = _entries(_report(text, tmp_path))
    assert (named, "id-wrap" in candidates) == (cause, True)


def test_a_record_that_was_cut_inside_of_a_quoted_value_is_read_to_its_end(tmp_path: Path) -> None:
    head = 'timestamp=2026-09-17T13:46:20.243Z level=ERROR run=afdd6996 message="prompt_async failed" sessionID=ses_f5061bbc4ffeNw3RtVq7Hc2mLs'
    text = f'OpenCode 1.18.31\n\n```\n{head} cause="Cause([Die(PlatformError: NotFound: FileSystem.realP\n```\n'
    assert [cause for cause, *_ in _entries(_report(text, tmp_path))] == ["directory-missing"]


@pytest.mark.parametrize(
    "text",
    [
        f'loop session.id={NOW} step=1\n"exiting loop" session.id={NOW}',
        f'loop session.id={NOW} step=0\nprocess session.id={NOW}\n"exiting loop" session.id={NOW}',
        f'loop session.id={NOW} step=0\n"exiting loop" session.id={LAST_YEAR}',
    ],
)
def test_a_loop_that_did_something_is_not(text: str, tmp_path: Path) -> None:
    assert _entries(_report(text, tmp_path)) == []


@pytest.mark.parametrize(
    ("said", "is_left"),
    [
        ("the log of opencode only shows loop step=0 and then exiting loop", True),
        ("opencode 的日志只有 loop step=0 后立即 exiting loop", True),
        ("the log of opencode shows loop step=0, loop step=1 and exiting loop", False),
        (f"the log of opencode shows loop step=0 {'and more ' * 6}exiting loop", False),
    ],
)
def test_a_sentence_may_tell_of_a_loop_that_is_left_at_once(said: str, is_left: bool, tmp_path: Path) -> None:
    path = tmp_path / "pasted.md"
    path.write_text(f"No answer\n\n{said}\n")
    entries = diagnose(Question(logs=(str(path),))).entries
    assert any("inverted-ids" in entry.candidates for entry in entries) is is_left
    assert not any(entry.cause for entry in entries)


def test_a_request_at_the_end_of_a_fragment_waits_for_a_person(tmp_path: Path) -> None:
    assert [cause for cause, *_ in _entries(_report(ASKS, tmp_path))] == ["waiting-for-permission"]


def test_a_request_that_more_records_follow_does_not(tmp_path: Path) -> None:
    more = "INFO  2025-11-07T03:59:12 +1ms service=bus type=message.part.updated publishing\n" * 4
    assert _entries(_report(ASKS + more, tmp_path)) == []


def test_a_client_s_error_takes_the_cause_of_the_server_s_record(tmp_path: Path) -> None:
    said = "❯ opencode\nError: 4 of 5 requests failed: Unexpected server error. Check server logs for details.\n"
    record = 'ERROR 2026-06-01T02:02:56 +3ms service=default cause={"code":"SQLITE_CORRUPT","errno":11} failed to run data migrations\n'
    assert [entry[0] for entry in _entries(_report(said + record, tmp_path))] == ["database-damaged"]
    assert [entry[0] for entry in _entries(_report(said, tmp_path))] == ["server-error"]


def test_what_a_client_logs_beside_the_server_s_records_is_read_as_pasted(tmp_path: Path) -> None:
    head = "ERROR 2025-10-04T23:17:17 +332435ms service=mcp key=ide error=SSE error: The operation timed out. remote mcp connection failed\n"
    client = "ERROR 2025-10-04T23:17:17 +3ms service=tui message=MCP server ide failed to connect: SSE error: The operation timed out. Server error\n"
    bus = "INFO  2025-10-04T23:17:17 +0ms service=bus type=session.error publishing\n"
    assert [cause for cause, *_ in _entries(_report(head + bus + client, tmp_path)) if cause] == ["mcp-hang"]
    assert [cause for cause, *_ in _entries(_report(head + bus, tmp_path)) if cause] == []


def test_an_error_below_the_name_of_a_hook_may_be_the_plugins(tmp_path: Path) -> None:
    thrown = "TypeError: undefined is not an object"
    for hook, expected in (("hook experimental.chat.messages.transform", ("plugin-error",)), ("agent build", ())):
        found = _entries(_report(f"opencode 1.17.11, {hook}\n\n{thrown}", tmp_path))
        assert [candidates for _, _, candidates in found if candidates] == ([expected] if expected else [])


@pytest.mark.parametrize(("version", "causes"), [("1.2.27", ["missing-credentials"]), ("1.14.41", [])])
def test_a_rejection_without_a_key_is_a_prompts_only_before_servers_waited(
    version: str, causes: list[str], tmp_path: Path
) -> None:
    text = (
        f'INFO  2026-01-09T08:02:26 +0ms service=default version={version} args=["serve"] opencode\n'
        "ERROR 2026-01-09T08:02:28 +3ms service=default e=Missing API key. rejection\n"
    )
    found = _entries(_report(text, tmp_path))
    assert [cause for cause, *_ in found if cause] == causes
    assert Confidence.HIGH not in [confidence for _, confidence, _ in found]
