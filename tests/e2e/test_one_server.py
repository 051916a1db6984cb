"""Troubles that are made, found and cured while one server goes on serving, and the healthy traffic beside them."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from inspecting import Inspector
from real_servers import NEW, Machine, Patient, Server, minted, now

pytestmark = pytest.mark.usefixtures("patients")
"""Their minute runs while the other tests do."""


def test_a_lock_of_another_process_is_cured_by_its_end(server: Server, inspector: Inspector) -> None:
    session = server.session()
    other = sqlite3.connect(server.machine.database, isolation_level=None)
    other.execute("begin exclusive")
    server.prompt(session, "behind the lock")
    server.fails(session)
    inspector.names(server, session, "database-locked")
    other.execute("rollback")
    other.close()
    server.prompt(session, "behind the lock")
    server.answers(session, "behind the lock")
    inspector.is_content(server, session)


def test_a_stranded_input_is_cured_by_the_next_prompt(server: Server, inspector: Inspector) -> None:
    session = server.inbox_session()
    server.admit(session, "left in the inbox", resume=False)
    inspector.names(server, session, "input-not-promoted")
    server.admit(session, "the next one")
    server.answers(session, "left in the inbox", server.inbox_replies)
    inspector.is_content(server, session)


def test_an_unknown_agent_is_cured_by_leaving_it_out(server: Server, inspector: Inspector) -> None:
    session = server.session()
    server.prompt(session, "who are you", agent="ghost")
    server.fails(session)
    inspector.names(server, session, "agent-not-found")
    server.prompt(session, "who are you")
    server.answers(session, "who are you")
    inspector.is_content(server, session)


def test_a_part_that_cannot_be_read_is_cured_by_leaving_it_out(server: Server, inspector: Inspector, tmp_path: Path) -> None:
    """A hook can leave the same record, so an answered prompt beside it gives *medium*; the captured request decides."""
    session, healthy = server.session(), server.session()
    server.prompt(healthy, "before it")
    server.answers(healthy, "before it")
    text = {"type": "text", "text": "read this"}
    parts = [text, {"type": "file", "mime": "text/plain", "filename": "x.txt", "url": "not a url"}]
    sent = {"time": datetime.now(UTC).isoformat(), "method": "POST", "path": f"/session/{session}/prompt_async"}
    server.prompt(session, "", parts=parts)
    server.fails(session)
    inspector.names(server, session, "part-unreadable", sure=False)
    capture = tmp_path / "requests.jsonl"
    capture.write_text(json.dumps({**sent, "body": {"parts": parts}, "status": 204}) + "\n")
    entry = inspector.run(server.machine, "--requests", str(capture)).of(session)
    assert entry is not None and (entry["cause"], entry["confidence"]) == ("part-unreadable", "high")
    server.prompt(session, "", parts=[text])
    server.answers(session, "read this")
    inspector.is_content(server, session)


def test_an_image_that_does_not_exist_is_cured_by_leaving_it_out(server: Server, inspector: Inspector) -> None:
    session = server.session()
    text = {"type": "text", "text": "look at this"}
    image = {"type": "file", "mime": "image/jpeg", "filename": "x.jpg", "url": "file:///none/such/x.jpg"}
    server.prompt(session, "", parts=[text, image])
    server.fails(session)
    inspector.names(server, session, "part-unreadable")
    server.prompt(session, "", parts=[text])
    server.answers(session, "look at this")
    inspector.is_content(server, session)


def test_a_duplicate_id_is_cured_by_a_fresh_one(server: Server, inspector: Inspector) -> None:
    first, second = server.session(), server.session()
    used = minted(now())
    server.prompt(first, "mine", messageID=used)
    server.answers(first, "mine")
    server.prompt(second, "mine too", messageID=used)
    server.fails(second)
    inspector.names(server, second, "duplicate-id")
    server.prompt(second, "mine too", messageID=minted(now()))
    server.answers(second, "mine too")
    inspector.is_content(server, second)


def test_a_permission_wait_is_cured_by_the_reply(server: Server, inspector: Inspector) -> None:
    session = server.session()
    server.prompt(session, "list the files", model="bash")
    asked = server.waits(session, "permission")
    assert "/permission/" in inspector.names(server, session, "waiting-for-permission").remedy("waiting-for-permission")
    server.ask("POST", f"/permission/{asked['id']}/reply?{server.here}", {"reply": "once"})
    server.answers(session, "list the files")
    inspector.is_content(server, session)


def test_a_question_is_cured_by_the_reply(server: Server, inspector: Inspector) -> None:
    session = server.session()
    server.prompt(session, "paint it", model="question")
    asked = server.waits(session, "question")
    assert "/question/" in inspector.names(server, session, "waiting-for-answer").remedy("waiting-for-answer")
    server.ask("POST", f"/question/{asked['id']}/reply?{server.here}", {"answers": [["red"]]})
    server.answers(session, "paint it")
    inspector.is_content(server, session)


def test_a_running_tool_is_not_called_hanging_and_an_abort_frees_its_session(server: Server, inspector: Inspector) -> None:
    session = server.session()
    server.prompt(session, "take your time", model="sleep")
    server.stores(session, "'status': 'running'")
    inspector.is_content(server, session)
    server.ask("POST", f"/session/{session}/abort?{server.here}")
    server.prompt(session, "take your time")
    server.answers(session, "take your time")
    inspector.is_content(server, session)


def test_a_provider_that_refuses_is_cured_by_a_model_that_answers(server: Server, inspector: Inspector) -> None:
    session = server.session()
    server.prompt(session, "let me in", model="refuse")
    server.stores(session, "Incorrect API key")
    inspector.names(server, session, "provider-error")
    server.prompt(session, "let me in")
    server.answers(session, "let me in")
    inspector.is_content(server, session)


def test_healthy_traffic_is_left_alone_while_it_flows(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(NEW) as server:
        sessions = [server.session() for _ in range(3)]
        for session in sessions:
            server.prompt(session, "warm-up")
            server.answers(session, "warm-up")
        sent: list[str] = []
        enough, one_more = threading.Event(), threading.Semaphore(0)

        def traffic() -> None:
            while not enough.is_set() and len(sent) < 60:
                server.prompt(sessions[len(sent) % 3], f"round {len(sent)}")
                sent.append(f"round {len(sent)}")
                one_more.release()
                enough.wait(0.3)

        sender = threading.Thread(target=traffic)
        sender.start()
        try:
            diagnoses = []
            for _ in range(3):
                assert one_more.acquire(timeout=60), "no further prompt was sent"
                diagnoses.append(inspector.run(machine))
        finally:
            enough.set()
            sender.join()
        server.answers(sessions[(len(sent) - 1) % 3], sent[-1])
        diagnoses.append(inspector.leaves_alone(server))
        inspector.is_content(server)
    for diagnosis in diagnoses:
        assert diagnosis.report["failures"] == diagnosis.report["rejected"] == []


def test_causes_on_one_server_are_told_apart(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(NEW) as server:
        well, agent, model, waiting, inbox = (*(server.session() for _ in range(4)), server.inbox_session())
        server.prompt(well, "fine")
        server.prompt(waiting, "list the files", model="bash")
        server.prompt(agent, "who are you", agent="ghost")
        server.prompt(model, "hello model", model="nowhere")
        server.admit(inbox, "left in the inbox", resume=False)
        server.answers(well, "fine")
        server.fails(agent)
        server.fails(model)
        server.waits(waiting, "permission")
        inspector.names(server, waiting, "waiting-for-permission")
        diagnosis = inspector.names(server, inbox, "input-not-promoted")
    assert {entry["session_id"]: entry["cause"] for entry in diagnosis.open} == {
        agent: "agent-not-found",
        model: "model-not-found",
        waiting: "waiting-for-permission",
        inbox: "input-not-promoted",
    }
    assert diagnosis.exit_code == 1


def test_a_killed_server_is_cured_by_the_prompt_again_on_the_next_one(
    patients: Mapping[str, Patient], inspector: Inspector
) -> None:
    server, session = patients["killed"].server, patients["killed"].session
    patients["killed"].wait()
    entry = inspector.run(server.machine).of(session) or {}
    # The provider had not begun to answer when the server was killed: whether it ever would have cannot be told.
    assert entry["candidates"][0] == "server-stopped" and entry["confidence"] != "high", entry
    assert entry["cause"] in (None, "server-stopped")
    server.prompt(session, "say something")
    server.answers(session, "say something")
    inspector.is_content(server, session)


def test_a_silent_provider_is_cured_by_abort_and_a_model_that_answers(
    patients: Mapping[str, Patient], inspector: Inspector
) -> None:
    server, session = patients["stalled"].server, patients["stalled"].session
    patients["stalled"].wait()
    inspector.names(server, session, "stream-stall", sure=False)  # after a minute a long answer still looks the same
    server.ask("POST", f"/session/{session}/abort?{server.here}")
    server.prompt(session, "say something")
    server.answers(session, "say something")
    inspector.is_content(server, session)
