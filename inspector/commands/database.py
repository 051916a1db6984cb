"""Examine only the database: which server versions can run on it?"""

from __future__ import annotations

import click
from msgspec.structs import replace

from inspector.cli.options import (
    DATABASE,
    PATH,
    SERVER_VERSION,
    SESSION,
    SINCE,
    TELLING,
    UNTIL,
    Inputs,
    Output,
    format_option,
    takes_inputs,
    takes_output,
)


@click.command()
@click.argument("path", required=False, type=PATH)
@click.option(
    "--for",
    "for_version",
    metavar="VERSION",
    help="Can this server version run on it? The exit code answers: 0 yes, 1 no, 3 cannot tell.",
)
@takes_inputs(DATABASE, SINCE, UNTIL, SESSION, SERVER_VERSION)
@takes_output(format_option("database"), *TELLING)
def command(path: str | None, for_version: str | None, inputs: Inputs, output: Output) -> int:
    """Examine only the database: generation, migrations, which server versions can run on it, undelivered inputs, health.

    Use --for before an upgrade or a downgrade. PATH is the same as --db PATH. Without either, OpenCode's database
    on this machine is read. The database is never changed, and no opencode command is run.

    \b
    Examples:
      inspector database
      inspector database opencode.db --for 1.15.13
      inspector database --db opencode.db --format json
    """
    from inspector.cli.inputs import checked_version, opened
    from inspector.cli.output import chosen_format, deliver, render, render_options, show_progress
    from inspector.diagnosis import story as engine
    from inspector.errors import UsageError
    from inspector.renderers._sentences import audit_exit_code

    if path is not None and inputs.db is not None and path != inputs.db:
        raise UsageError("Two databases are named.", "Use PATH or --db PATH, not both.")
    asked = checked_version(for_version, "--for")
    form = chosen_format(output, "database")
    options = render_options(output)
    with opened(replace(inputs, db=path or inputs.db), output) as reading:
        if reading.question.database is None:
            raise UsageError("No database was named or found.", "Name it: inspector database opencode.db")
        question = replace(reading.question, logs=(), requests=())
        with show_progress(output) as progress:
            audit = engine.audit(question, asked, progress)
        audit = reading.presentable(replace(audit, report=reading.completed(audit.report)))
        text = render("render_audit", form, audit, options)
    deliver(text, form, output)
    code = audit_exit_code(audit)
    return 0 if code == 1 and output.exit_zero else code
