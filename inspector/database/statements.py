"""Build the statements that read rows of sessions, with SQLAlchemy Core from names of tables and columns.

A builder takes only words, so that each statement has a name: the builder's name and its words. The SQL for the schemas of all known
releases is in ``data/statements.json`` (`sql` looks there first), because loading SQLAlchemy takes longer than the rest of a small
diagnosis. A list of columns is one word, with commas. Values that vary between calls are written ``:name``; a list of IDs is written
`EVERY_ID`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Executable, and_, case, column, func, literal_column, null, or_, select, table, true
from sqlalchemy.dialects.sqlite.pysqlite import dialect
from sqlalchemy.sql.expression import FromClause, Select, TableClause

from inspector import catalogue
from inspector.database.schemas._form import Form
from inspector.database.sql import EVERY_ID, EVERY_LIMIT, MOST_PARTS, PAGE, TEXT
from inspector.model import CONTENT_ITEMS, TURN

SHOWING = ("tool", "file", "patch", "subtask", "agent")
"""Types of parts that a client always shows; a text part is shown only if its text is not empty."""
STEP_MARKS = ("step-start", "step-finish")
"""Types of parts that a complete answer always has, whatever it shows."""
MOST_ROWS = 20_000  # any value: the next query continues
"""Maximum number of new rows of a table that one query reads; the next query continues after them."""
_BEGINNING = 4096
_BLANKS = " \t\n\r"
_UNFINISHED = ("tool-calls", "unknown", "error")
_IDS: Select[Any] = select(literal_column(EVERY_ID.removeprefix("SELECT ")))
_DIALECT = dialect()


def build(name: str, *words: str) -> str:
    """Return the SQL of the builder `name` for `words`."""
    statement: Executable = globals()[name](*words)
    return str(statement.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))  # type: ignore[attr-defined]


def ready(statement: Executable) -> tuple[str, Mapping[str, Any]]:
    """Return the SQL of a statement that runs once, and its values by name."""
    made = statement.compile(dialect=dialect(paramstyle="named"), compile_kwargs={"render_postcompile": True})  # type: ignore[attr-defined]
    return str(made), made.params


def source(name: str, *columns: str) -> TableClause:
    """A table for Core, with the columns that are named (and its rowid)."""
    return table(name, column("rowid"), *(column(part) for part in columns if part != "rowid"))


# --- rows of chosen sessions ---------------------------------------------------------------------
def rows(form: str, there: str, key: str) -> Select[Any]:
    """The rows of a form whose `key` is one of the ids; `there` are the columns that this database has."""
    clause, columns = _read(form, there)
    return select(*columns).where(clause.c[key].in_(_IDS))


def shown_parts(form: str, there: str) -> Select[Any]:
    """The parts of messages, without the marks of where a step began and ended; `TEXT` in place of a text that is not empty."""
    clause, columns = _read(form, there)
    data = clause.c[_form(form).json or ""]
    kind = func.coalesce(_plain(data, "$.type"), "")
    shown = case((and_(kind == "text", _has_text(data)), TEXT), else_=columns[-1])
    return select(*columns[:-1], shown).where(clause.c.message_id.in_(_IDS), kind.not_in(STEP_MARKS))


def count(name: str, key: str) -> Select[Any]:
    """Rows by id, from the index alone."""
    found = source(name, key).c[key]
    return select(found, func.count()).where(found.in_(_IDS)).group_by(found)


def newest(form: str, there: str, session: str) -> Select[Any]:
    """The newest rows of sessions that have more of them than are kept: one seek a session, many sessions a statement."""
    clause, columns = _read(form, there)
    sessions = source(session, "id")
    inner, found = _newest_of(form, there)
    its_newest = found.where(inner.c.session_id == sessions.c.id).correlate(sessions)
    return select(*columns).select_from(sessions.join(clause, clause.c.rowid.in_(its_newest))).where(sessions.c.id.in_(_IDS))


def newest_alone(form: str, there: str) -> Select[Any]:
    """The newest rows of one session that has no row of its own."""
    clause, columns = _read(form, there)
    inner, found = _newest_of(form, there)
    return select(*columns).where(clause.c.rowid.in_(found.where(inner.c.session_id.in_(_IDS))))


def parts_of_message(form: str, there: str) -> Select[Any]:
    """The newest parts of one message."""
    clause, columns = _read(form, there)
    return select(*columns).where(clause.c.message_id.in_(_IDS)).order_by(clause.c.rowid.desc()).limit(MOST_PARTS)


def _newest_of(form: str, there: str) -> tuple[FromClause, Select[Any]]:
    read = _form(form)
    order = read.order or ("time_created" if "time_created" in there.split(",") else "rowid")
    inner = source(read.table, "id", "session_id", order).alias("inner")
    return inner, select(inner.c.rowid).order_by(inner.c[order].desc(), inner.c.id.desc()).limit(EVERY_LIMIT)


def _read(form: str, there: str) -> tuple[TableClause, list[ColumnElement[Any]]]:
    """The table of a form and what is selected from it: NULL where a column is missing, of JSON what is wanted."""
    read, known = _form(form), there.split(",")
    clause = source(read.table, *known)
    nothing: ColumnElement[Any] = null()
    wanted = (*read.needs, *read.optional)
    columns: list[ColumnElement[Any]] = [clause.c[name] if name in known and name != read.json else nothing for name in wanted]
    if read.json is not None:
        columns.append(_pick(clause.c[read.json], read.paths) if read.json in known else nothing)
    return clause, columns


def _form(name: str) -> Form:
    form: Form = catalogue.module("inspector.database.schemas", name).FORM
    return form


def _pick(value: ColumnElement[Any], paths: Sequence[str]) -> ColumnElement[Any]:
    """One small JSON array ``[[plain …], others …]`` of what is wanted from a JSON column, in one pass over it."""
    plain = [path for path in paths if path.startswith("$")]
    others = [path.split(" ", 1) for path in paths[len(plain) :]]
    running = func.json_extract(value, "$.state.status").in_(("running", "pending"))
    how: Mapping[str, Callable[[str], ColumnElement[Any]]] = {
        "type": lambda path: func.json_type(value, path),
        "length": lambda path: func.length(func.trim(func.json_extract(value, path), _BLANKS)),
        "content": lambda path: _content(value, path),
        "open": lambda path: case((running, func.substr(func.json_extract(value, path), 1, _BEGINNING))),
    }
    found = (how[word](path) for word, path in others)
    return _json_or_null(value, func.json_array(func.json_extract(value, *plain), *found))


def _content(value: ColumnElement[Any], path: str) -> ColumnElement[Any]:
    """The last items of a list of content: ``[[type, name, status, created, ran, completed, length of its text], …]``."""
    paths = ("type", "name", "state.status", "time.created", "time.ran", "time.completed")
    items = []
    for back in range(CONTENT_ITEMS, 0, -1):
        item = f"{path}[#-{back}]"
        length = func.length(func.trim(func.json_extract(value, f"{item}.text"), _BLANKS))
        items.append(func.json_array(*(func.json_extract(value, f"{item}.{one}") for one in paths), length))
    return func.json_array(*items)


# --- which sessions ------------------------------------------------------------------------------
def bounds(session: str) -> Executable:
    """The last rowid of the next page of sessions, and how many there are on it."""
    sessions = source(session)
    ends = select(sessions.c.rowid).where(sessions.c.rowid > _value(":after")).order_by(sessions.c.rowid).limit(PAGE).subquery()
    return select(func.max(ends.c.rowid), func.count()).select_from(ends)


def lives(session: str, of: str) -> Select[Any]:
    """From when to when the sessions of a page, or those named, were used."""
    sessions = _sessions(session)
    return select(sessions.c.id, sessions.c.time_created, sessions.c.time_updated).where(*_over(sessions), *_among(sessions, of))


def undelivered(name: str, there: str, of: str) -> Select[Any]:
    """Inbox rows that were not promoted; 2.x deletes a row at promotion, so every row there is one."""
    inbox = source(name, *there.split(","))
    conditions = [inbox.c.promoted_seq.is_(None)] if "promoted_seq" in inbox.c else []
    conditions += [inbox.c.session_id.in_(_IDS)] if of == "named" else []
    query = select(inbox.c.rowid, inbox.c.session_id).where(inbox.c.rowid > _value(":after"), *conditions, *_over(inbox))
    return query.order_by(inbox.c.rowid).limit(PAGE)


def unanswered(session: str, shown: str, of: str) -> Select[Any]:
    """Sessions whose newest message is anything but a finished answer to the newest prompt.

    With `shown` "parts", an answer that shows nothing is none.
    """
    sessions = _sessions(session)
    newest, before = (source("message", "id", "time_created", "data").alias(name) for name in ("newest", "before"))
    parent, earlier = _plain(newest.c.data, "$.parentID"), _plain(before.c.data, "$.role")
    sent_again = _plain(before.c.data, "$.time.created") > newest.c.time_created  # with the id of an answered prompt
    finished_too = and_(_plain(before.c.data, "$.parentID") == parent, _plain(before.c.data, "$.finish") == "stop")
    answered_badly = or_(
        _differs(_plain(newest.c.data, "$.role"), "assistant"),
        _unfinished(newest.c.data),
        _plain(newest.c.data, "$.mode") == "compaction",
        _type(newest.c.data, "$.summary") == "true",
        parent.is_(None),
        newest.c.id < parent,  # up to 1.18.14 such a prompt is answered again and again
        and_(earlier == "user", or_(before.c.id != parent, sent_again)),
        and_(earlier == "assistant", finished_too),
        *([_shows_nothing(newest)] if shown == "parts" else ()),
        _plain(before.c.data, "$.mode") == "compaction",
    )
    answered_badly = or_(answered_badly, newest.c.rowid < _stored_last(sessions))
    joined = sessions.join(newest, newest.c.rowid == _newest("message", sessions, "time_created", 0))
    both = joined.outerjoin(before, before.c.rowid == _newest("message", sessions, "time_created", 1))
    return select(sessions.c.id).select_from(both).where(answered_badly, *_over(sessions), *_among(sessions, of))


def unfinished_turn(session: str, name: str, order: str, of: str) -> Select[Any]:
    """Conversations of the v2 API that end in a prompt, an unfinished answer, or a turn that failed."""
    sessions = _sessions(session)
    newest = source(name, "type", "data").alias("newest")
    joined = sessions.join(newest, newest.c.rowid == _newest(name, sessions, order, 0, TURN))
    ended = _differs(_plain(newest.c.data, "$.outcome"), "succeeded")
    doubtful = case(
        (newest.c.type == "user", true()),
        (newest.c.type == "idle", ended),
        (newest.c.type == "compaction", _differs(_plain(newest.c.data, "$.status"), "completed")),
        else_=_unfinished(newest.c.data),
    )
    return select(sessions.c.id).select_from(joined).where(doubtful, *_over(sessions), *_among(sessions, of))


def _shows_nothing(answer: FromClause) -> ColumnElement[bool]:
    """A finished answer whose parts hold no text, no tool call and no file; one without any part may have lost them."""
    part = source("part", "message_id", "data").alias("shown")
    text = and_(_plain(part.c.data, "$.type") == "text", _has_text(part.c.data))
    found = select(part.c.message_id).where(part.c.message_id == answer.c.id)
    return and_(found.exists(), ~found.where(or_(_plain(part.c.data, "$.type").in_(SHOWING), text)).exists())


def _has_text(data: ColumnElement[Any]) -> ColumnElement[bool]:
    return func.trim(_plain(data, "$.text"), _BLANKS) != ""


def _unfinished(data: ColumnElement[Any]) -> ColumnElement[bool]:
    finish = _plain(data, "$.finish")
    return or_(
        _plain(data, "$.time.completed").is_(None),
        finish.is_(None),
        finish.in_(_UNFINISHED),
        func.coalesce(_type(data, "$.error"), "null") != "null",
    )


def _sessions(name: str) -> TableClause:
    return source(name, "id", "time_created", "time_updated")


def _over(rows: TableClause) -> list[ColumnElement[bool]]:
    """Rows whose life (created to updated, where the table keeps both) overlaps the time asked for; NULL is no bound."""
    first = rows.c.get("time_created")
    last = rows.c.get("time_updated", first)
    if first is None or last is None:
        return []
    since, until = _value(":since"), _value(":until")
    return [or_(since.is_(None), last >= since), or_(until.is_(None), first <= until)]


def _among(sessions: TableClause, of: str) -> Iterable[ColumnElement[bool]]:
    """The sessions `of` a "page" or those "named"."""
    if of == "named":
        return [sessions.c.id.in_(_IDS)]
    return [sessions.c.rowid > _value(":after"), sessions.c.rowid <= _value(":last")]


def _newest(name: str, session: TableClause, order: str, skip: int, types: tuple[str, ...] = ()) -> ColumnElement[Any]:
    """The rowid of a session's newest row (or the one before): a seek in the index OpenCode itself keeps."""
    inner = source(name, "id", "session_id", order, "type").alias("inner")
    query = select(inner.c.rowid).where(inner.c.session_id == session.c.id)
    query = query.where(inner.c.type.in_(types)) if types else query
    return query.order_by(inner.c[order].desc(), inner.c.id.desc()).limit(1).offset(skip).scalar_subquery()


