"""The tables and views of the store. Every row of a case has the version and rules that diagnosed it, and the time."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import JSON, BigInteger, DateTime, Dialect, Double, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcTime(TypeDecorator[datetime]):
    """A time in UTC, in databases with and without time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    type_annotation_map = {datetime: UtcTime(), str: Text()}  # noqa: RUF012 - as SQLAlchemy declares it


class Judgement:
    """The columns of every row of a case."""

    version: Mapped[str] = mapped_column(String(32))
    """inspector's version."""
    fingerprint: Mapped[str] = mapped_column(String(16))
    """Hash of the rules that diagnosed the case."""
    judged_at: Mapped[datetime]


class RunRow(Base):
    """One call of ``inspector fleet``, with the state of the store when it ended."""

    __tablename__ = "runs"
    id: Mapped[int] = mapped_column(primary_key=True)
    started: Mapped[datetime]
    finished: Mapped[datetime | None] = mapped_column(index=True)
    """None while the run is active, and when it was interrupted."""
    version: Mapped[str] = mapped_column(String(32))
    fingerprint: Mapped[str] = mapped_column(String(16))
    sources: Mapped[list[str]] = mapped_column(JSON)
    read: Mapped[int] = mapped_column(default=0)
    unchanged: Mapped[int] = mapped_column(default=0)
    servers: Mapped[int] = mapped_column(default=0)
    trouble: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    attention: Mapped[int] = mapped_column(default=0)


class RunCauseRow(Base):
    """The number of servers and prompts with a cause at the end of a run, for the trend."""

    __tablename__ = "run_causes"
    run_id: Mapped[int] = mapped_column(ForeignKey("runs.id", ondelete="CASCADE"), primary_key=True)
    cause: Mapped[str] = mapped_column(String(64), primary_key=True)
    servers: Mapped[int]
    attention: Mapped[int]


class CaseTable(Judgement, Base):
    """One server."""

    __tablename__ = "cases"
    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(64), unique=True)
    """Hash of its place."""
    source_key: Mapped[str] = mapped_column(String(64), index=True)
    """Hash of the SOURCE it was found in."""
    source: Mapped[str]
    """Last part of the name of that SOURCE."""
    name: Mapped[str]
    present: Mapped[bool] = mapped_column(default=True)
    """Whether the last run found the server in its source."""
    stamp: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str | None] = mapped_column(String(64))
    bytes: Mapped[int] = mapped_column(BigInteger)
    seconds: Mapped[float] = mapped_column(Double)
    status: Mapped[str] = mapped_column(String(16))
    exit_code: Mapped[int]
    text: Mapped[str]
    problems: Mapped[int]
    problem: Mapped[str | None]
    server_version: Mapped[str | None]
    answered: Mapped[int]
    failed: Mapped[int]
    silent: Mapped[int]
    rejected: Mapped[int]
    recovered: Mapped[int]
    expected: Mapped[int]
    uncertain: Mapped[int]


class CauseTable(Judgement, Base):
    """One cause on one server."""

    __tablename__ = "causes"
    __table_args__ = (UniqueConstraint("case_id", "cause"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    cause: Mapped[str] = mapped_column(String(64), index=True)
    title: Mapped[str]
    confidence: Mapped[str] = mapped_column(String(8))
    attention: Mapped[int]
    recovered: Mapped[int]
    expected: Mapped[int]
    first: Mapped[datetime | None]
    last: Mapped[datetime | None]
    action: Mapped[str]
    remedy: Mapped[list[str]] = mapped_column(JSON)
    since: Mapped[datetime]
    """Since when this cause has needed attention on this server without a break."""


class PromptTable(Judgement, Base):
    """One prompt that a report lists."""

    __tablename__ = "prompts"
    __table_args__ = (Index("ix_prompts_case_id", "case_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"))
    outcome: Mapped[str] = mapped_column(String(16))
    session_id: Mapped[str | None]
    time: Mapped[datetime | None]
    cause: Mapped[str | None] = mapped_column(String(64))
    confidence: Mapped[str | None] = mapped_column(String(8))
    candidates: Mapped[list[str]] = mapped_column(JSON)
    attention: Mapped[int]
    """1 or 0, as `recovered` and `expected`: sums need no cast."""
    recovered: Mapped[int]
    expected: Mapped[int]
    server_version: Mapped[str | None]
    stage: Mapped[str]
    error_code: Mapped[str | None]
    signature: Mapped[str | None]


class SchemaTable(Base):
    """A schema that some server's database has."""

    __tablename__ = "schemas"
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    generation: Mapped[str]


class BreakTable(Base):
    """A reason why a release cannot fully work with a schema, or a note that it would migrate it."""

    __tablename__ = "schema_breaks"
    id: Mapped[int] = mapped_column(primary_key=True)
    schema_key: Mapped[str] = mapped_column(ForeignKey("schemas.key", ondelete="CASCADE"), index=True)
    release: Mapped[str] = mapped_column(String(32), index=True)
    kind: Mapped[str] = mapped_column(String(32))
    table_name: Mapped[str]
    column_name: Mapped[str | None]
    effect: Mapped[str]
    sure: Mapped[int]
    fatal: Mapped[int]
    """0 where the release only applies migrations."""


class MigrationTable(Judgement, Base):
    """The schema and the migrations of one server's database."""

    __tablename__ = "migration_states"
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id", ondelete="CASCADE"), primary_key=True)
    schema_key: Mapped[str] = mapped_column(ForeignKey("schemas.key"), index=True)
    generation: Mapped[str]
    applied: Mapped[int | None]
    newest: Mapped[str | None]
    migrated: Mapped[datetime | None]
    health: Mapped[str]
