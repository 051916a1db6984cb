"""What decides between causes that look alike: for each deciding fact one prompt that has it, and its twin that has it not."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from inspector.diagnosis.entries import entry_of
from inspector.diagnosis.listing import Place, place_of
from inspector.diagnosis.verdict import Broken, Verdict, judge
from inspector.model import Break, Confidence, Drift, LogRecord, MessageRow, Migration, PartRow, Source, Stage, lines_of
from inspector.prompts.assemble import prompts_of
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules import waiting_for_answer
from inspector.rules._questions import no_loop
from tests.rules import cases
from tests.rules.cases import (
    ASKING,
    LOOPS,
    PLUGIN,
    RUN,
    Case,
    answer,
    at,
    failed,
    ident,
    naming,
    prompt,
    record,
    request,
    stored,
    table,
    tool,
    user,
    world,
)

LOOP = record("loop", 0.1, step="0")
STREAM = record("stream", 0.3, small="false")
OUTSIDE = "Error: x\n    at chat.params (/srv/proj/.opencode/plugin/hook.js:3:9)\n    at run (/$bunfs/root/src/index.js:1:1)"
INSIDE = "Error: x\n    at run (/$bunfs/root/src/index.js:1:1)\n    at chat.params (/srv/proj/.opencode/plugin/hook.js:3:9)"
NATIVE = "Error: x\n    at run (native:7:39)\n    at chat.params (/srv/proj/.opencode/plugin/hook.js:3:9)"


def verdict(case: Case) -> Verdict:
    broken: Broken = {}
    found = judge(*case, broken)
    assert broken == {}
    return found


def score(case: Case, cause: str) -> int:
    return next((f.score for f in verdict(case).findings if f.cause == cause), 0)


def silent(run_: object = LOOPS, **how: object) -> Case:
    """A stored prompt without loop and answer, in a run and a log that may or may not show all."""
    run = replace(LOOPS, **run_) if isinstance(run_, dict) else LOOPS
    return stored(user(0), run=run), naming(runs=(run,), **how)


UNSHOWN = {
    "its run writes no loops": silent({"first_loop": None}),
    "its run ended within two seconds": silent({"last_time": at(1.9)}),
    "its run began after it": silent({"first_time": at(1.1)}),
    "records of its session were left out": silent(dropped=1),
    "another run names its session": silent(by="bbbbbbbb"),
}


def test_no_loop_in_a_run_that_writes_them_and_goes_on_is_how_no_reply_looks() -> None:
    found = verdict(silent())
    assert (found.cause, found.confidence) == ("no-reply-requested", Confidence.MEDIUM)
    assert verdict(silent({"last_time": at(2), "first_time": at(0)})).cause == "no-reply-requested"
    assert (
        verdict(silent({"last_time": at(2), "first_time": at(0.1)})).cause is None
    )  # the loop may stand before the log's first line


@pytest.mark.parametrize("why", UNSHOWN)
def test_a_missing_loop_says_next_to_nothing_where(why: str) -> None:
    found = verdict(UNSHOWN[why])
    assert (found.cause, found.candidates[0]) == (None, "no-reply-requested")


@pytest.mark.parametrize("why", UNSHOWN)
def test_a_loop_that_was_not_written_speaks_against_wrapped_ids_except_where(why: str) -> None:
    bare = replace(cases._wrapped("1.18.14"), records=(), stage=Stage.STORED)

    def wrapped(case: Case) -> Case:
        assert case[0].run is not None
        return replace(bare, run=replace(case[0].run, version="1.18.14")), case[1]

    assert verdict(wrapped(UNSHOWN[why])).cause == "id-wrap"
    assert verdict(wrapped(silent())).cause == "no-reply-requested"


def test_silence_is_expected_only_where_a_capture_shows_that_no_reply_was_wanted() -> None:
    found, there = silent()
    sent = replace(found, request=request(no_reply=True))
    entries = [entry_of(one, judge(one, there, {}), there) for one in (found, sent)]
    assert [(e.cause, e.expected) for e in entries] == [("no-reply-requested", False), ("no-reply-requested", True)]


def test_a_prompt_without_reply_that_was_never_stored_is_no_wish() -> None:
    found = prompt(stage=Stage.NOTHING, request=request(no_reply=True), run=LOOPS)
    assert score((found, naming()), "no-reply-requested") < 0
    assert not entry_of(found, judge(found, naming(), {}), naming()).expected


def aborted(after: float, part: PartRow | None = None, *records: LogRecord, cut: tuple[MessageRow, ...] = ()) -> Case:
    """An answer begun at 0.2 s and aborted `after` so many seconds."""
    message = user(0)
    end = answer(message, 0.2, 0.2 + after, None, error_name="MessageAbortedError", error_message="Aborted")
    lines = (STREAM, *records, record("cancel", 0.2 + after))
    return stored(message, *cut, end, stage=Stage.FAILED, answer_parts=(part,) if part else (), records=lines), world()


BASH = tool("bash", 0.2, has_metadata=True)
REFUSED = record("stream error", 1, error="AI_APICallError: 429")
CUT = tuple(answer(user(0), begun, begun + 0.05, "unknown") for begun in (0.05, 0.1))


@pytest.mark.parametrize(
    ("case", "cause", "confidence"),
    [
        (aborted(3.9), "aborted", Confidence.HIGH),
        (aborted(4.1), "stream-stall", Confidence.MEDIUM),
        (aborted(40), "stream-stall", Confidence.MEDIUM),
        (aborted(5, replace(cases.text(), time_created=at(4))), "aborted", Confidence.HIGH),
        (aborted(59, BASH), "aborted", Confidence.HIGH),
        (aborted(61, BASH), None, None),
        (aborted(1, None, REFUSED), "provider-error", Confidence.MEDIUM),
        (aborted(1, cut=CUT), "provider-error", Confidence.HIGH),
        (aborted(1, cut=CUT[:1]), "aborted", Confidence.HIGH),
    ],
    ids=[
        "within 4 s",
        "after 4 s",
        "after long",
        "after text",
        "in a tool within a minute",
        "in a tool after a minute",
        "after an error",
        "after two cut answers",
        "after one cut answer",
    ],
)
def test_an_abort_is_a_wish_unless_what_stood_still_or_failed_before_explains_it(
    case: Case, cause: str | None, confidence: Confidence | None
) -> None:
    found = verdict(case)
    assert (found.cause, found.confidence) == (cause, confidence), [(f.cause, f.score) for f in found.findings]
    assert entry_of(case[0], found, case[1]).expected == (cause == "aborted")


def test_an_abort_after_a_minute_in_a_tool_call_is_the_tools_before_it_is_anybodys_wish() -> None:
    assert verdict(aborted(61, BASH)).candidates[:2] == ("tool-hang", "aborted")
    assert score(aborted(61, BASH), "stream-stall") == 0
    assert "tool-hang" not in verdict(aborted(59, BASH)).candidates


def test_the_longer_an_aborted_answer_had_stood_still_the_less_it_was_a_wish() -> None:
    assert score(aborted(3), "aborted") > score(aborted(10), "aborted") > score(aborted(31), "aborted") > 0
    assert score(aborted(10), "stream-stall") < score(aborted(31), "stream-stall")


def calling(name: str, *asks: LogRecord, shown: bool = True, **fields: object) -> Case:
    """An open answer with a tool call that was begun at 0.5 s; the log shows its loop, or not."""
    records = (LOOP, STREAM) if shown else (STREAM,)
    return cases._hanging(tool(name, **fields), records=records, run=LOOPS), naming(*asks)


def ask(seconds: float, prefix: str = "per", run: str = "aaaaaaaa") -> LogRecord:
    return record("asking", seconds, id=ident(prefix, at(seconds)), permission="bash", run=run)


@pytest.mark.parametrize("late", [0.45, 0.5, 1.9])
def test_a_request_for_a_permission_made_when_the_call_began_is_the_calls(late: float) -> None:
    found = verdict(calling("bash", ask(late)))
    assert (found.cause, found.confidence) == ("waiting-for-permission", Confidence.HIGH)


@pytest.mark.parametrize("asks", [(ask(0.4),), (ask(2.1),), (ask(0.5, run="bbbbbbbb"),), (ask(0.5, "que"),)])
def test_a_request_at_another_time_of_another_run_or_of_another_kind_is_not_the_calls(asks: tuple[LogRecord, ...]) -> None:
    assert verdict(calling("bash", *asks)).confidence is not Confidence.HIGH
    assert score(calling("bash", *asks), "tool-hang") == score(calling("bash"), "tool-hang")


def two_calls(*asks: LogRecord, first: str = "sleep 300", second: str = "echo hi") -> tuple[Case, Case]:
    """Two sessions with a call each, begun 0.1 s apart, in one run whose log has these requests."""
    made = [
        cases._hanging(tool("bash", start, input=f'{{"command":"{command}"}}'), records=(LOOP, STREAM), run=LOOPS)
        for start, command in ((0.5, first), (0.6, second))
    ]
    found = tuple(replace(one, session_id=session) for one, session in zip(made, (cases.SES, "ses_other"), strict=True))
    return tuple((one, naming(*asks, prompts=found)) for one in found)  # type: ignore[return-value]


def test_a_request_is_the_calls_whose_input_it_names_however_near_another_one_is() -> None:
    sleeping, waiting = two_calls(replace(ask(0.5), fields={**ask(0.5).fields, "patterns": '["echo hi"]'}))
    assert verdict(waiting).cause == "waiting-for-permission"
    assert verdict(sleeping).cause == "tool-hang"


def test_of_two_calls_that_a_request_fits_alike_the_nearer_one_made_it() -> None:
    far, near = two_calls(replace(ask(0.61), fields={**ask(0.61).fields, "patterns": '["ls"]'}), first="ls", second="ls")
    assert (verdict(near).cause, verdict(near).confidence) == ("waiting-for-permission", Confidence.HIGH)
    assert verdict(far).confidence is not Confidence.HIGH


def test_a_command_too_long_to_be_read_whole_may_have_made_any_request() -> None:
    asks = replace(ask(0.5), fields={**ask(0.5).fields, "patterns": '["rm -rf build"]'})
    long = '{"command":"' + "x" * 5000 + ' && rm -rf build"}'
    assert verdict(calling("bash", asks, input=long[:4096])).confidence is Confidence.HIGH
    assert verdict(calling("bash", asks, input='{"command":"sleep 300"}')).confidence is not Confidence.HIGH


def test_a_request_of_a_server_that_is_gone_cannot_be_answered_any_more() -> None:
    case = cases.CASES["waiting-for-answer"][0]
    later = replace(LATER, era=case[0].run.era if case[0].run else "logfmt")
    assert case[1].logs is not None
    gone = replace(case[1], logs=replace(case[1].logs, runs=(*case[1].logs.runs, later)))
    assert verdict((case[0], gone)).confidence is not Confidence.HIGH
    assert not any("curl" in line for line in lines_of(waiting_for_answer.remedy((case[0],), gone)))
    assert any("curl" in line for line in lines_of(waiting_for_answer.remedy((case[0],), case[1])))


def test_a_request_for_an_edit_is_no_shells_but_may_be_a_custom_tools() -> None:
    edit = replace(ask(0.5), fields={**ask(0.5).fields, "permission": "edit"})
    assert verdict(calling("bash", edit)).confidence is not Confidence.HIGH
    assert verdict(calling("rename_all", edit)).confidence is Confidence.HIGH


def racing(sent: float, done: float) -> Case:
    """A prompt stored at 0 s whose client made its id `sent` s before, behind an answer begun 10 ms before and complete after `done` s."""
    first = user(-0.06)
    before = answer(first, -0.01, done)
    second = replace(user(0, made=-sent), id=ident("msg", at(-sent), "ABCDEFGHIJKLMN"))
    return stored(second, history=(first, before), version="1.18.8", records=(), request=request(message_id=second.id)), world()


def test_two_ids_made_at_once_are_no_slow_clock_but_one_older_than_a_complete_answer_is() -> None:
    assert score(racing(0.02, 0.5), "client-clock") == 0 < score(racing(0.02, 0.5), "inverted-ids")
    assert score(racing(0.02, -0.005), "client-clock") > 0 == score(racing(0.02, -0.005), "inverted-ids")
    assert score(racing(5, 0.5), "client-clock") > 0


def test_an_abort_before_the_provider_was_called_is_no_wish_for_no_reply_and_no_hanging_snapshot() -> None:
    cancel = record("cancel", 0.04)
    found = verdict((stored(user(0), run=LOOPS, records=(cancel,)), naming(cancel)))
    assert (found.cause, found.confidence) == ("aborted", Confidence.HIGH)
    empty = answer(user(0), 0.02, None, None)
    assert verdict((stored(user(0), empty, stage=Stage.STREAM, run=LOOPS, records=(cancel,)), naming(cancel))).cause == "aborted"
    late = record("cancel", 60)
    assert score((stored(user(0), run=LOOPS, records=(late,)), naming(late)), "aborted") == 0  # what kept it so long is the cause
    began = (record("loop", 0.02, step="0"), cancel)
    assert score((stored(user(0), stage=Stage.LOOP, run=LOOPS, records=began), cases.with_calls()), "snapshot-hang") < 20
    called = (*began[:1], record("stream", 0.03, small="false"), cancel)
    assert score((stored(user(0), stage=Stage.STREAM, run=LOOPS, records=called), naming()), "aborted") == 0


def looping(era: str, *notable: LogRecord, **fields: object) -> Case:
    """A prompt whose loop began and never called the provider, in a run that calls it for others."""
    version = "1.15.13" if era == "legacy" else "1.18.33"
    found = stored(user(0), stage=Stage.LOOP, version=version, records=(record("loop", 0.1, era, step="0"),), **fields)
    return found, cases.with_calls(*notable)


def test_a_hook_may_hang_where_a_snapshot_does_unless_the_log_shows_that_none_was_loaded() -> None:
    assert verdict(looping("legacy")).cause == "snapshot-hang"
    assert (
        set(verdict(looping("logfmt")).candidates) >= {"snapshot-hang", "plugin-hang"}
        and verdict(looping("logfmt")).cause is None
    )
    loaded, there = looping("legacy")
    with_plugin = replace(there, logs=replace(there.logs, notable=(*there.logs.notable, replace(PLUGIN, era="legacy"))))  # type: ignore[type-var, union-attr]
    assert verdict((loaded, with_plugin)).cause is None
    assert verdict((loaded, with_plugin)).candidates[:2] == ("plugin-hang", "snapshot-hang")


def test_a_prompt_that_waits_for_a_subagent_is_kept_by_no_hook() -> None:
    found, there = looping("legacy")
    child = replace(record("created", 0.2, "legacy"), fields={"id": "ses_child", "parentID": cases.SES})
    assert there.logs is not None
    loaded = replace(there, logs=replace(there.logs, notable=(*there.logs.notable, replace(PLUGIN, era="legacy"))))
    assert score((found, loaded), "plugin-hang") > 0
    assert score((replace(found, records=(*(found.records or ()), child)), loaded), "plugin-hang") == 0


def test_a_command_that_has_ended_neither_stalled_nor_was_it_a_server_that_stopped() -> None:
    for serves, cause in ((True, "stream-stall"), (False, None)):
        run = replace(LOOPS, serves=serves)
        case = cases._hanging(records=(LOOP, record("stream", 0.3, small="false")), run=run), naming(runs=(run,))
        assert verdict(case).cause == cause


def test_a_session_created_under_a_waiting_one_says_that_it_waits_for_a_subagent() -> None:
    found, there = looping("legacy")
    child = replace(record("created", 0.2, "legacy"), fields={"id": "ses_child", "parentID": cases.SES})
    assert score((replace(found, records=(*found.records, child)), there), "snapshot-hang") < 20  # type: ignore[misc]


def test_the_removal_of_a_session_in_the_log_decides_why_its_prompt_failed() -> None:
    gone = prompt("1.15.13", rows=cases.rows(gone=True), **cases.opaque())
    assert gone.record is not None
    gone = replace(gone, records=(record("loop", 0.1, "legacy", step="0"), gone.record))
    without = score((gone, world()), "session-deleted")
    assert score((gone, world(record("removing share", 5))), "session-deleted") == without
    assert score((gone, world(record("removing share", 0.5))), "session-deleted") == without + 20
    assert verdict((gone, world(record("removing share", 0.5)))).confidence is Confidence.HIGH


def test_a_sent_message_that_is_gone_while_its_answer_is_there_was_answered_and_deleted() -> None:
    gone = user(0)
    reply = answer(gone)
    sent = request(message_id=gone.id)
    assert prompts_of(cases.SES, cases.rows(reply), None, (sent,)) == []
    assert prompts_of(cases.SES, cases.rows(reply), None, (replace(sent, message_id=None),)) == []
    assert [p.stage for p in prompts_of(cases.SES, cases.rows(), None, (sent,))] == [Stage.NOTHING]
    late = replace(sent, message_id=None, time=at(-90))
    assert [p.stage for p in prompts_of(cases.SES, cases.rows(reply), None, (late,))] == [Stage.NOTHING]


@pytest.mark.parametrize("told", ["replied", "rejected"])
@pytest.mark.parametrize("key", ["id", "requestID", "permissionID"])
def test_a_permission_that_was_answered_is_not_what_the_call_waits_for(told: str, key: str) -> None:
    reply = record(told, 1, **{key: ASKING.fields["id"]})
    assert verdict(calling("bash", ASKING, reply)).confidence is not Confidence.HIGH
    assert verdict(calling("bash", ASKING, record(told, 1, **{key: ident("per", at(50))}))).confidence is Confidence.HIGH


def test_a_call_whose_permission_was_given_and_that_never_went_on_hangs() -> None:
    found = verdict(calling("bash", ASKING, record("replied", 1, requestID=ASKING.fields["id"], reply="once")))
    assert found.cause != "waiting-for-permission"


def test_a_request_of_another_run_does_not_make_a_call_wait_for_a_permission() -> None:
    assert verdict(calling("bash", ask(1, run="bbbbbbbb"))).cause == "tool-hang"


def test_a_call_that_never_began_waits_for_no_permission_where_the_log_shows_that_none_was_asked_for() -> None:
    found = verdict(calling("bash"))
    assert (found.cause, found.confidence) == ("tool-hang", Confidence.MEDIUM)
    assert score(calling("bash"), "waiting-for-permission") < 0
    assert verdict(calling("bash", ask(6))).cause == "tool-hang"


@pytest.mark.parametrize(
    "case",
    [
        calling("bash", ask(4.9)),
        calling("bash", shown=False),
        (cases._hanging(tool("bash"), records=(LOOP, STREAM), run=LOOPS), naming(dropped=1)),
        (cases._hanging(tool("bash"), records=(LOOP, STREAM), run=RUN), naming(runs=(RUN,))),
    ],
    ids=["asked within seconds", "loop not shown", "records left out", "run without loops"],
)
def test_a_call_that_never_began_may_wait_for_a_permission_where_the_log_may_have_missed_it(case: Case) -> None:
    assert verdict(case).cause == "waiting-for-permission"


def test_a_call_whose_output_has_begun_hangs_whatever_was_asked() -> None:
    assert verdict(calling("bash", ASKING, has_metadata=True)).cause == "tool-hang"
    assert verdict(calling("bash", ASKING)).cause == "waiting-for-permission"


def ended(stack: str, name: str = "UnknownError", message: str = "process") -> Case:
    line = record(message, 0.5, era="legacy", level="ERROR", error="x", stack=stack)
    return replace(cases._ended(name, "x"), records=(line,)), world()


@pytest.mark.parametrize("stack", [OUTSIDE, "Error: x\n    at f (C:\\proj\\hook.js:1:1)"])
def test_an_answer_ended_by_an_error_from_outside_the_binary_is_a_plugins(stack: str) -> None:
    found = verdict(ended(stack))
    assert (found.cause, found.confidence) == ("plugin-error", Confidence.HIGH)


@pytest.mark.parametrize("case", [ended(INSIDE), ended(NATIVE), ended("Error: x"), ended(OUTSIDE, message="stream error")])
def test_only_the_first_frame_of_the_answers_own_error_names_who_threw(case: Case) -> None:
    assert score(case, "plugin-error") < 10


def threw(cause: str, **more: object) -> Case:
    return prompt(**failed(cause, **more), stage=Stage.NOTHING), world(PLUGIN)


@pytest.mark.parametrize(
    "text",
    [
        "Cause([Die(undefined)])",
        'Cause([Die({"code":42})])',
        "Cause([Die(AggregateError: two failed)])",
        "Cause([Die(Error: NOT NULL constraint failed: audit.id)])",
        "Cause([Die(Error: database is locked)])",
        '{"failures":[{"_tag":"Die"}]}',
        '{"failures":[{"_tag":"Die","defect":{"code":42}}]}',
    ],
)
def test_what_no_part_of_opencode_throws_is_a_plugins(text: str) -> None:
    found = verdict(threw(text))
    assert (found.cause, found.confidence) == ("plugin-error", Confidence.MEDIUM)


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("Cause([Die(SQLiteError: NOT NULL constraint failed: todo.content)])", "constraint-violation"),
        ("Cause([Die(SQLiteError: database is locked)])", "database-locked"),
        ('{"failures":[{"_tag":"Die","defect":{"code":"SQLITE_BUSY","errno":5,"byteOffset":-1}}]}', "database-locked"),
        (
            '{"failures":[{"_tag":"Die","defect":{"_tag":"ProviderModelNotFoundError","modelID":"x","providerID":"y"}}]}',
            "model-not-found",
        ),
    ],
)
def test_what_opencode_throws_itself_is_no_plugins(text: str, cause: str) -> None:
    found = verdict(threw(text))
    assert (found.cause, "plugin-error" in found.candidates) == (cause, False)


def test_a_code_of_sqlite_without_its_other_keys_is_the_databases_unless_a_plugin_was_loaded() -> None:
    text = '{"failures":[{"_tag":"Die","defect":{"code":"SQLITE_BUSY","errno":5}}]}'
    both = verdict(threw(text))
    assert (both.cause, set(both.candidates)) == (None, {"database-locked", "plugin-error"})
    alone = verdict((prompt(**failed(text), stage=Stage.UNKNOWN, rows=None), world(facts=None)))
    assert (alone.cause, alone.confidence, alone.candidates) == ("database-locked", Confidence.MEDIUM, ("database-locked",))


def test_a_constraint_of_a_table_that_the_database_has_not_is_another_databases() -> None:
    case = threw("Cause([Die(SQLiteError: NOT NULL constraint failed: audit.id)])")
    assert verdict(case).cause is None
    mine = replace(case[1], facts=cases.facts(tables={**cases.CORE, "audit": table("audit", "id!")}))
    assert verdict((case[0], mine)).cause == "constraint-violation"


def test_a_broken_foreign_key_is_not_said_to_have_a_session_where_no_row_was_read() -> None:
    line = failed("Cause([Die(SQLiteError: FOREIGN KEY constraint failed)])")
    found = verdict((prompt(**line, stage=Stage.UNKNOWN, rows=None), world(facts=None)))
    assert not any("while the session is there" in clue.text for f in found.findings for clue in f.clues)


def test_a_constraint_of_another_database_points_to_a_hook_that_has_one() -> None:
    assert "plugin-error" in verdict(threw("Cause([Die(SQLiteError: NOT NULL constraint failed: audit.id)])")).candidates


def streaming(seconds: float) -> Case:
    """An open answer whose provider was called so many seconds after the prompt; the evidence ends after 120."""
    return cases._hanging(records=(LOOP, record("stream", seconds, small="false")), run=LOOPS), naming()


def test_a_provider_called_just_before_the_evidence_ends_is_not_said_to_have_stopped() -> None:
    assert verdict(streaming(119.5)).cause is None
    assert verdict(streaming(100)).cause == "stream-stall"


OLD_RUN = replace(LOOPS, era="legacy", version="1.15.13", last_piece_source=Source("server.log", "byte 7"))
LATER = replace(LOOPS, key="bbbbbbbb", first_time=at(121), last_time=at(200))


def sending(until: float | None, others: int = 0, restarted: bool = False) -> Case:
    """An answer begun in the classic era, the last piece of any answer so many seconds after the prompt; the run ends after 120."""
    run = replace(OLD_RUN, last_piece=at(until) if until is not None else None)
    found = cases._hanging(records=(LOOP, record("stream", 0.3, small="false")), run=run)
    others_ = tuple(replace(found, session_id=f"ses_{number}") for number in range(others))
    return found, naming(runs=(run, LATER) if restarted else (run,), prompts=(found, *others_))


def test_an_answer_that_was_being_sent_when_its_server_was_replaced_did_not_stall() -> None:
    assert verdict(sending(119, restarted=True)).cause == "server-stopped"
    assert verdict(sending(119)).candidates[:2] == ("stream-stall", "server-stopped")
    assert verdict(sending(119)).cause is None  # a log copied from a running server looks the same
    assert verdict(sending(60)).confidence is Confidence.HIGH and verdict(sending(60)).cause == "stream-stall"


def test_a_piece_of_another_answer_says_nothing_of_this_one() -> None:
    assert verdict(sending(119, others=1, restarted=True)).cause is None
    assert verdict(sending(119, others=1)).cause == "stream-stall"


def test_only_a_silence_longer_than_answers_take_proves_a_stall_where_pieces_are_not_logged() -> None:
    short, long = (
        verdict(
            (
                cases._hanging(records=(LOOP, record("stream", 0.3, small="false")), run=run),
                naming(runs=(run,), now=run.last_time),
            )
        )
        for run in (LOOPS, replace(LOOPS, last_time=at(300)))
    )
    assert (short.cause, short.confidence) == ("stream-stall", Confidence.MEDIUM)
    assert (long.cause, long.confidence) == ("stream-stall", Confidence.HIGH)


def lost(version: str, message: str = "rejection", session: str | None = cases.SES) -> Case:
    line = record(message, 0, era="legacy", e="undefined is not an object (evaluating 'x.y')")
    found = prompt(version, rows=None, stage=Stage.UNKNOWN, record=line, fault=None, session_id=session)
    return found, world(runs=())


@pytest.mark.parametrize("message", ["rejection", "Unhandled rejection"])
@pytest.mark.parametrize("version", ["1.0.185", "1.2.27", "1.3.0", "local"])
def test_a_rejection_is_a_lost_prompt_on_servers_that_do_not_await_theirs(version: str, message: str) -> None:
    assert verdict(lost(version, message)).cause == "unawaited-prompt"


@pytest.mark.parametrize("version", ["1.3.2", "1.4.0", "1.18.33"])
def test_a_rejection_is_no_lost_prompt_on_servers_that_await_theirs(version: str) -> None:
    assert verdict(lost(version)).cause is None
    assert score(lost(version), "unawaited-prompt") < 0


def test_a_rejection_just_after_a_request_that_names_the_session_weighs_more() -> None:
    assert score(lost("1.2.27"), "unawaited-prompt") > score(lost("1.2.27", session=None), "unawaited-prompt")


def again(seconds: float) -> Prompt:
    """A prompt whose row was stored so long before the time in its JSON, with the answer to the first one in the session."""
    message = replace(user(0), first_stored=at(-seconds))
    return stored(message, history=(replace(answer(message, -seconds + 0.2, -seconds + 1), parent_id=None),))


def test_a_row_that_is_older_than_its_json_was_sent_again_with_the_same_id() -> None:
    found = verdict((again(5), world()))
    assert (found.cause, found.confidence) == ("duplicate-id", Confidence.HIGH)
    assert verdict((again(0.4), world())).cause != "duplicate-id"
    answered = replace(again(5), answers=(answer(user(0)),))
    assert verdict((answered, world())).cause != "duplicate-id"


def test_an_id_that_was_sent_again_is_no_wrapped_one() -> None:
    late = replace(cases._wrapped("1.18.14"), records=())
    assert late.message is not None
    sent_again = replace(late, message=replace(late.message, first_stored=at(-5)))
    assert score((late, world()), "id-wrap") > 0
    assert score((sent_again, world()), "id-wrap") <= 0


def unread(case: Case) -> Case:
    return replace(case[0], unread="msg_broken"), case[1]


def test_a_silent_prompt_whose_answer_may_be_the_row_that_was_not_read_has_no_cause() -> None:
    case: Case = stored(user(0), request=request(no_reply=True)), world()
    assert verdict(case).confidence is Confidence.HIGH
    found = verdict(unread(case))
    assert (found.cause, found.confidence, found.candidates) == (None, None, ("no-reply-requested",))
    entry = entry_of(unread(case)[0], found, world())
    assert any("msg_broken" in words for words in entry.next_evidence)


def test_a_logged_failure_beside_a_row_that_was_not_read_is_never_certain() -> None:
    case = cases.CASES["disk-full"][0]
    assert verdict(case).confidence is Confidence.HIGH
    assert (verdict(unread(case)).cause, verdict(unread(case)).confidence) == ("disk-full", Confidence.MEDIUM)


def test_a_world_without_its_database_has_neither_schema_nor_drift() -> None:
    there: World = world(reach={"aaaaaaaa": None}, drifts={"1.15.13": cases.drift("1.15.13", cases.SEQ)})
    apart = there.of(prompt())
    assert (apart.facts, dict(apart.drifts)) == (None, {})
    copied = replace(there, reach={"aaaaaaaa": at(0)})
    assert copied.of(prompt()) is copied
    assert there.of(replace(prompt(), run=replace(RUN, key="bbbbbbbb"))) is there
    assert there.of(replace(prompt(), run=None)) is there


def test_a_loop_that_called_nobody_hangs_only_where_the_log_shows_calls_at_all() -> None:
    case = cases.CASES["snapshot-hang"][0]
    assert verdict(case).cause == "snapshot-hang"
    assert verdict((case[0], world())).cause is None


def test_without_part_rows_an_open_or_aborted_answer_has_no_cause() -> None:
    seen, there = cases._hanging(records=(LOOP, STREAM), run=LOOPS), naming()
    assert verdict((seen, there)).cause == "stream-stall"
    assert seen.rows is not None
    unseen = replace(seen, rows=replace(seen.rows, parts=None))
    assert verdict((unseen, there)).cause is None
    assert "stream-stall" in verdict((unseen, there)).candidates


def test_a_log_that_lacks_steps_does_not_show_that_no_loop_was_started() -> None:
    sent = stored(user(0), records=(), run=LOOPS)
    assert no_loop(sent, naming())
    there = naming()
    assert there.logs is not None
    gap = (record("loop", 5, step="0"), record("loop", 7, step="2"))
    lossy = replace(there, logs=replace(there.logs, sessions={cases.SES: gap}))
    assert not no_loop(sent, lossy)
    whole = (record("loop", 5, step="0"), record("loop", 6, step="1"), record("exiting loop", 7))
    assert no_loop(sent, replace(there, logs=replace(there.logs, sessions={cases.SES: whole})))


def test_a_prompt_that_came_while_a_loop_was_running_may_have_been_taken_along() -> None:
    sent = stored(user(0), records=(), run=LOOPS)
    there = naming()
    assert there.logs is not None
    open_then = (record("loop", -2, step="0"), record("loop", 3, step="1"), record("exiting loop", 4))
    assert not no_loop(sent, replace(there, logs=replace(there.logs, sessions={cases.SES: open_then})))
    over = (record("loop", -3, step="0"), record("exiting loop", -2))
    assert no_loop(sent, replace(there, logs=replace(there.logs, sessions={cases.SES: over})))


def test_a_task_that_never_began_may_have_no_agent() -> None:
    found = verdict(calling("task"))
    assert found.cause is None and "tool-hang" in found.candidates
    assert verdict(calling("task", has_metadata=True)).cause == "tool-hang"


def test_a_call_made_just_before_the_evidence_ends_waits_for_nobody_yet() -> None:
    case = cases._hanging(tool("bash", 118.5)), world()
    assert verdict(case).cause is None
    assert verdict((cases._hanging(tool("bash", 60)), world())).cause == "waiting-for-permission"


def test_an_answer_closed_to_make_room_was_not_stopped_in_a_retry() -> None:
    sent = user(0)
    closed = answer(sent, completed=1, finish=None)
    alone = stored(sent, closed, stage=Stage.STREAM)
    assert verdict((alone, world())).cause == "provider-error"
    assert alone.rows is not None
    for seconds, cause in ((1.5, "context-overflow"), (3, "provider-error")):
        compaction = answer(user(seconds), seconds, seconds + 1, summary=True, mode="compaction")
        followed = replace(alone, rows=replace(alone.rows, messages=(sent, closed, compaction)))
        assert verdict((followed, world())).cause == cause


def test_without_part_rows_an_answer_that_gives_no_reason_for_its_end_is_neither_listed_nor_called_lost() -> None:
    sent = user(0)
    closed = stored(sent, answer(sent, completed=1, finish=None), stage=Stage.STREAM)
    assert closed.rows is not None
    for parts, listed in (((), True), (None, False)):
        seen = replace(closed, rows=replace(closed.rows, parts=parts))
        assert (place_of(seen, verdict((seen, world())), world()) is Place.LISTED) is listed


def test_a_constraint_is_no_trigger_where_a_table_that_could_explain_it_is_missing() -> None:
    case = cases.CASES["constraint-violation"][0]
    line = failed(cases.NOTNULL, era="legacy")
    named = Drift("1.15.13", True, None, (), (), (), None, "1.15.13", ("1.15.13",), "1.15.13")
    sent = prompt("1.15.13", **line, stage=Stage.NOTHING, rows=cases.rows())
    applied = (Migration("20260127222353_familiar_lady_ursula", "__drizzle_migrations", None),)
    gone = Break("missing-table", "session_message", None, None, "no such table", sure=True)
    for breaks, score_ in (((), 20), ((gone,), 0)):
        drifts = {"1.15.13": replace(named, breaks=breaks)}
        there = replace(case[1], facts=cases.facts(migrations=applied), drifts=drifts)
        assert score((sent, there), "constraint-violation") == score_


def forked(prompt_: Prompt, seconds: float) -> Prompt:
    """The prompt in a session that was forked then: what is older was copied."""
    assert prompt_.rows is not None
    return replace(prompt_, rows=replace(prompt_.rows, session=cases.session(time_created=at(seconds))))


def test_a_slow_clock_is_seen_in_a_fork_too_whatever_was_copied_from_before_the_wrap() -> None:
    sent = user(0, made=-600)
    old = cases.WRAP - timedelta(days=2)
    first = replace(user(-30), time_created=old)
    reply = replace(answer(first, -30, -29), time_created=old)
    lines = (LOOP, record("exiting loop", 0.11))
    case = stored(sent, history=(first, reply), version="1.17.19", stage=Stage.LOOP, records=lines)
    assert verdict((forked(case, -40), world())).cause == "client-clock"


def test_what_a_fork_copied_was_sent_by_nobody_there() -> None:
    case, there = cases.CASES["id-wrap"][0]
    assert place_of(case, verdict((case, there)), there) is Place.LISTED
    assert case.message is not None
    copy = replace(forked(case, 60), message=replace(case.message, id=cases.ident("msg", at(60))))
    assert place_of(copy, verdict((copy, there)), there) is Place.COPY


def test_what_was_imported_with_its_old_ids_is_not_taken_for_a_fork() -> None:
    case, there = cases.CASES["id-wrap"][0]
    assert case.rows is not None and case.rows.messages
    imported = replace(case, rows=replace(case.rows, session=cases.session(time_created=at(-1))))
    assert verdict((imported, there)).cause == "id-wrap"
