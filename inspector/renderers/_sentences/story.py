"""A sentence for each event of a session."""

from __future__ import annotations

from typing import assert_never

from inspector.model.story import (
    Fact,
    InputAdmitted,
    LineLogged,
    MessageEnded,
    MessageStored,
    MigrationApplied,
    RequestSent,
    RowProjected,
    RunBegun,
    SessionCreated,
    ToolCalled,
)
from inspector.renderers._sentences.makers import maker_of


def what_happened(fact: Fact) -> str:
    """Return one event of a session in words."""
    match fact:
        case LineLogged():
            line = " ".join((fact.message, *(f"{name}={value}" for name, value in fact.fields)))
            return f"{line}: {fact.error}{' …' * fact.cut}" if fact.error else line
        case SessionCreated():
            return f"session created by {fact.version or 'an unknown version'} in {fact.directory or '(no directory)'}"
        case MessageStored():
            row = f"{fact.role or 'unreadable'} message, agent {fact.agent or '-'}, {fact.model or 'no model'}"
            return f"{row}, ID made by {maker_of(fact.id_maker)}" if fact.id_maker else row
        case MessageEnded():
            return f"ended in {fact.error}" if fact.error else f"completed, finish {fact.finish or '-'}"
        case ToolCalled():
            return f"tool {fact.tool or '?'}: {fact.status or '?'}"
        case InputAdmitted():
            state = "not delivered" if fact.promoted_seq is None else f"delivered as seq {fact.promoted_seq}"
            return f"{fact.kind} stored in the inbox ({fact.delivery or '-'}), {state}"
        case RowProjected():
            row = f"{fact.type}, seq {'-' if fact.seq is None else fact.seq}"
            return f"{row}, ended in {fact.error}" if fact.error else row
        case RequestSent():
            return f"{fact.method} {fact.route} → {'no response captured' if fact.status is None else fact.status}"
        case MigrationApplied():
            return "the newest migration was applied"
        case RunBegun():
            return f"server run {fact.run} begins" + (f", version {fact.version}" if fact.version else "")
        case _:
            assert_never(fact)
