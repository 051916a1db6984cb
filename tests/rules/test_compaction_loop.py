"""The rule `compaction-loop`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.prompts.prompt import Prompt
from tests.rules.cases import Case, answer, stored, user, world


def _compacting(times: int) -> Prompt:
    message = user(0)
    rounds = tuple(answer(message, n + 1, n + 1.5, summary=True, mode="compaction", parent_id=f"msg_{n}") for n in range(times))
    found = stored(message, answer(message))
    assert found.rows is not None
    return replace(found, rows=replace(found.rows, messages=(*(found.rows.messages or ()), *rounds)))


HIT: Case = (_compacting(3), world())

NEAR_MISS: Case = (_compacting(1), world())
