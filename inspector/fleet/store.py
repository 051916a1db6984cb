"""The store of a fleet: a database with any number of concurrent writers and readers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inspector.fleet.judged import Judged, MigrationState
from inspector.fleet.sources import Found, source_key, source_name
from inspector.model.value import Value
from inspector.text import visible

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

_TOGETHER = 500  # any value: the rows of all queries are joined
"""Maximum number of keys in one query."""


class Known(Value, frozen=True):
    """What the store has about a case."""

    stamp: str
    digest: str | None
    fingerprint: str
    status: str
    exit_code: int

    def is_current(self, stamp: str, fingerprint: str) -> bool:
        """Return whether the case need not be read again; a failed case is always tried again."""
        return (self.stamp, self.fingerprint) == (stamp, fingerprint) and self.status != "failed"


class Result(Value, frozen=True):
    """A diagnosed case and its place in the store."""

    found: Found
    stamp: str
    judged: Judged

    @property
    def key(self) -> str:
        return self.found.key


class Store:
    """An open store: `inspector.fleet.opening.writable` gives its engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def begin_run(self, fingerprint: str, version: str, sources: Sequence[str]) -> int:
        """Record that a run begins and return its number."""
        from sqlalchemy import insert

        from inspector.fleet.tables import RunRow

        names = [_shown(source_name(source)) for source in sources]
        values = {"started": datetime.now(UTC), "version": version, "fingerprint": fingerprint, "sources": names}
        with self.engine.begin() as connection:
            number: int = connection.execute(insert(RunRow).values(values).returning(RunRow.id)).scalar_one()
        return number

    def known(self, keys: Sequence[str]) -> dict[str, Known]:
        """Return what is known of these cases, by key."""
        from sqlalchemy import select

        from inspector.fleet.tables import CaseTable as C

        found = {}
        with self.engine.connect() as connection:
            for start in range(0, len(keys), _TOGETHER):
                asked = select(C.key, C.stamp, C.digest, C.fingerprint, C.status, C.exit_code).where(
                    C.key.in_(keys[start : start + _TOGETHER])
                )
                found.update({row[0]: Known(*row[1:]) for row in connection.execute(asked)})
        return found

    def write(self, results: Iterable[Result]) -> None:
        """Write diagnosed cases in one transaction: the rows of a case replace its older rows."""
        with self.engine.begin() as connection:
            for result in sorted(results, key=lambda result: result.key):  # sorted, so that two writers never deadlock
                _write_case(connection, result)

    def mark_present(self, sources: Mapping[str, Sequence[str]]) -> None:
        """Mark the cases of each source that were found now as present, and the others of that source as gone."""
        from sqlalchemy import select, update

        from inspector.fleet.tables import CaseTable as C

        with self.engine.begin() as connection:
            for source, keys in sorted(sources.items()):
                now = set(keys)
                rows = connection.execute(select(C.id, C.key, C.present).where(C.source_key == source).order_by(C.id)).all()
                for state in (True, False):
                    changed = [row.id for row in rows if (row.key in now) is state and row.present is not state]
                    for start in range(0, len(changed), _TOGETHER):
                        connection.execute(update(C).where(C.id.in_(changed[start : start + _TOGETHER])).values(present=state))

    def end_run(self, number: int, read: int, unchanged: int) -> None:
        """Record that a run has ended, and the state of the whole store at this time."""
        from sqlalchemy import column, func, insert, select, table, update

        from inspector.fleet.tables import CaseTable as C, RunCauseRow, RunRow

        causes = table("v_causes", column("cause"), column("case_id"), column("attention"))
        counted = (
            select(causes.c.cause, func.count(causes.c.case_id.distinct()), func.sum(causes.c.attention))
            .where(causes.c.attention > 0)
            .group_by(causes.c.cause)
        )
        with self.engine.begin() as connection:
            counts = connection.execute(select(C.status, func.count()).where(C.present).group_by(C.status))
            states = Counter[str]({row[0]: row[1] for row in counts})
            rows = [
                {"run_id": number, "cause": cause, "servers": servers, "attention": int(attention)}
                for cause, servers, attention in connection.execute(counted)
            ]
            totals = {
                "finished": datetime.now(UTC),
                "read": read,
                "unchanged": unchanged,
                "servers": states.total(),
                "trouble": states["trouble"],
                "failed": states["failed"],
                "attention": sum(row["attention"] for row in rows),
            }
            connection.execute(update(RunRow).where(RunRow.id == number).values(totals))
            if rows:
                connection.execute(insert(RunCauseRow), rows)


