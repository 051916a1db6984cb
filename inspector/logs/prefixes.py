"""What collectors put before a line, and how they cut long ones: taken off and joined again.

journald (short, short-iso, short-precise, ``-o json``), docker (``logs -t``, json-file), CRI, ``kubectl --prefix``,
docker compose; UTF-16 as PowerShell's ``>`` writes it; ANSI colours. Of what no style here knows, the shape is learned
from the first lines, where every record stands behind one of the same shape (`shape`). A collector's stamp is local time
or the collector's own clock: it is dropped, the server's stamp inside the line is the one that counts.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from msgspec import Struct, field
from msgspec.structs import replace

from inspector.logs.records import HEAD, MAX_RECORD, TAIL, any_start, starts
from inspector.model.value import Value

DOCKER_PART = 16 * 1024
"""Number of bytes after which Docker cuts a line (moby `defaultMaxLineSize`/copier buffer)."""
JOURNALD_PART = 48 * 1024
"""Number of bytes after which journald cuts a line (`LineMax=` in journald.conf)."""
MAX_SOURCES = 256
MAX_LINE = 4 * MAX_RECORD
MAX_PREFIX = 256
MAX_SHAPES = 4
"""At most this many forms of a prefix are learned: a collector may write its level or its severity in several forms."""

_ANSI = re.compile(rb"\x1b\[[0-9;:]{0,64}[A-Za-z]")
_RFC3339 = rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)"
_UNIT = rb"\S{1,255} [^\s\[:]{1,255}(?:\[\d{1,10}\])?: ?"
_TEXT = {
    "kubectl": re.compile(rb"(?P<who>\[[^\]\s]{1,512}\]) "),
    "compose": re.compile(rb"(?P<who>[\w.\-]{1,255}) {1,64}\| ?"),
    "journald": re.compile(
        rb"(?P<who>)(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d(?:\.\d{1,6})? |"
        rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d{1,6})?(?:Z|[+-]\d\d:?\d\d) |"
        rb"[A-Z][a-z]{2} \d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? \S{1,8} |"
        rb"\[ {0,12}\d{1,12}\.\d{1,9}\] )(?P<unit>" + _UNIT + rb")"
    ),
    "cri": re.compile(rb"(?P<stamp>" + _RFC3339 + rb") (?P<who>stdout|stderr) (?P<part>[FP])(?::\S{1,64})? ?"),
    "docker": re.compile(rb"(?P<who>)" + _RFC3339 + rb" "),
}
_STYLES = ("json", *_TEXT)
_KEYS = ("log", "MESSAGE", "message", "msg", "line", "text", "textPayload", "body")
"""Keys of the text in a JSON line where nothing in it begins a record: those of docker, of journald, then other names."""
_WORDS = rb"[\w.\-]++"
_WORD = re.compile(_WORDS)
_PIECE = re.compile(_WORDS + rb"|\S")
_EMBEDDED = re.compile(_RFC3339 + rb" ")


class Line(Value, frozen=True):
    """One line without its prefix."""

    text: bytes
    who: bytes = b""
    """The source within the input (stream, pod, service, unit). Only lines of the same source continue its records."""
    partial: bool = False
    """True when the collector cut the line: the next line of the same source continues it."""
    styles: tuple[str, ...] = ()
    """Names of the prefixes that were removed, the outermost first."""


def unwrap(raw: bytes, styles: tuple[str, ...] = (), learned: re.Pattern[bytes] | None = None) -> Line:
    """`raw` without newline, colours and every collector's prefix; a line that has none comes back as it is.

    With `styles`, those of a record before it, only these prefixes are taken off: a line that continues a record
    can begin with anything, with what looks like another prefix too. Where a shape was `learned`, it is the only prefix.
    """
    line = Line(_bare(raw))
    if learned:
        found = None if starts().match(line.text) else learned.match(line.text)
        return Line(line.text[found.end() :]) if found else line
    for depth in range(len(styles) or 3):  # compose over docker over CRI: more layers than that are none
        if starts().match(line.text):
            break
        inner = _unwrap_once(line.text, styles[depth : depth + 1] or _STYLES)
        if inner is None:
            break
        line = Line(inner.text, line.who + inner.who, line.partial or inner.partial, line.styles + inner.styles)
    return line


def _bare(raw: bytes) -> bytes:
    text = raw.rstrip(b"\r")
    return _ANSI.sub(b"", text) if b"\x1b" in text else text


def _unwrap_once(text: bytes, styles: tuple[str, ...]) -> Line | None:
    """Return `text` without the one of `styles` whose removal leaves the start of a record, else without the first that
    fits."""
    unwrapped = (_unwrap_text(text, style) if style in _TEXT else _unwrap_json(text, style.partition(" ")[2]) for style in styles)
    fitting = [line for line in unwrapped if line]
    return next((line for line in fitting if starts().match(line.text)), fitting[0] if fitting else None)


def _unwrap_text(text: bytes, name: str) -> Line | None:
    found = _TEXT[name].match(text)
    if found:
        groups = found.groupdict()
        inner = text[found.end() :]
        if name == "docker":
            inner = _without_embedded_stamps(inner)
        part = groups.get("part") == b"P" or (name == "docker" and len(inner) == DOCKER_PART)
        part = part or (name == "journald" and JOURNALD_PART - 1 <= len(inner) <= JOURNALD_PART)
        return Line(inner, (groups["who"] or b"") + (groups.get("unit") or b""), part, (name,))
    return None


def _without_embedded_stamps(text: bytes) -> bytes:
    """Join the parts of a cut line. ``docker logs -t`` prints them as one line, with a time before each part."""
    pieces = []
    while len(text) > DOCKER_PART and (stamp := _EMBEDDED.match(text, DOCKER_PART)):
        pieces.append(text[:DOCKER_PART])
        text = text[stamp.end() :]
    return b"".join([*pieces, text])


def _unwrap_json(text: bytes, key: str) -> Line | None:
    """Return the text under `key`, which the record before used, else under the key that `_message` finds. The style names that
    key."""
    if text[:1] != b"{":
        return None
    try:
        entry = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(entry, dict):
        return None
    key, message = _message(dict(_texts(entry)), key)
    styles = (f"json {key}",)
    if key == "log":
        return Line(message.removesuffix(b"\n"), _encoded(str(entry.get("stream", ""))), not message.endswith(b"\n"), styles)
    if key == "MESSAGE":
        unit = f"{entry.get('_SYSTEMD_UNIT', '')}/{entry.get('_PID', '')}"
        return Line(message, _encoded(unit), entry.get("_LINE_BREAK") == "line-max", styles)
    return Line(message.removesuffix(b"\n"), styles=styles) if key else None


def _message(texts: Mapping[str, bytes], key: str) -> tuple[str, bytes]:
    """Return key and text of the value under `key`; without it, of the value that begins a record; else of the value with the
    name of a text."""
    if key in texts:
        return key, texts[key]
    for key, text in texts.items():
        if starts().match(text):
            return key, text
    return next(((key, texts[key]) for key in _KEYS if key in texts), ("", b""))


def _texts(entry: Mapping[str, object]) -> Iterator[tuple[str, bytes]]:
    """Return the texts of `entry` and of the objects in it, by key. Of two with the same key the outer one counts."""
    for value in entry.values():
        if isinstance(value, dict):
            yield from ((key, _encoded(text)) for key, text in value.items() if isinstance(text, str))
    for key, value in entry.items():
        if isinstance(value, str):
            yield key, _encoded(value)
        elif key == "MESSAGE" and isinstance(value, list):  # journald's way with bytes that are no text
            yield key, bytes(byte for byte in value if isinstance(byte, int) and 0 <= byte < 256)


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def needs_unwrapping(sample: bytes) -> bool:
    """True when `sample`, the first bytes of an input, shows UTF-16, colours or a prefix before its records."""
    if _utf16(sample):
        return True
    lines = _lines(sample)
    plain = sum(starts().match(line) is not None for line in lines)
    wrapped = 0
    for line in lines:
        if len(line) < MAX_RECORD and not starts().match(line):
            inner = unwrap(line)
            wrapped += inner.text != line.rstrip(b"\r") and (not plain or starts().match(inner.text) is not None)
    return wrapped > plain or shape(sample) is not None


def shape(sample: bytes) -> re.Pattern[bytes] | None:
    """Return a pattern for the prefix of the records of `sample` that no known style matches; None when there is no
    such prefix.

    A line may quote a record, so one start behind other text proves nothing. All three must be so: no record stands at the
    start of its line or behind a known prefix, the first start on each line stands behind text of the same shape, and most
    lines, those that continue a record too, begin with that shape.
    """
    lines = [line for line in map(_bare, _lines(sample)) if line and len(line) < MAX_RECORD]
    prefixes: Counter[bytes] = Counter()
    for line in lines:
        found = any_start().search(line, 0, MAX_PREFIX + 64)
        if found and (found.start() == 0 or starts().match(unwrap(line).text)):
            return None
        if found and found.start() <= MAX_PREFIX:
            prefixes[_shape(line[: found.start()])] += 1
    if not prefixes:
        return None
    learned = re.compile(rb"\A(?:" + b"|".join(pattern for pattern, _ in prefixes.most_common(MAX_SHAPES)) + b")")
    return learned if 2 * sum(learned.match(line) is not None for line in lines) > len(lines) else None


def _shape(prefix: bytes) -> bytes:
    """Return a pattern of all prefixes with as many words between the same marks. Numbers, names and levels may differ.

    Padding may be around a mark. The white space before the text is fixed: any further white space is part of the text.
    """
    body = prefix.rstrip()
    gap = re.escape(prefix[len(body) :])
    pieces = [_WORDS if _WORD.match(piece) else re.escape(piece) for piece in _PIECE.findall(body)]
    pattern = b"".join((rb"\s++" if pair == (_WORDS, _WORDS) else rb"\s*+") + pair[1] for pair in pairwise([b"", *pieces]))
    return pattern + (b"(?:%s|$)" % gap if gap else b"")


def _lines(sample: bytes) -> list[bytes]:
    if codec := _utf16(sample):
        sample = sample.decode(codec, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
    return sample.removeprefix(b"\xef\xbb\xbf").split(b"\n")[:400]


def _utf16(sample: bytes) -> str:
    """Return ``utf-16-le`` or ``utf-16-be`` by the byte order mark, else by the places of the NUL bytes; empty for other
    encodings."""
    head = sample[:64]
    if b"\0" in head and head[:2] == b"\xff\xfe":  # without the NUL bytes of ASCII behind it, it is no mark but damage
        return "utf-16-le"
    if b"\0" in head and head[:2] == b"\xfe\xff":
        return "utf-16-be"
    if len(head) >= 32 and not any(head[1::2]) and all(head[0::2]):
        return "utf-16-le"
    if len(head) >= 32 and not any(head[0::2]) and all(head[1::2]):
        return "utf-16-be"
    return ""


class _Pending(Struct):
    """The record of one source that is still growing."""

    offset: int
    pieces: list[bytes] = field(default_factory=list)
    size: int = 0
    partial: bool = False

    def add(self, line: Line) -> None:
        glue = b"" if self.partial or not self.pieces else b"\n"
        self.pieces.append(glue + line.text)
        self.size += len(glue) + len(line.text)
        self.partial = line.partial
        if self.size > MAX_LINE:
            whole = b"".join(self.pieces)
            self.pieces, self.size = [whole[:HEAD], whole[-TAIL:]], MAX_RECORD


class Unwrapper:
    """Turns the bytes of a wrapped input into plain records and remembers the place of each.

    A record is complete when the next one of the same source begins, so that alternating lines of several containers in one input
    do not cut each other's records.
    """

    def __init__(self, sample: bytes) -> None:
        self._codec = _utf16(sample)
        self._newline = {"utf-16-le": b"\n\0", "utf-16-be": b"\0\n"}.get(self._codec, b"\n")
        self._styles: tuple[str, ...] = ()
        self._shape = shape(sample)
        self._whole = (
            b'"log"' in sample and b'"MESSAGE"' not in sample and b'\\n"' not in sample and 0 <= sample.find(b"\n") < DOCKER_PART
        )
        """No line is cut: docker ends with its newline each that is not, but other collectors take that off."""
        self._rest = bytearray()
        self._at = 0
        """Input offset of the first byte of `_rest`."""
        self._open: dict[bytes, _Pending] = {}
        self._outputs: list[int] = []
        self._inputs: list[int] = []
        self._written = 0

    def feed(self, data: bytes | memoryview) -> bytes:
        """Return the records that `data` completes, each with its final newline."""
        self._rest += data
        done = bytearray()
        start = 0
        while (end := self._line_end(start)) >= 0:
            self._line(self._at + start, bytes(self._rest[start:end]), done)
            start = end + len(self._newline)
        del self._rest[:start]
        self._at += start
        if len(self._rest) > MAX_LINE:
            self._at += len(self._rest) - MAX_RECORD
            self._rest = self._rest[:HEAD] + self._rest[-TAIL:]
        return bytes(done)

    def flush(self, *, final: bool = True) -> bytes:
        """Return the records that are held back, for an input without new lines; with `final`, at its end, an unfinished line
        too."""
        done = bytearray()
        if self._rest and final:
            self._line(self._at, bytes(self._rest), done)
            self._at += len(self._rest)
            self._rest.clear()
        for who in list(self._open):
            self._close(who, done)
        return bytes(done)

    def offset(self, position: int) -> int:
        """Return the input offset of the line that begins the record at `position` of the output."""
        index = bisect_right(self._outputs, position) - 1
        return self._inputs[index] if index >= 0 else 0

    def _line_end(self, start: int) -> int:
        end = self._rest.find(self._newline, start)
        while self._codec and end >= 0 and (self._at + end) % 2:
            end = self._rest.find(self._newline, end + 1)
        return end

    def _line(self, offset: int, raw: bytes, done: bytearray) -> None:
        if self._codec:
            raw = raw.decode(self._codec, "replace").removeprefix("\ufeff").encode("utf-8", "replace")
        elif offset == 0:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        line = unwrap(raw, self._styles, self._shape)
        if self._styles and not line.styles:
            line = unwrap(raw)  # another collector's output was appended
        if line.styles and starts().match(line.text):
            self._styles = line.styles
        if self._whole and line.styles[-1:] == ("json log",):
            line = replace(line, partial=False)
        pending = self._open.get(line.who)
        if pending is None or (not pending.partial and starts().match(line.text)):
            self._close(line.who, done)
            if len(self._open) >= MAX_SOURCES:
                self._close(next(iter(self._open)), done)
            pending = self._open[line.who] = _Pending(offset)
        pending.add(line)

    def _close(self, who: bytes, done: bytearray) -> None:
        pending = self._open.pop(who, None)
        if pending is None:
            return
        if len(self._outputs) > 1 << 17:
            del self._outputs[: 1 << 16], self._inputs[: 1 << 16]
        self._outputs.append(self._written)
        self._inputs.append(pending.offset)
        text = b"".join(pending.pieces) + b"\n"
        self._written += len(text)
        done += text


def unwrapped(readinto: Callable[[memoryview], int], sample: bytes) -> tuple[Callable[[memoryview], int], Unwrapper]:
    """Return a `readinto` of plain records made from `readinto`, whose records are wrapped, and the unwrapper that maps
    offsets."""
    unwrapper = Unwrapper(sample)
    chunk = memoryview(bytearray(1 << 18))
    ready = bytearray()
    ended = False

    def read(into: memoryview) -> int:
        nonlocal ended
        while not ready and not ended:
            count = readinto(chunk)
            ready.extend(unwrapper.feed(chunk[:count]) if count else unwrapper.flush())
            ended = not count
        size = min(len(ready), len(into))
        into[:size] = ready[:size]
        del ready[:size]
        return size

    return read, unwrapper
