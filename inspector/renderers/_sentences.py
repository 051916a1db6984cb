"""What every format says in the same words: the verdict, what was looked at, times, counts.

*Looked and found nothing*, *not looked at* and *cannot be told* are three different sentences, here and nowhere else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from typing import TypeVar

from inspector.model import (
    Audit,
    CauseGroup,
    Confidence,
    DatabaseFacts,
    Drift,
    Entry,
    Evidence,
    Report,
    Separation,
    SessionStory,
    Stage,
    TimelineEvent,
    Weight,
)
from inspector.redact import KINDS
from inspector.text import listed
from inspector.walk import each_text

OPENED = {
    "live": "read beside the running server, read-only",
    "snapshot": "read from a private copy of it and its write-ahead log",
    "immutable": "read as it lies there",
}
WEIGHTS = ((Weight.CONCLUSIVE, "conclusive"), (Weight.STRONG, "strong"), (Weight.MODERATE, "moderate"), (Weight.WEAK, "weak"))
_TAKEN = ("Logs: ", "Database: ", "Captures: ", "Left: ")
"""How notes begin that say which inputs were taken."""
_CALM = ("The next wrap of ids ", "No session is from before ", "Servers of ")
"""How notes begin that need nobody's attention."""
_MAJOR_TWO = re.compile(r"(?:[2-9]|[1-9]\d{1,5})\.")
_SAME = "; cannot be told apart from "
TROUBLE = ("failure", "silent", "rejected")
"""Kinds of timeline events that are no good news."""
_UTC = re.compile(r"“[^”]*(?:”|\Z)|\b([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{3})?) UTC\b")
_QUOTED = frozenset(("error", "source", "path", "database_path"))
"""Fields that hold nothing of our own wording."""
T = TypeVar("T")
_STAND_IN = re.compile(r"\[(?:" + "|".join(KINDS) + r")-\d{1,9}\]")


def plural(count: int, noun: str, more: str = "") -> str:
    """``1 session``, ``2,400 sessions``; `more` where an s is not enough."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {more or noun + 's'}"


# --- times ---------------------------------------------------------------------------------------


def local(time: datetime, zone: tzinfo | None) -> datetime:
    """`time` in the zone asked for; UTC where none was, or where the calendar ends before the zone does."""
    try:
        return time.astimezone(zone or UTC)
    except (OverflowError, ValueError):
        return time


def clock(time: datetime | None, zone: tzinfo | None) -> str:
    """``07:25:23`` or ``07:25:23.250``: milliseconds where the source had them."""
    if time is None:
        return "time unknown"
    return local(time, zone).time().isoformat("milliseconds" if time.microsecond else "seconds")


def moment(time: datetime | None, zone: tzinfo | None) -> str:
    """``2026-11-22 07:25:23``, without the zone, which stands in the heading."""
    return f"{local(time, zone).date().isoformat()} {clock(time, zone)}" if time else clock(time, zone)


def stamp(time: datetime | None, zone: tzinfo | None) -> str:
    """``2026-11-22 07:25:23 UTC`` or ``2026-11-22 08:25:23 UTC+01:00``: a time that stands alone."""
    return f"{moment(time, zone)} {_offset(zone, time)}" if time else clock(time, zone)


def in_zone(value: T, zone: tzinfo | None) -> T:
    """`value` with the times that stand in its sentences (`inspector.text.utc`) said in the zone asked for."""
    if zone is None or zone is UTC:
        return value
    moved: T = each_text(value, lambda text: _UTC.sub(lambda found: _moved(found, zone), text), but=_QUOTED)
    return moved


def _moved(found: re.Match[str], zone: tzinfo) -> str:
    if found[1] is None:
        return found[0]  # somebody else's words
    try:
        return stamp(datetime.fromisoformat(found[1]).replace(tzinfo=UTC), zone)
    except ValueError:
        return found[0]


def zone_of(zone: tzinfo | None, time: datetime | None = None) -> str:
    """``UTC``, or the name and offset of the zone asked for."""
    if zone is None or zone is UTC:
        return "UTC"
    shown = _offset(zone, time or datetime.now(UTC))
    return str(zone) if str(zone) == shown else f"{zone}, {shown}"


def _offset(zone: tzinfo | None, time: datetime) -> str:
    """``UTC`` or ``UTC+01:00``."""
    offset = local(time, zone).strftime("%z")
    return "UTC" if zone is None or zone is UTC else f"UTC{offset[:3]}:{offset[3:5]}"


def span(first: datetime | None, last: datetime | None, zone: tzinfo | None) -> str:
    """``2026-11-22 07:25:23 to 07:27:34 UTC``; empty when neither end is known."""
    if first is None or last is None:
        known = first or last
        return stamp(known, zone) if known else ""
    if first == last:
        return stamp(first, zone)
    same_day = local(first, zone).date() == local(last, zone).date()
    return f"{moment(first, zone)} to {clock(last, zone) if same_day else moment(last, zone)} {_offset(zone, last)}"


# --- entries -------------------------------------------------------------------------------------


def entries_of(report: Report) -> tuple[Entry, ...]:
    return (*report.failures, *report.silent, *report.rejected)


def pressing(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those that still need somebody."""
    return tuple(entry for entry in entries if not (entry.recovered or entry.expected))


