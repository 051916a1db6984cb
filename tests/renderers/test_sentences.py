"""What every format says of a report, tested where the expected files have no case for it."""

from __future__ import annotations

from datetime import UTC, timedelta, timezone

import pytest
from msgspec.structs import replace

from inspector.model import Break, BreakKind, Difference, Doubt, IdMaker, MadeBy, Step, StepKind
from inspector.model.notes import EraContradiction, InputFact, InputNote
from inspector.renderers import _sentences as say, html, markdown, terminal
from inspector.renderers._options import RenderOptions
from inspector.renderers._sentences.makers import why_maker
from inspector.renderers._sentences.notes import note_text
from inspector.renderers._sentences.taken import taken_text

from .example import AUDIT, CLEAN, DRIFT, OPEN, TROUBLED
from .test_html import Elements

FITS = replace(DRIFT, breaks=(), foreign=())


def test_times_move_to_the_zone_asked_for_except_in_what_others_said_and_where_they_are_none() -> None:
    zone = timezone(timedelta(hours=2))
    for text, moved in (
        ("at 2026-11-22 07:11:31 UTC.", "at 2026-11-22 09:11:31 UTC+02:00."),
        ("at 2026-11-22 07:11:31.250 UTC", "at 2026-11-22 09:11:31.250 UTC+02:00"),
        ("it said “resets 2026-02-20 00:00:00 UTC” and", "it said “resets 2026-02-20 00:00:00 UTC” and"),
        ("“cut off 2026-02-20 00:00:00 UTC", "“cut off 2026-02-20 00:00:00 UTC"),
        ("“a” 2026-02-20 00:00:00 UTC", "“a” 2026-02-20 02:00:00 UTC+02:00"),
        ("2026-02-30 00:00:00 UTC", "2026-02-30 00:00:00 UTC"),
        ("0000-00-00 00:00:00 UTC", "0000-00-00 00:00:00 UTC"),
    ):
        assert say.in_zone((text,), zone) == (moved,)
    entry = replace(OPEN, error={"message": "resets 2026-02-20 00:00:00 UTC"})
    assert say.in_zone(entry, zone).error == entry.error


def test_a_cause_whose_prompts_all_need_nobody_raises_no_alarm() -> None:
    first = TROUBLED.causes[0]
    settled = replace(
        TROUBLED,
        failures=tuple(replace(e, expected=True) if e.cause == first.cause else e for e in TROUBLED.failures),
        silent=tuple(replace(e, expected=True) if e.cause == first.cause else e for e in TROUBLED.silent),
    )
    assert first in say.present(TROUBLED)
    assert first in say.past(settled) and first not in say.present(settled)
    assert say.headline(settled) != say.headline(TROUBLED)
    for draw, options in (
        (terminal.render, RenderOptions(verbosity=1)),
        (markdown.render, RenderOptions()),
        (html.render, RenderOptions()),
    ):
        assert "Needs no action" in draw(settled, options)
        assert "Needs no action" not in draw(TROUBLED, options)


def test_a_time_after_the_end_of_the_logs_is_no_clean_verdict() -> None:
    last = max(log.last_time for log in CLEAN.logs if log.last_time)
    late = replace(CLEAN, since=last + timedelta(hours=1), worked=0, doubts=(Doubt.OUT_OF_TIME,))
    assert say.headline(late).startswith(f"Nothing to check after {say.stamp(late.since, UTC)}: the logs cover ")
    assert terminal.render(late, RenderOptions()).startswith("? ")


def test_a_time_before_the_beginning_of_the_logs_is_no_clean_verdict_whatever_was_answered_since() -> None:
    first = min(log.first_time for log in CLEAN.logs if log.first_time)
    early = replace(CLEAN, until=first - timedelta(hours=1), worked=6, doubts=(Doubt.OUT_OF_TIME,))
    assert say.headline(early).startswith(f"Nothing to check before {say.stamp(early.until, UTC)}: the logs cover ")
    assert terminal.render(early, RenderOptions()).startswith("? ")


def test_a_time_after_the_newest_row_is_no_clean_verdict_where_rows_are_all_there_is() -> None:
    assert CLEAN.database and CLEAN.database.newest_row
    newest = CLEAN.database.newest_row
    late = replace(CLEAN, logs=(), since=newest + timedelta(hours=1), worked=0, doubts=(Doubt.OUT_OF_TIME,))
    assert say.headline(late).startswith("Nothing to check after ")
    assert say.headline(late).endswith(f"the newest row is from {say.stamp(newest, UTC)}.")


