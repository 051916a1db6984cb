"""Answers that are cut short before 1.18.20: listed only where the same model ends another answer with a reason and with tokens."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question
from tests.database.databases import made, writing

CUT = {"input": 0, "output": 0}
COUNTED = {"input": 10, "output": 3}


@pytest.mark.parametrize(
    ("tokens", "other", "other_finish", "listed"),
    [
        (CUT, COUNTED, "stop", ["provider-error"]),
        (CUT, CUT, "stop", []),
        (CUT, COUNTED, "unknown", []),
        (COUNTED, COUNTED, "stop", []),
    ],
    ids=["cut", "provider counts no tokens", "provider gives no reasons", "stream came to its end"],
)
def test_a_cut_answer_is_listed_where_the_models_other_answers_are_whole(
    tokens: dict[str, int], other: dict[str, int], other_finish: str, listed: list[str], tmp_path: Path
) -> None:
    with writing(made(tmp_path, "1.17.19")) as writer:
        for number, (used, finish) in enumerate([(other, other_finish), (tokens, "unknown")], 1):
            session, sent, answer = f"ses_{number}", f"msg_{number}a", f"msg_{number}b"
            writer.session(session)
            writer.user(session, sent, number * 10)
            writer.part(session, sent, f"prt_{number}a", number * 10, {"type": "text", "text": "hello"})
            writer.assistant(session, answer, number * 10 + 1, sent, finish=finish, tokens=used)
            writer.part(session, answer, f"prt_{number}b", number * 10 + 1, {"type": "text", "text": "Sure"})
    question = Question((), database=str(tmp_path / "opencode.db"), server_version="1.17.19")
    assert [entry.cause for entry in diagnose(question).silent] == listed
