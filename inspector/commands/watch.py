"""Follow live logs; name the cause the moment a prompt fails."""

from __future__ import annotations

import sys
import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from inspector.cli import options as _options
from inspector.cli.options import Inputs, Output

if TYPE_CHECKING:
    from inspector.cli.inputs import Reading
    from inspector.model import Entry, LogRecord, Report

SETTLE = 0.6
"""Seconds between a failure and its diagnosis: the server is still writing the rows and records that explain it."""
LOOK_BACK = timedelta(minutes=2)
RESCAN = 2.0
"""Seconds between two looks for new files in a folder: to 1.15 a server writes a file of its own at each start."""
UNBROKEN = 10_000
"""Columns where no terminal is: a fact stays on one line, for grep."""
SPOOL = 256 << 20
"""Bytes of standard input kept to be read again."""
LONE = "a line holds “prompt_async failed” but cannot be read: it is not of the shape of the lines around it"
"""Of a failure that was heard by itself, and that the log as a whole does not show."""


@click.command()
@_options.inputs(_options.LOGS, _options.DATABASE, _options.SERVER_VERSION)
@click.option("--for-seconds", type=click.FloatRange(min=0), metavar="SECONDS", help="End after so long.")
@click.option("--once-idle", type=click.FloatRange(min=0), metavar="SECONDS", help="End when nothing was written for so long.")
@_options.output(
    _options.format_of("watch"),
    _options.TIMEZONE,
    _options.COLOR,
    _options.NO_REDACT,
    _options.QUIET,
    _options.VERBOSE,
    _options.EXIT_ZERO,
)
def command(inputs: Inputs, for_seconds: float | None, once_idle: float | None, output: Output) -> int:
    """Follow live logs through rotation and truncation; print each new cause once with its evidence, and count repeats.

    Only what is written from now on is told. LOG is a file, a folder or - for standard input; with --db, the rows of the
    failing session are read the moment it fails. Ctrl-C ends the watch; the exit code is 1 when anything failed.

    \b
    Examples:
      inspector watch
      inspector watch server.log --db opencode.db
      journalctl -fu opencode -o cat | inspector watch -
      inspector watch server.log --format jsonl | while read -r report; do notify "$report"; done
    """
    from inspector.cli import inputs as _reading
    from inspector.cli import output as _output
    from inspector.errors import UsageError
    from inspector.progress import say

    form = _output.chosen_format(output, "watch")
    with _spooled(inputs) as (followed, spool, names), _reading.opened(followed, replace(output, no_progress=True)) as reading:
        if not reading.question.logs:
            raise UsageError("There is no log to watch.", "Name one: inspector watch server.log")
        watch = Watch(reading, form, names, spool, for_seconds, once_idle)
        with _ended_by_ctrl_c(watch):
            watch.run()
        watch.wipe()
    if not output.quiet:
        say(watch.summary())
    return 3 if watch.troubles or spool.broken else int(watch.entries > 0 and not output.exit_zero)


@dataclass(slots=True)
class Spool:
    """Standard input on its way into a file."""

    alone: bool = False
    """True when nothing else is watched: the watch ends with it."""
    fill: Callable[[], None] = lambda: None
    """Begins to copy: called once the follower stands at the present end of the file, which must be its beginning."""
    ended: bool = False
    broken: bool = False
    """True when it could not be copied on."""
    full: float | None = None
    """Since when the copy waits, its file being full; None while it goes on."""
    emptied: threading.Event = field(default_factory=threading.Event)
    """Set when all that was copied has been followed and judged, so that the file may be begun anew."""


