"""Prompts whose only evidence is an error in a pasted text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from inspector.model import LogRecord, Outcome, Stage
from inspector.model.pasted import Judgement, Origin, Piece, PieceKind
from inspector.patterns import late
from inspector.prompts.faults import parse
from inspector.prompts.join import Gathered
from inspector.prompts.loops import FAILED
from inspector.prompts.prompt import Prompt

_REFUSED = late(r"\"?status(?:Code)?\"?\s{0,2}[:=]\s{0,2}\"?(?:400|401|404|409|500)\b|\bref\"?[=:]\s?\"?err_", re.IGNORECASE)
_PROVIDER = late(r"responseBody|isRetryable|APICallError|APIError|responseHeaders")
MOST = 50
"""At most this many prompts are made from the errors of pasted texts."""


def with_pieces(gathered: Gathered, pieces: Sequence[Piece], version: str | None) -> Gathered:
    """Return `gathered` with the pieces of pasted texts, and a prompt for each error that is not part of a record."""
    records = {(r.path, r.offset): r for r in (gathered.world.logs.notable if gathered.world.logs else ())}
    explained = set(_explained(gathered))
    loose = [p for p in pieces if p.kind is not PieceKind.RECORD or (p.path, p.offset) not in explained]
    found = tuple(_prompts(loose, version, records))[:MOST]
    world = replace(gathered.world, pieces=tuple(pieces))
    return replace(gathered, world=world, loose=(*gathered.loose, *found))


def _explained(gathered: Gathered) -> Iterator[tuple[str, int]]:
    """Yield path and offset of the records that are part of a prompt or a refused request."""
    for prompt in (*gathered.world.prompts, *gathered.loose):
        yield from ((r.path, r.offset) for r in (prompt.record, *(prompt.records or ())) if r is not None)
    yield from (call.log for call in gathered.others if call.log is not None)


def _prompts(pieces: Sequence[Piece], version: str | None, records: Mapping[tuple[str, int], LogRecord]) -> Iterator[Prompt]:
    for piece in pieces:
        alone = piece.kind in (PieceKind.ERROR, PieceKind.TOLD) or (
            piece.kind is PieceKind.RECORD and not piece.text.startswith(FAILED)
        )
        if alone and piece.origin is Origin.OPENCODE:
            told = Judgement.ACCOUNT in piece.judgements
            refused = not told and _REFUSED.search(piece.text) is not None and not _PROVIDER.search(piece.text)
            record = records.get((piece.path, piece.offset)) or LogRecord(
                piece.path,
                piece.offset,
                "text",
                None,
                "ERROR",
                None,
                "",
                MappingProxyType({"error": piece.text}),
                quoted=True,
            )
            yield Prompt(
                Outcome.REJECTED if refused else Outcome.SILENT,
                None,
                None,
                Stage.REJECTED if refused else Stage.UNKNOWN,
                None,
                record=record,
                fault=None if told else parse(piece.text),
                version=version,
                piece=piece,
            )
