"""Read the rows of selected sessions: look-ups in chunks over existing indexes, streamed, with limits for each session."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from types import MappingProxyType
from typing import Any
from weakref import WeakKeyDictionary

import msgspec

from inspector import catalogue
from inspector.database.reader import QueryFailed, Reader
from inspector.database.schemas._form import Form
from inspector.database.sql import EVERY_LIMIT, MOST_PARTS, TEXT, sql
from inspector.model import InputRow, MessageRow, PartRow, ProjectedRow, SessionRow, SessionRows
from inspector.model.value import Value

_CHUNK = 250  # any value: the rows of all queries are joined
_NEWEST_PARTS = 60
_LAST_ANSWERS = 10
_MOST_INPUTS = 500
_OLDEST = datetime(1970, 1, 1, tzinfo=UTC)
_decode = msgspec.json.Decoder().decode


class Chosen(Value, frozen=True):
    """A form that fits this database, ready to be selected and read."""

    name: str
    """The name of the form's module."""
    form: Form
    there: tuple[str, ...]
    """The form's columns that this database has."""

    def sql(self, statement: str, *words: str) -> str:
        """SQL of one of the statements that read rows of a form."""
        return sql(statement, self.name, ",".join(self.there), *words)

    def read(self, rows: Iterable[Sequence[Any]], unread: list[object]) -> list[Any]:
        """Return the model's rows; the IDs of rows without the required JSON are added to `unread`."""
        if self.form.json is None:
            return [self.form.row(row, None) for row in rows]
        found = [(row, _picked(row[-1])) for row in rows]
        if self.form.json in self.form.needs:
            unread += [row[0] for row, picked in found if picked is None]
        return [self.form.row(row[:-1], picked) for row, picked in found]


_CHOSEN: WeakKeyDictionary[Reader, dict[str, tuple[Chosen, ...]]] = WeakKeyDictionary()
"""The results of `choose` for each open database."""


def choose(reader: Reader, kind: str) -> tuple[Chosen, ...]:
    """Return the forms of `kind` that fit, at most one for each table: the one that needs most columns."""
    known = _CHOSEN.setdefault(reader, {})
    if kind not in known:
        known[kind] = _choose(reader, kind)
    return known[kind]


def _choose(reader: Reader, kind: str) -> tuple[Chosen, ...]:
    forms = {name: module.FORM for name, module in catalogue.modules("inspector.database.schemas").items()}
    best: dict[str, Chosen] = {}
    for name, form in sorted(forms.items(), key=lambda item: len(item[1].needs)):
        if form.kind == kind and reader.readable(form.table, *form.needs):
            best[form.table] = Chosen(name, form, _there(reader, form))
    return tuple(best.values())


def _there(reader: Reader, form: Form) -> tuple[str, ...]:
    found = {column.name for column in reader.tables[form.table].columns}
    if "rowid" in form.optional and reader.numbers_rows(form.table):
        found.add("rowid")
    return tuple(name for name in dict.fromkeys((*form.needs, *form.optional, form.json or "")) if name in found)


def _picked(value: object) -> list[Any] | None:
    if type(value) is not str:
        return None
    try:
        plain, *others = _decode(value)
    except (msgspec.MsgspecError, TypeError, RecursionError):
        return _picked_strange(value)
    return plain + others if type(plain) is list else None


def _picked_strange(value: str) -> list[Any] | None:
    """Return the values of JSON that only the standard library accepts: half a surrogate pair, an unlimited number."""
    try:
        plain, *others = json.loads(value)
    except (ValueError, TypeError, RecursionError):
        return None
    return plain + others if type(plain) is list else None


def sessions(
    reader: Reader, ids: Iterable[str], messages: int, parts: bool, every_part: Collection[str] | None
) -> Iterator[SessionRows]:
    """Yield the rows of each ID, in the given order, each ID once; see `Database.sessions`."""
    tables = _Tables(reader, max(1, messages), parts, every_part)
    unique = iter(dict.fromkeys(ids))
    while chunk := list(islice(unique, _CHUNK)):
        yield from tables.read(chunk)


