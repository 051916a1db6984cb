"""Sentences about pasted texts: what was read from which line, and what to ask the author for."""

from __future__ import annotations

from inspector.model import Report
from inspector.model.pasted import Judgement, Origin, Piece, PieceKind
from inspector.model.value import Value
from inspector.text import beginning

_KINDS = {
    PieceKind.VERSION: "server version, claimed",
    PieceKind.RECORD: "one log record",
    PieceKind.ERROR: "an error",
    PieceKind.TOLD: "an error in the author's own words",
    PieceKind.SCHEMA: "CREATE TABLE",
    PieceKind.BODY: "a request body",
    PieceKind.STATUS: "an answer of the server",
}
_JUDGEMENTS = {
    Judgement.NO_NOT_NULL_ID: "its column id cannot raise a NOT NULL error",
    Judgement.NEVER_WRITTEN: "no prompt writes it",
    Judgement.REFUSED_PART_ID: "would be refused: part IDs must begin with prt",
    Judgement.REFUSED_MESSAGE_ID: "would be refused: a messageID must begin with msg",
    Judgement.ACCEPTED: "the request arrived and its login was accepted",
}
ASKED = "Ask the reporter to run this on the server and to attach the archive:"
COMMAND = "uvx opencode-inspector bundle report.zip"
"""The command that makes a redacted archive with the evidence that a pasted text lacks."""


class Taken(Value, frozen=True):
    """One line about a piece of a pasted text."""

    place: str
    what: str
    detail: str


def taken(report: Report) -> tuple[Taken, ...]:
    """Return the pieces read from pasted texts, in order and without duplicates; with the name of the text if there are
    several texts."""
    several = len({piece.path for piece in report.pieces}) > 1
    copied = any(piece.kind in (PieceKind.RECORD, PieceKind.ERROR) for piece in report.pieces)
    shown, seen = [], set()
    for piece in report.pieces:
        same = (piece.path, piece.kind, piece.text, piece.judgements)
        if same not in seen and not (copied and piece.kind is PieceKind.TOLD):
            shown.append(piece)
        seen.add(same)
    return tuple(_taken(piece, several) for piece in shown)


def asked(report: Report) -> tuple[str, str] | None:
    """Return a sentence and a command that ask the author of a pasted text for more evidence; None without a pasted text."""
    return (ASKED, COMMAND) if report.pieces or any(log.pasted for log in report.logs) else None


def _taken(piece: Piece, several: bool) -> Taken:
    place = f"{piece.path} line {piece.line}" if several else f"line {piece.line}"
    what = _KINDS[piece.kind]
    if Judgement.ABBREVIATED in piece.judgements:
        what += ", abbreviated"
    if piece.origin is Origin.FOREIGN:
        what += ", of another program"
    said = [_JUDGEMENTS[judgement] for judgement in piece.judgements if judgement in _JUDGEMENTS]
    if piece.kind is PieceKind.SCHEMA:
        what += f" {piece.text}"
    elif piece.kind in (PieceKind.VERSION, PieceKind.STATUS):
        said = [piece.text, *said]
    elif not said:
        said = [beginning(piece.text, 100)]
    return Taken(place, what, ", ".join(said))
