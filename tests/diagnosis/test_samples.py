"""The bundled recordings of real servers, end to end: every verdict against what was observed, and how sure it may be."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Check, Confidence, Entry, Question, Report
from inspector.renderers._sentences.comparison import finding
from inspector.renderers._sentences.notes import note_text
from tests.calibration import PARTS, loud, question
from tests.database.databases import START, made, writing
from tests.truth import Recording, recordings

SAMPLES = Path(__file__).parents[2] / "samples"
RECORDED = {case.folder.name: case for case in recordings(SAMPLES)}
CASES = sorted(RECORDED)


def _report(case: str, folder: Path, *, logs: bool = True, requests: bool = True, database: bool = True) -> Report:
    copy = folder / case
    shutil.copytree(SAMPLES / case, copy)
    paths = [*sorted(copy.glob("server*.log")), *sorted(copy.glob("log/*.log"))] if logs else []
    question = Question(
        logs=tuple(map(str, paths)),
        database=str(copy / "opencode.db") if database else None,
        requests=(str(copy / "requests.har"),) if requests else (),
    )
    return diagnose(question)


@pytest.mark.parametrize("case", CASES)
def test_every_logged_failure_has_its_true_cause(case: str, tmp_path: Path) -> None:
    report = _report(case, tmp_path, requests=False)
    found: dict[str | None, list[Entry]] = {}
    for entry in report.failures:
        found.setdefault(entry.session_id, []).append(entry)
    for session, prompts in RECORDED[case].sessions():
        logged = [p for p in prompts if p.get("prompt_async_failed_logged")]
        assert len(found.get(session, ())) == len(logged)
        for prompt, entry in zip(logged, found.get(session, ()), strict=True):
            assert entry.cause in RECORDED[case].accepted(prompt), (session, entry.candidates)


@pytest.mark.parametrize("case", CASES)
def test_every_silent_prompt_is_found_and_no_healthy_session_is_accused(case: str, tmp_path: Path) -> None:
    report = _report(case, tmp_path)
    silent: dict[str | None, list[Entry]] = {}
    for entry in report.silent:
        if not entry.recovered:
            silent.setdefault(entry.session_id, []).append(entry)
    missed, accused = [], []
    for session, prompts in RECORDED[case].sessions():
        quiet = [p for p in prompts if p.get("outcome") in ("no_reply", "failed") and not p.get("prompt_async_failed_logged")]
        last_ok = max((str(p["time"]) for p in prompts if p.get("outcome") == "ok"), default="")
        still = [p for p in quiet if str(p["time"]) > last_ok]
        accepted = RECORDED[case].accepted(still[-1]) if still else set()
        if still and not any(accepted & {e.cause, *e.candidates[:3]} for e in silent.get(session, ())):
            missed.append(session)
        if not quiet and session in silent:
            accused.append(session)
    assert (missed, accused) == ([], [])


@pytest.mark.slow
def test_high_confidence_is_never_wrong_and_medium_nine_times_in_ten(tmp_path: Path) -> None:
    """Calibration over the samples, with and without captures, without logs, and without the database."""
    right = {Confidence.HIGH: 0, Confidence.MEDIUM: 0}
    wrong = {Confidence.HIGH: 0, Confidence.MEDIUM: 0}
    ways = ({}, {"requests": False}, {"logs": False}, {"database": False, "requests": False})
    for case in CASES:
        accepted = {
            session: set().union(*(RECORDED[case].accepted(p) for p in prompts)) for session, prompts in RECORDED[case].sessions()
        }
        for number, way in enumerate(ways):
            report = _report(case, tmp_path / f"{number}", **way)
            for entry in (*report.failures, *report.silent):
                if entry.confidence in right and entry.session_id in accepted:
                    tally = right if entry.cause in accepted[entry.session_id] else wrong
                    tally[entry.confidence] += 1
    assert right[Confidence.HIGH] > 50 and wrong[Confidence.HIGH] == 0
    assert right[Confidence.MEDIUM] >= 9 * wrong[Confidence.MEDIUM]


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("way", sorted(PARTS))
def test_no_rule_weighs_enough_for_high_confidence_against_the_truth_of_a_recording(case: str, way: str, tmp_path: Path) -> None:
    copy = Recording(Path(shutil.copytree(SAMPLES / case, tmp_path / case)))
    asked = question(copy, PARTS[way])
    assert asked is not None
    assert list(loud(copy, asked)) == []


@pytest.mark.parametrize("case", CASES)
def test_verdicts_are_the_same_with_so_many_sessions_that_only_their_newest_messages_are_read(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told(folder: Path) -> list[tuple[object, ...]]:
        folder.mkdir()
        report = _report(case, folder, requests=False)
        entries = report.entries
        return [(e.session_id, e.time, e.cause, e.confidence, e.recovered, e.expected) for e in entries]

    whole = told(tmp_path / "whole")
    monkeypatch.setattr("inspector.prompts.gather.BUDGET", 0)
    assert told(tmp_path / "newest") == whole


def test_contrast_finds_what_separates_in_the_drift(tmp_path: Path) -> None:
    """Not the message id, and not age, as far as so few prompts tell: it is whether agent or model differ from the session's row."""
    report = _report("drift-1.15.13-via-1.17.0", tmp_path)
    texts = {s.attribute: s for s in report.contrast}
    best = report.contrast[0]
    assert best.separates and best.attribute == "agent or model differs from the session's row"
    assert "yes: 10 of 10 failed, no: 0 of 3 failed" in finding(best) and "(few prompts)" in finding(best)
    assert "sent: 5 of 7 failed" in finding(texts["message id"]) and "not sent: 5 of 6 failed" in finding(texts["message id"])
    assert not texts["message id"].separates and "does not separate" in finding(texts["message id"])
    assert "new: 8 of 8 failed" in finding(texts["session"]) and "too few prompts to tell" in finding(texts["session"])


