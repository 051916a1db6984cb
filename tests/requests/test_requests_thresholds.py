"""The limits of what is read from one capture: the last value below each limit, and the first above it."""

from __future__ import annotations

import io
import json
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from inspector.database.ids import decode
from inspector.errors import UnreadableError
from inspector.model import PartShape
from inspector.requests import source
from inspector.requests.acceptance import Acceptance, compact
from inspector.requests.calls import BROKEN, CUT, WHOLE, Call, _answer, _text_body
from inspector.requests.clients import risks
from inspector.requests.reading import _clock_gap, _File, _head, _take
from inspector.requests.shape import _parts
from inspector.requests.values import Builder
from tests.requests.test_requests_reading import BODY, SESSION, entry, har, read


def nested(depth: int) -> bool:
    """Return whether a list with this many levels was read whole."""
    builder = Builder()
    for _ in range(depth):
        builder.feed("start_array", None)
    return not builder.cut


def test_64_levels_of_json_are_read() -> None:
    assert nested(64) and not nested(65)


def listed(count: int) -> bool:
    """Return whether a list with this many numbers was read whole."""
    builder = Builder()
    builder.feed("start_array", None)
    for number in range(count):
        builder.feed("number", number)
    return not builder.cut


def test_100000_values_of_one_json_value_are_read_the_list_counts_too() -> None:
    assert listed(99_999) and not listed(100_000)


@pytest.mark.parametrize(("length", "whole"), [(16_384, True), (16_385, False)])
def test_an_answer_of_16384_characters_is_read(length: int, whole: bool) -> None:
    text = json.dumps("x" * (length - 2))
    assert (_answer(text, None) is not None) is whole


@pytest.mark.parametrize(("count", "kept"), [(999, 999), (1_000, 1_000), (1_001, 1_000)])
def test_1000_parts_of_a_prompt_are_kept(count: int, kept: int) -> None:
    parts = _parts({"parts": [{"type": "text", "text": "x"}] * count}, "prompt_async")
    assert len(parts) == kept and isinstance(parts[0], PartShape)


@pytest.mark.parametrize(("count", "named"), [(11, 11), (12, 12), (13, 12)])
def test_12_unknown_keys_and_12_faults_are_named(count: int, named: int) -> None:
    text = {"type": "object", "properties": {f"k{n}": {"type": "string"} for n in range(count)}}
    accepts = Acceptance("1.18.33", "a document", True, {"prompt_async": text})
    assert len(accepts.ignored({f"unknown{n}": 1 for n in range(count)}, "prompt_async")) == named
    assert len(accepts.check({f"k{n}": 1 for n in range(count)}, "prompt_async")) == named


@pytest.mark.parametrize(("levels", "checked"), [(24, True), (25, False)])
def test_24_levels_of_a_schema_are_checked(levels: int, checked: bool) -> None:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(levels):
        schema = {"type": "array", "items": schema}
    body = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    found: Any = compact({"paths": {"/session/{id}/prompt_async": {"post": body}}})["prompt_async"]
    for _ in range(levels):
        found = found["items"]
    assert found == ({"type": "string"} if checked else {})


NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "known"), [(1.95, False), (2.0, True), (2.05, True), (-1.95, False), (-2.05, True)])
def test_a_clock_offset_from_date_headers_is_known_from_two_seconds_on(seconds: float, known: bool, tmp_path: Path) -> None:
    call = entry()
    call["time"] = 0
    sent = datetime(2026, 11, 22, 6, 50, 59, 500_000, tzinfo=UTC) + timedelta(seconds=seconds)
    call["startedDateTime"] = sent.isoformat()
    call["response"]["headers"] = [{"name": "Date", "value": "Sun, 22 Nov 2026 06:50:59 GMT"}]
    assert (read(tmp_path, har(call)).clock_offset_ms is not None) is known


@pytest.mark.parametrize(
    ("took_s", "date_s", "gap"), [(30, 0, 0.0), (30, 30, 0.0), (30, 31, -16.5), (30, -1, 0.0), (30, -2, 16.5)]
)
def test_a_date_within_a_long_call_shows_no_clock_that_is_wrong(took_s: float, date_s: float, gap: float) -> None:
    assert _clock_gap(NOON, took_s, NOON + timedelta(seconds=date_s)) == gap


def capture(shapes: int, refused: int = 0) -> Any:
    """Return a capture that has given this many prompts and refused calls so far."""
    return _File("capture.har", shapes=[None] * shapes, refused=[None] * refused)  # type: ignore[list-item]


PROMPT = Call("POST", f"/session/{SESSION}/prompt_async", {}, {}, BODY, WHOLE, 204, NOON, route="prompt_async")
REFUSED = Call("POST", f"/session/{SESSION}/abort", {}, {}, {}, WHOLE, 404, NOON)


def test_200000_prompts_of_one_capture_are_kept() -> None:
    full = capture(199_999)
    for number in range(3):
        _take(full, number, PROMPT, None)
    assert len(full.shapes) == 200_000 and "200000" in full.problems[0].what


