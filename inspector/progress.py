"""Progress, notes and errors on standard error. They are not part of the report."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol, TextIO

from inspector.text import ascii_only, draws_color, draws_unicode, visible

if TYPE_CHECKING:
    from rich.progress import Progress as Bar

PATIENCE = 1.0  # any value: a waiting time
"""Seconds of work before progress is shown; shorter work shows none."""
INTERVAL = 0.1  # any value: a waiting time
"""Seconds between two updates of the line."""


class Progress(Protocol):
    """How the engine reports its progress; the result does not depend on it."""

    def stage(self, text: str, total: int | None = None, unit: str = "bytes") -> None:
        """Begin a stage of `total` units (None: unknown); ``bytes`` are shown as MB, any other unit as plain numbers."""

    def advance(self, n: int) -> None:
        """Report that `n` more units of the stage are done."""

    def found(self, text: str) -> None:
        """Show a finding, in one sentence, before the work is finished."""

    def close(self) -> None:
        """End the progress and remove the line."""


class Silent:
    """Shows no progress."""

    def stage(self, text: str, total: int | None = None, unit: str = "bytes") -> None:
        """Do nothing."""

    def advance(self, n: int) -> None:
        """Do nothing."""

    def found(self, text: str) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


SILENT: Progress = Silent()


class Shown:
    """Draws one line with rich: stage, share done, rate, time left; the first finding is printed above it.

    It draws nothing before `PATIENCE` seconds, and never from another thread, because the engine may start processes.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic, width: int | None = None) -> None:
        self._stream, self._clock, self._width = stream, clock, width
        self._born = self._began = clock()
        self._drawn = 0.0
        self._text, self._unit, self._done = "", "bytes", 0
        self._total: int | None = None
        self._findings = 0
        self._first = ""
        self._bar: Bar | None = None
        self._broken = False

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
        bar, self._bar = self._bar, None
        if bar is not None:
            self._guarded(bar.stop)

    def _draw(self) -> None:
        now = self._clock()
        if self._broken or now - self._born < PATIENCE or now - self._drawn < INTERVAL:
            return
        self._drawn = now
        self._guarded(lambda: self._refresh(now))

    def _refresh(self, now: float) -> None:
        from rich.text import Text

        if self._bar is None:
            self._bar = self._started()
        first, self._first = self._first, ""
        if first:
            self._bar.console.print(Text(self._written(f"first finding: {visible(first)}")))
        self._bar.update(
            self._bar.task_ids[0], total=self._total, completed=self._done, description=self._written(self._line(now))
        )
        self._bar.refresh()

    def _started(self) -> Bar:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn
        from rich.table import Column

        console = Console(
            file=self._stream, force_terminal=True, width=self._width, no_color=not draws_color(self._stream), highlight=False
        )
        line = TextColumn("{task.description}", markup=False, table_column=Column(no_wrap=True, overflow="ellipsis"))
        bars = (BarColumn(bar_width=20),) if draws_unicode(self._stream) and console.width >= 80 else ()
        bar = Progress(
            line, *bars, console=console, transient=True, auto_refresh=False, redirect_stdout=False, redirect_stderr=False
        )
        bar.add_task("", total=None)
        bar.start()
        console.show_cursor(True)  # a killed run must not leave the terminal without a cursor
        return bar

    def _line(self, now: float) -> str:
        elapsed = max(now - self._began, 1e-6)
        rate = self._done / elapsed
        parts = [visible(self._text)]
        if self._total:
            parts.append(f"{min(100 * self._done // self._total, 100)}%")
        if self._done:
            parts.append(f"{amount(rate, self._unit)}/s")
        if self._total and rate:
            parts.append(f"{duration(max(self._total - self._done, 0) / rate)} left")
        if self._findings:
            parts.append(f"{self._findings} found")
        return " · ".join(parts)

    def _written(self, text: str) -> str:
        return text if draws_unicode(self._stream) else ascii_only(text)

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except (OSError, ValueError):
            self._broken = True  # the terminal was closed; the report may still be needed


def on_terminal(stream: TextIO | None) -> Progress:
    """Return a progress line for `stream`, or one that shows nothing if the stream cannot redraw a line."""
    if stream is None or not stream.isatty() or os.environ.get("TERM") == "dumb":
        return SILENT
    return Shown(stream)


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


_LABELS = {"error": "bold red", "hint": "bold cyan", "note": "bold"}


def say(text: str) -> None:
    """Write one line to standard error, its label in colour on a terminal; ignore a closed or broken stream."""
    stream = sys.stderr
    if stream is None:
        return
    try:
        shown = visible(text)
        shown = shown if draws_unicode(stream) else ascii_only(shown)
        label, colon, rest = shown.partition(": ")
        if colon and label in _LABELS and draws_color(stream):
            from rich.console import Console
            from rich.text import Text

            line = Text.assemble((f"{label}:", _LABELS[label]), " ", rest)
            Console(file=stream, force_terminal=True, highlight=False).print(line, soft_wrap=True)
        else:
            stream.write(f"{shown}\n")
        stream.flush()
    except (OSError, ValueError):
        pass
