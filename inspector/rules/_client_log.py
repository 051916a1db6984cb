"""Search a client's own log for causes that leave no trace on the server."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inspector.model import Clue
from inspector.prompts.prompt import Prompt
from inspector.rules._clues import logged, strong


def client_clue(prompt: Prompt, words: Iterable[str], harmless: str = "") -> Iterator[Clue]:
    """Yield a clue for the first of `words` (lower case) that the record of `prompt` contains, unless it contains `harmless`."""
    record = prompt.record
    if record is None or record.session_id is not None:
        return  # a record that names a session was written by a server, not by a client
    text = " ".join((record.message, *record.fields.values())).lower()
    if harmless and harmless in text:
        return
    for word in words:
        if word in text:
            yield strong(f"The client's own log says “{word}”.", logged(prompt))
            return
