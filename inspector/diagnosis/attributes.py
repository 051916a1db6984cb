"""Collect the known attributes of one prompt as named values that can be compared between prompts.

Every field of its rows, its request and its server run becomes an attribute, so that a new attribute needs no rule. Two kinds of
fields are left out because they cannot be a reason: effects of the outcome (`EFFECTS`), and values that differ for every prompt
(IDs, texts, titles). IDs are reduced to whether there is one and who made it; numbers and times to ranges.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property, lru_cache
from sys import intern

from inspector.database.ids import decode
from inspector.diagnosis.fingerprint import normalise
from inspector.model import (
    InputRow,
    LogRecord,
    Logs,
    MadeBy,
    MessageRow,
    Outcome,
    PartRow,
    PartShape,
    RequestShape,
    Run,
    SessionRow,
)
from inspector.model.value import Value
from inspector.prompts.ids import id_maker, id_skew_ms, minted_by, part_makers
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World

EFFECTS: Mapping[type, frozenset[str]] = {
    SessionRow: frozenset(
        (
            *("time_created", "time_updated", "time_suspended", "time_idle", "time_viewed", "idle_outcome", "resume_attempts"),
            *("agent", "provider_id", "model_id", "variant"),  # written by each prompt that gets far enough
        )
    ),
    MessageRow: frozenset(
        ("time_created", "completed", "finish", "output_tokens", "error_name", "error_message", "error_status", "error_retryable")
    ),
    RequestShape: frozenset(("path", "entry", "url_path", "time", "duration_ms", "status", "response_error", "answer")),
    Run: frozenset(
        (
            "offset",
            "first_time",
            "last_time",
            "version_source",
            "first_loop",
            "last_loop",
            "last_piece",
            "last_piece_source",
            "sessions",
        )
    ),
    InputRow: frozenset(("admitted_seq", "promoted_seq", "time_created")),
}
"""Fields with a place or an outcome, not a property of the prompt."""

TOLD: Mapping[type, frozenset[str]] = {
    MessageRow: frozenset(("agent", "provider_id", "model_id")),
    RequestShape: frozenset(("agent", "provider_id", "model_id", "message_id", "part_ids", "parts")),
    Run: frozenset(("key", "version", "path", "asks")),  # what asks does not serve
}
"""Fields reported under an attribute name of their own, usually because several sources provide them."""

TIMES = (
    (timedelta(seconds=10), "under 10 s"),
    (timedelta(minutes=1), "10 s to 1 min"),
    (timedelta(minutes=10), "1 to 10 min"),
    (timedelta(hours=1), "10 min to 1 h"),
    (timedelta(days=1), "1 h to 1 day"),
    (timedelta(days=7), "1 to 7 days"),
)

LONGEST = 80
"""At most this many characters of a value are kept."""

_NEVER = datetime.min.replace(tzinfo=UTC)

_IDENT = re.compile(r"[a-z]{2,8}_[0-9A-Za-z-]{20,64}|[0-9a-f-]{12,64}|\d{4,64}")

NOT_SENT = "not sent"
_SENT = {MadeBy.CLIENT: "sent", MadeBy.SERVER: NOT_SENT}


Traces = Mapping[str, frozenset[str]]
"""Kinds of logged records in two groups (`traces`)."""


class KnownPrompts:
    """Attributes and traces of prompts, each computed once, because a prompt is compared in several tables.

    They are kept in columns: a mapping for each prompt would take a kilobyte.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._places: dict[int, int] = {}
        self._equal: dict[frozenset[str], frozenset[str]] = {}
        self.columns: dict[str, list[str | None]] = {}
        """By name of an attribute its value for each prompt."""
        self.traces: list[Traces] = []
        """The traces of each prompt."""

    def places(self, prompts: Sequence[Prompt]) -> list[int]:
        """Return the places of `prompts` in `columns` and `traces`."""
        known = len(self._places)
        new = {id(prompt): prompt for prompt in prompts if id(prompt) not in self._places}
        found = [attributes(prompt, self._world) for prompt in new.values()]
        for name in set(self.columns).union(*found):
            self.columns.setdefault(name, [None] * known).extend([values.get(name) for values in found])
        for prompt in new.values():
            of_prompt = traces(prompt, self._run_events)
            self.traces.append({where: self._equal.setdefault(kinds, kinds) for where, kinds in of_prompt.items()})
        self._places |= {at: place for place, at in enumerate(new, known)}
        return [self._places[id(prompt)] for prompt in prompts]

    @cached_property
    def _run_events(self) -> RunEvents | None:
        return _run_events(self._world.logs) if self._world.logs is not None else None


