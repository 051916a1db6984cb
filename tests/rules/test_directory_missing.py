"""The rule `directory-missing`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from tests.rules.cases import Case, failed, no_row, prompt, world

HIT: Case = (prompt(**failed("Cause([Die(PlatformError: NotFound: FileSystem.realPath (/srv/proj))])"), **no_row), world())

NEAR_MISS: Case = (
    prompt(**failed("Cause([Die(Error: ENOENT: no such file or directory, open '/srv/a.txt')])"), **no_row),
    world(),
)
