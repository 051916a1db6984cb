"""A sixth set of excerpts of public threads, collected and judged before the program was run on it, and run once; see README.md.

Names, paths and IDs are changed.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt
from tests.pasted.collected_final import HISTORY, KILLED, OVERFLOW, PROVIDER, SESSION, V

CONFIG, DRIFT, TOOL, MCP = ("agent-file-invalid",), ("schema-drift",), ("tool-hang",), ("mcp-hang", "tool-hang")
PLUGIN, AGENT, ASKED = ("plugin-error",), ("agent-not-found",), ("waiting-for-permission",)
LOGIN = ("provider-error", "missing-credentials", "plugin-error")

NEWEST = (
    # --- troubles of OpenCode whose cause the thread established
    Excerpt(
        "anomalyco/opencode#2616",
        PROVIDER,
        "# Github Copilot provider not working\n\nI haven't dug in just yet but randomly today. I just started getting the following error. \n\n AI_APICallError: Forbidden\n\nI reauthed but that didn't fix it.",
    ),
    Excerpt(
        "anomalyco/opencode#26344",
        PROVIDER,
        "After a few messages using Github Copilot and i.e the Sonnet 4.5 model, I get an error:\n`Forbidden: Access to this endpoint is forbidden. Please review our [Terms of Service](https://docs.github.com/en/site-policy/github-terms/github-terms-of-service).` I have also observed the same using other models.\n\nI am using OpenCode v 1.14.41. I am subscribed on a Github Copilot Pro License."
        + V % "1.14.41",
    ),
    Excerpt(
        "anomalyco/opencode#23514",
        SESSION,
        "# opencode-desktop-windows-x64 connect opencode serve error\n\nError: Unknown error\n    at castError (http://tauri.localhost/assets/index-BSaHXp2J.js:1:10383)\n    at http://tauri.localhost/assets/index-BSaHXp2J.js:1:3246\n\n────────────────────────────────────────\n原因：\nNotFoundError\nSession not found: ses_2566aaa71ffepuBIxOAtPNV3cd"
        + V % "1.14.19",
    ),
    Excerpt(
        "anomalyco/opencode#47584",
        MCP,
        '# MCP server request timeout in Opencode Desktop\n\nWhen using Ghidra MCP, after a random amount of time the agent throws an error: "Request timed out" (MCP error -32001). \nAfter manually restarting the MCP, it works for a while until the next "Request timed out" error occurs.'
        + V % "1.18.29",
    ),
    Excerpt(
        "anomalyco/opencode#8701",
        MCP,
        "OpenCode v1.1.21's per-server MCP timeout setting (mcp.SERVER_NAME.timeout) is ignored.\n\n**Actual Behavior:**\nTools timeout after ~60 seconds with error: `McpError: MCP error -32001: Request timed out`",
    ),
    Excerpt(
        "anomalyco/opencode#1250",
        CONFIG,
        "# OpenCode crashes when adding log_level to the configuration\n\nSetting the \"log_level\" parameter in the config file causes this message:\n```\nError: Config file at /home/u/.config/opencode/opencode.json is invalid\n↳ Unrecognized key(s) in object: 'log_level'\n```",
    ),
    Excerpt(
        "NoeFabris/opencode-antigravity-auth#193",
        CONFIG,
        'Configuration is invalid at /Users/u/.config/opencode/opencode.json Unrecognized key: "plugins" \n\nWhen I have installed it by asking opencode to to, I occurred the following error:\n\n**Environment**\n- opencode version:\n- Plugin version:',
    ),
    Excerpt(
        "codemie-ai/codemie-code#155",
        CONFIG,
        'I cannot start `codemie-opencode` what opencode version is actually supported?\n\n```\nConfiguration is invalid at OPENCODE_CONFIG_CONTENT\n↳ Unrecognized key: "defaults"\n```\n\nrun `codemie-opencode` with opencode 1.2.9 installed from brew.',
    ),
    Excerpt(
        "anomalyco/opencode#42524",
        TOOL,
        "When the agent executes a command that launches a daemon process (e.g., uvicorn, npm run dev) with continuous stdout/stderr output, the Bash tool hangs indefinitely and never returns. The agent gets stuck in a loading/spinning state, even though the foreground command has completed."
        + V % "1.18.9",
    ),
    Excerpt(
        "anomalyco/opencode#37838",
        TOOL,
        '…then the spawned child process **starts successfully**, but the **opencode `bash` tool never returns**. It stays in `status: "running"` forever, blocking the entire session.\n\n- **Shell:** PowerShell 5.1 (via opencode `bash` tool)',
    ),
    Excerpt(
        "anomalyco/opencode#25038",
        TOOL,
        "When executing a long-running shell command (e.g., an Android Gradle build), the process frequently hangs even after the command has completed successfully. The output clearly shows `BUILD SUCCESSFUL`, yet the task remains stuck and never returns control.\n\n- opencode version: `v1.14.30`",
    ),
    Excerpt(
        "anomalyco/opencode#3503",
        ASKED,
        '# In `opencode run` mode, `"permissions":{"bash": "ask"}` hangs silently.\n\nI tried to get an agent to use bash to execute a command.\n\nWhen I ran the command, it would stop - and not make progress, even when I hit enter in the interface to try and unblock.'
        + V % "0.15.18",
    ),
    Excerpt(
        "xenodium/agent-shell#505",
        ASKED,
        "# OpenCode: Subagent permission prompt is not displaying\n\n  - Agent CLI (e.g. claude, gemini) version: OpenCode 1.3.16\n\nWhenever a subagent asks for permission to run a tool, it does not show up.  It appears that the shell has hung but actually is awaiting user confirmation for the tool.",
    ),
    Excerpt(
        "rashidrazak/opencode-cmd-provider#181",
        PLUGIN,
        "After installing OpenCode v2.0.4 in Linux I get this message just after starting.\n\nServer plugin error\nPlugin: commandcode\nStatus: failed\nRuntime: server\nSource: opencode-cmd-provider\nError: TypeError: undefined is not an object (evaluating 'ctx.catalog.transform')\n    at setupCommandCode (/home/u/.cache/opencode/npm/opencode-cmd-provider@latest/1789546114971/node_modules/opencode-cmd-provider/dist/src/plugin/v2.js:46:15)\n    at <anonymous> (/$bunfs/root/chunk-3cvqgd5d.js:343:22856)\n    at Plugin.load (/$bunfs/root/chunk-smbk01tb.js:143:25150)",
    ),
    Excerpt(
        "antongulin/opencode-skill-creator#18",
        PLUGIN,
        'I\'ve been trying to use this plugin but when I\'ve updated my config file and tried to launch opencode (v1.1.61) I get the following error:\n\n```json\n {\n  "name": "UnknownError",\n  "data": {\n    "message": "TypeError: fn3 is not a function. (In \'fn3(input)\', \'fn3\' is \\"opencode-skill-creator-update-check.json\\")\\n    at <anonymous> (src/plugin/index.ts:90:28)\\n    at processTicksAndRejections (native:7:39)"\n  }\n```',
    ),
    Excerpt(
        "Joaquinvesapa/sub-agent-statusline#44",
        PLUGIN,
        'After update opencode to last version the plugin is inactive\n1.  update opencode to version 1.14.43\n2. run opencode\n\nAnd the log show:\nERROR 2026-05-09T19:10:45 +3622ms service=tui.plugin path=opencode-subagent-statusline id=subagent-statusline.tui error={"type":"TypeError","message":"undefined is not an object (evaluating \'api.command.register\')","stack":"Error: undefined is not an object (evaluating \'api.command.register\')\\n    at tui (/home/u/.cache/opencode/packages/opencode-subagent-statusline@latest/node_modules/opencode-subagent-statusline/dist/tui.js:2825:30)\\n    at <anonymous> (/$bunfs/root/chunk-ta3d3ckm.js:530:19701)\\n    at processTicksAndRejections (native)"} failed to initialize tui plugin: undefined is not an object (evaluating \'api.command.register\')',
    ),
    Excerpt(
        "anomalyco/opencode#13285",
        PLUGIN,
        '- **OpenCode version**: 1.1.60\n- **`@opencode-ai/plugin`**: 1.1.60\n\n### Error Message\n\n```\nTypeError: hook["event"] is not a function. (In \'hook["event"]?.({ event: input })\', \'hook["event"]\' is an instance of Object)\n```\n\nThe plugin is a local file at `.opencode/plugins/are-check-update.js`, auto-discovered by OpenCode.',
    ),
    Excerpt(
        "anomalyco/opencode#14788",
        PROVIDER,
        "When using OpenCode with `google-vertex` provider, API requests fail with a 400 error when tool schemas contain `anyOf` fields.\n\n## Error Message\n\n```\nUnable to submit request because `edit` functionDeclaration `parameters.edits` schema specified other fields alongside any_of. When using anyOf, it must be the only field set.\n```\n\n- **OpenCode version:** 1.2.10",
    ),
    Excerpt(
        "anomalyco/opencode#11413",
        PROVIDER,
        '# "question" tool schema causes "400 Bad Request" with Gemini/Vertex AI`\n\nI am encountering compatibility issues when using Google Gemini models (via Custom Provider). Even after removing all plugins, the chat still fails with a 400 error unless the built-in **`question`** tool is explicitly disabled.'
        + V % "1.1.47",
    ),
    Excerpt(
        "anomalyco/opencode#31413",
        DRIFT,
        "# `opencode run` and HTTP `POST /session/{id}/message` fail with `NOT NULL constraint failed: session_message.seq` (1.15.13)\n\nStarting with OpenCode 1.15.13, every code path that creates a new session message fails immediately. The failure is in the new-row insert path of `appendMessage` (called from `session.next.agent.switched`).",
    ),
    Excerpt(
        "anomalyco/opencode#32670",
        DRIFT,
        "After upgrading to opencode `1.17.7`, switching agents in an existing session can break the session.\n\n```text\nINFO  2026-06-17T09:40:48 +3ms service=skill count=30 init\nERROR 2026-06-17T09:41:29 +41575ms service=server ref=err_2b53db68 error=NOT NULL constraint failed: session_message.seq cause=SQLiteError: NOT NULL constraint failed: session_message.seq\n```",
    ),
    Excerpt(
        "anomalyco/opencode#35116",
        DRIFT,
        "Switch models, enter a session, but cannot send properly—clicking the send button does nothing, and I found errors in the logs.\n\nERROR 2026-07-03T08:57:28 +20460ms service=server ref=err_a8d573de error=NOT NULL constraint failed: session_message.seq cause=SQLiteError: NOT NULL constraint failed: session_message.seq\n    at run (unknown)\n    at #run (bun:sqlite:185:20)\n    at appendMessage (B:/~BUN/root/chunk-zt2td9a4.js:2:62522)\n    at session.next.model.switched (B:/~BUN/root/chunk-zt2td9a4.js:2:56821)",
    ),
    Excerpt(
        "anomalyco/opencode#39165",
        DRIFT,
        "# SQLite NOT NULL constraint failed: session_message.seq crash on first prompt after /model switch\n\nThe TUI shows **no error, no output, and no response at all** — the session appears completely dead.\n\n- opencode version: `1.18.7` / `2.7` (reproduced on both)\n\n```\nERROR service=server ref=err_d74f3a01 error=NOT NULL constraint failed: session_message.seq cause=SQLiteError: NOT NULL constraint failed: session_message.seq\n    at run (unknown)\n    at #run (bun:sqlite:185:20)\n```",
    ),
    Excerpt(
        "anomalyco/opencode#11141",
        OVERFLOW,
        'When I try to ask something to local LM studio LLM it gives below error.\n\n"Cannot truncate prompt with n_keep (15028) >= n_ctx (7424)"\n\nSame issue with `qwen/qwen3.5-9b` running through LM Studio 0.4.6, Opencode 1.2.15',
    ),
    Excerpt(
        "anomalyco/opencode#24901",
        HISTORY,
        "使用 DeepSeek 模型（deepseek-reasoner、deepseek-chat 等）时，部分会话正常，部分会话立即报错。错误信息：\nplaintext\nError from provider (DeepSeek): The `reasoning_content` in the thinking mode must be passed back to the API.\n环境信息\n软件：OpenCode"
        + V % "1.14.22",
    ),
    Excerpt(
        "anomalyco/opencode#24083",
        HISTORY,
        'Call deepseek api to report the following error\nBad Request: {"error":{"message":"The `reasoning_content` in the thinking mode must be passed back to the API.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}',
    ),
    Excerpt(
        "anomalyco/opencode#24497",
        HISTORY,
        "While using DeepSeek v4 with OpenCode Go, after a couple of prompt it gave me following error:\n\n```Error from provider (DeepSeek): The `reasoning_content` in the thinking mode must be passed back to the API.```"
        + V % "1.3.10",
    ),
    Excerpt(
        "openchamber/openchamber#1024",
        HISTORY,
        "When using OpenCode GO with DeepSeek (DeepSeek V4 Pro), requests fail with a provider error related to missing reasoning_content in thinking mode.\n\nError shown:\n\nError from provider (DeepSeek): The reasoning_content in the thinking mode must be passed back to the API.\n\nOpenCode version: V1.14.24",
    ),
    Excerpt(
        "anomalyco/opencode#45573",
        AGENT,
        "Starting the TUI with `opencode --agent <name>` rejects a hidden primary agent with `Agent not found`. The same agent remains valid for explicit use through `opencode run --agent <name>`."
        + V % "`dev` at `5f5ea53afb`",
    ),
    Excerpt(
        "anomalyco/opencode#23305",
        AGENT,
        '# OPENCODE_FAST_BOOT breaks using a custom agent by passing `--agent`.\n\nopencode shows "Agent not found: analyst" toast when started.',
    ),
    Excerpt(
        "code-yeongyu/oh-my-openagent#3313",
        (*AGENT, "plugin-error"),
        '**Same issue on macOS, opencode 1.14.20 + oh-my-openagent 3.17.4.**\n\n- `opencode run "hi" --model=openrouter/anthropic/claude-haiku-4.5` throws `error: default agent "Sisyphus - Ultraworker" not found`\n- TUI: user messages hang indefinitely (only `agent=title` stream fires, main agent stream never starts)',
    ),
    Excerpt(
        "anomalyco/opencode#7664",
        KILLED,
        'Args: "C:\\Users\\u\\scoop\\persist\\nodejs\\bin\\node_modules\\opencode-ai\\node_modules\\opencode-windows-x64\\bin\\opencode.exe" "\n--user-agent=opencode/1.1.12" "--use-system-ca ""--"\nElapsed: 529231ms | User: 7265ms | Sys: 5015ms\npanic(thread 26628): Segmentation fault at address 0x2360EA49000\noh no: Bun has crashed. This indicates a bug in Bun, not your code.',
    ),
    Excerpt(
        "anomalyco/opencode#33827",
        KILLED,
        'Args: "C: \\Users \\u AppData \\Roaming \\npm\\node modules \\opencode-ai \\bin\\opencode.exe-user-agent=opencode/1.17.10""--use-system-ca”\nRSS: 1.02GB | Peak: 1.35GB | Commit: 1.52GB\npanic(main thread): Segmentation fault at address 0x2455D932AA2\noh no: Bun has crashed. This indicates a bug in Bun, not your code.',
    ),
    Excerpt(
        "anomalyco/opencode#14724",
        KILLED,
        "# Opencode Crash because Bun issue.\n\nWhen I say something to my chat in Opencode CLI, the current model start to working. But in a time, i go to my opencode window and I saw a crash log of Bun:\n\nBun v1.3.9 ([`cf6cdbb`](<https://github.com/oven-sh/bun/tree/cf6cdbb>)) on windows x86_64 [AutoCommand]\n\nSegmentation fault at address 0x5ADCFFC3F20\n\n- *2 unknown/js code*",
    ),
    Excerpt(
        "anomalyco/opencode#47073",
        LOGIN,
        '# AWS Bedrock "Message":"Authentication failed: Please make sure your API Key is valid."\n\nI followed the correct advice to create a new token, add it to my shell, reset the shell and launch opencode, which had updated.\n\nI\'m still getting the error with the new token'
        + V % "1.18.27",
    ),
    Excerpt(
        "anomalyco/opencode#10909",
        LOGIN,
        "# Error: Token refresh failed: 401\n\ncant use open ai, all time getting error Error: Token refresh failed: 401 , start building project after 10minuts building get this error"
        + V % "1.1.36",
    ),
    Excerpt(
        "anomalyco/opencode#11080",
        LOGIN,
        "Using GPT 5.2 Codex or 5.2 gives me:\nError: Token refresh failed: 401\n\nNo obvious way how to refresh token. /connect does not work in desktop app."
        + V % "Version 1.1.40 (1.1.40) Desktop for Mac",
    ),
    Excerpt(
        "anomalyco/opencode#6559",
        LOGIN,
        "# Claude subscription token expires after a period of time\n\nUsually it happens when i stopped using for a while. The first session i talk to Claude, I will get `Error: Token refresh failed: 400`\n\ni am using opencode as a remote agent. So it affects the user experience."
        + V % "1.0.220",
    ),
    Excerpt(
        "ex-machina-co/opencode-anthropic-auth#162",
        LOGIN,
        'Error : Token refresh failed: 400 — {"error": "invalid_grant", "error_description": "Refresh token not found or invalid"}\n\n/login on claude code, restart opencode, restart terminal, not working\n(Opencode last version, and the anthropic auth last version)',
    ),
    Excerpt(
        "griffinmartin/opencode-claude-auth#281",
        LOGIN,
        'I got today errors like "Provider is overloaded" or "AI_APICallError: Claude token refresh is rate-limited; retry shortly." (depending GUI or Opencode Desktop).\n\nError: Failed to authenticate: OAuth session expired and could not be refreshed'
        + V % "1.18.29",
    ),
    # --- OpenCode at work, or with a trouble that no page explains
    Excerpt(
        "anomalyco/opencode#15580",
        (),
        "When running OpenCode in Ghostty, the TUI flickers noticeably when moving the mouse. The same workflow is stable in other terminal emulators (e.g. kitty)."
        + V % "1.2.15",
    ),
    Excerpt(
        "anomalyco/opencode#18195",
        (),
        "On macOS, I use iTerm2 to open the TUI with opencode. In a session, I often need to scroll with the mouse to view the responses from the LLM, but this mouse scrolling is not comfortable. Is it possible to configure it to use Vim shortcuts?",
    ),
    Excerpt(
        "anomalyco/opencode#12902", (), "Unable to use the copy-paste functionality within OpenCode TUI.\n\n### Terminal\n\nbash"
    ),
    Excerpt(
        "anomalyco/opencode#37225",
        (),
        "The OpenCode V2 full TUI ignores `default_agent` when starting a new session and selects `Build` instead.\n\n- opencode version: `opencode2 v0.0.0-next-15636`\n\n1. Start the full TUI with an isolated configuration and the built-in `plan` agent configured as the default\n2. Observe that the status line shows `Build`.",
    ),
    Excerpt(
        "anomalyco/opencode#4174",
        (),
        'Modifying the config file ""scroll_speed": 10" is not working making the scroll speed in the TUI so dramatically slow'
        + V % "1.0.55",
    ),
    Excerpt(
        "anomalyco/opencode#10345",
        (),
        "When using opencode in the terminal on my Mac, no scrollbar appears when the output is very long.\nThis makes it very slow to scroll back up, and there’s no way to drag a scrollbar to jump to a specific position.",
    ),
    # --- other programs
    Excerpt(
        "anomalyco/opencode#24284",
        (),
        "im trying to use opencode go API with copilot through [oai-compatible-copilot](https://github.com/JohnnyZ93/oai-compatible-copilot) heres error & config:\n\n```\nSorry, your request failed. Please try again.\n\nCopilot Request id: 687d33f4-3958-42c9-aa3e-43a42f301418\n\nReason: Anthropic API error: [403] Forbidden <!doctype html>\n<title>Access denied | opencode.ai used Cloudflare to restrict access | opencode.ai | Cloudflare</title>\n```",
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#59637",
        (),
        '**Errors**\n```json\n[{"error":"Error: 429 {\\"type\\":\\"error\\",\\"error\\":{\\"type\\":\\"rate_limit_error\\",\\"message\\":\\"This request would exceed your account\'s rate limit. Please try again later.\\"}}\\n    at generate (/$bunfs/root/src/entrypoints/cli.js:11:62513)\\n    at makeRequest (/$bunfs/root/src/entrypoints/cli.js:51:7694)\\n    at processTicksAndRejections (native:7:39)","timestamp":"2026-05-16T07:15:36.614Z"}]\n```',
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#69023",
        (),
        "# [BUG] API Error: Request rejected (429) · Rate limited. Please try again later.\n\n I'm hitting repeated 429 Rate limited errors when using Claude Code, and the requests are being rejected before I get close to what I'd expect for my plan.",
        is_opencode=False,
    ),
    Excerpt(
        "kharvd/gpt-cli#38",
        (),
        "when I use claude api, always return\nanthropic.api.ApiException: ('post request failed with status code: 429', {'error': {'type': 'rate_limit_error', 'message': 'Number of concurrent connections to Claude exceeds your rate limit. Please try again.'}})\nthen the process will be killed(end)",
        is_opencode=False,
    ),
    Excerpt(
        "continuedev/continue#10877",
        (),
        "**Error Details**\n\nModel: OpenAI: GPT-5.1-Codex-Max\nProvider: openrouter\nStatus Code: 402\n\n**Error Output**\n```\n402 Insufficient credits. This account never purchased credits. Make sure your key is on the correct account or org\n```",
        is_opencode=False,
    ),
    Excerpt(
        "Gitlawb/openclaude#1489",
        (),
        'The model is still shown as a recommended model in OpenClaude.\n\nAPI Error: 402 {"error":{"message":"Insufficient credits — top up your balance","type":"insufficient_quota","code":"insufficient_credits"}}',
        is_opencode=False,
    ),
    Excerpt(
        "cline/cline#9924",
        (),
        '### Cline Version\n\n3.75.0\n\nI\'ve tried few models today and all of them cause error only, all have the same error. All models from Cline provider.\n\n{"message":"Failed to create stream: inference request failed: failed to generate stream from Vercel: failed to invoke model \'x-ai/grok-code-fast-1\' with streaming: request failed with status 400: {\\"error\\":{\\"message\\":\\"Bad Request\\",\\"type\\":\\"AI_APICallError\\",\\"param\\":{\\"error\\":\\"Bad Request\\",\\"statusCode\\":400,\\"name\\":\\"AI_APICallError\\"}}}"}',
        is_opencode=False,
    ),
    Excerpt(
        "JohnnyZ93/oai-compatible-copilot#215",
        (),
        'Reason: OAI Compatible API error: [400] Bad Request {"error":{"message":"The reasoning_content in the thinking mode must be passed back to the API.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}} URL: https://api.deepseek.com/chat/completions at c:\\Users\\u\\.vscode\\extensions\\johnny-zhao.oai-compatible-copilot-0.3.6\\out\\provider.js:428:31',
        is_opencode=False,
    ),
    Excerpt(
        "the-open-agent/openagent#2206",
        (),
        "while using deepseek v4 pro and use tool call like web_fetch, the server will response `An error occurred during responding: error, status code: 400, status: 400 Bad Request, message: The `reasoning_content` in the thinking mode must be passed back to the API.`",
        is_opencode=False,
    ),
    Excerpt(
        "vercel/ai#4163",
        (),
        "When I try to use `createAmazonBedrock()`, I get `The security token included in the request is invalid` when using `generateText`.\n\n```console\n ⨯ UnrecognizedClientException: The security token included in the request is invalid.\n    at async POST (apps/app/app/api/chat/route.ts:19:19)\n> 19 |   const { text } = await generateText({\n```",
        is_opencode=False,
    ),
    Excerpt(
        "can1357/oh-my-pi#3752",
        (),
        "omp doesn’t seem to automatically do compaction and sometimes gets stuck in loops:\n\n│  400 request (124071 tokens) exceeds the available    │\n│ context size (123904 tokens), try increasing it        │\n\n### omp version\n\n16.2.2\n\n### Bun version\n\n1.3.14",
        is_opencode=False,
    ),
    Excerpt(
        "Alishahryar1/free-claude-code#391",
        (),
        "Error code: 400 - {'error': {'message': \"This model's maximum context length is 196608\n   tokens. However, your messages resulted in 199906 tokens. Please reduce the length of\n   the messages.\", 'type': 'Bad Request', 'code': 400}}",
        is_opencode=False,
    ),
    Excerpt(
        "samanhappy/mcphub#324",
        (),
        "[2025-08-29T12:23:35.126Z] [ERROR] [61] [main] Failed to connect client for server playwright by error: McpError: MCP error -32001: Request timed out with stack: McpError: MCP error -32001: Request timed out\n    at Timeout.timeoutHandler (file:///app/node_modules/.pnpm/@modelcontextprotocol+sdk@1.17.4/node_modules/@modelcontextprotocol/sdk/dist/esm/shared/protocol.js:306:49)",
        is_opencode=False,
    ),
    Excerpt(
        "openai/codex#11071",
        (),
        '■ Codex ran out of room in the model\'s context window. Start a new thread or clear earlier history before retrying.\n\n■ Error running remote compact task: {\n  "error": {\n    "message": "Your input exceeds the context window of this model. Please adjust your input and try again.",\n    "type": "invalid_request_error",\n    "param": "input",\n    "code": "context_length_exceeded"\n  }\n}',
        is_opencode=False,
    ),
)
