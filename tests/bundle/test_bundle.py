"""The bundle: nothing private in it, the same bytes each time, the same verdict when it is read again."""

import gzip
import hashlib
import io
import json
import re
import shutil
import sqlite3
import tarfile
from pathlib import Path

import pytest

from inspector.bundle import database, logs, requests
from inspector.bundle.archive import EVIDENCE, Member, is_bundle, pack, unpacked
from inspector.errors import UnreadableError
from inspector.logs.records import parse
from inspector.model import Problem, Source
from inspector.model.texts import renamed
from inspector.redaction.state import State
from tests.trust.running import at_once as inspector

SECRET = "the-prompt-nobody-may-read"
KEY = "sk-ant-api03-" + "a1B2" * 20
FAILING, WORKING = "ses_dfe01c813ffe7rAq2JUnH99Yec", "ses_dfe01c9d6ffeVknVuGq8sK8tJ7"
LOG = (
    "INFO  2026-11-22T06:42:43 +871ms service=default version=1.15.13 args=[] process_role=main "
    "run_id=5d9f45d0-61de-4401-891c-36d1781f1511 opencode\n"
    + "".join(f"INFO  2026-11-22T06:42:44 +1ms service=bus type=filler.{n} publishing\n" for n in range(500))
    + f"INFO  2026-11-22T06:42:46 +1ms service=session id={FAILING} directory=/home/alice/secret-project title={SECRET} created\n"
    f"ERROR 2026-11-22T06:42:47 +1ms service=default session.id={FAILING} "
    'cause={"_id":"Cause","failures":[{"_tag":"Die","defect":{"data":{"message":"Agent not found: \\"ghost\\". '
    f'Available agents: build, plan"}},"name":"UnknownError","apiKey":"{KEY}"}}}}]}} prompt_async failed\n'
    "INFO  2026-11-22T06:42:59 +1ms service=default shutting down\n"
)


