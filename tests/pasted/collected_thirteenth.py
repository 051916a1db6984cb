"""A thirteenth set of excerpts of public threads: the most telling of four waves, collected with repairs between them; see README.md.

Names, paths and IDs are changed.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt

THIRTEENTH = (
    Excerpt(
        "anomalyco/opencode#49177",
        ("schema-drift",),
        '# Opencode Desktop stuck at "Thinking" after Opencode CLI installation.\n\nAfter this install, the desktop version stopped working; any prompt leads to endless "Thinking".\n\nLooking at the logs I get this error:\n`ERROR 2026-09-15T13:57:52 +38993ms service=default session.id=ses_2089fcebbb99AbCdEfGhIjKlMn cause={"_id":"Cause","failures":[{"_tag":"Die","defect":{"code":"ERR_SQLITE_ERROR","errcode":1,"errstr":"SQL logic error"}}]} prompt_async failed`\n\n### OpenCode version\n\n1.16.2\n\n### Steps to reproduce\n\n1. Install Opencode desktop and use it, then exit.\n2. Install Opencode CLI using npm `npm install -g opencode-ai`.\n3. Use Opencode CLI, then exit.\n4. Use Opencode desktop again.',
    ),
    Excerpt(
        "anomalyco/opencode#15149",
        ("server-error", "lost-event-stream"),
        '# Server becomes unresponsive after external client disconnects during SSE streaming\n\nWhen running opencode serve with external clients, if the client disconnects abruptly while connected to SSE endpoints (/event or /global/event), the server enters a corrupted state where subsequent requests fail with "Unexpected EOF" errors.\n\nLogs:\n\nERROR 2026-02-18T15:34:10 +10ms service=server error=Unexpected EOF failed\nERROR 2026-02-18T15:34:10 +1ms service=server error=Unexpected EOF failed\n\n### OpenCode version\n\n1.2.14',
    ),
    Excerpt(
        "anomalyco/opencode#25836",
        ("waiting-for-permission",),
        "# Zed cannot run bash commands if OpenCode has `ask` permission in ACP mode\n\nUsing OpenCode inside Zed through ACP, it gets stuck when trying to run a `bash` command that needs user authorization.\n\n### OpenCode version\n\n1.14.25",
    ),
    Excerpt(
        "anomalyco/opencode#45869",
        ("server-stopped",),
        'I launched 2 sessions in the background, and when I tried to start another one new, then Opencode crashes\nError: Illegal instruction at address 0x7FF752D3BF14\nFull console:\n```powershell\nPS C:\\Users\\Sam>\n============================================================\nBun v1.3.14 (0d9b296a) Windows x64 (baseline)\nWindows v.win11_dt\nCPU: sse42 avx avx2\nArgs: "C:\\Users\\Sam\\AppData\\Roaming\\npm\\node_modules\\opencode-ai\\bin\\opencode.exe" "--user-agent=opencode/1.18.25" "--use-system-ca" "--"\nFeatures: jsc standalone_executable\nElapsed: 2036ms | User: 0ms | Sys: 31ms\n\npanic(main thread): __Illegal instruction at address 0x7FF752D3BF14__\noh no: Bun has crashed. This indicates a bug in Bun, not your code.\n```',
    ),
    Excerpt(
        "oven-sh/bun#37066",
        ("server-stopped",),
        "# Bun v1.3.14 SIGILL while running OpenCode 1.18.14 on Linux\n\nThe terminal printed Bun's crash-report link and then exited with an illegal-instruction/core-dump message:\n\n```text\nInstrucción ilegal (`core' generado)\n```\n\nI do not yet have a deterministic minimal reproduction. The crash appears intermittent: immediately afterward, the following commands completed successfully from the same directory:\n\n```bash\nopencode --version\nopencode debug config\n```",
    ),
    Excerpt(
        "anomalyco/opencode#13064",
        ("server-stopped",),
        "# opencode启动后报错\n\nopencode(14113,0x1718ff000)malloc:**error for object 0x10438b300:pointer being freed was not allo cated opencode(14113,0x1718ff000)malloc:**set a breakpoint in malloc_error_break to debug [1] 14113 trace trap opencode\n\n### OpenCode version\n\n1.1.56",
    ),
    Excerpt(
        "anomalyco/opencode#4606",
        ("server-stopped",),
        "# TUI Crashes\n\nSeems to happen semi regularly. On returning to the TUI prompt, the TUI crashes. Here's an example of what it looks like:\n\n  ┃  Downloading SAST results for Project...\n  ┃  Error downloading results for Project: object of t/usr/include/c++/13/array:202: reference std::array<unsigned long, 16>::operator[](size_type) [_Tp = unsigned long, _N\nm = 16]: Assertion '__n < this->size()' failed.\nfish: Job 1, 'opencode' terminated by signal SIGABRT (Abort)\n\nI'm using Ubuntu on WSL2, Neovim 0.12.0, fish 3.3.1 and Opencode 1.0.85",
    ),
    Excerpt(
        "anomalyco/opencode#50574",
        ("context-overflow",),
        "# compaction: 1M-context sessions never auto-compact before the provider returns HTTP 400, and the 400 is not treated as context overflow\n\nThe provider starts rejecting the request with HTTP 400 at about 940k tokens, i.e. *before* the ceiling. Worse, that 400 is not classified as a context overflow, so the documented overflow recovery never runs and the session is stuck.\n\n- opencode version: 2.0.12 (desktop app `@opencode-aidesktop`, channel `latest`)",
    ),
    Excerpt(
        "code-yeongyu/oh-my-openagent#2356",
        ("context-overflow",),
        "# [Bug]: prompt token count of 141422 exceeds the limit of 128000\n\nFaced this error with copilot provider.\nNeither auto compacation nor manual /compact works.\n\n1. Work with copilot provided models on long task\n2. When context is full, new command fails because of context exhaustion\n3. Manual /compact fails too\n\n➜ bunx oh-my-opencode doctor",
    ),
    Excerpt(
        "anomalyco/opencode#23296",
        ("tool-hang",),
        '# Build got stuck for 6h after delegating to explore subagent\n\n```\nopencode session ses_7099a1ee6395AbCdEfGhIjKlMn\n...\n|  task     {"description":"Extract Debian diff from patch","prompt":"/read-snippet /home/runner/x --pattern y","subagent_type":"explore","task_id":"","command":""}\n```\nmodel: opencode/gpt-5-codex\n\nMost of the commands seems to have the timeout, maybe task should have it as well?\n\n### OpenCode version\n\nopencode-Linux-X64-v1.4.10',
    ),
    Excerpt(
        "openchamber/openchamber#690",
        ("tool-hang", "waiting-for-permission", "lost-event-stream"),
        "# [Bug] Subagents hangs/dont continue with their next steps\n\nWhen prompting from openchamber web, the sub-agents correctly start and are doing research and after some tool calls (arround 20 - 40 calls), the sub-agents hang without any error/message.\n\nThey are still marked as running, but nothing happens and therefore the whole session is hanging, because the main agent is waiting for the sub-agents.\n\nTested with openchamber versions 1.8.5 and 1.8.7 in combination with opencode 1.2.24, 1.2.25 and 1.2.27.",
    ),
    Excerpt(
        "anomalyco/opencode#37881",
        ("model-not-found", "startup-stall", "missing-credentials"),
        'When OpenCode cannot fetch/install that `@ai-sdk/openai-compatible` npm package (network/permission/lock on this machine), the provider load throws — and OpenCode **aborts the entire provider registry**, so even built-in providers (`opencode`, `openai`, `anthropic`) report "Provider not found".\n\n- `opencode models` with the `omniroute` npm block present → empty / "Provider not found: opencode".',
    ),
    Excerpt(
        "anomalyco/opencode#13102",
        ("output-cut-off",),
        '# Tool execution aborted when tool call is truncated (empty input)\n\nseveral tool calls ended with `Tool execution aborted`. One concrete instance shows an `edit` tool call with **empty input** (`{}`) that immediately fails. The same assistant message ended with `finish: "length"` (output length limit), which suggests the tool call may have been truncated before arguments were fully emitted.\n\n- OpenCode version: `1.1.49`',
    ),
    Excerpt(
        "anomalyco/opencode#45014",
        ("server-start-failed",),
        "```\n$ opencode2 --version\nopencode2 v0.0.0-beta-18155\n$ opencode2\n[08:47:50.398] ERROR (#1): Error: Background service failed to start\n    at <anonymous> (/$bunfs/root/chunk-psykcre7.js:3:1518)\n    at service.ensure (/$bunfs/root/chunk-vx53ddd8.js:3:428)\n    at service.ensure (definition) (/$bunfs/root/chunk-psykcre7.js:3:729)\n    at cli.server-connection.resolve (/$bunfs/root/chunk-1asat22v.js:2765:7070)\n```",
    ),
    Excerpt(
        "anomalyco/opencode#13040",
        ("provider-error",),
        'I\'m using an internal OpenAI-compliant gateway to reach Bedrock, to access Opus 4.5. I got the following error message asking the model to do some fairly involved code transformations.\n\n```\nAI_TypeValidationError: Type validation failed: Value: {"id":"4ec75945","error":"Error occured during streaming: \'us.anthropic.claude-opus-4-5-20251101-v1:0-cac-cr\'"}.\n\nError message: [{"code":"invalid_union","errors":[[{"expected":"array","code":"invalid_type","path":["choices"],"message":"Invalid input: expected array, received undefined"}]],"path":[],"message":"Invalid input"}] \n```\n\n### OpenCode version\n\nLocally built, pulled from GH a week ago.',
    ),
    Excerpt(
        "BloopAI/vibe-kanban#3016",
        ("server-stopped", "client-timeout"),
        "# opencode error\n\nOpenCode executor error: I/O error: error sending request for url (http://127.0.0.1:40531/session/ses_8e254c5e5a48AbCdEfGhIjKlMn/message?directory=%2Fvar%2Ftmp%2Fvibe-kanban%2Fworktrees%2F486d-wal%2Fstore)",
    ),
    Excerpt(
        "BloopAI/vibe-kanban#2077",
        ("server-start-failed",),
        "# Opencode server exited before printing listening URL\n\n```log\n2026-01-15T13:57:28.350105Z  INFO services::services::workspace_manager: Successfully created workspace with 1 worktrees\n2026-01-15T13:57:31.702870Z ERROR server::routes::task_attempts: Failed to start task attempt: I/O error: OpenCode server exited before printing listening URL.\nServer output tail:\n```",
    ),
    Excerpt(
        "BloopAI/vibe-kanban#2257",
        ("server-error",),
        'So things seem to work fine, but then several messages in, VK and opencode just stop working together on a thread. I get this error in chat: \n\n```\nOpenCode executor error: I/O error: OpenCode session.fork failed: HTTP 500 Internal Server Error\n```\n\nand in the terminal for the most recent coding agent, I see the following:\n\n```\n{"type":"startup_log","message":"opencode server listening on http://127.0.0.1:4096"}/\n{"type":"error","message":"OpenCode executor error: I/O error: OpenCode session.fork failed: HTTP 500 Internal Server Error"}\n```',
    ),
    Excerpt(
        "NeuralNomadsAI/CodeNomad#480",
        ("server-start-failed",),
        "# [Bug]: OpenCode instance fails to start in WSL2\n\n4. Observe that CodeNomad launches `/home/sam/.local/share/pnpm/opencode`.\n5. Observe that the OpenCode process exits immediately with code 1.\n6. Observe the error: `opencode-ai's postinstall script was not run`.\n\n[INFO] [workspace] Launching OpenCode process workspaceId=mpba",
    ),
    Excerpt(
        "anomalyco/opencode#26726",
        ("agent-file-invalid",),
        "# Cannot start in cli\n\nError: 1 of 5 requests failed: config.get: opencode server GET http://opencode.internal/config?directory=C%3A%5CUsers%5CSam%5CDesktop -> 400: (empty response body)\n    at BA (B:/~BUN/root/chunk-wjcvv593.js:469:644)\n    at <anonymous> (B:/~BUN/root/chunk-wjcvv593.js:469:6060)\n    at processTicksAndRejections (native:7:39)\n\n### OpenCode version\n\n1.14.46",
    ),
    Excerpt(
        "pingdotgg/t3code#11790",
        ("server-start-failed",),
        "# OpenCode 2.0.3 provider inventory times out in T3 Code Nightly\n\nSettings → Providers detects OpenCode v2.0.3 but displays:\n\n> Failed to load OpenCode provider inventory: Timed out waiting for OpenCode server start after 30000ms.\n\nNo models are available.",
    ),
    Excerpt(
        "anomalyco/opencode#11647",
        ("provider-error", "stream-stall"),
        "# Sessions stalling out indefinitely due to a \"provider error\".\n\nI think it's mainly been GPT-5.2 Codex sessions all via OpenCode Zen. It'll stall out, and start retrying. I have seen the retry counter go into the hundreds.\n\n### OpenCode version\n\n1.1.48",
    ),
    Excerpt(
        "Kilo-Org/kilocode#12144",
        ("server-start-failed", "server-stopped"),
        "# dice que error de conexion del servidor\n\nCLI path: c:\\Users\\Sam\\.vscode\\extensions\\kilocode.kilo-code-7.4.5-win32-x64\\bin\\kilo.exe\nEl proceso de la CLI finalizó con el código 3221225785 antes de que se iniciara el servidor",
    ),
    Excerpt(
        "Kilo-Org/kilocode#13089",
        ("server-start-failed", "startup-stall"),
        "I have installed 7.4.21 on my vscode ,  i have a message \"CLI path: c:\\Users\\sam\\.vscode\\extensions\\kilocode.kilo-code-7.4.21-win32-x64\\bin\\kilo.exe\nDélai d'attente du démarrage du serveur dépassé après 30 secondes\" \n\n~~~\nERR [Extension Host] [Kilo New] Autocomplete: Failed to start CLI backend: ServerStartupError: CLI path: c:\\Users\\sam\\.vscode\\extensions\\kilocode.kilo-code-7.4.21-win32-x64\\bin\\kilo.exe\nDélai d'attente du démarrage du serveur dépassé après 30 secondes\n\tat Timeout._onTimeout (c:\\Users\\sam\\.vscode\\extensions\\kilocode.kilo-code-7.4.21-win32-x64\\dist\\extension.js:147:73579)\n~~~",
    ),
    Excerpt(
        "Kilo-Org/kilocode#8887",
        ("server-start-failed", "startup-stall"),
        "# Server connection failes\n\nDue to problems with considering next steps issue I had to find version which works for me, it's 7.1.17. I use it vscode. It can not connect to server anymore.\n\nvscode/extensions/kilocode.kilo-code-7.1.17-darwin-arm64/bin/kilo\nServer startup timeout after 30 seconds\n\n### Kilo version\n\n7.1.17",
    ),
    Excerpt(
        "anomalyco/opencode#41502",
        ("server-stopped",),
        "# opencode2: RSS grows ~530 MB/min during active agent turn (OOM crash)\n\n`opencode2` (`@opencode-ai/cli@0.0.0-next-17088`) leaks memory at a steady ~530 MB/min RSS during an active agent turn, climbing from ~3.8 GB to ~6.2 GB in ~4.5 minutes and eventually crashing the process.",
    ),
    Excerpt(
        "NoeFabris/opencode-antigravity-auth#107",
        ("provider-error",),
        'Any time I try to use Gemini 3 Flash it says "Error: All Antigravity endpoints failed". Gemini 3 Pro and Claude Opus 4.5 work.\n\n1. Open OpenCode\n2. Set the model to Gemini 3 Flash (Antigravity)\n\n- opencode version: 1.1.1\n- Plugin version: I tried both 1.2.7 and 1.2.8 beta\n\n**Logs**\n[2026-01-04T18:52:48.136Z] [Account] Selected: [redacted-email] (1/1) family=gemini rateLimits={"gemini-antigravity:gemini-3-flash":1767555873020.104}\n[2026-01-04T18:52:48.139Z] [Antigravity Debug ANTIGRAVITY-1] POST https://daily-cloudcode-pa.sandbox.googleapis.com/v1internal:streamGenerateContent?alt=sse',
    ),
    Excerpt(
        "anomalyco/opencode#12076",
        ("provider-error",),
        "# antigravity-claude-opus-4-5-thinking-high error 403\n\nWhen I start a request in opencode, I get a 403 error and a message saying that I need to verify my account. However, all my accounts are working and verification is not required. Updating the token does not help.\n\n### OpenCode version\n\n1.1.50",
    ),
    Excerpt(
        "anomalyco/opencode#47763",
        ("provider-error",),
        '# Go provider: 400 MissingSessionID - x-opencode-session header not sent\n\nWhen using OpenCode Go provider, requests fail with a 400 error:\n\n```\n400: {"type":"MissingSessionID","message":"Error from provider (Console Go): Request is missing x-opencode-session and cannot be routed efficiently."}\n```\n\n- opencode version: latest\n- Provider: OpenCode Go',
    ),
    Excerpt(
        "anomalyco/opencode#46276",
        ("directory-missing",),
        "Once `session.directory` points to a non-existing path, I can no longer resume or fork that session, even if I explicitly provide a valid directory:\n\n`opencode run --session <session-id> --fork --dir <existing-directory>`\n\nOpenCode still tries to resolve the stale stored directory and fails before the requested `--dir` can take effect.",
    ),
    Excerpt(
        "anomalyco/opencode-sdk-python#44",
        ("request-rejected",),
        '# fix: send empty JSON body in session.create()\n\nThe OpenCode server\'s `POST /session` endpoint requires a JSON request body. When `create()` is called without any parameters, the SDK sends a POST with **no body**, causing the server to respond with `400 Malformed JSON in request body`.\n\n```python\nfrom opencode_ai import Opencode\n\nclient = Opencode(base_url="http://127.0.0.1:4096")\nsession = client.session.create()  # raises BadRequestError\n```',
    ),
    Excerpt(
        "anomalyco/opencode#30151",
        ("agent-file-invalid",),
        "After configuring the MCP servers, I restarted the Opencode desktop app. A few error messages appeared when it started up, and now I can no longer access my last session.\n\n### OpenCode version\n\n1.15.13\n\nThe error analysis (The JSON schema crash)\nOpenCode uses extremely strict JSON schema validation for opencode.json",
    ),
    Excerpt(
        "czlonkowski/n8n-mcp#588",
        ("agent-file-invalid",),
        "issue message :\nFailed to spawn OpenCode Server. Logs:\n[STDERR] Error: Configuration is invalid at C:\\Users\\sam\\.config\\opencode\\opencode.jsonc\n[STDERR] ↳ Invalid input mcp.n8n-mcp",
    ),
    Excerpt(
        "anomalyco/opencode#45567",
        ("provider-error",),
        "# free tier exceeded\n\nI get this message in loop even though I definitely haven't used up my free usage.\nfree usage exceeded , subscribe to Go retrying in 9h\n\n### OpenCode version\n\n1.18.23",
    ),
    Excerpt(
        "code-yeongyu/oh-my-openagent#4572",
        ("unauthorized",),
        "# [Bug]: oh-my-opencode run (without --attach) fails with Unauthorized on fresh server start\n\n`oh-my-opencode run <message>` (without `--attach`) starts a fresh server via `startServer()` which calls `createOpencode()`. The spawned server inherits `OPENCODE_SERVER_PASSWORD` from the environment, but the client that `createOpencode()` returns never calls `injectServerAuthIntoClient()`.\n\n3. Observe Unauthorized error in the output",
    ),
    Excerpt(
        "anomalyco/opencode#50250",
        ("empty-answer", "provider-error"),
        '# Session idles silently when a turn ends with `stop` and no model output\n\nA provider can end a stream early with a clean `stop` finish and 0 output tokens — no error, no text, no tool calls. opencode treats this as a normal end-of-turn: the prompt loop exits, the session idles, and the TUI shows nothing.\n\n```\n{"reason":"stop","type":"step-finish","tokens":{"total":126576,"input":559,"output":0,"reasoning":706,...}}\n{"reason":"stop","type":"step-finish","tokens":{"total":126126,"input":123006,"output":0,"reasoning":1841,...}}\n```',
    ),
    Excerpt(
        "anomalyco/opencode#8460",
        ("model-not-found",),
        '# API doesn\'t report invalid model errors via event stream\n\nWhen sending a message via the API with an invalid provider/model ID, no error is surfaced to the client. The session silently goes from `busy` to `idle` with no indication that anything went wrong.\n\n1. Start opencode server\n2. Listen to events: `curl http://localhost:4096/event`\n4. Observe: HTTP 200, session goes busy → idle, no `session.error` event\n\n## Expected\n\nA `session.error` event should be published with a message like "Model not found: invalid/some-model. Did you mean: ...?"',
    ),
    Excerpt(
        "anomalyco/opencode#4187",
        ("tool-hang",),
        '# Edit operation stuck after version 0.4.16\n\nAfter this version, opencode often gets stuck when performing edit operations. There is no failure message — it just keeps showing as “processing” indefinitely.\n\n### OpenCode version\n\n1.0.55\n\nput this in opencode.json:\n```\n{\n  "lsp": {\n    "clangd": {\n      "disabled": true\n    }\n  }\n}\n```',
    ),
    Excerpt(
        "anomalyco/opencode#22438",
        ("tool-hang",),
        "# opencode hangs after editing file, no further logs\n\nAfter editing a C++ file, opencode stops responding. The last log entry shows service=lsp file=... touching file, and then nothing happens.\n\n### OpenCode version\n\n1.4.3\n\nINFO  2026-04-14T11:26:27 +1ms service=format file=.../xxx_builder.cpp formatting\nINFO  2026-04-14T11:26:27 +0ms service=bus type=file.edited publishing\nINFO  2026-04-14T11:26:27 +5ms service=bus type=message.part.updated publishing\nINFO  2026-04-14T11:26:27 +1ms service=lsp file=.../xxx_builder.cpp touching file\n[No further logs after this line]",
    ),
    Excerpt(
        "anomalyco/opencode#25568",
        ("server-error",),
        '# ACP session/new always returns -32603 Internal error\n\nWhen using OpenCode via ACP (Agent Client Protocol), the `initialize` handshake succeeds, but `session/new` always returns `-32603 Internal error`.\n\n- OpenCode version: 1.14.33 (npm) and 1.14.29 (registry)\n\n```\nError handling request { jsonrpc: "2.0", id: 2, method: "session/new", params: { cwd: "/Users/sam", mcpServers: [] } } { code: -32603, message: "Internal error", data: {} }\n{"jsonrpc":"2.0","id":2,"error":{"code":-32603,"message":"Internal error","data":{}}}  <-- session/new FAILS\n```',
    ),
    Excerpt(
        "anomalyco/opencode#36434",
        ("mcp-hang",),
        "`opencode debug config` drops the `env` block on every `mcp.<name>` entry. For servers that do require env vars, the spawned child genuinely never receives them.\n\nTwo of the three affected servers (`pexels`, `open-design`) report `MCP error -32000: Connection closed`, not a missing-config error. Confirming this still reproduces in **1.18.0** of OpenCode.",
    ),
    Excerpt(
        "DeusData/codebase-memory-mcp#134",
        (),
        '# fix: opencode MCP config\n\n### Summary\n- `codebase-memory-mcp install` was writing an invalid MCP config for opencode — a flat object with `"command"` as a string\n- This caused opencode to fail on startup with: `Error: Configuration is invalid at ...opencode.json`\n\n### Before',
    ),
    Excerpt(
        "anomalyco/opencode#39431",
        (),
        "# Config: unknown keys inside mcp.<name> are silently discarded, while unknown keys at root are rejected\n\nopencode **1.18.9** (darwin-arm64), macOS 26.1.\n\n**A. Unknown key at root — correctly rejected**\n\n```\nError: Configuration is invalid at /tmp/root.json\n↳ Unrecognized key: totally_bogus_root_key_xyz\n```\n\n**B. Unknown key nested in `mcp.<name>` — silently accepted**\n\nStarts normally. No diagnostic of any kind.",
    ),
    Excerpt(
        "anomalyco/opencode#29809",
        (),
        "TypeError: Failed to fetch\n    at fetch (oc://renderer/assets/main-CqEM7zM6.js:106262:45)\n    at request (oc://renderer/assets/main-CqEM7zM6.js:60007:24)\n    at async retry (oc://renderer/assets/main-CqEM7zM6.js:64628:14)\n    at async fetchMessages (oc://renderer/assets/main-CqEM7zM6.js:66051:22)\n\n### OpenCode version\n\n1.15.10",
    ),
    Excerpt(
        "anomalyco/opencode#5937",
        (),
        "The CLI also needs work. When you type `opencode auth` this is presented, but if you actually enter a URL you get an error:\n```\nopencode auth login REDACTED_URL\n┌  Add credential\nError: Unexpected error, check log file at REDACTED for more details\n\nundefined is not an object (evaluating 'wellknown.auth.command')\n❯ tail ~/.local/share/opencode/log/2026-01-16T041006.log\nINFO  2026-01-16T04:10:06 +211ms service=default version=1.1.19 args=[\"auth\",\"login\",REDACTED_URL] opencode\nINFO  2026-01-16T04:10:06 +0ms service=default directory=REDACTED/opencode creating instance\nERROR 2026-01-16T04:10:07 +709ms service=default name=TypeError message=undefined is not an object (evaluating 'wellknown.auth.command') stack=TypeError: undefined is not an object (evaluating 'wellknown.auth.command')\n    at fn (src/cli/cmd/auth.ts:233:51)\n    at processTicksAndRejections (native:7:39) fatal\n```",
    ),
    Excerpt(
        "anomalyco/opencode#25828",
        (),
        'opencode session stopped at this point (every time):\n```text\n     Now rebuild:\n\n     <invoke name="bash">\n     <parameter name="command">make build 2>&1 | tail -20</parameter>\n     <parameter name="timeout">180000</parameter>\n     </invoke>\n```\nis it a bug? does it mean it would like to invoke command (but not invoked)? \n\n### OpenCode version\n\n1.14.35',
    ),
    Excerpt(
        "Gitlawb/zero#1056",
        (),
        "# opencode go now require x-opencode-session header\n\n0.8.0\n\n1) add opencode Go provider (api key)\n2) make any prompt\n\nopencode go provider completely broken\n\n```provider request error: Error from provider (Console Go): Request is missing x-opencode-session and cannot be routed efficiently. Please see https://opencode.ai/docs/go/#where-can-i-use-it```",
        is_opencode=False,
    ),
    Excerpt(
        "earendil-works/pi#9371",
        (),
        '# Can\'t use opencode Go plan in Pi\n\nError: OpenAI API error (400): {"type":"MissingSessionID","message":"Error from provider (Console Go): Request is missing x-opencode-session and cannot be routed efficiently. Please see https://opencode.ai/docs/go/#where-can-i-use-it"}\n\nAdd account with Opencode GO subscription and send any text.\n\n### Version\n\n0.85.1',
        is_opencode=False,
    ),
    Excerpt(
        "FishBottle7/opencode2dsh#5",
        (),
        '# 429: {"type":"FreeUsageLimitError","message":"Rate limit exceeded. Please try again later."}有限额\n\n429: {"type":"FreeUsageLimitError","message":"Rate limit exceeded. Please try again later."}\n\n这个限额是opencode官方对ip的限额，解决方法是更换一个没有被别人用掉限额的ip，适配器端无法绕过限额',
        is_opencode=False,
    ),
    Excerpt(
        "tashfeenahmed/freellmapi#797",
        (),
        "DeepSeek V4 Flash Free (OpenCode Zen)\nopencode\ndeepseek-v4-flash-free\n\nOpenCode Zen API error 400: Error from provider (Console): Upstream request failed: [invalid_request_error] The `reasoning_content` in the thinking mode must be passed back to the API.",
        is_opencode=False,
    ),
    Excerpt(
        "OnesoftQwQ/opencode-go-copilot#84",
        (),
        '```\nSorry, your request failed. Please try again.\n\nReason: API error: [400] Bad Request {"error":{"param":null,"type":"invalid_request_error","code":"invalid_request_error","message":"Error from provider (Console): Upstream request failed: [invalid_request_error] The reasoning_content in the thinking mode must be passed back to the API."}} URL: [https://opencode.ai/zen/v1/chat/completions]: at c:\\Users\\redacted\\.vscode\\extensions\\onesoftqwq.opencode-go-copilot-provider-1.8.2\\out\\provider.js:410:31 at process.processTicksAndRejections (node:internal/process/task_queues:104:5)\n```',
        is_opencode=False,
    ),
    Excerpt(
        "zed-industries/zed#62788",
        (),
        '# Permission request prompts from external ACP agent (Claude Code) never render — thread hangs indefinitely\n\n3. The thread spinner runs forever. No permission card or buttons are shown.\n\nWhen Claude Code issues a permission request (session/request_permission), Zed never renders any approval UI. The thread just shows a spinner indefinitely until I manually interrupt it, at which point the request resolves as "denied".',
        is_opencode=False,
    ),
    Excerpt(
        "openclaw/openclaw#21571",
        (),
        "I'm trying to follow Quick start and while running `./docker-setup.sh`, I end up with this error:\n\n```shell\nError: EACCES: permission denied, mkdir '/home/node/.openclaw/agents/main/agent'\n\n# echo $?\n1\n```\n\nOpenClaw version 2026.2.20",
        is_opencode=False,
    ),
    Excerpt(
        "agentclientprotocol/claude-agent-acp#570",
        (),
        "Claude-agent Version: v0.29.2\nIDEA Version: 2026.1\n[Claude Agent] stderr: Error handling request {\n  type: 'com.agentclientprotocol.rpc.JsonRpcRequest',\n  id: 2,\n  method: 'session/new',\n} {\n  code: -32603,\n  message: 'Internal error',\n  data: { details: 'Claude Code process exited with code 1' }\n}",
        is_opencode=False,
    ),
    Excerpt(
        "MoonshotAI/kimi-code#988",
        (),
        'I use `kimi-code` in `Zed` and agent cannot start with error:\n\n```\n2026-06-23T01:25:00+03:00 WARN  [agent_servers::acp] Responding to ACP request `fs/read_text_file` with error: Error { code: -32603: Internal error, message: "Internal error", data: Some(String("unknown session: session_3ad64ce1-041b-43a6-a473-2bb14eb710a5")) }\n2026-06-23T01:25:00+03:00 WARN  [agent_servers::acp] agent stderr: Error handling request {\n```',
        is_opencode=False,
    ),
    Excerpt(
        "simonsmh/pi-provider-qoder#9",
        (),
        'Users hit "agent silently stops mid-task" when running qoder models in pi\'s agentic loops. The session log shows repeated empty assistant messages with `stopReason: "stop"` and no error, right before the agent goes quiet.\n\n```\ndata:{"headers":...,"body":"{\\"code\\":\\"provider_error\\",\\"message\\":\\"Session blocked\\",...}","statusCodeValue":406}\n```',
        is_opencode=False,
    ),
    Excerpt(
        "microsoft/vscode#320558",
        (),
        '- **Copilot Chat Extension Version:** 0.41\n- **VS Code Version:** 1.123\n\nReason: Request Failed: 400 {"error":{"message":"request (26528 tokens) exceeds the available context size (16384 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":26528,"n_ctx":16384}}',
        is_opencode=False,
    ),
    Excerpt(
        "learningmatter-mit/AtomisticSkills#32",
        (),
        "When importing this repository into Codex, two skills are skipped because their `SKILL.md` files are reported as invalid YAML.\n\n```text\n⚠ Skipped loading 2 skill(s) due to invalid SKILL.md files.\n\n⚠ /Users/sam/Desktop/.agents/skills/drug-ligand-prep/SKILL.md: invalid YAML: mapping values are not allowed in this\n  context at line 2 column 65\n```",
        is_opencode=False,
    ),
    Excerpt(
        "get-bb/bb#1529",
        (),
        "# Persistent shell session wedges silently when its stored cwd is deleted (git worktree remove); all subsequent spawns return no exit status\n\nThe session wedges: every subsequent command in that session returns **no exit status**, with no output and no error text.",
        is_opencode=False,
    ),
    Excerpt(
        "21st-dev/1code#100",
        (),
        "On app startup Drizzle runs SQLite migrations from the bundled `migrations/` folder. In some DB states, migration `0005_marvelous_master_chief.sql` tries to drop `sub_chats` columns (`additions/deletions/file_count`), which causes:\n`SQLITE_ERROR: no such column: ...`",
        is_opencode=False,
    ),
)