def _write_case(connection: Connection, result: Result) -> None:
    """Write one case. The first statement locks its row: another writer of the same case waits, and its rows replace
    these."""
    from sqlalchemy import delete, insert, select

    from inspector.fleet.tables import CauseTable, MigrationTable, PromptTable

    judged = result.judged
    stamped = {"version": judged.version, "fingerprint": judged.fingerprint, "judged_at": judged.judged_at}
    if judged.unchanged:
        _touch(connection, result)
        return
    id = _upsert_case(connection, result, stamped)
    older = select(CauseTable.cause, CauseTable.since).where(CauseTable.case_id == id, CauseTable.attention > 0)
    since = {row.cause: row.since for row in connection.execute(older)}
    for table in (CauseTable, PromptTable, MigrationTable):
        connection.execute(delete(table).where(table.case_id == id))
    prompts = [{"case_id": id, **_row(prompt), **stamped} for prompt in judged.prompts]
    causes = [
        {"case_id": id, **_row(cause), "since": since.get(cause.cause, judged.judged_at), **stamped} for cause in judged.causes
    ]
    for table, rows in ((CauseTable, causes), (PromptTable, prompts)):
        if rows:
            connection.execute(insert(table), rows)
    if judged.migrations:
        _write_schema(connection, judged.migrations)
        state = {key: value for key, value in _row(judged.migrations).items() if key not in ("schema", "breaks")}
        connection.execute(insert(MigrationTable).values(case_id=id, schema_key=judged.migrations.schema, **state, **stamped))


def _touch(connection: Connection, result: Result) -> None:
    from sqlalchemy import update

    from inspector.fleet.tables import CaseTable as C

    same = update(C).where(C.key == result.key, C.digest == result.judged.digest)
    connection.execute(same.values(stamp=result.stamp, present=True))


def _upsert_case(connection: Connection, result: Result, stamped: Mapping[str, Any]) -> int:
    from inspector.fleet.tables import CaseTable

    judged, counts = result.judged, result.judged.counts
    plain = ("status", "exit_code", "text", "problems", "problem", "server_version", "digest", "bytes", "seconds")
    counted = ("answered", "failed", "silent", "rejected", "recovered", "expected", "uncertain")
    values = {
        "key": result.key,
        "source_key": source_key(result.found.source),
        "source": _shown(source_name(result.found.source)),
        "name": _shown(result.found.case.name),
        "present": True,
        "stamp": result.stamp,
        **{name: _clean(getattr(judged, name)) for name in plain},
        **{name: getattr(counts, name) for name in counted},
        **stamped,
    }
    upsert = _insert(connection)(CaseTable).values(values)
    changed = {name: upsert.excluded[name] for name in values if name != "key"}
    statement = upsert.on_conflict_do_update(index_elements=["key"], set_=changed).returning(CaseTable.id)
    id: int = connection.execute(statement).scalar_one()
    return id


def _write_schema(connection: Connection, state: MigrationState) -> None:
    """Write a schema and the problems of each release with it, unless the schema is already stored."""
    from sqlalchemy import insert

    from inspector.fleet.tables import BreakTable, SchemaTable

    statement = _insert(connection)(SchemaTable).values(key=state.schema, generation=state.generation)
    if connection.execute(statement.on_conflict_do_nothing()).rowcount < 1:
        return
    renamed = {"table": "table_name", "column": "column_name"}
    rows = [
        {"schema_key": state.schema, **{renamed.get(name, name): value for name, value in _row(one).items()}}
        for one in state.breaks
    ]
    for row in rows:
        row["sure"], row["fatal"] = int(row["sure"]), int(row["fatal"])
    if rows:
        connection.execute(insert(BreakTable), rows)


def _insert(connection: Connection) -> Any:
    """Return the dialect's INSERT with ON CONFLICT."""
    if connection.dialect.name == "postgresql":
        from sqlalchemy.dialects.postgresql import insert as insert_postgresql

        return insert_postgresql
    from sqlalchemy.dialects.sqlite import insert as insert_sqlite

    return insert_sqlite


def _row(value: Any) -> dict[str, Any]:
    """Return the fields of a value as the columns of a row."""
    return {name: _clean(getattr(value, name)) for name in value.__struct_fields__}


def _clean(value: Any) -> Any:
    """Return a value that every database accepts: no control characters and lone surrogates in texts, booleans as numbers."""
    if isinstance(value, str):
        return visible(value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, tuple):
        return [_clean(item) for item in value]
    return value


def _shown(name: str) -> str:
    """Return the stored name of a server or source: secrets in it are hidden, host names are kept."""
    from inspector.redaction.secrets import hide_secrets
    from inspector.redaction.state import State

    return visible(hide_secrets(name, name.lower(), State()))
