"""Reports as the engine makes them, built by hand so that renderers are tested without it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from inspector.model import (
    Assumption,
    Audit,
    Beside,
    Break,
    BreakKind,
    CauseGroup,
    Check,
    Column,
    Confidence,
    DatabaseFacts,
    Deciding,
    Difference,
    Drift,
    Entry,
    EventKind,
    Evidence,
    FileNote,
    FileNoteKind,
    Health,
    IdMaker,
    InputRow,
    LogInput,
    MadeBy,
    Migration,
    Origin,
    Outcome,
    Problem,
    Refuted,
    Relation,
    Report,
    Run,
    Separation,
    SessionRow,
    SessionStory,
    Skipped,
    Source,
    Stage,
    Step,
    StepKind,
    StoryEvent,
    Table,
    TableKind,
    TimelineEvent,
    VersionUse,
    Wanted,
    Way,
)
from inspector.model.notes import InputFact, InputNote
from inspector.model.story import InputAdmitted, LineLogged, RequestSent, SessionCreated

NOON = datetime(2026, 11, 22, 7, 25, 23, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return NOON + timedelta(seconds=seconds)


FIRST, SECOND, WRAPPED = "ses_dfddaba83ffeDhliiCKJ7YncVY", "ses_dfdda1f20ffeQ2x9vZyTn4LmRe", "ses_09c1f8e21ffeK7sPq2WvXn4TbD"
SEQ = "20260603040000_session_message_projection_order"
EPOCH = "20260622142730_simplify_session_context_epoch"

LOG = LogInput("server.log", 81234, ("legacy",), at(0), at(131))

RUN = Run(
    key="5c599c2e-547d-494b-8193-40f8781adbdb",
    era="legacy",
    path="server.log",
    offset=0,
    first_time=at(0),
    last_time=at(131),
    version="1.15.13",
    version_source=Source("server.log", "byte 0"),
    database_path="/home/operator/.local/share/opencode/opencode.db",
)

TABLE = Table(
    "session_message",
    TableKind.TABLE,
    (Column("id", "text", True, None, 0, primary_key=True), Column("seq", "integer", True, None, 6)),
    unique=(("session_id", "seq"),),
)

DATABASE = DatabaseFacts(
    path="opencode.db",
    opened=Way.SNAPSHOT,
    notes=(FileNote(FileNoteKind.COPIED_WITH_LOG, 65952),),
    bytes=421888,
    wal_bytes=65952,
    generation="1.17.11+",
    migrations=(Migration(SEQ, "migration", at(60)), Migration(EPOCH, "migration", at(60))),
    bookkeeping=("__drizzle_migrations", "migration"),
    born_new=False,
    tables={"session_message": TABLE},
    health=Health(),
    versions=(VersionUse("1.15.13", 4, at(3), at(101)),),
    newest_row=at(131),
    siblings=("opencode-local.db",),
)

DRIFT = Drift(
    version="1.15.13",
    known=True,
    nearest=None,
    breaks=(
        Break(
            BreakKind.NOT_NULL,
            "session_message",
            "seq",
            SEQ,
            "New sessions, and old ones with another agent or model, get no answer.",
            True,
        ),
    ),
    foreign=(SEQ, EPOCH),
    pending=(),
    drifted_at=at(60),
    writer="1.17.11",
    safe=("1.17.11", "1.17.19", "1.18.33"),
    safe_from="1.17.11",
)

SHAPE = {
    "message_id": "absent",
    "part_ids": "absent",
    "directory": "client",
    "agent": "unknown",
    "model": "client",
    "source": "capture",
}
ROWS = {"session": 1, "message": 0, "part": 0, "session_input": 0, "session_message": 0}
NOT_NULL = {"code": "SQLITE_CONSTRAINT_NOTNULL", "name": None, "message": None}

NULL_CLUES = (
    Evidence(
        True,
        "session_message.seq is NOT NULL without a default, and 1.15.13 never fills it",
        "opencode.db: session_message.seq",
        40,
    ),
    Evidence(True, "the log says SQLITE_CONSTRAINT_NOTNULL", "server.log: byte 18234", 20),
    Evidence(
        True,
        "its rows stop before the user message: agent and model of the session are still empty",
        f"opencode.db: session {FIRST}",
        10,
    ),
    Evidence(False, "the agent was not named in the request, which hides whether it was switched", "requests.jsonl: entry 4", -4),
)

DRIFTED = (
    Entry(
        outcome=Outcome.FAILED,
        session_id=FIRST,
        time=at(72),
        cause="schema-drift",
        confidence=Confidence.HIGH,
        candidates=("schema-drift", "constraint-violation"),
        stage=Stage.NOTHING,
        evidence=NULL_CLUES,
        log=("server.log", 18234),
        error=NOT_NULL,
        request=SHAPE,
        rows=ROWS,
        run=RUN.key,
        version="1.15.13",
        fingerprint="1:schema-drift:SQLITE_CONSTRAINT_NOTNULL",
    ),
    Entry(
        outcome=Outcome.FAILED,
        session_id=SECOND,
        time=at(101),
        cause="schema-drift",
        confidence=Confidence.HIGH,
        candidates=("schema-drift",),
        stage=Stage.NOTHING,
        evidence=NULL_CLUES[:2],
        log=("server.log", 24117),
        error=NOT_NULL,
        request=SHAPE | {"message_id": "client", "part_ids": "client"},
        rows=ROWS,
        assumed=(Assumption.NOT_ANSWERED_SINCE,),
        run=RUN.key,
        version="1.15.13",
        fingerprint="1:schema-drift:SQLITE_CONSTRAINT_NOTNULL",
    ),
)

WRAP = Entry(
    outcome=Outcome.SILENT,
    session_id=WRAPPED,
    time=at(115.25),
    cause="id-wrap",
    confidence=Confidence.MEDIUM,
    candidates=("id-wrap", "client-clock"),
    stage=Stage.STORED,
    evidence=(
        Evidence(True, "its answer msg_fffe… sorts behind the newer prompt msg_0000…", f"opencode.db: message {WRAPPED}", 20),
        Evidence(True, "the loop ended 4 ms after it began and called no provider", "server.log: byte 30011", 20),
        Evidence(False, "no other session of that age was prompted", "opencode.db: session", 0),
    ),
    rows={"session": 1, "message": 3, "part": 5, "session_input": 0, "session_message": 2},
    request={"message_id": "server", "source": "database"},
    message_id="msg_00002390f800111XKbZSgEs89x",
    inputs=(InputRow("msg_00002390f800111XKbZSgEs89x", WRAPPED, "session_input", "prompt", "steer", 7, None, at(115)),),
    version="1.15.13",
    next_evidence=(Wanted(Deciding.CAPTURE),),
)

OPEN = Entry(
    outcome=Outcome.SILENT,
    session_id="ses_dfdd99ab3ffeT1yWq8ZnRk5LpX",
    time=at(120),
    cause=None,
    confidence=None,
    candidates=("stream-stall", "server-stopped", "tool-hang"),
    stage=Stage.STREAM,
    evidence=(
        Evidence(
            True, "the last line is `stream`, and no answer row was completed", "server.log: byte 61007", 10, "stream-stall"
        ),
        Evidence(False, "another session was answered after that", "opencode.db: session", -10, "server-stopped"),
    ),
    next_evidence=(Wanted(Deciding.LOG), Wanted(Deciding.PROCESS_ALIVE)),
    rows=ROWS | {"message": 2, "part": 2},
)

HISTORY = (
    Entry(
        outcome=Outcome.SILENT,
        session_id="ses_dfddb0001ffeAAAAAAAAAAAAAA",
        time=at(10),
        cause="aborted",
        confidence=Confidence.HIGH,
        candidates=(),
        stage=Stage.FAILED,
        expected=True,
    ),
    Entry(
        outcome=Outcome.SILENT,
        session_id="ses_dfddb0002ffeBBBBBBBBBBBBBB",
        time=at(12),
        cause="provider-error",
        confidence=Confidence.HIGH,
        candidates=(),
        stage=Stage.FAILED,
        recovered=True,
    ),
)

REJECTED = Entry(
    outcome=Outcome.REJECTED,
    session_id=None,
    time=at(125),
    cause="request-rejected",
    confidence=Confidence.HIGH,
    candidates=(),
    stage=Stage.REJECTED,
    log=("server.log", 40990),
    status=400,
    reason=('Expected a string starting with "prt", got "part_4f0c" at ["parts"][0]["id"]',),
)

CAUSES = (
    CauseGroup(
        cause="schema-drift",
        title="A newer OpenCode migrated the database under an older server",
        confidence=Confidence.HIGH,
        sessions=(FIRST, SECOND),
        failures=2,
        first=at(72),
        last=at(101),
        evidence=NULL_CLUES,
        plan=(
            Step(
                StepKind.STOP,
                "Stop the server and every other OpenCode program that uses the database:",
                ("fuser -v opencode.db",),
            ),
            Step(StepKind.COPY, "Copy the database with its -wal and -shm:", ("mkdir -p backup && cp -p opencode.db* backup/",)),
            Step(
                StepKind.UPGRADE,
                "Install OpenCode 1.17.11 or later, with the command of your installer, then start the server again:",
                ("npm install -g opencode-ai@1.17.11", "curl -fsSL https://opencode.ai/install | bash -s -- --version 1.17.11"),
                alternatives=True,
            ),
            Step(StepKind.RESEND, "Send the prompt again."),
            Step(StepKind.VERIFY, "Check the result:", ("inspector verify schema-drift server.log --db opencode.db",)),
            Step(
                StepKind.NOTE,
                "Or give the old server a database of its own:",
                ("OPENCODE_DB=/var/lib/opencode/old.db opencode serve --port 4096 --print-logs --log-level INFO",),
            ),
        ),
        not_a_remedy=(
            "sending messageID or part ids (tried on 1.15.13: it fails all the same)",
            "a restart of the same server",
            "1.17.0: it fails on replacement_seq",
        ),
        references=("https://github.com/anomalyco/opencode/issues/31204", "https://github.com/anomalyco/opencode/issues/45384"),
        fingerprints=("1:schema-drift:SQLITE_CONSTRAINT_NOTNULL",),
        summary="Server 1.15.13 cannot store prompts in opencode.db: OpenCode 1.17.11 or later migrated it at 07:26:23 UTC.",
    ),
    CauseGroup(
        cause="id-wrap",
        title="Message ids wrapped, and the old server believes the prompt is answered",
        confidence=Confidence.MEDIUM,
        sessions=(WRAPPED,),
        failures=1,
        first=at(115.25),
        last=at(115.25),
        evidence=WRAP.evidence,
        plan=(
            Step(
                StepKind.UPGRADE,
                "Install OpenCode 1.18.15 or later and restart the server:",
                ("npm install -g opencode-ai@1.18.15",),
            ),
        ),
        not_a_remedy=("another model", "leaving messageID out"),
        references=("https://github.com/anomalyco/opencode/issues/42583",),
        summary="One session from before 2026-08-14 takes prompts and never answers: the ids wrapped.",
    ),
    CauseGroup(
        cause="request-rejected",
        title="The server refused the request: its body does not fit",
        confidence=Confidence.HIGH,
        sessions=(),
        failures=1,
        first=at(125),
        last=at(125),
        evidence=(Evidence(True, "schema rejection: a part id must begin with prt", "server.log: byte 40990", 40),),
        plan=(Step(StepKind.RESEND, "Send part ids that begin with prt_, or none."),),
        not_a_remedy=(),
        references=(),
        summary="One request was refused: a part id began with part_ instead of prt_.",
    ),
)

TIMELINE = (
    TimelineEvent(at(0), EventKind.START, run="47fd9735", version="1.15.13"),
    *(TimelineEvent(at(5 + 7 * n), EventKind.WORKED, f"ses_dfddb{n:04x}ffeCCCCCCCCCCCCCC") for n in range(6)),
    TimelineEvent(at(60), EventKind.MIGRATION, migrations=1, newest=SEQ),
    TimelineEvent(at(60), EventKind.MIGRATION, migrations=1, newest=EPOCH),
    TimelineEvent(at(65), EventKind.WORKED, "ses_dfddb0000ffeCCCCCCCCCCCCCC"),
    TimelineEvent(at(72), EventKind.FAILURE, FIRST, "schema-drift"),
    TimelineEvent(at(101), EventKind.FAILURE, SECOND, "schema-drift"),
    TimelineEvent(at(115.25), EventKind.SILENT, WRAPPED, "id-wrap"),
    TimelineEvent(at(120), EventKind.SILENT, OPEN.session_id),
    TimelineEvent(at(125), EventKind.REJECTED, cause="request-rejected"),
)

TROUBLED = Report(
    version="0.1.0",
    generated=at(3600),
    logs=(LOG, LogInput("log/2026-11-22T072523.log", 80110, ("legacy",), at(0), at(130), duplicate_of="server.log")),
    runs=(RUN,),
    database=DATABASE,
    drifts=(DRIFT,),
    requests=(("requests.jsonl", 9),),
    failures=DRIFTED,
    silent=(*HISTORY, WRAP, OPEN),
    rejected=(REJECTED,),
    causes=CAUSES,
    refuted=(
        Refuted(
            "missing-message-id",
            "The client did not send a messageID",
            (
                Evidence(
                    False,
                    "1 of the 2 failing prompts was sent with messageID, and failed all the same",
                    "requests.jsonl: entry 7",
                    -60,
                ),
                Evidence(False, "7 prompts without messageID were answered by the same server", "requests.jsonl", -20),
            ),
        ),
    ),
    contrast=(
        Separation(
            "session is new",
            (("yes", 2, 6), ("no", 0, 1)),
            0.4167,
            Difference.NONE,
            tests=3,
        ),
        Separation(
            "after the migration of 07:26:23 UTC",
            (("no", 0, 6), ("yes", 2, 1)),
            0.0833,
            Difference.SEPARATES,
            tests=3,
            cause="schema-drift",
        ),
        Separation(
            "server run",
            (("47fd9735", 0, 6), ("7bc0b454", 2, 1)),
            0.0833,
            Difference.SEPARATES,
            tests=3,
            beside=Beside(Relation.SAME_PROMPTS, ("after the migration of 07:26:23 UTC",)),
            cause="schema-drift",
        ),
    ),
    timeline=TIMELINE,
    worked=7,
    skipped=(Skipped(Check.OLDER_MESSAGES, count=1, read=400),),
    problems=(Problem("log/opencode.log", "permission denied"),),
    notes=(InputNote(InputFact.NEWER_DATABASE, ("opencode-local.db",)),),
    redactions={"home": 1, "host": 2, "key": 3},
)

CLEAN = replace(
    TROUBLED,
    logs=(LOG,),
    drifts=(),
    requests=(),
    failures=(),
    silent=(),
    rejected=(),
    causes=(),
    refuted=(),
    contrast=(),
    timeline=TIMELINE[:7],
    worked=6,
    skipped=(),
    problems=(),
    notes=(),
    redactions={},
)

ROWS_SKIPPED = Skipped(Check.DATABASE_NOT_GIVEN)
LOG_ONLY = replace(CLEAN, database=None, worked=None, timeline=(), skipped=(ROWS_SKIPPED,))

NOTHING = replace(LOG_ONLY, logs=(), runs=(), problems=(Problem("server.log", "it is empty"),))


def crowd(count: int) -> Report:
    """A report of `count` failures of one cause, one a minute."""
    entries = tuple(
        replace(
            DRIFTED[0], session_id=f"ses_dfdd{n:05x}ffeDDDDDDDDDDDDDD", time=at(60 * n + 70), log=("server.log", 1000 + 200 * n)
        )
        for n in range(count)
    )
    return replace(
        TROUBLED,
        failures=entries,
        silent=(),
        rejected=(),
        causes=(
            replace(
                CAUSES[0],
                sessions=tuple(entry.session_id or "" for entry in entries),
                failures=count,
                first=entries[0].time,
                last=entries[-1].time,
            ),
        ),
        timeline=(
            *TIMELINE[:9],
            *(TimelineEvent(entry.time or NOON, EventKind.FAILURE, entry.session_id, "schema-drift") for entry in entries),
        ),
    )


STORY = SessionStory(
    session_id=FIRST,
    row=SessionRow(FIRST, "session", None, "1.15.13", "/home/operator/proj", None, None, None, None, at(70), at(70)),
    found=True,
    counts=ROWS | {"event": None},
    request=SHAPE,
    id_makers=(IdMaker("msg_2022390f800111XKbZSgEs89xv", MadeBy.CLIENT, -4),),
    events=(
        StoryEvent(
            at(70), Origin.ROW, SessionCreated("1.15.13", "/home/operator/proj"), Source("opencode.db", f"session {FIRST}")
        ),
        StoryEvent(
            at(71.9), Origin.REQUEST, RequestSent("POST", "/session/…/prompt_async", 204), Source("requests.jsonl", "entry 4")
        ),
        StoryEvent(
            at(72), Origin.LOG, LineLogged("prompt_async failed", (), None), Source("server.log", "byte 18234"), warning=True
        ),
        StoryEvent(None, Origin.INPUT, InputAdmitted("prompt", "steer", None), Source("opencode.db", "session_input")),
    ),
    entries=DRIFTED[:1],
    report=replace(TROUBLED, failures=DRIFTED[:1], silent=(), rejected=(), causes=CAUSES[:1]),
)

UNKNOWN_STORY = replace(
    STORY,
    session_id="ses_nobody",
    row=None,
    found=False,
    counts={},
    request={},
    id_makers=(),
    events=(),
    entries=(),
    report=CLEAN,
)

AUDIT = Audit(
    facts=DATABASE,
    asked=DRIFT,
    releases=(
        DRIFT,
        replace(
            DRIFT,
            version="1.17.0",
            breaks=(
                Break(BreakKind.MISSING_COLUMN, "session_context_epoch", "replacement_seq", EPOCH, "New sessions fail.", True),
            ),
        ),
        replace(DRIFT, version="1.18.33", breaks=(), foreign=()),
    ),
    report=replace(TROUBLED, logs=(), failures=(), rejected=(), causes=CAUSES[1:2]),
)

REPORTS = {"troubled": TROUBLED, "clean": CLEAN, "log-only": LOG_ONLY, "nothing": NOTHING, "crowd": crowd(300)}
