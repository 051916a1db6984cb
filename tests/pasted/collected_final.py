"""A fifth set of excerpts of public threads, collected and judged after the repairs of the fourth, and run once; see README.md.

Names, paths and IDs are changed.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt

PROVIDER, SESSION, KILLED, ASKED = (
    ("provider-error",),
    ("session-not-found", "session-deleted"),
    ("server-stopped",),
    ("waiting-for-permission",),
)
DIRECTORY, HISTORY, OVERFLOW = ("directory-missing",), ("history-rejected",), ("context-overflow",)
V = "\n\n### OpenCode version\n\n%s\n"

FINAL = (
    # --- troubles of OpenCode whose cause the thread established
    Excerpt(
        "anomalyco/opencode#553",
        ("missing-credentials", "provider-error"),
        "Error: Could not load the default credentials. Browse to\nhttps://cloud.google.com/docs/authentication/getting-started for more\ninformation.\n\nThis issue happens when you try to use vertex api\n\nI realized the issue was that i wasn't logged in with gcloud auth opencode gave this new error",
    ),
    Excerpt(
        "anomalyco/opencode#2464",
        OVERFLOW,
        "# AT_APICallError: prompt token count of 130389 exceeds the limit of 128000\n\n```\nAT_APICallError:\nprompt\ntoken count of 130389 exceeds the limit of 128000\n```\nthis will bock the whole work process, and we have to restart the process.",
    ),
    Excerpt(
        "code-yeongyu/oh-my-openagent#3220",
        ("agent-not-found", "plugin-error"),
        'Environment:\n     - opencode: 1.4.1\n     - oh-my-opencode: 3.16.0\n\n     2. With plugin (non-pure) - FAILS:\n           opencode run "hello" --print-logs\n           → Error: default agent "Sisyphus - Ultraworker" not found',
    ),
    Excerpt(
        "code-yeongyu/oh-my-openagent#4303",
        ("startup-stall", "plugin-error"),
        'ERROR 2026-05-22T16:18:12 +109916ms service=tui.plugin path=oh-my-openagent/tui retry=false error={"type":"NpmInstallFailedError","message":"NpmInstallFailedError","stack":"Error\\n    at catch (/$bunfs/root/chunk-r6vz7pvy.js:716:15741)\\n    at <anonymous> (/$bunfs/root/chunk-j1sg77jf.js:25:5528)"} failed',
    ),
    Excerpt(
        "anomalyco/opencode#32492",
        SESSION,
        '# 最新Windows 客户端 删除当前会话，顶部会话不会消失点击后会报错\n\nError: Session not found: ses_1342f86f4ffeJMZHYYH8rMI4jJ\n    at wrapClientError (oc://renderer/assets/main-BR8G9WSs.js:67235:12)\n    at request (oc://renderer/assets/main-BR8G9WSs.js:62442:28)\n\n────────────────────────────────────────\n原因：\n{\n  "body": {\n    "name": "NotFoundError",\n    "data": {\n      "message": "Session not found: ses_1342f86f4ffeJMZHYYH8rMI4jJ"\n    }\n  },\n  "status": 404\n}'
        + V % "1.17.7",
    ),
    Excerpt(
        "anomalyco/opencode#34637",
        SESSION,
        "# Error: Session not found: ses_xxxxxxxx\n\nopencode desktop点击最上方会话标签的 “×”关闭会话标签就会报错Error: Session not found: ses_xxxxxxxxx，重启后问题依然存在并且能稳定复现(每次都是)"
        + V % "1.17.11",
    ),
    Excerpt(
        "anomalyco/opencode#35427",
        DIRECTORY,
        "Confirming this on the **desktop app** (macOS, OpenCode Desktop 1.18.3, `ai.opencode.desktop`).\n\n- At every app launch the sidecar calls `FileSystem.realPath(lastProject)` from inside `Server.listen` and dies with `PlatformError: NotFound … ENOENT`\n- Every `POST /session/{id}/prompt_async` for those sessions fails with `Cause([Die(PlatformError: NotFound: FileSystem.realPath (…))])`",
    ),
    Excerpt(
        "anomalyco/opencode#40677",
        DIRECTORY,
        '**Environment:** opencode 1.18.13, Linux\n\n4. Client shows "Failed to send prompt" / "Unexpected server error".\n\nServer log shows the real cause is masked:\n\n```\nPlatformError: NotFound: FileSystem.realPath (/home/u/my-project)\n  cause: ENOENT: no such file or directory, lstat \'/home/u/my-project\'\n    at SystemPrompt.environment ...\n    at SessionPrompt.prompt ...\n```',
    ),
    Excerpt(
        "anomalyco/opencode#29323",
        SESSION,
        '```\nError: Session not found: ses_1aa690d73ffeSP8w6s4JdUFREo\n    at wrapClientError (http://localhost:5173/@fs/opencode/packages/sdk/js/src/error-interceptor.ts:7:12)\n    at request (http://localhost:5173/@fs/opencode/packages/sdk/js/src/v2/gen/client/client.gen.ts:157:28)\n\n────────────────────────────────────────\n原因：\n{\n  "body": {\n    "name": "NotFoundError",\n    "data": {\n      "message": "Session not found: ses_1aa690d73ffeSP8w6s4JdUFREo"\n    }\n  },\n  "status": 404\n}\n```',
    ),
    Excerpt(
        "anomalyco/opencode#39471",
        DIRECTORY,
        "OpenCode Desktop silently fails to generate responses when it restores a project whose directory has been deleted or moved.\n\nThe submitted prompt appears in the chat, but the request finishes almost immediately. No assistant response and no error message are displayed.",
    ),
    Excerpt(
        "anomalyco/opencode#1692",
        PROVIDER,
        "# Error: The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()\n\nDebug Logs\n```shell\nINFO  2025-10-12T01:04:30 +4ms service=server method=GET path=/config/providers request\nINFO  2025-10-12T01:04:30 +0ms service=server duration=0 response\nDEBUG 2025-10-12T01:04:30 +1ms service=tui model=claude-sonnet-4-20250514 provider=anthropic Selected model from config\n```",
    ),
    Excerpt(
        "anomalyco/opencode#23762",
        ("model-not-found", "missing-credentials"),
        "# provider init error\n\ncurrently while using aihubmix apis for glm 5 in opencode it shows provider init error.",
    ),
    Excerpt(
        "anomalyco/opencode#1797",
        KILLED,
        "On linux, fedora 42 with some MCPs, getting this:\n```\nopencode\n[1]    2788753 segmentation fault (core dumped)  opencode\n````",
    ),
    Excerpt(
        "anomalyco/opencode#23303",
        KILLED,
        'The opencode CLI crashes with a "Segmentation fault" on Windows.\n\nElapsed: 3125931ms | User: 203187ms | Sys: 139531ms\nRSS: 6.20GB | Peak: 8.11GB | Commit: 10.20GB\n\npanic(thread 16260): Segmentation fault at address 0x31FEA1E01A0\noh no: Bun has crashed. This indicates a bug in Bun, not your code.'
        + V % "1.1.25",
    ),
    Excerpt(
        "anomalyco/opencode#33874",
        KILLED,
        "- OpenCode version: 1.17.10\n- Bun version: v1.3.14\n\n## Crash output\n\n```text\nBun v1.3.14 (0d9b296) on windows x86_64_baseline [StandaloneExecutable]\n\nSegmentation fault at address 0x20D5C890AA2\n\n- 1 unknown/js code\n- ??? at `0x126bd9` in `.39bff7ee6b9efdff-00000000.dll`\n```",
    ),
    Excerpt(
        "code-yeongyu/oh-my-openagent#1559",
        ("plugin-error",),
        '- **OpenCode Version**: 1.1.53\n- **oh-my-opencode Version**: 3.2.3 (latest)\n\nAfter installing oh-my-opencode plugin, OpenCode completely breaks with multiple critical errors:\n\n1. **UI Loading Failed**: "Failed to reload ui"\n2. **Provider Request Errors**: `error sending request for url (http://127.0.0.1:65322/provider)` (and other random ports)',
    ),
    Excerpt(
        "oven-sh/bun#24454",
        KILLED,
        '# Crashed while running OpenCode\n\n```shell\nBun v1.3.1 (89fa0f34) Windows x64 (baseline)\nArgs: "C:\\Users\\u\\npm\\node_modules\\opencode-ai\\node_modules\\opencode-windows-x64\\bin\\opencode.exe" "--user-agent=opencode/1.0.19" "--env-file=\\"\\"" "--"\nBuiltins: "bun:ffi" "bun:main" "node:assert"\n```',
    ),
    Excerpt(
        "anomalyco/opencode#35163",
        PROVIDER,
        '# Bad Gateway 502 on OpenCode Go — also affected July 3 2026\n\n- **Setup**: Using OpenCode Go API via OpenAI-compatible endpoint (https://opencode.ai/zen/go/v1) with deepseek-v4-flash\n- **Error**: `HTTP 502 Bad Gateway` — Cloudflare: "The origin web server returned an invalid or incomplete response to Cloudflare."',
    ),
    Excerpt(
        "anomalyco/opencode#37581",
        PROVIDER,
        "When I attach an image while using any model in the OpenAI GPT family in OpenCode Desktop, the request fails with:\n\nfile part media type application/octet-stream functionality not supported\n\nThis occurs across the entire GPT model family, not just one specific model."
        + V % "1.18.3",
    ),
    Excerpt(
        "anomalyco/opencode#49028",
        (*HISTORY, "provider-error"),
        '- joined in a prompt to GLM 5.3 Flash API through OpenCode 1.18.30, I get the message "Failed to parse the file. Please check its accessibility and format."\n\nOnce I got a message "Failed to parse..." then it is necessary to end the session as I always get the same message whatever the prompt'
        + V % "1.18.30",
    ),
    Excerpt(
        "anomalyco/opencode#25832",
        PROVIDER,
        '# opencode cannot read images anymore.\n\ntoday may 5 2026 when instruct to read an image it fails with err: Bad Request: {"error":{"message":"Error from provider: No endpoints found that support image input","code":404}} . i was using opencode 1.13.x and upgrade to 1.14.34 but same result.'
        + V % "1.14.34",
    ),
    Excerpt(
        "nickjvandyke/opencode.nvim#314",
        ("request-rejected",),
        'When opencode plugin asks for permissions opencode returns an error\n\n```\nOpenCode permission request error: Request to http://localhost:4096/permission/per_f94ca6d51001i7C4YNAlAZDSkP/reply failed with exit code: 22\nResponse:\n{"name":"BadRequest","data":{"message":"Expected \\"once\\" | \\"always\\" | \\"reject\\", got \\"Once\\"\\n  at [\\"reply\\"]","kind":"Payload"}}\n```\n\nopencode version 1.18.4',
    ),
    Excerpt(
        "anomalyco/opencode#11885",
        ASKED,
        'Permission prompts in the web UI never appear for tool-triggered permissions. The server emits `permission.asked` events (visible on `/global/event`) that include a `tool` field, but the UI ignores these requests and the session stays stuck at "Considering next steps" until permission is replied via API.'
        + V % "1.1.48",
    ),
    Excerpt(
        "anomalyco/opencode#3332",
        ASKED,
        "While working with opencode ACP integration, there is no Approve/Reject UI to grant/deny permissions to tools execution when there are tools with set permission to `ask` in opencode config.\n\nThe AI Assistant just hangs waiting for my approval for the tool calling. No UI shows up for that interaction."
        + V % "0.15.1",
    ),
    Excerpt(
        "anomalyco/opencode#27436",
        ASKED,
        '# permission required cannot select\n\nWhen I clicked "Allow once", I couldn\'t click it. When I clicked "Reject", I couldn\'t submit the content, causing the session to get stuck here.'
        + V % "1.14.48",
    ),
    Excerpt(
        "Tarquinen/opencode-dynamic-context-pruning#262",
        (*HISTORY, "plugin-error"),
        "Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly. Additional data, function call `default_api:context_info` , position 4. Please refer to https://ai.google.dev/gemini-api/docs/thought-signatures for more details.\n...\n[opencode-antigravity-auth debug]\n- status=400 Bad Request\n\nEnvironment\n\n    opencode version: 1.1.12",
    ),
    Excerpt(
        "NoeFabris/opencode-antigravity-auth#397",
        HISTORY,
        "# Gemini tool calls fail with 400: functionCall parts missing thought_signature",
    ),
    Excerpt(
        "anomalyco/opencode#36748",
        ("model-not-found",),
        'A **custom provider** using `npm: "@ai-sdk/anthropic"` fails at model-resolve time with `ModelUnavailableError`, even though the provider **and** its model show up in `GET /config/providers`.\n\n- opencode `1.17.18` (also reproduced on `1.17.16`)',
    ),
    Excerpt(
        "anomalyco/opencode#37531",
        ("model-not-found",),
        'opencode2 (next) reports "Model unavailable" for 9router provider models configured via `aisdk:@ai-sdk/openai-compatible`, despite the provider API being reachable and responding correctly.\n\n- opencode version: 0.0.0-next-15747 (next channel)',
    ),
    Excerpt(
        "anomalyco/opencode#27493",
        ("model-not-found", "provider-error"),
        "# Error from provider: Model not found, inaccessible, and/or not deployed\n\nThis shows for MiniMax M2.5 in Opencode Zen. Using the free MiniMax M2.5 just hangs forever with no errors."
        + V % "1.14.50",
    ),
    Excerpt(
        "anomalyco/opencode#7542",
        PROVIDER,
        "```sh\n# openrouter/openai/*\n\n$ opencode -m openrouter/openai/gpt-5.2 run 'hi'\nError: Provider returned error\n$ opencode -m openrouter/openai/gpt-5.1 run 'hi'\nError: Provider returned error\n```",
    ),
    Excerpt(
        "anomalyco/opencode#50568",
        PROVIDER,
        "# can't connect\n\nECONNRESET: The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()",
    ),
    Excerpt(
        "anomalyco/opencode#555",
        PROVIDER,
        '# Hit and miss chats with "socket closed error"\n\nKeeps saying: "Error: The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()\n\nhttps://opencode.ai/s/x',
    ),
    Excerpt(
        "anomalyco/opencode#3511",
        PROVIDER,
        "# socket connection was closed unexpectedly. From more information, pass verbose: true in the second argument to fetch\n\nI just assume it's MCP, it may be an internal error of OpenCode or interaction with GitHub Copilot model that I'm using."
        + V % "0.15.20",
    ),
    Excerpt(
        "anomalyco/opencode#8580",
        PROVIDER,
        "# linux 启动报错 The socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()\n\nThe socket connection was closed unexpectedly. For more information, pass `verbose: true` in the second argument to fetch()\n\n### Plugins\n\nnpm"
        + V % "1.0.162",
    ),
    Excerpt(
        "anomalyco/opencode#2519",
        PROVIDER,
        '````\nINFO  2025-11-22T10:26:52 +2ms service=provider status=completed duration=82 providerID=lemonade getSDK\nINFO  2025-11-22T10:26:52 +8ms service=session.processor process\nERROR 2025-11-22T10:26:53 +960ms service=session.prompt error=Invalid JSON response Caused by: Type validation failed: Value: {"error":{"message":"Network error: CURL error: Server returned nothing (no headers, no data)","type":"network_error"}}. model=Qwen3-4B-Instruct-2507-GGUF failed to generate title\n````',
    ),
    Excerpt(
        "anomalyco/opencode#15849",
        (*OVERFLOW, "compaction-loop"),
        "In long sessions on WSL, OpenCode shows:\n\n- `Auto Compact Failed`\n- `All recovery attempts failed. Please start a new session.`\n\n- OpenCode: `1.2.15`\n\nThe request fails with `prompt is too long`, and automatic recovery compaction also fails because the compaction request itself is still too large.",
    ),
    Excerpt(
        "BYK/loreai#121",
        ("plugin-error",),
        "The OpenCode plugin doesn't load due to some database issues\n\n```ps\n.local\\share\\opencode\\log\\2026-05-03T141002.log:32:INFO  2026-05-03T14:10:02 +1ms service=plugin path=@loreai/opencode\nloading plugin\n.local\\share\\opencode\\log\\2026-05-03T141002.log:35:ERROR 2026-05-03T14:10:03 +0ms service=plugin path=@loreai/opencode\nerror=undefined is not an object (evaluating 'input.summaries.length') failed to load plugin\n```",
    ),
    Excerpt(
        "anomalyco/opencode#916",
        ("model-not-found",),
        '# ProviderModelNotFoundError\n\nHi, giving you the completelog here. testMcp % opencode run "hello" --model github-copilot/claude-sonnet-4 --print-logs\nINFO  2025-08-14T19:26:44 +45ms service=default version=0.4.45 args=["run","hello","--model","github-copilot/claude-sonnet-4","--print-logs"] opencode\nINFO  2025-08-14T19:26:44 +1ms service=app cwd=/Users/u/testMcp creating\nINFO  2025-08-14T19:26:44 +2ms service=bus type=storage.write subscribing',
    ),
    Excerpt(
        "anomalyco/opencode#34742",
        ("plugin-error",),
        'When a configured server plugin fails to load, opencode drops it with no visible diagnostic. A file:// plugin appeared to be "ignored" - the plugin\'s module threw ENOENT during evaluation (a top-level readFileSync of an asset that was missing from the package).'
        + V % "1.17.12",
    ),
    # --- OpenCode at work, or with a trouble that no page explains
    Excerpt(
        "anomalyco/opencode#95",
        (),
        "` 14:57:36 ➜  x git:(y) ✗ opencode run hey --print-logs\n2025-06-14T13:57:38.687Z service=default version=0.1.40 args=run,hey,--print-logs opencode\n2025-06-14T13:57:38.687Z service=app cwd=/Users/u/x creating\n2025-06-14T13:57:38.690Z service=bus type=storage.write subscribing\n2025-06-14T13:57:38.690Z service=session id=ses_89144b0fdffe581ac8747a6f40 title=New Session - 2025-06-14T13:57:38.690Z time=[object Object] created",
    ),
    Excerpt(
        "tickernelz/opencode-mem#108",
        (),
        '```\nC:\\Users\\u>opencode debug config --print-logs\nINFO  2026-05-10T13:53:46 +478ms service=default version=1.14.46 args=["debug","config","--print-logs"] process_role=main run_id=8b518433-3689-4c6e-824d-67b091c1409d opencode\nINFO  2026-05-10T13:53:46 +162ms service=file init\nINFO  2026-05-10T13:53:47 +2ms service=db path=C:\\Users\\u\\.local\\share\\opencode\\opencode.db opening database\nINFO  2026-05-10T13:53:47 +8ms service=db count=18 mode=bundled applying migrations\n```',
    ),
    Excerpt(
        "anomalyco/opencode#38851",
        (),
        "In the TUI, automatic compaction consistently triggers when the context indicator reaches only approximately 30–35% while using `openai/gpt-5.6-sol`.\n\n- opencode version: `v0.0.0-next-16197`\n\nNo exact error is shown, and no workaround has been identified.",
    ),
    Excerpt(
        "anomalyco/opencode#5359",
        (),
        "When I paste an image into opencode, it keeps telling me that it cannot read images, after it has been attached. On version 1.0.134 it works, but not on 1.0.137 onwards."
        + V % "1.0.143",
    ),
    Excerpt(
        "anomalyco/opencode#28030",
        (),
        "OpenCode currently has no way to delete a project from the Desktop application. Users can list, create, and update projects, but there is no delete option in the UI. This leaves stale project entries that cannot be cleaned up without manual SQLite manipulation.",
    ),
    Excerpt(
        "anomalyco/opencode#33542",
        (),
        'When defining a custom provider with `npm: "@ai-sdk/anthropic"` and explicitly setting `"attachment": true` on a model, uploading an image still results in the error:\n\n```\nERROR: Cannot read "<path>.jpg" (this model does not support image input). Inform the user.\n```\n\n1. Configure a custom provider in `opencode.jsonc`',
    ),
    # --- other programs
    Excerpt(
        "google-gemini/gemini-cli#12069",
        (),
        '✕ [API Error: [{\n    "error": {\n      "code": 400,\n      "message": "The input token count (337807) exceeds the maximum number of tokens allowed (65536).",\n      "status": "INVALID_ARGUMENT"\n    }\n  }\n  ]]',
        is_opencode=False,
    ),
    Excerpt(
        "microsoft/vscode#293191",
        (),
        'Reason: Request Failed: 400 {"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 210194 tokens > 200000 maximum"},"request_id":"req_011CXqSgUCevsvwLK7m3UmdA"}\n\nVS Code version: Code 1.109.0',
        is_opencode=False,
    ),
    Excerpt(
        "simonw/llm-openai-plugin#14",
        (),
        "Got this with `-a filename.pdf`:\n\n> `{'error': {'message': \"Invalid value: 'file'. Supported values are: 'input_text', 'input_image'.\", 'type': 'invalid_request_error', 'param': 'input[0].content[1].type', 'code': 'invalid_value'}}`",
        is_opencode=False,
    ),
    Excerpt(
        "CosmosShadow/gptpdf#6",
        (),
        "openai.BadRequestError: Error code: 400 - {'error': {'message': \"You uploaded an unsupported image.\", 'type': 'invalid_request_error', 'param': None, 'code': 'sanitizer_server_error'}}\nERROR:root:LLM(Large Languate Model) error, Please check your key or base_url, or network",
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#3197",
        (),
        "⏺ Read(kotlin/src/test/kotlin/MongoTest.kt)\n  ⎿  Read 103 lines (ctrl+r to expand)\n  ⎿  API Error (Request timed out.) · Retrying in 1 seconds… (attempt 1/10)\n  ⎿  API Error (520 <!DOCTYPE html>\n<title>api.anthropic.com | 520: Web server is returning an unknown error</title>",
        is_opencode=False,
    ),
    Excerpt(
        "QuantumNous/new-api#556",
        (),
        '{"message":"","type":"upstream_error","param":"524","code":"bad_response_status_code"}\n**复现步骤**\n不能复现，不知道为什么会出现这个问题',
        is_opencode=False,
    ),
    Excerpt(
        "opgginc/opencode-bar#35",
        (),
        "**Error Log:**\n```\nProvider Errors:\n\n[Claude]\n  Authentication failed: Anthropic access token not available\n\n[OpenRouter]\n  Authentication failed: OpenRouter API key not found\n\nApp Version: 2.0.6\n\nAuth File Search:\n  [1] [ACTIVE] ~/.local/share/opencode/auth.json\n```",
        is_opencode=False,
    ),
    Excerpt(
        "DayuanJiang/next-ai-draw-io#223",
        (),
        "[AI Provider] Initializing bedrock with model: gpt-5.1-chat\n[System Prompt] Using DEFAULT prompt for model: gpt-5.1-chat\nError: AWS credential provider failed: Could not load credentials from any providers.",
        is_opencode=False,
    ),
    Excerpt(
        "QwenLM/qwen-code#9011",
        (),
        '**`ask_user_question` returns "User declined to answer the questions." without ever showing the question to the user.**\n\n```\nUser declined to answer the questions.\n```',
        is_opencode=False,
    ),
    Excerpt(
        "ltmoerdani/opencode-copilot-chat#94",
        (),
        'Image attachments sent to vision-capable models via the OpenCode Go provider always fail with HTTP 400, even for small PNGs. The same image + same model works fine in the standalone opencode CLI.\n\n```\nOpenCode Go API request failed (400) model=gpt-5.6-luna payloadBytes=880950: {"id":"chatcmpl_pdsjmz976r","object":"chat.completion","model":"gpt-5.6-luna","choices":[{"index":0,"message":{"role":"assistant"},"finish_reason":null}]}\n```\n\n- **Extension version:** 0.4.3\n- **VS Code version:** 1.128.0',
        is_opencode=False,
    ),
    Excerpt(
        "lbjlaq/Antigravity-Manager#938",
        (),
        "400\nOpenAI completion error: 400 Function call is missing a thought_signature in functionCall parts. This is required for tools to work correctly. Additional data, function call `default_api:update_todo_list` , position 2.",
        is_opencode=False,
    ),
    Excerpt(
        "Rahularya01/pi-antigravity#16",
        (),
        "```\nError: Antigravity API error (400, endpoint=https://daily-cloudcode-pa.sandbox.googleapis.com, runtimeModel=gemini-3.7-flash-tiered,\n matched=none, available=unknown): Bad request from Antigravity. Backend said: Function call is missing a\n thought_signature in functionCall parts.\n```",
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#9292",
        (),
        '**Errors**\n```json\n[{"error":"Error: 400 {\\"type\\":\\"error\\",\\"error\\":{\\"type\\":\\"invalid_request_error\\",\\"message\\":\\"prompt is too long: 211314 tokens > 200000 maximum\\"}}\\n    at N4.generate (file:///Users/u/.claude/local/node_modules/@anthropic-ai/claude-code/cli.js:428:21403)"}]\n```',
        is_opencode=False,
    ),
    Excerpt(
        "pocketbase/pocketbase#2529",
        (),
        "I try to serve but get this error \n\n2023/05/22 10:10:36 database disk image is malformed (11)",
        is_opencode=False,
    ),
)
