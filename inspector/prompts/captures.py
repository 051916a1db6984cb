"""Matching captured requests with stored prompts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from inspector.model import Outcome, RequestShape, SessionRows, Stage
from inspector.prompts.prompt import Prompt, _fill


def _with_requests(
    session_id: str, found: list[Prompt], rows: SessionRows | None, requests: Sequence[RequestShape]
) -> list[Prompt]:
    """Match captured requests by message id first, then by time within the session; the rest become prompts.

    A request without an HTTP answer becomes a prompt also where no rows were read: its client knows that it failed.
    """
    left = []
    for shape in requests:
        index = next(
            (
                i
                for i, p in enumerate(found)
                if shape.message_id
                and p.request is None
                and shape.message_id
                in (p.message.id if p.message else None, p.input.id if p.input else None, p.fault.message_id if p.fault else None)
            ),
            None,
        )
        if index is None:
            left.append(shape)
        else:
            _fill(found[index], request=shape)
    for shape in left:
        if shape.status is not None and shape.status >= 400:
            found.append(Prompt(Outcome.REJECTED, session_id, shape.time, Stage.REJECTED, rows, request=shape))
            continue
        index = _nearest(found, shape)
        if index is not None:
            _fill(found[index], request=shape)
        elif _deleted_since(shape, rows):
            continue  # it was answered
        elif shape.unanswered or (
            shape.route in ("prompt_async", "v2-prompt")
            and shape.status is not None
            and rows is not None
            and rows.messages is not None
        ):
            found.append(Prompt(Outcome.SILENT, session_id, shape.time, Stage.NOTHING, rows, request=shape, records=None))
    return found


def _deleted_since(shape: RequestShape, rows: SessionRows | None) -> bool:
    """Whether the message that was sent is gone and its answer is there (`DELETE /session/ID/message/ID`, 1.17.18, 1.18.23)."""
    messages = (rows.messages if rows else None) or ()
    known = {m.id for m in messages}
    orphans = [m for m in messages if m.role == "assistant" and m.parent_id and m.parent_id not in known]
    if shape.message_id:
        return any(m.parent_id == shape.message_id for m in orphans)
    begun = [m.time_created - shape.time for m in orphans if m.time_created and shape.time]
    return any(timedelta(seconds=-1) <= late <= timedelta(seconds=60) for late in begun)


def _nearest(found: list[Prompt], shape: RequestShape) -> int | None:
    if shape.time is None:
        return None
    best: tuple[float, int] | None = None
    for index, prompt in enumerate(found):
        if prompt.request is not None or prompt.time is None or prompt.outcome is Outcome.REJECTED:
            continue
        if shape.message_id and prompt.message and prompt.message.id != shape.message_id:
            continue
        gap = (prompt.time - shape.time).total_seconds()
        if -1.5 <= gap <= 45 and (best is None or abs(gap) < best[0]):
            best = (abs(gap), index)
    return best[1] if best else None
