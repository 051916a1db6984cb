"""A twelfth, smaller set of excerpts of public threads, collected and run once after the repairs of the eleventh; see README.md.

Names, paths and IDs are changed.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt

TWELFTH = (
    Excerpt(
        "anomalyco/opencode#44254",
        ("tool-hang", "aborted", "empty-answer", "provider-error", "stream-stall"),
        '# Loop exits silently on orphaned interrupted tool — prompt stays unanswered\n\nWhen a tool call is cut mid-stream (provider emits `tool-input-start` without a complete `tool-call` then drops the connection), the agent loop silently exits without answering the prompt.\n\n- `opencode` retries; retried request completes with empty `finish: "stop"`\n- Run loop logs:\n```\nWARN loop exit with orphaned interrupted tool session.id=ses_... messageID=msg_... tool=read callID=call_orphan_1\nINFO exiting loop session.id=ses_...\n```',
    ),
    Excerpt(
        "anomalyco/opencode#45229",
        ("tool-hang",),
        "# webfetch timeout does not cover the response body read\n\n`webfetch`'s timeout is applied to the request but not to the body read, so a server that answers headers promptly and then stalls mid-body hangs forever.\n\n`packages/opencode/src/tool/webfetch.ts`:\n\n**1. The timeout does not cover the body.** Headers arriving within 30s satisfy the timeout no matter how long the body takes, and a slow-drip response never returns.",
    ),
    Excerpt(
        "code-yeongyu/oh-my-openagent#882",
        ("mcp-hang",),
        "# [Bug]: Context7 and Grep_app MCP takes 3 mins to connect. And user msg cannot be sent out before MCP connection timeout!\n\nAmong 3 built-in MCP (context7, grep_app, websearch), context7 and grep_app takes 2-3 mins to connect.  Before connected, user msg cannot be sent out.  After 2-3 mins, it gets connected and everything works fine.",
    ),
    Excerpt(
        "anomalyco/opencode#48419",
        ("empty-answer",),
        "# [BUG] OpenCode Go DeepSeek V4.1 Flash intermittently returns reasoning-only responses after model ID migratio\n\nAfter OpenCode Go changed the DeepSeek model ID, I started seeing intermittent empty responses in existing sessions.\n\nWhen the problem occurs, OpenCode persists a `reasoning` part but no `text` part. The turn then ends normally with `finish: stop`.",
    ),
    Excerpt(
        "anomalyco/opencode#28955",
        ("empty-answer",),
        "# DeepSeek V4-Pro sometimes returns no visible response after API reasoning completes\n\nWhen using DeepSeek V4-Pro in OpenCode, the model occasionally enters the reasoning/thinking phase and the API request appears to complete successfully, but no final response is displayed in the chat output.\n\nThe API call seems to execute normally and the model spends tokens on reasoning, but the final assistant message is missing or empty.",
    ),
    Excerpt(
        "anomalyco/opencode#7073",
        ("provider-error",),
        "# self signed certificate in certificate chain\n\n### Description\n\n电脑型号：Apple M2 Pro \n操作系统：Sonoma 14.2\n\ndoes starting opencode with `NODE_TLS_REJECT_UNAUTHORIZED=0` fix it?",
    ),
    Excerpt(
        "anomalyco/opencode#8601",
        ("provider-error",),
        '# Error: unknown certificate verification error\n\nError: unknown certificate verification error切换多个AI都 是这个错误\n\nopencode .\n\n{\n  "name": "UnknownError",\n  "data": {\n    "message": "Error: unknown certificate verification error"\n  }\n}\n\n### OpenCode version\n\n最新版\n\n### Operating System\n\nWIN10\n',
    ),
    Excerpt(
        "anomalyco/opencode#21837",
        ("provider-error",),
        "# Windows proxy SSL certificate verification error when calling OpenAI API\n\nWindows + Clash proxy+ Proxifier\nOAuth 授权成功\n但调用Gpt-5.4时 SSL 证书验证失败“unknown certificate verification error”\n尝试了 HTTPS/SOCKS5 代理都失败\n\n### OpenCode version\n\nv1.4.3\n\n### Operating System\n\nWindows11\n",
    ),
    Excerpt(
        "numman-ali/opencode-openai-codex-auth#76",
        ("provider-error",),
        '# [BUG] Unknown certificate verification error behind corporate proxy\n\n2. `NODE_TLS_REJECT_UNAUTHORIZED=0 opencode run "nihao" --model openai/gpt-5.2-none`\n\n**Actual Behavior**\n`Error: Error: unknown certificate verification error`\n\n- opencode version: 1.0.198\n- Plugin version: v4.2.0',
    ),
    Excerpt(
        "mifunedev/openharness#245",
        ("server-start-failed",),
        "# fix: opencode EACCES on /home/sandbox/.local/state (lost in merge)\n\nInside the sandbox, `opencode` and `opencode /connect` fail with:\n\n```\nEACCES: permission denied, mkdir '/home/sandbox/.local/state'\n```\n\nDocker auto-creates `/home/sandbox/.local` and `/home/sandbox/.local/share` as **root**.",
    ),
    Excerpt(
        "mifunedev/openharness#247",
        ("server-start-failed",),
        '# bug: opencode EACCES on ~/.config/opencode\n\n`opencode` CLI (installed as `opencode-ai`) fails on every invocation — even `opencode --version` — with:\n\n```\nEACCES: permission denied, mkdir \'/home/sandbox/.config/opencode\'\n    path: "/home/sandbox/.config/opencode",\n syscall: "mkdir",\n   errno: -13,\n    code: "EACCES"\n```',
    ),
    Excerpt(
        "Kilo-Org/kilocode#9789",
        ("model-not-found",),
        'Model not found: kilo/kilo-auto/free.\n{\n  "name": "UnknownError",\n  "data": {\n    "message": "Model not found: kilo/kilo-auto/free."\n  }\n}\n\nI don\'t understand why the error is happening, I just returned to Kilo and now this message always pops up.',
    ),
    Excerpt(
        "Kilo-Org/kilocode#13937",
        ("provider-error",),
        '> OpenCode statusCode=400 data={"error":{"message":"Error from provider (Console): OpenCode\'s free tier can only be used in OpenCode","type":"MissingSessionID"}} body={"type":"error","error":{"type":"MissingSessionID","message":"Error from provider (Console): OpenCode\'s free tier can only be used in OpenCode"}}\n\nI\'m using kilo cli 7.5.15. I always use memory on, but the above error always occurs when I use opencode.',
    ),
    Excerpt(
        "Kilo-Org/kilocode#6327",
        ("model-not-found",),
        '```shell\n❯ kilo run -m giga-potato "hello?"\n1083 |     const provider = s.providers[providerID]\n1088 |       throw new ModelNotFoundError({ providerID, modelID, suggestions })\n                   ^\nProviderModelNotFoundError: ProviderModelNotFoundError\n data: {\n  providerID: "giga-potato",\n  modelID: "",\n  suggestions: [],\n},\n\n      at getModel (src/provider/provider.ts:1088:13)\n```',
    ),
    Excerpt(
        "openchamber/openchamber#2943",
        ("server-stopped", "client-watchdog"),
        "# [Bug] Managed OpenCode restart silently strands active sessions\n\nOpenChamber Desktop on Windows supervises a managed OpenCode server. When that server becomes unhealthy while sessions are busy, OpenChamber eventually restarts it successfully, but every in-flight turn is silently stranded.\n\n- OpenChamber: 1.18.4 (latest release)\n- Bundled OpenCode: 1.18.18 (latest release)\n\n4. After the failure threshold and two-minute stale-busy grace, OpenChamber force-restarts OpenCode.",
    ),
    Excerpt(
        "openchamber/openchamber#986",
        ("lost-event-stream",),
        "# [Bug] Openchamber loses connection to local opencode\n\nFor some reason openchamber loses session/connection to opencode, things are happening/continuing to work but no update in the ui. If I open opencode desktop app I can see what is working real-time and it actually works without intrerrupting but openchaber does not get the updates, restarting the app does not help.",
    ),
    Excerpt(
        "openchamber/openchamber#2577",
        ("server-stopped", "client-watchdog"),
        "# [Bug] Managed OpenCode exits during parallel tool calls and leaves stale running UI\n\nOn Windows, with only OpenChamber Desktop open, a managed `opencode serve` process exited during a complex session that had started multiple parallel shell tool calls. OpenChamber restarted the managed process, but the interrupted tool calls remained displayed as running indefinitely.",
    ),
    Excerpt(
        "openchamber/openchamber#2470",
        ("lost-event-stream",),
        '# [Bug] Sessions stuck on "loading sessions" forever; existing sessions won\'t open after OpenCode socket drops\n\nSo the backend and stored data are healthy. The failure is entirely in the renderer: once the managed OpenCode connection drops (half-open socket — see logs: `socket hang up`, `Message stream WS proxy error: TypeError: terminated`, `connect ECONNREFUSED`), the per-project bootstrap never settles.',
    ),
    Excerpt(
        "NeuralNomadsAI/CodeNomad#70",
        ("waiting-for-permission",),
        '# [Bug]: Doom loop permanently blocks permissions system\n\nIf OpenCode signals a doom loop in a session, it never goes away, and prevents future permissions from working\n\n3. This "permission request" cannot be dismissed, and will not go away even if you delete the session that originated it completely.',
    ),
    Excerpt(
        "anomalyco/opencode#22444",
        ("provider-error", "empty-answer"),
        '# Azure OpenAI Models not working in the latest update\n\nSince the latest update of OpenCode all Azure OpenAI models fail with the same error message\n\nAll behave the same way. Opencode starts the conversation, tries to interact with the model and fails with a "I\'m sorry, but I cannot assist with that request."\n\n### OpenCode version\n\n1.3.17\n\n### Operating System\n\nUbuntu 24.04 (WSL2)\n',
    ),
    Excerpt(
        "anomalyco/opencode#45876",
        ("agent-file-invalid",),
        "# Agent .md files with invalid YAML frontmatter are silently skipped without warning\n\nWhen a custom agent markdown file (for example `.opencode/agents/test.md`) contains invalid YAML frontmatter — such as an indentation error — the file is silently skipped. The user sees no warning, no error, and no indication that the agent failed to load.",
    ),
    Excerpt(
        "anomalyco/opencode#24181",
        ("agent-file-invalid",),
        "# Invalid YAML in agent .md frontmatter silently ignored — agent loads with degraded config\n\nWhen an agent `.md` file contains invalid YAML frontmatter, OpenCode loads the\nagent anyway — but **all frontmatter is silently discarded**.",
    ),
    Excerpt(
        "anomalyco/opencode#18757",
        ("aborted", "tool-hang"),
        "## Bug Description\nTools (especially bash, edit, read) frequently fail with 'Tool execution aborted' error in opencode v1.3.0.\n\n1. Run any bash command\n2. After a few successful calls, the tool starts returning \"Tool execution aborted\" error",
    ),
    Excerpt(
        "anomalyco/opencode#25577",
        ("aborted",),
        'Tool execution aborted - almost always happens on claude opus and sonnet models. \nat the moment I just have to be there to write "continue" and press enter.\n\n### OpenCode version\n\nOpenCode 1.14.29',
    ),
    Excerpt(
        "anomalyco/opencode#3461",
        (),
        "# Agent definition using frontmatter in markdown files, don't appear in agents list in oc?\n\nI tried this in the md file with frontmatter, but it didn't appear in the list of agents, using tab to cycle through them, I only have plan,/build.\n\n2. Restart opencode\n3. Check if test appears in the agent list",
    ),
    Excerpt(
        "anomalyco/opencode#12141",
        (),
        "# Empty message to an assistant\n\nI've installed opencode v1.1.51 and connected it to ollama serving on lan. After some tries also with other llms i recieved an answer \"I notice your message appears to be empty. Could you please let me know what task you'd like me to help plan?\".\n\n### OpenCode version\n\n1.1.51\n\n### Operating System\n\nwindows 10 22h2\n",
    ),
    Excerpt(
        "anomalyco/opencode#23531",
        (),
        "[FEATURE]: Make doom_loop repeat threshold configurable\n\n`permission.doom_loop` is useful, but the current behavior appears to be hard-coded to trigger when the same tool call repeats 3 times with identical input. It would be helpful to make that repeat threshold configurable in `opencode.json` instead of fixed.",
    ),
    Excerpt(
        "anomalyco/opencode#43800",
        (),
        "# Agent gets stuck in a tool-call loop, repeating the same action and wasting tokens\n\nThe agent (opencode CLI, model `deepseek-v4-flash`) intermittently enters a tight loop where it re-emits the **same tool call** over and over instead of completing it once and moving on. Each repetition produced no new progress, and I had to interrupt it manually each time.",
    ),
    Excerpt(
        "anomalyco/opencode#26434",
        (),
        "# Bug: agent .md `prompt:` frontmatter field is silently overridden by markdown body, producing empty prompt and silent fallback to default agent prompt\n\nWhen an agent `.md` file declares `prompt:` in YAML frontmatter and has an empty markdown body, OpenCode silently overwrites the frontmatter `prompt:` value with the empty body.",
    ),
    Excerpt(
        "anthropics/claude-code#24684",
        (),
        "The `WebFetch` tool has no timeout parameter. When a website is slow, unresponsive, or deliberately hangs the connection, the entire Claude Code session freezes indefinitely.",
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#34565",
        (),
        "A single WebFetch call that never returns (no response, no error) causes the entire Claude Code process to hang permanently.\n\nSession `283dd388` on Claude Code 2.1.76 (Opus), `--permission-mode bypassPermissions`.",
        is_opencode=False,
    ),
    Excerpt(
        "openai/codex#3725",
        (),
        'codex-cli 0.36.0\n\nUnable to make codex cli work with azure open ai deployment.\n\n⚠️ stream error: unexpected status 400 Bad Request: {"error":{"code":"BadRequest","message":"API version not supported"}}; retrying 1/5 in 208ms…',
        is_opencode=False,
    ),
    Excerpt(
        "atuinsh/atuin#2334",
        (),
        "If no space left on the disc, the next output is \n\n```\nError: error returned from database: (code: 4874) disk I/O error\n\nCaused by:\n    (code: 4874) disk I/O error\n\nLocation:\n    crates/atuin/src/command/client.rs:126:18\n```",
        is_opencode=False,
    ),
    Excerpt(
        "pawelsalawa/letos#1464",
        (),
        'Stack trace:\ndatabase disk image is malformed\n    while executing\n"$\\\\_db eval $sql R {\n\t\t\t\t\tforeach idx $R(\\\\*) {\n\t\t\t\t\t\tuplevel [list set $arrName\\($idx) $R($idx)]',
        is_opencode=False,
    ),
    Excerpt(
        "can1357/oh-my-pi#2100",
        (),
        "Sometimes starting `omp` is very slow. On a fresh start it stayed on this status line for over 25 seconds before the app finished starting:\n\n```text\nConnecting to MCP servers: zread, web-reader, vs-mcp, sbox-editor, linear-server, deepwiki, mindos…\n```",
        is_opencode=False,
    ),
    Excerpt(
        "nth5693/gemini-kit#20",
        (),
        "```bash\n[ExtensionManager] Error loading agent from gemini-kit: Failed to load agent from ~/.gemini/extensions/gemini-kit/agents/tester.md: Invalid agent definition: Missing mandatory YAML frontmatter. Agent Markdown files MUST start with YAML frontmatter enclosed in triple-dashes\n```",
        is_opencode=False,
    ),
    Excerpt(
        "QwenLM/qwen-code#2530",
        (),
        'I use qwen-code with openRouter. Whet i try to make some actions qwen-code can tell me error "API Error: Model stream ended with empty response text" or tell that he did all but this is not the case.',
        is_opencode=False,
    ),
    Excerpt(
        "decolua/9router#173",
        (),
        'When calling the chat completions API, the request succeeds but the response content is empty.\n\n```\n{\n  "choices": [\n    {\n      "message": {\n        "role": "assistant",\n        "content": ""\n      },\n      "finish_reason": "stop"\n    }\n  ]\n}\n```',
        is_opencode=False,
    ),
    Excerpt(
        "ozbillwang/openclaw-in-docker#3",
        (),
        "# Error: EACCES: permission denied, mkdir '/home/node/.openclaw/agents/main/agent'\n\n我用脚本启动，遇到这个问题，该怎么解决呢",
        is_opencode=False,
    ),
    Excerpt(
        "coder/code-server#403",
        (),
        "ERROR { Error: EACCES: permission denied, mkdir '/root/project/code-server'\n  [stack]: 'Error: EACCES: permission denied, mkdir \\'/root/project/code-server\\'',\n  errno: -13,\n  syscall: 'mkdir',\n  code: 'EACCES' }",
        is_opencode=False,
    ),
    Excerpt(
        "aaif-goose/goose#7442",
        (),
        '# Goose CLI call ends with Server error: Failed to call Bedrock: ValidationException(ValidationException { message: Some("The model returned the following errors: prompt is too long: 227255 tokens > 200000 maximum"\n\nWhen Goose makes a Bedrock API call during a long agentic session, the accumulated conversation context exceeds the model\'s token limit, resulting in a hard failure.',
        is_opencode=False,
    ),
    Excerpt(
        "cursor/cursor#3612",
        (),
        "When running Cursor in Agent mode, any terminal command executed through the agent interface gets stuck and never completes. The commands appear to be sent but never return results, causing the agent to hang indefinitely.\n\n- **Cursor Version**: 1.6.42 (Universal)",
        is_opencode=False,
    ),
    Excerpt(
        "bitbonsai/mcpvault#19",
        (),
        "Trying to use this with codex and the server appears to be stuck booting even after a few minutes.\n\n`Booting MCP server: obsidian`. It then failed with \n\n`MCP client for `obsidian` failed to start: MCP startup failed: handshaking with MCP server failed:\n  connection closed: initialize response`",
        is_opencode=False,
    ),
)
