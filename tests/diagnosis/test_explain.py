"""The manual answers every name a cause goes by."""

from __future__ import annotations

import importlib.util
import json
import re
from importlib import resources
from pathlib import Path

import pytest
from click.testing import CliRunner

import inspector
from inspector.commands import explain as command
from inspector.diagnosis import manual as explain

UNSEEN = ("client-orders-by-id", "command-prompt-dropped", "premature-idle", "status-stuck-busy", "v2-restart-banner")
"""Causes of which neither logs nor rows hold a trace."""
DATA = json.loads(resources.files("inspector").joinpath("data/releases.json").read_text("utf-8"))


@pytest.mark.parametrize("name", sorted(explain.aliases()))
def test_every_other_name_leads_to_a_page_and_hides_none(name: str) -> None:
    ids = {page.id for page in explain.pages()}
    assert explain.aliases()[name] in ids and name not in ids


@pytest.mark.parametrize("name", UNSEEN)
def test_a_cause_that_leaves_no_trace_has_a_section_that_says_where_to_look(name: str) -> None:
    shown = CliRunner().invoke(command.command, [name, "--format", "markdown"]).output
    section = shown.split(f"\n## {name}\n")[1].split("\n## ")[0]
    assert "- Check" in section and "- Remedy" in section


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("drift-seq-not-null", "A newer OpenCode migrated"),
        ("id-wrap-2026-08-14", "wrapped"),
        ("db-locked", "write lock"),
        ("fk-after-delete", "deleted"),
    ],
)
def test_explain_takes_the_name_that_the_knowledge_base_uses(name: str, words: str) -> None:
    done = CliRunner().invoke(command.command, [name])
    assert words in done.output and done.output == CliRunner().invoke(command.command, [explain.aliases()[name]]).output


def test_a_page_on_which_a_remedy_worked_says_who_tried_it() -> None:
    tried, untried = (CliRunner().invoke(command.command, [name]).output for name in ("agent-not-found", "empty-answer"))
    assert "a real server of that version got this remedy" in " ".join(tried.split())
    assert "got this remedy" not in " ".join(untried.split())


def test_a_page_that_only_another_page_is_like_is_not_there() -> None:
    assert explain.page("schema-drif") is None


def said(page: str, pattern: str) -> tuple[str, ...]:
    shown = explain.page(page)
    found = re.search(pattern, shown.text) if shown else None
    assert found, pattern
    return found.groups()


def test_the_page_of_a_drift_names_the_releases_that_the_data_says_break() -> None:
    writes = [
        version
        for version, release in DATA["releases"].items()
        if "session_message" in release["writes"] and "seq" not in DATA["schemas"][release["schema"]]["session_message"]
    ]
    assert said("schema-drift", r"- (\S+) to (\S+) write without seq") == (writes[0], writes[-1])


def test_the_page_of_a_failed_migration_names_the_releases_that_the_data_says_do_not_start() -> None:
    need = next(need for need in DATA["needs"] if need["table"] == "__drizzle_migrations")
    assert said("migration-failed", r"reported for (\S+) to \S+, seen up to (\d+\.\d+\.\d+)\.") == (need["from"], need["to"])


def test_the_facts_in_the_data_are_those_of_its_maker() -> None:
    path = Path(inspector.__file__).parent / "data" / "make_releases.py"
    spec = importlib.util.spec_from_file_location("make_releases", path)
    assert spec and spec.loader
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert {name: DATA[name] for name in maker.FACTS} == maker.FACTS
