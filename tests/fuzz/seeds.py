"""Small good inputs, cut from the recordings in ``samples``: the smaller, the more of them can be tried."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import re
import sqlite3
import tarfile
import tempfile
from contextlib import closing, redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path

import zstandard

from inspector.cli import main as cli
from tests.database.databases import crashed, made, writing

SAMPLES = Path(__file__).parents[2] / "samples"
SERVERS = ("drift-1.15.13-via-1.17.0", "mixed-1.18.33", "silent-mix-1.15.13", "idwrap-1.15.13")
LOG_BYTES = 12_000


@dataclass(frozen=True, slots=True)
class Server:
    """What belongs together: log, database and capture of one server, of a few sessions."""

    log: bytes
    database: bytes
    capture: bytes
    session: str


@dataclass(frozen=True, slots=True)
class Seeds:
    """Everything that is changed."""

    servers: tuple[Server, ...]
    logs: tuple[bytes, ...]
    databases: tuple[dict[str, bytes], ...]
    """Each a database as its files by ending: ``""``, ``-wal``, ``-shm``, ``-journal``."""
    captures: tuple[bytes, ...]
    bundles: tuple[tuple[tuple[str, bytes], ...], ...]
    """Each a bundle as its members, the manifest first."""
    reports: tuple[bytes, ...]
    """Each a report as JSON."""


def seeds() -> Seeds:
    """Return all seeds, the same every time."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        servers = tuple(_server(SAMPLES / sample, folder, number) for sample in SERVERS for number in range(2))
        logs = [
            *(server.log for server in servers),
            *(path.read_bytes()[:LOG_BYTES] for path in sorted((SAMPLES / "logs").glob("*.log"))),
        ]
        logs += _wrapped(logs[0]) + _wrapped(logs[2])
        captures = [
            *(server.capture for server in servers),
            *(p.read_bytes() for p in sorted((SAMPLES / "requests").iterdir()) if p.suffix != ".md"),
        ]
        captures += _packed(captures[0]) + _packed(captures[3])[:1]
        databases = [{"": server.database} for server in servers] + _states(folder)
        bundles = tuple(_bundle(server, folder, number) for number, server in enumerate(servers[::3]))
    reports = tuple(next(content for name, content in bundle if name == "report.json") for bundle in bundles)
    evidence = tuple(
        tuple((name, content) for name, content in bundle if re.match(r"manifest|evidence/", name)) for bundle in bundles
    )
    small = tuple(capture for capture in captures if len(capture) < 30_000)
    return Seeds(servers, tuple(logs), tuple(databases), small, evidence, reports)


def _server(sample: Path, folder: Path, number: int) -> Server:
    """A server of which only every other session is left, four at most."""
    path = folder / f"{sample.name}-{number}.db"
    path.write_bytes((sample / "opencode.db").read_bytes())
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        found = [id for (id,) in database.execute("SELECT id FROM session ORDER BY time_updated")]
        kept = tuple(found[number::2][-4:])
        marks = ",".join("?" * len(kept))
        for (table,) in database.execute("SELECT name FROM sqlite_master WHERE type='table'").fetchall():
            key = "id" if table == "session" else "session_id"
            if key in {row[1] for row in database.execute(f'PRAGMA table_info("{table}")')}:
                database.execute(f'DELETE FROM "{table}" WHERE "{key}" NOT IN ({marks})', kept)
            elif table in ("event", "event_sequence"):
                database.execute(f'DELETE FROM "{table}"')
        database.execute("PRAGMA page_size=1024")
        database.execute("VACUUM")
    others = [id.encode() for id in found if id not in kept]
    lines = (sample / "server.log").read_bytes().splitlines(keepends=True)
    log = b"".join(line for line in lines if len(line) < 3000 and not any(id in line for id in others))
    capture = json.loads((sample / "requests.har").read_text())
    entries = [e for e in capture["log"]["entries"] if any(id in e["request"]["url"] for id in kept)]
    capture["log"]["entries"] = entries[:6]
    return Server(log[:LOG_BYTES], path.read_bytes(), json.dumps(capture).encode(), kept[-1])


