"""Refused requests that send no prompt: sharing a session, undoing, answering a permission request."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from msgspec.structs import replace

from inspector.logs.eras import era_named
from inspector.model import LogRecord, Logs, OtherRequest
from inspector.patterns import late

_OF_OTHERS = ("Sharing is disabled in configuration",)
"""Words of errors that a prompt cannot meet, read in the binaries of 1.15.13 and 1.18.33. The record names no route."""


HANDLER = late(r"\bat (\w{1,40}HttpApi\.\w{1,40}|SessionShare\.\w{1,40}|SessionPrompt\.\w{1,40})\b")
"""Matches the part of OpenCode that handled the request, as the stacks of 1.15 and later name it."""
_PROMPTS = frozenset({"prompt", "promptAsync", "prompt_async", "command", "shell", "init", "summarize"})
"""Handlers that take a prompt."""


def takes_prompt(handler: str) -> bool:
    """Whether the handler takes a prompt. `handler` is its name in a stack."""
    part, _, name = handler.partition(".")
    return part == "SessionPrompt" or (part.endswith("HttpApi") and name in _PROMPTS)


def _handled_elsewhere(record: LogRecord) -> bool:
    """Whether the stack of a ``failed`` record names its handlers, and none of them takes a prompt."""
    handlers = HANDLER.findall(record.fields.get("cause", ""))
    return bool(handlers) and not any(takes_prompt(name) for name in handlers)


def is_other(record: LogRecord, captured: Iterable[OtherRequest]) -> bool:
    """Return whether a ``failed`` record is the refusal of a request that sends no prompt."""
    ref = record.fields.get("ref")
    if record.message != "failed":
        return False
    told = ref is not None and any(request.ref == ref for request in captured)
    return told or _handled_elsewhere(record) or any(words in record.error_text for words in _OF_OTHERS)


def is_same_refusal(record: LogRecord, request: OtherRequest) -> bool:
    """Whether a record without the name of a request is of this captured request, by time."""
    slack = timedelta(seconds=1 if era_named(record.era).whole_seconds else 0)
    if record.time is None or request.time is None:
        return False
    return -slack - timedelta(milliseconds=50) <= record.time - request.time <= slack + timedelta(seconds=1)


def other_requests(logs: Logs | None, captured: tuple[OtherRequest, ...]) -> tuple[OtherRequest, ...]:
    """Return the refused requests that send no prompt, captured ones with their record where there is one."""
    records = [r for g in (logs.errors if logs else ()) for r in g.records if r.message == "failed" and is_other(r, captured)]
    by_ref = {record.fields["ref"]: record for record in records if "ref" in record.fields}
    rejections = [r for r in (logs.notable if logs else ()) if r.message == "schema rejection"]
    unnamed = [r for r in records if "ref" not in r.fields]
    found = []
    for request in captured:
        record = by_ref.pop(request.ref, None) if request.ref else None
        if record is None and request.status in (400, 422):
            record = next((r for r in rejections if is_same_refusal(r, request)), None)
        if record is None and not request.ref:
            record = next((r for r in unnamed if is_same_refusal(r, request)), None)
            unnamed = [r for r in unnamed if r is not record]
        if record is None:
            found.append(request)
            continue
        said = record.error_text[:200] if record.message == "failed" else request.reason
        found.append(replace(request, reason=said or request.reason, log=(record.path, record.offset)))
    rest = [record for record in records if record.fields.get("ref") in by_ref or any(record is r for r in unnamed)]
    found += [
        OtherRequest(r.time, None, None, 500, r.session_id, r.error_text[:200], (r.path, r.offset), r.fields.get("ref"))
        for r in rest
    ]
    return tuple(sorted(found, key=lambda request: (request.time is None, request.time.timestamp() if request.time else 0)))
