"""Distinguish pasted texts from a server's own log, and read their records, errors and claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from types import MappingProxyType

from msgspec.structs import replace

from inspector.logs.noise import known_noise
from inspector.logs.notable import FAILURE, kind
from inspector.logs.prefixes import shape, unwrap
from inspector.logs.records import named_sessions, starts
from inspector.logs.sources import peek_standard_input
from inspector.model import LogInput, LogRecord, Logs, Problem, Run
from inspector.model.pasted import Judgement, Origin, Piece, PieceKind
from inspector.model.value import Value
from inspector.pasted.lines import Line, is_sentence, lines_of, of_its_service, without_wishes
from inspector.pasted.loops import last_step, left_at_once
from inspector.pasted.records import Quote, is_whole, records_in, starts_record
from inspector.pasted.signs import is_named, is_report_line
from inspector.patterns import late

LARGEST = 4 << 20
"""A larger file, in bytes, is never read as a pasted text: a bug report has thousands of bytes, a server's log millions."""
SAMPLE = 1 << 16
MOST = 200
"""At most this many records of one text become pieces."""
FRAGMENT = 40
"""A log with more records than this is not a fragment."""
LAST_RECORDS = 4
"""A request and the records about what it changed for the clients are at most so many records."""
_WHOLE = late(
    r"service=default version=|message=\"?(?:creating instance|bootstrapping|loop|created|stream)\b|\bcreating instance$|\bloop$|\bcreated$"
)
"""Texts of records about a server's start or its work on a session."""
_CLIENT = late(
    r"^Error: (?:\d{1,2} of \d{1,2} requests failed: )?Unexpected (?:server )?error(?:, check log file at |\. Check server logs)|^[$❯»]\s{1,3}opencode\b"
    r"|^ERROR \S{1,40} \+\d{1,12}ms service=tui\s",
)
"""What a client prints or logs when its server fails, or a command that someone typed."""
_START = late(
    r"service=default version=|\bmessage=(?:\"(?:creating instance|opening database)|bootstrapping|loading path=)|\bcreating instance$"
)
"""Texts of records about a server's start."""
_SHORTENED = late(r"(?:session\.id|sessionID|cause)=\{?[ \t]?(?:\.{3}|…)")
"""A field that every server fills and that the author of the text shortened."""
_HEADING = late(r"#{1,6} \S")
"""A heading of a report: no server writes one."""
_COMMAND = late(
    r"^(?:[\w@~./: -]{0,80}[$>%❯#]\s{1,3}|[\w@~.-]{1,40}%\s)?opencode (?:run|serve|web|auth|attach|upgrade|models|debug|acp|-)",
    re.IGNORECASE,
)
"""A command that someone typed before its output."""
_ASKED_ID = late(r"\b(?:per|que)_")
"""The beginning of the ID of a permission request or question."""
_ELLIPSIS = late(r"\.{3}|…")
_SILENCE = late(
    r"\bhangs?\b|\bhung\b|\bhanging\b|\bstuck\b|\bfr(?:eez|ozen)|\bspinn\w+|\bindefinitely\b|\bforever\b|\bstall(?:s|ed|ing)?\b"
    r"|\bnothing (?:after|more|else|happens|follows)\b|\bnever gets past\b|\bthen nothing\b|\bno (?:further|more|other) (?:log|line|output|record|entr)"
    r"|\b(?:no|never|without|not)\b.{0,20}\b(?:response|responds?|reply|replies|answer\w*|return\w*)\b|卡住|没有反应|没有响应|无响应",
    re.IGNORECASE,
)
"""Words by which an author says that nothing happens after what was copied."""
_STEPS = frozenset({"loop", "stream", "process", "created", "touching file"})
"""Messages of the records about a prompt's steps."""
_CAPTURE = late(
    r"\s{0,20}\{(?:.{0,400}\"(?:log|entries)\"\s{0,4}:.{0,4000}\"request\"\s{0,4}:"
    r"|.{0,2000}\"(?:method|url)\"\s{0,4}:.{0,2000}\"(?:url|method|status)\"\s{0,4}:)",
    re.DOTALL,
)
"""The beginning of captured requests, which are not a pasted text."""
_CHATTER = late(
    r"Performing one time database migration, may take a few minutes\.{3}|sqlite-migration:\S{1,20}|Database migration complete\."
    r"|opencode server listening on \S{1,200}|(?:Warning: |! {1,4})?OPENCODE_SERVER_PASSWORD is not set; server is unsecured\."
)
"""What a server prints when it starts. Without `--print-logs` its output has nothing else (1.3.0)."""