def _wrapped(log: bytes) -> list[bytes]:
    """The log as systemd, docker, kubernetes and a compressor hand it on."""
    lines = log.decode("utf-8", "replace").splitlines()[:50]
    stamp = "2026-11-22T06:42:43.{:09d}Z"
    return [
        "\n".join(f"Nov 22 06:42:43 host7 opencode[77]: {line}" for line in lines).encode(),
        "\n".join(
            json.dumps({"log": line + "\n", "stream": "stderr", "time": stamp.format(n)}) for n, line in enumerate(lines)
        ).encode(),
        "\n".join(f"{stamp.format(n)} stderr F {line}" for n, line in enumerate(lines)).encode(),
        "\n".join(
            json.dumps({"MESSAGE": line, "__REALTIME_TIMESTAMP": str(1_795_329_763_000_000 + n)}) for n, line in enumerate(lines)
        ).encode(),
        *_packed("\n".join(lines).encode()),
    ]


def _packed(content: bytes) -> list[bytes]:
    """As a compressor hands it on: gzip, xz, bzip2 and zstd, the last with a checksum."""
    zstd = zstandard.ZstdCompressor(write_checksum=True)
    return [gzip.compress(content, mtime=0), lzma.compress(content), bz2.compress(content), zstd.compress(content)]


def _states(folder: Path) -> list[dict[str, bytes]]:
    """Databases of every schema in ``samples``, some crashed with a write-ahead log or a rollback journal beside them."""
    found = []
    for number, schema in enumerate(sorted(path.stem for path in (SAMPLES / "databases").glob("*.sql"))):
        path = _small(made(folder, schema, name=f"{number}.db"))
        with writing(path) as writer, suppress(sqlite3.Error):
            for n in range(3):
                session = writer.session(f"ses_dfe01c813ffe7rAq2JUnH99Ye{n}", n * 1000)
                writer.exchange(session)
                writer.user(session, f"msg_201fe3629{n}01AAAAAAAAAAAAAA", 50)
                writer.part(
                    session,
                    f"msg_201fe3629{n}01AAAAAAAAAAAAAA",
                    f"prt_201fe3629{n}01AAAAAAAAAAAAAA",
                    50,
                    {"type": "text", "text": "x"},
                )
        if number % 3 == 1:
            crashed(
                path,
                "database.execute('PRAGMA wal_autocheckpoint=0'); database.execute(\"UPDATE session SET title = 'y', time_updated = 5\")\ndatabase.execute(\"UPDATE message SET time_updated = 6\")",  # noqa: E501
            )
        elif number % 3 == 2:
            crashed(
                path,
                "database.execute('PRAGMA journal_mode=DELETE'); database.execute('PRAGMA cache_size=1'); database.execute('BEGIN')\n"
                "for n in range(20): database.execute('INSERT INTO todo VALUES (?,?,?,?,?,0,0)', ('ses_a', 'x' * 3000, '', '', n))",
            )
        found.append({end: p.read_bytes() for end in ("", "-wal", "-journal") if (p := path.with_name(path.name + end)).exists()})
    return found


def _small(path: Path) -> Path:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in ("PRAGMA journal_mode=DELETE", "PRAGMA page_size=1024", "VACUUM", "PRAGMA journal_mode=WAL"):
            database.execute(statement)
    return path


def _bundle(server: Server, folder: Path, number: int) -> tuple[tuple[str, bytes], ...]:
    log, database, capture, target = (folder / f"{number}{end}" for end in (".log", "-b.db", ".har", ".tar.gz"))
    for path, content in ((log, server.log), (database, server.database), (capture, server.capture)):
        path.write_bytes(content)
    with redirect_stdout(io.TextIOWrapper(io.BytesIO())), redirect_stderr(io.StringIO()):
        cli.run(["bundle", str(target), str(log), "--db", str(database), "--requests", str(capture)])
    with tarfile.open(target) as archive:
        return tuple((entry.name, archive.extractfile(entry).read()) for entry in archive)  # type: ignore[union-attr]