def test_contrast_compares_the_drifts_server_run_with_the_ones_before_and_after_it(tmp_path: Path) -> None:
    texts = {s.attribute: s for s in _report("drift-1.15.13-via-1.17.0", tmp_path).contrast}
    assert (
        "10 of 13 failed" in finding(texts["server run, across server runs"])
        and texts["server run, across server runs"].separates
    )
    assert "1.15.13: 10 of 18 failed, 1.17.0: 0 of 1 failed; too few" in finding(texts["server version, across server runs"])
    assert not texts["server run"].separates and not texts["server version"].separates


def test_the_drift_report_names_column_migration_versions_moment_and_remedy(tmp_path: Path) -> None:
    report = _report("drift-1.15.13-via-1.17.0", tmp_path, requests=False)
    group = report.causes[0]
    text = " ".join([group.summary, *(e.text for e in group.evidence), *group.remedy])
    for word in (
        "session_message.seq",
        "20260603040000_session_message_projection_order",
        "1.15.13",
        "2026-11-22 07:11",
        "1.17.0",
        "OPENCODE_DB",
    ):
        assert word in text
    assert [r.cause for r in report.refuted] == ["missing-message-id"]
    assert report.worked and report.worked >= 3


def test_a_version_that_the_era_contradicts_is_called_out(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "idwrap-1.15.13", tmp_path / "case")
    report = diagnose(Question((str(tmp_path / "case" / "server.log"),), server_version="1.18.7"))
    assert any("--server-version says 1.18.7" in note for note in map(note_text, report.notes))


def test_a_database_of_another_server_is_said_to_be_the_wrong_one(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "mixed-1.18.33", tmp_path / "one")
    shutil.copytree(SAMPLES / "idwrap-1.15.13", tmp_path / "two")
    report = diagnose(Question((str(tmp_path / "one" / "server.log"),), str(tmp_path / "two" / "opencode.db")))
    named = [e for e in report.failures if "wrong-database" in (e.cause, *e.candidates)]
    assert named


