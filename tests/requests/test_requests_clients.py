"""What is legal but risky, and how a request differs from the web client's."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from inspector.model import RequestShape
from inspector.requests import Acceptance, compare, estimate_clock_offset, read_requests, web_client

SENT = datetime(2026, 11, 22, 6, 50, 59, 532000, UTC)
OWN = "msg_20205ba4b001ZN4vZ081Skyo4V"  # holds 06:50:59.531 of that day
UUID = "msg_75139237-15c1-42df-a996-4aef012d0ea6"
TEXT = {"type": "text", "text": "x"}


def shapes(tmp_path: Path, version: str, *bodies: Any, time: datetime = SENT, query: Any = None) -> tuple[RequestShape, ...]:
    path = tmp_path / "capture.jsonl"
    lines = (
        {
            "method": "POST",
            "path": "/session/ses_x/prompt_async",
            "query": query,
            "time": (time + timedelta(seconds=n)).isoformat(),
            "body": body,
            "status": 204,
        }
        for n, body in enumerate(bodies)
    )
    path.write_text("\n".join(json.dumps(line) for line in lines))
    return read_requests([str(path)], acceptance=Acceptance.for_version(version)).shapes


def risky(tmp_path: Path, version: str, body: Any, **more: Any) -> str:
    return " | ".join(shapes(tmp_path, version, {"parts": [TEXT], **body}, query={"directory": "/d"}, **more)[0].risks)


def test_an_ordinary_request_of_an_api_client_is_without_risk(tmp_path: Path) -> None:
    assert risky(tmp_path, "1.15.13", {"agent": "build"}) == ""


@pytest.mark.parametrize(("version", "named"), [("1.15.13", True), ("1.18.14", True), ("1.18.15", False), ("1.18.33", False)])
def test_client_made_message_ids_are_a_risk_to_1_18_14(version: str, named: bool, tmp_path: Path) -> None:
    assert ("made by the client" in risky(tmp_path, version, {"messageID": OWN})) == named
    assert ("does not sort by time" in risky(tmp_path, version, {"messageID": UUID})) == named


def test_an_id_whose_time_is_not_the_requests_is_named_with_the_difference(tmp_path: Path) -> None:
    assert "was made 10 s after the request" in risky(tmp_path, "1.15.13", {"messageID": OWN}, time=SENT - timedelta(seconds=10))
    assert "was made 90 s before the request" in risky(tmp_path, "1.15.13", {"messageID": OWN}, time=SENT + timedelta(seconds=90))


def test_an_id_from_before_the_wrap_is_read_near_the_time_of_its_request(tmp_path: Path) -> None:
    at = datetime(2026, 8, 14, 11, 19, 55, tzinfo=UTC)
    made = f"msg_{(int(at.timestamp() * 1000) * 4096 + 1) & ((1 << 48) - 1):012x}ZN4vZ081Skyo4V"
    assert "made by the client" in risky(tmp_path, "1.15.13", {"messageID": made}, time=at)


def test_ids_sent_twice_are_named_with_the_first_place(tmp_path: Path) -> None:
    body = {"messageID": OWN, "parts": [{**TEXT, "id": "prt_1"}]}
    first, second = shapes(tmp_path, "1.18.33", body, body)
    assert not any("sent before" in risk for risk in first.risks)
    assert sum("sent before" in risk for risk in second.risks) == 2
    assert any("entry 0" in risk for risk in second.risks)


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"noReply": True}, "never answered"),
        ({"parts": []}, "no parts"),
        ({"parts": [{"type": "text", "text": ""}]}, "a text part is empty"),
        ({"sessionID": "x"}, "silently drops unknown keys: sessionID"),
    ],
)
def test_other_risks_are_named(body: dict[str, Any], words: str, tmp_path: Path) -> None:
    assert words in risky(tmp_path, "1.18.33", body)


def test_a_request_without_directory_is_named(tmp_path: Path) -> None:
    assert any("no directory" in risk for risk in shapes(tmp_path, "1.18.33", {"parts": [TEXT]})[0].risks)


def test_a_v2_prompt_that_is_not_to_run_is_named(tmp_path: Path) -> None:
    path = tmp_path / "capture.jsonl"
    path.write_text(
        json.dumps(
            {
                "method": "POST",
                "path": "/api/session/ses_x/prompt",
                "body": {"prompt": {"text": "x"}, "resume": False},
                "status": 200,
            }
        )
    )
    (shape,) = read_requests([str(path)], acceptance=Acceptance.for_version("1.18.33")).shapes
    assert any("not run" in risk for risk in shape.risks)
    assert compare(shape) == ()


def test_the_web_clients_own_request_does_not_differ_from_it(tmp_path: Path) -> None:
    body = {
        "messageID": OWN,
        "agent": "build",
        "model": {"providerID": "p", "modelID": "m"},
        "variant": "high",
        "parts": [{"id": "prt_20205ba4b0028T11vqtuqDIVCO", **TEXT}],
    }
    (shape,) = shapes(tmp_path, "1.15.13", body, query={"directory": "/d"})
    rows = compare(shape)
    assert [row.field for row in rows] == list(web_client())
    assert not any(row.differs for row in rows)


def test_a_bare_request_differs_in_every_field_the_web_client_sends(tmp_path: Path) -> None:
    (shape,) = shapes(tmp_path, "1.15.13", {"parts": [TEXT], "messageID": UUID, "noReply": True})
    differing = {row.field: row.this for row in compare(shape) if row.differs}
    assert differing == {
        "messageID": "client-made, uuid form",
        "part ids": "absent",
        "agent": "absent",
        "model": "absent",
        "directory": "absent",
        "noReply": "true",
    }


def test_the_clock_offset_comes_from_stored_ids_and_one_delay_does_not_move_it(tmp_path: Path) -> None:
    bodies = [{"parts": [TEXT], "messageID": f"msg_{n}"} for n in range(6)]
    found = shapes(tmp_path, "1.15.13", *bodies, time=SENT + timedelta(seconds=10))
    stored = {f"msg_{n}": SENT + timedelta(seconds=n, milliseconds=20) for n in range(5)}
    stored["msg_4"] += timedelta(minutes=3)
    offset = estimate_clock_offset(found, stored)
    assert offset == pytest.approx(9_980, abs=1)
    assert estimate_clock_offset(found, {}) is None


@pytest.mark.parametrize(("took_ms", "offset_ms"), [(5_000, 0), (4_000, -500), (3, -4_497)])
def test_a_row_that_is_late_because_its_request_took_long_shows_no_clock_that_is_behind(
    tmp_path: Path, took_ms: float, offset_ms: float
) -> None:
    (slow,) = shapes(tmp_path, "1.18.34", {"parts": [TEXT], "messageID": "msg_0"}, time=SENT)
    late = SENT + timedelta(milliseconds=4_500)
    assert estimate_clock_offset([replace(slow, duration_ms=took_ms)], {"msg_0": late}) == pytest.approx(offset_ms, abs=1)
