"""What is said of clients' clocks and of the wraps of ids, from rows alone."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from inspector.diagnosis import clocks, story
from inspector.model import DatabaseFacts, MadeBy, MessageRow, Question, VersionUse
from inspector.renderers._sentences.makers import maker_of
from inspector.renderers._sentences.notes import note_text
from inspector.renderers._sentences.story import what_happened
from tests.rules.cases import at, facts, rows, session, user

SAMPLES = Path(__file__).parents[2] / "samples"
WRAP = datetime(2026, 8, 14, 11, 19, 55, 136000, UTC)


def used(first: datetime) -> DatabaseFacts:
    return facts(versions=(VersionUse("1.18.33", 1, first, first),))


@pytest.mark.parametrize(
    ("message", "words"),
    [
        (user(0), "server"),
        (user(0, made=-0.094), "client: 94 ms before the server stored it"),
        (user(0, made=-600), "client: its clock is 600.0 s behind the server's"),
        (user(0, made=80), "client: its clock is 80.0 s ahead of the server's"),
        (user(0, id="msg_0c9f2f4e-6f2b-4c5c-9a52-6d6f1d7f2c11"), "client: not in the server's own form"),
        (user(0, made=-20 * 86400), "client: the ID contains no time near the row's time"),
        (user(60, made=0, first_stored=at(0)), "server"),
        (user(-7200, made=0), "unknown: copied by a fork"),
    ],
)
def test_each_id_is_told_with_its_maker_and_the_error_of_its_clock(message: MessageRow, words: str) -> None:
    assert maker_of(clocks.maker_of(rows(message), message)) == words


def test_the_clock_error_of_all_clients_leaves_out_servers_forks_and_ids_without_a_time() -> None:
    clients = rows(user(0, made=-600), user(1, made=0.9), user(2, made=1.96), user(3, made=83), row=session())
    others = rows(user(4), user(-7200, made=-90), user(5, id="msg_0c9f2f4e-6f2b-4c5c-9a52-6d6f1d7f2c11"))
    said = note_text(next(clocks.notes(used(at(0)), (clients, others))))
    assert said.startswith("Clients made 5 of the IDs of 7 user messages; 1 of these contains no time.")
    assert "-70 ms in the median of 4, from -600.0 s (" in said and "to +80.0 s (" in said
    assert "2 are off by a second or more" in said


def test_ids_of_servers_alone_say_nothing_of_clients() -> None:
    assert not any("Clients" in note for note in map(note_text, clocks.notes(used(at(0)), (rows(user(0)),))))


@pytest.mark.parametrize(("off", "words"), [(-1, "before the last wrap"), (0, "No session is from before the last wrap")])
def test_the_file_is_told_to_have_history_from_before_the_last_wrap_or_none(off: int, words: str) -> None:
    said = list(map(note_text, clocks.notes(used(WRAP + timedelta(seconds=off)), ())))
    assert words in said[0] and "(2026-08-14 11:19:55.136 UTC)" in said[0]
    assert said[-1] == "The next wrap of IDs is at 2028-10-17 20:04:31.872 UTC."


def test_an_audit_says_once_when_ids_wrap_next_and_a_session_how_far_its_client_was_off(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "idwrap-1.15.13", tmp_path / "copy")
    question = Question(logs=(), database=str(tmp_path / "copy" / "opencode.db"))
    said = list(map(note_text, story.audit(question).report.notes))
    assert sum("next wrap" in note for note in said) == 1
    assert any("oldest session is from 2026-08-04, before the last wrap" in note for note in said)
    assert any("clock error" in note and "none is off by a second" in note for note in said)
    told = story.session_story(question, "ses_033f4a4bbffeipwfw4RBSVovjg")
    assert any(made.maker is MadeBy.CLIENT and made.skew_ms is not None and -1000 < made.skew_ms < 0 for made in told.id_makers)
    assert any("ID made by client: " in what_happened(event.fact) for event in told.events)
