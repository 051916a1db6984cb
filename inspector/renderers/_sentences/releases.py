"""Sentences about which releases can run on a database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from inspector.model import Audit, Drift
from inspector.renderers._sentences.database import fits
from inspector.renderers._sentences.entries import pressing
from inspector.renderers._sentences.verdict import headline
from inspector.renderers._sentences.words import plural


def audit_tone(audit: Audit) -> str:
    """``good``, ``caution``, ``bad`` or ``unknown``: the sign of `audit_headline`, of what that sentence says and no more."""
    if (audit.asked and audit.asked.fatal) or (not audit.asked and audit.report.troubled):
        return "bad"
    if audit.asked and audit.asked.breaks:
        return "caution"
    guessed = audit.asked is not None and not audit.asked.known
    return "unknown" if audit.report.problems or guessed else "good"


def beside(audit: Audit) -> str:
    """A sentence on the prompts in trouble, where the headline answers another question; empty when there are none."""
    count = len(pressing(audit.report.entries))
    if not audit.asked or not count:
        return ""
    return f"{plural(count, 'prompt')} in it got no answer, listed below."


def audit_headline(audit: Audit, zone: tzinfo | None = None) -> str:
    if audit.asked:
        return fits(audit.asked)
    if audit.report.troubled:
        return headline(audit.report, zone)
    fitting = [neighbours for neighbours in neighbouring(audit.releases) if not neighbours[0].breaks]
    if not fitting:
        return "No known release can run on it as it is."
    return f"Releases that can run on it as it is: {', '.join(map(versions, fitting))}."


def neighbouring(releases: Sequence[Drift]) -> list[list[Drift]]:
    """Releases that follow each other and of which the same is to be said, together."""
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
    """``1.17.11 to 1.18.34``, or the one version."""
    return group[0].version if len(group) == 1 else f"{group[0].version} to {group[-1].version}"


def verdict_of(drift: Drift) -> str:
    """``fits``, ``migrates it`` or ``breaks``."""
    return "breaks" if drift.fatal else "migrates it" if drift.breaks else "fits"


def effect_of(drift: Drift) -> str:
    """What an operator sees when this release, called ``it``, runs on the file; empty when nothing happens."""
    return drift.breaks[0].effect.replace(f"starting {drift.version} ", "starting it ") if drift.breaks else ""
