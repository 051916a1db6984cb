"""Error texts of OpenCode itself that leave a prompt without an answer, by the page that explains each, with the place in the source.

Read in the server binaries of 1.2.27 (whose file names are given), 1.15.13 and 1.18.33, and in packages/app and packages/desktop. Names, IDs and
values are invented.
"""

# ruff: noqa: E501

from __future__ import annotations

from collections.abc import Mapping

OWN_TEXTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "aborted": {
        "1.2.27 src/session/message-v2.ts, 1.18.33": ("MessageAbortedError: The operation was aborted.",),
        "the body of an answer or an event, 1.2.27 to 1.18.33": (
            '{"name": "MessageAbortedError", "data": {"message": "Aborted"}}',
        ),
    },
    "agent-file-invalid": {
        "1.2.27 src/cli/error.ts, 1.18.33": (
            "Config file at /srv/app/opencode.json is not valid JSON(C): unexpected token",
            "Config file at /srv/app/opencode.json is not valid JSON(C)",
            'Directory "agents" in /srv/app/.opencode is not valid. Rename the directory to "agent" or remove it. This is a common typo.',
            "Configuration is invalid at /srv/app/opencode.json: bad value",
            'Configuration is invalid at /srv/app/opencode.json\n↳ Unrecognized key: "theme"',
            "Configuration is invalid",
            "/srv/app/.opencode/agent/a.md: Failed to parse YAML frontmatter: bad indentation",
        ),
        "packages/app/src/i18n/en.ts": (
            "Config file at /srv/app/opencode.json is invalid",
            "Config file at /srv/app/opencode.json is invalid: bad value",
            "Failed to parse frontmatter in /srv/app/.opencode/agent/a.md:\nbad indentation",
        ),
        "1.2.27 src/config/paths.ts": (
            'bad file reference: "{file:./key}" /srv/app/key does not exist',
            "--- JSONC Input ---\n{\n--- Errors ---\nCloseBraceExpected at line 1, column 2\n--- End ---",
        ),
        "1.18.33 ConfigRemoteAuthError": (
            "Failed to load remote config from https://acme.example/config: the server returned a login page instead of JSON.\nAuthentication is missing or has expired (the endpoint is likely behind an SSO or identity-aware proxy).",
        ),
        "the body of an answer or an event, 1.2.27 to 1.18.33": (
            '{"name": "ConfigJsonError", "data": {"path": "/srv/app/opencode.json", "message": "bad"}}',
            '{"name": "ConfigInvalidError", "data": {"path": "/srv/app/opencode.json", "issues": []}}',
            '{"name": "ConfigFrontmatterError", "data": {"path": "/srv/app/.opencode/agent/a.md", "message": "bad indentation"}}',
            '{"name": "ConfigDirectoryTypoError", "data": {"path": "/srv/app/.opencode", "dir": "agents", "suggestion": "agent"}}',
            '{"name": "ConfigRemoteAuthError", "data": {"url": "https://acme.example", "remote": "https://acme.example/config"}}',
        ),
        "1.2.27 src/config/config.ts": ("failed to fetch remote config from https://acme.example: 502",),
    },
    "agent-not-found": {
        "1.2.27 src/agent/agent.ts, 1.18.33": (
            'default agent "planner" not found',
            'default agent "planner" is a subagent',
            'default agent "planner" is hidden',
            "no primary visible agent found",
        ),
        "1.2.27 src/session/prompt.ts, 1.18.33": (
            'Agent not found: "planner". Available agents: build, plan',
            'Agent not found: "planner".',
        ),
        "1.2.27 src/cli/cmd/tui/context/local.tsx": ("Agent not found: planner",),
    },
    "context-overflow": {
        "1.2.27 src/provider/error.ts, 1.18.33": (
            "Input exceeds context window of this model",
            "prompt is too long: 209549 tokens > 200000 maximum",
            "input is too long for requested model",
            "Your input exceeds the context window of this model",
            "The input token count (1196265) exceeds the maximum number of tokens allowed (1048575)",
            "This model's maximum prompt length is 131072 but the request contains 537812 tokens",
            "Please reduce the length of the messages or completion",
            "This endpoint's maximum context length is 128000 tokens",
            "prompt token count of 128345 exceeds the limit of 128000",
            "the request exceeds the available context size",
            "tokens to keep from the initial prompt is greater than the context length",
            "invalid params, context window exceeds limit",
            "Your request exceeded model token limit: 262144",
            "context_length_exceeded",
            "413 (no body)",
        ),
        "1.2.27 src/session/compaction.ts, 1.18.33": (
            "Conversation history too large to compact - exceeds model context limit",
            "Session too large to compact - context exceeds model limit even after stripping media",
        ),
        "1.18.33, GitLab provider": (
            "Context overflow: too many tokens. Please start a new session or use /compact to reduce context.",
        ),
        "1.18.33 SessionRunner": ("Post-compaction provider attempt cannot recover another overflow",),
        "the body of an answer or an event, 1.2.27 to 1.18.33": (
            '{"name": "ContextOverflowError", "data": {"message": "Input exceeds context window of this model"}}',
        ),
    },
    "database-damaged": {
        "SQLite in all releases": ("SQLiteError: database disk image is malformed",),
    },
    "database-locked": {
        "SQLite in all releases": ("SQLiteError: database is locked",),
    },
    "database-readonly": {
        "SQLite in all releases": (
            "SQLiteError: attempt to write a readonly database",
            "SQLiteError: unable to open database file",
        ),
    },
    "desktop-sidecar-failed": {
        "packages/desktop/src/main/server.ts": (
            "Sidecar exited before ready with code 1",
            "Sidecar exited before health check passed with code 1",
            "Sidecar did not become ready within 60000ms: /opt/OpenCode/resources/app.asar/out/main/sidecar.js",
            "Sidecar health check timed out",
            "sidecar health check failed TimeoutError",
            "utility process gone reason=oom exitCode=137",
        ),
        "packages/app/src/i18n/en.ts in 1.18.33": (
            "An error occurred while starting the local server.",
            "Sidecar for Ubuntu health check timed out after 30000ms",
        ),
    },
    "directory-missing": {
        "1.2.27 src/cli/cmd/run.ts, 1.18.33": ("Failed to change directory to /srv/app",),
    },
    "disk-full": {
        "SQLite in all releases": ("SQLiteError: database or disk is full",),
    },
    "duplicate-id": {
        "1.18.33 Session.PromptConflictError": (
            "Prompt message ID conflicts with an existing durable record: msg_1f3a5c7e9b0dABCDEFGHIJKLMN",
        ),
        "the body of an answer, 1.18.33": (
            '{"_tag": "ConflictError", "message": "Prompt message ID conflicts with an existing durable record: msg_1f3a5c7e9b0dABCDEFGHIJKLMN", "resource": "msg_1f3a5c7e9b0dABCDEFGHIJKLMN"}',
        ),
    },
    "lost-event-stream": {
        "1.2.27 sdk, 1.18.33": (
            "SSE failed: 502 Bad Gateway",
            "No body in SSE response",
        ),
        "1.2.27 src/cli/cmd/tui/worker.ts": ("event stream error",),
    },
    "mcp-hang": {
        "1.2.27 src/cli/error.ts, 1.18.33": (
            'MCP server "search" failed. Note, opencode does not support MCP authentication yet.',
        ),
    },
    "migration-failed": {
        "1.18.33 Database.migrate": ("Database is not empty and has no session table",),
    },
    "missing-credentials": {
        "1.2.27 src/cli/cmd/tui/component/prompt/index.tsx, 1.18.33": ("Connect a provider to send prompts",),
        "@ai-sdk/provider-utils in 1.2.27, 1.18.33": (
            "Acme API key is missing. Pass it using the 'apiKey' parameter or the ACME_API_KEY environment variable.",
            "AWS region setting is missing. Pass it using the 'region' parameter or the AWS_REGION environment variable.",
            "AWS SigV4 authentication requires AWS credentials. Please provide either:\n1. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY environment variables",
            "AWS SigV4 authentication requires both AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY. Please ensure both credentials are provided.",
            "AWS credential provider failed: Could not load credentials from any providers. Please ensure your credential provider returns valid AWS credentials with accessKeyId and secretAccessKey properties.",
            "Could not load credentials from any providers",
        ),
        "1.18.33, src/provider/provider.ts": (
            "AZURE_RESOURCE_NAME is missing, set it using env var or reconnecting the azure provider and setting it",
            "CLOUDFLARE_ACCOUNT_ID is missing. Set it with: export CLOUDFLARE_ACCOUNT_ID=<your-account-id>",
            "Snowflake Cortex: missing credentials (token). Provide a bearer token (OAuth, JWT, or PAT) via env var, opencode auth, or provider options.",
            "Snowflake account is required",
            "Snowflake OAuth auth is missing accountId",
        ),
        "1.2.27 src/provider/provider.ts, 1.18.33": (
            "CLOUDFLARE_API_TOKEN (or CF_AIG_TOKEN) is required for Cloudflare AI Gateway. Set it via environment variable or run `opencode auth cloudflare-ai-gateway`.",
            "CLOUDFLARE_ACCOUNT_ID and CLOUDFLARE_GATEWAY_ID missing. Set with: export CLOUDFLARE_ACCOUNT_ID=<value>",
        ),
        "1.18.33, GitLab provider": (
            "GitLab API key is missing. Pass it as the 'apiKey' parameter, set the GITLAB_TOKEN environment variable, or authenticate with 'opencode auth login gitlab'.",
        ),
        "the body of an answer or an event, 1.2.27 to 1.18.33": (
            '{"name": "ProviderAuthError", "data": {"providerID": "acme", "message": "Acme API key is missing. Pass it using the \'apiKey\' parameter or the ACME_API_KEY environment variable."}}',
        ),
    },
    "model-not-found": {
        "1.2.27 src/session/prompt.ts, 1.18.33 SessionPrompt.getModel": (
            "Model not found: acme/fast-1.",
            "Model not found: acme/fast-1. Did you mean: fast-2, fast-3?",
        ),
        "1.2.27 src/cli/error.ts, 1.18.33": (
            "Model not found: acme/fast-1\nDid you mean: fast-2\nTry: `opencode models` to list available models\nOr check your config (opencode.json) provider/model names",
            'Failed to initialize provider "acme". Check credentials and configuration.',
        ),
        "1.18.33 ProviderInitError": ("Failed to initialize provider: acme",),
        "1.2.27 src/cli/cmd/models.ts, 1.18.33": ("Provider not found: acme",),
        "1.2.27 src/provider/provider.ts": (
            "no providers found",
            "no models found",
        ),
        "1.15.13, 1.18.33 ProviderNoProvidersError, ProviderNoModelsError": (
            "No providers are available",
            "No models are available for provider: acme",
        ),
        "1.18.33 SessionRunnerModel": (
            "No model is available for session ses_1f3a5c7e9b0dABCDEFGHIJKLMN",
            "Model unavailable: acme/fast-1",
            "Variant unavailable for acme/fast-1: high",
            "Unsupported API for acme/fast-1: responses",
        ),
        "1.18.33 AISDK": (
            "Package @ai-sdk/acme has no import entrypoint",
            "Package @ai-sdk/acme has no provider factory export",
        ),
        "the body of an answer or an event, 1.2.27 to 1.18.33": (
            '{"name": "ProviderModelNotFoundError", "data": {"providerID": "acme", "modelID": "fast-1", "suggestions": []}}',
            '{"_tag": "ProviderNotFoundError", "providerID": "acme", "message": "Provider not found: acme"}',
            "ProviderNoProvidersError",
            "ProviderNoModelsError: No models are available for provider: acme",
        ),
    },
    "output-cut-off": {
        "1.18.33 ContentFilterError": ("The response was blocked by the provider's content filter",),
        "the body of an answer or an event, 1.2.27 to 1.18.33": (
            '{"name": "MessageOutputLengthError", "data": {}}',
            '{"name": "ContentFilterError", "data": {"message": "The response was blocked by the provider\'s content filter"}}',
        ),
    },
    "part-unreadable": {
        "1.15.13, 1.18.33 image.ts": (
            "Image could not be decoded",
            "Image 9000x9000 with base64 size 7340032 exceeds configured limits and could not be resized below 2000x2000/5242880 bytes",
            "Image URL must be a base64 data URL",
        ),
        "1.18.33, src/cli/cmd/run.ts": (
            "Cannot attach local file larger than 10 MiB or a special file: notes.bin",
            "Cannot attach local directory without a shared filesystem: src",
        ),
    },
    "permission-refused": {
        "1.2.27 src/permission, 1.18.33": (
            "The user rejected permission to use this specific tool call.",
            "permission requested: bash (rm -rf build); auto-rejecting",
        ),
        "1.2.27 src/question, 1.18.33": ("The user dismissed this question",),
        "1.2.27 to 1.18.33": (
            "PermissionRejectedError: The user rejected permission to use this specific tool call.",
            "QuestionRejectedError: The user dismissed this question",
        ),
    },
    "provider-error": {
        "AI SDK 5 in 1.18.33": (
            'Unsupported model version v1 for provider "acme" and model "fast-1". AI SDK 5 only supports models that implement specification version "v2".',
        ),
        "1.18.33 LLM.NoRoute": ("No LLM route for acme/fast-1 using openai-chat",),
        "1.18.33, src/plugin": (
            "Poe API key expired. Run `opencode providers login` again.",
            "OAuth token has expired and no refresh token is available",
            "Failed to get refreshed auth data",
            "Failed to get refreshed auth data after token refresh",
        ),
        "1.2.27 plugin/codex.ts, 1.18.33": (
            "Token refresh failed: 401",
            "xAI token refresh failed (400): invalid_grant",
            "Snowflake token refresh failed (400): expired",
        ),
        "1.2.27 src/provider/error.ts, 1.18.33": (
            "Quota exceeded. Check your plan and billing details.",
            "To use Codex with your ChatGPT plan, upgrade to Plus: https://chatgpt.com/explore/plus.",
            "Unauthorized: request was blocked by a gateway or proxy. Your authentication token may be missing or expired — try running `opencode auth login <your provider URL>` to re-authenticate.",
            "Forbidden: request was blocked by a gateway or proxy. You may not have permission to access this resource — check your account and provider settings.",
        ),
        "1.2.27 src/session/retry.ts, 1.18.33": (
            "Provider is overloaded [retrying in 8s attempt #3]",
            "Too Many Requests [retrying in 4s attempt #2]",
            "Rate Limited [retrying in 2s attempt #1]",
            "Free usage exceeded, add credits https://opencode.ai/zen",
            "Free usage exceeded, subscribe to Go https://opencode.ai/go",
        ),
        "1.18.33 SessionRetry": (
            "Usage limit reached. It will reset in 3 hours 12 minutes. To continue using this model now, enable usage from your available balance - https://opencode.ai/workspace/wrk_x/go",
            "Weekly usage limit reached. It will reset in 2 days. To continue using this model now, enable usage from your available balance",
            "Free limit reached\nSubscribe to OpenCode Go for reliable access to the best open-source models for $10/month.",
            "Go limit reached",
        ),
        "1.2.27 src/session/message-v2.ts, 1.18.33": (
            "Connection reset by server",
            "Response decompression failed",
        ),
        "packages/app/src/i18n/en.ts": ("Provider authentication failed (acme): token revoked",),
        "1.18.33, LLM": (
            "Provider finish_reason: network_error",
            "HTTP transport failed",
            "HTTP transport failed: Timeout",
            "Tool input end before start: call_1",
            "text delta before start: 0",
        ),
        "AI SDK in 1.2.27, 1.18.33": (
            "Failed after 3 attempts. Last error: Service Unavailable",
            "No output generated. Check the stream for errors.",
            "No object generated: could not parse the response.",
            "Cannot connect to API: Unable to connect. Is the computer able to access the url?",
            'Type validation failed: Value: {"choices":null}.',
            "Invalid JSON response",
            "Failed to process error response",
            "Failed to process successful response",
        ),
        "1.2.27 src/provider/sdk/copilot": (
            "Multiple reasoning_opaque values received in a single response. Only one thinking part per response is supported.",
            "Expected 'id' to be a string.",
            "Expected 'function.name' to be a string.",
        ),
        "1.2.27 and 1.18.33, GitLab provider": (
            "GitLab Duo Agent Platform access denied. GitLab Duo Agent Platform requires GitLab Ultimate with Duo Enterprise add-on.",
            "Access denied to GitLab AI features (https://gitlab.example.com). This may indicate that: (1) GitLab Duo is not enabled on this instance",
            "Anthropic API error: overloaded",
        ),
        "the body of an answer or an event, 1.2.27 to 1.18.33": (
            '{"name": "APIError", "data": {"message": "Bad Gateway", "statusCode": 502, "isRetryable": true}}',
            '{"name": "ProviderAuthError", "data": {"providerID": "acme", "message": "refused"}}',
        ),
        "1.18.33, AI SDK": (
            "text part 0 not found",
            "reasoning part rs_1:0 not found",
            'Received text-delta for missing text part with ID "0". Ensure a "text-start" chunk is sent before any "text-delta" chunks.',
            'Received tool-input-delta for missing tool call with ID "call_1". Ensure a "tool-input-start" chunk is sent before any "tool-input-delta" chunks.',
        ),
    },
    "renderer-crashed": {
        "packages/app/src/i18n/en.ts in 1.18.33": (
            "OpenCode failed to load\nWindow: main\nURL: oc://renderer/index.html\nError: -6 ERR_FILE_NOT_FOUND",
        ),
    },
    "request-rejected": {
        "1.18.33 SessionPrompt.command": ('Command not found: "deploy". Available commands: init, review',),
        "1.2.27 src/id/id.ts, 1.18.33": (
            "ID abc does not start with msg",
            '{"data":{},"error":[{"code":"invalid_format","prefix":"msg"}],"success":false}',
        ),
        "1.18.33 httpapi": (
            '{"name":"BadRequest","data":{"message":"Expected array, got undefined at [\\"parts\\"]","kind":"Body"}}',
        ),
        "1.15.13 and 1.18.33, SDK": (
            "Request is not supported by this version of OpenCode Server (Server responded with text/html)",
        ),
        "the body of an answer, 1.18.33": (
            '{"_tag": "SessionBusyError", "sessionID": "ses_1f3a5c7e9b0dABCDEFGHIJKLMN", "message": "Session is busy: ses_1f3a5c7e9b0dABCDEFGHIJKLMN"}',
            '{"_tag": "InvalidRequestError", "message": "Expected array, got undefined", "kind": "Body"}',
        ),
    },
    "server-start-failed": {
        "1.2.27 src/server/server.ts, 1.18.33": (
            "Failed to start server on port 4096",
            "Failed to start server. Is port 4096 in use?",
        ),
        "1.2.27 src/bun/index.ts": ("BunInstallFailedError",),
        "the body of an answer or an event, 1.2.27": (
            '{"name": "BunInstallFailedError", "data": {"pkg": "@ai-sdk/acme", "version": "latest"}}',
        ),
    },
    "session-not-found": {
        "1.2.27 src/storage/storage.ts, 1.18.33": (
            "Resource not found: /home/op/.local/share/opencode/storage/session/ses_1f3a5c7e9b0dABCDEFGHIJKLMN.json",
        ),
        "packages/app/src/i18n/en.ts": ("This session cannot be found",),
        "the body of an answer or an event, 1.2.27 to 1.18.33": (
            '{"name": "NotFoundError", "data": {"message": "Session not found: ses_1f3a5c7e9b0dABCDEFGHIJKLMN"}}',
            '{"_tag": "SessionNotFoundError", "sessionID": "ses_1f3a5c7e9b0dABCDEFGHIJKLMN", "message": "Session not found: ses_1f3a5c7e9b0dABCDEFGHIJKLMN"}',
        ),
    },
    "startup-stall": {
        "1.15.13, 1.18.33": ("NpmInstallFailedError",),
    },
    "stream-stall": {
        "1.2.27 src/provider/provider.ts, 1.18.33": ("SSE read timed out",),
    },
    "tool-module-missing": {
        "1.2.27 src/index.ts (ResolveMessage)": (
            "ResolveMessage: Cannot find module '@opencode-ai/plugin' from '/srv/app/.opencode/tool/t.ts'",
        ),
    },
    "unauthorized": {
        "the body of an answer, 1.18.33": ('{"_tag": "UnauthorizedError", "message": "Authentication required"}',),
    },
    "waiting-for-permission": {
        "1.2.27 TUI, 1.18.33": (
            "△ Permission required\n# Access external directory\nAllow once   Allow always   Reject",
            "Continue after repeated failures",
        ),
    },
}
