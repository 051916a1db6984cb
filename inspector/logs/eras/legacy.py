"""OpenCode up to 1.15.13: ``LEVEL time +Nms key=value … message``, the message last and nothing quoted.

Values go out raw and may hold spaces, ``=``, quotes and newlines (knowledge/formats.md, section 2, era A), so a line
alone does not say where its last value ends and its message begins. Three facts from the recordings (1.0.61 to
1.15.13) decide: the messages each ``service`` writes, the keys that hold free text, and that objects are one-line JSON.
"""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from itertools import chain

from inspector.logs.eras._era import Era
from inspector.model import LogRecord

_NAME = "legacy"
_START = rb"(?:DEBUG|INFO|WARN|ERROR) +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d \+-?\d+ms(?= |\r?\n|$)"
_SAMPLES = (
    "INFO  2026-11-22T06:48:33 +750ms service=default version=1.15.13 "
    'args=["serve","--port","4096","--print-logs","--log-level","INFO"] '
    "process_role=main run_id=88a7c626-9e7f-4809-aa74-0be4f52f094e opencode",
    "INFO  2026-11-22T06:48:53 +0ms service=session.prompt session.id=ses_dfdfc32cdffeC1fjR5fDEZFrb2 step=1 loop",
    "ERROR 2026-11-22T06:48:49 +4ms service=default session.id=ses_dfdfc42d2ffe0OUoQ60bKTqViz "
    'cause={"_id":"Cause","failures":[{"_tag":"Die","defect":{}}]} prompt_async failed',
    "ERROR 2026-11-22T07:01:43 +4ms service=server sessionID=ses_dfdfc42d2ffe0OUoQ60bKTqViz "
    'error=hook refused: quota "daily" used up\n'
    "second line of the message prompt_async failed",
    'ERROR 2026-11-22T06:48:49 +-7ms service=default session.id=ses_dfdfc42d2ffe0OUoQ60bKTqViz cause={"_id":"Cause"} prompt_async failed',
    "INFO  2026-11-22T06:56:05 +18ms service=snapshot hash=11175ebccb3241e4888e30f41aafddcb1dc72f8c\n"
    " cwd=/home/operator/proj git=/home/operator/.local/share/opencode/snapshot/b44c3c30 tracking",
    "ERROR 2026-11-22T17:30:04 +14ms service=default prompt_async failed [object Object]",
    'ERROR 2026-11-22T07:27:33 +32025ms service=mcp key=slowpoke command=["sleep","600"] cwd=/home/operator/proj '
    "error=Operation timed out after 30000ms local mcp startup failed",
)

_PRINTED = " [object Object]"
"""1.14.42 to 1.14.48 print the pairs of a ``prompt_async failed`` as an object, so the record names neither session nor
cause (seen on 1.14.48)."""
_HEAD = re.compile(r"(DEBUG|INFO|WARN|ERROR) +(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d) \+(-?\d+)ms ?")
_KEY = re.compile(r"([A-Za-z_][\w.\-]*)=")
_FOLLOWING = re.compile(r"[ \n]([A-Za-z_][\w.\-]*)=")
_SERVICE = re.compile(r"service=(\S+)")
_BROKEN_JSON = 8  # so many values that look like JSON and are none are tried in one record: keeps hostile lines linear
_JSON = json.JSONDecoder(strict=False)

