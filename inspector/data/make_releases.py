#!/usr/bin/env python3
"""Make releases.json from real server binaries: `make_releases.py FOLDER…`; each folder contains VERSION/opencode.

The binaries come from the npm package opencode-linux-x64 (`npm pack opencode-linux-x64@VERSION`). For each binary the
file lists
  migrations  the IDs of its migrations, and how each changes the schema: the SQL embedded in the binary, replayed here;
  schema      the schema it creates in an empty home (it is started on 127.0.0.1 with a private HOME, and stopped by its PID);
  writes      the tables that have rows after one session and one prompt that asks for no reply.
FACTS cannot be found by starting a server; each names its source. The package does not import this module.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import closing
from pathlib import Path
from typing import Any

TARGET = Path(__file__).with_name("releases.json")
MIGRATION = re.compile(rb"\b(20\d{12}_[a-z][a-z0-9_-]{2,60})\b")
BUNDLED = re.compile(rb'\{sql:"((?:[^"\\]|\\.)*)",timestamp:\d+,name:"(20\d{12}_[^"]+)"\}')
UP = re.compile(rb'id:"(20\d{12}_[^"]+)",up\(([^\x00]{0,20000}?)\}\)\}\}')
STRING = re.compile(r'"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`')
SQL = re.compile(r"\s*(CREATE|ALTER|DROP|INSERT|DELETE|UPDATE|PRAGMA)\s")
DDL = re.compile(r"\s*(CREATE|ALTER|DROP)\s")
KEEPS = ("migration", "__drizzle_migrations", "data_migration")
COLUMNS = dict[str, dict[str, str]]

FACTS: dict[str, Any] = {
    "needs": [
        {
            "from": "1.16.2",
            "to": "1.17.10",
            "table": "session_context_epoch",
            "columns": ["replacement_seq", "revision", "agent"],
            "effect": "new sessions, and old ones with another agent or model, fail: no such column: replacement_seq",
            "seen": True,
            "source": "cases drift-fresh-1.18.33-to-1.17.0, drift-1.15.13-1.18.33-1.17.0; anomalyco/opencode #34767, #38471, #45384",
        },
        {
            "from": "1.17.0",
            "to": "1.18.999",
            "table": "workspace",
            "columns": ["project_id"],
            "effect": "listing workspaces and starting a project fail with HTTP 500: no such column: project_id",
            "seen": False,
            "source": "anomalyco/opencode #42260, #49614 (partly tolerated since #42444)",
        },
        {
            "from": "1.16.2",
            "to": "1.18.20",
            "table": "__drizzle_migrations",
            "columns": ["name"],
            "unless": "migration",
            "effect": "the server does not start: no such column: name",
            "seen": True,
            "source": "1.17.0 to 1.18.20 (8 releases) did not come up on such a file, 1.18.25 and 1.18.33 did; 1.18.24 looks first "
            "(binary); anomalyco/opencode #31119, #36407",
        },
    ],
    "like": [
        {
            "line": "1.16",
            "as": "1.17.0",
            "source": "no 1.16 on npm; anomalyco/opencode #31204 (1.16.2 has session_message.seq), #34767 (and replacement_seq)",
        }
    ],
}


def key(version: str) -> list[int]:
    return [int(part) for part in version.split(".")]


def embedded(binary: bytes) -> dict[str, list[str]]:
    """Return the SQL statements of each migration, in the order of the migration IDs."""
    bundled = {}
    for match in BUNDLED.finditer(binary):
        bundled[match[2].decode()] = json.loads(b'"' + match[1] + b'"').split("--> statement-breakpoint")
    for match in UP.finditer(binary):
        strings = (
            json.loads('"' + found[1] + '"') if found[1] is not None else found[2].replace("\\`", "`").replace("\\n", "\n")
            for found in STRING.finditer(match[2].decode("utf-8", "replace"))
        )
        bundled.setdefault(match[1].decode(), [text for text in strings if SQL.match(text)])
    return dict(sorted(bundled.items()))


def columns_of(database: sqlite3.Connection) -> COLUMNS:
    """Return the flags of each column by table: ``nn`` NOT NULL, ``d`` has a default, ``pk`` primary key."""
    listing = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY 1"
    names = [row[0] for row in database.execute(listing)]
    return {
        name: {
            column: " ".join(flag for flag, set_ in (("nn", not_null), ("d", default is not None), ("pk", key)) if set_)
            for _, column, _, not_null, default, key in database.execute(f'PRAGMA table_info("{name}")')
        }
        for name in names
    }


def replay(statements: dict[str, list[str]]) -> tuple[dict[str, list[str]], COLUMNS]:
    """Return the changes of each migration and the final schema.

    A change is ``+table.column flags`` (added), ``~table.column flags`` (other flags) or ``-table.column`` (removed).
    """
    database = sqlite3.connect(":memory:", isolation_level=None)
    changes: dict[str, list[str]] = {}
    before = columns_of(database)
    for id, parts in statements.items():
        for part in parts:
            if DDL.match(part) or part.lstrip().startswith("DELETE"):
                database.executescript(part)
        after = columns_of(database)
        added = [
            f"{'~' if c in before.get(t, {}) else '+'}{t}.{c} {flags}".strip()
            for t in after
            for c, flags in after[t].items()
            if before.get(t, {}).get(c) != flags
        ]
        removed = [f"-{t}.{c}" for t in before for c in before[t] if c not in after.get(t, {})]
        changes[id] = removed + added
        before = after
    return changes, before


def call(method: str, url: str, body: object = None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"content-type": "application/json"}, method=method)  # noqa: S310
    with urllib.request.urlopen(request, timeout=5) as answer:  # noqa: S310
        text = answer.read()
    return json.loads(text) if text else None


def started(binary: Path) -> tuple[COLUMNS, dict[str, int], list[str]]:
    """Return the schema, the number of rows by table, and the recorded migrations after one session and one prompt
    without reply."""
    with tempfile.TemporaryDirectory() as home:
        project = configured(Path(home))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        environment = {
            "HOME": home,
            "PATH": "/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "OPENCODE_DISABLE_MODELS_FETCH": "1",
            "OPENCODE_DISABLE_AUTOUPDATE": "1",
            "OPENCODE_DISABLE_DEFAULT_PLUGINS": "1",
            "OPENCODE_DISABLE_LSP_DOWNLOAD": "1",
        }
        command = [str(binary), "serve", "--hostname", "127.0.0.1", "--port", str(port)]
        server = subprocess.Popen(
            command, cwd=project, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            base = f"http://127.0.0.1:{port}"
            session = patiently(lambda: call("POST", f"{base}/session", {}))
            model = {"providerID": "mock", "modelID": "other"}
            prompt = {"noReply": True, "agent": "plan", "model": model, "parts": [{"type": "text", "text": "hi"}]}
            call("POST", f"{base}/session/{session['id']}/prompt_async", prompt)
            patiently(lambda: stored(call("GET", f"{base}/session/{session['id']}/message")))
            time.sleep(1)
        finally:
            server.send_signal(signal.SIGTERM)
            try:
                server.wait(5)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        return written(Path(home, ".local/share/opencode/opencode.db"))


def configured(home: Path) -> Path:
    """Write the configuration of a server whose provider never answers; return a folder to work in."""
    project, config = home / "project", home / ".config/opencode/opencode.json"
    project.mkdir()
    config.parent.mkdir(parents=True)
    models = {name: {"name": name, "limit": {"context": 1000, "output": 100}} for name in ("good", "other")}
    options = {"baseURL": "http://127.0.0.1:9/v1", "apiKey": "none"}
    provider = {"npm": "@ai-sdk/openai-compatible", "options": options, "models": models}
    config.write_text(json.dumps({"provider": {"mock": provider}, "model": "mock/good", "enabled_providers": ["mock"]}))
    return project


def written(path: Path) -> tuple[COLUMNS, dict[str, int], list[str]]:
    """Return the schema, the number of rows by table, and the recorded migrations."""
    with closing(sqlite3.connect(path)) as database:
        schema = columns_of(database)
        rows = {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in schema}  # noqa: S608
        table, column = ("migration", "id") if "migration" in schema else ("__drizzle_migrations", "name")
        applied = [row[0] for row in database.execute(f'SELECT {column} FROM "{table}" ORDER BY 1')]  # noqa: S608
    return schema, rows, applied


def stored(messages: list[dict[str, Any]]) -> None:
    """Raise TimeoutError while the server does not return the prompt's part, which shows that the prompt is stored."""
    if not any(message["parts"] for message in messages):
        raise TimeoutError("the prompt was not stored")


