"""A second set of excerpts of public threads, collected when the rules were finished; see README.md. Names, paths and IDs are changed."""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt

CONFIG = ("agent-file-invalid",)
PANIC = "oh no: Bun has crashed. This indicates a bug in Bun, not your code."

LATER = (
    # --- troubles of OpenCode whose cause the thread established -------------------------------------
    Excerpt(
        "anomalyco/opencode#2512",
        ("provider-error",),
        "I told it to continue several times, then it gave an error of\n```\n"
        "DEBUG 2025-09-09T21:19:50 +1ms service=tui timeTakenMs=30 messages. renderView\n"
        "ERROR 2025-09-09T21:19:50 +24ms service=session session=ses_6cfa6a9a3ffee6MUfm4v6n9461 error=Expected 'id' to be a string.\n"
        "INFO 2025-09-09T21:19:50 +1ms service=bus type=session.error publishing\n"
        "ERROR 2025-09-09T21:19:50 +0ms service=tui message=AI_InvalidResponseDataError: Expected 'id' to be a string. name=UnknownError Server error\n```",
    ),
    Excerpt(
        "anomalyco/opencode#4802",
        ("history-rejected",),
        "With Opus 4.5. Seems unrecoverable:\n\n```\nmessages.55: `tool_use` ids were found without `tool_result` blocks immediately after:\n"
        "toolu_01JKfqxRrU8oAPSczPHTGAkZ. Each `tool_use` block must have a corresponding\n`tool_result` block in the next message.\n```\n\n"
        "Does not want to proceed after this.\n\n### OpenCode version\n\n1.0.115",
    ),
    Excerpt(
        "anomalyco/opencode#10585",
        ("history-rejected",),
        "During a session I got the following error using GPT 5.2 Codex (via Zen): `the encrypted content <REDACTED> could not be verified`\n"
        "The error doesn't occur on new sessions, only in the broken one.\n```\n"
        "INFO  2026-01-25T20:53:26 +9ms service=session.processor process\n"
        "INFO  2026-01-25T20:53:26 +1ms service=llm providerID=opencode modelID=gpt-5.2-codex sessionID=ses_4152a97ebffeP4Si0TkBcY1A7u small=false agent=plan mode=primary stream\n"
        "INFO  2026-01-25T20:53:26 +0ms service=provider status=started providerID=opencode getSDK\n```",
    ),
    Excerpt(
        "anomalyco/opencode#47158",
        ("agent-not-found", "plugin-error"),
        "Creating a new session and sending the first message with a plugin-defined agent crashes with a generic `UnknownError` inside "
        "`SessionPrompt.createUserMessage`, ~0.2s after the session row is created, before any provider call. The session stays at 0 messages / 0 parts. "
        "`Agent.get(...)` appears to return `undefined` and it is wrapped as `Die(UnknownError)`.\n- OpenCode: **1.18.25**",
    ),
    Excerpt(
        "anomalyco/opencode#47566",
        ("database-locked",),
        'Statements that wait longer than `busy_timeout` (5s) fail with `database is locked` and the error propagates as "Failed to execute statement".\n'
        "3. Watch server log for `SqlError/LockTimeoutError: database is locked` and failed prompts\n\n### OpenCode version\n\n1.18.29",
    ),
    Excerpt(
        "anomalyco/opencode#48416",
        ("database-locked",),
        'Daily "Failed to execute statement" on macOS with concurrent opencode processes (1.18.30, busy_timeout=0, 21 GB DB)',
    ),
    Excerpt(
        "anomalyco/opencode#19521",
        ("database-locked",),
        'When I am working from multiple terminals on the same project, one of them stopped working with error "database is locked".\n\n### OpenCode version\n\n1.3.3',
    ),
    Excerpt(
        "anomalyco/opencode#33320",
        ("database-locked",),
        "Running several `opencode run` workers can still fail at startup on OpenCode `1.17.8`.\n\n```text\nError: Unexpected error\n\ndatabase is locked\n```",
    ),
    Excerpt(
        "anomalyco/opencode#12055",
        ("server-start-failed",),
        "```\n➜ opencode serve --hostname 0.0.0.0 --port 4096\nError: Unexpected error, check log file at /home/u/.local/share/opencode/log/2026-02-04T033731.log for more details\n\n"
        "Failed to start server on port 4096\n"
        'INFO  2026-02-04T03:37:31 +223ms service=default version=1.1.50 args=["serve","--hostname","0.0.0.0","--port","4096"] opencode\n'
        "INFO  2026-02-04T03:37:31 +0ms service=config path=/home/u/.config/opencode/config.json loading\n"
        "ERROR 2026-02-04T03:37:31 +25ms service=default name=Error message=Failed to start server on port 4096 stack=Error: Failed to start server on port 4096\n```",
    ),
    Excerpt(
        "anomalyco/opencode#50498",
        ("server-start-failed",),
        "below is the log:\n:~/.local/share/opencode/log$ tail -f opencode.log\n"
        'timestamp=2026-09-22T03:15:07.830Z level=INFO run=05f1d131 message="cli starting" version=2.0.12 channel=latest local=false args="[\\"serve\\",\\"--service\\"]" role=cli\n'
        'timestamp=2026-09-22T03:15:23.262Z level=ERROR run=05f1d131 message="cli process failed" cause="Cause([Fail(Error: Managed service port 49375 on 127.0.0.1 is already '
        "in use by another process. Configure another port with `opencode service set port <port>` and start the service again. (cause: ServeError (cause: Error: "
        'Failed to start server. Is port 49375 in use?)))])" args="[\\"serve\\",\\"--service\\"]" role=cli',
    ),
    Excerpt(
        "anomalyco/opencode#41696",
        ("server-start-failed",),
        "opencode2 repeatedly spawned serve --service, but never reported the underlying error. Running the server directly exposed it:\n\n"
        "Managed service port 49374 on 127.0.0.1 is already in use by another process.\n"
        "Configure another port with `opencode service set port <port>` and start the service again.",
    ),
    Excerpt(
        "anomalyco/opencode#8089",
        ("context-overflow",),
        'Auto-compaction is on, but context_length_exceeded errors still occur.\n\n```json\n{\n  "type": "error",\n  "sequence_number": 2,\n  "error": {\n    '
        '"type": "invalid_request_error",\n    "code": "context_length_exceeded",\n    "message": "Your input exceeds the context window of this model. Please adjust your '
        'input and try again.",\n    "param": "input"\n  }\n}\n```\n\n- **opencode version:** 1.1.14',
    ),
    Excerpt(
        "anomalyco/opencode#8293",
        ("context-overflow",),
        '```\n{"type":"error","sequence_number":2,"error":{"type":"invalid_request_error","code":"context_length_exceeded","message":"Your input exceeds the context '
        'window of this model. Please adjust your input and try again.","param":"input"}}\n```\nI thought the opencode auto compaction would run before.',
    ),
    Excerpt(
        "anomalyco/opencode#4845",
        ("context-overflow",),
        "Opencode with Opus 4.5 often gives me ` prompt is too long: 209549 tokens > 200000 maximum`. This is unrecoverable.\n\n### OpenCode version\n\n1.0.119",
    ),
    Excerpt(
        "anomalyco/opencode#11450",
        ("context-overflow",),
        "Context compaction in opencode fails:\n```\nlitellm.ContextWindowExceededError: litellm.BadRequestError: BedrockException: Context Window Error - "
        '{"message":"The model returned the following errors: Input is too long for requested model."}\nmodel=claude-opus-4.5. context_window_fallbacks=None.\n```',
    ),
    Excerpt(
        "anomalyco/opencode#27530",
        CONFIG,
        "```\nERROR 2026-05-15T12:02:02 +2ms service=server error=ConfigInvalidError cause=ConfigInvalidError: ConfigInvalidError\n"
        "    at zj (/$bunfs/root/chunk-k835vey5.js:710:82)\n    at Config.loadInstanceState (/$bunfs/root/chunk-k835vey5.js:714:5025)\n"
        "    at Config.get (/$bunfs/root/chunk-nxmfg3zm.js:37:6483)\n```",
    ),
    Excerpt(
        "anomalyco/opencode#18344",
        CONFIG,
        "My Desktop wasn't opening. When I tested `opencode serve` it said\n\n> Warning: OPENCODE_SERVER_PASSWORD is not set; server is unsecured.\n"
        '> Error: Configuration is invalid at /.../.config/opencode/opencode.json\n> ↳ Unrecognized key: "providers"',
    ),
    Excerpt(
        "anomalyco/opencode#17333",
        CONFIG,
        "If opencode.jsonc is invalid you get an error like this at startup:\n\n```\nConfiguration is invalid at /home/u/prg/elevate-app/opencode.jsonc\n"
        "↳ Invalid input mcp.postgres\n```",
    ),
    Excerpt(
        "anomalyco/opencode#31509",
        (*CONFIG, "server-error"),
        "```\n$ opencode\nError: 4 of 5 requests failed: Unexpected server error. Check server logs for details.\nAffected startup requests: config.providers, provider.list, app.agents, config.get\n"
        "    at af (/$bunfs/root/chunk-he8dvxqc.js:467:117)\n    at processTicksAndRejections (native:7:39)\n\n$ env | grep OPENCODE\nOPENCODE_CONFIG_CONTENT={share:disabled}\n```",
    ),
    Excerpt(
        "anomalyco/opencode#42116",
        (*CONFIG, "server-start-failed"),
        "➜  OPENCODE_CONFIG=/tmp/ opencode models\nError: Unexpected error\nBadResource: FileSystem.readFile (/tmp/)\n",
    ),
    Excerpt(
        "anomalyco/opencode#31303",
        CONFIG,
        'Launch OpenCode desktop app. Observe the server logs: ConfigInvalidError with Missing key at ["command"]["help"]["template"]. The renderer shows Failed to load sessions.',
    ),
    Excerpt(
        "anomalyco/opencode#35847",
        ("server-stopped",),
        'Bun v1.3.14 (0d9b296a) Windows x64 (baseline)\nArgs: "D:\\\\nvm\\\\node_modules\\\\opencode-ai\\\\bin\\\\opencode.exe" "--user-agent=opencode/1.17.14" "--" "--port" "35743"\n'
        f"Elapsed: 44071920ms | User: 14254046ms\nRSS: 42.90GB | Peak: 45.29GB\n\npanic(main thread): Illegal instruction at address 0x7FF6E198A852\n{PANIC}",
    ),
    Excerpt(
        "anomalyco/opencode#40812",
        ("server-stopped",),
        "Warning: OPENCODE_SERVER_PASSWORD is not set; server is unsecured.\nopencode server listening on http://0.0.0.0:4096\n====\nBun v1.3.14 (0d9b296a) Linux x64 (baseline)\n"
        f'Args: "/root/bin/opencode" "--user-agent=opencode/1.18.10" "--" "serve"\nRSS: 0.29GB\n\npanic(main thread): Bus error at address 0x7F854C13A754\n{PANIC}',
    ),
    Excerpt(
        "oven-sh/bun#32663",
        ("server-stopped",),
        f"Bun 1.3.14 crashes after ~30 minutes in opencode-ai 1.17.9 TUI mode.\n\n```\npanic: Segmentation fault at address 0x0\n{PANIC}\n```",
    ),
    Excerpt(
        "anomalyco/opencode#40219",
        ("server-stopped",),
        f"`opencode` has crashed twice with an identical signature.\n\n```\npanic(main thread): Segmentation fault at address 0x0\n{PANIC}\n```\n- **opencode version**: 1.18.11",
    ),
    Excerpt(
        "oven-sh/bun#24455",
        ("server-stopped",),
        'Elapsed: 147744ms | User: 9093ms_modules\\\\opencode-ai\\\\node_modules\\\\opencode-windows-x64\\\\bin\\\\opencode.exe" "--user-agent=opencode/1.0.29" "--"   tab  BUILD AGENT\n'
        "RSS: 0.75GB | Peak: 0.75GB\n\npanic(thread 27444): Segmentation fault at address 0x0",
    ),
    Excerpt(
        "anomalyco/opencode#42451",
        ("plugin-error",),
        'Captured on 1.18.25:\n\n```\nlevel=ERROR message="plugin config hook failed" error="null is not an object (evaluating \'N.config\')"\n'
        "level=ERROR message=failed error=\"TypeError: null is not an object (evaluating 'z[W]')\"\n    at Plugin.trigger\n    at SessionPrompt.createUserMessage\n    at SessionPrompt.prompt\n"
        'Error: { "name": "UnknownError",\n         "data": { "message": "Unexpected server error. Check server logs for details." } }\n```',
    ),
    Excerpt(
        "code-yeongyu/oh-my-openagent#441",
        ("plugin-error",),
        "When running `opencode run` with the plugin on Windows:\n\n```\n17153 |     for (const hook of matcher.hooks) {\n                                      ^\n"
        "TypeError: undefined is not an object (evaluating 'matcher.hooks')\n      at executeUserPromptSubmitHooks (C:\\Users\\u\\.cache\\opencode\\node_modules\\oh-my-opencode\\dist\\index.js:17153:31)\n```",
    ),
    Excerpt(
        "alvinunreal/oh-my-opencode-slim#342",
        ("plugin-error",),
        "In OpenCode 1.14.18 with this plugin enabled, submitting a prompt returns `TypeError: undefined is not an object (evaluating 'n._zod.def')`",
    ),
    Excerpt(
        "eltmon/overdeck#3937",
        ("waiting-for-permission",),
        "14:23:08 the subagent runs a read-only bash command. opencode log:\n  ```\n"
        "  evaluated permission=external_directory pattern=/tmp/* action.permission=external_directory action.pattern=* action.action=ask\n"
        '  asking id=per_0ba0cad000013CKTpIac03yVfE permission=external_directory patterns="[\\"/tmp/*\\"]"\n  ```\n  Nothing further from that run for 20 minutes.',
    ),
    Excerpt(
        "ominiverdi/opencode-chat-bridge#53",
        ("waiting-for-permission",),
        "```\nu@ai:~/.local$ tail -1 share/opencode/log/opencode.log\ntimestamp=2026-07-25T04:32:42.332Z level=INFO run=9a2480b0 m\nessage=asking id=per_f978bff5c001AY88PCoIzAWGlw permission=e\n"
        'xternal_directory patterns="[\\"/home/u/src/AI/bots/openco\nde-chat-bridge/*\\"]"\n```\nCould it be OpenCode is prompting the user?',
    ),
    Excerpt(
        "anomalyco/opencode#36868",
        ("waiting-for-permission",),
        "In OpenCode **1.17.20**, `opencode run --auto` hangs when a Task subagent emits a permission request. The parent is awaiting the Task result, the child is awaiting a permission reply. "
        "The child requested `external_directory`, and the process remained alive with no further log output.",
    ),
    Excerpt(
        "anomalyco/opencode#48599",
        ("empty-answer",),
        'opencode 1.18.30, Desktop. Evidence: session ses_f8c20eceeffeweusSFtvoVF80T.\n\nmessage.data for the broken turns shows finish="stop" with tokens.output=0:\n\n'
        "msg_093c6c024001jKRKOGQ5rIYPvw → finish=stop, output=0, reasoning=634, cache.read=120960",
    ),
    Excerpt(
        "anomalyco/opencode#4593",
        ("empty-answer",),
        "Expected behavior: Provider returns no output after tool error (finish: unknown, tokens: 0). Should opencode detect this as a silent failure?",
    ),
    Excerpt(
        "anomalyco/opencode#44044",
        ("provider-error",),
        "### Mode B - explicit 503\n\n`AI_APICallError: Service Unavailable` at ERROR level, `providerID=opencode modelID=big-pickle`. Client auto-retries (~2s later).\n\n"
        "- 2026-08-21T21:52:20 - ses_fde976355ffeJ3zlIR4zXtArN2",
    ),
    Excerpt(
        "anomalyco/opencode#16214",
        ("provider-error",),
        'Using OpenCode `1.2.15` I intermittently get streamed JSON errors like:\n\n```json\n{"type":"error","sequence_number":2,"error":{"type":"server_error","code":"server_error",'
        '"message":"An error occurred while processing your request... [retrying in 2s attempt #2]"}}\n```',
    ),
    Excerpt(
        "chriswritescode-dev/opencode-manager#39",
        ("model-not-found",),
        "```\n[dev:backend] [2025-12-30T08:49:51.768Z] [INFO] OpenCode version: 1.0.207\n[dev:backend] 911 |       throw new ModelNotFoundError({ providerID, modelID, suggestions })\n"
        '[dev:backend]                   ^\n[dev:backend] ProviderModelNotFoundError: ProviderModelNotFoundError\n[dev:backend]  data: {\n[dev:backend]   providerID: "minimax",\n'
        '[dev:backend]   modelID: "MiniMax-M2.1",\n[dev:backend]   suggestions: [],\n[dev:backend] },\n[dev:backend]       at getModel (src/provider/provider.ts:911:13)\n```',
    ),
    Excerpt(
        "anomalyco/opencode#23094",
        ("stream-stall",),
        'Opencode hangs indefinitely after "build · [model]".\n- Logs show provider loaded, SDK initialized\n- Logs show "small=false agent=build mode=primary stream"\n'
        "- Then hangs indefinitely - no timeout, no error",
    ),
    Excerpt(
        "Nomadcxx/opencode-cursor#64",
        ("plugin-error",),
        "- OpenCode version: 1.14.28\n\n**Error message:**\n\nTypeError: undefined is not an object (evaluating 'n._zod')\n\n2. Start OpenCode with the plugin enabled",
    ),
    Excerpt(
        "anomalyco/opencode#23180",
        ("agent-not-found",),
        'Running a cli command that contains an agent param causes the error "Agent not found: {agentName}". Even with "Build".\n\n### OpenCode version\n\n1.4.10\n\n'
        '1. Run `opencode --agent Build --prompt "tell me about this repo"`',
    ),
    # --- OpenCode at work, with nothing that a page would explain --------------------------------------
    Excerpt(
        "anomalyco/opencode#5485",
        (),
        'INFO  2025-12-18T07:22:42 +257ms service=default version=1.0.152 args=["run","hello","--print-logs"] opencode\n'
        "INFO  2025-12-18T07:22:42 +1ms service=default directory=/mnt/c/p creating instance\n"
        "INFO  2025-12-18T07:22:42 +19ms service=default directory=/mnt/c/p bootstrapping\n"
        "INFO  2025-12-18T07:22:42 +4ms service=config path=/root/.config/opencode/config.json loading\n"
        "INFO  2025-12-18T07:22:42 +5ms service=plugin path=opencode-copilot-auth@0.0.9 loading plugin\n",
    ),
    Excerpt(
        "anomalyco/opencode#9098",
        (),
        'opencode run hello --print-logs\nINFO  2026-01-17T16:53:28 +515ms service=default version=1.1.25 args=["run","hello","--print-logs"] opencode\n'
        "INFO  2026-01-17T16:53:28 +2ms service=default directory=/home/u creating instance\n"
        "INFO  2026-01-17T16:53:28 +22ms service=bun code=0 stdout=bun add v1.3.5 (1e86cebd)\n\ninstalled @opencode-ai/plugin@1.1.25\n\n[5.00ms] done\n stderr=Saved lockfile\n done\n",
    ),
    Excerpt(
        "anomalyco/opencode#4382",
        (),
        "INFO  2025-11-15T22:56:59 +3ms service=bus type=message.part.updated publishing\n|  Edit     src/app/simple_tls_service.py\n"
        "INFO  2025-11-15T22:56:59 +17ms service=snapshot hash=0f08a748bc3a986fc3730c319338196012ab6432\n cwd=/config/workspace/p git=/config/.local/share/opencode/snapshot/830c tracking\n"
        "INFO  2025-11-15T22:56:59 +10ms service=session.prompt session=ses_5765e39e9ffeRSvjAlrwm7cIBt process\n",
    ),
    Excerpt(
        "anomalyco/opencode#182",
        (),
        "INFO  2025-06-20T07:47:18 +0ms service=session session=ses_873b1a42dffea4770e4737ab4e type=text-delta part\n"
        "INFO  2025-06-20T07:47:18 +0ms service=bus type=storage.write publishing\nINFO  2025-06-20T07:47:18 +0ms service=bus type=message.updated publishing\n",
    ),
    # --- other programs ---------------------------------------------------------------------------
    Excerpt(
        "openai/codex#8119",
        (),
        '```\n■ {\n  "error": {\n    "message": "The encrypted content gAAA...c90= could not be verified.",\n    "type": "invalid_request_error",\n    "param": null,\n    "code": "invalid_encrypted_content"\n  }\n}\n```\ncodex-cli 0.73.0',
        is_opencode=False,
    ),
    Excerpt(
        "openai/codex#8145",
        (),
        '{\n  "error": {\n    "message": "The encrypted content gAAA...DQ== could not be verified.",\n    "type": "invalid_request_error",\n    "code": "invalid_encrypted_content"\n  }\n}\n• Feedback uploaded.',
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#12556",
        (),
        '```json\n[{"error":"Error: 400 {\\"type\\":\\"error\\",\\"error\\":{\\"type\\":\\"invalid_request_error\\",\\"message\\":\\"prompt is too long: 208380 tokens > 200000 maximum\\"}}\\n    at t2.generate '
        '(file:///Users/u/.nvm/versions/node/v22.14.0/lib/node_modules/@anthropic-ai/claude-code/cli.js:459:9427)"}]\n```',
        is_opencode=False,
    ),
    Excerpt(
        "aaif-goose/goose#2951",
        (),
        "I received this error when resuming my session.\n\n> Request failed: Request failed with status: 400 Bad Request. Message: messages.2: `tool_use` ids were found without `tool_result` blocks immediately after: "
        "toolu_01R5cWox3wKwtTMbyKk7GZno.",
        is_opencode=False,
    ),
    Excerpt(
        "fosrl/pangolin#638",
        (),
        "pangolin  | 2025-05-02T16:58:54.618Z [error]: NOT NULL constraint failed: user.username\npangolin  | Stack: SqliteError: NOT NULL constraint failed: user.username\n"
        'pangolin  |     at PreparedQuery.run (/app/node_modules/src/better-sqlite3/session.ts:113:20)\npangolin  |     at QueryPromise.then (/app/node_modules/src/query-promise.ts:31:15) {"code":"SQLITE_CONSTRAINT_NOTNULL"}',
        is_opencode=False,
    ),
    Excerpt(
        "Qt-dev/exile-diary#289",
        (),
        "Error:\n```\nSqliteError: NOT NULL constraint failed: items.category\n    at E:\\\\Exile Diary Reborn\\\\resources\\\\app.asar\\\\build\\\\main\\\\db\\\\index.js:391:31\n    at EventEmitter.emit (node:events:513:28)\n```",
        is_opencode=False,
    ),
    Excerpt(
        "promptfoo/promptfoo#800",
        (),
        "Migrating 50 flat files to local database.\nSqliteError: NOT NULL constraint failed: evals.created_at\n    at PreparedQuery.run (/usr/local/lib/node_modules/promptfoo/node_modules/drizzle-orm/better-sqlite3/session.cjs:79:22)",
        is_opencode=False,
    ),
    Excerpt(
        "nuxt-hub/core#486",
        (),
        "`dizzleDB.insert` produces the\n`D1_ERROR: NOT NULL constraint failed: recipes.id: SQLITE_CONSTRAINT` despite having `AUTOINCREMENT`.",
        is_opencode=False,
    ),
    Excerpt(
        "drizzle-team/drizzle-orm#1813",
        (),
        "```\nQueryError: SQLITE_CONSTRAINT: FOREIGN KEY constraint failed\n    at node_modules/.bun/drizzle-kit@1.0.0-beta.10-4a43a22/node_modules/drizzle-kit/bin.cjs:186295:12\n"
        "  sql: 'DROP TABLE `tumblr_liked_post`;',\n  [cause]: LibsqlError: SQLITE_CONSTRAINT: FOREIGN KEY constraint failed\n```",
        is_opencode=False,
    ),
    Excerpt(
        "session-foundation/session-desktop#400",
        (),
        "Unhandled Error\n\nError: ENOSPC: no space left on device, write\n\nuse when system has run out of application memory.",
        is_opencode=False,
    ),
    Excerpt(
        "autohandai/code-cli#207",
        (),
        "| **Error Type** | session_failure |\n| **Model** | gpt-5.5 |\n### Error Message\n```\nENOSPC: no space left on device, write\n```\n### Session Context\n- **Conversation length:** 6 messages",
        is_opencode=False,
    ),
    Excerpt(
        "oven-sh/bun#15876",
        (),
        'SQLiteError: bad parameter or other API misuse\n errno: 21\n  code: "SQLITE_MISUSE"\n\n      at new Database (bun:sqlite:236:28)\n      at /home/u/askuai/test.ts:7:5',
        is_opencode=False,
    ),
    Excerpt(
        "NousResearch/hermes-agent#101035",
        (),
        "SessionDB opens SQLite with busy_timeout=0. Concurrent writes hit SQLITE_BUSY instantly.\n2 parallel writes → OperationalError database is locked",
        is_opencode=False,
    ),
    Excerpt(
        "edouard-claude/snip#49",
        (),
        "When running 2 opencode sessions at the same time, with the opencode-snip plugin, I sometimes get a `snip: tracking error: track: create table: database is locked (5) (SQLITE_BUSY)` error.",
        is_opencode=False,
    ),
    Excerpt(
        "can1357/oh-my-pi#44",
        (),
        "When the session gets large, `oh-my-pi` throws:\n\n```\nError: Codex error event: Your input exceeds the context window of this model. Please adjust your input and try again. (code=context_length_exceeded)\n"
        "Warning: Auto-compaction failed; continuing without compaction\n```",
        is_opencode=False,
    ),
    Excerpt(
        "bajrangCoder/acode-plugin-acodex#100",
        (),
        "Error: listen EADDRINUSE: address already in use 0.0.0.0:8767\n    at Server.setupListenHandle [as _listen2] (node:net:1939:16)\n    at listenInCluster (node:net:1996:12) {\n  code: 'EADDRINUSE',\n  errno: -98\n}",
        is_opencode=False,
    ),
)
