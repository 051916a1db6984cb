"""The terminal report fits every width, every encoding and every background."""

from __future__ import annotations

import re
from typing import Any

import pytest
from msgspec.structs import replace
from rich.cells import cell_len as cells

from inspector.model import Doubt, LogInput, Problem, StepKind
from inspector.model.notes import InputFact, InputNote
from inspector.model.source import ProblemKind
from inspector.renderers._options import RenderOptions
from inspector.renderers._screen import TEXT_WIDTH, Screen
from inspector.renderers._session import render_story
from inspector.renderers.terminal import render, render_finding, render_plan

from .example import AUDIT, CLEAN, DRIFTED, LOG_ONLY, NOTHING, REPORTS, STORY, TROUBLED, crowd
from .outputs import drawn

VALUES: dict[str, Any] = {**REPORTS, "story": STORY, "audit": AUDIT}


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("width", [30, 40, 60, 100, 200])
@pytest.mark.parametrize("unicode", [True, False])
def test_no_line_is_wider_than_the_terminal_except_commands(value: str, width: int, unicode: bool) -> None:
    output = drawn("terminal", VALUES[value], RenderOptions(width=width, unicode=unicode, verbosity=1)) or ""
    lines = output.splitlines()
    assert lines
    allowed = ("$ ", "https://")  # copied as a whole, so never broken
    assert [line for line in lines if cells(line) > width and not line.lstrip().startswith(allowed)] == []
    assert [line for line in lines if line != line.rstrip()] == []


def test_every_command_stands_on_a_line_of_its_own() -> None:
    lines = [line.strip() for line in render(TROUBLED, RenderOptions(width=40, verbosity=1)).splitlines()]
    commands = [step for group in TROUBLED.causes for step in group.remedy if step.startswith("$ ")]
    assert commands
    assert [command for command in commands if command not in lines] == []


def test_verdict_is_the_first_line_and_the_last_with_the_exit_code() -> None:
    for verbosity in (0, 1):
        lines = render(TROUBLED, RenderOptions(width=200, verbosity=verbosity)).splitlines()
        assert lines[0].startswith(
            "✗ 4 prompts in 4 sessions got no answer and 1 request was refused, 2026-11-22 07:26:35 to 07:27:28 UTC."
        )
        last = " ".join(" ".join(lines[-3:]).split())
        assert (
            "✗ 5 prompts in trouble (1 refused), 3 causes: schema-drift (2), id-wrap (1), request-rejected (1); 1 not decided."
            in last
        )
        assert last.endswith("Exit code 3.")


def test_one_cause_fits_a_screen() -> None:
    one = replace(
        TROUBLED, failures=DRIFTED, silent=(), rejected=(), causes=TROUBLED.causes[:1], problems=(), notes=(), requests=()
    )
    lines = render(one, RenderOptions(width=80)).splitlines()
    assert len(lines) <= 25
    assert lines[-1] == "✗ 2 prompts in trouble: schema-drift (high).  More: -v  Exit code 1."


def test_the_first_fix_of_several_causes_says_that_the_database_is_copied_first() -> None:
    lines = [line.strip() for line in render(TROUBLED, RenderOptions(width=200)).splitlines()]
    fixes = [line for line in lines if line.startswith("Fix ")]
    copied = [any(step.kind is StepKind.COPY for step in group.plan) for group in TROUBLED.causes]
    assert True in copied and [("copy the database (--plan shows how)" in line) for line in fixes] == copied


def test_several_causes_name_the_sessions_of_each() -> None:
    text = render(TROUBLED, RenderOptions(width=80))
    firsts = [group.sessions[0] for group in TROUBLED.causes if group.sessions]
    assert len(firsts) > 1
    assert [session for session in firsts if session not in text] == []


def test_short_lines_are_aligned_for_a_person_and_parted_by_tabs_for_programs() -> None:
    brief = replace(TROUBLED, notes=(), problems=())
    rows = [line.split("\t") for line in render(brief, RenderOptions(verbosity=-1)).splitlines()]
    assert [len(row) for row in rows] == [5, 5, 5, 5]
    lines = render(brief, RenderOptions(verbosity=-1, paths_shown=True)).splitlines()
    assert {line.index(row[1], len(row[0])) for line, row in zip(lines, rows, strict=True)} == {
        max(len(row[0]) for row in rows) + 2
    }


