"""The report on a fleet as one JSON object, ``inspector.fleet/1``."""

from __future__ import annotations

from inspector.fleet.report import FleetReport
from inspector.renderers._options import RenderOptions
from inspector.renderers.json import plain, written


def render(report: FleetReport, options: RenderOptions) -> str:
    """Return the whole report; times are in UTC."""
    body = plain(report)
    for server in body["servers"]:
        server["causes"] = dict(server["causes"])
    return written({"schema": "inspector.fleet/1", "inspector": body.pop("version"), **body, "by_server": report.by_server}, 2)
