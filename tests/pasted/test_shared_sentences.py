"""Sentences that a client prints about its server, and a server about a provider, an MCP server or a registry: they name a cause only
where the text says who was called."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Question, Report

REFUSED = "Unable to connect. Is the computer able to access the url?"
CLOSED = (
    "The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()"
)
START = ("server-start-failed", "server-stopped")
SHARED: tuple[tuple[str, tuple[str, ...]], ...] = (
    (f"$ opencode\nStarting background server...\nError: {REFUSED}", START),
    ("$ opencode\nStarting background server...\nServer process exited with code 130", START),
    ("$ opencode\nServer process exited with code 1", START),
    (f"ERROR (#1): UnknownError: An error occurred\n    at Tui.run (/$bunfs/root/chunk-830qaeq5.js:98:247) {{\n  [cause]: {REFUSED}", START),
    (f"$ opencode attach http://10.0.0.7:4096\n{REFUSED}", START),
    (f"$ opencode run --attach http://10.0.0.7:8080 hi\nError: {CLOSED}", START),
    ("$ opencode\nerror: ConnectionRefused", START),
    ("$ opencode\nTypeError: fetch failed\n  cause: Error: connect ECONNREFUSED 127.0.0.1:4096", START),
    ("$ opencode\nError: FailedToOpenSocket: Was there a typo in the url or port?", START),
    ("$ opencode\nError: read ECONNRESET", START),
    ("$ opencode\nError: socket hang up", START),
    ("$ opencode\nSocketError: other side closed\n  code: 'UND_ERR_SOCKET'", START),
    ("$ opencode\nConnectTimeoutError: Connect Timeout Error (attempted address: 10.0.0.7:4096)", (*START, "client-timeout")),
    ("$ opencode web\nError: connect EHOSTUNREACH 10.0.0.7:8080", START),
    ("The web interface of OpenCode 1.18.3 shows:\n\n```\n502 Bad Gateway\n```", START),
    ("The web interface of OpenCode 1.18.3 shows:\n\n```\n503 Service Unavailable\n```", START),
    ("The web interface of OpenCode 1.18.3 shows:\n\n```\n504 Gateway Timeout\nnginx/1.24.0\n```", (*START, "client-timeout")),
    ("The web interface of OpenCode 1.18.3 shows:\n\n```\n403 Forbidden: blocked by the ingress\n```", ("unauthorized",)),
    ("The web interface of OpenCode 1.18.3 shows:\n\n```\n429 Too Many Requests\n```", ()),
    ("The web interface of OpenCode 1.18.3 shows:\n\n```\nupstream connect error or disconnect/reset before headers\n```", START),
    ("The web interface of OpenCode 1.18.3 shows:\n\n```\nno healthy upstream\n```", START),
    ("The web interface of OpenCode 1.18.3 shows:\n\n```\nerror code: 521\n```", START),
    ("The web interface of OpenCode 1.18.3 shows:\n\n```\n413 Request Entity Too Large\nnginx/1.24.0\n```", ("request-rejected",)),
    ("$ opencode serve\nERROR service=mcp key=jira error=invalid_grant token refresh failed", ("mcp-hang",)),
    (f"$ opencode\nMCP server jira: {CLOSED}", ("mcp-hang",)),
    ("$ opencode\nmcp jira: 429 Too Many Requests, rate limit exceeded", ("mcp-hang",)),
    ("$ opencode\nmcp jira: self signed certificate in certificate chain", ("mcp-hang",)),
    ("$ opencode\nmcp jira: access token is missing", ("mcp-hang",)),
    ("$ opencode github install\nGitHub API: 401 Unauthorized: {\"message\":\"Bad credentials\"}", ("unauthorized",)),
    ("$ opencode github run\nYou are not logged in to any GitHub hosts. Run gh auth login", ()),
    ("$ opencode\nError: Requested entity was not found.", ()),
    ("$ opencode\nError: provider not found", ()),
    ("$ opencode plugin install demo\nError: demo@1 has been deprecated and is no longer maintained", ()),
    ("$ opencode\nerror: 404 page not found", ()),
    ("$ opencode\nHTTP 500 Internal Server Error", ("server-error",)),
    ("$ opencode\nHTTP 401 Unauthorized", ("unauthorized",)),
    ("$ opencode upgrade\nError: 503 Service Unavailable fetching https://registry.npmjs.org/opencode-ai", ()),
    (f"$ opencode upgrade\nError: {REFUSED}\n  path: \"https://registry.npmjs.org/opencode-ai/latest\"", ()),
    ("OpenCode 1.18.3, the bash tool shows:\n\n```\nUser not found\n```", ()),
    ("OpenCode 1.18.3, gh in the bash tool prints:\n\n```\nAPI rate limit exceeded for user ID 123.\n```", ()),
    ("$ opencode upgrade\nError: HTTP 403 rate limit exceeded from api.github.com", ()),
    (f'$ opencode models --refresh\nError: {REFUSED}\n  path: "https://models.dev/api.json"', ()),
    ("OpenCode 1.18.3\n\n```\npyright: Server process exited with code 1\n```", ()),
    ("$ opencode\nwebfetch https://example.org: 503 Service Unavailable", ()),
    ("$ opencode\nError: zlib: ZlibError fetching http://10.0.0.7:4096/session", START),
)  # fmt: skip
"""Texts, and the causes that may be named."""
PROVIDERS = (
    f"$ opencode\nAI_APICallError: Cannot connect to API: {REFUSED}",
    f'$ opencode\nError: {REFUSED}\n  path: "https://llm.example.net/v1/chat/completions"',
    f"$ opencode\nError: {CLOSED} [retrying in 8s attempt #3]",
    '$ opencode\n{"name":"APIError","data":{"message":"502 Bad Gateway","isRetryable":true}}',
    "$ opencode\nOllamaError: Unable to connect. Is the computer able to access the url?",
    f"ERROR 2026-11-22T06:48:49 +4ms service=session.processor session.id=ses_dfdfc42d2ffe0OUoQ60bKTqViz error={CLOSED} process",
)
"""The same sentences where the text says that a provider was called."""


def _report(text: str, folder: Path) -> Report:
    path = folder / "pasted.md"
    path.write_text(text)
    return diagnose(Question(logs=(str(path),)))


def _named(report: Report) -> set[str]:
    entries = (*report.failures, *report.silent, *report.rejected)
    return {entry.cause for entry in entries if entry.cause and entry.confidence is not Confidence.LOW}


@pytest.mark.parametrize(("text", "causes"), SHARED)
def test_a_sentence_with_several_speakers_names_no_wrong_cause(text: str, causes: tuple[str, ...], tmp_path: Path) -> None:
    report = _report(text, tmp_path)
    assert _named(report) <= set(causes)
    assert report.conclusion.exit_code != 0


@pytest.mark.parametrize("text", PROVIDERS)
def test_it_names_the_provider_where_the_text_says_that_a_provider_was_called(text: str, tmp_path: Path) -> None:
    assert _named(_report(text, tmp_path)) == {"provider-error"}


def test_a_client_that_lost_its_server_keeps_the_provider_s_error_open(tmp_path: Path) -> None:
    candidates = {cause for entry in _report(SHARED[0][0], tmp_path).silent for cause in entry.candidates}
    assert {"server-start-failed", "server-stopped"} <= candidates
