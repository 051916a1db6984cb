"""An attribute planted in real rows and real log lines comes out of the whole diagnosis as a lead."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question, Report
from inspector.prompts.gather import gather
from inspector.renderers._sentences.comparison import finding
from tests.database.databases import START, Writer, made, writing

MINUTE = 60_000
FAILED, WORKED = 10, 14
Plant = Callable[[bool], dict[str, Any]]


def _line(at: int, words: str, level: str = "INFO", run: str = "9e261d3f") -> str:
    time = datetime.fromtimestamp((START + at) / 1000, UTC).isoformat(timespec="milliseconds")[:23]
    return f"timestamp={time}Z level={level} run={run} {words}\n"


def _report(folder: Path, *, session: Plant, message: Plant, part: Plant, odd: str = "", between: str = "") -> Report:
    """Failing prompts before half time, answered ones after it, each in a session of its own; alike but for what is planted."""
    path = made(folder, "1.17.19")
    log = [_line(0, "message=created id=ses_x version=1.17.19")]
    with writing(path) as rows:
        for number in range(FAILED + WORKED):
            failing = number >= WORKED
            at = number * MINUTE
            if number == WORKED and between:
                log.append(_line(at - 1000, between))
            id = f"ses_dfdee5fd5ffeLbFhjd5vhyqG{number:02}"
            rows.session(id, at, **session(failing))
            _exchange(rows, id, at + 100, failing, message(failing), part(failing))
            log.append(_line(at + 110, f"message=loop session.id={id} step=0"))
            log.append(_line(at + 120, f"message=stream session.id={id} providerID=mock modelID=good small=false"))
            if failing and odd:
                log.append(_line(at + 125, f'message="{odd}" session.id={id}'))
            log.append(_line(at + 140, f'message="exiting loop" session.id={id}'))
    (folder / "opencode.log").write_text("".join(log))
    return diagnose(Question((str(folder / "opencode.log"),), str(path)))


def _exchange(rows: Writer, id: str, at: int, failing: bool, message: dict[str, Any], part: dict[str, Any]) -> None:
    sent, reply = f"msg_{id[4:]}u", f"msg_{id[4:]}v"
    rows.user(id, sent, at, **message)
    rows.part(id, sent, f"prt_{id[4:]}u", at, {"type": "text", "text": "x", **part})
    error = {"error": {"name": "UnknownError", "data": {"message": "boom"}}, "finish": None} if failing else {}
    rows.assistant(id, reply, at + 10, sent, **error)


def _nothing(failing: bool) -> dict[str, Any]:
    return {}


PLANTED: dict[str, dict[str, Any]] = {
    "session directory": {"session": lambda failing: {"directory": "/srv/mount" if failing else "/srv/disk"}},
    "session parent id": {"session": lambda failing: {"parent_id": "ses_parent" if failing else None}},
    "session workspace id": {"session": lambda failing: {"workspace_id": "wrk_1" if failing else None}},
    "session time archived": {"session": lambda failing: {"time_archived": START if failing else None}},
    "session version": {"session": lambda failing: {"version": "1.14.41" if failing else "1.17.19"}},
    "message variant": {
        "message": lambda failing: {
            "model": {"providerID": "mock", "modelID": "good", **({"variant": "high"} if failing else {})}
        }
    },
    "message tools": {"message": lambda failing: {"tools": {"bash": False}} if failing else {}},
    "agent": {"message": lambda failing: {"agent": "reviewer" if failing else "build"}},
    "stored part types": {"part": lambda failing: {"type": "file", "mime": "image/png"} if failing else {}},
    "stored characters": {"part": lambda failing: {"text": "x" * 5000} if failing else {}},
    "record “snapshot slow”": {"odd": "snapshot slow"},
    "earlier in the run “loading plugin hook.js”": {"between": 'message="loading plugin" path=file:///srv/disk/hook.js'},
}


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_a_planted_attribute_is_a_lead_of_the_report(name: str, tmp_path: Path) -> None:
    report = _report(tmp_path, **({"session": _nothing, "message": _nothing, "part": _nothing} | PLANTED[name]))
    assert len(report.silent) == FAILED and report.worked == WORKED
    leads = {s.attribute: s for s in report.contrast if s.separates}
    assert name in leads
    assert f"{FAILED} of {FAILED} failed" in finding(leads[name])


def test_every_session_whose_records_were_read_has_its_rows_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With more sessions than are compared: those nearest to the failures and the newest ones are not the same."""
    path, log = made(tmp_path, "1.17.19"), tmp_path / "opencode.log"
    with writing(path) as rows:
        for number in range(9):
            rows.session(f"ses_{number}", number * MINUTE)
            rows.exchange(f"ses_{number}", number * MINUTE + 1)
    failure = 'message="prompt_async failed" sessionID=ses_0 cause="Cause([Die(Error: boom)])"'
    loops = "".join(_line(n * MINUTE + 2, f"message=loop session.id=ses_{n} step=0") for n in range(1, 9))
    log.write_text(_line(3, failure, "ERROR") + loops)
    monkeypatch.setattr("inspector.prompts.gather.CONTRAST", 2)
    gathered = gather(Question((str(log),), str(path)))
    assert {p.session_id for p in gathered.world.prompts} >= {"ses_0", "ses_8"}
    assert all(p.rows is not None for p in gathered.world.prompts)


def test_without_a_planted_difference_there_is_no_lead(tmp_path: Path) -> None:
    """But the time: the prompts that fail came later than the others."""
    report = _report(tmp_path, session=_nothing, message=_nothing, part=_nothing)
    assert [s.attribute for s in report.contrast if s.separates and "time" not in s.attribute] == []
