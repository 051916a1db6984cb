"""What of the evidence goes into a bundle: the records, rows and calls the verdict rests on, without a text anybody wrote.

Each excerpt is again a log, a database or a capture, so that the readers that read the originals read it too. What is kept of a
database is decided by what the schema forms read (`inspector.database.schemas`), of a record by the fields that are known to hold
names, places or errors: everything else is left out. Errors are kept as the server worded them, redacted: verdicts rest on them.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC
from functools import cache
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from inspector import catalogue
from inspector.logs.ends import Ends
from inspector.logs.notable import ANCHORS, BANNER, COMMANDS, CREATED, FAILURE, ORDINARY, PIECE, kind
from inspector.logs.records import parse, shorten, starts
from inspector.logs.scan import KIND_HEAD, KIND_TAIL, Scan, walk
from inspector.logs.search import positions
from inspector.logs.sources import find_logs
from inspector.model import LogRecord, Problem, Table
from inspector.progress import SILENT, Progress
from inspector.redact import STAND_IN, State, learn_folders, redact_text, telling_folder

if TYPE_CHECKING:
    from inspector.database.reader import Reader
    from inspector.diagnose import Question
    from inspector.logs.blocks import Block
    from inspector.model import Report
    from inspector.requests.calls import Call

LOG_BYTES = 64 << 20
"""Of all logs together."""
SESSION_RECORDS = 400
"""Of one session in one log: as many as a diagnosis looks at."""
STILL_MS = 120_000
"""A session of a live server that moved so lately may still be answered."""
SESSION_ROWS = 2000
"""Of one session in one table, the newest."""
RECENT = 300
"""Sessions kept beside those in the report, for comparison."""
BOOKKEEPING = ("migration", "__drizzle_migrations", "data_migration")
"""Tables that are kept whole: what was done to the schema, and when."""
MARKERS = ("kv",)
"""Tables of which only the rows about migrations are kept."""

_ROUNDS = 4
_TOKEN = re.compile(rb"ses_\w{1,64}")
_SAYS_NOTHING = re.compile(
    r"(?:-?\d[\d.:TZ-]{0,40}|true|false|null|undefined|\[\]|\{\}|[a-z]{3}_[A-Za-z0-9]{8,40}|New session - [\dT:.Z-]{1,40})?\Z"
)
"""Values of any field that are numbers, times or ids."""
_FIELDS = frozenset(
    (
        "service", "version", "process_role", "run_id", "count", "mode", "type", "id", "projectID", "session.id", "sessionID",
        "messageID", "partID", "partType", "parentID", "workspaceID", "requestID", "index", "step", "status", "duration", "cost",
        "tokens", "time", "providerID", "modelID", "small", "agent", "model", "model.id", "model.providerID", "model.modelID", "kind",
        "ref", "method", "hash", "code", "key", "permission", "platform", "backend", "serverIds", "limit", "pruned", "total", "pkg",
        "llm.runtime", "llm.provider", "llm.model", "diffCode", "otherCode", "opencode.server.backend", "opencode.server.backend.reason",
        "opencode.installation.channel", "opencode.installation.version", "mime",
    )
)  # fmt: skip
"""Fields of a record whose values are names, ids or states."""
_ERRORS = frozenset(("error", "error.error", "cause", "reason", "e", "stack", "stderr", "diffStderr", "otherStderr"))
_PLACES = frozenset(("directory", "cwd", "dir", "git"))
_LEARNED = 1000
"""Directories that are looked for in texts, too."""
_ASKED = ("command", "filePath", "path", "pattern", "url", "query", "name", "subagent_type")
"""What of a call's input a permission is asked for."""
_PORT = re.compile(r"--port(?:=\d{1,5})?")
_NUMBER = re.compile(r"\d{1,5}")
_VARIANTS = frozenset(("none", "minimal", "low", "medium", "high", "xhigh", "max", "default", "thinking", "undefined"))
_OWN_MESSAGES = frozenset(
    (
        "project copy refresh started", "project copy refresh done", "shell tool using shell", "tracking", "resolveTools", "cancelled",
        "applying migrations", "running migration", "failed to initialize fff", "cleanup", "shutting down", "",
    )
)  # fmt: skip
_QUOTED = re.compile(r"[\s=\"\\]")
_PLAIN = re.compile(r"[\w.:/+-]{1,80}\Z", re.ASCII)
_NAMING = frozenset(
    (
        "id", "type", "messageID", "sessionID", "agent", "mime", "providerID", "modelID", "variant", "model", "delivery", "name",
        "ref", "_tag",
    )
)  # fmt: skip
"""Keys of a request whose short values are names, never a text."""


