"""``verify`` compares what failed before a remedy with what happened since."""

from __future__ import annotations

import json
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verify import Before, Failed, _verified, read_report
from inspector.errors import UsageError
from inspector.model import Cure, Outcome, Report, StepKind
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from tests.renderers.example import CLEAN, DRIFTED, TROUBLED
from tests.rules.cases import NEXT, RUN, prompt, user, world

CAUSE = "agent-not-found"
FIRST = replace(DRIFTED[0], cause=CAUSE)
GROUP = replace(TROUBLED.causes[0], cause=CAUSE, plan=())


def before(*entries: Failed) -> Before:
    return Before(entries, needs_restart=False)


def failed(session: str, seconds: float) -> Failed:
    assert FIRST.time
    return Failed(session, FIRST.time + timedelta(seconds=seconds), None, "ghost", None, "1.18.33")


def report(*seconds: float) -> Report:
    """A report with one entry of the cause at each of these moments."""
    assert FIRST.time
    entries = tuple(replace(FIRST, session_id=f"ses_{n}", time=FIRST.time + timedelta(seconds=s)) for n, s in enumerate(seconds))
    return replace(CLEAN, failures=entries, causes=(GROUP,) if entries else ())


def answered(session: str, seconds: float) -> Prompt:
    assert FIRST.time
    return replace(
        prompt(session_id=session), outcome=Outcome.ANSWERED, time=FIRST.time + timedelta(seconds=seconds), message=user()
    )


def after(*prompts: Prompt) -> World:
    return replace(world(logs=None, facts=None), prompts=prompts)


@pytest.mark.parametrize(
    ("old", "now", "since", "cure"),
    [
        ((), (), (), Cure.ABSENT),
        ((0,), (0,), (), Cure.NOT_TRIED),
        ((0,), (0,), (("ses_0", 10),), Cure.CURED),
        ((0,), (0,), (("ses_other", 10),), Cure.NOT_TRIED),
        ((0,), (0, 20), (("ses_0", 10),), Cure.NOT_CURED),
        ((0,), (0, 20), (("ses_1", 30),), Cure.CURED),
        ((0,), (0, 20), (("ses_0", 30),), Cure.NOT_CURED),
    ],
)
def test_the_verdict(old: tuple[float, ...], now: tuple[float, ...], since: tuple[tuple[str, float], ...], cure: Cure) -> None:
    saved = before(*(failed(f"ses_{n}", seconds) for n, seconds in enumerate(old)))
    found = _verified(CAUSE, saved, report(*now), after(*(answered(*each) for each in since)))
    assert found.cure is cure


def test_a_prompt_that_is_itself_answered_now_is_cured() -> None:
    waiting = replace(failed("ses_0", 0), message_id=user().id)
    found = _verified(CAUSE, before(waiting), report(), after(answered("ses_0", -1)))
    assert (found.cure, found.answered_again) == (Cure.CURED, 1)


def test_a_saved_report_gives_the_causes_that_needed_somebody(tmp_path: Path) -> None:
    from inspector.renderers._options import RenderOptions
    from inspector.renderers.json import render

    path = tmp_path / "before.json"
    path.write_text(render(TROUBLED, RenderOptions()))
    found = read_report(path)
    assert set(found) == {"schema-drift", "id-wrap", "request-rejected"}
    assert len(found["schema-drift"].failed) == 2 and found["schema-drift"].needs_restart


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"schema": "other/1"}', '{"schema": "inspector.report/1", "failures": 1}'])
def test_what_is_not_a_report_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "before.json"
    path.write_text(content)
    with pytest.raises(UsageError, match="Not a saved report"):
        read_report(path)


def test_json_names_the_cure_in_words(tmp_path: Path) -> None:
    from inspector.renderers._options import RenderOptions
    from inspector.renderers.json import render_verification

    found = _verified(CAUSE, before(failed("ses_0", 0)), report(0), after())
    made = json.loads(render_verification((found,), RenderOptions()))
    assert (made["schema"], made["causes"][0]["cure"]) == ("inspector.verify/1", "not yet tried")


@pytest.mark.parametrize(("size", "is_read"), [(1_073_741_824, True), (1_073_741_825, False)])
def test_a_saved_report_has_a_gibibyte(size: int, is_read: bool) -> None:
    report = b'{"schema": "inspector.report/1", "failures": [], "silent": [], "rejected": [], "causes": []}'
    path = SimpleNamespace(stat=lambda: SimpleNamespace(st_size=size), read_bytes=lambda: report)
    with nullcontext() if is_read else pytest.raises(UsageError):
        read_report(path)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("run", "cure"), [("bbbbbbbb", Cure.NOT_CURED), ("aaaaaaaa", Cure.NOT_TRIED)], ids=["its run", "an older run"]
)
def test_a_prompt_that_fails_in_the_second_in_which_the_server_started_counts_by_its_run(run: str, cure: Cure) -> None:
    assert FIRST.time
    begun = replace(NEXT, first_time=FIRST.time + timedelta(seconds=60))
    again = replace(FIRST, session_id="ses_again", time=begun.first_time, run=run)
    now = replace(CLEAN, failures=(replace(FIRST, run="aaaaaaaa"), again), causes=(GROUP,))
    known = Before((failed("ses_0", 0),), needs_restart=True)
    assert _verified(CAUSE, known, now, world(runs=(RUN, begun), facts=None)).cure is cure


@pytest.mark.parametrize(
    ("run", "cure"), [("aaaaaaaa", Cure.NOT_CURED), ("bbbbbbbb", Cure.NOT_TRIED)], ids=["another run", "the new run"]
)
def test_a_server_that_starts_in_the_second_of_a_failure_came_after_it_where_that_was_another_run(run: str, cure: Cure) -> None:
    begun = replace(NEXT, first_time=FIRST.time)
    again = replace(FIRST, session_id="ses_again", run="bbbbbbbb")
    plan = (replace(TROUBLED.causes[0].plan[0], kind=StepKind.RESTART),)
    now = replace(CLEAN, failures=(replace(FIRST, run=run), again), causes=(replace(GROUP, plan=plan),))
    assert _verified(CAUSE, None, now, world(runs=(RUN, begun), facts=None)).cure is cure
