"""An eleventh set of excerpts of public threads, collected and run once after the repairs of the tenth; see README.md.

Names, paths and IDs are changed.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt

ELEVENTH = (
    Excerpt(
        "anomalyco/opencode#36305",
        ("provider-error", "model-not-found"),
        "# provider/github-copilot: every model rejected on /chat/completions (400 unsupported_api_for_model)\n\nWhen using the built-in GitHub Copilot provider, every request fails with HTTP 400 because the selected model is not accessible via the `/chat/completions` endpoint. This happens for ANY model on Copilot.\n\n- opencode version: 1.17.18 (worked on opencode v1.xx)\n- OS: Linux 7.0.11-arch1-1-ptl (linux x64)",
    ),
    Excerpt(
        "anomalyco/opencode#12789",
        ("provider-error", "model-not-found"),
        "# The requested model is not supported.\n\n### Description\n\nThe error says Copilot doesn't support this model, but in reality only the Claude model cannot be used properly, while others like Gemini can still be successfully called.\n\n### OpenCode version\n\n1.1.53\n\n### Operating System\n\nWindows 11\n",
    ),
    Excerpt(
        "anomalyco/opencode#11519",
        ("provider-error", "history-rejected"),
        "Using the Sonnet model via GitHub integration in OpenCode fails with:\n“Bad Request: Bad Request see messages above”.\n\nin previous versions of OpenCode, worked fine.\n\nfor model Claude Opus 4.5 GitHub Copilot\nresponce:\nmessages.1.content.0: Invalid `signature` in `thinking` block\n\n### OpenCode version\n\n1.1.48\n\n### Operating System\n\nmacOS\n",
    ),
    Excerpt(
        "anomalyco/opencode#37231",
        ("provider-error",),
        "# Error from provider (Console Go): Upstream request failed\n\nGood afternoon, the service on all Go models has started returning the error “Error from provider (Console Go): Upstream request failed.” It doesn’t matter which program is being used—whether it’s the CLI, the desktop app, or OpenChamber in VSCode.\n\n### OpenCode version\n\n1.18.1\n\n### Operating System\n\nmacOS\n",
    ),
    Excerpt(
        "anomalyco/opencode#915",
        ("provider-error",),
        "# OpenRouter AI_APICallError: Provider returned error name=UnknownError Server error\n\nVersion: opencode v0.2.33\n\nI am not able to use opencode anymore. I can use openroute Api in my other applications.",
    ),
    Excerpt(
        "anomalyco/opencode#4608",
        ("provider-error",),
        '# "Provider returned error" with openrouter/openai/gpt-5.1-codex\n\n### Description\n\nHere\'s the error from above with `--print-logs`:\n\nHere\'s my config:\n```sh\n$ opencode debug config\n{\n  "$schema": "https://opencode.ai/config.json",\n  "theme": "system"\n}\n```',
    ),
    Excerpt(
        "griffinmartin/opencode-claude-auth#228",
        ("provider-error",),
        '# Provider is overloaded [retrying in xxx s attempt #xxx]\n\nSince this morning, I\'ve been constantly getting this error.\n\nYet everything was working fine yesterday, and everything works fine with Claude Code.\n\n1. Start opencode\n2. Send prompt\n3. See the error "Provider is overloaded"\n\n### OpenCode version\n\n1.4.48',
    ),
    Excerpt(
        "anomalyco/opencode#6286",
        ("context-overflow",),
        "# Compaction Failing to Run on Time\n\nI have noticed when using opencode recently with Opus 4.5 (unsure if its the model's fault), compaction fails to run on time and the context balloons too big before compaction can reduce it. See the image\n\nIf I try to run `/compact` after this, the same error repeats. If I write a text prompt, it also fails with the same errors. This forces me to start a new session.\n\n### OpenCode version\n\n1.0.203\n\n### Operating System\n\nmacOs 15.6.1\n",
    ),
    Excerpt(
        "anomalyco/opencode#30649",
        ("context-overflow",),
        "# Session token usage grows unbounded via cache.read and causes unrecoverable context-window errors\n\nIn my real session, OpenCode reported approximately **56,128,248 total tokens** while the persisted conversation data was small.\n\nAfter this, continuing the same session fails with:\n\n```text\nYour input exceeds the context window of this model. Please adjust your input and try again.\n```",
    ),
    Excerpt(
        "anomalyco/opencode#36253",
        ("context-overflow", "provider-error"),
        "# core: v2 compaction injects max_output_tokens and leaves oversized sessions unrecoverable\n\nIf the endpoint rejects that parameter, compaction fails and the runner immediately sends the original oversized request, leaving the session stuck on `context_length_exceeded`.\n\n- opencode version: TUI `0.0.0-next-15234`\n\n4. Observe that the compaction request fails with `Unsupported parameter: max_output_tokens`.",
    ),
    Excerpt(
        "anomalyco/opencode#28440",
        ("client-timeout",),
        "# `client.session.prompt()` consistently throws HeadersTimeoutError / fetch failed when using JSON schema format\n\nWhen using `@opencode-ai/sdk` to create a client and make session prompts, I'm consistently getting a `HeadersTimeoutError` from undici. The error occurs during the `client.session.prompt()` call, and I'm unable to get any successful response.",
    ),
    Excerpt(
        "anomalyco/opencode#15555",
        ("client-timeout",),
        "# SDK client times out after exactly 5 minutes on Node.js when using session.prompt()\n\nWhen using @opencode-ai/sdk on Node.js 22 (not Bun), any session.prompt() call that takes longer than 5 minutes fails with:\n\n  HeadersTimeoutError: Headers Timeout Error\n      at FastTimer.onParserTimeout [as _onTimeout] (node:internal/deps/undici/undici:7529:32)\n      at Timeout.onTick [as _onTimeout] (node:internal/deps/undici/undici:692:17)",
    ),
    Excerpt(
        "anomalyco/opencode#49044",
        ("client-timeout",),
        "# Client SDK: 300 s undici headers timeout on session.prompt is not configurable — long turns die at ~302 s\n\nThe client SDK's `session.prompt` RPC (non-streaming) sits on undici's stock **300 s headers timeout**, with no way to configure it. Any turn that legitimately takes >~5 min dies at ~302 s with:\n\n```\nTypeError: fetch failed\n  cause: HeadersTimeoutError\n```",
    ),
    Excerpt(
        "anomalyco/opencode#3182",
        ("snapshot-hang",),
        "# Very slow session due to 98GB of git snapshots\n\nI'm using opencode with sonnet 4.5 (aws bedrock) to make some relatively small changes to a Go program. The process has now been running for 2.5 hours. I can see that there are 5-8 minutes between API requests. Then I remembered that I forgot to put a `opencode.jsonc` in this directory to disable git snapshots (yes, this has happened before).",
    ),
    Excerpt(
        "anomalyco/opencode#8577",
        ("snapshot-hang", "disk-full"),
        "# Snapshot feature needs safeguards for large directories (home directory filled disk)\n\nThe snapshot feature runs `git add .` on the entire worktree without any size or path checks.\n\n- Ran `opencode .` from home\n- Snapshot started tracking entire home directory (112GB)\n- Disk went from 44GB free → nearly 0 within minutes\n- CPU pinned at 100% from continuous `git add .`\n- **System became unresponsive - couldn't make any changes**",
    ),
    Excerpt(
        "anomalyco/opencode#4832",
        ("history-rejected",),
        'I got this a bunch of times today using openrouter with gemini 3 flash preview (opencode 1.0.203):\n\nBad Request: {"error":{"message":"Corrupted thought signature.","type":"api_error","upstreamStatus":400,"upstreamStatusText":"Bad Request","upstreamResponse":{"error":{"code":400,"message":"Corrupted thought signature.","status":"INVALID_ARGUMENT"}}}}',
    ),
    Excerpt(
        "anomalyco/opencode#49614",
        ("schema-drift",),
        '# desktop: bootstrap fails with "no such column: project_id" after data dir is migrated by OpenCode 2\n\nOpenCode Desktop 1.18.31 (V1) becomes unusable when the default data directory is also used by the OpenCode 2 preview (`opencode2`). The window opens, but the bundled V1 server fails during bootstrap with a raw SQLite error (`no such column: project_id`) and the UI only shows a generic "Failed to load sessions" message.',
    ),
    Excerpt(
        "anomalyco/opencode#42170",
        ("schema-drift",),
        "# Desktop fails to load sessions: no such column: project_id\n\nDesktop 1.18.17 dies on launch while loading sessions. The sidecar returns 500 from `Project.migrateProjectId`:\n\n```\nError: no such column: project_id\n```\n\n### OpenCode version\n\n1.18.17\n\n### Operating System\n\nmacOS\n",
    ),
    Excerpt(
        "anomalyco/opencode#32430",
        ("migration-failed", "schema-drift"),
        "# Desktop upgrade can fail on workspace migration\n\nUpgrading some older desktop installs can fail during database migration with:\n\n```text\nno such column: name\n```\n\nThe failing path is `20260410174513_workspace-name`. It rebuilds the `workspace` table and copies `workspace.name`.",
    ),
    Excerpt(
        "anomalyco/opencode#14068",
        ("tool-hang", "stream-stall"),
        "# General Task with 0 tool calls never stop\n\nWhen opencode spawn a general task with 0 tool calls, it will stuck forever. No log, no token consumption. I can't click the general task box in order to see the expanded log like the other general task.\n\n### OpenCode version\n\n1.2.6\n\n### Operating System\n\nUbuntu 24.04\n",
    ),
    Excerpt(
        "anomalyco/opencode#23344",
        ("session-not-found", "session-deleted"),
        "# Reattaching to a deleted session makes opencode hard hang the terminal\n\nI just deleted all sessions using the ctrl+d shortcut. Then I tested to see what happens when launching opencode to reattach to one of the deleted sessions that had worked minutes ago:\n\n```\nopencode -s ses_25d8af712ffekolTDT1RHRGZ08\n```\n\nThe terminal turned black, and would not respond to ctrl+c\n\n### OpenCode version\n\n1.4.11\n\n### Operating System\n\nWindows 11\n",
    ),
    Excerpt(
        "anomalyco/opencode#17358",
        ("startup-stall", "plugin-hang", "plugin-error"),
        "# 有些网络或者环境会导致opencode启动卡住？\n\n就一直是第二张图片的界面，无法进入opencode界面\n\n之前在笔记本遇到这个问题的时候只要断开网络重新启动就能进入opencode界面\n\n更新插件导致的，替换源之后就正常了\n\n### OpenCode version\n\nv1.2.25\n\n### Operating System\n\nWindows 11\n",
    ),
    Excerpt(
        "anomalyco/opencode#46161",
        ("plugin-hang",),
        "# Plugin init and config hook can block the opencode layer indefinitely\n\n`packages/opencode/src/plugin/index.ts` loads each internal plugin with `await plugin(input)`. Neither call has a timeout. When a plugin returns a promise that never resolves the entire plugin layer init blocks until the process is killed.",
    ),
    Excerpt(
        "anomalyco/opencode#30904",
        ("plugin-hang", "startup-stall", "known-release-bug"),
        "# Project-level local plugin causes OpenCode v1.16.0 startup to hang\n\nOpenCode `v1.16.0` appears to hang during startup when a project contains any local plugin under `.opencode/plugins/`.\n\nThis does not seem to be caused by the plugin implementation itself: even a minimal empty plugin reproduces the issue.\n\nIn logs, startup reaches internal plugin loading and then stops before loading the project local plugin",
    ),
    Excerpt(
        "morphllm/opencode-morph-plugin#28",
        ("plugin-hang", "startup-stall", "plugin-error"),
        "On Windows, enabling `@morphllm/opencode-morph-plugin` in OpenCode causes OpenCode to stall during startup / session load.\n\n- `opencode --pure` works\n- but normal mode with the plugin enabled stalls, including debug commands\n\n- OpenCode: `1.17.11`\n- Plugin: `@morphllm/opencode-morph-plugin@2.0.16`",
    ),
    Excerpt(
        "IgorWarzocha/opencode-usage-plugin#19",
        ("plugin-hang", "startup-stall", "plugin-error"),
        "# This plugin completely hangs my OpenCode\n\nHi, I tried to use the plugin and whenever I start OpenCode it just hangs, I don't even see the first screen and I have to kill it from MacOS Activity Monitor. As soon as I remove the plugin, OpenCode opens quickly as usual. I'm using latest (1.2.10) version of it.",
    ),
    Excerpt(
        "anomalyco/opencode#7403",
        ("startup-stall", "plugin-hang"),
        "# Hang on every startup\n\nAfter installing the oh-my-opencode plugin, every time I start opencode, it hangs for a while. When I check the processes, it always executes /root/.opencode/bin/opencode add --force --exact --cwd /root/.cache/opencode oh-my-opencode@latest.",
    ),
    Excerpt(
        "anomalyco/opencode#8676",
        ("unauthorized", "plugin-error"),
        "# fix: Plugin client returns 401 Unauthorized when OPENCODE_SERVER_PASSWORD is set (Desktop)\n\nWhen running OpenCode via Desktop app, plugins that use `client.session.create()`, `client.session.prompt()`, or other HTTP API calls receive `401 Unauthorized` errors.",
    ),
    Excerpt(
        "anomalyco/opencode#45596",
        ("unauthorized",),
        '# Desktop: orange dot (server not connected) after 1.18.23 — bundled serve returns 401 Basic Auth\n\nThe bundled `opencode serve` is running on an ephemeral port but returns **HTTP 401 Unauthorized** with `WWW-Authenticate: Basic realm="Secure Area"`. The Electron Renderer cannot authenticate, so the UI never reaches "connected" state.',
    ),
    Excerpt(
        "anomalyco/opencode#16123",
        ("unauthorized",),
        "# fix(desktop): Desktop app fails to connect to authenticated remote server on startup\n\nWhen a remote server requiring authentication (username/password) is set as the default server, the desktop app fails to connect on startup with an error message.\n\nThe `setupServerConnection()` function calls `checkHealthOrAskRetry(customUrl)` without passing credentials.\n\n### OpenCode version\n\n1.2.17 (Desktop app - Electron)\n\n### Operating System\n\nmacOS\n",
    ),
    Excerpt(
        "anomalyco/opencode#10166",
        ("unauthorized",),
        "# OPENCODE_SERVER_PASSWORD设置时，远程启动opencode server，desktop无法连接。\n\nWhen OPENCODE_SERVER_PASSWORD is set, remotely starting the opencode server makes the desktop unable to connect.\nVersion: 1.1.32。\n\n### OpenCode version\n\n1.1.32\n\n### Operating System\n\n服务端 linux，客户端 win10\n",
    ),
    Excerpt(
        "anomalyco/opencode#19946",
        ("missing-credentials", "provider-error"),
        "# `{env:...}` substitution not working for `apiKey` in custom provider options — `{file:...}` works\n\n`{env:VAR}` variable substitution does not work for the `apiKey` field inside a custom provider's `options` when using `@ai-sdk/openai-compatible`. The API key is not passed to the provider, resulting in an `Unauthorized` / `Not authenticated` error.\n\n- **OpenCode version:** latest",
    ),
    Excerpt(
        "anomalyco/opencode#21738",
        ("missing-credentials", "provider-error"),
        "On `OpenCode 1.4.2` on Windows, a custom Gemini native provider can be discovered correctly from `opencode.json`, and its model can be selected successfully.\n\nHowever, when the model is actually executed, the runtime request fails with:\n\n```text\n401 invalid_request_error: You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth\n```",
    ),
    Excerpt(
        "anomalyco/opencode#8665",
        ("missing-credentials", "provider-error"),
        "I have this `opencode.jsonc`\n\nIn my environment I forgot to export the environment variable `DEEPSEEP_API_KEY` and got the obscure error message:\n\n```md\nUnauthorized: Authentication Fails (governor)\n```",
    ),
    Excerpt(
        "anomalyco/opencode#2245",
        ("provider-error",),
        "# AI_APICallError: User not found with OpenRouter despite valid API key\n\nOpenCode consistently fails with AI_APICallError: User not found when using OpenRouter models, despite having a valid API key that works perfectly with direct API calls.\n\n• OpenCode version: 0.5.24\n• Platform: macOS (Darwin 24.6.0)",
    ),
    Excerpt(
        "openabdev/openab#1200",
        ("missing-credentials", "agent-file-invalid", "provider-error"),
        'The opencode agent config example in the docs uses `providers` (plural) and places `apiKey`/`baseUrl` at the provider top level. Three schema mismatches found during ECS Fargate deployment:\n\n- "providers" → opencode 1.17.x returns Unrecognized key: providers\n- "apiKey" / "baseUrl" at provider top level → silently ignored, API call fails with AI_APICallError: Missing API key',
    ),
    Excerpt(
        "Kilo-Org/kilocode#11041",
        ("waiting-for-permission",),
        'User report on Discord that permission approval is broken in the following scenario:\n\nAgent requests several permissions chained one after the other for the same command, e.g. `git diff <params>` - Clicking Apply or Deny doesn\'t work - The request is failed and the chat is frozen\n\nVSCode Logs show `log.ts:117   ERR [Extension Host] [Kilo New] KiloProvider: Failed to respond to permission: Error: Permission request not found: per_<id>`\n\n```\nINFO  2026-06-09T10:48:46 +2ms service=permission permission=bash pattern=git diff -- [REDACTED_PATH] action={"permission":"bash","action":"ask","pattern":"*"} evaluated\nINFO  2026-06-09T10:48:46 +0ms service=permission id=per_eabffc63a0010UtFz5Qt0jNdCJ permission=bash patterns=["git diff -- [REDACTED_PATH]"] asking\nINFO  2026-06-09T10:48:46 +0ms service=bus type=permission.asked publishing\n```',
    ),
    Excerpt(
        "arthurzengg/opencui#520",
        ("waiting-for-permission",),
        "# [bug] Permission dialogs never appear with opencode server 1.18.x\n\nThe ask → reply → continue flow hangs on my setup (VSCodium on Windows 11, opencode 1.18.18): no permission dialog appeared in the panel.",
    ),
    Excerpt(
        "Kilo-Org/kilocode#10506",
        ("waiting-for-permission",),
        "# Auto-approve stopped working properly\n\nSince the recent update of kilo code v7.3.1 I observe that now enabling auto-approve act in a weird way. The permissions prompt never disappear and at a certain moment the session will hang until you accept all accumulated permissions prompts.\n\n### Kilo version\n\n7.3.1",
    ),
    Excerpt(
        "repoprompt/repoprompt-ce#117",
        ("mcp-hang",),
        "Additional OpenCode raw ACP probe from the 2aff worktree:\n\n- With `--print-logs --log-level DEBUG`, the timeout is not silent: OpenCode is stuck during MCP startup for the inherited `RepoPromptCE` MCP entry. The MCP child repeatedly logs `Bootstrap connection lost ... connectFailed(errno: 2)` while `session/new` never responds.",
    ),
    Excerpt(
        "zed-industries/zed#56810",
        ("empty-answer",),
        '# Remote Project Opencode ACP Agent Unresponsive\n\nI will prompt and get no response despite the agent getting "end_turn" event\n\n```\n{ "sessionId": "...", "prompt": [{ "type": "text", "text": "what pc am i on" }] }\n{ "stopReason": "end_turn", "usage": { "totalTokens": 0, "inputTokens": 0, "outputTokens": 0 }, "_meta": {  } }\n```',
    ),
    Excerpt(
        "Hotakus/opencode-visual-cache#5",
        ("plugin-hang", "plugin-error"),
        "# 切换sessions时卡住\n\n用了这个插件以后，选择其他session后会卡在选择session界面，esc也退不出去，只能ctrl+c退出，因为是项目级安装的插件，并且只安装了这一个，把项目下的.opencode文件夹删掉后就能正常切换session了",
    ),
    Excerpt(
        "anomalyco/opencode#30643",
        (),
        "# Opencode ACP in Zed can't open previous session after Zed restart\n\nI'm using Opencode ACP in Zed. When restarting Zed, I can't open previous session.\n\n1. Start Opencode ACP in Zed\n2. Send some message\n3. Restart Zed\n4. Click on the session, and it's gone\n\n### OpenCode version\n\n1.15.13\n\n### Operating System\n\nMacOS 26.5.1\n",
    ),
    Excerpt(
        "anomalyco/opencode#28482",
        (),
        '# [BUG] `permission: "allow"` and `permission.* = "allow"` still trigger approval prompts\n\nEven when permissions are fully set to `"allow"` in `opencode.json`, OpenCode still asks for confirmation before editing, deleting, or executing commands.\n\nWhen permissions are set to "allow", OpenCode should execute actions without asking for confirmation.',
    ),
    Excerpt(
        "anomalyco/opencode#34752",
        (),
        "# Default server vlocal password unknown\n\nWindows desktop ui, there is a vlocal server running for http access http://127.0.0.1:{port}\n\nWhen I go to web explorer and enter the {IP}:{port} it asks for 'Username' and 'Password'. So it looks like there is some password by default.\n\n### OpenCode version\n\nv1.17.12\n\n### Operating System\n\nWindows 11\n",
    ),
    Excerpt(
        "anomalyco/opencode#34214",
        (),
        "# Opencode freezes / becomes unresponsive mid-session\n\nAfter using opencode for a while (multiple tool calls back and forth), the assistant suddenly stops responding. The UI freezes — no new messages appear, no tool calls execute. The user has to force-close the terminal/app and reopen it to continue.\n\n### OpenCode version\n\n1.17.11\n\n### Operating System\n\nWindows 11\n",
    ),
    Excerpt(
        "anomalyco/opencode#19189",
        (),
        "# opencode后卡死无响应\n\n安装后命令行运行opencode后卡死无响应（第一次），opencode web可以正常使用",
    ),
    Excerpt(
        "lbjlaq/Antigravity-Manager#3202",
        (),
        '在使用工具调用（Function Calling）功能时（具体报错指向 default_api:Bash 工具），API 返回了 400 INVALID_ARGUMENT 错误。\n\n{\n  "error": {\n    "code": 400,\n    "message": "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance.",\n    "status": "INVALID_ARGUMENT"\n  }\n}\n\nAgent:Claude Code桌面版',
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#57080",
        (),
        "The `explanatory-output-style@claude-plugins-official` plugin registers a\n`SessionStart` hook that hangs the Claude Code harness for **5 seconds,\n30 seconds, or up to the 600s hard timeout** before resolving. While the\nhook is alive, no user input is processed.",
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#820",
        (),
        'It\'s asking me to compact after one message, and it fails to compact when I tell it to compact.\n\n**Errors**\n```json\n[{"error":"Error: 400 {\\"type\\":\\"error\\",\\"error\\":{\\"type\\":\\"invalid_request_error\\",\\"message\\":\\"prompt is too long: 210118 tokens > 200000 maximum\\"}}\\n    at E6.generate (file:///Users/u/.nvm/versions/node/v23.5.0/lib/node_modules/@anthropic-ai/claude-code/cli.js:578:24354)"}]\n```',
        is_opencode=False,
    ),
    Excerpt(
        "CommandCodeAI/command-code#891",
        (),
        "# Session wedged over the 1M window: repeated 400 prompt-too-long despite auto-compaction (v1.58.0)\n\nA long, tool-heavy session is stuck: every request fails with `400 This model's maximum context length is 1048576 tokens ... requested 1057726 (993726 in the messages, 64000 in the completion)`. Auto-compaction has already run twice.",
        is_opencode=False,
    ),
    Excerpt(
        "openai/codex#21522",
        (),
        "# Editing tool permission can't be auto approved.\n\nClick Yes and don't ask again this session, but the agent keeps asking for edit permission.",
        is_opencode=False,
    ),
    Excerpt(
        "microsoft/vscode#282890",
        (),
        '# ❌ Error: {"message":"The requested model is not supported.","code":"model_not_supported","param":"model","type":"invalid_request_error"}\n\nType: <b>Bug</b>\n\nExtension version: 0.33.5\nVS Code version: Code 1.106.3',
        is_opencode=False,
    ),
    Excerpt(
        "zed-industries/codex-acp#197",
        (),
        "I’m experiencing a consistent issue where Codex via ACP in Zed hangs before invoking any MCP tools, while the exact same setup works correctly with other agents and with `codex cli`.\n\n* accepts prompt\n* sends `usage_update`\n* **never emits any `tool_call`**\n* appears to hang indefinitely",
        is_opencode=False,
    ),
    Excerpt(
        "npm/npm#17268",
        (),
        "Error: EACCES: permission denied, mkdir '/usr/local/lib/node_modules/electron/.electron'\nnpm ERR! code ELIFECYCLE\nnpm ERR! errno 1\nnpm ERR! electron@1.6.11 postinstall: `node install.js`\nnpm ERR! Exit status 1",
        is_opencode=False,
    ),
    Excerpt(
        "OpenHands/OpenHands#5480",
        (),
        '# [Bug]: Cannot recover from "Agent stuck in loop"\n\nOnce we stuck in "agent stuck in loop", we cannot send subsequent messages to the agent anymore.\n\n### OpenHands Installation\n\nDocker command in README',
        is_opencode=False,
    ),
    Excerpt(
        "browser-use/browser-use#1001",
        (),
        '# OpenAI 400-level error loop fails to stop the Agent\n\nWhen I started using the library, I was getting a blank page in the browser, and a loop in the logs, just saying "Step 1" repeatedly, way more than max_failures.\n\nINFO     [agent] 📍 Step 1\nINFO     [agent] 📍 Step 1',
        is_opencode=False,
    ),
    Excerpt(
        "stackblitz-labs/bolt.diy#155",
        (),
        "`LoadAPIKeyError [AI_LoadAPIKeyError]: Google Generative AI API key is missing. Pass it using the 'apiKey' parameter. Environment variables is not supported in this environment.\nbolt-ai-1  |     at loadApiKey (file:///app/node_modules/.pnpm/@ai-sdk+provider-utils@1.0.20_zod@3.23.8/node_modules/@ai-sdk/provider-utils/src/load-api-key.ts:25:11)",
        is_opencode=False,
    ),
    Excerpt(
        "rocketride-org/rocketride-server#1295",
        (),
        "Two packaging bugs in `docker/Dockerfile.engine`:\n\n1. Every pipeline run fails: `Failed to run pipeline: [Errno 13] Permission denied: '/opt/data'`.\n2. Container is permanently `unhealthy` while serving fine — healthcheck hits `/ping`, which returns `401`.",
        is_opencode=False,
    ),
    Excerpt(
        "duolahypercho/codex-router#73",
        (),
        "# [Bug]: OpenCode doesnt seems to work\n\nHi, I was trying to use the Codex Router with OpenCode and it seems that it just keeps stuck at thinking, reconnecting and error. I wonder how can I debug this\n\nI tested out in the OpenCode CLI works fine\n\n### App target\n\nCodex",
        is_opencode=False,
    ),
    Excerpt(
        "MayDay-wpf/snow-cli#104",
        (),
        "# Gemini thinking 模式下 functionCall 缺少 thought_signature 导致 400 错误\n\n```\nFunction call is missing a thought_signature in functionCall parts. This is required for tools to work correctly, and missing thought_signature may lead to degraded model performance.\n```\n\n1. 使用 Snow CLI 连接 Gemini API（启用 thinking 模式）",
        is_opencode=False,
    ),
    Excerpt(
        "TokenRhythm/opensquilla#225",
        (),
        'Error: Gemini chat request failed (HTTP 400): [{ "error": { "code": 400, "message": "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly.", "status": "INVALID_ARGUMENT" } } ]',
        is_opencode=False,
    ),
)
