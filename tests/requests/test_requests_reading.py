"""Captures of every writer, broken ones and hostile ones."""

import base64
import bz2
import gzip
import json
import lzma
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import zstandard

from inspector.model import Requests
from inspector.requests import Acceptance, read_requests
from inspector.requests.source import MAX_STRING

SAMPLES = Path(__file__).parents[2] / "samples" / "requests"
SESSION = "ses_dfdfaa6aaffeLbHbmj6skjrQvF"
BODY = {
    "messageID": "msg_20205ba4b001ZN4vZ081Skyo4V",
    "agent": "build",
    "parts": [{"id": "prt_20205ba4b0028T11vqtuqDIVCO", "type": "text", "text": "hidden words"}],
}


def entry(body: Any = BODY, route: str = "prompt_async", status: int = 204, **post: Any) -> dict[str, Any]:
    text = body if isinstance(body, str) else json.dumps(body)
    return {
        "startedDateTime": "2026-11-22T07:50:59.532+01:00",
        "time": 41.2,
        "request": {
            "method": "POST",
            "url": f"http://127.0.0.1:4096/session/{SESSION}/{route}?directory=%2Fhome%2Foperator%2Fproj",
            "headers": [
                {"name": "User-Agent", "value": "opencode-web/1.15.13"},
                {"name": "Content-Type", "value": "application/json"},
            ],
            "postData": {"mimeType": "application/json", "text": text, **post},
        },
        "response": {"status": status, "content": {"size": 0}},
    }


def other(n: int) -> dict[str, Any]:
    return {
        "request": {"method": "GET", "url": f"https://example.com/{n}"},
        "response": {"status": 200, "content": {"text": "x"}},
    }


def har(*entries: Any) -> bytes:
    return json.dumps({"log": {"version": "1.2", "entries": list(entries)}}).encode()


def read(tmp_path: Path, content: bytes, version: str | None = None, name: str = "capture") -> Requests:
    path = tmp_path / name
    path.write_bytes(content)
    return read_requests([str(path)], acceptance=Acceptance.for_version(version) if version else None)


def told(found: Requests) -> str:
    return " | ".join(problem.what for problem in found.problems)


def test_a_har_entry_becomes_a_shape_without_its_texts(tmp_path: Path) -> None:
    found = read(tmp_path, har(other(1), entry()))
    (shape,) = found.shapes
    assert (shape.entry, shape.route, shape.session_id, shape.status) == (1, "prompt_async", SESSION, 204)
    assert shape.time == datetime(2026, 11, 22, 6, 50, 59, 532000, UTC)
    assert (shape.message_id, shape.part_ids, shape.agent) == (BODY["messageID"], ("prt_20205ba4b0028T11vqtuqDIVCO",), "build")
    assert (shape.directory, shape.client, shape.duration_ms) == ("/home/operator/proj", "opencode-web", 41.2)
    assert [(part.type, part.chars) for part in shape.parts] == [("text", 12)]
    assert shape.body_readable
    assert "hidden words" not in repr(found)
    assert (found.other, found.problems) == (1, ())


@pytest.mark.parametrize("route", ["prompt_async", "message", "command", "shell", "init", "summarize"])
def test_every_route_that_sends_a_prompt_is_found(route: str, tmp_path: Path) -> None:
    assert read(tmp_path, har(entry(route=route))).shapes[0].route == route


def test_reading_the_messages_is_not_a_prompt(tmp_path: Path) -> None:
    listing = entry(route="message")
    listing["request"]["method"] = "GET"
    assert read(tmp_path, har(listing, entry())).other == 1


def test_the_v2_route_and_a_proxys_path_prefix_are_found(tmp_path: Path) -> None:
    one, two = (
        entry(
            {"prompt": {"text": "abc", "files": [{"uri": "file:///x", "mime": "text/plain"}]}, "id": "msg_a", "delivery": "queue"}
        ),
        entry(),
    )
    one["request"]["url"] = f"http://h/api/session/{SESSION}/prompt"
    two["request"]["url"] = f"https://host/opencode/session/{SESSION}/message"
    v2, prefixed = read(tmp_path, har(one, two)).shapes
    assert (v2.route, v2.message_id, v2.delivery) == ("v2-prompt", "msg_a", "queue")
    assert [(part.type, part.chars, part.scheme) for part in v2.parts] == [("text", 3, None), ("file", 9, "file")]
    assert prefixed.route == "message"


