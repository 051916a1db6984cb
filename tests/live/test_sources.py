"""A unit's journal and a container as inputs: recorded output, played by stand-ins for journalctl and docker on PATH."""

from __future__ import annotations

import json
import sqlite3
import time
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

import pytest

from inspector.errors import UnreadableError, UsageError
from inspector.live import sources
from tests.database.databases import START, made, writing

LINES = ("INFO  2026-11-22T06:42:43 +871ms service=default version=1.15.13 args=[] opencode", "ERROR 2026-11-22T06:43:01 +1ms x")


@pytest.fixture
def said():
    return []


@pytest.fixture
def program(tmp_path, monkeypatch):
    """Put a stand-in on PATH: a Python script that writes down its arguments."""
    import sys

    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))

    def make(name, body):
        path = folder / name
        record = f"pathlib.Path({str(tmp_path / 'calls')!r}).open('a').write(' '.join(sys.argv[1:]) + chr(10))"
        path.write_text(f"#!{sys.executable}\nimport json, pathlib, sys, time, tarfile, io\n{record}\n{body}\n")
        path.chmod(0o755)

    return make


def calls(tmp_path):
    return (tmp_path / "calls").read_text().splitlines()


def journal_entries(*messages, first=0):
    return [{"MESSAGE": message, "__CURSOR": f"s=1;i={first + n}", "_PID": "7"} for n, message in enumerate(messages)]


def test_the_journal_of_a_unit_becomes_the_lines_it_was(tmp_path, program, said):
    entries = journal_entries(LINES[0], list(b"not \xff UTF-8"), LINES[1])
    program("journalctl", f"for entry in {entries!r}: print(json.dumps(entry))\nprint('not JSON')")
    path = sources.collect(sources.Journal("opencode.service"), tmp_path, "2026-11-22 06:00:00 UTC", said.append)
    assert path.read_bytes().splitlines() == [LINES[0].encode(), b"not \xff UTF-8", LINES[1].encode()]
    assert path.name == "opencode.service.log"
    command = "--unit opencode.service --output json --no-pager --quiet --since"
    assert said == [f"journalctl {command} '2026-11-22 06:00:00 UTC'"]
    assert calls(tmp_path) == [f"{command} 2026-11-22 06:00:00 UTC"]


def test_the_journal_is_followed_from_the_last_entry_that_was_read(tmp_path, program, said):
    body = f"""
if "--follow" in sys.argv:
    print(json.dumps({journal_entries("later", first=9)[0]!r}), flush=True)
    time.sleep(60)
else:
    for entry in {journal_entries(*LINES)!r}: print(json.dumps(entry))
"""
    program("journalctl", body)
    journal = sources.Journal("opencode")
    path = sources.collect(journal, tmp_path, None, said.append)
    with sources.followed(journal, path, said.append):
        deadline = time.monotonic() + 30
        while b"later" not in path.read_bytes() and time.monotonic() < deadline:
            time.sleep(0.02)
    assert path.read_text().splitlines() == [*LINES, "later"]
    assert calls(tmp_path)[1].endswith("--follow --after-cursor s=1;i=1")


def test_a_follower_that_ends_is_started_again_where_it_ended(tmp_path, program, said, monkeypatch):
    monkeypatch.setattr(sources, "AGAIN_S", 0.05)
    stamps = [f"2026-11-22T06:42:4{n}.000000000Z" for n in range(4)]
    body = f"""
since = sys.argv[sys.argv.index("--since") + 1] if "--since" in sys.argv else ""
for stamp in {stamps!r}[: 2 if not since else 4]:
    if stamp >= since: print(stamp, "line", stamp[18], flush=True)
"""
    program("docker", body)
    log = sources.DockerLog("opencode")
    path = tmp_path / "opencode.log"
    path.touch()
    with sources.followed(log, path, said.append):
        deadline = time.monotonic() + 30
        while b"line 3" not in path.read_bytes() and time.monotonic() < deadline:
            time.sleep(0.02)
        started = len(calls(tmp_path))
        while len(calls(tmp_path)) < started + 2:  # it prints the last line again with each start
            time.sleep(0.02)
        written = path.read_text().splitlines()
    assert written == [f"{stamp} line {n}" for n, stamp in enumerate(stamps)]
    assert len(said) == 1


INSPECTED = {
    "Config": {"Image": "ghcr.io/example/opencode:v1.18.33", "Env": ["HOME=/data", "X"], "User": "1000:1000", "Labels": None},
    "Mounts": [
        {"Source": "/srv", "Destination": "/"},
        {"Source": "/var/lib/docker/volumes/oc/_data", "Destination": "/data/.local"},
    ],
}


VOLUME = "/var/lib/docker/volumes/oc/_data/share/opencode"


@pytest.mark.parametrize(
    ("config", "mounts", "version", "database", "volume"),
    [
        ({}, None, "1.18.33", "/data/.local/share/opencode", VOLUME),
        ({"Labels": {"org.opencontainers.image.version": "1.15.13"}}, None, "1.15.13", "/data/.local/share/opencode", VOLUME),
        ({"Image": "registry:5000/opencode", "Env": []}, [], None, "/home/1000/.local/share/opencode", None),
        ({"Image": "opencode:latest", "Env": [], "User": ""}, [], None, "/root/.local/share/opencode", None),
        ({"Env": ["XDG_DATA_HOME=/x"]}, [], "1.18.33", "/x/opencode", None),
    ],
)
def test_the_container_says_its_version_and_where_its_database_is(
    tmp_path, program, said, config, mounts, version, database, volume
):
    found = {**INSPECTED, "Config": {**INSPECTED["Config"], **config}}
    found["Mounts"] = INSPECTED["Mounts"] if mounts is None else mounts
    program("docker", f"print(json.dumps([{found!r}]))")
    container = sources.docker_inspected("opencode", said.append)
    assert (container.version, str(container.database)) == (version, database)
    assert container.volume == volume
    assert said == ["docker inspect --type container opencode"]


