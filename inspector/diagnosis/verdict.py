"""Run all rules on a prompt and weigh their clues: name one cause with its confidence, or the candidates."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from inspector.model import Clue, Confidence, Finding, Outcome, Problem, Weight
from inspector.model.pasted import Judgement, Origin, Piece, PieceKind
from inspector.model.value import Value
from inspector.patterns import late
from inspector.prompts.answers import lacks_answer_parts
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules import rules
from inspector.rules._forms import with_forms
from inspector.rules._says import AFTER, Said, pages_for, texts
from inspector.rules._symptoms import Told, symptoms_in
from inspector.text import beginning

HIGH, MEDIUM = 40, 20
"""Decibans that a cause needs for this confidence: 40 mean odds of 10,000 to 1, 20 mean 100 to 1."""

MARGIN_HIGH, MARGIN_MEDIUM = 20, 10
"""Decibans by which a cause must lead the next cause."""

TOLD_AGAIN = 2
"""An account names the cause that fits so many of its sentences, also where the title does not."""

_TAG = late(r"^\W{0,8}(?:\w{1,12}\]\W{0,4}|(?:bug|error|issue)\W{1,4})?|[\s`'\"*.!]{1,8}$", re.IGNORECASE)
"""The signs of a heading or a quotation and a tag such as “[Bug]:” before a line, and the signs behind it."""

_BETWEEN = late(r"[.!?] [A-Z]|\n")
"""The end of a sentence and the next one, or the end of a line."""

T = TypeVar("T")

Broken = dict[str, tuple[int, str]]
"""Rules that raised, by cause ID: how often, and the first error."""


class Verdict(Value, frozen=True):
    """The result of all rules for one prompt."""

    cause: str | None
    confidence: Confidence | None
    findings: tuple[Finding, ...]
    """The findings of all rules that yielded clues, best first."""

    @property
    def candidates(self) -> tuple[str, ...]:
        """Causes with evidence for them, most likely first."""
        return tuple(f.cause for f in self.findings if f.score > 0)

    @property
    def clues(self) -> tuple[Clue, ...]:
        """The clues of the cause that was named; () when none was."""
        return self.findings[0].clues if self.cause else ()


def guarded(broken: Broken, cause: str, work: Callable[[], T], otherwise: T) -> T:
    """Return the result of `work`, the code of a rule; if it raises, note that in `broken` and return `otherwise`."""
    try:
        return work()
    except Exception as error:
        _note(broken, cause, error)
        return otherwise


def _note(broken: Broken, cause: str, error: Exception) -> None:
    """Note that a rule raised, so that a faulty rule never ends a diagnosis."""
    times, first = broken.get(cause, (0, f"{type(error).__name__}: {error}"[:300]))
    broken[cause] = times + 1, first


def judge(prompt: Prompt, world: World, broken: Broken) -> Verdict:
    """Weigh every rule's clues for `prompt`. A rule that raises is noted in `broken` and skipped for this prompt."""
    if prompt.piece is not None:
        return judge_words(prompt.piece)
    findings = []
    for cause, rule in rules().items():
        try:
            clues: tuple[Clue, ...] = tuple(rule.check(prompt, world))
        except Exception as error:
            _note(broken, cause, error)
            continue
        if clues:
            findings.append(Finding(cause, clues, sum(int(c.weight) for c in clues)))
    findings.sort(key=lambda f: (-f.score, f.cause))
    best = findings[0].score if findings else 0
    lead = best - max((f.score for f in findings[1:]), default=0) if findings else 0
    if prompt.outcome is Outcome.SILENT and (prompt.unread is not None or lacks_answer_parts(prompt)):
        return Verdict(None, None, tuple(findings))  # the unreadable row may be the answer itself, or what the answer waits for
    if prompt.unvouched and not (prompt.record is not None and prompt.record.quoted):
        named = best >= MEDIUM and lead >= MARGIN_MEDIUM
        return Verdict(findings[0].cause if named else None, Confidence.LOW if named else None, tuple(findings))
    proven = prompt.unread is None and not (prompt.record is not None and prompt.record.quoted)
    if best >= HIGH and lead >= MARGIN_HIGH and proven:
        return Verdict(findings[0].cause, Confidence.HIGH, tuple(findings))
    if best >= MEDIUM and lead >= MARGIN_MEDIUM:
        return Verdict(findings[0].cause, Confidence.MEDIUM, tuple(findings))
    return Verdict(None, None, tuple(findings))


