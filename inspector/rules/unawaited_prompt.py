"""Servers up to 1.3.0 lose the error of a prompt that fails in the background.

What happens
204 and silence. At best a `rejection` or `Unhandled rejection` record appears, without session id.

Why
These versions start the prompt without waiting for it and without catching its error.

How to tell it from similar causes
- The first line of a run in the legacy log names the version. Up to 1.3.0 there is no `prompt_async failed` record.
- The INFO line `method=POST path=/session/ses_.../prompt_async` just before the rejection names the session.
- The text of the rejection can still point to the real cause: `evaluating 'agent.variant'` is an unknown agent.

Remedy
- Upgrade: from 1.3.2 on the server logs `prompt_async failed` with the session's id. Not tried; the upgrade makes the
  cause visible but does not remove it.
- Until then, follow the page of the error that the rejection's text names, for example agent-not-found or model-not-found.

Versions
Up to 1.3.0 (seen on 1.0.185, 1.1.65, 1.2.15, 1.2.27, 1.3.0). Not from 1.3.2 on.

Sources
anomalyco/opencode#17536, #11289, #12738. Recordings in formats/ (1.0.185, 1.1.65, 1.2.27).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Outcome, Step
from inspector.prompts.prompt import Fault, Prompt
from inspector.prompts.runs import AWAITED
from inspector.prompts.unawaited import REJECTIONS
from inspector.prompts.world import World
from inspector.rules._clues import logged, refutes, strong, weak
from inspector.rules._remedies import resend, upgrade
from inspector.rules._rule import Rule
from inspector.rules._says import pages_for
from inspector.text import many
from inspector.versions import older


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    record = prompt.record
    if prompt.outcome is Outcome.SILENT and record is not None and record.message in REJECTIONS:
        weigh = weak if _tells_more(prompt.fault) else strong
        yield weigh(
            "An unhandled rejection: servers up to 1.3.0 log a prompt that failed in the background in this way.",
            logged(prompt),
        )
        if older(prompt.version, AWAITED) is False:
            yield refutes(f"Server {prompt.version} awaits its prompts, so another call caused this rejection.", logged(prompt))
        if prompt.session_id is not None:
            yield weak("The prompt_async request just before it names the session.", logged(prompt))


def _tells_more(fault: Fault | None) -> bool:
    """Whether the error names its own cause."""
    if fault is None:
        return False
    return (
        fault.code is not None
        or fault.name not in (None, "Error", "TypeError")
        or any(said.decides for said in pages_for(fault.text))
    )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'background error', 'background errors')} without a session: this server version does not log which prompt failed."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        *upgrade(prompts, world, "1.3.2"),
        resend("Send the prompt again: from 1.3.2 on the server logs `prompt_async failed` with the session's id."),
    )


RULE = Rule(
    title="The server lost the prompt's error (up to 1.3.0)",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#17536", "anomalyco/opencode#11289", "anomalyco/opencode#12738"),
    says=("~unhandled rejection",),
    aliases=("fire-and-forget-lost",),
)
