"""An eighth set of excerpts of public threads, collected before what people say was read; see README.md.

Names, paths and IDs are changed.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt

EIGHTH = (
    Excerpt(
        "anomalyco/opencode#25231",
        ("context-overflow",),
        "# sglang token exedeeded count is not being recognized for auto compact\n\nBad Request: Requested token count exceeds the model's maximum context length of 202752 tokens. You requested a total of 202941 tokens: 170941 tokens from the input messages and 32000 tokens for the completion.\nPlease reduce the number of tokens in the input messages or the completion to fit within the limit.\n\nThat's what sglang is returning\n\n### OpenCode version\n\n1.14.30\n",
    ),
    Excerpt(
        "anomalyco/opencode#37875",
        ("server-stopped", "server-start-failed"),
        "# opencode killed immediately after start, was working fine for 6 months\n\nRunning `opencode` on my server immediately prints `Killed` with no other error message.\n\n## dmesg output\n\n```\n[  709.636403] opencode invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0\n[  709.754177] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/user.slice/user-0.slice/session-3.scope,task=opencode,pid=24208,uid=0\n[  709.757186] Out of memory: Killed process 24208 (opencode) total-vm:76209980kB, anon-rss:1873540kB, file-rss:116kB, shmem-rss:0kB, UID:0 pgtables:5252kB oom_score_adj:0\n```",
    ),
    Excerpt(
        "magnusoverli/opencode#15",
        ("server-stopped", "server-start-failed"),
        "# OpenCode killed by OOM on startup - runaway memory allocation\n\nTerminal output when launching opencode:\n\n```OpenCode v1.6.0 (baseline CPU mode)\nAI-powered coding agent for Home Assistant\n\nWorking directory: /homeassistant\n\n/usr/local/bin/opencode-session.sh: line 103:   251 Killed                  opencode\n\nDropped to shell. Working directory: /homeassistant\n```",
    ),
    Excerpt(
        "anomalyco/opencode#41991",
        ("waiting-for-permission",),
        "`opencode run` never terminates when a **subagent** session requests a permission. The CLI's event loop filters `permission.asked` events by session id and only answers the top-level session, so a request coming from a child session (created by the `task` tool) is never replied to. The subagent blocks on the pending request, the parent's `task` tool never returns, the session never reaches `idle`, and `run` never exits.",
    ),
    Excerpt(
        "anomalyco/opencode#13715",
        ("waiting-for-permission",),
        "Confirmed with a deterministic depth-2 Bash permission reproduction on **OpenCode 1.18.4 / Linux**.\n\n- Debug evidence recorded permission evaluation as `action=ask`, followed by creation of a `permission.asked` request for the depth-2 leaf.\n- The root/Main TUI never displayed a permission prompt. It only remained on the pending child task, so the request could not be approved or rejected from the Main TUI.\n- Waiting did not produce a resolution event; the leaf and its parents remained blocked on the pending permission.",
    ),
    Excerpt(
        "Tarquinen/opencode-dynamic-context-pruning#209",
        ("server-start-failed", "startup-stall", "plugin-error"),
        '# BunInstallFailedError\n\n> $ opencode --log-level DEBUG --print-logs\n> INFO  2025-12-27T05:17:27 +171ms service=default version=1.0.203 args=["--log-level","DEBUG","--print-logs"] opencode\n> {\n>   "name": "BunInstallFailedError",\n>   "data": {\n>     "pkg": "@tarquinen/opencode-dcp",\n>     "version": "latest"\n>   }\n> }',
    ),
    Excerpt(
        "anomalyco/opencode#14319",
        ("server-start-failed", "startup-stall", "plugin-error"),
        'opencode启动方式失败了，终端反馈：\nPS C:\\Users\\Administrator> opencode\n{\n  "name": "BunInstallFailedError",\n  "data": {\n    "pkg": "",\n    "version": "latest"\n  }\n}',
    ),
    Excerpt(
        "code-yeongyu/oh-my-openagent#3826",
        ("plugin-error",),
        "- opencode: 1.14.40\n- oh-my-openagent: 3.17.15 (`oh-my-openagent@latest`)\n\nAfter upgrading opencode to 1.14.40 the plugin repeatedly fails to load in opencode desktop/server startup logs.\n\n## Error\n```text\nservice=plugin path=oh-my-openagent@latest error=Bun is not defined failed to load plugin\n```",
    ),
    Excerpt(
        "anomalyco/opencode#20641",
        ("tool-hang",),
        "# lsp_diagnostics hangs with nixd\n\nOpenCode appears to hang indefinitely when running `lsp_diagnostics` against `nixd`.\n\nOpenCode waits indefinitely / appears stale. This reproduces even with all OpenCode plugins disabled.\n\n### OpenCode version\n\n1.3.2\n",
    ),
    Excerpt(
        "anomalyco/opencode#20824",
        ("tool-hang",),
        '# LSP server spawn hangs indefinitely when download/build fails, blocking all file tools\n\nSince `getClients()` is called by `touchFile()`, which runs after every Write and Edit tool execution, **all file-modifying tools hang in "running" state permanently**.\n\n1. Run OpenCode in a container environment where outbound access to GitHub is blocked or extremely slow\n5. The tool writes the file successfully but never returns completion',
    ),
    Excerpt(
        "anomalyco/opencode#6909",
        ("mcp-hang",),
        "# RE: MCP Servers - Potential issue?\n\nServers that were previously working are now returning `Operation timed out after 5000ms`. This affects local `stdio` servers (like `chrome-devtools`, `context7`).\n\n1. Define multiple MCP servers in `opencode.json`.\n2. Start a new OpenCode session.\n\n*   **Timeouts:** Most local servers fail with: `Operation timed out after 5000ms`.\n*   **GitHub SSE:** Fails with `SSE error: Non-200 status code (400)`.",
    ),
    Excerpt(
        "Kilo-Org/kilocode#12880",
        ("server-error",),
        'kilo CLI exits during startup with multiple failed startup requests and an "Unexpected server error". Full error shown when running `kilo`:\n\nError: 4 of 6 requests failed: Unexpected server error. Check server logs for details.\nAffected startup requests: config.providers, provider.list, app.agents, config.get\n    at VBE (/$bunfs/root/src/index.js:7181:117)\n    at <anonymous> (/$bunfs/root/src/index.js:7181:8360)\n    at processTicksAndRejections (native:7:39)\n\n- Kilo: 7.3.54',
    ),
    Excerpt(
        "Kilo-Org/kilocode#13185",
        ("history-rejected", "provider-error"),
        "Kilo can terminate an active CLI session while preparing the next model request, because its converted conversation history does not satisfy the AI SDK `ModelMessage[]` schema.\n\n```\nUnknownError: Invalid prompt: The messages do not match the ModelMessage[] schema.\n```\n\nThe failed assistant message records zero input, output, reasoning and cache usage, and has no content parts.",
    ),
    Excerpt(
        "Kilo-Org/kilocode#7894",
        ("model-not-found",),
        '### Description\n\nerror:\n\nModel not found: kilo/kilo-auto/free.\n{\n  "name": "UnknownError",\n  "data": {\n    "message": "Model not found: kilo/kilo-auto/free."\n  }\n}',
    ),
    Excerpt(
        "anomalyco/opencode#38723",
        ("startup-stall",),
        "`opencode run` intermittently hangs before creating a session. When it happens the process stays alive but produces **zero stdout**, emits **no error**, and never progresses past `message=init` in the log. The only way out is an external timeout.\n\n| opencode | **1.18.4** (also reproduced on **1.17.11**) |",
    ),
    Excerpt(
        "anomalyco/opencode#9830",
        ("waiting-for-answer",),
        "# Question tools block execution in `opencode run ...` mode\n\nWhen the LLM decides to use the question tool in an inline `opencode run` session without TUI, the execution will halt forever. We should probably disable the question tool for it by default.",
    ),
    Excerpt(
        "anomalyco/opencode#29661",
        ("server-error",),
        'Error: Unexpected server error. Check server logs for details.\n    at wrapClientError (oc://renderer/assets/main-DOdCAJOv.js:63926:12)\n    at request (oc://renderer/assets/main-DOdCAJOv.js:60166:28)\n    at async retry (oc://renderer/assets/main-DOdCAJOv.js:64585:14)\n\n────────────────────────────────────────\nCaused by:\n{\n  "body": {\n    "name": "UnknownError",\n    "data": {\n      "message": "Unexpected server error. Check server logs for details.",\n      "ref": "err_ea108456"\n    }\n  },\n  "status": 500\n}',
    ),
    Excerpt(
        "anomalyco/opencode#30668",
        ("server-error",),
        "PS C:\\Users\\A> opencode\nError: 4 of 5 requests failed: Unexpected server error. Check server logs for details.\nAffected startup requests: config.providers, provider.list, app.agents, config.get\n    at rO (B:/~BUN/root/chunk-nrn6hwff.js:468:117)\n    at <anonymous> (B:/~BUN/root/chunk-nrn6hwff.js:468:5550)\n    at processTicksAndRejections (native:7:39)\nPS C:\\Users\\A> opencode upgrade\n\n### OpenCode version\n\n1.15.13\n",
    ),
    Excerpt(
        "anomalyco/opencode#48414",
        ("tool-hang",),
        "# bash tool hangs on backgrounded processes that inherit a descriptor (residual of #22012, still in 1.18.30)\n\nThe bash tool doesn't resolve until every process holding its stdout/stderr has exited, even when the direct child exited long before. PR #20901 (`close` → `exit`, v1.3.14) fixed the exit-code wait, but the output collector still waits for stream EOF.",
    ),
    Excerpt(
        "anomalyco/opencode#40241",
        ("provider-error",),
        "# [Bug] Provider-specific HTTP 400 rate-limit responses stop processing\n\nWhen the provider returns HTTP 400 with a JSON detail containing rate limit exceeded, OpenCode currently treats the response as a terminal processing failure instead of retrying the request.\n\n3. Receive an HTTP 400 response with a JSON body containing a detail field whose value is rate limit exceeded.\n4. Observe that OpenCode stops processing instead of entering the existing retry flow.",
    ),
    Excerpt(
        "anomalyco/opencode#17648",
        ("provider-error",),
        "When the upstream LLM provider (in my case GitHub Copilot / `api.githubcopilot.com`) returns transient errors, the session processor enters an infinite retry loop with exponential backoff that grows unbounded. There is **no maximum retry count**, **no circuit breaker**, and **no configurable limit**. Sessions become effectively dead for hours.\n\nIn [`packages/opencode/src/session/processor.ts`], the `process()` method has a `while (true)` loop.",
    ),
    Excerpt(
        "anomalyco/opencode#30510",
        ("provider-error",),
        "# Bug\nWhen hitting rate limits (429) with OpenAI providers (e.g., ChatGPT 5.5), opencode retries approximately every second indefinitely, with no effective exponential backoff and no maximum retry limit.",
    ),
    Excerpt(
        "anomalyco/opencode#22808",
        ("history-rejected",),
        "When using OpenCode with **Alibaba DashScope (阿里云百炼)** or similar providers, the session becomes permanently corrupted if an agent fails to provide a `tool` response.\n\nUpon restarting the session, the API returns a **400 Bad Request**: \n`\"An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'.\"`",
    ),
    Excerpt(
        "anomalyco/opencode#396",
        ("provider-error", "model-not-found"),
        '# Bedrock not working in 0.1.136\n\nHere is my config:\n```json\n   {\n     "$schema": "https://opencode.ai/config.json",\n     "model": "amazon-bedrock/anthropic.claude-3-7-sonnet-20250219-v1:0"\n   }\n```\n\nSeeing this error: `AI_APICallError: undefined: Invocation of model ID anthropic.claude-3-7-sonnet-20250219-v1:0 with on-demand throughput isn’t supported. Retry your request with the ID or ARN of an inference profile that contains this model`',
    ),
    Excerpt(
        "anomalyco/opencode#18017",
        ("agent-file-invalid",),
        "# Invalid frontmatter silently breaks config\n\nFinal agent config has missing properties such as `model`.\n\neg an agent-test.md file with a bare `*` (`Unexpected scalar token` in YAMLLint)\n```\n---\ndescription: demo agent for testing config\nmode: subagent\npermission:\n  task:\n    *: deny\n---\n```\nis successfully consumed\n\n### OpenCode version\n\n1.2.27\n",
    ),
    Excerpt(
        "anomalyco/opencode#46100",
        ("agent-file-invalid",),
        'Error: ConfigInvalidError\n    at wrapClientError (oc://renderer/assets/main-CLlhHmas.js:57538:12)\n    at request (oc://renderer/assets/main-CLlhHmas.js:52454:28)\n\n────────────────────────────────────────\nCaused by:\n{\n  "body": {\n    "name": "ConfigInvalidError",\n    "data": {\n      "path": "/home/u/.config/opencode/agent/specialized-master-plan-architect.md",\n      "issues": [\n        {\n          "path": [\n            "color"\n          ],\n          "message": "Expected a string matching the RegExp ^#[0-9a-fA-F]{6}$, got \\"indigo\\""\n        }\n      ]\n    }\n  },\n  "status": 400\n}',
    ),
    Excerpt(
        "anomalyco/opencode#846",
        ("agent-file-invalid",),
        "# adding new mode results in Invalid JSON\n\n```\nu@DESKTOP-1:~/.config/opencode$ opencode\nError: Config file at /home/u/.config/opencode/config.json is not valid JSON\n```",
    ),
    Excerpt(
        "darrenhinde/OpenAgentsControl#204",
        ("agent-file-invalid",),
        "After a fresh install, opencode exit with an error...\n\n2. Run command: `opencode --agent OpenAgent`\n3. See error: `Config file at /home/u/.config/opencode/agent/subagents/development/devops-specialist.md is invalid`\n\n- OpenCode CLI version: 1.0.132",
    ),
    Excerpt(
        "oven-sh/bun#26034",
        ("server-stopped", "server-start-failed"),
        'Bun v1.3.5 (1e86cebd) Windows x64 (baseline)\nWindows v.win11_dt\nArgs: "C:\\Users\\A/AppData\\Roaming\\npm/node_modules\\opencode-aiodules\\opencode-windows-x64\\bin/opencode.exe" "--use\nr-agent=opencode/1.1.15" "--use-system-ca_\nElapsed: 3674ms | User: 3031ms | Sys: 1031ms\nRSS: 0.67GB | Peak: 0.67GB | Commit: 0.86GB\npanic(thread 22920): Segmentation fault at address 0x1D1FB939000\noh no: Bun has crashed. This indicates a bug in Bun, not your code.',
    ),
    Excerpt(
        "anomalyco/opencode#3267",
        ("server-stopped", "server-start-failed"),
        '# auto update causes: Bun segmentation fault (Windows)\n\nHi, Opencode suggested to restart since an update can be installed. Now I receive this error:\n\n> ============================================================\n> Bun v1.3.0 (b0a6feca) Windows x64 (baseline)\n> Args: "C:\\Program Files\\nodejs\\node_modules\\opencode-ai\\node_modules\\opencode-windows-x64\\bin\\opencode.exe"\n> Elapsed: 1ms | User: 0ms | Sys: 0ms\n> \n> panic(main thread): Segmentation fault at address 0x7FF71F0A739E\n> oh no: Bun has crashed. This indicates a bug in Bun, not your code.',
    ),
    Excerpt(
        "anomalyco/opencode#10766",
        ("startup-stall",),
        "# Failed to fetch models.dev\n\nwhen I run on offline network with corp model api,it report Failed to fetch models.dev,how to solve it?",
    ),
    Excerpt(
        "anomalyco/opencode#23107",
        ("startup-stall",),
        "# Black screen on startup when configured proxy is unavailable during bootstrap\n\nFrom the logs, the failing startup path times out while fetching `models.dev`, and several startup requests remain blocked until much later.\n\n- `2026-04-17T15:17:01 service=models.dev error=The operation timed out. Failed to fetch models.dev` (`2026-04-17T151649.log:15`)\n- `2026-04-17T15:17:38 service=server status=completed duration=42287 method=GET path=/mcp request` (`2026-04-17T151650.log:92`)",
    ),
    Excerpt(
        "anomalyco/opencode#42017",
        ("stream-stall", "provider-error"),
        '# Free Models Hang on One Network but Work on Another\n\n- OpenCode version: 1.18.16\n- Model: opencode/big-pickle\n\nSymptoms:\n- The request starts successfully but hangs indefinitely after:\n  "llm runtime selected"\n- The same OpenCode installation works when I switch to another network.',
    ),
    Excerpt(
        "anomalyco/opencode#35911",
        ("session-not-found", "session-deleted"),
        'Error: Session not found: ses_0bf1ffa17ffefvlL96v3475UGE\n    at wrapClientError (oc://renderer/assets/main-DzDaQb5z.js:70730:12)\n    at request (oc://renderer/assets/main-DzDaQb5z.js:65646:28)\n\n────────────────────────────────────────\n原因：\n{\n  "body": {\n    "name": "NotFoundError",\n    "data": {\n      "message": "Session not found: ses_0bf1ffa17ffefvlL96v3475UGE"\n    }\n  },\n  "status": 404\n}',
    ),
    Excerpt(
        "Ivy-Interactive/Ivy-Tendril#689",
        ("session-not-found", "unauthorized"),
        "# [Bug] Opencode - Error: Session not found\n\nOn mac, with opencode, we get the error Error: Session not found immediately on create plan submission. The job tab shows 1 second runtime with the error Error: Session not found.",
    ),
    Excerpt(
        "anomalyco/opencode#25113",
        ("unauthorized",),
        '# Cannot use opencode attach when OPENCODE_SERVER_USERNAME set\n\nBut when I do this, it\'s still showing Unauthorized. Am I miss anything?\n\nuse this command on terminal:\nOPENCODE_SERVER_USERNAME="username" OPENCODE_SERVER_PASSWORD="password" opencode attach http://localhost:4096\n\nshows Unauthorized\n\n### OpenCode version\n\n1.14.30\n',
    ),
    Excerpt(
        "anomalyco/opencode#50370",
        ("unauthorized",),
        'The bug is that `opencode serve` returns HTTP 401 Unauthorized on all endpoints even though OPENCODE_SERVER_PASSWORD is NOT set in the environment. Because of these 401 responses, the web UI at http://127.0.0.1:4096 hangs on infinite loading for sessions and models, and never prompts for credentials.\n\n5. In another terminal: `curl -sS -o /dev/null -w "HTTP %{http_code}\\n" http://127.0.0.1:4096/global/health` → HTTP 401',
    ),
    Excerpt(
        "anomalyco/opencode#44038",
        ("desktop-sidecar-failed",),
        "# 桌面端，无法启动服务器，持续报错，已经两天无法使用了\n\nError: Sidecar did not become ready within 60000ms: C:\\Users\\A\\AppData\\Local\\Programs\\@opencode-aidesktop\\resources\\app.asar\\out\\main\\sidecar.js",
    ),
    Excerpt(
        "anomalyco/opencode#14480",
        ("desktop-sidecar-failed",),
        "Failed to start server\n\nError: Failed to spawn OpenCode Server (Health check timed out). Logs:\n2026-02-20T18:25:24.820915Z  INFO opencode_lib: Initializing app\n2026-02-20T18:25:37.257676Z  INFO opencode_lib: Spawning new local server\n2026-02-20T18:25:37.269182Z  INFO opencode_lib::cli: Spawning sidecar port=14700\n2026-02-20T18:25:38.378780Z  INFO opencode_lib: Server connection setup",
    ),
    Excerpt(
        "anomalyco/opencode#18072",
        ("snapshot-hang",),
        "When opencode is used in a workspace that contains large non-code files (media files, datasets, ML models, etc.), the snapshot system's `git add .` can run indefinitely, consuming excessive CPU and memory.\n\n- `git add .` ran for 3+ hours at ~90% CPU\n- The subsequent hourly `git gc` (snapshot cleanup) consumed ~3.7GB of RAM\n\n- opencode version: v1.2.27",
    ),
    Excerpt(
        "anomalyco/opencode#1646",
        ("snapshot-hang",),
        "# Git snapshots take minutes to initialize on a large repo\n\n```\nINFO  2025-08-06T06:28:59 +109ms service=snapshot initialized\nINFO  2025-08-06T06:30:06 +66070ms service=server duration=95601 response\nINFO  2025-08-06T06:38:58 +532681ms service=session session=ses_781ee7d82fferKai0d02nsrevB type=text-start part\n```\n\nPlease implement an option to disable the snapshots. If the repo is large, the snapshots logic makes opencode unresponsive for many minutes, until the snapshot is initialized.",
    ),
    Excerpt(
        "anomalyco/opencode#6988",
        ("tool-module-missing", "plugin-error"),
        "opencode run hello --print-logs\n\n=====\nINFO  2026-01-05T20:02:13 +2ms service=plugin path=opencode-copilot-auth@0.0.9 loading plugin\nERROR 2026-01-05T20:02:13 +5ms service=default name=ResolveMessage message=Cannot find module '/Users/u/.cache/opencode/node_modules/opencode-copilot-auth' from '/$bunfs/root/src/index.js' code=ERR_MODULE_NOT_FOUND specifier=/Users/u/.cache/opencode/node_modules/opencode-copilot-auth referrer=/$bunfs/root/src/index.js importKind=import-statement fatal\nError: Unexpected error, check log file at  for more details\n\nerror: Cannot find module '/Users/u/.cache/opencode/node_modules/opencode-copilot-auth' from '/$bunfs/root/src/index.js'",
    ),
    Excerpt(
        "anomalyco/opencode#21155",
        ("plugin-error",),
        "**Describe the bug**\nWhen a plugin that depends on zod v4 is installed (e.g. oh-my-openagent), opencode crashes immediately with the following error when attempting to execute any tool:\n\n```\nTypeError: undefined is not an object (evaluating 'schema2._zod.def')\n    at process (/$bunfs/root/src/cli/cmd/tui/worker.js:80980:29)\n    at toJsoNschema (/$bunfs/root/src/cli/cmd/tui/worker.js:81668:15)\n```\n\n- opencode version: 1.3.16",
    ),
    Excerpt(
        "Nomadcxx/opencode-cursor#50",
        ("plugin-error",),
        "opencode 1.2.25, @rama_nigg/open-cursor@2.3.17\n\n1. Install via any method (npm `plugin` array)\n2. Run `opencode run \"hello\"`\n\n```\nTypeError: undefined is not an object (evaluating 'schema._zod')\n    at toJSONSchema (/$bunfs/root/src/index.js:10958:14)\n    at resolveTools (/$bunfs/root/src/index.js:240488:89)\n```",
    ),
    Excerpt(
        "anomalyco/opencode#31152",
        ("compaction-loop",),
        '# Infinite compaction loop on every response even with empty session\n\nOpenCode enters an infinite compaction loop immediately after any message, even "hi" with zero config, no skills, no agents, no commands, and no AGENTS.md/CLAUDE.md files. Every response triggers Build → Compaction → Build → Compaction indefinitely.\n\n### OpenCode version\n\n1.16.2\n',
    ),
    Excerpt(
        "anomalyco/opencode#18108",
        ("output-cut-off",),
        'When an LLM generates a tool call whose JSON arguments exceed maxOutputTokens, the output is truncated mid-JSON. opencode misclassifies this as a generic "invalid tool call," provides no truncation signal to the model, and either silently exits the session loop or enters an unrecoverable retry cycle.\n\nTruncated tool calls (finishReason: length + repairToolCall + doom loop)',
    ),
    Excerpt(
        "anomalyco/opencode#774",
        (),
        "Now the pasted text would be blank.\nI'm on 0.2.23 on Fedora 42 + GNOME Wayland + Ptyxis.\n\nHere's the log of me opening opencode > opening session > try to share the link but seems like opencode doesn't recognize any clipboard utility.\n```\nINFO  2025-07-10T17:23:12 +135ms service=app cwd=/var/home/u creating\nINFO  2025-07-10T17:23:12 +1ms service=default version=0.2.23 args= opencode\nINFO  2025-07-10T17:23:12 +2ms service=bus type=storage.write subscribing\nINFO  2025-07-10T17:23:12 +0ms service=app name=lsp registering service\n```",
    ),
    Excerpt(
        "anomalyco/opencode#41470",
        (),
        "# “Copied to clipboard” doesn't work\n\nWhen using OpenCode inside VSCode Server (Docker environment), copying text from an OpenCode session shows the message Copied to clipboard, but the text is not actually copied to the system clipboard and cannot be pasted elsewhere.\n\n### OpenCode version\n\n1.18.14\n",
    ),
    Excerpt(
        "anomalyco/opencode#8370",
        (),
        "As title, when opened opencode, the opencode logo glitch in terminal.\n\nThe console log shows:\n\n[13:56:12] [LOG] 'bootstrapping'\n [13:56:14] [LOG] 'resolveSystemTheme'",
    ),
    Excerpt(
        "anomalyco/opencode#8389",
        (),
        '# EACCES: permission denied, mkdir `/.opencode` (errno -13) in Plan mode\n\nOccurs only in planmode, whether using the experimental feature flag or not.\n```\nEACCES: permission denied, mkdir `/.opencode`\npath: "/.opencode",\nscall: "mkdir",\nerrno: -13,\n```\n\n### OpenCode version\n\n1.1.19\n',
    ),
    Excerpt(
        "earendil-works/pi#4138",
        (),
        '# Kimi K2.6 error 400 Invalid request\n\nKimi K2.6 (via opencode-go) gives this error:\n\n```\nError: 400 Error from provider:\n Provider returned error\n {"error":{"message":"Invalid\n request:\n tools.function.parameters is not\n a valid moonshot flavored json\n schema, details: <At path\n \'properties.source\': type is not\n defined>","type":"invalid_r\n equest_error"}}\n\n Error: Retry failed after 1\n attempts: Retry cancelled\n```\n\n### Version\n\n0.72.1',
        is_opencode=False,
    ),
    Excerpt(
        "microsoft/vscode#264984",
        (),
        'Sorry, your request failed. Please try again. Request id: 64409747-5760-449b-a566-3dff63cf0641\n\nReason: Request Failed: 400 {"error":{"message":"tools.0.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12 (https://json-schema.org/draft/2020-12). Learn more about tool use at https://docs.anthropic.com/en/docs/tool-use.","code":"invalid_request_body"}}\n\nExtension version: 0.30.3\nVS Code version: Code 1.103.2',
        is_opencode=False,
    ),
    Excerpt(
        "can1357/oh-my-pi#45",
        (),
        '`oh-my-pi` returned a Cloud Code Assist API 400 error indicating a tool schema is invalid:\n\n```\nError: Cloud Code Assist API error (400): {"type":"error","error":{"type":"invalid_request_error","message":"tools.2.custom.input_schema: JSON schema is invalid. It must match JSON Schema draft 2020-12."},"request_id":"req_vrtx_011CY4ocaLstg53iUvr7a7gE"}\n```',
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#1894",
        (),
        '● Let me fix the get-version command to not rely on jq:\n  ⎿  Interrupted by user\n\n> actually if we need jq then add it to our nix flake\n  ⎿  API Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"messages.19: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_0162edssqab1kYwpztdNfXru. Each `tool_use` block must have a \n     corresponding `tool_result` block in the next message."}}',
        is_opencode=False,
    ),
    Excerpt(
        "openai/codex#20866",
        (),
        '### What version of Codex CLI is running?\n\nv0.128.0\n\n Error running remote compact task: {\n  "error": {\n    "message": "Your input exceeds the context window of this model. Please adjust your input and try again.",\n    "type": "invalid_request_error",\n    "param": "input",\n    "code": "context_length_exceeded"\n  }\n}',
        is_opencode=False,
    ),
    Excerpt(
        "Aider-AI/aider#2030",
        (),
        "Unexpected error: litellm.NotFoundError: OpenAIException - Error code: 404 - {'error': {'message': 'The model `gpt-4o-2024-08-06` does not exist\nor you do not have access to it.', 'type': 'invalid_request_error', 'param': None, 'code': 'model_not_found'}}\nTraceback (most recent call last):\n  File\n\"C:\\Users\\t\\site-packages\\litellm\\llms\\OpenAI\\openai.py\", line 907, in completion\n    raise e",
        is_opencode=False,
    ),
    Excerpt(
        "sentriz/gonic#678",
        (),
        "Just installed gonic for the first time. Logs indicate the sqlite database is locked.\n\n```\n2026/03/29 14:40:12 response 500 GET /home \ngorm error/go/pkg/mod/github.com/sentriz/gormstore@v0.0.0-20220105134332-64e31f7f6981/gormstore.go:177sqlite3: database is locked\n```",
        is_opencode=False,
    ),
    Excerpt(
        "MatterHackers/MatterControl#1545",
        (),
        "```\nUnhandled Exception:\nSQLiteUnix.SQLiteException: database is locked\n  at SQLiteUnix.SQLite3.Prepare2 (System.IntPtr db, System.String query) [0x00027] in <51e6fdbffa7d4ae586059b9e3a8e7b28>:0 \n  at MatterHackers.MatterControl.DataStorage.Datastore.Initialize () [0x0001c] in <51e6fdbffa7d4ae586059b9e3a8e7b28>:0 \n```",
        is_opencode=False,
    ),
    Excerpt(
        "kaeawc/auto-mobile#2559",
        (),
        'When two AutoMobile processes run against the same `~/.auto-mobile/auto-mobile.db`, the second process to start crashes immediately:\n\n```\nFatal error in main():\nerror: Query failed: SQLiteError: database is locked\nSQL: update "feature_flags" set "enabled" = ?, "updated_at" = ? where "key" = ?\n    at executeQuery (.../src/db/bunSqliteDialect.ts:129:17)\n    at upsertFlag (.../src/features/featureFlags/FeatureFlagRepository.ts:85:10)\n```',
        is_opencode=False,
    ),
    Excerpt(
        "npm/npm#11806",
        (),
        'Getting permission denied errors while running npm install -g yo\n\nnpm ERR! Darwin 14.5.0\nnpm ERR! argv "/usr/local/bin/node" "/usr/local/bin/npm" "install" "-g" "yo"\nnpm ERR! code EACCES\nnpm ERR! Error: EACCES: permission denied, access \'/usr/local/lib/node_modules\'\nnpm ERR!     at Error (native)',
        is_opencode=False,
    ),
    Excerpt(
        "google-gemini/gemini-cli#26682",
        (),
        ' [API Error: {"error":{"message":"{\\n  \\"error\\": {\\n    \\"code\\": 400,\\n    \\"message\\": \\"Function call is missing a thought_signature in functionCall parts. Additional data, function call `default_api:update_topic` , position 20.\\",\\n    \\"status\\": \\"INVALID_ARGUMENT\\"\\n  }\\n}\\n","code":400,"status":"Bad\n  Request"}}]\n\nRun `gemini` to enter the interactive CLI, then run the `/about` command.\n\n│ CLI Version                                                  0.41.2',
        is_opencode=False,
    ),
    Excerpt(
        "aaif-goose/goose#2368",
        (),
        "2025-04-26T21:54:47.188373Z  WARN goose::agents::agent: Context length exceeded. Truncation Attempt: 1/3.\n    at crates/goose/src/agents/agent.rs:517\n\nresuming session | provider: google model: gemini-2.5-pro-preview-03-25",
        is_opencode=False,
    ),
    Excerpt(
        "bradygaster/squad#2053",
        (),
        'copilot --agent squad --yolo \n\nMCP startup did not finish within 45000ms (stalled at: starting MCP servers (reloadMcpServers)); continuing without it.\n\nFailed to connect to MCP server "squad_state": failed to initialize MCP client: MCP lifecycle negotiation did not complete within 60000 ms.',
        is_opencode=False,
    ),
    Excerpt(
        "oven-sh/bun#27371",
        (),
        "```\nu@production:~$ bun -e \"console.log('ok')\"\nKilled\n```\n\n```\n[ 8233.483405] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=/,mems_allowed=0,global_oom,task_memcg=/user.slice/user-1000.slice/session-19.scope,task=bun,pid=3599,uid=1000\n[ 8233.483417] Out of memory: Killed process 3599 (bun) total-vm:88082604kB, anon-rss:3499568kB\n```",
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#39745",
        (),
        '### What\'s Wrong?\n\noverloaded 529\n\n### Error Messages/Logs\n\n```shell\nAPI Error: 529 {"type":"error","error":{"type":"overloaded_error","message":"Overloaded.\nhttps://docs.claude.com/en/api/errors"},"request_id":"req_011CZTEFvft13DajMTp9pp64"}\n```\n\n### Claude Code Version\n\n2.1.85',
        is_opencode=False,
    ),
    Excerpt(
        "Alishahryar1/free-claude-code#459",
        (),
        "ERROR on TERMINAL :  \nError code: 400 - {'error': {'message': \"This model's maximum context length is 196608  tokens. However, your messages resulted in 196683 tokens. Please reduce the length of the messages.\", 'type': 'Bad Request', 'code': 400}} (request_id=req_c6cd88002774)\n\nI used the Minimax 2.5 free version via opencode. When the token reached 196K, the same compacting.    Anyone who tested on other models and found the same 196K bottleneck?",
        is_opencode=False,
    ),
)
