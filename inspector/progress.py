"""What a long run tells the person who waits for it, on standard error and never in the report."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable
from typing import Protocol, TextIO

from inspector.text import ascii_only, draws_unicode, visible

PATIENCE = 1.0
"""Seconds of work before anything is shown: what is over by then needs no progress."""
INTERVAL = 0.1
"""Seconds between two drawings of the line."""


class Progress(Protocol):
    """What the engine may say while it works; none of it is needed for the result."""

    def stage(self, text: str, total: int | None = None, unit: str = "bytes") -> None:
        """Begin a stage of `total` units (None: unknown); ``bytes`` are shown as MB, any other unit as plain numbers."""

    def advance(self, n: int) -> None:
        """`n` more units of the stage are done."""

    def found(self, text: str) -> None:
        """Something was found: one sentence, shown before the work is over."""

    def close(self) -> None:
        """The work is over; the line is wiped."""


class Silent:
    """Says nothing."""

    def stage(self, text: str, total: int | None = None, unit: str = "bytes") -> None:
        """Say nothing."""

    def advance(self, n: int) -> None:
        """Say nothing."""

    def found(self, text: str) -> None:
        """Say nothing."""

    def close(self) -> None:
        """Say nothing."""


SILENT: Progress = Silent()


class Line:
    """One line that is drawn over itself: stage, share done, rate, time left; the first finding is printed above it."""

    def __init__(self, stream: TextIO, width: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream, self._width, self._clock = stream, width, clock
        self._born = self._began = clock()
        self._drawn = 0.0
        self._text, self._unit, self._done = "", "bytes", 0
        self._total: int | None = None
        self._findings = 0
        self._first = ""
        self._visible = False

    def stage(self, text: str, total: int | None = None, unit: str = "bytes") -> None:
        self._text, self._total, self._unit, self._done = text, total, unit, 0
        self._began = self._clock()
        self._draw()

    def advance(self, n: int) -> None:
        self._done += n
        self._draw()

    def found(self, text: str) -> None:
        self._findings += 1
        if self._findings == 1:
            self._first = text
        self._draw()

    def close(self) -> None:
        if self._visible:
            self._write("\r\x1b[K")
        self._visible = False

    def _draw(self) -> None:
        now = self._clock()
        if now - self._born < PATIENCE or now - self._drawn < INTERVAL:
            return
        self._drawn = now
        first, self._first = self._first, ""
        above = f"{self._shown(f'first finding: {visible(first)}')}\n" if first else ""
        self._write(f"\r\x1b[K{above}{self._line(now)[: self._width - 1]}")
        self._visible = True

    def _line(self, now: float) -> str:
        elapsed = max(now - self._began, 1e-6)
        rate = self._done / elapsed
        said = [visible(self._text)]
        if self._total:
            said.append(f"{min(100 * self._done // self._total, 100)}%")
        if self._done:
            said.append(f"{amount(rate, self._unit)}/s")
        if self._total and rate:
            said.append(f"{duration(max(self._total - self._done, 0) / rate)} left")
        if self._findings:
            said.append(f"{self._findings} found")
        return self._shown(" · ".join(said))

    def _shown(self, text: str) -> str:
        return text if draws_unicode(self._stream) else ascii_only(text)

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):
            self._write = lambda text: None  # type: ignore[method-assign]  # the terminal went away; the report may still be wanted


def on_terminal(stream: TextIO | None) -> Progress:
    """Return a progress line for `stream`, or one that says nothing when it is no terminal that can redraw a line."""
    if stream is None or not stream.isatty() or os.environ.get("TERM") == "dumb":
        return SILENT
    return Line(stream, shutil.get_terminal_size().columns)


def amount(n: float, unit: str) -> str:
    """Return `n` with its unit: bytes in decimal MB or GB, other units as whole numbers."""
    if unit != "bytes":
        return f"{n:,.0f} {unit}"
    return (
        f"{n / 1e9:.1f} GB"
        if n >= 1e9
        else f"{n / 1e6:.1f} MB"
        if n >= 1e5
        else f"{n / 1e3:.1f} kB"
        if n >= 1e3
        else f"{n:.0f} B"
    )


def duration(seconds: float) -> str:
    """Return e.g. ``4 s``, ``2 min 10 s``, ``3 h 05 min``."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60:02} s"
    return f"{whole // 3600} h {whole % 3600 // 60:02} min"


def say(text: str) -> None:
    """Write one line to standard error; a closed or broken one is no reason to stop."""
    if sys.stderr is None:
        return
    try:
        shown = visible(text)
        sys.stderr.write((shown if draws_unicode(sys.stderr) else ascii_only(shown)) + "\n")
        sys.stderr.flush()
    except (OSError, ValueError):
        pass
