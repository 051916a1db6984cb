"""Secrets with a known form, or with a name before them."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode
from collections.abc import Iterator

from inspector.redaction.quoted import _closing
from inspector.redaction.state import _ESCAPED, _NO_VALUE, STAND_IN, State

# --- keys, tokens, passwords ---------------------------------------------------------------------
_PEM = re.compile(
    r"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----.*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|\Z)",
    re.DOTALL,
)

_TOKEN = re.compile(
    r"(?:" + _ESCAPED + r"|(?<![A-Za-z0-9]))(?:"
    r"sk-[A-Za-z0-9_-]{8,}"  # OpenAI, Anthropic, OpenRouter, DeepSeek, LiteLLM
    r"|[srp]k_(?:live|test|prod)_[A-Za-z0-9]{8,}|whsec_[A-Za-z0-9]{8,}"  # Stripe
    r"|gh[pousr]_[A-Za-z0-9]{16,}|github_pat_[A-Za-z0-9_]{16,}"
    r"|gl(?:pat|dt|rt|ptt|soat|cbt|agent|oas|ft|imt)-[A-Za-z0-9_-]{16,}"  # GitLab
    r"|xox[a-z]-[A-Za-z0-9-]{8,}|xapp-[A-Za-z0-9-]{8,}"  # Slack
    r"|A(?:KIA|SIA|BIA|CCA)[0-9A-Z]{16}"  # AWS
    r"|AIza[A-Za-z0-9_-]{20,}|ya29\.[A-Za-z0-9_-]{10,}|GOCSPX-[A-Za-z0-9_-]{10,}"  # Google
    r"|(?:hf|gsk|fw|r8|npm|key|nvapi|tvly|xai|pplx|csk|fal|jina|dop_v1|pypi)[_-](?=[A-Za-z_-]{0,64}\d)[A-Za-z0-9_-]{16,}"
    r"|SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,}"  # SendGrid
    r"|AGE-SECRET-KEY-1[A-Z0-9]{16,}"
    r"|eyJ[A-Za-z0-9_-]{8,512}\.[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){0,3}"  # JSON Web Token
    r")"
)

_PREFIXED = {
    "hvs.": r"[A-Za-z0-9_-]{16,}",
    "hvb.": r"[A-Za-z0-9_-]{16,}",
    "hvr.": r"[A-Za-z0-9_-]{16,}",  # HashiCorp Vault
    "dapi": r"[0-9a-f]{16,}(?:-\d)?",
    "shpat_": r"[A-Za-z0-9]{16,}",
    "shpca_": r"[A-Za-z0-9]{16,}",  # Databricks, Shopify
    "shppa_": r"[A-Za-z0-9]{16,}",
    "shpss_": r"[A-Za-z0-9]{16,}",
    "lin_api_": r"[A-Za-z0-9]{12,}",
    "lin_oauth_": r"[A-Za-z0-9]{12,}",
    "ntn_": r"[A-Za-z0-9]{16,}",
    "figd_": r"[A-Za-z0-9_-]{16,}",
    "ATATT3": r"[A-Za-z0-9_=-]{12,}",
    "ATCTT3": r"[A-Za-z0-9_=-]{12,}",
    "PMAK-": r"[A-Za-z0-9-]{16,}",
    "glsa_": r"[A-Za-z0-9_]{16,}",
    "glc_": r"[A-Za-z0-9+/=_-]{16,}",
    "dckr_pat_": r"[A-Za-z0-9_-]{12,}",
    "dckr_oat_": r"[A-Za-z0-9_-]{12,}",
    "sbp_": r"[A-Za-z0-9]{16,}",
    "sb_secret_": r"[A-Za-z0-9_-]{12,}",
    "NRAK-": r"[A-Z0-9]{12,}",
    "NRJS-": r"[A-Za-z0-9]{12,}",
    "NRII-": r"[A-Za-z0-9_-]{12,}",
    "sq0atp-": r"[A-Za-z0-9_-]{12,}",
    "sq0csp-": r"[A-Za-z0-9_-]{12,}",
    "SK": r"[0-9a-f]{32}(?![0-9A-Za-z])",
    "AC": r"[0-9a-f]{32}(?![0-9A-Za-z])",  # Twilio
    "xkeysib-": r"[A-Za-z0-9-]{16,}",
    "sntrys_": r"[A-Za-z0-9+/=_-]{16,}",
    "sntryu_": r"[A-Za-z0-9]{16,}",
    "pul-": r"[0-9a-f]{16,}",
    "rubygems_": r"[0-9a-f]{16,}",
    "nfp_": r"[A-Za-z0-9]{16,}",
    "HRKU-": r"[A-Za-z0-9_-]{12,}",
    "dp.pt.": r"[A-Za-z0-9]{12,}",
    "dp.st.": r"[A-Za-z0-9_.]{12,}",
    "pscale_tkn_": r"[A-Za-z0-9_.-]{12,}",
    "pscale_pw_": r"[A-Za-z0-9_.-]{12,}",
    "tskey-": r"[A-Za-z0-9-]{12,}",
    "pat-na1-": r"[0-9a-f-]{12,}",
    "pat-eu1-": r"[0-9a-f-]{12,}",
    "EAAA": r"[A-Za-z0-9_-]{40,}",
    "secret_": r"[A-Za-z0-9]{40,}",
}
"""How the keys of one vendor begin, and what follows."""

_VENDOR = re.compile(
    r"(?:" + _ESCAPED + r"|(?<![A-Za-z0-9]))(?:" + "|".join(re.escape(begin) + rest for begin, rest in _PREFIXED.items()) + ")"
)

_TELEGRAM = re.compile(r"(?:" + _ESCAPED + r"|(?<![A-Za-z0-9])|(?<=/bot))\d{6,12}:[A-Za-z0-9_-]{30,64}(?![A-Za-z0-9_-])")

_WEBHOOK = re.compile(
    r"(?:hooks\.slack(?:-gov)?\.com/(?:services|workflows|triggers)|discord(?:app)?\.com/api/(?:v\d{1,2}/)?webhooks"
    r"|webhook\.office\.com/webhookb2|chat\.googleapis\.com/v1/spaces)/([^\s\"'<>|\\)\]}]{8,512})",
    re.IGNORECASE,
)

_SIGNED = re.compile(  # what a URL is signed with
    r"[?&;](?:X-(?:Amz|Goog)-(?:Signature|Credential)|sig|signature|AWSAccessKeyId|GoogleAccessId)=([^\s&\"'<>\\#]{4,4096})",
    re.IGNORECASE,
)

_SCHEME = re.compile(r"\b(Bearer|Basic)(\s{1,4})([A-Za-z0-9._~+/-]{6,}={0,2})", re.IGNORECASE)

_NAMED = re.compile(
    # the end of a name that announces a secret, its closing quote, the sign, and the opening quote of the value
    r"(api[_-]?key|access[_-]?key(?:[_-]?id)?|private[_-]?key|signing[_-]?key|encryption[_-]?key|auth[_-]?key|account[_-]?key"
    r"|secret|token|passwd|password|passphrase|(?<![a-z])pass|pwd|authorization|credentials?|cookie|(?<![a-z0-9])key"
    r"|(?<![a-z0-9])signature)"
    r"(?:\\{0,8}[\"'])?\s{0,4}(?:=>|[:=])\s{0,4}((?:\\{0,8}[\"'])?)",
    re.IGNORECASE,
)

_BARE = re.compile(
    r"(?:(?:Bearer|Basic|Token|Digest|Negotiate)\s{1,4})?(?:" + STAND_IN.pattern + r")?+[^\s\"'&;,)}\]<>\\]*", re.IGNORECASE
)

_NAMED_WORDS = ("key", "secret", "token", "pass", "pwd", "authorization", "credential", "cookie", "signature")

_OPTION = re.compile(
    r"(--(?:password|passwd|token|secret|api-?key)\s{1,4}|\bsshpass\s{1,4}-p\s{0,4}['\"]?)([^\s\"'-][^\s\"']*)", re.IGNORECASE
)

_LOGIN = re.compile(  # `curl -u user:password`; two numbers are a user and a group of a container
    r"(?<![\w-])(?:-u|-U|--user|--proxy-user)[\s=]{0,4}(?:\\{0,8}[\"'])?(?!\d{1,9}:\d{1,9}(?!\S))([^\s:\"'\\]{1,128}:[^\s\"'\\]{1,512})"
)

_SPOKEN = re.compile(  # a password in quotes behind the word; a single word behind `password is`
    r"\b(?:password|passwd|passphrase|secret)(?:\s{1,4}(?:is|was))?\s{1,4}\\{0,8}([\"'`])([^\"'`\n\\]{4,256})(?=\\{0,8}\1)"
    r"|\b(?:password|passphrase)\s{1,4}(?:is|was)\s{1,4}(?=[^\s\d]{0,64}\d)([^\s\"'`\\]{6,256})",
    re.IGNORECASE,
)

_ASSIGNED = re.compile(  # `AWS_SECRET_ACCESS_KEY wJal…`: no sign between, so the value must look like one
    r"(?<![A-Za-z0-9_])(?:[A-Z][A-Z0-9_]{1,60}_(?:KEY|SECRET|TOKEN|PASSWORD|PASS|PASSWD)|aws_secret_access_key|aws_session_token)"
    r"\s{1,4}(?=[^\s\d]{0,256}\d)([A-Za-z0-9+/=_.-]{12,512})"
)

_HEADER = re.compile(  # to the end of the line; of the quotes that may stand in it, those of `Digest username="…"` end nothing
    r"(?:(?:set-)?cookie|(?:proxy-)?authorization):\s{0,4}((?:=\\{0,8}\"[^\"\n\r]{0,1024}\"|[^\n\r\"'\\])+)", re.IGNORECASE
)

_DIGEST = re.compile(
    r"\bDigest\s{1,4}((?:[a-z]{1,16}=(?:\\{0,8}\"[^\"\n\r]{0,1024}\"|[^\s,\"\\]{1,256}),?\s{0,4}){1,16})", re.IGNORECASE
)

_USER = re.compile(r"://([^\s/@\"'<>\[\]]{1,512})@")

_ID = re.compile(r"(?:ses|msg|prt|per|que|err|evt|run|tool|call|wrk|pty|usr)_[A-Za-z0-9]+\Z")


def _stand_in(text: str, start: int, end: int, kind: str, state: State) -> str:
    """What to show for this stretch of `text`: its stand-in, or the one that is there already."""
    value = text[start:end]
    return value if STAND_IN.fullmatch(value.strip()) else state.hide(kind, value)


def _keys(text: str, low: str, state: State) -> str:
    if "private key" in low:
        text = _PEM.sub(lambda m: state.hide("key", m.group()), text)
    if "://" in text and "@" in text:
        text = _hide_group(_USER, "key", text, state)
    if "cookie:" in low or "authorization:" in low:
        text = _hide_group(_HEADER, "key", text, state)
    if "digest " in low:
        text = _hide_group(_DIGEST, "key", text, state)
    if "http" in low or "hook" in low:
        text = _hide_group(_SIGNED, "key", _hide_group(_WEBHOOK, "key", text, state), state)
    if any(word in low for word in _NAMED_WORDS):
        text = _hide_group(_ASSIGNED, "key", text, state)
        text = _hide_group(_SPOKEN, "key", text, state)
        text = _hide_group(_OPTION, "key", "".join(_named(text, state)), state)
    if "-u" in low or "user" in low:
        text = _hide_group(_LOGIN, "key", text, state)
    if "bearer" in low or "basic" in low:
        text = _SCHEME.sub(lambda m: _scheme(m, state), text)
    if any(begin in text for begin in _PREFIXED):
        text = _VENDOR.sub(lambda m: state.hide("key", m.group()), text)
    if ":" in text:
        text = _TELEGRAM.sub(lambda m: state.hide("key", m.group()), text)
    return _TOKEN.sub(lambda m: state.hide("key", m.group()), text)


def _hide_group(pattern: re.Pattern[str], kind: str, text: str, state: State) -> str:
    """`text` with the last group of each match hidden."""

    def shown(match: re.Match[str]) -> str:
        start, end = match.span(match.lastindex or 0)
        return text[match.start() : start] + _stand_in(text, start, end, kind, state) + text[end : match.end()]

    return pattern.sub(shown, text)


def _scheme(match: re.Match[str], state: State) -> str:
    name, space, value = match.groups()
    secret = _is_basic(value) if name.lower() == "basic" else len(value) >= 20 or any(c.isdigit() for c in value)
    return name + space + state.hide("key", value) if secret else match.group()


def _is_basic(value: str) -> bool:
    """``Basic authentication`` is prose; credentials are base64 of ``user:password``."""
    try:
        return b":" in b64decode(value.rstrip("=") + "=" * (-len(value.rstrip("=")) % 4), validate=True)
    except (binascii.Error, ValueError):
        return False


def _named(text: str, state: State) -> Iterator[str]:
    """Values of names that announce a secret: ``api_key=…``, ``"token":"…"`` at any depth of escaping, ``PASSWORD: '…'``."""
    done = 0
    while match := _NAMED.search(text, done):
        word, quote = match.group(1).lower(), match.group(2)
        start = match.end()
        if quote:
            newline = text.find("\n", start)
            end = min(_closing(text, start, len(quote) - 1, quote[-1]), newline if newline >= 0 else len(text))
        else:
            bare = _BARE.match(text, start)
            end = bare.end() if bare else start
        value = text[start:end]
        yield text[done:start]
        structure = not quote and value[:1] in {"{", "["} and not STAND_IN.match(value)
        yield value if structure or not _tells(word, value) else _stand_in(text, start, end, "key", state)
        done = end
    yield text[done:]


def _tells(word: str, value: str) -> bool:
    """Whether `value` is a secret when it stands behind `word`, and no id, name or directory."""
    if value.lower() in _NO_VALUE or _ID.match(value):
        return False
    if word in {"key", "signature"}:  # `key=playwright` names an MCP server
        return len(value) >= 16 and any(c.isdigit() for c in value)
    if word == "pwd":  # the working directory of an environment dump
        return not (value[0] in "/~" or value[1:2] == ":")
    return len(value) >= 4 or word not in {"token", "secret", "credential", "credentials", "pass"}  # `Unexpected token: }`
