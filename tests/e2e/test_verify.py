"""``inspector verify`` on real servers: not yet tried before the remedy, cured after it, and not cured by what is no remedy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

from inspecting import REPOSITORY
from real_servers import NEW, OLD, Machine, Server
from test_releases import move_before_the_wrap

FIXED = "1.18.15"
"""The first release that does not compare ids."""


def run(machine: Machine, *arguments: str) -> tuple[int, dict[str, Any]]:
    """The exit code and the JSON of one command on the machine's log and database."""
    command = [sys.executable, "-m", "inspector", *arguments, str(machine.log), "--db", str(machine.database), "--format", "json"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(machine.home), "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode in (0, 1, 3), done.stderr
    return done.returncode, json.loads(done.stdout)


def verified(machine: Machine, subject: str) -> dict[str, Any]:
    code, answer = run(machine, "verify", subject)
    (cause,) = answer["causes"]
    assert code == {"cured": 0, "not cured": 1}.get(cause["cure"], 3)
    return dict(cause)


def saved(machine: Machine, cause: str) -> str:
    """The path of a report that names the cause, saved before the remedy."""
    _, report = run(machine, "diagnose")
    assert cause in {group["cause"] for group in report["causes"]}
    path = machine.home / "before.json"
    path.write_text(json.dumps(report))
    return str(path)


def test_drift_is_not_tried_then_not_cured_by_a_restart_then_cured_by_the_newer_release(machine: Machine) -> None:
    with machine.serve(OLD) as server:
        session = server.session()
        server.prompt(session, "before the newer server")
        server.answers(session, "before the newer server")
    with machine.serve(NEW) as server:
        server.session()
    with machine.serve(OLD) as server:
        session = server.session()
        server.prompt(session, "after the newer server")
        server.fails(session)
        assert verified(machine, "schema-drift")["cure"] == "not yet tried"
    with machine.serve(OLD) as server:
        server.prompt(session, "after the newer server")
        server.logged("prompt_async failed", session)
        again = server.session()
        server.prompt(again, "and again")
        server.fails(again)
        found = verified(machine, "schema-drift")
        assert found["cure"] == "not cured" and found["still_breaks"] and found["version_now"] == OLD
    with machine.serve(NEW) as server:
        assert verified(machine, "schema-drift")["cure"] == "not yet tried"  # restarted, and nobody has asked yet
        server.session()  # from 1.17 on a log names the server's version only where it makes a session
        server.prompt(session, "after the newer server")
        server.answers(session, "after the newer server")
        found = verified(machine, "schema-drift")
        assert (found["cure"], found["version_now"], found["again"]) == ("cured", NEW, 0)


def test_the_id_wrap_is_cured_by_the_fixed_release_in_the_session_that_was_silent(machine: Machine) -> None:
    with machine.serve(OLD) as server:
        session = server.session()
        server.prompt(session, "from before the wrap")
        server.answers(session, "from before the wrap")
    move_before_the_wrap(machine, session)
    with machine.serve(OLD) as server:
        server.prompt(session, "after the wrap")
        server.logged("exiting loop", session)
        other = server.session()
        server.prompt(other, "a new session")
        server.answers(other, "a new session")
        assert verified(machine, "id-wrap")["cure"] == "not yet tried"  # a new session never had the fault
    with machine.serve(FIXED) as server:
        server.prompt(session, "after the upgrade")
        server.answers(session, "after the upgrade")
        found = verified(machine, "id-wrap")
        assert found["cure"] == "cured" and found["answered_again"] >= 1


def test_an_agent_is_cured_by_a_name_that_exists(server: Server) -> None:
    machine, session = server.machine, server.session()
    server.prompt(session, "who are you", agent="ghost")
    server.fails(session)
    assert verified(machine, "agent-not-found")["cure"] == "not yet tried"
    before = saved(machine, "agent-not-found")
    other = server.session()
    server.prompt(other, "who are you now", agent="phantom")
    server.fails(other)
    assert verified(machine, before)["cure"] == "not cured"
    server.prompt(other, "who are you then")
    server.answers(other, "who are you then")
    assert verified(machine, "agent-not-found")["cure"] == "cured"
    assert verified(machine, before)["cure"] == "cured"


def test_a_provider_that_refuses_is_cured_when_its_session_is_answered(machine: Machine) -> None:
    with machine.serve(NEW) as server:
        session = server.session()
        server.prompt(session, "hello", model="refuse")
        server.stores(session, "Incorrect API key")
        assert verified(machine, "provider-error")["cure"] == "not yet tried"
        server.prompt(session, "hello again")
        server.answers(session, "hello again")
        assert verified(machine, "provider-error")["cure"] == "cured"


def test_a_permission_is_cured_by_the_answer_as_the_saved_report_shows(machine: Machine) -> None:
    with machine.serve(NEW) as server:
        session = server.session()
        server.prompt(session, "list the files", model="bash")
        asked = server.waits(session, "permission")
        before = saved(machine, "waiting-for-permission")
        assert verified(machine, before)["cure"] == "not yet tried"
        server.ask("POST", f"/permission/{asked['id']}/reply?{server.here}", {"reply": "once"})
        server.answers(session, "list the files")
        assert verified(machine, before)["cure"] == "cured"