@dataclass(frozen=True, slots=True)
class Excerpts:
    """What is taken of all inputs; None or () for inputs there were none of."""

    logs: tuple[LogExcerpt, ...]
    database: DatabaseExcerpt | None
    requests: tuple[RequestExcerpt, ...]
    problems: tuple[Problem, ...]


def taken(question: Question, report: Report, state: State, progress: Progress = SILENT) -> Excerpts:
    """Return the excerpts of the inputs of `question` on which `report` rests, with the stand-ins of `state` in them.

    A session is taken whole, its records and its rows, or not at all: half of one would tell another story.
    """
    state.everywhere = True
    learn_folders(report, state)
    entries = (*report.failures, *report.silent, *report.rejected)
    sessions = {entry.session_id for entry in entries if entry.session_id} | set(question.sessions)
    quiet_since = None
    if report.database and report.database.opened == "live":
        quiet_since = int(report.generated.timestamp() * 1000) - STILL_MS
    rows, records = None, LogExcerpts((), frozenset(), ())
    for _ in range(2):  # the rows name sessions whose records are needed, and these records may name others
        if question.database:
            progress.stage("copying rows", None, "rows")
            rows = database(question.database, sessions, quiet_since, state)
            sessions |= rows.sessions
        if question.logs:
            progress.stage("copying records")
            records = logs(question.logs, sessions, 0 if rows else RECENT, {run.key for run in report.runs}, state)
        if records.sessions <= sessions:
            break
        sessions |= records.sessions
    calls = tuple(requests(capture, sessions, state) for capture in question.requests)
    problems = chain(rows.problems if rows else (), records.problems, *(call.problems for call in calls))
    return Excerpts(records.logs, rows, calls, tuple(problems))


# --- logs ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class LogExcerpt:
    """The records of one log that matter, each whole, in log order."""

    name: str
    """The log as it is named in reports."""
    records: int
    content: bytes
    """UTF-8, redacted."""


@dataclass(frozen=True, slots=True)
class LogExcerpts:
    """The excerpts of all logs."""

    logs: tuple[LogExcerpt, ...]
    sessions: frozenset[str]
    """Every session named in them: each with its whole story, since half of one would be another story."""
    problems: tuple[Problem, ...]


def logs(paths: Sequence[str], sessions: Collection[str], neighbours: int, runs: Collection[str], state: State) -> LogExcerpts:
    """Return one excerpt for each log found at `paths`, and what could not be read or had no room.

    Kept are the records of `sessions` and of the last `neighbours` others, every failure and notable record, what names a run's
    version, and the first and last records of each stretch of a log and of each of `runs`, so that its span of time is told.
    """
    places, problems = find_logs(paths)
    wanted = {session.encode() for session in sessions}
    if neighbours:
        last = _Last(neighbours)
        for place in places:
            walk(place, 0, None, (last.block,), Scan())
        wanted |= last.sessions.keys()
    for _ in range(_ROUNDS):
        pickers = [(place, _Picker(wanted, runs), Scan()) for place in places]
        for place, picker, result in pickers:
            walk(place, 0, None, (picker.block,), result)
        named = {token for _, picker, _ in pickers for raw in picker.records() for token in _TOKEN.findall(raw)}
        if named <= wanted:
            break
        wanted |= named
    found, room = [], LOG_BYTES
    for place, picker, result in pickers:
        problems += result.problems
        kept = _fitting(picker.records(), room)
        room -= sum(map(len, kept))
        if len(kept) < picker.count:
            problems.append(Problem(place.name, f"the bundle has no room for all its records: {LOG_BYTES >> 20} MiB were kept"))
        records = [record for raw in kept if (record := parse(raw, "", 0))]
        state.learn(islice(dict.fromkeys(r.fields[key] for r in records for key in _PLACES if r.fields.get(key)), _LEARNED))
        found.append(LogExcerpt(place.name, len(records), "".join(_retold(r, state) for r in records).encode("utf-8", "replace")))
    return LogExcerpts(tuple(found), frozenset(token.decode() for token in wanted), tuple(problems))


