"""A newer OpenCode migrated the database under an older server that still runs on it.

What happens
204, then `prompt_async failed`. New sessions never answer. Old sessions keep working until their agent or model is switched,
so it looks as if only some sessions were broken.

Why
Desktop app, CLI, plugins and servers share one opencode.db. Any newer program migrates the database when it opens it; even
`opencode db`, `stats`, `export` or `session list` of another version do. The older server then writes rows that the
new schema refuses, or reads columns that no longer exist. Up to 1.18 a program also updates itself unless
`autoupdate` is off, and migrates the file at its next start. From 1.19 on it does not update itself (according
to its published SDK; no 1.19 server was tried): someone ran `/update` or `opencode upgrade`.

How to tell it from similar causes
- 1.15 server: SQLITE_CONSTRAINT_NOTNULL (1299), and session_message.seq is NOT NULL without default in this file.
  The line names no column, so check the schema: a trigger caused the identical line
  (constraint-violation). 1.14.48 names neither error nor session: `prompt_async failed [object Object]`.
- `no such column: replacement_seq` (or revision): a 1.16.2 to 1.17.9/10 server on a file migrated by 1.17.11 or
  later.
- agent-not-found leaves the same rows on 1.15 (no message, session without agent and model), but its line names the agent.
- missing-message-id: prompts with and without a messageID fail in the same way.
- The form reported most often is a 500 of a synchronous call: `NOT NULL constraint failed: session_message.seq`
  with the frames `appendMessage` and `session.next.agent.switched` or `session.next.model.switched`. 1.15.4 logs it
  without a reference, 1.17.9 logs nothing; then only rows and the schema show it.
- migration.time_completed is the time of the drift; sessions that an older version created after it prove that the old
  server still ran.

Remedy
- Run a server at least as new as the newest applied migration on the same file, and restart it: worked when tried
  on 1.15.13 (with 1.18.33; for a file made by 1.18.33 also with 1.17.11) and on 1.17.0 (with 1.17.11 and with 1.18.33).
  1.17.11 and later share the newest migration up to 1.18.33.
- Keep the old server and give it a database of its own (OPENCODE_DB=separate.db), new sessions: worked when tried on
  1.15.13, 1.17.0.
- A newer server that is still too old does NOT cure: 1.15.13 to 1.17.0 on a file migrated by 1.18.33 failed again.
- Sending a messageID does NOT cure (1.15.13).
- Do not drop the column or edit the schema by hand (not tried).
- Then keep all OpenCode programs of the machine at one version.

Versions
- 1.14.48 to 1.15.13 write without seq: they fail on any file migrated by 1.16.2 or later.
  Recorded for 1.14.48 (5 of 7 prompts on a file of 1.18.8; one failed because of its unknown agent, and an old session
  with the same agent and model was answered), 1.15.0, 1.15.3 and 1.15.13. 1.14.41 does not write that table and works
  (0 failures of 21 prompts).
- 1.16.2 to 1.17.9/10: replacement_seq, as above (1.17.0 recorded).
- 1.15 on a file CREATED by 1.17 or later: 500 to everything (`CREATE TABLE project`, `already exists`), no
  prompt_async line.
- 1.18 after 2.x touched the file: `no such column: project_id` (2.x replaces workspace.project_id), mostly as a 500
  when the instance starts (#42260); partly tolerated since #42444, reported up to 1.18.31. Not tried here.

Sources
anomalyco/opencode#31204, #31412, #31413, #32670, #38471, #39165, #45384, #42260, #49614; Kilo-Org/kilocode#12207;
different-ai/openwork#2380. Recordings drift-*, remedy-drift-*, mixed-drift-1.15.13,
h-drift-1.14.48-1.18.8-1.14.48, h-drift-1.15.4-1.17.9-1.15.0, h-drift-zigzag; tests/e2e (1.15.13 and 1.17.0).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Break, BreakKind, Clue, Drift, LogRecord, Outcome, Stage, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, neutral, refutes, row, schema, strong, weak
from inspector.rules._questions import code, is_later_column, of_another_database
from inspector.rules._remedies import drift_of, note, resend, upgrade
from inspector.rules._rule import Rule
from inspector.rules._sessions import new_session_answered
from inspector.rules._triggers import trigger_logged, triggers_for
from inspector.text import listed, utc

FAMILY = frozenset({"replacement_seq", "revision"})


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if prompt.outcome is Outcome.REJECTED or (prompt.record is not None and prompt.record.message != "prompt_async failed"):
        yield from _refused(prompt, world)
        return
    if prompt.outcome is not Outcome.FAILED:
        return
    drift = world.drift(prompt)
    if fault is None:
        hit = next(iter(_breaks(drift, BreakKind.NOT_NULL)), None)
        if hit is not None:
            yield strong(
                f"The record hides its error, and {hit.table}.{hit.column} is NOT NULL without default here while {_server(drift)} never fills it.",
                schema(world, f"{hit.table}.{hit.column}"),
            )
            if prompt.stage is Stage.NOTHING:
                yield weak(
                    "The session was created just before and is still empty, without agent and model.", row(prompt, "session")
                )
            yield from _facts(hit, drift, world)
        return
    if code(prompt) == "SQLITE_CONSTRAINT_NOTNULL":
        yield from _not_null(prompt, world, drift)
    elif (fault.column and not of_another_database(fault)) or (fault.code == "SQLITE_ERROR" and fault.table is None):
        yield from _missing(prompt, world, drift)


def _not_null(prompt: Prompt, world: World, drift: Drift | None) -> Iterator[Clue]:
    fault = prompt.fault
    assert fault is not None  # noqa: S101 - narrowed by the caller
    breaks = _breaks(drift, BreakKind.NOT_NULL)
    if fault.table:
        yield from _named_column(prompt, world, drift, f"{fault.table}.{fault.column}")
    elif world.facts is None:
        yield from _without_schema(prompt, world)
    elif breaks:
        yield from _unfilled(prompt, world, drift, breaks[0])
    elif drift is None:
        yield moderate("SQLITE_CONSTRAINT_NOTNULL, but the server's version is unknown.", logged(prompt))
    else:
        yield refutes(f"{_server(drift).capitalize()} fills every NOT NULL column of this schema.", schema(world, "schema"))


def _named_column(prompt: Prompt, world: World, drift: Drift | None, column: str) -> Iterator[Clue]:
    hit = next((b for b in _breaks(drift, BreakKind.NOT_NULL) if f"{b.table}.{b.column}" == column), None)
    if hit:
        yield conclusive(f"The record names {column}, which {_server(drift)} never fills.", logged(prompt))
        yield from _facts(hit, drift, world)
    elif drift is None and is_later_column(prompt):
        yield strong(f"The record names {column}, which a newer release added: the server is older.", logged(prompt))
    else:
        yield refutes(f"The record names {column}, which is not a column that drift added.", logged(prompt))


def _without_schema(prompt: Prompt, world: World) -> Iterator[Clue]:
    yield strong(
        "SQLITE_CONSTRAINT_NOTNULL from a 1.15 server; the schema was not checked, because its database was not read.",
        logged(prompt),
    )
    if (later := new_session_answered(prompt, world)) is not None:
        yield against("The same server worked on a session created after this failure, which this drift would prevent.", later)
    elif (refused := trigger_logged(prompt, world)) is not None:
        yield against("The same server's database has foreign triggers, one of which refused another row.", refused)


def _unfilled(prompt: Prompt, world: World, drift: Drift | None, hit: Break) -> Iterator[Clue]:
    """Yield clues when the record names no column, and the server never fills the NOT NULL column of `hit`."""
    weigh = conclusive if hit.sure else strong
    yield weigh(
        f"SQLITE_CONSTRAINT_NOTNULL, and {hit.table}.{hit.column} is NOT NULL without default here while {_server(drift)} never fills it.",
        schema(world, f"{hit.table}.{hit.column}"),
    )
    yield from _facts(hit, drift, world)
    if prompt.message is not None:
        yield against("The user message was stored, but this drift makes prompts fail before that.", row(prompt))
    elif prompt.stage is Stage.NOTHING:
        yield moderate(
            "Nothing was stored, and the session has neither agent nor model yet: the first write failed.",
            row(prompt, "session"),
        )
    elif prompt.stage is Stage.SWITCHED and prompt.rows and not prompt.rows.messages:
        yield against("The session already has an agent and a model, which this drift would prevent.", row(prompt, "session"))
    if triggers_for(prompt, world):
        yield against(
            f"The database has triggers ({listed(triggers_for(prompt, world))}), which can raise the same error.",
            schema(world, "sqlite_schema"),
        )


def _missing(prompt: Prompt, world: World, drift: Drift | None) -> Iterator[Clue]:
    fault = prompt.fault
    assert fault is not None  # noqa: S101 - narrowed by the caller
    if fault.column:
        hit = next((b for b in _breaks(drift, BreakKind.MISSING_COLUMN) if b.column == fault.column), None)
        if hit:
            yield conclusive(
                f"The record says “no such column: {fault.column}”; {_server(drift)} needs {hit.table}.{hit.column}, which this database no longer has.",
                logged(prompt),
            )
            yield from _facts(hit, drift, world)
        elif fault.column in FAMILY:
            yield conclusive(
                f"“no such column: {fault.column}” is known only from servers 1.16.2 to 1.17.10 on a file that 1.17.11 or later has migrated.",
                logged(prompt),
            )
        elif world.facts is not None and not any(t.column(fault.column) for t in world.facts.tables.values()):
            yield strong(
                f"“no such column: {fault.column}”: no table of this database has it, so the server expects another schema.",
                logged(prompt),
            )
        elif world.facts is None:
            yield moderate(
                f"The server expects a column “{fault.column}” that its database lacks; the schema was not read.", logged(prompt)
            )
    elif world.facts is None:
        yield moderate(
            "SQLite error 1: a table or column of the statement did not exist; the schema was not read.", logged(prompt)
        )
    else:
        hits = [*_breaks(drift, BreakKind.MISSING_COLUMN), *_breaks(drift, BreakKind.MISSING_TABLE)]
        if hits:
            yield strong(
                f"SQLite error 1 (a table or column of the statement does not exist), and {hits[0].effect}",
                schema(world, hits[0].table),
            )


def _refused(prompt: Prompt, world: World) -> Iterator[Clue]:
    text = prompt.fault.text if prompt.fault else ""
    if "CREATE TABLE" in text and "Failed to run the query" in text:
        weigh = moderate if world.facts is None else conclusive  # a migration that stopped half way leaves the same text
        yield weigh(
            "The server tried to create its first tables in a database that already has them: its migration table is empty here.",
            logged(prompt),
        )
        if world.facts is not None:
            if world.facts.born_new:
                yield neutral(
                    "1.17 or later created the database: it has `migration` rows and no `__drizzle_migrations` rows.",
                    schema(world, "migration"),
                )
            else:
                yield refutes("The database has rows in __drizzle_migrations.", schema(world, "__drizzle_migrations"))
    elif prompt.fault is not None and prompt.fault.column == "project_id" and world.facts is not None:
        if "session_v2" in world.facts.tables:
            yield conclusive(
                "The server needs workspace.project_id, which 2.x removes; this database has the tables of 2.x.",
                schema(world, "session_v2"),
            )
    elif "failed to run data migrations" in (prompt.record.message if prompt.record else ""):
        yield strong("The server could not run its data migrations at start.", logged(prompt))
    elif (hit := _refused_statement(prompt, world)) is not None:
        yield hit
    elif prompt.request is not None and (prompt.request.status or 0) >= 500:
        yield from _captured(prompt, world)


def _refused_statement(prompt: Prompt, world: World) -> Clue | None:
    """Return a clue when the statement of a logged 500 fails on a column that only drift adds or removes; None otherwise."""
    fault, drift = prompt.fault, world.drift(prompt)
    if fault is None or fault.column is None:
        return None
    for known in drift.breaks if drift else ():
        if known.column == fault.column and fault.table in (known.table, None):
            place = f"{known.table}.{known.column}"
            return conclusive(f"The refused statement fails on {place}, which {_server(drift)} does not have.", logged(prompt))
    if is_later_column(prompt) and code(prompt) == "SQLITE_CONSTRAINT_NOTNULL":
        return conclusive(
            f"The refused statement leaves {fault.table}.{fault.column} empty: a newer release added it, and the server is older.",
            logged(prompt),
        )
    if fault.column in FAMILY:
        return conclusive(
            f"“no such column: {fault.column}” is known only from servers 1.16.2 to 1.17.10 on a file that 1.17.11 or later has migrated.",
            logged(prompt),
        )
    return None


def _captured(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a captured 500 with an empty record or none: 1.17.9 logs none for a synchronous call."""
    startup = [r for r in world.notable("failed to run data migrations") if prompt.run is None or r.run == prompt.run.key]
    if startup and not _cannot_write(startup[0], world):
        yield conclusive("The server that answered 500 could not run its data migrations on this database.", startup[0].source)
    drift = world.drift(prompt)
    if drift and _breaks(drift, BreakKind.BORN_NEW):
        yield conclusive(
            f"{_server(drift)} answers 500 to every request on a database created by 1.17 or later.", schema(world, "migration")
        )
    hit = next((b for kind in (BreakKind.NOT_NULL, BreakKind.MISSING_COLUMN) for b in _breaks(drift, kind) if b.sure), None)
    session = prompt.session
    if prompt.record is not None or hit is None or session is None or prompt.message is not None or session.agent is not None:
        return
    yield strong(
        f"{hit.table}.{hit.column} makes {_server(drift)} fail in each new session, and this one has neither message nor agent.",
        schema(world, f"{hit.table}.{hit.column}"),
    )
    same = next(
        (
            p
            for p in world.prompts
            if p.outcome is Outcome.FAILED and p.run == prompt.run and p.fault and p.fault.column == hit.column
        ),
        None,
    )
    if same is not None:
        yield strong("Another prompt of the same server run failed on the same column.", logged(same))
    agent = prompt.request.agent if prompt.request else None
    if agent is not None and agent not in world.agents_answered() and any(world.agents_answered()):
        yield against(
            f"The request names agent “{agent}”, with which no prompt was answered.",
            prompt.request.source if prompt.request else None,
        )
    else:
        yield moderate(
            "Its agent is the default, or an agent with which other prompts were answered.",
            prompt.request.source if prompt.request else None,
        )


