"""The end of a quoted string or of a balanced JSON value."""

from __future__ import annotations

from inspector.patterns import late


def count_backslashes(text: str, end: int, start: int = 0) -> int:
    """Count the backslashes in a row before `end`, not looking before `start`."""
    at = end
    while at > start and text[at - 1] == "\\":
        at -= 1
    return end - at


def end_of_string(text: str, start: int, depth: int, quote: str = '"') -> int:
    """Return the end of the string that begins at `start`: the place before a quote with exactly `depth` backslashes, else the
    end of `text`."""
    at = start
    while (at := text.find(quote, at)) >= 0:
        run = count_backslashes(text, at, start)
        if run == depth or (depth == 0 and run % 2 == 0):
            return at - depth
        at += 1
    return len(text)


_STRUCTURE = late(r"[{}\[\]]|\"")


def end_of_json(text: str, start: int, depth: int) -> int:
    """Return the end of the JSON object or list that opens at `start`. Its quotes have `depth` backslashes before them."""
    level, at = 0, start
    while match := _STRUCTURE.search(text, at):
        at = match.end()
        if match.group() == '"':
            at = end_of_string(text, at, depth) + depth + 1
        else:
            level += 1 if match.group() in "{[" else -1
            if level == 0:
                return at
    return len(text)
