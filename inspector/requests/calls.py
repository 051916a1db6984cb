"""Read one HTTP call from any form of capture: a HAR entry, a JSON line, a bare body."""

from __future__ import annotations

import base64
import binascii
import math
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from msgspec import field

from inspector.model.value import Value
from inspector.patterns import late
from inspector.requests.values import parsed

WHOLE, BROKEN, CUT, EMPTY, ABSENT = "whole", "broken", "cut", "empty", "absent"
"""States of a body: valid JSON; not JSON; truncated by the capture; empty; not captured."""
MAX_ANSWER = 16_384
MAX_BROKEN = 1 << 20
"""A body with more characters that is not JSON counts as truncated, not as broken."""
_BODY_KEYS = {"parts", "prompt", "messageID", "noReply", "command", "providerID"}
_PROMPT_ROUTES = ("prompt_async", "message", "command", "shell", "init", "summarize")
_URLS = ("url", "path", "uri", "request_uri")
_MISSING = object()
_BASE64 = late(r"[A-Za-z0-9+/\s]+={0,2}\Z")


class Call(Value, frozen=True):
    """A captured call, before it is known whether it is a prompt."""

    method: str
    path: str
    """Path of the URL, decoded, without query; empty when the capture is a bare body."""
    query: Mapping[str, str]
    headers: Mapping[str, str]
    """Request headers, names in lower case."""
    body: Any
    """The parsed body; the readable part of a broken one."""
    body_state: str
    status: int | None
    time: datetime | None
    duration_ms: float | None = None
    answer: Any = None
    """The parsed answer, up to `MAX_ANSWER` characters; None when it was not captured."""
    date: datetime | None = None
    """The Date header of the answer: the server's clock, in whole seconds."""
    route: str | None = field(default=None)
    """Route of a prompt call, None for every other call."""
    session_id: str | None = None
    unanswered: bool = False
    """True when the capture says that no HTTP answer came (status 0)."""


def from_entry(entry: Mapping[str, Any], whole: bool = True) -> Call | None:
    """Return the call of a HAR 1.2 entry, or None when it has no request. Missing fields and odd types are tolerated."""
    request, response = _mapping(entry.get("request")), _mapping(entry.get("response"))
    if "url" not in request:
        return None
    path, query = target(request.get("url"))
    query |= _pairs(request.get("queryString"))
    body, state = _har_body(request, whole or bool(response))
    content = _mapping(response.get("content"))
    return _call(
        request.get("method"),
        path,
        response.get("status"),
        _pairs(response.get("headers")),
        query=query,
        headers=_pairs(request.get("headers")),
        body=body,
        body_state=state,
        time=when(entry.get("startedDateTime")),
        duration_ms=_number(entry.get("time")),
        answer=_answer(content.get("text"), content.get("encoding")),
    )


def _har_body(request: Mapping[str, Any], complete: bool) -> tuple[Any, str]:
    if "postData" not in request:
        size = _number(request.get("bodySize"))
        return None, EMPTY if size == 0 and complete else ABSENT
    data = _mapping(request.get("postData"))
    text = data.get("text")
    if not isinstance(text, str):
        return None, ABSENT
    text = decoded(text, str(_first(data, "encoding", "_encoding")).lower() == "base64")
    size = _number(request.get("bodySize"))
    value, state = _text_body(text)
    if state == BROKEN and size is not None and size > len(text.encode("utf-8", "replace")):
        state = CUT
    return value, state


def from_record(record: Mapping[str, Any], whole: bool = True) -> Call | None:
    """Return the call of one record: ``{method, url|path, headers, body, status, time}``, a lone HAR entry, a Caddy line.

    A prompt body alone counts as a call; its keys show the route. None when the object is neither.
    """
    inner = _mapping(record.get("request"))
    if isinstance(inner.get("url"), str) and "startedDateTime" in record:
        return from_entry(record, whole)
    source = inner if isinstance(_first(inner, *_URLS), str) else record
    url = _first(source, *_URLS)
    if not isinstance(url, str) or "method" not in source:
        return _bare(record, whole)
    path, query = target(url)
    given_query = source.get("query")
    query |= dict(_query(given_query)) if isinstance(given_query, str) else _pairs(given_query)
    raw = _first(source, "body", "request_body", "json", "data", default=_MISSING)
    body, state = (None, ABSENT) if raw is _MISSING else _text_body(decoded(raw) if isinstance(raw, str) else raw)
    status = _first(record, "status", "status_code", "statusCode", default=_mapping(record.get("response")).get("status"))
    if not whole and state == WHOLE and status is None:
        state = CUT
    answer = _first(record, "response", "response_body")
    time, seconds = when(_first(record, "time", "timestamp", "startedDateTime", "ts", "date")), _number(record.get("duration"))
    duration = _number(record.get("duration_ms")) if seconds is None else seconds * 1000
    if "ts" in record and seconds is not None:  # Caddy writes the line when the answer has ended
        time = begun(time, duration)
    return _call(
        source.get("method"),
        path,
        status,
        _pairs(_first(record, "response_headers", "resp_headers")),
        query=query,
        headers=_pairs(source.get("headers")),
        body=body,
        body_state=state,
        time=time,
        duration_ms=duration,
        answer=answer if isinstance(answer, dict) else _answer(answer, None),
    )


