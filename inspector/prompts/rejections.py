"""Requests that the server refused at once, from log records and captures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import timedelta

from msgspec.structs import replace

from inspector.logs.eras import era_named
from inspector.model import LogRecord, OtherRequest, Outcome, RequestShape, Stage
from inspector.prompts.evidence import Shared
from inspector.prompts.others import HANDLER, is_other, is_same_refusal, takes_prompt
from inspector.prompts.prompt import Fault, Prompt

REFUSAL_GAP = timedelta(seconds=1.5)
"""A synchronous refusal is written within this time of what it refuses."""

CLOCK_SLACK = timedelta(milliseconds=50)
"""A record may have a time this much before the request that it refuses."""

LOG_DELAY = timedelta(seconds=1)
"""A refusal is logged at most this long after its call ended."""

LONGEST_MS = 60_000
"""A call that a server refuses takes at most this long: a locked database is waited for, for five seconds a statement."""


def find_rejections(
    records: Sequence[LogRecord],
    shapes: Sequence[RequestShape],
    others: Sequence[OtherRequest],
    prompts: list[Prompt],
    shared: Shared,
) -> list[Prompt]:
    """Return the rejections that name no session, from notable `records` and from captures without a session (`shapes`).

    A record of a rejected prompt that a capture shows is given to that prompt in `prompts`. `others` are refused requests that send
    no prompt: their records are not rejections of one.
    """
    found = [Prompt(Outcome.REJECTED, None, s.time, Stage.REJECTED, None, request=s) for s in shapes if (s.status or 0) >= 400]
    captured = [number for number, p in enumerate(prompts) if p.outcome is Outcome.REJECTED and p.time]
    refused = [call for call in others if call.status in (400, 422)]
    for record in _longest(records):
        if not _is_refusal(record) or is_other(record, others):
            continue
        run, fault = shared.runs.by_key(record.run), shared.faults.of(record)
        version = run.version if run else None
        own = next((n for n in captured if prompts[n].record is None and _is_of_capture(record, prompts[n])), None)
        if own is not None:
            known = prompts[own]
            prompts[own] = replace(known, record=record, fault=fault, run=run, version=version or known.version)
            continue
        other = next((call for call in refused if record.message == "schema rejection" and is_same_refusal(record, call)), None)
        if other is not None:
            refused.remove(other)
            continue
        refusal = Prompt(Outcome.REJECTED, record.session_id, record.time, Stage.REJECTED, None, record=record, records=())
        found.append(replace(refusal, fault=fault, run=run, version=version or shared.claimed))
    return found


def _is_refusal(record: LogRecord) -> bool:
    """Whether the record is of a refused call: 400, or 500; servers before 1.15.13 log the latter without a reference."""
    if record.message != "failed":
        return record.message == "schema rejection"
    if record.fields.get("ref", "").startswith("err_"):
        return True
    return record.level == "ERROR" and any(takes_prompt(name) for name in HANDLER.findall(record.fields.get("cause", "")))


def _is_of_capture(record: LogRecord, prompt: Prompt) -> bool:
    """Whether the record is of the refusal that the prompt's captured answer shows: by the reference in both, else by time."""
    request = prompt.request
    if record.time is None or prompt.time is None or request is None:
        return False
    refused = request.status in (400, 422) if record.message == "schema rejection" else (request.status or 0) >= 500
    reference = record.fields.get("ref")
    if reference and request.response_error and request.response_error.startswith("err_"):
        return refused and reference == request.response_error
    slack = timedelta(seconds=1 if era_named(record.era).whole_seconds else 0)
    took = timedelta(milliseconds=min(request.duration_ms or 0, LONGEST_MS))
    return refused and -slack - CLOCK_SLACK <= record.time - prompt.time <= took + slack + LOG_DELAY


def _longest(records: Sequence[LogRecord]) -> list[LogRecord]:
    """`records` without the shorter of two with the same reference: a full disk cuts the one in the log file, not on stderr."""
    best: dict[str, LogRecord] = {}
    for record in records:
        ref = record.fields.get("ref")
        if ref and (ref not in best or _size(record) > _size(best[ref])):
            best[ref] = record
    return [r for r in records if not r.fields.get("ref") or best[r.fields["ref"]] is r]


