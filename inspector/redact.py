"""Hides what must not leave the machine, and keeps what a diagnosis needs.

Hidden: API keys, tokens and passwords, share links, e-mail addresses, home directories, host names and addresses, prompt and
answer texts, inputs of tools; and literally, wherever they stand, this machine's name, this user's name and home directory.
Kept: ids (``ses_…``, ``msg_…``, ``err_…``), versions, migrations, table and column names, the inputs' own names. The same value
gets the same stand-in (``[host-2]``) throughout a run, so that what belonged together still does.

Not hidden is what nothing tells from a harmless word: a secret without a known form or a name before it, words of a prompt that
a server or a plugin repeats inside a sentence of its own, names of agents, models, tools, plugins and files, directories
outside homes (in a bundle they are: `State.everywhere`), user names of other machines, host names of one word that stand alone.

Each family has cheap literal keywords that are looked for first (as gitleaks and troubleshoot.sh do), and only bounded or
literal-anchored patterns, so the time is linear in the text.
"""

from __future__ import annotations

import binascii
import ipaddress
import os
import platform
import re
from base64 import b64decode
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from inspector.model import Audit, Report, SessionStory
from inspector.walk import each_text

KINDS = {
    "key": "key, token or password",
    "text": "prompt or answer text",
    "share": "share link",
    "email": "e-mail address",
    "user": "user name",
    "home": "home directory",
    "dir": "directory",
    "host": "host name or address",
}
"""What is hidden, and how it is called in a sentence; the names stand in `Report.redactions` and in the stand-ins."""

STAND_IN = re.compile(r"\[(?:" + "|".join(KINDS) + r")-\d{1,9}\]")
"""What stands where something was hidden."""
_ESCAPED = r"(?<=\\[nrt])"
"""Behind an escaped line break or tab a word begins, although a letter stands before it."""


_BETWEEN = r"(?:/|\\{1,8}|%2[Ff]|%5[Cc])"
"""How the parts of a path are set apart, also where it is escaped or part of a URL."""


def _plain(path: str) -> str:
    """One and the same text for a path however it is written."""
    plain = re.sub(r"(?:[\\/]|%5[Cc]|%2[Ff])+", "/", path).rstrip("/")
    return plain.lower() if plain[1:2] == ":" else plain


_VOCABULARY = frozenset(
    (
        "root", "admin", "administrator", "user", "users", "ubuntu", "debian", "centos", "fedora", "alpine", "ec2-user", "node",
        "runner", "vscode", "codespace", "app", "www-data", "nobody", "opencode", "operator", "build", "plan", "general", "explore",
        "title", "summary", "compaction", "session", "message", "part", "server", "service", "client", "default", "test", "dev",
        "home", "local", "localhost", "localhost.localdomain", "docker", "host", "git", "data", "system", "model", "agent", "main",
    )
)  # fmt: skip
"""Names of users and machines that say nothing about anybody, and that reports need as words."""


