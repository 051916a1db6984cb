"""Requests that the server refused at once, from log records and captures."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from inspector.logs.eras import era_named
from inspector.model import LogRecord, Logs, OtherRequest, Outcome, Question, RequestShape, Stage
from inspector.prompts.faults import fault_of
from inspector.prompts.others import HANDLER, is_other, is_same_refusal, takes_prompt
from inspector.prompts.prompt import Prompt
from inspector.prompts.runs import AWAITED, Runs
from inspector.versions import older

REFUSAL_GAP = timedelta(seconds=1.5)
"""A synchronous refusal is written within this time of what it refuses."""

REQUEST_BEFORE_REJECTION = timedelta(seconds=5)
"""A prompt that a server up to 1.3.0 lost was requested at most this long before its rejection."""


def _loose(
    logs: Logs | None,
    runs: Runs,
    shapes: Sequence[RequestShape],
    prompts: list[Prompt],
    question: Question,
    others: Sequence[OtherRequest] = (),
) -> tuple[Prompt, ...]:
    """Rejections no session is named for; a record that a captured answer already stands for is given to it.

    `others` are refused calls that send no prompt: their records are no rejection of one.
    """
    found = [Prompt(Outcome.REJECTED, None, s.time, Stage.REJECTED, None, request=s) for s in shapes if (s.status or 0) >= 400]
    if logs is None:
        return tuple(found)
    captured = [(i, p) for i, p in enumerate(prompts) if p.outcome is Outcome.REJECTED and p.time]
    refused = [call for call in others if call.status in (400, 422)]
    for record in _longest(logs.notable):
        if not _refusal(record) or is_other(record, others):
            continue
        run = runs.by_key(record.run)
        version = run.version if run else None
        match = next(((i, p) for i, p in captured if prompts[i].record is None and _same_moment(record, p)), None)
        if match is not None:
            prompts[match[0]] = replace(
                match[1], record=record, fault=fault_of(record), run=run, version=version or match[1].version
            )
            continue
        other = next((call for call in refused if record.message == "schema rejection" and is_same_refusal(record, call)), None)
        if other is not None:
            refused.remove(other)
            continue
        found.append(
            Prompt(
                Outcome.REJECTED,
                record.session_id,
                record.time,
                Stage.REJECTED,
                None,
                record=record,
                fault=fault_of(record),
                run=run,
                version=version or question.server_version,
                records=(),
            )
        )
    return (*found, *_unawaited(logs, runs, question, prompts))


def _unawaited(logs: Logs, runs: Runs, question: Question, prompts: list[Prompt]) -> Iterator[Prompt]:
    """Errors of prompts that a server up to 1.3.0 lost: a ``rejection`` just after a prompt_async request, which names the session.

    One that belongs to a stored prompt is given to it. 1.0 writes each twice, first as ``Unhandled rejection``; 1.2 writes the one
    of a stored prompt twice, and each request three times. Later servers await their prompts: what rejects there is a plugin's.
    """
    requests = [r for r in logs.notable if r.message == "request"]
    plain = {r.run for r in requests if "status" not in r.fields}
    requests = [r for r in requests if "status" not in r.fields or r.run not in plain]
    told: set[int] = set()
    rejections = [r for r in logs.notable if r.message in ("rejection", "Unhandled rejection")]
    once = {(r.run, r.time) for r in rejections if r.message == "rejection"}
    twin: tuple[object, ...] = ()
    for record in rejections:
        run = runs.by_key(record.run)
        version = (run.version if run else None) or question.server_version
        if older(version, AWAITED) is False or (record.message == "Unhandled rejection" and (record.run, record.time) in once):
            continue
        if twin == (record.run, record.time, record.fields.get("e")):
            twin = ()
            continue
        near = [
            (r.order, n)
            for n, r in enumerate(requests)
            if n not in told
            and r.run == record.run
            and r.order < record.order
            and r.time
            and record.time
            and record.time - r.time <= REQUEST_BEFORE_REJECTION
        ]
        if requests and not near:
            continue  # this server logs its requests, and none for a prompt came before
        session = None
        if near:
            told.add(max(near)[1])
            session = requests[max(near)[1]].fields.get("path", "").split("/")[2]
        stored = next((n for n, p in enumerate(prompts) if session and p.session_id == session and _waits_for(record, p)), None)
        if stored is not None:
            prompts[stored] = replace(prompts[stored], record=record, fault=fault_of(record))
            twin = record.run, record.time, record.fields.get("e")
            continue
        yield Prompt(
            Outcome.SILENT,
            session,
            record.time,
            Stage.UNKNOWN,
            None,
            record=record,
            fault=fault_of(record),
            run=run,
            version=version,
            records=(),
        )


def _waits_for(record: LogRecord, prompt: Prompt) -> bool:
    """Whether `prompt` was sent just before `record` and got no answer: it is stored, a capture shows it, or its loop had begun."""
    if (
        prompt.outcome is not Outcome.SILENT
        or not (
            prompt.message
            or (prompt.request and prompt.stage is Stage.NOTHING)
            or (prompt.rows is None and prompt.stage is Stage.LOOP)
        )
        or prompt.answers
        or prompt.record
        or not prompt.time
        or not record.time
    ):
        return False
    return timedelta(seconds=-1) <= record.time - prompt.time.replace(microsecond=0) <= REQUEST_BEFORE_REJECTION


def _refused(prompts: list[Prompt], loose: tuple[Prompt, ...]) -> tuple[list[Prompt], tuple[Prompt, ...]]:
    """Join stored prompts with the synchronous 500 that speaks for them: their client was told, so nothing about them is silent.

    A refusal speaks for one prompt, the nearest in time, and takes over its session and rows.
    """
    told = [(number, p) for number, p in enumerate((*prompts, *loose)) if p.outcome is Outcome.REJECTED and p.time and _is_500(p)]
    pending = sorted(
        (p.time, n)
        for n, p in enumerate(prompts)
        if p.outcome is Outcome.SILENT and p.message and not p.answers and p.time and p.stage in (Stage.STORED, Stage.LOOP)
    )
    gone: set[int] = set()
    joined = [*prompts, *loose]
    for number, refusal in told:
        assert refusal.time is not None  # noqa: S101 - chosen above
        first = bisect_left(pending, (refusal.time - REFUSAL_GAP, -1))
        behind = bisect_right(pending, (refusal.time + REFUSAL_GAP, len(prompts)))
        near = [
            (abs(time - refusal.time), n) for time, n in pending[first:behind] if n not in gone and _told(prompts[n], refusal)
        ]
        for _, n in sorted(near)[:1]:
            gone.add(n)
            stored = prompts[n]
            joined[number] = replace(
                refusal,
                session_id=stored.session_id,
                rows=stored.rows,
                message=stored.message,
                parts=stored.parts,
                run=refusal.run or stored.run,
                version=refusal.version or stored.version,
                recovered=stored.recovered,
            )
    left = [prompt for n, prompt in enumerate(joined[: len(prompts)]) if n not in gone]
    return left, tuple(joined[len(prompts) :])


def _is_500(refusal: Prompt) -> bool:
    """Whether the server refused with a 500, as its log or a capture says."""
    logged = refusal.record is not None and refusal.record.message == "failed"
    return logged or (refusal.request is not None and (refusal.request.status or 0) >= 500)


def _told(prompt: Prompt, refusal: Prompt) -> bool:
    """Whether `refusal`, of about the same time, can be about `prompt`."""
    if prompt.run and refusal.run and prompt.run.key != refusal.run.key:
        return False
    if refusal.session_id is not None and refusal.session_id != prompt.session_id:
        return False
    fault, message = refusal.fault, prompt.message
    return not (fault and fault.model_id and message and message.model_id and fault.model_id != message.model_id)


def _refusal(record: LogRecord) -> bool:
    """Whether the record is of a refused call: 400, or 500; servers before 1.15.13 log the latter without a reference."""
    if record.message != "failed":
        return record.message == "schema rejection"
    if record.fields.get("ref", "").startswith("err_"):
        return True
    return record.level == "ERROR" and any(takes_prompt(name) for name in HANDLER.findall(record.fields.get("cause", "")))


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


def _same_moment(record: LogRecord, prompt: Prompt) -> bool:
    if record.time is None or prompt.time is None or prompt.request is None:
        return False
    refused = prompt.request.status in (400, 422) if record.message == "schema rejection" else (prompt.request.status or 0) >= 500
    ref = record.fields.get("ref")
    if ref and prompt.request.response_error and prompt.request.response_error.startswith("err_"):
        return refused and ref == prompt.request.response_error
    slack = timedelta(seconds=1 if era_named(record.era).whole_seconds else 0)
    return refused and -slack - timedelta(milliseconds=50) <= record.time - prompt.time <= slack + timedelta(seconds=1)