class Pasted(Value, frozen=True):
    """The content of the pasted texts among the inputs."""

    logs: Logs | None
    """Their records, marked as quoted; None for a shortened server log, whose records are read as a log."""
    pieces: tuple[Piece, ...]
    """All pieces of the texts, including the records, in the order of the texts."""

    excerpts: frozenset[str] = frozenset()
    """Logs with only errors, which someone filtered from a server's log."""

    @property
    def version(self) -> str | None:
        """The claimed version; None when the texts claim no version or several."""
        from inspector.pasted.claims import claimed_version

        return claimed_version(self.pieces)


def read_pasted(paths: Sequence[str]) -> tuple[Pasted | None, tuple[str, ...]]:
    """Return the content of the pasted texts among `paths` (None if there are none), and the other paths."""
    found: list[Pasted] = []
    others: list[str] = []
    for path in paths:
        raw = _small(path)
        pasted = None if raw is None else _read(path, raw)
        if pasted is None or pasted.logs is None:
            others.append(path)
        if pasted is not None:
            found.append(pasted)
    if not found:
        return None, tuple(paths)
    whole = None
    for one in found:
        whole = joined(whole, one.logs) if whole and one.logs else whole or one.logs
    pieces = tuple(piece for one in found for piece in one.pieces)
    return Pasted(whole, pieces, frozenset().union(*(one.excerpts for one in found))), tuple(others)


def is_pasted(lines: Sequence[Line], sample: bytes = b"") -> bool:
    """Whether a person pasted the text, instead of a server or a log collector writing it.

    Then a record in it has no time, or is shortened, quoted, fenced, indented or below a heading, or the text has no record.
    """
    timed, headed = False, _is_headed(lines) or _has_client(lines)
    for line in lines:
        found = starts_record(line.text)
        if found is None:
            continue
        if _SHORTENED.search(line.text):
            return True
        whole = starts().match(line.raw.encode("utf-8", "surrogateescape"))
        timed = timed or whole is not None
        if line.fenced or headed or (not whole and (not is_whole(found) or line.raw[:1] in " \t>`-*")):
            return True
    return not timed and not _is_collected(sample)


def _is_headed(lines: Sequence[Line]) -> bool:
    """Whether a text begins as people begin one: with a heading, or with a sentence before a few records; or has a version beside them.

    A server can write a sentence first, too (“Warning: OPENCODE_SERVER_PASSWORD is not set; server is unsecured.”), and a wrapper
    script any other, so a sentence says nothing before many records or before a server's start.
    """
    if any(_HEADING.match(line.text) for line in lines[:FRAGMENT]):
        return True
    records = [at for at, line in enumerate(lines) if starts_record(line.text)]
    if not 0 < len(records) <= FRAGMENT or any(_START.search(lines[at].text) for at in records):
        return False
    if any(is_report_line(line.text) for line in lines if starts_record(line.text) is None):
        return True
    return any(
        is_sentence(line.text) or _COMMAND.search(line.text) or (_SILENCE.search(line.text) and is_named(line.text))
        for line in lines[: records[0]]
    )


