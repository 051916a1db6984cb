"""Regular expressions that are compiled at their first use: an ordinary diagnosis uses a third of them."""

from __future__ import annotations

import re
from typing import Any, AnyStr, Generic, cast


class _Late(Generic[AnyStr]):
    """A pattern that is compiled at its first use. Each method is stored here after its first use."""

    def __init__(self, pattern: AnyStr, flags: int) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self.pattern, self._flags), name)  # which `re` remembers
        setattr(self, name, found)
        return found


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what ``re.compile`` returns, but compile at the first use."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))
