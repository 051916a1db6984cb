"""Read from the stack of a logged 500 where its error was thrown (1.15 and later)."""

from __future__ import annotations

import re

from inspector.patterns import late
from inspector.prompts.prompt import Prompt

_FRAME = late(r"\n\s{1,8}at ([^\n]{1,400})")
_OWN = late(r"(Session\w{0,40}\.\w{1,40})\b")


def thrown_in(prompt: Prompt) -> str | None:
    """Return the function of OpenCode that threw the error, e.g. ``SessionPrompt.createUserMessage``; None without such
    a frame."""
    frames = _frames(prompt)
    return next((found[1] for frame in frames if (found := _OWN.match(frame))), None)


def foreign_frame(prompt: Prompt) -> str | None:
    """Return the first frame of the stack if its file is outside OpenCode's binary; None otherwise."""
    first = next(iter(_frames(prompt)), "")
    place = first.rpartition("(")[2].rstrip(")")
    outside = place.startswith(("/", "file://")) or re.match(r"[A-Za-z]:\\", place) is not None
    return first if outside and "$bunfs" not in place else None


def _frames(prompt: Prompt) -> list[str]:
    record = prompt.record
    if record is None or record.level != "ERROR":
        return []
    frames = _FRAME.findall(record.fields.get("cause", ""))
    return [frame for frame in frames if not frame.startswith(("native ", "node:"))]