def _cannot_write(record: LogRecord, world: World) -> bool:
    """Whether the error of a server start names the file or the disk, not the schema."""
    fault = world.faults.of(record)
    return fault is not None and fault.code not in (None, "SQLITE_ERROR")


def _facts(hit: Break, drift: Drift | None, world: World) -> Iterator[Clue]:
    if hit.migration:
        when = f" at {utc(drift.drifted_at)}" if drift and drift.drifted_at else ""
        yield neutral(
            f"Migration {hit.migration} was applied{when}; {_server(drift)} does not have this migration.",
            schema(world, f"migration {hit.migration}"),
        )


def _breaks(drift: Drift | None, kind: BreakKind) -> list[Break]:
    return [b for b in drift.breaks if b.kind is kind] if drift else []


def _server(drift: Drift | None) -> str:
    return f"server {drift.version}" if drift else "this server"


def summary(prompts: Sequence[Prompt], world: World) -> str:
    drift = drift_of(prompts, world)
    if drift is None or world.facts is None:
        return "A newer OpenCode has migrated the database; the older server that still uses it cannot write new prompts."
    writer = f"OpenCode {drift.writer} or later" if drift.writer else "A newer OpenCode"
    when = f" at {utc(drift.drifted_at.replace(microsecond=0))}" if drift.drifted_at else ""
    hit = next((b for b in drift.breaks if b.kind is not BreakKind.TOO_OLD), None)
    where = f" ({hit.table}.{hit.column})" if hit and hit.column else ""
    last = max((p.time for p in prompts if p.time), default=None)
    for run in world.logs.runs if world.logs and last else ():
        if run.first_time and last and run.first_time > last and run.version in drift.safe:
            return (
                f"{writer} migrated the database{when}; server {drift.version} failed on it{where} until {run.version} replaced it "
                f"at {utc(run.first_time)}."
            )
    return f"{writer} migrated the database{when}; server {drift.version} still uses it and fails{where}."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    found = drift_of(prompts, world)
    keep = found.version if found else "the old server"
    return (
        *upgrade(prompts, world, None if found else "1.17.11"),
        resend("Send the prompt again; nothing stored is lost."),
        note("Then keep all OpenCode programs on this machine (desktop app, CLI, plugins' own copies) at one version."),
        note(f"Or keep {keep} and give it its own database, with new sessions:", "OPENCODE_DB=separate.db opencode serve"),
    )