def test_the_mitmproxy_sample_is_read(tmp_path: Path) -> None:
    found = read_requests([str(SAMPLES / "mitmproxy-1.18.33.har")], acceptance=Acceptance.for_version("1.18.33"))
    assert [(s.status, s.directory is not None, s.body_readable) for s in found.shapes] == [
        (204, True, True),
        (400, True, True),
        (404, False, True),
    ]
    assert found.shapes[0].parts[0].chars == len("Fährst du heute? 你好")
    assert found.problems == ()


@pytest.mark.parametrize("post", [{"encoding": "base64"}, {"_encoding": "base64"}, {}])
def test_base64_bodies_are_decoded_marked_or_not(post: dict[str, str], tmp_path: Path) -> None:
    text = base64.b64encode(json.dumps(BODY).encode()).decode()
    assert read(tmp_path, har(entry(text, **post))).shapes[0].message_id == BODY["messageID"]


def test_missing_fields_and_wrong_types_are_borne(tmp_path: Path) -> None:
    bare = {"request": {"method": "POST", "url": f"http://h/session/{SESSION}/prompt_async"}}
    odd = {
        "startedDateTime": 7e300,
        "time": "x",
        "request": {
            "method": "post",
            "url": f"/session/{SESSION}/prompt_async",
            "headers": {"a": [1]},
            "postData": [],
            "queryString": 3,
        },
        "response": [],
    }
    found = read(tmp_path, har(bare, odd, None, 5, "x", [], {}, {"request": {"url": "http://[bad"}}))
    assert [shape.body_readable for shape in found.shapes] == [False, False]
    assert [shape.status for shape in found.shapes] == [None, None]


def test_json_lines_of_the_lab_and_of_others_are_read(tmp_path: Path) -> None:
    lab = {
        "time": "2026-11-22T07:21:41.644Z",
        "method": "POST",
        "path": f"/session/{SESSION}/prompt_async",
        "query": {"directory": "/d"},
        "headers": {},
        "body": BODY,
        "status": 204,
        "response": None,
    }
    generic = {
        "method": "POST",
        "url": f"http://h/session/{SESSION}/message",
        "headers": [{"name": "x-opencode-directory", "value": "%2Fd"}],
        "body": json.dumps(BODY),
        "status": 200,
        "time": 1795330259520,
    }
    found = read(tmp_path, b"\n".join(json.dumps(line).encode() for line in (lab, generic)))
    assert [(s.entry, s.directory, s.message_id, s.status) for s in found.shapes] == [
        (1, "/d", BODY["messageID"], 200),
        (0, "/d", BODY["messageID"], 204),
    ]


def test_the_v2_sample_is_read_with_its_409_and_400() -> None:
    found = read_requests([str(SAMPLES / "v2-inbox-1.18.33.jsonl")], acceptance=Acceptance.for_version("1.18.33"))
    assert sorted({s.status for s in found.shapes if s.status}) == [200, 400, 409]
    assert len(found.shapes) == 16
    assert [bool(s.problems) for s in found.shapes if s.status == 400] == [True]


@pytest.mark.parametrize(
    ("body", "route"),
    [
        ({"parts": []}, "prompt_async"),
        ({"prompt": {"text": ""}}, "v2-prompt"),
        ({"command": "x", "arguments": ""}, "command"),
        ({"command": "ls", "agent": "build"}, "shell"),
        ({"providerID": "p", "modelID": "m"}, "summarize"),
    ],
)
def test_the_keys_of_a_bare_body_show_its_route(body: dict[str, Any], route: str, tmp_path: Path) -> None:
    for content in (json.dumps(body), json.dumps(body, indent=2)):
        (shape,) = read(tmp_path, content.encode()).shapes
        assert (shape.route, shape.session_id, shape.status) == (route, None, None)