def alike(entries: Iterable[Entry]) -> list[list[Entry]]:
    """The entries, together where the same candidates are left and the same would decide between them."""
    groups: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Entry]] = {}
    for entry in entries:
        groups.setdefault((entry.candidates, entry.next_evidence), []).append(entry)
    return list(groups.values())


def undecided(report: Report) -> tuple[Entry, ...]:
    return tuple(entry for entry in pressing(entries_of(report)) if entry.cause is None)


def folded(report: Report) -> str:
    """One sentence for the entries that need nobody; empty when there are none."""
    entries = entries_of(report)
    recovered = sum(entry.recovered for entry in entries)
    expected = sum(entry.expected and not entry.recovered for entry in entries)
    if not recovered + expected:
        return ""
    if recovered + expected == 1:
        return f"1 more prompt needs no attention: {'its session was answered later' if recovered else 'it ended as somebody wished'}."
    parts = [f"{recovered:,} in sessions that were answered later"] if recovered else []
    parts += [f"{expected:,} that ended as somebody wished"] if expected else []
    return f"{recovered + expected:,} more prompts need no attention: {' and '.join(parts)}."


def why_undecided(entries: Sequence[Entry]) -> str:
    if any(len(entry.candidates) > 1 for entry in entries):
        return "The evidence does not decide between the candidates."
    return "What is known speaks for nothing else, but does not prove it: evidence that was not given may say otherwise."


def cause_of(entry: Entry) -> str:
    return entry.cause or ("not decided" if not entry.candidates else f"not decided: {', '.join(entry.candidates[:3])}?")


def confidence_of(entry: Entry) -> str:
    return entry.confidence.value if entry.confidence else ""


def stage_of(entry: Entry) -> str:
    if entry.kind == "silent" and entry.stage is Stage.ANSWERED:
        return "answered, and went on"  # more than once, or with compaction upon compaction
    return "" if entry.stage is Stage.UNKNOWN else entry.stage.value


def shape_of(entry: Entry) -> str:
    """Who made the ids of the prompt, as far as that is known: ``ids left out``, ``messageID by client, part ids by server``."""
    words = {"absent": "left out", "client": "by client", "server": "by server"}
    message, parts = (words.get(entry.request.get(key, "")) for key in ("message_id", "part_ids"))
    if message == parts:
        return f"ids {message}" if message else ""
    return ", ".join([f"messageID {message}"] * bool(message) + [f"part ids {parts}"] * bool(parts))


def request_of(story: SessionStory) -> str:
    """What is known of the session's last request; empty when nothing is."""
    return ", ".join(
        f"{name} {value}" for name, value in story.request.items() if name != "source" and value not in ("", "unknown")
    )


def reason_of(entry: Entry) -> str:
    """Status, reason and error as the server gave them."""
    parts = [str(entry.status) if entry.status is not None else "", entry.reason or ""]
    parts += [entry.error.get(key) or "" for key in ("code", "name", "message")]
    return " ".join(dict.fromkeys(part for part in parts if part))


def weight_of(evidence: Evidence) -> str:
    size = abs(evidence.weight)
    return next((word for weight, word in WEIGHTS if size >= weight), "noted")


