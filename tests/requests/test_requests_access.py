"""Access-log lines as captures: the call without its body."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector.requests import Acceptance, read_requests, reject_reason, verdict
from inspector.requests.access import from_access_line

SAMPLES = Path(__file__).parents[2] / "samples" / "requests"


@pytest.mark.parametrize("name", ["nginx-combined-1.18.33.log", "caddy-1.18.33.log"])
def test_the_prompts_in_a_real_access_log_are_found_without_their_bodies(name: str) -> None:
    found = read_requests([str(SAMPLES / name)], acceptance=Acceptance.for_version("1.18.33"))
    assert [shape.status for shape in found.shapes] == [204, 400, 404]
    assert [verdict(shape) for shape in found.shapes] == ["accepted", "refused", "refused"]
    assert not any(shape.body_readable or shape.problems or shape.risks for shape in found.shapes)
    assert all(shape.session_id and shape.session_id.startswith("ses_") and shape.time for shape in found.shapes)
    assert found.shapes[0].directory == "/home/operator/proj"
    assert (found.other, found.problems) == (2, ())


def test_only_caddy_logs_the_directory_header() -> None:
    nginx, caddy = (
        read_requests([str(SAMPLES / name)]).shapes[1] for name in ("nginx-combined-1.18.33.log", "caddy-1.18.33.log")
    )
    assert (nginx.directory, caddy.directory) == (None, "/home/operator/proj")


def test_a_404_without_its_answer_leaves_open_which_of_two_it_is() -> None:
    shape = read_requests([str(SAMPLES / "nginx-combined-1.18.33.log")]).shapes[2]
    assert reject_reason(shape) == "there is no such session on this server, or no such route (404)"


def test_a_logged_duration_leads_back_to_the_beginning_of_the_call() -> None:
    line = '::1 - bob [22/Nov/2026:18:40:36 +0100] "POST /session/ses_x/message HTTP/2.0" 200 95 "-" "curl/8" 12.500 "-"'
    call = from_access_line(line)
    assert call is not None
    assert (call.route, call.duration_ms) == ("message", 12_500.0)
    assert call.time == datetime(2026, 11, 22, 17, 40, 23, 500_000, UTC)


@pytest.mark.parametrize(
    "line",
    [
        "",
        "POST /session/ses_x/prompt_async",
        '1 - - [x] "POST / HTTP/1.1" 200 1',
        "a b c [" + "9" * 100_000,
        '- - - [22/Nov/2026:18:40:36 +0100] "' + "A" * 100_000,
    ],
)
def test_other_lines_are_not_access_lines(line: str) -> None:
    assert from_access_line(line) is None


def test_a_damaged_line_in_an_access_log_is_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    path = tmp_path / "access.log"
    lines = (SAMPLES / "nginx-combined-1.18.33.log").read_text().splitlines()
    path.write_text("\n".join([lines[1], "\x00garbage", *lines[2:]]))
    found = read_requests([str(path)])
    assert len(found.shapes) == 3
    assert "line 2" in found.problems[0].what
