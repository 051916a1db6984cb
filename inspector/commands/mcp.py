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
    help="A further file or folder that may be read (repeatable).",
)
@takes_output()
def command(inputs: Inputs, allow: tuple[str, ...], output: Output) -> int:
    """Serve the diagnosis to an agent, over the Model Context Protocol on standard input and output.

    The tools diagnose, session, explain, database_for and verify read only what is named here: LOG, --db and --allow, or, with none of
    them, the places where OpenCode keeps its files. Nothing is changed, and every answer is redacted.

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
