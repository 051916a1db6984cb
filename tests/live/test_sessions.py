"""When an open session is judged: after the silence, sooner after an error, again while it is at work, rarely once reported."""

from inspector.live.rows import Look
from inspector.live.sessions import Sessions


def look(touched=(), suspects=(), errors=(), prompts=(), is_first=False):
    return Look(frozenset(touched), frozenset(suspects), frozenset(errors), dict(prompts), is_first)


def test_a_session_is_due_when_the_silence_has_passed():
    sessions = Sessions(60)
    sessions.update(look(["a"], ["a"]), 100.0)
    assert (sessions.due(159.9, 10), sessions.due(160.0, 10)) == ([], ["a"])


def test_a_session_that_was_open_before_the_first_look_is_due_at_once():
    """Its prompt may have waited for long; the diagnosis knows."""
    sessions = Sessions(60)
    sessions.update(look(["a"], ["a"], is_first=True), 100.0)
    assert sessions.due(100.0, 10) == ["a"]


def test_rows_that_keep_coming_do_not_put_it_off():
    sessions = Sessions(60)
    for now in range(100, 160, 2):
        sessions.update(look(["a"], ["a"]), float(now))
    assert sessions.due(160.0, 10) == ["a"]


def test_an_error_is_judged_when_the_session_is_quiet():
    sessions = Sessions(60)
    sessions.update(look(["a"], ["a"], ["a"]), 100.0)
    sessions.update(look(["a"], ["a"], ["a"]), 102.0)
    assert (sessions.due(104.9, 10), sessions.due(105.0, 10)) == ([], ["a"])
    assert (sessions.is_over("a", 104.9), sessions.is_over("a", 105.0)) == (False, True)


def test_an_error_that_is_followed_by_an_answer_is_never_judged():
    sessions = Sessions(60)
    sessions.update(look(["a"], ["a"], ["a"]), 100.0)
    assert sessions.update(look(["a"], []), 102.0) == {"a"}
    assert sessions.due(1000.0, 10) == []


def test_a_session_at_work_is_judged_again():
    sessions = Sessions(60)
    sessions.update(look(["a"], ["a"]), 0.0)
    sessions.judged(["a"], 60.0)
    assert (sessions.due(67.9, 10), sessions.due(68.0, 10)) == ([], ["a"])


def test_a_reported_session_is_judged_ever_more_rarely():
    sessions = Sessions(60)
    sessions.update(look(["a"], ["a"]), 0.0)
    waits = []
    for _ in range(8):
        sessions.settled(["a"], 0.0)
        waits.append(sessions.open["a"].due)
    assert waits[:3] == [60.0, 120.0, 240.0]
    assert waits[-1] == 600.0


def test_a_new_prompt_in_a_reported_session_is_due_after_the_silence():
    sessions = Sessions(60)
    sessions.update(look(["a"], ["a"]), 0.0)
    for _ in range(5):
        sessions.settled(["a"], 60.0)
    sessions.update(look(["a"], ["a"]), 100.0)
    assert sessions.due(160.0, 10) == ["a"]


def test_at_most_so_many_are_due_at_once_the_longest_open_first():
    sessions = Sessions(60)
    for number, id in enumerate("dbca"):
        sessions.update(look([id], "dbca"[: number + 1]), float(number))
    assert sessions.due(1000.0, 2) == ["d", "b"]


def test_answered_prompts_are_counted_when_their_session_has_its_answer():
    sessions = Sessions(60)
    sessions.update(look(["a"], ["a"], prompts={"a": 2}), 0.0)
    assert sessions.answered == 0
    sessions.update(look(["a", "b"], [], prompts={"b": 1}), 2.0)
    assert sessions.answered == 3


def test_a_reported_session_is_judged_soon_when_something_happened_to_it():
    sessions = Sessions(60)
    sessions.update(look(["a", "b"], ["a", "b"]), 0.0)
    for at in (60.0, 120.0, 240.0):
        sessions.settled(["a", "b"], at)
    sessions.recheck(["a", "gone"], 250.0)
    assert (sessions.due(249.9, 10), sessions.due(250.0, 10)) == ([], ["a"])