def _has_client(lines: Sequence[Line]) -> bool:
    """Whether a few records stand beside what a client printed: no server writes that into its log."""
    records = sum(starts_record(line.text) is not None for line in lines)
    return 0 < records <= FRAGMENT and any(_CLIENT.match(line.raw) for line in lines)


def _is_fragment(lines: Sequence[Line]) -> bool:
    """Whether a log is a short fragment: it shows neither a server's start nor work on a prompt."""
    heads = [line.text for line in lines if starts_record(line.text) is not None]
    return 0 < len(heads) <= FRAGMENT and not any(_WHOLE.search(text) or "ERROR" in text for text in heads)


def _has_only_errors(lines: Sequence[Line]) -> bool:
    """Whether every record of a log is an error or a warning; a server normally writes other records too."""
    found = [match["level"] for line in lines if (match := starts_record(line.text)) is not None]
    return bool(found) and not {"INFO", "DEBUG"} & set(found)


def _is_collected(sample: bytes) -> bool:
    """Whether the records of `sample` have a log collector's prefix."""
    lines = (line for line in sample.split(b"\n")[:400] if len(line) < SAMPLE)
    return any(starts().match(unwrap(line).text) for line in lines) or shape(sample) is not None


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
        errors=(*one.errors, *other.errors),
        embedded=(*one.embedded, *other.embedded),
    )


def _small(path: str) -> bytes | None:
    """Return the whole text at `path`; None for a folder, a pipe, or a file that is too large, packed or unreadable."""
    if path == "-":
        raw = peek_standard_input(LARGEST + 1)
        return raw if len(raw) <= LARGEST and not _is_binary(raw) else None
    file = Path(path)
    try:
        if not file.is_file() or file.stat().st_size > LARGEST:
            return None
        raw = file.read_bytes()
    except (OSError, ValueError):
        return None
    return None if _is_binary(raw) else raw


def _is_binary(raw: bytes) -> bool:
    return b"\0" in raw[:4096] or raw[:2] in (b"\x1f\x8b", b"BZ", b"(\xb5", b"PK", b"\xfd7")


def _read(path: str, raw: bytes) -> Pasted | None:
    """Return the content of the text `raw`; None when it is not a pasted text or contains nothing recognised."""
    text = raw.decode("utf-8", "surrogateescape")
    lines = lines_of(text)
    if _CAPTURE.match(text[:8000]) or all(_CHATTER.fullmatch(line.text) for line in lines if line.text):
        return None
    if not is_pasted(lines, raw[:SAMPLE]):
        if _is_fragment(lines):
            return Pasted(None, tuple(_piece(quote) for quote in _asked_last(records_in(lines, path))), frozenset({path}))
        if not _has_only_errors(lines):
            return None
        errors_only = tuple(_piece(quote) for quote in records_in(lines, path)[:MOST] if known_noise(quote.record) is None)
        return Pasted(None, errors_only, frozenset({path}))
    from inspector.pasted.accounts import account_in
    from inspector.pasted.claims import claims_in  # these patterns take time to compile, and most inputs are logs
    from inspector.pasted.errors import errors_in
    from inspector.pasted.signs import names_opencode

    quotes = records_in(lines, path)
    taken = {number for quote in quotes for number in range(quote.first.number, quote.last.number + 1)}
    rest = without_wishes(of_its_service([line for line in lines if line.number not in taken]))
    errors = errors_in(rest, path, not quotes and names_opencode(text))
    if quotes:  # text around records of OpenCode is about OpenCode
        errors = [replace(e, origin=Origin.OPENCODE) if e.origin is Origin.UNKNOWN else e for e in errors]
    told = [quote for quote in quotes if quote.record.level in ("ERROR", "WARN") and known_noise(quote.record) is None]
    told += _unanswered(quotes)
    left = left_at_once(rest, path)
    is_silent = not told and _SILENCE.search("\n".join(line.text for line in rest)) is not None
    last = (_last_step(quotes) if quotes else last_step(rest, path)) if is_silent else ()
    pieces = [*claims_in(lines, path), *(_piece(quote) for quote in told[:MOST]), *last, *left, *errors]
    account = account_in(rest, path, is_ours=bool(quotes))
    pieces += [account] if account else []
    if not quotes and not any(piece.origin is Origin.OPENCODE for piece in (*errors, *left, *((account,) if account else ()))):
        return None
    return Pasted(_logs(path, len(raw), text, quotes), tuple(sorted(pieces, key=lambda piece: piece.line)))