def _fitting(records: Iterator[bytes], room: int) -> list[bytes]:
    sizes = accumulate(map(len, (kept := list(records))))
    return [raw for raw, size in zip(kept, sizes, strict=True) if size <= room]


class _Last:
    """Shown every block of all logs, it remembers the sessions named last."""

    def __init__(self, most: int) -> None:
        self.sessions: OrderedDict[bytes, None] = OrderedDict()
        self._most = most

    def block(self, block: Block) -> None:
        for session in _TOKEN.findall(block.data, 0, block.size):
            self.sessions[bytes(session)] = None
            self.sessions.move_to_end(bytes(session))
            if len(self.sessions) > self._most:
                self.sessions.popitem(last=False)


Found = tuple[int, bytes]
"""Offset and bytes of a record."""


class _Picker:
    """Shown every block of a log, it keeps the records that matter."""

    def __init__(self, sessions: Collection[bytes], runs: Collection[str]) -> None:
        self._ids = frozenset(sessions)
        self._runs = tuple(b" run=" + run.encode() + b" " for run in runs if run.isalnum())
        self._always: dict[int, bytes] = {}
        self._ends: dict[object, Ends[Found]] = {}
        self._last: dict[bytes, Found] = {}
        self._versions: set[str | None] = set()
        self._banners = 0

    @property
    def count(self) -> int:
        """How many records are kept."""
        return len(self._kept())

    def _kept(self) -> dict[int, bytes]:
        return dict(chain(self._always.items(), self._last.values(), *self._ends.values()))

    def records(self) -> Iterator[bytes]:
        """Yield the records kept, each once, in log order."""
        kept = self._kept()
        for offset in sorted(kept):
            yield kept[offset] if kept[offset].endswith(b"\n") else kept[offset] + b"\n"

    def block(self, block: Block) -> None:
        data = block.data
        self._keep(_record(block, 0))
        self._keep(_record(block, block.record_start(block.size - 1, 0)))
        hits = sorted(hit for anchor in (*ANCHORS, *ORDINARY, CREATED) for hit in positions(data, anchor, 0, block.size))
        for start in dict.fromkeys(block.record_start(hit, 0) for hit in hits):
            self._notable(block, start)
        named = (
            (block.record_start(token.start(), 0), token[0])
            for token in _TOKEN.finditer(data, 0, block.size)
            if token[0] in self._ids
        )
        for start, session in dict.fromkeys(named):
            if found := _record(block, start):
                self._ends.setdefault(session, Ends(SESSION_RECORDS // 4, SESSION_RECORDS)).add(found)
        for run in self._runs:
            last = data.rfind(run, 0, block.size)
            if last >= 0 and run not in self._last:
                self._keep(_record(block, block.record_start(data.find(run, 0, block.size), 0)))
            if last >= 0 and (found := _record(block, block.record_start(last, 0))):
                self._last[run] = found
        self._pieces(block)

    def _pieces(self, block: Block) -> None:
        """Keep the last piece of an answer that each run of the classic era published."""
        floor = 0
        for end in (*positions(block.data, BANNER, 0, block.size), block.size):
            at = block.data.rfind(PIECE, floor, end)
            if at >= 0 and (found := _record(block, block.record_start(at, 0))):
                self._last[b"piece %d" % self._banners] = found
            floor = end
            self._banners += end < block.size

    def _keep(self, found: Found | None) -> None:
        if found:
            self._always[found[0]] = found[1]

    def _notable(self, block: Block, start: int) -> None:
        found = _record(block, start)
        record = parse(found[1], "", 0) if found else None
        if found is None or record is None:
            return
        name = kind(record)
        if record.message == FAILURE:
            self._keep(found)
        elif name is not None:
            self._ends.setdefault(("kind", name), Ends(KIND_HEAD, KIND_TAIL)).add(found)
            if name == "opencode" and start > 0:  # what stands before a banner is the last of the process before
                self._keep(_record(block, block.record_start(start - 1, 0)))
        elif record.message == "created" and record.run not in self._versions:
            self._versions.add(record.run)
            self._keep(found)


def _record(block: Block, start: int) -> Found | None:
    if start < 0 or not starts().match(block.data, start, block.size):
        return None
    return block.offset(start), shorten(bytes(block.data[start : block.record_end(start)]))


def _retold(record: LogRecord, state: State) -> str:
    """Return `record` as its era writes it, with the values of known fields only."""
    time = record.time.astimezone(UTC).replace(tzinfo=None) if record.time else None
    pairs = {key: _told_field(record, key, value, state) for key, value in record.fields.items()}
    message = _message(record, state)
    if record.era == "legacy":
        written = " ".join(f"{key}={value}" for key, value in pairs.items())
        stamp = time.isoformat(timespec="seconds") if time else "0000-00-00T00:00:00"
        return f"{record.level:<5} {stamp} +{record.delta_ms or 0}ms {written}{' ' * bool(written)}{message}\n"
    stamp = f"{time.isoformat(timespec='milliseconds')}Z" if time else "0000-00-00T00:00:00Z"
    head = {"timestamp": stamp, "level": record.level, "run": record.run or "", "message": message}
    return " ".join(f"{key}={_as_logfmt(value)}" for key, value in (head | pairs).items() if value or key not in head) + "\n"


def _as_logfmt(value: str) -> str:
    return json.dumps(value, ensure_ascii=False) if _QUOTED.search(value) else value


def _message(record: LogRecord, state: State) -> str:
    """Return the message: the server's own words, redacted; of a plugin, which may log anything, only what it calls an error."""
    if in_own_words(record):
        return redact_text(record.message, state)
    return state.hide("text", record.message) if record.message else ""


def in_own_words(record: LogRecord) -> bool:
    """Return whether a record's message is OpenCode's own or an error: whatever else is logged, a plugin may have worded."""
    return record.level in ("WARN", "ERROR") or known_message(record.message)


@cache
def known_message(message: str) -> bool:
    """Return whether this is a message of OpenCode's own that is no error."""
    from inspector.logs.eras import legacy
    from inspector.logs.notable import _MCP, _MESSAGES, _NOISE

    return message in _MESSAGES | _MCP | _NOISE | _OWN_MESSAGES or any(message in said for said in legacy._MESSAGES.values())


def _told_field(record: LogRecord, key: str, value: str, state: State) -> str:
    """Return the value of one field: as it is where it says nothing, redacted where it is known, else a stand-in."""
    if key in _PLACES:
        return _place(value, state)
    if key == "path":
        return redact_text(value, state) if record.fields.get("method") or record.message == "request" else _path(value, state)
    if key == "args":
        return _arguments(value, state)
    if key == "patterns":
        return _patterns(value, state)
    if key == "variant":
        return _variant(value, state)
    if key in _FIELDS or key in _ERRORS or _SAYS_NOTHING.match(value):
        return redact_text(value, state)
    return state.hide("text", value)


def _place(value: str, state: State) -> str:
    """Return the stand-in of a directory, the same wherever it is named."""
    shown = redact_text(value, state)
    return shown if STAND_IN.fullmatch(shown) else state.directory(value)


def _path(value: str, state: State) -> str:
    """Return a path with its folder hidden; the name of a file stays, a plugin is known by it."""
    cut = max(value.rfind("/"), value.rfind("\\"))
    scheme, mark, folder = value[: max(cut, 0)].rpartition("://")
    if (folder[:1] in ("/", "\\", "~", ".") or folder[1:2] == ":") and telling_folder(f"{folder}/"):  # else a name of a package
        return scheme + mark + _place(folder, state) + redact_text(value[cut:], state)
    return redact_text(value, state)


def _arguments(value: str, state: State) -> str:
    """Return the start arguments with nothing but the subcommand and the port: a prompt may be among them."""
    words = _list_in(value)
    if words is None:
        return state.hide("text", value)
    shown = []
    for before, word in zip((None, *words), map(str, words), strict=False):
        port = _PORT.fullmatch(word) or (before == "--port" and _NUMBER.fullmatch(word))
        shown.append(word if port or (before is None and word in COMMANDS) else state.hide("text", word))
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


def _list_in(value: str) -> list[Any] | None:
    """Return the JSON list that `value` is; None when it is none."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _patterns(value: str, state: State) -> str:
    """Return what a permission was asked for, a stand-in for each."""
    found = _list_in(value)
    return state.hide("text", value) if found is None else json.dumps(_texts(found, state), ensure_ascii=False, separators=(",", ":"))


def _variant(value: str, state: State) -> str:
    return value if value.lower() in _VARIANTS else state.hide("text", value)


# --- database ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DatabaseExcerpt:
    """A database of the same schema that holds the rows of some sessions, without texts."""

    content: bytes
    """An SQLite file, always the same bytes for the same rows."""
    schema: str
    """The CREATE statements."""
    rows: Mapping[str, tuple[int | None, int]]
    """Table → rows in the original (None: not counted), rows kept."""
    sessions: frozenset[str]
    """Every session whose rows are in it."""
    problems: tuple[Problem, ...]


def database(path: str, sessions: Collection[str], quiet_since: int | None, state: State) -> DatabaseExcerpt:
    """Return a copy of the database at `path` with the rows of `sessions` and of the `RECENT` ones beside them.

    `quiet_since` (Unix ms) leaves out other sessions updated after it: on a live server their prompts may still run.
    Raises UsageError and UnreadableError as opening a database does.
    """
    from pathlib import Path

    from inspector.database.opening import opened
    from inspector.database.reader import reading

    with opened(Path(path)) as file, reading(file) as reader, closing(sqlite3.connect(":memory:", isolation_level=None)) as copy:
        problems = list(reader.problems)
        statements = _schema(reader, state, problems)
        _create(copy, statements, ("table",))
        kept = {*sessions, *_recent(reader, quiet_since)}
        for name in ("session", "session_v2"):
            if reader.readable(name, "directory"):
                found = _rows(reader, name, ("directory",), None, ("", ""), problems)
                state.learn(islice(dict.fromkeys(str(row[0]) for row in found if row[0]), _LEARNED))
        rows = {}
        for table in reader.tables.values():
            if table.kind == "table" and table.columns:
                rows[table.name] = (_count(reader, table), _copy(reader, copy, table, kept, state, problems))
        _create(copy, statements, ("index", "view", "trigger"))
        return DatabaseExcerpt(
            copy.serialize(), "".join(f"{sql};\n" for _, sql in statements), rows, frozenset(kept), tuple(problems)
        )


def _schema(reader: Reader, state: State, problems: list[Problem]) -> list[tuple[str, str]]:
    from sqlalchemy import text

    from inspector.database.reader import QueryFailed

    try:
        found = reader.rows(text("SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid LIMIT 2000"))
    except QueryFailed as failed:
        problems.append(Problem(reader.name, f"its schema could not be copied: {failed}"))
        return []
    return [
        (str(what), redact_text(str(sql), state))
        for what, sql in found
        if str(sql).lstrip()[:7].upper() == "CREATE " and "sqlite_" not in str(sql).split("(", 1)[0].lower()
    ]


def _create(copy: sqlite3.Connection, statements: Sequence[tuple[str, str]], kinds: Collection[str]) -> None:
    """Run the CREATE statements; one that cannot run here (a virtual table, a query as table) is left out."""
    steps = iter(range(2000))
    copy.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    copy.set_progress_handler(lambda: next(steps, None) is None, 10_000)
    for what, sql in statements:
        if what in kinds and not sql.upper().startswith("CREATE VIRTUAL"):
            try:
                copy.execute(sql)
            except sqlite3.Error:
                continue
    copy.set_progress_handler(None, 0)


def _recent(reader: Reader, quiet_since: int | None) -> list[str]:
    from inspector.database.hunt import recent

    found = recent(reader, RECENT, None, ())
    if quiet_since is None:
        return found
    late = set()
    for name in ("session", "session_v2"):
        if reader.readable(name, "id", "time_updated"):
            late |= {row[0] for row in _rows(reader, name, ("id", "time_updated"), "time_updated", (quiet_since, 1 << 62), [])}
    return [session for session in found if session not in late]


def _rows(
    reader: Reader, name: str, columns: Sequence[str], key: str | None, between: tuple[object, object], problems: list[Problem]
) -> Sequence[Any]:
    """Return the newest `SESSION_ROWS` rows whose `key` lies between two values, both included (None: all), oldest first."""
    from sqlalchemy import select

    from inspector.database.reader import QueryFailed, source

    table = source(name, *columns)
    query = select(*(table.c[column] for column in columns)).order_by(table.c.rowid.desc()).limit(SESSION_ROWS)
    try:
        return list(reversed(reader.rows(query.where(table.c[key].between(*between)) if key else query)))
    except QueryFailed as failed:
        problems.append(Problem(f"{reader.name}: {name}", f"not all its rows could be copied: {failed}"))
        return ()


def _count(reader: Reader, table: Table) -> int | None:
    from sqlalchemy import text

    from inspector.database.reader import QueryFailed, quoted

    try:
        return int(reader.rows(text(f"SELECT count(*) FROM {quoted(table.name)}"))[0][0])  # noqa: S608
    except (QueryFailed, ValueError, TypeError):
        return None


def _copy(
    reader: Reader, copy: sqlite3.Connection, table: Table, sessions: Collection[str], state: State, problems: list[Problem]
) -> int:
    """Copy the rows that belong, stripped, and return how many."""
    from inspector.database.reader import quoted

    columns = [column.name for column in table.columns if not column.generated]
    keys = ("id",) if table.name in ("session", "session_v2") else ("session_id", "aggregate_id")
    key = next((name for name in keys if name in columns), None)
    if table.name in BOOKKEEPING:
        found: Iterator[Any] = iter(_rows(reader, table.name, columns, None, ("", ""), problems))
    elif table.name in MARKERS and "key" in columns:
        found = iter(_rows(reader, table.name, columns, "key", ("migration", "migration~"), problems))
    elif key is not None and (reader.affordable(table.name, key) or reader.size(table.name) < 1_000_000):
        found = chain.from_iterable(
            _rows(reader, table.name, columns, key, (session, session), problems) for session in sorted(sessions)
        )
    else:
        return 0
    strip = _stripper(table, columns, state)
    into = (
        f"INSERT OR IGNORE INTO {quoted(table.name)} ({', '.join(map(quoted, columns))}) VALUES ({', '.join('?' * len(columns))})"  # noqa: S608
    )
    number = 0
    copy.execute("BEGIN")
    for row in found:
        try:
            number += copy.execute(into, strip(row)).rowcount
        except (sqlite3.Error, OverflowError, UnicodeError):
            continue
    copy.execute("COMMIT")
    return number


@cache
def _read_by_forms(table: str) -> tuple[frozenset[str], Mapping[str, Mapping[tuple[str, ...], str]]]:
    """Return what the schema forms read of a table: its columns, and for its JSON columns path → how (plain, type, length)."""
    columns: set[str] = set()
    paths: dict[str, dict[tuple[str, ...], str]] = {}
    for module in catalogue.modules("inspector.database.schemas").values():
        form = module.FORM
        if form.table == table:
            columns |= {*form.needs, *form.optional}
            for path in form.paths if form.json else ():
                how, _, place = path.rpartition(" ")
                paths.setdefault(form.json, {})[tuple(place.split(".")[1:])] = how or "plain"
    return frozenset(columns), paths


def _stripper(table: Table, columns: Sequence[str], state: State) -> Callable[[Sequence[Any]], list[Any]]:
    """Return what turns a row into one without texts: JSON down to the paths that are read, names kept, the rest blank."""
    read, paths = _read_by_forms(table.name)
    whole = table.name in (*BOOKKEEPING, *MARKERS)
    blanks = iter(range(1 << 62))

    def value(column: str, found: Any) -> Any:
        if isinstance(found, bytes):
            return b""
        if not isinstance(found, str):
            return found
        if column in ("directory", "path", "worktree", "cwd"):
            return _place(found, state)
        if column == "variant":
            return _variant(found, state)
        if column in paths:
            return _json(found, paths[column], state)
        if whole or column in read or column.endswith("id") or column in ("type", "name"):
            return redact_text(found, state) if len(found) <= 4096 else f"blank-{next(blanks)}"
        return "{}" if found[:1] == "{" else "[]" if found[:1] == "[" else f"blank-{next(blanks)}"

    return lambda row: [value(column, found) for column, found in zip(columns, row, strict=True)]


def _json(text: str, wanted: Mapping[tuple[str, ...], str], state: State) -> str:
    """Return the JSON in `text` with nothing in it but the paths in `wanted`; what is no JSON stays no JSON."""
    try:
        found = json.loads(text) if len(text) <= 64 << 20 else None
    except (ValueError, RecursionError):
        return "blank"
    if not isinstance(found, dict):
        return json.dumps(_bare(found))
    return json.dumps(_picked(found, wanted, (), state), ensure_ascii=False, separators=(",", ":"))


def _picked(value: Mapping[str, Any], wanted: Mapping[tuple[str, ...], str], at: tuple[str, ...], state: State) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for key, inner in value.items():
        path = (*at, key)
        deeper = any(len(other) > len(path) and other[: len(path)] == path for other in wanted)
        how = wanted.get(path)
        if isinstance(inner, dict) and deeper:
            kept[key] = _picked(inner, wanted, path, state)
        elif how == "length" and isinstance(inner, str):
            kept[key] = "x" * min(len(inner), 1 << 20)
        elif how == "plain" and key == "variant" and isinstance(inner, str):
            kept[key] = _variant(inner, state)
        elif how == "plain":
            kept[key] = _redacted(inner, state)
        elif how == "open" and isinstance(inner, dict) and value.get("status") in ("running", "pending"):
            kept[key] = {name: _texts(inner[name], state) for name in _ASKED if name in inner}
        elif how is not None or deeper:
            kept[key] = _bare(inner)
    return kept


def _texts(value: Any, state: State) -> Any:
    """Return a text, or a list of them, with the stand-in of each: what was asked for can still be told to be a call's own."""
    if isinstance(value, list):
        return [_texts(inner, state) for inner in value[:20]]
    return state.hide("text", value[:4096]) if isinstance(value, str) and value else _bare(value)


def _redacted(value: Any, state: State) -> Any:
    if isinstance(value, str):
        return redact_text(value[:20_000], state)
    if isinstance(value, dict):
        return {
            redact_text(key[:200], state): inner if isinstance(inner, bool) else _bare(inner)
            for key, inner in islice(value.items(), 200)
        }
    return value if not isinstance(value, list) else []


def _bare(value: Any) -> Any:
    """Return a value of the same JSON type that says nothing."""
    return "" if isinstance(value, str) else {} if isinstance(value, dict) else [] if isinstance(value, list) else value


# --- requests ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class RequestExcerpt:
    """Prompt calls of one capture as JSON lines, without texts."""

    name: str
    calls: int
    content: bytes
    problems: tuple[Problem, ...]


def requests(path: str, sessions: Collection[str], state: State) -> RequestExcerpt:
    """Return the prompt calls in the capture at `path` that belong to `sessions`, name none, or were refused.

    Only JSON captures (HAR, JSON lines) have bodies to excerpt; of an access log nothing is kept.
    """
    from inspector.requests.calls import from_entry, from_record
    from inspector.requests.source import CaptureError, Damage, JsonText, encoding, opened
    from inspector.requests.values import stream

    lines, problems = [], []
    try:
        with opened(path) as blocks:
            first = next(blocks, b"")
            text = JsonText(chain((first,), blocks), encoding(first), Damage())
            for form, value, whole in stream(text):
                record = value if isinstance(value, dict) else {}
                call = from_entry(record, whole) if form == "entry" else from_record(record, whole)
                if call is None or call.route is None:
                    continue
                if call.session_id is None or call.session_id in sessions or (call.status or 0) >= 400:
                    lines.append(json.dumps(_call(call, state), ensure_ascii=False) + "\n")
    except (CaptureError, OSError) as error:
        problems.append(Problem(path, f"could not be copied to its end: {error}"))
    return RequestExcerpt(path, len(lines), "".join(lines).encode("utf-8", "replace"), tuple(problems))


def _call(call: Call, state: State) -> dict[str, Any]:
    from inspector.requests.calls import BROKEN, CUT, EMPTY, WHOLE

    kept: dict[str, Any] = {
        "time": call.time.isoformat() if call.time else None,
        "method": call.method,
        "path": redact_text(call.path, state),
        "query": {key: _place(value, state) for key, value in call.query.items() if key in ("directory", "workspace")},
        "headers": {key: _header(key, value, state) for key, value in call.headers.items() if key in _HEADERS},
        "status": call.status,
        "duration_ms": call.duration_ms,
    }
    if call.body_state == WHOLE:
        kept["body"] = _blanked(call.body, "", state)
    elif call.body_state in (BROKEN, CUT):
        kept["body"] = "{"
    elif call.body_state == EMPTY:
        kept["body"] = ""
    if call.answer is not None:
        refused = (call.status or 0) >= 400
        kept["response"] = _told(call.answer, state) if refused else _blanked(call.answer, "", state)
    return kept


_HEADERS = ("user-agent", "content-type", "x-opencode-directory")


def _header(name: str, value: str, state: State) -> str:
    if name == "content-type":
        return found[0] if (found := _MIME.match(value)) else ""
    if name == "user-agent":
        return (
            " ".join(_PRODUCT.findall(value[:600])[:8])
            if value.startswith("Mozilla/")
            else found[0]
            if (found := _PRODUCT.match(value))
            else "other/0"
        )
    return _place(unquote(value, errors="replace"), state)


_MIME = re.compile(r"[a-z]{1,20}/[A-Za-z0-9.+-]{1,60}")
_PRODUCT = re.compile(
    r"\b(?:opencode|opencode-[a-z]{1,12}|Mozilla|Electron|Firefox|Edg|Chrome|Safari|curl|node|bun|Bun|axios|python-requests)/[\d.]{1,20}"
)


def _blanked(value: Any, key: str, state: State) -> Any:
    """Return the value with every text as so many x; ids, names, known keys and the scheme of a URL are kept."""
    if isinstance(value, dict):
        return {
            name if name in _KEYS else state.hide("text", str(name)): _blanked(inner, str(name), state)
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_blanked(inner, key, state) for inner in value]
    if not isinstance(value, str):
        return value
    if key == "variant":
        return _variant(value, state)
    if key in _NAMING and _PLAIN.match(value):
        return redact_text(value, state)
    scheme, colon, rest = value.partition(":") if key in ("url", "uri") else ("", "", value)
    scheme = scheme if scheme in _SCHEMES else ""
    return f"{scheme}{colon}" + "x" * min(len(rest), 1 << 20)


_SCHEMES = frozenset(("http", "https", "file", "data", "mcp", "ftp", "blob", "git", "ssh"))
_KEYS = _NAMING | frozenset(
    (
        "parts", "prompt", "noReply", "tools", "system", "format", "command", "arguments", "resume", "text", "url", "uri", "filename",
        "source", "synthetic", "ignored", "time", "start", "end", "metadata", "description", "files", "agents", "info", "role", "parentID",
        "error", "data", "message", "path", "issues", "success", "kind", "mode", "finish", "tokens", "cost", "created", "completed",
        "input", "output", "reasoning", "cache", "read", "write", "state", "status", "tool", "callID", "snapshot", "schema", "auto", "summary",
    )
)  # fmt: skip
"""Keys that OpenCode's requests and answers have; another one is somebody's own word."""


def _told(value: Any, state: State) -> Any:
    """Return a refusal as the server gave it, redacted."""
    if isinstance(value, dict):
        return {name if name in _KEYS else redact_text(str(name), state): _told(inner, state) for name, inner in value.items()}
    if isinstance(value, list):
        return [_told(inner, state) for inner in value]
    return redact_text(value, state) if isinstance(value, str) else value
