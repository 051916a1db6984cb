"""What a live server is still working on is not in trouble, unless its work is in vain."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from inspector import Question, diagnose
from tests.database.databases import START, another_process, made, writing


@pytest.mark.parametrize(("broken", "causes"), [(2, []), (3, ["provider-error"])])
def test_a_prompt_whose_answers_keep_breaking_off_is_in_trouble_while_the_server_goes_on(
    tmp_path: Path, broken: int, causes: list[str]
) -> None:
    path = made(tmp_path, "1.15.13")
    now = int(time.time() * 1000) - START
    with writing(path) as rows:
        rows.session("ses_cut", now)
        rows.user("ses_cut", "msg_cut", now)
        rows.part("ses_cut", "msg_cut", "prt_cut", now, {"type": "text", "text": "hello"})
        for number in range(broken):
            rows.assistant("ses_cut", f"msg_cut_{number}", now, "msg_cut", finish="unknown")
        rows.assistant("ses_cut", "msg_cut_now", now, "msg_cut", time={"created": START + now}, finish=None)
    with another_process(path, "database.execute('select count(*) from session').fetchall()"):
        report = diagnose(Question(logs=(), database=str(path)))
    assert [entry.cause for entry in report.silent] == causes


@pytest.mark.parametrize("answers", [199, 200, 450])
def test_a_prompt_with_more_answers_than_are_read_is_not_lost(tmp_path: Path, answers: int) -> None:
    """A long run of an agent: one prompt, and hundreds of answers that each call a tool. The last one never ended."""
    path = made(tmp_path, "1.15.13")
    with writing(path) as rows:
        rows.session("ses_long", 0)
        rows.user("ses_long", "msg_00000", 0)
        rows.part("ses_long", "msg_00000", "prt_long", 0, {"type": "text", "text": "hello"})
        for number in range(1, answers):
            rows.assistant("ses_long", f"msg_{number:05}", 10 * number, "msg_00000", finish="tool-calls")
        at = 10 * answers
        rows.assistant("ses_long", f"msg_{answers:05}", at, "msg_00000", time={"created": START + at}, finish=None)
    report = diagnose(Question(logs=(), database=str(path)))
    assert [(entry.session_id, entry.message_id) for entry in report.silent] == [("ses_long", "msg_00000")]
