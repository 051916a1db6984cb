"""Sentences about the entries and causes of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from inspector.model import (
    Assumption,
    CauseGroup,
    Confidence,
    Deciding,
    Entry,
    Evidence,
    Outcome,
    Report,
    SessionStory,
    Stage,
    Step,
    StepKind,
    Wanted,
    Weight,
)
from inspector.redaction.state import STAND_IN
from inspector.text import many

WEIGHTS = ((Weight.CONCLUSIVE, "conclusive"), (Weight.STRONG, "strong"), (Weight.MODERATE, "moderate"), (Weight.WEAK, "weak"))

_PLACEHOLDERS = (
    ("SESSION_DIRECTORY", "the session's directory", "GET /session/ID shows it"),
    ("PERMISSION_ID", "the ID of the request", "GET /permission lists them"),
    ("QUESTION_ID", "the ID of the question", "GET /question lists them"),
)
"""Placeholders in commands for values that the evidence does not name, and the server call that returns each value."""


def pressing(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Return the entries that still need action."""
    return tuple(entry for entry in entries if not (entry.recovered or entry.expected))


def alike(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Return the entries grouped by equal candidates and by the evidence that would decide between them."""
    groups: dict[tuple[tuple[str, ...], tuple[Wanted, ...]], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.candidates, entry.next_evidence), []).append(entry)
    return list(groups.values())


_WANTED = {
    Deciding.UNREAD_MESSAGE: "message {id}, which could not be read: it may be the answer",
    Deciding.PARTS: "the table part, which could not be read: it shows whether the answer stopped in a tool call, and in which tool",
    Deciding.LOG: "the server log of that time: it shows whether a loop was started, whether the provider was called, and what failed",
    Deciding.DATABASE: "the database (--db): rows, IDs and schema show how far the prompt got",
    Deciding.CAPTURE: "a capture of the request (--requests), because agent, parts and noReply are not logged",
    Deciding.NO_PLUGINS: "the same prompt on a server started with --pure (no outside plugins)",
    Deciding.PROCESS_ALIVE: "whether the server process was still running (a later log, or the journal of its service manager)",
}

_ASSUMED = {
    Assumption.VERSION_OF_SESSION: "the server's version is assumed to be the version that created the session",
    Assumption.VERSION_OF_ROWS: "the server's version is taken from the sessions created around that time",
    Assumption.VERSION_OF_ERA: "the server's version is inferred from the form of its records (1.15.x)",
    Assumption.VERSION_GIVEN: "the server's version is taken from --server-version",
    Assumption.VERSION_CLAIMED: "the server's version is taken from the pasted text",
    Assumption.NOT_ANSWERED_SINCE: "the evidence ends within two seconds of the prompt's last activity: "
    "if the files were copied from a running server, the prompt may have been answered since",
}


def wanted_of(entry: Entry) -> list[str]:
    """Return the additional evidence that would decide between the candidates, in words."""
    return [_WANTED[wanted.evidence].format(id=wanted.message_id) for wanted in entry.next_evidence]


def assumed_of(entry: Entry) -> list[str]:
    """Return what was assumed, in words."""
    return [_ASSUMED[assumption] for assumption in entry.assumed]


def undecided(report: Report) -> tuple[Entry, ...]:
    return tuple(entry for entry in pressing(report.entries) if entry.cause is None)


def why_undecided(entries: Sequence[Entry]) -> str:
    if any(len(entry.candidates) > 1 for entry in entries):
        return "The evidence does not decide between the candidates."
    return "Only this cause fits what was provided, but it is not proven; more input could change that."


def cause_of(entry: Entry) -> str:
    return entry.cause or ("not decided" if not entry.candidates else f"not decided: {', '.join(entry.candidates[:3])}?")


def confidence_of(entry: Entry) -> str:
    return entry.confidence.value if entry.confidence else ""


def stage_of(entry: Entry) -> str:
    if entry.outcome is Outcome.SILENT and entry.stage is Stage.ANSWERED:
        return "answered, and went on"  # it was answered more than once, or compacted repeatedly
    return "" if entry.stage is Stage.UNKNOWN else entry.stage.value


def shape_of(entry: Entry) -> str:
    """Return who made the prompt's IDs, as far as known: ``IDs left out``, ``messageID by client, part IDs by server``."""
    words = {"absent": "left out", "client": "by client", "server": "by server"}
    message, parts = (words.get(entry.request.get(key, "")) for key in ("message_id", "part_ids"))
    if message == parts:
        return f"IDs {message}" if message else ""
    return ", ".join([f"messageID {message}"] * bool(message) + [f"part IDs {parts}"] * bool(parts))


def request_of(story: SessionStory) -> str:
    """Return the known facts about the session's last request; empty when there are none."""
    return ", ".join(
        f"{name} {value}" for name, value in story.request.items() if name != "source" and value not in ("", "unknown")
    )


def reason_of(entry: Entry) -> str:
    """Return the server's status, reason and error."""
    parts = [str(entry.status) if entry.status is not None else "", refusal_of(entry)]
    parts += [entry.error.get(key) or "" for key in ("code", "name", "message")]
    return " ".join(dict.fromkeys(part for part in parts if part))


def refusal_of(entry: Entry) -> str:
    """Return what is wrong with a refused request, at most three faults; empty when nothing shows it."""
    return "; ".join(entry.reason[:3])


def weight_of(evidence: Evidence) -> str:
    size = abs(evidence.weight)
    return next((word for weight, word in WEIGHTS if size >= weight), "noted")


def weighed(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """Return the evidence for the cause, the heaviest first, then the evidence against it."""
    return tuple(sorted(evidence, key=lambda e: (not e.supports, -abs(e.weight))))


def counted(group: CauseGroup, report: Report) -> str:
    """Return ``2 sessions, 2 prompts``: those that need action, then how many more do not. All formats count in this way."""
    mine = [entry for entry in report.entries if entry.cause == group.cause]
    open_ones = [entry for entry in mine if entry.pressing] or mine
    sessions = len({entry.session_id for entry in open_ones if entry.session_id})
    prompts = many(len(open_ones), "prompt")
    rest = f", {len(mine) - len(open_ones):,} more in the past" if len(open_ones) < len(mine) else ""
    return (f"{many(sessions, 'session')}, {prompts}" if sessions else prompts) + rest


def summary_of(group: CauseGroup) -> str:
    """Return what happened, and how many prompts wait for a subagent that has the cause; empty without a summary."""
    if not group.summary or not group.waiting:
        return group.summary
    return f"{group.summary} {many(group.waiting, 'prompt waits', 'prompts wait')} for a subagent that has this cause."


def sentence_of(group: CauseGroup) -> str:
    """Return the summary of a cause, its title where it has none."""
    return summary_of(group) or f"{group.title}."


def past_of(group: CauseGroup, report: Report) -> str:
    """Return a sentence about the prompts of a cause that need no action."""
    return summary_of(group) or f"{group.title}: {counted(group, report)}."


def stand_in(steps: Iterable[str]) -> str:
    """Return sentences about the redacted and unknown values in commands; empty when there are none."""
    steps = [step for step in steps if step.startswith("$ ")]
    said = [f"Put {what} in place of {name} ({where})." for name, what, where in _PLACEHOLDERS if any(name in s for s in steps)]
    found = dict.fromkeys(name for step in steps for name in STAND_IN.findall(step))
    if found:
        stands = "is" if len(found) == 1 else "are"
        said.append(f"{' and '.join(found)} {stands} redacted. For a command you can paste: --no-redact.")
    return " ".join(said)


def first_change(plan: Sequence[Step]) -> tuple[Step | None, bool]:
    """Return the first step of a remedy that changes something, and whether the database is to be copied before it."""
    steps = [step for step in plan if step.kind is not StepKind.NOTE] or list(plan)
    copied = any(step.kind is StepKind.COPY for step in steps)
    while copied and steps and steps[0].kind in (StepKind.STOP, StepKind.COPY):
        del steps[0]
    return (steps[0] if steps else None), copied


def first_step(group: CauseGroup) -> str:
    """Return the first step of the remedy that changes something, on one line, with its command."""
    step, _ = first_change(group.plan)
    if step is None:
        return ""
    return f"{step.text} {step.commands[0]}" if step.commands else step.text


def unsure(group: CauseGroup, report: Report) -> str:
    """Return the confidence in words; the number of prompts for each confidence if they differ."""
    counts = Counter(entry.confidence for entry in report.entries if entry.cause == group.cause and entry.confidence)
    if len(counts) > 1:
        return "confidence " + ", ".join(f"{each.value} for {counts[each]:,}" for each in Confidence if counts[each])
    return {
        "high": "high confidence",
        "medium": "medium confidence: likely, not proven",
        "low": "low confidence: a guess that needs to be checked",
    }[group.confidence.value]
