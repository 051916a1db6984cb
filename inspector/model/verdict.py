"""Clues, their weights, findings, confidence, and the stage a prompt reached."""

from __future__ import annotations

from enum import Enum, IntEnum, StrEnum, auto

from inspector.model.source import Source
from inspector.model.value import Value


class Weight(IntEnum):
    """Weight of evidence in decibans (I. J. Good): ten for a factor of ten in the odds."""

    CONCLUSIVE = 40
    STRONG = 20
    MODERATE = 10
    WEAK = 4
    NEUTRAL = 0
    AGAINST = -20
    REFUTES = -60


class Confidence(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Clue(Value, frozen=True):
    """One piece of evidence a rule found, for or against its cause."""

    weight: Weight
    text: str
    source: Source | None


class Finding(Value, frozen=True):
    """The result of one rule for one prompt: its clues and their sum."""

    cause: str
    clues: tuple[Clue, ...]
    score: int
    """Sum of the weights, in decibans."""


class Outcome(StrEnum):
    """How a prompt ended. The values are the words of the JSON report."""

    ANSWERED = "answered"
    FAILED = "failure"
    """The log has a ``prompt_async failed`` record of it."""
    SILENT = "silent"
    """It was stored or accepted, but not answered properly."""
    REJECTED = "rejected"
    """The server refused the request at once."""


class Stage(Enum):
    """How far a prompt got in the server, from its rows and records (in the order of OpenCode 1.15–1.18)."""

    NOTHING = "nothing stored"
    REJECTED = "refused by the server at once"
    ADMITTED = "admitted to the inbox, not delivered"
    SWITCHED = "agent and model chosen, message not stored"
    STORED = "user message stored, loop not started"
    LOOP = "loop started, provider not called"
    STREAM = "provider called, no answer"
    ANSWERING = "answer begun, not completed"
    FAILED = "answer ended in an error"
    ANSWERED = "answered"
    UNKNOWN = "unknown"


class Deciding(Enum):
    """Evidence that would decide a prompt's cause, when the given evidence does not."""

    UNREAD_MESSAGE = auto()
    """The message `Wanted.message_id`, which could not be read and may be the answer."""
    PARTS = auto()
    """The table ``part``, which could not be read."""
    LOG = auto()
    DATABASE = auto()
    CAPTURE = auto()
    """A capture of the request."""
    CAPTURE_IF_NOT_STORED = auto()
    """A capture of the request, when the prompt has no message row."""
    NO_PLUGINS = auto()
    """The same prompt on a server without outside plugins."""
    PROCESS_ALIVE = auto()
    """Whether the server process was still running."""


class Wanted(Value, frozen=True):
    """Additional evidence that would decide between the candidates of one prompt."""

    evidence: Deciding
    message_id: str = ""


class Assumption(Enum):
    """What was assumed to reach a verdict."""

    VERSION_OF_SESSION = auto()
    """The server's version is assumed to be the version that created the session."""
    VERSION_OF_ROWS = auto()
    """The server's version is taken from the sessions created around that time."""
    VERSION_OF_ERA = auto()
    """The server's version is inferred from the form of its records."""
    VERSION_GIVEN = auto()
    """The server's version is taken from ``--server-version``."""
    VERSION_CLAIMED = auto()
    """The server's version is taken from a pasted text."""
    NOT_ANSWERED_SINCE = auto()
    """The evidence ends just after the prompt's last activity; nothing answered it later."""
