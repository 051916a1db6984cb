"""Read the answer to a prompt call: the verdict, and the reason without values of the request."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from inspector.model import RequestShape
from inspector.patterns import late

ACCEPTED, REFUSED, WOULD_ACCEPT, WOULD_REFUSE, UNKNOWN = (
    "accepted",
    "refused",
    "would be accepted",
    "would be refused",
    "cannot be told",
)

_EXPECTED = late(r"Expected [A-Za-z{][A-Za-z\"_|{}:;,.\- ]{0,300}\Z")
_AT = late(r"\n +at (?P<path>(?:\[(?:\d{1,6}|\"[A-Za-z_][A-Za-z0-9_]{0,39}\")\]){1,20})\s*\Z")
_TYPE = late(r'"type": "([a-z_]{1,20})"')
_STEP = late(r"\[(?:(\d{1,6})|\"([^\"]{1,40})\")\]")
_ZOD = late(
    r'(?:Invalid input: expected (?:"[a-z]{1,12}"|[a-z]{2,12}), received [a-zA-Z]{2,12}'
    r'|Invalid string: must start with "[a-z_]{1,8}"'
    r"|Too small: expected number to be >=\d{1,3})\Z"
)
_SENTENCES = (
    ("Session not found", "there is no such session"),
    ("Prompt message ID conflicts with an existing durable record", "the message id was used before, for another prompt"),
    ("Session is busy", "the session is busy"),
    ("V2 session prompt is not available yet", "this version's v2 prompt route does not work yet"),
    ("Expected Session.Message", "this version's v2 prompt route does not work yet"),
    ("Missing key", "is missing"),
    ("Unexpected server error", "the server failed; its log has the reason"),
)
_BY_STATUS = {
    400: "the server says the body does not fit (400)",
    401: "user or password is missing or wrong (401)",
    403: "access is forbidden (403)",
    404: "there is no such session on this server, or no such route (404)",
    405: "the route does not take this method (405)",
    409: "it conflicts with what is stored or running: a message id used before, or a busy session (409)",
    413: "the body is too large for the server or the proxy before it (413)",
    415: "the content type is not JSON (415)",
    429: "a proxy limits the rate (429)",
    500: "the server failed while taking it (500)",
    502: "the proxy could not reach the server (502)",
    503: "the server or the route is not available (503)",
    504: "the proxy waited too long for the server (504)",
}


def verdict(shape: RequestShape) -> str:
    """Return whether the server accepted the request; without a captured response, whether it would accept it, as far
    as known."""
    if shape.status is not None:
        return ACCEPTED if shape.status < 400 else REFUSED
    if shape.problems:
        return WOULD_REFUSE
    return WOULD_ACCEPT if shape.body_readable else UNKNOWN


def refused(shape: RequestShape) -> bool:
    """Return True when the server refused the request, or would."""
    return verdict(shape) in (REFUSED, WOULD_REFUSE)


def reject_reason(shape: RequestShape) -> str | None:
    """Return why the request was (or would be) refused, as part of a sentence; None when it was not.

    The server's own reason comes first, then what its schema says, then the meaning of the status. Values of the request
    are never repeated.
    """
    if not refused(shape):
        return None
    status = shape.status
    if status is None:
        return "; ".join(shape.problems)
    if status == 404 and shape.response_error == "NotFoundError":
        return "there is no such session on this server (404)"
    general = _BY_STATUS.get(status, f"the server answered {status}")
    reasons = [shape.answer] if shape.answer and status != 500 else []
    if (status == 400 and not reasons) or status in (415, 500, 503):
        reasons += shape.problems
    if shape.response_error and shape.response_error.startswith("err_"):
        reasons.append(f"its log has it under ref={shape.response_error}")
    return f"{general}: {'; '.join(reasons)}" if reasons else general


def words(answer: Any) -> str | None:
    """Return the reason inside a refusal's body, its quoted values left out; None when none is known to be harmless.

    Reads ``{name, data: {message}}`` (from 1.15), ``{_tag, message}`` (v2) and ``{error: [{path, message}]}`` (to 1.14).
    """
    if not isinstance(answer, dict):
        return None
    data = answer.get("data")
    message = data.get("message") if isinstance(data, dict) else None
    if not isinstance(message, str):
        message = answer.get("message")
    if isinstance(message, str) and ("name" in answer or "_tag" in answer):
        return _sentence(message[:4_000])
    issues = answer.get("error")
    return "; ".join(list(_issues(issues))[:6]) or None if isinstance(issues, list) else None


def _sentence(message: str) -> str | None:
    at = _AT.search(message)
    place = _path([(int(i) if i else key) for i, key in _STEP.findall(at["path"])]) if at else ""
    for beginning, meaning in _SENTENCES:
        if message.startswith(beginning):
            return f"{place}: {meaning}" if place else meaning
    expected, separator, got = message.partition(", got ")
    if not separator or not _EXPECTED.match(expected):
        return None
    types = _TYPE.findall(expected)
    wanted = f"the type {', '.join(types)}" if types else expected.removeprefix("Expected ").removesuffix(" | null")
    return f"{place or 'the body'}: expected {wanted}, got {_got(got)}"


def _got(value: str) -> str:
    """Return the kind of a quoted value, or a string's prefix (``part_…``)."""
    if value.startswith('"'):
        prefix = re.match(r'"([a-z]{1,10}_)', value)
        return f'"{prefix[1]}…"' if prefix else "another string"
    kinds = {"{": "an object", "[": "a list", "t": "true", "f": "false", "n": "null", "u": "nothing"}
    return kinds.get(value[:1], "a number")


def _issues(issues: list[Any]) -> Iterator[str]:
    for issue in issues[:20]:
        message = issue.get("message") if isinstance(issue, dict) else None
        path = issue.get("path") if isinstance(issue, dict) else None
        if isinstance(message, str):
            text = message[:1].lower() + message[1:] if _ZOD.match(message) else "does not fit"
            yield f"{_path(path[:20] if isinstance(path, list) else [])}: {text}"


def _path(steps: list[Any]) -> str:
    text = ""
    for step in steps:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            plain = isinstance(step, str) and re.match(r"[A-Za-z_][A-Za-z0-9_]{0,39}\Z", step)
            text += ("." if text else "") + (step if plain else "…")
    return text or "the body"