@pytest.mark.parametrize("squeeze", [gzip.compress, bz2.compress, lzma.compress, zstandard.compress])
def test_compressed_captures_are_read(squeeze: Any, tmp_path: Path) -> None:
    assert len(read(tmp_path, squeeze(har(entry()))).shapes) == 1


def test_a_damaged_compressed_file_keeps_what_came_before(tmp_path: Path) -> None:
    lines = b"".join(
        json.dumps(
            {"method": "POST", "path": f"/session/{SESSION}/prompt_async", "body": {**BODY, "n": n}, "status": 204}
        ).encode()
        + b"\n"
        for n in range(20_000)
    )
    found = read(tmp_path, gzip.compress(lines)[:-2000])
    assert 0 < len(found.shapes) < 20_000
    assert "gzip data is damaged or cut off" in told(found)


def test_a_compressed_capture_is_read_up_to_a_limit_and_the_problem_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspector.requests.source.MAX_OUTPUT", 1 << 20)
    whole = har(entry())
    found = read(tmp_path, gzip.compress(whole[:-2] + b" " * (2 << 20) + whole[-2:]))
    assert "it holds more than 1048576 bytes when decompressed; the rest was not read" in told(found)
    assert len(found.shapes) == 1


def test_a_compressed_bomb_is_stopped_by_its_ratio(tmp_path: Path) -> None:
    bomb = gzip.compress(har(entry())[:-2] + b" " * (80 << 20))
    found = read(tmp_path, bomb)
    assert "grows more than" in told(found)
    assert len(found.shapes) == 1


def test_a_har_cut_at_any_byte_keeps_the_entries_before_the_cut(tmp_path: Path) -> None:
    whole = har(*(entry({**BODY, "messageID": f"msg_{n}"}) for n in range(3)))
    ends = [whole.index(f"msg_{n}".encode()) for n in range(3)]
    for cut in range(1, len(whole), 7):
        found = read(tmp_path, whole[:cut])
        complete = sum(end + 400 < cut for end in ends)
        assert len(found.shapes) >= complete
        assert found.problems, cut
        assert all(shape.message_id in (None, "msg_0", "msg_1", "msg_2") for shape in found.shapes)
    assert len(read(tmp_path, whole).shapes) == 3


def test_an_entry_cut_behind_its_url_is_kept_without_body_and_status(tmp_path: Path) -> None:
    whole = har(entry())
    found = read(tmp_path, whole[: whole.index(b"hidden")])
    assert [(s.session_id, s.status, s.body_readable) for s in found.shapes] == [(SESSION, None, False)]
    assert "ends in the middle" in told(found)


def test_json_lines_cut_or_broken_lose_only_the_broken_lines(tmp_path: Path) -> None:
    line = json.dumps({"method": "POST", "path": f"/session/{SESSION}/prompt_async", "body": BODY, "status": 204}).encode()
    found = read(tmp_path, b"\n".join((line, b'{"method": nonsense', b"\x00\xff\xfe", line, line[:-20])))
    assert [s.status for s in found.shapes] == [204, 204, None]
    assert "3 lines, the first of them line 2, could not be read whole" in told(found)


def test_the_har_of_another_site_is_reported_as_without_prompts(tmp_path: Path) -> None:
    found = read(tmp_path, har(*(other(n) for n in range(50))))
    assert told(found) == "holds 50 requests, none of which sends a prompt to an OpenCode server"


@pytest.mark.parametrize(
    "path", ["/session", f"/session/{SESSION}/message?limit=3", "/api/session", "/permission/per_1/reply", "/global/health"]
)
def test_a_capture_of_other_calls_to_the_server_is_whole(tmp_path: Path, path: str) -> None:
    call = {"request": {"method": "GET", "url": f"http://127.0.0.1:4096{path}"}, "response": {"status": 200}}
    found = read(tmp_path, har(other(1), call))
    assert (told(found), found.other, found.shapes) == ("", 2, ())