def judge_words(piece: Piece) -> Verdict:
    """Return the cause whose page explains an error of a pasted text.

    Copied text and error names in a sentence may decide; the form of copied text alone decides with *low* confidence, and so does an
    error that only the name of OpenCode above it ties to OpenCode. Other words of a sentence, and ambiguous words, give only candidates;
    so does the name of an error that someone meant to cause, such as an abort: an author names it on the way to the trouble.
    """
    if Judgement.LAST in piece.judgements:
        clue = Clue(Weight.WEAK, f"The text says that nothing happened after “{piece.text}”.", piece.source)
        return Verdict(None, None, tuple(Finding(cause, (clue,), int(clue.weight)) for cause in AFTER.get(piece.text, ())))
    if Judgement.ACCOUNT in piece.judgements:
        return _judge_account(piece)
    pages = pages_for(piece.text) if piece.origin is Origin.OPENCODE else ()
    told = piece.kind is PieceKind.TOLD
    if piece.origin is Origin.OPENCODE and not piece.by_name:
        pages = with_forms(pages, piece.quoted if told else piece.text, is_copy=not told)
    copied = set() if piece.by_name else {said.cause for said in pages_for(piece.quoted) if said.decides}
    copied |= set() if piece.by_name else {said.cause for said in pages[:1] if said.decides and _fills_line(piece.text, said)}
    other = None
    if pages and pages[0].cause not in copied and (told or (piece.text.startswith("#") and not pages[0].decides)):
        other = _told_otherwise(piece, pages[0].cause)
    findings = []
    for number, said in enumerate(pages):
        named = said.has_name and not piece.by_name and not rules()[said.cause].is_expected
        sure = said.decides and other is None and (not told or named or said.is_form or said.cause in copied)
        weight = Weight.STRONG if sure and number == 0 else Weight.WEAK
        text = f"The text says “{beginning(said.words, 120)}”."
        findings.append(Finding(said.cause, (Clue(weight, text, piece.source),), int(weight)))
    if other is not None:
        clue = Clue(Weight.WEAK, f"The author says “{beginning(other.words, 120)}”.", piece.source)
        findings.append(Finding(other.cause, (clue,), int(clue.weight)))
    if not findings or findings[0].score < MEDIUM:
        return Verdict(None, None, tuple(findings))
    is_guess = pages[0].is_form or Judgement.BELOW_NAME in piece.judgements
    return Verdict(findings[0].cause, Confidence.LOW if is_guess else Confidence.MEDIUM, tuple(findings))


def _fills_line(text: str, said: Said) -> bool:
    """Whether the words are most of their line: the line is then the error itself, not a sentence about it."""
    start = text.rfind("\n", 0, said.at) + 1
    end = text.find("\n", said.at)
    line = _TAG.sub("", text[start : end if end >= 0 else None])
    if _BETWEEN.search(said.words) and not any(
        piece.endswith(said.words.lower().replace("\n", " ")) for piece in texts()[said.cause]
    ):
        return False  # a gap reaches over the end of a sentence or a line
    return not line.endswith("?") and 3 * len(said.words) >= 2 * len(line)


def _told_otherwise(piece: Piece, cause: str) -> Told | None:
    """Return the only cause that the first fitting sentence of `piece` fits, where it is not `cause`, which it only names."""
    found = symptoms_in(piece.text)
    return found[0] if found and found[0].is_alone and found[0].cause != cause else None


def _judge_account(piece: Piece) -> Verdict:
    """Return the cause that fits an author's sentences, with *low* confidence where the first that fits any fits only this cause and
    no other fits as many of them. It must be in the title, or a second one must fit, too: what an author says once, on the way, need not
    be the trouble. A prompt that waits for a person also shows as one that hangs, so it needs no majority."""
    found = symptoms_in(piece.text)
    title = piece.title.split("\n")
    tied = len(found) > 1 and found[0].times == found[1].times and not rules()[found[0].cause].awaits_person
    findings = []
    for number, told in enumerate(found):
        meant = told.times >= TOLD_AGAIN or told.words in title
        sure = number == 0 and told.is_alone and meant and not tied and not piece.by_name
        clue = Clue(Weight.STRONG if sure else Weight.WEAK, f"The author says “{beginning(told.words, 120)}”.", piece.source)
        findings.append(Finding(told.cause, (clue,), int(clue.weight)))
    named = bool(findings) and findings[0].score >= MEDIUM
    return Verdict(findings[0].cause if named else None, Confidence.LOW if named else None, tuple(findings))


def problems(broken: Broken) -> tuple[Problem, ...]:
    """Return a problem for each rule that raised."""
    return tuple(
        Problem(
            f"rule {cause}",
            f"failed {f'{times} times (first: {first})' if times > 1 else f'once ({first})'} and was skipped for "
            f"{'those prompts' if times > 1 else 'that prompt'}",
        )
        for cause, (times, first) in sorted(broken.items())
    )


def title(cause: str) -> str:
    """Return the title of a cause; its ID where no rule has it."""
    rule = rules().get(cause)
    return rule.title if rule is not None else cause