def weighed(evidence: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """What speaks for it, the heaviest first, then what speaks against."""
    return tuple(sorted(evidence, key=lambda e: (not e.supports, -abs(e.weight))))


# --- verdict -------------------------------------------------------------------------------------


def headline(report: Report, zone: tzinfo | None = None) -> str:
    """The verdict in one sentence."""
    open_cases = pressing(entries_of(report))
    if open_cases and (causes := present(report)):
        return causes[0].summary or f"{causes[0].title}."
    if open_cases:
        left = dict.fromkeys(cause for entry in open_cases for cause in entry.candidates)
        between = f"between {' and '.join(left)}" if len(left) == 2 else "why"
        return f"{plural(len(open_cases), 'prompt')} got no answer, and the evidence does not decide {between}."
    if not report.logs and report.database is None and not report.requests:
        return "Nothing could be read, so nothing can be said."
    if not understood(report):
        return "No record of an OpenCode server was recognised, so nothing can be said."
    if unknown := [problem for problem in report.problems if problem.where.startswith("ses_")]:
        return " ".join(f"{problem.where}: {_ended(problem.what)}" for problem in unknown[:2])
    if missed := outside(report, zone):
        return missed
    prefix = "As far as could be read, nothing" if report.problems else "Nothing"
    if entries_of(report):
        return f"{prefix} is wrong now."
    if hidden := unseen(report):
        return f"{_capital(hidden)}."
    if report.worked and not report.logs:
        where = "the rows" if report.database else "the requests"
        return f"{prefix} is unanswered in {where}: {plural(report.worked, 'prompt')} seen, all answered. What only a log tells was not looked at."
    if report.worked:
        return f"{prefix} is wrong: {plural(report.worked, 'prompt')} seen, all answered."
    return f"{prefix} is wrong that this evidence can show."


def stranger(story: SessionStory) -> str:
    """That no input knows the session, and which known one was perhaps meant."""
    said = next((problem.what for problem in story.report.problems if problem.where == story.session_id), "")
    return _ended(f"No input knows this session{said[said.index(';') :] if ';' in said else ''}")


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", ".")) else f"{sentence}."


def present(report: Report) -> tuple[CauseGroup, ...]:
    """The causes with a prompt that still needs somebody."""
    settled = past(report)
    return tuple(group for group in report.causes if group not in settled)


def past(report: Report) -> tuple[CauseGroup, ...]:
    """The causes whose every prompt was answered later or ended as somebody wished: worth a line, no alarm."""
    entries = entries_of(report)
    pressed = {entry.cause for entry in pressing(entries)}
    known = {entry.cause for entry in entries}
    return tuple(group for group in report.causes if group.cause in known - pressed)


def understood(report: Report) -> bool:
    """False where logs alone were read and no record in them was recognised: that nothing was found then says nothing."""
    return report.database is not None or bool(report.requests) or any(log.eras for log in report.logs)


def outside(report: Report, zone: tzinfo | None = None) -> str:
    """A sentence where the evidence lies wholly before or after the time asked for; empty when there was anything to look at."""
    newest = report.database.newest_row if report.database and not report.logs else None
    if newest and report.since and newest < report.since and not entries_of(report) and not report.worked:
        return f"Nothing to judge: nothing lies after {stamp(report.since, zone)}; the newest row is of {stamp(newest, zone)}."
    logs = [log for log in report.logs if log.eras]
    begin = min((log.first_time for log in logs if log.first_time), default=None)
    end = max((log.last_time for log in logs if log.last_time), default=None)
    if entries_of(report) or begin is None or end is None:
        return ""
    if any(log.first_time is None or log.last_time is None for log in logs):
        return ""
    covered = f"the logs cover {span(begin, end, zone)}"
    if report.since and end < report.since and not report.worked:
        return f"Nothing to judge: nothing lies after {stamp(report.since, zone)}; {covered}."
    if report.until and begin > report.until:
        return f"Nothing to judge: nothing lies before {stamp(report.until, zone)}; {covered}."
    return ""


def others(report: Report) -> str:
    """What else there is, in one sentence: the other causes with their prompts; empty when the headline says it all."""
    causes = present(report)
    open_ones = Counter(entry.cause for entry in pressing(entries_of(report)))
    parts = [f"{group.cause} ({open_ones[group.cause]:,})" for group in causes[1:]]
    if causes and (open_cases := undecided(report)):
        parts.append(f"{plural(len(open_cases), 'prompt')} not explained")
    return f"Also: {', '.join(parts)}." if parts else ""


def ahead(report: Report, asked: Drift | None = None) -> str:
    """A warning that the rows give before any prompt has failed; empty when there is none, or when a cause says it already.

    The version that was `asked` about is not warned of: the headline judges it.
    """
    failing = [drift.version for drift in report.drifts if drift.fatal and not (asked and asked.version == drift.version)]
    if not failing or report.troubled:
        return ""
    names = ", ".join(failing)
    return (
        f"But {names} wrote here and cannot fully work on this database as it is now; if it still runs, "
        f"see inspector database --for {failing[-1]}."
    )


def unseen(report: Report) -> str:
    """That stored prompts have no answer, for reasons that only a log tells, which was not given; empty when there are none."""
    return next((skipped.why for skipped in report.skipped if skipped.check.startswith("stored prompts whose failure")), "")


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]


