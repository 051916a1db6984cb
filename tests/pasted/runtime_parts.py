"""Errors of what a server loads and calls: MCP servers, language servers, plugins, effect, and requests that it refuses."""

from tests.pasted.runtime import of

MCP = ("mcp-hang",)
INSTALL = ("server-start-failed", "plugin-error", "startup-stall", "tool-module-missing")
MODULE = ("tool-module-missing", "plugin-error")
FULL = ("disk-full",)
REFUSED = ("request-rejected",)

SERVERS = (
    *of(MCP, "anomalyco/opencode#26382", "Failed to get tools"),
    *of(
        MCP,
        "modelcontextprotocol/typescript-sdk src/types.ts",
        "MCP error -32000: Connection closed",
    ),
    *of(
        MCP,
        "modelcontextprotocol/typescript-sdk src/types.ts",
        "MCP error -32001: Request timed out",
        "McpError: MCP error -32001: Request timed out",
        "McpError: MCP error -32601: Method not found",
        "MCP error -32602: Invalid arguments for tool search: []",
        "MCP server github failed to start: spawn npx ENOENT",
        sure=False,
    ),
    *of(
        MCP,
        "anomalyco/opencode packages/opencode/src",
        'MCP server "github" failed: Executable not found in $PATH: "npx"',
        "MCP server github failed to connect: Unable to connect. Is the computer able to access the url?",
        "Failed to connect to MCP server docs: fetch failed",
        "Failed to connect to MCP server docs: connect ECONNREFUSED 127.0.0.1:3000",
    ),
    *of(
        MCP,
        "modelcontextprotocol/typescript-sdk src/types.ts",
        "SSE error: Non-200 status code (401) https://mcp.example.net/sse",
        "StreamableHTTPError: Streamable HTTP error: Error POSTing to endpoint (HTTP 502): 502 Bad Gateway https://mcp.example.net/mcp",
        sure=False,
    ),
    *of(MCP, "anomalyco/opencode packages/opencode/src", "MCP server docs: Operation timed out after 30000ms"),
    *of(
        MCP,
        "modelcontextprotocol/typescript-sdk src/types.ts",
        "UnauthorizedError: MCP server docs requires authentication",
        sure=False,
    ),
    *of(
        (),
        "microsoft/vscode-languageserver-node jsonrpc/src/common/messages.ts",
        "Failed to initialize LSP server typescript: Pending response rejected since connection got disposed",
    ),
    *of(
        (),
        "anomalyco/opencode packages/opencode/src",
        "LSP initialize timed out after 45000ms serverID=rust",
        "Failed to spawn LSP server gopls: spawn gopls ENOENT",
    ),
    *of(
        (),
        "microsoft/vscode-languageserver-node jsonrpc/src/common/messages.ts",
        "ResponseError: Unhandled method workspace/diagnostic/refresh",
        "Language Server returned error code -32603: Request textDocument/hover failed",
    ),
)

PLUGINS = (
    *of(
        INSTALL,
        "anomalyco/opencode#3426",
        '{\n  "name": "BunInstallFailedError",\n  "data": {\n    "pkg": "opencode-notifier",\n    "version": "latest"\n  }\n}',
        "BunInstallFailedError: BunInstallFailedError",
    ),
    *of(INSTALL, "jenslys/opencode-gemini-auth#49", "error: bun is unable to write files to tempdir: AccessDenied", sure=False),
    *of(
        INSTALL,
        "different-ai/openwork#125",
        'error: Package "opencode-notifier" with tag "latest" not found, but package exists',
        sure=False,
    ),
    *of(
        MODULE,
        "oven-sh/bun src/resolver",
        "ResolveMessage: Cannot find module '@opencode-ai/plugin' from '/home/operator/proj/.opencode/tools/deploy.ts'",
        "Cannot find package 'zod' from '/home/operator/.config/opencode/plugin/notify.ts'",
    ),
    *of(
        MODULE,
        "nodejs/node lib/internal/modules",
        "Error [ERR_MODULE_NOT_FOUND]: Cannot find package '@opencode-ai/plugin' imported from /home/operator/proj/.opencode/tools/deploy.ts",
    ),
    *of(
        MODULE,
        "anomalyco/opencode packages/opencode/src",
        "failed to load plugin path=opencode-notifier@latest error=Cannot find module 'node-notifier'",
    ),
    *of(
        ("plugin-error",),
        "oven-sh/bun src/resolver",
        "TypeError: fn is not a function. (In 'fn(input)', 'fn' is undefined)\n    at loadPlugin (/home/operator/.config/opencode/plugins/notify.ts:12:3)",
    ),
    *of(
        INSTALL,
        "oven-sh/bun src/resolver",
        "SyntaxError: Export named 'tool' not found in module '/home/operator/.config/opencode/node_modules/@opencode-ai/plugin/dist/index.js'.",
        sure=False,
    ),
    *of(
        ("plugin-error",),
        "oven-sh/bun src/resolver",
        "BuildMessage: Unexpected end of file\n    at /home/operator/proj/.opencode/plugin/notify.ts:3:1",
    ),
    *of(
        (),
        "nodejs/node lib/internal/modules",
        "Error: Cannot find module '/home/operator/proj/dist/main.js'\n    at Module._resolveFilename (node:internal/modules/cjs/loader:1225:15)\nNode.js v22.11.0",
    ),
)