def test_nothing_is_wrong_is_never_the_last_word_where_nothing_was_seen() -> None:
    assert "Nothing is wrong" not in render(LOG_ONLY, RenderOptions())
    assert render(CLEAN, RenderOptions()).splitlines()[-1] == "✓ Nothing is wrong.  More: -v  Exit code 0."


@pytest.mark.parametrize("verbosity", [0, 1])
def test_nothing_is_green_after_a_red_verdict(verbosity: int) -> None:
    output = render(replace(TROUBLED, problems=()), RenderOptions(color=True, verbosity=verbosity))
    assert output.startswith("\x1b[1;31m✗")
    assert not re.findall("\x1b\\[(?:[0-9]+;)*32m", output)


def test_text_ends_at_a_readable_width_on_a_wide_terminal() -> None:
    lines = render(TROUBLED, RenderOptions(width=200, verbosity=1)).splitlines()
    assert max(cells(line) for line in lines if "$ " not in line and not re.search("[A-Z]{4,}|  \\S+  ", line)) <= TEXT_WIDTH


def test_the_plan_is_a_checklist_with_whole_commands() -> None:
    lines = render_plan(TROUBLED, RenderOptions(width=60)).splitlines()
    steps = [step for group in TROUBLED.causes for step in group.plan]
    assert sum(line.startswith("[ ] ") for line in lines) == len(steps)
    commands = [f"$ {command}" for step in steps for command in step.commands]
    assert [command for command in commands if command not in [line.strip() for line in lines]] == []


def test_without_colour_there_is_no_escape_and_with_it_only_basic_colours() -> None:
    assert "\x1b" not in render(TROUBLED, RenderOptions())
    codes = re.findall("\x1b\\[([0-9;]*)m", render(TROUBLED, RenderOptions(color=True)))
    assert {part for code in codes for part in code.split(";")} <= {"0", "1", "2", "31", "32", "33", "35", "36"}


def test_only_signs_have_colours_that_are_unreadable_on_white_or_on_black() -> None:
    output = render(TROUBLED, RenderOptions(color=True, verbosity=1))
    assert {text.strip() for text in re.findall("\x1b\\[(?:1;)?(?:32|33|36)m(.*?)\x1b", output)} <= set("✓•◆▸■?!")


def test_colour_changes_nothing_but_colour() -> None:
    plain = render(TROUBLED, RenderOptions(width=77, verbosity=1))
    colored = render(TROUBLED, RenderOptions(width=77, verbosity=1, color=True))
    assert re.sub("\x1b\\[[0-9;]*m", "", colored) == plain


def test_without_unicode_all_is_ascii_even_the_data() -> None:
    report = replace(TROUBLED, notes=(InputNote(InputFact.COMMAND, ("Прод für 日本 😀",)),))
    output = render(report, RenderOptions(unicode=False))
    assert output.isascii()
    assert "\\u041f" in output and "f\\xfcr" in output and "\\U0001f600" in output


def test_wide_characters_count_two_columns() -> None:
    assert cells("日本") == 4 and cells("e\u0301") == 1
    screen = Screen(RenderOptions(width=30))
    screen.paragraph(("日" * 100, ""))
    assert [cells(line) for line in screen.text().splitlines()] == [30] * 6 + [20]


def test_quiet_is_one_line_for_each_cause() -> None:
    lines = render(replace(TROUBLED, notes=()), RenderOptions(width=40, verbosity=-1)).splitlines()
    assert [line.split("\t")[:2] for line in lines] == [
        ["schema-drift", "high"],
        ["id-wrap", "medium"],
        ["request-rejected", "high"],
        ["not decided", "-"],
        ["not checked", "log/opencode.log"],
    ]


