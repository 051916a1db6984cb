"""Words for the program that made a message's ID."""

from __future__ import annotations

from inspector.model.story import OFF_MS, IdMaker, MadeBy, Unclocked

_UNCLOCKED = {
    Unclocked.FOREIGN_FORM: "not in the server's own form",
    Unclocked.NO_ROW_TIME: "the row has no time to compare with",
    Unclocked.FAR_FROM_ROW: "the ID contains no time near the row's time",
    Unclocked.COPIED: "copied by a fork",
}


def why_maker(made: IdMaker) -> str:
    """Return why the ID is known to come from a client; empty for a server's ID."""
    skew = made.skew_ms
    if made.maker is MadeBy.SERVER:
        return ""
    if skew is None:
        return _UNCLOCKED[made.unclocked] if made.unclocked else ""
    if abs(skew) < OFF_MS:
        return f"{abs(skew)} ms {'before' if skew < 0 else 'after'} the server stored it"
    return f"its clock is {abs(skew) / 1000:.1f} s {'behind' if skew < 0 else 'ahead of'} the server's"


def maker_of(made: IdMaker) -> str:
    """Return ``server``, or ``client`` or ``unknown`` with the reason."""
    why = why_maker(made)
    return f"{made.maker.value}: {why}" if why else made.maker.value