EFFECTS = (
    *of(("aborted", "instance-disposed"), "anomalyco/opencode#48896", "All fibers interrupted without error.", sure=False),
    *of(
        ("aborted", "instance-disposed"),
        "Effect-TS/effect packages/effect/src/internal/cause.ts",
        "(FiberFailure) Error: All fibers interrupted without error",
        sure=False,
    ),
    *of(
        (),
        "Effect-TS/effect packages/effect/src/internal/cause.ts",
        "(FiberFailure) TypeError: undefined is not an object (evaluating 'e.parts.length')",
    ),
    *of((), "Effect-TS/effect packages/effect/src/internal/cause.ts", '{"_id":"Cause","_tag":"Die","defect":{}}', sure=False),
    *of(
        ("database-locked",),
        "Effect-TS/effect packages/effect/src/internal/cause.ts",
        "(FiberFailure) LockTimeoutError: database is locked",
    ),
    *of(
        FULL,
        "Effect-TS/effect packages/effect/src/internal/cause.ts",
        '{"_id":"Cause","_tag":"Fail","failure":{"_tag":"SqlError","cause":{"code":"SQLITE_FULL","errno":13}}}',
    ),
    *of(
        ("model-not-found",), "anomalyco/opencode packages/opencode/src", "ProviderModelNotFoundError: Model not found: acme/x-1."
    ),
)

REQUESTS = (
    *of(
        REFUSED,
        "recorded on 1.2.27, 1.3.2 and 1.14.41",
        'HTTP/1.1 400 Bad Request\n{"data":{"parts":[{"id":"part_1","type":"text","text":"hello"}]},"error":[{"origin":"string","code":"invalid_format","format":"starts_with","prefix":"prt","path":["parts",0,"id"],"message":"Invalid string: must start with \\"prt\\""}],"success":false}',
    ),
    *of(
        REFUSED,
        "colinhacks/zod",
        'HTTP/1.1 400 Bad Request\n{"data":{},"error":[{"expected":"array","code":"invalid_type","path":["parts"],"message":"Invalid input: expected array, received undefined"}],"success":false}',
    ),
    *of(
        REFUSED,
        "recorded on 1.15.13 and 1.18.33",
        'HTTP/1.1 400 Bad Request\n{"name": "BadRequest", "data": {"message": "Expected a string starting with \\"prt\\", got \\"part_1\\"\\n  at [\\"parts\\"][0][\\"id\\"]", "kind": "Payload"}}',
        'HTTP/1.1 400 Bad Request\n{"name": "BadRequest", "data": {"message": "Missing key\\n  at [\\"parts\\"]", "kind": "Payload"}}',
        'HTTP/1.1 400 Bad Request\n{"name": "BadRequest", "data": {"message": "Missing key\\n  at [\\"parts\\"][0][\\"text\\"]", "kind": "Payload"}}',
        'HTTP/1.1 400 Bad Request\n{"name": "BadRequest", "data": {"message": "Expected object, got undefined", "kind": "Payload"}}',
        'HTTP/1.1 400 Bad Request\n{"name": "BadRequest", "data": {"message": "Expected { readonly \\"type\\": \\"text\\", ... } | { readonly \\"type\\": \\"file\\", ... }, got {\\"type\\":\\"image\\",\\"url\\":\\"x\\"}\\n  at [\\"parts\\"][0]", "kind": "Payload"}}',
    ),
    *of(
        REFUSED,
        "recorded on 1.17.0 and 1.18.33",
        'HTTP/1.1 400 Bad Request\n{"_tag":"InvalidRequestError","message":"Expected a string starting with \\"msg_\\", got \\"abc\\"\\n  at [\\"id\\"]","kind":"Payload"}',
    ),
    *of(
        ("duplicate-id",),
        "recorded on 1.17.0 and 1.18.33",
        'HTTP/1.1 409 Conflict\n{"_tag":"ConflictError","message":"Prompt message ID conflicts with an existing durable record: msg_0000000000010000000000000a","resource":"msg_0000000000010000000000000a"}',
    ),
    *of(
        ("server-error",),
        "recorded on 1.15.13 and 1.18.33",
        '{"name":"UnknownError","data":{"message":"Unexpected server error. Check server logs for details.","ref":"err_3199e5d6"}}',
    ),
    *of(
        ("session-not-found",),
        "recorded on 1.15.13 and 1.18.33",
        '{"name":"NotFoundError","data":{"message":"Session not found: ses_00000000000000000000000000"}}',
    ),
    *of(
        ("request-rejected", "server-error"),
        "honojs/hono src/validator/validator.ts",
        "Malformed JSON in request body",
        sure=False,
    ),
)

OTHERS = (
    *of(
        MCP,
        "anomalyco/opencode packages/opencode/src/mcp",
        "MCP error -32000: Connection closed (server: github)",
        'Error: Failed to start MCP server "docs": spawn uvx ENOENT',
        "MCP server docs exited with code 1",
        "McpError: MCP error -32000: Server not initialized",
        "MCP docs: SSE error: TypeError: fetch failed: connect ECONNREFUSED 127.0.0.1:3000",
        "MCP docs failed to connect: Unauthorized",
        'mcp server "docs" timed out after 30s',
    ),
)

TEXTS = (*SERVERS, *PLUGINS, *EFFECTS, *REQUESTS, *OTHERS)
