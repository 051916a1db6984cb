"""What is read from logs: records, server runs, inputs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import field

from inspector.model.source import Problem, Source, no_counts, no_texts
from inspector.model.value import Value

_ERRORS = ("error", "cause", "error.error", "e", "reason", "exception")
"""Keys under which servers log an error."""


class LogRecord(Value, frozen=True):
    """One whole record of a server log, continuation lines included."""

    path: str
    """The input it came from, as named by the user."""
    offset: int
    """Byte offset of its first byte in the (decompressed) input, before any collector's prefix."""
    era: str
    """Name of the era module that accepted it: ``legacy`` (to 1.15.x) or ``logfmt`` (from 1.17.0)."""
    time: datetime | None
    """The server's own timestamp; whole seconds in ``legacy``, milliseconds in ``logfmt``."""
    level: str
    """DEBUG, INFO, WARN or ERROR."""
    run: str | None
    """Which server process wrote it: ``run=`` in ``logfmt``, the start banner's ``run_id`` in ``legacy``; None before
    any banner."""
    message: str
    """The record's message, e.g. ``prompt_async failed``, ``loop``, ``exiting loop``, ``stream``."""
    fields: Mapping[str, str] = field(default_factory=no_texts)
    """Every key=value pair, decoded; ``session.id`` and ``sessionID`` are kept under the name the server used."""
    order: int = 0
    """Position in the merged reading order of all inputs; later records are larger."""
    delta_ms: int | None = None
    """``+Nms`` of ``legacy``: time since the previous line of this process, in ms; None elsewhere."""
    quoted: bool = False
    """Whether a person pasted the record: it may be shortened, and nothing proves that a server wrote it."""

    @property
    def session_id(self) -> str | None:
        """The ``ses_`` id the record names, whichever key the server used; None when it names none."""
        for key in ("session.id", "sessionID"):
            value = self.fields.get(key)
            if value:
                return value
        for key in ("id", "session"):  # the last in errors up to 1.0
            value = self.fields.get(key, "")
            if value.startswith("ses_"):
                return value
        return None

    @property
    def is_side_call(self) -> bool:
        """Whether it belongs to a provider call that is not for the answer, such as the call for the session's title."""
        return self.fields.get("small") == "true"

    def in_run(self, run: str | None, order: int) -> LogRecord:
        """This record with its run and its place in the reading order.

        The fields are passed by position, because that is four times as fast as `dataclasses.replace` and every record comes here.
        """
        return LogRecord(
            self.path,
            self.offset,
            self.era,
            self.time,
            self.level,
            run,
            self.message,
            self.fields,
            order,
            self.delta_ms,
            self.quoted,
        )

    @property
    def error_text(self) -> str:
        """Return the record's error, whichever key the server used; empty when it has none."""
        return next((self.fields[name] for name in _ERRORS if self.fields.get(name)), "")

    @property
    def source(self) -> Source:
        return Source(self.path, f"byte {self.offset}")


class LogInput(Value, frozen=True):
    """One log that was read."""

    path: str
    bytes: int
    """Bytes read, after decompression."""
    eras: tuple[str, ...]
    """Eras seen in it, in order of first appearance; () when no line was recognised."""
    first_time: datetime | None
    last_time: datetime | None
    duplicate_of: str | None = None
    """Another input that has the same records (stderr and log file of one run); None when it has its own."""
    pasted: bool = False
    """Whether it is a pasted text: an excerpt, which cannot show that nothing is wrong."""


class Run(Value, frozen=True):
    """One server process as its log shows it."""

    key: str
    """``run=`` (logfmt) or ``run_id`` (legacy); an invented ``path#n`` where the log names none."""
    era: str
    path: str
    offset: int
    first_time: datetime | None
    last_time: datetime | None
    version: str | None
    """From the start banner (legacy) or the ``created … version=`` lines (logfmt); None when the log names none."""
    version_source: Source | None
    database_path: str | None
    """From ``opening database`` (legacy 1.15); None when not logged."""
    port: int | None = None
    """From the arguments of the start banner (legacy); None when it names none."""
    first_loop: datetime | None = None
    """About when it wrote the first ``loop`` line; None when there is none, so that the absence of one means nothing."""
    last_loop: datetime | None = None
    last_piece: datetime | None = None
    """When it last published a piece of some answer (legacy era, which names no session there); None when it never did."""
    last_piece_source: Source | None = None
    sessions: tuple[str, ...] = ()
    """Some of the sessions whose loops it ran, the last one last."""
    serves: bool = True
    """Whether the process is a server; False for a command that ends by itself (`opencode run`), from the banner's
    arguments."""
    asks: bool = False
    """Whether the process is ``opencode run``, which sends one prompt to itself and ends."""
    started: bool = True
    """Whether the start of the process is in the log; False for records of the legacy era before any banner."""
    began: datetime | None = None
    """When the process began: its first record says how long before that. None when it says nothing believable."""


class ErrorGroup(Value, frozen=True):
    """Records of level ERROR or WARN with the same text, without ``prompt_async failed`` and known noise."""

    records: tuple[LogRecord, ...]
    """The first and last of these records, in log order."""
    dropped: int
    """How many more there were."""


class Logs(Value, frozen=True):
    """Everything read from the logs. Other values have None in its place when no log was given."""

    inputs: tuple[LogInput, ...]
    runs: tuple[Run, ...]
    failures: tuple[LogRecord, ...]
    """Every ``prompt_async failed`` record, in log order, each counted once over all inputs."""
    notable: tuple[LogRecord, ...]
    """Records that matter without being a ``prompt_async failed``: rejections, drain failures, ``asking``,
    ``ref=err_…``, start-up errors …"""
    sessions: Mapping[str, tuple[LogRecord, ...]]
    """The records that name a session, in log order, for the requested sessions; at most 400 per session and log."""
    dropped: Mapping[str, int]
    """By session: at least this many of its records were dropped by the limit. A missing session lost none."""
    last_time: datetime | None
    """The newest time in any log; later events are unknown."""
    complete_context: bool = True
    """Whether `sessions` has every session of the logs; False when it has only the requested sessions."""
    problems: tuple[Problem, ...] = ()
    anchors: Mapping[str, int] = field(default_factory=no_counts)
    """How often each anchor was seen, by its text."""
    errors: tuple[ErrorGroup, ...] = ()
    """Every ERROR and WARN record that a prompt must explain, including those in `notable`."""
    embedded: tuple[Source, ...] = ()
    """Places of lines that look like a ``prompt_async failed`` record but are in a value that a client wrote; not in
    `failures`."""
