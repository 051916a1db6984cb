"""What another release of OpenCode did, or would not do: each trouble is cured by the release, or the way, that the report names."""

from __future__ import annotations

import re
import sqlite3

import pytest
from inspecting import Diagnosis, Inspector
from real_servers import INBOX_WITHOUT_RUNNER, NEW, OLD, Machine, minted, now

WRAP = 1786706395136  # 2026-08-14T11:19:55.136Z, in ms


def release_in(diagnosis: Diagnosis, cause: str) -> str:
    """The release that the remedy says is new enough."""
    found = re.search(r"(\d+\.\d+\.\d+) or later", diagnosis.remedy(cause))
    assert found, diagnosis.remedy(cause)
    return found.group(1)


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


def test_a_file_without_names_of_migrations_is_cured_by_a_release_that_looks_first(
    machine: Machine, inspector: Inspector
) -> None:
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


def test_an_inbox_nobody_reads_is_cured_by_the_old_route(machine: Machine, inspector: Inspector) -> None:
    with machine.serve(INBOX_WITHOUT_RUNNER) as server:
        session = server.inbox_session()
        server.admit(session, "left in the inbox")
        assert "prompt_async" in inspector.names(server, session, "input-not-promoted").remedy("input-not-promoted")
        server.prompt(session, "left in the inbox")
        server.answers(session, "left in the inbox")
        inspector.is_content(server, session)


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
