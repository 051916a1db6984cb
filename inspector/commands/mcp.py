"""Serve the diagnosis to an agent, over the Model Context Protocol."""

from __future__ import annotations

import click

from inspector.cli.options import DATABASE, LOGS, SERVER_VERSION, Inputs, Output, takes_inputs, takes_output


@click.command()
@takes_inputs(LOGS, DATABASE, SERVER_VERSION)
@click.option(
    "--allow",
    multiple=True,
    metavar="PATH",
    type=click.Path(exists=True, readable=False),
    help="Another file or folder that the agent may read (repeatable).",
)
@takes_output()
def command(inputs: Inputs, allow: tuple[str, ...], output: Output) -> int:
    """Serve the diagnosis to an agent, over the Model Context Protocol on standard input and output.

    The tools diagnose, session, explain, database_for and verify read only the inputs named here: LOG, --db and
    --allow. Without any of these, they read the files where OpenCode keeps them. They change nothing, and every answer
    is redacted.

    \b
    Examples:
      inspector mcp
      inspector mcp log/ --db opencode.db
      inspector mcp --allow /srv/opencode
    """
    from inspector.cli.inputs import opened
    from inspector.live.mcp import serve
    from inspector.model import Question

    if allow and not inputs.logs and inputs.db is None:
        serve(Question(logs=()), allow)
        return 0
    with opened(inputs, output) as reading:
        question = reading.question
        serve(question, (*question.logs, *filter(None, (question.database,)), *allow))
    return 0