def test_verbose_shows_every_clue_with_its_weight_and_source() -> None:
    output = re.sub(r"\s+", " ", render(TROUBLED, RenderOptions(verbosity=1, width=200)))
    for entry in (*TROUBLED.failures, *TROUBLED.silent):
        for clue in entry.evidence if not (entry.recovered or entry.expected) else ():
            assert clue.text in output and clue.source in output
    assert "[conclusive]" in output and "fingerprint: 1:schema-drift" in output


def test_more_evidence_than_fits_is_counted() -> None:
    group = replace(TROUBLED.causes[0], evidence=TROUBLED.causes[0].evidence[:1] * 7)
    finding = render_finding(replace(TROUBLED.failures[0], evidence=group.evidence), group, 1, RenderOptions())
    assert "… 3 more with -v" in finding


def test_a_crowd_is_cut_and_the_rest_is_counted() -> None:
    output = render(crowd(300), RenderOptions(verbosity=1))
    assert "… 280 more, see --format json" in output
    short = render(crowd(300), RenderOptions(width=80))
    assert "and 299 more" in short and len(short.splitlines()) < 30


def test_expected_and_recovered_prompts_are_one_line() -> None:
    output = render(TROUBLED, RenderOptions(width=200))
    assert "2 more prompts need no action: 1 in a session that was answered later and 1 that was stopped on purpose." in output
    assert "ses_dfddb0001ffeAAAAAAAAAAAAAA" not in output and "provider-error" not in output


def test_found_nothing_not_looked_and_cannot_tell_are_three_sentences() -> None:
    whole = RenderOptions(verbosity=1)
    assert "• There is no “prompt_async failed” record in this log." in render(CLEAN, whole)
    assert "– database rows: no database was given (--db)" in render(LOG_ONLY, whole)
    assert "Not checked: database (--db), requests." in render(LOG_ONLY, RenderOptions())
    assert "? This evidence does not show whether other prompts were answered." in render(LOG_ONLY, whole)
    assert "• No unanswered prompt was found in the database's rows." in render(CLEAN, whole)
    nothing = render(NOTHING, RenderOptions())
    assert nothing.startswith("? No input could be read, so inspector cannot tell whether prompts failed.")
    assert "Nothing is wrong" not in nothing


def test_a_report_on_some_sessions_says_nothing_about_the_others() -> None:
    whole = RenderOptions(verbosity=1)
    one = render(replace(CLEAN, limited_to=("ses_one",)), whole)
    assert "• There is no “prompt_async failed” record of this session in this log." in one
    assert "– Only ses_one was checked." in one
    unknown = Problem("ses_x", "this session ID was not found in any input", ProblemKind.UNKNOWN_SESSION)
    none = render(replace(CLEAN, limited_to=("ses_x",), problems=(unknown,), doubts=(Doubt.NO_SUCH_SESSION,)), whole)
    assert "prompt_async failed" not in none and "No unanswered prompt" not in none and "answered." not in none


def test_a_log_that_could_not_be_opened_is_not_counted_as_checked() -> None:
    closed = LogInput("closed.log", 0, (), None, None)
    report = replace(
        TROUBLED, logs=(*TROUBLED.logs, closed), problems=(Problem("closed.log", "cannot be read: Permission denied"),)
    )
    assert len(TROUBLED.logs) == 2
    assert "Checked: 2 logs, " in render(report, RenderOptions())


def test_a_session_without_a_row_says_whether_a_database_was_read() -> None:
    story = replace(STORY, row=None)
    assert "The database has no row of this session." in render_story(story, RenderOptions())
    unread = replace(story, report=replace(story.report, database=None))
    assert "No database was read, so the session's row is not known (--db)." in render_story(unread, RenderOptions())


def test_an_incomplete_clean_report_does_not_claim_to_be_clean() -> None:
    output = render(replace(CLEAN, problems=TROUBLED.problems), RenderOptions())
    assert output.startswith("? No prompt is known to be in trouble, but 1 thing could not be read: log/opencode.log")
    assert "✓ Nothing" not in output


def test_unredacted_is_said_at_the_top_and_the_bottom() -> None:
    output = render(replace(TROUBLED, redacted=False, redactions={}), RenderOptions(verbosity=1))
    assert output.count("NOT REDACTED") == 2
