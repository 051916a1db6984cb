"""A seventh, smaller set of excerpts of public threads, collected and run once after the repairs of the sixth; see README.md.

Names, paths and IDs are changed.
"""

# ruff: noqa: E501

from __future__ import annotations

from tests.pasted.collected import Excerpt
from tests.pasted.collected_final import OVERFLOW, PROVIDER, V

SIDECAR, MCP, CUT = ("desktop-sidecar-failed",), ("mcp-hang", "tool-hang"), ("output-cut-off",)
IMAGE = ("history-rejected", "provider-error")

SECOND = (
    # --- troubles of OpenCode whose cause the thread established
    Excerpt(
        "anomalyco/opencode#34898",
        PROVIDER,
        '# opencode go无法使用\n\n我订阅了opencode go，但是今天下午4点左右开始无法使用deepseek-v4-flash和mimo-v2.5模型，显示HTTP 429 {"error":{"message":"Error from provider (Console Go): Provider rate limit exceeded","type":"rate_limit_error","param":null,"code":"provider_rate_limit_exceeded"}}\n测试了很多次都不通。',
    ),
    Excerpt(
        "anomalyco/opencode#42029",
        PROVIDER,
        'Error: 429: {"type":"FreeUsageLimitError","message":"Error from provider (Console): Rate limit exceeded. Please try again later."}\n??????????????\nI have not used it today',
    ),
    Excerpt(
        "anomalyco/opencode#42874",
        PROVIDER,
        "# Opencode errors during rate-limit handling with providers\n\nWhen I hit a rate limit on OpenCode, it says 429 Too many requests. but even after ther rate limit is gone, it still keeps trying to reconnect and does not actually progress.",
    ),
    Excerpt(
        "anomalyco/opencode#43899",
        PROVIDER,
        "# Free models ox-alpha not working after hitting usage limit on opencode-go\n\nAfter hitting opencode-go usage limit cant use the free models even after enabling use credits. error 429 or 401",
    ),
    Excerpt(
        "anomalyco/opencode#23983",
        IMAGE,
        "When uploading an image to OpenCode and sending it to Codex, it prompts with the following issue: \"Invalid 'input[101].content[1].image_url'. Expected a base64-encoded data URL with an image MIME type (e.g. 'data:image/png;base64,aW1nIGJ5dGVzIGhlcmU='), but got empty base64-encoded bytes."
        + V % "v1.14.21",
    ),
    Excerpt(
        "anomalyco/opencode#4781",
        IMAGE,
        "I asked the model to get some images and perform some actions, it didn't properly get some images so I got this error: \n\n```The image data you provided does not represent a valid image. Please check your input and try again with one of the supported\nimage formats: ['image/jpeg', 'image/png', 'image/gif', 'image/webp'].```\n\nBut I can't move past the error",
    ),
    Excerpt(
        "anomalyco/opencode#9512",
        IMAGE,
        'I found this bug by my application being dumb and writing some HTML to a .jpeg file. It breaks opencode, seemingly unrecoverably (other than by starting a new session).\n\n```sh\necho hello > /tmp/piccy.jpeg\nopencode\n# ask "what\'s in the image at /tmp/piccy.jpeg"\n# "Could not process image"\n# All prompts now get "Could not process image"\n```'
        + V % "1.1.25",
    ),
    Excerpt(
        "anomalyco/opencode#38849",
        ("database-locked",),
        "Running two or more VS Code windows/workspaces on the same project causes one or more OpenCode instances to silently die mid-session. No error dialog, no crash report — the process just vanishes.\n\nAll OpenCode instances share a single SQLite database at `~/.local/share/opencode/opencode.db` with `PRAGMA busy_timeout = 0`. When multiple processes write concurrently, `SQLITE_BUSY` fires immediately instead of retrying.",
    ),
    Excerpt(
        "anomalyco/opencode#13935",
        SIDECAR,
        "Error: Failed to spawn OpenCode Server (Sidecar terminated before becoming healthy (code=Some(-1) signal=None)). Logs:\n2026-02-17T04:22:08.057462Z  INFO opencode_lib: Initializing app\n2026-02-17T04:22:08.060392Z  INFO opencode_lib::cli: No CLI installation found, skipping sync\n2026-02-17T04:22:08.068601Z  INFO opencode_lib::cli: WSL is enabled, spawning CLI server in WSL\n2026-02-17T04:22:10.203620Z  INFO opencode_lib::cli: Spawning sidecar port=54657",
    ),
    Excerpt(
        "anomalyco/opencode#12521",
        SIDECAR,
        'After I updated OpenCode desktop app to newest version (1.1.53), I got hit by "Failed to spawn opencode server" message with no extra info around. I reinstalled the program and the problem persisted, then I reverted to 1.1.52 version which faced the same issue.'
        + V % "1.1.53",
    ),
    Excerpt(
        "anomalyco/opencode#12857",
        SIDECAR,
        "# Failed to spawn OpenCode Server. Logs:\n\nHi,\n\nI use Windows 10, and after upgrading to 1.1.53 I get this screen:"
        + V % "1.1.53",
    ),
    Excerpt(
        "anomalyco/opencode#13590",
        SIDECAR,
        "# Windows WSL crashed opencode\n\n2026-02-14T12:52:11.009023Z  INFO opencode_lib::cli: WSL is enabled, spawning CLI server in WSL\n2026-02-14T12:52:11.224793Z  INFO sidecar: opencode_lib::cli: <3>WSL (16190 - Relay) ERROR: CreateProcessCommon:800: execvpe(bash) failed: No such file or directory\n\n2026-02-14T12:52:11.231070Z  INFO sidecar: opencode_lib::cli: Sidecar terminated code=Some(1) signal=None",
    ),
    Excerpt(
        "anomalyco/opencode#29932",
        (*SIDECAR, "server-stopped"),
        '- App version: 1.15.12 (packaged)\n1. Launch the OpenCode desktop app.\n2. App starts and reports "server ready".\n\n- The sidecar server starts ("server ready") but then exits (`sidecar exited { code: 0 }`) a few seconds later.\n- All requests fail with "Unexpected server error".',
    ),
    Excerpt(
        "anomalyco/opencode#49726",
        MCP,
        'When a local MCP server fails to spawn or connect (bad binary path, server exits on startup), the runtime log only shows:\n\n```\nWARN  server unavailable { key: "my-server", type: "local", status: "failed" }\n```\n\nThe failure message is already captured in `status.error` by `connectLocal` (`opencode mcp list` does print it).',
    ),
    Excerpt(
        "anomalyco/opencode#1878",
        MCP,
        "# MCPClientError: Attempted to send a request from a closed client\n\nI'm getting this error frequently and have to restart opencode to fix the session. Perhaps the issue is with a particular mcp server I have enabled.",
    ),
    Excerpt(
        "anomalyco/opencode#500",
        OVERFLOW,
        "# [v0.1.158] [Anthropic: Claude Sonnet 4]: AI_APICallError: prompt is too long: 209840 tokens › 200000 maximum\n\nhttps://opencode.ai/s/x",
    ),
    Excerpt(
        "anomalyco/opencode#6068",
        OVERFLOW,
        "Previously, when context tokens approached the model's limit, opencode would automatically trigger compaction to summarize the session. Now, we're getting 'prompt is too long' errors more frequently.\n\n   ```\n   This model's maximum context length is 131072 tokens. However, you requested N tokens...\n   ```\n   or\n   ```\n   prompt is too long: X tokens > Y maximum\n   ```",
    ),
    Excerpt(
        "anomalyco/opencode#5360",
        OVERFLOW,
        "Got this twice today:\n\n```\nprompt is too long: 202744 tokens > 200000 maximum\n```"
        + V % "1.0.143 (I think, version used to be visible all th etime, but no longer)",
    ),
    Excerpt(
        "anomalyco/opencode#491",
        OVERFLOW,
        "# [v0.1.162] [Anthropic: Claude Sonnet 4]: AI_APICallError: input length and 'max_tokens' exceed context limit: 140740 + 64000 > 200000, decrease input length or 'max_tokens and try again\n\nhttps://opencode.ai/s/x",
    ),
    Excerpt(
        "anomalyco/opencode#37964",
        PROVIDER,
        "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead. For GPT 5.1 models on Azure",
    ),
    Excerpt(
        "anomalyco/opencode#17471",
        CUT,
        '# [FEATURE]: Auto-continue when model hits output token limit (finish_reason: "length")\n\nWe hit the same `finish_reason: "length"` with **zero output tokens**: the entire budget consumed by reasoning, no partial content.\n\n**In headless `opencode run` this is worse than "waits for user input."** The process exits',
    ),
    Excerpt(
        "anomalyco/opencode#40146",
        CUT,
        'When a provider stops a turn because it hit the output-token limit, the stream reports `finishReason: "length"`. The session loop treats that as a normal stop.\n\nTwo checks in `packages/opencode/src/session/prompt.ts` exclude only `"tool-calls"` — never `"length"`. The message is stored with `finish: "length"` and no error.',
    ),
    # --- OpenCode at work, or with a trouble that no page explains
    Excerpt(
        "anomalyco/opencode#27412",
        (),
        "I setup custom provider using this guide. \n\nbut it doesnt automatically fetch the models list. I must manually add each model via config file."
        + V % "1.14.46",
    ),
    Excerpt(
        "anomalyco/opencode#20743",
        (),
        "When defining custom models in `opencode.json` for a provider that exists in models.dev (e.g. `requesty`), the custom model is silently ignored. OpenCode falls back to the most expensive/capable model from the models.dev snapshot instead. No error or warning is shown.",
    ),
    # --- other programs
    Excerpt(
        "anomalyco/opencode#43327",
        (),
        'I\'m using OpenCode in VSCode via the ChatLanguageModels.json\n\n```\nSorry, your request failed. Please try again.\n\nReason: Rate limit exceeded\n\n{"code":"upstream_provider_rate_limit","message":"{"error":{"type":"server_error","message":"Upstream request failed: Endpoint is unavailable."}}"} at QG._provideLanguageModelResponse (/usr/share/code/resources/app/extensions/copilot/dist/extension.js:1603:15245)\n```',
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#42399",
        (),
        '```json\n[{"error":"Error: ECONNREFUSED\\n    at from (/$bunfs/root/src/entrypoints/cli.js:105:7862)\\n    at emitError (node:events:43:23)"},{"error":"Error: 400 {\\"type\\":\\"error\\",\\"error\\":{\\"type\\":\\"invalid_request_error\\",\\"message\\":\\"messages.11.content.8.image.source.base64.data: Image format image/png not supported\\"}}\\n    at generate (/$bunfs/root/src/entrypoints/cli.js:11:51662)"}]\n```',
        is_opencode=False,
    ),
    Excerpt(
        "anthropics/claude-code#33179",
        (),
        'When using Claude Code via mobile (phone), uploading an image results in the image being sent without the required `media_type` field. Every subsequent message fails with:\n\n```\nAPI Error: 400 {"type":"error","error":{"type":"invalid_request_error","message":"messages.246.content.2.image.source.base64.media_type: Field required"}}\n```',
        is_opencode=False,
    ),
    Excerpt(
        "can1357/oh-my-pi#389",
        (),
        "When resuming a session that includes images, I get the following error: ` Error: Codex error event: Invalid 'input[7].content[1].image_url'. Expected a base64-encoded data URL with an image MIME type, but got an invalid base64-encoded value. (code=invalid_value)`.\n\n### omp version\n\n13.11.0",
        is_opencode=False,
    ),
    Excerpt(
        "google-gemini/gemini-cli#10717",
        (),
        'The HORRIBLE behavior of the GEMINI CLI in the API is not normal, with:\n\n- ✕ [API Error: Unexpected line format in response: ,]\n- ✕ [API Error: [{\n"error": {\n"code": 429,\n"message": "Resource exhausted. Please try again later}]',
        is_opencode=False,
    ),
    Excerpt(
        "google-gemini/gemini-cli#6962",
        (),
        '✕ [API Error: {"error":{"message":"{\\n  \\"error\\": {\\n    \\"code\\": 429,\\n    \\"message\\": \\"You exceeded your current quota, please check your plan and billing details.\\",\\n    \\"status\\": \\"RESOURCE_EXHAUSTED\\"',
        is_opencode=False,
    ),
    Excerpt(
        "continuedev/continue#11452",
        (),
        "**Error Details**\n\nModel: Llama 3.1 8B\nProvider: ollama\nStatus Code: N/A\n\n**Error Output**\n```\nUnable to connect to local Ollama instance. Ollama may not be running.\n```",
        is_opencode=False,
    ),
    Excerpt(
        "langgenius/dify#9746",
        (),
        "azure o1 preview\n[azure_openai] Bad Request Error, Error code: 400 - {'error': {'message': \"Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.\", 'type': 'invalid_request_error', 'param': 'max_tokens', 'code': 'unsupported_parameter'}}",
        is_opencode=False,
    ),
    Excerpt(
        "microsoft/vscode-copilot-release#8483",
        (),
        'Reason: Request Failed: 400 { "error": { "message": "Unsupported parameter: \'max_tokens\' is not supported with this model. Use \'max_completion_tokens\' instead.", "type": "invalid_request_error", "param": "max_tokens", "code": "unsupported_parameter" } }\n\nExtension version: 0.26.7\nVS Code version: Code 1.99.3',
        is_opencode=False,
    ),
)
