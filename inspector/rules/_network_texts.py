"""Texts of sockets, names and certificates: the network between the server and a provider, and between a client and the server."""

REFUSED = "unable to connect. is the computer able to access the url"
"""What Bun prints when nothing answers at an address."""

PROVIDER_CALLED = (
    r"^process \S|\bai_\w{1,40}error\b|\bapi_?callerror\b|\bapierror\b|\bprovider\.\w|\bproviderid\b|\bprovider_id\b|\bmodelid\b|\bmodel_id\b|\bservice=llm\b"
    r"|\bstream error\b|\bresponsebody\b|\bisretryable\b|\bcannot connect to api\b|/v\d(?:beta)?\d?/|/chat/completions\b|\bapi\.(?!github\b|opencode\b)[\w-]{1,60}\.[a-z]{2,}"
    r"|\bapi error\b|\bopenrouter\b|\banthropic\b|\bopenai\b|\bbedrock\b|\baiplatform\b|\bgoogleapis\b|\bopencode\.ai/zen\b|\bollama|\blm ?studio\b|:11434\b|:1234\b"
    r"|\blitellm\b|\bllama\b|\bvllm\b|\bmistral\b|\bdeepseek\b|\bcopilot\b|\bclaude\b|\bgpt-|\bgemini\b|\bretrying in\b|\battempt #|\blast error\b"
    r"|\bprovider (?:returned|error|request|response)\b|\b(?:from|the|your|upstream) provider\b|(?<!opencode )\bmodels?\b(?!\.dev)|\binference\b"
)
"""Words of a text by which a network's sentence is about a call to a provider."""

OTHERS_CALLED = (
    r"\bmcp\b(?!\.)|\bnpm (?:err|error|warn)\b|\blsp\b|\bapi\.github\.com\b|\bgithub api\b|\bwebfetch\b|\bwebsearch\b|\bopencode attach\b|--attach\b"
    r"|\bopencode server\b|\bclienterror: transport\b|\bbackground server\b|\bserver process\b|:4096\b|/global/(?:event|health)\b|\btui\.run\b|\boc://"
    r"|/session/ses_|\b(?:get|post) \S{0,80}/session\b|\bfailed to (?:attach|load sessions|fetch messages)\b|\bsidecar\b"
)
"""Words of a text by which a network's sentence is about a call to an MCP server, GitHub, or OpenCode's own server."""

UNREACHED = (
    *(f"~{client}… {REFUSED}" for client in ("opencode attach", "--attach", "opencode server at *:", "clienterror: transport")),
    *(f"~connection refused) while connecting to upstream… /{path}" for path in ("session", "global/", "event")),
    *(f"~no live upstreams while connecting to upstream… /{path}" for path in ("session", "global/", "event")),
    "~upstream prematurely closed connection while reading response header from upstream… /session/ses_",
    *(
        f"~/{path}… {said}"
        for path in ("session", "global/")
        for said in ("502 (bad gateway", "503 (service unavailable", "502: bad gateway")
    ),
    *(
        f"~/session/ses_… {said}"
        for said in ("upstream connect error", "no healthy upstream", "521: web server is down", "522: connection timed out")
    ),
    "~502 bad gateway' caused by: dial tcp",
    "~kind: connectionrefused",
    "~no server is available to handle this request",
    "~error reading from remote server",
    "~open failed: connect failed: connection refused",
    "~error forwarding port",
    "~max retries exceeded with url: /session",
    "~dial tcp *:*: connect: connection refused",
    "~net::err_connection_refused",
    "~net::err_connection_reset",
    "~net::err_empty_response",
    "~empty reply from server",
    "~server process exited with code",
    "~server process exited unexpectedly",
    "~starting background server",
    "~failed to connect to * port * after",
    *(f"~econnrefused {host}:4096" for host in ("127.0.0.1", "::1", "localhost")),
)
"""A client, or a proxy before the server, that does not reach the server, or a client whose server ended. The words do not tell whether the
server had started."""
