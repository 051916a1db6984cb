"""The tables and the views of the first store."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

V_CAUSES = """
CREATE VIEW v_causes AS
SELECT c.id AS case_id, c.name AS server, c.source AS source,
       COALESCE(p.server_version, c.server_version, 'unknown') AS server_version,
       COALESCE(p.cause, 'not decided') AS cause,
       k.title AS title, k.confidence AS confidence, k.action AS action, k.since AS since,
       SUM(p.attention) AS attention, SUM(p.recovered) AS recovered, SUM(p.expected) AS expected,
       MIN(p.time) AS first_time, MAX(p.time) AS last_time
FROM prompts p
JOIN cases c ON c.id = p.case_id
LEFT JOIN causes k ON k.case_id = p.case_id AND k.cause = p.cause
WHERE c.present
GROUP BY c.id, c.name, c.source, COALESCE(p.server_version, c.server_version, 'unknown'), COALESCE(p.cause, 'not decided'),
         k.title, k.confidence, k.action, k.since
"""
"""One row for each server, server version and cause."""

V_DRIFT_RISK = """
CREATE VIEW v_drift_risk AS
SELECT c.id AS case_id, c.name AS server, c.source AS source, c.server_version AS server_version, m.generation AS generation,
       b.release AS release, b.kind AS kind, b.table_name AS table_name, b.column_name AS column_name, b.effect AS effect,
       b.sure AS sure, b.fatal AS fatal
FROM migration_states m
JOIN cases c ON c.id = m.case_id
JOIN schema_breaks b ON b.schema_key = m.schema_key
WHERE c.present
"""
"""One row for each server, release and reason why that release cannot fully work on the server's database (`fatal` 1) or would
migrate it (`fatal` 0). No row for a release: no problem is known."""


def upgrade() -> None:
    """Make everything."""
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("source_key", sa.String(length=64), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("present", sa.Boolean(), nullable=False),
        sa.Column("stamp", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=True),
        sa.Column("bytes", sa.BigInteger(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("exit_code", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("problems", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("server_version", sa.Text(), nullable=True),
        sa.Column("answered", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("silent", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Integer(), nullable=False),
        sa.Column("recovered", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("uncertain", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key"),
    )
    op.create_index("ix_cases_source_key", "cases", ["source_key"], unique=False)
    op.create_table(
        "runs",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("started", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("sources", sa.JSON(), nullable=False),
        sa.Column("read", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("servers", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("attention", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_runs_finished", "runs", ["finished"], unique=False)
    op.create_table(
        "schemas",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key"),
    )
    op.create_table(
        "causes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("confidence", sa.String(length=8), nullable=False),
        sa.Column("attention", sa.Integer(), nullable=False),
        sa.Column("recovered", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("first", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last", sa.DateTime(timezone=True), nullable=True),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("remedy", sa.JSON(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id", "cause"),
    )
    op.create_index("ix_causes_cause", "causes", ["cause"], unique=False)
    op.create_table(
        "migration_states",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("schema_key", sa.String(length=64), nullable=False),
        sa.Column("generation", sa.Text(), nullable=False),
        sa.Column("applied", sa.Integer(), nullable=True),
        sa.Column("newest", sa.Text(), nullable=True),
        sa.Column("migrated", sa.DateTime(timezone=True), nullable=True),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["schema_key"], ["schemas.key"]),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_index("ix_migration_states_schema_key", "migration_states", ["schema_key"], unique=False)
    op.create_table(
        "prompts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=False),
        sa.Column("session_id", sa.Text(), nullable=True),
        sa.Column("time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cause", sa.String(length=64), nullable=True),
        sa.Column("confidence", sa.String(length=8), nullable=True),
        sa.Column("candidates", sa.JSON(), nullable=False),
        sa.Column("attention", sa.Integer(), nullable=False),
        sa.Column("recovered", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("server_version", sa.Text(), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("error_code", sa.Text(), nullable=True),
        sa.Column("signature", sa.Text(), nullable=True),
        sa.Column("version", sa.String(length=32), nullable=False),
        sa.Column("fingerprint", sa.String(length=16), nullable=False),
        sa.Column("judged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_prompts_case_id", "prompts", ["case_id"], unique=False)
    op.create_table(
        "run_causes",
        sa.Column("run_id", sa.Integer(), nullable=False),
        sa.Column("cause", sa.String(length=64), nullable=False),
        sa.Column("servers", sa.Integer(), nullable=False),
        sa.Column("attention", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("run_id", "cause"),
    )
    op.create_table(
        "schema_breaks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("schema_key", sa.String(length=64), nullable=False),
        sa.Column("release", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("column_name", sa.Text(), nullable=True),
        sa.Column("effect", sa.Text(), nullable=False),
        sa.Column("sure", sa.Integer(), nullable=False),
        sa.Column("fatal", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["schema_key"], ["schemas.key"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_schema_breaks_release", "schema_breaks", ["release"], unique=False)
    op.create_index("ix_schema_breaks_schema_key", "schema_breaks", ["schema_key"], unique=False)
    op.execute(V_CAUSES)
    op.execute(V_DRIFT_RISK)
