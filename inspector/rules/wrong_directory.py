"""The answer is stored, but its events went to another directory's stream, so the client did not show it.

What happens
The prompt is answered and stored. The client listens to one directory's /event stream, receives nothing, and
shows no answer.

Why
The prompt was sent with another directory (?directory= or x-opencode-directory; without either, the server's own). It
still runs in session.directory, but its events go to the stream of the directory that the request named, and to
/global/event.

How to tell it from similar causes
- A complete answer is in the database, and the request's directory differs from session.directory.
- All pages about prompts without an answer: no complete answer is stored there.
- lost-event-stream: the directory is right, but the stream had been closed, and events are not sent again.
- directory-missing: the session's own directory no longer exists, and the prompt fails.

Remedy
- Fetch the messages again: the answer is stored.
- Send the session's own directory on every call, the event stream included, or read /global/event. Not tried;
  the same session with the right directory was answered in the recordings (1.15.13, 1.18.33).
- Sending the prompt again is not a remedy: it was answered.

Versions
Since about 1.14.42 /event belongs to one directory. 1.15.13 to 1.18.33: a wrong directory does not lose prompts;
even a prompt with a directory that never existed was answered (1.15.13, 1.18.33).

Sources
anomalyco/opencode#30094, #11522, #12271, #17320, #26635; UnicomAI/wanwu#80. Recordings noreply-directory-1.15.13,
noreply-directory-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import moderate, row, strong
from inspector.rules._remedies import configure, resend
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    request = prompt.request
    session = prompt.session
    if (
        prompt.outcome is not Outcome.ANSWERED
        or request is None
        or session is None
        or not session.directory
        or not request.directory
    ):
        return
    if request.directory.rstrip("/\\") != session.directory.rstrip("/\\"):
        yield strong(
            "The request's directory differs from the session's: the prompt ran in the session's directory, but its events went to the other directory's stream.",
            request.source,
        )
        yield moderate("A complete answer is stored.", row(prompt, "message", prompt.answer.id if prompt.answer else None))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    whose = many(
        len(prompts),
        "prompt was answered, but the request named a directory other than its session's",
        "prompts were answered, but the requests named a directory other than their session's",
    )
    return f"{whose}: a client that listens to the session's directory receives nothing."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        configure(
            "Send the session's own directory (`?directory=` or `x-opencode-directory`) on every call, the event stream included, or read /global/event."
        ),
        resend("Fetch the messages again: the answer is stored. Do not send the prompt again."),
    )


RULE = Rule(
    title="The answer is stored, but its events went to another directory's stream",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#30094", "anomalyco/opencode#11522", "UnicomAI/wanwu#80", "anomalyco/opencode#26635"),
    not_a_remedy=("Sending the prompt again: it was already answered.",),
    told=(
        (
            r"\b(?:no|never|not|without) (?:\w+ ){0,3}(?:events?|updates?)\b|\bevents?\b.{0,30}\b(?:never|not)\b",
            r"\?directory=|\bx-opencode-directory\b|\b(?:other|another|different|wrong) directory\b",
        ),
    ),
    aliases=(
        "sse-era-1.14.4x",
        "two-servers-one-db",
        "wrong-directory-stream",
    ),
    hides_answers=True,
)
