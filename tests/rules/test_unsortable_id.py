"""The rule `unsortable-id`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.prompts.prompt import Prompt
from tests.rules.cases import Case, skewed, world


def _uuid(version: str) -> Prompt:
    found = skewed(0, version)
    assert found.message is not None and found.rows is not None
    message = replace(found.message, id="msg_00000000-f01f-4f69-8f10-8ff1be11681f")
    return replace(found, message=message, rows=replace(found.rows, messages=(*(found.rows.messages or ())[:-1], message)))


HIT: Case = (_uuid("1.17.19"), world())

NEAR_MISS: Case = (_uuid("1.18.33"), world())