def patiently(what: Any) -> Any:
    end = time.monotonic() + 60
    while True:
        try:
            return what()
        except (OSError, urllib.error.URLError):
            if time.monotonic() > end:
                raise
            time.sleep(0.5)


def main(folders: list[str]) -> None:
    binaries = {path.parent.name: path for folder in folders for path in Path(folder).glob("*/opencode")}
    releases: dict[str, Any] = {}
    sets: dict[str, list[str]] = {}
    schemas: dict[str, COLUMNS] = {}
    changes: dict[str, list[str]] = {}
    for version in sorted(binaries, key=key):
        content = binaries[version].read_bytes()
        ids = sorted({match[1].decode() for match in MIGRATION.finditer(content)})
        statements = embedded(content)
        schema, rows, applied = started(binaries[version])
        if applied != ids:
            raise SystemExit(f"{version}: ships {ids} but records {applied}")
        keeps = "migration" if "migration" in schema else "__drizzle_migrations"
        if list(statements) == ids:
            found, replayed = replay(statements)
            odd = {name for name in schema if name != keeps and schema[name].keys() != replayed.get(name, {}).keys()}
            if odd:
                raise SystemExit(f"{version}: the replayed migrations make other tables: {odd}")
            changes |= found
        set_name = next((name for name, known in sets.items() if known == ids), version)
        schema_name = next((name for name, known in schemas.items() if known == schema), version)
        sets[set_name], schemas[schema_name] = ids, schema
        releases[version] = {
            "migrations": set_name,
            "schema": schema_name,
            "keeps": keeps,
            "writes": sorted(name for name, count in rows.items() if count and name not in KEEPS),
        }
        print(version, len(ids), keeps, releases[version]["writes"], schema_name, file=sys.stderr)
    content_ = {
        "source": "made by make_releases.py from the binaries of npm opencode-linux-x64; facts carry their own source",
        "flags": "nn: NOT NULL, d: has a default, pk: primary key",
        "releases": releases,
        "sets": sets,
        "schemas": schemas,
        "changes": dict(sorted(changes.items())),
        **FACTS,
    }
    TARGET.write_text(compact(content_) + "\n", "utf-8")


def compact(content: dict[str, Any]) -> str:
    """Return JSON with one line for each entry of each section, so that a diff shows the changes."""
    lines = []
    for name, value in content.items():
        if isinstance(value, dict):
            inner = ",\n".join(f"  {json.dumps(entry)}: {json.dumps(value[entry], separators=(',', ':'))}" for entry in value)
            lines.append(f"{json.dumps(name)}: {{\n{inner}\n}}")
        elif isinstance(value, list):
            inner = ",\n".join(f"  {json.dumps(entry)}" for entry in value)
            lines.append(f"{json.dumps(name)}: [\n{inner}\n]")
        else:
            lines.append(f"{json.dumps(name)}: {json.dumps(value)}")
    return "{\n" + ",\n".join(lines) + "\n}"


if __name__ == "__main__":
    os.umask(0o077)
    main(sys.argv[1:])