@dataclass(slots=True)
class Watch:
    """What was seen so far, and what is still to be judged."""

    reading: Reading
    form: str
    names: Mapping[str, str]
    """How a followed file is named in reports; standard input is spooled into one."""
    spool: Spool
    for_seconds: float | None
    once_idle: float | None
    pending: list[LogRecord] = field(default_factory=list)
    told: set[tuple[object, ...]] = field(default_factory=set)
    """Entries that were printed."""
    seen: OrderedDict[tuple[object, ...], None] = field(default_factory=OrderedDict)
    """Records heard of lately: stderr and the log file repeat each other."""
    causes: Counter[str] = field(default_factory=Counter)
    entries: int = 0
    troubles: set[tuple[str, str]] = field(default_factory=set)
    """What could not be read (path, why), each of which was said once."""
    begun: bool = False
    """True once the files are followed."""
    began: float = field(default_factory=time.monotonic)
    heard: float = field(default_factory=time.monotonic)
    last_judged: float = 0.0
    rescanned: float = field(default_factory=time.monotonic)
    since: datetime = field(default_factory=lambda: datetime.now(UTC))
    files: tuple[str, ...] = ()
    rotated: set[str] = field(default_factory=set)
    """Those that came into being later, with the name of another one and something behind it: ``server.log.1``."""
    drawn: str = ""
    stopped: bool = False
    """True after Ctrl-C."""

    def run(self) -> None:
        """Follow until the time is over, the input has ended, or Ctrl-C."""
        from inspector.logs.follow import follow

        self.files = tuple(_files(self.reading.question.logs))
        for record in follow(self.files, stop=self._stop, trouble=self._trouble, more=self._appeared):
            self.heard = time.monotonic()
            self._hear(record)
        self.judge()

    def judge(self) -> None:
        """Diagnose what has failed since the last time, and print what is new."""
        from inspector.diagnosis import diagnose as engine
        from inspector.errors import InspectorError
        from inspector.prompts.gather import UNKNOWN

        pending, self.pending = self.pending, []
        if not pending:
            return
        self.last_judged = time.monotonic()
        sessions = {record.session_id for record in pending}
        times = [record.time for record in pending if record.time]
        question = replace(
            self.reading.question,
            logs=self.files,
            since=min(times) - LOOK_BACK if times else None,
            sessions=() if None in sessions else tuple(sorted(session for session in sessions if session)),
        )
        self.wipe()
        try:
            report = engine.diagnose(question)
        except InspectorError as error:
            self._trouble("", error.message)
            return
        unread = {problem.where for problem in report.problems if problem.what.startswith(UNKNOWN)}
        for record in pending:
            if record.session_id in unread:
                self._trouble(record.path, LONE)
        for problem in self.reading.presentable(report).problems:
            if problem.where not in unread:
                self._trouble(problem.where, problem.what)
        self._tell(self._fresh(report, pending))

    def _trouble(self, path: str, why: str) -> None:
        """Say what cannot be read, once."""
        from inspector.progress import say

        known = (self.names.get(path, path), why)
        if known not in self.troubles:
            self.troubles.add(known)
            self.wipe()
            say(*self._discreet("error: " + ": ".join(filter(None, known))))

    def _discreet(self, sentence: str) -> tuple[str, ...]:
        from inspector.cli import output as _output

        return _output.discreet((sentence,), self.reading.output, self.reading.question.logs)

    def summary(self) -> str:
        """Return what was seen, in one sentence."""
        if not self.entries and (self.troubles or self.spool.broken):
            return "Nothing was seen to fail, but not everything could be read."
        if not self.entries:
            return "No failure was logged while it was watched. Prompts that wait in silence are found by inspector diagnose."
        counted = ", ".join(f"{cause} {count}×" for cause, count in self.causes.most_common())
        return f"{self.entries} prompt{'s' * (self.entries != 1)} in trouble: {counted}."

    def wipe(self) -> None:
        """Take the status line off the terminal."""
        if self.drawn:
            _to_terminal("\r\x1b[K")
            self.drawn = ""

    def _begin(self) -> None:
        """Say that the watch has begun, now that the follower stands at the present end of every file."""
        from inspector.progress import say

        self.begun = True
        self.spool.fill()
        if not self.reading.output.quiet:
            shown = ", ".join(self.names.get(path, path) for path in self.reading.question.logs)
            say(*self._discreet(f"Watching {shown} from now on; Ctrl-C ends."))

    def _stop(self) -> bool:
        if not self.begun:
            self._begin()
        now = time.monotonic()
        if self.pending and now - self.heard >= SETTLE and now - self.last_judged >= SETTLE:
            self.judge()
        self._draw()
        if self.spool.full is not None and not self.pending and now - max(self.heard, self.spool.full) >= 2 * SETTLE:
            self.spool.emptied.set()
        return self._over()

    def _over(self) -> bool:
        if self.stopped:
            return True
        now = time.monotonic()
        quiet = now - max(self.heard, self.began)
        if self.for_seconds is not None and now - self.began >= self.for_seconds:
            return True
        if self.once_idle is not None and quiet >= self.once_idle and not self.pending:
            return True
        return self.spool.alone and self.spool.ended and quiet >= SETTLE and not self.pending

    def _appeared(self) -> tuple[str, ...]:
        """Files that came into a folder since it was looked at last."""
        if time.monotonic() - self.rescanned < RESCAN:
            return ()
        before, self.files = self.files, tuple(_files(self.reading.question.logs))
        self.rescanned = time.monotonic()
        new = tuple(path for path in self.files if path not in before)
        self.rotated.update(path for path in new if path.startswith(before))
        return new

    def _hear(self, record: LogRecord) -> None:
        from inspector.logs.notable import FAILURE, kind

        if record.message != FAILURE and kind(record) not in _ALARMS:
            return
        if record.path in self.rotated and record.time is not None and record.time < self.since - timedelta(seconds=1):
            return  # written before the watch began
        identity = (record.era, record.time, record.run, record.message, tuple(record.fields.items()))
        if identity in self.seen:
            return
        self.seen[identity] = None
        if len(self.seen) > 10_000:
            self.seen.popitem(last=False)
        self.pending.append(record)

    def _fresh(self, report: Report, pending: list[LogRecord]) -> Report:
        """Return `report` with the entries that have not been told, of the sessions that failed and of the time watched."""
        earliest = min((record.time for record in pending if record.time), default=self.since)
        floor = min(earliest, self.since) - timedelta(seconds=1)

        def new(entries: tuple[Entry, ...]) -> tuple[Entry, ...]:
            kept = []
            for entry in entries:
                key = (entry.kind, entry.session_id, entry.time, entry.message_id, entry.log)
                if key in self.told or entry.recovered or entry.expected or (entry.time is not None and entry.time < floor):
                    continue
                self.told.add(key)
                kept.append(entry)
            return tuple(kept)

        failures, silent, rejected = new(report.failures), new(report.silent), new(report.rejected)
        causes = {entry.cause for entry in (*failures, *silent, *rejected)}
        return replace(
            report,
            failures=failures,
            silent=silent,
            rejected=rejected,
            causes=tuple(g for g in report.causes if g.cause in causes),
        )

    def _tell(self, report: Report) -> None:
        from inspector.cli import output as _output
        from inspector.model import renamed

        found = (*report.failures, *report.silent, *report.rejected)
        if not found:
            return
        shown = self.reading.presentable(renamed(self.reading.completed(report), self.names))
        document = self.form == "jsonl"
        options = _output.render_options(self.reading.output)
        text = _output.render("render", "jsonl", shown, options) if document else "".join(self._drawn(shown))
        self.entries += len(found)
        self.causes.update(entry.cause or "not decided" for entry in found)
        _output.put(text, document)

    def _drawn(self, report: Report) -> Iterator[str]:
        from inspector.cli import output as _output
        from inspector.renderers._sentences import in_zone
        from inspector.renderers.terminal import render_finding

        terminal = sys.stdout is not None and sys.stdout.isatty()
        options = _output.render_options(self.reading.output)
        options = options if terminal else replace(options, width=UNBROKEN)
        report = in_zone(report, options.timezone)
        groups = {group.cause: group for group in report.causes}
        counted = Counter(self.causes)
        for entry in (*report.failures, *report.silent, *report.rejected):
            cause = entry.cause or "not decided"
            counted[cause] += 1
            yield render_finding(entry, groups.get(cause), counted[cause], options)

    def _draw(self) -> None:
        """On a terminal, keep a line under the findings that says that the watch goes on."""
        if self.reading.output.quiet or not sys.stderr or not sys.stderr.isatty():
            return
        minutes, seconds = divmod(int(time.monotonic() - self.began), 60)
        line = f"watching {len(self.files)} file{'s' * (len(self.files) != 1)}, {minutes}:{seconds:02}, {self.entries} in trouble"
        if line != self.drawn:
            _to_terminal(f"\r\x1b[K{line}")
            self.drawn = line


