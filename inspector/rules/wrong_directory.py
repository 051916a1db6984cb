"""The answer exists; its events went to another directory's stream, so the client never saw it.

What happens
The prompt is answered and stored. The client that listens to one directory's /event stream sees nothing and
believes in silence.

Why
The prompt was sent with another directory (?directory=, x-opencode-directory, or none: then the server's own). It
runs in session.directory all the same, but its events go to the stream of the directory it was sent with, and to
/global/event.

How to tell it from similar causes
- A complete answer is in the database, and the request's directory differs from session.directory.
- Every page about silence proper: there no complete answer is stored.
- lost-event-stream: the directory is right, but the stream had been closed; events are not replayed.
- directory-missing: the session's own directory is gone, and the prompt fails.

Remedy
- Fetch the messages again: the answer is there.
- Send the session's own directory on every call, the event stream included, or read /global/event. Not tried;
  the same session with the right directory was answered in the recordings (1.15.13, 1.18.33).
- Sending the prompt again is no remedy: it was answered.

Versions
Since about 1.14.42 /event belongs to one directory. 1.15.13 to 1.18.33: a wrong directory does not lose prompts;
even a directory that never existed was answered (1.15.13, 1.18.33).

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
    session = prompt.rows.session if prompt.rows else None
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
            "The request names another directory than the session's: the prompt ran in the session's, its events went to the other one's stream.",
            request.source,
        )
        yield moderate("A complete answer is stored.", row(prompt, "message", prompt.answer.id if prompt.answer else None))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    whose = many(
        len(prompts),
        "prompt was answered, but sent with another directory than its session's",
        "prompts were answered, but sent with another directory than their session's",
    )
    return f"{whose}: a reader of that stream sees nothing."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        configure(
            "Send the session's own directory (`?directory=` or `x-opencode-directory`) on every call, the event stream included, or read /global/event."
        ),
        resend("Fetch the messages again: the answer is there. The prompt need not be sent again."),
    )


RULE = Rule(
    title="The answer exists; its events went to another directory's stream",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#30094", "anomalyco/opencode#11522", "UnicomAI/wanwu#80", "anomalyco/opencode#26635"),
    not_a_remedy=("Sending the prompt again: it was answered.",),
    aliases=(
        "sse-era-1.14.4x",
        "two-servers-one-db",
        "wrong-directory-stream",
    ),
    hides_answers=True,
)
