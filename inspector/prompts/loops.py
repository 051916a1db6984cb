"""The records of the server's loop on one session."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from inspector.logs.eras import era_named
from inspector.model import LogRecord, Outcome, SessionRows, Stage
from inspector.model.value import Value
from inspector.prompts.draft import Draft
from inspector.prompts.prompt import Prompt

FAILED = "prompt_async failed"

DRAIN = "Failed to drain Session"

MAIN = ("loop", "exiting loop", "process", "stream", "stream error", FAILED)
"""Records of the loop's work on a prompt."""

SECOND = timedelta(seconds=1)

RECORD_EARLY = timedelta(milliseconds=5)
"""A record with milliseconds may have a time this much before the row of its prompt."""

LONGEST_ANSWER = timedelta(minutes=2)
"""Few answers take longer to arrive. OpenCode writes nothing while an answer arrives (recorded for 25 s on 1.15.13 and
1.18.33)."""

DELETED = frozenset(("removing share", "ignored late part update", "ignored late message update"))
"""What a server logs of a session that is being deleted, and of one that is gone (1.15.3 to 1.18.33)."""


# --- single records ------------------------------------------------------------------------------
def is_main_call(record: LogRecord) -> bool:
    """Whether the server called the provider for the answer."""
    return record.message == "stream" and not record.is_side_call


def begins_loop(record: LogRecord) -> bool:
    return record.message == "loop" and record.fields.get("step", "0") == "0"


def main_of(records: Iterable[LogRecord]) -> list[LogRecord]:
    """The records of the loop's work on prompts, without titles and other side calls."""
    return [r for r in records if r.message in MAIN and not r.is_side_call]


# --- loops of a session --------------------------------------------------------------------------
def split_loops(records: Iterable[LogRecord]) -> tuple[list[list[LogRecord]], list[LogRecord]]:
    """Split records into loops, each from its ``step=0`` to its exit or failure, and the records outside of any loop."""
    loops: list[list[LogRecord]] = []
    rest: list[LogRecord] = []
    inside = False
    for record in records:
        if begins_loop(record):
            loops.append([record])
            inside = True
        elif inside and not record.is_side_call:
            loops[-1].append(record)
            inside = record.message not in ("exiting loop", FAILED)
        else:
            rest.append(record)
    return loops, rest


def stage_from_log(records: Iterable[LogRecord] | None, floor: Stage) -> Stage:
    """How far the log shows that an unanswered prompt got; `floor` where it shows no loop."""
    found = list(records or ())
    if any(is_main_call(r) for r in found):
        return Stage.STREAM
    if any(r.message == "loop" for r in found):
        return Stage.LOOP
    return floor


# --- records of each stored prompt ---------------------------------------------------------------
def assign_records(drafts: Sequence[Draft], records: Sequence[LogRecord]) -> None:
    """Give each draft its records: its own loop, and what else was logged between it and the next prompt.

    The legacy era logs whole seconds, so several prompts may share one; the loop's own lines then decide.
    """
    loops, rest = split_loops(r for r in records if r.message != "created")
    own: dict[int, list[LogRecord]] = {}
    for loop in loops:
        owner = _owner(drafts, loop, own.keys())
        if owner is not None:
            own.setdefault(owner, []).extend(loop)
    for record in rest:
        latest = _latest(drafts, record)
        if latest is not None:
            own.setdefault(latest, []).append(record)
    for number, draft in enumerate(drafts):
        draft.records = tuple(sorted(own.get(number, ()), key=lambda r: r.order))


def _owner(drafts: Sequence[Draft], loop: Sequence[LogRecord], taken: Iterable[int]) -> int | None:
    """Number of the draft that a loop worked on: by the answer it names, by the model it calls, else by time."""
    named = {r.fields["messageID"] for r in loop if r.message == "process" and r.fields.get("messageID")}
    for number, draft in enumerate(drafts):
        if any(a.id in named for a in draft.answers):
            return number
    latest = _latest(drafts, loop[0])
    if latest is None:
        return None
    free = [n for n in _of_same_second(drafts, latest, loop[0]) if n not in taken]
    called = next((r.fields.get("modelID") for r in loop if r.message == "stream"), None)
    for number in free:
        message = drafts[number].message
        if called and message is not None and message.model_id == called:
            return number
    return next((n for n in free if not drafts[n].answers), latest)


def _of_same_second(drafts: Sequence[Draft], latest: int, record: LogRecord) -> list[int]:
    """Numbers of the drafts that a record with whole seconds cannot tell from `latest`; none where it has milliseconds."""
    moment = drafts[latest].time
    if moment is None or not era_named(record.era).whole_seconds:
        return []
    second = moment.replace(microsecond=0)
    return [n for n, d in enumerate(drafts[: latest + 1]) if d.time and d.time.replace(microsecond=0) == second]


