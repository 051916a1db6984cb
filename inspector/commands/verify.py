"""Check after a remedy whether the cause is cured."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec.structs import replace

from inspector.cli.complete import cause_ids
from inspector.cli.options import (
    DATABASE,
    LOGS,
    REQUESTS,
    SERVER_VERSION,
    TELLING,
    Inputs,
    Output,
    format_option,
    takes_inputs,
    takes_output,
)

if TYPE_CHECKING:
    from inspector.diagnosis.verify import Before


@click.command()
@click.argument("subject", required=False, metavar="[REPORT.json | CAUSE]", shell_complete=cause_ids)
@takes_inputs(LOGS, DATABASE, REQUESTS, SERVER_VERSION)
@takes_output(format_option("verify"), *TELLING)
def command(subject: str | None, inputs: Inputs, output: Output) -> int:
    """Verify a remedy: read the same inputs again and say whether the cause is cured, not yet tried, or not cured.

    REPORT.json is a report saved before the remedy; CAUSE is the ID of a cause. Without either, every cause in the
    inputs is verified. A saved report is needed when the remedy also changes the prompt itself, such as an answer to a
    permission request. Exit code 0: cured, 1: not cured, 3: cannot be judged yet.

    \b
    Examples:
      inspector verify
      inspector verify schema-drift server.log --db opencode.db
      inspector diagnose server.log --db opencode.db -o before.json; inspector verify before.json server.log --db opencode.db
    """
    from inspector.cli.inputs import opened
    from inspector.cli.output import chosen_format, deliver, guard, render, render_options, show_progress
    from inspector.diagnosis.verify import verify
    from inspector.renderers._sentences import cure_exit_code

    form = chosen_format(output, "verify")
    options = render_options(output)
    causes, before, inputs = _read_as(subject, inputs)
    guard(output, (subject if before else None,))
    with opened(inputs, output) as reading:
        with show_progress(output) as progress:
            found = verify(reading.question, causes, before, progress)
        shown = tuple(replace(one, report=reading.presentable(reading.completed(one.report))) for one in found)
    text = render("render_verification", form, shown, options)
    deliver(text, form, output)
    code = cure_exit_code(shown)
    return 0 if code == 1 and output.exit_zero else code


def _read_as(subject: str | None, inputs: Inputs) -> tuple[tuple[str, ...], Mapping[str, Before], Inputs]:
    """Return the causes to verify, the saved report, and the inputs: `subject` may be a cause, a report or a log."""
    from inspector.cli.output import did_you_mean
    from inspector.diagnosis.manual import aliases, page
    from inspector.diagnosis.verify import read_report
    from inspector.errors import UsageError
    from inspector.rules import rules

    if not subject:
        return (), {}, inputs
    known = page(subject)
    if known is not None and known.cause:
        return (known.id,), {}, inputs
    if subject.endswith(".json"):
        if not Path(subject).exists():
            raise UsageError(f"No such report: {subject}.", "Save one before the remedy: inspector diagnose -o before.json")
        if not (before := read_report(Path(subject))):
            raise UsageError(f"The report {subject} names no cause that needs a remedy.", "`inspector explain` lists the causes.")
        return (), before, inputs
    if subject == "-" or Path(subject).exists():
        return (), {}, replace(inputs, logs=(subject, *inputs.logs))
    near = did_you_mean(subject, (*rules(), *aliases()))
    raise UsageError(f"Neither a cause nor a saved report: {subject}.", near or "`inspector explain` lists the causes.")
