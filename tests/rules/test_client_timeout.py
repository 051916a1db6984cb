"""The rule `client-timeout`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

import pytest

from inspector.rules._says import pages_for
from tests.rules.cases import Case, client_said, world

HIT: Case = (
    client_said("session.prompt() failed: TypeError: fetch failed, cause: HeadersTimeoutError: Headers Timeout Error"),
    world(),
)

NEAR_MISS: Case = (client_said("fetch failed, cause: HeadersTimeoutError: Headers Timeout Error"), world())


@pytest.mark.parametrize(
    ("text", "decides"),
    [
        ("`client.session.prompt()` throws\nHeadersTimeoutError: Headers Timeout Error", True),
        ("at node_modules/@opencode-ai/sdk/dist/client.js: { code: 'UND_ERR_HEADERS_TIMEOUT' }", True),
        ("ERROR service=session.prompt error=Headers Timeout Error https://api.anthropic.com/v1/messages", False),
        ("AI_APICallError: Cannot connect to API: Headers Timeout Error", False),
        ("TypeError: fetch failed", None),
    ],
    ids=[
        "the method",
        "the package",
        "the server's service of that name",
        "the server's own call to the provider",
        "no time-out",
    ],
)
def test_a_headers_timeout_is_the_clients_where_its_call_is_named(text: str, decides: bool | None) -> None:
    said = next((said for said in pages_for(text) if said.cause == "client-timeout"), None)
    assert (said and said.decides) is decides
