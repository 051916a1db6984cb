"""The log records of the sessions in a bundle, rewritten without people's texts."""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import accumulate, chain, islice
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from inspector.bundle.blanks import FOLDER_FIELDS, LEARNED, blank_texts, redact_folder, redact_variant
from inspector.logs.ends import Ends
from inspector.logs.eras import eras
from inspector.logs.found import KIND_HEAD, KIND_TAIL, Scan
from inspector.logs.notable import COMMANDS, FAILURE, LOUD, ORDINARY, RARE, kind
from inspector.logs.records import banners, creations, parse, shorten, starts
from inspector.logs.search import positions
from inspector.logs.sources import find_logs
from inspector.logs.walk import walk
from inspector.model import LogRecord, Problem
from inspector.model.value import Value
from inspector.patterns import late
from inspector.redaction.folders import telling_folder
from inspector.redaction.redact import redact_text
from inspector.redaction.state import State

if TYPE_CHECKING:
    from inspector.logs.blocks import Block

LOG_BYTES = 64 << 20
"""Maximum size of all excerpts together, in bytes."""

SESSION_RECORDS = 400
"""At most this many records of one session in one log are kept, as many as a diagnosis reads."""

_ROUNDS = 4

_TOKEN = late(rb"ses_\w{1,64}")

_SAYS_NOTHING = late(
    r"(?:-?\d[\d.:TZ-]{0,40}|true|false|null|undefined|\[\]|\{\}|[a-z]{3}_[A-Za-z0-9]{8,40}|New session - [\dT:.Z-]{1,40})?\Z"
)
"""Values of any field that are numbers, times or ids."""

_FIELDS = frozenset(
    """
    service version process_role run_id count mode type id projectID session.id sessionID messageID partID partType parentID
    workspaceID requestID index step status duration cost tokens time providerID modelID small agent model model.id
    model.providerID model.modelID kind ref method hash code key permission platform backend serverIds limit pruned total
    pkg llm.runtime llm.provider llm.model diffCode otherCode opencode.server.backend opencode.server.backend.reason
    opencode.installation.channel opencode.installation.version mime
    """.split()
)
"""Fields of a record whose values are names, ids or states."""

_ERRORS = frozenset(("error", "error.error", "cause", "reason", "e", "stack", "stderr", "diffStderr", "otherStderr"))

_PORT = late(r"--port(?:=\d{1,5})?")

_NUMBER = late(r"\d{1,5}")

_OWN_MESSAGES = frozenset(
    (
        "project copy refresh started",
        "project copy refresh done",
        "shell tool using shell",
        "tracking",
        "resolveTools",
        "cancelled",
        "applying migrations",
        "running migration",
        "failed to initialize fff",
        "cleanup",
        "shutting down",
        "",
    )
)


class LogExcerpt(Value, frozen=True):
    """The selected records of one log, each complete, in log order."""

    name: str
    """The log as it is named in reports."""
    records: int
    content: bytes
    """UTF-8, redacted."""


class LogExcerpts(Value, frozen=True):
    """The excerpts of all logs."""

    logs: tuple[LogExcerpt, ...]
    sessions: frozenset[str]
    """The sessions in the excerpts, each complete, because a partial session would lead to a different diagnosis."""
    problems: tuple[Problem, ...]


