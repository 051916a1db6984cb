"""``inspector fleet report``: the report on a store, in the form asked for."""

from __future__ import annotations

from importlib import import_module

from inspector.cli import output as _output
from inspector.cli.inputs import checked_version
from inspector.cli.options import Output


def run(url: str, version: str | None, output: Output) -> int:
    """Write the report and return the exit code of the worst server."""
    from inspector.fleet.opening import readable
    from inspector.fleet.report import read_report

    form = _output.chosen_format(output, "fleet report")
    options = _output.render_options(output)
    version = checked_version(version, "--for")
    _output.guard(output, [None if "://" in url else url])
    with readable(url) as connection:
        report = read_report(connection, version)
    _output.deliver(import_module(f"inspector.fleet.drawing.{form}").render(report, options), form, output)
    return 0 if report.exit_code == 1 and output.exit_zero else report.exit_code
