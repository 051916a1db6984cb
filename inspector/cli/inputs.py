"""Make a `Question` from the named inputs: sort them by content, find this machine's files, unpack bundles and archives."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import field
from msgspec.structs import replace

from inspector.cli import sources, timespan
from inspector.cli.archived import without_archives
from inspector.cli.options import Inputs, Output
from inspector.cli.output import guard, show_progress, shows_paths, tell
from inspector.errors import UsageError
from inspector.files import locate
from inspector.files.magic import SQLITE, is_packed
from inspector.model import CauseGroup, Problem, Report, Shown, Step, StepKind, renamed
from inspector.model.notes import InputFact, InputNote, TakenNote
from inspector.model.value import Value
from inspector.patterns import late

if TYPE_CHECKING:
    from inspector.bundle.archive import Unpacked
    from inspector.model import Question

PIPE_PATIENCE_MS = 300  # any value: a waiting time
"""Milliseconds to wait for the first byte of standard input when no input is named."""
_SESSION = late(rb"\bses_[0-9A-Za-z]{20,40}\b")
HEAD = 1 << 16
"""At most this many bytes at the beginning of a file are read to recognise a capture."""
LOG_END = 1 << 20
"""At most this many bytes at the end of each log are searched for session IDs, when the folder has several databases."""
MOST_NAMED = 200
"""At most this many sessions are looked up in each of those databases."""


class Reading(Value, frozen=True):
    """Existing, readable inputs, valid until the context of `opened` ends."""

    question: Question
    notes: tuple[TakenNote, ...]
    output: Output
    unpacked: Unpacked | None = None
    """The bundle that contained the inputs; None without a bundle."""
    refused: tuple[Problem, ...] = ()
    """Problems of files that could not be unpacked from archives."""
    names: Mapping[str, str] = field(default_factory=dict)
    """From each file made from a journal or a container to its name in reports."""

    def diagnosed(self, courses: bool = False, everywhere: bool = False) -> Report:
        """Return the diagnosis, redacted and ready to draw; with `courses`, also with the history of each listed session.

        With `everywhere`, all directories are hidden, as in a bundle.
        """
        with show_progress(self.output) as progress:
            if courses:
                from inspector.diagnosis.story import diagnosed_with_courses

                report = diagnosed_with_courses(self.question, progress)
            else:
                from inspector.diagnosis.diagnose import diagnose

                report = diagnose(self.question, progress)
        return self.presentable(self.completed(report), everywhere)

    def completed(self, report: Report) -> Report:
        """Return `report` with the notes on the inputs, and with the problems that its bundle recorded."""
        elsewhere = self.unpacked is not None or bool(self.names)
        return replace(
            report,
            causes=tuple(map(_verified_there, report.causes)) if elsewhere else report.causes,
            notes=(*self.notes, *report.notes),
            problems=(*(self.unpacked.problems if self.unpacked else ()), *self.refused, *report.problems),
        )

    def presentable(self, value: Shown, everywhere: bool = False) -> Shown:
        """Return a report, story or audit with the names of a bundle's files, redacted unless ``--no-redact``."""
        from inspector.redaction.redact import redact
        from inspector.redaction.state import PLACES, State

        if self.unpacked:
            value = renamed(value, self.unpacked.names)
        if self.names:
            value = renamed(value, self.names)
        kept = PLACES if shows_paths(self.output) else frozenset[str]()
        return redact(value, hide=not self.output.no_redact, state=State(kept=kept, everywhere=everywhere))


def _verified_there(group: CauseGroup) -> CauseGroup:
    """Return a cause whose remedy is verified on the server, because files from an archive do not change."""
    there = Step(StepKind.VERIFY, "Check the result on the server:", (f"inspector verify {group.cause}",))
    return replace(group, plan=tuple(there if step.kind is StepKind.VERIFY else step for step in group.plan))


@contextmanager
def opened(inputs: Inputs, output: Output, names: Mapping[str, str] | None = None) -> Iterator[Reading]:
    """Yield the inputs, sorted and checked. Files from a bundle, a journal or a container are in a private folder until
    the end.

    Without any input, the files are read where OpenCode keeps them. Raises InspectorError when a named input does not exist or
    ``--output`` would overwrite an input.
    """
    with ExitStack() as stack:
        taken = sources.collected(inputs, output, stack)
        yield stack.enter_context(_opened(taken, {**taken.names, **(names or {})}, output))


