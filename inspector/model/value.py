"""The base of all values of the model: frozen structs, which cost a tenth of a frozen dataclass to define and to create."""

from __future__ import annotations

from msgspec import Struct


class Value(Struct, frozen=True):
    """A frozen value with the fields that its class names."""