def logs(paths: Sequence[str], sessions: Collection[str], neighbours: int, runs: Collection[str], state: State) -> LogExcerpts:
    """Return one excerpt for each log found at `paths`, and problems with records that were unreadable or did not fit.

    An excerpt keeps the records of `sessions` and of the last `neighbours` other sessions, all failures and notable records, the
    records with a run's version, and the first and last records of each part of a log and of each of `runs`, so that the time that
    the log covers is kept.
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
        state.learn(islice(dict.fromkeys(r.fields[key] for r in records for key in FOLDER_FIELDS if r.fields.get(key)), LEARNED))
        found.append(LogExcerpt(place.name, len(records), "".join(_retold(r, state) for r in records).encode("utf-8", "replace")))
    return LogExcerpts(tuple(found), frozenset(token.decode() for token in wanted), tuple(problems))


def _fitting(records: Iterator[bytes], room: int) -> list[bytes]:
    sizes = accumulate(map(len, (kept := list(records))))
    return [raw for raw, size in zip(kept, sizes, strict=True) if size <= room]


class _Last:
    """Collects the sessions named last in all logs; `block` is called with every block."""

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
    """Selects the records of one log to keep; `block` is called with every block."""

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
        """The number of kept records."""
        return len(self._kept())

    def _kept(self) -> dict[int, bytes]:
        return dict(chain(self._always.items(), self._last.values(), *self._ends.values()))

    def records(self) -> Iterator[bytes]:
        """Yield the kept records, each once, in log order."""
        kept = self._kept()
        for offset in sorted(kept):
            yield kept[offset] if kept[offset].endswith(b"\n") else kept[offset] + b"\n"

    def block(self, block: Block) -> None:
        data = block.data
        self._keep(_record(block, 0))
        self._keep(_record(block, block.record_start(block.size - 1, 0)))
        hits = sorted(
            hit
            for anchor in (*RARE, *LOUD, *ORDINARY, *banners(), *creations())
            for hit in positions(data, anchor, 0, block.size)
        )
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
        """Keep the last piece of an answer of each run that begins with a banner."""
        floor = 0
        banner_places = sorted(place for banner in banners() for place in positions(block.data, banner, 0, block.size))
        pieces = [era.piece for era in eras().values() if era.piece]
        for end in (*banner_places, block.size):
            at = max((block.data.rfind(piece, floor, end) for piece in pieces), default=-1)
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
    """Return `record` in the form of its era, with the values of only the known fields."""
    pairs = {key: _told_field(record, key, value, state) for key, value in record.fields.items()}
    return eras()[record.era].write(replace(record, message=_message(record, state), fields=pairs))


def _message(record: LogRecord, state: State) -> str:
    """Return the redacted message of the server itself; of a plugin, which may log any text, only error messages."""
    if in_own_words(record):
        return redact_text(record.message, state)
    return state.hide("text", record.message) if record.message else ""


def in_own_words(record: LogRecord) -> bool:
    """Return whether a record's message is OpenCode's own or an error; a plugin may have written any other message."""
    return record.level in ("WARN", "ERROR") or known_message(record.message)


@cache
def known_message(message: str) -> bool:
    """Return whether OpenCode itself writes this message, and not as an error."""
    from inspector.logs.eras import eras
    from inspector.logs.notable import OWN_MESSAGES

    return message in OWN_MESSAGES | _OWN_MESSAGES or any(message in era.messages for era in eras().values())


def _told_field(record: LogRecord, key: str, value: str, state: State) -> str:
    """Return the value of one field: unchanged if it is harmless, redacted if the field is known, else a placeholder."""
    if key in FOLDER_FIELDS:
        return redact_folder(value, state)
    if key == "path":
        return redact_text(value, state) if record.fields.get("method") or record.message == "request" else _path(value, state)
    if key == "args":
        return _arguments(value, state)
    if key == "patterns":
        return _patterns(value, state)
    if key == "variant":
        return redact_variant(value, state)
    if key in _FIELDS or key in _ERRORS or _SAYS_NOTHING.match(value):
        return redact_text(value, state)
    return state.hide("text", value)


def _path(value: str, state: State) -> str:
    """Return a path with its folder hidden; the file name stays, because it identifies a plugin."""
    cut = max(value.rfind("/"), value.rfind("\\"))
    scheme, mark, folder = value[: max(cut, 0)].rpartition("://")
    if (folder[:1] in ("/", "\\", "~", ".") or folder[1:2] == ":") and telling_folder(f"{folder}/"):  # else a name of a package
        return scheme + mark + redact_folder(folder, state) + redact_text(value[cut:], state)
    return redact_text(value, state)


def _arguments(value: str, state: State) -> str:
    """Return only the subcommand and the port of the start arguments, because they may contain a prompt."""
    words = _list_in(value)
    if words is None:
        return state.hide("text", value)
    shown = []
    for before, word in zip((None, *words), map(str, words), strict=False):
        port = _PORT.fullmatch(word) or (before == "--port" and _NUMBER.fullmatch(word))
        shown.append(word if port or (before is None and word in COMMANDS) else state.hide("text", word))
    return json.dumps(shown, ensure_ascii=False, separators=(",", ":"))


def _list_in(value: str) -> list[Any] | None:
    """Return `value` parsed as a JSON list; None when it is not a list."""
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def _patterns(value: str, state: State) -> str:
    """Return the patterns of a permission request, each replaced by a placeholder."""
    found = _list_in(value)
    return (
        state.hide("text", value)
        if found is None
        else json.dumps(blank_texts(found, state), ensure_ascii=False, separators=(",", ":"))
    )