def traceless(report: Report) -> str:
    """Where to look for what a clean report cannot hold; empty for any other report."""
    if report.troubled or report.problems or outside(report) or unseen(report) or not understood(report) or ahead(report):
        return ""
    return "A prompt that got no answer all the same has left no trace here: inspector explain not-in-the-evidence."


def shared(separation: Separation) -> str:
    """What one attribute is with failing and with working prompts, in one sentence."""
    if "in all of them" in separation.text:
        return separation.text
    sides = [
        ", ".join(f"{value} ({count:,})" for value, count in side[:4]) + (f" and {len(side) - 4} more" if len(side) > 4 else "")
        for side in (separation.failing, separation.working)
    ]
    failed = f"where it failed with {separation.cause}" if separation.cause else "where it failed"
    only = separation.text.partition("; only in appearance: ")[2]
    same = separation.text.partition(_SAME)[2]
    few = " Few prompts: a hint, no proof." if separation.separates and "few prompts" in separation.text else ""
    return (
        f"{separation.attribute}: {sides[0]} {failed}; {sides[1]} where it was answered."
        f"{f' Only in appearance: {only}' if only else ''}{f' It cannot be told apart from {same}' if same else ''}{few}"
    )


def told_apart(report: Report, every: bool) -> tuple[list[Separation], str]:
    """What separates failing prompts from working ones: of attributes that mark the same prompts the first, unless `every` is
    wanted, and a sentence with the names of the others."""
    found = [separation for separation in report.contrast if separation.separates]
    same = [] if every else [separation for separation in found if _SAME in separation.text]
    names = listed(dict.fromkeys(separation.attribute for separation in same), 6)
    return [s for s in found if s not in same], f"The same prompts can be told apart by: {names}." if names else ""


def alike_in(report: Report) -> str:
    """What was compared and does not separate failing prompts from working ones; empty when nothing was."""
    names = dict.fromkeys(separation.attribute for separation in report.contrast if not separation.separates)
    return f"Compared without a difference that tells them apart: {', '.join(names)}." if names else ""


def counted(group: CauseGroup, report: Report) -> str:
    """``2 sessions, 2 prompts``; sessions only where the source names any; and how many of the prompts need nobody."""
    prompts = plural(group.failures, "prompt")
    settled = sum(entry.cause == group.cause and (entry.recovered or entry.expected) for entry in entries_of(report))
    rest = f", {settled:,} of them history" if 0 < settled < group.failures else ""
    return (f"{plural(len(group.sessions), 'session')}, {prompts}" if group.sessions else prompts) + rest


def past_of(group: CauseGroup, report: Report) -> str:
    """One sentence on prompts that need nobody."""
    return group.summary or f"{group.title}: {counted(group, report)}."


def stand_in(steps: Iterable[str]) -> str:
    """What to put for the stand-ins in commands that are to be copied; empty when there are none."""
    found = dict.fromkeys(name for step in steps if step.startswith("$ ") for name in _STAND_IN.findall(step))
    if not found:
        return ""
    stands = "stands" if len(found) == 1 else "stand"
    return f"{' and '.join(found)} {stands} for what is hidden here; with --no-redact the command is whole."


