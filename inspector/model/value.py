"""The base of all values of the model: frozen structs, which cost a tenth of a frozen dataclass to define and to create."""

from __future__ import annotations

from msgspec import Struct


class Value(Struct, frozen=True, gc=False):
    """A frozen value with the fields that its class names.

    Frozen values have no reference cycles, so Python's search for them leaves them out, which also saves 16 bytes for each value.
    """
