"""Texts of sockets, names and certificates: the network between the server and a provider, and between a client and the server."""

REFUSED = "unable to connect. is the computer able to access the url"
"""What Bun prints when nothing answers at an address."""

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
    "~failed to connect to * port * after",
    *(f"~econnrefused {host}:4096" for host in ("127.0.0.1", "::1", "localhost")),
)
"""A client, or a proxy before the server, that does not reach the server. The words do not tell whether the server had started."""