def test_a_command_with_something_hidden_in_it_says_what_to_put_there() -> None:
    steps = ("Abort it:", "$ curl -X POST 'http://127.0.0.1:4096/session/ses_1/abort?directory=[home-1]/proj'")
    assert say.stand_in(steps).startswith("[home-1] is redacted.")
    assert say.stand_in(("Make [home-1]/task again.", "$ true [note-1]")) == ""
    unknown = ("$ curl -X POST 'http://127.0.0.1:4096/permission/PERMISSION_ID/reply?directory=SESSION_DIRECTORY'",)
    assert say.stand_in(unknown) == (
        "Put the session's directory in place of SESSION_DIRECTORY (GET /session/ID shows it). "
        "Put the ID of the request in place of PERMISSION_ID (GET /permission lists them)."
    )
    plan = (Step(StepKind.CONFIGURE, steps[0], (steps[1].removeprefix("$ "),)),)
    group = replace(TROUBLED.causes[0], plan=plan)
    for draw in (terminal.render, markdown.render, html.render):
        assert "For a command you can paste: --no-redact." in draw(replace(TROUBLED, causes=(group,)), RenderOptions(width=200))


def test_prompts_between_which_the_same_would_decide_are_told_together() -> None:
    open_case = next(entry for entry in TROUBLED.silent if entry.cause is None)
    more = tuple(replace(open_case, session_id=f"ses_dfddb000{n}ffeDDDDDDDDDDDDDD") for n in range(3))
    output = terminal.render(replace(TROUBLED, silent=more), RenderOptions(width=200, verbosity=1)).split("Ruled out")[0]
    assert all(entry.session_id in output for entry in more if entry.session_id)
    assert output.count("to settle it: ") == 1


def test_a_zone_that_is_its_own_offset_is_named_once() -> None:
    assert say.zone_of(timezone(timedelta(hours=5, minutes=30))) == "UTC+05:30"


def test_a_server_that_will_fail_is_warned_of_before_a_prompt_has_failed() -> None:
    doomed = replace(CLEAN, drifts=(DRIFT,))
    assert f"{DRIFT.version} wrote to this database and cannot fully work" in say.ahead(doomed)
    assert say.ahead(doomed, asked=DRIFT) == ""
    assert say.ahead(replace(CLEAN, drifts=(FITS,))) == ""
    assert say.ahead(doomed) in " ".join(terminal.render(doomed, RenderOptions(width=400)).split())
    assert say.ahead(doomed) in terminal.render(doomed, RenderOptions(verbosity=-1))


def test_releases_of_which_the_same_is_said_stand_together_and_none_between_is_claimed() -> None:
    releases = tuple(
        replace(fitting, version=version)
        for version, fitting in (("1.1.0", FITS), ("1.2.0", FITS), ("1.3.0", DRIFT), ("1.4.0", FITS))
    )
    audit = replace(AUDIT, asked=None, releases=releases, report=CLEAN)
    assert [say.versions(group) for group in say.neighbouring(releases)] == ["1.1.0 to 1.2.0", "1.3.0", "1.4.0"]
    assert say.audit_headline(audit) == "Releases that can run on it as it is: 1.1.0 to 1.2.0, 1.4.0."


def test_the_sign_of_an_audit_is_that_of_its_sentence() -> None:
    harmless = replace(DRIFT, breaks=(replace(DRIFT.breaks[0], kind=BreakKind.TOO_OLD),))
    cases = (
        (None, TROUBLED, "bad", "✗ "),
        (None, CLEAN, "good", "✓ "),
        (FITS, TROUBLED, "good", "✓ "),
        (harmless, CLEAN, "caution", "! "),
        (DRIFT, CLEAN, "bad", "✗ "),
        (replace(FITS, known=False), CLEAN, "unknown", "? "),
    )
    for asked, report, tone, sign in cases:
        audit = replace(AUDIT, asked=asked, report=replace(report, problems=()))
        assert say.audit_tone(audit) == tone
        assert terminal.render_audit(audit, RenderOptions()).startswith(sign)
        assert bool(say.beside(audit)) == (asked is not None and report is TROUBLED)
        for draw in (terminal, markdown, html):
            assert say.beside(audit) in draw.render_audit(audit, RenderOptions(width=300))


