"""What must not leave is hidden, what a diagnosis needs stays, and both take linear time."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import example, given, strategies as st
from msgspec.structs import replace

from inspector.model import Report
from inspector.model.notes import InputFact, InputNote
from inspector.redaction.redact import redact, redact_text
from inspector.redaction.state import KINDS, State, named_here, own_names
from tests.growth import LIMIT, TIMES, growth
from tests.renderers.example import AUDIT, CLEAN, STORY, TROUBLED, crowd

SAMPLES = Path(__file__).parents[2] / "samples"


def shown(text: str) -> str:
    return redact_text(text, State())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("sk-ant-api03-abcDEF123456", "[key-1]"),
        ("sk-proj-abcDEF123456_x", "[key-1]"),
        ("use sk-or-v1-0123456789abcdef.", "use [key-1]."),
        ("sk_live_4eC39HqLyjWDarjt", "[key-1]"),
        ("ghp_16C7e42F292c6912E7710c838347Ae178B4a", "[key-1]"),
        ("github_pat_11ABCDEFG0abcdefghijklmnop", "[key-1]"),
        ("glpat-abcDEF1234567890abcd", "[key-1]"),
        ("xoxb-123456789012-abcdef", "[key-1]"),
        ("AKIAIOSFODNN7EXAMPLE", "[key-1]"),
        ("AIzaSyA1234567890abcdefghijklmnopqrstu", "[key-1]"),
        ("hf_abcdefghijklmnop1234", "[key-1]"),
        ("gsk_abcdefghijklmnop1234", "[key-1]"),
        ("npm_abcdefghijklmnop1234567890abcdefghij", "[key-1]"),
        ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl!", "jwt [key-1]!"),
        ("\\nsk-ant-api03-abcDEF123456\\n", "\\n[key-1]\\n"),
        ("Authorization: Bearer abc.def-123456", "Authorization: [key-1]"),
        ('{"authorization":"Bearer abc.def-123456"}', '{"authorization":"[key-1]"}'),
        ("sent Bearer 0123456789abcdef", "sent Bearer [key-1]"),
        ("Basic Ym9iOmh1bnRlcjI=", "Basic [key-1]"),
        ("Cookie: session=abc; theme=dark\nnext", "Cookie: [key-1]\nnext"),
        ("https://bob:hunter2@github.com/x", "https://[key-1]@github.com/x"),
        ("OPENAI_API_KEY=qwerty", "OPENAI_API_KEY=[key-1]"),
        ("--password hunter2 --port 1", "--password [key-1] --port 1"),
        ("password='two words' x", "password='[key-1]' x"),
        ('"client_secret": "a\\"b", "n": 1', '"client_secret": "[key-1]", "n": 1'),
        ('\\"token\\":\\"abcdefgh\\",\\"n\\":1', '\\"token\\":\\"[key-1]\\",\\"n\\":1'),
        ("?access_token=abcdef&x=1", "?access_token=[key-1]&x=1"),
        ("Server=x;Pwd=hunter2;", "Server=x;Pwd=[key-1];"),
        ("-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\nx", "[key-1]\nx"),
        ("-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEA", "[key-1]"),
        ("https://opncd.ai/share/AbCd1234", "https://opncd.ai/share/[share-1]"),
        ("https://opencode.ai/s/AbCd1234", "https://opencode.ai/s/[share-1]"),
        ("by Alice.Smith+x@acme.co.uk.", "by [email-1]."),
        ("\\nbob@acme.com", "\\n[email-1]"),
        ("acme\\alice@acme.com", "acme\\[email-1]"),
        ("alice@acme.com-2026 and bob@acme.com_old", "[email-1]-2026 and [email-2]_old"),
        ("q=alice@acme.com+bob@acme.com%20carol@acme.com&x", "q=[email-1]&x"),
        ("directory=/home/alice/proj", "directory=[home-1]/proj"),
        ("/Users/alice", "[home-1]"),
        ("file:///home/alice/x", "file://[home-1]/x"),
        ("%2Fhome%2Falice%2Fproj", "[home-1]%2Fproj"),
        ("C:\\Users\\Alice Smith\\AppData", "[home-1]\\AppData"),
        ('"C:\\\\Users\\\\alice\\\\x"', '"[home-1]\\\\x"'),
        ("D:/Users/alice/x", "[home-1]/x"),
        ("/root/.local/share", "[home-1]/.local/share"),
        ("http://llm-gw:8080/v1", "http://[host-1]:8080/v1"),
        ("db1.corp.acme.com:5432", "[host-1]:5432"),
        ("\\nprod.acme.internal", "\\n[host-1]"),
        ("getaddrinfo ENOTFOUND llm-gw", "getaddrinfo ENOTFOUND [host-1]"),
        ("connect ECONNREFUSED 10.0.0.3:8080", "connect ECONNREFUSED [host-1]:8080"),
        ("hostname=prod7 port=4096", "hostname=[host-1] port=4096"),
        ("http://[2001:db8::1]:80/", "http://[host-1]:80/"),
        ("from fe80::1ff:fe23:4567:890a to", "from [host-1] to"),
        ("Nov 22 06:18:51 prod7 opencode[123]: INFO x", "Nov 22 06:18:51 [host-1] opencode[123]: INFO x"),
        ('{"type":"text","text":"the plan"}', '{"type":"text","text":"[text-1]"}'),
        ('{\\"text\\":\\"say \\\\\\"hi\\\\\\" now\\"},17', '{\\"text\\":\\"[text-1]\\"},17'),
        ('"messages":[{"role":"user","content":"a ] b"}],"n":1', '"messages":"[text-1]","n":1'),
        ('"requestBodyValues":{"messages":["x"]},"statusCode":401', '"requestBodyValues":"[text-1]","statusCode":401'),
        ("requestBodyValues: {\n  a: 'x'\n}\nINFO  2026-11-22T07 n", "requestBodyValues: [text-1]\nINFO  2026-11-22T07 n"),
        ("Failed query: insert\nparams: msg_1a,ses_2b,17,my plan", "Failed query: insert\nparams: msg_1a,ses_2b,17,[text-1]"),
        ('x="q\\nparams: ses_1,\\"plan\\" b" stack="Error"', 'x="q\\nparams: ses_1,[text-1]" stack="Error"'),
        ("hvs.CAESIJ0123456789abcdefgh", "[key-1]"),
        ("dapi0123456789abcdef0123456789abcdef", "[key-1]"),
        ("shpat_0123456789abcdef0123456789abcdef", "[key-1]"),
        ("lin_api_abcDEF0123456789abcd", "[key-1]"),
        ("ntn_1234567890abcdefghij", "[key-1]"),
        ("figd_abcDEF-0123456789", "[key-1]"),
        ("ATATT3xFfGF0abcdefgh1234=AB", "[key-1]"),
        ("PMAK-0123456789abcdef-0123", "[key-1]"),
        ("glsa_abcdefghijklmnop1234_ab12", "[key-1]"),
        ("dckr_pat_abcDEF0123456", "[key-1]"),
        ("sbp_0123456789abcdef0123", "[key-1]"),
        ("NRAK-ABCDEFGH12345678", "[key-1]"),
        ("sq0atp-abcDEF0123456789", "[key-1]"),
        ("sid SK0123456789abcdef0123456789abcdef.", "sid [key-1]."),
        ("\\ndckr_pat_abcDEF0123456\\n", "\\n[key-1]\\n"),
        ("https://hooks.slack.com/services/T000/B000/XXXXabcd x", "https://[host-1]/services/[key-1] x"),
        ("https://discord.com/api/webhooks/123456/abcDEF-_x", "https://[host-1]/api/webhooks/[key-1]"),
        ("api/bot123456789:AAabcdefghijklmnopqrstuvwxyz0123456/getMe", "api/bot[key-1]/getMe"),
        ("123456789:AAabcdefghijklmnopqrstuvwxyz0123456", "[key-1]"),
        ("https://localhost/c?sv=1&sig=abc%2Fdef%3D&se=1", "https://localhost/c?sv=1&sig=[key-1]&se=1"),
        ("https://localhost/k?X-Amz-Signature=0a1b2c3d", "https://localhost/k?X-Amz-Signature=[key-1]"),
        ("SMTP_PASS=hunter2 pass=hunter3", "SMTP_PASS=[key-1] pass=[key-2]"),
        ('curl -u "alice:hunter2" x', 'curl -u "[key-1]" x'),
        ("curl --user alice:hunter2 x", "curl --user [key-1] x"),
        ("sshpass -p hunter2 ssh", "sshpass -p [key-1] ssh"),
        ('password "hunter two" x', 'password "[key-1]" x'),
        ("the password is hunter2", "the password is [key-1]"),
        ("AWS_SECRET_ACCESS_KEY wJalrXUtnFEMI/K7MDENG", "AWS_SECRET_ACCESS_KEY [key-1]"),
        ('Proxy-Authorization: Digest username="alice", response="0a1b"\nx', "Proxy-Authorization: [key-1]\nx"),
        ('-H "Authorization: Basic Ym9iOmg=" next', '-H "Authorization: [key-1]" next'),
        ('"m":"Authorization: Digest username=\\"alice\\", response=\\"0a1b\\"","n":1', '"m":"Authorization: [key-1]","n":1'),
        ('sent Digest username="alice", response="0a1b"', "sent Digest [key-1]"),
        ("alice@build7:~$ ls", "[user-1]@[host-1]:~$ ls"),
        ("to=alice%40acme.com&x", "to=[email-1]&x"),
        ('"_HOSTNAME":"build7"', '"_HOSTNAME":"[host-1]"'),
        ("db1.acme.systems db1.acme.info db1.acme.me db1.acme.in", "[host-1] [host-2] [host-3] [host-4]"),
        ("on ip-10-0-0-12 and ip-10-0-0-12.ec2.internal", "on [host-1] and [host-2]"),
        ('prompt="the plan" x=1', 'prompt="[text-1]" x=1'),
        ("text=the plan for x cost=0", "text=[text-1] cost=0"),
        ('command="rm -rf merger" x', 'command="[text-1]" x'),
        ('patterns=["ls -la"] asking', "patterns=[text-1] asking"),
        ('cause="prompt=\\"the plan\\" x"', 'cause="prompt=\\"[text-1]\\" x"'),
        ("GET /find?query=the%20plan&directory=/x", "GET /find?query=[text-1]&directory=/x"),
        ('{"query":"the plan","n":1}', '{"query":"[text-1]","n":1}'),
        ('Expected string, got "the plan"\n  at ["x"]', 'Expected string, got "[text-1]"\n  at ["x"]'),
        *(
            (f'{{"{key}":"the plan","n":1}}', f'{{"{key}":"[text-1]","n":1}}')
            for key in (
                "description",
                "command",
                "pattern",
                "filePath",
                "oldString",
                "newString",
                "question",
                "label",
                "value",
                "diff",
                "markdown",
                "instructions",
            )
        ),
        ("title=My tax return cost=0", "title=[text-1] cost=0"),
        ('title="My tax return" x=1', 'title="[text-1]" x=1'),
    ],
)
def test_hidden(text: str, expected: str) -> None:
    assert shown(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "ses_dfddaba83ffeDhliiCKJ7YncVY msg_2022390f800111XKbZSgEs89xv prt_20203c72b002jCYX6TqQfCI07R per_1 err_1a2b evt_1",
        "20260603040000_session_message_projection_order",
        "opencode.db: session_message.seq, server.log: byte 18234, opencode.db-wal, requests.jsonl, opencode.json, AGENTS.md",
        "version=1.15.13 2026-11-22T07:25:23.118Z 07:25:23 +377ms",
        'tokens={"input":0,"output":0,"reasoning":0,"cache":{"read":0,"write":0}} cost=0',
        "title=New session - 2026-11-22T07:25:26.780Z cost=0",
        "server unavailable key=playwright",
        "SyntaxError: Unexpected token: }",
        "session.id=ses_dfddaba83ffeDhliiCKJ7YncVY step=0 loop",
        "    at fn (/$bunfs/root/chunk-kady4tst.js:46:6600)",
        "http://127.0.0.1:4096/session and http://localhost:4096 and 0.0.0.0 and [::1]",
        "https://github.com/anomalyco/opencode/issues/31204 https://models.dev/api.json api.openai.com",
        "npm install -g opencode-ai@1.18.33",
        "@ai-sdk/openai-compatible@1.0.19",
        "SQLITE_CONSTRAINT_NOTNULL errno 1299 NOT NULL constraint failed: session_message.seq",
        "/var/lib/opencode/opencode.db /srv/repo/src/main.ts",
        "Basic authentication, Bearer scheme, max_tokens: 32000",
        "config.home this.app message.test settings.local.json",
        "docker run -u 1000:1000 image, opencode --user alice --port 1, git@github.com:anomalyco/opencode",
        "ANTHROPIC_API_KEY environment variable is missing, password is required, password authentication failed",
        'Expected string, got "part_12"\n  at ["parts"][0]["id"]',
        '"query":"insert into \\"session_message\\" (\\"id\\") values (?)"',
        'Agent not found: "ghost". Available agents: build, plan',
        "no such column: session_message.seq; table part has no column named data; UNIQUE constraint failed: message.id",
        "session.info error.data.message log.info this.me bypass=true compass=x questions=1 patterns=[] args=[1,2]",
        "/session/ses_dfddaba83ffeDhliiCKJ7YncVY/prompt_async /api/session /experimental/tool?provider=x&model=y",
        "CREATE TABLE `project` (id text PRIMARY KEY, name text)",
    ],
)
def test_kept(text: str) -> None:
    state = State()
    assert redact_text(text, state) == text
    assert state.counts == {}


OWN = named_here("/data/alicesmith", ("asmith", "root", "build"), ("build7.acme.lan",))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("HOME=/data/alicesmith/x", "HOME=[home-1]/x"),
        ("%2Fdata%2Falicesmith%2Fx", "[home-1]%2Fx"),
        ("asked by ASmith on Build7 (build7.acme.lan)", "asked by [user-1] on [host-2] ([host-1])"),
        ("alicesmith", "[user-1]"),
        ("root and build and asmithy and /data/alicesmithy", "root and build and asmithy and /data/alicesmithy"),
    ],
)
def test_names_of_this_machine_and_its_user_are_hidden_everywhere(text: str, expected: str) -> None:
    assert redact_text(text, State(own=OWN)) == expected


def test_the_names_of_a_machine_are_read_from_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/data/alicesmith")
    monkeypatch.setenv("USER", "asmith")
    own_names.cache_clear()
    try:
        assert redact_text("asmith in /data/alicesmith/x", State()) == "[user-1] in [home-1]/x"
    finally:
        own_names.cache_clear()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("directory=/srv/initech/src x=1", "directory=[dir-3] x=1"),
        ("ENOENT: '/srv/initech/src/a/foo.ts'", "ENOENT: '[dir-3]/foo.ts'"),
        ("/odd/My Clients/initech and /odd/My%20Clients", "[dir-1] and /odd/My%20Clients"),
        ("%2Fsrv%2Fmono /srv/mono/ /srv/mono.", "[dir-2] [dir-2]/ [dir-2]."),
        ("/srv/mono/clients/initech/notes.md", "[dir-3]/notes.md"),
        ("file:///srv/x/plug.js", "file://[dir-3]/plug.js"),
        ("C:\\work\\initech\\a.ts", "[dir-3]\\a.ts"),
        ("/home/alice/.local/share/opencode/opencode.db", "[home-1]/.local/share/opencode/opencode.db"),
        (
            "/session/ses_1/prompt_async /$bunfs/root/x.js:1 /usr/bin/bash",
            "/session/ses_1/prompt_async /$bunfs/root/x.js:1 /usr/bin/bash",
        ),
    ],
)
def test_where_it_is_asked_for_every_directory_is_hidden(text: str, expected: str) -> None:
    state = State(own=(), everywhere=True)
    state.learn(["/srv/mono", "/odd/My Clients/initech"])
    assert redact_text(text, state) == expected
    assert redact_text(expected, state) == expected


def test_real_records_keep_what_a_diagnosis_reads() -> None:
    """Nothing but texts, homes and hosts is hidden in the records of the samples: names, ids, codes and SQL stay."""
    kept = (
        "prompt_async failed",
        "Agent not found: ",
        "SQLITE_CONSTRAINT_NOTNULL",
        "disposing instance",
        "server unavailable",
        "service=session.prompt",
        "providerID=mock",
        "version=1.15.13",
    )
    names = re.compile(r"\b(?:ses|msg|prt|err|per|que)_\w+|(?:service|message|agent|providerID|modelID|version|key|step)=\S+")
    read = "".join(path.read_text() for path in sorted(SAMPLES.glob("*/server.log")))
    lines = [
        line
        for line in read.splitlines()
        if "params:" not in line and "requestBodyValues" not in line and "responseBody" not in line
    ]
    state = State()
    for line in lines:
        assert names.findall(redact_text(line, state)) == names.findall(line)
    whole = redact_text("\n".join(lines), State())
    for words in kept:
        assert whole.count(words) == "\n".join(lines).count(words) > 0, words


def test_the_tail_of_a_failed_query_keeps_sqlites_answer() -> None:
    line = (
        'cause="Cause([Die(E: Failed query: insert\\nparams: ses_1,{\\"text\\":\\"plan\\"} (cause: Cause([Fail(sql/SqlError: '
        'Failed to execute statement (cause: SQLiteError: database is locked)))])))])"'
    )
    assert shown(line) == (
        'cause="Cause([Die(E: Failed query: insert\\nparams: ses_1,[text-1] (cause: Cause([Fail(sql/SqlError: '
        'Failed to execute statement (cause: SQLiteError: database is locked)))])))])"'
    )


def test_prompt_that_pretends_to_be_hidden_or_to_be_the_tail_is_hidden() -> None:
    assert "plan" not in shown('{"text":"[text-1] the plan"}')
    assert "plan" not in shown("password=[key-1]plan")
    assert "plan" not in shown('params: ses_1,x (cause: Cause([Fail(SqlError: plan"')
    assert "plan" not in shown("title=New session - 1 plan cost=0")


def test_equal_values_have_the_same_stand_in_and_other_values_another() -> None:
    state = State()
    first = redact_text("/home/alice on a.acme.com, /home/bob on b.acme.com", state)
    again = redact_text("http://b.acme.com/ C:\\x %2Fhome%2Falice", state)
    assert first == "[home-1] on [host-1], [home-2] on [host-2]"
    assert again == "http://[host-2]/ C:\\x [home-1]"
    assert state.counts == {"home": 2, "host": 2}


PIECES = [
    "sk-abcdefgh1",
    "/home/a",
    " ",
    "\n",
    '"',
    "\\",
    "password=",
    "x.acme.com",
    "[key-1]",
    "[text-2]",
    '"text":',
    "é",
    "params: ",
    "{",
    "}",
    *(
        'password "',
        "-u ",
        "a:b",
        "=",
        "Digest a=",
        "sig=",
        "?",
        "prompt=",
        "args=[",
        ', got "',
        "/srv/x",
        "a@b:~",
        "ip-1-2-3-4",
        "%40",
    ),
]


@example("args=[sk-abcdefgh1}sk-abcdefgh1")
@example("sk-abcdefgh1password={password=password=")
@example("prompt=[text-1] my private words")
@given(st.lists(st.sampled_from([*PIECES, "a@b.de", ",", "token: ", "[host-3]", "https://"]), max_size=14).map("".join))
def test_hiding_twice_changes_nothing_more(text: str) -> None:
    state = State()
    once = redact_text(text, state)
    assert redact_text(once, state) == once


@pytest.mark.parametrize(
    "piece",
    [
        *("a", "-", ".", "a.", "a-", "_", ":", "://", "a@", "@", "\\", '"', '\\"', "{", "\n", "1.", "a:", "f:", "%2F"),
        *("eyJaaaaaaaa-", "sk-", "hf_", "SG.", "Basic ", "key", "key=", "token: \\", "cookie:", "-----BEGIN PRIVATE KEY-----"),
        *("params: ", "\\nparams: a", " (cause: Cause([", '"text":"', '"text":[', "title=", "requestBodyValues: {"),
        *(
            "/home/",
            "C:\\Users\\",
            "host=",
            "https://u",
            "-u a",
            'password "',
            "AA_KEY ",
            'authorization: ="',
            "Digest a=",
            "a@b:",
        ),
        *(
            "text=a ",
            'prompt="',
            "args=[",
            "args=\\",
            ', got "',
            "1:",
            "?sig=",
            "a%40",
            "SK",
            "ip-1-",
            "signature=",
            '"query":"select ',
        ),
    ],
)
def test_time_is_linear_in_the_text(piece: str) -> None:
    assert growth(lambda size: redact_text(piece * (size // len(piece)), State()), 25_000) < LIMIT


def test_the_report_counts_what_was_hidden() -> None:
    report = replace(
        TROUBLED, notes=(_noted("sk-abcdefgh12345678 and sk-zyxwvuts12345678 and sk-abcdefgh12345678 on x.acme.com"),)
    )
    assert dict(redact(report).redactions) == {"home": 1, "key": 2, "host": 1}


def test_without_hiding_only_the_mark_changes() -> None:
    report = redact(TROUBLED, hide=False)
    assert not report.redacted
    assert report == replace(TROUBLED, redacted=False, redactions=report.redactions)
    assert dict(report.redactions) == {}


def test_smaller_reports_carry_the_counts_in_their_report() -> None:
    assert redact(STORY).report.redacted and redact(STORY).report.redactions["home"] == 1
    assert redact(STORY).row.directory == "[home-1]/proj"  # type: ignore[union-attr]
    assert not redact(AUDIT, hide=False).report.redacted
    assert type(redact(AUDIT)) is type(AUDIT)


def test_what_holds_no_secret_is_handed_back_unchanged() -> None:
    report = redact(CLEAN)
    assert report.logs is CLEAN.logs and report.timeline is CLEAN.timeline
    entry = replace(TROUBLED.failures[0], error={"code": None, "name": "A", "message": "B"}, rows={"message": 2})
    (shown,) = redact(replace(CLEAN, failures=(entry,))).failures
    assert shown.error is entry.error and shown.rows is entry.rows


def _noted(text: str) -> InputNote:
    return InputNote(InputFact.COMMAND, (text,))


def with_log(path: str) -> Report:
    log = replace(TROUBLED.logs[0], path=path)
    entry = replace(TROUBLED.failures[0], log=(path, 7))
    return replace(TROUBLED, logs=(log,), failures=(entry,), notes=(_noted(f"{path}: byte 7 is odd"),))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("server.log", "server.log"),
        ("/srv/acme-merger/server.log", "[dir-1]/server.log"),
        ("cases/acme/server.log", "[dir-1]/server.log"),
        ("C:\\acme\\logs\\server.log", "[dir-1]\\server.log"),
        ("/home/alice/.local/share/opencode/log/opencode.log", "[home-1]/.local/share/opencode/log/opencode.log"),
        ("/home/alice/acme/server.log", "[dir-1]/server.log"),
        ("/var/log/opencode/server.log", "/var/log/opencode/server.log"),
        ("log/2026-11-22T072523.log", "log/2026-11-22T072523.log"),
    ],
)
def test_folders_of_inputs_are_hidden_the_same_way_wherever_they_are_named(path: str, expected: str) -> None:
    report = redact(with_log(path))
    assert report.logs[0].path == expected
    assert report.failures[0].log == (expected, 7)
    assert report.notes == (_noted(f"{expected}: byte 7 is odd"),)


@pytest.mark.parametrize("folder", ["runs", "session", "server", "the"])
def test_a_folder_that_is_called_like_a_word_hides_no_word(folder: str) -> None:
    note = f"the session runs on this server: POST /session/ses_1/abort, read {folder}/a.log"
    report = redact(replace(with_log(f"{folder}/a.log"), notes=(_noted(note),)))
    assert report.logs[0].path == "[dir-1]/a.log"
    assert report.notes == (_noted(note.replace(f"{folder}/a.log", "[dir-1]/a.log")),)


def test_time_is_linear_in_the_number_of_entries() -> None:
    reports = {count: crowd(count) for count in (500, 500 * TIMES)}
    assert growth(lambda count: redact(reports[count]), 500) < LIMIT


def test_one_state_goes_on_from_the_report_to_the_excerpts() -> None:
    state = State()
    report = redact(replace(TROUBLED, notes=(_noted("on x.acme.com"),)), state=state)
    assert report.notes == (_noted("on [host-1]"),)
    assert redact_text("http://x.acme.com/", state) == "http://[host-1]/"
    assert set(state.counts) <= set(KINDS)


def test_the_placeholder_for_an_answer_is_kept_so_that_the_remedy_can_be_copied():
    command = """curl -X POST -d '{"answers":[["..."]]}' 'http://127.0.0.1:4096/question/que_202311fca001o4FLLJONjuJocU/reply'"""
    assert redact_text(command, State()) == command
    assert '"red"' not in redact_text(command.replace("...", "red"), State())
    assert "4711" not in redact_text(command.replace("...", "4711"), State())


@pytest.mark.parametrize("text", ["credentials={password=hunter2abc}", "token=[password=hunter2abc]"])
def test_a_name_inside_a_structure_behind_a_name_hides_its_value(text: str) -> None:
    assert redact_text(text, State()) == text.replace("hunter2abc", "[key-1]")
