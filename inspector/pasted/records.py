"""Read log records as people paste them: without a time or with part of it, wrapped, truncated or shortened."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from types import MappingProxyType

from msgspec.structs import replace

from inspector.logs.eras import Era, eras
from inspector.logs.notable import FAILURE
from inspector.logs.records import parse
from inspector.model import LogRecord
from inspector.model.value import Value
from inspector.pasted.lines import Line
from inspector.patterns import late

_LEVELS = r"(?P<level>DEBUG|INFO|WARN|ERROR)"
_LEGACY = late(
    _LEVELS + r"\s{1,8}(?:(?P<stamp>(?:\d{4}-\d\d-\d\d[T ])?\d\d:\d\d:\d\d(?:[.,]\d{1,6})?Z?)\s{1,4})?"
    r"(?:\+(?P<delta>\d{1,12})ms\s{1,4})?(?=service=\s?[A-Za-z][\w.-]{0,40}\s)"
)
_LOGFMT = late(
    r"(?:timestamp=(?P<stamp>\S{1,40})\s{1,4})?level="
    + _LEVELS
    + r"\s{1,4}(?=(?:run=\S{1,64}(?:\s{1,4}|$))?(?:message=|m?e?s?s?a?g?e?$))"
)
_WHOLE_STAMP = late(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d")
_UNKNOWN = late(r"[.…*<>xX?\[\]]+|\[?redacted\]?|<[^>]{0,40}>", re.IGNORECASE)
"""A value that the author left out."""
_FRAME = late(r"at \S.{0,400}$|\.{3} \d+ more")
"""A line of a stack trace."""
_KNOWN = late(
    r"SQLITE_(?:BUSY|LOCKED|FULL|CORRUPT|NOTADB|READONLY|CANTOPEN|IOERR|ERROR|CONSTRAINT_(?:NOTNULL|FOREIGNKEY|UNIQUE|PRIMARYKEY|CHECK|TRIGGER))\b"
    r"|prompt_async failed|\bmessage=|NOT NULL constraint failed|no such (?:table|column)|database is locked|\b(?:ses|msg|prt)_[0-9A-Za-z]{26}\b"
)
"""Words that appear in a wrapped record only when its lines are joined correctly."""
MOST_LINES = 60
"""At most this many lines belong to one record."""
_BEFORE = 120
"""A record begins at most this many characters into its line, after a log collector's prefix."""


class Quote(Value, frozen=True):
    """One record found in a text, with the first and the last of its lines."""

    record: LogRecord
    first: Line
    last: Line


def starts_record(text: str) -> re.Match[str] | None:
    """Match where a record starts in a line, with or without its time; None when none does."""
    found = _LEGACY.search(text, 0, _BEFORE + 80) or _LOGFMT.search(text, 0, _BEFORE + 80)
    if found is None or found.start() > _BEFORE or (found.start() and text[found.start() - 1] in "\"'\\=`(“"):
        return None  # in the middle of a sentence or value: the author mentions a record
    return found


def is_whole(found: re.Match[str]) -> bool:
    """Whether the record that starts here has its full time."""
    return bool(_WHOLE_STAMP.match(found["stamp"] or ""))


def records_in(lines: Sequence[Line], path: str) -> list[Quote]:
    """Return every record that `lines` quote, in order."""
    quotes: list[Quote] = []
    at = 0
    while at < len(lines):
        found = starts_record(lines[at].text)
        if found is None:
            at += 1
            continue
        end = _end(lines, at)
        record, used = _record(found, lines[at:end], path)
        if record is not None:
            quotes.append(Quote(record, lines[at], lines[at + used - 1]))
        at += used
    return quotes


def _end(lines: Sequence[Line], first: int) -> int:
    """Return the index after the last line that can belong to the record beginning at `first`."""
    for at in range(first + 1, min(first + MOST_LINES, len(lines))):
        line, before = lines[at], lines[at - 1]
        if not line.text or line.fenced != before.fenced or line.number != before.number + 1 or starts_record(line.text):
            return at
    return min(first + MOST_LINES, len(lines))


def _record(found: re.Match[str], lines: Sequence[Line], path: str) -> tuple[LogRecord | None, int]:
    """Return the record at the beginning of `lines` and its number of lines: up to its closing word, else the certain
    lines only."""
    era = next((era for era in eras().values() if era.level_key and era.level_key in found[0]), None) or _plain_era()
    for count in range(1, len(lines) + 1):
        body = _joined(lines[:count], found.end())
        if era.level_key and "message=" not in body and count < len(lines):
            continue  # the record's head is wrapped
        is_whole_record = era.is_closed(body) if era.is_closed is not None else len(lines) == 1 or _balanced(body)
        if is_whole_record:
            return _parsed(era, found, body, lines[0], path), count
    count = 1
    while count < len(lines) and (_FRAME.match(lines[count].text) or not _balanced(_joined(lines[:count], found.end()))):
        count += 1
    return _parsed(era, found, _joined(lines[:count], found.end()), lines[0], path), count


def _plain_era() -> Era:
    """The era whose heads begin with the level."""
    return next(era for era in eras().values() if not era.level_key)


def _joined(lines: Sequence[Line], start: int) -> str:
    """Return `lines` from `start` on joined to one text. A stack keeps its line breaks; other lines were wrapped at a
    blank or in a word."""
    texts = [lines[0].text[start:], *(line.text for line in lines[1:])]
    if len(texts) == 1:
        return texts[0]
    if any(_FRAME.match(text) for text in texts[1:]):
        return "\n".join(texts)
    widths = {len(line.raw.rstrip()) for line in lines[:-1]}
    glues = ("", " ") if len(lines) > 2 and len(widths) == 1 else (" ", "")
    return max((glue.join(texts) for glue in glues), key=lambda text: len(_KNOWN.findall(text)))


def _balanced(text: str) -> bool:
    """Whether every brace that `text` opens is closed again."""
    return text.count("{") <= text.count("}") and text.count('"') % 2 == 0


def _parsed(era: Era, found: re.Match[str], body: str, line: Line, path: str) -> LogRecord | None:
    """Return the record with the text `body` after its head; values that the author left out are missing."""
    stamp, level = found["stamp"] or "", found["level"]
    delta = found["delta"] if era.is_closed is not None else None
    head = era.pasted_head(level, delta)
    if era.level_key and body.replace('\\"', "").count('"') % 2:
        body += '"'  # cut inside of a quoted value
    record = parse((head + body.replace("\u00a0", " ")).encode("utf-8", "surrogateescape"), path, line.offset)
    if record is None:
        return None
    fields = {key: value for key, value in record.fields.items() if not _UNKNOWN.fullmatch(value)}
    message = record.message
    if era.is_closed is not None and "cause" in fields and level == "ERROR" and not era.is_closed(body):
        message = FAILURE  # truncated before its closing word: servers of the legacy era write no other record with a cause
    return replace(
        record,
        time=_time(stamp),
        run=record.run if record.run and not _UNKNOWN.fullmatch(record.run) else None,
        message=message,
        fields=MappingProxyType(fields),
        delta_ms=int(delta[:15]) if delta else None,
        quoted=True,
    )


def _time(stamp: str) -> datetime | None:
    """Return the time of a whole stamp; None for one without its date."""
    if not _WHOLE_STAMP.match(stamp):
        return None
    try:
        return datetime.fromisoformat(stamp.removesuffix("Z").replace(",", ".") + "+00:00")
    except ValueError:
        return None
