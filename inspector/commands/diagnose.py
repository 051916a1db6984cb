"""Find every prompt without an answer; name the cause and the remedy."""

from __future__ import annotations

import click

from inspector.cli.options import PATH, TELLING, Inputs, Output, format_option, takes_inputs, takes_output


@click.command()
@takes_inputs()
@click.option("--each", metavar="FOLDER", type=PATH, help="Diagnose many servers: every subfolder or bundle in FOLDER is one.")
@click.option("--plan", is_flag=True, help="Print the remedy of each cause as a checklist. Inspector does not carry it out.")
@takes_output(format_option("diagnose"), *TELLING)
def command(inputs: Inputs, each: str | None, plan: bool, output: Output) -> int:
    """Find every failed and every silent prompt, name the cause, show the evidence, give the remedy.

    LOG is a file, a folder, - for standard input, or compressed (.gz, .xz, .bz2, .zst); a database or a bundle is recognised
    by its content. Without any input, inspector reads the files where OpenCode keeps them and says which ones it read.

    \b
    Examples:
      inspector diagnose
      inspector diagnose server.log --db opencode.db
      journalctl -u opencode -o cat | inspector diagnose - --since 2h
      inspector diagnose log/ --db opencode.db --format html -o report.html
      inspector diagnose server.log --db opencode.db --plan
      inspector diagnose bundle.tar.gz
      inspector diagnose --each servers/ --format jsonl
    """
    if each is not None:
        from inspector.cli import fleet as _each

        return _each.run(each, inputs, output)
    return _one(inputs, plan, output)


def _one(inputs: Inputs, plan: bool, output: Output) -> int:
    from inspector.cli.inputs import opened
    from inspector.cli.output import chosen_format, deliver, exit_code, pieces, render, render_options
    from inspector.errors import UsageError

    form = chosen_format(output, "diagnose")
    options = render_options(output)
    if plan and form not in ("terminal", "json"):
        raise UsageError(
            f"--plan cannot be combined with --format {form}.",
            "Use --format terminal or json: `plan` is part of the JSON report.",
        )
    with opened(inputs, output) as reading:
        report = reading.diagnosed(courses=form == "html")
    if plan and form == "terminal":
        deliver(render("render_plan", form, report, options), form, output)
    elif form == "terminal":
        deliver(render("render", form, report, options), form, output)
    else:
        deliver(pieces(form, report, options), form, output)
    return exit_code(report, output.exit_zero)
