"""Runs every rule over a prompt and weighs what they say: one cause with its confidence, or what is left."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import ModuleType

from inspector.catalogue import modules
from inspector.evidence import Prompt, World
from inspector.model import Clue, Confidence, Finding, Problem, Stage

HIGH, MEDIUM = 40, 20
"""Decibans a cause needs: 40 are odds of 10,000 to 1 against chance, 20 of 100 to 1."""
MARGIN_HIGH, MARGIN_MEDIUM = 20, 10
"""Decibans by which it must lead the next cause."""
FINGERPRINT = "v1"
"""Version of the grouping below; raise it when the normalisation changes."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules make of one prompt."""

    cause: str | None
    confidence: Confidence | None
    findings: tuple[Finding, ...]
    """Every rule that had anything to say, best first."""

    @property
    def candidates(self) -> tuple[str, ...]:
        """Causes with something for them, most likely first."""
        return tuple(f.cause for f in self.findings if f.score > 0)

    @property
    def clues(self) -> tuple[Clue, ...]:
        """The clues of the cause that was named; () when none was."""
        return self.findings[0].clues if self.cause else ()


@cache
def rules() -> dict[str, ModuleType]:
    """Return the rules by cause id."""
    return {name.replace("_", "-"): module for name, module in modules("inspector.rules").items()}


def judge(prompt: Prompt, world: World, broken: dict[str, str]) -> Verdict:
    """Weigh every rule's clues for `prompt`. A rule that raises is noted in `broken` and left out."""
    findings = []
    for cause, rule in rules().items():
        if cause in broken:
            continue
        try:
            clues = tuple(rule.check(prompt, world))
        except Exception as error:  # a broken rule must never end a diagnosis
            broken[cause] = f"{type(error).__name__}: {error}"
            continue
        if clues:
            findings.append(Finding(cause, clues, sum(int(c.weight) for c in clues)))
    findings.sort(key=lambda f: (-f.score, f.cause))
    best = findings[0].score if findings else 0
    lead = best - max((f.score for f in findings[1:]), default=0) if findings else 0
    if prompt.unread is not None and prompt.kind == "silent":
        return Verdict(None, None, tuple(findings))  # what could not be read may be the answer itself
    if best >= HIGH and lead >= MARGIN_HIGH and prompt.unread is None:
        return Verdict(findings[0].cause, Confidence.HIGH, tuple(findings))
    if best >= MEDIUM and lead >= MARGIN_MEDIUM:
        return Verdict(findings[0].cause, Confidence.MEDIUM, tuple(findings))
    return Verdict(None, None, tuple(findings))


def problems(broken: dict[str, str]) -> tuple[Problem, ...]:
    return tuple(Problem(f"rule {cause}", f"raised {what} and was left out") for cause, what in sorted(broken.items()))


def fingerprint(cause: str | None, prompt: Prompt) -> str:
    """A stable name for a group of alike failures: ids, numbers, paths and quoted texts are left out."""
    fault = prompt.fault
    basis = [cause or "?", prompt.kind, prompt.stage.name if prompt.stage is not Stage.UNKNOWN else ""]
    if fault is not None:
        basis += [fault.name or "", fault.code or "", fault.table or "", fault.column or "", normalise(fault.message or "")]
    elif prompt.answer is not None:
        basis += [prompt.answer.error_name or "", str(prompt.answer.error_status or "")]
    return f"{FINGERPRINT}:{hashlib.sha256('|'.join(basis).encode('utf-8', 'backslashreplace')).hexdigest()[:12]}"


_VARIABLE = re.compile(
    r"\b[a-z]{2,5}_[0-9A-Za-z-]{6,64}|\"[^\"\n]{0,200}\"|'[^'\n]{0,200}'|(?:/[\w.@ -]{1,80}){2,20}|\b\d{1,20}\b|\b[0-9a-f]{8,64}\b"
)


def normalise(text: str) -> str:
    """`text` without what differs from case to case."""
    return _VARIABLE.sub("*", text[:500])


def doc(rule: ModuleType) -> str:
    """A rule's manual page."""
    return (rule.__doc__ or "").strip()


def title(cause: str, known: Sequence[str] = ()) -> str:
    """One line for a cause id."""
    rule = rules().get(cause)
    return str(rule.TITLE) if rule is not None else cause
