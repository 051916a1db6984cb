"""Pack a redacted support bundle that can be mailed and read again."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from msgspec.structs import replace

from inspector.bundle.contents import evidence_members, newest_moment, redacted_problems, schema_members
from inspector.cli.options import NO_PROGRESS, PATH, TIMEZONE, Inputs, Output, takes_inputs, takes_output

if TYPE_CHECKING:
    from inspector.bundle.archive import Member
    from inspector.cli.inputs import Reading
    from inspector.model import Question, Report

_FORMS = (
    ("terminal", "report.txt", "the report as text"),
    ("json", "report.json", "the report for programs"),
    ("markdown", "report.md", "the report for a ticket"),
    ("html", "report.html", "the report for a browser"),
)

_QUIET = click.option("--quiet", "-q", is_flag=True, help="Do not list the contents.")


@click.command()
@click.argument("out", metavar="OUT", type=PATH)
@takes_inputs()
@click.option("--preview", is_flag=True, help="List the contents, and write nothing.")
@click.option("--force", is_flag=True, help="Replace OUT if it exists.")
@takes_output(TIMEZONE, _QUIET, NO_PROGRESS)
def command(out: str, inputs: Inputs, preview: bool, force: bool, output: Output) -> int:
    """Pack a redacted support bundle: the report in all formats, and excerpts of the evidence.

    OUT is the archive to write, e.g. bundle.tar.gz or bundle.zip. LOG is the same as for diagnose. The contents are
    listed before they are written. A bundle does not contain texts of prompts and answers, inputs of tools and the
    directories of sessions. It contains redacted error messages (a text that they quote may stay), IDs, versions, and
    names of agents, models, tools and files. The same evidence gives the same bytes, and inspector diagnose reads a
    bundle like the original inputs.

    \b
    Examples:
      inspector bundle bundle.tar.gz
      inspector bundle bundle.tar.gz server.log --db opencode.db --preview
      inspector diagnose bundle.tar.gz
    """
    from inspector.bundle import archive as bundle
    from inspector.cli.inputs import opened
    from inspector.cli.output import put, whole
    from inspector.errors import UsageError

    _check(out, inputs)
    with opened(inputs, replace(output, output=out)) as reading:
        if reading.unpacked:
            raise UsageError("This is already a bundle.", f"To read it: inspector diagnose {next(iter(inputs.logs), inputs.db)}")
        if _is_there(Path(out)) and not (force or preview):
            raise UsageError(f"{out} already exists.", "Name another archive, or add --force to replace this one.")
        members, about, seconds = _packed(reading)
        text = _listing(members, about)
        if preview:
            put(text)
            return 0
        if not output.quiet:
            put(text)
        content = bundle.pack(members, about, seconds, zipped=out.endswith(".zip"))
        with whole(Path(out)) as file:
            file.write(content)
    if not output.quiet:
        put(f"\n{out} written, {len(content):,} bytes.\n")
    return 3 if about["problems"] else 0


def _check(out: str, inputs: Inputs) -> None:
    """Raise UsageError when `out` does not name an archive, or `inputs` cannot be read twice."""
    from inspector.errors import UsageError

    if not out.endswith((".tar.gz", ".tgz", ".zip")):
        raise UsageError(
            f"Not a name for a bundle: {out}.",
            f"Name the archive first: inspector bundle {Path(out).stem or 'bundle'}.tar.gz{f' {out}' if Path(out).exists() else ''}",
        )
    if "-" in inputs.logs:
        raise UsageError(
            "A bundle reads its logs twice, but standard input can be read only once.", "Write the log to a file first."
        )


def _is_there(path: Path) -> bool:
    """Return whether `path` is a file; False where this user cannot see it."""
    try:
        return path.is_file()
    except PermissionError:
        return False


def _packed(reading: Reading) -> tuple[tuple[Member, ...], dict[str, Any], int]:
    """Return the members of the bundle, its manifest, and the modification time of all members (Unix seconds)."""
    from inspector import __version__
    from inspector.bundle import excerpts as excerpt
    from inspector.bundle.logs import in_own_words
    from inspector.cli.output import show_progress
    from inspector.diagnosis.story import diagnosed_with_courses
    from inspector.redaction.redact import redact, redact_text
    from inspector.redaction.state import State

    question, state = reading.question, State()
    with show_progress(reading.output) as progress:
        report = reading.completed(diagnosed_with_courses(question, progress, in_own_words))
        moment = newest_moment(report)
        taken = excerpt.taken(question, report, state, progress)
        shown = redact(replace(report, generated=moment), state=state)  # redacted last, when every directory is known
    evidence = evidence_members(taken)
    named: dict[str, list[str]] = {
        "logs": [log.name for log in taken.logs],
        "database": [question.database or ""] if taken.database else [],
        "requests": list(question.requests),
    }
    about = {
        "inspector": __version__,
        "made_from_evidence_up_to": moment.isoformat(),
        "evidence": {
            kind: {member.path: redact_text(name, state) for member, name in zip(evidence[kind], named[kind], strict=True)}
            for kind in named
        },
        "asked": _asked(question),
        "problems": redacted_problems((*report.problems, *taken.problems), state),
        "redacted": dict(state.counts),
        "left_out": "texts of prompts, answers and titles, inputs and outputs of tools, patterns and arguments of commands: not copied",
        "kept": "messages of errors as the server, a provider, a plugin or a tool worded them, with what redaction knows hidden (what "
        "they quote of a text, or of a path that is relative or in an unusual place, stays); ids, times, versions; names of agents, "
        "models, providers, tools, MCP servers and files",
    }
    shown = replace(shown, redactions=state.counts)
    members = (*_reports(shown, reading.output), *schema_members(report, taken), *chain.from_iterable(evidence.values()))
    return members, about, int(moment.timestamp())


def _asked(question: Question) -> dict[str, Any]:
    return {
        "since": question.since.isoformat() if question.since else None,
        "until": question.until.isoformat() if question.until else None,
        "sessions": list(question.sessions),
        "server_version": question.server_version,
    }


def _reports(report: Report, output: Output) -> list[Member]:
    from inspector.bundle.archive import Member
    from inspector.cli.output import PIPED_WIDTH, render
    from inspector.renderers._options import RenderOptions

    options = RenderOptions(width=PIPED_WIDTH, timezone=output.zone)
    return [Member(name, what, render("render", form, report, options).encode("utf-8", "replace")) for form, name, what in _FORMS]


def _listing(members: tuple[Member, ...], about: dict[str, Any]) -> str:
    from inspector.bundle.archive import MANIFEST
    from inspector.redaction.state import KINDS
    from inspector.text import visible

    width = max(len(member.path) for member in members)
    lines = [f"{member.path:{width}}  {len(member.content):>12,} bytes  {visible(member.what)}\n" for member in members]
    hidden = ", ".join(f"{KINDS.get(kind, kind)} {count}×" for kind, count in about["redacted"].items()) or "nothing had to be"
    return (
        "In the bundle:\n"
        + f"  {MANIFEST:{width}}  {'':>12}        hashes of these files, and what was hidden\n"
        + "".join(f"  {line}" for line in lines)
        + f"Hidden: {hidden}.\nNot in it: {about['left_out']}.\nIn it: {about['kept']}.\n"
    )