def test_the_database_is_copied_out_with_its_write_ahead_log(tmp_path, program, said):
    origin = tmp_path / "origin"
    origin.mkdir()
    writer = sqlite3.connect(origin / "opencode.db", isolation_level=None)
    writer.executescript("pragma journal_mode=wal; create table session (id text); insert into session values ('ses_in_the_wal')")
    assert (origin / "opencode.db-wal").stat().st_size
    body = f"""
name = sys.argv[-2].rpartition("/")[2]
source = pathlib.Path({str(origin)!r}, name)
if not source.exists(): sys.exit("no such file in the container")
with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as archive: archive.add(source, name)
"""
    program("docker", body)
    folder = tmp_path / "copy"
    folder.mkdir()
    container = sources.Container("oc", "image", None, PurePosixPath("/root/.local/share/opencode"), None)
    copy = sources.docker_database(container, folder, said.append)
    writer.close()
    with sqlite3.connect(copy) as reader:
        assert reader.execute("select id from session").fetchall() == [("ses_in_the_wal",)]
    reader.close()
    assert "docker cp --follow-link oc:/root/.local/share/opencode/opencode.db -" in said
    assert [path.name for path in folder.iterdir() if path.suffix == ".tar"] == []


@pytest.mark.parametrize(("running", "cause"), [(True, "stream-stall"), (False, None)])
def test_a_container_that_runs_has_not_stopped_although_its_database_is_a_copy(tmp_path, program, capsys, running, cause):
    """The log of a server whose provider is mute ends as that of a server that was stopped."""
    from inspector.cli.main import main

    (tmp_path / "origin").mkdir()
    path = made(tmp_path / "origin", "1.15.13")
    with writing(path) as rows:
        rows.session("ses_open", 0)
        rows.user("ses_open", "msg_open", 0)
        rows.part("ses_open", "msg_open", "prt_open", 0, {"type": "text", "text": "hello"})
        rows.assistant("ses_open", "msg_open_answer", 0, "msg_open", time={"created": START}, finish=None)
    sent = f"{datetime.fromtimestamp(START / 1000, UTC):%Y-%m-%dT%H:%M:%S}"
    call = f"INFO  {sent} +1ms service=llm providerID=mock modelID=good session.id=ses_open small=false stream"
    program(
        "docker",
        f"""
if sys.argv[1] == "inspect": print(json.dumps([{ {**INSPECTED, "State": {"Running": running}}!r}]))
elif sys.argv[1] == "logs": print({LINES[0]!r}, {call!r}, sep=chr(10))
else:
    name = sys.argv[-2].rpartition("/")[2]
    source = pathlib.Path({str(path.parent)!r}, name)
    if not source.exists(): sys.exit("no such file in the container")
    with tarfile.open(fileobj=sys.stdout.buffer, mode="w|") as archive: archive.add(source, name)
""",
    )
    with pytest.raises(SystemExit):
        main(["diagnose", "--docker", "oc", "--format", "json"])
    shown = capsys.readouterr()
    (entry,) = json.loads(shown.out)["silent"]
    assert entry["cause"] == cause
    assert f"Container oc ({'running' if running else 'not running'}):" in shown.err


def test_a_container_without_a_database_has_none(tmp_path, program, said):
    program("docker", "sys.exit('no such file')")
    container = sources.Container("oc", "image", None, PurePosixPath("/data"), None)
    assert sources.docker_database(container, tmp_path, said.append) is None


def test_a_program_that_fails_or_is_missing_is_said(tmp_path, program, said):
    program("docker", "print('Error: No such container: oc', file=sys.stderr); sys.exit(1)")
    with pytest.raises(UnreadableError, match="docker inspect --type container oc` failed: Error: No such container: oc"):
        sources.docker_inspected("oc", said.append)
    with pytest.raises(UsageError, match="journalctl is not installed, or not in PATH"):
        sources.collect(sources.Journal("oc"), tmp_path, None, said.append)


def test_diagnose_reads_a_unit_and_names_it(program, capsys):
    from inspector.cli.main import main

    sample = Path(__file__).parents[2] / "samples" / "drift-1.15.13-via-1.17.0"
    entries = journal_entries(*sample.joinpath("server.log").read_text().split("\n"))
    program("journalctl", f"for entry in {entries!r}: print(json.dumps(entry))")
    with pytest.raises(SystemExit) as left:
        main(["diagnose", "--journal", "opencode", "--format", "json"])
    document = json.loads(capsys.readouterr().out)
    assert left.value.code == 1
    assert {entry["cause"] for entry in document["failures"]} >= {"schema-drift"}
    assert {log["path"] for log in document["inputs"]["logs"]} == {"journal of opencode"}
    assert any("journalctl --unit opencode" in str(note) for note in document["notes"])
