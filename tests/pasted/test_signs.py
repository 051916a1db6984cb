"""Which program a text is about, and which of its parts tell what happened."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from inspector.catalogue import read_data
from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question

CLIENTS = "clients whose server did not start: editors, task boards and Kilo's extension in its languages"
STACK = "Error: server stopped\n    at read (c:\\Users\\sam\\.vscode\\extensions\\{name}\\dist\\extension.js:147:73)"
OVERFLOW = "\n\n```\nprompt is too long: 209549 tokens > 200000 maximum\n```\n"


def _named(text: str, folder: Path) -> set[str]:
    path = folder / "pasted.md"
    path.write_text(text)
    report = diagnose(Question(logs=(str(path),)))
    return {entry.cause for entry in (*report.failures, *report.silent, *report.rejected) if entry.cause}


@pytest.mark.parametrize(
    ("line", "is_shown"),
    [
        ("# opencode go now requires a header", False),
        ("> opencode go is down", False),
        ("# opencode", True),
        ("# opencode serve", True),
        ("root@box:~# opencode --version", True),
        ("$ opencode2", True),
        ("❯ opencode", True),
    ],
)
def test_a_heading_and_a_quotation_are_no_prompt_of_a_shell(line: str, is_shown: bool, tmp_path: Path) -> None:
    assert bool(_named(line + OVERFLOW, tmp_path)) is is_shown


@pytest.mark.parametrize(
    ("name", "is_ours"),
    [
        ("kilocode.kilo-code-7.4.21-win32-x64", True),
        ("kilocode.kilo-code-10.0.1", True),
        ("kilocode.kilo-code-5.2.1", False),
        ("someone.else-7.4.21", False),
    ],
)
def test_the_extension_of_kilo_is_a_fork_from_version_7_on(name: str, is_ours: bool, tmp_path: Path) -> None:
    text = f"CLI path: c:\\Users\\sam\\.vscode\\extensions\\{name}\\bin\\kilo.exe\nServer startup timeout after 30 seconds\n\n"
    assert _named(text + STACK.format(name=name), tmp_path) == ({"server-start-failed"} if is_ours else set())


@pytest.mark.parametrize("words", json.loads(read_data("error_texts.json"))["server-start-failed"][CLIENTS])
def test_clients_tell_in_many_words_that_the_server_did_not_start(words: str, tmp_path: Path) -> None:
    said = words.replace("…", " 1 ")
    assert _named(f"{said}\nCLI path: /home/sam/kilocode.kilo-code-7.4.5-linux-x64/bin/kilo\n", tmp_path) == {
        "server-start-failed"
    }


@pytest.mark.parametrize(
    ("version", "is_report"), [("latest", True), ("nightly", True), ("1.18.3", True), ("unknown", False), ("", False)]
)
def test_a_version_may_be_a_word(version: str, is_report: bool, tmp_path: Path) -> None:
    text = f"- opencode version: {version}\n- Provider: ours\n\nIt prints `prompt is too long: 1 tokens` and that is all of it.\n"
    assert bool(_named(text, tmp_path)) is is_report


@pytest.mark.parametrize(
    ("heading", "counts"),
    [
        ("### Expected behavior", False),
        ("**Expected:**", False),
        ("## Proposed message", False),
        ("**A. Too long a prompt is correctly rejected**", False),
        ("### 期望", False),
        ("### Actual behavior", True),
        ("### Expected and actual behavior", True),
        ("### Logs", True),
    ],
)
def test_what_ought_to_happen_has_not_happened(heading: str, counts: bool, tmp_path: Path) -> None:
    assert bool(_named(f"OpenCode 1.18.3\n\n{heading}{OVERFLOW}", tmp_path)) is counts
    assert _named(f"OpenCode 1.18.3\n\n{heading}{OVERFLOW}\n### Logs{OVERFLOW}", tmp_path) == {"context-overflow"}


@pytest.mark.parametrize(
    ("text", "is_report"),
    [
        (
            "# fix(session): name the limit\n\n### Before\n\nOpenCode 1.18.3 said `prompt is too long: 1 tokens` and that was all of it.",
            False,
        ),
        (
            "# feat: name the limit\n\nOpenCode 1.18.3 said `prompt is too long: 1 tokens` and that was all of it.\n\nCloses #12",
            False,
        ),
        (
            "# x\n\n### What does this PR do?\n\nOpenCode 1.18.3 said `prompt is too long: 1 tokens` and that was all of it.",
            False,
        ),
        ("# fix: it is too long\n\nOpenCode 1.18.3 said `prompt is too long: 1 tokens` and that was all of it.", True),
        ("# It is too long\n\nOpenCode 1.18.3 said `prompt is too long: 1 tokens` and that was all of it.", True),
    ],
)
def test_a_proposed_change_tells_of_what_it_repairs(text: str, is_report: bool, tmp_path: Path) -> None:
    assert bool(_named(text, tmp_path)) is is_report


@pytest.mark.parametrize(
    ("text", "is_named"),
    [
        ("# [Bug]: the model is overloaded", True),
        ("The model is overloaded.", True),
        ("Is it so that the model is overloaded?", False),
        ("I wonder why the model is overloaded and not the other one that I chose for this in my settings.", False),
    ],
)
def test_words_that_fill_a_line_are_the_error_itself(text: str, is_named: bool, tmp_path: Path) -> None:
    assert bool(_named(f"{text}\n\n### OpenCode version\n\n1.18.3", tmp_path)) is is_named


@pytest.mark.parametrize(
    ("code", "is_provider"),
    [("-32603", False), ("-32000", False), ("429", True), ("503", True), ('"rate_limit_exceeded"', True)],
)
def test_an_error_of_json_rpc_is_no_provider_s(code: str, is_provider: bool, tmp_path: Path) -> None:
    text = f'OpenCode 1.18.3\n\n```\n{{"jsonrpc":"2.0","id":2,"error":{{"code":{code},"message":"Internal trouble"}}}}\n```\n'
    assert _named(text, tmp_path) == ({"provider-error"} if is_provider else set())


@pytest.mark.parametrize(
    ("words", "cause"),
    [
        ("Error: Configuration is invalid at /home/sam/.config/opencode/opencode.json", "agent-file-invalid"),
        ("Health check timed out", "desktop-sidecar-failed"),
    ],
)
def test_what_a_sidecar_printed_comes_before_the_sidecar(words: str, cause: str, tmp_path: Path) -> None:
    assert _named(f"Failed to spawn OpenCode Server. Logs:\n[STDERR] {words}", tmp_path) == {cause}


def test_an_ambiguous_title_does_not_outweigh_what_it_says_itself(tmp_path: Path) -> None:
    title = "# Tool execution aborted when the tool call is truncated\n\nOpenCode 1.18.3"
    assert _named(title, tmp_path) == {"output-cut-off"}
    assert _named("# Tool execution aborted\n\nOpenCode 1.18.3 hangs when an MCP server times out.", tmp_path) == set()


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (
            "# The app is white\n\nIn %APPDATA%\\opencode\\EBWebView\\Breadcrumbs\n\n```\n0:00:10 Tab1 RenderProcessGone CRASH\n```\n",
            "renderer-crashed",
        ),
        (
            "# The app is white\n\nIn %APPDATA%\\other\\EBWebView\\Breadcrumbs\n\n```\n0:00:10 Tab1 RenderProcessGone CRASH\n```\n",
            None,
        ),
        (
            "# Session stuck while git add runs for a snapshot\n\nThe claim `session_v2.time_suspended` is never released.\n",
            "snapshot-hang",
        ),
        ("# Session stuck while git add runs for a snapshot\n\nThe claim `session_v2.suspended` is never released.\n", None),
    ],
)
def test_these_words_are_only_opencodes(text: str, cause: str | None, tmp_path: Path) -> None:
    assert _named(text, tmp_path) == ({cause} if cause else set())


def test_the_error_of_the_free_service_gives_a_candidate_because_other_programs_use_it(tmp_path: Path) -> None:
    path = tmp_path / "pasted.md"
    path.write_text(
        '# limit\n\nError: 429: {"type":"FreeUsageLimitError","message":"Rate limit exceeded. Please try again later"}\n'
    )
    assert [(entry.cause, entry.candidates[0]) for entry in diagnose(Question(logs=(str(path),))).silent] == [
        (None, "provider-error")
    ]


LINK = (
    "https://github.com/anomalyco/opencode/issues/new?template=bug-report.yml&title=opentui%3A+fatal&description=%60%60%60%0ATypeError%3A+undefined+is+not+an+object"
    "%0A++++at+%3Canonymous%3E+%28src%2Fcli%2Fcmd%2Ftui%2Fcomponent%2Fprompt%2Findex.tsx%3A850%3A75%29%0A++++at+runComputation+%28solid.js%3A742%3A22%29\n"
)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        (f"# The terminal died\n\n{LINK}", "renderer-crashed"),
        (f"# The terminal died\n\n{LINK.replace('/issues/new?', '/wiki?')}", None),
        (
            "# No renderer in OpenCode 1.15\n\n```\nError: a\n    at f (C:\\u\\.cache\\opencode\\packages\\x@latest\\tui.js:1:2)\n```\n",
            "plugin-error",
        ),
        (
            "# No renderer in OpenCode 1.15\n\n```\nError: a\n    at f (C:\\u\\.cache\\other\\packages\\x@latest\\tui.js:1:2)\n```\n",
            None,
        ),
        ("# Plugins fail in OpenCode 1.1.65\n\n```\nplugin: TypeError: fn is not a function\n```\n", "plugin-error"),
        ("# Stuck on Ubuntu\n\nopencode -d\nError: agent primary not found\n", "agent-not-found"),
        ("# Stuck on Ubuntu\n\nthing -d\nError: agent primary not found\n", None),
    ],
)
def test_links_folders_and_commands_of_opencode(text: str, cause: str | None, tmp_path: Path) -> None:
    assert _named(text, tmp_path) == ({cause} if cause else set())


@pytest.mark.parametrize(
    ("why", "causes"),
    [
        ("connect ETIMEDOUT", {"startup-stall"}),
        ("No matching version found for x@local", set()),
        ("@opencode-ai/plugin: ETIMEDOUT", set()),
    ],
)
def test_a_package_that_does_not_exist_or_is_not_awaited_is_no_stall(why: str, causes: set[str], tmp_path: Path) -> None:
    assert _named(f"# Starting OpenCode 1.18.3 fails\n\n```\nNpmInstallFailedError (cause: {why})\n```\n", tmp_path) == causes
