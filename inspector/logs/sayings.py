"""What is done with a record, decided from its outline: the same for all records with one outline, so it is decided once."""

from __future__ import annotations

from inspector.logs.blocks import Block
from inspector.logs.eras import Outline, eras
from inspector.logs.errors import group_at_a_glance
from inspector.logs.notable import kind_at_a_glance
from inspector.model.value import Value

MAX_OUTLINES = 4096  # any value: what was forgotten is decided again
"""At most this many outlines are remembered. When there are more, all are forgotten and decided again."""


class Saying(Value, frozen=True):
    """What all records with one outline say."""

    is_loud: bool
    """Whether the level is ERROR or WARN."""
    run: bytes
    """The run that wrote them; empty where it is not known."""
    is_kind_sure: bool
    """False where a record must be parsed to tell its kind."""
    kind: str | None
    key: tuple[object, ...] | None
    """The same for records of one kind and one group of errors; None where they are of neither, `UNSURE` where they must be parsed
    to tell."""


UNSURE: tuple[object, ...] = ()
UNKNOWN = Saying(False, b"", False, None, UNSURE)


class Sayings:
    """Decides what records say, and remembers it by outline."""

    def __init__(self) -> None:
        self._outlines = [era.outlines for era in eras().values() if era.outlines]
        self._known: dict[Outline, Saying] = {}

    def of(self, block: Block, start: int) -> tuple[Saying, int] | None:
        """Return what the record at `start` says, and its end; None where it must be parsed."""
        for outlines in self._outlines:
            for outline, end in outlines(block.data, start, block.size):
                return self._known.get(outline) or self._decide(outline), end
        return None

    def follow(self, block: Block, start: int) -> list[tuple[int, int, Saying]]:
        """Return start, end and saying of the record at `start` and of the ERROR and WARN records directly behind it, up to one that
        must be parsed; empty where the first one must."""
        known, found = self._known, list[tuple[int, int, Saying]]()
        for outlines in self._outlines:
            for outline, end in outlines(block.data, start, block.size):
                saying = known.get(outline) or self._decide(outline)
                if found and not saying.is_loud:
                    return found
                found.append((start, end, saying))
                start = end
        return found

    def _decide(self, outline: Outline) -> Saying:
        if len(self._known) >= MAX_OUTLINES:
            self._known.clear()
        saying = self._known[outline] = _decided(outline)
        return saying


def _decided(outline: Outline) -> Saying:
    glance = next((glance for era in eras().values() if era.glance and (glance := era.glance(outline)) is not None), None)
    if glance is None:
        return UNKNOWN
    sure, name = kind_at_a_glance(glance)
    grouped, group = group_at_a_glance(glance)
    key: tuple[object, ...] | None = UNSURE
    if sure and grouped:
        key = None if name is None and group is None else (glance.level, glance.message, glance.names_session, group)
    return Saying(glance.level in ("ERROR", "WARN"), glance.run, sure, name, key)
