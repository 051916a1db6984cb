"""Words of a client's own log, for causes that leave nothing on the server."""

from __future__ import annotations

from collections.abc import Iterable

from inspector.prompts.prompt import Prompt


def client_words(prompt: Prompt, words: Iterable[str]) -> str | None:
    """Return which of `words` (lower case) stand in the record of `prompt`; None when it has no record, or none of them."""
    record = prompt.record
    if record is None or record.session_id is not None:
        return None  # a server's record that names a session is no client's
    text = " ".join((record.message, *record.fields.values())).lower()
    return next((word for word in words if word in text), None)
