"""Failures and errors whose record names no session: ``prompt_async failed [object Object]`` (1.14.42 to 1.14.48), and the error that
ended a step (``process``, up to 1.3.0), which belongs to the session whose loop is cancelled right after it.

For a failure, the record's place in the log decides: it belongs to the loop that had just begun, to the captured prompt that left nothing,
or to the one session that was made since the failure before it and is still empty. Of several such sessions it is the one that
stored its agent and model right before. Where more than one is still possible, none is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta

from msgspec.structs import replace

from inspector.model import LogRecord, Logs, Outcome, SessionRows, Stage
from inspector.prompts.evidence import Shared
from inspector.prompts.loops import SECOND, main_of
from inspector.prompts.prompt import Prompt, VersionFrom
from inspector.prompts.runs import contradicts

SESSION_BEFORE_FAILURE = timedelta(seconds=10)
"""An empty session that was made at most this long before a failure may be the one that failed."""

CAPTURE_BEFORE_FAILURE = timedelta(seconds=5)
"""A captured prompt that left nothing was sent at most this long before its failure."""

LOOP_BEFORE_FAILURE = timedelta(seconds=2)
"""A model that does not exist ends a loop within this time."""


CANCEL_AFTER_ERROR = timedelta(seconds=2)
"""A loop is cancelled at most this long after the error that ended its last step."""


def errors_of_steps(logs: Logs) -> dict[str, list[LogRecord]]:
    """Return the errors of steps that name no session, by the session whose loop was cancelled next in the same run."""
    errors = [r for group in logs.errors for r in group.records if r.message == "process" and r.session_id is None]
    if not errors:
        return {}
    cancels: dict[str | None, list[LogRecord]] = {}
    for record in logs.notable:
        if record.message == "cancel" and record.session_id is not None:
            cancels.setdefault(record.run, []).append(record)
    found: dict[str, list[LogRecord]] = {}
    for error in errors:
        own = min((c for c in cancels.get(error.run, ()) if c.order > error.order), key=lambda c: c.order, default=None)
        if own is not None and own.session_id and own.time and error.time and own.time - error.time <= CANCEL_AFTER_ERROR:
            found.setdefault(own.session_id, []).append(error)
    return found


def assign_nameless_failures(
    failures: Sequence[LogRecord], prompts: Sequence[Prompt], rows: Mapping[str, SessionRows], logs: Logs | None, shared: Shared
) -> list[Prompt]:
    """Return `prompts` with each of `failures` given to the prompt that it ended. Each of the other failures is added as a prompt."""
    found, own = list(prompts), list[Prompt]()
    taken: set[int] = set()
    previous: LogRecord | None = None
    named = {p.session_id for p in prompts}
    empty = [r for r in rows.values() if r.session and r.session.time_created and not r.messages and r.session_id not in named]
    for record in sorted(failures, key=lambda r: r.order):
        index = next(_candidates(record, found, taken), None)
        if index is not None:
            taken.add(index)
            found[index] = _failed(found[index], record, shared)
        else:
            since = [r for r in empty if _made_since(r, record, previous, logs)]
            if len(since) > 1:  # a hook that hangs also leaves an empty session
                since = [r for r in since if _changed_at(r, record)]
            session = since[0] if len(since) == 1 else None
            if session is not None:
                empty.remove(session)
            own.append(_prompt_of_failure(record, session, shared))
        previous = record
    return [*found, *own]


def _failed(prompt: Prompt, record: LogRecord, shared: Shared) -> Prompt:
    """The prompt, ended by the failure."""
    run = shared.runs.by_key(record.run)
    return replace(
        prompt,
        outcome=Outcome.FAILED,
        record=record,
        fault=shared.faults.of(record),
        run=run or prompt.run,
        version=run.version if run else prompt.version,
        records=(*(r for r in prompt.records or () if r is not record), record),
    )


def _prompt_of_failure(record: LogRecord, session: SessionRows | None, shared: Shared) -> Prompt:
    """A prompt that only its failure shows; `session` is the one that it was sent in, where that is known."""
    run = shared.runs.by_key(record.run)
    claimed = shared.claimed if shared.claimed and not contradicts(record.era, shared.claimed) else None
    stage = Stage.UNKNOWN
    if session is not None:
        stage = Stage.SWITCHED if session.session and session.session.agent else Stage.NOTHING
    return Prompt(
        Outcome.FAILED,
        session.session_id if session else None,
        record.time,
        stage,
        session,
        record=record,
        fault=shared.faults.of(record),
        records=(record,),
        run=run,
        version=run.version if run and run.version else claimed,
        version_from=VersionFrom.LOG if run and run.version else VersionFrom.GIVEN if claimed else None,
        first=True if session else None,
    )


def _candidates(record: LogRecord, prompts: Sequence[Prompt], taken: set[int]) -> Iterator[int]:
    """The prompts that the failure may have ended, best first: the loop begun last, then a captured prompt that left nothing."""
    loops = []
    sent = []
    for index, prompt in enumerate(prompts):
        if index in taken or prompt.outcome is not Outcome.SILENT or record.time is None:
            continue
        request = prompt.request if prompt.stage is Stage.NOTHING else None
        if (begun := _begun_loop(prompt, record)) is not None:
            loops.append((-begun.order, index))
        elif request is not None and request.time and -SECOND <= record.time - request.time <= CAPTURE_BEFORE_FAILURE:
            sent.append((request.time, index))
    yield from (index for _, index in sorted(loops))
    yield from (index for _, index in sorted(sent))


def _begun_loop(prompt: Prompt, record: LogRecord) -> LogRecord | None:
    """The ``loop`` record of an unanswered prompt, where the loop had just begun when the failure was logged."""
    before = [r for r in main_of(prompt.records or ()) if r.order < record.order and r.run == record.run]
    last = before[-1] if before else None
    if last is None or last.message != "loop" or last.time is None or record.time is None or prompt.answers:
        return None
    return last if record.time - last.time <= LOOP_BEFORE_FAILURE else None


def _changed_at(rows: SessionRows, record: LogRecord) -> bool:
    """Whether the session's row was last changed right before the failure: a prompt first stores its agent and model there."""
    changed = rows.session.time_updated if rows.session else None
    return changed is not None and record.time is not None and abs(record.time - changed) <= SECOND


def _made_since(rows: SessionRows, record: LogRecord, previous: LogRecord | None, logs: Logs | None) -> bool:
    """Whether the session was made before `record` and after the failure before it."""
    made = rows.session.time_created if rows.session else None
    if made is None or record.time is None or not -SESSION_BEFORE_FAILURE <= made - record.time <= SECOND:
        return False
    created = next((r for r in (logs.sessions.get(rows.session_id, ()) if logs else ()) if r.message == "created"), None)
    if created is not None:
        return created.order < record.order and (previous is None or created.order > previous.order)
    return previous is None or previous.time is None or made >= previous.time