def attributes(prompt: Prompt, world: World) -> Mapping[str, str]:
    """Return the known attributes of one prompt by name; unknown attributes are missing."""
    found: dict[str, str | None] = {
        "server version": prompt.version,
        "server run": prompt.run.key[:12] if prompt.run else None,
        "server log": prompt.run.path if prompt.run else None,
        "agent": _agent(prompt),
        "model": _model(prompt),
        "agent or model differs from the session's row": _differs(prompt),
        "message id": _message_id(prompt),
        "part ids": _part_ids(prompt),
        "session": None if prompt.first is None else "new" if prompt.first else "old",
    }
    found["provider"] = found["model"].partition("/")[0] if found["model"] else None
    found.update(_of_row("server", prompt.run))
    if prompt.rows is not None:
        found.update(_of_row("session", prompt.rows.session))
        if prompt.rows.session is not None:
            found.update(_extra(prompt.rows.session, world))
        found.update(_history(prompt))
    found.update(_of_row("message", prompt.message))
    if prompt.message is not None:
        found["message id's form"] = _form(prompt.message.id, prompt.message.time_created)
        found["message id's clock"] = _clock(prompt.message)
    found.update(_of_row("inbox", prompt.input))
    found.update(_of_parts("stored", prompt.parts))
    if prompt.request is not None and prompt.request.body_readable:
        found.update(_of_row("request", prompt.request))
        found.update(_of_parts("sent", prompt.request.parts))
    found.update(_times(prompt, world))
    return {name: intern(value[:LONGEST]) for name, value in found.items() if value is not None}


# --- fields as they come -------------------------------------------------------------------------
@cache
def _fields(kind: type[Value], label: str) -> tuple[tuple[str, str], ...]:
    """Return the fields of a kind of row that may be a reason, with their attribute names."""
    without = EFFECTS[kind] | TOLD.get(kind, frozenset()) | {"id", "session_id", "extra"}
    return tuple((name, f"{label} {name.replace('_', ' ')}") for name in kind.__struct_fields__ if name not in without)


def _of_row(label: str, row: SessionRow | MessageRow | InputRow | RequestShape | Run | None) -> Iterator[tuple[str, str]]:
    if row is None:
        return
    kind = type(row)
    for name, words in _fields(kind, label):
        yield words, shown(name, getattr(row, name))


def _extra(session: SessionRow, world: World) -> Iterator[tuple[str, str]]:
    """Columns that only some generations have, or fill."""
    for name in world.index.session_columns - EFFECTS[SessionRow]:
        yield f"session {name.replace('_', ' ')}", shown(name, session.extra.get(name))


def shown(name: str, value: object) -> str:
    """Return a field's value as an attribute: never an ID, a text or a plain number."""
    if not value and value != 0:  # not False, not nought
        return "none"
    if type(value) is str and not name.endswith("_id"):
        return value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int | float):
        return size(value)
    if isinstance(value, datetime) or (name.endswith("_id") and name not in ("provider_id", "model_id")):
        return "set"
    if isinstance(value, tuple):
        words = sorted({str(item) for item in value})
        return size(len(value)) if any(" " in word for word in words) else "+".join(words)  # sentences are only counted
    return str(value)


def size(number: float) -> str:
    """Return a number as a range: ``0``, ``1 to 9``, ``10 to 99`` …"""
    if number < 1:
        return "0" if number == 0 else "below 1"
    low = 10 ** (len(str(int(number))) - 1)
    return f"{low} to {low * 10 - 1}"


