"""Convert reports on private copies of logs to reports on the logs themselves: their names and byte offsets."""

from __future__ import annotations

import re

from msgspec.structs import replace

from inspector.live.window import Windows
from inspector.model import Entry, Report
from inspector.model.texts import each_text


def at_origin(report: Report, windows: Windows) -> Report:
    """Return `report` with every place in a copy replaced by the place in the log that was copied."""
    names = windows.names()
    if not names:
        return report
    place = re.compile("(" + "|".join(re.escape(path) for path in sorted(names, key=len, reverse=True)) + r")(: byte (\d+))?")

    def original(found: re.Match[str]) -> str:
        if found[3] is None:
            return names[found[1]]
        path, offset = windows.origin(found[1], int(found[3]))
        return f"{path}: byte {offset}"

    def entry_at_origin(entry: Entry) -> Entry:
        return replace(entry, log=windows.origin(*entry.log)) if entry.log else entry

    moved = replace(
        report,
        failures=tuple(map(entry_at_origin, report.failures)),
        silent=tuple(map(entry_at_origin, report.silent)),
        rejected=tuple(map(entry_at_origin, report.rejected)),
    )
    told: Report = each_text(moved, lambda text: place.sub(original, text))
    return told
