"""Which stored prompt a captured request belongs to, just below and just above the times that decide it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from msgspec.structs import replace

from inspector.model import Outcome, Requests, Stage
from inspector.prompts.assemble import prompts_of
from inspector.prompts.captures import clock_steps, match_requests, offset_by_order
from inspector.prompts.draft import Draft
from inspector.prompts.evidence import SessionEvidence, Shared
from tests.rules.cases import SES, answer, at, record, request, rows, text, tool, user


@pytest.mark.parametrize(("sent", "own"), [(1.5, True), (1.501, False), (-45, True), (-45.001, False)])
def test_a_request_belongs_to_a_prompt_stored_1_5_s_before_it_to_45_s_after_it(sent: float, own: bool) -> None:
    stored = rows(user(0))
    shape = request(time=at(sent))
    draft = Draft(Outcome.SILENT, SES, at(0), Stage.STORED, stored, message=user(0))
    drafts = [draft]
    match_requests(SessionEvidence(SES, stored, requests=(shape,)), drafts)
    assert draft.request == (shape if own else None)
    assert [made.stage for made in drafts[1:]] == ([] if own else [Stage.NOTHING])


@pytest.mark.parametrize(("begun", "lost"), [(-1, 0), (-1.001, 1), (60, 0), (60.001, 1)])
def test_an_answer_begun_1_s_before_to_60_s_after_a_request_shows_that_its_message_was_deleted(begun: float, lost: int) -> None:
    orphan = replace(answer(user(0)), time_created=at(begun))
    drafts: list[Draft] = []
    match_requests(SessionEvidence(SES, rows(orphan), requests=(request(time=at(0)),)), drafts)
    assert len(drafts) == lost


@pytest.mark.parametrize(("behind", "steps"), [(45, 0), (46, 1), (3600, 1)])
def test_a_row_that_is_much_earlier_than_its_request_shows_that_the_servers_clock_was_set_back(behind: int, steps: int) -> None:
    shape = replace(request(time=at(behind)), message_id="msg_1")
    found = clock_steps(Requests((), (shape,), 0), {"msg_1": at(0)})
    assert found == (timedelta(seconds=behind),) * steps


def test_a_message_that_was_sent_twice_shows_no_step_of_the_clock() -> None:
    shapes = tuple(replace(request(time=at(n)), message_id="msg_1") for n in (0, 300))
    assert clock_steps(Requests((), shapes, 0), {"msg_1": at(0)}) == ()


def test_steps_of_the_clock_that_are_alike_count_once() -> None:
    shapes = tuple(replace(request(time=at(3600 + n)), message_id=f"msg_{n}") for n in (0, 20))
    assert clock_steps(Requests((), shapes, 0), {"msg_0": at(0), "msg_20": at(0)}) == (timedelta(seconds=3620),)


@pytest.mark.parametrize(("count", "steps"), [(3, (300, 200, 100)), (4, (400, 300, 200))])
def test_three_steps_of_the_clock_are_tried_the_largest_first(count: int, steps: tuple[int, ...]) -> None:
    shapes = tuple(replace(request(time=at(100 * n)), message_id=f"msg_{n}") for n in range(1, count + 1))
    found = clock_steps(Requests((), shapes, 0), {f"msg_{n}": at(0) for n in range(1, count + 1)})
    assert found == tuple(timedelta(seconds=step) for step in steps)


@pytest.mark.parametrize(("offset_ms", "undone"), [(None, ()), (-5200, (timedelta(seconds=5.2),))])
def test_times_that_were_moved_are_also_tried_as_they_were(offset_ms: float | None, undone: tuple[timedelta, ...]) -> None:
    assert clock_steps(Requests((), (), 0, clock_offset_ms=offset_ms), {}) == undone


@pytest.mark.parametrize(("step", "own"), [(3600, True), (3500, False)])
def test_a_request_that_fits_no_row_is_tried_on_the_clock_that_was_set_back(step: int, own: bool) -> None:
    draft = Draft(Outcome.ANSWERED, SES, at(0), Stage.STORED, rows(user(0)), message=user(0))
    drafts = [draft]
    match_requests(SessionEvidence(SES, rows(user(0)), requests=(request(time=at(3600)),)), drafts, (timedelta(seconds=step),))
    assert (draft.request is not None, len(drafts)) == (own, 1 if own else 2)


def test_a_request_that_fits_a_row_is_not_moved() -> None:
    near, far = (Draft(Outcome.ANSWERED, SES, at(n), Stage.STORED, rows(user(n)), message=user(n)) for n in (3600, 0))
    match_requests(SessionEvidence(SES, rows(user(0)), requests=(request(time=at(3600)),)), [far, near], (timedelta(hours=1),))
    assert (near.request is not None, far.request) == (True, None)


@pytest.mark.parametrize(
    ("route", "synthetic", "own"),
    [
        ("shell", (True,), True),
        ("shell", (True, False), False),
        ("shell", (), False),
        ("prompt_async", (True,), False),
        ("prompt_async", (), True),
        ("summarize", (), False),
    ],
)
def test_a_request_for_a_command_or_a_compaction_does_not_take_the_row_of_a_prompt(
    route: str, synthetic: tuple[bool, ...], own: bool
) -> None:
    parts = tuple(replace(text(), synthetic=each) for each in synthetic)
    draft = Draft(Outcome.SILENT, SES, at(0), Stage.STORED, rows(user(0)), message=user(0), parts=parts)
    match_requests(SessionEvidence(SES, None, requests=(request(route=route),)), [draft])
    assert (draft.request is not None) is own


@pytest.mark.parametrize(("route", "sent", "lost"), [("shell", 0, 0), ("summarize", 0, 0), ("shell", 2, 1), ("message", 0, 1)])
def test_a_command_or_compaction_that_its_client_did_not_wait_for_is_stored(route: str, sent: float, lost: int) -> None:
    shape = request(route=route, time=at(sent), status=None, unanswered=True)
    drafts: list[Draft] = []
    match_requests(SessionEvidence(SES, rows(user(0)), requests=(shape,)), drafts)
    assert len(drafts) == lost


@pytest.mark.parametrize(
    ("ended", "first", "seen"),
    [(None, "tool", ["ask", "queued"]), (1, "tool", ["queued"]), (None, "step-start", ["queued"])],
)
def test_a_running_command_of_the_user_is_a_prompt_that_others_wait_behind(
    ended: float | None, first: str, seen: list[str]
) -> None:
    ask, queued = replace(user(0), id="ask"), replace(user(2), id="queued")
    ran = answer(ask, completed=ended, finish=None)
    inner = replace(text(), message_id="ask", synthetic=True)
    call = replace(tool("bash", status="running" if ended is None else "completed"), message_id=ran.id, type=first)
    made = prompts_of(SessionEvidence(SES, rows(ask, ran, queued, parts=(inner, call))), Shared())
    assert [p.message and p.message.id for p in made] == seen
    assert made[-1].behind == (seen[0] if len(seen) > 1 else None)


def test_a_request_whose_prompt_left_nothing_does_not_take_the_row_of_a_later_prompt() -> None:
    rows_ = rows(user(20))
    failed, answered = request(time=at(0)), request(time=at(19.9))
    drafts = [Draft(Outcome.ANSWERED, SES, at(20), Stage.ANSWERED, rows_, message=user(20))]
    match_requests(SessionEvidence(SES, rows_, requests=(failed, answered)), drafts)
    assert [(d.stage, d.request) for d in drafts] == [(Stage.ANSWERED, answered), (Stage.NOTHING, failed)]


def test_requests_that_waited_for_the_server_keep_their_order() -> None:
    rows_ = rows(user(30), user(31))
    sent = request(time=at(0)), request(time=at(20))
    drafts = [Draft(Outcome.ANSWERED, SES, at(n), Stage.ANSWERED, rows_, message=user(n)) for n in (30, 31)]
    match_requests(SessionEvidence(SES, rows_, requests=sent), drafts)
    assert [d.request for d in drafts] == list(sent)


@pytest.mark.parametrize(
    ("begun", "named", "answered"), [(45, "msg_lost", True), (45.001, "msg_lost", False), (1, "known", False)]
)
def test_a_request_whose_rows_the_database_has_lost_was_answered_if_its_loop_was(
    begun: float, named: str, answered: bool
) -> None:
    """An older copy of the database was put in place of it while the server ran (1.18.5)."""
    known = replace(answer(user(-90)), id="known")
    steps = (
        ("loop", {"step": "0"}),
        ("process", {"messageID": named}),
        ("stream", {}),
        ("loop", {"step": "1"}),
        ("exiting loop", {}),
    )
    lines = tuple(record(message, begun + n / 10, **fields) for n, (message, fields) in enumerate(steps))
    drafts: list[Draft] = []
    match_requests(SessionEvidence(SES, rows(user(-90), known), lines, requests=(request(time=at(0)),)), drafts)
    assert [d.outcome for d in drafts] == [Outcome.ANSWERED if answered else Outcome.SILENT]


@pytest.mark.parametrize(("sent", "lost"), [(-0.001, 0), (0, 1)])
def test_a_request_older_than_the_messages_that_were_read_is_not_lost(sent: float, lost: int) -> None:
    drafts: list[Draft] = []
    read = rows(replace(user(0), role="assistant"), capped=True)
    match_requests(SessionEvidence(SES, read, requests=(request(time=at(sent)),)), drafts)
    assert len(drafts) == lost


@pytest.mark.parametrize(("error", "later", "seen"), [(None, True, 2), ("APIError", True, 1), (None, False, 0)])
def test_an_open_compaction_is_a_prompt_where_a_prompt_waits_behind_it(error: str | None, later: bool, seen: int) -> None:
    marker, queued = replace(user(0), id="marker"), replace(user(2), id="queued")
    made = answer(marker, completed=None, finish=None, summary=True, error_name=error)
    part = replace(text(), message_id="marker", type="compaction")
    messages = (marker, made, *((queued,) if later else ()))
    found = prompts_of(SessionEvidence(SES, rows(*messages, parts=(part,))), Shared())
    assert len(found) == seen
    if later:
        assert found[-1].behind == ("marker" if seen == 2 else None)


def _by_order(*gaps: float, sessions: int = 2, **more: object) -> float | None:
    """The offset of a client that sent one prompt to each session, so many seconds after its row."""
    shapes = [replace(request(time=at(100 * n + gap), **more), session_id=f"ses_{n}") for n, gap in enumerate(gaps)]
    known = {f"ses_{n}": rows(user(100 * n)) for n in range(sessions)}
    return offset_by_order(shapes, known)


@pytest.mark.parametrize(
    ("gaps", "offset"),
    [
        ((30, 30), 30_000),
        ((20, 30), 30_000),
        ((19.999, 30), None),
        ((1.5, 1.5), None),
        ((1.501, 1.5), 1_501),
        ((-45, -45), None),
        ((-45, -45.001), -45_000),
        ((600, 600), 600_000),
        ((600, 600.001), None),
        ((30,), None),
    ],
)
def test_requests_and_rows_whose_times_differ_alike_in_two_sessions_show_the_clients_clock(
    gaps: tuple[float, ...], offset: float | None
) -> None:
    assert _by_order(*gaps) == offset


def test_a_session_with_another_number_of_rows_shows_no_clock() -> None:
    assert _by_order(30, 30, sessions=1) is None
    assert _by_order(30, 30, status=400) is None
    assert _by_order(30, 30, 99, sessions=2) == 30_000
