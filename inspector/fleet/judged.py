"""The rows of one diagnosis for a table or a database: counts, causes, prompts and the state of the migrations."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable

from msgspec.structs import replace

from inspector import __version__
from inspector.model import CauseGroup, DatabaseFacts, Entry, PromptCounts, Report
from inspector.model.value import Value

NOT_DECIDED = "not decided"
"""The cause of a prompt whose evidence does not decide."""
_NO_VERDICT = frozenset(("cli", "commands", "data", "fleet", "live", "renderers"))
"""Packages that do not change the result of a diagnosis, except for the JSON files in `data`."""


STATES = {"trouble": "in trouble", "failed": "not diagnosed", "unknown": "not fully checked", "ok": "with nothing wrong"}


def count_states(states: Iterable[str] | Mapping[str, int]) -> str:
    """Return how many servers are in which state, as ``2 in trouble, 1 with nothing wrong``."""
    counts = Counter(states)
    return ", ".join(f"{counts[state]:,} {what}" for state, what in STATES.items() if counts[state])


class CauseRow(Value, frozen=True):
    """All prompts of one server that have one cause."""

    cause: str
    title: str
    confidence: str
    attention: int
    """Number of prompts that need action; the others are counted below."""
    recovered: int
    expected: int
    first: datetime | None
    last: datetime | None
    action: str
    """The first step of the remedy that changes something."""
    remedy: tuple[str, ...]


class PromptRow(Value, frozen=True):
    """One prompt that is listed in the report."""

    outcome: str
    """``failure``, ``silent`` or ``rejected``."""
    session_id: str | None
    time: datetime | None
    cause: str | None
    confidence: str | None
    candidates: tuple[str, ...]
    attention: bool
    recovered: bool
    expected: bool
    server_version: str | None
    stage: str
    error_code: str | None
    signature: str | None
    """Equal for prompts that failed in the same way."""


class BreakRow(Value, frozen=True):
    """One reason why one release cannot fully work on a database, or would migrate it."""

    release: str
    kind: str
    table: str
    column: str | None
    effect: str
    sure: bool
    fatal: bool
    """False where the release only applies migrations."""


class MigrationState(Value, frozen=True):
    """The schema of a server's database, and which releases can run on it."""

    schema: str
    """Hash of the tables, the migrations and the data on releases: equal for databases that are judged alike."""
    generation: str
    applied: int | None
    newest: str | None
    migrated: datetime | None
    health: str
    breaks: tuple[BreakRow, ...]


class Judged(Value, frozen=True):
    """One case, diagnosed."""

    name: str
    status: str
    """``ok``, ``trouble``, ``unknown``, or ``failed`` when the case could not be diagnosed at all."""
    exit_code: int
    text: str
    """The verdict in one sentence; of a failed case, the reason."""
    counts: PromptCounts
    problems: int
    problem: str | None
    """The first of them."""
    server_version: str | None
    """Of the newest run that names its version; else the newest version that created a session."""
    causes: tuple[CauseRow, ...] = ()
    prompts: tuple[PromptRow, ...] = ()
    migrations: MigrationState | None = None
    """None when no database was read."""
    version: str = __version__
    fingerprint: str = ""
    judged_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    digest: str | None = None
    """Hash of the contents of the files that were read."""
    bytes: int = 0
    seconds: float = 0.0
    unchanged: bool = False
    """Whether only the files' times changed, not their contents; then only `digest` is set."""
    line: str = ""
    """The whole report as one JSON line; None when it was not requested."""
    strange: frozenset[str] = frozenset()
    """Requested sessions that this server does not have; another server must have them."""

    @property
    def named(self) -> Counter[str]:
        """The prompts that need attention, by cause."""
        return Counter(prompt.cause or NOT_DECIDED for prompt in self.prompts if prompt.attention)

    @property
    def pressing(self) -> Counter[str]:
        """The prompts that need attention, by outcome."""
        return Counter(prompt.outcome for prompt in self.prompts if prompt.attention)


def judged_from(name: str, report: Report, for_store: bool = False) -> Judged:
    """Return a report as rows. The report is already redacted, so the rows are too.

    The check of which releases can run on the database takes most of the time, and runs only with `for_store`.
    """
    from inspector.renderers._sentences.verdict import verdict

    conclusion = report.conclusion
    return Judged(
        name=name,
        status=conclusion.status.value,
        exit_code=conclusion.exit_code,
        text=verdict(report),
        counts=conclusion.prompts,
        problems=len(report.problems),
        problem=f"{report.problems[0].what}" if report.problems else None,
        server_version=_server_version(report),
        causes=tuple(map(_cause, report.causes)),
        prompts=tuple(map(_prompt, report.entries)),
        migrations=_migrations(report.database) if for_store and report.database else None,
        fingerprint=rules_fingerprint(),
        judged_at=report.generated,
    )


