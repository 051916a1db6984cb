"""Tell one session's story on one timeline."""

from __future__ import annotations

from dataclasses import replace

import click

from inspector.cli import options as _options
from inspector.cli.complete import session_ids
from inspector.cli.options import Inputs, Output


@click.command()
@click.argument("session_id", metavar="ID", shell_complete=session_ids)
@_options.inputs(_options.LOGS, _options.DATABASE, _options.REQUESTS, _options.SINCE, _options.UNTIL, _options.SERVER_VERSION)
@_options.output(_options.format_of("session"), *_options.TELLING)
def command(session_id: str, inputs: Inputs, output: Output) -> int:
    """Tell one session's story: its log records, rows, inputs and requests on one timeline.

    ID is the session's id, ses_…; LOG is what diagnose takes.
    With no input at all, inspector looks where OpenCode keeps its files.

    \b
    Examples:
      inspector session ses_dfde7a204ffe2wY3yDCJBkomQl server.log --db opencode.db
      inspector session ses_dfde7a204ffe2wY3yDCJBkomQl --format markdown -o session.md
    """
    from inspector.cli import inputs as _reading
    from inspector.cli import output as _output
    from inspector.diagnosis import story as engine
    from inspector.progress import say

    _reading.checked_session(session_id)
    form = _output.chosen_format(output, "session")
    options = _output.render_options(output)
    with _reading.opened(inputs, output) as reading:
        with _output.progress(output) as progress:
            story = engine.session_story(reading.question, session_id, progress)
        story = reading.presentable(replace(story, report=reading.completed(story.report)))
        text = _output.render("render_session", form, story, options)
    _output.deliver(text, form, output)
    if not story.found:
        if not any("did you mean" in problem.what for problem in story.report.problems):
            say("hint: look into the server's own database with --db, or check that the id is complete.")
        return 3
    return _output.exit_code(story.report, output.exit_zero)
