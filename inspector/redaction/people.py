"""Addresses, hosts and home folders of people."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable

from inspector.patterns import late
from inspector.redaction.secrets import hide_group
from inspector.redaction.state import ESCAPED, State, normalize_path

_EMAIL = late(
    r"(?:" + ESCAPED + r"|(?<![\w.%+-])(?!(?<=\\)[nrt]))(?!git@)"
    r"(?:(?:[\w.+-]|%(?!40)){1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![A-Za-z0-9]))+"  # more than one: `a@b.cc+d@e.ff`
)

_PROMPT_SIGN = late(r"(?<![\w.@+-])(?!git@)([A-Za-z_][\w.-]{0,63})@([A-Za-z][\w-]{0,62})(?=:[~/])")
"""The prompt of a shell: ``alice@build7:~``."""

_SHARE = late(r"(?i:opncd|opencode)\.ai/(?:share|s)/([A-Za-z0-9_-]+)")

HOME = late(
    r"(?:/|%2[Ff]|\\{1,8})(?:home|Users)(?:/|%2[Ff]|\\{1,8})(?:[^/\s\"'`<>|:;,()\[\]{}\\%?&=*#]|%(?!2[Ff]|5[Cc])[0-9A-Fa-f]{2}){1,64}"
    r"|(?:\b[A-Za-z]:|%[A-Z]{1,20}%)(?:[\\/]{1,8}|%5[Cc]|%2[Ff])(?i:Users)(?:[\\/]{1,8}|%5[Cc]|%2[Ff])"
    r"(?:[^\\/:*?\"<>|\n\r%]{1,64}(?=[\\/]|%5[Cc]|%2[Ff])|[^\s\\/:*?\"<>|,;()\[\]{}'%]{1,64})"
    r"|(?<![\w.$-])(?<!\d\])/root(?![\w.-])"  # not behind a stand-in: `[home-1]/root`
)

_SYSLOG = late(  # what journald and syslog put before a line: time, host, program[pid]
    r"^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.,]{8,20}(?:Z|[+-]\d\d:?\d\d)) ([A-Za-z][\w.-]{0,254})"
    r"(?= [\w./-]{1,64}\[\d{1,10}\]:)",
    re.MULTILINE,
)

_AUTHORITY = late(r"://(?:\[key-\d{1,9}\]@)?([\w.-]{1,255}|\[[0-9A-Fa-f:.]{2,60}(?:%25?\w{1,20})?\])")

_CALLED = late(
    r"\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ETIMEDOUT)[:\s]{1,4}([A-Za-z][\w.-]{0,254})"
    r"|(?<![A-Za-z0-9-])(?:host(?:name)?|computername)(?:\\{0,8}[\"'])?[=:]\s{0,4}(?:\\{0,8}[\"'])?([A-Za-z][\w.-]{0,254})",
    re.IGNORECASE,
)

_AMAZON = late(r"(?<![\w.-])ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?![\w-]|\.\w)")
"""Names of Amazon's machines."""

_IPV4 = late(r"(?:" + ESCAPED + r"|(?<![\w.-]))\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w-]|\.\d)")

_IPV6 = late(r"(?:" + ESCAPED + r"|(?<![\w:.]))[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")

# Endings that are also words of code (`this.app`, `config.home`) count only behind two more labels.
_FQDN = late(
    r"(?:" + ESCAPED + r"|(?<![\w.%/\\-]))(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,10}"
    r"(?:com|net|org|edu|gov|mil|biz|io|ai|dev|xyz|internal|intranet|corp|lan|local|localdomain|invalid"
    r"|systems|solutions|software|consulting|engineering|technology|industries|agency|ventures|holdings|bank|enterprises|partners"
    r"|(?:ac|ae|ar|au|bg|br|ca|ch|cl|cn|co|cz|de|dk|ee|es|eu|fi|fr|gr|hk|hu|ie|il|ir|jp|kr|lt|lu|lv|mx|ng|nl|nz|pe|pk|pt|ro|ru|se|sg"
    r"|sk|tr|tv|tw|ua|uk|us|uy|vn|za)"
    r"|(?:app|cloud|tech|online|site|home|private|test|example|int|at|be|hr|it|my|no|ph|th"
    r"|info|me|in|group|digital|network|networks|company|website|hosting|finance|cluster|svc|mobi|gg|li))"
    r"(?![\w=(-]|\.[A-Za-z0-9_])",
    re.IGNORECASE,
)

