"""Find claims in a text other than errors: versions, table definitions, request bodies, responses of the server."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from inspector.model.pasted import Judgement, Origin, Piece, PieceKind
from inspector.model.value import Value
from inspector.pasted.lines import Line
from inspector.patterns import late

_NUMBER = r"v?(?P<version>\d{1,2}\.\d{1,3}\.\d{1,3})(?![\d.]{0,16}\d)"
_LABELLED = late(
    r"\bopen-?code(?: |-)?(?:server|cli|backend)?(?: version)?\s?(?:\*\*)?\s?[:=]\s?(?:\*\*)?\s?`?(?:open-?code\s)?"
    + _NUMBER
    + r"|\b(?:server version|server)\s?(?:\*\*)?\s?[:=]\s?(?:\*\*)?\s?`?(?:open-?code\s)?"
    + _NUMBER.replace("version", "second"),
    re.IGNORECASE,
)
_MENTIONED = late(r"\bopen-?code(?:-ai)?(?: server| cli| desktop| tui| version)?(?: |@|/|-|:\s|\s\()" + _NUMBER, re.IGNORECASE)
_HEADING = late(r"(?:#+\s|\*\*)?\s?(?:open-?code\s)?version\s?(?:\*\*)?:?\s?$", re.IGNORECASE)
_ALONE = late(r"(?:open-?code\s)?" + _NUMBER + r"\b", re.IGNORECASE)
_CREATE = late(r"CREATE TABLE (?:IF NOT EXISTS )?[`\"\[]?(\w{1,64})[`\"\]]?\s{0,4}\(", re.IGNORECASE)
_TEXT_ID = late(r"[(,]\s{0,20}[`\"]?id[`\"]?\s{1,4}text\s{1,4}PRIMARY KEY(?!\s{1,4}NOT NULL)", re.IGNORECASE)
_BODY = late(r"\"parts\"\s{0,4}:\s{0,4}\[")
_PART_ID = late(r"\"id\"\s{0,4}:\s{0,4}\"([^\"]{1,80})\"")
_MESSAGE_ID = late(r"\"messageID\"\s{0,4}:\s{0,4}\"([^\"]{1,80})\"")
_TOOK = late(r"\b(?:HTTP(?:/[\d.]+)?\s)?204\b(?: No Content)?")
LARGEST = 8_000
"""At most this many characters of one statement or body are kept."""
INBOX = "session_input"
"""The table of waiting inputs. `prompt_async` does not write it in any version up to 1.18.33."""


class _Text(Value, frozen=True):
    """The whole text, with the line of each position."""

    text: str
    starts: Sequence[int]
    lines: Sequence[Line]
    path: str

    def piece(self, kind: PieceKind, at: int, text: str, judgements: tuple[Judgement, ...] = ()) -> Piece:
        line = self.lines[max(bisect_right(self.starts, at) - 1, 0)]
        return Piece(kind, self.path, line.number, line.offset, text, Origin.UNKNOWN, judgements)


def claims_in(lines: Sequence[Line], path: str) -> list[Piece]:
    """Return the versions, table definitions, request bodies and responses in a text, in order."""
    if not lines:
        return []
    starts, at = [], 0
    for line in lines:
        starts.append(at)
        at += len(line.text) + 1
    text = _Text("\n".join(line.text for line in lines), starts, lines, path)
    found = [*_versions(lines, path), *_schemas(text), *_bodies(text), *_answers(text)]
    return sorted(found, key=lambda piece: piece.line)


def claimed_version(pieces: Sequence[Piece]) -> str | None:
    """Return the version that the texts claim, a labelled version before a mentioned one; None for no version or several."""
    for sure in (True, False):
        found = {piece.text for piece in pieces if piece.kind is PieceKind.VERSION and (piece.origin is Origin.OPENCODE) is sure}
        if found:
            return found.pop() if len(found) == 1 else None
    return None


def _versions(lines: Sequence[Line], path: str) -> Iterator[Piece]:
    """Yield versions; a version in a line or heading about the server has the origin OpenCode."""
    heading = 0
    for line in lines:
        text = line.text.replace("*", "").replace("`", "")
        if _HEADING.match(text):
            heading = line.number
            continue
        labelled = _LABELLED.search(text) or (_ALONE.match(text) if heading and line.number - heading <= 3 else None)
        if labelled:
            groups = labelled.groupdict()
            yield Piece(PieceKind.VERSION, path, line.number, line.offset, groups["version"] or groups["second"], Origin.OPENCODE)
            heading = 0
            continue
        for found in _MENTIONED.finditer(text):
            yield Piece(PieceKind.VERSION, path, line.number, line.offset, found["version"], Origin.UNKNOWN)


def _schemas(text: _Text) -> Iterator[Piece]:
    for found in _CREATE.finditer(text.text):
        body = _balanced(text.text, found.end() - 1, "(", ")")
        judgements = []
        if _TEXT_ID.search(body):
            judgements.append(Judgement.NO_NOT_NULL_ID)
        if found[1].lower() == INBOX:
            judgements.append(Judgement.NEVER_WRITTEN)
        yield text.piece(PieceKind.SCHEMA, found.start(), found[1], tuple(judgements))


def _bodies(text: _Text) -> Iterator[Piece]:
    for found in _BODY.finditer(text.text):
        parts = _balanced(text.text, found.end() - 1, "[", "]")
        begin = text.text.rfind("{", max(found.start() - 2000, 0), found.start())
        body = _balanced(text.text, begin, "{", "}") if begin >= 0 else parts
        judgements = []
        if any(not id.startswith("prt") for id in _PART_ID.findall(parts)):
            judgements.append(Judgement.REFUSED_PART_ID)
        if any(not id.startswith("msg") for id in _MESSAGE_ID.findall(body)):
            judgements.append(Judgement.REFUSED_MESSAGE_ID)
        ids = ", ".join((*_MESSAGE_ID.findall(body), *_PART_ID.findall(parts)))
        yield text.piece(PieceKind.BODY, found.start(), ids, tuple(judgements))


def _answers(text: _Text) -> Iterator[Piece]:
    """Yield the places where the text says that the server accepted a prompt."""
    for line in text.lines:
        if _TOOK.search(line.text) and ("prompt_async" in line.text or "No Content" in line.text):
            yield Piece(PieceKind.STATUS, text.path, line.number, line.offset, "204", Origin.UNKNOWN, (Judgement.ACCEPTED,))


def _balanced(text: str, start: int, opening: str, closing: str) -> str:
    """Return `text` from the bracket at `start` to the one that closes it, at most `LARGEST` characters."""
    depth = 0
    for at in range(start, min(start + LARGEST, len(text))):
        depth += (text[at] == opening) - (text[at] == closing)
        if depth == 0:
            return text[start : at + 1]
    return text[start : start + LARGEST]
