"""The table of error texts: which page explains what a server, a terminal or a client says."""

from __future__ import annotations

import json

import pytest

from inspector.catalogue import read_data
from inspector.rules._says import pages_for, texts


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("NOT NULL constraint failed: session_message.seq", "schema-drift"),
        # the server took the request, so a plugin's hook made the part
        ('at createUserMessage (/$bunfs/root/src/index.js:1:2)\nInvalid string: must start with "prt"', "plugin-error"),
        ("Failed to start OpenCode: timeout", "server-start-failed"),
        ("SQLiteError: no such column: replacement_seq", "schema-drift"),
        ("no such column: name", "migration-failed"),
        ("Failed to run the query 'CREATE TABLE `account` (", "migration-failed"),
        (
            'level=ERROR message="V1 migration failed" cause="Cause([Die(SQLiteError: near \\",\\": syntax error)])"',
            "migration-failed",
        ),
        ("Error: Unexpected error\n\ndatabase is locked", "database-locked"),
        ("SQLiteError: database disk image is malformed", "database-damaged"),
        ('Agent not found: "oracle". Available agents: build, plan', "agent-not-found"),
        ("ProviderModelNotFoundError: Model not found: acme/x-1.", "model-not-found"),
        ("Out of memory: Killed process 4711 (node) total-vm, opencode serve", "server-stopped"),
        ('{"name":"ConfigInvalidError","data":{"path":"opencode.json"}}', "agent-file-invalid"),
    ],
)
def test_the_longest_known_piece_of_a_text_names_its_page(text: str, cause: str) -> None:
    assert pages_for(text)[0].cause == cause
    assert pages_for(text)[0].decides


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ("Failed to run the query 'CREATE TABLE `project` (", {"migration-failed", "schema-drift"}),
        ("Failed to start OpenCode: Server started but health check failed (timeout)", {"server-start-failed"}),
        ("MCP error -32001: Request timed out", {"mcp-hang"}),  # of a call by the model, which is told of it, or of the start
    ],
)
def test_a_text_with_several_explanations_names_no_page(text: str, causes: set[str]) -> None:
    found = pages_for(text)
    assert {said.cause for said in found} >= causes
    assert not any(said.decides for said in found)


def test_an_ambiguous_piece_gives_candidates_and_decides_nothing() -> None:
    found = pages_for("Error: Session not found")
    assert {said.cause for said in found} == {"session-not-found", "unauthorized"}
    assert not any(said.decides for said in found)


@pytest.mark.parametrize(
    ("text", "causes"),
    [
        ('{"_id":"Cause","failures":[{"_tag":"Die","defect":{}}]}', ["plugin-error", "session-deleted", "constraint-violation"]),
        (
            '{"_id":"Cause","failures":[{"_tag":"Die","defect":{"errno":1,"byteOffset":-1}}]}',
            ["database-damaged", "schema-drift"],
        ),
        ("NotFoundError: Session not found: ses_dfde66e06", ["session-deleted", "session-not-found", "unauthorized"]),
    ],
    ids=["a hidden error", "SQLite error 1", "a session that is not found"],
)
def test_an_error_that_several_causes_leave_alike_names_them_all_as_candidates(text: str, causes: list[str]) -> None:
    found = pages_for(text)
    assert [said.cause for said in found] == causes
    assert not any(said.decides for said in found)


def test_where_a_session_was_not_found_tells_whether_a_run_or_a_call_missed_it() -> None:
    run = '{"_id":"Cause","failures":[{"_tag":"Die","defect":{"message":"Session not found: ses_a","_tag":"NotFoundError"}}]}'
    call = '{"name":"NotFoundError","data":{"message":"Session not found: ses_a"}}'
    assert [(said.cause, said.decides) for said in (pages_for(run)[0], pages_for(call)[0])] == [
        ("session-deleted", True),
        ("session-not-found", True),
    ]


