"""Secrets: keys with a form of their own, and values behind a name or in a place that announces a secret."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator
from functools import partial

from inspector.patterns import late
from inspector.redaction.encoded import hide_in_base64, hide_in_url
from inspector.redaction.quoted import end_of_string
from inspector.redaction.state import ESCAPED, NO_VALUE, STAND_IN, State
from inspector.redaction.tokens import hide_tokens

_WEBHOOK = late(
    r"(?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)|discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks"
    r"|webhook\.office\.com/webhookb2|chat\.googleapis\.com/v1/spaces)/([^\s\"'<>|\\)\]}]{8,512})",
    re.IGNORECASE,
)

_SIGNED = late(  # what a URL is signed with
    r"[?&;](?:X-(?:Amz|Goog)-(?:Signature|Credential)|sig|signature|AWSAccessKeyId|GoogleAccessId)=([^\s&\"'<>\\#]{4,4096})",
    re.IGNORECASE,
)

_WORD = rf"(?:{ESCAPED}|\b)"
"""The start of a word, also behind an escaped line break or tab."""
_SCHEME = late(_WORD + r"(Bearer|Basic)(\s{1,4})([A-Za-z0-9._~+/-]{6,}={0,2})", re.IGNORECASE)

_NAMED = late(
    # the end of a name that announces a secret, its closing quote, the sign, and the opening quote of the value
    r"(api[_-]?key|access[_-]?key(?:[_-]?id)?|private[_-]?key|signing[_-]?key|encryption[_-]?key|auth[_-]?key|account[_-]?key"
    r"|secret|token|passwd|password|passphrase|(?<![a-z])pass|pwd|authorization|credentials?|cookie|(?<=_)pat|(?<![a-z0-9])key"
    r"|(?<![a-z0-9])signature)"
    r"(?:\\{0,8}[\"'])?\s{0,4}(?:=>|[:=])\s{0,4}((?:\\{0,8}[\"'])?)",
    re.IGNORECASE,
)

_BARE = late(
    r"(?:(?:Bearer|Basic|Token|Digest|Negotiate)\s{1,4})?(?:" + STAND_IN.pattern + r")?+[^\s\"'&;,)}\]<>\\]*", re.IGNORECASE
)

_NAMED_WORDS = ("key", "secret", "token", "pass", "pwd", "authorization", "credential", "cookie", "signature", "_pat")

_OPTION = late(
    r"(--(?:password|passwd|token|secret|api-?key)\s{1,4}|\bsshpass\s{1,4}-p\s{0,4}['\"]?)([^\s\"'-][^\s\"']*)", re.IGNORECASE
)

_LOGIN = late(  # `curl -u user:password`; two numbers are a user and a group of a container
    r"(?<![\w-])(?:-u|-U|--user|--proxy-user)[\s=]{0,4}(?:\\{0,8}[\"'])?(?!\d{1,9}:\d{1,9}(?!\S))([^\s:\"'\\]{1,128}:[^\s\"'\\]{1,512})"
)

_SPOKEN = late(  # a password in quotes behind the word; a single word behind `password is`
    _WORD + r"(?:password|passwd|passphrase|secret)(?:\s{1,4}(?:is|was))?\s{1,4}\\{0,8}([\"'`])([^\"'`\n\\]{4,256})(?=\\{0,8}\1)"
    r"|" + _WORD + r"(?:password|passphrase)\s{1,4}(?:is|was)\s{1,4}(?=[^\s\d]{0,64}\d)([^\s\"'`\\]{6,256})",
    re.IGNORECASE,
)

_ASSIGNED = late(  # `AWS_SECRET_ACCESS_KEY wJal…`: no sign between, so the value must look like one
    r"(?<![A-Za-z0-9_])(?:[A-Z][A-Z0-9_]{1,60}_(?:KEY|SECRET|TOKEN|PASSWORD|PASS|PASSWD)|aws_secret_access_key|aws_session_token)"
    r"\s{1,4}(?=[^\s\d]{0,256}\d)([A-Za-z0-9+/=_.-]{12,512})"
)

_HEADER = late(  # to the end of the line; of the quotes that may stand in it, those of `Digest username="…"` end nothing
    r"(?:(?:set-)?cookie|(?:proxy-)?authorization):\s{0,4}(?=\S)((?:=\\{0,8}\"[^\"\n\r]{0,1024}\"|[^\n\r\"'\\])+)", re.IGNORECASE
)

_DIGEST = late(
    _WORD + r"Digest\s{1,4}((?:[a-z]{1,16}=(?:\\{0,8}\"[^\"\n\r]{0,1024}\"|[^\s,\"\\]{1,256}),?\s{0,4}){1,16})", re.IGNORECASE
)

_NETRC = late(_WORD + r"login\s{1,4}\S{1,128}\s{1,4}password\s{1,4}(\S{4,256})")

_ELEMENT = late(  # `<password>…</password>`, and `<add key="ClearTextPassword" value="…" />`
    r"<[\w:.-]{0,40}(?:password|passwd|secret|token|api[_-]?key)>([^<\n]{4,256})(?=</)"
    r"|key=\\{0,8}\"[\w:.-]{0,60}(?:password|passwd|secret|token|api[_-]?key)\\{0,8}\"\s{1,4}value=\\{0,8}\"([^\"\\\n]{4,512})",
    re.IGNORECASE,
)

_USER = late(r"://([^\s/@\"'<>\[\]]{1,512})@")

_ID = late(r"(?:ses|msg|prt|per|que|err|evt|run|tool|call|wrk|pty|usr)_[A-Za-z0-9]+\Z")


def hide_span(text: str, start: int, end: int, kind: str, state: State) -> str:
    """Return the stand-in for this stretch of `text`; the stretch itself where it is a stand-in already."""
    value = text[start:end]
    return value if STAND_IN.fullmatch(value.strip()) else state.hide(kind, value)


def hide_secrets(text: str, low: str, state: State) -> str:
    """Return `text` with keys, tokens and passwords hidden, also where it is URL-encoded or in base64; `low` is it in lower case."""
    if "%" in text:
        text = hide_in_url(text, lambda plain: _hide_plain(plain, plain.lower(), state))
    text = _hide_plain(text, low, state)
    return hide_in_base64(text, lambda plain: _hide_plain(plain, plain.lower(), State(own=())), state)


def _hide_plain(text: str, low: str, state: State) -> str:
    if "://" in text and "@" in text:
        text = hide_group(_USER, "key", text, state)
    if "cookie:" in low or "authorization:" in low:
        text = hide_group(_HEADER, "key", text, state)
    if "digest " in low:
        text = hide_group(_DIGEST, "key", text, state)
    if "http" in low or "hook" in low:
        text = hide_group(_SIGNED, "key", hide_group(_WEBHOOK, "key", text, state), state)
    if any(word in low for word in _NAMED_WORDS):
        text = hide_group(_ASSIGNED, "key", text, state)
        text = hide_group(_SPOKEN, "key", text, state)
        text = hide_group(_NETRC, "key", text, state)
        text = hide_group(_ELEMENT, "key", text, state)
        text = hide_group(_OPTION, "key", "".join(_named(text, state)), state)
    if "-u" in low or "user" in low:
        text = hide_group(_LOGIN, "key", text, state)
    if "bearer" in low or "basic" in low:
        text = _SCHEME.sub(lambda m: _scheme(m, state), text)
    return hide_tokens(text, partial(state.hide, "key"))


def hide_group(pattern: re.Pattern[str], kind: str, text: str, state: State) -> str:
    """Hide the last group of each match in `text`."""

    def shown(match: re.Match[str]) -> str:
        start, end = match.span(match.lastindex or 0)
        return text[match.start() : start] + hide_span(text, start, end, kind, state) + text[end : match.end()]

    return pattern.sub(shown, text)


def _scheme(match: re.Match[str], state: State) -> str:
    name, space, value = match.groups()
    secret = _is_basic(value) if name.lower() == "basic" else len(value) >= 20 or any(c.isdigit() for c in value)
    return name + space + state.hide("key", value) if secret else match.group()


def _is_basic(value: str) -> bool:
    """Whether `Basic` is followed by credentials, the base64 of ``user:password``, and not by prose such as ``Basic
    authentication``."""
    try:
        return b":" in b64decode(value.rstrip("=") + "=" * (-len(value.rstrip("=")) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False


def _named(text: str, state: State) -> Iterator[str]:
    """Hide the values of names that announce a secret: ``api_key=…``, ``"token":"…"`` at any depth of escaping, ``PASSWORD:
    '…'``."""
    done = 0
    while match := _NAMED.search(text, done):
        word, quote = match.group(1).lower(), match.group(2)
        start = match.end()
        if quote:
            newline = text.find("\n", start)
            end = min(end_of_string(text, start, len(quote) - 1, quote[-1]), newline if newline >= 0 else len(text))
        else:
            bare = _BARE.match(text, start)
            end = bare.end() if bare else start
        value = text[start:end]
        yield text[done:start]
        if not quote and value[:1] in {"{", "["} and not STAND_IN.match(value):
            done = start  # a structure, whose own names are looked at next
            continue
        yield hide_span(text, start, end, "key", state) if _tells(word, value) else value
        done = end
    yield text[done:]


def _tells(word: str, value: str) -> bool:
    """Whether `value` is a secret when it follows `word`, and not an ID, a name or a directory."""
    if value.lower() in NO_VALUE or _ID.match(value):
        return False
    if word in {"key", "signature", "pat"}:  # `key=playwright` names an MCP server
        own = value.partition("[")[0]  # what follows may be a stand-in
        return len(own) >= 16 and any(c.isdigit() for c in own)
    if word == "pwd":  # the working directory of an environment dump
        return not (value[0] in "/~" or value[1:2] == ":")
    return len(value) >= 4 or word not in {"token", "secret", "credential", "credentials", "pass"}  # `Unexpected token: }`
