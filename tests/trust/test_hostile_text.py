"""Whatever stands in a log, a row or a request: no control character of it reaches any output of any command."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import tarfile
import unicodedata
from contextlib import closing, suppress
from pathlib import Path

import pytest

from tests.fuzz.run import FORMATS, FORMS
from tests.trust.running import ROOT, inside, inspector, planted

EVIL = "\x1b[31m\x1b]52;c;aGk=\x07\x1b]8;;http://evil.test\x1b\\\x9b2J\x90\x00\r\x08\x7f\u202e\u2066\u200f\ufeff\u2028\u00ad"
SAMPLE = ROOT / "samples" / "drift-1.15.13-via-1.17.0"
SESSIONS = ("session", "ses_")


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A recorded server with hostile text in every field of its log, in every row and in every request."""
    folder = tmp_path_factory.mktemp("server")
    lines = (SAMPLE / "server.log").read_text().splitlines()
    (folder / "server.log").write_text("\n".join(_evil(line, number) for number, line in enumerate(lines)), newline="")
    (folder / "opencode.db").write_bytes((SAMPLE / "opencode.db").read_bytes())
    with closing(sqlite3.connect(folder / "opencode.db", isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        database.execute("PRAGMA foreign_keys=OFF")
        names = [
            name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite%'")
        ]
        for table in names:
            for column, kind in [(row[1], row[2]) for row in database.execute(f'PRAGMA table_info("{table}")')]:
                if kind.lower() == "text" and not column.endswith("id"):
                    _spoil(database, table, column)
        database.execute(f'CREATE TABLE "{EVIL[:20]}" ("{EVIL[:9]}" TEXT DEFAULT (1))')
    capture = json.loads((SAMPLE / "requests.har").read_text())
    for entry in capture["log"]["entries"]:
        body = json.loads(entry["request"].get("postData", {}).get("text") or "{}")
        if body:
            entry["request"]["postData"]["text"] = json.dumps(planted(body, lambda text: text + EVIL))
        entry["request"]["headers"] = planted(entry["request"].get("headers", []), lambda text: text + EVIL)
        entry["response"]["content"]["text"] = EVIL + (entry["response"]["content"].get("text") or "")
    (folder / "requests.har").write_text(json.dumps(capture))
    return folder


def _evil(line: str, number: int) -> str:
    """Hostile text behind the values of a record, or in front of its end; every third line stays as it is."""
    if number % 3 == 0:
        return line
    return (
        line.replace("=", f"={EVIL}", 9)
        if number % 3 == 1
        else line.replace(" ", f" {EVIL}", 12).replace("not found", f"not {EVIL}found")
    )


def _spoil(database: sqlite3.Connection, table: str, column: str) -> None:
    for rowid, value in database.execute(f'SELECT rowid, "{column}" FROM "{table}"').fetchall():
        if not isinstance(value, str):
            continue
        made = value + EVIL
        with suppress(ValueError):
            found = json.loads(value)
            made = json.dumps(_spoiled(found)) if isinstance(found, dict) else made
        with suppress(sqlite3.IntegrityError):
            database.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (made, rowid))


def _spoiled(value: dict[str, object]) -> object:
    kept = {key: value[key] for key in ("role", "type", "parentID", "finish") if key in value}
    return {
        **dict(planted(value, lambda text: text + EVIL)),
        **kept,
        "error": {"name": "E" + EVIL, "data": {"message": "m" + EVIL}},
    }


def _session(server: Path) -> str:
    done = inside("diagnose", server / "server.log", "--db", server / "opencode.db", "--format", "json")
    entries = [*done.report["failures"], *done.report["silent"]]
    assert len(entries) > 5
    return str(next(entry["session_id"] for entry in entries if entry["session_id"] and entry["session_id"].isprintable()))


def controls(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - {"\n"}


@pytest.mark.parametrize("redact", [[], ["--no-redact"]], ids=["redacted", "plain"])
@pytest.mark.parametrize("form", ["terminal", "json", "jsonl", "markdown", "html"])
def test_a_diagnosis_has_no_control_character(server: Path, form: str, redact: list[str]) -> None:
    inputs = (server / "server.log", "--db", server / "opencode.db", "--requests", server / "requests.har")
    done = inside("diagnose", *inputs, "--format", form, "-v", *redact)
    assert len(done.out) > 2000
    assert controls(done.out) == set()
    assert controls(done.err) == set()


@pytest.mark.parametrize(
    ("command", "form"), [(command, form) for command in ("session", "database", "requests") for form in FORMS[command]]
)
def test_neither_has_a_story_an_audit_or_a_check_of_requests(server: Path, command: str, form: str) -> None:
    inputs = (server / "server.log", "--db", server / "opencode.db", "--requests", server / "requests.har")
    words = {
        "session": ("session", _session(server), *inputs),
        "database": ("database", server / "opencode.db", "--for", "1.15.13"),
        "requests": ("requests", server / "requests.har", "--server-version", "1.15.13", "-v"),
    }[command]
    for extra in ([], ["--no-redact"]):
        done = inside(*words, "--format", form, *extra)
        assert len(done.out) > 300, done.err
        assert controls(done.out) == set()


def test_a_form_that_is_not_tried_is_one_that_the_command_does_not_have(server: Path) -> None:
    """Neither here nor by the fuzz, which goes by the same list."""
    words = {"requests": [server / "requests.har"], "session": ["ses_x", server / "server.log"], "watch": [server / "server.log"]}
    for command, forms in FORMS.items():
        for form in set(FORMATS) - set(forms):
            done = inside(command, *words.get(command, [server / "opencode.db"]), "--format", form)
            assert (done.code, done.out) == (2, ""), (command, form)


def test_neither_has_a_bundle(server: Path, tmp_path: Path) -> None:
    """The reports in it and what is listed; its excerpts are evidence, which keeps its bytes."""
    inputs = (server / "server.log", "--db", server / "opencode.db", "--requests", server / "requests.har")
    done = inside("bundle", tmp_path / "b.tar.gz", *inputs)
    assert controls(done.out) == set()
    with tarfile.open(fileobj=io.BytesIO((tmp_path / "b.tar.gz").read_bytes())) as archive:
        for entry in archive:
            assert controls(entry.name) == set()
            if entry.name.startswith("report."):
                assert controls(archive.extractfile(entry).read().decode()) == set(), entry.name  # type: ignore[union-attr]


def test_names_of_files_and_sentences_of_errors_are_clean_too(tmp_path: Path) -> None:
    folder = tmp_path / "a\x1b[31m\u202eb\n"
    folder.mkdir()
    (folder / "server\x1b]0;x\x07.log").write_text("INFO  2026-11-22T06:42:43 +1ms x\n")
    (folder / "opencode.db").write_bytes(b"no database")
    for words in (
        (folder,),
        (folder / "missing\x1b",),
        ("--db", folder / "opencode.db"),
        (folder, "--since", "\x1b[31m"),
        (folder, "--format", "\x9b"),
    ):
        done = inside("diagnose", *words)
        assert controls(done.out + done.err) == set()


@pytest.mark.parametrize("form", ["terminal", "jsonl"])
def test_neither_has_a_watch_or_a_look_at_many_servers(server: Path, form: str, tmp_path: Path) -> None:
    watched = inspector(
        "watch", "-", "--db", server / "opencode.db", "--format", form, "-v", input=(server / "server.log").read_bytes()
    )
    assert watched.code in (1, 3)
    assert len(watched.out) > 300, watched.err
    assert controls(watched.out + watched.err) == set()
    for name in ("one", "two\x1b[31m\u202e"):
        shutil.copytree(server, tmp_path / name)
    many = inside("diagnose", "--each", tmp_path, "--format", form)
    assert many.code in (1, 3)
    assert controls(many.out + many.err) == set()
