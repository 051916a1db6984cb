"""The servers of a fleet as CSV: one row for each server and cause, one row for a server without a cause."""

from __future__ import annotations

import csv
import io

from inspector.fleet.report import FleetReport
from inspector.renderers._options import RenderOptions

COLUMNS = ("server", "source", "status", "server_version", "cause", "attention", "action", "text", "judged_at")
_FORMULA = ("=", "+", "-", "@")


def render(report: FleetReport, options: RenderOptions) -> str:
    """Return every server that is in trouble, was not diagnosed or not fully checked."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for server in report.servers:
        when = server.judged_at.isoformat(timespec="seconds")
        for cause, count in server.causes or (("", 0),):
            action = server.action if server.causes and cause == server.causes[0][0] else ""
            cells = (server.name, server.source, server.status, server.version or "", cause, count, action, server.text, when)
            writer.writerow([_harmless(cell) if isinstance(cell, str) else cell for cell in cells])
    return file.getvalue()


def _harmless(cell: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
