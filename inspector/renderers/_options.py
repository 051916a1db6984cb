"""How to draw a report; decided once, by the command line."""

from __future__ import annotations

from datetime import tzinfo

from inspector.model.value import Value


class RenderOptions(Value, frozen=True):
    width: int = 100
    """Width of the terminal in columns; other formats ignore it."""
    color: bool = False
    """Whether escape sequences for colour may be written; decided by the caller (NO_COLOR, ``--color``, not a terminal)."""
    unicode: bool = True
    """Whether the output's encoding is Unicode; False means ASCII only."""
    verbosity: int = 0
    """-1: one line for each cause; 0: the report; 1: all evidence."""
    paths_shown: bool = False
    """Whether paths are shown, as on a terminal; secrets and texts are hidden in any case."""
    timezone: tzinfo | None = None
    """The time zone of shown times, which is always named; None means UTC. JSON always uses UTC."""