def test_1000_other_refused_calls_of_one_capture_are_kept() -> None:
    full = capture(0, 999)
    for number in range(3):
        _take(full, number, REFUSED, None)
    assert len(full.refused) == 1_000


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(1.95, "made by the client"), (2.05, "was made 2 s after"), (-1.95, "made by the client"), (-2.05, "was made 2 s before")],
)
def test_an_id_is_off_when_it_was_made_more_than_two_seconds_from_its_request(seconds: float, said: str, tmp_path: Path) -> None:
    made = decode(BODY["messageID"], NOON)
    assert made is not None and made.time is not None
    call = entry()
    call["startedDateTime"] = (made.time - timedelta(seconds=seconds)).isoformat()
    (shape,) = read(tmp_path, har(call)).shapes
    assert any(said in risk for risk in risks(shape, "1.15.13"))


@pytest.mark.parametrize(("ratio", "read_on"), [(400, True), (401, False)])
def test_a_capture_may_grow_400_times_when_decompressed(ratio: int, read_on: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    class Grown:
        """Gives 64 MiB and one block more."""

        left = 65

        def read1(self, size: int, /) -> bytes:
            self.left -= 1
            return b" " * (1 << 20) if self.left >= 0 else b""

    packed = (65 << 20) // ratio - 7 if not read_on else -(-(65 << 20) // ratio)

    def decoder(kind: str, counted: Any) -> Grown:
        counted.read(8)
        counted.read(packed - 8)
        return Grown()

    monkeypatch.setattr(source, "_decoder", decoder)
    blocks = source._decompressed(io.BytesIO(b"\x1f\x8b" + b"x" * packed))
    if read_on:
        assert len(list(blocks)) == 65
    else:
        with pytest.raises(source.CaptureError):
            list(blocks)


@pytest.mark.parametrize(("length", "is_read"), [(33_554_432, True), (33_554_433, False)])
def test_a_description_of_the_server_has_32_mebibytes(tmp_path: Path, length: int, is_read: bool) -> None:
    path = tmp_path / "doc.json"
    schema = {"schema": {"type": "object", "properties": {"parts": {"type": "array"}}}}
    post = {"post": {"requestBody": {"content": {"application/json": schema}}}}
    path.write_text(json.dumps({"paths": {"/session/{id}/prompt_async": post}}).ljust(length))
    with nullcontext() if is_read else pytest.raises(UnreadableError):
        Acceptance.from_openapi(str(path))


@pytest.mark.parametrize(("length", "state"), [(1_048_576, BROKEN), (1_048_577, CUT)])
def test_a_long_body_that_is_no_json_was_cut(length: int, state: str) -> None:
    assert _text_body('{"a":"'.ljust(length, "x"))[1] == state


@pytest.mark.parametrize(("length", "read"), [(262_144, 262_144), (262_145, 262_144)])
def test_the_form_of_a_capture_is_told_from_256_kibibytes(length: int, read: int) -> None:
    head, blocks = _head(iter([b"x" * length]))
    assert (len(head), sum(map(len, blocks))) == (read, length)


@pytest.mark.parametrize(("length", "whole"), [(8_388_608, True), (8_388_609, False)])
def test_a_line_of_a_capture_has_8_mebibytes(length: int, whole: bool) -> None:
    found = list(source.lines(iter([b"x" * length + b"\n"]), "utf-8", source.Damage()))
    assert [(len(text), is_whole) for _, text, is_whole in found] == [(8_388_608, whole)]


@pytest.mark.parametrize(("length", "whole"), [(25_165_824, True), (25_165_825, False)])
def test_the_texts_of_one_json_value_have_24_mebi_characters(length: int, whole: bool) -> None:
    builder = Builder()
    builder.feed("string", "x" * length)
    assert (not builder.cut) is whole


@pytest.mark.parametrize(
    ("produced", "ratio", "reason"),
    [
        (67_108_864, 400, None),
        (67_108_865, 400, "it grows more than 400 times"),
        (17_179_869_184, 1 << 40, None),
        (17_179_869_185, 1 << 40, "it holds more than 17179869184 bytes"),
    ],
)
def test_what_comes_out_of_a_compressed_capture_is_bounded(
    monkeypatch: pytest.MonkeyPatch, produced: int, ratio: int, reason: str | None
) -> None:
    class Block(bytes):
        def __len__(self) -> int:
            return produced

    def decoder(kind: str, raw: io.BytesIO) -> SimpleNamespace:
        raw.read()
        return SimpleNamespace(read1=lambda size: next(blocks))

    blocks = iter([Block(), b""])
    monkeypatch.setattr(source, "MAX_RATIO", ratio)
    monkeypatch.setattr(source, "_decoder", decoder)
    with nullcontext() if reason is None else pytest.raises(source.CaptureError, match=reason):
        assert len(list(source._decompressed(io.BytesIO(b"BZh91AY&")))) == 1