def test_a_release_that_is_not_known_is_said_to_be_judged_by_another_or_not_at_all() -> None:
    strange = replace(FITS, known=False, nearest=None)
    assert say.fits(replace(strange, version="9.9.9")) == "9.9.9 (unknown, judged as 2.x) can run on it as it is."
    assert say.fits(replace(strange, version="1.19.0", nearest="1.18.34")).startswith("1.19.0 (unknown, judged as 1.18.34) ")
    assert say.fits(replace(strange, version="0.9.0")) == "0.9.0 is unknown, and no known release is close enough to judge it by."


def test_the_page_on_a_database_is_well_formed_and_shows_what_breaks() -> None:
    evil = Break(BreakKind.NOT_NULL, "t", "<script>", "x", "`a<b>` fails", True)
    page = html.render_audit(replace(AUDIT, asked=replace(DRIFT, breaks=(evil,))), RenderOptions())
    elements = Elements(page)
    assert elements.open == [] and elements.tags.count("script") == page.count('<script>"use strict";')
    assert "<code>a&lt;b&gt;</code> fails" in page
    assert "Which releases can run on it" in page


def test_what_stands_between_backticks_is_code_in_markdown_and_inert_all_the_same() -> None:
    for text, shown in (
        ("send `agent` or `model`.", "send `agent` or `model`."),
        ("a `b", "a \\`b"),
        ("`@user` and @user", "`@user` and @&#8203;user"),
        ("`a|b` <i>", "a&#124;b &lt;i&gt;"),
        ("a `` b", "a \\`\\` b"),
    ):
        assert markdown._text(text) == shown


def test_a_comparison_without_a_difference_has_no_sign_of_an_error() -> None:
    same = replace(TROUBLED, contrast=tuple(replace(s, difference=Difference.NONE) for s in TROUBLED.contrast))
    folded = markdown.render(same, RenderOptions()).split("What failing prompts have in common")[1].split("</details>")[0]
    assert "\n- – " in folded and "❌" not in folded
    shown = terminal.render(same, RenderOptions(verbosity=1)).split("What failing prompts have in common")[1].split("\n\n")[0]
    assert "\n  • " in shown and "✗" not in shown


def test_a_note_on_what_was_taken_has_no_sign_of_a_warning() -> None:
    noted = replace(
        CLEAN,
        notes=(
            InputNote(InputFact.ONLY_DATABASE, ("opencode.db",)),
            InputNote(InputFact.MISSING_DATABASE, ("gone.db",)),
        ),
    )
    shown = terminal.render(noted, RenderOptions(verbosity=1))
    assert "  • Database: opencode.db" in shown and "  ! OPENCODE_DB names gone.db" in shown
    shown = markdown.render(noted, RenderOptions())
    assert "- Database: opencode.db" in shown and "- **note:** OPENCODE_DB names gone.db" in shown
    shown = html.render(noted, RenderOptions())
    assert '<li class="aside">Database: opencode.db' in shown and '<li class="note">OPENCODE_DB names gone.db' in shown


@pytest.mark.parametrize("fact", InputFact)
def test_each_fact_about_the_inputs_has_a_sentence_with_its_names(fact: InputFact) -> None:
    text = taken_text(InputNote(fact, ("first", "second"), 2))
    assert "{" not in text and (
        "first" in text or fact in {InputFact.STANDARD_INPUT, InputFact.PIPE_IGNORED, InputFact.MEMORY_DATABASE}
    )


def test_a_single_backtick_is_shown_as_it_is() -> None:
    assert str(html._prose("a ` b <i>")) == "a ` b &lt;i&gt;"


@pytest.mark.parametrize(
    ("oldest", "newest", "words"),
    [
        ("", "1.15.x", "up to 1.15.x"),
        ("1.17.0", "", "1.17.0 and later"),
        ("1.17.0", "2.4.0", "1.17.0 to 2.4.0"),
        ("", "", "versions unknown"),
    ],
)
def test_a_contradicted_version_is_told_with_the_versions_that_write_such_records(oldest: str, newest: str, words: str) -> None:
    note = EraContradiction("1.14.1", False, "a.log", "logfmt", oldest, newest)
    assert note_text(note) == (
        f"--server-version says 1.14.1, but a.log has records of the logfmt era ({words}): another server wrote these records."
    )


@pytest.mark.parametrize(
    ("skew", "why"), [(999, "999 ms after the server stored it"), (1000, "its clock is 1.0 s ahead of the server's")]
)
def test_a_clock_that_differs_by_a_second_is_wrong(skew: int, why: str) -> None:
    assert why_maker(IdMaker("msg_x", MadeBy.CLIENT, skew)) == why