def test_what_wraps_an_error_goes_behind_what_it_wraps() -> None:
    wrapped = 'AI_APICallError: {"error":{"message":"prompt is too long: 209549 tokens","type":"invalid_request_error"}}'
    assert [said.cause for said in pages_for(wrapped)] == ["context-overflow", "provider-error"]
    (said,) = pages_for('AI_APICallError: {"error":{"message":"no reason given","type":"invalid_request_error"}}')
    assert (said.cause, said.decides) == ("provider-error", True)


@pytest.mark.parametrize("text", ['{"name":"APIError"}', '{ "name" : "APIError" }', '{\n  "name": "APIError"\n}'])
def test_blanks_around_the_marks_of_json_do_not_matter(text: str) -> None:
    assert pages_for(text)[0].cause == "provider-error"


@pytest.mark.parametrize(
    ("text", "has_name"),
    [
        ("It says ConfigInvalidError.", True),
        ("It ends with SQLITE_FULL.", True),
        ("The provider answers 429 Too Many Requests.", True),
        ("There were too many requests.", False),
        ("The disk may be full: ENOSPC", True),
    ],
)
def test_a_name_of_an_error_is_told_from_words_about_it(text: str, has_name: bool) -> None:
    assert pages_for(text)[0].has_name is has_name


def test_the_words_are_quoted_as_the_text_has_them() -> None:
    (said,) = pages_for("It says: Database Is Locked!")
    assert (said.words, said.at) == ("Database Is Locked", 9)


def test_a_text_that_no_page_explains_has_none() -> None:
    assert pages_for("The weather is fine") == ()


def test_a_gap_does_not_reach_over_a_whole_log() -> None:
    assert pages_for("disposing instance" + " " * 1000 + "cancel") == ()


def test_every_piece_is_in_lower_case_and_long_enough_to_mean_something() -> None:
    for cause, pieces in texts().items():
        for piece in pieces:
            assert piece == piece.lower(), cause
            assert len(piece.strip("~…").encode()) >= 6, (cause, piece)
        assert len(pieces) == len(set(pieces)), cause


def test_every_list_in_the_data_file_is_of_a_cause() -> None:
    assert set(json.loads(read_data("error_texts.json"))) <= set(texts())


@pytest.mark.parametrize(("gap", "found"), [(400, True), (401, False)])
def test_a_gap_holds_400_characters(gap: int, found: bool) -> None:
    best = pages_for(f"event stream{'.' * gap}stalled")[0]
    assert best.words.endswith("stalled") is found


@pytest.mark.parametrize(("before", "found"), [(20_000, True), (20_001, False)])
def test_20_000_characters_of_a_text_are_looked_at(before: int, found: bool) -> None:
    words = "MessageAbortedError"
    assert bool(pages_for("." * (before - len(words)) + words)) is found


@pytest.mark.parametrize(
    ("text", "decides"),
    [
        ("ENOSPC: no space left on device", True),
        ("inotify_add_watch on 'a' failed: No space left on device", False),
        ("ENOSPC: System limit for number of file watchers reached", False),
    ],
)
def test_words_within_a_longer_ambiguous_piece_decide_nothing(text: str, decides: bool) -> None:
    (said,) = pages_for(text)
    assert (said.cause, said.decides) == ("disk-full", decides)


def test_an_ambiguous_piece_elsewhere_in_the_text_takes_nothing_away() -> None:
    (said,) = pages_for("SQLITE_FULL\nENOSPC: System limit for number of file watchers reached")
    assert (said.words, said.decides) == ("SQLITE_FULL", True)


@pytest.mark.parametrize(
    ("unit", "found"), [("opencode" + "x" * 60, True), ("opencode" + "x" * 61, False), ("opencode x", False)]
)
def test_a_star_holds_60_characters_without_a_blank(unit: str, found: bool) -> None:
    pages = pages_for(f"{unit}.service: Failed with result 'oom-kill'.")
    assert bool(pages) is found


def test_a_blank_in_a_pattern_matches_several() -> None:
    assert pages_for("[1]    4711 killed     opencode serve")[0].cause == "server-stopped"
    assert pages_for("I killed opencode and started it again") == ()
