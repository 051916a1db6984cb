"""The catalogue of table forms: one module is enough to read a table that no OpenCode has written yet."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from inspector.catalogue import modules
from inspector.cli.group import inspector
from inspector.database import schemas
from tests.database.databases import START, made, writing

DUMMY = '''"""``session_message`` whose rows are numbered by ``position``: in no OpenCode yet."""

from inspector.database.schemas._form import Form
from inspector.database.schemas.session_message_plain import PATHS, projected_row


def row(columns, picked):
    id, session, kind, data, position = columns
    return projected_row((id, session, kind, data, None, position), picked)


FORM = Form(
    table="session_message",
    kind="projected",
    needs=("id", "session_id", "type", "data", "position"),
    order="position",
    json="data",
    paths=PATHS,
    row=row,
)
'''
SESSION = "ses_dfde75ca1ffeePXeAd6SpuRx72"


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """An answered prompt, whose rows only ``position`` puts in order."""
    path = made(tmp_path, "1.17.19", "ALTER TABLE session_message RENAME COLUMN seq TO position")
    with writing(path) as writer:
        writer.session(SESSION)
        rows = (
            ("msg_2", "assistant", 2, {"time": {"created": START + 1, "completed": START + 2}, "finish": "stop"}),
            ("msg_1", "user", 1, {"time": {"created": START}, "text": "hello"}),
        )
        for id, kind, position, data in rows:
            writer.insert(
                "session_message",
                id=id,
                session_id=SESSION,
                type=kind,
                position=position,
                data=json.dumps(data),
                time_created=START,
                time_updated=START,
            )
    return path


@pytest.fixture
def positioned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The dummy form, beside the others while the test runs."""
    folder = tmp_path / "forms"
    folder.mkdir()
    (folder / "session_message_positioned.py").write_text(DUMMY, encoding="utf-8")
    monkeypatch.setattr(schemas, "__path__", [*schemas.__path__, str(folder)])
    modules.cache_clear()
    yield
    monkeypatch.undo()
    sys.modules.pop("inspector.database.schemas.session_message_positioned")
    modules.cache_clear()


def _silent(database: Path) -> list[str]:
    done = CliRunner().invoke(inspector, ["diagnose", "--db", str(database), "--format", "json"])
    return [entry["session_id"] for entry in json.loads(done.stdout)["silent"]]


@pytest.mark.usefixtures("positioned")
def test_a_new_module_is_a_new_form_on_the_command_line(database: Path) -> None:
    assert _silent(database) == []


def test_without_the_module_nothing_shows_that_the_answer_came_after_the_prompt(database: Path) -> None:
    assert _silent(database) == [SESSION]
