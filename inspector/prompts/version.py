"""Which server version took a prompt."""

from __future__ import annotations

from inspector.model import LogRecord, Run
from inspector.prompts.draft import Draft
from inspector.prompts.evidence import Shared
from inspector.prompts.prompt import VersionFrom
from inspector.prompts.runs import contradicts

_CAUSE_OF_1_15_13 = '{"_id":"Cause"'
"""Only this release writes the cause of a failure so."""


def version_of(draft: Draft, run: Run | None, first: bool | None, shared: Shared) -> tuple[str | None, VersionFrom | None]:
    """Return the version of the server that took the prompt, and what names it; (None, None) when it is not known.

    A version that the log's era contradicts is never believed.
    """
    if run is not None and run.version:
        return run.version, VersionFrom.LOG
    era = run.era if run is not None else draft.record.era if draft.record is not None else None
    session = draft.rows.session if draft.rows else None
    believed = (
        (shared.claimed, VersionFrom.GIVEN),
        (session.version if session is not None and first else None, VersionFrom.SESSION),
        (shared.versions.at(draft.time), VersionFrom.ROWS),
    )
    for version, named_by in believed:
        if version and not contradicts(era, version):
            return version, named_by
    return ("1.15.13", VersionFrom.ERA) if draft.record is not None and _is_of_1_15_13(draft.record) else (None, None)


def _is_of_1_15_13(record: LogRecord) -> bool:
    return record.fields.get("cause", "").startswith(_CAUSE_OF_1_15_13)
