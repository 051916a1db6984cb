"""The options that commands share, collected in two values: what to read (`Inputs`) and how to write the result
(`Output`)."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from inspector.cli.complete import one_of, session_ids
from inspector.cli.formats import formats_of
from inspector.model.value import Value

if TYPE_CHECKING:
    from datetime import tzinfo

Command = Callable[..., int]


class Inputs(Value, frozen=True):
    """The input options, as the user wrote them."""

    logs: tuple[str, ...] = ()
    db: str | None = None
    requests: tuple[str, ...] = ()
    since: str | None = None
    until: str | None = None
    session: tuple[str, ...] = ()
    server_version: str | None = None
    journal: str | None = None
    docker: str | None = None
    runs: bool = False
    """Whether the server is known to run now, although its database is a copy."""


class Output(Value, frozen=True):
    """The output options, as the user wrote them."""

    format: str | None = None
    output: str | None = None
    color: str = "auto"
    timezone: str = "UTC"
    no_redact: bool = False
    redact: bool = False
    no_pager: bool = False
    quiet: bool = False
    verbose: bool = False
    exit_zero: bool = False
    no_progress: bool = False

    @property
    def zone(self) -> tzinfo:
        """Return the time zone of the report and of input times without an offset. Raises UsageError for an unknown name."""
        from inspector.cli.timespan import zone

        return zone(self.timezone)

    @property
    def verbosity(self) -> int:
        """-1 for ``-q``, 1 for ``-v``, else 0."""
        return int(self.verbose) - int(self.quiet)


class Seconds(click.ParamType[float]):
    """A length of time (``90``, ``30s``, ``5m``, ``1h``), in seconds."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> float:
        found = re.fullmatch(r"(\d+(?:\.\d+)?)\s?([smh]?)", str(value).strip())
        if found is None or not float(found[1]):
            self.fail(f"Not a length of time: {value}. Write it as 30s, 5m or 1h.", param, ctx)
        return float(found[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[found[2]]


PATH = click.Path(readable=False, allow_dash=True)
"""A path of any kind. Its reader checks whether it exists and can be read."""

LOGS = click.argument("logs", nargs=-1, metavar="[LOG]...", type=PATH)

DATABASE = click.option(
    "--db",
    metavar="PATH",
    type=PATH,
    help="OpenCode's database (opencode.db). It is only read: neither the database nor its folder is changed.",
)

REQUESTS = click.option(
    "--requests", multiple=True, metavar="FILE", type=PATH, help="Captured requests, HAR 1.2 or JSON lines (repeatable)."
)

SINCE = click.option(
    "--since", metavar="TIME", help="Only events after TIME: 2026-11-22T09:30:00Z, a date, yesterday, 2h, 3d, Unix seconds."
)

UNTIL = click.option(
    "--until", metavar="TIME", help="Only events before TIME, in the same forms. A date means 00:00 of that day."
)

SESSION = click.option(
    "--session", multiple=True, metavar="ID", shell_complete=session_ids, help="Only this session (repeatable)."
)

SERVER_VERSION = click.option("--server-version", metavar="VERSION", help="The server's version, if the log does not name it.")

JOURNAL = click.option("--journal", metavar="UNIT", help="Read the log of this systemd unit, through journalctl.")
DOCKER = click.option(
    "--docker", metavar="NAME", help="Read a container: its log, the version of its image, and a copy of its database."
)


def format_option(command: str) -> Callable[[Any], Any]:
    """Return the ``--format`` option of a command."""
    names = formats_of(command)
    default = "by default the format of the ending of --output, else terminal" if len(names) > 2 else "terminal by default"
    return click.option(
        "--format",
        metavar="FORMAT",
        shell_complete=one_of(names),
        help=f"{', '.join(names[:-1])} or {names[-1]}; {default}. "
        "Output that is not a terminal is 100 columns wide; set COLUMNS to change it.",
    )


OUTPUT = click.option(
    "--output", "-o", metavar="FILE", type=PATH, help="Write the report to FILE. An incomplete file is never left behind."
)

COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Use colours: auto follows NO_COLOR, FORCE_COLOR and the terminal.",
)

TIMEZONE = click.option(
    "--timezone",
    metavar="ZONE",
    default="UTC",
    show_default=True,
    help="Time zone of the report, and of input times that have no offset: UTC, local, +02:00, Europe/Berlin.",
)

NO_REDACT = click.option(
    "--no-redact", is_flag=True, help="Do not hide secrets, texts, names and paths; the report is marked as unredacted."
)

REDACT = click.option("--redact", is_flag=True, help="Hide paths on a terminal too, so that the output can be pasted elsewhere.")
NO_PAGER = click.option("--no-pager", is_flag=True, help="Do not show a long report in PAGER (by default less).")
QUIET = click.option("--quiet", "-q", is_flag=True, help="Print one line for each cause.")

VERBOSE = click.option("--verbose", "-v", is_flag=True, help="Show all evidence.")

EXIT_ZERO = click.option("--exit-zero", is_flag=True, help="Exit with 0 instead of 1 when there are findings.")

NO_PROGRESS = click.option(
    "--no-progress", is_flag=True, help="Do not show the progress line of work that takes longer than a second."
)

READING = (LOGS, DATABASE, REQUESTS, SINCE, UNTIL, SESSION, SERVER_VERSION, JOURNAL, DOCKER)

TELLING = (OUTPUT, TIMEZONE, COLOR, REDACT, NO_REDACT, NO_PAGER, QUIET, VERBOSE, EXIT_ZERO, NO_PROGRESS)
"""All output options except ``--format``, whose values differ by command: see `format_option`."""


def takes_inputs(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Add `options` (by default all of `READING`) to a command, which gets their values as ``inputs: Inputs``."""
    return _gather("inputs", Inputs, options or READING)


def takes_output(*options: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Add `options` to a command, which gets their values as ``output: Output``."""
    return _gather("output", Output, options)


def _gather(
    name: str, kind: type[Inputs] | type[Output], options: tuple[Callable[[Any], Any], ...]
) -> Callable[[Command], Command]:
    names = set(kind.__struct_fields__)

    def decorate(command: Command) -> Command:
        @functools.wraps(command)
        def gather(**values: Any) -> int:
            own = {key: values.pop(key) for key in names & values.keys()}
            if own.get("quiet") and own.get("verbose"):
                from inspector.errors import UsageError

                raise UsageError("-q and -v cannot be combined.", "Leave one of them out.")
            return command(**{name: kind(**own)}, **values)

        for option in reversed(options):
            gather = option(gather)
        return gather

    return decorate