RULE = Rule(
    title="A newer OpenCode migrated the database under an older server",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#31204", "anomalyco/opencode#38471", "anomalyco/opencode#45384", "Kilo-Org/kilocode#12207"),
    not_a_remedy=(
        "Sending a messageID: the server makes a missing one, and prompts with a messageID fail in the same way.",
        "Dropping the column or editing the schema by hand.",
        "Running any `opencode` command of another version on this file (db, stats, export, session list): each of them migrates it.",
        "A server that is newer, but older than the newest applied migration: 1.15.13 → 1.17.0 on a file migrated by 1.18.33 failed again.",
    ),
    says=(
        "not null constraint failed: session_message.",
        "no such column: replacement_seq",
        "no such column: revision",
        "no such column: project_id",
        "table `project` already exists",
        "~failed to run the query 'create table `project`",
        "~create table `project`",
        "has no column named",
        "session.next.agent.switched",
        "session.next.model.switched",
        "session_message… not null constraint failed",
        "appendmessage… constraint failed",
        "sqlite_constraint_notnull… prompt_async failed",
        "prompt_async failed… sqlite_constraint_notnull",
        "~sqlite_constraint_notnull",
        "no such column: ",
        "~failed to run data migrations",
        "~failed to decode message… in session",
        '~"defect":{"errno":1',
    ),
    aliases=(
        "drift-born-new",
        "drift-replacement-seq",
        "drift-seq-not-null",
        "drift-v2-workspace",
    ),
    told=(
        (
            r"\bmissing\b|\bno such\b|\bdoes(?: not|n't) (?:have|exist)\b|\bdrift\w*|\bmismatch\w*|\bincompatib\w*|\boutdated\b",
            r"\b(?:database|db|sqlite|table|sql)\b.{0,40}\b(?:schema|columns?)\b|\b(?:schema|columns?)\b.{0,40}\b(?:database|db|sqlite|tables?)\b",
        ),
    ),
)
