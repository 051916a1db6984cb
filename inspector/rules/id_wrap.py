"""Message IDs wrapped around on 2026-08-14 at 11:19:55.136 UTC, so an old server treats new prompts as already answered.

What happens
In every session with an answer from before that time, prompts are accepted (204), stored and never answered.
New sessions work. `loop step=0` is followed within milliseconds by `exiting loop`, with no `process`, no `stream`
and no error line.

Why
An ID contains only the low 36 bits of its time in milliseconds, and that number restarted at zero. Servers up to 1.18.14
compare IDs as text: the new prompt (msg_0..., msg_1..., msg_2...) sorts before the old answer (msg_f...), so it looks
answered.

How to tell it from similar causes
- An earlier answer from before the wrap has an ID that sorts after the prompt's ID, and the time in the ID is right.
- client-clock: the loop exits in the same way, but the time in the ID differs from the server's clock, and both IDs are
  from the same side of the wrap.
- unsortable-id: the ID contains no usable time.
- no-reply-requested and lost-wake: no `loop` record at all.
- A server of 1.18.15 or later is not affected, even if the IDs in its rows sort in the wrong order. (Servers are often
  older than their users believe: the legacy log names the version in the first line of a run.)

Remedy
- Serve the same database with 1.18.15 or later and send again in the same session: worked when tried on 1.15.13 and 1.18.14
  (with 1.18.15), 1.17.11 and 1.18.14 (with 1.18.33). Nothing is lost.
- Fork (POST /session/ID/fork) and continue in the fork: worked when tried on 1.14.41, 1.15.13, 1.17.11, 1.17.19, 1.18.14.
- A new session on the same server: worked when tried on 1.15.13, 1.18.14.
- Does NOT cure (1.15.13, 1.18.14): restart of the same version; abort and send again; another model; leaving
  messageID out; POST /session/ID/summarize.
- A client-made messageID that sorts after everything does NOT cure: 5 replies in 6 s on 1.15.13, 6 in 6 s on
  1.18.14, until aborted.

Versions
All up to 1.18.14 (found in the code of 1.2.27 to 1.18.14; seen on 1.14.41, 1.15.13, 1.17.11, 1.17.19, 1.18.14). Fixed in
1.18.15. The next wrap is 2028-10-17T20:04:31.872Z.

Sources
anomalyco/opencode#39624, #42583, #42570, #42605, #46207, #46792. Recordings idwrap-*, idwrap-live-1.18.14,
idwrap-cure-*, remedies2-1.15.13, remedies2-1.18.14, silent-mix-wrapped-history-1.18.33 (wrong order without effect).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.database.ids import WRAPS
from inspector.model import Clue, Outcome, Stage, Step, StepKind
from inspector.model.notes import NextWrap, Note
from inspector.prompts.answers import final_answers
from inspector.prompts.ids import crosses_wrap, id_skew_ms, id_time
from inspector.prompts.loops import exited_at_once
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, refutes, row, strong, weak
from inspector.rules._order import FIXED, blocking, exit_clues, version_clues
from inspector.rules._questions import unanswered
from inspector.rules._remedies import calls, each_of, resend, upgrade
from inspector.rules._rule import Rule
from inspector.text import many, utc
from inspector.versions import older


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.SILENT:
        return
    if prompt.message is None:
        yield from _from_log(prompt)
        return
    if not unanswered(prompt) or prompt.behind or prompt.message.time_created is None:
        if len(final_answers(prompt)) >= 2:
            yield from _high(prompt)
        return
    block = blocking(prompt)
    if block is None or block.time_created is None:
        return
    if not crosses_wrap(block, prompt.message, prompt.rows):
        return
    skew = id_skew_ms(prompt.message)
    if skew is not None and abs(skew) > 2000:
        yield against(
            f"The time in the prompt's ID is {abs(skew) / 1000:.0f} s off the server's clock: a wrong client clock also explains the order.",
            row(prompt),
        )
    yield strong(
        f"Answer {block.id}, from before the wrap, sorts after this prompt's ID {prompt.message.id}.",
        row(prompt, "message", block.id),
    )
    yield from version_clues(prompt)
    yield from exit_clues(prompt, world)


def _high(prompt: Prompt) -> Iterator[Clue]:
    """Yield clues for endless answers to a prompt whose client-made ID sorts after all IDs from before the wrap."""
    rows, message = prompt.rows, prompt.message
    if rows is None or message is None or message.time_created is None:
        return
    before = [m for m in rows.messages or () if m.role == "assistant" and m.time_created and m.time_created < WRAPS[0]]
    if before and message.time_created >= WRAPS[0] and message.id > max(m.id for m in before):
        yield weak(
            "The session has answers from before the wrap, and the client sent an ID that sorts after all of them.", row(prompt)
        )


def _from_log(prompt: Prompt) -> Iterator[Clue]:
    """Yield clues without rows: a loop that exits at once, in a session whose ID is from before the wrap."""
    exited = exited_at_once(prompt)
    born = id_time(prompt.session_id or "", prompt.time)
    if exited is None or prompt.time is None:
        return
    yield moderate("`exiting loop` follows `loop step=0` at once: the server treated the prompt as answered.", exited.source)
    if born is not None and born < WRAPS[0] <= prompt.time:
        yield moderate(
            f"By its ID, the session was created at {utc(born.replace(microsecond=0))}, before the wrap.", exited.source
        )
    elif born is not None:
        yield refutes("The session was created after the wrap.", exited.source)
    old = older(prompt.version, FIXED)
    if old is False:
        yield refutes(f"Server {prompt.version} orders messages by time.", None)
    elif old:
        yield weak(f"Server {prompt.version} compares message IDs as text.", None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    versions = sorted({p.version for p in prompts if p.version})
    return (
        f"Message IDs wrapped around on 2026-08-14, so server {', '.join(versions) or '(version unknown)'} wrongly treats "
        f"{many(len(prompts), 'prompt', 'prompts')} in sessions from before that day as already answered."
    )


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        *upgrade(prompts, world, FIXED),
        resend("Send again in the same session; nothing is lost."),
        each_of(
            StepKind.NOTE,
            "Where no upgrade is possible: fork the session and continue in the fork (its messages get new IDs), or start a new session.",
            calls((p, "/session/SESSION_ID/fork") for p in prompts),
        ),
    )


def notes(prompts: Sequence[Prompt], world: World) -> Iterator[Note]:
    if prompts:
        yield NextWrap(WRAPS[1])


RULE = Rule(
    title="Message IDs wrapped around; this server treats the prompt as already answered",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(),
    references=("anomalyco/opencode#39624", "anomalyco/opencode#42583", "anomalyco/opencode#46207", "anomalyco/opencode#46792"),
    not_a_remedy=(
        "Restarting the same version (1.15.13, 1.18.14).",
        "Aborting and sending again, another model, or leaving the messageID out (1.15.13, 1.18.14).",
        "POST /session/{id}/summarize (1.15.13, 1.18.14).",
        "A client-made messageID that sorts after all other IDs: the server then replies without end.",
    ),
    says=(
        "~loop step=0, then at once exiting loop",
        "~loop step=0, then at once exiting loop in a session older than the wrap",
        "loop step=0, then at once exiting loop between message ids from both sides of the wrap",
    ),
    told=((r"\bids?\b", r"回绕|\bwrap(?:s|ped|ping)?[ -]?around\b|\bids? (?:\w+ )?wrap(?:s|ped)?\b|\bid[ -]wrap\b"),),
    aliases=("id-wrap-2026-08-14",),
    possible_at={Stage.LOOP: 2},
    notes=notes,
)