def _size(record: LogRecord) -> int:
    return sum(map(len, record.fields.values()))


# --- refusals of stored prompts ------------------------------------------------------------------
def join_refusals(prompts: Sequence[Prompt], rejections: Sequence[Prompt]) -> tuple[list[Prompt], tuple[Prompt, ...]]:
    """Join each stored prompt with the synchronous 500 that refused it: its client got an error, so the prompt is not silent.

    A refusal is of one prompt, the nearest in time, and takes over its session and rows. Return the prompts that are left, and
    the rejections.
    """
    waiting = sorted((p.time, n) for n, p in enumerate(prompts) if p.time and _waits(p))
    joined = [*prompts, *rejections]
    gone: set[int] = set()
    for number, refusal in enumerate(joined):
        if refusal.outcome is not Outcome.REJECTED or refusal.time is None or not _is_500(refusal):
            continue
        first = bisect_left(waiting, (refusal.time - REFUSAL_GAP, -1))
        behind = bisect_right(waiting, (refusal.time + REFUSAL_GAP, len(prompts)))
        near = [(abs(time - refusal.time), n) for time, n in waiting[first:behind] if n not in gone]
        fitting = [(gap, n) for gap, n in near if _can_be_of(refusal, prompts[n])]
        if fitting:
            nearest = min(fitting)[1]
            gone.add(nearest)
            joined[number] = _with_rows_of(refusal, prompts[nearest])
    left = [prompt for n, prompt in enumerate(joined[: len(prompts)]) if n not in gone]
    return left, tuple(joined[len(prompts) :])


def _waits(prompt: Prompt) -> bool:
    """Whether the prompt is stored, and nothing shows that the provider was called for it."""
    if prompt.outcome is not Outcome.SILENT or prompt.message is None:
        return False
    return _has_only_an_empty_answer(prompt) or (not prompt.answers and prompt.stage in (Stage.STORED, Stage.LOOP))


def _has_only_an_empty_answer(prompt: Prompt) -> bool:
    """Whether the prompt's only answer is open and has no part, as where the session's directory is gone (1.18.15)."""
    answer = prompt.answer
    is_open = answer is not None and answer.completed is None and not answer.error_name
    return is_open and len(prompt.answers) == 1 and not prompt.answer_parts


def _with_rows_of(refusal: Prompt, stored: Prompt) -> Prompt:
    return replace(
        refusal,
        session_id=stored.session_id,
        rows=stored.rows,
        message=stored.message,
        parts=stored.parts,
        run=refusal.run or stored.run,
        version=refusal.version or stored.version,
        recovered=stored.recovered,
    )


def _is_500(refusal: Prompt) -> bool:
    """Whether the server refused with a 500, as its log or a capture shows."""
    logged = refusal.record is not None and refusal.record.message == "failed"
    return logged or (refusal.request is not None and (refusal.request.status or 0) >= 500)


def _can_be_of(refusal: Prompt, prompt: Prompt) -> bool:
    """Whether a refusal of about the same time can be the prompt's: its run, session and model do not contradict it."""
    if prompt.run and refusal.run and prompt.run.key != refusal.run.key:
        return False
    if refusal.session_id is not None and refusal.session_id != prompt.session_id:
        return False
    if refusal.record is not None and _stored_nothing(refusal.record):
        return False
    fault, message = refusal.fault, prompt.message
    if prompt.answers and not _names_directory_of(prompt, fault):
        return False
    return not (fault and fault.model_id and message and message.model_id and fault.model_id != message.model_id)


def _names_directory_of(prompt: Prompt, fault: Fault | None) -> bool:
    """Whether the error says that the directory of the prompt's session could not be resolved."""
    directory = prompt.session.directory if prompt.session is not None else None
    return fault is not None and fault.file_call == "realPath" and bool(directory) and f"({directory})" in fault.text


def _stored_nothing(record: LogRecord) -> bool:
    """Whether the record is of a command that failed before its message was stored, as with a name that does not exist."""
    handlers = HANDLER.findall(record.fields.get("cause", ""))
    return "SessionPrompt.command" in handlers and "SessionPrompt.prompt" not in handlers
