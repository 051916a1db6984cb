"""Replace every text in a value of the model, for redaction and renaming."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import Enum
from functools import cache
from operator import is_not
from types import MappingProxyType
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

T = TypeVar("T")


def renamed(value: T, names: Mapping[str, str]) -> T:
    """Return `value`, a tree of structs, tuples and mappings, with every occurrence of the `names` in its texts
    replaced."""
    longest_first = sorted(names.items(), key=lambda pair: -len(pair[0]))

    def rename(text: str) -> str:
        for old, new in longest_first:
            text = text.replace(old, new)
        return text

    changed: T = each_text(value, rename)
    return changed


@cache
def _shape(kind: type) -> Any:
    """How values of `kind` hold texts: `str`, `tuple`, `Mapping`, the names of a struct's fields, or None without texts."""
    if issubclass(kind, Enum):
        return None
    if issubclass(kind, Struct):
        return kind.__struct_fields__
    return next((shape for shape in (str, tuple, Mapping) if issubclass(kind, shape)), None)


def each_text(value: Any, text: Callable[[str], str], but: Collection[str] = ()) -> Any:
    """Return `value` with every string in it replaced; a value without changes is returned unchanged.

    Fields of structs whose name is in `but` stay.
    """
    mappings: dict[int, Any] = {}  # by identity: thousands of entries share a few

    def changed(value: Any) -> Any:
        kind: type = type(value)
        shape = _shape(kind)
        if shape is str:
            return text(value)
        if shape is None or not value:
            return value
        if shape is tuple:
            parts = [changed(item) for item in value]
            return tuple(parts) if any(map(is_not, parts, value)) else value
        if shape is Mapping:
            if id(value) not in mappings:
                made = {changed(key): changed(item) for key, item in value.items()}
                mappings[id(value)] = MappingProxyType(made) if made != value else value
            return mappings[id(value)]
        new = {}
        for name in shape:
            old = getattr(value, name)
            if name not in but and (part := changed(old)) is not old:
                new[name] = part
        return replace(value, **new) if new else value

    return changed(value)
