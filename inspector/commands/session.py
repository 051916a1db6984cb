"""Show one session's history on one timeline."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import replace

from inspector.cli.complete import session_ids
from inspector.cli.options import (
    DATABASE,
    REQUESTS,
    SERVER_VERSION,
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
@click.argument("names", nargs=-1, metavar="[ID] [LOG]...", shell_complete=session_ids)
@takes_inputs(DATABASE, REQUESTS, SINCE, UNTIL, SERVER_VERSION)
@takes_output(format_option("session"), *TELLING)
def command(names: tuple[str, ...], inputs: Inputs, output: Output) -> int:
    """Show one session's history: its log records, rows, inputs and requests on one timeline.

    ID is the session ID, ses_…; LOG is the same as for diagnose. Without ID, the sessions in trouble are listed.
    Without any input, inspector reads the files where OpenCode keeps them.

    \b
    Examples:
      inspector session server.log --db opencode.db
      inspector session ses_dfde7a204ffe2wY3yDCJBkomQl server.log --db opencode.db
      inspector session ses_dfde7a204ffe2wY3yDCJBkomQl --format markdown -o session.md
    """
    from inspector.cli.inputs import checked_session
    from inspector.errors import UsageError

    ids = [name for name in names if name.startswith("ses_")]
    if len(ids) > 1:
        raise UsageError(
            "More than one session is named.", "Name one session, or use `inspector diagnose --session ID --session ID`."
        )
    inputs = replace(inputs, logs=tuple(name for name in names if name not in ids))
    for name in inputs.logs if not ids else ():
        if name != "-" and not Path(name).exists():
            raise UsageError(
                f"Neither a session ID nor a log: {name}.",
                "Session IDs begin with ses_; `inspector session` lists those in trouble.",
            )
    if not ids:
        return _in_trouble(inputs, output)
    return _one(checked_session(ids[0]), inputs, output)


def _in_trouble(inputs: Inputs, output: Output) -> int:
    """List the sessions in trouble, as diagnose finds them."""
    from inspector.cli.inputs import opened
    from inspector.cli.output import chosen_format, deliver, exit_code, render, render_options

    form = chosen_format(output, "session")
    options = render_options(output)
    with opened(inputs, output) as reading:
        report = reading.diagnosed()
    what = "render_sessions" if form == "terminal" else "render"
    deliver(render(what, form, report, options), form, output)
    return exit_code(report, output.exit_zero)


def _one(session_id: str, inputs: Inputs, output: Output) -> int:
    from inspector.cli.inputs import opened
    from inspector.cli.output import chosen_format, deliver, exit_code, render, render_options, show_progress
    from inspector.diagnosis import story as engine
    from inspector.model import ProblemKind
    from inspector.progress import say

    form = chosen_format(output, "session")
    options = render_options(output)
    with opened(inputs, output) as reading:
        with show_progress(output) as progress:
            story = engine.session_story(reading.question, session_id, progress)
        story = reading.presentable(replace(story, report=reading.completed(story.report)))
        text = render("render_session", form, story, options)
    deliver(text, form, output)
    if not story.found:
        if not any(problem.kind is ProblemKind.SIMILAR_SESSION for problem in story.report.problems):
            say("hint: Name the server's own database with --db, or check that the ID is complete.")
        return 3
    return exit_code(story.report, output.exit_zero)