def _stored_last(session: TableClause) -> ColumnElement[Any]:
    """The rowid of the message that was stored last; another one is the newest where the server's clock went back.

    The index of `_newest` holds the rowids, so the table itself is not read.
    """
    inner = source("message", "session_id").alias("inner")
    return select(func.max(inner.c.rowid)).where(inner.c.session_id == session.c.id).scalar_subquery()


# --- the file itself -----------------------------------------------------------------------------
def recorded(name: str, columns: str, there: str) -> Select[Any]:
    """The migrations that a table records; NULL where it lacks one of the columns."""
    clause = source(name, *columns.split(","))
    wanted = [clause.c[part] if part in there.split(",") else null() for part in columns.split(",")]
    return select(*wanted).select_from(clause).limit(5000)


def versions(session: str) -> Select[Any]:
    """Sessions by the version that made them: how many, the first, the last, and when one was used last."""
    columns = source(session, "version", "time_created", "time_updated").c
    first, last = func.min(columns.time_created), func.max(columns.time_created)
    query = select(columns.version, func.count(), first, last, func.max(columns.time_updated))
    return query.group_by(columns.version).limit(1000)


def times(name: str, last: str) -> Select[Any]:
    """The times of the rows that were stored last."""
    columns = source(name, *dict.fromkeys(("time_created", last))).c
    return select(columns.time_created, columns[last]).order_by(columns.rowid.desc()).limit(200)