@pytest.mark.parametrize("path", ["/sessions", "/session-list", "/global/healthy", "/docs/session/1"])
def test_a_path_that_resembles_the_servers_is_another_sites(tmp_path: Path, path: str) -> None:
    found = read(tmp_path, har({"request": {"method": "GET", "url": f"https://example.com{path}"}, "response": {"status": 200}}))
    assert told(found) == "holds 1 requests, none of which sends a prompt to an OpenCode server"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"  \n\n ", "is empty"),
        (b"hello\nworld\n", "is not a capture"),
        (b"\x7fELF" + bytes(range(256)) * 9, "is not a capture"),
        (b'{"name": "package", "version": "1"}', "JSON of another kind"),
        (b"[]", "JSON of another kind"),
        (b"{}", "JSON of another kind"),
        (b"[" * 200_000, "ends in the middle"),
        (b'{"a":' * 100_000, "ends in the middle"),
        (b"{" + b" " * 300_000 + b"?", "stops being JSON"),
        (b'{"log":{"entries":[' + b"7" * 5_000_000, "a number that no JSON has"),
        (b'{"log": {"entries": [1e999, NaN', "stops being JSON"),
        (b'["' + b"\\" * (9 << 20), "ends in the middle"),
    ],
)
def test_a_file_that_is_not_a_capture_is_refused_with_one_sentence(content: bytes, words: str, tmp_path: Path) -> None:
    found = read(tmp_path, content)
    assert words in told(found)
    assert found.shapes == ()


def test_a_missing_file_and_a_folder_are_problems(tmp_path: Path) -> None:
    found = read_requests([str(tmp_path), str(tmp_path / "nothing")])
    assert [problem.what for problem in found.problems] == [
        "is a folder; name the capture files in it",
        "cannot be read: No such file or directory",
    ]


def test_a_depth_bomb_in_a_body_or_beside_it_is_passed_over(tmp_path: Path) -> None:
    deep = '{"parts":[],"messageID":"msg_x","tools":' + "[" * 400_000 + "]" * 400_000 + "}"
    line = (
        b'{"log":{"entries":[{"_stack":' + b"[" * 400_000 + b"]" * 400_000 + b"," + json.dumps(entry(deep)).encode()[1:] + b"]}}"
    )
    (shape,) = read(tmp_path, line, "1.18.33").shapes
    assert shape.message_id == "msg_x"
    assert not shape.body_readable


def test_invalid_utf8_and_utf16_are_borne(tmp_path: Path) -> None:
    broken = read(tmp_path, har(entry()).replace(b"hidden words", b"hid\xff\xfeden"))
    assert len(broken.shapes) == 1
    assert "not UTF-8" in told(broken)
    assert len(read(tmp_path, har(entry()).decode().encode("utf-16")).shapes) == 1
    assert len(read(tmp_path, b"\xef\xbb\xbf" + har(entry())).shapes) == 1