def test_a_client_whose_clock_is_off_is_matched_all_the_same_and_the_offset_is_stated(tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / "drift-1.15.13-via-1.17.0", tmp_path / "case")
    capture = tmp_path / "case" / "requests.har"
    capture.write_text(capture.read_text().replace('"startedDateTime": "2026-11-22T07:', '"startedDateTime": "2026-11-22T09:'))
    logs = (str(tmp_path / "case" / "server.log"),)
    report = diagnose(Question(logs, str(tmp_path / "case" / "opencode.db"), (str(capture),)))
    assert any("+72" in note and "clock" in note for note in map(note_text, report.notes))
    assert [e.request["source"] for e in report.failures] == ["capture"] * len(report.failures)


def test_a_long_session_whose_older_parts_were_not_read_is_not_said_to_have_lost_them(tmp_path: Path) -> None:
    path = made(tmp_path, "1.17.19")
    with writing(path) as writer:
        writer.session("ses_a")
        for number in range(50):
            writer.user("ses_a", f"msg_{number:02}u", 3 * number)
            writer.part("ses_a", f"msg_{number:02}u", f"prt_{number:02}", 3 * number, {"type": "text", "text": "x"})
            writer.assistant("ses_a", f"msg_{number:02}v", 3 * number + 1, f"msg_{number:02}u")
        writer.session("ses_b")
        writer.user("ses_b", "msg_mute", 1)
        writer.assistant("ses_b", "msg_mutf", 2, "msg_mute")
    notes = [note for note in map(note_text, diagnose(Question((), str(path))).notes) if "no part row" in note]
    assert len(notes) == 1
    assert notes[0].startswith("1 answered prompt has")
    assert "(ses_b)" in notes[0]


def test_what_worked_outside_the_time_asked_for_is_not_counted(tmp_path: Path) -> None:
    path = made(tmp_path, "1.17.19")
    with writing(path) as writer:
        writer.session("ses_a")
        writer.exchange("ses_a", 1)
    whole = diagnose(Question((), str(path)))
    later = diagnose(Question((), str(path), since=datetime(2030, 1, 1, tzinfo=UTC)))
    assert (whole.worked, later.worked) == (1, 0)


def test_one_refusal_speaks_for_one_prompt_only(tmp_path: Path) -> None:
    """A synchronous 500 without a session, while three prompts hang in the same second."""
    path = made(tmp_path, "1.17.19")
    lines = []
    with writing(path) as writer:
        for number in range(3):
            session = f"ses_dfdee5fd5ffeLbFhjd5vhyqG{number:02}"
            writer.session(session)
            writer.user(session, f"msg_20211a02800{number}nYUZUMmuaNIDl2", 1000 + number)
            time = datetime.fromtimestamp((START + 1000) / 1000, UTC).isoformat(timespec="milliseconds")[:23] + "Z"
            lines.append(f"timestamp={time} level=INFO run=9e261d3f message=loop session.id={session} step=0")
    lines.append(f"timestamp={time} level=ERROR run=9e261d3f message=failed ref=err_12345678 error=x cause=y")
    log = tmp_path / "opencode.log"
    log.write_text("\n".join(lines) + "\n")
    assert len(diagnose(Question((str(log),), str(path))).silent) == 2


def test_a_session_that_was_not_read_to_its_beginning_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path, "1.17.19")
    with writing(path) as writer:
        writer.session("ses_a")
        for number in range(20):
            writer.user("ses_a", f"msg_{number:02}u", 3 * number)
            writer.assistant("ses_a", f"msg_{number:02}v", 3 * number + 1, f"msg_{number:02}u")
        writer.user("ses_a", "msg_99u", 100)
    question = Question((), str(path))
    assert Check.OLDER_MESSAGES not in [skipped.check for skipped in diagnose(question).skipped]
    monkeypatch.setattr("inspector.prompts.gather.BUDGET", 0)
    assert Check.OLDER_MESSAGES in [skipped.check for skipped in diagnose(question).skipped]
