"""Answers that hold nothing to show: found in the rows of a database, and told from those that show something."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question
from tests.database.databases import START as BEGAN, made, writing

START = {"type": "step-start"}
END = {"type": "step-finish", "reason": "stop"}


def causes(path: Path, *parts: dict[str, Any], finish: str = "stop", **answer: Any) -> list[str | None]:
    with writing(made(path, "1.17.19")) as writer:
        writer.session("ses_a")
        writer.user("ses_a", "msg_1", 1)
        writer.part("ses_a", "msg_1", "prt_1", 1, {"type": "text", "text": "hello"})
        writer.assistant("ses_a", "msg_2", 2, "msg_1", finish=finish, **answer)
        for number, part in enumerate((START, *parts, END), 2):
            writer.part("ses_a", "msg_2", f"prt_{number}", number, part)
    return [entry.cause for entry in diagnose(Question((), database=str(path / "opencode.db"))).silent]


@pytest.mark.parametrize(
    "parts",
    [(), ({"type": "reasoning", "text": "Let me think."},), ({"type": "text", "text": "\n \n"},)],
    ids=["no part", "reasoning only", "blanks only"],
)
def test_an_answer_with_nothing_to_show_is_listed(parts: tuple[dict[str, Any], ...], tmp_path: Path) -> None:
    assert causes(tmp_path, *parts) == ["empty-answer"]


@pytest.mark.parametrize(
    "part",
    [
        {"type": "text", "text": "."},
        {
            "type": "tool",
            "tool": "bash",
            "state": {"status": "completed", "input": {}, "output": "", "time": {"start": 1, "end": 2}},
        },
        {"type": "file", "mime": "image/png", "url": "data:"},
    ],
    ids=["text", "tool", "file"],
)
def test_an_answer_that_shows_something_is_healthy(part: dict[str, Any], tmp_path: Path) -> None:
    assert causes(tmp_path, part) == []


def test_a_structured_answer_has_no_text_and_is_healthy(tmp_path: Path) -> None:
    tool = {
        "type": "tool",
        "tool": "StructuredOutput",
        "state": {"status": "completed", "input": {}, "output": "", "time": {"start": 1, "end": 2}},
    }
    assert causes(tmp_path, tool, finish="tool-calls", structured={"answer": "yes"}) == []


def test_an_answer_whose_parts_are_all_gone_is_not_called_empty(tmp_path: Path) -> None:
    with writing(made(tmp_path, "1.17.19")) as writer:
        writer.session("ses_a")
        writer.user("ses_a", "msg_1", 1)
        writer.assistant("ses_a", "msg_2", 2, "msg_1")
    assert diagnose(Question((), database=str(tmp_path / "opencode.db"))).silent == ()


@pytest.mark.parametrize(
    ("ended", "end", "silent"),
    [(3, END, 0), (None, END, 1), (3, {"type": "step-finish", "reason": "tool-calls"}, 1), (3, None, 1)],
    ids=["whole", "the text has no end", "the step called a tool", "the step has no end"],
)
def test_an_answer_that_is_stored_whole_needs_no_end_of_its_message(
    ended: int | None, end: dict[str, Any] | None, silent: int, tmp_path: Path
) -> None:
    """As a server leaves it that is stopped just behind an answer."""
    with writing(made(tmp_path, "1.17.19")) as writer:
        writer.session("ses_a")
        writer.user("ses_a", "msg_1", 1)
        writer.part("ses_a", "msg_1", "prt_1", 1, {"type": "text", "text": "hello"})
        writer.assistant("ses_a", "msg_2", 2, "msg_1", time={"created": BEGAN + 2})
        times = {"start": 2} if ended is None else {"start": 2, "end": ended}
        parts = [START, {"type": "text", "text": "Sure.", "time": times}, *([end] if end else [])]
        for number, part in enumerate(parts, 2):
            writer.part("ses_a", "msg_2", f"prt_{number}", number, part)
    assert len(diagnose(Question((), database=str(tmp_path / "opencode.db"))).silent) == silent
