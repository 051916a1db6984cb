"""The client sent no messageID: a popular explanation that is wrong.

What happens
Nothing: a prompt without messageID is normal and is answered. This page exists because people repeat the explanation.

Why
If the client sends no messageID, the server makes one (`body.messageID ?? ascending()`, 1.2.27 to 1.18.33). The wrong
explanation says: 1.15 queues prompts in session_input, whose id must not be NULL, and so fails with
SQLITE_CONSTRAINT_NOTNULL. But the name session_input does not occur in the binaries of 1.2.27, 1.14.41, 1.15.4 and
1.15.13, and prompt_async does not write that table in any version up to 1.18.33.

How to tell it from similar causes
Tried on one server, 1.15.13:
- its own schema, no messageID: answered.
- after 1.18.33 had migrated the file, no messageID: SQLITE_CONSTRAINT_NOTNULL.
- the same file, valid messageID and prt_ part ID: the same error.
- the same file served with 1.18.33, no messageID: answered.
The column is session_message.seq; the cause is schema-drift. Old sessions keep working with the same agent and
model, so it looks as if only some sessions were broken.

Remedy
- Sending a messageID does NOT cure (1.15.13, recorded; field.md section 0).
- part ids of the form `part_...` do NOT cure: they are refused with 400 (1.15.13, 1.18.33).
- See schema-drift for the remedies.
- On servers up to 1.18.14 a client-made ID can cause other failures: see client-clock and unsortable-id.

Versions
1.2.27 to 1.18.33: a missing messageID is harmless.

Sources
grapeot/opencode_ios_client#81, #89 (the explanation); anomalyco/opencode#31204, #38471, #45384,
Kilo-Org/kilocode#12207 (what it is). Recordings drift-1.15.13-via-1.17.0, -1.17.19, -1.18.33, rejected-1.15.13,
rejected-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.logs.eras import era_named
from inspector.model import Clue, MadeBy, Outcome, Source, Step
from inspector.model.pasted import Judgement
from inspector.prompts.ids import id_maker
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import logged, neutral, refutes, schema
from inspector.rules._questions import code
from inspector.rules._remedies import note
from inspector.rules._rule import Rule
from inspector.text import many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield nothing: no evidence can support this cause, because every server makes a missing ID (read in 1.2.27 to
    1.18.33)."""
    return iter(())


def refutation(prompts: Sequence[Prompt], world: World) -> Iterator[Clue]:
    """Yield the evidence against the explanation from these failures and from answered prompts; nothing where it does
    not apply."""
    struck = [p for p in prompts if p.outcome is Outcome.FAILED and code(p) == "SQLITE_CONSTRAINT_NOTNULL"]
    if not struck:
        return
    yield refutes("SQLite raises no NOT NULL error for a text ID.", logged(struck[0]))
    yield refutes("`id text PRIMARY KEY` may be NULL in SQLite, and the server fills it in any case.", logged(struck[0]))
    facts = world.facts
    inbox = facts.tables.get("session_input") if facts else None
    before = [p for p in struck if p.run and not era_named(p.run.era).can_be_of((1, 17))]
    if before:
        yield refutes(
            f"Server {before[0].version or '1.15 and older'} has no table session_input (the name is not in its binary), and prompt_async does not write that table in any version up to 1.18.33.",
            before[0].run.version_source if before[0].run else None,
        )
    yield from _quoted(world)
    if facts is not None and inbox is None:
        yield neutral("This database has no table session_input.", schema(world, "sqlite_schema"))
    yield from _answered_without(struck, world)
    had = [p for p in struck if _without_id(p) is False]
    if had:
        yield refutes(f"{len(had)} of the failing prompts had a messageID.", had[0].request.source if had[0].request else None)


def _answered_without(struck: Sequence[Prompt], world: World) -> Iterator[Clue]:
    """Yield a clue when the servers of the failures answered prompts that were sent without a message ID."""
    runs = {p.run.key for p in struck if p.run}
    worked = [
        p
        for p in world.worked()
        if p.message is not None and (not runs or (p.run and p.run.key in runs)) and _without_id(p) is True
    ]
    if worked:
        first = worked[0]
        place = (
            first.request.source
            if first.request
            else Source(first.rows.path if first.rows else "", f"message {first.message.id if first.message else ''}")
        )
        yield refutes(
            f"{many(len(worked), 'prompt without a messageID was', 'prompts without a messageID were')} answered by the same server.",
            place,
        )


def _quoted(world: World) -> Iterator[Clue]:
    """Yield the evidence against the explanation from a pasted text: the table it quotes and the body it proposes."""
    for piece in world.pieces:
        if Judgement.NO_NOT_NULL_ID in piece.judgements:
            yield refutes(
                f"The quoted table {piece.text} has `id text PRIMARY KEY`, which cannot raise a NOT NULL error.", piece.source
            )
        if Judgement.NEVER_WRITTEN in piece.judgements:
            yield refutes(
                f"prompt_async does not write the quoted table {piece.text} in any version up to 1.18.33.", piece.source
            )
        if Judgement.REFUSED_PART_ID in piece.judgements:
            yield refutes("The server refuses the proposed body with 400: IDs of parts begin with `prt`.", piece.source)


def _without_id(prompt: Prompt) -> bool | None:
    """Whether the prompt was sent without a message id; None when that is not known."""
    if prompt.request is not None and prompt.request.body_readable:
        return prompt.request.message_id is None
    if prompt.message is not None:
        return {MadeBy.SERVER: True, MadeBy.CLIENT: False}.get(id_maker(prompt))
    return None


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return "A missing messageID is not the cause."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (note("No action: the server makes the ID."),)


RULE = Rule(
    title="The client sent no messageID (a popular but wrong explanation)",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("grapeot/opencode_ios_client#81", "grapeot/opencode_ios_client#89", "anomalyco/opencode#31204"),
    not_a_remedy=("Sending a messageID.", "`part_…` IDs: the server refuses them with 400."),
    says=(
        "~missing messageid",
        "~messageid is required",
    ),
    refute=refutation,
)
