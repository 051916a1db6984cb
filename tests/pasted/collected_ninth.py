"""A ninth set of excerpts of public threads, collected and run once after the repairs of the eighth; see README.md.

Names, paths and IDs are changed.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt

NINTH = (
    Excerpt(
        "anomalyco/opencode#4089",
        ("provider-error",),
        '# TUI should show when it is retrying\n\nI\'m running a local model through ik_llama.cpp. But `opencode` is just stuck.\n\nAfter some digging around, I found the actual error ik_llama.cpp returned to `opencode` in one of the `~/.local/share/opencode/storage/part/msg_*` files:\n```\n  "error": {\n    "name": "APIError",\n    "data": {\n      "message": "tools param requires --jinja flag",\n      "statusCode": 500,\n      "isRetryable": true,\n      "responseHeaders": {\n        "content-length": "90",\n        "server": "llama.cpp"\n      },\n```',
    ),
    Excerpt(
        "anomalyco/opencode#33066",
        ("tool-hang", "stream-stall"),
        "I observe a similar pattern with opencode 1.14.x - 1.17.x (current) -- after explore agent finishes, the build agent keeps showing a spinner and never finishes (for 1-5 hours or longer -- until killed by a custom watchdog script). \n\nSince the LLM is served locally by `llama.cpp`, I can see that there's no LLM activity, so it's a hang.\n\n### OpenCode version\n\n1.17.8\n",
    ),
    Excerpt(
        "anomalyco/opencode#14769",
        ("stream-stall", "tool-hang"),
        "# Intermittent hang: session stays running forever until manual interrupt\n\nI occasionally hit a hang where OpenCode stays in `running` / `thinking` forever.\n\nWhen it happens, no new tool output or assistant text appears, but the session does not return to idle.\n\nIt might be related to stream/network interruptions, but I can't confirm.\n\n### OpenCode version\n\nv1.2.x\n",
    ),
    Excerpt(
        "anomalyco/opencode#24334",
        ("history-rejected",),
        '`{\n  "name": "APIError",\n  "data": {\n    "message": "Error from provider (DeepSeek): The `reasoning_content` in the thinking mode must be passed back to the API.",\n    "statusCode": 400,\n    "isRetryable": false,\n    "responseHeaders": {\n      "content-type": "application/json",\n      "server": "cloudflare"\n    },\n    "metadata": {\n      "url": "https://opencode.ai/zen/go/v1/chat/completions"\n    }\n  }\n}`',
    ),
    Excerpt(
        "anomalyco/opencode#15039",
        ("migration-failed", "server-start-failed"),
        'report "cannot commit - no transaction is active" when execute database migration,\n\n### OpenCode version\n\n1.2.8\n\n### Steps to reproduce\n\nPerforming one time database migration, may take a few minutes...\n■■■■■■■■■■■■■■■■■■■■ 100% todos        48655/48655\nError: Unexpected error, check log file at C:\\Users\\XXX\\.local\\share\\opencode\\log\\2026-02-25T090135.log for more details\n\ncannot commit - no transaction is active',
    ),
    Excerpt(
        "anomalyco/opencode#14264",
        ("migration-failed", "startup-stall"),
        "# Updating to 1.2.x hangs on sql migration\n\nWhen migrating to 1.2.x it hangs forever in `just a moment...`. \n\nChecking the db files, there are created and stuck immediately with this values\n\n1. Start with version 1.1.65\n2. Update to latest 1.2.x via OpenCode Desktop upgrade popup\n3. Hangs forever in loading screen",
    ),
    Excerpt(
        "code-yeongyu/oh-my-openagent#1972",
        ("plugin-error",),
        "# [Bug]: Plugin causes opencode crash on startup — agents()[0] is undefined in local.tsx\n\nWhen oh-my-opencode is enabled as a plugin, opencode crashes immediately on startup with:\n\n```\nTypeError: undefined is not an object (evaluating 'agents()[0].name')\n```\n\n**Confirmed:** Removing `oh-my-opencode@latest` from the plugin list resolves the crash entirely. opencode works fine without the plugin.",
    ),
    Excerpt(
        "anomalyco/opencode#8829",
        ("model-not-found", "provider-error"),
        "I've successfully configured the connection via `opencode auth login` and can use models like `sonnet 4.5`, `gpt 5.2` without issues.\n\nHowever, when using gemini3pro, I get the following error:\n```\nThe requested model is not supported.\nMake sure the model is enabled in your copilot settings: https://github.com/settings/copilot/features\n```",
    ),
    Excerpt(
        "anomalyco/opencode#37735",
        ("empty-answer",),
        '# Empty stop completions are recorded as successful responses\n\nOpenCode can receive a provider turn with `finish: "stop"` and reported token usage, but no text part and no tool call. The session records that turn as a successful completion, so the UI stops without an answer or error.',
    ),
    Excerpt(
        "anomalyco/opencode#21422",
        ("provider-error",),
        'When Anthropic\'s API returns a transient server error (HTTP 500, 502, 503, or 504), OpenCode immediately fails with no retry:\n\n```\n{"type":"api_error","message":"Claude API returned a server error. This is usually temporary — try again in a moment."}\n```',
    ),
    Excerpt(
        "anomalyco/opencode#37721",
        ("provider-error",),
        "# Internal server error retrying in 211s - attempt #8\n\nFor some reason this error started showing up just after i switched back and forth between the older UI and the New UI view. the model i was using is Kimi k2.7 via the opencode go subscription",
    ),
    Excerpt(
        "openchamber/openchamber#2380",
        ("lost-event-stream", "client-watchdog", "server-stopped"),
        "OpenChamber can still send a prompt to the managed OpenCode agent, and the agent continues running, but no assistant output appears in the UI.\n\nThe failure seems to occur after the OpenCode event stream disconnects. OpenChamber logs repeatedly show:\n\n- `Message stream WS proxy error: terminated`\n- `[PushWatcher] disconnected terminated`\n- `Message stream WS proxy error: Error: OpenCode service unavailable`\n\n- Managed OpenCode service: `1.18.3`",
    ),
    Excerpt(
        "openchamber/openchamber#3446",
        ("client-watchdog", "server-stopped"),
        "- OpenChamber: 1.22.2\n- OpenCode: 1.18.29\n\nThe managed OpenCode instance became unhealthy before the stale UI state appeared:\n\n```text\nperiodic health check failed ... class=timeout\nOpenCode experimental.session proxy error: fetch failed\nOpenCode SSE proxy error: fetch failed\n[PushWatcher] disconnected fetch failed\nOpenCode unhealthy with 4 busy session(s) for > 2 min - forcing restart\nRestarting OpenCode process...\n```",
    ),
    Excerpt(
        "anomalyco/opencode#30344",
        ("waiting-for-permission",),
        '# Stuck on "Permission Required" after opening in new directory\n\nNeither "Allow Once" or "Reject" respond to "Enter". "Allow always" responds and takes me to the page that says\n\n```\n△Always allow\n\nThis will allow the following patterns until OpenCode is restarted\n```\n\n### OpenCode version\n\n1.15.13\n',
    ),
    Excerpt(
        "anomalyco/opencode#40066",
        ("waiting-for-permission", "tool-hang"),
        "# Desktop app freezes on external-directory permission check; after restart, never-run tool call is mislabeled 'interrupted'\n\nThe desktop app freezes when a bash tool call triggers an external-directory permission check. The permission ask is raised and logged, but the session becomes unresponsive — no further output, no way to interact with it.\n\n- The permission ask is the last thing logged; then the log goes silent: no granted, no denied, no heartbeat, no timeout, for 12 h 12 m.\n- The tool call part stays `state.status = \"running\"` in the session DB the whole time.",
    ),
    Excerpt(
        "anomalyco/opencode#41847",
        ("waiting-for-permission",),
        '# Permission dialogs not rendered: backend blocks on invisible prompts, app appears frozen\n\nPermission prompts are generated by the backend but the dialog is never rendered to the user. 3270 prompts were created over 27 days — the user never saw any of them. Backend blocked waiting for answers that could never arrive.\n\n1. Set opencode.json to `"*": "ask"` for bash\n\nVersion: 1.18.16, Electron 42.3.3, Windows 10',
    ),
    Excerpt(
        "anomalyco/opencode#12229",
        ("mcp-hang", "tool-hang"),
        "Local MCP servers using `npx` hang/time out in OpenCode. `opencode mcp list` shows 60s timeouts for local stdio MCPs.\n\n- OpenCode: 1.1.51\n\n## Observed\n```\nfilesystem: Operation timed out after 60000ms\nmemory: Operation timed out after 60000ms\ngithub: Operation timed out after 10000ms\n```",
    ),
    Excerpt(
        "anomalyco/opencode#22310",
        ("mcp-hang", "tool-hang"),
        'Any local MCP server configured in opencode.json fails with "Operation timed out after 30000ms" on Windows.\n\n### OpenCode version\n\n1.4.3\n\n### Steps to reproduce\n\n1. Add any local MCP server to opencode.json\n2. Start OpenCode\n3. The MCP server simply never connects.',
    ),
    Excerpt(
        "ephraimduncan/opencode-cursor#15",
        ("plugin-error",),
        "# Plugin crashes all plugin loading in OpenCode v1.2.27 — silent failure\n\nWhen `opencode-cursor-oauth` is added to the `plugin` array in `opencode.json`, it crashes during startup and **silently prevents all other plugins from loading**. OpenCode starts normally (TUI renders), but no plugins execute.",
    ),
    Excerpt(
        "anomalyco/opencode#45324",
        ("provider-error",),
        "I added $10 in credits to my OpenCode Zen account.\n\nHowever, OpenCode stops processing requests and displays:\n\nFree usage exceeded, subscribe to Go [retrying in ...]\n\nThis is confusing because I already have paid Zen credits available.",
    ),
    Excerpt(
        "anomalyco/opencode#42938",
        ("provider-error",),
        '# Go plan hits 100%, blocks 12h — "Use balance" enabled but $39.89 Zen balance never used, on any model\n\nMy OpenCode Go subscription reaches 100% monthly usage and then blocks the "Big Pickle" model for 12 hours. I have "Use balance" enabled in the console.\n\nThis looks like the same underlying issue reported in #28129 (upstream provider balance depleted, causing "Insufficient balance" even when the user\'s own subscription/balance is fine).',
    ),
    Excerpt(
        "anomalyco/opencode#33034",
        ("provider-error",),
        'Realice el pago por un mes en opencode zen, el pago se ve en "Historial de pagos" pero no me aparace como saldo, y al realizar un chat por opencode me da este error: Insufficient balance\n\n### OpenCode version\n\nVersión 1.17.8 (1.17.8)',
    ),
    Excerpt(
        "anomalyco/opencode#1077",
        ("missing-credentials", "provider-error"),
        "The  `opencode auth login` setup only asked for the API key.\n\nI selected a model i deployed but I'm getting the following error:\n\nAI_ LoadSetting - Error: Azure OpenAI resource name setting is missing. Pass it using the 'resourceName' parameter or the AZURE_RESOURCE_NAME environment variable. \n\nAnyone know how to set this up?",
    ),
    Excerpt(
        "anomalyco/opencode#2057",
        ("model-not-found", "provider-error"),
        '# Bug: `azure/gpt-5` `AI_APICallError: The requested model \'-\' with deployment name - does not exist.`\n\nToday my OpenCode automatically updated and this error happens.\n\nopencode.json:\n```\n{\n  "$schema": "https://opencode.ai/config.json",\n  "mode": {\n    "build": {\n      "model": "azure/gpt-5"\n    }\n  }\n}\n```',
    ),
    Excerpt(
        "anomalyco/opencode#12065",
        ("model-not-found",),
        '`opencode serve` does not respect the `model` setting in `opencode.json` and attempts to use an invalid model combination.\n\n```\n1076 |     const info = provider.models[modelID]\n1077 |     if (!info) {\nProviderModelNotFoundError: ProviderModelNotFoundError\n data: {\n  providerID: "local",\n  modelID: "claude-sonnet-4.5",\n  suggestions: [],\n},\n\n      at getModel (src/provider/provider.ts:1081:13)\n```',
    ),
    Excerpt(
        "anomalyco/opencode#48964",
        ("history-rejected",),
        "# Request fails with reasoning `encrypted_content` was not issued to this caller.\n\nThe first request can work. The next request in the same session fails, especially after a tool call, image attach, idle period, or OpenCode restart.\n\nLooks like OpenCode is replaying stored `reasoning.encrypted_content` / `itemId` that the current Zen/Console caller no longer accepts.",
    ),
    Excerpt(
        "anomalyco/opencode#43557",
        ("history-rejected",),
        "When continuing an existing multi-turn session with OpenCode Go and GPT-5.6 Luna, the request repeatedly fails with:\n\n~~~text\nError from provider (Console Go): Upstream request failed:\n[invalid_encrypted_content] The encrypted content gAAA...kifQ\ncould not be verified. Reason: Encrypted content could not be decrypted or parsed.\n~~~",
    ),
    Excerpt(
        "anomalyco/opencode#37444",
        ("history-rejected",),
        "# [BUG] Forking an existing session replays incompatible reasoning.encrypted_content\n\nAfter forking an older session, continuing with the same reasoning model failed with:\n\n```text\nencrypted content missing recognized prefix (expected `rsn_` or `smry_`)\n```\n\n- OpenCode: `1.17.20`",
    ),
    Excerpt(
        "code-yeongyu/oh-my-openagent#3895",
        ("server-stopped", "desktop-sidecar-failed", "aborted"),
        '| OpenCode Desktop | 1.14.45 |\n\nthe entire OpenCode sidecar process crashes and the local server becomes unreachable, rather than just losing the background task registry. The UI showed "Failed to fetch" immediately before the disconnect.\n\nERROR 2026-05-10T00:11:53 +625366ms service=session.processor\n  session.id=ses_1f0c73b9bffdySyhyhZAER438S\n  messageID=msg_e0f39e7160024LtypELcfvOn1w\n  error=Aborted\n  stack=AbortError: Aborted\n    at new DOMException (node:internal/per_context/domexception:76:18)',
    ),
    Excerpt(
        "anomalyco/opencode#29270",
        (),
        "I decided to upgrade opencode and to my surprise it requires a postinstall script now for some reason, which I have disabled for all packages.\n\n```\nError: opencode-ai's postinstall script was not run.\n\nThis occurs when using --ignore-scripts during installation, or when using a\npackage manager like pnpm that does not run postinstall scripts by default.\n```\n\n### OpenCode version\n\n1.14.50 -> 1.15.10",
    ),
    Excerpt(
        "anomalyco/opencode#5806",
        (),
        "I tried installing via the default install command `curl -fsSL https://opencode.ai/install | bash`, and it returns `Failed to fetch version information`. Looking at the install script, it tries calling https://api.github.com/repos/sst/opencode/releases/latest, which currently returns a 404.",
    ),
    Excerpt(
        "anomalyco/opencode#3518",
        (),
        "# [FEATURE]: option for /export command to include the whole session with tool calls and outputs\n\nI noticed that when I export the current session with /export the tool calls and outputs are not included in the generated file and for example only visible as `[tool todowrite]`. \nWhen I scroll threw the session inside opencode theses information is visible.",
    ),
    Excerpt(
        "anomalyco/opencode#20117",
        (),
        "# [FEATURE]: Include todos in session export/import\n\nWhen exporting a session with `opencode export`, the todos associated with that session are lost. When importing a session, there is no way to restore them.",
    ),
    Excerpt(
        "anomalyco/opencode#4517",
        (),
        '# Theme issue\n\nI try to change themes and does not hold the theme change i deleted ~/.config/opencode when i close i always get random output in the terminal like\n\n```Gi=31337,s=1,v=1,a=q,t=d,f=24;AAAA%       \n```\n\n```opencode debug config\n{\n  "agent": {},\n  "mode": {},\n  "plugin": [],\n  "keybinds": {\n    "leader": "ctrl+x",\n    "session_interrupt": "escape"\n  }\n}\n```',
    ),
    Excerpt(
        "anomalyco/opencode#27428",
        (),
        "# Opencode Desktop Bugs\n\nI'm using opencode desktop linux.\n\nThere's some bugs:\n\nTerminal: \n-when you change between workspace the terminal show some old tex, we need to \"clear\" everytime we switch workspace\n- link in termainal cant be clicked",
    ),
    Excerpt(
        "charmbracelet/crush#3461",
        (),
        "Crush fails during startup when its SQLite data directory is located on an NFS-mounted filesystem:\n\n```\n  ERROR\n\n  Failed to connect to database: locking protocol (15).\n```\n\n• Crush: v0.87.0<br>• OS: Ubuntu 24.04.3 LTS",
        is_opencode=False,
    ),
    Excerpt(
        "Gentleman-Programming/engram#1292",
        (),
        "The local SQLite store becomes **unopenable** after WAL corruption, recurringly on a home directory mounted over **NFSv4**. Symptom:\n\n```\n$ engram doctor\nengram: engram: open initial connection: file is not a database (26)\n```\n\n- engram `2.0.0` (latest), Linux 4.18 x86_64.\n- Integration: opencode plugin adapter — plugin spawns `engram serve` and each session spawns `engram mcp --tools=agent`.",
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#65368",
        (),
        "When the session's current working directory is deleted while Claude Code is running, **every** subsequently-fired hook fails with:\n\n```\nENOENT: no such file or directory, posix_spawn '/bin/sh'\n```",
        is_opencode=False,
    ),
    Excerpt(
        "github/copilot-cli#639",
        (),
        'Copilot keeps showing this message for any queries.\n\nThe complete error log line is:\n\n` Model call failed: {"message":"The requested model is not supported.","code":"model_not_supported","param":"model","type":"invalid_request_error"} (Request ID: C275:33D2F9:E76233:11E11A4:6920044E)`',
        is_opencode=False,
    ),
    Excerpt(
        "continuedev/continue#12691",
        (),
        "**Error Details**\n\nModel: DeepSeek V4 Pro\nProvider: openai\nStatus Code: 400\n\n**Error Output**\n```\n400 The `reasoning_content` in the thinking mode must be passed back to the API.\n```",
        is_opencode=False,
    ),
    Excerpt(
        "decolua/9router#773",
        (),
        '[ERROR] [400]: {"error":{"message":"The `reasoning_content` in the thinking mode must be passed back to the API.","type":"invalid_request_error","param":null,"code":"invalid_request_error"}}\n\nAdd something to catch this and translate it',
        is_opencode=False,
    ),
    Excerpt(
        "openclaw/openclaw#120596",
        (),
        'Thinking blocks are persisted to the session transcript without their `signature` field.\n\n```\nLLM request failed: provider rejected the request schema or tool payload.\nrawError: {"type":"error","error":{"type":"invalid_request_error",\n  "message":"messages.5.content.0: Invalid `signature` in `thinking` block"}}\n```',
        is_opencode=False,
    ),
    Excerpt(
        "cline/cline#13194",
        (),
        '### Cline Version\n\n4.0.12\n\n{"message":"400 Provider returned error","status":400,"code":400,"modelId":"nvidia/nemotron-3-ultra-550b-a55b:free","providerId":"openrouter","details":{"message":"Provider returned error","code":400,"metadata":{"raw":"{\\"error\\":{\\"message\\":\\"This model\'s maximum context length is 262144 tokens. However, your messages resulted in 262897 tokens.\\"}}"}}}',
        is_opencode=False,
    ),
    Excerpt(
        "RooCodeInc/Roo-Code#4729",
        (),
        '# MCP error -32000: Connection closed\n\n### App Version\n\n3.20.3\n\nInstalling a MCP from marketplace creates this config:\n```json\n{\n  "mcpServers": {\n    "context7": {\n      "command": "npx"\n    }\n  }\n}\n```\nwhich gives this error:',
        is_opencode=False,
    ),
    Excerpt(
        "lmstudio-ai/lmstudio-bug-tracker#546",
        (),
        "LM Studio 0.3.13 (build 2)\n\n2025-03-24 18:30:59 [ERROR]\nTrying to keep the first 111490 tokens when context the overflows. However, the model is loaded with context length of only 32768 tokens, which is not enough. Try to load the model with a larger context length, or provide a shorter input. Error Data: n/a, Additional Data: n/a",
        is_opencode=False,
    ),
    Excerpt(
        "tdlib/td#2918",
        (),
        '```\nLog:\n[Status.h:256][#1][!Td]\t\nUnexpected Status [Error : 0 : database disk image is malformed for database "/app/sqlite/user/db.sqlite"] in file /app/td/tddb/td/db/SqliteKeyValue.cpp at line 76\n```',
        is_opencode=False,
    ),
    Excerpt(
        "openai/codex#44388",
        (),
        "# SQLite disk I/O errors and unusable rollout files when CODEX_HOME is on CERN AFS\n\n**Cause: every runtime DB is opened in WAL mode, and WAL cannot live on AFS.** `codex-rs/state/src/sqlite.rs` (`open_read_write_pool`) uses `.journal_mode(SqliteJournalMode::Wal)`. The `(code: 522)` is the useful clue.",
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#44558",
        (),
        "The Claude Code desktop app (Windows, MSIX, v1.569.0, Electron 40.8.5) intermittently turns into a completely blank/white window during active work sessions. The app never recovers; only a full restart fixes it.\n\nNo render-process-gone or unresponsive events in main.log",
        is_opencode=False,
    ),
    Excerpt(
        "theblazehen/P4OC#1",
        (),
        "I have my opencode server behind a reverse proxy server with a self-signed certificate. Attempting to connect fails with this error:\n\n`Failed to connect: java.security.cert.CertPathValidator Exception: Trust anchor for certification path not found.`",
        is_opencode=False,
    ),
    Excerpt(
        "anomalyco/opencode#923",
        ("provider-error",),
        "I was trying to access a website with let's encrypt certificates using `bedrock-claude-3-7` model and I got the following error:\n\n```\nError: self signed certificate in certificate chain\n```  \n\n```\n❯ opencode --version\n1.2.10\n\n❯ opencode --verbose\nERROR 2026-02-22T03:29:07 +160ms service=models.dev error=self signed certificate in certificate chain Failed to fetch models.dev\n```",
    ),
    Excerpt(
        "anomalyco/opencode#48805",
        ("history-rejected",),
        "`muse-spark-1.3-contributor-free` (provider `opencode` / `Console` / `Zen`) consistently fails mid-session when switching models, with:\n\n```\nError from provider (Console): Upstream request failed: [invalid_request_error] reasoning `encrypted_content` was not issued to this caller\n```\n\n1. opencode `1.18.30`\n4. Switch model in the **same session** and send next message",
    ),
    Excerpt(
        "anomalyco/opencode#43208",
        ("provider-error",),
        "# zen has balance USD 10, but keep saying Free usage exceeded, subscribe to Go\n\nGo subscription is [ Your next billing date is August 23, 2026 ]\n\nFree usage exceeded, subscribe to Go\nalready subscribe to Go plan.  how to increase free usage ?\n\n### OpenCode version\n\nv1.18.18\n",
    ),
    Excerpt(
        "anomalyco/opencode#28312",
        ("waiting-for-permission",),
        "# TUI permission dialog can become stale: Enter confirm does nothing while /permission returns\n\nOpenCode TUI can get stuck on a permission prompt even though the server has no pending permission requests.\n\n* OpenCode: 1.15.5\n\nPermission required  <br>→ Read .env  <br>Path: .env  <br>Allow once / Allow always / Reject  <br>enter confirm\n\npressing Enter on the selected permission option does not dismiss the dialog and does not continue  <br>execution.",
    ),
    Excerpt(
        "anomalyco/opencode#12846",
        ("unauthorized", "plugin-error"),
        'When using `client` in a OpenCode plugin, I get an "Unauthorized" error. I start the server with `OPENCODE_SERVER_PASSWORD=x opencode serve --hostname 0.0.0.0`. Using methods on client like `session.get` or `app.log` cause the authorized error: `Session data: {"error":"Unauthorized","request":{},"response":{}}`.\n\n### OpenCode version\n\n1.1.53\n',
    ),
    Excerpt(
        "anomalyco/opencode#31111",
        ("compaction-loop",),
        "# Infinite Build ↔ Compaction loop after task completion\n\nOpenCode enters an infinite Build ↔ Compaction cycle after a task completes.\n\n3. Compaction runs.\n4. Build mode automatically starts again.\n7. The cycle repeats indefinitely.",
    ),
    Excerpt(
        "anomalyco/opencode#23194",
        ("session-not-found",),
        "# Resuming a non-existed session freezes 1.4.9 release\n\nWhen opencode 1.4.9 is started with non-existent session it freezes, earlier releases opened undefined session which was also problematic\n\n```\nopencode -s <non-existent session id>\n```",
    ),
    Excerpt(
        "anomalyco/opencode#41041",
        ("server-error", "server-start-failed", "agent-file-invalid", "desktop-sidecar-failed"),
        'On Windows 11, the OpenCode Desktop app fails to start: the server returns **HTTP 500 / "Unexpected server error"**, and the log shows EPERM while reading the global config file:\n\n```\nFileSystem.readFile(C:\\Users\\<user>\\.config\\opencode\\opencode.jsonc)\n  -> EPERM: operation not permitted, open\n```\n\nThis happens at startup during `Config.getGlobal()`.',
    ),
    Excerpt(
        "jenslys/opencode-gemini-auth#49",
        ("server-start-failed", "startup-stall", "plugin-error"),
        'I\'m trying to install the plugin but once I place it in the opencode.json and run opencode it exists with `BunInstallFailedError`.\n\n```\nINFO  2026-02-11T15:25:54 +402ms service=default version=1.1.58 args=["auth","login"] opencode\nINFO  2026-02-11T15:25:57 +3011ms service=bun cmd=["/Users/u/.opencode/bin/opencode","install"] cwd=/Users/u/.opencode running\nINFO  2026-02-11T15:25:57 +24ms service=bun code=1 stdout=bun install v1.3.8 (b64edcb4)\n stderr=error: bun is unable to write files to tempdir: AccessDenied\n done\n```',
    ),
    Excerpt(
        "anomalyco/opencode#9743",
        ("server-stopped",),
        "# OpenCode OOM Killer Issue - Memory Leak Analysis\n\nOpenCode process was killed by the Linux OOM (Out of Memory) killer after extended runtime, indicating a potential memory leak.\n\n```\n[20511.133921] node invoked oom-killer: gfp_mask=0x140cca(GFP_HIGHUSER_MOVABLE|__GFP_COMP), order=0, oom_score_adj=0\n[20511.134589] oom-kill:constraint=CONSTRAINT_NONE,nodemask=(null),cpuset=user.slice,mems_allowed=0,global_oom,task_memcg=/user.slice/user-0.slice/session-3.scope,task=opencode,pid=13526,uid=1000\n```",
    ),
    Excerpt(
        "anomalyco/opencode#32974",
        ("snapshot-hang",),
        "# Issue: Snapshot on home directory hangs opencode indefinitely\n\nRunning `opencode` from the home directory (`~`) causes the program to freeze completely because it tries to create a git-based snapshot of the entire home folder — which can be hundreds of gigabytes with tens of thousands of files.",
    ),
    Excerpt(
        "anomalyco/opencode#35365",
        ("provider-error",),
        "### Opencode 1.17.12+ silently fails to connect to local HTTPS LLM servers with self-signed certificates\n\nStartup takes more than a minute telling that the server is not available.\n\nActual Behavior: Sidecar hangs for ~30-60 seconds then exits with code 0. No error shown in UI. No response received.",
    ),
)
