"""Follow a running server; name the cause when a prompt fails or gets no answer."""

from __future__ import annotations

import click

from inspector.cli.options import (
    COLOR,
    DATABASE,
    DOCKER,
    EXIT_ZERO,
    JOURNAL,
    LOGS,
    NO_REDACT,
    PATH,
    QUIET,
    SERVER_VERSION,
    TIMEZONE,
    VERBOSE,
    Inputs,
    Output,
    Seconds,
    format_option,
    takes_inputs,
    takes_output,
)


@click.command()
@takes_inputs(LOGS, DATABASE, SERVER_VERSION, JOURNAL, DOCKER)
@click.option(
    "--silence",
    type=Seconds(),
    metavar="TIME",
    default="60s",
    show_default=True,
    help="Report a prompt that has no answer after this time, for example 30s or 5m.",
)
@click.option(
    "--exec",
    "command_line",
    metavar="CMD",
    help="Run CMD once for each new cause, with the report as JSON on its standard input.",
)
@click.option("--metrics", metavar="HOST:PORT", help="Serve metrics for Prometheus, for example on 127.0.0.1:9464.")
@click.option("--metrics-file", metavar="FILE", type=PATH, help="Write the metrics to FILE, for node_exporter (*.prom).")
@click.option("--for-seconds", type=click.FloatRange(min=0), metavar="SECONDS", help="Stop after this many seconds.")
@click.option(
    "--once-idle", type=click.FloatRange(min=0), metavar="SECONDS", help="Stop after this many seconds without a log record."
)
@takes_output(format_option("watch"), TIMEZONE, COLOR, NO_REDACT, QUIET, VERBOSE, EXIT_ZERO)
def command(
    inputs: Inputs,
    silence: float,
    command_line: str | None,
    metrics: str | None,
    metrics_file: str | None,
    for_seconds: float | None,
    once_idle: float | None,
    output: Output,
) -> int:
    """Follow a running server; print each prompt in trouble once, with its cause.

    A logged failure is reported within 2 seconds. With the database (--db, or found where OpenCode keeps it), prompts
    without an answer are reported too, when --silence has passed, and again when they are answered after all. The watch
    reports only new events, and prompts of the last 30 minutes that are still open. LOG is a file, a folder or - for
    standard input; rotated and truncated logs are followed. Ctrl-C ends the watch. Exit code 1: a prompt was in
    trouble.

    \b
    Examples:
      inspector watch
      inspector watch server.log --db opencode.db --silence 2m
      inspector watch --journal opencode --metrics 127.0.0.1:9464
      inspector watch log/ --db opencode.db --exec /usr/local/bin/page-me
      inspector watch server.log --format jsonl >> findings.jsonl
    """
    from inspector.cli.watching import Settings, run

    settings = Settings(silence, command_line, metrics, metrics_file, for_seconds, once_idle)
    return run(inputs, settings, output)
