"""Prompts without an answer, from rows, logs and captures as servers write them: what was wanted, lost, sent twice, or not read."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector.diagnose import Question, diagnose
from inspector.model import Confidence, Entry, Report
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
    log.write_text(line(0, "created") + line(101, "loop") + line(160, "loop") + line(90_005, "loop", OTHER))
    arguments = [str(log), "--db", str(path)]
    if reply is not None:
        capture = folder / "requests.jsonl"
        body = {"messageID": "msg_c", "parts": [{"type": "text", "text": "x"}], **({} if reply else {"noReply": True})}
        sent = {"time": stamp(59_995) + "Z", "method": "POST", "path": f"/session/{SES}/prompt_async", "query": {}, "headers": {}, "body": body, "status": 204}
        capture.write_text(json.dumps(sent) + "\n")
        arguments += ["--requests", str(capture)]
    return arguments


def told(arguments: list[str]) -> tuple[int, list[tuple[str | None, str | None, bool]]]:
    command = [sys.executable, "-m", "inspector", "diagnose", *arguments, "--format", "json"]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    entries = json.loads(done.stdout)["silent"]
    return done.returncode, [(e["cause"], e["confidence"], e["expected"]) for e in entries]


def test_silence_that_a_capture_shows_to_be_wanted_is_no_finding(tmp_path: Path) -> None:
    assert told(quiet(tmp_path, reply=False)) == (0, [("no-reply-requested", "high", True)])


def test_silence_that_only_looks_wanted_is_a_finding(tmp_path: Path) -> None:
    assert told(quiet(tmp_path)) == (1, [("no-reply-requested", "medium", False)])


def test_silence_where_a_capture_shows_that_an_answer_was_wanted_is_another_finding(tmp_path: Path) -> None:
    code, ((cause, _, expected),) = told(quiet(tmp_path, reply=True))
    assert (code, cause == "no-reply-requested", expected) == (1, False, False)