def span(passed: timedelta) -> str:
    """Return a time as a range of `TIMES`."""
    if passed < timedelta():
        return "before it"
    return next((words for limit, words in TIMES if passed < limit), "over 7 days")


def _of_parts(label: str, parts: Sequence[PartRow] | Sequence[PartShape]) -> Iterator[tuple[str, str]]:
    """Types, number and sizes of a prompt's parts; nothing without any: an unstored part is an effect."""
    if not parts:
        return
    yield f"{label} part types", "+".join(sorted({part.type for part in parts}))
    yield f"{label} parts", size(len(parts))
    chars = [part.chars for part in parts if part.chars is not None]
    if chars:
        yield f"{label} characters", size(sum(chars))
    for name in ("mime", "scheme", "synthetic"):
        values = {shown(name, getattr(part, name)) for part in parts if getattr(part, name, None) is not None}
        if values:
            yield f"{label} {name}", "+".join(sorted(values))


# --- what several sources know -------------------------------------------------------------------
def _agent(prompt: Prompt) -> str | None:
    """Return the agent of the prompt: as stored, else as sent or logged, else the session's agent."""
    sent = _sent_agent(prompt)
    if sent is not None:
        return sent
    session = prompt.session
    return session.agent if session else None


def _sent_agent(prompt: Prompt) -> str | None:
    if prompt.message is not None and prompt.message.agent:
        return prompt.message.agent
    if prompt.request is not None and prompt.request.agent:
        return prompt.request.agent
    return prompt.fault.sent_agent or prompt.fault.agent if prompt.fault else None


def _model(prompt: Prompt) -> str | None:
    sent = _sent_model(prompt)
    if sent is not None:
        return sent
    session = prompt.session
    return f"{session.provider_id}/{session.model_id}" if session and session.model_id else None


def _sent_model(prompt: Prompt) -> str | None:
    for holder in (prompt.message, prompt.request):
        if holder is not None and holder.model_id:
            return f"{holder.provider_id}/{holder.model_id}"
    return f"{prompt.fault.provider_id}/{prompt.fault.model_id}" if prompt.fault and prompt.fault.model_id else None


def _differs(prompt: Prompt) -> str | None:
    """Return whether agent or model differ from the session's row, in which case the server publishes a switch; None if
    unknown."""
    if prompt.first:
        return "yes"
    before = prompt.before
    if before is None:
        return None
    agent, model = _sent_agent(prompt), _sent_model(prompt)
    unsent = prompt.request is not None and prompt.request.body_readable
    if agent is None and model is None and not unsent:
        return None
    return "yes" if agent not in (None, before[0]) or model not in (None, before[1]) else "no"


def _message_id(prompt: Prompt) -> str | None:
    if prompt.request is not None and prompt.request.body_readable:
        return "sent" if prompt.request.message_id else NOT_SENT
    if prompt.message is not None:
        return _SENT.get(id_maker(prompt))
    return None


def _part_ids(prompt: Prompt) -> str | None:
    if prompt.request is not None and prompt.request.body_readable:
        return "sent" if prompt.request.part_ids else NOT_SENT
    return _SENT.get(part_makers(prompt))


def _form(ident: str, near: datetime | None) -> str:
    found = decode(ident, near)
    return found.form if found is not None else "other"


def _clock(message: MessageRow) -> str | None:
    """Return how far the time in the ID differs from the server's time, and in which direction."""
    skew = id_skew_ms(message)
    if skew is None or minted_by(message) is not MadeBy.CLIENT:
        return None
    return f"{'behind' if skew < 0 else 'ahead'}, {span(timedelta(milliseconds=abs(skew)))}"