def first_step(group: CauseGroup) -> str:
    """The first step of the remedy on one line, with the command it introduces."""
    first, second = (*group.remedy, "", "")[:2]
    return f"{first} {second[2:]}" if first.endswith(":") and second.startswith("$ ") else first


def unsure(group: CauseGroup, report: Report) -> str:
    """What the confidence means, in words; where its prompts differ in it, how many have which."""
    counts = Counter(entry.confidence for entry in entries_of(report) if entry.cause == group.cause and entry.confidence)
    if len(counts) > 1:
        return "confidence " + ", ".join(f"{each.value} for {counts[each]:,}" for each in Confidence if counts[each])
    return {
        "high": "high confidence",
        "medium": "medium confidence: likely, not proven",
        "low": "low confidence: a guess to be checked",
    }[group.confidence.value]


# --- what was looked at --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Look:
    """One statement on the evidence itself."""

    state: str
    """``read``, ``nothing`` (looked and found nothing), ``bad`` (looked and found trouble), ``not`` (not looked at), ``aside``
    (how it was read), ``note`` (to be known about it) or ``unknown`` (cannot be told)."""
    text: str


def looked(report: Report, zone: tzinfo | None) -> Iterator[Look]:
    """What was read and how, what was found to be empty, and what cannot be told; inputs that were not given are in `skipped`."""
    yield from _logs(report, zone)
    yield from _database(report, zone)
    if report.requests:
        for path, count in report.requests:
            yield Look(
                "read" if count else "nothing",
                f"{path}: {plural(count, 'captured prompt call') if count else 'no prompt call in it'}",
            )
    yield _worked(report)
    if report.since or report.until:
        since = f"from {moment(report.since, zone)} " if report.since else ""
        until = f"until {moment(report.until, zone)} " if report.until else ""
        yield Look("not", f"Only the time {since}{until}{zone_of(zone, report.since or report.until)} was looked at.")


def notes(report: Report) -> Iterator[Look]:
    """The report's notes: which inputs were taken and what is as it should be is ``aside``, what asks for attention ``note``."""
    for note in report.notes:
        calm = note.startswith((*_TAKEN, *_CALM)) or "; none is off by a second or more" in note
        yield Look("aside" if calm else "note", note)


def looked_in_rows(report: Report) -> Iterator[Look]:
    """What the rows alone tell of prompts, for the report on a database, which says itself what it read and how."""
    if not report.silent and not unseen(report) and not any(entry.message_id for entry in report.failures):
        yield Look("nothing", "No unanswered prompt was found in its rows.")
    yield _worked(report)
    yield Look("not", "The rows alone were looked at; inspector diagnose reads logs and captured requests with them.")


def _worked(report: Report) -> Look:
    if report.worked is None or not understood(report):
        return Look("unknown", "Whether other prompts were answered cannot be told from this evidence.")
    return Look(
        "read",
        f"{plural(report.worked, 'prompt')} seen to be answered." if report.worked else "No prompt was seen to be answered.",
    )


def _logs(report: Report, zone: tzinfo | None) -> Iterator[Look]:
    if not report.logs:
        return
    for log in report.logs:
        if log.duplicate_of:
            yield Look("read", f"{log.path}: repeats {log.duplicate_of}, counted once")
            continue
        when = span(log.first_time, log.last_time, zone)
        eras = ", ".join(log.eras)
        yield Look(
            "read" if log.eras else "unknown",
            f"{log.path}: {size(log.bytes)}"
            + (f", {eras}" if eras else ", no line of an OpenCode server in it")
            + (f", {when}" if when else ""),
        )
    if not report.failures and any(log.eras for log in report.logs):
        where = "this log" if len(report.logs) == 1 else "these logs"
        yield Look("aside" if report.troubled else "nothing", f"No “prompt_async failed” is recorded in {where}.")


