r"""OpenCode 1.17.0 and later (2.x too): ``timestamp=… level=… run=… message=… key=value``.

One record is one line. A value is bare, or a JSON string when it holds white space, ``=``, ``"`` or ``\``
(knowledge/formats.md, section 2, era B; read in the 1.18.33 binary).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from sys import intern  # the same few words in every record

from inspector.logs.eras._era import Era, Glance, Outline
from inspector.model import LogRecord
from inspector.patterns import late

_NAME = "logfmt"
_START = rb"timestamp=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z? level="
_SAMPLES = (
    'timestamp=2026-11-22T07:04:02.621Z level=INFO run=9e261d3f message="creating instance" directory=/home/operator/proj',
    'timestamp=2026-11-22T07:03:45.101Z level=ERROR run=9e261d3f message="prompt_async failed" '
    'sessionID=ses_dfdee5fd5ffeLbFhjd5vhyqGfT cause="Cause([Die(Error: Resource not found: nobody/mcp://x)])"',
    "timestamp=2026-11-22T07:19:02.459Z level=INFO run=baa33ed0 message=stream providerID=mock modelID=good "
    "session.id=ses_dfde098a3ffesfPl9MX70n6RqA small=false agent=build mode=primary",
    'timestamp=2026-11-22T07:22:10.438Z level=WARN run=021d67ac message="server unavailable" key=faraway '
    "type=remote status=failed",
)

_HEAD = re.compile(_START)
# A quote that is never closed (a record cut short) makes the bare branch take the rest up to the next space.
_PAIR = re.compile(r'(?<!\S)([^\s="]+)=("(?:[^"\\]|\\.)*"|\S*)', re.S)
_JSON = json.JSONDecoder(strict=False)
_SAID = rb'([A-Z]{4,5}) run=(\w{1,64}+) message=(?:"([^"\\\n]{1,64}+)"|([^\s"=\\]{1,64}+))'
_LINE = re.compile(rb"%b(%b)((?:[ \r].{0,190000}+)?\n)" % (_START, re.sub(rb"\((?!\?)", b"(?:", _SAID)))
"""The first line of a record: what it says, and the rest of the line."""
_SAID_ALONE = late(_SAID)
_QUOTED = re.compile(r"[\s=\"\\]")
_SESSION_KEYS = (b" session.id=", b" sessionID=", b" id=ses_")
_ERROR_KEYS = (b" error=", b" cause=", b" error.error=", b" e=", b" reason=", b" exception=")
_OTHER_KEYS = (b" service=", b" small=", b" agent=")
_KEY = late(rb' (?:%b)(?:""|[ \r\n])?' % b"|".join(re.escape(key[1:]) for key in _SESSION_KEYS + _ERROR_KEYS + _OTHER_KEYS))
"""A key that decides what a record means, with its value where that is empty."""
_MARK = late(rb'["\\]|' + _KEY.pattern)
"""Such a key, or what begins or ends a quoted value."""
_ERRORS = frozenset(_ERROR_KEYS)
_SURE = frozenset((*_SESSION_KEYS, *_ERROR_KEYS, b" small=", b" agent=", b'"', b"\\"))
_MOST_MARKS = 32  # any value: further records are parsed, with the same result
_ERROR_BYTES = 512  # any value: more than is compared of an error


def _parse(raw: bytes, path: str, offset: int) -> LogRecord | None:
    """The record that `raw` begins with; None when it is none. Lines after the first are foreign and left out."""
    if _HEAD.match(raw) is None:
        return None
    line = raw.partition(b"\n")[0].rstrip(b"\r").decode("utf-8", "backslashreplace")
    pairs = _simple_pairs(line) or _pairs(line)
    return LogRecord(
        path=path,
        offset=offset,
        era=_NAME,
        time=_time(pairs.pop("timestamp", "")),
        level=intern(pairs.pop("level", "")),
        run=intern(pairs.pop("run", "")) or None,
        message=intern(pairs.pop("message", "")),
        fields=pairs,
    )


def _simple_pairs(line: str) -> dict[str, str] | None:
    """The keys and values of a line in which every word is a pair, no key stands twice and no quoted value has an escape, as in most
    lines; None for another line. It takes half the time of `_pairs`."""
    pieces = line.split('"')
    if len(pieces) % 2 == 0 or "\\" in line:
        return None
    pairs: dict[str, str] = {}
    count, key, opens = 0, "", False
    for number, piece in enumerate(pieces):
        if number % 2:
            if not opens:
                return None
            pairs[key] = piece
            continue
        words = piece.split()
        if number and words and not piece[0].isspace():
            return None
        count += len(words)
        opens = False
        for word in words:
            key, mark, value = word.partition("=")
            if not mark or not key:
                return None
            pairs[intern(key)] = intern(value)
            opens = not value and piece[-1] == "="
    return pairs if len(pairs) == count else None


def _pairs(line: str) -> dict[str, str]:
    """The keys and values of any line."""
    found = _PAIR.findall(line)
    pairs = {intern(key): intern(value) if value[:1] != '"' else _decoded(value) for key, value in found}
    if len(pairs) < len(found):  # of a key that stands twice, the first is the server's own
        pairs.update({key: _decoded(value) for key, value in reversed(found)})
    return pairs


def _decoded(value: str) -> str:
    if value[:1] != '"':
        return value
    if "\\" not in value:
        return value[1:-1] if value.endswith('"') and len(value) > 1 else value[1:]
    try:
        text = _JSON.decode(value)
    except ValueError:
        return value.strip('"')
    return text if isinstance(text, str) else value


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text if text.endswith("Z") else text + "Z")
    except ValueError:
        return None


def _outlines(data: bytes | bytearray, start: int, size: int) -> Iterator[tuple[Outline, int]]:
    match, find_keys = _LINE.match, _KEY.findall
    line = match(data, start, size)
    while line is not None:
        said, rest = line.groups()
        start = line.end()
        line = match(data, start, size)
        if line is None and start < size and _HEAD.match(data, start, size) is None:
            return  # the next line is part of this record
        marks = find_keys(rest)
        if not marks:
            yield (said,), start
            continue
        if b'"' in rest or b"\\" in rest:
            marks = _MARK.findall(rest)
            if len(marks) > _MOST_MARKS:
                return
        if not _ERRORS.isdisjoint(marks):
            at = rest.find(next(key for key in _ERROR_KEYS if key in marks))
            marks.append(rest[at : at + _ERROR_BYTES])
        yield (said, *marks), start


def _glance(outline: Outline) -> Glance | None:
    said, *marks = outline
    found = _SAID_ALONE.fullmatch(said)
    session = next((key for key in _SESSION_KEYS if key in marks), None)
    error = next((key for key in _ERROR_KEYS if key in marks), None)
    text = marks.pop() if error else b""
    if found is None or not _SURE.issuperset(marks) or not all(_is_plain(marks, key) for key in (session, error) if key):
        return None
    message = (found[3] or found[4]).decode("utf-8", "backslashreplace")
    is_side = b" small=" in marks or b" agent=" in marks
    return Glance(found[1].decode(), found[2], message, session is not None, text, is_side)


def _is_plain(marks: Sequence[bytes], key: bytes) -> bool:
    """Whether the first `key` is surely outside a quoted value."""
    before = marks[: marks.index(key)]
    return before.count(b'"') % 2 == 0 and b"\\" not in before


def _write(record: LogRecord) -> str:
    time = record.time.astimezone(UTC).replace(tzinfo=None) if record.time else None
    stamp = f"{time.isoformat(timespec='milliseconds')}Z" if time else "0000-00-00T00:00:00Z"
    head = {"timestamp": stamp, "level": record.level, "run": record.run or "", "message": record.message}
    pairs = {**head, **record.fields}
    return " ".join(f"{key}={_encoded(value)}" for key, value in pairs.items() if value or key not in head) + "\n"


def _encoded(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if _QUOTED.search(value) else value


ERA = Era(
    name=_NAME,
    start=_START,
    samples=_SAMPLES,
    parse=_parse,
    write=_write,
    loop=b"message=loop ",
    line_starts=(b"\ntimestamp=",),
    first_version=(1, 16),
    oldest="1.17.0",
    run=rb"timestamp=\S{19,40} level=[A-Z]{4,5} run=(\w{1,64}) ",
    loop_head=rb"timestamp=(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?)Z level=[A-Z]{4,5} run=(\w{1,64}) message=loop session\.id=(\w{1,64}) ",
    run_mark=b" run=",
    created=b"message=created id=ses_",
    calling=(b' message="llm runtime selected" ', b" message=stream "),
    pasted_head=lambda level, delta: f"timestamp=2000-01-01T00:00:00.000Z level={level} ",
    level_key="level=",
    outlines=_outlines,
    glance=_glance,
)