@pytest.fixture
def server(tmp_path):
    (tmp_path / "server.log").write_text(LOG)
    path = tmp_path / "opencode.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            """
            CREATE TABLE __drizzle_migrations (id INTEGER PRIMARY KEY, hash text NOT NULL, created_at numeric, name text, applied_at TEXT);
            CREATE TABLE session (id text PRIMARY KEY, project_id text NOT NULL, parent_id text, slug text NOT NULL, directory text NOT NULL,
              title text NOT NULL, version text NOT NULL, share_url text, agent text, model text,
              time_created integer NOT NULL, time_updated integer NOT NULL);
            CREATE TABLE message (id text PRIMARY KEY, session_id text NOT NULL,
              time_created integer NOT NULL, time_updated integer NOT NULL, data text NOT NULL);
            CREATE TABLE part (id text PRIMARY KEY, message_id text NOT NULL, session_id text NOT NULL,
              time_created integer NOT NULL, time_updated integer NOT NULL, data text NOT NULL);
            CREATE INDEX message_session_idx ON message (session_id);
            CREATE INDEX part_session_idx ON part (session_id);
            CREATE TABLE account (id text PRIMARY KEY, email text, access_token text);
            """
        )
        connection.execute(
            "INSERT INTO __drizzle_migrations VALUES (1, 'h', 1, '20260511173437_session-metadata', '2026-11-22 06:42:43')"
        )
        connection.execute("INSERT INTO account VALUES ('acc_1', 'alice@example.com', ?)", (KEY,))
        for number, session in enumerate((FAILING, WORKING)):
            at = 1_795_329_766_000 + number
            model = json.dumps({"id": "good", "providerID": "mock"})
            connection.execute(
                "INSERT INTO session VALUES (?, 'prj', NULL, ?, '/home/alice/secret-project', ?, '1.15.13', NULL, 'build', ?, ?, ?)",
                (session, f"slug-{number}", SECRET, model, at, at + 900),
            )
        asked = {
            "role": "user",
            "time": {"created": 1_795_329_766_100},
            "agent": "build",
            "system": SECRET,
            "model": {"providerID": "mock", "modelID": "good"},
        }
        answer = {
            "role": "assistant",
            "parentID": "msg_201fe3629001AAAAAAAAAAAAAA",
            "time": {"created": 1_795_329_766_200, "completed": 1_795_329_766_300},
            "finish": "stop",
            "modelID": "good",
            "providerID": "mock",
            "path": {"cwd": "/home/alice/secret-project"},
        }
        for id, data in (("msg_201fe3629001AAAAAAAAAAAAAA", asked), ("msg_201fe3630001BBBBBBBBBBBBBB", answer)):
            connection.execute(
                "INSERT INTO message VALUES (?, ?, ?, ?, ?)", (id, WORKING, data["time"]["created"], 1, json.dumps(data))
            )
            part = json.dumps({"type": "text", "text": SECRET})
            connection.execute(
                "INSERT INTO part VALUES (?, ?, ?, ?, 1, ?)",
                (id.replace("msg", "prt"), id, WORKING, data["time"]["created"], part),
            )
    connection.close()
    capture = [
        {
            "time": "2026-11-22T06:42:46.500Z",
            "method": "POST",
            "path": f"/session/{FAILING}/prompt_async",
            "query": {"directory": "/home/alice/secret-project"},
            "headers": {"authorization": f"Bearer {KEY}", "user-agent": "opencode-web/1.15.13"},
            "body": {
                "agent": "ghost",
                "model": {"providerID": "mock", "modelID": "good"},
                "parts": [{"type": "text", "text": SECRET}],
            },
            "status": 204,
            "response": None,
        },
        {
            "time": "2026-11-22T06:42:46.600Z",
            "method": "GET",
            "path": "/global/health",
            "headers": {},
            "status": 200,
            "response": {"note": SECRET},
        },
    ]
    (tmp_path / "requests.jsonl").write_text("".join(json.dumps(call) + "\n" for call in capture))
    return tmp_path


def made(server, name="bundle.tar.gz"):
    path = server / name
    inputs = (server / "server.log", "--db", server / "opencode.db", "--requests", server / "requests.jsonl")
    done = inspector("bundle", path, *inputs)
    assert path.exists(), done.stderr
    return path, done, inputs


def verdict(done):
    report = json.loads(done.stdout)
    return [
        (kind, e["session_id"], e["cause"], e["confidence"], e.get("recovered", False), e.get("expected", False))
        for kind in ("failures", "silent", "rejected")
        for e in report[kind]
    ]


@pytest.mark.parametrize("name", ["bundle.tar.gz", "bundle.zip"])
def test_a_bundle_read_again_reaches_the_same_verdict(name, server):
    path, _, inputs = made(server, name)
    direct = inspector("diagnose", *inputs, "--format", "json")
    again = inspector("diagnose", path, "--format", "json")
    assert verdict(direct)
    assert verdict(again) == verdict(direct)
    assert again.returncode == direct.returncode
    assert any(path.name in note for note in json.loads(again.stdout)["notes"])
    assert b"inspector-bundle-" not in again.stdout


SAMPLES = sorted(path.parent for path in (Path(__file__).parents[2] / "samples").glob("*/server.log"))


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.name)
def test_a_bundle_of_each_sample_reaches_the_same_verdict(sample, tmp_path):
    for file in sample.iterdir():
        if file.is_file():
            shutil.copy(file, tmp_path)
    inputs = [tmp_path / "server.log"]
    for option, name in (("--db", "opencode.db"), ("--requests", "requests.har")):
        if (tmp_path / name).exists():
            inputs += [option, tmp_path / name]
    assert inspector("bundle", tmp_path / "b.tar.gz", *inputs, "-q").stdout == b""
    direct = inspector("diagnose", *inputs, "--format", "json")
    assert verdict(inspector("diagnose", tmp_path / "b.tar.gz", "--format", "json")) == verdict(direct)


PROJECT = "/srv/customers/initech-merger/src"
PRIVATE_LOG = (
    "INFO  2026-11-22T06:42:43 +871ms service=default version=1.15.13 "
    'args=["run","buy Initech","--port","4496"] process_role=main run_id=5d9f45d0-61de-4401-891c-36d1781f1511 opencode\n'
    f"INFO  2026-11-22T06:42:44 +1ms service=default directory={PROJECT} creating instance\n"
    f"INFO  2026-11-22T06:42:45 +1ms service=session id={FAILING} slug=initech-slug title=Initech deal created\n"
    f"INFO  2026-11-22T06:42:46 +1ms service=permission id=per_1 sessionID={FAILING} permission=bash "
    'patterns=["ls Initech"] metadata={"command":"ls Initech"} asking\n'
    f"INFO  2026-11-22T06:42:46 +1ms service=notes session.id={FAILING} note=x Initech was noted\n"
    f"ERROR 2026-11-22T06:42:47 +1ms service=default session.id={FAILING} "
    'cause={"_id":"Cause","failures":[{"_tag":"Die","defect":{"data":{"message":"Agent not found: \\"ghost\\". Available agents: build, plan, '
    f'see {PROJECT}/secret-plan/notes.md"}},"name":"UnknownError"}}}}]}} prompt_async failed\n'
)


@pytest.fixture
def private(server):
    (server / "server.log").write_text(PRIVATE_LOG)
    with sqlite3.connect(server / "opencode.db") as database:
        database.execute("UPDATE session SET directory = ?", (PROJECT,))
        failed = {"status": "error", "input": {"command": "ls Initech"}, "error": f"NotFound: {PROJECT}/secret-plan"}
        part = json.dumps({"type": "tool", "tool": "bash", "state": failed})
        database.execute(
            "INSERT INTO part VALUES ('prt_9', 'msg_201fe3630001BBBBBBBBBBBBBB', ?, 1795329766250, 1, ?)", (WORKING, part)
        )
    database.close()
    call = {
        "time": "2026-11-22T06:42:46.500Z",
        "method": "POST",
        "path": f"/session/{FAILING}/prompt_async",
        "query": {"directory": f"{PROJECT}/"},
        "headers": {"user-agent": "initech-bot/1.0 (Initech)", "x-opencode-directory": PROJECT.replace("/", "%2F")},
        "status": 204,
        "response": None,
        "body": {
            "agent": "ghost",
            "variant": "initech",
            "initech": 1,
            "parts": [{"type": "text", "text": "Initech", "initech-key": "x"}],
        },
    }
    (server / "requests.jsonl").write_text(json.dumps(call) + "\n")
    return server


def files_in(path):
    with tarfile.open(path) as archive:
        return {entry.name: archive.extractfile(entry).read() for entry in archive}


def test_no_tool_input_argument_or_directory_is_in_any_file_of_it(private):
    path, _, _ = made(private)
    for name, content in files_in(path).items():
        for word in (b"initech", b"customers", b"secret-plan"):
            assert word not in content.lower(), name


def test_a_directory_has_one_stand_in_in_log_rows_and_captures(private, tmp_path):
    path, _, _ = made(private)
    files = files_in(path)
    (tmp_path / "again.db").write_bytes(files["evidence/opencode.db"])
    with sqlite3.connect(tmp_path / "again.db") as database:
        ((directory,),) = database.execute("SELECT DISTINCT directory FROM session").fetchall()
        ((error,),) = database.execute("SELECT data ->> '$.state.error' FROM part WHERE id = 'prt_9'").fetchall()
    database.close()
    (call,) = map(json.loads, files["evidence/requests/01.jsonl"].splitlines())
    assert re.fullmatch(r"\[dir-\d+\]", directory)
    assert f"directory={directory} creating instance" in files["evidence/logs/01-server.log"].decode()
    assert (call["query"]["directory"], call["headers"]["x-opencode-directory"]) == (directory, directory)
    assert re.fullmatch(r"NotFound: \[dir-\d+\]", error) and directory not in error


def test_records_keep_what_rules_read_of_them(private):
    path, _, _ = made(private)
    text = files_in(path)["evidence/logs/01-server.log"].decode()
    for kept in (
        'args=["run","[text-',
        '"--port","4496"]',
        f'id=per_1 sessionID={FAILING} permission=bash patterns=["[text-',
        'Agent not found: \\"ghost\\"',
        " asking\n",
    ):
        assert kept in text
    assert verdict(inspector("diagnose", path, "--format", "json"))[0][2] == "agent-not-found"


def test_what_is_written_anew_reads_as_the_same_record():
    for line in (
        'timestamp=2026-11-22T06:43:06.721Z level=ERROR run=5bf258b0 message="prompt_async failed" sessionID=ses_dfe01c813ffe7rAq2JUnH99Yec '
        'cause="Cause([Die(Error: a \\"b\\"\\n x=1)])"',
        "INFO  2026-11-22T06:42:44 +12ms service=session.prompt session.id=ses_dfe01c813ffe7rAq2JUnH99Yec step=0 loop",
        'ERROR 2026-11-22T06:42:44 +12ms service=server error=hook refused: "x"\nsecond line prompt_async failed',
    ):
        record = parse(line.encode(), "", 0)
        assert parse(logs._retold(record, State(own=())).encode(), "", 0) == record


def test_it_says_what_is_in_it_and_what_is_not(private):
    _, done, _ = made(private)
    assert b"Not in it: texts of prompts" in done.stdout
    assert b"In it: messages of errors" in done.stdout


def test_nothing_private_is_in_any_file_of_it(server):
    path, _, _ = made(server)
    with tarfile.open(path) as archive:
        files = {entry.name: archive.extractfile(entry).read() for entry in archive}
    assert {
        "manifest.json",
        "report.txt",
        "report.json",
        "report.md",
        "report.html",
        "schema.sql",
        "rows.json",
        "migrations.json",
    } <= files.keys()
    for name, content in files.items():
        for private in (SECRET, KEY, "alice"):
            assert private.encode() not in content, name
            assert private.encode("utf-16-le") not in content, name
    assert FAILING.encode() in files["report.json"]


def test_the_manifest_holds_sizes_hashes_and_what_was_hidden(server):
    path, _, _ = made(server)
    with tarfile.open(path) as archive:
        assert archive.next().name == "manifest.json"
    with tarfile.open(path) as archive:
        files = {entry.name: archive.extractfile(entry).read() for entry in archive}
    manifest = json.loads(files.pop("manifest.json"))
    assert {entry["path"] for entry in manifest["files"]} == files.keys()
    for entry in manifest["files"]:
        assert entry["bytes"] == len(files[entry["path"]])
        assert entry["sha256"] == hashlib.sha256(files[entry["path"]]).hexdigest()
    assert manifest["redacted"]["dir"] in (
        2,
        3,
    )  # where the inputs lay, the session's directory; a long path that the page cuts is one more


@pytest.mark.parametrize("ending", ["tar.gz", "zip"])
def test_the_same_evidence_gives_the_same_bytes(ending, server):
    first, _, _ = made(server, f"one.{ending}")
    second, _, _ = made(server, f"two.{ending}")
    assert first.read_bytes() == second.read_bytes()


def test_the_log_excerpt_keeps_the_findings_and_the_span_of_time_and_leaves_the_rest():
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "server.log"
        path.write_text(LOG)
        found = logs.logs([str(path)], [FAILING], 0, [], State())
    (log,) = found.logs
    text = log.content.decode()
    assert not found.problems
    assert found.sessions == {FAILING}
    assert "prompt_async failed" in text
    assert text.startswith("INFO  2026-11-22T06:42:43")
    assert text.rstrip().endswith("shutting down")
    assert "filler.7" not in text
    assert log.records == len(text.splitlines())


def test_the_database_excerpt_keeps_schema_and_shapes_and_no_other_rows(server, tmp_path):
    copy = database.database(str(server / "opencode.db"), [WORKING], None, State())
    path = tmp_path / "excerpt.db"
    path.write_bytes(copy.content)
    with sqlite3.connect(path) as connection, sqlite3.connect(server / "opencode.db") as original:
        schema = "SELECT name, type FROM sqlite_master ORDER BY name"
        assert connection.execute(schema).fetchall() == original.execute(schema).fetchall()
        assert connection.execute("SELECT count(*) FROM account").fetchone() == (0,)
        assert connection.execute("SELECT name FROM __drizzle_migrations").fetchone() == ("20260511173437_session-metadata",)
        (data,) = connection.execute("SELECT data FROM message WHERE id LIKE 'msg_201fe3629%'").fetchone()
        assert json.loads(data) == {
            "role": "user",
            "time": {"created": 1_795_329_766_100},
            "agent": "build",
            "model": {"providerID": "mock", "modelID": "good"},
        }
        (part,) = connection.execute("SELECT data FROM part LIMIT 1").fetchone()
        assert json.loads(part) == {"type": "text", "text": "x" * len(SECRET)}
    connection.close()
    original.close()
    assert copy.rows["account"] == (1, 0)
    assert copy.rows["message"] == (2, 2)


def test_the_request_excerpt_keeps_the_shape_of_prompt_calls_only(server):
    found = requests.requests(str(server / "requests.jsonl"), [FAILING], State())
    (call,) = map(json.loads, found.content.splitlines())
    assert call["body"] == {
        "agent": "ghost",
        "model": {"providerID": "mock", "modelID": "good"},
        "parts": [{"type": "text", "text": "x" * len(SECRET)}],
    }
    assert call["headers"] == {"user-agent": "opencode-web/1.15.13"}
    assert call["query"] == {"directory": "[dir-1]"}


def test_a_preview_lists_what_would_be_inside_and_writes_nothing(server):
    before = sorted(path.name for path in server.iterdir())
    done = inspector("bundle", server / "b.tar.gz", server / "server.log", "--db", server / "opencode.db", "--preview")
    assert done.returncode == 0, done.stderr
    assert b"evidence/opencode.db" in done.stdout
    assert b"Hidden: " in done.stdout
    assert sorted(path.name for path in server.iterdir()) == before


def test_an_archive_that_exists_is_replaced_only_when_asked_to(server):
    (server / "bundle.tar.gz").write_bytes(b"yesterday's")
    _, refused, inputs = made(server)
    assert refused.returncode == 2
    assert b"already exists" in refused.stderr and b"--force" in refused.stderr
    assert (server / "bundle.tar.gz").read_bytes() == b"yesterday's"
    assert inspector("bundle", server / "bundle.tar.gz", *inputs, "--preview").returncode == 0
    assert inspector("bundle", server / "bundle.tar.gz", *inputs, "--force").returncode == 0
    assert is_bundle(server / "bundle.tar.gz")


def test_the_page_for_a_browser_tells_what_happened_in_each_session_but_not_what_a_plugin_wrote(server):
    said = f"INFO  2026-11-22T06:42:46 +2ms service=plugin.notes session.id={FAILING} remember {SECRET}\n"
    looped = f"INFO  2026-11-22T06:42:46 +2ms service=session.prompt session.id={FAILING} step=0 loop\n"
    (server / "server.log").write_text(LOG.replace("ERROR 2026", said + looped + "ERROR 2026"))
    path, _, _ = made(server)
    page = files_in(path)["report.html"].decode()
    assert "loop step=0" in page and "prompt_async → 204" in page
    assert SECRET not in page and "remember" not in page


def test_the_evidence_is_not_changed(server):
    before = {path.name: path.read_bytes() for path in server.iterdir()}
    path, _, _ = made(server)
    path.unlink()
    assert {path.name: path.read_bytes() for path in server.iterdir()} == before


def test_a_bundle_beside_other_inputs_is_refused(server):
    path, _, _ = made(server)
    done = inspector("diagnose", path, server / "server.log")
    assert done.returncode == 2
    assert b"cannot be combined with other inputs" in done.stderr


def archive(*members):
    return pack(tuple(Member(path, "", content) for path, content in members), {"inspector": "0"}, 0)


def test_only_an_archive_that_begins_with_a_manifest_is_a_bundle(tmp_path):
    path = tmp_path / "x.tar.gz"
    path.write_bytes(archive(("a", b"a")))
    assert is_bundle(path)
    path.write_bytes(gzip.compress(b"timestamp=2026-11-22T06:43:06.721Z level=INFO run=5bf258b0 message=loading\n" * 30))
    assert not is_bundle(path)
    assert not is_bundle(tmp_path)
    assert not is_bundle(tmp_path / "missing")


def test_a_changed_or_cut_bundle_is_refused_in_one_sentence(server, tmp_path):
    path, _, _ = made(server)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    cut = inspector("diagnose", path)
    assert cut.returncode == 3
    assert b"damaged" in cut.stderr
    assert b"Traceback" not in cut.stderr
    plain = bytearray(gzip.decompress(whole))
    plain[plain.index(b"prompt_async failed", plain.index(EVIDENCE.encode() + b"logs/", 20_000))] ^= 1
    path.write_bytes(gzip.compress(bytes(plain)))
    changed = inspector("diagnose", path)
    assert changed.returncode == 3
    assert b"was changed" in changed.stderr


@pytest.mark.parametrize("name", ["evidence/../../outside.log", "evidence/a\\..\\b.log", "evidence/C:x.log"])
def test_no_member_is_written_outside_the_private_folder(tmp_path, name):
    path = tmp_path / "x.tar.gz"
    path.write_bytes(archive((name, b"x")))
    with pytest.raises(UnreadableError), unpacked(path):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["x.tar.gz"]


def test_links_and_devices_in_an_archive_are_refused(tmp_path):
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w:gz") as made_by_hand:
        manifest = json.dumps({"schema": "inspector.bundle/1", "files": []}).encode()
        entry = tarfile.TarInfo("manifest.json")
        entry.size = len(manifest)
        made_by_hand.addfile(entry, io.BytesIO(manifest))
        link = tarfile.TarInfo("evidence/link")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        made_by_hand.addfile(link)
    path = tmp_path / "x.tar.gz"
    path.write_bytes(plain.getvalue())
    with pytest.raises(UnreadableError), unpacked(path):
        pass


def test_a_bomb_is_refused_before_it_fills_the_disk(tmp_path, monkeypatch):
    monkeypatch.setattr("inspector.bundle.archive.LIMIT", 1 << 20)
    path = tmp_path / "x.tar.gz"
    path.write_bytes(archive(("evidence/big.log", b"\0" * (2 << 20))))
    with pytest.raises(UnreadableError) as refused, unpacked(path):
        pass
    assert "too large" in refused.value.message


def test_names_are_replaced_everywhere_in_a_value():
    value = (Source("/tmp/x/evidence/a.log", "byte 1"), Problem("/tmp/x", "in /tmp/x/evidence/a.log"))
    assert renamed(value, {"/tmp/x": "b.tar.gz", "/tmp/x/evidence/a.log": "server.log"}) == (
        Source("server.log", "byte 1"),
        Problem("b.tar.gz", "in server.log"),
    )
