"""Output of `inspector watch`: each finding once, prompts answered after all, alerts, and a live view on a terminal."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from msgspec.structs import replace

from inspector.cli.options import Inputs, Output
from inspector.cli.output import chosen_format, discreet, put, render, render_options
from inspector.model.value import Value
from inspector.progress import say
from inspector.text import draws_color

if TYPE_CHECKING:
    from inspector.cli.inputs import Reading
    from inspector.live.alerts import Command
    from inspector.live.metrics import Metrics
    from inspector.live.state import News, State
    from inspector.live.told import Silent
    from inspector.live.view import View
    from inspector.live.watch import Watch
    from inspector.model import Question, Report

UNBROKEN_COLUMNS = 10_000  # any value: a layout
"""Width without a terminal: each fact stays on one line, for grep."""


RESCAN_S = 2.0  # any value: a waiting time
"""Seconds between two searches for new files in a folder: up to 1.15 a server writes a new log file at each start."""


class Settings(Value, frozen=True):
    """The options of `inspector watch`."""

    silence: float
    exec: str | None = None
    metrics: str | None = None
    metrics_file: str | None = None
    for_seconds: float | None = None
    once_idle: float | None = None


def run(inputs: Inputs, settings: Settings, output: Output) -> int:
    """Watch until the time limit, the end of the input, or Ctrl-C; return the exit code."""
    from inspector.cli import sources
    from inspector.cli.inputs import opened
    from inspector.errors import UsageError
    from inspector.files.temporary import needed_folder

    form = chosen_format(output, "watch")
    with ExitStack() as stack:
        folder = needed_folder("inspector-watch-", stack)
        taken = sources.followed(inputs, folder, stack, _say_unless(output.quiet))
        reading = stack.enter_context(opened(taken.inputs, replace(output, no_progress=True), taken.names))
        question = reading.question
        if not question.logs and not question.database:
            raise UsageError("There is nothing to watch.", "Name a log: inspector watch server.log --db opencode.db")
        presenter = Presenter(reading, form)
        watch = _prepared(question, settings, presenter, folder, stack)
        stopped = stack.enter_context(_ctrl_c())
        _say_unless(output.quiet)(f"Watching {presenter.sources} from now on. Press Ctrl-C to stop.")

        def over() -> bool:
            past = settings.for_seconds is not None and time.monotonic() - watch.state.began >= settings.for_seconds
            return stopped.is_set() or past or (settings.once_idle is not None and watch.quiet_s >= settings.once_idle)

        watch.run(over, presenter.tick)
        presenter.wipe()
        _say_unless(output.quiet)(presenter.summary(watch.state))
        return 3 if presenter.troubles else int(presenter.entries > 0 and not output.exit_zero)


def _prepared(question: Question, settings: Settings, presenter: Presenter, folder: Path, stack: ExitStack) -> Watch:
    """Return the watch, with the alerts and the metrics that were asked for; `stack` closes them."""
    from inspector.live.watch import Watch
    from inspector.live.window import Windows
    from inspector.logs.follow import Follower

    if settings.exec:
        from inspector.live.alerts import Command

        presenter.alert = Command(settings.exec, presenter.trouble)
        stack.callback(presenter.alert.close)
    files = _Files(question.logs)
    follower = Follower(files.found, presenter.trouble, files.appeared)
    watch = Watch(question, follower, Windows(folder), silence=settings.silence, news=presenter.news, trouble=presenter.trouble)
    if settings.metrics or settings.metrics_file:
        from inspector.live.metrics import Metrics

        presenter.metrics = Metrics(watch.state, settings.metrics, settings.metrics_file)
        stack.callback(presenter.metrics.close)
    return watch


def _say_unless(quiet: bool) -> Callable[[str], None]:
    return (lambda sentence: None) if quiet else say


class _Files:
    """The files to follow: the named files, which may be missing for a time, and the files in the named folders."""

    def __init__(self, logs: tuple[str, ...]) -> None:
        self._logs = logs
        self.found = tuple(self._list())
        self._rescanned = time.monotonic()

    def appeared(self) -> tuple[str, ...]:
        """Return the files that are new in a folder since the last call."""
        if time.monotonic() - self._rescanned < RESCAN_S:
            return ()
        before, self.found = self.found, tuple(self._list())
        self._rescanned = time.monotonic()
        return tuple(path for path in self.found if path not in before)

    def _list(self) -> Iterator[str]:
        from inspector.files.locate import logs_in

        for name in self._logs:
            if Path(name).is_dir():
                yield from (str(path) for folder in (Path(name), Path(name) / "log") for path in logs_in(folder))
            else:
                yield name


@contextmanager
def _ctrl_c() -> Iterator[threading.Event]:
    """Yield an event that the first Ctrl-C sets, so that the watch ends after reading what was logged; the second ends
    it at once."""
    stopped = threading.Event()

    def stop(number: int, frame: object) -> None:
        stopped.set()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if threading.current_thread() is not threading.main_thread():
        yield stopped
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


class Presenter:
    """Writes the findings of one watch in the requested format."""

    def __init__(self, reading: Reading, form: str) -> None:
        self.entries = 0
        self.troubles: set[tuple[str, str]] = set()
        """What could not be read (path, reason); each pair is printed once."""
        self.alert: Command | None = None
        self.metrics: Metrics | None = None
        self._reading = reading
        self._form = form
        self._causes: Counter[str] = Counter()
        question = reading.question
        inputs = (*question.logs, *([question.database] if question.database else []))
        self.sources = self._discreet(", ".join(reading.names.get(path, path) for path in inputs))
        """The redacted names of the watched files."""
        self._view = _view_for(reading.output, self.sources)

    def news(self, news: News) -> None:
        """Write the new findings, and pass them to the command of ``--exec``."""
        shown = self._reading.presentable(self._reading.completed(news.report))
        self.wipe()
        if self._form == "jsonl":
            put(self._as_json(shown, news), document=True)
        else:
            put("".join(self._drawn(shown, news.changed)) + "".join(map(self._answered, news.answered)))
        if self.alert is not None and news.entries:
            self.alert.send(frozenset(entry.cause or "undecided" for entry in news.entries), self._as_json(shown, news))
        self.entries += len(news.entries) - len(news.changed)
        self._causes.subtract(prompt.cause or "not decided" for prompt in news.changed)
        self._causes.update(entry.cause or "not decided" for entry in news.entries)

    def trouble(self, path: str, why: str) -> None:
        """Print once that `path` cannot be read."""
        known = (self._reading.names.get(path, path), why)
        if known not in self.troubles:
            self.troubles.add(known)
            self.wipe()
            say(self._discreet("error: " + ": ".join(filter(None, known))))

    def tick(self, state: State) -> None:
        """Draw the live view and write the metrics, when they are due."""
        if self._view is not None:
            self._view.tick(state)
        if self.metrics is not None:
            self.metrics.tick()

    def wipe(self) -> None:
        """Remove the live view from the terminal."""
        if self._view is not None:
            self._view.wipe()

    def summary(self, state: State) -> str:
        """Return the result of the watch in one sentence."""
        late = f" {state.answered_late} of them were answered after all." if state.answered_late else ""
        if self.entries:
            counted = ", ".join(f"{cause} {count}×" for cause, count in self._causes.most_common() if count > 0)
            return f"{self.entries} prompt{'s' * (self.entries != 1)} in trouble: {counted}.{late}"
        if self.troubles:
            return "No prompt in trouble was found, but some input could not be read."
        if self._reading.question.database is None:
            return "No failure was logged. Only with the database (--db) can the watch report prompts that wait without a record."
        return "No prompt in trouble was found."

    def _discreet(self, sentence: str) -> str:
        return discreet((sentence,), self._reading.output, self._reading.question.logs)[0]

    def _as_json(self, report: Report, news: News) -> str:
        text = render("render", "jsonl", report, render_options(self._reading.output))
        added = {"answered_late": news.answered, "changed": news.changed}
        lists = {key: [_plain(prompt) for prompt in prompts] for key, prompts in added.items() if prompts}
        return json.dumps({**json.loads(text), **lists}, ensure_ascii=False) + "\n" if lists else text

    def _drawn(self, report: Report, changed: tuple[Silent, ...]) -> Iterator[str]:
        from inspector.renderers._sentences import in_zone
        from inspector.renderers.terminal import render_finding

        options = render_options(self._reading.output)
        options = options if _on_terminal(sys.stdout) else replace(options, width=UNBROKEN_COLUMNS)
        report = in_zone(report, options.timezone)
        groups = {group.cause: group for group in report.causes}
        before = {(prompt.session_id, prompt.message_id or prompt.time): prompt.cause or "not decided" for prompt in changed}
        counted = Counter(self._causes)
        for entry in report.entries:
            cause = entry.cause or "not decided"
            counted[cause] += 1
            told = before.get((entry.session_id or "", entry.message_id or entry.time))
            if told is not None:
                yield f"{_change(told, entry.cause)}, reported before as {told}:\n"
            yield render_finding(entry, groups.get(cause), counted[cause], options)

    def _answered(self, prompt: Silent) -> str:
        from inspector.renderers._sentences import stamp

        when = stamp(prompt.time and prompt.time.replace(microsecond=0), render_options(self._reading.output).timezone)
        return f"{when}  answered after all: session {prompt.session_id} ({prompt.cause or 'not decided'})\n"


def _change(told: str, cause: str | None) -> str:
    if cause is None:
        return "no longer decided"
    return "cause found" if told == "not decided" else "corrected"


def _plain(prompt: Silent) -> dict[str, str | None]:
    time = prompt.time.isoformat(timespec="milliseconds").replace("+00:00", "Z") if prompt.time else None
    return {"session_id": prompt.session_id, "message_id": prompt.message_id, "time": time, "cause": prompt.cause}


def _view_for(output: Output, sources: str) -> View | None:
    """Return a live view on standard error; None when standard error cannot redraw or the view is switched off."""
    if output.quiet or not _on_terminal(sys.stderr) or os.environ.get("TERM") == "dumb":
        return None
    from inspector.live.view import View

    return View(sys.stderr, sources, draws_color(sys.stderr, output.color))


def _on_terminal(stream: TextIO | None) -> bool:
    return stream is not None and stream.isatty()
