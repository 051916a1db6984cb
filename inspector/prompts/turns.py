"""Turns of the v2 conversation: the answers to a prompt and how they ended, and whether a run holds the session."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from msgspec.structs import replace

from inspector.model import CONTENT_ITEMS, FINAL, TURN, DatabaseFacts, MessageRow, Outcome, ProjectedRow, SessionRow, Stage
from inspector.model.value import Value
from inspector.prompts.faults import parse
from inspector.prompts.prompt import Fault, Prompt

CLAIMS = ("time_suspended", "execution_claimed_at")
"""Columns for the claim of a run on its session. The column has had several names."""
NAMES = {
    "aborted": "MessageAbortedError",
    "provider.content-filter": "ContentFilterError",
    "provider.context-overflow": "ContextOverflowError",
}
"""Names in 1.x of errors that have another name in 2.x."""


FAILED_OUTCOMES = (None, "failed", "interrupted")
"""Outcomes of an idle row whose turn has no good answer. The published schema has no further one but ``succeeded``; where a later
release writes another, the answers decide."""


class Claim(Enum):
    """Whether the row of a 2.x session shows that a run holds it."""

    HELD = "held"
    FREE = "free"
    UNKNOWN = "unknown"


def claim_on(session: SessionRow | None, facts: DatabaseFacts | None) -> Claim:
    """Return whether a run holds the session; UNKNOWN for sessions of 1.x, and where the table has no such column.

    Every rule about a running or missing run asks here, so that no two rules contradict each other.
    """
    table = facts.tables.get("session_v2") if facts else None
    if session is None or session.table != "session_v2" or table is None:
        return Claim.UNKNOWN
    names = [name for name in CLAIMS if table.column(name)]
    if not names:
        return Claim.UNKNOWN
    return Claim.HELD if any(session.extra.get(name) for name in names) else Claim.FREE


class Turn(Value, frozen=True):
    """What followed a delivered prompt, up to the row that marks the session idle again."""

    answers: tuple[MessageRow, ...]
    last: ProjectedRow | None
    """The newest answer's row; None when there is none."""
    idle: ProjectedRow | None
    """The row with which the turn ended; None while it runs, and on 1.x, which writes none."""
    compaction: ProjectedRow | None
    """The newest compaction in it."""

    @property
    def outcome(self) -> tuple[Outcome, Stage]:
        """Outcome and stage of the turn, by its own end where it has one, else by its newest complete answer."""
        if self.idle is not None and self.idle.outcome in FAILED_OUTCOMES:
            return Outcome.SILENT, Stage.FAILED
        good = [a for a in self.answers if a.completed and not a.error_name]
        if self.idle is not None and self.last is not None and not self.last.error_name:
            return Outcome.ANSWERED, Stage.ANSWERED
        if self.idle is None and good:
            return Outcome.ANSWERED, Stage.ANSWERED
        if self.last is None:
            return Outcome.SILENT, Stage.STORED
        return Outcome.SILENT, Stage.FAILED if self.last.error_name or self.last.completed else Stage.ANSWERING

    @property
    def fault(self) -> Fault | None:
        """The error of a turn that failed before its answer began."""
        holder = next((row for row in (self.idle, self.compaction) if row is not None and row.error_name), None)
        if holder is None or any(a.error_name for a in self.answers):
            return None
        return replace(parse(holder.error_message or holder.error_name or ""), name=holder.error_name)


def turn_of(user: ProjectedRow, rows: Sequence[ProjectedRow]) -> Turn:
    """Return what followed the prompt `user` in `rows`, which are in order, up to the next idle row or to the end."""
    after = [row for row in rows if (row.seq or 0) > (user.seq or 0)]
    end = next((n for n, row in enumerate(after) if row.type == "idle"), None)
    mine = after if end is None else after[: end + 1]
    answers = [row for row in mine if row.type == "assistant"]
    return Turn(
        answers=tuple(_message(row, user.id) for row in answers),
        last=answers[-1] if answers else None,
        idle=after[end] if end is not None else None,
        compaction=next((row for row in reversed(mine) if row.type == "compaction"), None),
    )


def turn_after(prompt: Prompt) -> Turn | None:
    """Return what followed a prompt of the v2 conversation; None for other prompts."""
    if prompt.projected is None or prompt.rows is None:
        return None
    return turn_of(prompt.projected, [row for row in prompt.rows.projected or () if row.type in TURN])


def _message(row: ProjectedRow, prompt: str) -> MessageRow:
    """Return an answer of the v2 conversation as a message of 1.x, which the rules know."""
    return MessageRow(
        id=row.id,
        session_id=row.session_id,
        role="assistant",
        time_created=row.time_created,
        completed=row.completed,
        parent_id=prompt,
        finish=row.finish,
        error_name=NAMES.get(row.error_name or "", row.error_name),
        error_message=row.error_message,
        error_status=None,
        error_retryable=None,
        agent=row.agent,
        mode=None,
        provider_id=row.provider_id,
        model_id=row.model_id,
        variant=None,
        summary=False,
        retries=row.retries,
        retry_error=row.retry_error,
    )


def holds_nothing(turn: Turn) -> bool:
    """Whether a turn that succeeded has nothing that a client shows. Rows without content are those of 1.x and show nothing."""
    last = turn.last
    if (
        turn.idle is None
        or turn.idle.outcome != "succeeded"
        or last is None
        or not 0 < len(last.parts) < CONTENT_ITEMS
        or last.finish not in (None, *FINAL)
    ):
        return False
    return not any(part.type == "tool" or (part.type == "text" and part.chars) for part in last.parts)
