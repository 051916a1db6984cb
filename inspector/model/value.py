"""What all values of the model are: frozen structs, which cost a tenth of a frozen dataclass to define and to make."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields, make_dataclass
from functools import cache
from typing import Any

from msgspec import Struct


class _Fields:
    """Lets `dataclasses.replace`, `fields`, `is_dataclass` and `asdict` take a value for the dataclass it looks like."""

    def __get__(self, value: Value | None, kind: type[Value]) -> Mapping[str, Field[Any]]:
        return _fields(kind)


@cache
def _fields(kind: type[Value]) -> Mapping[str, Field[Any]]:
    like = make_dataclass(kind.__name__, kind.__struct_fields__, init=False, repr=False, eq=False)
    return {field.name: field for field in fields(like)}


class Value(Struct, frozen=True):
    """A frozen value with the fields that its class names."""

    __dataclass_fields__ = _Fields()
