"""Sentences that all formats share: the verdict, what was checked, times and counts.

*Checked, none found*, *not checked* and *cannot tell* are three different sentences, written only here.
"""

from __future__ import annotations

from inspector.renderers._sentences.comparison import (
    alike_in as alike_in,
    shared as shared,
)
from inspector.renderers._sentences.database import (
    facts_of as facts_of,
    file_notes as file_notes,
    fits as fits,
    health_of as health_of,
    migrations_of as migrations_of,
)
from inspector.renderers._sentences.entries import (
    alike as alike,
    assumed_of as assumed_of,
    cause_of as cause_of,
    confidence_of as confidence_of,
    counted as counted,
    first_change as first_change,
    first_step as first_step,
    past_of as past_of,
    pressing as pressing,
    reason_of as reason_of,
    refusal_of as refusal_of,
    request_of as request_of,
    sentence_of as sentence_of,
    shape_of as shape_of,
    stage_of as stage_of,
    stand_in as stand_in,
    summary_of as summary_of,
    undecided as undecided,
    unsure as unsure,
    wanted_of as wanted_of,
    weighed as weighed,
    weight_of as weight_of,
    why_undecided as why_undecided,
)
from inspector.renderers._sentences.inputs import (
    LookState as LookState,
    looked as looked,
    looked_in_rows as looked_in_rows,
    notes as notes,
)
from inspector.renderers._sentences.makers import maker_of as maker_of
from inspector.renderers._sentences.pasted import asked as asked, taken as taken
from inspector.renderers._sentences.releases import (
    audit_exit_code as audit_exit_code,
    audit_headline as audit_headline,
    audit_short as audit_short,
    audit_tone as audit_tone,
    beside as beside,
    copy_command as copy_command,
    effect_of as effect_of,
    neighbouring as neighbouring,
    verdict_of as verdict_of,
    versions as versions,
)
from inspector.renderers._sentences.short import (
    attention as attention,
    candidates_of as candidates_of,
    cause_counted as cause_counted,
    checked_in_short as checked_in_short,
    closing as closing,
    opening as opening,
    warnings as warnings,
)
from inspector.renderers._sentences.skipped import check_name as check_name, why_skipped as why_skipped
from inspector.renderers._sentences.story import what_happened as what_happened
from inspector.renderers._sentences.timeline import event_text as event_text, line_of as line_of, stretches as stretches
from inspector.renderers._sentences.times import (
    clock as clock,
    in_zone as in_zone,
    local as local,
    moment as moment,
    span as span,
    stamp as stamp,
    zone_of as zone_of,
)
from inspector.renderers._sentences.verdict import (
    ahead as ahead,
    folded as folded,
    headline as headline,
    others as others,
    outside as outside,
    past as past,
    present as present,
    rowless as rowless,
    stranger as stranger,
    tone_of as tone_of,
    traceless as traceless,
    unseen as unseen,
    verdict as verdict,
)
from inspector.renderers._sentences.verification import (
    cure_exit_code as cure_exit_code,
    cure_of as cure_of,
    next_of as next_of,
    proof_of as proof_of,
)
from inspector.renderers._sentences.words import hidden as hidden
from inspector.text import many as many
