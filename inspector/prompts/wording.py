"""Which words of a logged error are the server's own, and which a client, a user or a model wrote.

The error of an unknown agent quotes the agent's name, that of an SQL statement its parameters, and with them a whole prompt. Such a
value may hold any words, those of another error too (tried on 1.15.13 and 1.18.33), so it is cut out before words are looked for.
"""

from __future__ import annotations

import re

from inspector.patterns import late

CUT = "…"
"""Replaces a value."""
_NOT_FOUND = late(
    r"\b(?:Agent|Model|Provider|Command|Resource|File|Directory|Session|Message|Part|Skill|Tool|Project|MCP server|Prompt|Variant)"
    r" (?:not found|unavailable|not available|is busy): "
)
"""The value follows and ends with the error. (The server itself adds at most a list of existing names.)"""
_GOT = late(r"(\bgot ).*?(?=\n\s{0,8}at \[|\Z)", re.DOTALL)
"""The value that did not fit, in the reason of a refused body."""
_PARAMS = late(r"[\n ]params: ")
_QUERY = "Failed query: "
_REASON = " (cause: "
_STRING = late(r'"(?:[^"\\]|\\.)*"')
_VALUES = frozenset({"providerID", "modelID", "agent", "suggestions", "description", "title", "prompt"})
"""Fields of a logged error object whose value a client chose."""


def cut_values(text: str) -> str:
    """Return `text`, an error's message, with the values that the server quotes in it replaced by `CUT`."""
    if (query := text.find(_QUERY)) >= 0 and (params := _PARAMS.search(text, query)):
        reason = text.rfind(_REASON, params.end())  # a parameter may hold these words too: the server's own come last
        return text[: params.end()] + CUT + (text[reason:] if reason >= 0 else "")
    if found := _NOT_FOUND.search(text):
        return text[: found.end()] + CUT
    return _GOT.sub(rf"\1{CUT}", text)


def cut_strings(text: str) -> str:
    """Return `text` without everything in double quotation marks."""
    return _STRING.sub(CUT, text)


def cut_fields(value: object) -> object:
    """Return `value`, an error object from JSON, with the values that a client chose replaced by `CUT`."""
    if isinstance(value, dict):
        return {key: CUT if key in _VALUES else cut_fields(item) for key, item in value.items()}
    if isinstance(value, list):
        return [cut_fields(item) for item in value]
    return cut_values(value) if isinstance(value, str) else value