def _unanswered(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the permission requests and questions without a later reply in the text."""
    asking = [quote for quote in quotes if quote.record.message == "asking"]
    replies = [quote.record for quote in quotes if quote.record.message in ("replied", "rejected", "response", "reply")]
    return [quote for quote in asking if not any(_answers(reply, quote.record) for reply in replies)]


def _asked_last(quotes: Sequence[Quote]) -> list[Quote]:
    """Return the permission requests and questions without a reply among the last records of a fragment."""
    last = quotes[-LAST_RECORDS:]
    return [quote for quote in _unanswered(quotes) if quote in last]


def _last_step(quotes: Sequence[Quote]) -> tuple[Piece, ...]:
    """Return the last record about a prompt's steps or an installation, which the author says nothing followed; nothing where there is none."""
    steps = [quote for quote in quotes if quote.record.message in _STEPS or quote.record.message == "exiting loop"]
    installs = quotes[-1:] if quotes and quotes[-1].record.fields.get("service") == "bun" else ()
    last = installs or steps[-1:]
    if not last or last[0].record.message == "exiting loop":
        return ()
    piece = _piece(last[0])
    step = "bun" if installs else f"{last[0].record.message}{' small=true' if last[0].record.is_side_call else ''}"
    return (replace(piece, text=step, judgements=(*piece.judgements, Judgement.LAST)),)


def _answers(reply: LogRecord, asking: LogRecord) -> bool:
    """Whether a later record answers the request: by the request's ID, if both records have one."""
    asked, named = asking.fields.get("id", ""), " ".join(reply.fields.values())
    return reply.offset > asking.offset and (asked in named or not _ASKED_ID.search(named))


def _piece(quote: Quote) -> Piece:
    record = quote.record
    if record.message == "asking":
        said = " ".join(f"{key}=" for key in ("permission", "questions") if key in record.fields)
        said = said or ("permission=" if record.fields.get("service") == "permission" else "")
    else:
        keys = ("error", "cause", "error.error", "e", "reason", "stack", "message")
        said = " ".join(value for key in keys if (value := record.fields.get(key))) or quote.first.text
        if record.fields.get("service") == "mcp" and "mcp" not in said.lower():
            said = f"mcp {said}"  # the service is all that says whose error it is
    judgements = (Judgement.ABBREVIATED,) if _ELLIPSIS.search(quote.first.text) else ()
    return Piece(
        PieceKind.RECORD,
        record.path,
        quote.first.number,
        record.offset,
        f"{record.message} {said}".strip(),
        Origin.OPENCODE,
        judgements,
    )


def _logs(path: str, size: int, text: str, quotes: Sequence[Quote]) -> Logs:
    """Return the quoted records in the same form as the records of a server log."""
    runs: dict[str, Run] = {}
    records: list[LogRecord] = []
    for number, quote in enumerate(quotes, 1):
        record = quote.record
        key = record.run or f"{path}#{record.era}"
        version = record.fields.get("version") if record.message in ("opencode", "created") else None
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
    what = (
        f"the text contains “{FAILURE}” {text.count(FAILURE)} times, but only {len(failures)} of them could be read as a record"
    )
    return Logs(
        inputs=(
            LogInput(
                path,
                size,
                tuple(dict.fromkeys(r.era for r in records)),
                min(times, default=None),
                max(times, default=None),
                pasted=True,
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
