"""Words for the program that made a message's ID."""

from __future__ import annotations

from inspector.model.story import OFF_MS, IdMaker


def why_maker(made: IdMaker) -> str:
    """Return why the ID is known to come from a client; empty for a server's ID."""
    skew = made.skew_ms
    if skew is None:
        return made.reason or ""
    if abs(skew) < OFF_MS:
        return f"{abs(skew)} ms {'before' if skew < 0 else 'after'} the server stored it"
    return f"its clock is {abs(skew) / 1000:.1f} s {'behind' if skew < 0 else 'ahead of'} the server's"


def maker_of(made: IdMaker) -> str:
    """Return ``server``, or ``client`` or ``unknown`` with the reason."""
    why = why_maker(made)
    return f"{made.maker}: {why}" if why else made.maker
