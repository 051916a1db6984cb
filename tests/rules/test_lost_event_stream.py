"""The rule `lost-event-stream`: a hit, a near miss, and what decides between it and similar causes."""

from __future__ import annotations

from dataclasses import replace

from inspector.model import LogRecord, Outcome, Stage
from tests.rules.cases import Case, answer, record, stored, user, world


def _after_dispose(*more: LogRecord) -> Case:
    message = user(10)
    found = replace(stored(message, answer(message, 10.2, 11)), outcome=Outcome.ANSWERED, stage=Stage.ANSWERED)
    return found, world(record("disposing instance", 5, directory="/srv/proj"), record("event disconnected", 5.1), *more)


HIT: Case = _after_dispose()

NEAR_MISS: Case = _after_dispose(record("event connected", 7))
