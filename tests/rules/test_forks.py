"""Forks of old servers: they log a request for permission without an id, end each run with `cancel`, and count on their own."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.logs.notable import kind
from inspector.model import Confidence, LogRecord, PartRow, Stage
from inspector.prompts.faults import parse
from inspector.prompts.prompt import Prompt
from tests.rules.cases import answer, at, record, stored, tool, user, world

ASK = '{"permission":"bash","pattern":"ls","action":"ask"}'
ALLOW = '{"permission":"bash","pattern":"*","action":"allow"}'


def evaluated(action: str) -> LogRecord:
    fields = {"service": "permission", "permission": "bash", "pattern": "ls", "action": action}
    return LogRecord("server.log", 500, "legacy", at(0), "INFO", "aaaaaaaa", "evaluated", fields, order=500)


def calling(call: PartRow) -> Prompt:
    message = user(0)
    found = stored(message, answer(message, completed=None, finish=None), stage=Stage.ANSWERING, answer_parts=(call,))
    return replace(found, version="7.0.33")


def test_a_request_that_is_logged_without_an_id_is_notable_and_an_allowed_call_is_not() -> None:
    assert kind(evaluated(ASK)) == "asking"
    assert kind(evaluated(ALLOW)) is None


def test_the_call_whose_command_was_asked_for_waits_for_permission() -> None:
    found = judge(calling(tool("bash", input='{"command":"ls","description":"lists"}')), world(evaluated(ASK)), {})
    assert (found.cause, found.confidence) == ("waiting-for-permission", Confidence.HIGH)


def test_a_call_of_another_command_does_not() -> None:
    found = judge(calling(tool("bash", input='{"command":"sleep 90","description":"waits"}')), world(evaluated(ASK)), {})
    assert found.cause != "waiting-for-permission"


def test_rows_alone_do_not_tell_a_running_command_of_a_fork_from_a_waiting_one() -> None:
    found = judge(calling(tool("bash", input='{"command":"ls"}')), world(logs=False), {})
    assert found.cause is None and "waiting-for-permission" in found.candidates


def test_the_cancel_record_with_which_a_run_ends_is_nobodys_abort() -> None:
    lines = (record("loop", 0.1, "legacy", step="0"), record("cancel", 0.2, "legacy"))
    lost = replace(
        stored(user(0), stage=Stage.LOOP, records=lines),
        version="7.0.33",
        record=record("rejection", 0.2, "legacy", level="ERROR"),
    )
    found = judge(replace(lost, fault=parse("ProviderModelNotFoundError")), world(), {})
    assert found.cause != "aborted"


def test_of_the_two_records_that_later_servers_write_only_the_one_with_an_id_counts() -> None:
    named = record("asking", 0.5, "legacy", id="per_2022c0575001SUiQAanho3GRC4", permission="bash", patterns='["ls"]')
    assert world(evaluated(ASK), named).index.asks.requests == [named]
