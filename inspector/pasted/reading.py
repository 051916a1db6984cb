"""Tells a pasted text from a server's own log, and reads it: its records and the version it claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from inspector.logs.notable import FAILURE, kind
from inspector.logs.records import named_sessions, starts
from inspector.logs.sources import peek_standard_input
from inspector.model import LogInput, LogRecord, Logs, Problem, Run, Source
from inspector.pasted.lines import Line, lines_of
from inspector.pasted.records import Quote, is_whole, records_in, starts_record

LARGEST = 4 << 20
"""Bytes of the largest text that is read as pasted: a bug report has thousands, a server's own log millions."""
_VERSION = re.compile(
    r"\bopen-?code(?: (?:server|version|cli|desktop|tui|ai))*[\s:=*`|(@-]{1,6}v?(\d{1,2}\.\d{1,3}\.\d{1,3})\b", re.IGNORECASE
)
_SHORTENED = re.compile(r"(?:session\.id|sessionID|cause)=\{?[ \t]?(?:\.{3}|…)")
"""A field that every server fills, left out by whoever pasted the record."""


@dataclass(frozen=True, slots=True)
class Claim:
    """Something that the writer of a text says, which nothing proves."""

    value: str
    source: Source


@dataclass(frozen=True, slots=True)
class Pasted:
    """What the pasted texts among the inputs hold."""

    logs: Logs
    """Their records, every one marked as quoted."""
    versions: tuple[Claim, ...]
    """Server versions that the texts claim."""

    @property
    def version(self) -> str | None:
        """The claimed version; None where the texts claim none, or several."""
        claimed = {claim.value for claim in self.versions}
        return claimed.pop() if len(claimed) == 1 else None


def read_pasted(paths: Sequence[str]) -> tuple[Pasted | None, tuple[str, ...]]:
    """Return what the pasted texts among `paths` hold, None where there is none, and the other paths."""
    found: list[Pasted] = []
    others: list[str] = []
    for path in paths:
        raw = _small(path)
        text = None if raw is None else raw.decode("utf-8", "surrogateescape")
        lines = lines_of(text) if text is not None else []
        if raw is None or text is None or not is_pasted(lines):
            others.append(path)
        else:
            found.append(_read(path, len(raw), text, lines))
    if not found:
        return None, tuple(paths)
    first = found[0]
    for more in found[1:]:
        first = Pasted(joined(first.logs, more.logs), (*first.versions, *more.versions))
    return first, tuple(others)


def is_pasted(lines: Sequence[Line]) -> bool:
    """Whether a text is what a person pasted, not what a server wrote: some record in it lacks its time, is
    shortened, quoted, fenced or indented."""
    for line in lines:
        found = starts_record(line.text)
        if found is None:
            continue
        if _SHORTENED.search(line.text):
            return True
        if not starts().match(line.raw.encode("utf-8", "surrogateescape")) and (
            not is_whole(found) or line.fenced or line.raw[:1] in " \t>`-*"
        ):
            return True
    return False


def joined(one: Logs, other: Logs) -> Logs:
    """Return the records of both, in the order of the inputs."""
    times = [time for time in (one.last_time, other.last_time) if time]
    return Logs(
        inputs=(*one.inputs, *other.inputs),
        runs=(*one.runs, *other.runs),
        failures=(*one.failures, *other.failures),
        notable=(*one.notable, *other.notable),
        sessions=MappingProxyType({**other.sessions, **one.sessions}),
        dropped=MappingProxyType({**other.dropped, **one.dropped}),
        last_time=max(times, default=None),
        complete_context=one.complete_context and other.complete_context,
        problems=(*one.problems, *other.problems),
        anchors=MappingProxyType(
            {key: one.anchors.get(key, 0) + other.anchors.get(key, 0) for key in {**one.anchors, **other.anchors}}
        ),
    )


def _small(path: str) -> bytes | None:
    """Return the whole text at `path`, decompressed; None for a folder, a pipe, a file that is too large or cannot be read."""
    if path == "-":
        raw = peek_standard_input(LARGEST + 1)
        return raw if len(raw) <= LARGEST and b"\0" not in raw[:4096] and not _is_packed(raw) else None
    file = Path(path)
    try:
        if not file.is_file() or file.stat().st_size > LARGEST:
            return None
        raw = file.read_bytes()
    except (OSError, ValueError):
        return None
    return None if b"\0" in raw[:4096] or _is_packed(raw) else raw


def _is_packed(raw: bytes) -> bool:
    return raw[:2] in (b"\x1f\x8b", b"BZ", b"(\xb5", b"PK", b"\xfd7")


def _read(path: str, size: int, text: str, lines: Sequence[Line]) -> Pasted:
    quotes = records_in(lines, path)
    claims = tuple(
        Claim(found[1], Source(path, f"line {line.number}")) for line in lines for found in _VERSION.finditer(line.text)
    )
    return Pasted(_logs(path, size, text, quotes), claims)


def _logs(path: str, size: int, text: str, quotes: Sequence[Quote]) -> Logs:
    """Return the quoted records as the readers of logs return those of a server."""
    runs: dict[str, Run] = {}
    records: list[LogRecord] = []
    for number, quote in enumerate(quotes, 1):
        record = quote.record
        key = record.run or f"{path}#{record.era}"
        version = record.fields.get("version") if record.message == "opencode" else None
        run = runs.get(key) or Run(
            key, record.era, path, record.offset, record.time, record.time, None, None, None, started=False
        )
        if version and run.version is None:
            run = replace(run, version=version, version_source=record.source)
        runs[key] = replace(run, last_time=record.time or run.last_time, first_time=run.first_time or record.time)
        records.append(replace(record, run=key, order=number))
    sessions: dict[str, list[LogRecord]] = {}
    for record in records:
        for session in named_sessions(record):
            sessions.setdefault(session, []).append(record)
    times = [record.time for record in records if record.time]
    failures = tuple(record for record in records if record.message == FAILURE)
    unread = text.count(FAILURE) - len(failures)
    what = f"the text holds “{FAILURE}” {text.count(FAILURE)} times, and {len(failures)} of them could be read as a record"
    return Logs(
        inputs=(
            LogInput(
                path, size, tuple(dict.fromkeys(r.era for r in records)), min(times, default=None), max(times, default=None)
            ),
        ),
        runs=tuple(runs.values()),
        failures=failures,
        notable=tuple(record for record in records if record.message != FAILURE and kind(record)),
        sessions=MappingProxyType({session: tuple(found) for session, found in sessions.items()}),
        dropped=MappingProxyType({}),
        last_time=max(times, default=None),
        problems=(Problem(path, what),) if unread > 0 and not failures else (),
        anchors=MappingProxyType({FAILURE: len(failures)}),
    )
