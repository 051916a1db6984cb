"""The answer is stored, but the server had closed the client's event stream before it arrived.

What happens
The prompt is answered and stored. The client shows nothing: the server had ended its stream /event?directory=..., and the
client did not open a new stream.

Why
A directory's /event streams end with its instance: at PATCH /config (a settings page), POST /instance/dispose,
POST /global/dispose. /global/event stays open. The server never sends an event twice, and there is no Last-Event-ID.

How to tell it from similar causes
- `disposing instance directory=...` and `event disconnected`, then the prompt, and no `event connected` before its
  answer. These records name no session; there is no other evidence.
- A client that disconnects by itself (closed tab, suspended phone, dropped network) leaves NO record: `event
  disconnected` is written only when the server ends the stream. A closed socket was tried on 1.14.48, 1.15.13, 1.17.0
  and 1.18.33 (none within 10 s and more), a killed client on 1.15.13 and 1.18.33 (none within 14 s). For the
  dead stream the server wrote the record when it disposed of the instance.
- wrong-directory: the stream is open, but it belongs to another directory.
- instance-disposed: the same event while a prompt runs; it ends that prompt.
- Some clients treat a missing or idle status right after 204 as the end (avibe-bot/avibe#1189), or sort messages by ID,
  which fails at the wrap of 2026-08-14 and with a wrong clock (openchamber/openchamber#2904). Rows and logs cannot show
  this; the answer is stored nevertheless.
- A proxy that ends the stream writes it into its own log (nginx: `upstream timed out … while reading upstream`, `upstream
  prematurely closed connection while reading upstream`, with `GET /event`); the server's log has nothing.
- All pages about prompts without an answer: no complete answer is stored there.

Remedy
- Fetch the messages again: the answer is there (seen on 1.15.13, 1.17.0, 1.18.33 with a stream that was closed
  during the answer).
- In the client: when /event ends, open it again and fetch messages and status. Or read /global/event, which stays open
  after a dispose (1.15.13, 1.18.33).
- Sending the prompt again is not a remedy: the prompt was answered.

Versions
1.14.48 and later write `event connected` and `event disconnected`; the streams end with the instance on 1.15.13 and
on 1.18.33.

Sources
anomalyco/opencode#36495, #10721, #39030, #44903, #13947, #40502; dzianisv/opencode-mobile#183, pingdotgg/t3code#2908. Tried for
this page on 1.14.48, 1.15.13, 1.17.0, 1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.model import Clue, LogRecord, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, neutral, row, strong
from inspector.rules._instances import of_its_directory
from inspector.rules._remedies import configure, resend
from inspector.rules._rule import Rule
from inspector.text import many

DISPOSE_TO_DISCONNECT = timedelta(seconds=2)
"""``event disconnected`` follows ``disposing instance`` within 0.35 s (1.15.13, 1.18.33)."""

KEPT_RECORDS = 250
"""The reader keeps only the first and last records of a kind above this number; a missing record between them proves
nothing."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.ANSWERED or prompt.time is None or prompt.run is None:
        return
    disposed = _before(prompt, world, "disposing instance", prompt)
    closed = _before(prompt, world, "event disconnected", None)
    if disposed is None or closed is None or disposed.time is None or closed.time is None:
        return
    if not timedelta() <= closed.time - disposed.time <= DISPOSE_TO_DISCONNECT:
        return
    opened = world.notable("event connected", "global event connected")
    if len(opened) >= KEPT_RECORDS or _opened_since(prompt, opened, disposed):
        return
    yield strong(
        "The server closed the event streams of the session's directory, and no stream was opened again before the answer.",
        closed.source,
    )
    yield moderate("A complete answer is stored.", row(prompt, "message", prompt.answer.id if prompt.answer else None))
    listening = next((r for r in opened if r.message == "global event connected" and r.run == prompt.run.key), None)
    if listening is not None:
        yield neutral("A client was connected to /global/event, which stays open.", listening.source)


def _before(prompt: Prompt, world: World, message: str, own: Prompt | None) -> LogRecord | None:
    """Return the run's last record with `message` before the prompt (with `own`: of its session's directory); None
    without one."""
    found = None
    for record in world.notable(message):
        if record.time is None or prompt.time is None or prompt.run is None or record.run != prompt.run.key:
            continue
        if record.time <= prompt.time and (own is None or of_its_directory(record, own)):
            found = record
    return found


def _opened_since(prompt: Prompt, opened: Sequence[LogRecord], disposed: LogRecord) -> bool:
    end = prompt.answer.completed if prompt.answer and prompt.answer.completed else prompt.time
    return any(
        r.run == disposed.run and r.order > disposed.order and r.time and end and r.time <= end and r.message == "event connected"
        for r in opened
    )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt was', 'prompts were')} answered after the server had closed the event streams of their directory."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        resend("Fetch the messages again: the answer is stored. Do not send the prompt again."),
        configure(
            "In the client: when /event ends, open it again and fetch messages and status, or read /global/event, which stays open."
        ),
    )


RULE = Rule(
    title="The answer is stored, but the server had closed the event stream",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#36495", "anomalyco/opencode#10721", "anomalyco/opencode#39030"),
    not_a_remedy=("Sending the prompt again: it was already answered.",),
    says=(
        "event stream… stalled",
        "sse… disconnected",
        "~event stream",
        "event stream disconnected",
        "event stream error",
        "sse failed: ",
        "no body in sse response",
        "event stream timed out",
        "heartbeat timeout",
        "~event disconnected",
        "message stream ws proxy error",
        "pushwatcher] disconnected",
        "opencode sse proxy error",
        "~sse stream ended",
        "while reading upstream… get /event",
        "while reading upstream… get /global/event",
        *(f"/event net::err_{said}" for said in ("incomplete", "http2", "quic", "network_changed", "network_io")),
        "/event was interrupted while",
        "canceled by remote… /event",
        "canceled by remote… /global/event",
        "aborting with incomplete response… /event",
        "/event 504 (gateway",
        "/event 504 gateway",
        "/event… 524: a timeout",
    ),
    told=(
        (
            r"\bdisconnect\w*|\bdrop(?:s|ped)?\b|\bstall\w*|\blost\b|\bclos(?:es|ed)\b|\breconnect\w*|\bends?\b|\bdies\b",
            r"\bevent ?(?:stream|source)s?\b|\bsse (?:connection|event|subscription|client|stream)s?\b|/(?:global/)?event\b",
        ),
        (
            r"\brefresh(?:es|ing)?\b|\breload(?:s|ing)?\b",
            r"\b(?:web ?ui|browser|page|tab)\b.{0,80}\b(?:shows?|recovers?|appears?|see)\b",
        ),
    ),
    aliases=("sse-lost-on-background",),
    hides_answers=True,
)
