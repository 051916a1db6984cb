"""What the benchmark reads: logs and databases made of recorded sessions, each copy with ids of its own at a later time.

Failing session number n is the same in every log and every database. The failing sessions are copies of the recorded ones, one of
each cause by turns in random order; behind the rows of each are older exchanges that were answered.
"""

from __future__ import annotations

import pickle
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from recordings import TABLES, Recording, Row, Session, moved, recordings

START = 1_795_330_800_000
"""Server time at which the first failing session is made, ms."""
STEP = 1000
"""From one failing session to the next, ms."""
EXCHANGE = 30_000
"""From one exchange of a session to the next, ms."""
BUSY = 5
"""So many failing sessions own half of all lines that name one."""
_DIFF = '{"file":"src/part%d.py","before":"%s","after":"%s","additions":12,"deletions":3}'
_LINE = "def one_of_many(argument: str) -> None:  # a line of somebody's source\\\\n"


@dataclass(slots=True)
class Kit:
    """All recordings, and what is copied from them."""

    found: list[Recording]
    failing: list[Session] = field(init=False)
    healthy: Session = field(init=False)
    """A recorded session with one answered exchange."""
    schema: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        by_cause: dict[str | None, list[Session]] = {}
        for recording in self.found:
            for session in recording.sessions:
                if session.cause != "answered":
                    by_cause.setdefault(session.cause, []).append(session)
        chance = random.Random(7)
        turns = max(map(len, by_cause.values()))
        self.failing = [chance.choice(sessions) for _ in range(turns) for sessions in by_cause.values()]
        chance.shuffle(self.failing)
        newest = next(recording for recording in self.found if recording.name == "mixed-1.18.33")
        self.schema = newest.schema
        self.healthy = next(
            session
            for session in newest.sessions
            if session.cause == "answered"
            and [table for table, _ in session.rows].count("message") == 2
            and len(session.rows) > 5
        )

    @property
    def causes(self) -> set[str]:
        return {str(session.cause) for session in self.failing}

    def body(self, era: str) -> Recording:
        """The recording of `era` with the longest run of healthy lines."""
        return max((recording for recording in self.found if recording.era == era), key=lambda recording: len(recording.body))

    def copy(self, number: int) -> tuple[str, list[Row], bytes]:
        """Failing session `number`: its id, its rows and its log records."""
        return self.failing[number % len(self.failing)].copy(START + number * STEP, number)

    def neighbour(self, number: int) -> str:
        """The id of healthy session `number`."""
        return moved(self.healthy.id, START + number * STEP // 4 - self.healthy.start, 10_000_000 + number)


def kit(folders: Iterable[Path], cache: Path) -> Kit:
    """The kit made of the bundled recordings and those in `folders`; read again from `cache` where it was made before."""
    known = cache / "recordings.pickle"
    if not known.exists():
        known.write_bytes(pickle.dumps(list(recordings(folders))))
    return Kit(pickle.loads(known.read_bytes()))


# --- logs ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Log:
    """What a log is like."""

    bytes: int
    failing: int
    eras: tuple[str, ...] = ("logfmt",)
    """By turns, copy by copy of a recording's lines."""
    busy: float = 0.5
    """Share of the session names in healthy lines that are the busy sessions',"""
    strangers: float = 1 / 3
    """and share of those that are in no database."""
    busiest: int = BUSY
    run_bytes: int = 32 << 20
    """A new server run begins after so many bytes."""
    loud: bool = False
    """Each healthy line is a WARN."""
    one: bool = False
    """All failures are those of one session."""


def plain(size: int, failing: int) -> Log:
    return Log(size, failing)


WORST: dict[str, Callable[[int, int], Log]] = {
    "nearly every line names a session of the database": lambda size, failing: Log(size, failing, busy=1.0, busiest=22),
    "a server run each 10 KiB": lambda size, failing: Log(size, failing, run_bytes=10 << 10),
    "all WARN": lambda size, failing: Log(size, failing, loud=True),
    "mixed eras": lambda size, failing: Log(size, failing, eras=("logfmt", "legacy")),
}


def one_session(size: int, failures: int) -> Log:
    return Log(size, failures, one=True)


def make_log(kit: Kit, path: Path, log: Log) -> None:
    """Write `log`; its failing sessions are 0 to ``log.failing`` of the database, spread evenly."""
    with path.open("wb") as file:
        file.write(kit.body(log.eras[0]).head)
        for piece in _pieces(kit, log, file):
            file.write(piece)


def _pieces(kit: Kit, log: Log, file: BinaryIO) -> Iterator[bytes]:
    chance = random.Random(3)
    bodies = [(kit.body(era).body.replace(b"level=INFO", b"level=WARN") if log.loud else kit.body(era).body) for era in log.eras]
    named = max(kit.body(era).named for era in log.eras)
    busy = [kit.copy(number)[0] for number in range(min(log.busiest, log.failing))]
    copies = 0
    repeated = next((s for s in kit.failing if s.cause == "model-not-found" and s.era == log.eras[0]), kit.failing[0])
    for number in range(log.failing + 1):
        until = log.bytes * (number + 1) // (log.failing + 1)
        time = START + number * STEP
        while file.tell() < until:
            body = bodies[copies % len(bodies)]
            names = {b"%d" % n: _name(kit, log, busy, chance).encode() for n in range(named)}
            stamp = datetime.fromtimestamp((time + copies % 900) / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%S").encode()
            text = body % {b"time": stamp, b"run": b"%08x" % (0xABC00000 + file.tell() // log.run_bytes), **names}
            copies += 1
            yield from _many_runs(text, file.tell(), log.run_bytes) if log.run_bytes < len(text) else (text,)
        if number < log.failing and log.one:
            by = time - repeated.start
            yield moved(repeated.records, by, 1).replace(moved(repeated.id, by, 1), busy[0]).encode()
        elif number < log.failing and kit.failing[number % len(kit.failing)].era in log.eras:
            yield kit.copy(number)[2]


def _many_runs(text: bytes, at: int, run_bytes: int) -> Iterator[bytes]:
    """`text` with a new ``run=`` after each `run_bytes`."""
    for line in text.splitlines(keepends=True):
        begin, mark, rest = line.partition(b" run=")
        yield begin + mark + b"%08x" % (0xABC00000 + at // run_bytes) + rest[8:] if mark else line
        at += len(line)


def _name(kit: Kit, log: Log, busy: list[str], chance: random.Random) -> str:
    share = chance.random()
    if share < log.busy and busy:
        return busy[chance.randrange(len(busy))]
    # healthy sessions of the database have numbers from 0 up; those from a million on are in none
    return kit.neighbour(chance.randrange(max(4 * log.failing, 1)) + (1_000_000 if share > 1 - log.strangers else 0))


# --- databases -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Database:
    """How much a database holds."""

    sessions: int
    failing: int
    exchanges: int = 9
    """Answered ones before the trouble of each failing session,"""
    healthy_exchanges: int = 3
    """and of each healthy session."""


def make_database(kit: Kit, path: Path, size: Database) -> None:
    """Write a database as 1.18.33 leaves it. Sessions 0 to ``size.failing`` are in trouble."""
    with sqlite3.connect(path) as database:
        database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF;")
        database.executescript("\n".join(line for line in kit.schema if not line.startswith("CREATE INDEX")))
        columns = {table: [row[1] for row in database.execute(f"PRAGMA table_info({table})")] for table in TABLES}
        rows = _rows(kit, size)
        while some := list(islice(rows, 50_000)):
            for table in TABLES:
                names = columns[table]
                places = ",".join("?" * len(names))
                values = ([row.get(name) for name in names] for kind, row in some if kind == table)
                database.executemany(f"INSERT OR IGNORE INTO {table} ({','.join(names)}) VALUES ({places})", values)
        for line in kit.schema:
            if line.startswith("CREATE INDEX"):
                database.execute(line)
        database.execute("ANALYZE sqlite_schema")  # leaves an empty sqlite_stat1, as a server has none
    database.close()


def _rows(kit: Kit, size: Database) -> Iterator[Row]:
    for number in range(size.failing):
        id, own, _ = kit.copy(number)
        yield from (row for row in own if row[0] == "session")
        yield from _past(kit, id, START + number * STEP, number * 64, size.exchanges)
        yield from (row for row in own if row[0] != "session")  # behind the past: a server's rows are in the order of its work
    for number in range(size.sessions - size.failing):
        start = START + number * STEP // 4
        id = kit.neighbour(number)
        for table, row in kit.healthy.rows:
            if table == "session":
                new = {column: _later(value, start - kit.healthy.start, 0) for column, value in row.items()}
                yield table, new | {"id": id, "slug": f"slug-{number}"}
        yield from _past(kit, id, start + size.healthy_exchanges * EXCHANGE, (1 << 32) + number * 64, size.healthy_exchanges)


def _past(kit: Kit, session: str, before: int, number: int, exchanges: int) -> Iterator[Row]:
    """The rows of `exchanges` answered prompts of `session`, the last one half a minute before `before`."""
    for place in range(exchanges):
        by = before - (exchanges - place) * EXCHANGE - kit.healthy.start
        for table, row in kit.healthy.rows:
            if table == "session":
                continue
            new = {column: _later(value, by, number + place) for column, value in row.items()}
            if table == "message" and place % 3 == 0 and '"role":"user"' in str(new["data"]):
                new["data"] = str(new["data"]).replace('"diffs":[]', f'"diffs":[{_diffs(number + place)}]')
            yield table, new | {"session_id": session}


def _later(value: object, by: int, number: int) -> object:
    if isinstance(value, int):
        return value + by if value > 1_700_000_000_000 else value
    return moved(value, by // 1000 * 1000, number) if isinstance(value, str) else value


def _diffs(number: int) -> str:
    """What a server keeps of the files a prompt changed: some 2 KiB, now and then 20."""
    return ",".join(_DIFF % (place, _LINE * 12, _LINE * 14) for place in range(12 if number % 50 == 0 else 1))
