"""Diagnose many servers into a database, and report on all of them."""

from __future__ import annotations

from typing import Any

import click

from inspector.cli.options import (
    COLOR,
    EXIT_ZERO,
    NO_PAGER,
    NO_PROGRESS,
    OUTPUT,
    TIMEZONE,
    VERBOSE,
    Output,
    Seconds,
    format_option,
    takes_output,
)

STORE = click.option(
    "--store",
    metavar="URL",
    default="fleet.db",
    show_default=True,
    help="The database: a file for SQLite, or postgresql://USER@HOST/NAME.",
)


class _WithReport(click.Command):
    """The command ``fleet``, or ``fleet report`` if the first argument is ``report``."""

    @property
    def further(self) -> dict[str, click.Command]:
        """The subcommands that the first argument may name."""
        return {"report": report}

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        if args and (other := self.further.get(args[0])):
            other.params += [one for one in self.params if one.name == "help" and one not in other.params]
            other.add_help_option = self.add_help_option
            return other.make_context(f"{info_name} {args[0]}", args[1:], parent, **extra)
        return super().make_context(info_name, args, parent, **extra)


@click.command(cls=_WithReport)
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@STORE
@click.option("--scheduler", metavar="URL", help="Diagnose on a Dask cluster, for example tcp://HOST:8786.")
@click.option(
    "--workers", metavar="N", type=click.IntRange(1), help="Number of processes on this machine; by default one per processor."
)
@click.option("--time-limit", type=Seconds(), default="15m", show_default=True, help="Time limit for one server: 30s, 5m or 1h.")
@click.option(
    "--memory",
    metavar="GIB",
    type=click.FloatRange(0.25),
    default=4,
    show_default=True,
    help="Memory limit for one server, in GiB.",
)
@takes_output(click.option("--quiet", "-q", is_flag=True, help="Print nothing but errors."), EXIT_ZERO, NO_PROGRESS)
def command(
    sources: tuple[str, ...],
    store: str,
    scheduler: str | None,
    workers: int | None,
    time_limit: float,
    memory: float,
    output: Output,
) -> int:
    """Diagnose many servers into a database, and report on all of them.

    SOURCE is a folder with one subfolder, bundle or archive for each server, one of these alone, or a URL of such a
    folder: s3://BUCKET/PREFIX, gs://, sftp://. A server whose files have not changed is not read again. A server whose
    diagnosis crashes or takes too long is stored as failed, with the reason. Everything stored is redacted as in a
    bundle.

    inspector fleet report prints the report: inspector fleet report --help.

    \b
    Examples:
      inspector fleet servers/
      inspector fleet servers/ bundle.tar.gz --store team.db --workers 2
      inspector fleet report --store team.db
    """
    from inspector.cli.fleet_run import Engine, run
    from inspector.fleet.engine import Limits

    return run(sources, store, Engine(scheduler, workers, Limits(time_limit, int(memory * (1 << 30)))), output)


@click.command()
@STORE
@click.option("--for", "version", metavar="VERSION", help="List the servers that this release would break.")
@takes_output(format_option("fleet report"), OUTPUT, TIMEZONE, COLOR, NO_PAGER, VERBOSE, EXIT_ZERO)
def report(store: str, version: str | None, output: Output) -> int:
    """Report on all servers of a store: totals, causes by version and by server, servers in trouble, what is new, the trend.

    The store is only read. The exit code is the worst exit code of a server.

    \b
    Examples:
      inspector fleet report
      inspector fleet report -o fleet.html
      inspector fleet report --for 1.18.33
      inspector fleet report -o fleet.csv
    """
    from inspector.cli.fleet_report import run

    return run(store, version, output)