@cache
def own_names() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """The home directory, user name and host name of whoever runs this, as `State.own` holds them; those that say nothing are out.

    A text in which they stand came from this machine, whatever it looks like: ``HOME=/data/alicesmith`` has no form to know it by.
    """
    environment = os.environ
    home = environment.get("HOME") or environment.get("USERPROFILE") or ""
    users = [environment.get(name, "") for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER")]
    nodes = [environment.get("HOSTNAME", ""), environment.get("COMPUTERNAME", ""), platform.node()]
    return named_here(home, users, nodes)


def named_here(home: str, users: Iterable[str], nodes: Iterable[str]) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """`State.own` of a machine that says this of itself."""
    found: dict[tuple[str, str], re.Pattern[str]] = {}
    home = home.rstrip("/\\")
    parts = [part for part in re.split(r"[\\/]", home) if part]
    if len(parts) > 1 or (parts and parts[0].lower() not in _VOCABULARY):
        lead = _BETWEEN if home[0] in "/\\" else ""
        found["home", home] = re.compile(lead + _BETWEEN.join(map(re.escape, parts)) + r"(?![\w-])", re.IGNORECASE)
    names = [("user", name) for name in (*users, parts[-1] if parts else "")]
    names += [("host", name) for node in nodes for name in (node, node.partition(".")[0])]
    for kind, name in names:
        plain = name.lower()
        if len(plain) > 2 and plain not in _VOCABULARY and not plain.isdigit():
            found.setdefault(
                (kind, plain), re.compile(r"(?<![A-Za-z0-9])" + re.escape(plain) + r"(?![A-Za-z0-9])", re.IGNORECASE)
            )
    return tuple((kind, value, pattern) for (kind, value), pattern in found.items())


@dataclass(slots=True)
class State:
    """The stand-ins given so far. One state for everything that leaves together (a report and the excerpts in its bundle)."""

    names: dict[str, dict[str, str]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    """For each kind: what was hidden, and its stand-in."""
    seen: dict[str, str] = field(default_factory=dict)
    """What came of short texts met before; emptied when it has grown large."""
    folders: re.Pattern[str] | None = None
    """The folders of the inputs, as :func:`redact` found them in a report, and those that were learned."""
    own: tuple[tuple[str, str, re.Pattern[str]], ...] = field(default_factory=lambda: own_names())
    """What is hidden literally, because this machine says what it is: kind, value, and how it is found."""
    everywhere: bool = False
    """True where directories are hidden wherever they lie, not only homes and the folders of the inputs."""
    _learned: set[str] = field(default_factory=set)

    def hide(self, kind: str, value: str) -> str:
        names = self.names[kind]
        return names.setdefault(value, f"[{kind}-{len(names) + 1}]")

    def directory(self, path: str) -> str:
        """The stand-in of a directory, however it is written; what is none (``""``, ``/``, ``undefined``) stays."""
        plain = _plain(path)
        return self.hide("dir", plain) if plain and plain not in _NO_VALUE and not STAND_IN.fullmatch(plain) else path

    def learn(self, folders: Iterable[str]) -> None:
        """Hide these folders from now on, in any text that names them."""
        found = {_plain(folder) for folder in folders}
        new = sorted(folder for folder in found - self._learned if folder and not STAND_IN.match(folder))
        for folder in new:
            self.hide("dir", folder)
        if new:
            self._learned |= found
            known = sorted(self._learned, key=lambda folder: (-len(folder), folder))
            plain = ((folder, _BETWEEN.join(map(re.escape, folder.split("/")))) for folder in known if folder)
            ways = (_way(folder, way) for folder, way in plain)
            self.folders = re.compile(r"(?<![\w.-])(?:" + "|".join(ways) + r")(?![\w-]|\.\w)")
            self.seen.clear()

    @property
    def counts(self) -> dict[str, int]:
        """How many different values of each kind were hidden; kinds of which there were none are left out."""
        return {kind: len(names) for kind, names in self.names.items() if names}


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
    "hvs.": r"[A-Za-z0-9_-]{16,}", "hvb.": r"[A-Za-z0-9_-]{16,}", "hvr.": r"[A-Za-z0-9_-]{16,}",  # HashiCorp Vault
    "dapi": r"[0-9a-f]{16,}(?:-\d)?", "shpat_": r"[A-Za-z0-9]{16,}", "shpca_": r"[A-Za-z0-9]{16,}",  # Databricks, Shopify
    "shppa_": r"[A-Za-z0-9]{16,}", "shpss_": r"[A-Za-z0-9]{16,}", "lin_api_": r"[A-Za-z0-9]{12,}", "lin_oauth_": r"[A-Za-z0-9]{12,}",
    "ntn_": r"[A-Za-z0-9]{16,}", "figd_": r"[A-Za-z0-9_-]{16,}", "ATATT3": r"[A-Za-z0-9_=-]{12,}", "ATCTT3": r"[A-Za-z0-9_=-]{12,}",
    "PMAK-": r"[A-Za-z0-9-]{16,}", "glsa_": r"[A-Za-z0-9_]{16,}", "glc_": r"[A-Za-z0-9+/=_-]{16,}", "dckr_pat_": r"[A-Za-z0-9_-]{12,}",
    "dckr_oat_": r"[A-Za-z0-9_-]{12,}", "sbp_": r"[A-Za-z0-9]{16,}", "sb_secret_": r"[A-Za-z0-9_-]{12,}", "NRAK-": r"[A-Z0-9]{12,}",
    "NRJS-": r"[A-Za-z0-9]{12,}", "NRII-": r"[A-Za-z0-9_-]{12,}", "sq0atp-": r"[A-Za-z0-9_-]{12,}", "sq0csp-": r"[A-Za-z0-9_-]{12,}",
    "SK": r"[0-9a-f]{32}(?![0-9A-Za-z])", "AC": r"[0-9a-f]{32}(?![0-9A-Za-z])",  # Twilio
    "xkeysib-": r"[A-Za-z0-9-]{16,}", "sntrys_": r"[A-Za-z0-9+/=_-]{16,}", "sntryu_": r"[A-Za-z0-9]{16,}", "pul-": r"[0-9a-f]{16,}",
    "rubygems_": r"[0-9a-f]{16,}", "nfp_": r"[A-Za-z0-9]{16,}", "HRKU-": r"[A-Za-z0-9_-]{12,}", "dp.pt.": r"[A-Za-z0-9]{12,}",
    "dp.st.": r"[A-Za-z0-9_.]{12,}", "pscale_tkn_": r"[A-Za-z0-9_.-]{12,}", "pscale_pw_": r"[A-Za-z0-9_.-]{12,}", "tskey-": r"[A-Za-z0-9-]{12,}",
    "pat-na1-": r"[0-9a-f-]{12,}", "pat-eu1-": r"[0-9a-f-]{12,}", "EAAA": r"[A-Za-z0-9_-]{40,}", "secret_": r"[A-Za-z0-9]{40,}",
}  # fmt: skip
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
_NO_VALUE = frozenset(("", "null", "undefined", "true", "false", "none"))
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


# --- prompt and answer texts ---------------------------------------------------------------------

_TEXT_KEY = re.compile(
    r"(?<!\\)(\\*+)\"(text|prompt|content|messages|input|output|arguments|system|reasoning|title|requestBodyValues|responseBody"
    r"|description|command|query|patterns?|args|filePath|oldString|newString|questions?|answers?|label|value|diff|markdown|instructions)"
    r"\1\"\s{0,4}:\s{0,4}"
)
_STATEMENT = re.compile(
    r"\s{0,4}(?:(?:insert into|update|delete from|select|create \w{1,20}|alter table|drop \w{1,20})\s{1,4}[\\\"`(*]|pragma \w|(?:begin|commit|rollback)\b.{0,40}\Z)",
    re.IGNORECASE,
)
"""Drizzle puts the statement under ``query``, names in quotes; its values stand behind ``params``."""
_TEXT_FIELD = re.compile(
    r"(?<![\w.\\?&-])(?:text|prompt|command|query|patterns?|args|questions?|answers?|description|diff|instructions)=(?=\S)"
)
_BARE_TEXT = re.compile(  # ends before the next pair, and never in the middle of an escape
    r"(?!(?:-?\d[\d.]{0,20}|true|false|null|undefined)(?!\S))(?:[^\n\"\\]|\\(?![nrt\"\\]))+?"
    r"(?= [\w.]{1,64}=| prompt_async failed|[\"\n\\]|\Z)"
)
_STUCK = re.compile(r"[^\s\"\\]*")
"""What stands behind a list without a space belongs to it."""
_TEXT_PARAMETER = re.compile(r"(?<=[?&])(?:text|prompt|command|query|pattern)=([^\s&\"'#<>\\]+)")
_WORD = re.compile(r"[^\W\d_]")
_TOLD = re.compile(r"[^\W_]")
"""Without a letter or a digit a list tells nothing: ``[["..."]]`` stands for an answer in a remedy."""
_ESCAPES = re.compile(r"\\{0,8}")
_GOT = re.compile(r", got (\\{0,8})\"(?![a-z]{1,10}_[\w…-]{0,80}\\{0,8}\")")
"""A schema's refusal repeats the value it did not expect; ids say nothing."""
_DEFAULT_TITLE = re.compile(r"(?:New|Child) session - [\dT:.Z-]{1,40}\Z")
_TITLE = re.compile(r"\btitle=(?:\"((?:[^\"\\]|\\.)*)|([^\"\n][^\n]*?)(?= cost=| time=\{|$))", re.MULTILINE)
_PARAMS = re.compile(r"(?:" + _ESCAPED + r"|(?<![A-Za-z]))params: ?((?:(?:[a-z]{3}_[A-Za-z0-9]{1,64}|\d{1,20})?,)*)")
_BODY = re.compile(r"\b(requestBodyValues|responseBody)(\s{0,4}[:=]\s{0,4})(?=[{\[('`\"])(?!" + STAND_IN.pattern + r")")
_RECORD = re.compile(r"\n(?=(?:DEBUG|INFO|WARN|ERROR) +\d{4}-|timestamp=\d{4}-)")
_SQL_TAIL = re.compile(r" \(cause: Cause\(\[(?:Fail|Die)\([\w/]{0,80}SqlError: [^\"\\{}]{0,400}\Z")


def _texts(text: str, low: str, state: State) -> str:
    if "params:" in low:
        text = "".join(_params(text, state))
    if '":' in text or '" :' in text:
        text = "".join(_json_texts(text, state))
    if "requestbodyvalues" in low or "responsebody" in low:
        text = "".join(_bodies(text, state))
    if "title=" in low:
        text = _TITLE.sub(lambda m: _title(m, state), text)
    if "=" in text:
        text = _hide_group(_TEXT_PARAMETER, "text", "".join(_fields(text, state)), state)
    if ", got " in text:
        text = "".join(_unexpected(text, state))
    return text


def _fields(text: str, state: State) -> Iterator[str]:
    """Texts among the pairs of a log line: ``prompt="…"``, ``patterns=["…"]``, ``command=… next=1``."""
    done = 0
    while match := _TEXT_FIELD.search(text, done):
        start = match.end()
        depth = _ESCAPES.match(text, start).end() - start  # type: ignore[union-attr]
        end = start
        if text.startswith('"', start + depth):
            start += depth + 1
            end = _closing(text, start, depth)
        elif text.startswith(("[", "{"), start) and not STAND_IN.match(text, start):
            end = _balanced(text, start, 0)
            if not _WORD.search(text, start, end):  # `[]`, `[1,2]`: kept, but not looked through again
                yield text[done:end]
                done = end
                continue
            end = _STUCK.match(text, end).end()  # type: ignore[union-attr]
        elif bare := _BARE_TEXT.match(text, start):
            end = bare.end()
        yield text[done:start]
        yield _stand_in(text, start, end, "text", state) if start < end else ""
        done = end
    yield text[done:]


def _unexpected(text: str, state: State) -> Iterator[str]:
    done = 0
    while match := _GOT.search(text, done):
        start = match.end()
        end = _closing(text, start, len(match.group(1)))
        yield text[done:start]
        yield _stand_in(text, start, end, "text", state) if start < end else ""
        done = end
    yield text[done:]


def _title(match: re.Match[str], state: State) -> str:
    """Titles are made from the prompt, except those a session is born with."""
    value = match.group(1) or match.group(2) or ""
    if not value or _DEFAULT_TITLE.match(value) or STAND_IN.fullmatch(value):
        return match.group()
    return match.group()[: -len(value)] + state.hide("text", value)


def _record_end(text: str, start: int) -> int:
    match = _RECORD.search(text, start)
    return match.start() if match else len(text)


def _params(text: str, state: State) -> Iterator[str]:
    """Drizzle puts the bound values, prompts among them, behind ``Failed query: …``; leading ids and SQLite's answer stay."""
    done = 0
    while match := _PARAMS.search(text, done):
        start = match.end()
        # inside a quoted value the line break before `params:` is escaped, and the value ends at a quote escaped once less
        slashes = _slashes(text, match.start() - 1) if text.startswith("n", match.start() - 1) else 0
        end = _closing(text, start, slashes - 1) if slashes else _record_end(text, start)
        body = text[start:end]
        tail = body.rfind(" (cause: Cause([")
        kept = body[tail:] if tail >= 0 and _SQL_TAIL.match(body, tail) else ""
        end_of_text = end - len(kept)
        yield text[done:start]
        yield (_stand_in(text, start, end_of_text, "text", state) if start < end_of_text else "") + kept
        done = end
    yield text[done:]


def _bodies(text: str, state: State) -> Iterator[str]:
    """``requestBodyValues: {…}`` as the runtime prints objects: no JSON, so everything up to the next record goes."""
    done = 0
    while match := _BODY.search(text, done):
        end = _record_end(text, match.end())
        yield text[done : match.end()] + _stand_in(text, match.end(), end, "text", state)
        done = end
    yield text[done:]


def _json_texts(text: str, state: State) -> Iterator[str]:
    """Values of the keys that carry texts, in JSON at any depth of escaping; numbers, true, false and null stay."""
    done = 0
    while match := _TEXT_KEY.search(text, done):
        start, depth = match.end(), len(match.group(1))
        quote = "\\" * depth + '"'
        yield text[done:start]
        done = start
        if text.startswith(quote, start):
            end = _closing(text, start + len(quote), depth)
            value = text[start + len(quote) : end]
            if value and not _DEFAULT_TITLE.match(value) and not (match.group(2) == "query" and _STATEMENT.match(value)):
                yield quote + _stand_in(text, end - len(value), end, "text", state)
                done = end
        elif text[start : start + 1] in ("{", "["):
            end = _balanced(text, start, depth)
            value = text[start:end]
            if '"' in value and _TOLD.search(value):
                yield quote + state.hide("text", value) + quote
                done = end
    yield text[done:]


def _slashes(text: str, end: int, start: int = 0) -> int:
    """How many backslashes stand in a row before `end`, not looking before `start`."""
    at = end
    while at > start and text[at - 1] == "\\":
        at -= 1
    return end - at


def _closing(text: str, start: int, depth: int, quote: str = '"') -> int:
    """Where the string that began at `start` ends: before a quote behind exactly `depth` backslashes; else at the end."""
    at = start
    while (at := text.find(quote, at)) >= 0:
        run = _slashes(text, at, start)
        if run == depth or (depth == 0 and run % 2 == 0):
            return at - depth
        at += 1
    return len(text)


_STRUCTURE = re.compile(r"[{}\[\]]|\"")


def _balanced(text: str, start: int, depth: int) -> int:
    """The end of the JSON object or list that opens at `start`, whose quotes stand behind `depth` backslashes."""
    level, at = 0, start
    while match := _STRUCTURE.search(text, at):
        at = match.end()
        if match.group() == '"':
            at = _closing(text, at, depth) + depth + 1
        else:
            level += 1 if match.group() in "{[" else -1
            if level == 0:
                return at
    return len(text)


# --- people, directories, machines ---------------------------------------------------------------

_EMAIL = re.compile(
    r"(?:"
    + _ESCAPED
    + r"|(?<![\w.%+\\-]))(?!git@)(?:[\w.+-]|%(?!40)){1,64}(?:@|%40)(?:[\w-]{1,63}\.){1,8}[A-Za-z]{2,24}(?![\w-])"
)
_PROMPT_SIGN = re.compile(r"(?<![\w.@+-])(?!git@)([A-Za-z_][\w.-]{0,63})@([A-Za-z][\w-]{0,62})(?=:[~/])")
"""``alice@build7:~`` as shells and ssh have it."""
_SHARE = re.compile(r"(?i:opncd|opencode)\.ai/(?:share|s)/([A-Za-z0-9_-]+)")
_HOME = re.compile(
    r"(?:/|%2[Ff]|\\{1,8})(?:home|Users)(?:/|%2[Ff]|\\{1,8})(?:[^/\s\"'`<>|:;,()\[\]{}\\%?&=*#]|%(?!2[Ff]|5[Cc])[0-9A-Fa-f]{2}){1,64}"
    r"|(?:\b[A-Za-z]:|%[A-Z]{1,20}%)(?:[\\/]{1,8}|%5[Cc]|%2[Ff])(?i:Users)(?:[\\/]{1,8}|%5[Cc]|%2[Ff])"
    r"(?:[^\\/:*?\"<>|\n\r%]{1,64}(?=[\\/]|%5[Cc]|%2[Ff])|[^\s\\/:*?\"<>|,;()\[\]{}'%]{1,64})"
    r"|(?<![\w.$-])/root(?![\w.-])"
)
_SYSLOG = re.compile(  # what journald and syslog put before a line: time, host, program[pid]
    r"^(?:[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d|\d{4}-\d\d-\d\dT[\d:.,]{8,20}(?:Z|[+-]\d\d:?\d\d)) ([A-Za-z][\w.-]{0,254})"
    r"(?= [\w./-]{1,64}\[\d{1,10}\]:)",
    re.MULTILINE,
)
_AUTHORITY = re.compile(r"://(?:\[key-\d{1,9}\]@)?([\w.-]{1,255}|\[[0-9A-Fa-f:.]{2,60}(?:%25?\w{1,20})?\])")
_CALLED = re.compile(
    r"\b(?:ENOTFOUND|EAI_AGAIN|ECONNREFUSED|EHOSTUNREACH|ETIMEDOUT)[:\s]{1,4}([A-Za-z][\w.-]{0,254})"
    r"|(?<![A-Za-z0-9-])(?:host(?:name)?|computername)(?:\\{0,8}[\"'])?[=:]\s{0,4}(?:\\{0,8}[\"'])?([A-Za-z][\w.-]{0,254})",
    re.IGNORECASE,
)
_AMAZON = re.compile(r"(?<![\w.-])ip-\d{1,3}-\d{1,3}-\d{1,3}-\d{1,3}(?![\w-]|\.\w)")
"""How Amazon's machines are called."""
_IPV4 = re.compile(r"(?:" + _ESCAPED + r"|(?<![\w.-]))\d{1,3}\.\d{1,3}\.\d{1,3}\.\d{1,3}(?![\w-]|\.\d)")
_IPV6 = re.compile(r"(?:" + _ESCAPED + r"|(?<![\w:.]))[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,7}(?![\w:])")
# Endings that are also words of code (`this.app`, `config.home`) count only behind two more labels.
_FQDN = re.compile(
    r"(?:" + _ESCAPED + r"|(?<![\w.%/\\-]))(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.){1,10}"
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
    (
        "app", "cloud", "tech", "online", "site", "home", "private", "test", "example", "int", "at", "be", "hr", "it", "my", "no",
        "ph", "th", "info", "me", "in", "group", "digital", "network", "networks", "company", "website", "hosting", "finance",
        "cluster", "svc", "mobi", "gg", "li",
    )
)  # fmt: skip
_PUBLIC = re.compile(
    r"(?:.+\.)?(?:github\.com|githubusercontent\.com|npmjs\.(?:com|org)|nodejs\.org|python\.org|pypi\.org|sqlite\.org"
    r"|opencode\.ai|opncd\.ai|models\.dev|json-schema\.org|w3\.org|ietf\.org|mozilla\.org|debian\.org)"
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
    """The stand-in of an IP address; loopback, unspecified and what only looks like an address (a time, a version) stay."""
    try:
        address = ipaddress.ip_address(name.strip("[]").partition("%")[0])
    except ValueError:
        return name
    return name if address.is_loopback or address.is_unspecified else state.hide("host", str(address))


def _home(match: re.Match[str], state: State) -> str:
    return state.hide("home", _plain(match.group()))


def _each(pattern: re.Pattern[str], how: Callable[[str, State], str], text: str, state: State) -> str:
    """`text` with the last group (the whole match, where there is none) of each match replaced."""

    def shown(match: re.Match[str]) -> str:
        start, end = match.span(match.lastindex or 0)
        return text[match.start() : start] + how(text[start:end], state) + text[end : match.end()]

    return pattern.sub(shown, text)


def _people_and_places(text: str, low: str, state: State) -> str:
    if "/share/" in text or "/s/" in text:
        text = _hide_group(_SHARE, "share", text, state)
    if "@" in text or "%40" in text:
        text = _PROMPT_SIGN.sub(lambda m: f"{state.hide('user', m[1].lower())}@{_host(m[2], state)}", text)
        text = _each(_EMAIL, lambda found, state: state.hide("email", found.lower()), text, state)
    if "home" in low or "users" in low or "/root" in low:
        text = _HOME.sub(lambda m: _home(m, state), text)
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


# --- paths of the inputs -------------------------------------------------------------------------


def _way(folder: str, way: str) -> str:
    """`way`, the pattern of `folder`, where it is meant: a single word is a folder only before a separator or alone."""
    if folder[1:2] == ":":
        return f"(?i:{way})"
    return way if "/" in folder else rf"(?:(?<![\\/]){way}(?=[\\/])|\A{way}\Z)"


_HARMLESS = frozenset(
    (
        "~", ".", "..", "log", "logs", "tmp", "var", "lib", "etc", "opt", "usr", "srv", "data", "home", "share", ".local",
        "state", "cache", ".cache", "config", ".config", "opencode", "library", "application support",
    )
)  # fmt: skip
_SEPARATOR = re.compile(r"[\\/]")
_PATH = re.compile(  # no path of a URL begins like this; those of the system's own programs tell nothing
    r"(?:(?<![\w.\]%$-])(?:/(?:home|Users|srv|opt|var|mnt|media|data\d?|[Vv]olumes?|private|tmp|workspaces?|work|projects|repos?|code|src"
    r"|root|nix|run|exports?|nfs|net|builds?|github|storage|www|sites|persist|efs|scratch|drives?|shares?|vol\d?|disk\d?)|[A-Za-z]:(?=[\\/]))"
    r"|\[dir-\d{1,9}\])(?:[\\/]{1,8}[^\s\\/:*?\"'<>|,;()\[\]{}`]{1,255}){1,64}"
)
_FILE = re.compile(r"[^\\/]{0,255}\.[A-Za-z][A-Za-z0-9]{0,9}\Z")


def _path(path: str, state: State) -> str:
    """`path` with its folder hidden and the name of its file kept; a folder every machine has stays."""
    stop = len(path.rstrip("."))
    path, rest = path[:stop], path[stop:]
    cut = max(path.rfind("/"), path.rfind("\\")) if _FILE.search(path) else len(path)
    folder = path[:cut]
    if folder.startswith("[") or telling_folder(folder + "/"):
        folder = state.directory(folder.rstrip("/\\"))
    return folder + path[cut:] + rest


def telling_folder(path: str) -> str | None:
    """The folder of `path` when it says more than the ones every machine has; None when it may stay."""
    folder = path[: max(path.rfind("/"), path.rfind("\\"), 0)]
    home = _HOME.match(folder)
    parts = _SEPARATOR.split(folder[home.end() :] if home else folder)
    return None if all(not part or part.lower() in _HARMLESS for part in parts) else folder


def _inputs(value: Report | SessionStory | Audit) -> Iterator[str]:
    report = value if isinstance(value, Report) else value.report
    for log in report.logs:
        yield from (log.path, log.duplicate_of or "")
    for run in report.runs:
        yield from (run.path, run.database_path or "")
    for path, _ in report.requests:
        yield path
    for entry in (*report.failures, *report.silent, *report.rejected):
        yield entry.log[0] if entry.log else ""
    for facts in (report.database, value.facts if isinstance(value, Audit) else None):
        if facts:
            yield from (facts.path, *facts.siblings)


def learn_folders(report: Report | SessionStory | Audit, state: State) -> None:
    """Take note of the folders the inputs lie in, so that sentences and sources that quote a path say the same."""
    state.learn(dict.fromkeys(filter(None, map(telling_folder, dict.fromkeys(_inputs(report))))))


# --- the whole -----------------------------------------------------------------------------------


def redact_text(text: str, state: State) -> str:
    """`text` with everything hidden that must not leave the machine. Any text: a field, a sentence, the lines of a log.

    Doing it twice changes nothing more. The time is linear in the length of `text`.
    """
    known = state.seen.get(text)
    if known is not None:
        return known
    shown = text
    if state.folders:
        shown = state.folders.sub(lambda m: state.hide("dir", _plain(m.group())), shown)
    if state.everywhere and ("/" in shown or "\\" in shown):
        shown = _PATH.sub(lambda m: _path(m.group(), state), shown)
    for kind, value, pattern in state.own:
        shown = pattern.sub(lambda m, kind=kind, value=value: state.hide(kind, value), shown)  # type: ignore[misc]
    low = shown.lower()
    shown = _texts(shown, low, state)
    shown = _keys(shown, low, state)
    shown = _people_and_places(shown, low, state)
    if len(text) < 2048:
        if len(state.seen) >= 100_000:
            state.seen.clear()
        state.seen[text] = shown
    return shown


Shown = TypeVar("Shown", Report, SessionStory, Audit)


def redact(report: Shown, *, hide: bool = True, state: State | None = None) -> Shown:
    """The same report with secrets, texts, people and machines hidden, and how many of what counted in `redactions`.

    With `hide` false nothing is changed but the mark: ``redacted=False``. A `state` of the caller's goes on with the stand-ins
    it holds, for what is sent along.
    """
    state = state or State()
    shown = report
    if hide:
        learn_folders(report, state)
        shown = each_text(report, lambda text: redact_text(text, state))
    marks: dict[str, Any] = {"redacted": hide, "redactions": MappingProxyType(state.counts if hide else {})}
    if isinstance(shown, Report):
        return replace(shown, **marks)
    return replace(shown, report=replace(shown.report, **marks))
