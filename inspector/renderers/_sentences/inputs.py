"""Sentences about what was checked and what was not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo

from inspector.model import Report
from inspector.renderers._sentences.database import OPENED, fits, migrations_of
from inspector.renderers._sentences.notes import is_calm, note_text
from inspector.renderers._sentences.times import moment, span, stamp, zone_of
from inspector.renderers._sentences.verdict import understood, unseen
from inspector.renderers._sentences.words import plural, size


# --- what was looked at --------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Look:
    """One statement on the evidence itself."""

    state: str
    """``read``, ``nothing`` (looked and found nothing), ``bad`` (looked and found trouble), ``not`` (not looked at), ``aside``
    (how it was read), ``note`` (to be known about it) or ``unknown`` (cannot be told)."""
    text: str


def looked(report: Report, zone: tzinfo | None) -> Iterator[Look]:
    """What was read and how, what was found to be empty, and what cannot be told; inputs that were not given are in `skipped`."""
    yield from _logs(report, zone)
    yield from _database(report, zone)
    if report.requests:
        for path, count in report.requests:
            yield Look(
                "read" if count else "nothing",
                f"{path}: {plural(count, 'captured prompt call') if count else 'no prompt call in it'}",
            )
    yield _worked(report)
    if report.since or report.until:
        since = f"from {moment(report.since, zone)} " if report.since else ""
        until = f"until {moment(report.until, zone)} " if report.until else ""
        yield Look("not", f"Only the time {since}{until}{zone_of(zone, report.since or report.until)} was checked.")


def notes(report: Report, zone: tzinfo | None) -> Iterator[Look]:
    """The report's notes: which inputs were taken and what is as it should be is ``aside``, what asks for attention ``note``."""
    for note in report.notes:
        yield Look("aside" if is_calm(note) else "note", note_text(note, zone))


def looked_in_rows(report: Report) -> Iterator[Look]:
    """What the rows alone tell of prompts, for the report on a database, which says itself what it read and how."""
    if not report.silent and not unseen(report) and not any(entry.message_id for entry in report.failures):
        yield Look("nothing", "No unanswered prompt was found in its rows.")
    yield _worked(report)
    yield Look("not", "Only the rows were checked; `inspector diagnose` reads logs and captured requests with them.")


def _worked(report: Report) -> Look:
    if report.worked is None or not understood(report):
        return Look("unknown", "Whether other prompts were answered cannot be told from this evidence.")
    return Look(
        "read",
        f"{plural(report.worked, 'prompt')} seen to be answered." if report.worked else "No prompt was seen to be answered.",
    )


def _logs(report: Report, zone: tzinfo | None) -> Iterator[Look]:
    if not report.logs:
        return
    for log in report.logs:
        if log.duplicate_of:
            yield Look("read", f"{log.path}: repeats {log.duplicate_of}, counted once")
            continue
        when = span(log.first_time, log.last_time, zone)
        eras = ", ".join(log.eras)
        yield Look(
            "read" if log.eras else "unknown",
            f"{log.path}: {size(log.bytes)}"
            + (f", {eras}" if eras else ", no line of an OpenCode server in it")
            + (f", {when}" if when else ""),
        )
    if not report.failures and any(log.eras for log in report.logs):
        where = "this log" if len(report.logs) == 1 else "these logs"
        yield Look("aside" if report.troubled else "nothing", f"No “prompt_async failed” is recorded in {where}.")


def _database(report: Report, zone: tzinfo | None) -> Iterator[Look]:
    facts = report.database
    if facts is None:
        return
    yield Look(
        "read", f"{facts.path}: {size(facts.bytes)}, generation {facts.generation}, {OPENED.get(facts.opened, facts.opened)}"
    )
    for note in facts.notes:
        yield Look("aside", note)
    if facts.migrations is None:
        yield Look("unknown", f"Which migrations were applied {migrations_of(facts)}.")
    elif not facts.migrations:
        yield Look("nothing", "The migration table exists and is empty.")
    else:
        yield Look("read", migrations_of(facts) + (f", last migrated {stamp(facts.migrated, zone)}" if facts.migrated else ""))
    for drift in report.drifts:
        yield Look("bad" if drift.fatal else "read", fits(drift))
    if facts.health != "ok":
        yield Look("unknown" if facts.health.startswith("not checked") else "bad", f"Health: {facts.health}")
    if not report.silent and not unseen(report) and not any(entry.message_id for entry in report.failures):
        yield Look("nothing", "No unanswered prompt was found in its rows.")
