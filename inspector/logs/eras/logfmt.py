r"""OpenCode 1.17.0 and later (2.x too): ``timestamp=… level=… run=… message=… key=value``.

One record is one line. A value is bare, or a JSON string when it holds white space, ``=``, ``"`` or ``\``
(knowledge/formats.md, section 2, era B; read in the 1.18.33 binary).
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from sys import intern  # the same few words in every record

from inspector.model import LogRecord

NAME = "logfmt"
START = rb"timestamp=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z? level="
SAMPLES = (
    'timestamp=2026-11-22T07:04:02.621Z level=INFO run=9e261d3f message="creating instance" directory=/home/operator/proj',
    'timestamp=2026-11-22T07:03:45.101Z level=ERROR run=9e261d3f message="prompt_async failed" '
    'sessionID=ses_dfdee5fd5ffeLbFhjd5vhyqGfT cause="Cause([Die(Error: Resource not found: nobody/mcp://x)])"',
    "timestamp=2026-11-22T07:19:02.459Z level=INFO run=baa33ed0 message=stream providerID=mock modelID=good "
    "session.id=ses_dfde098a3ffesfPl9MX70n6RqA small=false agent=build mode=primary",
    'timestamp=2026-11-22T07:22:10.438Z level=WARN run=021d67ac message="server unavailable" key=faraway '
    "type=remote status=failed",
)

_START = re.compile(START)
# A quote that is never closed (a record cut short) makes the bare branch take the rest up to the next space.
_PAIR = re.compile(r'(?<!\S)([^\s="]+)=("(?:[^"\\]|\\.)*"|\S*)', re.S)
_JSON = json.JSONDecoder(strict=False)


def accepts(line: bytes) -> bool:
    """True when `line` begins a record of this era."""
    return _START.match(line) is not None


def parse(raw: bytes, path: str, offset: int) -> LogRecord | None:
    """The record that `raw` begins with; None when it is none. Lines after the first are foreign and left out."""
    if not accepts(raw):
        return None
    line = raw.partition(b"\n")[0].rstrip(b"\r").decode("utf-8", "backslashreplace")
    found = _PAIR.findall(line)
    pairs = {intern(key): intern(value) if value[:1] != '"' else _decoded(value) for key, value in found}
    if len(pairs) < len(found):  # of a key that stands twice, the first is the server's own
        pairs.update({key: _decoded(value) for key, value in reversed(found)})
    return LogRecord(
        path=path,
        offset=offset,
        era=NAME,
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