def _database(report: Report, zone: tzinfo | None) -> Iterator[Look]:
    facts = report.database
    if facts is None:
        return
    yield Look(
        "read", f"{facts.path}: {size(facts.bytes)}, generation {facts.generation}, {OPENED.get(facts.opened, facts.opened)}"
    )
    for note in facts.notes:
        yield Look("aside", note)
    if facts.migrations is None:
        yield Look("unknown", f"Which migrations were applied {migrations_of(facts)}.")
    elif not facts.migrations:
        yield Look("nothing", "The bookkeeping table is there, and no migration stands in it.")
    else:
        yield Look("read", migrations_of(facts) + (f", last migrated {stamp(facts.migrated, zone)}" if facts.migrated else ""))
    for drift in report.drifts:
        yield Look("bad" if drift.fatal else "read", fits(drift))
    if facts.health != "ok":
        yield Look("unknown" if facts.health.startswith("not checked") else "bad", f"Health: {facts.health}")
    if not report.silent and not unseen(report) and not any(entry.message_id for entry in report.failures):
        yield Look("nothing", "No unanswered prompt was found in its rows.")


def migrations_of(facts: DatabaseFacts) -> str:
    """``38 migrations applied, newest 2026…``; says so when it cannot be told."""
    if facts.migrations is None:
        return "cannot be told: no bookkeeping table could be read"
    newest = max((migration.id for migration in facts.migrations), default="")
    return f"{plural(len(facts.migrations), 'migration')} applied" + (f", newest {newest}" if newest else "")


def size(count: int) -> str:
    """``421.9 kB``: decimal, one digit."""
    value, unit = float(count), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{count} B" if unit == "B" else f"{value:.1f} {unit}"


_MANY = {
    "key": "keys, tokens or passwords",
    "text": "prompt or answer texts",
    "email": "e-mail addresses",
    "home": "home directories",
    "dir": "directories",
    "host": "host names or addresses",
}


def hidden(report: Report) -> str:
    """What redaction did, in one sentence."""
    if not report.redacted:
        return "NOT REDACTED: this report may hold keys, names and directories."
    parts = [
        f"{count:,} {KINDS.get(kind, kind) if count == 1 else _MANY.get(kind, KINDS.get(kind, kind) + 's')}"
        for kind, count in report.redactions.items()
        if count
    ]
    return f"Redacted: {', '.join(parts)}." if parts else "Nothing had to be redacted."


# --- timeline ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """Neighbouring events of one kind, as one line."""

    kind: str
    first: TimelineEvent
    last: TimelineEvent
    count: int
    texts: tuple[str, ...]
    """What they say, each once."""


def stretches(events: Sequence[TimelineEvent], keep: int = 2) -> list[Stretch]:
    """The timeline with runs of more than `keep` events of one kind drawn together."""
    runs: list[list[TimelineEvent]] = []
    for event in sorted(events, key=lambda e: e.time):
        if runs and runs[-1][0].kind == event.kind:
            runs[-1].append(event)
        else:
            runs.append([event])
    lines = []
    for run in runs:
        for part in [run] if len(run) > keep or run[0].kind == "worked" else [[event] for event in run]:
            texts = dict.fromkeys(event.text for event in part if event.text)
            lines.append(Stretch(part[0].kind, part[0], part[-1], len(part), tuple(texts)))
    return lines


def line_of(stretch: Stretch, zone: tzinfo | None) -> str:
    """What happened in this stretch, without its first time."""
    if stretch.count == 1:
        return " ".join(filter(None, (stretch.first.session_id, stretch.first.text)))
    nouns = {"worked": "answered prompt", "failure": "failed prompt", "silent": "silent prompt", "rejected": "rejected request"}
    noun = nouns.get(stretch.kind, stretch.kind)
    if stretch.first.time == stretch.last.time:
        when = "at the same time"
    elif local(stretch.first.time, zone).date() == local(stretch.last.time, zone).date():
        when = f"until {clock(stretch.last.time, zone)}"
    else:
        when = f"until {moment(stretch.last.time, zone)}"
    text = f"{plural(stretch.count, noun)}, {when}"
    if stretch.kind == "migration":
        return f"{text}, newest {max(stretch.texts, default='')}"
    more = len(stretch.texts) - 3
    said = ", ".join(stretch.texts[:3]) + (f" and {more} more" if more > 0 else "")
    return f"{text}: {said}" if stretch.kind in TROUBLE and said else text


# --- the smaller reports -------------------------------------------------------------------------


