"""The Model Context Protocol server, asked by the client of the package `mcp`."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from inspector.errors import UsageError
from inspector.live.mcp import Allowed, server
from inspector.model import Question

mcp = pytest.importorskip("mcp")
SAMPLE = Path(__file__).parents[2] / "samples" / "drift-1.15.13-via-1.17.0"


def ask(tool: str, roots=(SAMPLE,), question=None, **arguments):
    """Call one tool; return its text and whether it is an error."""
    question = question or Question(logs=(str(SAMPLE / "server.log"),), database=str(SAMPLE / "opencode.db"))

    async def call():
        async with mcp.Client(server(question, [str(root) for root in roots])) as client:
            result = await client.call_tool(tool, arguments)
            return "".join(part.text for part in result.content), result.is_error

    return asyncio.run(call())


def test_the_tools_are_listed_as_read_only():
    async def call():
        async with mcp.Client(server(Question(logs=()), [])) as client:
            return (await client.list_tools()).tools

    tools = asyncio.run(call())
    assert {tool.name for tool in tools} == {"diagnose", "session", "explain", "database_for", "verify"}
    assert {tool.annotations.read_only_hint for tool in tools} == {True}
    assert all(tool.description for tool in tools)


def test_diagnose_names_the_cause_from_what_the_server_was_started_with():
    text, failed = ask("diagnose")
    assert not failed
    assert "schema-drift" in text
    assert str(SAMPLE) not in text


def test_diagnose_takes_allowed_paths_and_times():
    text, failed = ask("diagnose", question=Question(logs=()), logs=[str(SAMPLE / "server.log")], since="2001-01-01T00:00:00Z")
    assert (not failed, "schema-drift" in text) == (True, True)
    text, failed = ask("diagnose", question=Question(logs=()), logs=[str(SAMPLE / "server.log")], since="2099-01-01T00:00:00Z")
    assert (not failed, "schema-drift" in text) == (True, False)


def test_a_path_that_is_not_allowed_is_refused(tmp_path):
    (tmp_path / "other.log").write_text("")
    text, failed = ask("diagnose", logs=[str(tmp_path / "other.log")])
    assert failed
    assert "is not a path that this server may read" in text


def test_a_link_does_not_lead_out_of_what_is_allowed(tmp_path):
    (tmp_path / "inside").mkdir()
    (tmp_path / "secret.log").write_text("")
    (tmp_path / "inside" / "link.log").symlink_to(tmp_path / "secret.log")
    allowed = Allowed((tmp_path / "inside",))
    with pytest.raises(UsageError):
        allowed.check(str(tmp_path / "inside" / "link.log"))
    with pytest.raises(UsageError):
        allowed.check(str(tmp_path / "inside" / ".." / "secret.log"))
    with pytest.raises(UsageError, match="There is no file"):
        allowed.check(str(tmp_path / "inside" / "missing.log"))


def test_explain_gives_the_page_and_the_list():
    assert "- `schema-drift`: " in ask("explain")[0]
    assert "What happens" in ask("explain", cause="schema-drift")[0]
    assert ask("explain", cause="no-such-cause")[1]


def test_database_for_says_what_breaks():
    text, failed = ask("database_for", version="1.15.13")
    assert not failed
    assert "1.15.13" in text


def test_verify_says_that_the_cause_is_not_cured_by_itself():
    text, failed = ask("verify", cause="schema-drift")
    assert (failed, text.startswith("? Not yet tried.")) == (False, True)
    text, failed = ask("verify", cause="no-such-cause")
    assert (failed, "There is no cause" in text) == (True, True)


def test_session_refuses_what_is_no_id():
    text, failed = ask("session", session_id="../etc")
    assert failed
    assert "Not a session ID" in text


@pytest.mark.slow
def test_the_command_serves_over_standard_input_and_output():
    async def call():
        parameters = mcp.StdioServerParameters(
            command=sys.executable,
            args=["-m", "inspector", "mcp", str(SAMPLE / "server.log"), "--db", str(SAMPLE / "opencode.db")],
        )
        async with mcp.Client(parameters) as client:
            result = await client.call_tool("diagnose", {})
            return "".join(part.text for part in result.content), result.is_error

    text, failed = asyncio.run(call())
    assert (failed, "schema-drift" in text) == (False, True)