def _first(mapping: Mapping[str, Any], *keys: str, default: Any = None) -> Any:
    return next((mapping[key] for key in keys if key in mapping), default)


def _bare(record: Mapping[str, Any], whole: bool) -> Call | None:
    if not _BODY_KEYS & record.keys():
        return None
    state = WHOLE if whole else CUT
    return Call("POST", "", {}, {}, dict(record), state, None, None, route=_route_of_body(record))


def _route_of_body(body: Mapping[str, Any]) -> str:
    if "parts" in body or "noReply" in body:
        return "command" if "command" in body else "prompt_async"
    if "command" in body:
        return "command" if "arguments" in body else "shell"
    if "prompt" in body:
        return "v2-prompt"
    if "providerID" in body:
        return "init" if "messageID" in body else "summarize"
    return "prompt_async"


def _call(method: Any, path: str, status: Any, answer_headers: Mapping[str, str], **rest: Any) -> Call:
    """Return the call with the values that follow from its method, path, status and the headers of its answer."""
    verb = str(method).upper()[:16]
    route, session = route_of(path) if verb == "POST" else (None, None)
    code = _number(status)
    return Call(
        verb,
        path,
        status=int(code) if code and 100 <= code <= 599 else None,
        date=_http_date(answer_headers.get("date")),
        route=route,
        session_id=session,
        unanswered=code == 0,
        **rest,
    )


def route_of(path: str) -> tuple[str | None, str | None]:
    """Return (route, session id) of the path of a POST, whatever prefix a proxy adds; (None, None) when it sends no
    prompt."""
    pieces = path.rstrip("/").split("/")
    if len(pieces) < 4 or pieces[-3] != "session" or not pieces[-2]:
        return None, None
    session = pieces[-2][:200]
    if pieces[-1] == "prompt" and pieces[-4] == "api":
        return "v2-prompt", session
    return (pieces[-1], session) if pieces[-1] in _PROMPT_ROUTES else (None, None)


def target(url: Any) -> tuple[str, dict[str, str]]:
    """Return (decoded path, query parameters) of a URL or request target; ("", {}) when it is no URL."""
    try:
        parts = urlsplit(str(url)[:65_536])
    except ValueError:
        return "", {}
    return unquote(parts.path, errors="replace")[:2_000], dict(_query(parts.query))


def _query(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=200)
    except ValueError:
        return []


def _pairs(value: Any) -> dict[str, str]:
    """Headers or query parameters from a HAR list, an object, or an object of lists (Caddy); names in lower case."""
    if isinstance(value, list):
        items = [(item.get("name"), item.get("value")) for item in value[:300] if isinstance(item, dict)]
    elif isinstance(value, dict):
        items = [(key, item[0] if isinstance(item, list) and item else item) for key, item in list(value.items())[:300]]
    else:
        items = []
    return {str(name).lower()[:100]: str(text)[:4_000] for name, text in items if isinstance(text, (str, int, float))}


def _text_body(raw: Any) -> tuple[Any, str]:
    if raw is None or raw == "":
        return None, EMPTY
    if not isinstance(raw, str):
        return raw, WHOLE
    value, whole = parsed(raw)
    return value, WHOLE if whole else CUT if len(raw) > MAX_BROKEN else BROKEN


def _answer(text: Any, encoding: Any) -> Any:
    if not isinstance(text, str) or not text:
        return None
    plain = unbase64(text[: MAX_ANSWER * 2]) if str(encoding).lower() == "base64" else text
    return parsed((plain or "")[:MAX_ANSWER])[0]


def decoded(text: str, marked: bool = False) -> str:
    """Return a body's text, decoded from base64 when it is marked so or decodes to a JSON object."""
    if not marked and text.lstrip().startswith(("{", "[", '"')):
        return text
    plain = unbase64(text)
    return plain if plain is not None and (marked or plain.lstrip().startswith("{")) else text


def unbase64(text: str) -> str | None:
    """Return the UTF-8 text inside a base64 string; None when the string is not base64."""
    text = text.strip()
    if not _BASE64.match(text):
        return None
    try:
        return base64.b64decode(text).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return None


def when(value: Any) -> datetime | None:
    """Return an aware UTC time from ISO 8601 text (no offset: UTC) or epoch seconds or milliseconds; None when neither."""
    number = _number(value)
    try:
        if number is not None:
            return datetime.fromtimestamp(number / 1000 if number > 1e11 else number, UTC)
        time = datetime.fromisoformat(str(value)[:40].strip())
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)
    except (ValueError, OverflowError, OSError):
        return None


def begun(ended: datetime | None, duration_ms: float | None) -> datetime | None:
    """Return the start time of a call that was logged at its end; the end time when the duration is unknown."""
    if ended is None or duration_ms is None or not 0 <= duration_ms < 1e9:
        return ended
    return ended - timedelta(milliseconds=duration_ms)


def _http_date(value: str | None) -> datetime | None:
    try:
        return datetime.strptime((value or "")[:40], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=UTC)
    except ValueError:
        return None


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    try:
        number = float(value)
    except OverflowError:
        return None
    return number if math.isfinite(number) else None


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}
