"""Order among OpenCode's versions, where there is one."""

from __future__ import annotations

import re

_RELEASE = re.compile(r"v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})(?![\w.-])")


_NEWEST_MAJOR = 2
"""Forks count on their own: Kilo from 7.0, codemie from 0.0. Their numbers do not tell what they took over from OpenCode."""


def release(version: str | None) -> tuple[int, ...] | None:
    """``1.15.13`` as numbers; None for anything that is not a release: unknown, ``local``, ``next-17055``, ``0.0.0-dev-202609212252``."""
    found = _RELEASE.match(version or "")
    numbers = tuple(map(int, found.groups())) if found else ()
    return numbers if any(numbers[:2]) and numbers[0] <= _NEWEST_MAJOR else None


def older(version: str | None, than: str) -> bool | None:
    """Whether `version` was released before `than`; None when it is unknown or no release."""
    one, two = release(version), release(than)
    return None if one is None or two is None else one < two
