"""Each cause is made on a real server, found by the inspector while that server serves, and cured as the report says.

Every test ends with the same prompt being answered in the same session: a remedy that is not proven here
is marked as unproven in its manual page.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import threading
import time
from collections.abc import Mapping

import pytest
from inspecting import Diagnosis, Inspector
from real_servers import MODELS, Machine, Patient, Server, until

OLD, INBOX_WITHOUT_RUNNER, NEW = "1.15.13", "1.17.0", "1.18.33"
WRAP = 1786706395136  # 2026-08-14T11:19:55.136Z, in ms


def minted(milliseconds: float, counter: int = 1) -> str:
    """A message id as OpenCode and its clients mint it at that time."""
    return f"msg_{(int(milliseconds) * 4096 + counter) % (1 << 48):012x}AAAAAAAAAAAAAA"


def now() -> float:
    return time.time() * 1000


def release_in(diagnosis: Diagnosis, cause: str) -> str:
    """The release that the remedy says is new enough."""
    found = re.search(r"(\d+\.\d+\.\d+) or later", diagnosis.remedy(cause))
    assert found, diagnosis.remedy(cause)
    return found.group(1)


# --- the database --------------------------------------------------------------------------------


@pytest.mark.parametrize("version", [OLD, INBOX_WITHOUT_RUNNER])
def test_schema_drift_is_cured_by_the_release_the_report_names(machine: Machine, inspector: Inspector, version: str) -> None:
    with machine.serve(version) as server:
        session = server.session()
        server.prompt(session, "before the newer server")
        server.answers(session, "before the newer server")
    with machine.serve(NEW) as server:
        server.session()
    with machine.serve(version) as server:
        session = server.session()
        server.prompt(session, "after the newer server")
        server.fails(session)
        diagnosis = inspector.names(server, session, "schema-drift")
    with machine.serve(release_in(diagnosis, "schema-drift")) as server:
        server.prompt(session, "after the newer server")
        server.answers(session, "after the newer server")
        inspector.is_content(server, session)


def test_a_file_without_names_of_migrations_is_cured_by_a_release_that_looks_first(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(OLD) as server:
        session = server.session()
        server.prompt(session, "in early 2026")
        server.answers(session, "in early 2026")
    with sqlite3.connect(machine.database) as database:
        database.execute("alter table __drizzle_migrations drop column name")  # files of about February 2026 have none
    database.close()
    with machine.serve(NEW) as server:
        server.prompt(session, "and today")
        server.answers(session, "and today")
        inspector.is_content(server, session)


def test_a_lock_of_another_process_is_cured_by_its_end(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(NEW) as server:
        session = server.session()
        other = sqlite3.connect(machine.database, isolation_level=None)
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


def test_an_inbox_nobody_reads_is_cured_by_the_old_route(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(INBOX_WITHOUT_RUNNER) as server:
        session = server.inbox_session()
        server.admit(session, "left in the inbox")
        assert "prompt_async" in inspector.names(server, session, "input-not-promoted").remedy("input-not-promoted")
        server.prompt(session, "left in the inbox")
        server.answers(session, "left in the inbox")
        inspector.is_content(server, session)


# --- what the prompt names -----------------------------------------------------------------------


def test_an_unknown_agent_is_cured_by_leaving_it_out(server: Server, inspector: Inspector) -> None:
    session = server.session()
    server.prompt(session, "who are you", agent="ghost")
    server.fails(session)
    inspector.names(server, session, "agent-not-found")
    server.prompt(session, "who are you")
    server.answers(session, "who are you")
    inspector.is_content(server, session)


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


def test_a_part_that_cannot_be_read_is_cured_by_leaving_it_out(server: Server, inspector: Inspector) -> None:
    session = server.session()
    text = {"type": "text", "text": "read this"}
    server.prompt(session, "", parts=[text, {"type": "file", "mime": "text/plain", "filename": "x.txt", "url": "not a url"}])
    server.fails(session)
    inspector.names(server, session, "part-unreadable")
    server.prompt(session, "", parts=[text])
    server.answers(session, "read this")
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


# --- ids -----------------------------------------------------------------------------------------


def test_a_clock_that_is_behind_is_cured_by_leaving_the_id_to_the_server(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(OLD) as server:
        session = server.session()
        server.prompt(session, "an ordinary exchange")
        server.answers(session, "an ordinary exchange")
        server.prompt(session, "from a slow clock", messageID=minted(now() - 600_000))
        server.stores(session, "from a slow clock")
        assert "messageID" in inspector.names(server, session, "client-clock").remedy("client-clock")
        server.prompt(session, "from a slow clock")
        server.answers(session, "You said: from a slow clock")
        inspector.is_content(server, session)


def test_ids_that_do_not_sort_are_cured_by_leaving_them_to_the_server(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(OLD) as server:
        session = server.session()
        server.prompt(session, "an ordinary exchange")
        server.answers(session, "an ordinary exchange")
        server.prompt(session, "by a uuid", messageID="msg_0c9f2f4e-6f2b-4c5c-9a52-6d6f1d7f2c11")
        server.stores(session, "by a uuid")
        inspector.names(server, session, "unsortable-id")
        server.prompt(session, "by a uuid")
        server.answers(session, "by a uuid")
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


def test_wrapped_ids_are_cured_by_the_release_the_report_names(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(OLD) as server:
        session = server.session()
        server.prompt(session, "in the old days")
        server.answers(session, "in the old days")
    move_before_the_wrap(machine, session)
    with machine.serve(OLD) as server:
        server.prompt(session, "in the new days")
        server.stores(session, "in the new days")
        diagnosis = inspector.names(server, session, "id-wrap")
    with machine.serve(release_in(diagnosis, "id-wrap")) as server:
        server.prompt(session, "in the new days")
        server.answers(session, "in the new days")
        inspector.is_content(server, session)


def move_before_the_wrap(machine: Machine, session: str) -> None:
    """Gives a session's messages the ids and times they would have had just before the ids wrapped; the server is stopped."""
    with sqlite3.connect(machine.database) as database:
        rows = database.execute("select id from message where session_id = ? order by time_created, id", (session,)).fetchall()
        for place, (old,) in enumerate(rows):
            at = WRAP - 60_000 + place * 1000
            new = minted(at)
            database.execute("update message set data = replace(data, ?, ?)", (old, new))
            database.execute("update message set data = json_set(data, '$.time.created', ?) where id = ?", (at, old))
            database.execute("update message set id = ?, time_created = ? where id = ?", (new, at, old))
            database.execute("update part set message_id = ?, time_created = ? where message_id = ?", (new, at, old))
    database.close()


