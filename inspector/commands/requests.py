"""Check captured requests against what the server accepts and what the web client sends."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from inspector.cli.options import (
    PATH,
    SERVER_VERSION,
    SESSION,
    TELLING,
    Inputs,
    Output,
    format_option,
    takes_inputs,
    takes_output,
)

if TYPE_CHECKING:
    from inspector.model import Requests
    from inspector.requests import Acceptance


@click.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=PATH)
@click.option("--openapi", metavar="FILE", type=PATH, help="Check against this OpenAPI document, saved from the server's /doc.")
@takes_inputs(SERVER_VERSION, SESSION)
@takes_output(format_option("requests"), *TELLING)
def command(files: tuple[str, ...], openapi: str | None, inputs: Inputs, output: Output) -> int:
    """Check captured requests against what the server accepts, and compare them with those of the web client.

    FILE is a HAR 1.2 (browsers, mitmproxy, Charles, Proxyman), JSON lines, a JSON body, an nginx or Caddy access log,
    or - for standard input; compressed files are read too. Of prompt texts only the length is shown. Without
    --server-version the newest known version is used. Exit code 1: a request was or would be refused.

    \b
    Examples:
      inspector requests capture.har --server-version 1.15.13
      inspector requests capture.har -v --session ses_dfde7a204ffe2wY3yDCJBkomQl
      inspector requests requests.jsonl --format json
      echo '{"messageID":"abc","parts":[]}' | inspector requests -
      curl -s http://127.0.0.1:4096/doc > doc.json; inspector requests capture.har --openapi doc.json
    """
    from inspector.cli.output import chosen_format, deliver, guard, render_options, show_progress
    from inspector.files.locate import checked
    from inspector.renderers._requests import document, draw, hidden
    from inspector.requests import read_requests

    form = chosen_format(output, "requests")
    options = render_options(output)
    guard(output, (*files, openapi))
    checked(files, "capture")
    checked((openapi,) if openapi else (), "document")
    acceptance = _acceptance(openapi, inputs.server_version)
    with show_progress(output) as progress:
        read = read_requests(files, acceptance=acceptance, progress=progress)
    made = document(read, acceptance, inputs.session)
    made["problems"] += _strangers(inputs.session, read)
    if not output.no_redact:
        from inspector.redaction.redact import redact_text
        from inspector.redaction.state import State

        state = State()
        made = hidden(made, lambda text: redact_text(text, state))
    made["redacted"] = not output.no_redact
    deliver(draw(made, form, options, output.zone), form, output)
    if made["problems"]:
        return 3
    return int(made["refused"] > 0 and not output.exit_zero)


def _acceptance(openapi: str | None, named: str | None) -> Acceptance:
    from inspector.cli.inputs import checked_version
    from inspector.requests import Acceptance

    version = checked_version(named, "--server-version")
    if openapi:
        return Acceptance.from_openapi(openapi, version)
    return Acceptance.for_version(version) if version else Acceptance.newest()


def _strangers(sessions: Sequence[str], read: Requests) -> Iterator[dict[str, str]]:
    """Yield a problem for each of `sessions` that no captured request names."""
    from inspector.cli.output import did_you_mean

    known = list(dict.fromkeys(shape.session_id for shape in read.shapes if shape.session_id))
    for session in sessions:
        if session not in known:
            near = did_you_mean(session, known)
            what = f"no captured request names this session. {near}" if near else "no captured request names this session"
            yield {"where": session, "what": what}