# --- what came before ----------------------------------------------------------------------------
def _history(prompt: Prompt) -> Iterator[tuple[str, str]]:
    """Yield the state of the session before the prompt: number of messages, age, and how the last answer had ended."""
    rows = prompt.rows
    time = prompt.message.time_created if prompt.message else prompt.time
    if rows is None or time is None:
        return
    if rows.session is not None and rows.session.time_created is not None:
        yield "session's age", span(max(time - rows.session.time_created, timedelta()))
    if rows.messages is None:
        return
    at = bisect_left(rows.messages, time, key=lambda m: m.time_created or _NEVER)
    unread = max(0, (rows.counts.get("message") or 0) - len(rows.messages)) if rows.capped else 0
    yield "messages before it", size(at + unread)
    if at == 0:
        return
    last = rows.messages[at - 1]
    if last.time_created is not None:
        yield "time since the session's last message", span(time - last.time_created)
    if last.role == "assistant":
        yield "answer before it", last.error_name or last.finish or ("complete" if last.completed else "open")


def _times(prompt: Prompt, world: World) -> Iterator[tuple[str, str]]:
    if prompt.time is None:
        return
    yield "time of day (UTC)", f"{prompt.time.hour // 6 * 6:02}:00 to {prompt.time.hour // 6 * 6 + 5:02}:59"
    if prompt.run is not None and prompt.run.first_time is not None:
        yield "time since the server's start", span(max(prompt.time - prompt.run.first_time, timedelta()))
    migrated = world.facts.migrated if world.facts else None
    if migrated is not None:
        yield "time since the newest migration", span(prompt.time - migrated)


# --- records -------------------------------------------------------------------------------------
RunEvents = Mapping[str, Sequence[tuple[str, str, datetime]]]
"""By run, the records without a session: kind, directory (empty: all directories), and time of the first."""


def traces(prompt: Prompt, events: RunEvents | None) -> Mapping[str, frozenset[str]]:
    """Return the kinds of logged records in two groups: for the prompt before it failed, and in its server run before
    the prompt came.

    Loading a plugin is one such record. A group without any record is missing, because the log may not contain it.
    `events` is None when no log was read.
    """
    found = {}
    if prompt.records:
        end = prompt.record.order if prompt.outcome is Outcome.FAILED and prompt.record is not None else None
        found["record"] = frozenset(kind(r) for r in prompt.records if end is None or r.order < end)
    if events is not None and prompt.run is not None and prompt.time is not None:
        found["earlier in the run"] = frozenset(_earlier(prompt.run, prompt.time, prompt, events))
    return found


def _earlier(run: Run, time: datetime, prompt: Prompt, events: RunEvents) -> Iterator[str]:
    """Yield what the run had logged before the prompt came, without a session or only for the prompt's directory."""
    session = prompt.session
    directory = session.directory if session and session.directory else ""
    for name, place, first in events.get(run.key, ()):
        if first <= time and (not place or directory == place or directory.startswith(f"{place}/")):
            yield name


def _run_events(logs: Logs) -> RunEvents:
    first: dict[tuple[str, str, str], datetime] = {}
    for record in logs.notable:
        if record.run is not None and record.time is not None and record.session_id is None:
            key = (record.run, kind(record), _place(record))
            first[key] = min(record.time, first.get(key, record.time))
    found: dict[str, list[tuple[str, str, datetime]]] = {}
    for (run, name, place), time in first.items():
        found.setdefault(run, []).append((name, place, time))
    return found


def _place(record: LogRecord) -> str:
    """Return the directory of a record; a project's plugin is loaded only for that project."""
    path = record.fields.get("path", "").removeprefix("file://")
    return record.fields.get("directory") or (path.partition("/.opencode/")[0] if "/.opencode/" in path else "")


def kind(record: LogRecord) -> str:
    """Return the kind of a record without variable parts: ERROR or WARN, its message, and a plugin's or server's name."""
    level = f"{record.level} " if record.level in ("ERROR", "WARN") else ""
    name = record.fields.get("key") or record.fields.get("path", "").rsplit("/", 1)[-1]
    return f"{level}{_plain(record.message)} {_IDENT.sub('*', name[:LONGEST])}".strip()[:LONGEST]


@lru_cache(4096)
def _plain(text: str) -> str:
    return normalise(text)
