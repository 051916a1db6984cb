"""Failures whose record names no session (``prompt_async failed [object Object]``, 1.14.42 to 1.14.48): whose they are.

The record's place in the log decides: it belongs to the loop that had just begun, to the captured prompt that left nothing, or
to the one session that was made since the failure before it and is still empty. Where more than one could be meant, none is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from inspector.model import LogRecord, Logs, Outcome, SessionRows, Stage
from inspector.prompts.faults import fault_of
from inspector.prompts.loops import MAIN, SECOND
from inspector.prompts.prompt import Prompt
from inspector.prompts.runs import Runs, contradicts

SESSION_BEFORE_FAILURE = timedelta(seconds=10)
"""An empty session that was made this long before is taken to be the one that failed."""

CAPTURE_BEFORE_FAILURE = timedelta(seconds=5)
"""A captured prompt that left nothing was sent at most this long before."""

LOOP_BEFORE_FAILURE = timedelta(seconds=2)
"""A model that does not exist ends a loop within this time."""


def given(
    failures: Sequence[LogRecord],
    prompts: list[Prompt],
    runs: Runs,
    rows: Mapping[str, SessionRows],
    logs: Logs | None,
    claimed: str | None = None,
) -> list[Prompt]:
    """`prompts` with each of `failures` given to the one it belongs to, or as a prompt of its own; `claimed` is ``--server-version``."""
    found, own = list(prompts), list[Prompt]()
    taken: set[int] = set()
    previous: LogRecord | None = None
    named = {p.session_id for p in prompts}
    empty = [r for r in rows.values() if r.session and r.session.time_created and not r.messages and r.session_id not in named]
    for record in sorted(failures, key=lambda r: r.order):
        run = runs.by_key(record.run)
        index = next(_candidates(record, found, taken), None)
        if index is not None:
            taken.add(index)
            prompt = found[index]
            version = run.version if run else prompt.version
            found[index] = replace(
                prompt,
                outcome=Outcome.FAILED,
                record=record,
                fault=fault_of(record),
                run=run or prompt.run,
                version=version,
                records=(*(r for r in prompt.records or () if r is not record), record),
            )
        else:
            believed = claimed if claimed and not contradicts(record.era, claimed) else None
            since = [r for r in empty if _made_since(r, record, previous, logs)]
            only = since[0] if len(since) == 1 else None
            if only is not None:
                empty.remove(only)
            own.append(
                Prompt(
                    Outcome.FAILED,
                    only.session_id if only else None,
                    record.time,
                    (Stage.SWITCHED if only.session and only.session.agent else Stage.NOTHING) if only else Stage.UNKNOWN,
                    only,
                    record=record,
                    fault=fault_of(record),
                    records=(record,),
                    run=run,
                    version=run.version if run and run.version else believed,
                    version_from="banner" if run and run.version else "--server-version" if believed else None,
                    first=True if only else None,
                )
            )
        previous = record
    return [*found, *own]


def _candidates(record: LogRecord, prompts: Sequence[Prompt], taken: set[int]) -> Iterator[int]:
    """The prompts that the failure may have ended, best first: the loop begun last, then a captured prompt that left nothing."""
    loops = []
    sent = []
    for index, prompt in enumerate(prompts):
        if index in taken or prompt.outcome is not Outcome.SILENT or record.time is None:
            continue
        request = prompt.request if prompt.stage is Stage.NOTHING else None
        last = _last_main(prompt, record)
        if (
            last is not None
            and last.message == "loop"
            and last.time
            and record.time - last.time <= LOOP_BEFORE_FAILURE
            and not prompt.answers
        ):
            loops.append((-last.order, index))
        elif request is not None and request.time and -SECOND <= record.time - request.time <= CAPTURE_BEFORE_FAILURE:
            sent.append((request.time, index))
    yield from (index for _, index in sorted(loops))
    yield from (index for _, index in sorted(sent))


def _last_main(prompt: Prompt, record: LogRecord) -> LogRecord | None:
    """The last record of the prompt's own loop before `record`, in the same run."""
    before = [r for r in prompt.records or () if r.message in MAIN and r.order < record.order and r.run == record.run]
    return next((r for r in reversed(before) if r.fields.get("small") != "true"), None)


def _made_since(rows: SessionRows, record: LogRecord, previous: LogRecord | None, logs: Logs | None) -> bool:
    """Whether the session was made before `record` and after the failure before it."""
    made = rows.session.time_created if rows.session else None
    if made is None or record.time is None or not -SESSION_BEFORE_FAILURE <= made - record.time <= SECOND:
        return False
    created = next((r for r in (logs.sessions.get(rows.session_id, ()) if logs else ()) if r.message == "created"), None)
    if created is not None:
        return created.order < record.order and (previous is None or created.order > previous.order)
    return previous is None or previous.time is None or made >= previous.time
