"""For each rule one prompt in which it fires and one that looks alike and is something else, built from the model's own values."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from inspector.model import (
    Break,
    Column,
    DatabaseFacts,
    Drift,
    InputRow,
    LogRecord,
    Logs,
    MessageRow,
    Outcome,
    PartRow,
    PartShape,
    ProjectedRow,
    RequestShape,
    Run,
    SessionRow,
    SessionRows,
    Stage,
    Table,
)
from inspector.prompts.faults import parse
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World

T0 = datetime(2026, 11, 22, 7, 0, 0, tzinfo=UTC)
SES = "ses_dfde75ca1ffeePXeAd6SpuRx72"


def at(seconds: float) -> datetime:
    return T0 + timedelta(seconds=seconds)


def ident(prefix: str, time: datetime, tail: str = "AbCdEfGhIjKlMn") -> str:
    """An id of OpenCode's own form that holds `time`."""
    value = (int(time.timestamp() * 1000) * 4096 + 1) % (1 << 48)
    return f"{prefix}_{value:012x}{tail}"


def record(
    message: str, seconds: float = 0, era: str = "logfmt", run: str = "aaaaaaaa", level: str = "INFO", **fields: str
) -> LogRecord:
    fields = {k.replace("__", "."): v for k, v in fields.items()}
    return LogRecord(
        "server.log",
        int(seconds * 1000) + 1,
        era,
        at(seconds),
        level,
        run,
        message,
        {"session.id": SES, **fields},
        order=int(seconds * 1000),
    )


def failed(cause: str, seconds: float = 1, era: str = "logfmt", **more: Any) -> dict[str, Any]:
    """What a prompt gets from its ``prompt_async failed`` record."""
    line = record("prompt_async failed", seconds, era, level="ERROR", cause=cause)
    return {"outcome": Outcome.FAILED, "record": line, "fault": parse(cause), "records": (line,), **more}


def opaque(**more: Any) -> dict[str, Any]:
    return failed('{"_id":"Cause","failures":[{"_tag":"Die","defect":{}}]}', era="legacy", **more)


def user(seconds: float = 0, made: float | None = None, **fields: Any) -> MessageRow:
    base = MessageRow(
        ident("msg", at(seconds if made is None else made)),
        SES,
        "user",
        at(seconds),
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        "build",
        None,
        "mock",
        "good",
        None,
        False,
    )
    return replace(base, **fields)


def answer(
    parent: MessageRow, seconds: float = 0.2, completed: float | None = 1, finish: str | None = "stop", **fields: Any
) -> MessageRow:
    base = MessageRow(
        ident("msg", at(seconds)),
        SES,
        "assistant",
        at(seconds),
        at(completed) if completed is not None else None,
        parent.id,
        finish,
        None,
        None,
        None,
        None,
        "build",
        "build",
        "mock",
        "good",
        None,
        False,
    )
    return replace(base, **fields)


def tool(name: str, seconds: float = 0.5, status: str = "running", **fields: Any) -> PartRow:
    base = PartRow(
        ident("prt", at(seconds)), "msg_x", SES, "tool", at(seconds), name, status, at(seconds), None, False, False, None
    )
    return replace(base, **fields)


def text(chars: int | None = 5) -> PartRow:
    return PartRow(ident("prt", at(0)), "msg_x", SES, "text", at(0), None, None, None, None, False, False, None, chars=chars)


def session(**fields: Any) -> SessionRow:
    base = SessionRow(SES, "session", None, "1.18.33", "/srv/proj", "build", "mock", "good", None, at(-100), at(0))
    return replace(base, **fields)


def rows(*messages: MessageRow, row: SessionRow | None = None, gone: bool = False, **fields: Any) -> SessionRows:
    made = None if gone else row or session()
    base = SessionRows(
        SES, made, messages, (), (), (), {"session": int(not gone), "message": len(messages), "part": 0}, path="opencode.db"
    )
    return replace(base, **fields)


def request(**fields: Any) -> RequestShape:
    base = RequestShape(
        "requests.har",
        0,
        "prompt_async",
        "POST",
        f"/session/{SES}/prompt_async",
        SES,
        at(0),
        3.0,
        204,
        None,
        None,
        (),
        None,
        None,
        None,
        None,
        None,
        None,
        None,
        (PartShape("text", None, 5),),
        ("parts",),
        True,
    )
    return replace(base, **fields)


