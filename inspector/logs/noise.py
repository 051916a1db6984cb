"""Records of level ERROR or WARN that OpenCode servers write while every prompt is answered, each with the reason why it is harmless.

The messages were read in the binaries of 1.15.13 and 1.18.33 and seen in recordings of both. A record that is not listed here and
belongs to no prompt is reported (`Report.unplaced`), and a report with such an ERROR is never "nothing is wrong".
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

import msgspec

from inspector.catalogue import read_data
from inspector.logs.eras import Glance
from inspector.model import LogRecord
from inspector.model.value import Value


class Noise(Value, frozen=True):
    """Why records with these messages are not a sign of a lost prompt."""

    reason: str
    messages: tuple[str, ...]
    """Whole messages; one that ends in ``…`` may go on with anything."""
    while_working: bool = False
    """True when the record is harmless only if the server went on afterwards. It may also be the last record of a server that
    stopped or hangs."""


@cache
def _known() -> Mapping[str, Noise]:
    """Return why the records with each message are harmless, as ``data/known_noise.json`` says."""
    groups = msgspec.json.decode(read_data("known_noise.json"), type=list[Noise])
    return {message: noise for noise in groups for message in noise.messages}


@cache
def _beginnings() -> tuple[tuple[str, Noise], ...]:
    return tuple((message[:-1], noise) for message, noise in _known().items() if message.endswith("…"))


def _noise_of(message: str) -> Noise | None:
    """Return why records with `message` are harmless; None when its text alone does not show it."""
    return _known().get(message) or next((noise for begin, noise in _beginnings() if message.startswith(begin)), None)


def known_noise(record: LogRecord) -> Noise | None:
    """Return why `record` is harmless; None when it is not known to be."""
    known, noise = _known(), _noise_of(record.message)
    if noise is not None:
        return noise
    if record.message in ("stream error", "process") and (record.is_side_call or record.fields.get("agent") == "title"):
        return known["failed to generate title"]
    if record.message == "":  # legacy era: the message of an unknown service is part of its last value
        said = record.error_text
        if said.startswith("setRawMode failed"):
            return known["setRawMode failed"]
        ending = max((message for message in known if said.endswith(f" {message}")), key=len, default=None)
        return known[ending] if ending is not None else None
    return None


def noise_at_a_glance(glance: Glance) -> tuple[bool, Noise | None]:
    """Return why such records are harmless; False with it where other fields of the record decide."""
    noise = _noise_of(glance.message)
    if noise is None and glance.message in ("stream error", "process"):
        return not glance.may_be_side_call, None
    return noise is not None or glance.message != "", noise
