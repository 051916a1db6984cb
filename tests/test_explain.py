"""The manual answers every name a cause goes by."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from inspector import explain
from inspector.commands import explain as command

UNSEEN = ("client-orders-by-id", "command-prompt-dropped", "premature-idle", "status-stuck-busy", "v2-restart-banner")
"""Causes of which neither logs nor rows hold a trace."""


@pytest.mark.parametrize("name", explain.ALIASES)
def test_every_other_name_leads_to_a_page_and_hides_none(name: str) -> None:
    ids = {page.id for page in explain.pages()}
    assert explain.ALIASES[name] in ids and name not in ids


@pytest.mark.parametrize("name", UNSEEN)
def test_a_cause_that_leaves_no_trace_has_a_section_that_says_where_to_look(name: str) -> None:
    shown = CliRunner().invoke(command.command, [name]).output
    section = shown.split(f"\n## {name}\n")[1].split("\n## ")[0]
    assert "- Look" in section and "- Remedy" in section


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
    assert words in done.output and done.output == CliRunner().invoke(command.command, [explain.ALIASES[name]]).output


def test_a_page_that_only_another_page_is_like_is_not_there() -> None:
    assert explain.page("schema-drif") is None
