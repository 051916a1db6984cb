"""The server disposed of the directory's instance while the prompt ran, which ended every run in that instance.

What happens
The answer ends in MessageAbortedError although nobody pressed stop, and all /event streams of the directory end. The same
happens at once to every busy session of the directory. The next prompt is answered.

Why
The server keeps one instance for each directory. It disposes of an instance when its configuration is changed over HTTP
(PATCH /config: a settings page does that), or when POST /instance/dispose or POST /global/dispose is called. This ends
all runs in the instance; the next request creates a new instance.

How to tell it from similar causes
- aborted: an abort by a client logs `cancel` with the session's id just before (1.15.13, 1.18.33). Here there is
  no `cancel`, but `disposing instance` with the session's directory.
- server-stopped: a killed or stopped server leaves the answer open, without an error (SIGTERM and SIGKILL, 1.15.13,
  1.18.33). Kilo 7.7.9 disposes of its instances when it is stopped: its log then ends at that record.
- lost-event-stream: the same event, but the client's prompt came afterwards and was answered.
- Without a log the rows look like those of an ordinary abort.

Remedy
- Send the prompt again in the same session: worked when tried on 1.15.13, 1.18.33 (after PATCH /config, and after
  /instance/dispose; in tests/e2e).
- Do not change the configuration or dispose instances while sessions are busy: GET /session/status lists them.
- In the client: fetch each session again after the event `server.instance.disposed` or a closed stream.

Versions
Seen on 1.15.13 and 1.18.33, alike: `disposing instance directory=...`, then `process ... error=Aborted` within 0.3 s,
then `event disconnected` for each stream; a running bash part becomes `completed`.

Sources
anomalyco/opencode#36495. Tried for this page on 1.15.13 and 1.18.33: dispose and PATCH /config during a tool call, and
dispose during a silent stream. Recording samples/disposed-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, moderate, neutral, row
from inspector.rules._instances import disposed, ended_with_it
from inspector.rules._remedies import note, resend
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    record = disposed(prompt, world) if prompt.outcome is Outcome.SILENT else None
    if record is None or prompt.answer is None:
        return
    if ended_with_it(record, prompt, world):
        yield moderate("The server disposed of the instance of the session's directory, and its log ends there.", record.source)
    else:
        yield conclusive(
            "The server disposed of the instance of the session's directory, which ends every run in that directory.",
            record.source,
        )
    yield neutral("The answer ended in MessageAbortedError at that moment.", row(prompt, "message", prompt.answer.id))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return (
        f"{many(len(prompts), 'prompt was', 'prompts were')} ended because the server disposed of the instance of their directory "
        "(PATCH /config, /instance/dispose or /global/dispose), not because someone stopped them."
    )


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        resend(),
        note(
            "Do not change the configuration over HTTP or dispose instances while sessions are busy (GET /session/status lists them)."
        ),
    )


RULE = Rule(
    title="The directory's instance was disposed while the prompt ran",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#36495",),
    not_a_remedy=("Waiting: the run is over; only the next prompt starts a new one.",),
    says=(
        "disposing instance… cancel",
        "instance disposed",
    ),
)
