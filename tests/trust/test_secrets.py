"""Secrets planted in every field of a log, of every row and of every request are found in no output; ids and causes stay."""

from __future__ import annotations

import html
import json
import re
import shutil
import sqlite3
import tarfile
from contextlib import closing, suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, unquote

import pytest

from tests.trust.running import ROOT, inside, inspector, planted

SECRETS = {
    "sk-ant-api03-Zm9vYmFyYmF6cXV4": " {} ",
    "ghp_16C7e42F292c6912E7710c838347Ae178B4a": " {} ",
    "AKIAIOSFODNN7EXAMPLE": " {} ",
    "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl": " {} ",
    "hunter2-of-the-server": " password={} ",
    "YWxpY2U6Y29ycmVjdA==": " Basic {} ",
    "alice.smith@acme-industries.com": " {} ",
    "build7.corp.acme-industries.com": " https://{}/v1 ",
    "10.20.30.40": " {} ",
    "/home/alicesmith": " {}/proj ",
    "AbCdShareSecret": " https://opncd.ai/share/{} ",
    "hvs.CAESIJ0123456789abcdefgh": " {} ",
    "lin_api_abcDEF0123456789abcd": " {} ",
    "SK0123456789abcdef0123456789abcdef": " {} ",
    "T000/B000/XXXXabcd": " https://hooks.slack.com/services/{} ",
    "123456789:AAabcdefghijklmnopqrstuvwxyz0123456": " {} ",
    "abc%2Fdef0": " https://localhost/c?sv=1&sig={} ",
    "wJalrXUtnFEMI/K7MDENG": " AWS_SECRET_ACCESS_KEY {} ",
    "correct1horse": " sshpass -p {} ssh ",
    "bobby:tables9": " curl -u {} ",
    "db1.acme-industries.systems": " {} ",
    "ip-10-0-0-12": " {} ",
    "dave@build9": " {}:~ ",
}
"""Each with how it stands in a text."""
PLANT = "".join(how.format(secret) for secret, how in SECRETS.items())
PROMPT = "the plan for the merger with Initech"
SAMPLE = ROOT / "samples" / "drift-1.15.13-via-1.17.0"
_ID = re.compile(r"(?:ses|msg|prt|prj|evt)_\w+|[0-9a-f]{40}|global\Z")


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> tuple[object, ...]:
    folder = tmp_path_factory.mktemp("data")
    log, database, capture = folder / "server.log", folder / "opencode.db", folder / "requests.har"
    lines = (SAMPLE / "server.log").read_text().splitlines(keepends=True)
    log.write_text("".join(_logged(line, number) for number, line in enumerate(lines)))
    database.write_bytes((SAMPLE / "opencode.db").read_bytes())
    _rows(database)
    calls = json.loads((SAMPLE / "requests.har").read_text())
    for entry in calls["log"]["entries"]:
        entry["request"]["headers"] = [
            *entry["request"].get("headers", []),
            {"name": "authorization", "value": "Basic YWxpY2U6Y29ycmVjdA=="},
            {"name": "x-note", "value": PLANT},
            {"name": "cookie", "value": "sid=hunter2-of-the-server"},
        ]
        post = entry["request"].get("postData")
        if post and post.get("text"):
            post["text"] = json.dumps(_planted(json.loads(post["text"])))
        entry["comment"] = PLANT + PROMPT
        entry["request"]["url"] += f"?note={quote(PLANT)}&text={quote(PROMPT)}&directory={quote('/srv/merger-with-initech')}"
        entry["request"]["queryString"] = [{"name": "note", "value": PLANT}, {"name": "prompt", "value": PROMPT}]
        entry["request"]["headers"].append({"name": "user-agent", "value": f"opencode/1.15.13 {PLANT}"})
        entry["response"]["content"]["text"] = json.dumps({"name": "BadRequest", "data": {"message": PLANT, "text": PROMPT}})
    capture.write_text(json.dumps(calls))
    return (log, "--db", database, "--requests", capture)


def _logged(line: str, number: int) -> str:
    """Secrets in front of a record's last word, behind the message of its error, or as a title."""
    head, _, last = line.rpartition(" ")
    line = line.replace("args=[", f"args=[{json.dumps(PROMPT)},{json.dumps(PLANT)},").replace(
        "directory=/home/operator", "directory=/home/alicesmith"
    )
    if "prompt_async failed" in line:
        return line.replace("Agent not found", f"{PLANT}Agent not found").replace(
            "errno", f'apiKey":"hunter2-of-the-server","text":"{PROMPT}","errno', 1
        )
    if number % 3 == 0:
        asked = json.dumps([PROMPT, PLANT])
        return f"{head} permission=bash patterns={asked} command={asked} prompt={json.dumps(PROMPT)} directory=/home/alicesmith/merger {last}"
    return (
        f'{head} note="{PLANT}" title="{PROMPT}" {last}'
        if number % 2
        else f"{head} note={PLANT} text={json.dumps({'text': PROMPT})} {last}"
    )


