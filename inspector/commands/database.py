"""Examine the database alone: which server versions can run on it?"""

from __future__ import annotations

from dataclasses import replace

import click

from inspector.cli import options as _options
from inspector.cli.options import Inputs, Output


@click.command()
@click.argument("path", required=False, type=_options.PATH)
@click.option(
    "--for",
    "for_version",
    metavar="VERSION",
    help="Can this server version run on it? The exit code answers: 0 yes, 1 no, 3 cannot tell.",
)
@_options.inputs(_options.DATABASE, _options.SINCE, _options.UNTIL, _options.SESSION, _options.SERVER_VERSION)
@_options.output(_options.format_of("database"), *_options.TELLING)
def command(path: str | None, for_version: str | None, inputs: Inputs, output: Output) -> int:
    """Examine the database alone: generation, migrations, which server versions can run on it, undelivered inputs, health.

    Ask it before an upgrade or a downgrade, with --for. PATH is the same as --db PATH; without either, the database
    OpenCode keeps on this machine is read. The file is never changed, and no opencode command is run.

    \b
    Examples:
      inspector database
      inspector database opencode.db --for 1.15.13
      inspector database --db opencode.db --format json
    """
    from inspector.cli import inputs as _reading
    from inspector.cli import output as _output
    from inspector.diagnosis import story as engine
    from inspector.errors import UsageError

    if path is not None and inputs.db is not None and path != inputs.db:
        raise UsageError("Two databases are named.", "Use PATH or --db PATH, not both.")
    asked = _reading.checked_version(for_version, "--for")
    form = _output.chosen_format(output, "database")
    options = _output.render_options(output)
    with _reading.opened(replace(inputs, db=path or inputs.db), output) as reading:
        if reading.question.database is None:
            raise UsageError("No database was named or found.", "Name it: inspector database opencode.db")
        question = replace(reading.question, logs=(), requests=())
        with _output.progress(output) as progress:
            audit = engine.audit(question, asked, progress)
        audit = reading.presentable(replace(audit, report=reading.completed(audit.report)))
        text = _output.render("render_audit", form, audit, options)
    _output.deliver(text, form, output)
    code = _output.audit_exit_code(audit)
    return 0 if code == 1 and output.exit_zero else code
