"""The README says what is so: its table of causes, its commands, the files it names."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from inspector.commands import diagnose
from inspector.diagnosis.manual import causes, pages
from inspector.rules import rules

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
HEADINGS = ("What happens", "Why", "How to tell it from similar causes", "Remedy", "Versions", "Sources")


def test_the_table_of_causes_is_the_catalogue() -> None:
    rows = dict(re.findall(r"^\| `([a-z-]+)` \| (.+) \|$", README, re.MULTILINE))
    assert {cause: rows.get(cause) for cause in rules()} == {cause: rule.title for cause, rule in rules().items()}


def test_every_manual_page_has_its_six_headings_in_order() -> None:
    for page in causes():
        places = [re.search(rf"^{re.escape(heading)}$", page.text, re.MULTILINE) for heading in HEADINGS]
        assert all(places), page.id
        starts = [match.start() for match in places if match]
        assert starts == sorted(starts), page.id


def test_the_page_for_client_authors_is_there() -> None:
    assert any(page.id == "request-shape" and not page.cause for page in pages())


def test_files_that_the_readme_names_exist() -> None:
    named = re.findall(r"`((?:inspector|tests|samples)/[\w./-]+)`", README) + re.findall(r"\]\((samples/[^)]+)\)", README)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_ci_runs_the_readme_test_command() -> None:
    command = next(line for line in README.splitlines() if line.endswith("-m pytest"))
    assert command in (ROOT / ".ci" / "run").read_text("utf-8")


def test_the_first_command_of_the_readme_names_the_drift() -> None:
    line = next(line for line in README.splitlines() if ".venv/bin/inspector diagnose samples/" in line)
    arguments = shlex.split(line.split(".venv/bin/inspector diagnose ")[1])
    result = CliRunner().invoke(diagnose.command, [str(ROOT / a) if a.startswith("samples/") else a for a in arguments])
    assert "session_message.seq" in result.output