RUN = Run("aaaaaaaa", "logfmt", "server.log", 0, at(-60), at(120), "1.18.33", None, None)
LOOPS = replace(RUN, first_loop=at(-50), last_loop=at(60))
"""A run whose log has loops, so that the absence of one says something."""
OLD = replace(RUN, era="legacy", version="1.15.13")


def prompt(version: str = "1.18.33", **fields: Any) -> Prompt:
    run = replace(RUN, version=version, era="legacy" if version.startswith(("1.14", "1.15")) else "logfmt")
    base = Prompt(Outcome.SILENT, SES, at(0), Stage.STORED, rows(), run=run, version=version, version_from="banner", records=())
    return replace(base, **fields)


def stored(
    message: MessageRow, *answers: MessageRow, history: tuple[MessageRow, ...] = (), stage: Stage = Stage.STORED, **fields: Any
) -> Prompt:
    version = fields.pop("version", "1.18.33")
    found = rows(*history, message, *answers)
    fields.setdefault("parts", (text(),))
    return prompt(version, message=message, answers=answers, rows=found, stage=stage, time=message.time_created, **fields)


def table(name: str, *columns: str, triggers: tuple[str, ...] = ()) -> Table:
    made = tuple(Column(c.rstrip("!"), "text", c.endswith("!"), None, i) for i, c in enumerate(columns))
    return Table(name, "table", made, triggers)


CORE = {n: table(n, "id", "data") for n in ("project", "session", "message", "part", "todo")}


def facts(**fields: Any) -> DatabaseFacts:
    base = DatabaseFacts("opencode.db", "immutable", (), 1, None, "1.17.11+", (), ("migration",), False, CORE, "ok", (), at(120))
    return replace(base, **fields)


def drift(version: str, *breaks: Break, safe: tuple[str, ...] = ("1.17.11", "1.18.33")) -> Drift:
    return Drift(
        version, True, None, breaks, ("20260603040000_session_message_projection_order",), (), at(-30), "1.17.0", safe, safe[0]
    )


SEQ = Break("not-null", "session_message", "seq", "20260603040000_session_message_projection_order", "new sessions fail", True)
EPOCH = Break(
    "missing-column",
    "session_context_epoch",
    "replacement_seq",
    "20260622142730_simplify_session_context_epoch",
    "new sessions fail",
    True,
)


def world(*notable: LogRecord, runs: tuple[Run, ...] = (RUN,), logs: bool = True, **fields: Any) -> World:
    begun = LogRecord(
        "server.log", 1, "logfmt", at(-60), "INFO", "aaaaaaaa", "creating instance", {"directory": "/home/operator/proj"}
    )
    made = Logs((), runs, (), (begun, *notable), {}, {}, at(120)) if logs else None
    base = World(made, facts(), {}, end=at(120), log_end=at(120), log_start=at(-60), now=at(120))
    return replace(base, **fields)


def naming(*notable: LogRecord, runs: tuple[Run, ...] = (LOOPS,), dropped: int = 0, by: str = "aaaaaaaa", **fields: Any) -> World:
    """A world whose log names the session, in the run `by`."""
    made = world(*notable, runs=runs, **fields)
    assert made.logs is not None
    left_out = {SES: dropped} if dropped else {}
    return replace(made, logs=replace(made.logs, sessions={SES: (record("created", -1, run=by),)}, dropped=left_out))


def with_calls(*others: LogRecord) -> World:
    """A world whose log shows that its run calls providers, for another session."""
    made = naming()
    assert made.logs is not None
    said = (record("stream", -20, small="false"), *others)
    return replace(made, logs=replace(made.logs, sessions={**made.logs.sessions, "ses_other": said}))


PLUGIN = record("loading plugin", -50, path="file:///srv/proj/.opencode/plugin/hook.js")
NOTNULL = '{"_id":"Cause","failures":[{"_tag":"Die","defect":{"code":"SQLITE_CONSTRAINT_NOTNULL","errno":1299,"byteOffset":-1}}]}'
WRAP = datetime(2026, 8, 14, 11, 19, 55, 136000, tzinfo=UTC)


