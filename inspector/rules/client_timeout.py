"""A client of the SDK stopped waiting for the answer; the server went on.

What happens
`session.prompt()` of the SDK (POST /session/{id}/message) fails after 300 s with `fetch failed`, caused by
`HeadersTimeoutError: Headers Timeout Error` (`UND_ERR_HEADERS_TIMEOUT`). The server's log has no error.

Why
This request gets its response headers only when the answer is complete. `fetch` of Node.js (undici) gives up a request
without headers after 300 s. An answer with many tool calls takes longer. The reports name Node.js, not Bun.
A proxy between client and server has a limit too, often a shorter one: 504 (nginx: 60 s without an answer), 524 (Cloudflare).

How to tell it from similar causes
- The stack or the sentence around the error names the SDK or its call `session.prompt()`.
- The server has the prompt and completes its answer later (1.18.33: the client gave up after 303 s, the answer was
  complete after 341 s).
- provider-error: the server's own call to the provider timed out; then the server's log or the answer has the error,
  often as `Cannot connect to API`.
- stream-stall: the answer is never completed in the database either.

Remedy
- Send with POST /session/{id}/prompt_async (`session.promptAsync`), which answers 204 at once, and read the answer from
  the session: worked when tried on 1.18.33 (an answer of 340 s).
- Or give the client's `fetch` no time limit, `setGlobalDispatcher(new Agent({ headersTimeout: 0 }))` of undici: worked
  when tried on 1.18.34 (an answer of 340 s).
- Or raise the proxy's limit (`proxy_read_timeout` of nginx). Not tried.
- Sending the prompt again is not a remedy: the server is still answering, and answers both.

Versions
Reported for clients on Node.js, of no one release. Tried for this page with Node.js 20 on 1.18.33.

Sources
anomalyco/opencode#15555, #20119, #28440, #49044, #16180.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._client_log import client_clue
from inspector.rules._remedies import configure, note
from inspector.rules._rule import Rule
from inspector.text import many

TIMED_OUT = ("headerstimeouterror", "headers timeout error", "und_err_headers_timeout")
PROXY_LATE = (
    " 504",
    " 524",
    ' http/1.1" 504',
    ' http/2.0" 504',
    "… 504 (gateway",
    "… 504 gateway",
    "… 524: a timeout",
    "… upstream request timeout",
)
"""What a proxy between client and server answers when its own time limit is over."""
CALLS = ("session.prompt(", "opencode-ai/sdk")
"""What only the client's own call names: the method (the server's log has ``service=session.prompt``) and the package."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    record = prompt.record
    if record is not None and any(call in " ".join((record.message, *record.fields.values())) for call in CALLS):
        yield from client_clue(prompt, TIMED_OUT)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"A client stopped waiting for the answer after 300 s ({many(len(prompts), 'record', 'records')}); the server went on."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        note("Read the answer from the session: it is stored there when the server has finished."),
        configure("Send with POST /session/{id}/prompt_async (`session.promptAsync`), and read the answer from /event."),
        configure("Or let the client's `fetch` wait: `setGlobalDispatcher(new Agent({ headersTimeout: 0 }))` of undici."),
    )


RULE = Rule(
    title="The client stopped waiting for the answer",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#15555", "anomalyco/opencode#20119", "anomalyco/opencode#28440", "anomalyco/opencode#49044"),
    not_a_remedy=("Sending the prompt again: the server is still answering, and answers both.",),
    says=(
        *(f"{one}…{other}" for call in CALLS for word in TIMED_OUT for one, other in ((call, word), (word, call))),
        *(f"~{word}" for word in TIMED_OUT),
        "opencode command timed out after",
        "~waiting for opencode server start",
        "timeout of *ms exceeded… /session/ses_*/message",
        "/session/ses_*/message… timeout of *ms exceeded",
        "opencode request timed out after",
        "`opencode models` timed out",
        "upstream timed out… while reading response header from upstream… /session/ses_",
        *(f"/session/ses_*/message{late}" for late in PROXY_LATE),
        *(f"/session/ses_*/command{late}" for late in PROXY_LATE),
        "~error sending request for url (http://127.0.0.1… /session/",
        "~error sending request for url (http://localhost… /session/",
    ),
    told=(
        (
            r"\bheaders?[- ]?timeout|\b30\d ?s\b|\b(?:5|five)[- ]min(?:ute)?s?\b",
            r"(?<!service=)\bsession\.prompt\b|\bsdk client\b|\bclient sdk\b|opencode-ai/sdk",
        ),
    ),
)
