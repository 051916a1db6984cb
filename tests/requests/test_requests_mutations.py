"""Mutated captures: never a traceback, never a value out of bounds."""

from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from inspector.renderers._options import RenderOptions
from inspector.renderers._requests import document, draw
from inspector.requests import Acceptance, compare, read_requests, reject_reason

SAMPLES = Path(__file__).parents[2] / "samples" / "requests"
NAMES = (
    "mitmproxy-1.18.33.har",
    "rejected-1.15.13.har",
    "v2-inbox-1.18.33.jsonl",
    "nginx-combined-1.18.33.log",
    "caddy-1.18.33.log",
)
PIECES = st.sampled_from(
    [b"\x00", b"\xff", b'"', b"{", b"}", b"[", b"]", b"\\", b"\n", b"null", b"1e999", b"-", b":", b",", b"\\ud800", b"\x1b[31m"]
)
ENTRIES = 17  # of the largest sample, prompts and other requests
EDITS = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), PIECES, st.integers(0, 40)), min_size=1, max_size=6)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(edits=EDITS)
def test_a_mutated_capture_is_read_as_far_as_it_goes(name: str, edits: list[tuple[float, bytes, int]], tmp_path: Path) -> None:
    content = (SAMPLES / name).read_bytes()
    for where, piece, dropped in edits:
        at = int(where * len(content))
        content = content[:at] + piece + content[at + dropped :]
    path = tmp_path / "capture"
    path.write_bytes(content)
    acceptance = Acceptance.for_version("1.18.33")
    found = read_requests([str(path)], acceptance=acceptance)
    assert len(found.shapes) <= ENTRIES + len(edits)  # each edit can cut one entry into two
    for shape in found.shapes:
        reject_reason(shape)
        compare(shape)
    text = draw(document(found, acceptance), "jsonl", RenderOptions(), UTC)
    assert "\x1b" not in text
