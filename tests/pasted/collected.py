"""Short excerpts of public threads, with what was the matter in each: what people really paste. Names, paths and IDs are changed.

They were collected after the rules were written, and none of them had been used for a rule; `tests/pasted/README.md` has the figures of
that day. `causes` are the accepted ones: () where the excerpt shows another program, a healthy server, or a trouble that no page explains.
"""

# ruff: noqa: E501 - what people paste keeps its lines

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One excerpt, the thread it is from, and the truth."""

    source: str
    causes: tuple[str, ...]
    text: str
    is_opencode: bool = True
    """False for the text of another program."""


NOT_FOUND = """Error: Session not found: ses_0c0775d14ffeIWc6Zl7Nq0Wbaw
    at wrapClientError (oc://renderer/assets/main-x.js:70746:12)

────────────────────────────────────────
原因：
{
  "body": {
    "name": "NotFoundError",
    "data": {
      "message": "Session not found: ses_0c0775d14ffeIWc6Zl7Nq0Wbaw"
    }
  },
  "status": 404
}"""
INVALID = """Error: ConfigInvalidError
    at wrapClientError (oc://renderer/assets/main-x.js:72801:12)
    at request (oc://renderer/assets/main-x.js:67717:28)

────────────────────────────────────────
%s
{
  "body": {
    "name": "ConfigInvalidError",
    "data": {
      "path": "%s",
      "issues": [{"path": ["%s"], "message": "%s"}]
    }
  },
  "status": 400
}"""
CRASH = """Bun v1.3.5 (1e86cebd) Windows x64 (baseline)
Args: "C:\\\\nvm\\\\node_modules\\\\opencode-ai\\\\bin\\\\opencode.exe" "--user-agent=opencode/%s" "--use-system-ca" "--"
Elapsed: 10626ms | User: 4593ms | Sys: 1625ms

panic(%s): Segmentation fault at address 0x23544190000
oh no: Bun has crashed. This indicates a bug in Bun, not your code."""
CONFIG, START, STOPPED = ("agent-file-invalid",), ("server-start-failed",), ("server-stopped",)
MODEL, OVERFLOW = ("model-not-found",), ("context-overflow",)
JOURNAL = ("database-locked", "database-readonly", "server-start-failed")

COLLECTED = (
    # --- OpenCode, with a cause that has a page
    Excerpt(
        "anomalyco/opencode#21443",
        JOURNAL,
        "$ opencode\nError: Unexpected error, check log file at /home/u/.local/share/opencode/log/x.log for more details\n\n"
        "Failed to run the query 'PRAGMA journal_mode = WAL'",
    ),
    Excerpt(
        "anomalyco/opencode#24287",
        JOURNAL,
        '{\n  "name": "UnknownError",\n  "data": {\n    "message": "DrizzleError: Failed to run the query \'PRAGMA journal_mode = WAL\'\\n'
        '    at run (/$bunfs/root/chunk-t.js:11:12069)\\n    at <anonymous> (/$bunfs/root/chunk-t.js:13:43087)"\n  }\n}',
    ),
    Excerpt(
        "anomalyco/opencode#17853",
        MODEL,
        '$ opencode --model openrouter/hunter-alpha run "hello"\nProviderModelNotFoundError: ProviderModelNotFoundError\n data: {\n'
        '  providerID: "openrouter",\n  modelID: "hunter-alpha",\n  suggestions: [ "openrouter/hunter-alpha" ],\n},\n\n'
        "      at getModel (/$bunfs/root/src/index.js:185999:15)",
    ),
    Excerpt(
        "getpaseo/paseo#653",
        MODEL,
        '[System Error] {"name":"UnknownError","data":{"message":"Model not found: cust/gpt-5.5."}}\n opencode 1.14.31',
    ),
    Excerpt(
        "anomalyco/opencode#6691",
        MODEL,
        'ProviderModelNotFoundError: ProviderModelNotFoundError\n data: {\n  providerID: "minimax",\n  modelID: "MiniMax-M2.1",\n  suggestions: [],\n},',
    ),
    Excerpt(
        "AutoMaker-Org/automaker#603",
        MODEL,
        "[SubprocessManager] Spawning: /Users/u/.opencode/bin/opencode run --format json --model big-pickle\n[SubprocessManager] stderr: 1051 |\n"
        "ProviderModelNotFoundError: ProviderModelNotFoundError\n      at getModel (src/provider/provider.ts:1056:13)",
    ),
    Excerpt(
        "anomalyco/opencode#39552",
        CONFIG,
        INVALID % ("Caused by:", "C:\\\\.config\\\\opencode\\\\agents\\\\x.md", "color", "Expected a hex colour"),
    ),
    Excerpt(
        "anomalyco/opencode#49844",
        CONFIG,
        INVALID % ("بسبب:", "C:\\\\.config\\\\opencode\\\\agent\\\\x.md", "tools", "Expected object, got a list"),
    ),
    Excerpt(
        "anomalyco/opencode#40868",
        CONFIG,
        INVALID % ("بسبب:", "C:\\\\.config\\\\opencode\\\\opencode.jsonc", "x", "Unrecognized key: providers"),
    ),
    Excerpt(
        "anomalyco/opencode#38150",
        CONFIG,
        "Como resolver? " + INVALID % ("Causado por:", "C:\\\\p\\\\opencode.json", "agent", "Expected object"),
    ),
    Excerpt(
        "anomalyco/opencode#27056",
        CONFIG,
        "Error: 4 of 5 requests failed: config.providers: ConfigInvalidError; provider.list: ConfigInvalidError\n    at BO (/$bunfs/root/chunk-b.js:469:644)",
    ),
    Excerpt(
        "anomalyco/opencode#7483",
        CONFIG,
        'ConfigInvalidError\nConfig file at C:\\Users\\u\\opencode.json is invalid\n↳ Unrecognized keys: "name", "description", "rules"',
    ),
    Excerpt(
        "abhigyanpatwari/GitNexus#219",
        CONFIG,
        "opencode启动是报错:\nC:\\Users\\u>opencode\nError: Configuration is invalid at C:\\Users\\u\\.config\\opencode\\config.json\n↳ Invalid input mcp.gitnexus",
    ),
    Excerpt(
        "anomalyco/opencode#10192",
        (*CONFIG, "desktop-sidecar-failed", "server-start-failed"),
        "Error: Failed to spawn OpenCode Server. Logs:\n[STDERR] Error: Configuration is invalid at C:\\Users\\u\\.config\\opencode\\opencode.json\n"
        '[STDERR] ↳ Unrecognized keys: "plugins", "agents"\n    at castError (http://tauri.localhost/assets/index-1.js:2:11968)',
    ),
    Excerpt(
        "Gentleman-Programming/agent-teams-lite#37",
        ("agent-not-found",),
        'Hola, tengo el error\n```\n┃  Agent not found: "sdd-init". Available agents: build,\n┃  plan, general, explore, sdd-orchestrator\n```',
    ),
    Excerpt(
        "HNGM-HP/opencode-bridge#48",
        ("agent-not-found",),
        '**使用机器人，opencode装了插件**\n❌ UnknownError：Agent not found: "sisyphus". Available agents: Sisyphus (Ultraworker), explore, plan',
    ),
    Excerpt(
        "anomalyco/opencode#48784",
        START,
        "When `opencode serve` fails to start, the error output is:\n\n```\nError: Unexpected error\n\nServeError\n```",
    ),
    Excerpt("anomalyco/opencode#46262", START, "```\nError: Unexpected error.\nServeError\n```"),
    Excerpt(
        "anomalyco/opencode#21170",
        START,
        "When `opencode serve --port 4096` fails because the port is already in use, the process exits silently:\n```\n"
        'INFO  service=default version=1.3.13 args=["serve","--port","4096"] opencode\nINFO  service=config path=~/.config/opencode/opencode.json loading\n```',
    ),
    Excerpt(
        "anomalyco/opencode#1092",
        OVERFLOW,
        'opencode v0.3.132\nThe same error: "AI_APICallError: prompt is too long: 210171 tokens > 200000 maximum"',
    ),
    Excerpt(
        "anomalyco/opencode#1551",
        OVERFLOW,
        "AI_APICallError: Please reduce the length of the messages or completion. Current length is 69553 while limit is 65536",
    ),
    Excerpt(
        "anomalyco/opencode#35403",
        ("schema-drift",),
        "Running any sub-agent crashes with no such column: replacement_seq. The migration table has 38 rows.\n\n### OpenCode version\n\nCLI v1.17.9, plugin v1.14.28",
    ),
    Excerpt(
        "openchamber/openchamber#3713",
        ("schema-drift",),
        "# OpenChamber startup failure after OpenCode update: `SQLiteError: no such column: project_id`\n\n* OpenCode version: `1.18.31`",
    ),
    Excerpt(
        "anomalyco/opencode#17270",
        ("migration-failed", "schema-drift"),
        "❯ opencode\nError: Unexpected error, check log file at /Users/u/.local/share/opencode/log/x.log for more details\n\n"
        "Failed to run the query 'CREATE TABLE `account` (\n        `id` text PRIMARY KEY,\n        `email` text NOT NULL\n);",
    ),
    Excerpt(
        "anomalyco/opencode#44201",
        ("migration-failed",),
        'The app shows "An error occurred while starting the local server."\nThe specific error is "Error: no such column: name". Version shown is 1.18.21 of OpenCode.',
    ),
    Excerpt("anomalyco/opencode#36034", ("session-not-found",), NOT_FOUND),
    Excerpt("anomalyco/opencode#34715", ("session-not-found",), NOT_FOUND.replace("0c0775d14", "0e44d0893")),
    Excerpt(
        "anomalyco/opencode#32473",
        ("session-not-found", "renderer-crashed"),
        "### Error / stack (renderer.log)\n```\nfatal renderer error: Error: Session not found: ses_XXXXXXXXXXXX\n    at wrapClientError (oc://renderer/assets/m.js:1:2)\n```",
    ),
    Excerpt(
        "anomalyco/opencode#25131",
        ("session-not-found",),
        "OpenCode Desktop 1.14.30\n```text\nError: Unknown error\n    at castError (http://tauri.localhost/assets/i.js:1:10383)\n\nReason:\nNotFoundError\n"
        "Session not found: ses_...\n```",
    ),
    Excerpt(
        "anomalyco/opencode#8478",
        ("mcp-hang",),
        "While Opencode waited for MCP, the TUI threw the following error: `McpError: MCP error -32001: Request timed out`.",
    ),
    Excerpt("anomalyco/opencode#33829", STOPPED, CRASH % ("1.17.10", "main thread")),
    Excerpt("anomalyco/opencode#28121", STOPPED, CRASH % ("1.2.26", "main thread")),
    Excerpt(
        "anomalyco/opencode#8785", STOPPED, "\n".join(f"┃  {line}" for line in (CRASH % ("1.1.19", "thread 25644")).splitlines())
    ),
    Excerpt(
        "oven-sh/bun#24367",
        STOPPED,
        CRASH.replace('"C:\\\\nvm\\\\node_modules\\\\opencode-ai\\\\bin\\\\opencode.exe"', '"opencode"')
        % ("1.0.15", "main thread"),
    ),
    Excerpt(
        "anomalyco/opencode#33779",
        STOPPED,
        "OpenCode crashes immediately on startup.\n\npanic(main thread): Segmentation fault\n\noh no: Bun has crashed. This indicates a bug in Bun, not your code.",
    ),
    Excerpt(
        "anomalyco/opencode#15352",
        STOPPED,
        "panic(main thread): Segmentation fault at address 0xF8\noh no: Bun has crashed.\n正常用opencode，用着就崩溃了",
    ),
    Excerpt(
        "anomalyco/opencode#16367",
        ("waiting-for-permission",),
        "The agent hangs with `opencode serve` and `opencode attach` if any permission is set to ask: the server waits for permission and nobody can reply.",
    ),
    Excerpt(
        "anomalyco/opencode#29200",
        ("server-error", *CONFIG),
        "Error: 4 of 6 requests failed: Unexpected server error. Check server logs for details.\nAffected startup requests: config.providers, provider.list",
    ),
    # --- OpenCode, healthy or with a trouble that no page explains
    Excerpt(
        "anomalyco/opencode#19573",
        (),
        "opencode 1.3.4\nundefined is not an object (evaluating 'internalCall(() => evaluate2(signal)).then')",
    ),
    Excerpt(
        "anomalyco/opencode#46350",
        (),
        '{\n  "code": -32603,\n  "message": "Internal error: OpenCode service failure",\n  "data": { "service": "session" }\n}',
    ),
    Excerpt(
        "anomalyco/opencode#4179",
        (),
        "```sh\nINFO  2025-11-11T07:41:34 +0ms service=server status=started method=GET path=/event request\nINFO  2025-11-11T07:41:34 +1ms service=server event connected\n"
        "INFO  2025-11-11T07:41:34 +8ms service=provider status=started state\n```",
    ),
    Excerpt(
        "anomalyco/opencode#387",
        (),
        "```\nINFO  2025-06-25T09:09:30 +45ms service=default version=0.1.133 args=run,Explain opencode\nINFO  2025-06-25T09:09:30 +1ms service=app cwd=/p creating\n"
        "INFO  2025-06-25T09:09:31 +2ms service=config loaded\n```",
    ),
    Excerpt(
        "anomalyco/opencode#8502",
        (),
        "```shell\nINFO  2026-01-14T19:51:41 +1ms service=bus type=message.part.updated publishing\n"
        "INFO  2026-01-14T19:51:41 +0ms service=bus type=message.part.updated publishing\n```",
    ),
    Excerpt(
        "anomalyco/opencode#17516",
        (),
        '```\nINFO  2026-04-21T19:54:09 +480ms service=permission permission=glob pattern=** ruleset=[{"permission":"*","action":"allow","pattern":"*"},'
        '{"permission":"doom_loop","action":"ask","pattern":"*"}] evaluate\n```',
    ),
    # --- other programs
    Excerpt(
        "steipete/CodexBar#2544",
        (),
        'os_unix.c:51044: (2) open(/Users/u/.local/share/opencode/opencode.db-wal) - No such file or directory\nunable to open database file in "SELECT 1 FROM sqlite_master"',
        False,
    ),
    Excerpt("opencode-ai/opencode#193", (), "❯ opencode\nError: agent coder not found", False),
    Excerpt(
        "anomalyco/opencode#90",
        (),
        "Error: failed to apply migrations: error: found 1 missing migrations before current version 20250515105448:\n\tversion 20250513000000: migrations/20250513000000_initial.sql",
        False,
    ),
    Excerpt(
        "charmbracelet/crush#2129",
        (),
        "failed to connect db: failed to connect to database: database is locked (5) (SQLITE_BUSY)",
        False,
    ),
    Excerpt(
        "kolide/launcher#2338",
        (),
        "* `writing settings: upserting into startup_settings: database is locked (5) (SQLITE_BUSY)`",
        False,
    ),
    Excerpt(
        "moov-io/accounts#82",
        (),
        'ts=2020-02-28T16:54:12.071421823Z caller=transactions.go:183 transactions="createTransaction: insert: error=database is locked rollback=<nil>"',
        False,
    ),
    Excerpt(
        "anthropics/claude-code#5989",
        (),
        'API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"messages.22: `tool_use` ids were found without `tool_result` blocks immediately after"}}\n'
        "    at D6.generate (file:///home/u/node_modules/@anthropic-ai/claude-code/cli.js:942:2414)",
        False,
    ),
    Excerpt(
        "stackblitz-labs/bolt.diy#401",
        (),
        "APICallError [AI_APICallError]: prompt is too long: 202609 tokens > 200000 maximum\n  statusCode: 400,",
        False,
    ),
    Excerpt(
        "autohandai/code-cli#100",
        (),
        "ApiError: The conversation is too long for this model.\nThis endpoint's maximum context length is 202752 tokens.\n    at makeError (/$bunfs/root/autohand-macos-arm64:32071:22)",
        False,
    ),
    Excerpt(
        "openchamber/openchamber#150",
        (),
        'openchamber\nStarting OpenChamber on port 3000\nDetected OpenCode port: 51479\nerror: Failed to start server. Is port 3000 in use?\n syscall: "listen",\n'
        '    code: "EADDRINUSE"\n      at main (/Users/u/.bun/install/global/node_modules/@openchamber/web/server/index.js:4831:9)',
        False,
    ),
    Excerpt(
        "Kocal/vue-web-extension#684",
        (),
        "Emitted 'error' event on WebSocketServer instance at:\n    at Server.emit (node:events:526:28)\n  code: 'EADDRINUSE',\n  port: 9090",
        False,
    ),
    Excerpt(
        "drizzle-team/drizzle-orm#376",
        (),
        "[ERROR] Error: Unknown column 'NaN' in 'where clause'\n    at MySql2PreparedQuery.execute (file:///app/node_modules/drizzle-orm/mysql2/session.js:75:33)",
        False,
    ),
    Excerpt("itchio/itch#874", (), "Error: ENOSPC: no space left on device, write\n    at Error (native)", False),
    Excerpt(
        "OpenHands/OpenHands#998",
        (),
        "OpenAIException - Error code: 429 - {'error': {'message': 'You exceeded your current quota', 'code': 'insufficient_quota'}}\nTraceback (most recent call last):\n"
        '  File "/home/u/litellm/llms/openai.py", line 414, in completion',
        False,
    ),
    Excerpt(
        "xpzouying/xiaohongshu-mcp#120",
        (),
        '能正常显示Tools list\nRun Tools 的时候报错\n   "MCP error -32001: Request timed out"\n用的 MCP Inspector',
        False,
    ),
    Excerpt(
        "openclaw/openclaw#93227", (), "LLM request failed: messages.29.content.5: Invalid `signature` in `thinking` block", False
    ),
    Excerpt(
        "OpenCPN/OpenCPN#3038",
        (),
        "13:08:57.921    INFO logger.cpp:130 ------- OpenCPN version 5.7.1 restarted -------\n13:08:58.001    ERROR plugin_loader: plugin failed to load",
        False,
    ),
    Excerpt("yuweiguocn/GreenDaoUpgradeHelper#19", (), "E/SQLiteLog: (1) no such column: T.NEW_COLUMN", False),
)
