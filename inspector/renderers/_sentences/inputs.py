"""Sentences about what was checked and what was not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import tzinfo
from enum import StrEnum

from inspector.model import Doubt, HealthState, Report
from inspector.model.value import Value
from inspector.renderers._sentences.database import OPENED, file_notes, fits, health_of, migrations_of
from inspector.renderers._sentences.notes import is_calm, note_text
from inspector.renderers._sentences.times import moment, span, stamp, zone_of
from inspector.renderers._sentences.verdict import understood, unseen
from inspector.renderers._sentences.words import size
from inspector.text import listed, many


class LookState(StrEnum):
    """The kind of a statement about the evidence. The values are CSS classes of the HTML page."""

    READ = "read"
    NOTHING = "nothing"
    """Checked, none found."""
    BAD = "bad"
    """Checked, trouble found."""
    NOT = "not"
    """Not checked."""
    ASIDE = "aside"
    """How an input was read."""
    NOTE = "note"
    """A fact that the reader of the report must know."""
    UNKNOWN = "unknown"
    """Cannot tell."""


class Look(Value, frozen=True):
    """One statement about the evidence."""

    state: LookState
    text: str


def looked(report: Report, zone: tzinfo | None) -> Iterator[Look]:
    """Yield what was read and how, what was checked and not found, and what cannot be decided; `skipped` lists missing
    inputs."""
    yield from _logs(report, zone)
    yield from _database(report, zone)
    if report.requests:
        for path, count in report.requests:
            yield Look(
                LookState.READ if count else LookState.NOTHING,
                f"{path}: {many(count, 'captured prompt call') if count else 'no captured prompt call'}",
            )
    if Doubt.NO_SUCH_SESSION not in report.doubts:
        yield _worked(report)
    if report.limited_to:
        yield Look(
            LookState.NOT, f"Only {listed(report.limited_to, 3)} {'was' if len(report.limited_to) == 1 else 'were'} checked."
        )
    if report.since or report.until:
        since = f"from {moment(report.since, zone)} " if report.since else ""
        until = f"until {moment(report.until, zone)} " if report.until else ""
        yield Look(LookState.NOT, f"Only the time {since}{until}{zone_of(zone, report.since or report.until)} was checked.")


def notes(report: Report, zone: tzinfo | None) -> Iterator[Look]:
    """Yield the report's notes: ``note`` if they need attention, else ``aside`` (chosen inputs, normal facts)."""
    for note in report.notes:
        yield Look(LookState.ASIDE if is_calm(note) else LookState.NOTE, note_text(note, zone))


def looked_in_rows(report: Report) -> Iterator[Look]:
    """Yield what the rows show about prompts, for the report on a database, which itself says what it read and how."""
    if not report.silent and not unseen(report) and not any(entry.message_id for entry in report.failures):
        yield Look(LookState.NOTHING, "No unanswered prompt was found in the database's rows.")
    yield _worked(report)
    yield Look(LookState.NOT, "Only the rows were checked; `inspector diagnose` also reads logs and captured requests.")


def _worked(report: Report) -> Look:
    if report.worked is None or not understood(report):
        return Look(LookState.UNKNOWN, "This evidence does not show whether other prompts were answered.")
    return Look(
        LookState.READ, f"{many(report.worked, 'prompt')} answered." if report.worked else "No answered prompt was found."
    )


def _logs(report: Report, zone: tzinfo | None) -> Iterator[Look]:
    if not report.logs:
        return
    for log in report.logs:
        if log.duplicate_of:
            yield Look(LookState.READ, f"{log.path}: repeats {log.duplicate_of}, counted once")
            continue
        when = span(log.first_time, log.last_time, zone)
        eras = ", ".join(log.eras)
        yield Look(
            LookState.READ if log.eras else LookState.UNKNOWN,
            f"{log.path}: {size(log.bytes)}"
            + (f", {eras}" if eras else ", no record of an OpenCode server")
            + (f", {when}" if when else ""),
        )
    if not report.failures and any(log.eras for log in report.logs) and Doubt.NO_SUCH_SESSION not in report.doubts:
        where = "this log" if len(report.logs) == 1 else "these logs"
        if report.limited_to:
            where = f"{'this session' if len(report.limited_to) == 1 else 'these sessions'} in {where}"
        yield Look(
            LookState.ASIDE if report.troubled else LookState.NOTHING,
            f"There is no “prompt_async failed” record {'of' if report.limited_to else 'in'} {where}.",
        )


def _database(report: Report, zone: tzinfo | None) -> Iterator[Look]:
    facts = report.database
    if facts is None:
        return
    yield Look(LookState.READ, f"{facts.path}: {size(facts.bytes)}, generation {facts.generation}, {OPENED[facts.opened]}")
    for note in file_notes(facts):
        yield Look(LookState.ASIDE, note)
    if facts.migrations is None:
        yield Look(LookState.UNKNOWN, "The applied migrations are unknown: no migration table could be read.")
    elif not facts.migrations:
        yield Look(LookState.NOTHING, "The migration table exists and is empty.")
    else:
        yield Look(
            LookState.READ, migrations_of(facts) + (f", last migrated {stamp(facts.migrated, zone)}" if facts.migrated else "")
        )
    for drift in report.drifts:
        yield Look(LookState.BAD if drift.fatal else LookState.READ, fits(drift))
    if facts.health.state is not HealthState.OK:
        unknown = facts.health.state is HealthState.NOT_CHECKED
        yield Look(LookState.UNKNOWN if unknown else LookState.BAD, f"Health: {health_of(facts)}")
    if not (report.silent or unseen(report) or any(entry.message_id for entry in report.failures)) and (
        Doubt.NO_SUCH_SESSION not in report.doubts
    ):
        whose = " of the sessions that were asked for" if report.limited_to else ""
        yield Look(LookState.NOTHING, f"No unanswered prompt was found in the database's rows{whose}.")