def _sql(words: str) -> str:
    return f"Cause([Die(SQLiteError: {words})])"


def _wrapped(version: str) -> Prompt:
    first = replace(user(), id=ident("msg", WRAP - timedelta(days=2)), time_created=WRAP - timedelta(days=2))
    old = replace(answer(first), id=ident("msg", WRAP - timedelta(days=2)), time_created=WRAP - timedelta(days=2))
    message = user(0)
    lines = (record("loop", 0.1, step="0"), record("exiting loop", 0.11))
    found = stored(message, history=(first, old), version=version, stage=Stage.LOOP, records=lines)
    assert found.rows is not None
    return replace(found, rows=replace(found.rows, session=session(time_created=WRAP - timedelta(days=3))))


def _set_back(seconds: float) -> Prompt:
    """A prompt that the server stored after an answer whose time is `seconds` later."""
    before = user(seconds - 1, place=1)
    ahead = answer(before, seconds, seconds + 1, place=2)
    lines = (record("loop", 0.1, step="0"), record("exiting loop", 0.11))
    return stored(user(0, place=3), history=(before, ahead), stage=Stage.LOOP, records=lines)


def _skewed(seconds: float, version: str = "1.17.19") -> Prompt:
    first = user(-30)
    reply = answer(first, -29.8, -29)
    lines = (record("loop", 0.1, step="0"), record("exiting loop", 0.11))
    return stored(user(0, made=seconds), history=(first, reply), version=version, stage=Stage.LOOP, records=lines)


def _uuid(version: str) -> Prompt:
    found = _skewed(0, version)
    assert found.message is not None and found.rows is not None
    message = replace(found.message, id="msg_00000000-f01f-4f69-8f10-8ff1be11681f")
    return replace(found, message=message, rows=replace(found.rows, messages=(*(found.rows.messages or ())[:-1], message)))


def _hanging(*parts: PartRow, **fields: Any) -> Prompt:
    message = user(0)
    return stored(message, answer(message, completed=None, finish=None), stage=Stage.ANSWERING, answer_parts=parts, **fields)


def _ended(name: str, words: str = "", **fields: Any) -> Prompt:
    message = user(0)
    return stored(message, answer(message, finish=None, error_name=name, error_message=words, **fields), stage=Stage.FAILED)


def _compacting(times: int) -> Prompt:
    message = user(0)
    rounds = tuple(answer(message, n + 1, n + 1.5, summary=True, mode="compaction", parent_id=f"msg_{n}") for n in range(times))
    found = stored(message, answer(message))
    assert found.rows is not None
    return replace(found, rows=replace(found.rows, messages=(*(found.rows.messages or ()), *rounds)))


def _inbox(version: str, promoted: int | None) -> Prompt:
    row = InputRow(ident("msg", at(0)), SES, "session_input", "prompt", "steer", 1, promoted, at(0))
    stage = Stage.ADMITTED if promoted is None else Stage.STORED
    seen = None if promoted is None else ProjectedRow(row.id, SES, "user", promoted, at(0), None, None, None, None)
    return prompt(version, input=row, projected=seen, stage=stage, rows=rows(inputs=(row,), projected=(seen,) if seen else ()))


def _answered(directory: str) -> Prompt:
    message = user(0)
    return replace(
        stored(message, answer(message)), outcome=Outcome.ANSWERED, stage=Stage.ANSWERED, request=request(directory=directory)
    )


def _aborted_queue(ended: float) -> Prompt:
    first = user(-5)
    stopped = answer(first, -4.8, ended, None, error_name="MessageAbortedError")
    return stored(user(0), history=(first, stopped))


NEXT = Run("bbbbbbbb", "logfmt", "server.log", 9, at(4), at(120), "1.18.33", None, None)
KILLED = replace(RUN, last_time=at(2))
ASKING = record("asking", 0.5, id=ident("per", at(0.51)), permission="bash")
QUESTION = record("asking", 0.5, id=ident("que", at(0.51)), questions="1")
_stream = record("stream", 0.3, small="false")
_no_row = {"stage": Stage.NOTHING}
_agent = "Cause([Die(UnknownError: UnknownError)])"
_gone = "Cause([Die(ProviderModelNotFoundError: Model not found: mock/god. Did you mean: good?)])"
_key = "Cause([Die(ProviderModelNotFoundError: Model not found: openai/gpt-4o. Did you mean: gpt-4o, gpt-4o-mini?)])"
_fk = _sql("FOREIGN KEY constraint failed")
_triggered = facts(tables={**CORE, "message": table("message", "id", "data", triggers=("lab_message",))})
_rejection = record(
    "schema rejection", 0, kind="Payload", reason='Expected a string starting with "prt", got "part_1"\n  at ["parts"][0]["id"]'
)

