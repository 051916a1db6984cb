"""Find steps of a prompt in lines that a person copied without their time and level: loops that a server left at once, and the
step after which nothing happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from inspector.database.ids import WRAPS, decode
from inspector.model.pasted import Judgement, Origin, Piece, PieceKind
from inspector.pasted.lines import Line
from inspector.patterns import late

LEFT = "loop step=0, then at once exiting loop"
"""How such a loop is told in a report."""
OLDER = " in a session older than the wrap"
"""Added where the session's ID was made before the IDs wrapped around."""
ACROSS = " between message IDs from both sides of the wrap"
"""Added where the text has message IDs from before and after that moment."""
_SESSION = r"\b(?:session\.id|sessionID)=(?P<id>ses\w{10,40}|ses\w{0,20}(?:\.{3}|…))"
_LOOP = late(rf"^(?:message=)?\"?loop\"?(?=\s)(?=.{{0,200}}\bstep=0\b)(?=.{{0,200}}{_SESSION})")
_EXIT = late(rf"^(?:message=)?\"?exiting loop\"?\s.{{0,200}}{_SESSION}")
_MENTION = late(r"\bloop\W{1,3}step=0\b(?:(?!step=)[^\n]){0,40}\bexiting loop\b")
"""Both steps in one sentence."""
_STEP = late(
    r"^message=\"?(?P<step>stream|process|touching file)\"?(?=\s)(?=.{0,200}\b(?:session\.id|sessionID|providerID|file)=\S)(?P<side>.{0,300}\bsmall=true)?"
)
"""A step of the logfmt era; in the words of the legacy era it would stand last, as any word may."""
_NAME = late(r"ses_?(\w{26})")
_MESSAGE = late(r"\bmsg_[0-9a-f]{12}[0-9A-Za-z]{14}\b")


def left_at_once(lines: Sequence[Line], path: str) -> list[Piece]:
    """Return a piece for each session whose loop began with step 0 and was left by the next line of the text; without one, for the
    first sentence that says so."""
    found: dict[str, Piece] = {}
    times = {
        made.time > WRAPS[0] for line in lines for ident in _MESSAGE.findall(line.text) if (made := decode(ident)) and made.time
    }
    for line, ident in _pairs([line for line in lines if line.text]):
        if ident not in found:
            text = LEFT + (ACROSS if len(times) > 1 else OLDER if _is_old(ident) else "")
            found[ident] = Piece(PieceKind.ERROR, path, line.number, line.offset, text, Origin.OPENCODE)
    said = next((line for line in lines if _MENTION.search(line.text)), None) if not found else None
    if said is not None:
        return [Piece(PieceKind.TOLD, path, said.number, said.offset, LEFT, Origin.OPENCODE)]
    return list(found.values())


def _pairs(lines: Sequence[Line]) -> Iterator[tuple[Line, str]]:
    for line, following in pairwise(lines):
        loop = _LOOP.match(line.text)
        left = _EXIT.match(following.text) if loop is not None else None
        if loop is not None and left is not None and loop["id"] == left["id"]:
            yield line, loop["id"]


def _is_old(ident: str) -> bool:
    """Whether the session's ID was made before the IDs wrapped around; a copied ID may lack its underscore."""
    whole = _NAME.fullmatch(ident)
    made = decode(f"ses_{whole[1]}") if whole is not None else None
    return made is not None and made.time is not None and made.time < WRAPS[0]


def last_step(lines: Sequence[Line], path: str) -> tuple[Piece, ...]:
    """Return the last step of a prompt among `lines`; nothing where there is none, or where the loop ended."""
    for line in reversed(lines):
        if _EXIT.match(line.text):
            break
        found = _STEP.match(line.text)
        if found is not None:
            text = f"{found['step']}{' small=true' if found['side'] else ''}"
            return (Piece(PieceKind.RECORD, path, line.number, line.offset, text, Origin.OPENCODE, (Judgement.LAST,)),)
    return ()
