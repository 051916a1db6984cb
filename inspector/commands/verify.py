"""Check after a remedy whether the cause is cured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

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
    from inspector.cli.output import (
        chosen_format,
        cure_exit_code,
        deliver,
        did_you_mean,
        guard,
        render,
        render_options,
        show_progress,
    )
    from inspector.diagnosis.manual import aliases, page
    from inspector.diagnosis.verify import Before, read_report, verify
    from inspector.errors import UsageError
    from inspector.rules import rules

    form = chosen_format(output, "verify")
    options = render_options(output)
    before: dict[str, Before] = {}
    causes: tuple[str, ...] = ()
    known = page(subject) if subject else None
    if known is not None and known.cause:
        causes = (known.id,)
    elif subject and subject.endswith(".json"):
        if not Path(subject).exists():
            raise UsageError(f"No such report: {subject}.", "Save one before the remedy: inspector diagnose -o before.json")
        before = dict(read_report(Path(subject)))
        if not before:
            raise UsageError(f"The report {subject} names no cause that needs a remedy.", "`inspector explain` lists the causes.")
    elif subject and (subject == "-" or Path(subject).exists()):
        inputs = replace(inputs, logs=(subject, *inputs.logs))
    elif subject:
        near = did_you_mean(subject, (*rules(), *aliases()))
        raise UsageError(f"Neither a cause nor a saved report: {subject}.", near or "`inspector explain` lists the causes.")
    guard(output, (subject if before else None,))
    with opened(inputs, output) as reading:
        with show_progress(output) as progress:
            found = verify(reading.question, causes, before, progress)
        shown = tuple(replace(one, report=reading.presentable(reading.completed(one.report))) for one in found)
    text = render("render_verification", form, shown, options)
    deliver(text, form, output)
    code = cure_exit_code(shown)
    return 0 if code == 1 and output.exit_zero else code
