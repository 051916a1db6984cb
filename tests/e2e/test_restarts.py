"""What a server reads when it starts: its configuration, folders, plugins and MCP servers."""

from __future__ import annotations

import shutil
import time

import pytest
from inspecting import Inspector
from real_servers import MODELS, NEW, OLD, Machine

HOOK = """export const Hook = async () => ({
  "chat.message": async (input, output) => { throw new Error("hook refused: quota used up") },
})
"""


def test_an_unknown_model_is_cured_by_its_configuration_and_a_restart(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(NEW) as server:
        session = server.session()
        server.prompt(session, "hello model", model="later")
        server.fails(session)
        assert "restart" in inspector.names(server, session, "model-not-found").remedy("model-not-found")
    machine.configure(models=(*MODELS, "later"))
    with machine.serve(NEW) as server:
        server.prompt(session, "hello model", model="later")
        server.answers(session, "hello model")
        inspector.is_content(server, session)


def test_a_missing_directory_is_cured_by_making_it_and_a_restart(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(NEW) as server:
        session = server.session()
        server.prompt(session, "in the folder")
        server.answers(session, "in the folder")
    shutil.move(machine.project, machine.home / "moved")
    with machine.serve(NEW) as server:
        server.prompt(session, "without the folder")
        server.fails(session)
        assert "restart" in inspector.names(server, session, "directory-missing").remedy("directory-missing")
    machine.project.mkdir(exist_ok=True)
    with machine.serve(NEW) as server:
        server.prompt(session, "without the folder")
        server.answers(session, "without the folder")
        inspector.is_content(server, session)


def test_a_plugin_error_is_cured_by_starting_without_plugins(machine: Machine, inspector: Inspector) -> None:
    machine.plugin(HOOK)
    with machine.serve(NEW) as server:
        session = server.session()
        server.prompt(session, "past the hook")
        server.fails(session)
        assert "--pure" in inspector.names(server, session, "plugin-error", sure=False).remedy("plugin-error")
    with machine.serve(NEW, "--pure") as server:
        server.prompt(session, "past the hook")
        server.answers(session, "past the hook")
        inspector.is_content(server, session)


@pytest.mark.parametrize("version", [OLD, NEW])
def test_a_disposed_instance_is_cured_by_the_prompt_again(machine: Machine, inspector: Inspector, version: str) -> None:
    with machine.serve(version) as server:
        for way, path, body in (("POST", "/instance/dispose", None), ("PATCH", "/config", {"username": "operator"})):
            session = server.session()
            server.prompt(session, f"until {path}", model="sleep")
            server.stores(session, "'status': 'running'")
            server.ask(way, f"{path}?{server.here}", body)
            server.stores(session, "MessageAbortedError")
            inspector.names(server, session, "instance-disposed")
            server.prompt(session, f"until {path}")
            server.answers(session, f"until {path}")
            inspector.is_content(server, session)


@pytest.mark.parametrize(("version", "remedies"), [(OLD, [{"enabled": False}]), (NEW, [{"enabled": False}, {"timeout": 1000}])])
def test_a_silent_mcp_server_is_cured_by_disabling_it_or_by_a_lower_timeout(
    machine: Machine, inspector: Inspector, version: str, remedies: list[dict[str, object]]
) -> None:
    mute = {"type": "local", "command": ["sleep", "600"], "timeout": 10_500}
    waits, notes = [], []
    for settings in (mute, *(mute | remedy for remedy in remedies)):
        machine.configure(mcp={"mute": settings})
        with machine.serve(version) as server:
            session = server.session()
            begun = time.monotonic()
            server.prompt(session, "anybody there")
            server.answers(session, "anybody there")
            waits.append(time.monotonic() - begun)
            notes.append(" ".join(inspector.run(machine, "--session", session).report["notes"]))
    assert waits[0] > 10 and max(waits[1:]) < waits[0] - 5, waits
    assert "MCP server “mute”" in notes[0] and not any("MCP server" in note for note in notes[1:])