def _latest(drafts: Sequence[Draft], record: LogRecord) -> int | None:
    """Number of the newest draft that was there when `record` was written."""
    if record.time is None:
        return None
    best = None
    for number, draft in enumerate(drafts):
        if draft.time is not None and earliest_record(draft.time, record) <= record.time:
            best = number
    return best


def earliest_record(time: datetime, record: LogRecord) -> datetime:
    """The earliest time that a record of the era of `record` can have when it was written at or after `time`."""
    return time.replace(microsecond=0) if era_named(record.era).whole_seconds else time - RECORD_EARLY


# --- prompts without rows ------------------------------------------------------------------------
def trace_loops(session_id: str, rows: SessionRows | None, records: Iterable[LogRecord]) -> list[Draft]:
    """Prompts of a session that the database does not have, from the loops in the log."""
    found: list[Draft] = []
    loop: list[LogRecord] = []
    for record in main_of(records):
        if begins_loop(record) and loop:
            found += trace_loop(session_id, rows, loop)
            loop = []
        if record.message == FAILED and loop and loop[-1].message == "exiting loop":
            continue  # of a later prompt, which began no loop
        loop.append(record)
    return found + (trace_loop(session_id, rows, loop) if loop else [])


def trace_loop(session_id: str, rows: SessionRows | None, loop: Sequence[LogRecord]) -> list[Draft]:
    """The prompt that one loop worked on; none for a loop that ended in a logged failure, or whose start is missing."""
    if any(r.message == FAILED for r in loop) or loop[0].message != "loop":
        return []
    exited = any(r.message == "exiting loop" for r in loop)
    called = any(r.message == "stream" for r in loop)
    last_call = max((n for n, r in enumerate(loop) if is_main_call(r)), default=0)  # an error before it was tried again
    broken = any(r.message == "stream error" or r.fields.get("error") for r in loop[last_call:])
    answered = exited and called and not broken
    if answered:
        stage = Stage.ANSWERED
    elif exited and broken:
        stage = Stage.FAILED
    else:
        stage = Stage.STREAM if called else Stage.LOOP
    outcome = Outcome.ANSWERED if answered else Outcome.SILENT
    return [Draft(outcome, session_id, loop[0].time, stage, rows, records=tuple(loop))]


def lost_loops(rows: SessionRows | None, records: Iterable[LogRecord]) -> Iterator[Draft]:
    """Yield the answered prompts of a stored session that its database has lost: their loops name answers of which it has no row.

    An older copy of a database that was put in place of it is one reason.
    """
    if rows is None or rows.messages is None or rows.capped:
        return
    known = {message.id for message in rows.messages}
    for loop in split_loops(records)[0]:
        named = {r.fields["messageID"] for r in loop if r.message == "process" and r.fields.get("messageID")}
        if named and known.isdisjoint(named):
            yield from (d for d in trace_loop(rows.session_id, rows, main_of(loop)) if d.outcome is Outcome.ANSWERED)


# --- questions about a prompt's loop -------------------------------------------------------------
def exited_at_once(prompt: Prompt) -> LogRecord | None:
    """The ``exiting loop`` that follows ``loop step=0`` with neither ``process`` nor ``stream`` between; None if there is none."""
    main = [r for r in main_of(prompt.records or ()) if r.message in ("loop", "exiting loop", "process", "stream")]
    for one, two in pairwise(main):
        if begins_loop(one) and two.message == "exiting loop" and one.run == two.run:
            return two
    return None


def loop_exited(prompt: Prompt) -> bool:
    """Whether the newest record of the prompt's loop is ``exiting loop``: the server no longer works on it."""
    main = main_of(prompt.records or ())
    return bool(main) and main[-1].message == "exiting loop"


class RepeatedCall(Value, frozen=True):
    """A call of the provider that was made again in the same step, because the one before had not been answered."""

    record: LogRecord
    waited: timedelta | None
    """The time between the two calls; None when one of them has no time."""

    @property
    def timed_out(self) -> bool:
        """Whether the call before was in silence for so long that it ended in a time-out: a refusal comes sooner, and
        is logged."""
        return self.waited is not None and self.waited >= LONGEST_ANSWER


def repeated_call(prompt: Prompt) -> RepeatedCall | None:
    """Return the prompt's last provider call when it is a retry; None otherwise.

    Only a retry makes two calls with no `loop` or `process` record between them.
    """
    step, last = False, None
    repeated = None
    for record in prompt.records or ():
        if record.message in ("loop", "process", "exiting loop"):
            step, last, repeated = True, None, None
        elif record.message == "stream" and not record.is_side_call:
            if step and last is not None:
                waited = record.time - last.time if record.time and last.time else None
                repeated = RepeatedCall(record, waited)
            last = record
    return repeated
