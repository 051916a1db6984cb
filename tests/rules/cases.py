"""For each rule one prompt in which it fires and one that looks alike and is something else, built from the model's own values."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from inspector.diagnosis.verdict import Broken, Verdict, judge
from inspector.model import (
    Break,
    BreakKind,
    Column,
    DatabaseFacts,
    Drift,
    Health,
    LogRecord,
    Logs,
    MessageRow,
    Outcome,
    PartRow,
    PartShape,
    RequestShape,
    Run,
    SessionRow,
    SessionRows,
    Source,
    Stage,
    Table,
    TableKind,
)
from inspector.prompts.faults import parse
from inspector.prompts.prompt import Prompt, VersionFrom
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
    base = Prompt(
        Outcome.SILENT, SES, at(0), Stage.STORED, rows(), run=run, version=version, version_from=VersionFrom.LOG, records=()
    )
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
    return Table(name, TableKind.TABLE, made, triggers)


CORE = {n: table(n, "id", "data") for n in ("project", "session", "message", "part", "todo")}


def facts(**fields: Any) -> DatabaseFacts:
    base = DatabaseFacts(
        "opencode.db", "immutable", (), 1, None, "1.17.11+", (), ("migration",), False, CORE, Health(), (), at(120)
    )
    return replace(base, **fields)


def drift(version: str, *breaks: Break, safe: tuple[str, ...] = ("1.17.11", "1.18.33")) -> Drift:
    return Drift(
        version, True, None, breaks, ("20260603040000_session_message_projection_order",), (), at(-30), "1.17.0", safe, safe[0]
    )


SEQ = Break(
    BreakKind.NOT_NULL, "session_message", "seq", "20260603040000_session_message_projection_order", "new sessions fail", True
)


def world(*notable: LogRecord, runs: tuple[Run, ...] = (RUN,), logs: bool = True, **fields: Any) -> World:
    begun = LogRecord(
        "server.log", 1, "logfmt", at(-60), "INFO", "aaaaaaaa", "creating instance", {"directory": "/home/operator/proj"}
    )
    made = Logs((), runs, (), (begun, *notable), {}, {}, at(120)) if logs else None
    base = World(made, facts(), {}, end=at(120), log_end=at(120), now=at(120))
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


def sql(words: str) -> str:
    """An error of OpenCode's own database: wrapped if a statement ran, bare if SQLite could not prepare it (from 1.17.0 on)."""
    if words.startswith("no such "):
        return f"Cause([Die(SQLiteError: {words})])"
    outer = "Failed to execute statement (cause:"
    return f"Cause([Die(effect/sql/SqlError: {outer} effect/sql/SqlError/UnknownError: {outer} SQLiteError: {words})))])"


def wrapped_prompt(version: str) -> Prompt:
    first = replace(user(), id=ident("msg", WRAP - timedelta(days=2)), time_created=WRAP - timedelta(days=2))
    old = replace(answer(first), id=ident("msg", WRAP - timedelta(days=2)), time_created=WRAP - timedelta(days=2))
    message = user(0)
    lines = (record("loop", 0.1, step="0"), record("exiting loop", 0.11))
    found = stored(message, history=(first, old), version=version, stage=Stage.LOOP, records=lines)
    assert found.rows is not None
    return replace(found, rows=replace(found.rows, session=session(time_created=WRAP - timedelta(days=3))))


def skewed(seconds: float, version: str = "1.17.19") -> Prompt:
    first = user(-30)
    reply = answer(first, -29.8, -29)
    lines = (record("loop", 0.1, step="0"), record("exiting loop", 0.11))
    return stored(user(0, made=seconds), history=(first, reply), version=version, stage=Stage.LOOP, records=lines)


def hanging(*parts: PartRow, **fields: Any) -> Prompt:
    message = user(0)
    return stored(message, answer(message, completed=None, finish=None), stage=Stage.ANSWERING, answer_parts=parts, **fields)


def ended_case(name: str, words: str = "", **fields: Any) -> Prompt:
    message = user(0)
    return stored(message, answer(message, finish=None, error_name=name, error_message=words, **fields), stage=Stage.FAILED)


NEXT = Run("bbbbbbbb", "logfmt", "server.log", 9, at(4), at(120), "1.18.33", None, None)


ASKING = record("asking", 0.5, id=ident("per", at(0.51)), permission="bash")


stream = record("stream", 0.3, small="false")


no_row = {"stage": Stage.NOTHING}


agent = "Cause([Die(UnknownError: UnknownError)])"


gone = "Cause([Die(ProviderModelNotFoundError: Model not found: mock/god. Did you mean: good?)])"


key = "Cause([Die(ProviderModelNotFoundError: Model not found: openai/gpt-4o. Did you mean: gpt-4o, gpt-4o-mini?)])"


fk = sql("FOREIGN KEY constraint failed")


