"""What one redaction has hidden so far: one stand-in for each hidden value."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache

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

PLACES = frozenset(("home", "dir", "user"))
"""What tells where files lie. It is kept on a terminal, for the person who named the files."""

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
        "root",
        "admin",
        "administrator",
        "user",
        "users",
        "ubuntu",
        "debian",
        "centos",
        "fedora",
        "alpine",
        "ec2-user",
        "node",
        "runner",
        "vscode",
        "codespace",
        "app",
        "www-data",
        "nobody",
        "opencode",
        "operator",
        "build",
        "plan",
        "general",
        "explore",
        "title",
        "summary",
        "compaction",
        "session",
        "message",
        "part",
        "server",
        "service",
        "client",
        "default",
        "test",
        "dev",
        "home",
        "local",
        "localhost",
        "localhost.localdomain",
        "docker",
        "host",
        "git",
        "data",
        "system",
        "model",
        "agent",
        "main",
    )
)
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
    kept: frozenset[str] = frozenset()
    """Kinds that are not hidden: `PLACES` on a terminal."""
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


_NO_VALUE = frozenset(("", "null", "undefined", "true", "false", "none"))


# --- paths of the inputs -------------------------------------------------------------------------
def _way(folder: str, way: str) -> str:
    """`way`, the pattern of `folder`, where it is meant: a single word is a folder only before a separator or alone."""
    if folder[1:2] == ":":
        return f"(?i:{way})"
    return way if "/" in folder else rf"(?:(?<![\\/]){way}(?=[\\/])|\A{way}\Z)"
