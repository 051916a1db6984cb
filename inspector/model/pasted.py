"""Pieces of a pasted text, and how far they can be trusted."""

from __future__ import annotations

from enum import StrEnum

from inspector.model.source import Source
from inspector.model.value import Value


class PieceKind(StrEnum):
    """The kind of a piece of a pasted text."""

    VERSION = "version"
    """A server version that the author claims."""
    RECORD = "record"
    """A log record."""
    ERROR = "error"
    """An error as a terminal, a stack trace, a dialog or a JSON object shows it."""
    TOLD = "told"
    """An error in the author's own sentence."""
    SCHEMA = "schema"
    """A ``CREATE TABLE`` statement."""
    BODY = "body"
    """The body of a request, or a curl command with one."""
    STATUS = "status"
    """A status with which the server answered a request."""


class Origin(StrEnum):
    """The program that wrote a piece, as far as its text shows."""

    OPENCODE = "opencode"
    UNKNOWN = "unknown"
    FOREIGN = "foreign"
    """Another program's."""


class Judgement(StrEnum):
    """A conclusion from a piece alone."""

    ABBREVIATED = "abbreviated"
    """Someone shortened the piece."""
    NO_NOT_NULL_ID = "no-not-null-id"
    """The table's id is a primary key of type text, where SQLite allows NULL: it cannot raise a NOT NULL error."""
    NEVER_WRITTEN = "never-written"
    """No prompt writes the table of this statement in the claimed version."""
    REFUSED_PART_ID = "refused-part-id"
    """The server refuses the body: part IDs must begin with ``prt``."""
    REFUSED_MESSAGE_ID = "refused-message-id"
    """The server refuses the body: a message ID must begin with ``msg``."""
    LAST = "last"
    """The author says that nothing happens after this record."""
    ACCOUNT = "account"
    """The author's sentences about what happened, together."""
    BELOW_NAME = "below-name"
    """Only the name of OpenCode above the copied error ties it to OpenCode."""
    ACCEPTED = "accepted"
    """The server accepted the request, so neither transport nor login was the problem."""


class Piece(Value, frozen=True):
    """A piece found in a pasted text."""

    kind: PieceKind
    path: str
    line: int
    """Counted from 1."""
    offset: int
    """Byte offset of that line in the text."""
    text: str
    """The piece itself, bounded; of a record its error, of a schema its table."""
    origin: Origin = Origin.UNKNOWN
    judgements: tuple[Judgement, ...] = ()
    quoted: str = ""
    """What a writer's own sentences put in quotation marks or behind a colon."""
    title: str = ""
    """Of an account its sentences in the first line of the text, one a line."""
    by_name: bool = False
    """Whether nothing but the name of OpenCode ties it to OpenCode."""

    @property
    def source(self) -> Source:
        return Source(self.path, f"line {self.line}")
