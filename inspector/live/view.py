"""The live view of a watch: what the server is doing now, redrawn at the bottom of a terminal."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterator, Sequence
from typing import TextIO

from rich.console import Console, Group
from rich.live import Live
from rich.table import Table
from rich.text import Text

from inspector.live.state import State
from inspector.model import Run
from inspector.progress import duration
from inspector.text import listed, visible

REFRESH_S = 1.0  # any value: a waiting time
RATE_OVER_S = 10.0
"""The shown rate is the mean over this many seconds."""
MOST_CAUSES = 8  # any value: a layout


class View:
    """Draws the state of a watch on `stream`, a terminal, until it is closed."""

    def __init__(self, stream: TextIO, sources: str, color: bool = True, console: Console | None = None) -> None:
        self._sources = visible(sources)
        self._console = console or Console(file=stream, no_color=not color, highlight=False)
        self._live: Live | None = None
        self._lines: deque[tuple[float, int]] = deque()
        self._drawn = 0.0

    def tick(self, state: State) -> None:
        """Draw `state`, at most every `REFRESH_S`."""
        now = time.monotonic()
        if now - self._drawn < REFRESH_S:
            return
        self._drawn = now
        self._lines.append((now, state.lines))
        while now - self._lines[0][0] > RATE_OVER_S:
            self._lines.popleft()
        if self._live is None:  # a restarted Live moves up by the height of its last drawing, over text written since then
            self._live = Live(console=self._console, auto_refresh=False, transient=True)
            self._live.start()
        self._live.update(self.drawn(state), refresh=True)

    def wipe(self) -> None:
        """Remove the view from the terminal, so that other text can be written; the next `tick` draws it again."""
        if self._live is not None:
            self._live.stop()
            self._live = None
        self._drawn = 0.0

    def drawn(self, state: State) -> Group:
        """Return the view of `state`."""
        head = Text("watching ", style="dim").append(Text(self._sources, style="bold"))
        head.append(f" for {duration(time.monotonic() - state.began)}", style="dim")
        counts = Table.grid(padding=(0, 2))
        for label, value, style in self._counts(state):
            counts.add_row(Text(label, style="dim"), Text(value, style=style))
        parts: list[Text | Table] = [head, counts]
        if state.reported:
            causes = Table.grid(padding=(0, 2))
            for (outcome, cause), count in state.reported.most_common(MOST_CAUSES):
                causes.add_row(
                    Text(f"{count:>5,}×", style="red"), Text(cause, style="bold"), Text(_WORDS.get(outcome, outcome), style="dim")
                )
            parts.append(causes)
        return Group(*parts)

    def _counts(self, state: State) -> Iterator[tuple[str, str, str]]:
        if state.servers:
            yield "servers", _servers(state.servers), ""
        trouble = state.reported.total()
        yield "prompts", f"{state.answered:,} answered · {state.running:,} running · {state.waiting:,} waiting for a person", ""
        unanswered = f", {state.silent:,} of them still without an answer" if state.silent else ""
        yield "in trouble", f"{trouble:,}{unanswered}", "red" if trouble else "green"
        if state.oldest is not None:
            yield "oldest open", duration(state.oldest), "yellow" if state.silent or state.waiting else ""
        lag = f", newest record read {state.lag:.1f} s after its time" if state.lag is not None else ""
        yield "log", f"{self._rate():,.1f} lines/s{lag}", ""

    def _rate(self) -> float:
        (first, before), (last, now) = (self._lines[0], self._lines[-1]) if self._lines else ((0.0, 0), (0.0, 0))
        return (now - before) / (last - first) if last > first else 0.0


def _servers(runs: Sequence[Run]) -> str:
    """Name the newest server process and those that wrote after it had started; count the others."""
    newest = runs[-1].first_time
    at_work = [run for run in runs if newest is None or run.last_time is None or run.last_time >= newest]
    named = [
        f"{run.version or 'version not logged'}" + (f" since {run.first_time:%Y-%m-%d %H:%M:%S} UTC" if run.first_time else "")
        for run in at_work
    ]
    earlier = len(runs) - len(at_work)
    return listed(named, 3) + (f" · {earlier} earlier" if earlier else "")


_WORDS = {"failure": "failed", "silent": "without an answer", "rejected": "refused by the server"}
