"""What every format says in the same words: the verdict, what was looked at, times, counts.

*Looked and found nothing*, *not looked at* and *cannot be told* are three different sentences, here and nowhere else.
"""

from __future__ import annotations

from inspector.renderers._sentences.comparison import alike_in, select_separations, shared
from inspector.renderers._sentences.database import facts_of, fits, health_of, migrations_of
from inspector.renderers._sentences.entries import (
    alike,
    cause_of,
    confidence_of,
    counted,
    first_step,
    past_of,
    pressing,
    reason_of,
    request_of,
    shape_of,
    stage_of,
    stand_in,
    undecided,
    unsure,
    weighed,
    weight_of,
    why_undecided,
)
from inspector.renderers._sentences.inputs import LookState, looked, looked_in_rows, notes
from inspector.renderers._sentences.makers import maker_of
from inspector.renderers._sentences.pasted import asked, taken
from inspector.renderers._sentences.releases import (
    audit_exit_code,
    audit_headline,
    audit_short,
    audit_tone,
    beside,
    copy_command,
    effect_of,
    neighbouring,
    verdict_of,
    versions,
)
from inspector.renderers._sentences.short import (
    attention,
    checked_in_short,
    closing,
    opening,
    warnings,
)
from inspector.renderers._sentences.skipped import check_name, why_skipped
from inspector.renderers._sentences.timeline import event_text, line_of, stretches
from inspector.renderers._sentences.times import clock, in_zone, local, moment, span, stamp, zone_of
from inspector.renderers._sentences.verdict import (
    ahead,
    folded,
    headline,
    others,
    outside,
    past,
    present,
    stranger,
    tone_of,
    traceless,
    unseen,
    verdict,
)
from inspector.renderers._sentences.verification import cure_exit_code, cure_of, next_of, proof_of
from inspector.renderers._sentences.words import hidden
from inspector.text import many

__all__ = [
    "LookState",
    "ahead",
    "alike",
    "alike_in",
    "asked",
    "attention",
    "audit_exit_code",
    "audit_headline",
    "audit_short",
    "audit_tone",
    "beside",
    "cause_of",
    "check_name",
    "checked_in_short",
    "clock",
    "closing",
    "confidence_of",
    "copy_command",
    "counted",
    "cure_exit_code",
    "cure_of",
    "effect_of",
    "event_text",
    "facts_of",
    "first_step",
    "fits",
    "folded",
    "headline",
    "health_of",
    "hidden",
    "in_zone",
    "line_of",
    "local",
    "looked",
    "looked_in_rows",
    "maker_of",
    "many",
    "migrations_of",
    "moment",
    "neighbouring",
    "next_of",
    "notes",
    "opening",
    "others",
    "outside",
    "past",
    "past_of",
    "present",
    "pressing",
    "proof_of",
    "reason_of",
    "request_of",
    "select_separations",
    "shape_of",
    "shared",
    "span",
    "stage_of",
    "stamp",
    "stand_in",
    "stranger",
    "stretches",
    "taken",
    "tone_of",
    "traceless",
    "undecided",
    "unseen",
    "unsure",
    "verdict",
    "verdict_of",
    "versions",
    "warnings",
    "weighed",
    "weight_of",
    "why_skipped",
    "why_undecided",
    "zone_of",
]