# What each service says at the end of its lines; the longest that fits wins.
_MESSAGES: dict[str, tuple[str, ...]] = {
    "acp-command": ("Unhandled rejection",),
    "bun": ("running", "done"),
    "bus": ("publishing", "subscribing", "unsubscribing"),
    "config": ("loading", "background dependency install failed"),
    "data-migration": ("running data migration",),
    "db": ("opening database", "applying migrations"),
    "default": (
        "prompt_async failed",
        "prompt_async failed [object Object]",
        "opencode",
        "creating instance",
        "disposing instance",
        "bootstrapping",
        "rejection",
        "failed to run data migrations",
        "llm runtime selected",
        "fatal",
    ),
    "file": ("init",),
    "file.watcher": ("watcher backend", "init"),
    "format": ("all formatters are disabled", "init"),
    "json-migration": ("storage directory does not exist, skipping migration",),
    "llm": ("stream error", "stream", "params"),
    "lsp": ("all LSPs are disabled", "enabled LSP servers", "touching file"),
    "mcp": (
        "local mcp startup failed",
        "remote mcp startup failed",
        "client not found for readResource",
        "found",
        "create() successfully created client",
        "mcp server requires authentication",
    ),
    "permission": ("asking", "evaluated", "evaluate", "response"),
    "models.dev": ("refreshing", "Failed to fetch models.dev"),
    "plugin": ("loading internal plugin", "loading plugin", "skipping external plugins in pure mode"),
    "project": ("fromDirectory", "git.rev-parse"),
    "provider": ("using bundled provider", "getSDK", "state", "found", "init"),
    "question": ("asking", "replied", "rejected"),
    "ripgrep": ("tree",),
    "scheduler": ("run",),
    "server": (
        "prompt_async failed",
        "schema rejection",
        "failed",
        "request",
        "server backend selected",
        "global event connected",
        "global event disconnected",
        "event connected",
        "event disconnected",
    ),
    "session": ("created",),
    "session.compaction": ("pruning", "found"),
    "session.processor": ("process",),
    "session.projector": ("ignored late part update", "ignored late message update"),
    "session.prompt": (
        "invalid user part before save",
        "invalid user message before save",
        "failed to generate title",
        "failed to read file",
        "failed to read directory",
        "loop exit with orphaned interrupted tool",
        "exiting loop",
        "mcp resource",
        "resolveTools",
        "cancel",
        "command",
        "file",
        "loop",
    ),
    "session.summary": ("title",),
    "session.tools": ("resolveTools",),
    "share-next": ("share subscriber failed", "share flush failed", "removing share"),
    "skill": ("init",),
    "snapshot": ("failed to list snapshot files", "tracking", "initialized", "cleanup"),
    "storage": ("failed to run migration", "running migration"),
    "vcs": ("initialized",),
}
# Free text: such a value ends only where one of these keys follows, or with the message; its lines may go on.
_FREE: dict[str, frozenset[str]] = {
    "error": frozenset({"stack", "cause"}),
    "cause": frozenset({"part"}),
    "reason": frozenset(),
    "e": frozenset(),
    "stack": frozenset(),
    "part": frozenset(),
    "message": frozenset({"name", "cause", "stack"}),
    "stdout": frozenset({"stderr"}),
    "stderr": frozenset(),
    "diffStderr": frozenset({"otherCode", "otherStderr"}),
    "otherStderr": frozenset(),
    "title": frozenset({"cost", "time"}),
    "hash": frozenset({"cwd", "git"}),
}
# Paths and names may hold spaces too, but only one of the keys seen in recordings ends them.
_KEYS = frozenset(
    """
    service version args process_role run_id path count mode name directory type id slug projectID title cost tokens time
    session.id sessionID messageID partID partType index step status duration providerID modelID small agent model error
    message cause stack reason kind ref method cwd git hash cmd code stdout stderr shell key command uri mime clientName
    permission patterns pattern action ruleset questions requestID answers branch default_branch platform backend dir pkg
    serverIds file limit prune pruned total llm.runtime llm.provider llm.model diffCode diffStderr otherCode otherStderr
    promise e part parentID workspaceID params opencode.server.backend opencode.server.backend.reason
    opencode.installation.channel opencode.installation.version
    """.split()
)


def _parse(raw: bytes, path: str, offset: int) -> LogRecord | None:
    """The record that `raw` holds, continuation lines included; None when it does not begin one.

    `run` is None: a line does not say which process wrote it, only the start banner before it does.
    """
    text = raw.decode("utf-8", "backslashreplace").replace("\r\n", "\n").rstrip("\r\n")
    head = _HEAD.match(text)
    if head is None:
        return None
    pairs, message = _split(text[head.end() :])
    message = message.removesuffix(_PRINTED) if message.startswith("prompt_async failed") else message
    return LogRecord(
        path=path,
        offset=offset,
        era=_NAME,
        time=_time(head[2]),
        level=head[1],
        run=None,
        message=message,
        fields=pairs,
        delta_ms=int(head[3][:15]),
    )


def _is_closed(body: str) -> bool:
    """Whether `body`, a record without its head, ends with a message that its service writes."""
    service = _SERVICE.match(body)
    return service is not None and bool(_ending(body, len(body), _MESSAGES.get(service[1], ())))


