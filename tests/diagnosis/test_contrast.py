"""What failing prompts share and working ones do not: every attribute is found, none is invented, and the test behind
it is exact."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from inspector.diagnosis.contrast import Comparison, contrast, fisher
from inspector.diagnosis.groups import Item, contrasts
from inspector.model import Entry, Outcome, PartShape, Separation
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.renderers._sentences.comparison import finding
from tests.growth import LIMIT, growth
from tests.rules.cases import (
    PLUGIN,
    RUN,
    T0,
    answer,
    at,
    facts,
    failed,
    prompt,
    record,
    request,
    rows,
    session,
    stored,
    text,
    user,
    world,
)

LOADED = replace(PLUGIN, fields={"path": PLUGIN.fields["path"]})
OTHER = replace(RUN, key="bbbbbbbb", version="1.17.0")


def _apart(bad: Sequence[Prompt], good: Sequence[Prompt], there: World | None = None, **more: Any) -> dict[str, Separation]:
    return {s.attribute: s for s in contrast([Comparison(bad, good, **more)], there or world())}


def _leads(found: dict[str, Separation]) -> list[str]:
    return [name for name, separation in found.items() if separation.separates]


def _sessions(number: int, make: Callable[[int], Prompt], start: int = 0) -> list[Prompt]:
    """So many prompts, each of a session of its own, one minute apart."""
    return [replace(make(n), session_id=f"ses_{n}", time=at(n)) for n in range(start, start + number)]


def _of_session(**fields: Any) -> Callable[[int], Prompt]:
    return lambda n: prompt(rows=rows(row=session(**fields)))


def _of_message(**fields: Any) -> Callable[[int], Prompt]:
    return lambda n: stored(user(n, **fields))


def _with(**fields: Any) -> Callable[[int], Prompt]:
    return lambda n: prompt(**fields)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ((3, 1, 1, 3), 0.4857),
        ((10, 0, 0, 3), 0.003497),
        ((1, 9, 11, 3), 0.002759),
        ((5, 5, 5, 5), 1.0),
        ((0, 0, 0, 0), 1.0),
        ((0, 3, 10, 0), 0.003497),
        ((7, 12, 0, 5), 0.272),
        ((1, 0, 0, 19), 0.05),
        ((2, 8, 5, 0), 0.00699),
    ],
)
def test_fisher_gives_the_textbook_values(table: tuple[int, int, int, int], expected: float) -> None:
    assert fisher(*table) == pytest.approx(expected, rel=1e-3)


def test_fisher_stays_finite_on_large_tables() -> None:
    assert 0 <= fisher(40_000, 10_000, 10_000, 40_000) < 1e-9
    assert fisher(25_000, 25_000, 25_000, 25_000) == pytest.approx(1.0)


PLANTED: dict[str, tuple[Callable[[int], Prompt], Callable[[int], Prompt]]] = {
    "session directory": (_of_session(directory="/srv/mount"), _of_session()),
    "session parent id": (_of_session(parent_id="ses_parent"), _of_session()),
    "session workspace id": (_of_session(workspace_id="wrk_1"), _of_session()),
    "session time archived": (_of_session(time_archived=at(-5)), _of_session()),
    "session version": (_of_session(version="1.14.41"), _of_session()),
    "session fork session id": (_of_session(extra={"fork_session_id": "ses_x"}), _of_session()),
    "session's age": (_of_session(time_created=T0 - timedelta(days=90)), _of_session()),
    "message variant": (_of_message(variant="high"), _of_message()),
    "message tools": (_of_message(tools=("bash",)), _of_message()),
    "agent": (_of_message(agent="reviewer"), _of_message()),
    "model": (_of_message(model_id="slow"), _of_message()),
    "message id": (lambda n: stored(user(n, made=n - 1)), _of_message()),
    "part ids": (
        lambda n: stored(user(n), parts=(replace(text(), id="prt_00000000-f01f-4f69-8f10-8ff1be11681f"),)),
        lambda n: stored(m := user(n), parts=(replace(text(), id=m.id.replace("msg", "prt")),)),
    ),
    "stored part types": (_with(parts=(text(), replace(text(), type="file"))), _with(parts=(text(),))),
    "stored parts": (_with(parts=tuple(text() for _ in range(12))), _with(parts=(text(), text()))),
    "stored characters": (_with(parts=(text(40_000),)), _with(parts=(text(40),))),
    "request delivery": (_with(request=request(delivery="queue")), _with(request=request())),
    "request client": (_with(request=request(client="curl")), _with(request=request(client="opencode-web"))),
    "sent mime": (
        _with(request=request(parts=(PartShape("file", None, 9, "image/heic"),))),
        _with(request=request(parts=(PartShape("file", None, 9, "image/png"),))),
    ),
    "answer before it": (
        lambda n: stored(user(n), history=(m := user(n - 9), answer(m, n - 8, n - 7, None, error_name="APIError"))),
        lambda n: stored(user(n), history=(m := user(n - 9), answer(m, n - 8, n - 7))),
    ),
    "messages before it": (
        lambda n: stored(user(n), history=tuple(user(n - 20 + k) for k in range(12))),
        lambda n: stored(user(n), history=(user(n - 20),)),
    ),
    "record “lsp stuck”": (_with(records=(record("loop"), record("lsp stuck"))), _with(records=(record("loop"),))),
}


@pytest.mark.parametrize("name", sorted(PLANTED))
def test_an_attribute_nobody_wrote_a_rule_for_is_found_as_a_lead(name: str) -> None:
    bad, good = (_sessions(8, PLANTED[name][0]), _sessions(9, PLANTED[name][1], start=20))
    found = _apart(bad, good, world(prompts=(*bad, *good)))
    assert name in _leads(found)
    assert "8 of 8 failed" in finding(found[name]) and "0 of 9 failed" in finding(found[name])


def test_a_plugin_that_was_loaded_between_is_found() -> None:
    late = replace(LOADED, time=at(30))
    good, bad = _sessions(8, _with()), _sessions(8, _with(), start=40)
    assert "earlier in the run “loading plugin hook.js”" in _leads(_apart(bad, good, world(late)))


def test_a_projects_plugin_counts_for_that_project_alone() -> None:
    bad, good = _sessions(8, _of_session()), _sessions(8, _of_session(directory="/srv/other"), start=20)
    assert "earlier in the run “loading plugin hook.js”" in _leads(_apart(bad, good, world(LOADED)))


def test_time_since_the_migration_is_told_in_steps() -> None:
    from inspector.model import Migration

    there = world(facts=facts(migrations=(Migration("20260603040000_x", "migration", at(0)),)))
    bad, good = _sessions(8, _with(), start=0), _sessions(8, _with(), start=700)
    found = _apart(bad, good, there)["time since the newest migration"]
    assert found.separates and {v for v, _ in (*found.failing, *found.working)} == {"under 10 s", "10 min to 1 h"}


def test_the_newest_migration_is_taken_from_the_database() -> None:
    from inspector.model import Migration

    made = facts(migrations=(Migration("20260603040000_x", "migration", at(10)),))
    found = _apart(_sessions(6, _with(), 11), _sessions(6, _with()), world(facts=made))
    assert dict(found["time since the newest migration"].working) == {"before it": 6}


def test_agent_and_model_of_a_prompt_that_was_not_stored_are_the_sessions() -> None:
    bad = _sessions(8, _of_session(agent="reviewer", model_id="slow"))
    good = _sessions(9, lambda n: stored(user(n)), start=20)
    assert {"agent", "model"} <= set(_leads(_apart(bad, good)))


def test_ids_and_texts_are_never_values() -> None:
    words = "ses_parent wrk_1 ses_fork a title"
    rich = session(parent_id="ses_parent", workspace_id="wrk_1", extra={"fork_session_id": "ses_fork"})
    one = replace(
        stored(user(1)), rows=rows(row=rich), request=request(message_id="msg_1", part_ids=("prt_1",), risks=("a title",))
    )
    shown = repr(_apart([one, one], [one, one], world(prompts=(one,))))
    assert not [word for word in words.split() if word in shown and word != "a"]


def test_what_a_failure_leaves_behind_is_no_attribute() -> None:
    """Shorter logs, a session that was not touched: every prompt that failed early has them."""
    bad = _sessions(9, _with(records=(record("loop"),), rows=rows(row=session(time_updated=at(-100)))))
    good = _sessions(9, _with(records=(record("loop"), record("stream"), record("exiting loop"))), start=20)
    assert _leads(_apart(bad, good)) == []


def test_records_after_the_failure_are_no_lead() -> None:
    def broken(n: int) -> Prompt:
        found = prompt(**failed("x", n))
        return replace(found, records=(*(found.records or ()), record("session error", n + 1)))

    good = _sessions(9, _with(records=(record("loop"),)), start=20)
    assert not [name for name in _leads(_apart(_sessions(9, broken), good)) if "session error" in name]


def test_prompts_whose_records_are_not_in_the_log_say_nothing_of_them() -> None:
    bad = _sessions(8, _with(records=(record("loop"), record("lsp stuck"))))
    assert _leads(_apart(bad, _sessions(9, _with(records=()), start=20))) == []


def test_what_all_prompts_share_does_not_separate() -> None:
    bad, good = [stored(user(1)), stored(user(2))], [stored(m := user(3), answer(m)), stored(m, answer(m))]
    found = _apart(bad, good)["server version"]
    assert not found.separates and finding(found) == "server version: 1.18.33 in all prompts; it does not separate."


def test_unknown_attributes_are_left_out_rather_than_guessed() -> None:
    names = set(_apart([prompt(), prompt()], [prompt(), prompt()]))
    assert "message id" not in names and "request client" not in names and "stored parts" not in names


def test_version_and_run_are_compared_across_runs_where_the_same_run_cannot_tell() -> None:
    bad, near = _sessions(8, _with()), _sessions(8, _with(), start=20)
    far = [replace(p, run=OTHER, version="1.17.0") for p in _sessions(8, _with(), start=40)]
    alone, both = _apart(bad, near), _apart(bad, near, elsewhere=far)
    assert not alone["server version"].separates
    assert not both["server version"].separates and "server version, across server runs" in both
    outright = _apart(bad, (), elsewhere=far)
    assert {"server version, across server runs", "server run, across server runs"} <= set(_leads(outright))


def test_what_the_same_run_tells_is_not_told_again_across_runs() -> None:
    bad, near = _sessions(8, _of_message(agent="reviewer")), _sessions(8, _of_message(), start=20)
    far = [replace(p, run=OTHER) for p in _sessions(8, _of_message(), start=40)]
    found = _apart(bad, near, elsewhere=far)
    assert found["agent"].separates and "agent, across server runs" not in found


def test_attributes_that_go_together_are_said_to_be_inseparable() -> None:
    bad = _sessions(8, _of_session(directory="/srv/mount", workspace_id="wrk_1"))
    found = _apart(bad, _sessions(9, _of_session(), start=20))
    one, two = found["session directory"], found["session workspace id"]
    assert one.separates and two.separates
    assert "this separates the same prompts as “session directory”" in finding(two)


def test_what_only_goes_with_the_strongest_attribute_separates_in_appearance_alone() -> None:
    bad = _sessions(10, lambda n: stored(user(n, agent="reviewer", model_id="slow" if n < 9 else "good")))
    good = _sessions(8, _of_message(), start=20)
    found = _apart(bad, good)
    assert found["agent"].separates
    assert not found[
        "model"
    ].separates and "only in appearance: prompts with the same “agent” all had the same outcome" in finding(found["model"])


def test_two_attributes_that_both_matter_are_both_leads() -> None:
    def made(n: int, agent: str, variant: str | None) -> Prompt:
        return stored(user(n, agent=agent, variant=variant))

    bad = _sessions(60, lambda n: made(n, "reviewer" if n % 4 else "build", "high" if n % 5 else None))
    good = _sessions(60, lambda n: made(n, "build" if n % 4 else "reviewer", None if n % 5 else "high"), start=100)
    assert _leads(_apart(bad, good)) == ["message variant", "agent"]


def test_a_session_whose_prompts_are_alike_is_one_witness() -> None:
    """Thirty failures of one session say no more of its directory than one."""
    bad = [replace(p, session_id="ses_one") for p in _sessions(30, _of_session(directory="/srv/mount"))]
    good = _sessions(9, _of_session(), start=40)
    assert "session directory" not in _leads(_apart(bad, good))


@pytest.mark.parametrize("working", [3, 9])
def test_one_failing_prompt_is_compared_and_the_small_number_is_stated(working: int) -> None:
    found = _apart([stored(user(0, agent="reviewer"))], _sessions(working, _of_message(), start=20))["agent"]
    assert not found.separates
    assert "reviewer: 1 of 1 failed" in finding(found) and "too few prompts to tell" in finding(found)


def test_one_failing_prompt_among_very_many_is_a_lead() -> None:
    found = _apart([stored(user(0, agent="reviewer"))], _sessions(1000, _of_message(), start=20))
    assert "agent" in _leads(found) and "(few prompts)" in finding(found["agent"])


@pytest.mark.parametrize(("number", "few"), [(4, True), (5, False)])
def test_fewer_than_five_prompts_on_a_side_are_called_few(number: int, few: bool) -> None:
    bad, good = _sessions(number, _of_message(agent="reviewer")), _sessions(40, _of_message(), start=20)
    assert (_apart(bad, good)["agent"].few, _apart(good, bad)["agent"].few) == (few, few)


@pytest.mark.parametrize(("table", "separates"), [((8, 6, 9, 0), True), ((5, 5, 13, 1), False)])
def test_a_difference_counts_where_chance_makes_it_in_fewer_than_one_report_in_twenty(
    table: tuple[int, int, int, int], separates: bool
) -> None:
    """Chance alone makes the first difference in 4.8 of 100 reports, the second in 5.01 of 100."""
    sides = [
        [
            prompt(run=None, time=None, session_id=f"ses_{agent}{n}", rows=rows(row=session(agent=agent)))
            for agent, count in side
            for n in range(count)
        ]
        for side in ((("build", table[0]), ("plan", table[1])), (("build", table[2]), ("plan", table[3])))
    ]
    found = _apart(*sides)["agent"]
    assert (found.tests, found.separates) == (1, separates)


@pytest.mark.parametrize(("agents", "others"), [(30, 0), (31, 1)])
def test_the_thirty_most_frequent_values_are_compared_and_the_rest_counts_as_one(agents: int, others: int) -> None:
    bad = _sessions(agents, lambda n: stored(user(n, agent=f"agent {chr(97 + n // 26)}{chr(97 + n % 26)}")))
    found = _apart(bad, bad)["agent"]
    assert [name for name, _ in found.failing].count("(others)") == others and len(found.failing) == agents


@pytest.mark.parametrize(("kinds", "compared"), [(200, 200), (201, 200)])
def test_the_200_most_frequent_kinds_of_record_are_compared(kinds: int, compared: int) -> None:
    words = [f"{chr(97 + n // 26)}{chr(97 + n % 26)} happened" for n in range(kinds)]
    bad = _sessions(2, _with(records=tuple(record(word) for word in words)))
    good = _sessions(2, _with(records=(record("loop"),)), start=20)
    assert len([name for name in _apart(bad, good) if name.startswith("record “")]) == compared


@pytest.mark.slow
@pytest.mark.parametrize("outcome", ["of prompts", "of sessions"])
def test_with_no_effect_at_all_at_most_one_report_in_twenty_shows_a_lead(outcome: str) -> None:
    chance = random.Random(7)
    shown = sum(bool(_leads(_apart(*_labelled(chance, outcome == "of sessions")))) for _ in range(60))
    assert shown <= 3


def _labelled(chance: random.Random, by_session: bool) -> tuple[list[Prompt], list[Prompt]]:
    """Sessions of one to eight prompts with attributes of every kind, and labels that have to do with none of them."""
    sides: tuple[list[Prompt], list[Prompt]] = ([], [])
    for number in range(chance.choice((8, 20, 40))):
        row = session(directory=chance.choice("abc"), parent_id=chance.choice((None, "ses_p")), version=chance.choice("12"))
        unlucky = chance.random() < 0.3
        for _ in range(chance.choice((1, 1, 2, 8))):
            sent = user(chance.randrange(9999), agent=chance.choice("xyz"), variant=chance.choice((None, "high")))
            logged = tuple(record(word) for word in ("loop", "stream", "odd") if chance.random() < 0.5)
            made = prompt(
                message=sent,
                rows=rows(sent, row=row),
                time=sent.time_created,
                parts=(text(chance.choice((3, 30))),),
                records=logged,
            )
            sides[unlucky if by_session else chance.random() < 0.3].append(replace(made, session_id=f"ses_{number}"))
    return sides[True], sides[False]


def test_of_very_many_prompts_an_even_share_is_compared_for_all_causes_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspector.diagnosis.groups.COMPARED", 20)
    bad, good = _sessions(100, _of_message(agent="reviewer")), _sessions(300, _of_message(), start=200)
    items: list[Item] = [
        (p, Entry(Outcome.FAILED, p.session_id, p.time, cause, None, (), p.stage)) for cause in ("a", "b") for p in bad
    ]
    agents = [s for s in contrasts(items, good, world()) if s.attribute == "agent"]
    assert [(s.cause, s.failing, s.working, s.separates) for s in agents] == [
        (cause, (("reviewer", 10),), (("build", 10),), True) for cause in ("a", "b")
    ]


def _item(prompt: Prompt, cause: str) -> Item:
    return prompt, Entry(Outcome.FAILED, prompt.session_id, prompt.time, cause, None, (), prompt.stage)


def test_the_four_causes_with_most_prompts_are_compared() -> None:
    sizes = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5}
    items = [_item(p, cause) for cause, size in sizes.items() for p in _sessions(size, _of_message())]
    found = {s.cause for s in contrasts(items, _sessions(3, _of_message(), start=20), world())}
    assert found == {"two", "three", "four", "five"}


@pytest.mark.parametrize(("prompts", "compared"), [(5000, 5000), (5001, 2501)])
def test_up_to_5000_prompts_are_compared_of_more_every_second(prompts: int, compared: int) -> None:
    same = _of_message()(0)
    items = [_item(same, "one")] * prompts
    (found,) = (s for s in contrasts(items, [same], world()) if s.attribute == "agent")
    assert found.failing == (("build", compared),)


@pytest.mark.slow
def test_time_is_linear_in_the_number_of_prompts() -> None:
    chance = random.Random(3)

    def made(n: int) -> Prompt:
        row = session(directory=f"/srv/{chance.randrange(400)}")
        sent = user(n, agent=chance.choice("xyz"), model_id=f"m{chance.randrange(9)}")
        return prompt(message=sent, rows=rows(sent, row=row), parts=(text(chance.randrange(9000)),), records=(record("loop"),))

    bad, good = _sessions(2000, made), _sessions(2000, made, start=6000)
    assert growth(lambda count: contrast([Comparison(bad[:count], good[:count])], world(LOADED)), 500) < LIMIT
