"""Sentences about whether a remedy cured its cause."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import tzinfo

from inspector.model import Cure, Verification
from inspector.renderers._sentences.times import stamp
from inspector.text import many


def cure_exit_code(verifications: Iterable[Verification]) -> int:
    """Return 0 when every cause is cured, 1 when a cause is not cured, 3 when a cause cannot be judged yet."""
    cures = {verification.cure for verification in verifications}
    if Cure.NOT_CURED in cures:
        return 1
    return 0 if cures == {Cure.CURED} else 3


def cure_of(verification: Verification) -> str:
    """Return the verdict in one or two words."""
    return {
        Cure.CURED: "Cured.",
        Cure.NOT_TRIED: "Not yet tried.",
        Cure.NOT_CURED: "Not cured.",
        Cure.ABSENT: "Nothing to verify.",
    }[verification.cure]


def proof_of(verification: Verification, zone: tzinfo | None = None) -> str:
    """Return the evidence for the verdict, in sentences."""
    one = verification
    if one.cure is Cure.ABSENT:
        return f"{one.cause} does not occur in these inputs, so there is nothing to compare with."
    parts = []
    if one.restarted is not None:
        as_what = f" as {one.version_now}" if one.version_now else ""
        parts.append(f"The server restarted at {stamp(one.restarted, zone)}{as_what}.")
    elif one.needs_restart:
        running = f", still {one.version_now}" if one.version_now else ""
        parts.append(
            f"No server has been started since the last failure{f' at {stamp(one.last_failure, zone)}' if one.last_failure else ''}{running}."
        )
    if one.still_breaks:
        parts.append(f"{one.version_now} cannot fully work with the database as it is now.")
    if one.answered or one.answered_again:
        count = max(one.answered, one.answered_again)
        text = f"{many(count, 'prompt was', 'prompts were')} answered since"
        if one.answered_again and one.answered_again < count:
            text += f", {one.answered_again:,} of them in sessions that had failed or under the same conditions"
        parts.append(f"{text}.")
    else:
        parts.append("No prompt has been answered since.")
    if one.again:
        when = f", first at {stamp(one.again_at, zone)}" if one.again_at else ""
        parts.append(f"{one.cause} occurred again in {many(one.again, 'prompt')}{when}.")
    elif one.cure is Cure.CURED:
        parts.append(f"{one.cause} did not occur again.")
    return " ".join(parts)


def next_of(verification: Verification) -> tuple[str, ...]:
    """Return what to do next; () when the cause is cured."""
    one = verification
    if one.cure is Cure.CURED:
        return ()
    if one.cure is Cure.ABSENT:
        return ("Name the report that was saved before the remedy: inspector verify before.json LOG --db FILE",)
    if one.cure is Cure.NOT_CURED:
        return (f"Read the other remedies: inspector explain {one.cause}",)
    if one.needs_restart and (one.restarted is None or one.still_breaks):
        return ("Carry out the remedy, restart the server, send a prompt again, then verify again.",)
    return ("Send a prompt again in a session that had failed, then verify again.",)
