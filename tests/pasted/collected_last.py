"""A fourth set of excerpts of public threads, collected and judged when the rules and the reader were finished, and run once; see README.md.

Names, paths and IDs are changed.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt

PROVIDER, MODEL, CONFIG = ("provider-error",), ("model-not-found", "provider-error"), ("agent-file-invalid",)
MODULE, STALL, RENDERER = ("tool-module-missing",), ("stream-stall",), ("renderer-crashed",)
V = "\n\n### OpenCode version\n\n%s\n"

LAST = (
    # --- troubles of OpenCode whose cause the thread established
    Excerpt(
        "anomalyco/opencode#39340",
        PROVIDER,
        '# Anthropic overloaded_error becomes UnknownError and is not retried on native event path\n\nWhen Anthropic emits this SSE error:\n\n```json\n{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n```\n\n`packages/llm/src/protocols/anthropic-messages.ts` converts it to a `provider-error` event.',
    ),
    Excerpt(
        "anomalyco/opencode#1057",
        PROVIDER,
        'I\'m running into `{"type":"overloaded_error","message":"Overloaded"}` quite often when using Claude Pro/Max. Claude code automatically implements retry logic, could this happen in opencode?',
    ),
    Excerpt(
        "anomalyco/opencode#36775",
        ("database-locked",),
        "# Concurrent instances on the same project cause silent crash (SQLite WAL lock contention)\n\nRunning two OpenCode instances simultaneously on the same project directory causes one of them to crash silently with no user-facing error. The root cause is concurrent write contention on the shared SQLite database (`~/.local/share/opencode/opencode.db`).\n\nThe `8a5c1dc2` instance only logged bootstrapping/init and then went silent — no session creation, no error message, no recovery.",
    ),
    Excerpt(
        "anomalyco/opencode#15188",
        ("database-locked",),
        "When attempting to run a second `opencode` process while one is already running, the following error occurs:\nSQLiteError: locking protocol\n    at run (unknown)\n    at run (bun:sqlite:322:21)\n    at  (src/storage/db.ts:73:12)\n\n## Environment\n- OS: WSL 1 (Linux 4.4.0-26100-Microsoft)"
        + V % " 1.2.14",
    ),
    Excerpt(
        "anomalyco/opencode#45181",
        ("plugin-error", "server-error"),
        '# Bug: Plugin enabled causes startup crash: null is not an object (evaluating \'n.provider\') at Provider.list\n\n```\nError: Unexpected server error. Check server logs for details.\n```\n\n4. Remove/comment the `"plugin"` line, launches normally every time.\n\n## Server log (`--print-logs`, stderr)\n\n```json\n{"level":"ERROR","message":"failed","error":"TypeError: null is not an object (evaluating \'n.provider\')","cause":"TypeError: null is not an object (evaluating \'n.provider\')\\n    at <anonymous> (B:/~BUN/root/chunk-mcbs1fvh.js:439:83422)\\n    at Provider.list (B:/~BUN/root/chunk-jbrc4ckv.js:3:16007)"}\n```',
    ),
    Excerpt(
        "anomalyco/opencode#14919",
        ("agent-not-found",),
        "# Agent.get() returns undefined for custom agent — crashes on .variant access\n\nWhen `default_agent` in `opencode.json` points to a custom agent defined via `agents/<name>.md`, `Agent.get()` may return `undefined`. The calling code at `createUserMessage` does not guard against this, resulting in a `TypeError`:\n\n```\nTypeError: undefined is not an object (evaluating 'agent.variant')\n```",
    ),
    Excerpt(
        "anomalyco/opencode#8907",
        ("agent-not-found", "plugin-error"),
        "# Error on sub-agent - agent not found: explore\n\nwhen  sub agent tries to dig up info, this error occurs. How to fix it"
        + V % "1.0.210",
    ),
    Excerpt(
        "anomalyco/opencode#50081",
        PROVIDER,
        "I am encountering an error when attempting to use a custom agent configuration within OpenCode. The request fails, and the console outputs the following error message:\n\nError from provider (Console): OpenCode's free tier can only be used from within OpenCode"
        + V % "1.18.31",
    ),
    Excerpt(
        "anomalyco/opencode#14255",
        PROVIDER,
        '# Suddenly my Opencode return Unauthorized\n\nWhy my OpenCode suddenly return Unauthorized: {"error":{"message":"User not found.","code":401}}data: {"choices":[],"cost":"0"}? any explanation for this? I cant use any models',
    ),
    Excerpt(
        "anomalyco/opencode#44326",
        PROVIDER,
        'OpenCode Go API key is invalid across all models.\n\nAfter connecting OpenCode Go with this key, every OpenCode Go model fails with the same error:\n\n"API key is invalid"\n\nI tested multiple different models and all of them return the same error.'
        + V % "1.18.21",
    ),
    Excerpt(
        "anomalyco/opencode#25684",
        PROVIDER,
        '# Xiaomi "Invalid API Key"\n\nFor full valid Token Plan API KEY, OpenCode returns "Invalid API Key"' + V % "1.14.33",
    ),
    Excerpt(
        "anomalyco/opencode#18166",
        PROVIDER,
        "# Opencode suddently now errors using any model. I'm on zed\n\nI hopped on to do some work today and get an error in response to any prompt\n\n```Incorrect API key provided: sk-proj-*****EsYA You can find your API key at https://platform.openai.com/account/api-key```",
    ),
    Excerpt(
        "anomalyco/opencode#14252",
        PROVIDER,
        '❯ opencode auth login\n\n┌  Add credential\n│\n◇  Select provider\n│  OpenCode Zen\n│\n└  Done\n\n❯ opencode run "hi"\n\n> sisyphus · minimax-m2.5-free\n\nError: Unauthorized: {"error":{"message":"User not found.","code":401}}data: {"choices":[],"cost":"0"}\n\nTried logout then again login'
        + V % "1.2.6",
    ),
    Excerpt(
        "ex-machina-co/opencode-anthropic-auth#134",
        ("provider-error", "missing-credentials"),
        '# [BUG] Just started getting "Invalid or missing API key"\n\nI think OpenCode just upgraded (version 1.14.31) and I\'m getting "Invalid or missing API key". Other scripts using my subscription work fine.',
    ),
    Excerpt(
        "anomalyco/opencode#9182",
        MODEL,
        "# Github Copilt‘s requested model is not supported\n\nOpencode shows Github Copilt‘s requested model is not supported but it's enabled on github setting"
        + V % "1.1.25",
    ),
    Excerpt(
        "anomalyco/opencode#11473",
        MODEL,
        "# The requested model is not supported. Make sure the model is enabled in your copilot settings: https://github.com/settings/copilot/features\n\n为什么我已经打开了呀 还是提示：The requested model is not supported. Make sure the model is enabled in your copilot settings: https://github.com/settings/copilot/features\n\n>opencode --version\nINFO  2026-01-31T14:39:44 +11ms service=models.dev file={} refreshing\n1.1.35",
    ),
    Excerpt(
        "anomalyco/opencode#34048",
        (*MODEL, "server-error"),
        'Authentication succeeds and opencode models correctly lists all GitHub Copilot models. However, every inference request fails.\n\nInitially I received:\n\nThe requested model is not supported.\n\nFor some requests I also received:\n\nThe requested model is not available for integrator "opencode".\n\nSometimes the error is:\n\n{\n  "name": "UnknownError",\n  "data": {\n    "message": "Unexpected server error. Check server logs for details.",\n    "ref": "err_88790651"\n  }\n}'
        + V % "1.17.11",
    ),
    Excerpt(
        "anomalyco/opencode#4819",
        MODEL,
        "When I try to build using Github copilot's claude-sonnet-4.5 model, the error occur: \"The requested model is not supported.\"\n\nAnd second, opencode says the 'gpt-5.1-codex' model is not accessible in github copilot, but it's present indeed:"
        + V % "1.0.119",
    ),
    Excerpt(
        "anomalyco/opencode#30675",
        MODEL,
        '- **OpenCode version:** 1.15.13\n- **OS:** macOS (Darwin / arm64)\n- **Provider:** `github-copilot` (OAuth login, student-pack tier)\n\n3. Run `opencode run -m github-copilot/claude-sonnet-4.6 "say hi"`.\n\n### Actual behavior\n\n```\nError: The requested model is not supported.\n```',
    ),
    Excerpt(
        "anomalyco/opencode#37715",
        CONFIG,
        'After updating OpenCode to the latest version, I started getting this error.\n\nError:\nError: ConfigInvalidError\n    at wrapClientError (oc://renderer/assets/main-D0r_FFql.js:70970:12)\n    at request (oc://renderer/assets/main-D0r_FFql.js:65886:28)\n\n────────────────────────────────────────\nCaused by:\n{\n  "body": {\n    "name": "ConfigInvalidError",\n    "data": {\n      "path": "/Users/u/.config/opencode/opencode.jsonc",\n      "issues": [\n        {\n          "code": "unrecognized_keys",\n          "keys": [\n            "mcpServers"\n          ],\n          "path": [],\n          "message": "Unrecognized key: mcpServers"\n        }\n      ]\n    }\n  },\n  "status": 400\n}',
    ),
    Excerpt(
        "anomalyco/opencode#1081",
        CONFIG,
        "I added an openconfig.json on v0.3.13 in my project and added one of the newer keys `\"layout\": \"stretch\"`. opencode won't start because I'm not on a newer version like v0.3.17 and it will error as below.\n\n```bash\nError: Config file at /Users/u/Coding/project/opencode.json is invalid\n↳ Unrecognized key(s) in object: 'layout' \n```",
    ),
    Excerpt(
        "anomalyco/opencode#5470",
        CONFIG,
        '```bash\n↳ λ curl https://opencode.ai/config.json > ~/.config/opencode/opencode.jsonc\n↳ λ opencode --version\n1.0.107\n↳ λ opencode\nConfig file at /Users/u/.config/opencode/opencode.jsonc is invalid\n↳ Unrecognized keys: "ref", "type", "properties", "additionalProperties"\n```'
        + V % "1.0.107",
    ),
    Excerpt(
        "anomalyco/opencode#24755",
        CONFIG,
        'I installed opencode-desktop and added a default shell to point to my fish installation\n\nOpening opencode-cli now gives me this error:\n\n```\nConfiguration is invalid at /Users/u/.config/opencode/opencode.json\n↳ Unrecognized key: "shell"\n```'
        + V % "1.14.24",
    ),
    Excerpt(
        "anomalyco/opencode#3556",
        CONFIG,
        '```\nError: Config file at /Users/u/.config/opencode/opencode.jsonc is invalid\n↳ Unrecognized keys: "app_help", "switch_mode", "session_child_cycle", "tool_details" keybinds\n```\n\nDoes opentui has different config schema options?'
        + V % "0.0.0-opentui-202510292344",
    ),
    Excerpt(
        "anomalyco/opencode#2079",
        CONFIG,
        "I get this error when I try to configure the `session_navigation` keybind (even when trying to set it to the default setting).\n\n```\nError: Config file at /home/u/.config/opencode/opencode.json is invalid\n↳ Unrecognized key(s) in object: 'session_navigation' keybinds\n```",
    ),
    Excerpt(
        "anomalyco/opencode#33879",
        CONFIG,
        'When changing a keybinding from the UI, OpenCode writes a "keys" field \ninto opencode.json. However, this key is not recognized by the schema \nand causes the error: "Unrecognized key: keys".\n\nPrevious conversations have all disappeared.\nNo LLM is usable.'
        + V % "Version 1.17.10 (1.17.10)",
    ),
    Excerpt(
        "anomalyco/opencode#17318",
        STALL,
        '# Error： SSE read timed out\n\nthe message "Preparing write..." is displayed. After a while, the message "Tool execution aborted, Error: SSE read timed out" is displayed.\n\n    ~ Preparing write...\n     Tool execution aborted\n\n  ┃\n  ┃  Error: SSE read timed out                                                                                                       █\n  ┃'
        + V % "1.2.25",
    ),
    Excerpt(
        "anomalyco/opencode#17336",
        STALL,
        "# SSE read timed out - Version Update Issue\n\nI got `Error: SSE read timed out` after updating Opencode to the newest version.\n\nI tried reinstalling. Note that the plugins that I had worked fine with the previous version."
        + V % "1.2.25",
    ),
    Excerpt(
        "anomalyco/opencode#17574",
        STALL,
        "# Frequent occurrence： error: sse read timed out\n\nUsing opus 4.6 from github"
        + V % "1.2.26"
        + "\nWrite the planning document to a file",
    ),
    Excerpt(
        "anomalyco/opencode#7040",
        PROVIDER,
        "# Extra inputs are not permitted\n\nI'm experiencing the exact same issue when upgrading from version 1.0.223 to version 1.1.1. While the built-in primary agents function correctly, all my custom primary agents are now failing with this error."
        + V % "v1.1.1",
    ),
    Excerpt(
        "anomalyco/opencode#2967",
        MODEL,
        "# GitHub Copilot (AI_APICallError: The requested model is not supported)\n\nI'm trying to use OpenCode with GitHub copilot. But none of the models I've tried work.\n\nIt always throws:",
    ),
    Excerpt(
        "anomalyco/opencode#36578",
        ("disk-full",),
        "When a session database write fails, the assistant error can be reduced to:\n\n```text\nFailed to execute statement\n```\n\nThe nested SQLite result is lost through the SQL/Drizzle error wrappers. In an observed failure, the retained internal cause was `SQLiteError: database or disk is full`, but the session UI and process error did not expose that actionable detail.",
    ),
    Excerpt(
        "anomalyco/opencode#38257",
        PROVIDER,
        '# [Bug] OpenCode Go: return 401 Request blocked by upstream provider\n\nI verified with curl directly (no client involved):\n\n2) POST https://opencode.ai/zen/go/v1/chat/completions\n   with "Authorization: Bearer <key>" → HTTP 401\n   {"type":"error","error":{"type":"AuthError","message":"Invalid API key."}}',
    ),
    Excerpt(
        "anomalyco/opencode#3230",
        ("history-rejected",),
        "```AI_APICallError: messages.125: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_016GGBqBmVVf9JWMNFbWA781. Each `tool_use` block must have a corresponding `tool_result` block in the next message.```\n\nThis error presents itself when I interrupt a conversation whilst a tool call is active and hasn't responded.\nThe model is Sonnet 4.5",
    ),
    Excerpt(
        "anomalyco/opencode#3001",
        MODULE,
        'I create a custom tool based on the docs here : https://opencode.ai/docs/custom-tools/#structure\nand when mentioning this tool in the chat i get this error \n\n```\nCannot find module "@opencode-ai/plugin" from /username/.config/opencode/tool/tool.ts\n```',
    ),
    Excerpt(
        "anomalyco/opencode#13887",
        MODULE,
        "OpenCode installs @opencode-ai/plugin on first start to ~/.config/opencode/node_modules. However,\nwhen having custom tools in ~/.config/opencode/tools, an error appears on the TUI:\n`error: Cannot find package 'zod' from '/home/u/.config/opencode/node_modules/@opencode-ai/plugin/dist/tool.js'`\n(or similar with @opencode-ai/plugin)"
        + V % "1.2.6",
    ),
    Excerpt(
        "anomalyco/opencode#5860",
        MODULE,
        "Whenever I try to have conversation with opencode this error comes up\n\nerror: Cannot find module '@opencode-ai/plugin' from\n\n### OpenCode version\n\nrunning using source code",
    ),
    Excerpt(
        "obra/superpowers#177",
        (*MODULE, "plugin-error"),
        "Opencode crashes on the start with the following error in log:\n```\nERROR 2025-12-19T21:29:29 +3ms service=default name=ResolveMessage message=Cannot find module '@opencode-ai/plugin/tool' from '/Users/u/.config/opencode/superpowers/.opencode/plugin/superpowers.js' code=ERR_MODULE_NOT_FOUND specifier=@opencode-ai/plugin/tool referrer=/Users/u/.config/opencode/superpowers/.opencode/plugin/superpowers.js importKind=import-statement fatal\n```",
    ),
    Excerpt(
        "anomalyco/opencode#36218",
        RENDERER,
        "## Same issue here - v1.18.3 Windows x64\n\nSame crash since updating to v1.18.3. Renderer OOM within 30-85 seconds of startup.\n\n**System:** Windows 11 x64, 16GB RAM, OpenCode Desktop v1.18.3 packaged\n\nMemory was growing at ~67 MB/s.",
    ),
    Excerpt(
        "anomalyco/opencode#40572",
        RENDERER,
        "**版本**：opencode desktop 1.18.15（崩溃）→ 1.18.16（卡死仍在，仅崩溃类型变化）\n\n### window.log（1.18.15，OOM 崩溃）\n```\n[2026-08-10 16:02:16.324] [error] renderer unresponsive\n[2026-08-10 16:04:20.068] [error] app render process gone { reason: 'oom', exitCode: -536870904 }\n```",
    ),
    # --- OpenCode at work, or with a trouble that no page explains
    Excerpt(
        "anomalyco/opencode#50289",
        (),
        "The OpenCode TUI crashed with an unexpected error.\n\n**Error:** PluginProvider is missing\n\n**Stack trace:**\n```\nError: PluginProvider is missing\n    at sa (/$bunfs/root/chunk-nxq2114z.js:2593:2804)\n    at Uc (/$bunfs/root/chunk-rvsregj0.js:4:248)\n    at children (/$bunfs/root/chunk-nxq2114z.js:2590:119831)\n```"
        + V % "2.0.8",
    ),
    Excerpt(
        "anomalyco/opencode#20257",
        (),
        "```\nTypeError: undefined is not an object (evaluating 'local2.agent.current().name')\n    at <anonymous> (/$bunfs/root/src/index.js:494663:77)\n    at runComputation (/$bunfs/root/src/index.js:472442:24)\n    at processTicksAndRejections (native:7:39)...\n```"
        + V % "1.3.9",
    ),
    Excerpt(
        "anomalyco/opencode#1220",
        (),
        'ran with `opencode --log-level DEBUG --print-logs &> logs.txt` and got this output:\n\n```\nINFO  2025-07-22T16:05:33 +47ms service=default version=0.3.51 args=["--log-level","DEBUG","--print-logs"] opencode\nINFO  2025-07-22T16:05:33 +0ms service=app cwd=/home/u/.dotfiles creating\nINFO  2025-07-22T16:05:33 +1ms service=models.dev refreshing\nINFO  2025-07-22T16:05:33 +0ms service=provider init\nINFO  2025-07-22T16:05:33 +2ms service=provider providerID=anthropic found\n```',
    ),
    Excerpt(
        "anomalyco/opencode#2692",
        (),
        '```bash\nopencode run "hello" --print-logs\nINFO  2025-09-22T13:02:36 +228ms service=default version=0.11.1 args=["run","hello","--print-logs"] opencode\nINFO  2025-09-22T13:02:36 +2ms service=project directory=/home/u fromDirectory\nINFO  2025-09-22T13:02:36 +7ms service=plugin path=opencode-anthropic-auth@0.0.2 loading plugin\nINFO  2025-09-22T13:02:36 +0ms service=format init\n```',
    ),
    Excerpt(
        "anomalyco/opencode#32987",
        (),
        "OpenCode version: 1.17.8\nOperating System: Ubuntu 24.04.4 LTS\n\nThe --print-logs flag only shows messages about TUI config loading like loading tui config and applying tui config. I was debugging a config loading issue and --print-logs gave me almost nothing so I had to dig through the log file manually.",
    ),
    Excerpt(
        "anomalyco/opencode#38801",
        (),
        'client\n```\ntimestamp=2026-07-28T22:19:50.798Z level=INFO run=101bde02 message="creating instance" directory=/srv/u/sai\ntimestamp=2026-07-28T22:19:50.800Z level=INFO run=101bde02 message=fromDirectory directory=/srv/u/sai\ntimestamp=2026-07-28T22:19:51.231Z level=INFO run=101bde02 message=bootstrapping directory=/srv/u/sai\n```',
    ),
    # --- other programs
    Excerpt(
        "gotgenes/pi-anthropic-auth#73",
        (),
        'The Pi TUI displays an error instead of completing the request:\n\n```json\n{\n  "type": "error",\n  "error": {\n    "details": null,\n    "type": "overloaded_error",\n    "message": "Overloaded"\n  }\n}\n```',
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#35777",
        (),
        '  ⎿  529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"req_011CZAYNHHZc2dXw6vchbkhw"}\n     Retrying in 0 seconds… (attempt 5/10)\n\n- Platform: darwin\n- Version: 2.1.78\n\n```json\n[{"error":"Error: Request was aborted.\\n    at makeRequest (/$bunfs/root/src/entrypoints/cli.js:448:3940)\\n    at processTicksAndRejections (native:7:39)"}]\n```',
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/anthropic-sdk-typescript#616",
        (),
        '  InternalServerError: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n    at APIError.generate (webpack-internal:///(rsc)/./node_modules/@anthropic-ai/sdk/error.mjs:75:20)\n    at Anthropic.makeRequest (webpack-internal:///(rsc)/./node_modules/@anthropic-ai/sdk/core.mjs:347:30)',
        is_opencode=False,
    ),
    Excerpt(
        "UKGovernmentBEIS/inspect_ai#2272",
        (),
        "[08/12/25 23:02:13] WARNING  Sample error (id: 42, epoch: 1): {'type': 'error', 'error': {'details': None, 'type': 'api_error', 'message': 'Overloaded'}})           run.py:612",
        is_opencode=False,
    ),
    Excerpt(
        "probcomp/bayeslite#285",
        (),
        'Traceback (most recent call last):\n  File "/home/u/bayeslite/shell/core.py", line 133, in default\n    cursor = bql.execute_phrase(self._bdb, phrase)\nOperationalError: database is locked',
        is_opencode=False,
    ),
    Excerpt(
        "vllm-project/aibrix#2215", (), "# database is locked (5) (SQLITE_BUSY)\n\nit should not be locked..", is_opencode=False
    ),
    Excerpt(
        "google-gemini/gemini-cli#2786",
        (),
        ' failed to start or connect to MCP server \'sequential-thinking\' {"command":"npx"};\n│    McpError: MCP error -32000: Connection closed\n│ ℹ  Authenticated via "oauth-personal".',
        is_opencode=False,
    ),
    Excerpt(
        "charmbracelet/crush#862",
        (),
        'ERROR  API Error\n\nPOST "https://api.deepseek.com/v1/chat/completions": 400 Bad Request {"message":"An assistant message with\n\'tool_calls\' must be followed by tool messages responding to each \'tool_call_id\'","type":"invalid_request_error","param":null,"code":"invalid_request_error"}',
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#12162",
        (),
        'API Error: 400 \n     {"type":"error","error":{"type":"invalid_request_error","message":"messages.136.content.1: \n     unexpected `tool_use_id` found in `tool_result` blocks: toolu_01W9d1uqVn9j1wYVqgvDTp8i. Each \n     `tool_result` block must have a corresponding `tool_use` block in the previous \n     message."}}',
        is_opencode=False,
    ),
    Excerpt(
        "dzhng/crm.cli#5",
        (),
        '```\nDrizzleQueryError: Failed query: insert into "contacts" ...\ncause: SqliteError: database is locked\n```\n\nEasy to reproduce — 30 parallel `crm contact add` via `xargs -P10` produces ~2/30 failures consistently.',
        is_opencode=False,
    ),
    Excerpt(
        "microsoft/vscode#279495",
        (),
        'Error: CopilotCLI error: (model_call), {"message":"The requested model is not supported.","code":"model_not_supported","param":"model","type":"invalid_request_error"}\n    at h7.query (file:///c:/Users/u/.vscode/extensions/github.copilot-chat-0.33.2/node_modules/@github/copilot/sdk/index.js:1416:25367)',
        is_opencode=False,
    ),
    Excerpt(
        "artokun/comfyui-mcp-panel#2023",
        (),
        "```\n[2026-08-14T20:53:05.314Z] [CRITICAL] render-process-gone reason=oom exitCode=-536870904\n[2026-08-15T04:33:16.340Z] [CRITICAL] render-process-gone reason=oom exitCode=-536870904\n```",
        is_opencode=False,
    ),
    Excerpt(
        "anomalyco/opencode#28441",
        (),
        'I also tried to connect the API through Hermes, but it still failed.\n\n- Provider: `opencode-go`\n- Endpoint: `https://opencode.ai/zen/go/v1`\n\nHowever, Hermes returns the following error:\n\n```text\nAPI call failed (attempt 1/3): AuthenticationError [HTTP 401]\n\nError: HTTP 401: Invalid API key.\n\n{\n  "type": "AuthError",\n  "message": "Invalid API key."\n}\n```',
        is_opencode=False,
    ),
    Excerpt(
        "anomalyco/opencode#47820",
        (),
        'Calling the OpenCode Go endpoint from Tencent **WorkBuddy** (desktop app, v5.5.3) as a generic OpenAI-compatible model fails on every chat request:\n\n> API Key 无效或没有权限访问该模型  \n> (≈ "Invalid API key or no permission to access this model")\n\n`401 {"type":"error","error":{"type":"AuthError","message":"Invalid API key."}}` on **every** POST path',
        is_opencode=False,
    ),
)
