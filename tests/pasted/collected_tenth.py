"""A tenth set of excerpts of public threads, collected and run once after the repairs of the ninth; see README.md.

Names, paths and IDs are changed.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt

TENTH = (
    Excerpt(
        "anomalyco/opencode#8121",
        ("mcp-hang",),
        '# MCP timeout not respected\n\n### Description\n\nThis is my project setting:\n```json\n{\n  "$schema": "https://opencode.ai/config.json",\n  "mcp": {\n    "memory": {\n      "type": "local",\n      "enabled": true,\n      "command": ["bm", "mcp"],\n      "timeout": 30000\n    }\n  }\n}\n```\nAs this server needs more time to start I set timeout to 30sec.\n\nIt fails to load on startup, and when I try to start again opencode disables the server after 15sec. \n\nIs 15sec max allowed timeout or is this a bug?\n\n### OpenCode version\n\n1.1.13\n\n### Operating System\n\nWindows 11\n',
    ),
    Excerpt(
        "anomalyco/opencode#45368",
        ("compaction-loop",),
        "# Compaction re-triggers after every step when a model does not report limit.output\n\n### Description\n\nWhen a model doesn't report `limit.output`, `maxOutputTokens()` falls back to a flat 32k, so `usable = context - 32000`. On any window under 32k that lands at 0, which means every completed step counts as context overflow and compaction runs after *every single step*. The session never progresses.\n\nMeasured on qwen3:4b-instruct via ollama with `limit: { context: 16384, output: 0 }`: **30 compactions in 15 minutes**, no files changed, killed at the time cap.",
    ),
    Excerpt(
        "anomalyco/opencode#4992",
        ("provider-error",),
        '# Getting "Unauthorized: token expired" during conversation\n\n### Description\n\nDuring normal interaction while the agent is working / responding, it will occasionally abruptly stop with a red bordered message that just says "Unauthorized: unauthorised: token expired". I\'m using Github Copilot as the provider, and seen it happen on Claude-Sonnet-4.5 for certain.\n\nAll I have to do is say "carry on" or similar, and it continues fine.\n\n### OpenCode version\n\n1.0.126\n\n### Operating System\n\nmacOS\n',
    ),
    Excerpt(
        "anomalyco/opencode#49282",
        ("output-cut-off", "empty-answer"),
        "# Task tool returns empty result when subagent completion is reasoning-only at the 32k output cap\n\n### Description\n\nWhen the Task tool invokes a subagent and the subagent's completion is 100% reasoning with no text part (output budget consumed entirely before any text is emitted), the parent receives an empty task result. The child session persists (reasoning part + finish) but no text/tool part exists. It reproduces deterministically with three different models, all stopping at exactly 32,000 output tokens.\n\n- OpenCode: 1.18.31 (Linux / x86_64)",
    ),
    Excerpt(
        "anomalyco/opencode#8587",
        ("model-not-found",),
        '# OpenCode Zen GPT-5.2 Codex install model fails (ProviderModelNotFoundError)\n\nRepro (from `opencode github install`):\n1) Install flow: Provider = OpenCode Zen, Model = GPT-5.2 Codex. Installer adds `.github/workflows/opencode.yml` with `model: opencode/gpt-5.2-codex`.\n2) Action fails with `ProviderModelNotFoundError`.\n4) Switching workflow to `model: gpt-5.2-codex` fails: "Model must be in the format provider/model".',
    ),
    Excerpt(
        "anomalyco/opencode#47490",
        ("model-not-found",),
        "The verified failure is that OpenCode Desktop 1.18.29 offered a current OpenAI OAuth model in the picker, but that model was missing from the running provider state.\n\nWith the built-in OpenAI provider connected through ChatGPT/Codex OAuth, Desktop accepted a prompt but showed no assistant response. The backend failed before streaming:\n\n```text\nProviderModelNotFoundError: Model not found: openai/gpt-5.6-terra.\nDid you mean: gpt-5.6-terra, ...?\n```",
    ),
    Excerpt(
        "anomalyco/opencode#24791",
        ("history-rejected",),
        '# Bad Request: {"error":{"message":"The `content[].thinking` in the thinking mode must be passed back to the API.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}\n\n### Description\n\nBad Request: {"error":{"message":"The `content[].thinking` in the thinking mode must be passed back to the API.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}\n\nHow can this problem be solved? It\'s so frustrating when this happens every time the project is half-completed!',
    ),
    Excerpt(
        "anomalyco/opencode#28890",
        ("history-rejected",),
        '# [Bug]: Opencode Zen v1.15.7 - DeepSeek HTTP 400 caused by missing reasoning_content\n\n### Description\n\nRequestExecutor.execute: Provider request failed with HTTP 400: {"error":{"message":"Error from provider (DeepSeek): The `reasoning_content` in the thinking mode must be passed back to the API.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}\n\n### OpenCode version\n\n1.15.7\n\n### Operating System\n\nWindows 11\n',
    ),
    Excerpt(
        "anomalyco/opencode#27503",
        ("waiting-for-answer",),
        '# Bug: OpenCode gets stuck infinitely after re-asking questions due to user response timeout\n\n- OpenCode version: `[1.14.50]`\n\nWhen using the `opencode ask` interactive command, if the user takes a long time to respond to the assistant\'s questions, the assistant will trigger the "Let me re-ask those same questions" logic. After this re-ask step, the entire process hangs indefinitely:\n- The CLI becomes unresponsive \n- No further output or prompts appear\n\nThe process gets stuck permanently at the `→ Asked X questions` step',
    ),
    Excerpt(
        "anomalyco/opencode#36382",
        ("waiting-for-answer",),
        "# After answering questions, opencode just hangs there.\n\n### Description\n\ni ask it to create UI of android app. Then at the end it asks a couple of questions to which i have selected the answers. then at the Confirm tab, i click Enter to submit. but it just hangs there. nothing happens.\n\n### OpenCode version\n\n1.17.18\n\n### Operating System\n\nWindows 11\n",
    ),
    Excerpt(
        "anomalyco/opencode#4129",
        ("permission-refused",),
        '# Opencode hangs after I deny all tool usage\n\n### Description\n\nIt happens often, that opencode wants to "verify" something and launches three tool requests. I deny all of them and then seemingly nothing happens for a long time. After a while I quite and restart with `-c`.\n\n### OpenCode version\n\n1.0.45\n\n### Operating System\n\nLinux\n',
    ),
    Excerpt(
        "anomalyco/opencode#44556",
        ("waiting-for-answer",),
        "# run --session hangs when the model uses the question tool on an externally created session\n\n### Description\n\n`opencode run` denies the question and plan tools only for sessions it creates. Resuming a session created through the HTTP API skips those rules, leaving the question tool available. If the model calls it, the server waits without a timeout and the run never returns. `--auto` only handles permission events, not question events.\n\n### OpenCode version\n\n1.18.21 (also present on current dev)\n\n### Operating System\n\nLinux (WSL2, Ubuntu)\n",
    ),
    Excerpt(
        "anomalyco/opencode#13947",
        ("lost-event-stream",),
        "# Web UI freezes after SSE reconnect — missed events not recovered\n\nWhen the SSE event stream (`/global/event`) drops and reconnects, the web UI never re-fetches state from the server. Events missed during the disconnect are permanently lost — the session timer keeps running but no new content appears. Only a manual page refresh recovers the UI.\n\n1. Open the web UI through any reverse proxy (Tailscale serve, nginx, Cloudflare Tunnel) or on a mobile browser\n5. Refresh Chrome → UI shows the completed state that was missed",
    ),
    Excerpt(
        "anomalyco/opencode#40910",
        ("lost-event-stream",),
        "# [Bug] Web UI freezes mid-session behind nginx reverse proxy (SSE /global/event stream drops); page refresh required\n\nThe web UI gets stuck mid-session when accessed through a reverse proxy: it starts processing (spinner keeps spinning on the last line) but no new output ever appears. The session actually keeps running server-side — a manual page refresh shows everything that was executed.\n\n## OpenCode version\n\n1.18.14\n\n1. Run `opencode web --port 4096 --hostname 0.0.0.0` behind an nginx reverse proxy",
    ),
    Excerpt(
        "prokube/pk-opencode-webui#424",
        ("lost-event-stream",),
        "# Restore live updates when backend SSE stream ends after server.connected\n\nLive chat updates can regress into a state where the user must click Refresh to see new assistant output. Browser logs show both frontend SSE clients connecting, receiving only `server.connected`, and then immediately reconnecting in a loop:\n\n```text\n[Events] Connected\n[Events] Received: server.connected {}\n[Events] Connection error, reconnecting... Error: SSE stream ended\n[Sync] Connected, bootstrapping...\n[Sync] Event: server.connected\n[Sync] Connection error, reconnecting... Error: SSE stream ended\n```",
    ),
    Excerpt(
        "anomalyco/opencode#39326",
        ("provider-error", "stream-stall"),
        "# ai: mid-stream HTTP resets are reported as invalid provider output (v2)\n\nWhen an HTTP provider connection resets, OpenCode aborts the active session drain. If the reset happens after response headers and valid SSE events have arrived, the incomplete assistant step fails and there is no recovery beyond manually prompting the session again.\n\nThe visible error is misleadingly reported as `provider.invalid-output` with only:\n\n```text\nFailed to read openai/openai-responses stream\n```\n\nThe underlying failures in these cases were HTTP/2 response-body transport resets",
    ),
    Excerpt(
        "anomalyco/opencode#40710",
        ("desktop-sidecar-failed",),
        "# Issue on Desktop app\n\nHI! i'm getting this error almost 2 weeks, tried to delete cache, restarting, reinstalling. Nothing worked. Still this issue:\nError: Sidecar did not become ready within 60000ms: C:\\Users\\U\\AppData\\Local\\Programs@opencode-aidesktop\\resources\\app.asar\\out\\main\\sidecar.js\n\n### OpenCode version\n\nLatest\n\n### Operating System\n\nWindows 11\n",
    ),
    Excerpt(
        "anomalyco/opencode#35469",
        ("desktop-sidecar-failed",),
        '## OpenCode Desktop v1.17.13 — "Could not reach Local Server" on startup (Node.js sidecar 100% CPU spin)\n\nWhen launching OpenCode Desktop from the application menu, the window opens and shows:\n\n> *Could not reach Local Server*\n> *Retrying automatically...*\n\nThis persists indefinitely — it never recovers.\n\n3. **But two critical endpoints time out (30s) and return status 0:**\n   - `GET /global/health` ❌ timeout / status 0\n   - `GET /global/event` ❌ timeout / status 0',
    ),
    Excerpt(
        "anomalyco/opencode#6959",
        ("tool-hang",),
        "# lsp bug: edit tool stalls after first diff; assistant hangs\n\n- Symptoms: “After an edit, I see the first diff then the assistant keeps ‘thinking’ for minutes until interrupted.”\n- Expected: edit completes and assistant responds promptly.\n- Actual: edit appears partially applied and assistant hangs.\n- Environment: OpenCode 1.1.1, tool edit, file is a 200 lines bash script\n- OS: Linux",
    ),
    Excerpt(
        "anomalyco/opencode#46842",
        ("lost-wake", "input-not-promoted"),
        "# prompt_async on a busy session persists the message but never schedules a turn\n\nWhen `POST /session/:id/prompt_async` lands while the session's runner state is `Running`, the user message is persisted but its turn never runs.\n\nObserved in production over a week of programmatic use: async prompts sent during long agentic turns are persisted (visible via `GET /session/:id/message`) but never answered.\n\n### OpenCode version\n\ndev as of 2026-09-02 (verified against source; observed on v1.18.x)",
    ),
    Excerpt(
        "different-ai/openwork#2370",
        ("schema-drift",),
        "# [Bug]: Cannot create new session\n\nError when chat in a new session\n\n```\nSQLiteError: no such column: replacement_seq\n    at prepare (unknown)\n    at prepare (bun:sqlite:345:37)\n    at query (bun:sqlite:367:28)\n    at <anonymous> (/$bunfs/root/chunk-jcx82kqk.js:54:29002)\n    at SessionContextEpoch.requestReplacement (/$bunfs/root/chunk-k8tfhd1y.js:4:11393)\n    at SessionPrompt.createUserMessage (/$bunfs/root/chunk-ckq8fg8b.js:1030:363)\n```",
    ),
    Excerpt(
        "nexu-io/open-design#4923",
        ("permission-refused",),
        '# [Bug]: OpenCode agent auto-rejects edit permissions in headless mode, causing "stopped with unfinished tasks"\n\nWhen using OpenCode (1.17.10) as the local CLI agent in Open Design, all file edit operations are auto-rejected with the message `permission requested: edit (<file>); auto-rejecting` in the run logs. This causes the agent to stop with "已停止，仍有未完成任务" even though the run exits with code 0.',
    ),
    Excerpt(
        "alookai/alook#351",
        ("permission-refused",),
        '# OPENCODE_PERMISSION env var gets overridden by user config — opencode agents look like they reply but nothing arrives\n\nHey! Found a fun one on my self-hosted setup (0.0.151, opencode 1.17.14).\n\nMy opencode agents would show "typing", the task would end as completed... and I\'d never receive anything. I have `"permission": {"*": "ask"}` in my opencode config. So in a headless session every tool call gets auto-rejected — the agent literally can\'t run the `send-dm` command to reply. No error anywhere.',
    ),
    Excerpt(
        "multica-ai/multica#6864",
        ("waiting-for-permission",),
        "# [Bug]: OpenCode daemon tasks hang on ordinary permission requests with OpenCode 1.18.16\n\nAn OpenCode-backed task on a daemon host blocked on ordinary `bash` permission requests that Multica cannot approve. It emitted no subsequent OpenCode events, then Multica force-stopped it via the OpenCode idle watchdog.\n\nAt `17:04:20`, OpenCode logged `action=ask` and created unresolved permission requests for:\n\n```text\nbun --filter @webmcp-today/schema test -- input-schema.test.ts\n```\n\nNo tool was in flight and no message followed.",
    ),
    Excerpt(
        "NeuralNomadsAI/CodeNomad#359",
        ("plugin-error", "tool-module-missing"),
        "# [Bug]: Plugin load fails at startup: Cannot find module '@opencode-ai/plugin/tool'\n\nCloning and building from scratch shows missing module error message\n\npackages/opencode-config/node_modules/ is absent after a fresh clone. Specifically, @opencode-ai/plugin (v1.14.19) is not installed, so the import import { tool } from \"@opencode-ai/plugin/tool\" in packages/opencode-config/plugin/lib/background-process.ts cannot resolve.",
    ),
    Excerpt(
        "jenslys/opencode-gemini-auth#55",
        ("plugin-error", "tool-module-missing"),
        "Enabling `opencode-gemini-auth` causes opencode startup failure with `ERR_MODULE_NOT_FOUND` for `@opencode-ai/plugin`.\n\n- opencode: `1.2.10`\n- Plugin: `opencode-gemini-auth@latest` (resolves to `1.4.1`)\n\nStartup fails with:\n\nResolveMessage: Cannot find module '@opencode-ai/plugin' from\n'~/.cache/opencode/node_modules/opencode-gemini-auth/src/plugin/quota.ts'\n\nIn TUI mode (opencode with no args), this can look like a blank/frozen screen.",
    ),
    Excerpt(
        "Gentleman-Programming/gentle-ai#521",
        ("plugin-error",),
        "# No cargan los plugin comunitarios en opencode\n\n```text\n[22:46:11] [ERROR] \"[tui.plugin] failed to load tui plugin: ENOENT: no such file or directory, open '/Users/u/.cache/opencode/packages/opencode-subagent-statusline@latest/node_modules/@opentui/core/types.js'\n```\n\n### AI Agent / Client\n\nOpenCode",
    ),
    Excerpt(
        "alvinunreal/oh-my-opencode-slim#311",
        ("plugin-error",),
        "# Cannot start opencode with omos v0.9.13\n\nafter a while, when i use opencode in a new terminal tab, error occurs with a log: `ERROR 2026-04-16T08:19:19 +172ms service=plugin path=oh-my-opencode-slim@latest target=file:///Users/xxxx/.cache/opencode/packages/oh-my-opencode-slim@latest/node_modules/oh-my-opencode-slim/dist/index.js error=Cannot find module '/Users/u/repos/oh-my-opencode-slim/node_modules/jsdom/lib/jsdom/living/xhr/xhr-sync-worker.js' from '/Users/xxxx/.cache/opencode/packages/oh-my-opencode-slim@latest/node_modules/oh-my-opencode-slim/dist/index.js' failed to load plugin`",
    ),
    Excerpt(
        "martinstannard/openrtk#2",
        ("server-start-failed", "startup-stall", "plugin-error"),
        '# Plugin fails to load\n\n```\n$ opencode --version\n1.2.10\n```\n\n1. Using the `plugin: ["openrtk"]` yields:\n\n```\n{\n  "name": "BunInstallFailedError",\n  "data": {\n    "pkg": "openrtk",\n    "version": "latest"\n  }\n}\n```',
    ),
    Excerpt(
        "yuhp/opencode-models-discovery#34",
        ("plugin-error",),
        '# OpenCode error: failed to load plugin\n\nThe model discovery for our LiteLLM Gateway stopped working today.\n\nIn the opencode log we have the following error message:\n\n```\ntimestamp=2026-06-30T07:35:19.154Z level=INFO run=08437738 message="Model discovery plugin initialized" category=plugin\ntimestamp=2026-06-30T07:35:19.156Z level=ERROR run=08437738 message="failed to load plugin" path=list error="Plugin export is not a function"\n```\n\nWe use the newest OpenCode version v1.17.11.',
    ),
    Excerpt(
        "openchamber/openchamber#1622",
        ("compaction-loop", "context-overflow"),
        "# [Bug] Looping /compact with any local model (llama.cpp)\n\nI've got the same issue:\n\n- OpenCode Desktop v1.17.9 Win x64\n- Local llama.cpp model Qwen3.6 35B (Q4_K_M)\n\nLoops indefinitely.\n\nIt seems it loops indefinitely when it hits a context limit. There is a small one line error message in the llama.cpp log that's really easy to miss.",
    ),
    Excerpt(
        "Hope2333/opencode-termux#6",
        ("server-stopped",),
        '# Bun 1.3.14 segfault (null deref) on file read\n\nOpencode v1.17.3 often stuck at "reading file" for ~3 min, then crashes with Bun segfault.\n\n```\nBun v1.3.14 (0d9b296a) Linux arm64\nElapsed: 174332ms | User: 113956ms | Sys: 19535ms\nRSS: 0.15GB | Peak: 0.66GB | Commit: 0.15GB | Faults: 0 | Machine: 11.87GB\n\npanic: Segmentation fault at address 0x13CB0\noh no: Bun has crashed. This indicates a bug in Bun, not your code.\n```',
    ),
    Excerpt(
        "littlebearapps/untether#183",
        ("waiting-for-answer",),
        "# bug: OpenCode sessions hang silently when agent asks unanswerable question\n\nWhen OpenCode's agent calls its `functions.question` tool to ask the user for clarification, the session hangs indefinitely. The question never reaches Telegram, and OpenCode sits waiting for input that will never come.",
    ),
    Excerpt(
        "openchamber/openchamber#606",
        ("waiting-for-answer",),
        '# [Bug] Answering Question with Question Tool Causes The Session to get Stucked\n\nWhenever the question tool is being used, and answered from the user, no matter by selecting an option or custom answer. it gets stucked at the "Asking Question" state forever.\nThis only happens when using OpenChamber. \ntested with OpenCode CLI and OpenCode official webui, no issue, it works perfectly fine.',
    ),
    Excerpt(
        "JUNKDOGE-JOE/after-effects-mcp#316",
        ("provider-error",),
        "opencode 通道每轮都以同一条毫无信息量的错误收场，且**一旦发生，整个会话永久报废**\n\n真正的原因写在 opencode 自己的日志里（`~/.local/share/opencode/log/opencode.log`）：\n\n```\nAI_APICallError: Failed to process error response\n(cause: Error: The socket connection was closed unexpectedly.\n        For more information, pass `verbose: true` in the second argument to fetch)\n```",
    ),
    Excerpt(
        "Kilo-Org/kilocode#12139",
        ("server-error",),
        'so i was coding with kilo cli and then randomly it stops working and says you need to connect to provider and whenever i click on kilo gateway it showed me this error {"name":"UnknownError","data":{"message":"Unexpected server error. Check server logs for details.","ref":"err_d86e8ee5"}}\n\n### Kilo version\n\n7.3.54',
    ),
    Excerpt(
        "Kilo-Org/kilocode#11222",
        ("session-not-found",),
        "# CLI cloud fork rejects valid cloud sessions as missing\n\n```sh\nkilo --session ses_... --cloud-fork\n```\n\nRunning that command can fail immediately with:\n\n```text\nError: Session not found: ses_...\n```\n\nThe CLI validates the `--session` value against local session storage before importing the cloud session.\n\n## Kilo version\n\nCurrent CLI main branch behavior.",
    ),
    Excerpt(
        "Kilo-Org/kilocode#11811",
        ("server-start-failed", "desktop-sidecar-failed", "server-stopped"),
        "# Unable to use kilocode in vscode\n\nAfter install kilocode extension on vscode, \nhere is the error in chat page:\nCLI path: c:\\Users\\U\\.vscode\\extensions\\kilocode.kilo-code-7.3.54-win32-x64\\bin\\kilo.exe\nCLI process exited with code 3221225785 before server started\n\n### Kilo version\n\n7.3.53",
    ),
    Excerpt(
        "anomalyco/opencode#15949",
        ("provider-error",),
        '# 无法使用我的"OpenCode Go"配额\n\n账号没有余额的时候,调用报错警告没有余额,充值了余额以后,直接使用余额,但是订阅配额完全没有被使用的痕迹,充值余额用完以后依然无法使用配额:Your workspace has reached its monthly spending limit of $5. Manage your limits here:****\n\n### OpenCode version\n\nv1.2.15+v1.2.16\n\n### Operating System\n\nwindows10\n',
    ),
    Excerpt(
        "anomalyco/opencode#24492",
        ("provider-error",),
        "# OpenCode Go Kimi K2.5/K2.6 returns 429 insufficient balance despite active Go subscription\n\nKimi K2.5/K2.6 fail with a 429 error even though OpenCode Go is active and usage is low.\n\n- Run opencode models opencode-go\n- Logs show:\n  - statusCode: 429\n  - provider_name: Moonshot AI\n  - ccount suspended due to insufficient balance\n  - endpoint: https://opencode.ai/zen/go/v1/chat/completions",
    ),
    Excerpt(
        "thelioo/opencode-balancer#41",
        ("provider-error",),
        'OpenCode **Go** signals credit/quota exhaustion with **HTTP 401** and a JSON body `{"type":"CreditsError","message":"Insufficient balance"}`. `RETRYABLE_STATUS` only covers 429/5xx, so when the *active* account is the exhausted one the request fails immediately and the balancer never marks it rate-limited.\n\n- opencode 1.18.29, macOS 15 (arm64)',
    ),
    Excerpt(
        "anomalyco/opencode#3106",
        ("provider-error",),
        '# Opencode Silent on Reaching Provider Quota\n\nWhen we reach the quota limit for the provider like Claude Code, Opencode does not alert the user about this situation. Instead, it continues to show a "generating" status without any indication of the issue.',
    ),
    Excerpt(
        "anomalyco/opencode#6418",
        ("history-rejected",),
        "# Error: Invalid `signature` in `thinking` block\n\nWhen changing model mid session from GLM 4.7 or MinMax 2.1 i get this error\n\n`messages.19.content.0: Invalid `signature` in `thinking` block`\n\nNot sure why, if I toggle back to the first model I was using it works fine.\n\n### OpenCode version\n\n1.0.207\n\n### Operating System\n\nmac os x\n",
    ),
    Excerpt(
        "anomalyco/opencode#22813",
        ("history-rejected",),
        "# fix: thinking block signature lost when model differs, breaking multi-turn with extended thinking\n\nWhen using an Anthropic model with extended thinking enabled, the following error appears mid-conversation:\nThe model returned the following errors: `messages.N.content.1: thinking or redacted_thinking blocks in the latest assistant message cannot be modified.`\n\nRoot cause is in `packages/opencode/src/session/message-v2.ts`.",
    ),
    Excerpt(
        "anomalyco/opencode#30200",
        ("history-rejected",),
        "# Claude API: `thinking blocks cannot be modified` in fresh sessions with Opus 4.x (1.4.0 → 1.15.12, direct Anthropic)\n\nAnthropic Claude Opus 4.x extended thinking fails with `messages.X.content.Y: thinking blocks cannot be modified` in **fresh sessions** (no prior history), starting from the second turn that involves thinking. Reproduced reliably across multiple sessions on opencode `1.4.0`.",
    ),
    Excerpt(
        "anomalyco/opencode#34816",
        ("renderer-crashed",),
        "# Crashes occur upon switching from the current session to another existed session\n\nOpenCode Desktop crashes when switching to another session,  as the attachment showing, the current session is the top one , when I click the third session it terminated upexpectedly. Reason: oom, Code:-536870904.",
    ),
    Excerpt(
        "anomalyco/opencode#11836",
        ("startup-stall",),
        "# Embedded bun runtime hangs indefinitely on bun add during bootstrap on Linux (BunInstallFailedError)\n\nOpenCode v1.1.48 fails to launch on Ubuntu 24.04 (x86_64). The TUI renders a blank screen because the embedded bun runtime hangs indefinitely when trying to install `@opencode-ai/plugin` during bootstrap.",
    ),
    Excerpt(
        "anomalyco/opencode#4682",
        ("startup-stall",),
        "# opencode get stuck when `bun add` get stuck\n\nWhen I executed opencode, the program froze, akin to a terminal being frozen. I was unable to close it using any method, such as pressing Ctrl+C. When I terminated it from another terminal, I ran it again with the --print-log option and noticed it was stuck at the `bun add` command.",
    ),
    Excerpt(
        "anomalyco/opencode#6052",
        ("server-start-failed", "startup-stall", "plugin-error"),
        '# BunInstallFailederror on First Run\n\nThere is a corporate proxy, but environment variables are configured correctly.\n\n```bash \n(base) ubuntu@machinename:/mnt$ opencode\n^[\\{\n  "name": "BunInstallFailedError",\n  "data": {\n    "pkg": "opencode-copilot-auth",\n    "version": "0.0.9"\n  }\n}\n```\n\n### OpenCode version\n\n1.0.193\n\n### Operating System\n\nUbuntu 22.04.5 LTS\n',
    ),
    Excerpt(
        "anomalyco/opencode#48675",
        ("stream-stall",),
        '# "opencode run": zero-chunk provider stream stall never surfaces — no timeout, no retry, no exit (1.18.30)\n\nSeeing this on **1.18.30** too.\n\nMy setup is a supervisor loop that drives `opencode run` one step at a time.\n\n**Eleven hangs across three multi-step runs.** Eight of eleven land in a nine-second window at 600-609s. Zero bytes of output every time, 1.3-1.5% CPU.',
    ),
    Excerpt(
        "anomalyco/opencode#43007",
        ("stream-stall",),
        "# opencode proxy gateway SSE stream hangs silently with zero chunks\n\nModel: deepseek-v4-flash-free via providerID=opencode\nSymptom: Stream connection established successfully, but server sends zero data for 29s, then CLI exits loop silently with no error. Next request in a new session works fine.\nExpected: Gateway should enforce first-chunk timeout and return an error instead of hanging indefinitely\n\n### OpenCode version\n\n1.18.18\n\n### Operating System\n\nWindows 10\n",
    ),
    Excerpt(
        "anomalyco/opencode#47605",
        ("stream-stall",),
        "# Missing Content-Type bypasses model response body timeout and leaves sessions busy indefinitely\n\nOpenCode 1.18.28 on Linux x86_64 can wait indefinitely for a model response body when an HTTP 200 response omits or mislabels `Content-Type`. This is a confirmed client timeout defect that reproduces deterministically with synthetic responses.",
    ),
    Excerpt(
        "anomalyco/opencode#42307",
        ("output-cut-off",),
        '# Tool call JSON payload truncated — all tools fail with \'Unterminated string in JSON\'\n\nИспользуется Windows PowerShell 5.1\nКоманда запуска: opencode в папке C:\\Users\\U\\Documents\\budget-app\nЛюбой вызов инструмента (bash, read, glob и т.д.) обрывается на середине JSON\nПример ошибки: Invalid input for tool bash: JSON parsing failed: Text: {"command": " (position 13)\nПробовали обновить opencode до последней версии — не помогло',
    ),
    Excerpt("anomalyco/opencode#45592", (), "# opencode2 forgets sessions after restart"),
    Excerpt(
        "anomalyco/opencode#41172",
        (),
        "# [FEATURE]: OpenCode v2 waiting for subagents, the subagent model\n\nAfter the main agent has finished executing and submitted its report, the subagent’s execution ends 10 minutes later, and the main agent executes the response again. Is this expected behavior? Why doesn’t the agent wait for the subagent to finish executing?",
    ),
    Excerpt(
        "anomalyco/opencode#2645",
        (),
        "# Empty results from subagent on latest release 0.9.9\n\nSubagent sucessfully finished but main agent shows nothing.\nAnd I didnt see my command /commit in the chat.\n\nresult: Opencode can't deliver messages to subagents and main agent didn't know anything about research results. In this case its unusable",
    ),
    Excerpt(
        "anomalyco/opencode#12950",
        (),
        "# `.opencode/agents/` folder agents are giving the `<tool_call>` response\n\nI have been working on implementing/integrating the agents/sub agents in opencode tui. This the one of the sub agent task output and giving same <tool_call> response every time i asked to do something with sub agents.",
    ),
    Excerpt(
        "anomalyco/opencode#38517",
        (),
        "# Failed to send prompt in specific session\n\nWhen i am sending a prompt or hello message in old session it say\nfailed to send prompt in specific session\n\nAnd when i try it in new session it gives response\n\n### OpenCode version\n\n1.18.4\n\n### Operating System\n\nWindows 11\n",
    ),
    Excerpt(
        "Kilo-Org/kilocode#6319",
        (),
        "# Bug: Session load crashes with str3.replace error\n\nWhen attempting to load a session that contains messages, Kilo CLI crashes.\n\n```\nTypeError: undefined is not an object (evaluating 'str3.replace')\n    at titlecase (src/util/locale.ts:3:12)\n```\n\n- Kilo CLI Version: 1.0.19",
    ),
    Excerpt(
        "openai/codex#19121",
        (),
        "`codex-cli 0.114.0`\n\nCodex CLI disconnected mid-response and exhausted reconnect attempts before completion.\n\n```text\nReconnecting... 4/5 (21s • esc to interrupt)\nStream disconnected before completion: An error occurred while processing your request. You can retry your request, or contact us through our help center at help.openai.com if the error persists.\n```",
        is_opencode=False,
    ),
    Excerpt(
        "openai/codex#14877",
        (),
        "codex-cli 0.114.0\n\nERROR INFO:\n```\n• Waited for background terminal\n\n⚠ Falling back from WebSockets to HTTPS transport. stream disconnected before\n  completion: tls handshake eof\n\n■ stream disconnected before completion: error sending request for url\n(https://chatgpt.com/backend-api/codex/responses)\n```",
        is_opencode=False,
    ),
    Excerpt(
        "charmbracelet/crush#2576",
        (),
        "`$ crush\n          \n   ERROR  \n          \n  Failed to connect to database: database is locked (5) (SQLITE_BUSY).\n\n$ crush --version\ncrush version v0.55.1\n`",
        is_opencode=False,
    ),
    Excerpt(
        "charmbracelet/crush#2720",
        (),
        "在 TUI 中执行写操作（如 write/edit 工具）时经常被卡住，输入任意字符后会报以下错误：\n\ninvalid params: invalid function arguments: json string: 2013\n\n  1. 启动 Crush TUI\n  2. 执行一个会触发 write 或 edit 工具的请求（例如写文件）会被卡死",
        is_opencode=False,
    ),
    Excerpt(
        "cline/cline#5707",
        (),
        "# Cline not working\n\nI opened VSCode to continue my project, I typed in Cline to get some assistance and nothing happened. I uninstalled and reinstalled and now I get error:\n\nError loading webview: Error: Could not register service worker: InvalidStateError: Failed to register a ServiceWorker: The document is in an invalid state..",
        is_opencode=False,
    ),
    Excerpt(
        "cline/cline#6159",
        (),
        '# API request stuck\n\n### Cline Version\n\nv3.28\n\nif settings.json contain following line, \n"terminal.integrated.defaultProfile.windows": "Command Prompt"\n\nthe API request stuck with following input\ntask\nhi',
        is_opencode=False,
    ),
    Excerpt(
        "RooCodeInc/Roo-Code#5949",
        (),
        "# roo code hangs in a simple request; developer mode reveals CSP issue.\n\nObserve endless spinning with no response\n\nThe UI spins indefinitely. No response appears, no error is shown, and no request is sent to the API. Developer Console shows CSP violations blocking access to OpenRouter.",
        is_opencode=False,
    ),
    Excerpt(
        "google-gemini/gemini-cli#1900",
        (),
        "# Commands executions hang\n\nwhen gemini is trying to run some commands, it hangs\nie: dotnet build, bun run build, etc..\n\n│          message: 'Resource has been exhausted (e.g. check quota).',\n│          domain: 'global',",
        is_opencode=False,
    ),
    Excerpt(
        "QwenLM/qwen-code#135",
        (),
        "有时报错：✕ [API Error: OpenAI API error: 400 Invalid request: an assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids\n  did not have response messages: run_shell_command:4]",
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#1831",
        (),
        '⎿ API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"messages.91: `tool_use` ids were found without `tool_result` blocks immediately after: \n    toolu_012J8h8haek153rhp37X1S6d. Each `tool_use` block must have a corresponding `tool_result` block in the next message."}}',
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#79175",
        (),
        "# Bug: background Bash tasks hang forever on any stdin read (foreground does not)\n\n**Claude Code**: 2.1.209 (desktop app) · **Platform**: macOS 15\n\nA `Bash` tool call with `run_in_background: true` leaves child processes' stdin connected to\nsomething that never reaches EOF. Any command that reads stdin blocks **forever**.",
        is_opencode=False,
    ),
    Excerpt(
        "esengine/DeepSeek-Reasonix#7748",
        (),
        'v2 — Go rewrite (1.x), main-v2\n\nKeep getting different errors when using opencode zen / ds4-flash-free\n\nAdd openai compatible provider opencode.ai/zen/v1\n\n```shell\n[FAILED] sub-agent: custom-opencode-ai: status 400: {\\"error\\":{\\"param\\":null,\\"type\\":\\"invalid_request_error\\",\\"code\\":\\"invalid_request_error\\",\\"message\\":\\"Error from provider (Console): Upstream request failed: [invalid_request_error] The `reasoning_content` in the thinking mode must be passed back to the API.\\"}}\\n",\n```',
        is_opencode=False,
    ),
    Excerpt(
        "Alishahryar1/free-claude-code#1327",
        (),
        "### FCC version\n\n4.16.5\n\n### CLI\n\nClaude Code (fcc-claude)\n\n### Selected model(s)\n\nopencode/deepseek-v4-flash-free\n\nAPI Error: 400 Upstream provider OPENCODE returned HTTP 400.\n  Category: invalid_request_error\n  Mapped message: Invalid request sent to provider.",
        is_opencode=False,
    ),
    Excerpt(
        "autohandai/code-cli#62",
        (),
        "| **CLI Version** | 0.8.3 |\n| **Model** | minimax/minimax-m2.5:free |\n\n```\nRate limit exceeded. Please wait a moment and try again, or choose a different model.\nProvider returned error\n```\n\n```\nApiError: Rate limit exceeded. Please wait a moment and try again, or choose a different model.\nProvider returned error\n    at makeError (/$bunfs/root/autohand-macos-arm64:32071:22)\n    at async makeRequest (/$bunfs/root/autohand-macos-arm64:32827:37)\n```",
        is_opencode=False,
    ),
    Excerpt(
        "ltmoerdani/opencode-copilot-chat#179",
        (),
        "# Idle-stalled streams (2m without data) fail the turn even when nothing was emitted yet\n\n```\nOpenCode Go stream stalled for 2m 0s without new data.\nOpenCodeRequestError at streamOpenCodeResponse ← streamChatCompletions\n```\n\nThe 2-minute `streamIdleTimeoutSeconds` guard (added in #170 to stop Copilot hanging forever) works. When nothing was reported to VS Code yet, a one-shot retry is safe.",
        is_opencode=False,
    ),
    Excerpt(
        "continuedev/continue#9853",
        (),
        "**Error Details**\n\nModel: DeepSeek Coder\nProvider: deepseek\nStatus Code: 402\n\n**Error Output**\n```\n402 Insufficient Balance\n```",
        is_opencode=False,
    ),
)