Case = tuple[Prompt, World]
_two = {"tables": {**CORE, "session_v2": table("session_v2", "id"), "kv": table("kv", "key")}, "generation": "2.x"}


def _busy(seconds: float) -> Case:
    """A prompt to a busy session that failed so long after an answer of it had ended."""
    first = user(-5)
    found = rows(first, answer(first, -4, 1 - seconds))
    return prompt(**failed("Cause([Die(BusyError: BusyError)])"), stage=Stage.UNKNOWN, rows=found), world(PLUGIN)


def _refused_in(place: str) -> Case:
    request_ = request(status=404)
    found = prompt(
        outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=rows(row=session(table=place)), request=request_, version_from="log"
    )
    return found, world(facts=facts(**_two))


def _zombie(**extra: str) -> Case:
    waiting = tuple(InputRow(ident("msg", at(n)), SES, "session_inbox", "prompt", "steer", n, None, at(n)) for n in (1, 2))
    row = session(table="session_v2", extra={"idle_outcome": "succeeded", "resume_attempts": "0", **extra})
    return prompt("2.0.3", input=waiting[0], stage=Stage.ADMITTED, rows=rows(row=row, inputs=waiting)), world(facts=facts(**_two))


def _twice(first: float) -> Prompt:
    """Two finished answers to one prompt, the first of which was made `first` seconds after it."""
    message = user(0)
    return stored(
        message, answer(message, first, 1), answer(message, 2, 3), stage=Stage.ANSWERED, version="1.15.13", repeated=True
    )


def _starting(*more: LogRecord) -> Case:
    loop = record("loop", 0.1, "legacy", step="0")
    server = record("found", 0.2, "legacy", service="mcp", key="slowpoke", type="local")
    return stored(user(0), stage=Stage.LOOP, records=(loop,), version="1.15.13"), world(server, *more)


def _after_dispose(*more: LogRecord) -> Case:
    message = user(10)
    found = replace(stored(message, answer(message, 10.2, 11)), outcome=Outcome.ANSWERED, stage=Stage.ANSWERED)
    return found, world(record("disposing instance", 5, directory="/srv/proj"), record("event disconnected", 5.1), *more)


def _stopped(directory: str) -> Case:
    return _ended("MessageAbortedError", "Aborted"), world(record("disposing instance", 0.9, directory=directory))


def _refused_history(*, first: bool) -> Prompt:
    """A refusal of a tool call without its result: of a session with earlier turns, or of its first prompt."""
    words = "messages.3: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01"
    return replace(_ended("APIError", words, error_status=400), first=first)


def _unheard() -> Prompt:
    """A captured call that got no HTTP answer."""
    base = prompt(stage=Stage.NOTHING, request=request(status=None, unanswered=True), records=None)
    return replace(base, run=None, version=None)


def _start_failed(seconds: float) -> LogRecord:
    fields = {"reason": "ServeError"}
    return LogRecord("server.log", 9, "legacy", at(seconds), "ERROR", None, "start failed", fields, order=9)


def _logged_500(frame: str) -> Prompt:
    cause = (
        f"TypeError: undefined is not an object (evaluating 'a.name')\n    at {frame} (/$bunfs/root/chunk-y88jw4qv.js:50:13096)"
    )
    line = record("failed", 1, level="ERROR", ref="err_5edc741f", cause=cause)
    return prompt("1.18.30", outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, record=line, fault=parse(cause))


def _client_said(words: str) -> Prompt:
    """A record of a client's own log."""
    line = LogRecord("main.log", 1, "legacy", at(0), "ERROR", None, words, {})
    return replace(prompt(stage=Stage.UNKNOWN, record=line, rows=None), session_id=None, run=None, version=None)


