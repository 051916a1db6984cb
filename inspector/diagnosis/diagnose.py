"""The main job, in one sitting: read everything, join it into prompts, judge each one, write the report."""

from __future__ import annotations

from datetime import UTC, datetime

from inspector import __version__
from inspector.diagnosis.entries import entry_of
from inspector.diagnosis.groups import Item, contrasts, groups, refuted
from inspector.diagnosis.listing import _copied, _inherited, _listed, _not_visible, _still_running, _within
from inspector.diagnosis.notes import notes
from inspector.diagnosis.timeline import timeline
from inspector.diagnosis.verdict import Broken, judge, problems
from inspector.model import Question, Report
from inspector.progress import SILENT, Progress
from inspector.prompts.answers import blind
from inspector.prompts.gather import gather
from inspector.prompts.join import Gathered
from inspector.prompts.prompt import Prompt

__all__ = ["Gathered", "Question", "diagnose", "gather", "judged"]


def diagnose(question: Question, progress: Progress = SILENT) -> Report:
    """Return the whole diagnosis.

    Raises UsageError for inputs that do not exist, WrongFileError for a database that is something else, and UnreadableError
    when nothing at all could be read; everything else that goes wrong is a `Problem` in the report.
    """
    return judged(gather(question, progress), question, progress)


def judged(gathered: Gathered, question: Question, progress: Progress = SILENT) -> Report:
    """Judge every prompt and put the report together."""
    world = gathered.world
    broken: Broken = {}
    progress.stage("judging", len(world.prompts), "prompts")
    verdicts: list[Item] = []
    hidden: list[Prompt] = []
    running: list[Prompt] = []
    busy: set[tuple[str | None, str | None]] = set()
    # what is queued behind a message that is being answered is not stuck either
    for prompt in (*world.prompts, *gathered.loose):
        progress.advance(1)
        if not _within(prompt, question):
            continue
        if prompt.kind == "answered":
            continue
        if _still_running(prompt, world, question.patience) or (world.live and (prompt.session_id, prompt.behind) in busy):
            running.append(prompt)
            busy.add((prompt.session_id, prompt.message.id if prompt.message else ""))
            continue
        verdict = judge(prompt, world.of(prompt), broken)
        if prompt.kind == "silent" and not _listed(prompt, verdict, world):
            if (
                not prompt.repeated
                and not prompt.recovered
                and prompt.unread is None
                and not blind(prompt)
                and not _copied(prompt)
            ):
                hidden.append(prompt)
            continue
        verdicts.append((prompt, verdict, entry_of(prompt, verdict, world.of(prompt))))
    verdicts = _inherited(verdicts)
    order = {id(r): n for n, r in enumerate(world.logs.failures)} if world.logs else {}
    failures = sorted((e for e in verdicts if e[2].kind == "failure"), key=lambda e: order.get(id(e[0].record), 0))
    silent = sorted((e for e in verdicts if e[2].kind == "silent"), key=_when)
    rejected = sorted((e for e in verdicts if e[2].kind == "rejected"), key=_when)
    remarks = notes(question, world, verdicts, running, gathered, broken)
    causes = groups([*failures, *silent, *rejected], world, broken, question)
    worked = [p for p in world.prompts if p.kind == "answered" and _within(p, question)]
    return Report(
        version=__version__,
        generated=datetime.now(UTC),
        logs=world.logs.inputs if world.logs else (),
        runs=world.logs.runs if world.logs else (),
        database=world.facts,
        drifts=tuple(world.drifts[v] for v in sorted(world.drifts)),
        requests=gathered.requests.inputs if gathered.requests else (),
        failures=tuple(e for _, _, e in failures),
        silent=tuple(e for _, _, e in silent),
        rejected=tuple(e for _, _, e in rejected),
        causes=causes,
        refuted=refuted([p for p, _, _ in verdicts], world, broken),
        contrast=contrasts(verdicts, worked, world),
        timeline=timeline(verdicts, worked, world),
        worked=len(worked) if world.facts is not None or world.logs is not None else None,
        skipped=(*gathered.skipped, *_not_visible(hidden, world)),
        problems=(*gathered.problems, *problems(broken)),
        notes=remarks,
        since=question.since,
        until=question.until,
    )


def _when(item: Item) -> tuple[bool, datetime, str]:
    time = item[2].time
    return (time is None, time or datetime.max.replace(tzinfo=UTC), item[2].session_id or "")
