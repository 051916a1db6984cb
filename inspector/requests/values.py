"""Read JSON values from a stream one at a time, each of bounded size, even when the whole is huge or broken."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from inspector.requests.source import BLOCK, CaptureError, Damage, JsonText

MAX_DEPTH = 64
MAX_VALUES = 100_000
MAX_CHARS = 24 << 20

_ALL: Mapping[str, Any] = {}
ENTRY: Mapping[str, Any] = {
    "startedDateTime": _ALL,
    "time": _ALL,
    "request": {"method": _ALL, "url": _ALL, "headers": _ALL, "queryString": _ALL, "postData": _ALL, "bodySize": _ALL},
    "response": {"status": _ALL, "headers": _ALL, "content": {"text": _ALL, "encoding": _ALL}},
}
"""The parts of a HAR entry that are kept; timings, caches, cookies, stacks and web socket messages are skipped."""


class Builder:
    """Builds one JSON value from parser events; skips what exceeds the limits or is not in `wanted`."""

    def __init__(self, wanted: Mapping[str, Any] | None = None) -> None:
        self.value: Any = None
        self.cut = False
        self._wanted = [wanted or _ALL]
        self._open: list[Any] = []
        self._keys: list[str] = []
        self._skip = 0
        self._skip_next = False
        self._values = 0
        self._chars = 0

    @property
    def depth(self) -> int:
        """Number of open containers, without skipped ones."""
        return 0 if self._skip else len(self._open)

    def feed(self, event: str, value: Any) -> bool:
        """Process one event; return True when the value is complete."""
        if self._skip:
            self._skip += (event in ("start_map", "start_array")) - (event in ("end_map", "end_array"))
        elif event == "map_key":
            self._keys[-1] = value
            self._skip_next = bool(self._wanted[-1]) and value not in self._wanted[-1]
        elif event in ("end_map", "end_array"):
            self._open.pop()
            self._keys.pop()
            self._wanted.pop()
            return not self._open
        elif event in ("start_map", "start_array"):
            self._start({} if event == "start_map" else [])
        else:
            self._put(value)
        return not self._open and not self._skip

    def _start(self, container: Any) -> None:
        if self._refused() or len(self._open) >= MAX_DEPTH:
            self.cut = self.cut or not self._skip_next
            self._skip, self._skip_next = 1, False
            return
        inner = self._wanted[-1].get(self._keys[-1], _ALL) if self._open and isinstance(self._open[-1], dict) else _ALL
        self._place(container)
        # an array's items are filtered like the array's own key; the outermost value keeps the filter it was given
        self._wanted.append(inner if self._open else self._wanted[0])
        self._open.append(container)
        self._keys.append("")

    def _put(self, value: Any) -> None:
        if self._refused():
            self.cut = self.cut or not self._skip_next
            self._skip_next = False
            return
        if isinstance(value, str):
            self._chars += len(value)
            if self._chars > MAX_CHARS:
                self.cut, value = True, ""
        self._place(value)

    def _refused(self) -> bool:
        self._values += 1
        return self._skip_next or self._values > MAX_VALUES

    def _place(self, value: Any) -> None:
        if not self._open:
            self.value = value
        elif isinstance(self._open[-1], dict):
            self._open[-1][self._keys[-1]] = value
        else:
            self._open[-1].append(value)


def stream(text: JsonText) -> Iterator[tuple[str, Any, bool]]:
    """Yield (kind, value, whole): kind is ``entry`` (of a HAR) or ``value`` (top level, or item of a top-level array).

    Raises CaptureError where the JSON ends early, after yielding the readable part of the current value.
    """
    import ijson

    walk = _Walk()
    try:
        # Not ijson.parse(): its path strings grow with the square of the depth, so a bomb of 500 kB takes gigabytes.
        for event, value in ijson.basic_parse(text, use_float=True, multiple_values=True, buf_size=BLOCK):
            if (kind := walk.step(event, value)) is not None:
                yield kind, *walk.taken()
    except (ijson.JSONError, ValueError, OverflowError, CaptureError) as error:
        if (kind := walk.unfinished()) is not None:
            yield kind, walk.taken()[0], False
        raise error if isinstance(error, CaptureError) else CaptureError(_reason(error)) from error


class _Walk:
    """The parser's place in the document: at the top, in the top-level list or object, in ``log``, or in its entries."""

    def __init__(self) -> None:
        self._place = "top"
        self._builder: Builder | None = None
        self._outer: Builder | None = None
        self._done: Builder | None = None
        self._key = ""
        self._skip = 0
        self._har = False

    def step(self, event: str, value: Any) -> str | None:
        """Process one event; return the kind of the value that it completes, None when it completes none that is needed."""
        begins, ends = event in ("start_map", "start_array"), event in ("end_map", "end_array")
        if self._builder is not None:
            return self._finish() if self._builder.feed(event, value) else None
        if self._skip:
            self._skip += begins - ends
        elif self._place == "map":
            return self._in_map(event, value, begins)
        elif ends:
            self._place = {"list": "top", "log": "map", "entries": "log"}[self._place]
        elif self._place == "top":
            if event == "start_map":
                self._place, self._har, self._outer = "map", False, Builder()
                self._outer.feed(event, value)
            elif begins:
                self._place = "list"
        elif self._place == "log":
            if event == "map_key":
                self._key = value
            elif event == "start_array" and self._key == "entries":
                self._place = "entries"
            elif begins:
                self._skip = 1
        elif event == "start_map":
            self._builder = Builder(ENTRY if self._place == "entries" else None)
            self._builder.feed(event, value)
        elif begins:
            self._skip = 1
        return None

    def _in_map(self, event: str, value: Any, begins: bool) -> str | None:
        outer = self._outer
        if outer is None:
            return None
        if self._key == "log" and outer.depth == 1 and event != "map_key":
            self._key = ""
            if event == "start_map":
                self._place, self._har = "log", True
            else:
                self._skip = int(begins)
        elif event == "map_key" and value == "log" and outer.depth == 1:
            self._key = "log"
        elif outer.feed(event, value):
            self._place, self._outer = "top", None
            if not self._har:
                self._done = outer
                return "value"
        return None

    def _finish(self) -> str:
        self._done, self._builder = self._builder, None
        return "entry" if self._place == "entries" else "value"

    def taken(self) -> tuple[Any, bool]:
        """Return (value, whole) of the last completed value, or of the one that `unfinished` ended."""
        done, self._done = self._done, None
        return (done.value, not done.cut) if done is not None else (None, False)

    def unfinished(self) -> str | None:
        """End the current value early; return its kind, None when there is no value to keep."""
        if self._builder is not None:
            return self._finish()
        if self._outer is not None and not self._har:
            self._done = self._outer
            return "value"
        return None


def _reason(error: Exception) -> str:
    """Return the parser's error without the bytes that it quotes."""
    words = str(error)
    if "EOF" in words or "ncomplete" in words:
        return "it ends in the middle (cut off)"
    return "it stops being JSON"


def parsed(text: str) -> tuple[Any, bool]:
    """Return (value, whole) of a JSON text; when it is broken or too deep, the part before the break and False."""
    try:
        return json.loads(text), True
    except (ValueError, RecursionError):
        pass
    if not text.lstrip().startswith("{"):
        return None, False
    try:
        for _, value, _whole in stream(JsonText(iter((text.encode("utf-8", "replace"),)), "utf-8", Damage())):
            return value, False
    except CaptureError:
        pass
    return None, False
