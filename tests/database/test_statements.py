"""The SQL kept with the package is what SQLAlchemy builds; only a schema that is not known loads it."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.data import make_statements
from tests.database.databases import SAMPLES, made, writing

READ = """
import sys
from inspector.database import open_database
with open_database(sys.argv[1]) as database:
    database.facts()
    found = [*database.hunt(), *database.recent(), "ses_1"]
    read = list(database.sessions(found, messages=int(sys.argv[2])))
    assert len(read) == len(set(found))
    assert any(rows.capped for rows in read) == (sys.argv[2] == "7")
    assert not database.problems
print("sqlalchemy" in sys.modules)
"""


def loads_sqlalchemy(path: Path, messages: int = 1000) -> bool:
    done = subprocess.run(
        [sys.executable, "-c", READ, str(path), str(messages)], capture_output=True, text=True, timeout=60, check=True
    )
    return {"True\n": True, "False\n": False}[done.stdout]


def test_the_statements_kept_are_those_that_are_built() -> None:
    kept = json.loads(make_statements.TARGET.read_text("utf-8"))
    assert kept == make_statements.statements(), "run inspector/data/make_statements.py"


@pytest.mark.parametrize("sample", sorted(path.stem for path in SAMPLES.glob("*.sql")))
def test_a_known_schema_is_read_without_sqlalchemy(sample: str, tmp_path: Path) -> None:
    assert not loads_sqlalchemy(made(tmp_path, sample))


def test_any_number_of_newest_messages_is_read_without_sqlalchemy(tmp_path: Path) -> None:
    path = made(tmp_path, "1.17.19")
    with writing(path) as writer:
        writer.session("ses_1")
        for number in range(9):
            writer.message("ses_1", f"msg_{number}", number, {"role": "user"})
    assert not loads_sqlalchemy(path, messages=7)


def test_a_schema_of_another_shape_is_read_with_statements_built_for_it(tmp_path: Path) -> None:
    session_v2 = "CREATE TABLE session_v2 (id text PRIMARY KEY, version text, time_created integer, time_updated integer)"
    row = "INSERT INTO session_v2 VALUES ('ses_1', '2.0.0', 1, 2)"
    assert loads_sqlalchemy(made(tmp_path, "1.17.19", session_v2, row))


def test_an_ordinary_diagnosis_loads_no_sqlalchemy(tmp_path: Path) -> None:
    case = shutil.copytree(SAMPLES.parent / "drift-1.15.13-via-1.17.0", tmp_path / "case")
    arguments = ["diagnose", str(case / "server.log"), "--db", str(case / "opencode.db")]
    code = f"import sys; from inspector.cli.main import run; run({arguments}); print('sqlalchemy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert "schema-drift" in done.stdout
    assert done.stdout.endswith("\nFalse\n")
