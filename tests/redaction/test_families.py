"""Keys of every known family are hidden in every form a log can hold them in, and the page on redaction says what is measured."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspector.redaction.redact import redact_text
from inspector.redaction.state import STAND_IN, State
from tests.redaction.families import FIXED, NAMED, Member, members
from tests.redaction.measure import BEGIN, END, FORMS, PAGE, is_hidden, table

SAMPLES = Path(__file__).parents[2] / "samples"


def test_there_are_enough_families() -> None:
    fixed, named = list(members(FIXED)), list(members(NAMED))
    assert len({member.family for member in (*fixed, *named)}) == len(fixed) + len(named)
    assert len(fixed) >= 200
    assert len(FORMS) == 11


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("families", [FIXED, NAMED], ids=["form of its own", "behind a name"])
def test_every_family_is_hidden_in_every_form(families: str, form: str) -> None:
    readable = [member.family for seed in range(3) for member in members(families, seed) if not is_hidden(member, form)]
    assert readable == []


def test_a_key_that_is_not_hidden_would_be_found() -> None:
    plain = Member("none", "note 7f3a9c0d1e2b4f5a6c7d", ("7f3a9c0d1e2b4f5a6c7d",))
    assert [form for form in FORMS if is_hidden(plain, form)] == []


def test_the_page_shows_what_is_measured() -> None:
    shown = PAGE.read_text().partition(BEGIN)[2].partition(END)[0].strip()
    assert shown == table()


def test_redacting_twice_changes_nothing_more() -> None:
    for member in (*members(FIXED), *members(NAMED)):
        for form in FORMS:
            state = State(own=())
            once = redact_text(FORMS[form](member.text), state)
            assert redact_text(once, State(own=())) == once, (member.family, form)


HARMLESS = (
    "ses_dfdfc42d2ffe0OUoQ60bKTqViz msg_203fe3c02001lqCe3rGgz5fP2I prt_203fe3c02001lqCe3rGgz5fP2I",
    "toolu_01A09q90qw90lq917835lq9 call_5MuC0yZ1Qb3yXw9 chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT req_011CSHoEeqs5C35K2UUqR7Fy",
    "err_7Kd2mQ9s run_id=5d9f45d0-61de-4401-891c-36d1781f1511 sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "20260603040000_session_message_projection_order 461693f0c1b2d3e4f5a6b7c8d9e0f1a2b3c4d5e6",
    "no such column: session.workspace_id; SQLITE_CORRUPT; database disk image is malformed; errno 11; ENOSPC",
    "anthropic/claude-sonnet-4-5-20250929 openrouter/deepseek/deepseek-chat-v3.1:free gpt-5.1-codex-max us.anthropic.claude-opus-4-1",
    "/$bunfs/root/src/index.js:410:12 at processTicksAndRejections (native:7:39)",
    "Agent not found: ghost. Available agents: build, plan, general. GET /session/status?limit=50&cursor=100%25&x=a%20b",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
    "re_render_the_list_of_sessions pat.value st.size s.id api-version sdk-core key-value pa-th fc-cache ak_test cu_map",
    "directory=/work/proj permission=bash action=ask path=src/index.ts token limit exceeded: 200000 tokens",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_evidence_is_not_taken_for_a_key(text: str) -> None:
    assert redact_text(text, State(own=())) == text


def test_the_logs_of_real_servers_hold_nothing_that_is_taken_for_a_key() -> None:
    """The recordings were made with stand-in providers: whatever is hidden as a key in them is evidence destroyed."""
    logs = sorted(SAMPLES.rglob("*.log"))
    assert len(logs) > 5
    hidden = {}
    for log in logs:
        state = State(own=())
        for line in log.read_text("utf-8", "replace").splitlines():
            redact_text(line, state)
        if state.names["key"]:
            hidden[log.name] = sorted(state.names["key"])
    assert hidden == {}


def test_a_detector_of_others_finds_no_secret_in_what_is_redacted() -> None:
    """detect-secrets, with its own rules: what it finds in the plain families it does not find in the redacted ones."""
    scan = pytest.importorskip("detect_secrets.core.scan")
    settings = pytest.importorskip("detect_secrets.settings")
    entropy = {"Base64HighEntropyString", "HexHighEntropyString", "KeywordDetector", "PublicIPDetector"}
    with settings.default_settings():
        plugins = [plugin for plugin in settings.get_plugins() if type(plugin).__name__ not in entropy]
        found, left = 0, []
        for member in (*members(FIXED), *members(NAMED)):
            plain = " ".join(member.text.split("\n"))
            shown = redact_text(plain, State(own=()))
            for plugin in plugins:
                found += any(plugin.analyze_string(plain))
                left += [
                    (member.family, type(plugin).__name__, secret)
                    for secret in plugin.analyze_string(shown)
                    if not STAND_IN.search(secret)
                ]
    assert scan is not None
    assert found > 40
    assert left == []


def test_stand_ins_in_urls_stay_readable() -> None:
    shown = redact_text("https://example.com/?x=token%3Dabcdefgh12345678%26n%3D1", State(own=()))
    assert re.search(r"token%3D\[key-1\]%26n%3D1", shown)
