"""Search a client's own log for causes that leave no trace on the server."""

from __future__ import annotations

from collections.abc import Iterable

from inspector.prompts.prompt import Prompt


def client_words(prompt: Prompt, words: Iterable[str]) -> str | None:
    """Return the first of `words` (lower case) that the record of `prompt` contains; None without a record or a match."""
    record = prompt.record
    if record is None or record.session_id is not None:
        return None  # a record that names a session was written by a server, not by a client
    text = " ".join((record.message, *record.fields.values())).lower()
    return next((word for word in words if word in text), None)