_WORDS_TOO = frozenset(
    """
    app cloud tech online site home private test example int at be hr it my no ph th info me in group digital network
    networks company website hosting finance cluster svc mobi gg li
    """.split()
)

_PUBLIC = late(
    r"(?:.+\.)?(?:github\.com|githubusercontent\.com|npmjs\.(?:com|org)|nodejs\.org|python\.org|pypi\.org|sqlite\.org"
    r"|opencode\.ai|ghcr\.io|opncd\.ai|models\.dev|json-schema\.org|w3\.org|ietf\.org|mozilla\.org|debian\.org)"
    r"|(?:api\.openai|api\.anthropic|generativelanguage\.googleapis|api\.deepseek|api\.groq)\.com"
    r"|openrouter\.ai|api\.mistral\.ai|api\.x\.ai|localhost|localhost\.localdomain|null|undefined|true|false",
    re.IGNORECASE,
)


def _host(name: str, state: State) -> str:
    plain = name.rstrip(".").lower()
    if not plain or plain.isdigit() or _PUBLIC.fullmatch(plain):
        return name
    if plain[0] == "[" or plain.replace(".", "").isdigit():
        return _address(name, state)
    return state.hide("host", plain) + name[len(plain) :]


def _domain(name: str, state: State) -> str:
    labels = name.lower().split(".")
    return name if labels[-1] in _WORDS_TOO and len(labels) < 3 else _host(name, state)


def _address(name: str, state: State) -> str:
    """Return the stand-in of an IP address. Loopback and unspecified addresses are kept, and so is what only resembles one: a
    time, a version."""
    try:
        address = ipaddress.ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        return name
    return name if address.is_loopback or address.is_unspecified else state.hide("host", str(address))


def _home(match: re.Match[str], state: State) -> str:
    return state.hide("home", normalize_path(match.group()))


def _each(pattern: re.Pattern[str], how: Callable[[str, State], str], text: str, state: State) -> str:
    """Replace the last group of each match in `text`; the whole match where the pattern has no group."""

    def shown(match: re.Match[str]) -> str:
        start, end = match.span(match.lastindex or 0)
        return text[match.start() : start] + how(text[start:end], state) + text[end : match.end()]

    return pattern.sub(shown, text)


def hide_people_and_places(text: str, low: str, state: State) -> str:
    if "/share/" in text or "/s/" in text:
        text = hide_group(_SHARE, "share", text, state)
    if "@" in text or "%40" in text:
        text = _PROMPT_SIGN.sub(lambda m: f"{state.hide('user', m[1].lower())}@{_host(m[2], state)}", text)
        text = _each(_EMAIL, lambda found, state: state.hide("email", found.lower()), text, state)
    if "home" not in state.kept and ("home" in low or "users" in low or "/root" in low):
        text = HOME.sub(lambda m: _home(m, state), text)
    if "]:" in text:
        text = _each(_SYSLOG, _host, text, state)
    if "://" in text:
        text = _each(_AUTHORITY, _host, text, state)
    if any(word in low for word in ("host", "computername", "enotfound", "eai_again", "econnrefused", "etimedout")):
        text = _each(_CALLED, _host, text, state)
    if "ip-" in low:
        text = _each(_AMAZON, _host, text, state)
    if text.count(".") >= 3:
        text = _each(_IPV4, _address, text, state)
    if text.count(":") >= 2:
        text = _each(_IPV6, _address, text, state)
    if "." in text:
        text = _each(_FQDN, _domain, text, state)
    return text
