"""``inspector fleet report``: the report on a store, in the requested format."""

from __future__ import annotations

from importlib import import_module

from inspector.cli.inputs import checked_version
from inspector.cli.options import Output
from inspector.cli.output import chosen_format, deliver, guard, render_options


def run(url: str, version: str | None, output: Output) -> int:
    """Write the report and return the exit code of the worst server."""
    from inspector.fleet.opening import readable
    from inspector.fleet.report import read_report

    form = chosen_format(output, "fleet report")
    options = render_options(output)
    version = checked_version(version, "--for")
    guard(output, [None if "://" in url else url])
    with readable(url) as connection:
        report = read_report(connection, version)
    deliver(import_module(f"inspector.fleet.drawing.{form}").render(report, options), form, output)
    return 0 if report.exit_code == 1 and output.exit_zero else report.exit_code
