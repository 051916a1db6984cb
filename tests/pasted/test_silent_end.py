"""Pasted texts in which what is missing is the finding, and texts that only usage ties to OpenCode."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question, Report
from inspector.pasted.lines import lines_of
from inspector.pasted.reading import is_pasted

HEAD = "INFO  2026-06-01T08:00:00 +0ms service="
SESSION = "ses_1aa690d73ffeSP8w6s4JdUFREo"
STREAM = f"{HEAD}llm providerID=openai modelID=gpt-5 sessionID={SESSION} small=false agent=build stream\n"
PROCESS = f"{HEAD}session.processor process\n"
TOUCH = f"{HEAD}lsp file=/home/sam/one.cpp touching file\n"
TITLE = STREAM.replace("small=false agent=build", "small=true agent=title")
TOLD = "Since yesterday every message I send in the app shows the spinner. The log ends with\n\n"


def _report(text: str, folder: Path) -> Report:
    path = folder / "pasted.md"
    path.write_text(text)
    return diagnose(Question(logs=(str(path),)))


def _candidates(report: Report) -> list[tuple[str, ...]]:
    return [tuple(entry.candidates) for entry in (*report.failures, *report.silent, *report.rejected)]


@pytest.mark.parametrize(
    ("records", "first"),
    [(STREAM + PROCESS, "stream-stall"), (STREAM, "stream-stall"), (TITLE, "snapshot-hang"), (TOUCH, "tool-hang")],
)
def test_the_step_that_a_log_ends_in_has_candidates(records: str, first: str, tmp_path: Path) -> None:
    report = _report(f"{TOLD}{records}\nand nothing after that", tmp_path)
    assert [found[0] for found in _candidates(report)] == [first]
    assert [entry.cause for entry in report.silent] == [None]
    assert report.conclusion.exit_code == 3


def test_a_log_that_nobody_says_hangs_shows_no_prompt(tmp_path: Path) -> None:
    report = _report(f"This is what the log of my server has in it when I start\n\n{STREAM}{PROCESS}", tmp_path)
    assert _candidates(report) == []


def test_a_finished_loop_is_no_silence(tmp_path: Path) -> None:
    report = _report(f"{TOLD}{STREAM}{HEAD}session.prompt sessionID={SESSION} exiting loop\n", tmp_path)
    assert _candidates(report) == []


BARE = f"message=stream providerID=openai modelID=gpt-5 session.id={SESSION} small=false agent=build mode=primary\n"


@pytest.mark.parametrize("step", [BARE, BARE + 'message="llm runtime selected" llm.runtime=ai-sdk llm.provider=openai\n'])
def test_a_step_that_was_copied_without_its_time_and_level_counts_too(step: str, tmp_path: Path) -> None:
    report = _report(f"{TOLD}{step}\nand nothing after that", tmp_path)
    assert [found[0] for found in _candidates(report)] == ["stream-stall"]
    assert (report.conclusion.prompts.silent, report.conclusion.exit_code) == (1, 3)


@pytest.mark.parametrize(
    "text",
    [
        f"Here is my log\n\n{BARE}",
        f'{TOLD}{BARE}message="exiting loop" session.id={SESSION}\n\nand nothing after that',
        f"{TOLD}message=stream of words\n\nand nothing after that",
    ],
)
def test_a_copied_step_is_none_where_nobody_misses_the_next_or_the_loop_ended(text: str, tmp_path: Path) -> None:
    assert _candidates(_report(text, tmp_path)) == []


def test_a_file_of_opencodes_terminal_client_is_a_sign_of_opencode(tmp_path: Path) -> None:
    stack = "AI_APICallError: Too Many Requests\n    at <anonymous> (/$bunfs/root/src/cli/cmd/%s.js:1234:22)\n  statusCode: 429\n"
    assert [entry.cause for entry in _report(stack % "tui/worker", tmp_path).silent] == ["provider-error"]
    assert _candidates(_report(stack % "other/worker", tmp_path)) == []


def test_a_missing_column_makes_drift_a_candidate(tmp_path: Path) -> None:
    text = (
        f'level=ERROR message="prompt_async failed" session.id={SESSION} '
        'error="SQLiteError: table session_message has no column named seq"\n'
    )
    report = _report(text, tmp_path)
    assert _candidates(report) == [("schema-drift",)]
    assert report.conclusion.exit_code == 3


@pytest.mark.parametrize(
    ("told", "cause"),
    [
        ("I am using opencode with a proxy.", "provider-error"),
        ("opencode crashes when I send a prompt.", "provider-error"),
        ("My gateway logs this for opencode-sdk.", None),
        ("This is the error of my own program.", None),
    ],
)
def test_sentences_about_using_opencode_make_copied_errors_its_own(told: str, cause: str | None, tmp_path: Path) -> None:
    report = _report(f"{told}\n\n```\nError: self signed certificate in certificate chain\n```\n", tmp_path)
    assert {entry.cause for entry in report.silent if entry.cause} == ({cause} if cause else set())


@pytest.mark.parametrize(("column", "cause"), [("session_message.seq", "schema-drift"), ("other.thing", "constraint-violation")])
def test_an_empty_column_is_drift_only_where_a_newer_release_added_it(column: str, cause: str, tmp_path: Path) -> None:
    error = f"NOT NULL constraint failed: {column}"
    record = f"ERROR 2026-06-17T09:41:29 +5ms service=server ref=err_2b53db68 error={error} cause=SQLiteError: {error}"
    report = _report(f"# I cannot send\n\n{record}\n", tmp_path)
    found = [entry for entry in (*report.failures, *report.silent, *report.rejected) if entry.cause]
    assert [(entry.cause, str(entry.confidence)) for entry in found] == [(cause, "medium")]


def test_a_link_to_a_shared_session_ties_a_text_to_opencode(tmp_path: Path) -> None:
    text = "AI_APICallError: prompt is too long: 209840 tokens > 200000 maximum\n\nhttps://%s/s/x1\n"
    assert [entry.cause for entry in _report(text % "opencode.ai", tmp_path).silent] == ["context-overflow"]
    assert _report(text % "example.com", tmp_path).silent == ()


def test_a_sentence_of_use_does_not_make_another_programs_error_opencodes(tmp_path: Path) -> None:
    stack = " at ask (/usr/share/code/resources/app/extensions/copilot/dist/extension.js:1603:15245)"
    report = _report(
        f"I'm using OpenCode in VSCode\n\n```\nReason: Rate limit exceeded\n\nError: rejected{stack}\n```\n", tmp_path
    )
    assert {entry.cause for entry in report.silent if entry.cause} == set()


WARNING = "Warning: OPENCODE_SERVER_PASSWORD is not set; server is unsecured.\n"
BANNER = f'{HEAD}default version=1.15.13 args=["serve"] opencode\n'


@pytest.mark.parametrize(
    ("text", "pasted"),
    [
        pytest.param(WARNING + STREAM * 40, True, id="a sentence before forty records"),
        pytest.param(WARNING + STREAM * 41, False, id="a sentence before forty-one"),
        pytest.param(WARNING + BANNER + STREAM, False, id="the server's own sentence before its start"),
        pytest.param(STREAM * 40, False, id="no sentence"),
    ],
)
def test_a_sentence_before_a_whole_log_does_not_make_it_a_pasted_text(text: str, pasted: bool) -> None:
    assert is_pasted(lines_of(text)) is pasted


RATE = 'API Error: 429 {"type":"error","error":{"type":"rate_limit_error","message":"Too many requests"}}'


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        pytest.param(f"I use opencode and Claude Code. Today Claude Code printed\n{RATE}", [], id="printed by another agent"),
        pytest.param(f"It works in Claude Code. Today opencode printed\n{RATE}", ["provider-error"], id="printed by OpenCode"),
        pytest.param(
            "I tried to install opencode\n\nnpm ERR! code EACCES\nnpm ERR! Error: EACCES: permission denied, mkdir '/usr/lib/opencode-ai'",
            [],
            id="printed by npm",
        ),
    ],
)
def test_what_another_program_printed_has_no_cause(text: str, causes: list[str], tmp_path: Path) -> None:
    report = _report(text, tmp_path)
    assert [entry.cause for entry in report.silent] == causes
    assert report.conclusion.exit_code == (1 if causes else 3)


INSTALL = f'{HEAD}bun cmd=["opencode","add","opencode-auth@0.0.3"] cwd=/home/sam/.cache/opencode running\n'


@pytest.mark.parametrize(("more", "found"), [("", [("startup-stall", "plugin-hang")]), (f"{HEAD}server listening\n", [])])
def test_an_installation_that_nothing_follows_has_candidates(more: str, found: list[tuple[str, ...]], tmp_path: Path) -> None:
    start = 'INFO  2026-06-01T08:00:00 +7ms service=default version=0.11.3 args=["."] opencode\n'
    text = f"Since yesterday it hangs when I launch it\n\n```\n{start}{INSTALL}{more}```\n\nIt never gets past the above.\n"
    assert _candidates(_report(text, tmp_path)) == found


@pytest.mark.parametrize(("more", "pasted"), [("", False), ("Then the terminal stays black. OpenCode 1.2.27\n", True)])
def test_what_a_server_prints_when_it_starts_is_not_a_pasted_text(more: str, pasted: bool, tmp_path: Path) -> None:
    """Without `--print-logs` the output of 1.3.0 has nothing else, and its log is in another file."""
    text = (
        "Performing one time database migration, may take a few minutes...\nsqlite-migration:done\nDatabase migration complete.\n"
    )
    assert any(log.pasted for log in _report(text + more, tmp_path).logs) == pasted
