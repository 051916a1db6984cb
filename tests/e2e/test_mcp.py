"""A real OpenCode server that is configured with `inspector mcp`, as the page on agents says: its model asks, and reads the cause."""

from __future__ import annotations

import sys

from inspecting import REPOSITORY
from real_servers import NEW, Machine

SAMPLE = REPOSITORY / "samples" / "drift-1.15.13-via-1.17.0"


def test_an_agent_asks_for_a_diagnosis_and_is_told_the_cause(machine: Machine) -> None:
    command = [sys.executable, "-m", "inspector", "mcp", str(SAMPLE / "server.log"), "--db", str(SAMPLE / "opencode.db")]
    served = {
        "type": "local",
        "command": command,
        "enabled": True,
        "environment": {"PYTHONPATH": str(REPOSITORY)},
        "timeout": 60000,
    }
    machine.configure(mcp={"inspector": served})
    with machine.serve(NEW) as server:
        assert server.ask("GET", f"/mcp?{server.here}") == {"inspector": {"status": "connected"}}
        session = server.session()
        server.prompt(session, "why did my prompt get no answer?", model="inspector_diagnose")
        server.answers(session, "why did my prompt get no answer?")
        messages = server.ask("GET", f"/session/{session}/message?{server.here}")
    (call,) = [part for message in messages for part in message["parts"] if part["type"] == "tool"]
    assert (call["tool"], call["state"]["status"]) == ("inspector_diagnose", "completed")
    assert "schema-drift" in call["state"]["output"] and "session_message.seq" in call["state"]["output"]
