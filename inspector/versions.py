"""Parse and order versions: only OpenCode's releases (`release`, `older`), or any version (`numbers`, `version_key`)."""

from __future__ import annotations

import re

_NUMBERS = re.compile(r"\d{1,9}")
_LEADING = re.compile(r"v?(\d{1,6}(?:\.\d{1,6}){0,3})")
_RELEASE = re.compile(r"v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?![\w.-])")

_NEWEST_MAJOR = 2
"""Forks have their own version numbers (Kilo from 7.0, codemie from 0.0), which do not show the OpenCode release they
contain."""


def release(version: str | None) -> tuple[int, ...] | None:
    """Return ``1.15.13`` as numbers; None for anything that is not a release: unknown, ``local``, ``next-17055``,
    ``0.0.0-dev-202609212252``."""
    found = _RELEASE.match(version or "")
    parts = tuple(map(int, found.groups())) if found else ()
    return parts if any(parts[:2]) and parts[0] <= _NEWEST_MAJOR else None


def older(version: str | None, than: str) -> bool | None:
    """Whether `version` was released before `than`; None when it is unknown or not a release."""
    one, two = release(version), release(than)
    return None if one is None or two is None else one < two


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as numbers that sort (``1.18.33`` → (1, 18, 33)); () when it does not begin with one."""
    match = _LEADING.match(version)
    return tuple(int(piece) for piece in match[1].split(".")) if match else ()


def version_key(version: str) -> tuple[int, ...]:
    """Return a key that sorts versions: ``1.15.4`` before ``1.15.13``, a pre-release before its release; a leading
    ``v`` is ignored."""
    core, _, rest = version.strip().lstrip("vV").partition("-")
    parts = [int(found) for found in _NUMBERS.findall(core.partition("+")[0])[:4]]
    return (*parts, *([0] * (4 - len(parts))), 0 if rest else 1)
