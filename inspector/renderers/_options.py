"""How a report is to be shown; decided once, by the command line."""

from __future__ import annotations

from datetime import tzinfo

from inspector.model.value import Value


class RenderOptions(Value, frozen=True):
    width: int = 100
    """Columns of the terminal; other formats ignore it."""
    color: bool = False
    """Whether escape sequences for colour may be written; decided by the caller (NO_COLOR, ``--color``, not a terminal)."""
    unicode: bool = True
    """False where the output's encoding is not Unicode: ASCII only."""
    verbosity: int = 0
    """-1: one line for each cause; 0: the report; 1: all evidence."""
    paths_shown: bool = False
    """Whether paths are shown although secrets and texts are hidden: on a terminal, to the person who named them."""
    timezone: tzinfo | None = None
    """Zone to show times in, always named beside them; None means UTC. JSON is UTC whatever stands here."""
