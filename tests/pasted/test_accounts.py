"""What the author of a text says happened: one cause with low confidence at most, and never against copied errors."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Question, Report
from inspector.rules import rules
from inspector.rules._symptoms import symptoms_in

PAIRS = [(cause, pair) for cause, rule in rules().items() for pair in rule.told]
TOLD = {
    "waiting-for-permission": "On OpenCode 1.18.3 the subagent hangs because its permission request is never shown.",
    "waiting-for-answer": "With OpenCode 1.18.3 in a script, the question tool blocks forever.",
    "mcp-hang": "OpenCode 1.18.3 hangs at the first prompt while an MCP server does not answer.",
    "tool-hang": "OpenCode 1.18.3: the bash tool never returns when a command leaves a background process.",
    "stream-stall": "In OpenCode 1.18.3 the provider request hangs and no event follows.",
    "compaction-loop": "OpenCode 1.18.3 is in an infinite compaction loop.",
    "server-stopped": "OpenCode 1.18.3: the server was killed by the OOM killer, it ran out of memory.",
    "plugin-hang": "Enabling the statusline plugin makes OpenCode 1.18.3 hang at startup.",
    "provider-error": "OpenCode 1.18.3: every request to this model ends in a 429 error.",
    "server-start-failed": "OpenCode 1.18.3 exits immediately.",
    "context-overflow": "In OpenCode 1.18.3 the context overflow is too large for the model.",
    "directory-missing": "OpenCode 1.18.3: the session's stored directory is stale.",
    "unauthorized": "The Desktop app of OpenCode 1.18.3 fails to connect to an authenticated server.",
}
UNSAID = {
    "what ought to happen": "On OpenCode 1.18.3 the bash tool should never hang.",
    "what is not the reason": "OpenCode 1.18.3 does nothing. This is unrelated to MCP servers that hang.",
    "a repair": "This fixes a hang of the bash tool in OpenCode 1.18.3.",
    "a question": "Does OpenCode 1.18.3 retry on 429?",
    "a program of one's own": "I wrote a plugin for OpenCode 1.18.3 that kills a bash tool that hangs.",
    "an improvement": "OpenCode 1.18.3 is out. Improved handling of MCP servers that hang.",
    "a list of changes": "# OpenCode v1.18.3\n\n- MCP servers that hang at startup are named\n- A locked database is reported",
    "a proposal": "Feature request for OpenCode 1.18.3: a time limit for MCP servers that hang.",
}
NEAR = {
    "a tool that waits for consent": (
        "OpenCode 1.18.3: the bash tool is stuck, it needs user approval.",
        "waiting-for-permission",
    ),
    "a subagent that waits for a permission": (
        "OpenCode 1.18.3: the subagent hangs because its permission request is never shown.",
        "waiting-for-permission",
    ),
    "a tool behind an unseen permission request": (
        "OpenCode 1.18.3: all tools hang. The permission request is never shown, so the bash tool waits forever.",
        None,
    ),
    "a queue that an abort empties": (
        "OpenCode 1.18.3: when I press Esc, the queued prompts are dropped and never run.",
        "abort-dropped-queue",
    ),
    "a queue that nobody empties": ("OpenCode 1.18.3: prompts are queued and never run.", "lost-wake"),
    "a lock that someone added": ("In OpenCode 1.18.3 I put a lock around the database.", None),
    "a stream for another directory": (
        "OpenCode 1.18.3: no event arrives when I send ?directory= with prompts only.",
        "wrong-directory",
    ),
    "sessions of a preview": ("OpenCode 1.18.3: all sessions of the 2.0 beta are missing.", "generation-split"),
    "a loop in Japanese": ("OpenCode 1.18.3: コンパクションが無限ループになる。", "compaction-loop"),
    "a clock": ("OpenCode 1.14.41: the laptop's clock is ahead, so its message IDs sort last.", "client-clock"),
    "an inbox": ("OpenCode 1.17.0: promoted_seq stays NULL forever.", "input-not-promoted"),
    "a hook": ("OpenCode 1.18.3: the `chat.message` hook never returns.", "plugin-hang"),
    "a subagent": ("OpenCode 1.18.3: the subagent hangs forever.", "tool-hang"),
    "a provider that refuses": ("OpenCode 1.18.3 halts: the provider starts rejecting the request with HTTP 400.", None),
    "a client's event stream": ("OpenCode 1.18.3 is unresponsive after a client disconnects during SSE streaming.", None),
    "the model's stream": ("OpenCode 1.18.3 is unresponsive during SSE streaming.", "stream-stall"),
    "a block of a file": ("OpenCode 1.18.3 drops the `env` block on every MCP entry.", None),
    "MCP blocks": ("In OpenCode 1.18.3 one slow MCP server blocks the prompt.", "mcp-hang"),
    "an empty body": ("OpenCode 1.18.3 answered with 400 and an empty response body.", None),
    "a crash by a signal": ("OpenCode 1.18.3: the process died with SIGILL.", "server-stopped"),
    "a server that never listened": ("OpenCode 1.18.3: the server exited before printing its URL.", "server-start-failed"),
    "tool calls before something else": (
        "OpenCode 1.18.3: after multiple tool calls the assistant stops responding.",
        None,
    ),
    "a tool call": ("OpenCode 1.18.3: the tool call stops responding.", "tool-hang"),
    "an answer without output": ("OpenCode 1.18.3: the turn ends with finish stop and no model output.", "empty-answer"),
    "an invalid model": ("OpenCode 1.18.3 says nothing when I send an invalid provider/model ID.", "model-not-found"),
    "what no longer works": (
        "With OpenCode 1.18.3 I can no longer open it: the project directory was deleted.",
        "directory-missing",
    ),
    "what no longer happens": ("OpenCode 1.18.3 no longer hangs when an MCP server is slow.", None),
}
FOREIGN = {
    "no program": "The bash tool hangs forever and never returns.",
    "another agent": "Claude Code hangs forever when its bash tool reads stdin.",
    "a mention": "In Codex CLI the MCP server hangs at startup. OpenCode works with the same server.",
    "a Python program": "Traceback (most recent call last):\nThe bash tool hangs forever.",
}


def _report(folder: Path, text: str) -> Report:
    path = folder / "pasted.md"
    path.write_text(text)
    return diagnose(Question(logs=(str(path),)))


def _named(report: Report) -> list[tuple[str, Confidence | None]]:
    return [(e.cause, e.confidence) for e in (*report.failures, *report.silent, *report.rejected) if e.cause]


@pytest.mark.parametrize(("cause", "pair"), PAIRS)
def test_a_pair_is_two_patterns_in_lower_case(cause: str, pair: tuple[str, str]) -> None:
    for pattern in pair:
        assert re.compile(pattern).search("") is None
        assert not re.search(r"(?<!\\)[A-Z]", pattern.replace(r"\W", "").replace(r"\S", "").replace(r"\D", ""))


@pytest.mark.parametrize("cause", TOLD)
def test_one_cause_is_named_with_low_confidence(cause: str, tmp_path: Path) -> None:
    assert _named(_report(tmp_path, TOLD[cause])) == [(cause, Confidence.LOW)]


@pytest.mark.parametrize("name", UNSAID)
def test_what_did_not_happen_is_no_symptom(name: str, tmp_path: Path) -> None:
    assert _named(_report(tmp_path, UNSAID[name])) == []


@pytest.mark.parametrize("name", NEAR)
def test_words_that_are_near_each_other_name_different_causes(name: str, tmp_path: Path) -> None:
    said, cause = NEAR[name]
    assert _named(_report(tmp_path, said)) == ([(cause, Confidence.LOW)] if cause else [])


@pytest.mark.parametrize("name", FOREIGN)
def test_what_is_told_about_other_programs_names_nothing(name: str, tmp_path: Path) -> None:
    assert _named(_report(tmp_path, FOREIGN[name])) == []


def test_a_copied_error_outweighs_what_is_told(tmp_path: Path) -> None:
    report = _report(
        tmp_path,
        "On OpenCode 1.18.3 the bash tool hangs and never returns.\n\n```\nProviderModelNotFoundError: Model not found: a/b\n```",
    )
    assert _named(report) == [("model-not-found", Confidence.MEDIUM)]


def test_a_name_in_a_sentence_does_not_outweigh_what_is_told(tmp_path: Path) -> None:
    report = _report(
        tmp_path,
        "# The bundled bun hangs forever on bun add (BunInstallFailedError)\n\nOpenCode 1.1.48 shows a blank screen, because its own bun hangs "
        "when it installs `@opencode-ai/plugin`.",
    )
    assert _named(report) == [("startup-stall", Confidence.LOW)]


def test_only_the_name_of_the_program_gives_candidates(tmp_path: Path) -> None:
    report = _report(tmp_path, "We drive OpenCode from our bot. The bash tool hangs forever and never returns.")
    assert _named(report) == []
    assert [entry.candidates for entry in report.silent] == [("tool-hang",)]


def test_a_symptom_and_what_shows_it_in_two_sentences_give_candidates(tmp_path: Path) -> None:
    report = _report(tmp_path, "OpenCode 1.18.3 hangs forever.\n\nIt began when I added an MCP server.")
    assert (_named(report), report.silent[0].candidates) == ([], ("mcp-hang",))


def test_a_sentence_that_fits_two_causes_decides_nothing(tmp_path: Path) -> None:
    report = _report(tmp_path, "On OpenCode 1.18.3 an MCP server and the grep tool freeze.")
    assert (_named(report), {cause for entry in report.silent for cause in entry.candidates}) == ([], {"mcp-hang", "tool-hang"})


@pytest.mark.parametrize(("before", "named"), [("", [("session-not-found", Confidence.LOW)]), ('{"message":', [])])
def test_nobody_tells_anything_in_json(before: str, named: list[tuple[str, Confidence]], tmp_path: Path) -> None:
    told = '"The session of this key does not exist."'
    assert _named(_report(tmp_path, f"{before} {told}\n\n### OpenCode version\n\n1.18.3\n")) == named


HANGING = "The grep tool hangs forever."


@pytest.mark.parametrize(
    ("text", "named"),
    [
        (f"{HANGING}\n\nOpenCode 1.18.3\n", [("tool-hang", Confidence.LOW)]),
        (f"# Slow\n\nOpenCode 1.18.3\n\n{HANGING}\n", []),
        (f"# Slow\n\nOpenCode 1.18.3\n\n{HANGING}\nA web search tool never returns.\n", [("tool-hang", Confidence.LOW)]),
    ],
)
def test_what_an_author_says_once_below_the_title_is_a_candidate(
    text: str, named: list[tuple[str, Confidence]], tmp_path: Path
) -> None:
    report = _report(tmp_path, text)
    assert (_named(report), report.silent[0].candidates) == (named, ("tool-hang",))


def test_the_most_frequent_cause_is_first() -> None:
    found = symptoms_in("the bash tool hangs\nthe mcp server hangs\nan mcp server never responds")
    assert [(told.cause, told.times, told.is_alone) for told in found] == [("mcp-hang", 2, False), ("tool-hang", 1, True)]


def test_a_report_shows_no_account_as_a_piece(tmp_path: Path) -> None:
    report = _report(tmp_path, TOLD["tool-hang"])
    assert all("account" not in piece.judgements for piece in report.pieces)


def test_a_session_that_is_not_found_may_have_been_deleted(tmp_path: Path) -> None:
    report = _report(tmp_path, "OpenCode 1.18.3 said that the session was not found.")
    assert _named(report) == []
