r"""OpenCode 1.17.0 and later (2.x too): ``timestamp=… level=… run=… message=… key=value``.

One record is one line. A value is bare, or a JSON string when it holds white space, ``=``, ``"`` or ``\``
(knowledge/formats.md, section 2, era B; read in the 1.18.33 binary).
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from sys import intern  # the same few words in every record

from inspector.logs.eras._era import Era, Glance
from inspector.model import LogRecord

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
_SAID = re.compile(
    rb'timestamp=\S{19,40} level=([A-Z]{4,5}) run=\w{1,64} message=(?:"([^"\\\n]{1,64})"|([^\s"=\\]{1,64}))(?=[ \r\n]|\Z)'
)
_QUOTED = re.compile(r"[\s=\"\\]")
_SESSION_KEYS = (b" session.id=", b" sessionID=", b" id=ses_")
_ERROR_KEYS = (b" error=", b" cause=", b" error.error=", b" e=", b" reason=", b" exception=")
_ERROR_BYTES = 512


def _parse(raw: bytes, path: str, offset: int) -> LogRecord | None:
    """The record that `raw` begins with; None when it is none. Lines after the first are foreign and left out."""
    if _HEAD.match(raw) is None:
        return None
    line = raw.partition(b"\n")[0].rstrip(b"\r").decode("utf-8", "backslashreplace")
    found = _PAIR.findall(line)
    pairs = {intern(key): intern(value) if value[:1] != '"' else _decoded(value) for key, value in found}
    if len(pairs) < len(found):  # of a key that stands twice, the first is the server's own
        pairs.update({key: _decoded(value) for key, value in reversed(found)})
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


def _glance(raw: bytes) -> Glance | None:
    said = _SAID.match(raw)
    if said is None or raw.find(b"\n", 0, -1) >= 0 or b" service=" in raw:
        return None
    end = said.end()
    names_session, error = False, b""
    for key in _SESSION_KEYS:
        if (at := raw.find(key, end)) >= 0:
            if not _is_key(raw, end, at, len(key)):
                return None
            names_session = True
            break
    for key in _ERROR_KEYS:
        if (at := raw.find(key, end)) >= 0:
            if not _is_key(raw, end, at, len(key)):
                return None
            error = raw[at : at + _ERROR_BYTES]
            break
    return Glance(said[1].decode(), (said[2] or said[3]).decode("utf-8", "backslashreplace"), names_session, error)


def _is_key(raw: bytes, start: int, at: int, length: int) -> bool:
    """Whether the key at `at` is surely one, outside a quoted value, and has a value."""
    quoted = raw.count(b'"', start, at) % 2 or raw.find(b"\\", start, at) >= 0
    return not quoted and raw[at + length : at + length + 2].strip() not in (b"", b'""')


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
    run_mark=b" run=",
    created=b"message=created id=ses_",
    pasted_head=lambda level, delta: f"timestamp=2000-01-01T00:00:00.000Z level={level} ",
    level_key="level=",
    glance=_glance,
)