CASES: dict[str, tuple[Case, Case]] = {
    "schema-drift": (
        (prompt("1.15.13", **failed(NOTNULL, era="legacy"), **_no_row), world(drifts={"1.15.13": drift("1.15.13", SEQ)})),
        (prompt("1.15.13", **failed(NOTNULL, era="legacy"), **_no_row), world(drifts={"1.15.13": drift("1.15.13")})),
    ),
    "agent-not-found": (
        (prompt(**failed(_agent), **_no_row), world()),
        (stored(user(0), **failed(_agent, records=(record("loop", 0.2, step="0"), record("prompt_async failed", 1)))), world()),
    ),
    "model-not-found": (
        (stored(user(0), **failed(_gone)), world()),
        (stored(user(0), **failed(_key)), world()),
    ),
    "missing-credentials": (
        (stored(user(0), **failed(_key)), world()),
        (stored(user(0), **failed(_gone)), world()),
    ),
    "plugin-error": (
        (prompt(**failed('Cause([Die("plain string thrown")])'), **_no_row), world(PLUGIN)),
        (prompt(**failed("Cause([Die(Error: Resource not found: nobody/mcp://x)])"), **_no_row), world(PLUGIN)),
    ),
    "plugin-hang": (
        (prompt(stage=Stage.NOTHING, request=request()), world(PLUGIN)),
        (prompt(stage=Stage.NOTHING, request=request(no_reply=True)), world(PLUGIN)),
    ),
    "database-locked": (
        (prompt(**failed(_sql("database is locked")), **_no_row), world()),
        (prompt(**failed(_sql("database or disk is full")), **_no_row), world()),
    ),
    "disk-full": (
        (prompt(**failed(_sql("database or disk is full")), **_no_row), world()),
        (prompt(**failed(_sql("database is locked")), **_no_row), world()),
    ),
    "database-damaged": (
        (prompt(**failed(_sql("no such table: part")), **_no_row), world()),
        (prompt(**failed(_sql("no such column: replacement_seq")), **_no_row), world(drifts={"1.17.0": drift("1.17.0", EPOCH)})),
    ),
    "duplicate-id": (
        (prompt(**failed("Cause([Die(Error: No user message found in stream. This should never happen.)])"), **_no_row), world()),
        (prompt(**failed("Cause([Die(Error: hook refused)])"), **_no_row), world()),
    ),
    "session-deleted": (
        (prompt(rows=rows(gone=True), **failed(_fk), stage=Stage.UNKNOWN), world()),
        (prompt(**failed(_fk), stage=Stage.UNKNOWN), world()),
    ),
    "constraint-violation": (
        (prompt(**failed(_fk), stage=Stage.UNKNOWN), world(facts=_triggered)),
        (prompt(rows=rows(gone=True), **failed(_fk), stage=Stage.UNKNOWN), world()),
    ),
    "part-unreadable": (
        (
            prompt(**failed('Cause([Die(TypeError [ERR_INVALID_URL]: "not a url" cannot be parsed as a URL.)])'), **_no_row),
            world(),
        ),
        (prompt(**failed("Cause([Die(TypeError: x is not a function)])"), **_no_row), world(PLUGIN)),
    ),
    "directory-missing": (
        (prompt(**failed("Cause([Die(PlatformError: NotFound: FileSystem.realPath (/srv/proj))])"), **_no_row), world()),
        (prompt(**failed("Cause([Die(Error: ENOENT: no such file or directory, open '/srv/a.txt')])"), **_no_row), world()),
    ),
    "provider-error": (
        (_ended("APIError", "messages.0: invalid request", error_status=400), world()),
        (_ended("MessageAbortedError", "Aborted"), world()),
    ),
    "context-overflow": (
        (_ended("ContextOverflowError", "context_length_exceeded"), world()),
        (_ended("APIError", "rate limit", error_status=429), world()),
    ),
    "compaction-loop": ((_compacting(3), world()), (_compacting(1), world())),
    "output-cut-off": (
        (_ended("MessageOutputLengthError"), world()),
        (_ended("APIError", "too many requests", error_status=429), world()),
    ),
    "stream-stall": (
        (_hanging(records=(record("loop", 0.1, step="0"), _stream)), world()),
        (_hanging(tool("bash", has_metadata=True), records=(_stream,)), world()),
    ),
    "tool-hang": (
        (_hanging(tool("bash", has_metadata=True, has_output=True), records=(_stream,)), world()),
        (_hanging(tool("bash"), records=(_stream,)), world(ASKING)),
    ),
    "waiting-for-permission": (
        (_hanging(tool("bash"), records=(_stream,)), world(ASKING)),
        (_hanging(tool("bash", has_metadata=True, has_output=True), records=(_stream,)), world()),
    ),
    "waiting-for-answer": (
        (_hanging(tool("question"), records=(_stream,)), world(QUESTION)),
        (_hanging(tool("webfetch"), records=(_stream,)), world()),
    ),
    "server-stopped": (
        (
            _hanging(tool("bash", 1.5, has_metadata=True), run=KILLED, records=(record("stream", 1.5, small="false"),)),
            world(runs=(KILLED, NEXT)),
        ),
        (_hanging(text(), records=(_stream,)), world()),
    ),
    "input-not-promoted": ((_inbox("1.18.33", None), world()), (_inbox("1.18.33", 2), world())),
    "no-reply-requested": (
        (stored(user(0), run=LOOPS), naming()),
        (stored(user(0), run=LOOPS, request=request()), naming()),
    ),
    "id-wrap": ((_wrapped("1.18.14"), world()), (_wrapped("1.18.15"), world())),
    "server-clock": ((_set_back(3600), world()), (_set_back(0.003), world())),
    "client-clock": ((_skewed(-600), world()), (_skewed(-600, "1.18.33"), world())),
    "unsortable-id": ((_uuid("1.17.19"), world()), (_uuid("1.18.33"), world())),
    "aborted": (
        (_ended("MessageAbortedError", "Aborted"), world()),
        (_ended("APIError", "Aborted by peer", error_status=500), world()),
    ),
    "abort-dropped-queue": ((_aborted_queue(3), world(logs=False)), (_aborted_queue(-1), world(logs=False))),
    "permission-refused": (
        (
            stored(
                m := user(0),
                answer(m, finish="tool-calls"),
                stage=Stage.ANSWERING,
                answer_parts=(tool("bash", status="error", error="The user rejected permission to use this tool"),),
            ),
            world(),
        ),
        (
            stored(
                m,
                answer(m, finish="tool-calls"),
                stage=Stage.ANSWERING,
                answer_parts=(tool("bash", status="error", error="exit code 1"),),
            ),
            world(),
        ),
    ),
    "wrong-directory": ((_answered("/elsewhere"), world()), (_answered("/srv/proj/"), world())),
    "wrong-database": (
        (
            p1 := prompt(rows=rows(gone=True), stage=Stage.UNKNOWN, outcome=Outcome.FAILED),
            world(prompts=(p1, replace(p1, session_id="ses_other"), replace(p1, session_id="ses_third"))),
        ),
        (p1, world(prompts=(p1, replace(prompt(), session_id="ses_other"), replace(p1, session_id="ses_third")))),
    ),
    "request-rejected": (
        (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, record=_rejection, fault=parse("x")), world()),
        (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=404)), world()),
    ),
    "server-error": (
        (
            prompt(
                outcome=Outcome.REJECTED,
                stage=Stage.REJECTED,
                rows=None,
                record=record("failed", 0, ref="err_5f4cf077", error="SyntaxError: JSON Parse error"),
                fault=parse("SyntaxError: JSON Parse error"),
            ),
            world(),
        ),
        (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=400)), world()),
    ),
    "session-not-found": (
        (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=rows(gone=True), request=request(status=404)), world()),
        (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=401)), world()),
    ),
    "unauthorized": (
        (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=401)), world()),
        (prompt(outcome=Outcome.REJECTED, stage=Stage.REJECTED, rows=None, request=request(status=404)), world()),
    ),
    "agent-file-invalid": (
        (prompt(**failed("Cause([Die(ConfigInvalidError: ConfigInvalidError)])"), **_no_row), world()),
        (prompt(**failed(_agent), **_no_row), world()),
    ),
    "tool-module-missing": (
        (
            prompt(
                **failed("Cause([Die(ResolveMessage: Cannot find module '@opencode-ai/plugin' ERR_MODULE_NOT_FOUND)])"), **_no_row
            ),
            world(),
        ),
        (prompt(**failed("Cause([Die(Error: File not found: a.txt)])"), **_no_row), world()),
    ),
    "snapshot-hang": (
        (stored(user(0), stage=Stage.LOOP, version="1.15.13", records=(record("loop", 0.1, "legacy", step="0"),)), with_calls()),
        (
            stored(
                user(0),
                stage=Stage.LOOP,
                version="1.15.13",
                records=(record("loop", 0.1, "legacy", step="0"), record("exiting loop", 0.2, "legacy")),
            ),
            with_calls(),
        ),
    ),
    "lost-wake": (
        (stored(user(0.2), history=(m0 := user(-5), answer(m0, -4, 0.1)), request=request()), world()),
        (stored(user(0.2), history=(m0, answer(m0, -4, 0.1)), request=request(no_reply=True)), world()),
    ),
    "migration-failed": (
        (
            prompt(
                outcome=Outcome.REJECTED,
                stage=Stage.REJECTED,
                rows=None,
                record=record("failed", 0, ref="err_00000001", error="SQLiteError: duplicate column name: cost"),
                fault=parse("SQLiteError: duplicate column name: cost"),
            ),
            world(),
        ),
        (prompt(**failed(NOTNULL, era="legacy"), **_no_row), world(drifts={"1.15.13": drift("1.15.13", SEQ)})),
    ),
    "instance-disposed": (_stopped("/srv/proj"), _stopped("/srv/other")),
    "mcp-hang": (
        _starting(),
        _starting(record("create() successfully created client", 0.4, "legacy", service="mcp", key="slowpoke")),
    ),
    "lost-event-stream": (_after_dispose(), _after_dispose(record("event connected", 7))),
    "generation-split": (_refused_in("session_v2"), _refused_in("session")),
    "dead-run": (
        _zombie(time_idle=str(int(at(-50).timestamp() * 1000))),
        _zombie(time_idle=str(int(at(-50).timestamp() * 1000)), time_suspended="1"),
    ),
    "plugin-followup": (_busy(0.005), _busy(4)),
    "inverted-ids": ((_twice(-0.05), world()), (_twice(0.05), world())),
    "unawaited-prompt": (
        (
            prompt(
                "1.1.65",
                rows=None,
                stage=Stage.UNKNOWN,
                record=record("rejection", 0, era="legacy", e="socket closed"),
                fault=parse("socket closed"),
            ),
            world(),
        ),
        (prompt(**failed("Cause([Die(Error: hook refused)])"), **_no_row), world()),
    ),
    "history-rejected": (
        (_refused_history(first=False), world()),
        (_refused_history(first=True), world()),
    ),
    "empty-answer": (
        (replace(stored(user(0), answer(user(0)), stage=Stage.ANSWERED), empty=True), world()),
        (stored(user(0), answer(user(0), finish="unknown"), stage=Stage.STREAM, answer_parts=(text(5),)), world()),
    ),
    "database-readonly": (
        (prompt(**failed(_sql("attempt to write a readonly database")), **_no_row), world()),
        (prompt(**failed(_sql("database disk image is malformed")), **_no_row), world()),
    ),
    "server-start-failed": (
        (_unheard(), world(_start_failed(-30), runs=())),
        (_unheard(), world(_start_failed(30), runs=())),
    ),
    "startup-stall": (
        (_unheard(), world(runs=(replace(RUN, last_time=at(-59)),))),
        (_unheard(), world()),
    ),
    "known-release-bug": (
        (_logged_500("SystemPrompt.environment"), world()),
        (_logged_500("Other.place"), world()),
    ),
    "desktop-sidecar-failed": (
        (_client_said("Sidecar did not become ready within 60000ms"), world()),
        (_client_said("Sidecar is ready"), world()),
    ),
    "renderer-crashed": (
        (_client_said("render-process-gone reason=oom"), world()),
        (_client_said("renderer loaded"), world()),
    ),
    "client-watchdog": (
        (_client_said("OpenCode process not running, restarting..."), world()),
        (_client_said("OpenCode process healthy"), world()),
    ),
}
