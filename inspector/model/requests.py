"""Captured requests, reduced to their shape."""

from __future__ import annotations

from datetime import datetime

from inspector.model.conclusion import OtherRequest
from inspector.model.source import Problem, Source
from inspector.model.value import Value


class PartShape(Value, frozen=True):
    """One part of a prompt body: never its text."""

    type: str
    id: str | None
    chars: int | None
    """Characters of text, or of a data URL."""
    mime: str | None = None
    scheme: str | None = None
    """Of a file part: ``file``, ``data``, ``http``, ``mcp`` …"""


class RequestShape(Value, frozen=True):
    """One captured call that sends a prompt (any of the five routes)."""

    path: str
    """The capture file."""
    entry: int
    """Position in it, from 0."""
    route: str
    """``prompt_async``, ``message``, ``command``, ``shell``, ``v2-prompt``, ``init``, ``summarize``."""
    method: str
    url_path: str
    session_id: str | None
    time: datetime | None
    """When the client sent it, on the client's clock."""
    duration_ms: float | None
    status: int | None
    """None when the answer is not in the capture."""
    directory: str | None
    """From ``?directory=`` or the ``x-opencode-directory`` header; None when neither was sent."""
    message_id: str | None
    part_ids: tuple[str, ...]
    agent: str | None
    provider_id: str | None
    model_id: str | None
    variant: str | None
    no_reply: bool | None
    delivery: str | None
    resume: bool | None
    parts: tuple[PartShape, ...]
    keys: tuple[str, ...]
    """Top-level keys of the body, in order."""
    body_readable: bool
    """Whether the capture has a complete body that is a JSON object."""
    client: str | None = None
    """User-Agent family, never the whole string."""
    response_error: str | None = None
    """Name/ref of the error in the answer (``err_…``, ``BadRequest``), never its texts."""
    answer: str | None = None
    """The server's reason for a refusal, without quoted parts of the request; None without a reason that can be shown."""
    problems: tuple[str, ...] = ()
    """Why the server version in question refuses it (schema findings), filled by the acceptance check."""
    risks: tuple[str, ...] = ()
    """Legal but risky on that version."""
    unanswered: bool = False
    """Whether the capture shows that no HTTP response came (status 0): refused, reset, timed out or cancelled by the
    client."""

    @property
    def source(self) -> Source:
        return Source(self.path, f"entry {self.entry}")


class Requests(Value, frozen=True):
    """Everything read from captures. Other values have None in its place when no capture was given."""

    inputs: tuple[tuple[str, int], ...]
    """(path, number of prompt calls found) for each file."""
    shapes: tuple[RequestShape, ...]
    """In time order."""
    other: int
    """Number of entries that are not prompt calls."""
    clock_offset_ms: float | None = None
    """Client clock minus server clock, estimated; None when it cannot be estimated."""
    problems: tuple[Problem, ...] = ()
    refused: tuple[OtherRequest, ...] = ()
    """Calls of OpenCode's other routes that the server refused, at most 1,000 of each capture."""
