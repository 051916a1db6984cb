"""Replaces every string a report holds, wherever it stands: what is true of each field needs no list of fields."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any


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
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{f.name: changed(getattr(value, f.name), how) for f in fields(value)})
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
    elif is_dataclass(value) and not isinstance(value, type):
        for f in fields(value):
            yield from strings(getattr(value, f.name))