def imported() -> Select[Any]:
    """The mark of a 2.x server that has taken over the sessions of 1.x."""
    columns = source("kv", "key").c
    return select(columns.key).where(columns.key == "migration.v1-v2").limit(1)


# --- what was added ------------------------------------------------------------------------------
def newer(name: str, role: str) -> Select[Any]:
    """Rows stored after a rowid; with `role` "role" also whose message it is."""
    rows = source(name, "id", "session_id", "data")
    whose = _plain(rows.c.data, "$.role") if role == "role" else null()
    query = select(rows.c.rowid, rows.c.id, rows.c.session_id, whose).where(rows.c.rowid > _value(":after"))
    return query.order_by(rows.c.rowid).limit(MOST_ROWS)


def ended_in_error() -> Select[Any]:
    """Those of the sessions whose newest message is an answer that ended in an error."""
    message, other = (source("message", "id", "session_id", "time_created", "data").alias(name) for name in ("message", "other"))
    newest = select(other.c.rowid).where(other.c.session_id == message.c.session_id)
    newest = newest.order_by(other.c.time_created.desc(), other.c.id.desc()).limit(1)
    failed = func.coalesce(_type(message.c.data, "$.error"), "null") != "null"
    query = select(message.c.session_id).where(message.c.session_id.in_(_IDS), failed)
    return query.where(message.c.rowid == newest.scalar_subquery())


def _value(name: str) -> ColumnElement[Any]:
    """A value that is given when the statement is asked."""
    return literal_column(name)


def _differs(value: ColumnElement[Any], word: str) -> ColumnElement[bool]:
    """NULL differs too. (What `is_distinct_from` compiles to keeps its values apart from the SQL.)"""
    return func.coalesce(value, "") != word


def _plain(data: ColumnElement[Any], path: str) -> ColumnElement[Any]:
    return _json_or_null(data, func.json_extract(data, path))


def _type(data: ColumnElement[Any], path: str) -> ColumnElement[Any]:
    return _json_or_null(data, func.json_type(data, path))


def _json_or_null(value: ColumnElement[Any], expression: ColumnElement[Any]) -> ColumnElement[Any]:
    """`expression` where `value` is well-formed JSON, else NULL: SQLite's JSON functions fail the whole statement
    otherwise."""
    return case((func.typeof(value) != "text", None), (func.json_valid(value) == 1, expression))
