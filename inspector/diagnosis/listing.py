"""Decide which prompts a report lists, and in which list."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from enum import Enum

from msgspec.structs import replace

from inspector.diagnosis.fingerprint import fingerprint
from inspector.diagnosis.groups import Item
from inspector.diagnosis.verdict import Verdict, judge_words
from inspector.model import Check, Confidence, Entry, Outcome, Question, Skipped, Stage
from inspector.model.pasted import Judgement, Piece, PieceKind
from inspector.patterns import late
from inspector.prompts.answers import cut_answers, lacks_answer_parts, last_activity, running_tool
from inspector.prompts.ids import is_copied
from inspector.prompts.loops import loop_exited, repeated_call
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules import rules
from inspector.rules._forms import REST
from inspector.rules._says import pages_for

RUNNING = timedelta(seconds=60)
"""An answer on a live server with activity within this time counts as running, unless the question sets another limit."""

JUST_STORED = timedelta(seconds=3)
"""A live server begins its work on a stored prompt within this time."""

TOOL_RUNNING = timedelta(minutes=10)
"""A tool call on a live server with activity within this time counts as running."""

TRIED_IN_VAIN = 3
"""After this many cut answers a prompt counts as in trouble, although the server keeps calling the provider."""


_SENTENCES = late(r"(?<=[.!?。]) |\n")
"""Where a sentence or line of a quotation ends."""

TITLE = 2
"""The title of a pasted text is at most on this line."""


def is_within(prompt: Prompt, question: Question) -> bool:
    if prompt.time is None:
        return True
    return (question.since is None or prompt.time >= question.since) and (question.until is None or prompt.time <= question.until)


def is_still_running(prompt: Prompt, world: World, patience: timedelta | None = None) -> bool:
    """Whether a live server is working on the prompt: it had activity within `patience` and does not wait for a person."""
    if (
        not world.live
        or prompt.outcome is not Outcome.SILENT
        or prompt.record is not None
        or world.now is None
        or prompt.stage is Stage.FAILED
    ):
        return False
    if (prompt.answer is not None and prompt.answer.completed) or loop_exited(prompt) or _is_tried_in_vain(prompt):
        return False
    tool = running_tool(prompt)
    if tool is not None and not (tool.has_metadata or tool.has_output):
        return False
    moved = last_activity(prompt)
    if moved is None or prompt.stage not in (Stage.STREAM, Stage.ANSWERING, Stage.LOOP, Stage.STORED, Stage.ADMITTED):
        return False
    limit = (patience or RUNNING) if prompt.stage in (Stage.STREAM, Stage.ANSWERING, Stage.LOOP) else JUST_STORED
    return world.now - moved < (TOOL_RUNNING if tool is not None else limit)


def _is_tried_in_vain(prompt: Prompt) -> bool:
    """Whether the server keeps calling the provider without success: answers were cut, or a call timed out and nothing came since."""
    if cut_answers(prompt) >= TRIED_IN_VAIN:
        return True
    again = repeated_call(prompt)
    if again is None or not again.timed_out or again.record.time is None:
        return False
    return all(part.time_created is not None and part.time_created < again.record.time for part in prompt.answer_parts)


class Place(Enum):
    """The place in the report of a prompt without a failure record."""

    LISTED = "listed"
    COPY = "copied from the session it was forked from, not sent in this session"
    ANSWERED = "answered, more than once"
    RECOVERED = "its session was answered later"
    UNREADABLE = "its answer could not be read, which is reported as a problem"
    ELSEWHERE = "sent to a session that this database does not have"
    UNEXPLAINED = "an error of a pasted text that no page explains"
    UNSEEN = "its rows look like a failure that a server logs, and no log was given"


def place_of(prompt: Prompt, verdict: Verdict, world: World) -> Place:
    """Return the place of a silent prompt in the report."""
    if prompt.piece is not None:
        return Place.LISTED if verdict.candidates else Place.UNEXPLAINED
    if prompt.message is not None and is_copied(prompt.message, prompt.rows):
        return Place.COPY
    if prompt.recovered:
        return Place.LISTED if verdict.confidence is Confidence.HIGH else Place.RECOVERED
    if prompt.repeated:
        return Place.LISTED if verdict.cause is not None else Place.ANSWERED
    if (
        prompt.stage is Stage.NOTHING
        and (verdict.cause is None or rules()[verdict.cause].is_about_inputs)
        and prompt.rows is not None
        and prompt.rows.session is None
    ):
        return Place.ELSEWHERE
    if (prompt.unread is not None and not prompt.answers) or (
        lacks_answer_parts(prompt) and prompt.answer and prompt.answer.completed
    ):
        return Place.UNREADABLE
    if prompt.projected is not None or prompt.input is not None or (verdict.cause is not None and prompt.answer is None):
        return Place.LISTED
    return Place.UNSEEN if prompt.records is None and _fails_loudly(prompt, world) else Place.LISTED


def _fails_loudly(prompt: Prompt, world: World) -> bool:
    """Whether, without a log, the rows look like a failure that the server logs with ``prompt_async failed``.

    Such rows are: a model that never answered here, or never with this agent; a prompt that failed before the session's row was
    updated, which happens after its parts are stored; a message whose agent is not a text; a subtask whose agent never began; a
    directory that a tool reported as missing.
    """
    message, rows = prompt.message, prompt.rows
    if message is None or rows is None:
        return False
    session = rows.session
    if prompt.answer is not None:
        begun = running_tool(prompt)
        if begun is not None and begun.tool == "task" and not (begun.has_metadata or begun.has_output):
            return True
        gone = session.directory if session else None
        return prompt.stage is Stage.STREAM and any(
            gone and p.error and "NotFound" in p.error and gone in p.error for p in rows.parts or ()
        )
    if prompt.behind or prompt.stage is not Stage.STORED:
        return False
    if message.agent is None or not prompt.parts:
        return True
    touched = session.time_updated if session else None
    stored = max((p.time_created for p in prompt.parts if p.time_created), default=None)
    if touched is not None and stored is not None and touched < stored and prompt.next_time is None:
        return True
    named = (message.provider_id, message.model_id)
    if not world.answered_models or not message.provider_id or not message.model_id:
        return False
    return named not in world.answered_models or (message.agent, *named) not in world.answered_agents


def _without_outweighed_accounts(items: list[Item]) -> list[Item]:
    """Drop what authors tell if something else has a cause, if there is more than pasted errors, or if the copied errors have only
    other candidates. What is kept and has a cause comes first."""
    told = [item for item in items if is_account(item[0])]
    rest = [item for item in items if not is_account(item[0])]
    copied = {cause for prompt, entry in rest if prompt.piece and _is_copied(prompt.piece) for cause in entry.candidates}
    fits = not copied or any(not copied.isdisjoint(entry.candidates) for _, entry in told)
    if not fits or any(entry.cause is not None or prompt.piece is None for prompt, entry in rest):
        return _with_two_stories(told, rest)
    return [*told, *rest] if any(entry.cause is not None for _, entry in told) else items


def _is_copied(piece: Piece) -> bool:
    """Whether the piece is an error that was copied, not a sentence or the last step of a prompt."""
    return piece.kind is not PieceKind.TOLD and Judgement.LAST not in piece.judgements


def _with_two_stories(told: list[Item], rest: list[Item]) -> list[Item]:
    """Return `rest`; without a cause where only errors that authors quote in a sentence have one, and what they tell has another."""
    rivals = [item for item in rest if item[1].cause is not None]
    quotes = [quote for prompt, _ in rivals if prompt.piece for quote in _SENTENCES.split(prompt.piece.quoted) if quote]
    if not quotes or any(prompt.piece is None or prompt.piece.kind is not PieceKind.TOLD for prompt, _ in rivals):
        return rest
    causes = tuple(dict.fromkeys(entry.cause for _, entry in rivals if entry.cause))
    stories = (_cause_without(prompt.piece, quotes) for prompt, _ in told if prompt.piece)
    others = tuple(cause for cause in stories if cause is not None and cause not in causes)
    if not others:
        return rest
    kept = [item for item in rest if item not in rivals]
    return [(rivals[0][0], _undecided(rivals, (*causes, *others))), *kept]


def _cause_without(piece: Piece, quotes: Sequence[str]) -> str | None:
    """Return the cause of what an author tells anywhere, without the sentences that have one of `quotes`."""
    kept = "\n".join(line for line in piece.text.split("\n") if not any(quote in line for quote in quotes))
    return judge_words(replace(piece, text=kept, title=kept)).cause


def is_account(prompt: Prompt) -> bool:
    """Whether the prompt is what the author of a pasted text tells, not an error that was copied."""
    return prompt.piece is not None and Judgement.ACCOUNT in prompt.piece.judgements


def not_visible(hidden: Sequence[Prompt]) -> tuple[Skipped, ...]:
    """Return the skipped check for stored prompts whose failure only a log could show."""
    sessions = tuple(dict.fromkeys(prompt.session_id or "?" for prompt in hidden))
    return (Skipped(Check.LOGGED_FAILURES, count=len(hidden), sessions=sessions),) if hidden else ()


def _without_consequences(items: list[Item]) -> list[Item]:
    """Drop what a client of a pasted text says about a failing server, if something else in the text names a cause."""
    rest = [item for item in items if not _is_consequence(item)]
    return rest if any(entry.cause for prompt, entry in rest if prompt.piece is not None) else items


def _is_consequence(item: Item) -> bool:
    """Whether a pasted error only states that something failed."""
    prompt, entry = item
    return prompt.piece is not None and entry.cause is not None and rules()[entry.cause].is_consequence


_RANKS = {PieceKind.RECORD: 2, PieceKind.ERROR: 1}
"""How much an error of a pasted text says: a server's record most, other copied text more than an author's own sentence."""

OF_A_PROMPT = 3
"""The rank of a record that says how a prompt failed."""


def _outranked(items: list[Item]) -> list[Item]:
    """Drop the errors of each pasted text that name another cause than an error of a higher rank does. The first of them keeps all as
    candidates where copied errors that no record holds name several causes, or name none of those that the title leaves open."""
    named: dict[str, list[Item]] = {}
    titles: dict[str, Entry] = {}
    for prompt, entry in items:
        piece = prompt.piece
        if piece is None and prompt.record is not None and prompt.record.quoted and entry.cause is not None:
            named.setdefault(prompt.record.path, []).append((prompt, entry))
        elif piece is not None and entry.cause is not None:
            named.setdefault(piece.path, []).append((prompt, entry))
        elif piece is not None and not is_account(prompt) and _is_title(piece):
            titles.setdefault(piece.path, entry)
    changed: dict[int, Entry | None] = {}
    for path, rivals in named.items():
        changed |= _weighed(rivals, titles.get(path))
    return [(prompt, kept) for prompt, entry in items if (kept := changed.get(id(entry), entry)) is not None]


def _is_title(piece: Piece) -> bool:
    """Whether the piece is a line above a text, as a title is: no sentence with a full stop."""
    return piece.line <= TITLE and "\n" not in piece.text and not piece.text.endswith((".", "。"))


def _weighed(rivals: list[Item], title: Entry | None) -> dict[int, Entry | None]:
    """Return what becomes of the entries of one pasted text that name a cause, by their identity: None for one that is dropped."""
    best = max(map(_rank, rivals))
    told = [item for item in rivals if _rank(item) == best]
    if any(entry.cause != REST and entry.cause and rules()[entry.cause].forms for _, entry in told):
        told = [item for item in told if not _is_wrapper(item)]
    causes = tuple(dict.fromkeys(entry.cause for _, entry in told if entry.cause))
    left = tuple(cause for cause in title.candidates if not rules()[cause].is_consequence) if title else ()
    several = len(causes) > 1 and best < _RANKS[PieceKind.RECORD]
    if several or (left and best < _RANKS[PieceKind.RECORD] and set(left).isdisjoint(causes)):
        dropped = (*(entry for _, entry in rivals), *((title,) if title else ()))
        return {id(entry): None for entry in dropped} | {id(told[0][1]): _undecided(told, (*causes, *left))}
    return {id(entry): None for _, entry in rivals if entry.cause not in causes}


def _is_wrapper(item: Item) -> bool:
    """Whether a pasted error says that a provider refused, and only by a general word, such as the class of an error that wraps others."""
    prompt, entry = item
    pages = pages_for(prompt.piece.text)[:1] if prompt.piece is not None and entry.cause == REST else ()
    return any(not said.is_specific for said in pages)


def _undecided(told: Sequence[Item], causes: tuple[str, ...]) -> Entry:
    """Return the first entry of `told` without its cause, with `causes` as candidates and the evidence of all."""
    prompt, first = told[0]
    evidence = tuple(replace(clue, cause=entry.cause) for _, entry in told for clue in entry.evidence)
    kind = fingerprint(None, prompt)
    return replace(first, cause=None, confidence=None, candidates=causes, evidence=evidence, fingerprint=kind)


def _rank(item: Item) -> int:
    return _RANKS.get(item[0].piece.kind, 0) if item[0].piece is not None else OF_A_PROMPT


def drop_repeated_pieces(items: list[Item]) -> list[Item]:
    """Drop errors of pasted texts that repeat another entry's cause, undecided errors if another error has a cause, and what an
    author tells if something else has a cause or has only other candidates."""
    items = _outranked(_without_consequences(_without_outweighed_accounts(items)))
    named = {entry.cause for prompt, entry in items if prompt.piece is None and entry.cause is not None}
    decided = bool(named) or any(entry.cause is not None for _, entry in items)
    kept = []
    undecided = False
    for item in items:
        prompt, entry = item
        if prompt.piece is not None:
            if (entry.cause is None and (decided or undecided)) or entry.cause in named:
                continue
            undecided = undecided or entry.cause is None
            named |= {entry.cause} if entry.cause else set()
        kept.append(item)
    return kept
