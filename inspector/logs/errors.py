"""Every record of level ERROR or WARN that some prompt must explain, grouped by what it says."""

from __future__ import annotations

import re
from collections.abc import Iterable

from inspector.logs.ends import Ends
from inspector.logs.eras import Glance
from inspector.logs.noise import known_noise, noise_at_a_glance
from inspector.logs.notable import FAILURE
from inspector.model import ErrorGroup, LogRecord
from inspector.patterns import late

HEAD, TAIL = 20, 20
"""Number of first records, and of last records, that are kept of a group; every record is counted."""
MAX_GROUPS = 200
_OTHERS = "others"
_COMPARED = 80
"""Characters of an error's text that are compared."""
_VARYING = re.compile(r"(?:ses|msg|prt|err|evt|per|que)_\w{1,64}|[0-9a-f]{8,64}|\d{1,20}")
_VARYING_BYTES = late(_VARYING.pattern.encode())


def group_of(record: LogRecord) -> str | None:
    """Return the name of the group that `record` belongs to; None when no prompt must explain it."""
    if record.level not in ("ERROR", "WARN") or record.message == FAILURE:
        return None
    noise = None if record.quoted else known_noise(record)  # what a person pastes is what they ask about
    if noise is not None and not noise.while_working:
        return None
    said = _VARYING.sub("#", record.error_text[:_COMPARED])
    return f"{record.level} {record.fields.get('service', '')} {record.message} {said}"


def group_at_a_glance(glance: Glance) -> tuple[bool, bytes | None]:
    """Return a key that no two records of different groups share, of a record of which only the beginning was read; None where no prompt
    must explain it. False with it where the record must be parsed to tell."""
    if glance.level not in ("ERROR", "WARN"):
        return True, None
    sure, noise = noise_at_a_glance(glance)
    if noise is not None and not noise.while_working:
        return sure, None
    return sure, _VARYING_BYTES.sub(b"#", glance.error) if glance.error else b""


def add_error(groups: dict[str, Ends[LogRecord]], name: str, record: LogRecord) -> None:
    """Add `record` to its group, or to the group of all others once there are `MAX_GROUPS`."""
    if name not in groups and len(groups) >= MAX_GROUPS:
        name = _OTHERS
    groups.setdefault(name, Ends(HEAD, TAIL)).add(record)


def add_errors(groups: dict[str, Ends[LogRecord]], records: Iterable[LogRecord], dropped: int) -> None:
    """Add `records`, which say the same, as if each had been added in its place in the file; `dropped` of the same are counted."""
    by_group: dict[str, list[LogRecord]] = {}
    for record in records:
        if (name := group_of(record)) is not None:
            by_group.setdefault(name, []).append(record)
    for name, found in by_group.items():
        before = groups.pop(name, None)
        for record in sorted([*(before or ()), *found], key=lambda record: record.offset):
            add_error(groups, name, record)
        if name in groups:
            groups[name].count += dropped + (before.dropped if before else 0)
        dropped = 0


def add_groups(groups: dict[str, Ends[LogRecord]], later: dict[str, Ends[LogRecord]]) -> None:
    """Add what the next segment of the same input holds."""
    for name, records in later.items():
        known = name if name in groups or len(groups) < MAX_GROUPS else _OTHERS
        groups.setdefault(known, Ends(HEAD, TAIL)).extend(records)


def grouped(records: Iterable[LogRecord]) -> tuple[ErrorGroup, ...]:
    """Group records that are all in memory."""
    groups: dict[str, Ends[LogRecord]] = {}
    for record in records:
        if (name := group_of(record)) is not None:
            add_error(groups, name, record)
    return tuple(ErrorGroup(tuple(found), found.dropped) for found in groups.values())