def fits(drift: Drift) -> str:
    """Whether a server version can run on the database, in one sentence."""
    stands_in = drift.nearest or ("2.x" if _MAJOR_TWO.match(drift.version) else "")
    if not drift.known and not stands_in:
        return f"{drift.version} is unknown, and no known release stands in for it."
    name = drift.version if drift.known else f"{drift.version} (unknown, judged as {stands_in})"
    if not drift.breaks:
        return f"{name} can run on it as it is."
    if not drift.fatal:
        return f"{name} would migrate it when it starts."
    return f"{name} cannot fully work on it: {drift.breaks[0].effect.rstrip('.')}."


def audit_tone(audit: Audit) -> str:
    """``good``, ``caution``, ``bad`` or ``unknown``: the sign of `audit_headline`, of what that sentence says and no more."""
    if (audit.asked and audit.asked.fatal) or (not audit.asked and audit.report.troubled):
        return "bad"
    if audit.asked and audit.asked.breaks:
        return "caution"
    guessed = audit.asked is not None and not audit.asked.known
    return "unknown" if audit.report.problems or guessed else "good"


def beside(audit: Audit) -> str:
    """A sentence on the prompts in trouble, where the headline answers another question; empty when there are none."""
    count = len(pressing(entries_of(audit.report)))
    if not audit.asked or not count:
        return ""
    return f"{plural(count, 'prompt')} in it got no answer, listed below."


def audit_headline(audit: Audit, zone: tzinfo | None = None) -> str:
    if audit.asked:
        return fits(audit.asked)
    if audit.report.troubled:
        return headline(audit.report, zone)
    fitting = [neighbours for neighbours in neighbouring(audit.releases) if not neighbours[0].breaks]
    if not fitting:
        return "No known release can run on it as it is."
    return f"Releases that can run on it as it is: {', '.join(map(versions, fitting))}."


def neighbouring(releases: Sequence[Drift]) -> list[list[Drift]]:
    """Releases that follow each other and of which the same is to be said, together."""
    groups: list[list[Drift]] = []
    for drift in releases:
        if groups and _judged(groups[-1][-1]) == _judged(drift):
            groups[-1].append(drift)
        else:
            groups.append([drift])
    return groups


def _judged(drift: Drift) -> tuple[bool, str]:
    return drift.fatal, effect_of(drift)


def versions(group: Sequence[Drift]) -> str:
    """``1.17.11 to 1.18.34``, or the one version."""
    return group[0].version if len(group) == 1 else f"{group[0].version} to {group[-1].version}"


def verdict_of(drift: Drift) -> str:
    """``fits``, ``migrates it`` or ``breaks``."""
    return "breaks" if drift.fatal else "migrates it" if drift.breaks else "fits"


def effect_of(drift: Drift) -> str:
    """What an operator sees when this release, called ``it``, runs on the file; empty when nothing happens."""
    return drift.breaks[0].effect.replace(f"starting {drift.version} ", "starting it ") if drift.breaks else ""


def facts_of(facts: DatabaseFacts, zone: tzinfo | None) -> list[tuple[str, str]]:
    """What is known of the file, name and value; what is not known or empty is left out."""
    lines = [
        ("path", facts.path),
        ("opened", OPENED.get(facts.opened, facts.opened)),
        ("size", size(facts.bytes)),
        ("write-ahead", size(facts.wal_bytes) if facts.wal_bytes is not None else "no -wal beside it"),
        ("generation", facts.generation + (", made by a release that keeps `migration` only" if facts.born_new else "")),
        ("migrations", migrations_of(facts)),
        ("last migrated", stamp(facts.migrated, zone) if facts.migrated else ""),
        ("bookkeeping", ", ".join(facts.bookkeeping) or "none"),
        ("newest row", stamp(facts.newest_row, zone) if facts.newest_row else "none"),
        ("health", facts.health),
        ("used by", ", ".join(f"{use.version} ({plural(use.sessions, 'session')})" for use in facts.versions)),
        ("beside it", ", ".join(facts.siblings)),
        ("triggers", ", ".join(f"{name} on {table.name}" for table in facts.tables.values() for name in table.triggers)),
    ]  # fmt: skip
    return [(name, fact) for name, fact in lines if fact]
