"""Placeholders that replace people's texts in a bundle."""

from __future__ import annotations

from typing import Any

from inspector.redaction.redact import redact_text
from inspector.redaction.state import STAND_IN, State

RECENT = 300
"""At most this many sessions that are not in the report are kept for comparison."""

FOLDER_FIELDS = frozenset(("directory", "cwd", "dir", "git"))

LEARNED = 1000
"""At most this many directories are also searched in texts."""

_VARIANTS = frozenset(("none", "minimal", "low", "medium", "high", "xhigh", "max", "default", "thinking", "undefined"))


def redact_folder(value: str, state: State) -> str:
    """Return the placeholder of a directory, the same everywhere in the bundle."""
    shown = redact_text(value, state)
    return shown if STAND_IN.fullmatch(shown) else state.directory(value)


def redact_variant(value: str, state: State) -> str:
    return value if value.lower() in _VARIANTS else state.hide("text", value)


def blank_texts(value: Any, state: State) -> Any:
    """Return a text, or a list of texts, replaced by placeholders, so that equal texts can still be matched."""
    if isinstance(value, list):
        return [blank_texts(inner, state) for inner in value[:20]]
    return state.hide("text", value[:4096]) if isinstance(value, str) and value else blank(value)


def blank(value: Any) -> Any:
    """Return an empty value of the same JSON type."""
    return "" if isinstance(value, str) else {} if isinstance(value, dict) else [] if isinstance(value, list) else value
