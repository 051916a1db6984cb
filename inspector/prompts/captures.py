"""Matching captured requests with stored prompts."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta

from inspector.model import Outcome, Requests, RequestShape, SessionRows, Stage
from inspector.prompts.answers import is_command
from inspector.prompts.draft import Draft
from inspector.prompts.evidence import SessionEvidence
from inspector.prompts.loops import lost_loops
from inspector.prompts.stored import is_compaction

REQUEST_EARLY = timedelta(seconds=1.5)
"""A request may have a time this much later than the row of its prompt."""

REQUEST_LATE = timedelta(seconds=45)
"""A prompt is stored at most this long after its request was sent."""

MOST_STEPS = 3
"""At most this many steps of the server's clock are tried."""

AGREEING = timedelta(seconds=10)
"""Clock differences that vary by at most this are one difference."""

MOST_BY_ORDER = timedelta(minutes=10)
"""A larger difference of the clocks is not taken from the order of requests and rows."""

ANSWER_EARLY = timedelta(seconds=1)
"""An answer whose prompt was deleted may have a time this much before the request."""

ANSWER_LATE = timedelta(seconds=60)
"""An answer whose prompt was deleted was begun at most this long after the request."""


def clock_steps(captured: Requests, stored: Mapping[str, datetime]) -> tuple[timedelta, ...]:
    """Return how far the server's clock was behind the captures' clock, where it was set back while they were made, and how far
    the times of the captures were moved.

    `stored` has the time of each user message by its ID. A message is stored after it was sent, so only a clock that was set
    back makes its row earlier than its request.
    """
    sent = Counter(request.message_id for request in captured.shapes)
    gaps = {
        timedelta(seconds=round((request.time - stored[request.message_id]).total_seconds()))
        for request in captured.shapes
        if request.time and request.message_id and request.message_id in stored and sent[request.message_id] == 1
    }
    found = list[timedelta]()
    for gap in sorted(gaps, reverse=True):
        if gap > REQUEST_LATE and not (found and found[-1] - gap <= REQUEST_LATE):
            found.append(gap)
    moved = timedelta(milliseconds=captured.clock_offset_ms or 0)
    return (*found[:MOST_STEPS], *((-moved,) if moved else ()))


def offset_by_order(requests: Sequence[RequestShape], rows: Mapping[str, SessionRows]) -> float | None:
    """Return client clock minus server clock in ms where the requests fit no row otherwise, by their order in each session.

    None unless two sessions or more have as many user messages as accepted requests, and all the differences agree. The largest
    counts, because a row is stored a moment after its request.
    """
    sent: dict[str, list[datetime]] = {}
    for request in requests:
        if request.session_id and request.time and request.status in (200, 204):
            sent.setdefault(request.session_id, []).append(request.time)
    pairs = [(times, _stored_at(rows.get(name))) for name, times in sent.items()]
    whole = [(times, stored) for times, stored in pairs if len(times) == len(stored)]
    gaps = sorted(one - two for times, stored in whole for one, two in zip(times, stored, strict=True))
    if len(whole) < 2 or gaps[-1] - gaps[0] > AGREEING or max(gaps[-1], -gaps[0]) > MOST_BY_ORDER:
        return None
    fits = gaps[0] >= -REQUEST_LATE and gaps[-1] <= REQUEST_EARLY
    return None if fits else gaps[-1] / timedelta(milliseconds=1)


def _stored_at(rows: SessionRows | None) -> Sequence[datetime]:
    return [m.time_created for m in (rows.messages if rows else None) or () if m.role == "user" and m.time_created]


def match_requests(session: SessionEvidence, drafts: list[Draft], steps: Sequence[timedelta] = ()) -> None:
    """Match captured requests with drafts, by message ID first, then by time. The requests that are left become drafts.

    A request without an HTTP answer becomes one also where no rows were read: its client knows that it failed. A request that
    no draft fits is also tried as sent while the server's clock was behind by each of `steps`.
    """
    left = list(_not_matched_by_id(session.requests, drafts))
    accepted = [request for request in left if request.status is None or request.status < 400]
    for step in (timedelta(0), *steps):
        accepted = _matched_by_time(accepted, drafts, step)
    lost = list(lost_loops(session.rows, session.records or ()))
    unmatched = set(map(id, accepted))
    for request in left:
        if id(request) not in unmatched:
            if request.status is not None and request.status >= 400:
                drafts.append(
                    Draft(Outcome.REJECTED, session.session_id, request.time, Stage.REJECTED, session.rows, request=request)
                )
        elif _is_work_of_server(drafts, request, session.rows) or _is_deleted(request, session.rows):
            continue
        elif (loop := _loop_of(request, lost)) is not None:
            lost.remove(loop)
            loop.request = request
            drafts.append(loop)
        elif _must_be_stored(request, session.rows):
            drafts.append(Draft(Outcome.SILENT, session.session_id, request.time, Stage.NOTHING, session.rows, request=request))


