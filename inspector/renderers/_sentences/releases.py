"""Sentences about which releases can run on a database."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import tzinfo

from inspector.model import Audit, Drift
from inspector.renderers._sentences.database import fits
from inspector.renderers._sentences.entries import pressing
from inspector.renderers._sentences.short import closing
from inspector.renderers._sentences.verdict import ahead, headline
from inspector.text import many


def audit_tone(audit: Audit) -> str:
    """Return ``good``, ``caution``, ``bad`` or ``unknown``: the sign of the sentence in `audit_headline`."""
    if audit.asked is not None:
        if audit.asked.fatal:
            return "bad"
        if not audit.asked.known or audit.report.problems:
            return "unknown"
        return "caution" if audit.asked.breaks else "good"
    if audit.report.troubled:
        return "bad"
    if audit.report.problems:
        return "unknown"
    return "caution" if ahead(audit.report) else "good"


def audit_exit_code(audit: Audit) -> int:
    """Return the exit code. With ``--for`` only that question counts: 0 for yes, 1 for no, 3 when the answer is not
    certain."""
    if audit.asked is None:
        return audit.report.conclusion.exit_code
    return {"good": 0, "caution": 0, "bad": 1, "unknown": 3}[audit_tone(audit)]


def audit_headline(audit: Audit, zone: tzinfo | None = None) -> str:
    """Return the answer to ``--for``, or without it which releases can run on the database."""
    if audit.asked:
        return answer_for(audit.asked)
    if audit.report.troubled:
        return headline(audit.report, zone)
    return fitting_releases(audit)


def fitting_releases(audit: Audit) -> str:
    fitting = [neighbours for neighbours in neighbouring(audit.releases) if not neighbours[0].breaks]
    database = audit.report.database
    if not fitting and database is not None and database.generation.startswith("2."):
        return "OpenCode 2.x wrote this database last. Use it with 2.x: no 1.x release can run on it as it is. It is unknown which 2.x releases can."
    if not fitting:
        return "No known release can run on it as it is."
    return f"Releases that can run on it as it is: {', '.join(map(versions, fitting))}."


def answer_for(drift: Drift) -> str:
    """Return whether a version can run on the database: yes, yes with a migration that cannot be undone, or no."""
    if drift.fatal:
        safe = f" {drift.safe_from} and later can." if drift.safe_from else ""
        return f"No. {fits(drift)}{safe}"
    if not drift.breaks:
        return f"Yes. {fits(drift)}" if drift.known else fits(drift)
    certain = "Yes, but this cannot be undone." if drift.known else "Probably, but this cannot be undone."
    if not drift.pending:
        return f"{certain} {fits(drift)}"
    lost = f" {' and '.join(drift.lost)} cannot run on the database afterwards." if drift.lost else ""
    return f"{certain} {drift.version} applies {many(len(drift.pending), 'migration')} when it starts.{lost} Copy the database first:"


def audit_short(audit: Audit) -> str:
    """Return the answer in its shortest form."""
    if audit.asked:
        return answer_for(audit.asked).removesuffix(" Copy the database first:")
    if audit.report.troubled:
        return closing(audit.report)
    return fitting_releases(audit)


def copy_command(audit: Audit) -> str:
    """Return the command that copies the database before a version migrates it; empty when no version would."""
    if audit.asked is None or audit.asked.fatal or not audit.asked.pending:
        return ""
    return f"mkdir -p backup && cp -p {shlex.quote(audit.facts.path)}* backup/"


def beside(audit: Audit) -> str:
    """Return a sentence about the prompts in trouble when the headline answers another question; empty without such
    prompts."""
    count = len(pressing(audit.report.entries))
    if not audit.asked or not count:
        return ""
    return f"{many(count, 'prompt')} in this database got no answer. To see why, run `inspector diagnose`."


def neighbouring(releases: Sequence[Drift]) -> list[list[Drift]]:
    """Return consecutive releases with the same verdict in groups."""
    groups: list[list[Drift]] = []
    for drift in releases:
        if groups and _judged(groups[-1][-1]) == _judged(drift):
            groups[-1].append(drift)
        else:
            groups.append([drift])
    return groups


def _judged(drift: Drift) -> tuple[bool, str]:
    return drift.fatal, effect_of(drift)


def versions(group: Sequence[Drift]) -> str:
    """Return ``1.17.11 to 1.18.34``, or the version of a group with only one release."""
    return group[0].version if len(group) == 1 else f"{group[0].version} to {group[-1].version}"


def verdict_of(drift: Drift) -> str:
    """Return ``fits``, ``migrates it`` or ``breaks``."""
    return "breaks" if drift.fatal else "migrates it" if drift.breaks else "fits"


def effect_of(drift: Drift) -> str:
    """Return what happens when this release (called ``it``) runs on the database; empty when it fits."""
    return drift.breaks[0].effect.replace(f"starting {drift.version} ", "starting it ") if drift.breaks else ""