Case = tuple[Prompt, World]


two = {
    "tables": {**CORE, "session_v2": table("session_v2", "id", "time_suspended"), "kv": table("kv", "key")},
    "generation": "2.x",
}


def starting(*more: LogRecord) -> Case:
    loop = record("loop", 0.1, "legacy", step="0")
    server = record("found", 0.2, "legacy", service="mcp", key="slowpoke", type="local")
    return stored(user(0), stage=Stage.LOOP, records=(loop,), version="1.15.13"), world(server, *more)


def stopped(directory: str) -> Case:
    return ended_case("MessageAbortedError", "Aborted"), world(record("disposing instance", 0.9, directory=directory))


def unheard_prompt() -> Prompt:
    """A captured call that got no HTTP answer."""
    base = prompt(stage=Stage.NOTHING, request=request(status=None, unanswered=True), records=None)
    return replace(base, run=None, version=None)


def client_said(words: str) -> Prompt:
    """A record of a client's own log."""
    line = LogRecord("main.log", 1, "legacy", at(0), "ERROR", None, words, {})
    return replace(prompt(stage=Stage.UNKNOWN, record=line, rows=None), session_id=None, run=None, version=None)


LOOP = record("loop", 0.1, step="0")


STREAM = record("stream", 0.3, small="false")


def verdict(case: Case) -> Verdict:
    broken: Broken = {}
    found = judge(*case, broken)
    assert broken == {}
    return found


def score(case: Case, cause: str) -> int:
    return next((f.score for f in verdict(case).findings if f.cause == cause), 0)


def silent(run_: object = LOOPS, **how: object) -> Case:
    """A stored prompt without loop and answer, in a run and a log that may or may not show all."""
    run = replace(LOOPS, **run_) if isinstance(run_, dict) else LOOPS
    return stored(user(0), run=run), naming(runs=(run,), **how)


UNSHOWN = {
    "its run writes no loops": silent({"first_loop": None}),
    "its run ended within two seconds": silent({"last_time": at(1.9)}),
    "its run began after it": silent({"first_time": at(1.1)}),
    "records of its session were left out": silent(dropped=1),
    "another run names its session": silent(by="bbbbbbbb"),
}


def aborted(after: float, part: PartRow | None = None, *records: LogRecord, cut: tuple[MessageRow, ...] = ()) -> Case:
    """An answer begun at 0.2 s and aborted `after` so many seconds."""
    message = user(0)
    end = answer(message, 0.2, 0.2 + after, None, error_name="MessageAbortedError", error_message="Aborted")
    lines = (STREAM, *records, record("cancel", 0.2 + after))
    return stored(message, *cut, end, stage=Stage.FAILED, answer_parts=(part,) if part else (), records=lines), world()


BASH = tool("bash", 0.2, has_metadata=True)


def calling(name: str, *asks: LogRecord, shown: bool = True, **fields: object) -> Case:
    """An open answer with a tool call that was begun at 0.5 s; the log shows its loop, or not."""
    records = (LOOP, STREAM) if shown else (STREAM,)
    return hanging(tool(name, **fields), records=records, run=LOOPS), naming(*asks)


def looping(era: str, *notable: LogRecord, **fields: object) -> Case:
    """A prompt whose loop began and never called the provider, in a run that calls it for others."""
    version = "1.15.13" if era == "legacy" else "1.18.33"
    found = stored(user(0), stage=Stage.LOOP, version=version, records=(record("loop", 0.1, era, step="0"),), **fields)
    return found, with_calls(*notable)


def threw(cause: str, **more: object) -> Case:
    return prompt(**failed(cause, **more), stage=Stage.NOTHING), world(PLUGIN)


OLD_RUN = replace(LOOPS, era="legacy", version="1.15.13", last_piece_source=Source("server.log", "byte 7"))


LATER = replace(LOOPS, key="bbbbbbbb", first_time=at(121), last_time=at(200))


def sending(until: float | None, others: int = 0, restarted: bool = False) -> Case:
    """An answer begun in the classic era, the last piece of any answer so many seconds after the prompt; the run ends after 120."""
    run = replace(OLD_RUN, last_piece=at(until) if until is not None else None)
    found = hanging(records=(LOOP, record("stream", 0.3, small="false")), run=run)
    others_ = tuple(replace(found, session_id=f"ses_{number}") for number in range(others))
    return found, naming(runs=(run, LATER) if restarted else (run,), prompts=(found, *others_))


def unread(case: Case) -> Case:
    return replace(case[0], unread="msg_broken"), case[1]


def forked(prompt_: Prompt, seconds: float) -> Prompt:
    """The prompt in a session that was forked then: what is older was copied."""
    assert prompt_.rows is not None
    return replace(prompt_, rows=replace(prompt_.rows, session=session(time_created=at(seconds))))
