"""How far the call of an unanswered prompt got, from records of the server that name no session (1.15.13, 1.18.28)."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from inspector.model import Question
from inspector.prompts.gather import gather

SES = "ses_dfdf685f8ffeAbCdEfGhIjKlMn"
OTHER = "ses_dfdf685f7ffeZzZzZzZzZzZzZz"


def line(second: int, words: str, run: str = "9e261d3f") -> str:
    return f"timestamp=2026-11-30T16:00:{second:02}.000Z level=INFO run={run} message={words}\n"


def stream(second: int, session: str = SES, provider: str = "own") -> str:
    return line(second, f"stream providerID={provider} modelID=good session.id={session} small=false agent=build mode=primary")


def selected(second: int, provider: str = "own", run: str = "9e261d3f") -> str:
    return line(second, f'"llm runtime selected" llm.runtime=ai-sdk llm.provider={provider} llm.model=good', run)


FILTERED = line(0, f"loop session.id={SES} step=0") + line(0, f"process session.id={SES} messageID=msg_a")
LOOP = FILTERED + selected(0, "mock")
"""The run's own log, which also shows that calls of others were made."""


def legacy(second: int, words: str) -> str:
    return f"INFO  2026-11-30T16:00:{second:02} +1ms {words}\n"


BEGUN = (
    legacy(0, 'service=default version=1.15.13 args=["serve"] process_role=main run_id=0a1b opencode')
    + legacy(1, f"service=session.prompt session.id={SES} step=0 loop")
    + legacy(1, f"service=llm providerID=own modelID=good session.id={SES} small=false agent=build mode=primary stream")
)
STARTED = legacy(1, "service=provider status=started providerID=own getSDK")
COMPLETED = "service=provider status=completed duration=17 providerID=own getSDK"
LAST = legacy(40, "service=bus type=session.updated publishing")


def made(log: Path) -> bool | None:
    """Whether the call of the session's prompt was made, as the log shows it."""
    found = gather(Question(logs=(str(log),)))
    call = next(p for p in found.world.prompts if p.session_id == SES).last_call
    return None if call is None else call.is_made


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        ("", False),
        (selected(1), True),
        (selected(2, "mock") + line(40, "created"), False),
        (selected(2, run="0a0a0a0a") + line(40, "created"), False),
        (stream(10, OTHER) + selected(10), False),
        (stream(2, OTHER) + selected(2), None),
        (stream(10, OTHER) + selected(10) + selected(11), True),
        (line(9, f"process session.id={SES} messageID=msg_a error=Aborted") + selected(10), False),
        (line(9, f"process session.id={SES} messageID=msg_a error=broke"), None),
        (line(3, "tracking hash=" + "a" * 70_000) + selected(4), True),
    ],
)
def test_a_call_is_made_when_its_runtime_was_selected(after: str, expected: bool | None, tmp_path: Path) -> None:
    log = tmp_path / "opencode.log"
    log.write_text(LOOP + stream(1) + after)
    assert made(log) is expected


@pytest.mark.parametrize(
    ("after", "expected"),
    [
        (LAST, None),
        (STARTED + LAST, False),
        (STARTED + legacy(1, COMPLETED) + LAST, True),
        (STARTED + legacy(30, COMPLETED) + LAST, True),
        (legacy(3, STARTED.partition("ms ")[2].rstrip()) + LAST, None),
    ],
)
def test_a_package_is_loaded_when_its_record_is_completed(after: str, expected: bool | None, tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text(BEGUN + after)
    assert made(log) is expected


def test_a_log_that_cannot_be_read_again_at_an_offset_shows_nothing(tmp_path: Path) -> None:
    log = tmp_path / "opencode.log.gz"
    log.write_bytes(gzip.compress((LOOP + stream(1)).encode()))
    assert made(log) is None


@pytest.mark.parametrize(("after", "expected"), [("", None), (selected(1), True)])
def test_a_log_without_any_call_may_have_been_filtered(after: str, expected: bool | None, tmp_path: Path) -> None:
    log = tmp_path / "opencode.log"
    log.write_text(FILTERED + stream(1) + after)
    assert made(log) is expected


def test_a_run_that_continues_in_another_file_shows_nothing(tmp_path: Path) -> None:
    (tmp_path / "1.log").write_text(LOOP + stream(1))
    assert made(tmp_path) is False
    (tmp_path / "2.log").write_text(line(30, f"created id={OTHER}"))
    assert made(tmp_path) is None
