"""Read access logs as captures: nginx and Apache ``combined``, Caddy's JSON. They contain the call, but not its body."""

from __future__ import annotations

from datetime import UTC, datetime

from inspector.patterns import late
from inspector.requests.calls import ABSENT, Call, begun, route_of, target

CANNOT_TELL = (
    "the body: message id, part ids, agent, model, variant, noReply",
    "whether the prompt was answered: 204 only means that it was accepted",
    "why a 400 was given: the server logs that itself (WARN schema rejection)",
)

_COMBINED = late(
    r'\S{1,200} \S{1,100} [^\[\]"]{1,200} \[(?P<time>[^\]]{10,40})\] '
    r'"(?P<method>[A-Z]{3,10}) (?P<url>[^" ]{1,8000})(?: HTTP/[\d.]{1,5})?" '
    r'(?P<status>\d{3}) (?:\d{1,20}|-)(?: "(?P<referer>[^"]{0,8000})" "(?P<agent>[^"]{0,4000})")?(?P<rest>[^\n]{0,4000})\Z'
)
_SECONDS = late(r"\s(\d{1,6}\.\d{3})(?:\s|\Z)")


def from_access_line(line: str) -> Call | None:
    """Return the call of a combined (or common) access-log line, None when it is none.

    nginx ``$request_time`` (seconds with three decimals) is read as the duration when it follows the standard fields. The
    line is written when the answer has ended: without a duration, `time` is that end.
    """
    match = _COMBINED.match(line[:20_000].rstrip("\r\n"))
    if match is None:
        return None
    path, query = target(match["url"])
    route, session = route_of(path) if match["method"] == "POST" else (None, None)
    seconds = _SECONDS.search(match["rest"] or "")
    duration = float(seconds[1]) * 1000 if seconds else None
    return Call(
        match["method"],
        path,
        query,
        {"user-agent": match["agent"]} if match["agent"] else {},
        None,
        ABSENT,
        int(match["status"]),
        begun(_clf_time(match["time"]), duration),
        duration,
        route=route,
        session_id=session,
    )


def _clf_time(text: str) -> datetime | None:
    try:
        return datetime.strptime(text, "%d/%b/%Y:%H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