class _Tables:
    """The tables of this database with rows of sessions."""

    def __init__(self, reader: Reader, most: int, parts: bool, every_part: Collection[str] | None) -> None:
        self.reader = reader
        self.most = most
        self.every_part = every_part
        self.sessions = self._affordable("session", "id")
        self.inputs = self._affordable("input", "session_id")
        self.message = next(iter(self._affordable("message", "session_id")), None)
        self.part = next(iter(self._affordable("part", "session_id")), None)
        self.projected = next(iter(self._affordable("projected", "session_id")), None)
        self.with_parts = parts
        self.part_by_message = self.part is not None and any(
            index.columns[:1] == ("message_id",) for index in reader.indexes(self.part.form.table)
        )
        self.events = reader.readable("event", "aggregate_id") and reader.affordable("event", "aggregate_id")

    def _affordable(self, kind: str, column: str) -> tuple[Chosen, ...]:
        return tuple(chosen for chosen in choose(self.reader, kind) if self.reader.affordable(chosen.form.table, column))

    def read(self, ids: Sequence[str]) -> Iterator[SessionRows]:
        found = self._sessions(ids)
        message_counts = self._count(self.message, ids)
        messages = self._with_prompts(self._newest(self.message, ids, message_counts, found))
        for rows in (messages or {}).values():
            rows.sort(key=_in_order)
        self.reader.unreadable("message", (row.id for rows in (messages or {}).values() for row in rows if not row.readable))
        projected_counts = self._count(self.projected, ids)
        projected = self._newest(self.projected, ids, projected_counts, found)
        part_counts = self._count(self.part, ids)
        texts = set[str]()
        parts = self._parts(ids, messages or {}, part_counts, texts) if self.with_parts else None
        events = self._counted("event", "aggregate_id", ids) if self.events else None
        input_counts = {chosen.form.table: self._count(chosen, ids) for chosen in self.inputs}
        inputs = self._inputs(ids, input_counts) if self.inputs else None
        for id in ids:
            count, others = _of(message_counts, id), _of(projected_counts, id)
            counts = {
                "session": int(id in found) if self.sessions else None,
                "message": count,
                "part": _of(part_counts, id),
                "session_input": None,
                "session_message": others,
                "event": _of(events, id),
                **{table: _of(known, id) for table, known in input_counts.items()},
            }
            yield SessionRows(
                session_id=id,
                session=found.get(id),
                messages=None if messages is None else tuple(messages.get(id, ())),
                parts=None if parts is None else tuple(sorted(parts.get(id, ()), key=_in_order)),
                inputs=None if inputs is None else tuple(inputs.get(id, ())),
                projected=None if projected is None else tuple(sorted(projected.get(id, ()), key=_by_seq)),
                counts=_shared(**counts),
                capped=max(count or 0, others or 0) > self.most,
                every_part=self._every_part(id),
                texts=tuple(row.id for row in (messages or {}).get(id, ()) if row.id in texts),
                parts_since=_parts_since((messages or {}).get(id, ()), (parts or {}).get(id, ())),
                path=self.reader.name,
            )

    def _sessions(self, ids: Sequence[str]) -> dict[str, SessionRow]:
        """Return the session rows; if both 1.x and 2.x have a row, the row that was used last."""
        best: dict[str, SessionRow] = {}
        for chosen in self.sessions:
            for row in self._rows(chosen, "id", ids):
                known = best.get(row.id)
                if known is None or (row.time_updated or _OLDEST) >= (known.time_updated or _OLDEST):
                    best[row.id] = row
        return best

    def _newest(
        self, chosen: Chosen | None, ids: Sequence[str], counts: Mapping[str, int] | None, known: Mapping[str, SessionRow]
    ) -> dict[str, list[Any]] | None:
        """Return the newest rows by session; None for a table that is missing or unreadable."""
        if chosen is None or counts is None:
            return None
        few = [id for id in ids if 0 < counts.get(id, 0) <= self.most]
        found = _by_session(self._rows(chosen, "session_id", few))
        return found | self._last(chosen, [id for id in ids if counts.get(id, 0) > self.most], known)

    def _with_prompts(self, messages: dict[str, list[Any]] | None) -> dict[str, list[Any]] | None:
        """Add the prompts of the kept answers when they are older than all kept messages, as after a long run of an agent."""
        if self.message is None or messages is None:
            return messages
        without = {
            id: rows for id, rows in messages.items() if len(rows) >= self.most and all(row.role != "user" for row in rows)
        }
        parents = dict.fromkeys(row.parent_id for rows in without.values() for row in rows if row.parent_id)
        older = _by_session(self._rows(self.message, "id", list(parents)))
        return messages | {id: [*older.get(id, ()), *rows] for id, rows in without.items()}

    def _last(self, chosen: Chosen, ids: Sequence[str], known: Mapping[str, SessionRow]) -> dict[str, list[Any]]:
        """Return the newest rows of sessions with more rows than are kept: one seek per session, many sessions per
        statement."""
        alone = [id for id in ids if id not in known]
        rows = [row for id in alone for row in self._read(chosen, self._limited(chosen.sql("newest_alone")), [id])]
        for session in (form.form.table for form in self.sessions):
            query = self._limited(chosen.sql("newest", session))
            rows += self._read(chosen, query, [id for id in ids if id in known and known[id].table == session])
        return _by_session(rows)

    def _limited(self, query: str) -> str:
        return query.replace(str(EVERY_LIMIT), str(self.most))

    def _every_part(self, id: str) -> bool:
        return self.every_part is None or id in self.every_part or not self.part_by_message

    def _parts(
        self,
        ids: Sequence[str],
        messages: Mapping[str, Sequence[MessageRow]],
        counts: Mapping[str, int] | None,
        texts: set[str],
    ) -> dict[str, list[PartRow]] | None:
        """Return parts by session: all requested parts of a short session, the parts of the newest messages of a long
        session."""
        chosen = self.part
        if chosen is None or counts is None:
            return None
        whole, some, long = list[str](), list[str](), list[str]()
        for id in ids:
            if not counts.get(id):
                continue
            if counts[id] > MOST_PARTS:
                long.append(id)
            elif not self._every_part(id):
                some.append(id)
            else:
                (whole if len(messages.get(id, ())) <= _NEWEST_PARTS else long).append(id)
        found = _by_session(self._rows(chosen, "session_id", whole))
        telling = [row for id in some for row in _telling(messages.get(id, ()))]
        for row in self._telling_parts(chosen, telling, texts):
            found.setdefault(row.session_id, []).append(row)
        if long and self.reader.affordable(chosen.form.table, "message_id"):
            for id in long:
                found[id] = self._newest_parts(chosen, messages.get(id, ()))
        return found

    def _telling_parts(self, chosen: Chosen, messages: Sequence[MessageRow], texts: set[str]) -> Iterator[PartRow]:
        """Yield the parts of messages; of a complete answer only those that show something, if it has any.

        A text of such an answer is not read: the answer's ID is added to `texts`.
        """
        ended = [row.id for row in messages if row.ended_well and chosen.form.json]
        place = chosen.form.needs.index("message_id")
        read = set[str]()
        for at in range(0, len(ended), _CHUNK):
            found = self._split(chosen.form.table, chosen.sql("shown_parts"), ended[at : at + _CHUNK]) or []
            texts.update(row[place] for row in found if row[-1] == TEXT)
            read.update(row[place] for row in found)
            yield from self._made(chosen, [row for row in found if row[-1] != TEXT])
        whole = [row.id for row in messages if row.id not in read]
        for at in range(0, len(whole), _CHUNK):
            yield from self._rows(chosen, "message_id", whole[at : at + _CHUNK])

    def _newest_parts(self, chosen: Chosen, messages: Sequence[MessageRow]) -> list[PartRow]:
        """Return the parts of the newest messages, message by message, up to `MOST_PARTS`."""
        found: list[PartRow] = []
        for row in reversed(messages[-_NEWEST_PARTS:]):
            found += self._read(chosen, chosen.sql("parts_of_message"), [row.id])
            if len(found) >= MOST_PARTS:
                break
        return found

    def _inputs(self, ids: Sequence[str], counts: Mapping[str, Mapping[str, int] | None]) -> dict[str, list[InputRow]]:
        found: dict[str, list[InputRow]] = defaultdict(list)
        for chosen in self.inputs:
            known = counts[chosen.form.table] or {}
            for row in self._rows(chosen, "session_id", [id for id in ids if known.get(id)]):
                found[row.session_id].append(row)
        return {id: sorted(rows, key=lambda row: (row.admitted_seq or 0, row.id))[-_MOST_INPUTS:] for id, rows in found.items()}

    def _count(self, chosen: Chosen | None, ids: Sequence[str]) -> dict[str, int] | None:
        return None if chosen is None else self._counted(chosen.form.table, "session_id", ids)

    def _counted(self, table: str, column: str, ids: Sequence[str]) -> dict[str, int] | None:
        """Return the number of rows by session, only from the index; None when the table cannot be read."""
        rows = self._split(table, sql("count", table, column), ids)
        return None if rows is None else {str(id): int(count) for id, count in rows}

    def _rows(self, chosen: Chosen, key: str, ids: Sequence[str]) -> list[Any]:
        return self._read(chosen, chosen.sql("rows", key), ids)

    def _read(self, chosen: Chosen, query: str, ids: Sequence[str]) -> list[Any]:
        return self._made(chosen, self._split(chosen.form.table, query, ids) or [])

    def _made(self, chosen: Chosen, rows: Sequence[Any]) -> list[Any]:
        unread: list[object] = []
        made = chosen.read(rows, unread)
        self.reader.unreadable(chosen.form.table, unread)
        return made

    def _split(self, table: str, query: str, ids: Sequence[str]) -> list[Any] | None:
        """Query all IDs at once; if that fails, halve the list until only the IDs on a damaged page or with a huge
        value fail."""
        if not ids:
            return []
        try:
            return list(self.reader.rows(query, ids=ids))
        except QueryFailed as failed:
            if len(ids) == 1 or failed.slow:
                self.reader.problem(table, f"{failed} ({ids[0]})" if len(ids) == 1 else str(failed))
                return None
        halves = [self._split(table, query, half) for half in (ids[: len(ids) // 2], ids[len(ids) // 2 :])]
        return None if halves == [None, None] else [row for half in halves for row in half or ()]


@lru_cache(4096)
def _shared(**counts: int | None) -> Mapping[str, int | None]:
    """Return a mapping with these counts; sessions with equal counts share it."""
    return MappingProxyType(counts)


def _telling(messages: Sequence[MessageRow]) -> Sequence[MessageRow]:
    """Return the messages whose parts show the outcome of a prompt.

    These are all prompts, and the last answers to the newest prompt, to see whether they contain anything to show. All answers are
    included when an answer of the session did not end normally, because an earlier tool call may be the reason.
    """
    newest = messages[-_NEWEST_PARTS:]
    last = {row.parent_id: row.ended_well for row in newest if row.role == "assistant"}
    if not all(last.values()):
        return newest
    final = {row.parent_id: row.id for row in newest if row.role == "assistant"}
    shown = set(list(final.values())[-_LAST_ANSWERS:])
    return [row for row in newest if row.role != "assistant" or row.id in shown]


def _parts_since(messages: Sequence[MessageRow], parts: Sequence[PartRow]) -> datetime | None:
    """Return the time from which on the messages' parts were read; None when all parts were read."""
    if len(parts) >= MOST_PARTS:  # the oldest message may have been cut
        read = {part.message_id for part in parts}
        known = [row for row in messages if row.id in read]
        return known[min(1, len(known) - 1)].time_created if known else None
    newest = messages[-_NEWEST_PARTS:] if len(messages) > _NEWEST_PARTS else ()
    return newest[0].time_created if newest else None


def _by_session(rows: Iterable[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.session_id, []).append(row)
    return found


def _of(counts: Mapping[str, int] | None, id: str) -> int | None:
    return None if counts is None else counts.get(id, 0)


def _in_order(row: MessageRow | PartRow) -> tuple[datetime, str]:
    return row.time_created or _OLDEST, row.id


def _by_seq(row: ProjectedRow) -> tuple[int, datetime, str]:
    return row.seq if row.seq is not None else -1, row.time_created or _OLDEST, row.id