def _not_matched_by_id(requests: Sequence[RequestShape], drafts: Sequence[Draft]) -> Iterator[RequestShape]:
    for request in requests:
        draft = (
            next((d for d in drafts if d.request is None and request.message_id in _ids(d)), None) if request.message_id else None
        )
        if draft is None:
            yield request
        else:
            draft.request = request


def _ids(draft: Draft) -> tuple[str | None, ...]:
    """The message IDs that a draft's rows and its failed statement show."""
    message, row, fault = draft.message, draft.input, draft.fault
    return message.id if message else None, row.id if row else None, fault.message_id if fault else None


def _matched_by_time(requests: Sequence[RequestShape], drafts: Sequence[Draft], step: timedelta) -> list[RequestShape]:
    """Match each request with the prompt stored nearest to it, the nearest pair first, and return the requests that are left.

    `step`: how far the server's clock was behind. Where the pairs cross, the earlier request belongs to the earlier prompt.
    """
    sent = {number: request.time - step for number, request in enumerate(requests) if request.time is not None}
    stored = {place: draft.time for place, draft in enumerate(drafts) if draft.time is not None and draft.request is None}
    places = sorted(stored, key=stored.__getitem__)
    times = [stored[place] for place in places]
    near = sorted(
        (abs(stored[place] - moment), number, place)
        for number, moment in sent.items()
        for place in places[bisect_left(times, moment - REQUEST_EARLY) : bisect_right(times, moment + REQUEST_LATE)]
        if _may_store(requests[number], drafts[place])
    )
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, number, place in near:
        if number not in pairs and place not in taken:
            pairs[number] = place
            taken.add(place)
    fitting = {(number, place) for _, number, place in near}
    in_order = list(zip(sorted(pairs, key=sent.__getitem__), sorted(taken, key=stored.__getitem__), strict=True))
    for number, place in in_order if fitting.issuperset(in_order) else pairs.items():
        drafts[place].request = requests[number]
    return [request for number, request in enumerate(requests) if number not in pairs]


def _may_store(request: RequestShape, draft: Draft) -> bool:
    """Whether the request may have stored the prompt, apart from their times."""
    if draft.outcome is Outcome.REJECTED or not _can_store(request, draft):
        return False
    return not (request.message_id and draft.message and draft.message.id != request.message_id)


def _loop_of(request: RequestShape, lost: Sequence[Draft]) -> Draft | None:
    """The answered prompt among `lost` that the request began, where the database has lost its rows."""
    if request.route not in ("prompt_async", "message") or request.time is None:
        return None
    near = [
        (abs(loop.time - request.time), number)
        for number, loop in enumerate(lost)
        if loop.time is not None and -REQUEST_EARLY <= loop.time - request.time <= REQUEST_LATE
    ]
    return lost[min(near)[1]] if near else None


def _can_store(request: RequestShape, draft: Draft) -> bool:
    """Whether a request of that route stores such a row. The rows of a finished command are no drafts."""
    if request.route == "summarize":
        return draft.message is None or is_compaction(draft.parts)
    return (request.route == "shell") == is_command(draft) and not is_compaction(draft.parts)


def _is_work_of_server(drafts: Sequence[Draft], request: RequestShape, rows: SessionRows | None) -> bool:
    """Whether the row of a request for a command or a compaction is there. No model need answer such a row."""
    if request.route not in ("shell", "summarize") or request.time is None:
        return False
    prompts = {draft.message.id for draft in drafts if draft.message}
    own = [m for m in (rows.messages if rows else None) or () if m.role == "user" and m.id not in prompts and m.time_created]
    return any(m.time_created and -REQUEST_EARLY <= m.time_created - request.time <= REQUEST_LATE for m in own)


def _must_be_stored(request: RequestShape, rows: SessionRows | None) -> bool:
    """Whether a prompt is lost when no row of this request is there: its client got no answer, or rows were read and the server
    accepted it."""
    if request.unanswered:
        return True
    if rows is not None and rows.capped and _is_older(request, rows):
        return False
    accepted = request.route in ("prompt_async", "v2-prompt") and request.status is not None
    return accepted and rows is not None and rows.messages is not None


def _is_older(request: RequestShape, rows: SessionRows) -> bool:
    """Whether the request was sent before the oldest message that was read of a long session."""
    oldest = min((m.time_created for m in rows.messages or () if m.time_created), default=None)
    return oldest is not None and request.time is not None and request.time < oldest


def _is_deleted(request: RequestShape, rows: SessionRows | None) -> bool:
    """Whether the message that was sent is gone and its answer is there (`DELETE /session/ID/message/ID`, 1.17.18, 1.18.23)."""
    messages = (rows.messages if rows else None) or ()
    known = {m.id for m in messages}
    orphans = [m for m in messages if m.role == "assistant" and m.parent_id and m.parent_id not in known]
    if request.message_id:
        return any(m.parent_id == request.message_id for m in orphans)
    begun = [m.time_created - request.time for m in orphans if m.time_created and request.time]
    return any(-ANSWER_EARLY <= late <= ANSWER_LATE for late in begun)
