"""A Model Context Protocol server with which an agent can run a diagnosis: read-only, redacted, only of the inputs
allowed at start."""

from __future__ import annotations

import asyncio
import contextlib
import io
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from inspector import __version__
from inspector.errors import InspectorError, UsageError
from inspector.model import Question, Shown
from inspector.model.value import Value

if TYPE_CHECKING:
    from mcp.server import MCPServer

INSTRUCTIONS = """\
inspector names why an OpenCode server's prompt got no answer. Begin with `diagnose`; without arguments it reads the
inputs that were named when this server was started. Then call `explain` for the named cause, and `session` for one session. Call
`database_for` before an upgrade or a downgrade. The tools change nothing; secrets, people and texts are redacted."""
MOST_CHARACTERS = 60_000
"""A longer answer is truncated, because it would fill the agent's context."""


class Allowed(Value, frozen=True):
    """The files and folders that the server may read."""

    roots: tuple[Path, ...]

    def check(self, name: str) -> str:
        """Return `name` as a real path. Raises UsageError when it leads elsewhere, also through a link."""
        try:
            path = Path(name).resolve(strict=True)
        except (OSError, ValueError, RuntimeError):
            raise UsageError(
                f"There is no file {name}.", "Call the tool without paths to read the inputs that this server was started with."
            ) from None
        if not any(path == root or path.is_relative_to(root) for root in self.roots):
            raise UsageError(
                f"{name} is not a path that this server may read.",
                "Ask the user to start it with that path: inspector mcp PATH",
            )
        return str(path)


class Tools:
    """The tools for agents. Each answer is redacted Markdown."""

    def __init__(self, question: Question, allowed: Allowed) -> None:
        """`question` holds the inputs that are read when a tool is called without paths."""
        self._question = question
        self._allowed = allowed

    def diagnose(
        self,
        logs: list[str] | None = None,
        database: str | None = None,
        requests: list[str] | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        server_version: str | None = None,
    ) -> str:
        """Find every failed and every silent prompt of an OpenCode server; name the cause, the evidence, and what to do.

        Without logs, database and requests, reads the inputs that this server was started with. `since` and `until` are ISO 8601 times
        with an offset. The answer says what was checked, what was not, and how sure each cause is.
        """
        from inspector.diagnosis.diagnose import diagnose

        question = self._asked(logs, database, requests)
        question = replace(question, since=since, until=until, server_version=server_version or question.server_version)
        return _drawn("render", _redacted(diagnose(question)))

    def session(self, session_id: str, logs: list[str] | None = None, database: str | None = None) -> str:
        """Return everything known about one session (ses_…) in order of time: its log records, rows, inputs and requests."""
        from inspector.diagnosis.story import session_story

        if not session_id.startswith("ses_"):
            raise UsageError(f"Not a session ID: {session_id}", "Session IDs begin with ses_; diagnose lists those in trouble.")
        return _drawn("render_session", _redacted(session_story(self._asked(logs, database, None), session_id)))

    def explain(self, cause: str | None = None) -> str:
        """Return the manual page of one cause (what happens, why, evidence, remedy, versions), or the list of all causes."""
        from inspector.diagnosis.manual import page, pages

        if cause is None:
            return "".join(f"- `{known.id}`: {known.title}\n" for known in pages())
        found = page(cause)
        if found is None:
            raise UsageError(f"Not a manual page: {cause}.", "Call explain without a cause for the list.")
        return found.text

    def database_for(self, version: str, database: str | None = None) -> str:
        """Say whether an OpenCode server of this version can run on the database, what would break, and which versions
        are safe."""
        from inspector.diagnosis.story import audit

        question = replace(self._asked(None, database, None), logs=(), requests=())
        if question.database is None:
            raise UsageError("No database was given.", "Name a database that this server may read.")
        return _drawn("render_audit", _redacted(audit(question, version.removeprefix("v"))))

    def verify(self, cause: str | None = None, logs: list[str] | None = None, database: str | None = None) -> str:
        """Say, after a remedy, whether a cause (or, without one, every cause in the inputs) is cured, not yet tried, or
        not cured."""
        from inspector.diagnosis.manual import page
        from inspector.diagnosis.verify import verify

        known = page(cause) if cause else None
        if cause and (known is None or not known.cause):
            raise UsageError(f"There is no cause “{cause}”.", "Call explain without a cause for the list.")
        found = verify(self._asked(logs, database, None), (known.id,) if known else (), {})
        shown = tuple(replace(one, report=_redacted(one.report)) for one in found)
        return _drawn("render_verification", shown, "terminal")

    def _asked(self, logs: Sequence[str] | None, database: str | None, requests: Sequence[str] | None) -> Question:
        if not logs and database is None and not requests:
            if not self._question.logs and self._question.database is None:
                raise UsageError("No log and no database was named.", "Name them: this server was started without any.")
            return self._question
        return replace(
            self._question,
            logs=tuple(map(self._allowed.check, logs or ())),
            database=self._allowed.check(database) if database else None,
            requests=tuple(map(self._allowed.check, requests or ())),
        )


def server(question: Question, roots: Sequence[str]) -> MCPServer[Any]:
    """Return the server with its tools. Raises UsageError when the package `mcp` is not installed."""
    try:
        from mcp.server import MCPServer
        from mcp.types import ToolAnnotations
    except ImportError:
        raise UsageError("This needs the package mcp, which is not installed.", "pip install 'opencode-inspector[mcp]'") from None
    tools = Tools(question, Allowed(tuple(Path(root).resolve() for root in roots)))
    made: MCPServer[Any] = MCPServer("inspector", instructions=INSTRUCTIONS, version=__version__, log_level="ERROR")
    harmless = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    for tool in (tools.diagnose, tools.session, tools.explain, tools.database_for, tools.verify):
        made.tool(name=tool.__name__, annotations=harmless, structured_output=False)(_answering(tool))
    return made


def serve(question: Question, roots: Sequence[str]) -> None:
    """Answer requests on standard input until it ends."""
    asyncio.run(server(question, roots).run_stdio_async())


def _answering(tool: Callable[..., str]) -> Callable[..., str]:
    """Return `tool` with its own errors as sentences, and with an answer of at most `MOST_CHARACTERS`."""
    from functools import wraps

    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def answer(*arguments: Any, **named: Any) -> str:
        try:
            with contextlib.redirect_stdout(io.StringIO()):  # standard output is used for the protocol
                text = tool(*arguments, **named)
        except InspectorError as error:
            raise ToolError(" ".join(filter(None, (error.message, error.hint)))) from None
        if len(text) <= MOST_CHARACTERS:
            return text
        return f"{text[:MOST_CHARACTERS]}\n\n(cut after {MOST_CHARACTERS:,} characters of {len(text):,}: request less, with since and until)\n"

    return answer


def _redacted(value: Shown) -> Shown:
    from inspector.redaction.redact import redact

    return redact(value, hide=True)


def _drawn(what: str, value: object, form: str = "markdown") -> str:
    from inspector.catalogue import module
    from inspector.renderers._options import RenderOptions

    return str(getattr(module("inspector.renderers", form), what)(value, RenderOptions(width=100, color=False, unicode=True)))
