"""Replace every text in a value of the model, for redaction and renaming."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import datetime
from enum import Enum
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")


def renamed(value: T, names: Mapping[str, str]) -> T:
    """Return `value`, a tree of dataclasses, tuples and mappings, with every occurrence of the `names` in its texts
    replaced."""
    longest_first = sorted(names.items(), key=lambda pair: -len(pair[0]))

    def rename(text: str) -> str:
        for old, new in longest_first:
            text = text.replace(old, new)
        return text

    changed: T = each_text(value, rename)
    return changed


_WITHOUT_TEXT = frozenset((type(None), bool, int, float, datetime))


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind))


def each_text(value: Any, text: Callable[[str], str], but: Collection[str] = ()) -> Any:
    """Return `value` with every string in it replaced; a value without changes is returned unchanged.

    Fields of dataclasses whose name is in `but` stay.
    """
    kind = type(value)
    if kind is str:
        return text(value)
    if kind in _WITHOUT_TEXT or isinstance(value, Enum):
        return value
    if isinstance(value, tuple):
        parts = [each_text(item, text, but) for item in value]
        return tuple(parts) if any(new is not old for new, old in zip(parts, value, strict=True)) else value
    if isinstance(value, Mapping):
        return (
            MappingProxyType({each_text(key, text, but): each_text(item, text, but) for key, item in value.items()})
            if value
            else value
        )
    if is_dataclass(kind):
        new = {
            name: part
            for name in _names(kind)
            if name not in but and (part := each_text(old := getattr(value, name), text, but)) is not old
        }
        return replace(value, **new) if new else value
    return value