def _planted(value: Any, key: str = "") -> Any:
    """Secrets behind every string that is no id, and the prompt in place of every text."""
    if isinstance(value, dict):
        return {k: _planted(v, k) for k, v in value.items()}
    if isinstance(value, list):
        return [_planted(item, key) for item in value]
    if (
        not isinstance(value, str)
        or _ID.match(value)
        or key in ("type", "role", "finish", "modelID", "providerID", "id", "agent", "mode", "mime")
    ):
        return value
    return PROMPT if key in ("text", "prompt", "content", "title", "input", "output", "system") else value + PLANT


def _rows(path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
        names = [
            name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite%'")
        ]
        for table in names:
            for column in [row[1] for row in database.execute(f'PRAGMA table_info("{table}")')]:
                if (
                    table.endswith(("migration", "migrations"))
                    or column == "id"
                    or column in ("session_id", "message_id", "project_id")  # what holds the rows together
                ):
                    continue
                every = (
                    2 if column in ("version", "type", "agent") or column.endswith("_id") else 1
                )  # the others keep the verdicts
                for rowid, value in database.execute(f'SELECT rowid, "{column}" FROM "{table}"').fetchall():
                    if isinstance(value, str) and rowid % every == 0:
                        with suppress(sqlite3.IntegrityError):
                            database.execute(
                                f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', (_cell(value, column), rowid)
                            )
        database.execute(
            "INSERT INTO account (id, email, url, access_token, refresh_token, time_created, time_updated) VALUES ('acc', ?, ?, ?, ?, 0, 0)",
            list(SECRETS)[6:8] + ["hunter2-of-the-server"] * 2,
        )


def _cell(value: str, column: str) -> str:
    with suppress(ValueError):
        found = json.loads(value)
        if isinstance(found, dict):
            made = _planted(found)
            error = {"name": "APIError", "data": {"message": f"refused{PLANT}", "responseBody": PROMPT}}
            return json.dumps({**made, "error": error} if found.get("role") == "assistant" else made)
    return PROMPT if column == "title" else value + PLANT


def leaks(output: str) -> set[str]:
    """Secrets that stand in `output`, also where it is written for HTML, JSON, Markdown or a URL."""
    plain = output.replace("&#8203;", "").replace("\\", "")
    read = (output, plain, html.unescape(plain), unquote(plain), re.sub(r"\s+", "", plain))
    wanted = (*SECRETS, PROMPT, "merger", "alicesmith", "acme-industries")
    return {secret for secret in wanted for text in read if secret in text or re.sub(r"\s+", "", secret) in text}


COMMANDS = {
    "diagnose": ("terminal", "json", "jsonl", "markdown", "html"),
    "session": ("terminal", "json", "markdown", "html"),
    "database": ("terminal", "json", "markdown", "html"),
    "requests": ("terminal", "json", "jsonl", "markdown"),
}


@pytest.mark.parametrize(("command", "form"), [(command, form) for command, forms in COMMANDS.items() for form in forms])
def test_no_output_holds_a_secret(inputs: tuple[object, ...], command: str, form: str) -> None:
    words: dict[str, tuple[object, ...]] = {
        "diagnose": ("diagnose", *inputs),
        "session": ("session", _session(inputs), *inputs),
        "database": ("database", inputs[2], "--for", "1.15.13"),
        "requests": ("requests", inputs[4], "--server-version", "1.15.13"),
    }
    done = inside(*words[command], "--format", form, "-v")
    assert len(done.out) > 500, done.err
    assert leaks(done.out + done.err) == set()
    if command in ("diagnose", "session"):
        assert _session(inputs) in done.out


def _session(inputs: tuple[object, ...]) -> str:
    report = inside("diagnose", *inputs, "--format", "json").report
    assert len(report["failures"]) > 3
    assert report["silent"]
    return str(report["failures"][0]["session_id"])


def test_the_report_says_how_many_of_what_were_hidden(inputs: tuple[object, ...]) -> None:
    report = inside("diagnose", *inputs, "--format", "json", "-v").report
    assert report["redacted"] is True
    assert set(report["redactions"]) >= {"key", "host", "home"}
    assert "Redacted:" in inside("diagnose", *inputs, "-v").out


def test_a_bundle_holds_no_secret_in_any_file(inputs: tuple[object, ...], tmp_path: Path) -> None:
    done = inside("bundle", tmp_path / "b.tar.gz", *inputs)
    assert leaks(done.out + done.err) == set()
    with tarfile.open(tmp_path / "b.tar.gz") as archive:
        for entry in archive:
            content = archive.extractfile(entry).read()  # type: ignore[union-attr]
            assert leaks(content.decode("utf-8", "replace")) == set(), entry.name
            assert leaks(content.replace(b"\0", b"").decode("latin-1")) == set(), entry.name


@pytest.mark.parametrize("form", ["terminal", "json", "jsonl", "markdown", "html"])
def test_what_was_not_redacted_is_marked(inputs: tuple[object, ...], form: str) -> None:
    """The same run without redaction shows secrets, so the tests above can fail, and says in the output that it does."""
    done = inside("diagnose", *inputs, "--format", form, "-v", "--no-redact")
    assert leaks(done.out)
    if form in ("json", "jsonl"):
        assert json.loads(done.out)["redacted"] is False
    else:
        assert re.search(r"not redacted|unredacted", done.out, re.IGNORECASE)


def test_planting_reaches_every_kind_of_input() -> None:
    assert planted({"a": ["b"]}, str.upper) == {"a": ["B"]}
    assert _planted({"a": "x", "text": "y"}) == {"a": "x" + PLANT, "text": PROMPT}


def test_every_secret_stands_in_every_kind_of_input(inputs: tuple[object, ...]) -> None:
    log, database, capture = (Path(str(inputs[n])).read_bytes() for n in (0, 2, 4))
    for secret in SECRETS:
        for content in (log, database, capture):
            assert secret.encode() in content, secret
    with closing(sqlite3.connect(str(inputs[2]))) as rows:
        for table, column in (
            ("session", "version"),
            ("session", "agent"),
            ("session", "directory"),
            ("part", "data"),
            ("message", "data"),
        ):
            assert rows.execute(f'SELECT count(*) FROM "{table}" WHERE "{column}" LIKE \'%hvs.%\'').fetchone() > (0,), (
                table,
                column,
            )


@pytest.mark.parametrize("form", ["terminal", "jsonl"])
def test_neither_a_watch_nor_a_look_at_many_servers_shows_a_secret(inputs: tuple[object, ...], form: str, tmp_path: Path) -> None:
    log, database, capture = (Path(str(inputs[n])) for n in (0, 2, 4))
    watched = inspector("watch", "-", "--db", database, "--format", form, "-v", input=log.read_bytes())
    assert watched.code in (1, 3)
    assert len(watched.out) > 500, watched.err
    assert leaks(watched.out + watched.err) == set()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        for path in (log, database, capture):
            shutil.copy(path, tmp_path / name)
    many = inside("diagnose", "--each", tmp_path, "--format", form)
    assert many.code in (1, 3)
    assert len(many.out) > 80, many.err
    assert leaks(many.out + many.err) == set()


def test_no_store_of_a_fleet_and_no_report_on_it_holds_a_secret(inputs: tuple[object, ...], tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / "servers" / name).mkdir(parents=True)
        for number in (0, 2, 4):
            shutil.copy(Path(str(inputs[number])), tmp_path / "servers" / name)
    store = tmp_path / "fleet.db"
    assert inside("fleet", tmp_path / "servers", "--store", store).code in (1, 3)
    with closing(sqlite3.connect(store)) as connection:
        dumped = "\n".join(connection.iterdump())
    assert dumped.count('INSERT INTO "prompts"') > 10
    assert leaks(dumped) == set()
    assert str(tmp_path) not in dumped
    for form in ("terminal", "csv", "html", "json", "markdown"):
        drawn = inside("fleet", "report", "--store", store, "--format", form, "--for", "1.15.13")
        assert len(drawn.out) > 500, drawn.err
        assert leaks(drawn.out + drawn.err) == set()


def test_the_home_directory_and_the_user_are_not_on_standard_error(tmp_path: Path) -> None:
    """Also a home that no form tells: only this machine knows where it lies."""
    home = tmp_path / "alicesmith"
    data = home / ".local" / "share" / "opencode"
    (data / "log").mkdir(parents=True)
    shutil.copy(SAMPLE / "server.log", data / "log" / "opencode.log")
    shutil.copy(SAMPLE / "opencode.db", data / "opencode.db")
    env = {
        "HOME": str(home),
        "USER": "alicesmith",
        "XDG_DATA_HOME": "",
        "XDG_CONFIG_HOME": "",
        "XDG_STATE_HOME": "",
        "OPENCODE_DB": "",
    }
    log, database = data / "log" / "opencode.log", data / "opencode.db"
    runs = [
        ("diagnose",),
        ("diagnose", "--format", "json"),
        ("diagnose", log),
        ("diagnose", log, "--format", "json"),
        ("session", "ses_dfdfc42d2ffe0OUoQ60bKTqViz", log, "--db", database),
        ("watch", log, "--for-seconds", "0.2"),
        ("bundle", tmp_path / "b.tar.gz", log, "--db", database, "-q"),
        ("database", database),
    ]
    for run in runs:
        done = inspector(*run, env=env)
        assert "alicesmith" not in done.out + done.err, run
    plain = inspector("watch", log, "--for-seconds", "0.2", "--no-redact", env=env)
    assert f"Watching {log}" in plain.err