# --- plugins, tools and people -------------------------------------------------------------------

HOOK = """export const Hook = async () => ({
  "chat.message": async (input, output) => { throw new Error("hook refused: quota used up") },
})
"""


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


@pytest.mark.parametrize(("version", "remedy"), [(OLD, {"enabled": False}), (NEW, {"enabled": False}), (NEW, {"timeout": 1000})])
def test_a_silent_mcp_server_is_cured_by_disabling_it_or_by_a_lower_timeout(
    machine: Machine, inspector: Inspector, version: str, remedy: dict[str, object]
) -> None:
    mute = {"type": "local", "command": ["sleep", "600"], "timeout": 10_500}
    waits, notes = [], []
    for settings in (mute, mute | remedy):
        machine.configure(mcp={"mute": settings})
        with machine.serve(version) as server:
            session = server.session()
            begun = time.monotonic()
            server.prompt(session, "anybody there")
            server.answers(session, "anybody there")
            waits.append(time.monotonic() - begun)
            notes.append(" ".join(inspector.run(machine, "--session", session).report["notes"]))
    assert waits[0] > 10 and waits[1] < waits[0] - 5, waits
    assert "MCP server “mute”" in notes[0] and "MCP server" not in notes[1]


# --- the provider --------------------------------------------------------------------------------


def test_a_provider_that_refuses_is_cured_by_a_model_that_answers(server: Server, inspector: Inspector) -> None:
    session = server.session()
    server.prompt(session, "let me in", model="refuse")
    server.stores(session, "Incorrect API key")
    inspector.names(server, session, "provider-error")
    server.prompt(session, "let me in")
    server.answers(session, "let me in")
    inspector.is_content(server, session)


# --- traffic -------------------------------------------------------------------------------------


def test_healthy_traffic_is_left_alone_while_it_flows(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(NEW) as server:
        sessions = [server.session() for _ in range(3)]
        for session in sessions:
            server.prompt(session, "warm-up")
            server.answers(session, "warm-up")
        sent: list[str] = []
        enough = threading.Event()

        def traffic() -> None:
            while not enough.is_set() and len(sent) < 60:
                server.prompt(sessions[len(sent) % 3], f"round {len(sent)}")
                sent.append(f"round {len(sent)}")
                enough.wait(0.3)

        sender = threading.Thread(target=traffic)
        sender.start()
        try:
            diagnoses = [inspector.run(machine) for _ in range(3)]
        finally:
            enough.set()
            sender.join()
        assert len(sent) > 3
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
        agent: "agent-not-found", model: "model-not-found", waiting: "waiting-for-permission", inbox: "input-not-promoted"}
    assert diagnosis.exit_code == 1


# --- a minute later ------------------------------------------------------------------------------


def test_a_killed_server_is_cured_by_the_prompt_again_on_the_next_one(patients: Mapping[str, Patient], inspector: Inspector) -> None:
    server, session = patients["killed"].server, patients["killed"].session
    entry = until("the killed prompt in the report", lambda: inspector.run(server.machine).of(session), 75)
    # The provider had not begun to answer when the server was killed: whether it ever would have cannot be told.
    assert entry["candidates"][0] == "server-stopped" and entry["confidence"] != "high", entry
    assert entry["cause"] in (None, "server-stopped")
    server.prompt(session, "say something")
    server.answers(session, "say something")
    inspector.is_content(server, session)


def test_a_silent_provider_is_cured_by_abort_and_a_model_that_answers(patients: Mapping[str, Patient], inspector: Inspector) -> None:
    server, session = patients["stalled"].server, patients["stalled"].session
    inspector.names(server, session, "stream-stall", patience=75)
    server.ask("POST", f"/session/{session}/abort?{server.here}")
    server.prompt(session, "say something")
    server.answers(session, "say something")
    inspector.is_content(server, session)
