"""Replaces every string a report holds, wherever it stands: what is true of each field needs no list of fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace


def changed(value: Any, how: Callable[[str], str]) -> Any:
    """`value` with `how` applied to every string in it, keys of mappings excepted."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return how(value)
    if isinstance(value, tuple):
        return tuple(changed(item, how) for item in value)
    if isinstance(value, Mapping):
        return {key: changed(item, how) for key, item in value.items()}
    if isinstance(value, Struct):
        return replace(value, **{name: changed(getattr(value, name), how) for name in value.__struct_fields__})
    return value


def strings(value: Any) -> Iterator[str]:
    """Every string in `value`, keys of mappings included."""
    if isinstance(value, Enum):
        return
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from strings(item)
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from (*strings(key), *strings(item))
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from strings(getattr(value, name))
