"""What one redaction has hidden so far: one stand-in for each hidden value."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable
from functools import cache

from msgspec import Struct, field

from inspector.patterns import late

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
"""Kinds of hidden values with their name in a sentence. The keys are used in `Report.redactions` and in the stand-ins."""

PLACES = frozenset(("home", "dir", "user"))
"""Kinds that show where files are. They are kept on a terminal, for the person who named the files."""

STAND_IN = late(r"\[(?:" + "|".join(KINDS) + r")-\d{1,9}\]")
"""Matches a stand-in for a hidden value."""

ESCAPED = r"(?<=\\[nrt])"
"""A word begins behind an escaped line break or tab, although a letter is before it."""

_BETWEEN = r"(?:/|\\{1,8}|%2[Ff]|%5[Cc])"
"""Matches the separator of a path, also where it is escaped or part of a URL."""


def normalize_path(path: str) -> str:
    """Return the one form that all ways to write a path have in common."""
    plain = re.sub(r"(?:[\\/]|%5[Cc]|%2[Ff])+", "/", path).rstrip("/")
    return plain.lower() if plain[1:2] == ":" else plain


_VOCABULARY = frozenset(
    """
    root admin administrator user users ubuntu debian centos fedora alpine ec2-user node runner vscode codespace app
    www-data nobody opencode operator build plan general explore title summary compaction session message part server
    service client default test dev home local localhost localhost.localdomain docker host git data system model agent main
    """.split()
)
"""Common names of users and machines. They identify nobody, and reports use them as words."""


@cache
def own_names() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Return the home directory, user name and host name of the user who runs this, as `State.own` holds them; common names are
    left out.

    A text that contains one of them came from this machine. ``HOME=/data/alicesmith`` can be recognised in no other way.
    """
    environment = os.environ
    home = environment.get("HOME") or environment.get("USERPROFILE") or ""
    users = [environment.get(name, "") for name in ("USER", "LOGNAME", "USERNAME", "SUDO_USER")]
    nodes = [environment.get("HOSTNAME", ""), environment.get("COMPUTERNAME", ""), platform.node()]
    return named_here(home, users, nodes)


def named_here(home: str, users: Iterable[str], nodes: Iterable[str]) -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Return the `State.own` of a machine with these names."""
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


class State(Struct):
    """The stand-ins made so far. One state is used for everything that leaves together, such as a report and the excerpts in its
    bundle."""

    names: dict[str, dict[str, str]] = field(default_factory=lambda: {kind: {} for kind in KINDS})
    """By kind: hidden values with their stand-ins."""
    seen: dict[str, str] = field(default_factory=dict)
    """Results for short texts that were redacted before. It is emptied when it has grown large."""
    folders: re.Pattern[str] | None = None
    """Folders of the inputs, as `redact` found them in a report, and folders that were learned."""
    own: tuple[tuple[str, str, re.Pattern[str]], ...] = field(default_factory=lambda: own_names())
    """Names of this machine and its user, which are hidden wherever they occur: kind, value, and the pattern that finds it."""
    kept: frozenset[str] = frozenset()
    """Kinds that are not hidden: `PLACES` on a terminal."""
    everywhere: bool = False
    """True where every directory is hidden, not only homes and the folders of the inputs."""
    _learned: set[str] = field(default_factory=set)

    def hide(self, kind: str, value: str) -> str:
        names = self.names[kind]
        return names.setdefault(value, f"[{kind}-{len(names) + 1}]")

    def directory(self, path: str) -> str:
        """Return the stand-in of a directory, however it is written. ``""``, ``/`` and ``undefined`` are kept."""
        plain = normalize_path(path)
        return self.hide("dir", plain) if plain and plain not in NO_VALUE and not STAND_IN.fullmatch(plain) else path

    def learn(self, folders: Iterable[str]) -> None:
        """Hide these folders from now on, in any text that names them."""
        found = {normalize_path(folder) for folder in folders}
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
        """Return the number of different hidden values of each kind that has any."""
        return {kind: len(names) for kind, names in self.names.items() if names}


NO_VALUE = frozenset(("", "null", "undefined", "true", "false", "none"))


# --- paths of the inputs -------------------------------------------------------------------------
def _way(folder: str, way: str) -> str:
    """Return `way`, the pattern of `folder`, limited to places where a folder is meant: a single word is one only before a
    separator or alone."""
    if folder[1:2] == ":":
        return f"(?i:{way})"
    return way if "/" in folder else rf"(?:(?<![\\/]){way}(?=[\\/])|\A{way}\Z)"