@contextmanager
def _opened(taken: sources.Taken, names: Mapping[str, str], output: Output) -> Iterator[Reading]:
    zone, inputs = output.zone, taken.inputs
    sorted_out = route_inputs(inputs)
    guard(output, (*inputs.logs, *inputs.requests, inputs.db))
    packed = [name for name in sorted_out.logs if name != "-" and _is_bundle(name)]
    if packed:
        if len(packed) > 1 or len(sorted_out.logs) > 1 or sorted_out.db or sorted_out.requests:
            raise UsageError(
                "A bundle cannot be combined with other inputs: it already contains a log, a database and requests.",
                "Name only the bundle.",
            )
        from inspector.bundle.archive import unpacked

        with unpacked(Path(packed[0])) as contents:
            asked = _question(_inputs_of(contents, sorted_out), zone)
            yield Reading(asked, contents.notes, output, contents)
        return
    with ExitStack() as stack:
        open_ones, archived, said = without_archives(sorted_out, stack)
        found, notes = _found(open_ones)
        remarks = (*taken.notes, *said, *notes)
        guard(output, (*found.logs, *found.requests, found.db))
        if found != sorted_out or output.output or output.format not in (None, "terminal"):
            from inspector.renderers._sentences.taken import taken_text

            near = filter(None, (*found.logs, *found.requests, found.db))
            tell(map(taken_text, remarks), output, near)  # formats for people contain them too, but without the names of folders
        names = {**names, **{local: name for contents in archived for local, name in contents.names.items()}}
        refused = tuple(problem for contents in archived for problem in contents.problems)
        yield Reading(_question(found, zone), remarks, output, names=names, refused=refused)


def route_inputs(inputs: Inputs) -> Inputs:
    """Return `inputs` with the databases and captures that were named as logs in their own fields, recognised by content."""
    for session in inputs.session:
        checked_session(session)
    inputs = replace(inputs, server_version=checked_version(inputs.server_version, "--server-version"))
    locate.checked(inputs.logs, "log")
    if inputs.db is not None and _is_bundle(inputs.db):
        inputs = replace(inputs, logs=(inputs.db, *inputs.logs), db=None)
    databases = [name for name in inputs.logs if _begins(name, SQLITE)]
    captures = [name for name in inputs.logs if name not in databases and (name.endswith(".har") or _begins_with_call(name))]
    if len(databases) + (inputs.db is not None) > 1:
        raise UsageError(
            f"More than one database is named: {', '.join(filter(None, (inputs.db, *databases)))}.",
            "Diagnose one server at a time, or use --each FOLDER.",
        )
    return replace(
        inputs,
        logs=tuple(name for name in inputs.logs if name not in databases and name not in captures),
        db=inputs.db if inputs.db is not None else next(iter(databases), None),
        requests=(*locate.checked(inputs.requests, "capture"), *captures),
    )


def checked_version(version: str | None, option: str) -> str | None:
    """Return `version` without a leading v. Raises UsageError when it is not a possible OpenCode version."""
    if version is None:
        return None
    plain = version.removeprefix("v")
    if not plain[:1].isdigit():
        raise UsageError(f"Not an OpenCode version: {version}.", f"An example: {option} 1.18.33")
    return plain


def checked_session(id: str) -> str:
    """Return `id`. Raises UsageError when it is not a possible session ID."""
    if not id.startswith("ses_"):
        raise UsageError(f"Not a session ID: {id}.", "Session IDs begin with ses_; `inspector session` lists those in trouble.")
    return id


def _found(inputs: Inputs) -> tuple[Inputs, tuple[InputNote, ...]]:
    database = None if inputs.db is None else locate.checked_database(inputs.db)
    if not inputs.logs and database is None and not inputs.requests:
        if _is_piped():
            return replace(inputs, logs=("-",)), (InputNote(InputFact.STANDARD_INPUT),)
        found = locate.locate()
        return replace(inputs, logs=found.logs, db=found.database), found.notes
    if "-" in inputs.logs and sys.stdin is not None and sys.stdin.isatty():
        raise UsageError(
            "- reads standard input, but that is a terminal.",
            "Pipe a log into it: journalctl -u opencode -o cat | inspector diagnose -",
        )
    folders = [path for path in map(Path, inputs.logs) if path.is_dir()]
    captures = () if inputs.requests else tuple(name for path in folders for name in locate.captures_in(path))
    inputs = replace(inputs, requests=(*inputs.requests, *captures))
    taken = tuple(InputNote(InputFact.CAPTURE, (name,)) for name in captures)
    if not inputs.logs:
        return inputs, (InputNote(InputFact.PIPE_IGNORED),) if _is_piped(0) else ()
    if database is not None:
        return inputs, taken
    inside = [found for path in folders for found in locate.databases_in(path)]
    if len(inside) == 1 and _begins(str(inside[0]), SQLITE):
        note = InputNote(InputFact.ONLY_DATABASE, (str(inside[0]),))
        return replace(inputs, db=str(inside[0])), (note, *taken)
    fitting = _with_sessions_of(folders, inside) if len(inside) > 1 else []
    if len(fitting) == 1:
        note = InputNote(InputFact.FITTING_DATABASE, (str(fitting[0]),), len(inside))
        return replace(inputs, db=str(fitting[0])), (note, *taken)
    return inputs, (*_without_database(inputs.logs), *taken)