def _missing_end(raw: bytes) -> tuple[bytes, ...]:
    """Return the messages one of which should end the record `raw`, where none does: it then goes on behind what looks like the next
    record. () for a whole record, and for a service whose messages are not known."""
    head = _HEAD.match(raw[:120].decode("utf-8", "backslashreplace"))
    service = _SERVICE.search(raw[:200].decode("utf-8", "backslashreplace"), head.end() if head else 0)
    messages = tuple(message.encode() for message in _MESSAGES.get(service[1], ())) if service else ()
    return () if raw.rstrip(b"\r\n").endswith(messages or b"") else messages


def _time(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError:
        return None


def _split(body: str) -> tuple[dict[str, str], str]:
    """Pairs and message of a record without its head. Foreign lines on the same stderr may follow the record."""
    service = _SERVICE.match(body)
    messages = _MESSAGES.get(service[1], ()) if service else ()
    first = body.find("\n")
    if first < 0:
        return _cut(body, len(body), messages)
    pairs, message = _cut(body, first, messages)
    open_value = bool(pairs) and next(reversed(pairs)) in _FREE
    if message and not open_value:
        return pairs, message
    end = len(body)
    while end > first:
        if _ending(body, end, messages):
            return _cut(body, end, messages)
        end = body.rfind("\n", 0, end)
    return (pairs, message) if message or not open_value else _cut(body, len(body), ())


def _ending(body: str, end: int, messages: tuple[str, ...]) -> str:
    """The longest of `messages` that ``body[:end]`` ends with as whole words; empty when there is none."""
    fits = (m for m in messages if body.endswith(m, 0, end) and (len(m) == end or body[end - len(m) - 1] in " \n"))
    return max(fits, key=len, default="")


def _cut(body: str, end: int, messages: tuple[str, ...]) -> tuple[dict[str, str], str]:
    message = _ending(body, end, messages)
    stop = max(end - len(message) - 1, 0) if message else end
    pairs: dict[str, str] = {}
    at, broken = 0, 0
    while at < stop and (key := _KEY.match(body, at, stop)):
        start = key.end()
        is_json = body[start : start + 1] in ("{", "[")
        after = _after_json(body, start, stop) if is_json and broken < _BROKEN_JSON else -1
        broken += is_json and after < 0
        if after < 0:
            after = _after_text(body, key[1], start, stop, bool(message))
        pairs.setdefault(key[1], body[start:after].rstrip(" \n"))
        at = after
        while at < stop and body[at] in " \n":
            at += 1
    return pairs, message or body[at:end]


def _after_json(body: str, start: int, stop: int) -> int:
    """Where the JSON value at `start` ends; -1 when it is none."""
    try:
        after = _JSON.raw_decode(body, start)[1]
    except (ValueError, RecursionError):
        return -1
    return after if after == stop or (after < stop and body[after] in " \n") else -1


def _after_text(body: str, name: str, start: int, stop: int, message_known: bool) -> int:
    """Where the text value of key `name` ends: before a key that may follow it, else with the pairs."""
    free = name in _FREE
    if free or name in _KEYS:
        followers = _FREE.get(name, _KEYS)
        for key in _FOLLOWING.finditer(body, start, stop):
            if key[1] in followers:
                return key.start()
        if free or message_known:
            return stop
    space = body.find(" ", start, stop)
    return stop if space < 0 else space


def _write(record: LogRecord) -> str:
    pairs = " ".join(f"{key}={value}" for key, value in record.fields.items())
    stamp = (
        record.time.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="seconds") if record.time else "0000-00-00T00:00:00"
    )
    return f"{record.level:<5} {stamp} +{record.delta_ms or 0}ms {pairs}{' ' * bool(pairs)}{record.message}\n"


ERA = Era(
    name=_NAME,
    start=_START,
    samples=_SAMPLES,
    parse=_parse,
    write=_write,
    loop=b" loop\n",
    line_starts=(b"\nINFO ", b"\nERROR ", b"\nWARN ", b"\nDEBUG "),
    ended_by=(1, 17),
    newest="1.15.x",
    pasted_head=lambda level, delta: f"{level} 2000-01-01T00:00:00 +{delta or 0}ms ",
    is_closed=_is_closed,
    whole_seconds=True,
    banner=b"service=default version=",
    created=b"service=session id=ses_",
    piece=b" type=message.part.delta publishing",
    calling=(b" getSDK",),
    logs_loading=True,
    missing_end=_missing_end,
    messages=frozenset(chain.from_iterable(_MESSAGES.values())),
    logs_plugins=True,
)
