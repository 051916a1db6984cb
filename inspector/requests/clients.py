"""What the web client sends, what is legal but risky, and how a request differs. Sources: causes.md 1B and 2, recordings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from inspector.database.ids import decode
from inspector.model import RequestShape
from inspector.model.value import Value
from inspector.requests.shape import shown
from inspector.versions import numbers

SORTS_BY_TIME_FROM = (1, 18, 15)
"""From this version on the server finds the answer to a prompt by parent ID and time; older versions compare IDs as text (#42583)."""
TOLERATED_SKEW_S = 2.0
"""Largest accepted difference between an ID's time and the request's time, in seconds: a client makes an ID just before it sends it."""


class Difference(Value, frozen=True):
    """One field of a request, compared with what the web client sends in it."""

    field: str
    this: str
    web: str
    differs: bool


def web_client() -> Mapping[str, str]:
    """Return what the web client that comes with a server sends with ``prompt_async``, by field.

    Read in the clients bundled with 1.15.13 and 1.18.33, which do the same; other versions are taken to be like them.
    """
    return {
        "messageID": "client-made, own form",
        "part ids": "client-made, own form",
        "agent": "sent",
        "model": "sent",
        "variant": "sent when one is chosen",
        "directory": "sent (header x-opencode-directory)",
        "noReply": "absent",
        "delivery": "absent",
    }


def compare(shape: RequestShape) -> tuple[Difference, ...]:
    """Compare each field of the request with what the web client sends; () for routes that the web client does not use."""
    if shape.route not in ("prompt_async", "message"):
        return ()
    if not shape.body_readable:
        return tuple(Difference(name, "not captured", web, False) for name, web in web_client().items() if name != "directory")
    here = described(shape)
    return tuple(Difference(name, here[name], web, _differs(here[name], web)) for name, web in web_client().items())


def described(shape: RequestShape) -> Mapping[str, str]:
    """Return the presence and form of each field of a request, without values."""
    return {
        "messageID": _id_words((shape.message_id,) if shape.message_id is not None else ()),
        "part ids": _id_words(shape.part_ids) if len(shape.part_ids) in (0, len(shape.parts)) else "on some parts only",
        "agent": "sent" if shape.agent is not None else "absent",
        "model": "sent"
        if shape.model_id is not None and shape.provider_id is not None
        else "incomplete"
        if "model" in shape.keys
        else "absent",
        "variant": "sent" if shape.variant is not None else "absent",
        "directory": "sent" if shape.directory is not None else "absent",
        "noReply": "absent" if shape.no_reply is None else str(shape.no_reply).lower(),
        "delivery": "absent" if shape.delivery is None else "sent",
    }


def _differs(this: str, web: str) -> bool:
    return not (
        this == web
        or (web.startswith("sent when") and this in ("sent", "absent"))
        or (this == "sent" and web.startswith("sent"))
        or (this == "false" and web == "absent")
    )


def _id_words(ids: Sequence[str]) -> str:
    forms = Counter(_form(value) for value in ids)
    if not forms:
        return "absent"
    names = {"own": "client-made, own form", "uuid": "client-made, uuid form", "other": "client-made, another form"}
    return " and ".join(names[form] for form in forms)


def _form(value: str) -> str:
    found = decode(value)
    return found.form if found else "other"


def risks(
    shape: RequestShape, version: str | None, ignored: Sequence[str] = (), earlier: Mapping[str, str] | None = None
) -> tuple[str, ...]:
    """Return what is legal but risky on `version` (None: unknown, every risk is named), worst first.

    `ignored`: places of keys the server drops; `earlier`: ids sent before in the same captures, with where.
    """
    return tuple(_risks(shape, version, ignored, earlier or {}))


def dropped(ignored: Sequence[str]) -> tuple[str, ...]:
    """Return the risk of keys that the server does not know; () when there are none."""
    return (f"the server silently drops unknown keys: {', '.join(ignored)}",) if ignored else ()


def _risks(shape: RequestShape, version: str | None, ignored: Sequence[str], earlier: Mapping[str, str]) -> Iterator[str]:
    compares_text = version is None or not numbers(version) or numbers(version) < SORTS_BY_TIME_FROM
    before = "a server before 1.18.15" if version is None else version
    if shape.no_reply:
        yield "noReply is true: the prompt is stored and never answered"
    if shape.message_id is not None:
        if shape.message_id in earlier:
            yield f"its message id was sent before ({earlier[shape.message_id]}): the second prompt is not answered"
        if compares_text:
            yield from _id_risks(shape, before)
    if repeated := sum(part_id in earlier for part_id in shape.part_ids):
        yield (
            f"{repeated} part id{'s were' if repeated > 1 else ' was'} sent before: "
            "the text of such a part does not reach the model, and nothing says so"
        )
    if shape.body_readable and shape.route in ("prompt_async", "message"):
        if not shape.parts:
            yield "it has no parts: the model gets no text from it"
        elif any(part.type == "text" and part.chars == 0 for part in shape.parts):
            yield "a text part is empty"
    if shape.resume is False:
        yield "resume is false: the prompt is put into the inbox and not run"
    if shape.body_readable and shape.directory is None and shape.url_path and shape.route != "v2-prompt":
        yield (
            "no directory was sent: the server's own working directory stands in, "
            "with that folder's agents, models and event stream"
        )
    yield from dropped(ignored)


def _id_risks(shape: RequestShape, version: str) -> Iterator[str]:
    harm = f"{version} compares ids as text and leaves the prompt unanswered or answers without end"
    found = decode(shape.message_id or "", shape.time)
    if found is None or found.form != "own" or found.time is None:
        yield f"its message id ({shown(shape.message_id or '')}) does not sort by time: {harm}"
        return
    gap = (found.time - shape.time).total_seconds() if shape.time else 0.0
    if abs(gap) > TOLERATED_SKEW_S:
        yield f"its message id was made {abs(gap):.0f} s {'after' if gap > 0 else 'before'} the request itself: {harm}"
    else:
        yield f"its message id is made by the client: {version} compares ids as text, so the clocks must agree"


def estimate_clock_offset(shapes: Sequence[RequestShape], stored: Mapping[str, datetime]) -> float | None:
    """Return client clock minus server clock in ms, from the server times message ids were stored at; None without a pair.

    Storing takes a moment, so single estimates are too low, never too high: the median of the upper half is taken, which
    one delayed or repeated request cannot move. A row may also be later than its request by the time the request took.
    """
    gaps = sorted(
        _gap_ms(shape, stored[shape.message_id])
        for shape in shapes
        if shape.time is not None and shape.message_id is not None and shape.message_id in stored
    )
    upper = gaps[len(gaps) // 2 :]
    return upper[len(upper) // 2] if upper else None


def _gap_ms(shape: RequestShape, stored: datetime) -> float:
    gap = (shape.time - stored).total_seconds() * 1000 if shape.time else 0.0
    return min(gap + (shape.duration_ms or 0.0), 0.0) if gap < 0 else gap
