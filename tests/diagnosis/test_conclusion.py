"""A report says "nothing is wrong" only where everything given was read and every prompt and error in it has its place."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Doubt, Question, Status
from inspector.renderers._sentences import tone_of, verdict
from tests.trust.running import at_once

SAMPLES = Path(__file__).parent.parent.parent / "samples"
DRIFT = SAMPLES / "drift-1.15.13-via-1.17.0"
SES = "ses_dfdfc42d2ffe0OUoQ60bKTqViz"
HEALTHY = (
    'INFO  2026-11-22T07:00:00 +9ms service=default version=1.15.13 args=["serve"] process_role=main run_id=aaaa opencode\n'
    f"INFO  2026-11-22T07:00:01 +9ms service=session id={SES} slug=a version=1.15.13 title=x created\n"
    f"INFO  2026-11-22T07:00:02 +9ms service=session.prompt session.id={SES} step=0 loop\n"
    f"INFO  2026-11-22T07:00:02 +9ms service=llm providerID=mock modelID=good session.id={SES} small=false agent=build mode=primary stream\n"
    f"INFO  2026-11-22T07:00:04 +9ms service=session.prompt session.id={SES} step=1 loop\n"
    f"INFO  2026-11-22T07:00:04 +9ms service=session.prompt session.id={SES} exiting loop\n"
)
LATER = "INFO  2026-11-22T07:00:09 +9ms service=default directory=/home/operator/proj creating instance\n"


def concluded(tmp_path: Path, text: str, **asked: object) -> tuple[Status, tuple[Doubt, ...], str]:
    log = tmp_path / "server.log"
    log.write_text(text)
    report = diagnose(Question((str(log),), **asked))  # type: ignore[arg-type]
    return report.conclusion.status, report.conclusion.doubts, verdict(report)


def test_a_healthy_log_is_ok_and_earns_its_tick(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text(HEALTHY)
    report = diagnose(Question((str(log),)))
    assert (report.conclusion.status, report.conclusion.exit_code, tone_of(report)) == (Status.OK, 0, "good")
    assert verdict(report) == "Nothing is wrong: 1 prompt seen, all answered."


@pytest.mark.parametrize(
    ("line", "page"),
    [
        ("service=default error=SQLiteError: database disk image is malformed something failed", "database-damaged"),
        ('service=db cause=Cause([Die(SQLiteError: near ",": syntax error)]) V1 migration failed', "migration-failed"),
        ("service=lsp.client error=spawn pyright ENOENT never seen before", None),
    ],
)
def test_an_error_record_of_no_prompt_takes_the_tick_and_names_its_page(tmp_path: Path, line: str, page: str | None) -> None:
    log = tmp_path / "server.log"
    log.write_text(HEALTHY + f"ERROR 2026-11-22T07:00:08 +4ms {line}\n" + LATER)
    report = diagnose(Question((str(log),)))
    assert [(group.level, group.count, group.page) for group in report.unplaced] == [("ERROR", 1, page)]
    assert report.unplaced[0].offset == len(HEALTHY)
    assert (report.conclusion.status, report.conclusion.exit_code, tone_of(report)) == (Status.UNKNOWN, 3, "unknown")
    assert verdict(report) == "No prompt is known to be in trouble, but 1 error record belongs to no prompt."


def test_a_pasted_text_beside_a_log_hides_none_of_its_errors(tmp_path: Path) -> None:
    log, paste = tmp_path / "server.log", tmp_path / "issue.md"
    log.write_text(HEALTHY + "ERROR 2026-11-22T07:00:08 +4ms service=lsp.client error=never seen before\n" + LATER)
    paste.write_text("OpenCode version: 1.15.13\n\n```\nINFO  service=session.prompt session.id=ses_x step=0 loop\n```\n")
    report = diagnose(Question((str(log), str(paste))))
    assert len(report.pieces) > 0
    assert [group.path for group in report.unplaced] == [str(log)]


def test_a_start_that_failed_takes_the_tick(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text(HEALTHY + "Error: Unexpected error\n\nFailed to start server. Is port 4096 in use?\n")
    report = diagnose(Question((str(log),)))
    assert [(group.text, group.page) for group in report.unplaced] == [
        ("start failed Failed to start server. Is port 4096 in use?", "server-start-failed")
    ]
    assert report.conclusion.exit_code == 3


def test_a_warning_of_no_prompt_is_listed_and_leaves_the_tick(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text(HEALTHY + "WARN  2026-11-22T07:00:08 +4ms service=lsp.client error=slow never seen before\n")
    report = diagnose(Question((str(log),)))
    assert [group.level for group in report.unplaced] == ["WARN"]
    assert report.conclusion.status is Status.OK


def test_equal_errors_are_one_group_whatever_ids_and_numbers_they_name(tmp_path: Path) -> None:
    errors = "".join(
        f"ERROR 2026-11-22T07:00:{n:02} +4ms service=x error=port {4000 + n} of ses_{n} lost contact\n" for n in range(5, 55)
    )
    log = tmp_path / "server.log"
    log.write_text(HEALTHY + errors)
    report = diagnose(Question((str(log),)))
    assert [group.count for group in report.unplaced] == [50]


@pytest.mark.parametrize(
    ("later", "status"), [(LATER, Status.OK), ("", Status.UNKNOWN)], ids=["the server went on", "it was the server's last word"]
)
def test_noise_of_a_server_that_may_have_stood_still_is_harmless_only_when_it_went_on(
    tmp_path: Path, later: str, status: Status
) -> None:
    banner = HEALTHY.splitlines(keepends=True)[0]
    error = "ERROR 2026-11-22T07:00:08 +4ms service=models.dev error=TimeoutError failed to fetch models.dev\n"
    assert concluded(tmp_path, banner + error + later)[0] is status


@pytest.mark.parametrize(
    "said",
    [
        "service=session.prompt error=Model not found: a/b failed to generate title",
        "service=provider Provider does not exist in model list anthropic",
    ],
)
def test_noise_beside_an_answered_prompt_leaves_the_tick(tmp_path: Path, said: str) -> None:
    noise = f"ERROR 2026-11-22T07:00:08 +4ms {said}\n"
    assert concluded(tmp_path, HEALTHY + noise)[0] is Status.OK


def test_an_error_of_a_session_belongs_to_its_prompt_and_one_of_an_unseen_session_to_none(tmp_path: Path) -> None:
    error = (
        f"ERROR 2026-11-22T07:00:03 +4ms service=session.processor session.id={SES} error=database is locked stack=x process\n"
    )
    assert Doubt.UNPLACED not in concluded(tmp_path, HEALTHY + error)[1]
    assert concluded(tmp_path, HEALTHY + error.replace(SES, "ses_dfdfc42d2ffe0OUoQ60bKTqVix"))[1] == (Doubt.UNPLACED,)


def test_a_session_that_no_input_knows_is_said_to_be_none(tmp_path: Path) -> None:
    status, doubts, said = concluded(tmp_path, HEALTHY, sessions=("ses_nope",))
    assert (status, doubts) == (Status.UNKNOWN, (Doubt.NO_SUCH_SESSION,))
    assert said == "No such session: ses_nope."


def test_captures_alone_prove_no_prompt_answered() -> None:
    report = diagnose(Question((), requests=(str(DRIFT / "requests.har"),)))
    assert (report.conclusion.status, report.conclusion.doubts) == (Status.UNKNOWN, (Doubt.UNCERTAIN,))
    assert report.conclusion.prompts.uncertain == 19


@pytest.mark.parametrize(
    ("recording", "session", "status"),
    [
        ("mixed-1.18.33", "ses_dfdf65ba4ffesgOGxAOvbNfvwO", Status.UNKNOWN),
        ("silent-mix-1.15.13", "ses_dfdd3e66effeFvdq8LHOC5cvIF", Status.OK),
    ],
    ids=["no prompt of the session was ever answered", "the session answers"],
)
def test_a_session_whose_client_never_asked_for_a_reply_earns_no_tick(recording: str, session: str, status: Status) -> None:
    folder = SAMPLES / recording
    report = diagnose(
        Question((str(folder / "server.log"),), str(folder / "opencode.db"), (str(folder / "requests.har"),), sessions=(session,))
    )
    assert report.conclusion.status is status
    assert (Doubt.UNASKED in report.conclusion.doubts) is (status is Status.UNKNOWN)
    assert report.conclusion.prompts.expected == 1


def test_rows_alone_draw_no_tick() -> None:
    report = diagnose(Question((), str(DRIFT / "opencode.db")))
    assert tone_of(report) != "good"
    assert "Failures that only a log shows were not checked" in verdict(report)


def test_a_log_without_a_prompt_draws_no_tick(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text(HEALTHY.splitlines(keepends=True)[0])
    report = diagnose(Question((str(log),)))
    assert (report.conclusion.exit_code, tone_of(report)) == (0, "plain")
    assert verdict(report).startswith("No prompt was seen")


RUN = (
    'INFO  2026-11-22T07:00:00 +9ms service=default version=1.1.25 args=["run","hello","--print-logs"] opencode\n'
    "INFO  2026-11-22T07:00:00 +2ms service=default directory=/home/operator/proj creating instance\n"
)
"""The first lines of ``opencode run`` (1.1.25)."""


@pytest.mark.parametrize("arguments", ['["run","hello","--print-logs"]', "run,hello,--print-logs"])
def test_a_command_that_sends_a_prompt_and_shows_none_draws_no_tick(tmp_path: Path, arguments: str) -> None:
    status, found, said = concluded(tmp_path, RUN.replace('["run","hello","--print-logs"]', arguments))
    assert (status, found) == (Status.UNKNOWN, (Doubt.NO_WORK_SHOWN,))
    assert said == "No prompt is known to be in trouble, but `opencode run` was started, and its log shows no work on its prompt."


@pytest.mark.parametrize(
    "arguments",
    ['["run","--help"]', '["run","hello","--attach","http://127.0.0.1:4096"]', '["serve"]', '["runtime","hello"]', "[]"],
)
def test_a_process_that_sends_itself_no_prompt_is_not_expected_to_show_one(tmp_path: Path, arguments: str) -> None:
    assert Doubt.NO_WORK_SHOWN not in concluded(tmp_path, RUN.replace('["run","hello","--print-logs"]', arguments))[1]


def test_a_command_whose_prompt_was_answered_earns_its_tick(tmp_path: Path) -> None:
    assert concluded(tmp_path, HEALTHY.replace('["serve"]', '["run","hello"]'))[:2] == (Status.OK, ())


def test_the_database_of_another_program_is_not_used_and_makes_the_exit_code_3(tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    connection = sqlite3.connect(other)
    connection.execute("CREATE TABLE users (id)")
    connection.close()
    report = diagnose(Question((str(DRIFT / "server.log"),), str(other)))
    assert report.database is None
    assert [(problem.where, problem.what.partition(":")[0]) for problem in report.problems] == [
        (str(other), "is not an OpenCode database")
    ]
    assert (report.conclusion.status, report.conclusion.exit_code) == (Status.TROUBLE, 3)


def test_the_counts_of_a_cause_add_up() -> None:
    report = diagnose(
        Question((str(SAMPLES / "silent-mix-1.15.13" / "server.log"),), str(SAMPLES / "silent-mix-1.15.13" / "opencode.db"))
    )
    assert report.causes
    for group in report.causes:
        assert group.attention + group.recovered + group.expected == group.failures
    assert sum(group.attention for group in report.causes) <= report.conclusion.prompts.pressing


def test_json_gives_the_verdict_and_every_exit_code_follows_it(tmp_path: Path) -> None:
    for name, text in (
        ("fine", HEALTHY),
        ("odd", HEALTHY + "ERROR 2026-11-22T07:00:08 +4ms service=x error=y never seen before\n" + LATER),
    ):
        (tmp_path / name).mkdir()
        (tmp_path / name / "server.log").write_text(text)
        alone = at_once("diagnose", str(tmp_path / name), "--format", "json")
        verdict = json.loads(alone.stdout)["verdict"]
        assert verdict["exit_code"] == alone.returncode
        assert verdict["status"] == {"fine": "ok", "odd": "unknown"}[name]
        assert verdict["prompts"]["answered"] == 1
    each = at_once("diagnose", "--each", str(tmp_path), "--format", "jsonl")
    codes = {json.loads(line)["case"]: json.loads(line)["verdict"]["exit_code"] for line in each.stdout.splitlines()}
    assert codes == {"fine": 0, "odd": 3}
    assert each.returncode == 3


def test_a_refused_share_is_no_prompt_in_trouble(tmp_path: Path) -> None:
    refused = (
        "ERROR 2026-11-22T07:00:08 +4ms service=server ref=err_57bc479f error=Sharing is disabled in configuration "
        "cause=Error: Sharing is disabled in configuration failed\n"
    )
    log = tmp_path / "server.log"
    log.write_text(HEALTHY + refused)
    report = diagnose(Question((str(log),)))
    assert (report.rejected, report.unplaced) == ((), ())
    assert [(other.status, other.ref) for other in report.other_requests] == [(500, "err_57bc479f")]
    assert report.conclusion.status is Status.OK


def test_a_prompt_answered_before_another_of_its_session_failed_is_seen_as_answered(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text(
        HEALTHY + f"ERROR 2026-11-22T07:00:08 +4ms service=default session.id={SES} cause="
        '{"_id":"Cause","failures":[{"_tag":"Die","defect":{"data":{"message":"Agent not found: \\"ghost\\". Available agents: build"},'
        '"name":"UnknownError"}}]} prompt_async failed\n'
    )
    counts = diagnose(Question((str(log),))).conclusion.prompts
    assert (counts.answered, counts.failed) == (1, 1)


@pytest.mark.parametrize("form", ["terminal", "markdown", "html"])
def test_every_form_shows_the_error_records_of_no_prompt_and_the_page_that_explains_them(tmp_path: Path, form: str) -> None:
    log = tmp_path / "server.log"
    log.write_text(
        HEALTHY
        + "ERROR 2026-11-22T07:00:08 +4ms service=db error=SQLiteError: database disk image is malformed x failed\n"
        + LATER
    )
    shown = at_once("diagnose", log, "--format", form).stdout.decode()
    shown = " ".join(shown.split())
    assert "Error records without a prompt" in shown
    assert "database disk image is malformed" in shown
    assert "inspector explain database-damaged" in shown