_ALARMS = frozenset({"Failed to drain Session", "rejection", "Unhandled rejection", "schema rejection", "ref=err_ failed"})


def _files(logs: tuple[str, ...]) -> Iterator[str]:
    """Yield the files to follow: those named, which need not be there all the time, and those in folders."""
    from inspector.files.locate import logs_in

    for name in logs:
        if Path(name).is_dir():
            yield from (str(path) for folder in (Path(name), Path(name) / "log") for path in logs_in(folder))
        else:
            yield name


@contextmanager
def _ended_by_ctrl_c(watch: Watch) -> Iterator[None]:
    """Let the first Ctrl-C end `watch` after what has been written by then, the second one at once."""
    import signal

    def stop(number: int, frame: object) -> None:
        watch.stopped = True
        signal.signal(signal.SIGINT, signal.default_int_handler)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _spooled(inputs: Inputs) -> Iterator[tuple[Inputs, Spool, dict[str, str]]]:
    """Give the inputs with standard input replaced by a private file into which it is copied, since it is read twice."""
    import os

    from inspector.files.temporary import needed_folder
    from inspector.progress import say

    if "-" not in inputs.logs or (sys.stdin is not None and sys.stdin.isatty()):
        yield inputs, Spool(), {}
        return
    with ExitStack() as stack:
        folder = needed_folder("inspector-watch-", stack)
        path = folder / "stdin.log"
        path.touch(0o600)
        logs = tuple(str(path) if name == "-" else name for name in inputs.logs)
        spool = Spool(alone=len(logs) == 1)

        def pump() -> None:
            try:
                with path.open("ab", buffering=0) as file:
                    while sys.stdin and (data := os.read(sys.stdin.fileno(), 1 << 16)):
                        if file.tell() > SPOOL:
                            whole = data.rfind(b"\n") + 1
                            file.write(data[:whole])
                            spool.full = time.monotonic()
                            spool.emptied.wait()
                            spool.full = None
                            spool.emptied.clear()
                            file.truncate(0)
                            time.sleep(SETTLE)  # or the follower might not see that it became shorter
                            data = data[whole:]
                        file.write(data)
            except (OSError, ValueError) as error:
                if path.exists():  # else the watch is over
                    spool.broken = True
                    why = getattr(error, "strerror", None) or error
                    say(f"error: standard input could not be read and kept in {folder}: {why}; what comes is not seen.")
            spool.ended = True

        spool.fill = threading.Thread(target=pump, daemon=True).start
        yield replace(inputs, logs=logs), spool, {str(path): "-"}


def _to_terminal(text: str) -> None:
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        pass
