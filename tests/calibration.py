"""How often verdicts are right, measured on recordings whose truth is known.

usage: python -m tests.calibration [--page] [--jobs N] [FOLDER …]     (default: ../shared/cases and samples)

Each recording is copied and diagnosed with different parts of its evidence, and with the excerpts that a person would paste out of
its log. Counted are the logged failures, the newest prompt of each session that stands unanswered, and, where there is a capture,
the refused requests:

  right          the true cause was named
  candidate      no cause was named, and the true one is among the first three candidates
  unexplained    no cause was named, and the true one is not among them
  wrong          another cause was named; wrong with confidence high is counted by itself
  missed         it was not reported at all
  false alarm    something was reported of a session without trouble, or a healthy recording did not end with exit code 0
  unearned tick  exit code 0 although a prompt got no answer

An excerpt is judged by the failures that stand in it. Wrong verdicts are listed, and so is a rule that weighs enough for confidence
high against the truth. The exit status is 1 when a verdict of confidence high was wrong or a tick was unearned. `--page` prints the
section of `inspector explain accuracy` instead.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from inspector.diagnosis.diagnose import gather, judged
from inspector.diagnosis.verdict import HIGH, judge
from inspector.errors import InspectorError
from inspector.model import Confidence, Entry, Outcome, Question, Report
from inspector.rules import rules
from tests.excerpts import derive, last_error
from tests.truth import Recording, recordings

ROOT = Path(__file__).resolve().parent.parent
PARTS = {
    "log and database": "ld",
    "log, database, requests": "ldr",
    "log alone": "l",
    "log and requests": "lr",
    "database alone": "d",
    "database and requests": "dr",
}
VERDICTS = ("right", "candidate", "unexplained", "wrong", "wrong, high", "missed", "false alarm", "unearned tick")
EXPECTED = frozenset({"noReply"})
"""Must be reported, and need no action: they alone make no exit code."""
OPTIONAL = frozenset({"aborted", "permission-rejected", None})
"""Ended as somebody wished, or not known: need not be reported."""


@dataclass(slots=True)
class Result:
    """What one recording gave."""

    name: str
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    """By kind of evidence, server version and verdict."""
    notes: list[str] = field(default_factory=list)
    """Verdicts that are neither right nor open."""
    loud: list[str] = field(default_factory=list)


def measured(case: Recording) -> Result:
    """Diagnose a recording in every way and judge what is said."""
    result = Result(case.folder.name)
    for way, parts in PARTS.items():
        with tempfile.TemporaryDirectory() as scratch:
            copy = Recording(Path(shutil.copytree(case.folder, Path(scratch) / case.folder.name)))
            asked = question(copy, parts)
            if asked is None:
                continue
            gathered = gather(asked)
            count(result, way, copy, judged(gathered, asked), parts)
            if parts == "ld":
                result.loud += dict.fromkeys(loud(copy, asked))
    logs = case.logs()
    for way, text in derive(logs[0].read_bytes()).items() if logs else ():
        if text.strip():
            with tempfile.TemporaryDirectory() as scratch:
                paste = Path(scratch) / "pasted.txt"
                paste.write_bytes(text)
                count_excerpt(result, f"excerpt: {way}", case, text, Question((str(paste),)))
    return result


def question(case: Recording, parts: str) -> Question | None:
    """The question with these parts of a recording: l(og), d(atabase), r(equests); None where it has not got all of them."""
    logs, database, capture = case.logs(), case.folder / "opencode.db", case.folder / "requests.har"
    if any(key in parts and not there for key, there in (("l", logs), ("d", database.exists()), ("r", capture.exists()))):
        return None
    return Question(
        tuple(map(str, logs)) if "l" in parts else (),
        str(database) if "d" in parts else None,
        (str(capture),) if "r" in parts else (),
    )


def count(result: Result, way: str, case: Recording, report: Report, parts: str) -> None:
    """Compare a report with the truth, session by session."""
    found = {kind: by_session(getattr(report, kind)) for kind in ("failures", "silent", "rejected")}
    nameless = found["failures"].pop(None, [])
    trouble, healthy = False, True
    for session, prompts in case.sessions():
        logged = [p for p in prompts if p.get("prompt_async_failed_logged")]
        quiet = [p for p in prompts if not p.get("prompt_async_failed_logged") and p.get("outcome") in ("no_reply", "failed")]
        if parts == "dr":  # what a log would call failed left an accepted request and no row
            quiet, logged = sorted([*quiet, *logged], key=lambda p: p["time"]), []
        neutral = any(p.get("neutral") for p in prompts)
        healthy = healthy and not neutral and not any(p.get("outcome") != "ok" for p in prompts)
        if "l" in parts:
            entries = [*found["failures"].get(session, ()), *nameless] if logged else found["failures"].get(session, [])
            for prompt, entry in zip(logged, [*entries, *[None] * len(logged)], strict=False):
                if prompt.get("cause") is not None:
                    trouble = True
                    note(result, way, prompt, case, entry, session)
            if not logged and entries:
                bad(result, way, version_of(prompts), "false alarm", f"{case.folder.name} {session}: {entries[0].cause}")
        last = max((p["time"] for p in prompts if p.get("outcome") == "ok"), default="")
        open_ones = [
            p for p in quiet
            if p["time"] > last and p.get("cause") not in OPTIONAL and ("r" in parts or not (p.get("only_in_captures") or p.get("cause") == "plugin-hang"))
        ]  # fmt: skip
        trouble = trouble or any(p.get("cause") not in (None, *EXPECTED) for p in open_ones)
        mine = found["silent"].get(session, [])
        if open_ones:
            candidates = [*mine, *found["failures"].get(session, ())] or [None]
            right = case.accepted(open_ones[-1])
            best = min(candidates, key=lambda e: VERDICTS.index(verdict(e, right)))
            note(result, way, open_ones[-1], case, best, session)
        elif not quiet and not neutral and not logged and mine:
            bad(result, way, version_of(prompts), "false alarm", f"{case.folder.name} {session}: {mine[0].cause}")
        if "r" in parts:
            refused = [p for p in prompts if p.get("outcome") == "rejected"]
            got = found["rejected"].get(session, [])
            for number, prompt in enumerate(refused):
                note(result, way, prompt, case, got[number] if number < len(got) else None, session)
    known = set(case.truth["sessions"])
    for kind in ("failures", "silent"):
        for session, entries in found[kind].items():
            if session is not None and session not in known:
                bad(result, way, "", "false alarm", f"{case.folder.name} {session}: {entries[0].cause}, a session that never was")
    version = ", ".join(case.truth.get("server_versions", ())[-1:])
    if trouble and report.conclusion.exit_code == 0:
        bad(result, way, version, "unearned tick", case.folder.name)
    if known and healthy and not trouble and report.conclusion.exit_code != 0:
        bad(
            result, way, version, "false alarm", f"{case.folder.name}: exit {report.conclusion.exit_code} for a healthy recording"
        )


def count_excerpt(result: Result, way: str, case: Recording, text: bytes, asked: Question) -> None:
    """Judge an excerpt by the logged failures in it; it proves no session healthy, so it may never end with exit code 0."""
    try:
        report = judged(gather(asked), asked)
    except InspectorError:
        report = None  # nothing in it was recognised, and that is said
    logged = [
        (session, p)
        for session, prompts in case.sessions()
        for p in prompts
        if p.get("prompt_async_failed_logged") and p.get("cause")
    ]
    lines = [line for line in text.splitlines() if b"prompt_async failed" in line]
    shown = [(session, p) for session, p in logged if any(session.encode() in line for line in lines)]
    if way.endswith("stack"):
        record = last_error(case.logs()[0].read_bytes())[0]
        shown = [(session, p) for session, p in logged[::-1] if session.encode() in record][:1]
    entries = [*report.failures, *(entry for entry in report.silent if entry.session_id is None)] if report else []
    for session, prompt in shown:
        entry = next((e for e in entries if e.session_id == session), entries[0] if entries and way.endswith("stack") else None)
        if entry is not None:
            entries.remove(entry)
        note(result, way, prompt, case, entry, session)
    if report is not None and shown and report.conclusion.exit_code == 0:
        bad(result, way, version_of([p for _, p in shown]), "unearned tick", case.folder.name)


def by_session(entries: Iterable[Entry]) -> dict[str | None, list[Entry]]:
    found: dict[str | None, list[Entry]] = {}
    for entry in sorted(entries, key=lambda e: (e.time is not None, e.time or datetime.min.replace(tzinfo=UTC))):
        if not entry.recovered:
            found.setdefault(entry.session_id, []).append(entry)
    return found


def verdict(entry: Entry | None, right: set[str]) -> str:
    """One of `VERDICTS` for an entry of the report."""
    if entry is None:
        return "missed"
    if entry.cause in right:
        return "right"
    if entry.cause is None or (entry.cause == "server-error" and entry.confidence is not Confidence.HIGH):
        return "candidate" if entry.cause or right & set(entry.candidates[:3]) else "unexplained"
    return "wrong, high" if entry.confidence is Confidence.HIGH else "wrong"


def note(result: Result, way: str, prompt: Mapping[str, Any], case: Recording, entry: Entry | None, session: str) -> None:
    said = verdict(entry, case.accepted(prompt))
    result.counts[way, str(prompt.get("server", "")), said] += 1
    if said not in ("right", "candidate", "unexplained"):
        named = f"{entry.cause} ({entry.confidence.value if entry.confidence else '-'})" if entry else "nothing"
        result.notes.append(f"{said}: {way}: {case.folder.name} {session}: {named}, true is {prompt.get('cause')}")


def bad(result: Result, way: str, version: str, what: str, where: str) -> None:
    result.counts[way, version, what] += 1
    result.notes.append(f"{what}: {way}: {where}")


def version_of(prompts: Sequence[Mapping[str, Any]]) -> str:
    return str(prompts[-1].get("server", "")) if prompts else ""


def loud(case: Recording, asked: Question) -> Iterator[str]:
    """Rules whose clues alone would do for confidence high, against the truth."""
    gathered, known = gather(asked), case.known()
    for prompt in gathered.world.prompts:
        right = known.get(prompt.session_id or "")
        if right is None or prompt.outcome is Outcome.ANSWERED:
            continue
        for finding in judge(prompt, gathered.world, {}).findings:
            unseen = rules()[finding.cause].hides_answers
            if finding.score >= HIGH and finding.cause not in right and not unseen:
                yield f"{case.folder.name} {prompt.session_id}: {finding.cause} weighs {finding.score}; true is {', '.join(sorted(right)) or 'nothing'}"


def table(title: str, rows: Mapping[str, Counter[str]]) -> list[str]:
    """A Markdown table of the verdicts, with the share that is right of all prompts judged."""
    lines = [f"| {title} | prompts | {' | '.join(VERDICTS)} | right, % |", f"| --- |{' ---: |' * (len(VERDICTS) + 2)}"]
    for name, counts in rows.items():
        judged_ones = sum(counts[v] for v in VERDICTS[:6])
        share = f"{100 * counts['right'] / judged_ones:.0f}" if judged_ones else "–"
        lines.append(f"| {name} | {judged_ones} | {' | '.join(str(counts[v] or '') for v in VERDICTS)} | {share} |")
    return lines


def main(arguments: list[str]) -> int:
    """Measure and print; see above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=Path)
    parser.add_argument("--page", action="store_true")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    options = parser.parse_args(arguments)
    folders = options.folders or [f for f in (ROOT.parent / "shared" / "cases", ROOT / "samples") if f.exists()]
    with ProcessPoolExecutor(options.jobs) as pool:
        results = list(pool.map(measured, recordings(*folders)))
    by_way: dict[str, Counter[str]] = {}
    by_version: dict[str, Counter[str]] = {}
    for result in results:
        for (way, version, said), number in result.counts.items():
            by_way.setdefault(way, Counter())[said] += number
            if way == "log and database" and version:
                by_version.setdefault(version, Counter())[said] += number
    prompts = sum(by_way.get("log and database", Counter())[v] for v in VERDICTS[:6])
    lines = [
        f"Measured on {len(results)} recordings of real servers ({prompts} failed or unanswered prompts with log and database), one row for each kind of evidence:",
        "", *table("given", by_way), "", "With log and database, by the version of the server:", "",
        *table("server", dict(sorted(by_version.items(), key=lambda item: [int(n) for n in item[0].split(".") if n.isdigit()]))),
    ]  # fmt: skip
    if options.page:
        print(PAGE.format(table="\n".join(lines)))
    else:
        print(*lines, sep="\n")
        shown("Verdicts that are neither right nor open", [line for result in results for line in result.notes])
        shown("Rules that weigh enough for high against the truth", [line for result in results for line in result.loud])
    return int(any(counts["wrong, high"] or counts["unearned tick"] for counts in by_way.values()))


def shown(title: str, lines: list[str]) -> None:
    print(f"\n{title}: {len(lines)}", *lines, sep="\n  ")


PAGE = """## By kind of evidence and by version

{table}

*Right*: the true cause was named. *Candidate*: no cause was named, and the true one is among the first three candidates.
*Unexplained*: no cause was named, and the true one is not among them. *Wrong*: another cause was named; wrong with confidence *high*
is counted by itself. *Missed*: the prompt was not reported. *False alarm*: something was reported of a healthy session, or a healthy
recording did not end with exit code 0. *Unearned tick*: exit code 0 although a prompt got no answer. A recording that lacks a kind of
evidence is left out of its row. Excerpts are cut from the recordings' logs by `tests/excerpts.py`.

The recordings were made on real servers for the causes that inspector knows, so these figures are better than those of a server
nobody recorded. `python -m tests.calibration --page FOLDER` prints this section; without `--page` it also lists every wrong verdict.
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