def failed(name: str, reason: str) -> Judged:
    """Return the row of a case that could not be diagnosed."""
    return Judged(
        name=name,
        status="failed",
        exit_code=3,
        text=reason,
        counts=PromptCounts(),
        problems=1,
        problem=reason,
        server_version=None,
        fingerprint=rules_fingerprint(),
        judged_at=datetime.now(UTC),
    )


@lru_cache(maxsize=1)
def rules_fingerprint() -> str:
    """Return a hash of everything in this package that affects a verdict. When it changes, old rows are diagnosed again."""
    whole = hashlib.sha256()
    root = resources.files("inspector")
    for path, file in sorted(_files(root, "")):
        package = path.split("/", 1)[0]
        if path.endswith(".json") if package == "data" else path.endswith(".py") and package not in _NO_VERDICT:
            whole.update(f"{path}\0".encode() + file.read_bytes() + b"\0")
    return whole.hexdigest()[:16]


def _files(folder: Traversable, before: str) -> list[tuple[str, Traversable]]:
    found: list[tuple[str, Traversable]] = []
    for entry in folder.iterdir():
        path = f"{before}{entry.name}"
        found += _files(entry, f"{path}/") if entry.is_dir() else [(path, entry)]
    return found


def _server_version(report: Report) -> str | None:
    runs = [run for run in report.runs if run.version and run.serves]
    newest = max(runs, key=lambda run: run.last_time or run.first_time or datetime.min.replace(tzinfo=UTC), default=None)
    if newest:
        return newest.version
    uses = report.database.versions if report.database else ()
    last = max(uses, key=lambda use: use.last or datetime.min.replace(tzinfo=UTC), default=None)
    return last.version if last else None


def _cause(group: CauseGroup) -> CauseRow:
    from inspector.renderers._sentences.entries import first_step

    return CauseRow(
        cause=group.cause,
        title=group.title,
        confidence=group.confidence.value,
        attention=group.attention,
        recovered=group.recovered,
        expected=group.expected,
        first=group.first,
        last=group.last,
        action=first_step(group),
        remedy=group.remedy,
    )


def _prompt(entry: Entry) -> PromptRow:
    return PromptRow(
        outcome=entry.outcome.value,
        session_id=entry.session_id,
        time=entry.time,
        cause=entry.cause,
        confidence=entry.confidence.value if entry.confidence else None,
        candidates=entry.candidates,
        attention=entry.pressing,
        recovered=entry.recovered,
        expected=entry.expected and not entry.recovered,
        server_version=entry.version,
        stage=entry.stage.value,
        error_code=entry.error.get("code"),
        signature=entry.fingerprint,
    )


def _migrations(facts: DatabaseFacts) -> MigrationState:
    from inspector.renderers._sentences.database import health_of

    migrations = facts.migrations
    schema = _schema_key(facts)
    return MigrationState(
        schema=schema,
        generation=facts.generation,
        applied=None if migrations is None else len(migrations),
        newest=max((migration.id for migration in migrations or ()), default=None),
        migrated=facts.migrated,
        health=health_of(facts),
        breaks=_breaks(_Schema(schema, facts)),
    )


class _Schema(Value, frozen=True):
    """A database's facts that compare only by their schema, for use as a cache key."""

    key: str
    facts: DatabaseFacts

    def __hash__(self) -> int:
        return hash(self.key)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Schema) and self.key == other.key


def _schema_key(facts: DatabaseFacts) -> str:
    tables = {
        name: [table.kind, [(c.name, c.not_null, c.default is None, c.primary_key, c.generated) for c in table.columns]]
        for name, table in sorted(facts.tables.items())
    }
    migrations = None if facts.migrations is None else sorted((m.id, m.table) for m in facts.migrations)
    parts = [rules_fingerprint(), facts.generation, facts.born_new, sorted(facts.bookkeeping), tables, migrations]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


@lru_cache(maxsize=256)
def _breaks(schema: _Schema) -> tuple[BreakRow, ...]:
    from inspector.database.drift import drift, releases
    from inspector.model import BreakKind

    plain = replace(schema.facts, problems=())
    return tuple(
        BreakRow(release, one.kind.value, one.table, one.column, one.effect, one.sure, one.kind is not BreakKind.TOO_OLD)
        for release in releases()
        for one in drift(plain, release).breaks
    )
