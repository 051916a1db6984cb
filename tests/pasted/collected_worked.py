"""A third set of excerpts of public threads: the one that a round of repairs was made with, so it measures nothing; see README.md.

Names, paths and IDs are changed.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt

PROVIDER = ("provider-error",)
V = "\n\n### OpenCode version\n\n%s\n"
WORKED = (
    # --- troubles of OpenCode whose cause the thread established
    Excerpt(
        "anomalyco/opencode#27593",
        PROVIDER,
        '# Error: 402 Insufficient Balance - opencode-go\n\nI have 98% session usage available, but I have this "402 Insufficient Balance", specifically with ds4-flash.\n\n```\nHTTP response error from OpenCode\'s API: status 402 Payment Required - "{\\"error\\":{\\"message\\":\\"Insufficient Balance\\",\\"type\\":\\"unknown_error\\",\\"param\\":null,\\"code\\":\\"invalid_request_error\\"}}"\n```',
    ),
    Excerpt(
        "anomalyco/opencode#12346",
        PROVIDER,
        'Using opencode 1.1.52 and Opencode Zen billing, GPT-5.2 Codex models are currently experiencing an OpenAI `insufficient_quota` error\n\n```\n{"type":"error","sequence_number":2,"error":{"type":"insufficient_quota","code":"insufficient_quota","message":"You exceeded your current quota, please check your plan and billing details.","param":null}}\n```',
    ),
    Excerpt(
        "anomalyco/opencode#38027",
        PROVIDER,
        '# Paid OpenCode Go ($5) but stuck on "Insufficient balance"\n\nI am getting the 402 Insufficient balance error block in terminal. Could you please sync/unblock my workspace balance?',
    ),
    Excerpt(
        "anomalyco/opencode#50352",
        PROVIDER,
        "requests fail with a misleading error: `AI.Error.Authentication: Error from provider (Console Go): Upstream request failed: [server_error] Upstream response was not valid JSON`. The real message (`Weekly usage limit reached… enable usage from your available balance…`) only appears in the server log.\n\n- opencode version: 2.0.11 (OpenCode Desktop)",
    ),
    Excerpt(
        "anomalyco/opencode#7958",
        ("model-not-found",),
        "# ProviderModelNotFoundError for custom provider in GitHub Action (worked until 07 Jan)\n\nopencode run fails with ProviderModelNotFoundError since yesterday.",
    ),
    Excerpt(
        "anomalyco/opencode#11066",
        ("model-not-found", "plugin-error"),
        "I am using OpenCode 1.1.40 on Ubuntu 25.10 with GPT 5.2 Codex (OAuth), when executing tasks, ProviderModelNotFoundError (claude-haiku-4.5) often shows up and I have to resize the window to make it disappear\n\n### Plugins\n\noh-my-opencode"
        + V % "1.1.40",
    ),
    Excerpt(
        "AutoMaker-Org/automaker#603",
        ("model-not-found",),
        '[SubprocessManager] Spawning: /Users/u/.opencode/bin/opencode run --format json --model big-pickle\n[SubprocessManager] stderr: 1051 |     const provider = s.providers[providerID]\n1056 |       throw new ModelNotFoundError({ providerID, modelID, suggestions })\n                   ^\nProviderModelNotFoundError: ProviderModelNotFoundError\n data: {\n  providerID: "big-pickle",\n  modelID: "",\n  suggestions: [],\n},\n\n      at getModel (src/provider/provider.ts:1056:13)\n\n[SubprocessManager] stderr: Error: Unexpected error, check log file at /Users/u/.local/share/opencode/log/2026-01-19T',
    ),
    Excerpt(
        "anomalyco/opencode#3130",
        PROVIDER,
        'Before v0.15.0, I just add export SSL_CERT_FILE=/mycabundle.crt before starting opencode\n\n```\nERROR 2025-10-13T09:25:07 +229ms service=models.dev error=self signed certificate in certificate chain Failed to fetch models.dev\nERROR 2025-10-13T09:25:07 +1ms service=tui error=clipboard unavailable: No clipboard utility found. Install one of the following:\nERROR 2025-10-13T09:25:39 +6ms service=session.prompt session=ses_6231c3a3effePdfY9bLMLBhz6g error={"error":{"code":"SELF_SIGNED_CERT_IN_CHAIN","path":"https://api.githubcopilot.com/chat/completions","errno":0}} stream error\nERROR 2025-10-13T09:25:39 +1ms service=session.prompt session=ses_6231c3a3effePdfY9bLMLBhz6g error=self signed certificate in certificate chain process\nERROR 2025-10-13T09:25:39 +0ms service=tui message=Error: self signed certificate in certificate chain name=UnknownError Server error\n```',
    ),
    Excerpt(
        "anomalyco/opencode#640",
        (*PROVIDER, "server-start-failed"),
        "I am trying to run opencode on a mac behind a corporate proxy that does ssl MIM.\n\n```\nINFO  2025-07-03T09:54:57 +32ms service=default version=0.1.176 args=auth,login opencode\nINFO  2025-07-03T09:54:57 +9ms service=models.dev refreshing\nERROR 2025-07-03T09:54:58 +1546ms service=default name=Error message=self signed certificate in certificate chain fatal\n```",
    ),
    Excerpt(
        "anomalyco/opencode#10227",
        (*PROVIDER, "server-start-failed"),
        'when I use opencode behind an enterprise proxy I\'m getting this error\n```\nPS C:\\Users\\u\\AppData\\Local\\OpenCode> .\\opencode-cli.exe\n{\n  "name": "UnknownError",\n  "data": {\n    "message": "Error: self signed certificate in certificate chain"\n  }\n}\n```',
    ),
    Excerpt(
        "anomalyco/opencode#12408",
        ("startup-stall", "provider-error"),
        '# opencode ERROR service=models.dev error=unknown certificate verification error Failed to fetch models.dev\n\nThe terminal has always shown the error "opencode   ERROR service=models.dev error=unknown certificate verification error Failed to fetch models.dev" and I can\'t use opencode'
        + V % "1.1.51",
    ),
    Excerpt(
        "anomalyco/opencode#40014",
        PROVIDER,
        "I have this bug where it says error 429 Too Many Requests retrying in 59 minutes 12 seconds attempt #15 and this has been ongoing for more than 8 hours\n\ni was using the GLM 5.2 Max and im on opencode version 1.18.10.",
    ),
    Excerpt(
        "anomalyco/opencode#47747",
        PROVIDER,
        '# opencode go 429\n\nError: OpenAI API error (429): {"param":null,"code":"rate_limit_exceeded","type":"rate_limit_error","message":"Error from provider (Console Go): Upstream        \n request failed: [rate_limit_exceeded] Rate limit exceeded. Please retry after a brief wait."}',
    ),
    Excerpt(
        "anomalyco/opencode#21465",
        PROVIDER,
        'opencode should retry rather than abort session for below error:\n```\nAI_TypeValidationError: Type validation failed: Value: {"text":"[DONE]","error":{"error_msg":"Too many requests, the rate limit is 8000000 tokens per minute.","error_code":"InferHub.ModelArts.81101.429"}}.\n```',
    ),
    Excerpt(
        "anomalyco/opencode#34886",
        PROVIDER,
        "# Eror from provider (console Go) : Provider Rate Limit exceeded [retrying in 15s attempt #5]\n\nsame at version 1.17.13. No limits reached\n```\nHTTP 429: Error from provider (Console Go): Provider rate limit exceeded\nHTTP 503: Inference is temporarily unavailable\n```",
    ),
    Excerpt(
        "anomalyco/opencode#42215",
        PROVIDER,
        "When I open OpenCode or the ZEN API for Free Models, It is continuously saying:\nFree Usage Exceeded, Subscribe To Go, But its already been over 24 hours"
        + V % "1.18.16",
    ),
    Excerpt(
        "anomalyco/opencode#2082",
        PROVIDER,
        "I've upgraded to version 0.5.7 and I'm currently getting the following error with Sonnet 4 and GPT 5\n\nAI_APICallError: tools.19.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-\nschema.org/draft/2020-12). Learn more about tool use at https://docs.anthropic.com/en/docs/tool-use.",
    ),
    Excerpt(
        "anomalyco/opencode#43371",
        PROVIDER,
        'On `opencode2` beta-17639 using the built-in "OpenCode Go" provider, sessions fail with two provider-side errors: `[unsupported_tool_schema] The tool schema is not supported (unsupported_keyword)`\n\n- opencode version: `0.0.0-beta-17639` (channel: beta)',
    ),
    Excerpt(
        "anomalyco/opencode#34584",
        ("migration-failed", "server-start-failed"),
        "I upgraded OpenCode from v1.14.41 to v1.17.11. Upon starting the container the application crashes during startup with the following error:\n```\n2026-06-30T13:35:31.315099944+08:00 Error: Unexpected error  \n2026-06-30T13:35:31.315224249+08:00\n2026-06-30T13:35:31.315250727+08:00 duplicate column name: cost\n```",
    ),
    Excerpt(
        "anomalyco/opencode#45829",
        ("migration-failed",),
        '- opencode version: 0.0.0-next-17403\n\n```text\ntimestamp=2026-08-28T03:49:52.550Z level=ERROR run=7882e373 message="V1 migration failed" cause="Cause([Die(SQLiteError: near \\",\\": syntax error)])" role=server\n```',
    ),
    Excerpt(
        "anomalyco/opencode#17270",
        ("migration-failed", "schema-drift"),
        "```\n❯ opencode\nError: Unexpected error, check log file at /Users/u/.local/share/opencode/log/2026-03-13T013757.log for more details\n\nFailed to run the query 'CREATE TABLE `account` (\n        `id` text PRIMARY KEY,\n        `email` text NOT NULL\n);\n\n```\n\nhappened after upgrade to 1.2.25",
    ),
    Excerpt(
        "anomalyco/opencode#31119",
        ("migration-failed", "server-start-failed", "schema-drift"),
        "Still reproducible on **1.18.14** (desktop, Electron build) on Windows 11, upgrading from a ~Feb 2026 version.\n\n- `renderer.log`: `fatal renderer error: Error: no such column: name` (at `oc://renderer/index.html`)\n- `utility.log`: `sidecar exited { code: 1 }` — the server process dies immediately on startup",
    ),
    Excerpt(
        "RunMaestro/Maestro#158",
        ("waiting-for-permission",),
        "I killed it using the command `pkill -f opencode`\n\nAnd then the following log popped up:\n\n```text\n│◆ Permission required: external_directory (/Users/u/src/worktrees/x)│ ● Allow once│ ○ Always allow: /Users/u/src/worktrees/x/*│ ○ Reject└\n```",
    ),
    Excerpt(
        "anomalyco/opencode#2417",
        ("server-start-failed", "database-readonly"),
        '```bash\n> opencode\n> EACCES: permission denied, mkdir \'/Users/u/.local/share/opencode\'\n    path: "/Users/u/.local/share/opencode",\n syscall: "mkdir",\n   errno: -13,\n    code: "EACCES"\n\n\nBun v1.2.19 (macOS arm64)\n```',
    ),
    Excerpt(
        "anomalyco/opencode#47540",
        ("server-start-failed", "database-readonly"),
        "# installing error\n\nError: EACCES: permission denied, mkdir '/Users/u/.config/opencode'\n\nI installed OpenCode Version: 1.18.29 on macOS Version: 26.6.2",
    ),
    Excerpt(
        "anomalyco/opencode#8740",
        ("server-start-failed", "startup-stall", "plugin-error"),
        'When starting the TUI on 1.1.21 it tries to initialize but then exists with this Bun error\n\n`{\n  "name": "BunInstallFailedError",\n  "data": {\n    "pkg": "@aws-sdk/credential-providers",\n    "version": "latest"\n  }\n}\n`'
        + V % "1.1.21",
    ),
    Excerpt(
        "anomalyco/opencode#3426",
        ("server-start-failed", "startup-stall", "plugin-error"),
        '```\n> opencode\nError: Unexpected error, check log file at /<home_dir>/.local/share/opencode/log/2025-10-24T195049.log for more details\n\nBunInstallFailedError: BunInstallFailedError\n data: {\n  pkg: "opencode-copilot-auth",\n  version: "0.0.3",\n},\n\n      at src/bun/index.ts:82:17\n      at processTicksAndRejections (native:7:39)\n```',
    ),
    Excerpt(
        "anomalyco/models.dev#274",
        ("model-not-found", "server-start-failed", "startup-stall"),
        "```bash\nINFO  2025-10-08T23:34:43 +0ms service=provider status=completed duration=238 providerID=perplexity getSDK\nERROR 2025-10-08T23:34:43 +3ms service=default providerID=perplexity name=ProviderInitError message=ProviderInitError cause=BunInstallFailedError: BunInstallFailedError stack=ProviderInitError: ProviderInitError\n    at new NamedError (unknown:1:28)\n    at new ProviderInitError (/$bunfs/root/index.js:61381:14)\n    at <anonymous> (/$bunfs/root/index.js:106346:35)\n    at processTicksAndRejections (native:7:39) fatal\n```",
    ),
    Excerpt(
        "anomalyco/opencode#1635",
        ("model-not-found", "provider-error", "missing-credentials"),
        '+1 for Deepseek, and nothing useful in logs:\n\nERROR 2025-08-06T14:05:21 +4ms service=tui failed to send message: POST "http://127.0.0.1:45983/session/ses_7804c9534ffep6oEz0sfzrT8eF/message": 400 Bad Request {"name":"ProviderInitError","data":{"providerID":"deepseek"}}',
    ),
    Excerpt(
        "anomalyco/opencode#10961",
        PROVIDER,
        'OpenCode Version: 1.1.38\nError Message: \n`ERROR 2026-01-28T08:04:45 +1ms service=session.processor error=Unable to connect stack="AI_APICallError: Unable to connect\\n    at <anonymous> (../../node_modules/.bun/@ai-sdk+provider-utils@3.0.20+d6123d32214422cb/node_modules/@ai-sdk/provider-utils/dist/index.mjs:918:18)\\n    at processTicksAndRejections (native:7:39)" process`',
    ),
    Excerpt(
        "anomalyco/opencode#5344",
        PROVIDER,
        "# OllamaError: Unable to connect. Is the computer able to access the url?\n\nUpon linking an Ollama API key, I am unable to send a message to any of the models provided that use Ollama."
        + V % "1.0.143",
    ),
    Excerpt(
        "anomalyco/opencode#50187",
        ("context-overflow", "compaction-loop"),
        'Compaction fails with a misleading "Compaction summary reached the output token limit" banner followed by the raw provider error (`exceed_context_size_error: request (8588 tokens) exceeds the available context size (8192 tokens), try increasing it`)\n\n- opencode version: 1.14.42',
    ),
    Excerpt(
        "anomalyco/opencode#17340",
        ("context-overflow", "compaction-loop"),
        "OpenCode then automatically triggered compaction, but the compaction failed almost immediately with:\n\n    Session too large to compact - context exceeds model limit even after stripping media\n\nThe UI shows:\n\n    Compaction · Qwen3.8-27B\n    241.8K (94%)",
    ),
    Excerpt(
        "anomalyco/opencode#9611",
        ("context-overflow", "provider-error"),
        "With local models, opencode often reports errors like this one:\n\n> 'max_tokens' or 'max_completion_tokens' is too large: 65536. This model's maximum context length is 65536 tokens and your request has 10969 input tokens (65536 > 65536 - 10969). (parameter=max_tokens, value=65536)"
        + V % "1.1.26",
    ),
    Excerpt(
        "anomalyco/opencode#39494",
        ("desktop-sidecar-failed",),
        "If i want to start it gives me this error: \nError: Sidecar did not become ready within 60000ms: C:\\Users\\u\\AppData\\Local\\Programs\\@opencode-aidesktop\\resources\\app.asar\\out\\main\\sidecar.js"
        + V % "1.18.9 Windows",
    ),
    Excerpt(
        "anomalyco/opencode#49562",
        ("desktop-sidecar-failed",),
        "Desktop won't open on Windows: no window, no error. `main.log` stops here every time:\n\n```\n[info]   sidecar connection started { version: 'v1' }\n[info]   spawning sidecar { url: 'http://127.0.0.1:58427' }\n```\n\nNo `loading task finished`, no `server ready`, and no `utility.log` / `server.log` at all. Crashpad catches a `0x80000003` abort on the main thread ~250ms in.",
    ),
    Excerpt(
        "anomalyco/opencode#8149",
        ("desktop-sidecar-failed",),
        "Windows11 \nError: Failed to spawn OpenCode Server. Logs:\n[STDOUT] opencode server listening on http://127.0.0.1:65025\n\n    at castError (http://tauri.localhost/assets/index-DT7g4zby.js:2:11968)\n    at http://tauri.localhost/assets/index-DT7g4zby.js:2:4662",
    ),
    Excerpt(
        "anomalyco/opencode#13926",
        ("desktop-sidecar-failed",),
        "Running `bun dev:desktop` can fail with `Failed to spawn OpenCode Server (Health check timed out)` on some macOS environments.\n\n1. Run `bun dev:desktop`\n2. Desktop spawns sidecar through `/bin/zsh -il -c ...`\n3. Sidecar health check times out after 30s",
    ),
    Excerpt(
        "anomalyco/opencode#27557",
        ("desktop-sidecar-failed", "server-stopped", "plugin-error"),
        "Launched OpenCode Desktop fresh. **67 seconds later** the sidecar exited with `code: 1`.\n\n```\n[19:06:54.196] [info]  spawning sidecar { url: 'http://127.0.0.1:63572' }\n[19:06:55.611] [info]  server ready { url: 'http://127.0.0.1:63572' }\n[19:08:02.016] [warn]  sidecar exited { code: 1 }   <-- no stderr between server-ready and exit\n```",
    ),
    Excerpt(
        "anomalyco/opencode#28945",
        ("history-rejected",),
        '## 错误日志\n\nRequestExecutor.execute: Provider request failed with HTTP 400:\n{"error":{"message":"Error from provider (DeepSeek): The reasoning_content in the thinking mode must be passed back to the API.",\n"type":"invalid_request_error","param":null,"code":"invalid_request_error"}}\n\n## 环境信息\n\n- **opencode 版本**: (1.15.10)',
    ),
    Excerpt(
        "anomalyco/opencode#25058",
        ("history-rejected",),
        "## Bug Report: DeepSeek 4V Pro — reasoning_content 400 Error on Multi-turn Tool Calls\n**Error:**\nError code: 400\nMessage: The `reasoning_content` in the thinking mode must be passed back to the API.\nType: invalid_request_error",
    ),
    Excerpt(
        "anomalyco/opencode#5332",
        ("history-rejected",),
        "I've been using Deepseek Reasoner for a while. When I got to about 50% of the context, I got the following error.\n\n`Missing `reasoning_content` field in the assistant message at message index 241. For more information, please refer to https://api-docs.deepseek.com/guides/thinking_mode#tool-calls`"
        + V % "OpenCode 1.0.141",
    ),
    Excerpt(
        "anomalyco/opencode#24569",
        ("history-rejected",),
        "> [DeepSeek] The `reasoning_content` in the thinking mode must be passed back to the API.\n\n### OpenCode version\nv1.14.27 (latest)",
    ),
    Excerpt(
        "anomalyco/opencode#31744",
        ("output-cut-off",),
        "When a provider ends a turn with a content filter (e.g. Anthropic `stop_reason: refusal`, which the protocol layer maps to the `content-filter` finish reason), the assistant message records the finish reason but no error is attached."
        + V % "1.17.3",
    ),
    Excerpt(
        "anomalyco/opencode#49452",
        ("unauthorized",),
        "On v2.0.5, `opencode serve` returns HTTP 401 for a loopback-only server even when both `OPENCODE_SERVER_PASSWORD` and `OPENCODE_SERVER_USERNAME` are absent. The server logs an auto-generated password.\n\nActual: both variants log an auto-generated password and return 401.",
    ),
    Excerpt(
        "anomalyco/opencode#31254",
        ("unauthorized",),
        '`opencode serve` (v1.15.13, installed via Homebrew) returns HTTP 401 for all API endpoints:\n\n```\n$ curl -s http://127.0.0.1:18750/provider\nHTTP 401\nwww-authenticate: Basic realm="Secure Area"\n```',
    ),
    Excerpt(
        "anomalyco/opencode#16096",
        ("unauthorized",),
        'When using `opencode run --attach=localhost:<port>` with `OPENCODE_SERVER_USERNAME` and `OPENCODE_SERVER_PASSWORD` env vars, the command fails with "Error: Session not found".'
        + V % "1.2.17",
    ),
    Excerpt(
        "anomalyco/opencode#9011",
        ("unauthorized",),
        "there is currently no way to attach to an opencode server with a password from the terminal. Attempting to do so returns 'Unauthorized', even if the client is run in a shell with `OPENCODE_SERVER_PASSWORD` set."
        + V % "1.1.25",
    ),
    Excerpt(
        "anomalyco/opencode#27871",
        ("tool-hang",),
        'The final persisted part was a `bash` tool placeholder that never advanced beyond `pending`:\n\n```json\n{\n  "type": "tool",\n  "tool": "bash",\n  "callID": "call_REDACTED",\n  "state": {\n    "status": "pending",\n    "input": {},\n    "raw": ""\n  }\n}\n```\n- OpenCode version: `1.17.15`',
    ),
    Excerpt(
        "anomalyco/opencode#28654",
        ("tool-hang",),
        'The tool stays in "running" state until user presses ESC, which logs `error=Aborted process`.\n\nSession log (2026-05-21T130902.log):\n```\n13:10:07  pattern=timeout 60 sudo ... siege_engine enp37s0\n13:11:06  type=message.part.updated publishing\n[GAP — 6+ minutes, no completion detected]\n13:17:27  session.prompt cancel\n13:17:27  error=Aborted process\n```\n- Opencode: 1.15.6\n- Bash tool uses: /usr/bin/zsh -c',
    ),
    Excerpt(
        "anomalyco/opencode#29129",
        ("stream-stall",),
        "I captured the process while it was frozen. At the time of capture, the latest OpenCode log entry was an OpenAI `stream` start, with no further log activity for several minutes. The TCP socket was still established but had no recent send/receive activity.\n\n- OpenCode: `1.15.10`",
    ),
    Excerpt(
        "anomalyco/opencode#15221",
        ("database-damaged", "database-locked"),
        'After send prompt, I do not receive any response while opencode show progress indicator.\nOn opencode close\n```\nSQLiteError: bad parameter or other API misuse\n      errno: 21,\n byteOffset: -1,\n       code: "SQLITE_MISUSE"\n\n      at prepare (bun:sqlite:345:37)\n      at use (src/storage/db.ts:124:28)\n      at <anonymous> (src/session/message-v2.ts:770:27)\n```',
    ),
    Excerpt(
        "anomalyco/opencode#12889",
        ("session-not-found",),
        '```\nopencode server listening on http://127.0.0.1:35895\nServer ready after 662.897834ms\n\nNotFoundError: NotFoundError\n data: {\n  message: "Resource not found: /home/u/.local/share/opencode/storage/session/global/ses_3baf5522dffeiWPuSV70LW2NXb.json",\n},\n      at <anonymous> (src/storage/storage.ts:205:15)\n```',
    ),
    Excerpt(
        "anomalyco/opencode#26141",
        ("session-not-found",),
        "Error: Unknown error\n    at castError (http://tauri.localhost/assets/index-D5cXE1md.js:1:10383)\n    at http://tauri.localhost/assets/index-D5cXE1md.js:1:3246\n\n────────────────────────────────────────\n原因：\nNotFoundError\nSession not found: ses_1feb99bcaffe2krHCNLmd526iv",
    ),
    Excerpt(
        "anomalyco/opencode#1460",
        ("mcp-hang",),
        "I receive these errors if i use mcp servers locally.\n```\nINFO  2025-07-31T09:47:46 +1ms service=bus type=session.error publishing\nERROR 2025-07-31T09:47:46 +1ms service=tui message=MCP server context7 failed to start name=UnknownError Server error\nERROR 2025-07-31T09:47:46 +0ms service=tui message=MCP server exa failed to start name=UnknownError Server error\n```",
    ),
    Excerpt(
        "anomalyco/opencode#39315",
        ("mcp-hang",),
        "Xcode MCP server 每次启动都报 status=failed。\nserver unavailable key=xcode type=local status=failed\n但 xcrun mcpbridge 手动测试 initialize 是成功的\n\nOpenCode 1.18.8\nMacOS: 26.4 (25E246)",
    ),
    Excerpt(
        "anomalyco/opencode#29200",
        ("agent-file-invalid", "server-error", "startup-stall"),
        '- Server logs show repeated ConfigJsonError during config load.\n- Background dependency install fails for @opencode-ai/plugin@local.\n\n- App: OpenCode 1.15.10 (packaged)\n\nUI shows:\n```\nError: Unexpected server error. Check server logs for details.\n    at wrapClientError (oc://renderer/assets/main-CqEM7zM6.js:63862:12)\n\nReason:\n{\n  "body": {\n    "name": "UnknownError",\n    "data": {\n      "message": "Unexpected server error. Check server logs for details.",\n      "ref": "err_ad5ee91b"\n    }\n  },\n  "status": 500\n}',
    ),
    Excerpt(
        "anomalyco/opencode#40314",
        PROVIDER,
        "Whenever I try to ask for something using opencode it flags saying unable to connect to the first certificate, I am using a MTN Broadband"
        + V % "1.18.11",
    ),
    Excerpt(
        "anomalyco/opencode#31715",
        ("schema-drift", "database-damaged"),
        'I don\'t know — the no such column: "data" error is a database schema issue in the opencode tool backend, which is infrastructure I have no control over.',
    ),
    # --- OpenCode with a trouble that no page explains, and other programs
    Excerpt(
        "anomalyco/opencode#7002",
        (),
        'After an upgrade I see many messages like:\n\n```\n~ Preparing edit...\nError: The edit tool was called with invalid arguments: [\n  {\n    "expected": "string",\n    "code": "invalid_type",\n    "path": [\n      "filePath"\n    ],\n    "message": "Invalid input: expected string, received undefined"\n  }\n].\nPlease rewrite the input so it satisfies the expected schema.\n```'
        + V % "1.1.3",
    ),
    Excerpt(
        "anomalyco/opencode#39600",
        (),
        '# 1.18.9: All multi-parameter tools fail with SchemaError on Windows\n\nAll tools requiring multiple parameters (bash, write, glob, grep, task, question) fail with SchemaError: Missing key at ["command"] (or equivalent key depending on the tool).\n\nopencode version: 1.18.9 Platform: Windows (win32)',
    ),
    Excerpt(
        "anomalyco/opencode#38269",
        (),
        'The bash tool was called with invalid arguments: SchemaError(Missing key\n  at ["description"]).\nPlease rewrite the input so it satisfies the expected schema.****\n\n### OpenCode version\n\nOpenCode Desktop v1.17.6',
    ),
    Excerpt(
        "anomalyco/opencode#3048",
        (),
        'I am trying to get some mcp servers going with opencode 0.14.6 but I see nothing in the logs for mcps have failed connections;\n\n```\nhttp://127.0.0.1:4096/mcp\n\ncontext7\t"failed"\npexpect "failed"\nmcp-nixos "failed"\n```',
    ),
    Excerpt(
        "ondysss/codepilot1c-edt#106",
        (),
        'API error: 400 - {"type":"error","error":{"type":"MissingSessionID","message":"Error from provider (Console Go): Request is missing x-opencode-session and cannot be routed efficiently. Please see https://opencode.ai/docs/go/#where-can-i-use-it"}}',
        is_opencode=False,
    ),
    Excerpt(
        "songquanpeng/one-api#2451",
        (),
        "渠道 opencode 测试失败，错误：http status code: 400, error message: Error from provider (Console Go): Request is missing x-opencode-session and cannot be routed efficiently. Please see https://opencode.ai/docs/go/#where-can-i-use-it",
        is_opencode=False,
    ),
    Excerpt(
        "BerriAI/litellm#8953",
        (),
        "resp = client.chat.completions.create(\n    model=\"azure/gpt-4o-2024-08-06\",\n)\n{'id': 'chatcmpl-B6yR7yHGU7YYj2CYEt5GurtH7q7oE',\n 'choices': [{'finish_reason': 'content_filter',\n   'index': 0,",
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#63717",
        (),
        'After a very lengthy and expensive session with ultracode the implementation is aborting with "API Error: Output blocked by content filtering policy".\n- Platform: darwin\n- Version: 2.1.156',
        is_opencode=False,
    ),
    Excerpt(
        "qwersyk/Newelle#404",
        (),
        "Using Deepseek V4 with tool calls returns\n```\nError code: 400 - {'error': {'message': 'The reasoning_content in the thinking mode must be passed back to the API.', 'type': 'invalid_request_error', 'param': None, 'code': 'invalid_request_error'}}\n```",
        is_opencode=False,
    ),
    Excerpt(
        "AAswordman/Operit#621",
        (),
        '用 OpenCode Go 套餐里的 DeepSeek V4 Flash 模型，工具调用的时候报错：\n\nHTTP 400 Bad Request\n\n{\n  "error": {\n    "message": "The `reasoning_content` in the thinking mode must be passed back to the API.",\n    "type": "invalid_request_error",\n    "param": null,\n    "code": null\n  }\n}\n\n- Operit v1.10.1',
        is_opencode=False,
    ),
    Excerpt(
        "openai/codex#13271",
        (),
        '2026-03-02T17:05:11.672329Z ERROR codex_core::compact_remote: remote compaction failed turn_id=019caf82 compact_error={\n  "error": {\n    "message": "Your input exceeds the context window of this model. Please adjust your input and try again.",\n    "type": "invalid_request_error",\n    "param": "input",\n    "code": "context_length_exceeded"\n  }\n}',
        is_opencode=False,
    ),
    Excerpt(
        "autohandai/code-cli#139",
        (),
        "### Error Message\n```\nCannot connect to Ollama at http://localhost:11434. Make sure Ollama is running (try 'ollama serve').\n```\n### Stack Trace\n```\nApiError: Cannot connect to Ollama at http://localhost:11434.\n    at OllamaProvider.makeRequest (file://~/.nvm/versions/node/v25.1.0/lib/node_modules/autohand-cli/dist/chunk-B53A2NM2.js:293:13)\n```",
        is_opencode=False,
    ),
    Excerpt(
        "oven-sh/bun#3977",
        (),
        'My code was working fine with `0.7.1`\n- I\'ve updated to `0.7.2` this morning\n- And now, every page where `sqlite` is used crashes with `error: script "dev:start" exited with code 11 (SIGSEGV)`',
        is_opencode=False,
    ),
    Excerpt(
        "sindresorhus/open#54",
        (),
        "spawn EACCES: Error: spawn EACCES\n    at exports._errnoException (util.js:1022:11)\n    at ChildProcess.spawn (internal/child_process.js:313:11)",
        is_opencode=False,
    ),
)