@pytest.mark.parametrize(
    "text",
    [
        "a" * (MAX_STRING + 5_000_000),
        '\\"' * (MAX_STRING // 2 + 400_000),
        "\\\\" * (MAX_STRING // 2 + 300_000),
        "é" * (MAX_STRING // 2 + 300_000),
        "\\u00e9" * (MAX_STRING // 6 + 99_999),
    ],
)
def test_a_giant_answer_is_cut_and_the_entries_behind_it_are_read(text: str, tmp_path: Path) -> None:
    giant = json.dumps(other(1)).replace('"x"', '"' + text + '"')
    found = read(tmp_path, b'{"log":{"entries":[' + giant.encode() + b"," + json.dumps(entry()).encode() + b"]}}")
    assert [shape.message_id for shape in found.shapes] == [BODY["messageID"]]
    assert (found.other, found.problems) == (1, ())


def test_a_giant_prompt_body_is_read_up_to_the_cut_and_not_called_refused(tmp_path: Path) -> None:
    body = json.dumps(
        {"messageID": "msg_x", "parts": [{"type": "file", "mime": "image/png", "url": "data:" + "A" * (MAX_STRING + 5_000_000)}]}
    )
    found = read(tmp_path, har(entry(body)), "1.18.33")
    (shape,) = found.shapes
    assert (shape.message_id, shape.body_readable, shape.problems) == ("msg_x", False, ())
    assert "cut off in the capture" in told(found)


def test_hostile_strings_do_not_leave_the_ids_fields(tmp_path: Path) -> None:
    nasty = "\x1b]52;c;aGk=\x07\u202e[red]<script>"
    body = {
        "messageID": nasty * 1000,
        "agent": nasty,
        nasty: nasty,
        "parts": [{"type": nasty, "id": nasty, "text": nasty, "mime": nasty, "url": nasty}],
    }
    (shape,) = read(tmp_path, har(entry(body)), "1.18.33").shapes
    assert shape.parts[0].type == "?"
    assert (shape.parts[0].mime, shape.parts[0].scheme) == (None, None)
    assert len(shape.message_id or "") == 200
    assert "\x1b" not in " ".join((*shape.problems, *shape.risks))


def test_the_same_calls_in_two_captures_count_once(tmp_path: Path) -> None:
    first, second = tmp_path / "a.har", tmp_path / "b.har"
    first.write_bytes(har(entry()))
    second.write_bytes(har(other(1), entry()))
    found = read_requests([str(first), str(second)], acceptance=Acceptance.newest())
    assert len(found.shapes) == 1
    assert found.inputs == ((str(first), 1), (str(second), 1))
    assert not any("sent before" in risk for risk in found.shapes[0].risks)


def test_refused_and_accepted_requests_of_a_real_server_differ() -> None:
    found = read_requests([str(SAMPLES / "rejected-1.15.13.har")], acceptance=Acceptance.for_version("1.15.13"))
    assert {bool(s.problems) for s in found.shapes if s.status == 400} == {True}
    assert {bool(s.problems) for s in found.shapes if s.status == 204} == {False}
    assert {bool(s.problems) for s in found.shapes if s.status == 404} == {False}
    assert sum(s.status == 400 for s in found.shapes) == 8


def test_a_server_that_takes_what_the_schema_refuses_is_believed(tmp_path: Path) -> None:
    (shape,) = read(tmp_path, har(entry({"parts": [], "messageID": "abc"}, status=204)), "1.18.33").shapes
    assert shape.problems == ()
    assert any("is it another version?" in risk for risk in shape.risks)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"url": "/session/abc/prompt_async"}, 'the session id in the path: expected one that begins with "ses"'),
        (
            {"headers": [{"name": "content-type", "value": "text/plain"}]},
            "the content type: expected application/json (answered 415)",
        ),
        ({"postData": {"text": '{"parts":'}}, "the body: is not JSON (answered 500)"),
        ({"postData": {"text": ""}}, "the body: expected an object, got nothing"),
    ],
)
def test_what_is_wrong_outside_the_body_is_named(change: dict[str, Any], reason: str, tmp_path: Path) -> None:
    call = entry(status=0)
    call["request"].update(change)
    (shape,) = read(tmp_path, har(call), "1.18.33").shapes
    assert shape.problems[0].startswith(reason)


def test_a_clock_difference_shows_in_the_date_headers_only_when_it_is_larger_than_their_second(tmp_path: Path) -> None:
    def dated(seconds: float) -> dict[str, Any]:
        call = entry()
        served = datetime(2026, 11, 22, 6, 50, 59, tzinfo=UTC) - timedelta(seconds=seconds)
        call["response"]["headers"] = [{"name": "Date", "value": served.strftime("%a, %d %b %Y %H:%M:%S GMT")}]
        return call

    assert read(tmp_path, har(dated(0))).clock_offset_ms is None
    assert 9_000 < (read(tmp_path, har(dated(10))).clock_offset_ms or 0) < 11_000
