"""A prompt of the v2 API is stored in the inbox, but the server never started a run for it.

What happens
The server answers 200 and stores a row in session_input (session_pending or session_inbox in 2.x). Its promoted_seq stays
NULL, and no message follows.

Why
- 1.17.0 stores such prompts but never runs them: it promotes none of them.
- The prompt was sent with resume=false, which only stores it, on purpose.
- The prompt waits behind an answer of the same session that never completes, or whose server was killed.
- 2.x: a pending compaction row blocks all later rows, or a dead run still counts as running.

How to tell it from similar causes
- Only the v2 route (/api/session/ID/prompt) writes session_input. Prompts of prompt_async never do, up to 1.18.33:
  a missing session_input row says nothing about them or about messageID.
- The claim of a run in the session's row is read in the same way for this page, dead-run and snapshot-hang.
- dead-run (2.x): several prompts wait in a session whose row says that its last run has ended.
- server-stopped: the promoted prompt has an open answer.
- stream-stall: the answer that the prompt waits for is the real problem.

Remedy
- On 1.17.0: send again with POST /session/ID/prompt_async: worked when tried on 1.17.0 (in tests/e2e). An upgrade does NOT
  deliver the stored prompts: migration 20260622202450 of 1.17.11 and later empties the table (see reset-migrations).
- 1.17.19 and later: wake the session with another prompt over the v2 API: worked when tried on 1.18.33 (in tests/e2e). Or
  with the same id and text. Not tried.
- Does NOT help: the same id with another text (409 on 1.17.0, 1.17.19, 1.18.33); a restart alone, or a prompt over
  prompt_async (1.18.33).

Versions
1.17.0: never promoted. 1.17.19, 1.18.33: promoted, except resume=false, queued behind a running answer, or killed.
2.x: a row is deleted when it is promoted, so every row in the table is waiting.

Sources
anomalyco/opencode#44807, #49641. Recordings v2-inbox-1.17.0, v2-inbox-1.17.19, v2-inbox-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.model import Clue, InputRow, Outcome, Stage, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.turns import Claim, claim_on
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, moderate, neutral, row, strong
from inspector.rules._hanging import stuck
from inspector.rules._remedies import note, resend, seconds
from inspector.rules._rule import Rule
from inspector.rules._symptoms import HANGS
from inspector.text import many
from inspector.versions import older

IDLE = {
    Claim.FREE: "No run has claimed the session",
    Claim.UNKNOWN: "No answer of the session was open",
    Claim.HELD: "A run has claimed the session",
}
"""The sentence for each claim that the session's row shows."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.SILENT or prompt.stage is not Stage.ADMITTED or prompt.input is None:
        return
    row_ = prompt.input
    yield strong(
        f"{row_.table} has the prompt ({row_.delivery or 'no delivery'}), without promoted_seq and without a message.",
        row(prompt, row_.table, row_.id),
    )
    if older(prompt.version, "1.17.1"):
        yield conclusive(
            f"Server {prompt.version} stores prompts of the v2 API but never runs them.",
            prompt.run.version_source if prompt.run else None,
        )
        return
    if stuck(prompt, world):
        yield against("Several prompts wait in a session whose row says that no run is active.", row(prompt, row_.table, row_.id))
    yield _waiting(prompt, row_, world)
    barrier = _barrier(prompt, row_)
    if barrier is not None:
        yield neutral(
            f"A pending compaction ({barrier}) is ahead of the prompt and blocks all later rows.",
            row(prompt, row_.table, barrier),
        )


def _waiting(prompt: Prompt, mine: InputRow, world: World) -> Clue:
    """Return the clue for what the prompt waits for, or how long it has waited."""
    busy = _busy(prompt)
    session = prompt.session
    claim, is_v2 = claim_on(session, world.facts), session is not None and session.table == "session_v2"
    here = row(prompt, mine.table, mine.id)
    now = world.now or world.end
    age = now - mine.time_created if mine.time_created and now else None
    if busy is not None:
        waits = "The prompt waits behind an answer of the same session that was never completed."
        return moderate(waits, row(prompt, "session_message", busy))
    if claim is Claim.HELD:
        return moderate(
            "The prompt waits behind a run that has claimed the session.", row(prompt, "session_v2", prompt.session_id)
        )
    if age is not None and age > timedelta(seconds=5):
        weigh = strong if claim is Claim.FREE or not is_v2 else moderate
        return weigh(f"{IDLE[claim]}, and the prompt has been waiting for {seconds(age)}.", here)
    if age is not None and world.live:
        return against("The prompt was stored only moments ago.", here)
    return moderate(f"{IDLE[claim]}.", here)


def _busy(prompt: Prompt) -> str | None:
    rows = prompt.rows
    turns = [r for r in (rows.projected or () if rows else ()) if r.type in ("user", "assistant", "idle")]
    if turns and turns[-1].type == "assistant" and turns[-1].completed is None and not turns[-1].error_name:
        return turns[-1].id
    return None


def _barrier(prompt: Prompt, mine: InputRow) -> str | None:
    rows = prompt.rows
    return next(
        (
            i.id
            for i in (rows.inputs or () if rows else ())
            if i.kind == "compaction" and (i.admitted_seq or 0) <= (mine.admitted_seq or 0)
        ),
        None,
    )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt is', 'prompts are')} stored in the inbox (session_input or its successor) and never delivered."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    if any(older(p.version, "1.17.1") for p in prompts):
        return (
            resend("Send the prompt again with POST /session/{id}/prompt_async: this server does not run prompts of the v2 API."),
            note(
                "An upgrade does not deliver the stored prompt: 1.17.19 and 1.18.33 dropped those rows when they migrated the file."
            ),
        )
    return (
        resend(
            "Wake the session with another prompt over the v2 API (without resume=false), or send the same ID and text again."
        ),
    )


RULE = Rule(
    title="The prompt was stored in the inbox and never delivered",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#44807", "anomalyco/opencode#49641"),
    not_a_remedy=(
        "The same ID with another text: the server refuses it (409).",
        "A restart alone, or a prompt over prompt_async: neither delivers the prompts in the inbox (1.18.33).",
    ),
    told=(
        (HANGS + r"|\bnull\b|\bnever\b", r"\bpromoted_seq\b"),
        (
            HANGS + r"|\bnever\b|\bonly\b|\bnot\b|\bwithout\b",
            r"\bprompt\.admitted\b|\badmitt?(?:s|ed)?\b.{0,20}\bprompt|\badmission\b.{0,20}\bprompt",
        ),
    ),
    aliases=("v2-admitted-not-promoted",),
    possible_at={Stage.ADMITTED: 0},
)
