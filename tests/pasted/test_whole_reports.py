"""What whole reports taught: which of several errors counts, and what is no error at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question, Report

SESSION = "ses_1aa690d73ffeSP8w6s4JdUFREo"


def _report(text: str, folder: Path) -> Report:
    path = folder / "pasted.md"
    path.write_text(text)
    return diagnose(Question(logs=(str(path),)))


REFUSED = '\n```json\n{"error": {"type": "unknown", "message": "Provider request failed with HTTP 401: {}"}}\n```\n'


def test_an_error_that_was_copied_outweighs_one_that_a_sentence_mentions(tmp_path: Path) -> None:
    title = "opencode 1.18.29 throws ModelUnavailableError for a model that is listed\n"
    assert [entry.cause for entry in _report(title, tmp_path).silent] == ["model-not-found"]
    assert [entry.cause for entry in _report(title + REFUSED, tmp_path).silent] == ["provider-error"]


@pytest.mark.parametrize(("kind", "cause"), [("external_directory", "waiting-for-permission"), ("external directory", None)])
def test_the_name_of_a_permission_ties_a_text_to_opencode(kind: str, cause: str | None, tmp_path: Path) -> None:
    told = f"The permission request is dropped and the turn is stuck forever\n\nThe agent asks for `{kind}`.\n"
    assert [entry.cause for entry in _report(told, tmp_path).silent if entry.cause] == ([cause] if cause else [])


@pytest.mark.parametrize(
    ("told", "cause"), [("IDs wrapped around", "id-wrap"), ("ID 生成回绕", "id-wrap"), ("IDs are long", None)]
)
def test_ids_that_wrapped_around_may_be_told(told: str, cause: str | None, tmp_path: Path) -> None:
    report = _report(f"Since yesterday the message {told}\n\nOpenCode 1.17.4 gives no answer\n", tmp_path)
    assert (cause in {entry.cause for entry in report.silent}) is (cause is not None)


LOCKED = "\n```\nSQLiteError: database is locked\n```\n"


def test_two_copied_errors_with_two_causes_decide_nothing(tmp_path: Path) -> None:
    text = f"opencode 1.18.29 hangs\n{REFUSED}\nand later\n{LOCKED}"
    entries = _report(text, tmp_path).silent
    assert [(entry.cause, entry.candidates) for entry in entries] == [(None, ("provider-error", "database-locked"))]
    assert {clue.cause for clue in entries[0].evidence} == {"provider-error", "database-locked"}


def test_two_quoted_errors_with_two_causes_decide_nothing(tmp_path: Path) -> None:
    full = 'OpenCode 1.1.12 says "prompt is too long: 64210 tokens > 64000 maximum" for this model'
    for other, cause in ((" of mine", "context-overflow"), ('.\n\nAnd then it says "SQLITE_BUSY: database is locked"', None)):
        assert {entry.cause for entry in _report(f"{full}{other} every time.\n", tmp_path).silent} == {cause}


def test_two_reports_may_have_two_causes(tmp_path: Path) -> None:
    for name, error in (("one.md", REFUSED), ("two.md", LOCKED)):
        (tmp_path / name).write_text(f"opencode 1.18.29 hangs\n{error}")
    report = diagnose(Question(logs=(str(tmp_path / "one.md"), str(tmp_path / "two.md"))))
    assert {entry.cause for entry in report.silent} == {"provider-error", "database-locked"}


def test_a_server_s_record_outweighs_another_copied_error(tmp_path: Path) -> None:
    record = f"ERROR service=session.processor session.id={SESSION} error=SQLiteError: database is locked process\n"
    report = _report(f"opencode 1.18.29 hangs\n{REFUSED}\n```\n{record}```\n", tmp_path)
    assert {entry.cause for entry in report.entries} == {"database-locked"}


FACTS = "Terminal: kitty; a second one is unavailable\nActive plugins: /home/sam/.opencode/plugins/graph.js\n"


@pytest.mark.parametrize(("mark", "causes"), [("", []), ("Error in ", ["plugin-error"])])
def test_a_list_of_what_a_machine_has_is_no_error(mark: str, causes: list[str], tmp_path: Path) -> None:
    facts = FACTS.replace("Active", f"{mark}active")
    report = _report(f"OpenCode 1.18.3\n\n{facts}", tmp_path)
    assert [entry.cause for entry in report.silent] == causes


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("Opencode failed to send a message. Retry attempt info: Internal Server Error", "provider-error"),
        ("plugin2 is not a function. (In 'plugin2(input)', 'plugin2' is an instance of Object)", "plugin-error"),
        ("Item 'rs_1' of type 'reasoning' was provided without its required following item.", "history-rejected"),
        ("TextBuffer is destroyed", "renderer-crashed"),
        ("server ready { url: 'x' }\nsidecar exited { code: 139, signal: null }", "server-stopped"),
        ("[manager] no heartbeat, killing OpenCode server", "client-watchdog"),
        ("AxiosError: timeout of 300000ms exceeded (POST http://h:4096/session/ses_1/message)", "client-timeout"),
        ("Launching managed server C:/node/opencode.cmd serve: spawn EINVAL", "server-start-failed"),
        ("OpenCode 1.3.2 has ~75 seconds startup delay", "startup-stall"),
        ("OpenCode 1.1.13 did not start after I set agent permissions to booleans", "agent-file-invalid"),
    ],
)
def test_what_clients_and_people_say_of_a_start_or_a_retry(words: str, cause: str, tmp_path: Path) -> None:
    report = _report(f"{words}\n\nOpenCode 1.18.3\n\n```\n{words}\n```\n", tmp_path)
    assert {entry.cause for entry in report.silent} == {cause}


@pytest.mark.parametrize(
    ("title", "error", "found"),
    [
        ("opencode: Session not found", LOCKED, (None, "database-locked")),
        ("opencode: no answer", LOCKED, ("database-locked", "database-locked")),
        ("opencode: database is locked", LOCKED, ("database-locked", "database-locked")),
        ("opencode: Unexpected server error", LOCKED, ("database-locked", "database-locked")),
    ],
)
def test_a_title_that_leaves_only_other_causes_open_keeps_a_copied_error_open(
    title: str, error: str, found: tuple[str | None, str], tmp_path: Path
) -> None:
    entries = _report(f"{title}\n\nOpenCode 1.18.3\n{error}", tmp_path).silent
    assert [(entry.cause, entry.candidates[0]) for entry in entries] == [found]


def test_a_title_does_not_outweigh_a_server_s_record(tmp_path: Path) -> None:
    record = f"ERROR service=session.processor session.id={SESSION} error=SQLiteError: database is locked process\n"
    report = _report(f"opencode: Session not found\n\n```\n{record}```\n", tmp_path)
    assert {entry.cause for entry in report.entries} == {"database-locked"}


@pytest.mark.parametrize(("version", "causes"), [("\nopencode 1.2.21\n", {"plugin-error"}), ("", set())])
def test_a_version_behind_a_record_shows_that_it_was_pasted(version: str, causes: set[str], tmp_path: Path) -> None:
    record = "ERROR 2026-03-08T10:20:33 +3ms service=server error=undefined is not an object (evaluating 'x.push') failed\n"
    stack = "TypeError: undefined is not an object\n    at chat.message (/home/s/.config/opencode/plugin/inject.js:22:19)\n"
    assert {entry.cause for entry in _report(record + stack + version, tmp_path).entries} == causes


@pytest.mark.parametrize("words", ["Agent not found", "No answer"])
def test_the_record_of_a_failed_prompt_outweighs_what_a_title_says(words: str, tmp_path: Path) -> None:
    thrown = '{"name":"TypeError","message":"x is not a function","stack":"    at /h/.config/opencode/plugins/a.ts:12:20"}'
    cause = f'{{"_id":"Cause","failures":[{{"_tag":"Die","defect":{thrown}}}]}}'
    record = f"ERROR 2026-05-20T14:00:00 +9ms service=default session.id={SESSION} cause={cause} prompt_async failed\n"
    report = _report(f"# opencode 1.15.10: `{words}`\n\n{record}", tmp_path)
    assert {entry.cause for entry in report.entries} == {"plugin-error"}


def test_a_provider_refuses_a_body_as_the_server_does(tmp_path: Path) -> None:
    error = 'Bad Request: {"error":{"message":"invalid request body"}}'
    record = (
        f'ERROR 2025-11-13T08:44:01 +4ms service=session.processor error={error} stack="AI_APICallError: Bad Request" process\n'
    )
    report = _report(f"opencode 1.0.55\n\n```\n{record}```\n", tmp_path)
    assert {entry.cause for entry in report.entries} == {"provider-error"}


@pytest.mark.parametrize(
    ("story", "found"),
    [
        ("The bash tool hangs forever.", (None, ("provider-error", "tool-hang"))),
        ("It happens every day.", ("provider-error", ("provider-error",))),
    ],
)
def test_a_quoted_error_beside_another_story_decides_nothing(
    story: str, found: tuple[str | None, tuple[str, ...]], tmp_path: Path
) -> None:
    quoted = 'In the same session I had a "429 Too Many Requests" from Anthropic.'
    entries = _report(f"OpenCode 1.1.12\n\n{story}\n\n{quoted}\n", tmp_path).silent
    assert [(entry.cause, entry.candidates) for entry in entries] == [found]


def test_a_person_who_leaves_with_ctrl_c_is_no_failed_start(tmp_path: Path) -> None:
    told = "It was still answering when I pressed %s, which exited opencode immediately.\n"
    assert [entry.cause for entry in _report(f"{told % 'Ctrl+C'}\nOpenCode 1.18.3\n", tmp_path).silent] == []
    assert [entry.cause for entry in _report(f"{told % 'Enter'}\nOpenCode 1.18.3\n", tmp_path).silent] == ["server-start-failed"]


@pytest.mark.parametrize("lines", [1, 3])
def test_a_logfmt_record_that_was_wrapped_in_a_quoted_value_is_joined(lines: int, tmp_path: Path) -> None:
    gap = "\n" if lines == 3 else " "
    record = (
        f'level=ERROR message="prompt_async failed" cause="Cause([Die(PlatformError: NotFound:{gap}FileSystem.realPath (/srv/proj){gap}'
        "(cause: Error: ENOENT: no such file or directory, lstat '/srv/proj'))])\"\n"
    )
    report = _report(f"No answer in the app\n\n```\n{record}```\n", tmp_path)
    assert {entry.cause for entry in report.entries} == {"directory-missing"}


def test_a_pasted_rejection_without_its_request_names_no_lost_prompt(tmp_path: Path) -> None:
    head = "INFO  2025-10-30T10:58:22 +7ms service=server method=POST path=/session/" + SESSION + "/prompt_async request\n"
    rejection = "ERROR 2025-10-30T10:58:22 +1ms service=default e=Command failed with exit code 1 rejection\n"
    told = "opencode 1.0.10 gives no answer, see what the log of my server has\n\n"
    assert {entry.cause for entry in _report(told + rejection, tmp_path).entries} <= {None}
    assert {entry.cause for entry in _report(told + head + rejection, tmp_path).entries} == {"unawaited-prompt"}


@pytest.mark.parametrize(("access", "causes"), [("full disk access", []), ("a full disk", ["disk-full"])])
def test_access_to_the_whole_disk_is_no_full_disk(access: str, causes: list[str], tmp_path: Path) -> None:
    report = _report(f"It starts again since I care for {access}.\n\nOpenCode 1.14.18 on macOS\n", tmp_path)
    assert [entry.cause for entry in report.silent] == causes


@pytest.mark.parametrize(("program", "found"), [("OpenCode", [("history-rejected",)]), ("The program", [])])
def test_what_ought_to_happen_tells_which_program_is_meant(program: str, found: list[tuple[str, ...]], tmp_path: Path) -> None:
    wish = f"## Expected behavior\n\n{program} should end the list with a user message.\n"
    said = "`This model does not support assistant message prefill. The conversation must end with a user message.`\n"
    entries = _report(f"# Requests fail\n\n{wish}\n## Error text\n\n{said}", tmp_path).silent
    assert [entry.cause for entry in entries] == [None] * len(found)
    assert [entry.candidates[:1] for entry in entries] == found


@pytest.mark.parametrize(
    ("line", "causes"),
    [
        ("node: v22.1.0 EACCES", []),
        ("node: EACCES: permission denied, open '/home/u/.local/share/opencode/log/a.log'", ["server-start-failed"]),
    ],
)
def test_what_a_runtime_prints_is_no_version_of_it(line: str, causes: list[str], tmp_path: Path) -> None:
    assert [entry.cause for entry in _report(f"$ opencode serve\n{line}\n", tmp_path).silent] == causes


FRAMES = "at a (/$bunfs/root/opencode:4698:10548)\n    at b (/$bunfs/root/opencode:3746:11555)\n```\n"


@pytest.mark.parametrize(
    ("heading", "error", "cause"),
    [
        ("**Stack trace:**", "TypeError: undefined is not an object (evaluating 'x().y')", "renderer-crashed"),
        ("**Stack trace:**", "SQLiteError: database disk image is malformed", "database-damaged"),
        ("In the log:", "TypeError: undefined is not an object (evaluating 'x().y')", None),
    ],
)
def test_the_crash_screen_of_the_terminal_client_shows_an_error_of_the_client(
    heading: str, error: str, cause: str | None, tmp_path: Path
) -> None:
    text = f"**Error:** {error.partition(' ')[2]}\n\n{heading}\n```\n{error}\n    {FRAMES}\nOpenCode 1.18.30\n"
    assert [entry.cause for entry in _report(text, tmp_path).silent if entry.cause] == ([cause] if cause else [])


@pytest.mark.parametrize(
    ("said", "causes"),
    [
        ("Timed out waiting for OpenCode server start after 5000ms.", {"client-timeout", "server-start-failed", "startup-stall"}),
        ("AI_InvalidPromptError: Invalid prompt: The messages must be a ModelMessage[].", {"history-rejected", "plugin-error"}),
    ],
)
def test_an_error_with_several_reasons_decides_nothing(said: str, causes: set[str], tmp_path: Path) -> None:
    entries = _report(f"OpenCode 1.18.3 prints\n\n```\n{said}\n```\n", tmp_path).silent
    assert [(entry.cause, set(entry.candidates)) for entry in entries] == [(None, causes)]


def test_a_shell_may_not_be_allowed_to_start_opencode(tmp_path: Path) -> None:
    text = "user@host:~$ opencode\n-bash: /home/user/.bin/opencode: Permission denied\n"
    assert [entry.cause for entry in _report(text, tmp_path).silent] == ["server-start-failed"]


REFUSED_KEY = "\nMissing API Key\n"


@pytest.mark.parametrize(
    ("before", "after", "cause"),
    [
        ("I chose another model in OpenCode. Each prompt gives", "", "missing-credentials"),
        ("I chose another model. Each prompt gives", "OpenCode is what I use.", None),
        ("I chose another model of OpenCode Go. Each prompt gives", "", None),
        ("I chose another model in OpenCode. Claude Code gives", "", None),
    ],
)
def test_an_error_that_was_copied_below_the_name_of_opencode_is_its_error(
    before: str, after: str, cause: str | None, tmp_path: Path
) -> None:
    entries = _report(f"{before}\n{REFUSED_KEY}\n{after}\n", tmp_path).silent
    assert [entry.cause for entry in entries if entry.cause] == ([cause] if cause else [])


def test_the_prompt_of_cmd_shows_a_command_and_its_output(tmp_path: Path) -> None:
    said = "It seems that your package manager failed to install the right version of the opencode CLI for your platform."
    assert [entry.cause for entry in _report(f"C:\\work>opencode\n{said}\n", tmp_path).silent] == ["server-start-failed"]


@pytest.mark.parametrize(("place", "cause"), [("at bootstrap (http", "desktop-sidecar-failed"), ("at i (http", None)])
def test_desktop_that_finds_no_server_at_its_start_has_no_sidecar(place: str, cause: str | None, tmp_path: Path) -> None:
    said = "Error: Could not connect to server. Is there a server running at `http://127.0.0.1:61208`?"
    entries = _report(f"{said}\n    {place}://tauri.localhost/assets/index-BD2KQ81n.js:1429:16178)\n", tmp_path).silent
    assert [entry.cause for entry in entries if entry.cause] == ([cause] if cause else [])
    assert "desktop-sidecar-failed" in entries[0].candidates


def test_macos_may_kill_opencode_for_its_signature(tmp_path: Path) -> None:
    text = "OpenCode 1.2.21\n\n```\nzsh: killed     opencode upgrade\n```\n"
    signed = f"{text}\nThe crash log:\n```\nSIGKILL (Code Signature Invalid)\n```\n"
    assert [entry.cause for entry in _report(text, tmp_path).silent] == ["server-stopped"]
    assert [entry.candidates for entry in _report(signed, tmp_path).silent] == [("server-stopped", "server-start-failed")]


@pytest.mark.parametrize(("name", "cause"), [("OPENCODE_SERVER_PASSWORD", "provider-error"), ("OPENCODE_API_KEY", None)])
def test_the_key_of_the_model_service_is_no_sign_of_opencode(name: str, cause: str | None, tmp_path: Path) -> None:
    text = f"```\nAI_APICallError: Too Many Requests\n```\n\n`{name}` is set.\n"
    assert [entry.cause for entry in _report(text, tmp_path).silent if entry.cause] == ([cause] if cause else [])


@pytest.mark.parametrize("error", ["undefined is not an object (evaluating 'x.y')", "No renderer found"])
def test_the_drawing_library_tells_of_faulty_code(error: str, tmp_path: Path) -> None:
    entries = _report(f"# opentui: fatal: {error}\n\nOpenCode 1.4.2\n", tmp_path).silent
    assert [entry.cause for entry in entries] == (["renderer-crashed"] if "object" in error else [])


@pytest.mark.parametrize(("call", "cause"), [("watch '/home/user/project'", None), ("write", "disk-full")])
def test_the_limit_of_watched_files_is_no_full_disk(call: str, cause: str | None, tmp_path: Path) -> None:
    text = f"OpenCode 1.18.3\n\n```\nError: ENOSPC: no space left on device, {call}\n```\n"
    assert [entry.cause for entry in _report(text, tmp_path).silent] == [cause]


@pytest.mark.parametrize(("mark", "confidence"), [("1. ", None), ("    ", "medium")])
def test_a_numbered_list_of_sentences_below_a_colon_was_not_copied(mark: str, confidence: str | None, tmp_path: Path) -> None:
    steps = f"{mark}it went down with a segmentation fault at the first start\n{mark}after that, it is the same with any opencode of mine"
    entries = _report(f"OpenCode 1.18.3 with a broken tool:\n\n{steps}\n", tmp_path).silent
    assert [(entry.candidates, entry.confidence and str(entry.confidence)) for entry in entries] == [
        (("server-stopped",), confidence)
    ]


@pytest.mark.parametrize(("name", "cause"), [("OpenCode", "provider-error"), ("OpenCode as provider", None)])
def test_a_provider_with_the_name_of_opencode_is_no_opencode(name: str, cause: str | None, tmp_path: Path) -> None:
    entries = _report(f"Our office program with {name}:\n\nHTTP 429: Too Many Requests\n", tmp_path).silent
    assert [entry.cause for entry in entries if entry.cause] == ([cause] if cause else [])


@pytest.mark.parametrize(
    ("stack", "cause"),
    [
        (
            "undefined is not an object (evaluating 'a.b')\nat f (/src/packages/tui/src/context/tabs.tsx:70:18)",
            "renderer-crashed",
        ),
        ("SQLiteError: database is locked\nat f (/src/packages/tui/src/context/tabs.tsx:70:18)", "database-locked"),
        ("SyntaxError: 'a' is not a valid selector.\nf@tauri://localhost/assets/session-BBDb.js:30:6", "renderer-crashed"),
        ("SyntaxError: 'a' is not a valid selector.\nf@file:///work/page.js:30:6", None),
    ],
)
def test_frames_of_a_client_show_that_its_own_code_failed(stack: str, cause: str | None, tmp_path: Path) -> None:
    entries = _report(f"OpenCode 1.18.3\n\n```\n{stack}\n```\n", tmp_path).silent
    assert [entry.cause for entry in entries if entry.cause] == ([cause] if cause else [])


def test_the_name_of_an_error_may_be_written_as_words(tmp_path: Path) -> None:
    entries = _report("OpenCode 0.3.2 shows:\n\nMessage Output Length Error\n", tmp_path).silent
    assert [entry.cause for entry in entries] == ["output-cut-off"]


@pytest.mark.parametrize(
    ("told", "causes"),
    [
        ('The row {"type":"text","text":""} belongs to an answer with MessageAbortedError, and the session is lost.', [None]),
        ('{"name":"MessageAbortedError","data":{"message":"Aborted"}}', ["aborted"]),
    ],
)
def test_an_abort_that_a_sentence_names_is_on_the_way_to_the_trouble(told: str, causes: list[str | None], tmp_path: Path) -> None:
    entries = _report(f"OpenCode 1.2.16 is of no use\n\n{told}\n", tmp_path).silent
    assert [(entry.cause, entry.candidates) for entry in entries] == [(cause, ("aborted",)) for cause in causes]


@pytest.mark.parametrize(
    ("shown", "causes"),
    [
        ("▣  Build · claude-opus-4-5", ["context-overflow"]),
        ("156,330 tokens\n78% used\n$0.00 spent", ["context-overflow"]),
        ("▣  Build", []),
        ("78% used", []),
    ],
)
def test_what_the_terminal_client_draws_is_a_sign_of_it(shown: str, causes: list[str], tmp_path: Path) -> None:
    entries = _report(f"It fails\n\nprompt is too long: 214676 tokens > 200000 maximum\n{shown}\n", tmp_path).silent
    assert [entry.cause for entry in entries] == causes


@pytest.mark.parametrize(("heading", "causes"), [("Actual Behavior:", ["database-locked"]), ("Expected Behavior:", [])])
def test_a_section_without_signs_tells_what_ought_to_happen(heading: str, causes: list[str], tmp_path: Path) -> None:
    text = f"OpenCode 1.18.3 is slow\n\n{heading}\nIt gives up with `SQLiteError: database is locked` at once.\n\nEnvironment:\nLinux\n"
    assert [entry.cause for entry in _report(text, tmp_path).silent] == causes


@pytest.mark.parametrize(
    ("title", "causes"),
    [
        ("OpenCode 1.18.3: the local plugins throw an error at the start", ["plugin-error"]),
        ("OpenCode 1.18.3: nothing seems to break when the local plugins throw an error", []),
        ("OpenCode 1.18.3: the command waits at the sudo password prompt and all is frozen", ["tool-hang"]),
        ("OpenCode 1.18.3: the web page is stuck at its password prompt", []),
        ("OpenCode 1.18.12: sessions across the message-ID wrap of 2026-08-14 take no messages", ["id-wrap"]),
        ("OpenCode 1.18.12: auto-compaction retries without end", ["compaction-loop"]),
        ("OpenCode 1.17.11 only emits session.next.prompt.admitted", ["input-not-promoted"]),
        ("OpenCode 1.3.17: Claude Code credentials are unavailable or expired", ["missing-credentials"]),
    ],
)
def test_what_a_title_tells(title: str, causes: list[str], tmp_path: Path) -> None:
    assert [entry.cause for entry in _report(f"{title}\n", tmp_path).silent if entry.cause] == causes


@pytest.mark.parametrize(
    ("error", "causes"),
    [
        ('Failed to run: Agent "ghost" not found. Available agents: build, compaction, explore, title', ["agent-not-found"]),
        ('Failed to run: Agent "ghost" not found. Available agents: build, plan', []),
        ("UnknownError: PlatformError: NotFound: FileSystem.readFile (/workspace/a.jpg)", ["part-unreadable"]),
        ("TypeError: undefined is not an object (evaluating 'session().parentID')", ["renderer-crashed"]),
        ("ERROR service=server-proxy error=Unauthorized tui bootstrap failed", ["unauthorized"]),
        ("Error: Invalid input: expected record, received array tools", ["agent-file-invalid"]),
        (
            "Error from provider (Console): Upstream request failed: [NOT_FOUND] Model not found, inaccessible, and/or not deployed",
            ["provider-error"],
        ),
        ("Error: [NOT_FOUND] Model not found, inaccessible, and/or not deployed", ["model-not-found"]),
    ],
)
def test_what_a_server_or_client_printed(error: str, causes: list[str], tmp_path: Path) -> None:
    name = "" if "Available" in error else "OpenCode 1.18.3\n\n"
    assert [entry.cause for entry in _report(f"It fails\n\n{name}```\n{error}\n```\n", tmp_path).silent] == causes


def test_the_class_of_a_providers_error_gives_way_to_what_it_wraps(tmp_path: Path) -> None:
    wrapped = "ValidationException: messages: text content blocks must be non-empty"
    for more, cause in (("", "provider-error"), (f"\n```\n{wrapped}\n```\n", "history-rejected")):
        text = f"# [Bug] 400 ValidationException from Bedrock\n\nOpenCode 1.2.5\n{more}"
        assert [entry.cause for entry in _report(text, tmp_path).silent] == [cause]


def test_a_last_step_does_not_outweigh_the_title(tmp_path: Path) -> None:
    step = "\n\nIt is stuck.\n\n```\nlevel=INFO run=86f03c94 message=stream providerID=x session.id=ses_x\n```\n"
    for title, cause in (
        ("Kilo CLI 7.5.16: compaction retries without end", "compaction-loop"),
        ("Kilo CLI 7.5.16: it is slow", None),
    ):
        assert [entry.cause for entry in _report(f"{title}{step}", tmp_path).silent][:1] == [cause]
