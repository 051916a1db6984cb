"""The base of all values of the model: frozen structs, which cost a tenth of a frozen dataclass to define and to create."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import Field, fields, make_dataclass
from functools import cache
from typing import Any

from msgspec import Struct


class _Fields:
    """Makes `dataclasses.replace`, `fields`, `is_dataclass` and `asdict` treat a value as a dataclass."""

    def __get__(self, value: Value | None, kind: type[Value]) -> Mapping[str, Field[Any]]:
        return _fields(kind)


@cache
def _fields(kind: type[Value]) -> Mapping[str, Field[Any]]:
    described = {"__doc__": "made for its fields"}  # or `make_dataclass` describes the class by its signature, which is slow
    like = make_dataclass("Like", kind.__struct_fields__, namespace=described, init=False, repr=False, eq=False, match_args=False)
    return {field.name: field for field in fields(like)}


class Value(Struct, frozen=True):
    """A frozen value with the fields that its class names."""

    __dataclass_fields__ = _Fields()
