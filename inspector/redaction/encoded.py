"""Secrets in text that is URL-encoded or in base64: decode it, hide what is in it, encode it again."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Callable
from urllib.parse import quote, unquote

from inspector.patterns import late
from inspector.redaction.state import KINDS, State

_URL_ENCODED = late(r"(?<![\w.~*+%-])[\w.~*+-]*+(?:%[0-9A-Fa-f]{2}[\w.~*+-]*+)++")
_ENCODED_STAND_IN = late(r"%5B((?:" + "|".join(KINDS) + r")-\d{1,9})%5D")
_LEVELS = 2
"""A text that is URL-encoded up to this many times is decoded."""
_BASE64 = late(r"(?<![A-Za-z0-9+/_=-])[A-Za-z0-9+/_-]{24,}+={0,2}")


def hide_in_url(text: str, hide: Callable[[str], str], level: int = 0) -> str:
    """Return `text` with its URL-encoded parts decoded, passed to `hide` and encoded again. Parts without a secret keep every
    byte."""

    def shown(match: re.Match[str]) -> str:
        plain = unquote(match.group(), errors="surrogateescape")
        hidden = hide(plain)
        if level + 1 < _LEVELS and "%" in hidden:
            hidden = hide_in_url(hidden, hide, level + 1)
        if hidden == plain:
            return match.group()
        return _ENCODED_STAND_IN.sub(r"[\1]", quote(hidden, safe="*+", errors="surrogateescape"))

    return _URL_ENCODED.sub(shown, text)


def hide_in_base64(text: str, hide: Callable[[str], str], state: State) -> str:
    """Return `text` with every base64 word whose decoded text holds a secret hidden as a whole."""

    def shown(match: re.Match[str]) -> str:
        plain = _decoded(match.group())
        return state.hide("key", match.group()) if plain and hide(plain) != plain else match.group()

    return _BASE64.sub(shown, text)


def _decoded(word: str) -> str:
    """Return the text that the base64 `word` encodes; empty when `word` is not the base64 of a text. A word that was cut short is
    decoded too."""
    plain = word.rstrip("=").replace("-", "+").replace("_", "/")
    if len(plain) % 4 == 1:
        plain = plain[:-1]
    try:
        return b64decode(plain + "=" * (-len(plain) % 4)).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return ""
