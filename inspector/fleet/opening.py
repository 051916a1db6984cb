"""Opens a store: SQLite or PostgreSQL, for writing or for reading, with the tables of this version."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from inspector.errors import InspectorError, UsageError
from inspector.text import visible

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

BUSY_S = 120  # any value: a time limit on the clock
"""Seconds for which a writer waits while others write to an SQLite store."""
INSTALL = "pip install 'opencode-inspector[fleet]'"
APPLICATION = 0x000F1EE7
"""The application ID in the header of an SQLite store. A database without it is never opened as a store."""
_APPLICATION_AT = slice(68, 72)
_LOCK = 0x0C0DE_F1EE7  # any value: all processes use the same
"""Number of PostgreSQL's advisory lock under which the tables are made or changed."""


def store_url(text: str) -> URL:
    """Return the URL of a store: a file's name means SQLite; PostgreSQL is reached through psycopg.

    Raises UsageError for a text that is not a URL.
    """
    from sqlalchemy import URL, make_url
    from sqlalchemy.exc import ArgumentError

    if "://" not in text:
        return URL.create("sqlite", database=text)
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise UsageError("Not a URL of a store.", "Examples: fleet.db, postgresql://inspector@db.example/fleet") from None
    if url.drivername in ("postgres", "postgresql"):
        return url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise UsageError(f"Not a database for a store: {url.get_backend_name()}.", "Use SQLite or PostgreSQL.")
    if url.get_backend_name() == "sqlite" and url.database in (None, "", ":memory:"):
        raise UsageError("A store needs a file.", "Example: --store fleet.db")
    return url


def needs_extra(error: ImportError) -> InspectorError:
    """Return the error to show where a library of the extra `fleet` is missing."""
    return InspectorError(f"This needs a further library: {str(error).rstrip('.')}.", f"Install it: {INSTALL}")


@contextmanager
def writable(text: str) -> Iterator[Engine]:
    """Open a store for writing. A new one gets its tables, an old one those of this version. Raises InspectorError."""
    with _engine(store_url(text), writes=True) as engine:
        with engine.begin() as connection:
            _upgrade(connection)
        yield engine


@contextmanager
def readable(text: str) -> Iterator[Connection]:
    """Open a store read-only. Raises InspectorError when it is not there, or was made by another version."""
    url = store_url(text)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        raise UsageError(f"No such store: {url.database}.", f"Make it: inspector fleet SOURCE --store {url.database}")
    with _engine(url, writes=False) as engine, engine.begin() as connection:
        _check(connection)
        yield connection


@contextmanager
def _engine(url: URL, writes: bool) -> Iterator[Engine]:
    from sqlalchemy import create_engine, event
    from sqlalchemy.exc import DBAPIError

    try:
        if url.get_backend_name() == "sqlite":
            _check_file(Path(url.database or ""))
            engine = create_engine(url, connect_args={"timeout": BUSY_S, "check_same_thread": False})
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_writing if writes else _begin_reading)
        else:
            engine = create_engine(url, pool_pre_ping=True)
            if not writes:
                event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("SET TRANSACTION READ ONLY"))
    except ImportError as error:
        raise needs_extra(error) from None
    try:
        yield engine
    except DBAPIError as error:
        reason = visible(str(error.orig).strip().split("\n")[0], 300)
        raise InspectorError(
            f"The store {url.render_as_string(hide_password=True)} could not be used: {reason}.",
            "Results written so far are kept. Run the same command again to continue.",
        ) from None
    finally:
        engine.dispose()


def _check_file(path: Path) -> None:
    """Raise UsageError for a file that is not a store, so that a server's database is never opened by mistake."""
    try:
        with path.open("rb") as file:
            header = file.read(100)
    except FileNotFoundError:
        return
    except OSError as error:
        raise InspectorError(f"The store {path} could not be read: {error.strerror or error}.") from None
    if header and header[_APPLICATION_AT] != APPLICATION.to_bytes(4, "big"):
        raise UsageError(f"{path} is not a store. It was not changed.", "Name another file for --store, for example fleet.db.")


def _prepare_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy begins them, tables included
    connection.execute("PRAGMA foreign_keys=ON")


def _begin_writing(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA query_only=ON")
    connection.exec_driver_sql("BEGIN")


def _upgrade(connection: Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
    revision, newest = _revisions(connection)
    if revision == newest:
        return
    _check_known(revision)
    from alembic import command

    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION}")
    command.upgrade(_alembic(connection), "head")


def _check(connection: Connection) -> None:
    """Raise InspectorError when the tables are not those of this version."""
    revision, newest = _revisions(connection)
    if revision is None:
        raise UsageError("This database is not a fleet store.", "Fill it: inspector fleet SOURCE --store URL")
    _check_known(revision)
    if revision != newest:
        raise InspectorError(
            "The tables of this store are older than this version of inspector.", "Run: inspector fleet SOURCE --store URL"
        )


def _check_known(revision: str | None) -> None:
    from alembic.script import ScriptDirectory
    from alembic.util import CommandError

    try:
        if revision is not None:
            ScriptDirectory.from_config(_alembic(None)).get_revision(revision)
    except CommandError:
        raise InspectorError("A newer version of inspector made this store.", "Use that version, or another store.") from None


def _revisions(connection: Connection) -> tuple[str | None, str | None]:
    """Return the revision of the tables and the newest one."""
    try:
        from alembic.migration import MigrationContext
        from alembic.script import ScriptDirectory
    except ImportError as error:
        raise needs_extra(error) from None
    return (
        MigrationContext.configure(connection).get_current_revision(),
        ScriptDirectory.from_config(_alembic(None)).get_current_head(),
    )


def _alembic(connection: Connection | None) -> Any:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
