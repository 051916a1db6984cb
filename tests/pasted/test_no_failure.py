"""Errors that a text only mentions: a wish, a question, a trouble that is over, a list of tasks, or what another program printed. Each pair
is a text that names nothing, and the same error as what happened."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question

BUSY = "```\nAI_APICallError: Too Many Requests\n```\n"
LONG = "```\nprompt is too long: 203412 tokens > 200000 maximum\n```\n"
FULL = "```\nENOSPC: no space left on device, write\n```\n"
SAYS = "When the session of my OpenCode 1.1.20 is long, then it says: `prompt is too long: 203412 tokens > 200000 maximum` and that is the end of it.\n"
TWICE = "OpenCode 1.1.20: "

UNAVAILABLE = 'WARN  server unavailable { key: "files", type: "local", status: "failed" }'

OWN_PROJECT = "Error [ERR_MODULE_NOT_FOUND]: Cannot find module '/work/node_modules/%s' imported from /work/%s"

PAIRS = (
    (f"# My own program with the plugin package\n\n{OWN_PROJECT % ('@opencode-ai/plugin/dist/tool', 'node_modules/@opencode-ai/plugin/dist/index.js')}\n",
     f"# My tool\n\n{OWN_PROJECT % ('@opencode-ai/plugin', '.opencode/tool/mine.ts')}\n", "tool-module-missing"),
    (f"fix(mcp): say why\n\nOpenCode 1.18.3\n\nBefore:\n\n    {UNAVAILABLE}\n\nAfter:\n\n    {UNAVAILABLE}\n",
     f"mcp: no answer\n\nOpenCode 1.18.3\n\nBefore the update, and after it:\n\n    {UNAVAILABLE}\n", "mcp-hang"),
    (f"# [FEATURE]: Show a countdown\n\nOpenCode 1.1.20 shows\n\n{BUSY}", f"# Prompts fail\n\nOpenCode 1.1.20 shows\n\n{BUSY}", "provider-error"),
    (f"# Docs: add a section\n\nOpenCode 1.1.20:\n\n{BUSY}", f"# Docs do not help\n\nOpenCode 1.1.20:\n\n{BUSY}", "provider-error"),
    (f"# How does OpenCode handle this?\n\n{SAYS}", f"# How does OpenCode handle this?\n\nOpenCode 1.1.20\n\n{LONG}", "context-overflow"),
    (f"# Banner\n\nOpenCode 1.1.20\n\n{BUSY}\nThen the answer arrives as usual.", f"# Banner\n\nOpenCode 1.1.20\n\n{BUSY}", "provider-error"),
    (f"# Agent hallucinated this\n\nOpenCode 1.1.20\n\n{FULL}", f"# Agent died of this\n\nOpenCode 1.1.20\n\n{FULL}", "disk-full"),
    (f"# Since OpenCode 1.1.20\n\nIn Claude Code we often get\n\n{LONG}",
     f"# Since OpenCode 1.1.20\n\nAfter Claude Code we tried OpenCode and got\n\n{LONG}", "context-overflow"),
    (f"# Since OpenCode 1.1.20\n\nThe bash tool prints\n\n{FULL}", f"# Since OpenCode 1.1.20\n\nThe log says\n\n{FULL}", "disk-full"),
    (
        '# Since OpenCode 1.1.20\n\nCodex hung twice on "stream disconnected before completion". Otherwise all is well.',
        '# Since OpenCode 1.1.20\n\nOpenCode hung twice on "stream disconnected before completion". Otherwise all is well.',
        "provider-error",
    ),
    ('# Since OpenCode 1.1.20\n\nIn the todo list it says "[•] SQLITE_BUSY retry".',
     '# Since OpenCode 1.1.20\n\nIn the log it says "SQLITE_BUSY retry".', "database-locked"),
    (
        "# OpenCode Desktop 1.3.4\n\n```\nspawning sidecar { url: 'x' }\nserver ready { url: 'x' }\nsidecar exited { code: 0 }\n```\n",
        "# OpenCode Desktop 1.3.4\n\n```\nspawning sidecar { url: 'x' }\nsidecar exited { code: 1 }\n```\n",
        "desktop-sidecar-failed",
    ),
    (
        "# Since OpenCode 1.1.31\n\nThe MCP servers are connected. Another client goes on after “API Error: Request timed out.” at once.",
        "# Since OpenCode 1.1.31\n\nThe MCP server at the start: “MCP error -32001: Request timed out”.",
        "mcp-hang",
    ),
    ('# Secrets\n\nOpenCode 1.1.20 exports\n\n```\n"output": "SQLITE_BUSY: database is locked"\n```\n',
     '# Secrets\n\nOpenCode 1.1.20 exports\n\n```\n"message": "SQLITE_BUSY: database is locked"\n```\n', "database-locked"),
    (f"# Which limit does it have?\n\n{SAYS}", f"# It has a limit\n\n{SAYS}", "context-overflow"),
    (f"{TWICE}after `/compact` the agent starts again and again with the first task.", f"{TWICE}it compacts again and again, endlessly.", "compaction-loop"),
    ('# Slow\n\nOpenCode 1.2.14 is slow. I had "database is locked" last year with another tool.',
     '# Slow\n\nOpenCode 1.2.14 is slow. I had "database is locked" today, too.', "database-locked"),
    ('# Slow\n\nOpenCode 1.2.14 is slow. "database is locked" is not the case here.',
     '# Slow\n\nOpenCode 1.2.14: "database is locked".', "database-locked"),
    ('# Label\n\nOpenCode 1.1.2\n\n```\nMessageAbortedError\n```\n\nI stopped it (as expected).',
     "# Label\n\nOpenCode 1.1.2\n\n```\nMessageAbortedError\n```\n", "aborted"),
    ("# Types\n\nOpenCode 1.1.20: `error` is `UnknownError | MessageOutputLengthError | APIError`.",
     "# Types\n\nOpenCode 1.1.20: `error` is `MessageOutputLengthError`.",
     "output-cut-off"),
    ('# Words\n\nOpenCode 1.1.20: `"Model not found: {{provider}}/{{model}}"` is the text.', '# Words\n\nOpenCode 1.1.20: `"Model not found: x/y"` is the text.',
     "model-not-found"),
    ("# OpenCode and others 1.2.2\n\n| agent | errors |\n|---|---|\n| opencode 1.2.2 | 0 |\n| codex | stream disconnected before completion |\n",
     "# OpenCode and others 1.2.2\n\n| agent | errors |\n|---|---|\n| opencode 1.2.2 | stream disconnected before completion |\n", "provider-error"),
    ("# Imports\n\nOpenCode 1.1.18\n\n```\n<file_diagnostics>\nERROR [1:5] Cannot find module '@/lib/db'\n</file_diagnostics>\n```\n",
     "# Imports\n\nOpenCode 1.1.18\n\n```\nError: Cannot find module 'zod' from '/p/.opencode/tools/db.ts'\n```\n", "tool-module-missing"),
    ('# Port\n\nOpenCode 1.1.7: the model told me "The server exited with code 1 because port 3000 is in use".',
     'OpenCode 1.1.7: at the start it failed with "the server could not start because port 4096 is in use".', "server-start-failed"),
    ("# Update\n\nOpenCode 1.1.36\n\n```\nGitHub API rate limit exceeded for 1.2.3.4\n```\n", f"# Update\n\nOpenCode 1.1.36\n\n{BUSY}", "provider-error"),
    ("# Waits\n\nOpenCode 1.2.2. AGENTS.md says: wait after `database is locked`.", "# Waits\n\nOpenCode 1.2.2. The log says: `database is locked`.",
     "database-locked"),
    ('# Test\n\nOpenCode 1.2.2\n\n```\nexpect(retryable(error)).toBe("model is overloaded")\n```\n',
     '# Test\n\nOpenCode 1.2.2\n\n```\nError: model is overloaded\n```\n',
     "provider-error"),
    (f"# Limit\n\nOpenCode 1.2.2 waits. curl returns\n\n{BUSY}", f"# Limit\n\nOpenCode 1.2.2 waits. curl returns the same.\n\n{BUSY}", "provider-error"),
    (f"Aider v0.86 with deepseek\n\n{BUSY}\nopencode does not have this problem.",
     f"deepseek\n\n{BUSY}\nAider v0.86 does not have this problem.\n\nopencode fails.", "provider-error"),
    ("# Imports\n\nOpenCode 1.1.18\n\nERROR [12:3] Cannot find module './old' or its type declarations.\n",
     "# Imports\n\nOpenCode 1.1.18\n\nError: Cannot find module './old' from '/p/.opencode/tools/db.ts'\n", "tool-module-missing"),
    ("# Setup\n\nOpenCode 1.1.18\n\n```\nerror: Cannot find package 'opencode-linux-x64'\n```\n",
     "# Setup\n\nOpenCode 1.1.18\n\n```\nerror: Cannot find package 'zod' from '/p/.opencode/tools/db.ts'\n```\n", "tool-module-missing"),
    ('# Start\n\nOpenCode 1.1.18\n\n```\nWARN  error={"_tag":"NpmInstallFailedError"} background dependency install failed\n```\n',
     "# Start\n\nOpenCode 1.1.18\n\n```\nNpmInstallFailedError: connect ETIMEDOUT\n```\n", "startup-stall"),
    (f"Our gateway\n\n{BUSY}\nThe same key works fine in opencode.", f"Our gateway\n\n{BUSY}\nThe same key fails in opencode.\n\nopencode hangs.", "provider-error"),
    (f"# Since OpenCode 1.1.20\n\nThe agent ran `make up` and it gave\n\n{FULL}",
     f"# Since OpenCode 1.1.20\n\nI ran `make up` and OpenCode gave\n\n{FULL}", "disk-full"),
    ("# Since OpenCode 1.1.20\n\n```\nError response from daemon: write /x: no space left on device\n```\n",
     "# Since OpenCode 1.1.20\n\n```\nError: write /x: no space left on device\n```\n", "disk-full"),
    ("# Worker\n\n```\nopenai.RateLimitError: Error code: 429 - {'error': {'type': 'insufficient_quota'}}\n```\nThen we call `opencode run`.",
     "# Worker\n\n```\nError: 429 - {'error': {'type': 'insufficient_quota'}}\n```\nWe call `opencode run`.", "provider-error"),
    ("# Colours\n\nOpenCode 1.1.47\n\n```\n+  console.error(\"database is locked\", e)\n```\n",
     "# Colours\n\nOpenCode 1.1.47\n\n```\nerror: database is locked\n```\n", "database-locked"),
    ("I tried to reproduce #8801 (sqlite: database locked) with OpenCode 1.2.24, in vain.", "I run into #8801 (sqlite: database locked) with OpenCode 1.2.24.",
     "database-locked"),
    (f"Log of our gateway; the users of opencode 1.2.4 do not notice it\n\n{BUSY}", f"Log of our gateway; the users of opencode 1.2.4 complain\n\n{BUSY}",
     "provider-error"),
    ("# Retries\n\nOpenCode 1.2.2 has\n\nif (x.code) return \"Provider is overloaded\"\n",
     "# Retries\n\nOpenCode 1.2.2 says\n\nError: Provider is overloaded\n", "provider-error"),
    ('In OpenCode 1.3.4 the red "Rate limited" is hard to read on this dark red.', 'I am often "429 Rate limited" in OpenCode 1.3.4 and it is hard to work.',
     "provider-error"),
    ('OpenCode 1.2.2 is slow. My "429 Too Many Requests" from the last week is not to blame.',
     'OpenCode 1.2.2 is slow. My "429 Too Many Requests" from the last week is back.', "provider-error"),
    (f"# Deleted\n\nOpenCode 1.1.6, the agent invents errors.\n\n{FULL}", f"# Deleted\n\nOpenCode 1.1.6, the agent meets errors.\n\n{FULL}", "disk-full"),
    (f"# Retries\n\nOpenCode 1.1.6: which of these does it repeat?\n\n{BUSY}", f"# Retries\n\nOpenCode 1.1.6: why does it repeat this?\n\n{BUSY}", "provider-error"),
    ("OpenCode 1.1.19 shows an old “MCP error -32001: Request timed out” in its status line. Cosmetic.",
     "OpenCode 1.1.19 shows “MCP error -32001: Request timed out” at the start. Annoying.", "mcp-hang"),
    (f"openclaw gateway 2026.2.3\n\n{BUSY}\nplan: move it to opencode serve", f"gateway\n\n{BUSY}\nopencode serve", "provider-error"),
    ('OpenCode 1.2.1 gives no answer. It is not "SQLITE_BUSY: database is locked".',
     'OpenCode 1.2.1 gives no answer. It says "SQLITE_BUSY: database is locked".', "database-locked"),
    ('OpenCode 1.2.1 is slow. "SQLITE_BUSY: database is locked" is in a dozen issues.', 'OpenCode 1.2.1 is slow. "SQLITE_BUSY: database is locked" is in its log.',
     "database-locked"),
    ('OpenCode 1.2.1 is slow. I also get "SQLITE_BUSY: database is locked", but that is another problem.',
     'OpenCode 1.2.1 is slow. I also get "SQLITE_BUSY: database is locked", but that is rare.', "database-locked"),
    ("OpenCode 1.14.0: it stops with this summary of the agent:\n\n> I could not start the server (EADDRINUSE: port 3000).\n",
     "OpenCode 1.14.0: I could not start the server (EADDRINUSE: port 3000).\n", "server-start-failed"),
    (f"# Proposal for the manual\n\nOpenCode 1.3.1\n\n{BUSY}", f"# Nothing in the manual\n\nOpenCode 1.3.1\n\n{BUSY}", "provider-error"),
    ('OpenCode 1.4.10 is fast. The model wrote in its plan: "Risk: database is locked when two write".',
     'OpenCode 1.4.10 is fast. The log wrote in its last line: "Risk: database is locked when two write".', "database-locked"),
)  # fmt: skip


def _named(text: str, folder: Path) -> set[str]:
    path = folder / "pasted.md"
    path.write_text(text)
    report = diagnose(Question(logs=(str(path),)))
    return {entry.cause for entry in (*report.failures, *report.silent, *report.rejected) if entry.cause}


@pytest.mark.parametrize(("mentioned", "happened", "cause"), PAIRS)
def test_an_error_that_is_only_mentioned_names_nothing(mentioned: str, happened: str, cause: str, tmp_path: Path) -> None:
    assert _named(mentioned, tmp_path) == set()
    assert _named(happened, tmp_path) == {cause}