def _with_sessions_of(folders: Iterable[Path], databases: Iterable[Path]) -> list[Path]:
    """Return the databases that contain a session named at the end of a log in these folders."""
    from inspector.database import open_database
    from inspector.errors import InspectorError

    logs = [log for folder in folders for place in (folder, folder / "log") for log in locate.logs_in(place)]
    named = sorted({id for log in logs for id in _SESSION.findall(_end_of(log))})[:MOST_NAMED]
    fitting = []
    for path in databases:
        try:
            with open_database(str(path)) as database:
                found = any(rows.session for rows in database.sessions([id.decode() for id in named], messages=1, parts=False))
        except InspectorError:  # not a database, or an unreadable one: do not choose it
            continue
        if found:
            fitting.append(path)
    return fitting


def _end_of(log: Path) -> bytes:
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - LOG_END))
            return file.read()
    except OSError:
        return b""


def _is_piped(patience_ms: int = PIPE_PATIENCE_MS) -> bool:
    """Return whether a log is piped or redirected into standard input; False for an open pipe without data."""
    try:
        mode = os.fstat(0).st_mode
        if stat.S_ISREG(mode):
            return os.fstat(0).st_size > os.lseek(0, 0, os.SEEK_CUR)
        if not stat.S_ISFIFO(mode) or os.name == "nt":
            return False
        import select

        waiting = select.poll()
        waiting.register(0, select.POLLIN)
        return any(event & select.POLLIN for _, event in waiting.poll(patience_ms))
    except (OSError, ValueError):  # no standard input at all
        return False


def _question(inputs: Inputs, zone: tzinfo) -> Question:
    from inspector.model import Question

    now = datetime.now(UTC)
    since = timespan.moment(inputs.since, now, zone) if inputs.since else None
    until = timespan.moment(inputs.until, now, zone) if inputs.until else None
    if since and until and since >= until:
        raise UsageError(f"--since ({since:%Y-%m-%dT%H:%M:%SZ}) is not before --until ({until:%Y-%m-%dT%H:%M:%SZ}).")
    return Question(
        logs=inputs.logs,
        database=inputs.db,
        requests=inputs.requests,
        since=since,
        until=until,
        sessions=inputs.session,
        server_version=inputs.server_version,
        runs=inputs.runs,
    )


def _without_database(logs: tuple[str, ...]) -> tuple[InputNote, ...]:
    """Return a note on databases in the folders of the logs, without reading them, because inspector does not guess
    which one was used."""
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in map(Path, logs) if path.name != "-")
    near = [found for folder in folders for place in (folder, folder.parent) for found in locate.databases_in(place)]
    return (InputNote(InputFact.NEAR_DATABASES, tuple(map(str, near[:3])), len(near)),) if near else ()


def _begins_with_call(name: str) -> bool:
    """Return whether a file begins with a captured request, an access log line or a JSON object, and has no record of a
    server."""
    if name == "-" or not Path(name).is_file():
        return False
    try:
        with Path(name).open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    line = head.split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    if not line.startswith("{") and not line[:1].isalnum():
        return False
    from inspector.logs.records import any_start

    if any_start().search(head) is not None:
        return False
    from inspector.requests.reading import is_call

    return is_call(line)


def _is_bundle(name: str) -> bool:
    if not is_packed(Path(name)):
        return False
    from inspector.bundle.archive import is_bundle

    return is_bundle(Path(name))


def _begins(name: str, magic: bytes) -> bool:
    path = Path(name)
    if name == "-" or not path.is_file():  # a FIFO must not be opened twice
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(magic)) == magic
    except OSError:  # the log reader will report it and read the other inputs
        return False


def _inputs_of(unpacked: Unpacked, said: Inputs) -> Inputs:
    """Return the bundle's files as inputs, with the bundle's own options where `said` has none."""
    asked = unpacked.asked
    return replace(
        said,
        logs=unpacked.logs,
        db=unpacked.database,
        requests=unpacked.requests,
        since=said.since or asked.get("since"),
        until=said.until or asked.get("until"),
        session=said.session or tuple(asked.get("sessions") or ()),
        server_version=said.server_version or asked.get("server_version"),
    )
