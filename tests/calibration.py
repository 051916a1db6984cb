"""How often a verdict of each confidence is right, measured on recordings whose truth is known.

usage: python -m tests.calibration [FOLDER …]     (default: ../shared/cases and samples)

Each recording is copied and diagnosed with its log and database, its database alone, all with the captured requests, and its log
alone. Counted are the verdicts on failed and silent prompts that are neither recovered nor expected, and refused ones where there
is a capture. A wrong verdict is listed, and so is a rule that weighs enough for confidence high against the truth.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from inspector.diagnosis.diagnose import judged
from inspector.diagnosis.verdict import HIGH, judge
from inspector.model import Entry, Outcome, Question, Report
from inspector.prompts.gather import gather
from inspector.rules import rules
from tests.truth import Recording, recordings

ROOT = Path(__file__).resolve().parent.parent
WAYS = {"log and database": "ld", "database alone": "d", "all, with requests": "ldr", "log alone": "l"}


def question(case: Recording, inputs: str) -> Question | None:
    """The question with these inputs of a recording: l(og), d(atabase), r(equests); None where it has not got all of them."""
    logs, database, capture = case.logs(), case.folder / "opencode.db", case.folder / "requests.har"
    if any(key in inputs and not there for key, there in (("l", logs), ("d", database.exists()), ("r", capture.exists()))):
        return None
    return Question(
        tuple(map(str, logs)) if "l" in inputs else (),
        str(database) if "d" in inputs else None,
        (str(capture),) if "r" in inputs else (),
    )


def verdicts(case: Recording, report: Report) -> Iterator[tuple[Entry, set[str]]]:
    """Each verdict with the causes that are right: a logged failure by its place, a silent one by its session."""
    known = case.known()
    for entry in report.silent:
        if (
            not entry.recovered
            and not entry.expected
            and (entry.session_id in known or entry.session_id not in case.truth["sessions"])
        ):
            yield entry, known.get(str(entry.session_id), set())
    for entries, chosen in (
        (report.failures, lambda p: p.get("prompt_async_failed_logged")),
        (report.rejected, lambda p: p.get("outcome") == "rejected"),
    ):
        for session, prompts in case.sessions():
            mine = [entry for entry in entries if entry.session_id == session]
            for entry, prompt in zip(mine, [p for p in prompts if chosen(p)], strict=False):
                if prompt.get("cause") is not None:
                    yield entry, case.accepted(prompt)


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


def main(folders: list[Path]) -> int:
    """Print the table; the exit status is 1 when a verdict of confidence high was wrong."""
    cases = recordings(*(folders or [f for f in (ROOT.parent / "shared" / "cases", ROOT / "samples") if f.exists()]))
    tally: Counter[tuple[str, str, bool]] = Counter()
    wrong: list[str] = []
    against: dict[str, list[str]] = {}
    for case in cases:
        for way, inputs in WAYS.items():
            with tempfile.TemporaryDirectory() as scratch:
                copy = Recording(Path(shutil.copytree(case.folder, Path(scratch) / case.folder.name)))
                asked = question(copy, inputs)
                if asked is None:
                    continue
                for entry, right in verdicts(copy, judged(gather(asked), asked)):
                    if entry.cause is None or entry.confidence is None:
                        continue
                    good = entry.cause in right
                    tally[way, entry.confidence.value, good] += 1
                    if not good:
                        said = f"{entry.cause} ({entry.confidence.value}), true is {', '.join(sorted(right)) or 'nothing'}"
                        wrong.append(f"{way}: {case.folder.name} {entry.session_id}: {said}")
                for line in dict.fromkeys(loud(copy, asked)):
                    against.setdefault(line, []).append(way)
    print(
        f"{len(cases)} recordings\n\n| given | high right | high wrong | medium right | medium wrong |\n| --- | ---: | ---: | ---: | ---: |"
    )
    for way in WAYS:
        counts = (tally[way, sure, good] for sure in ("high", "medium") for good in (True, False))
        print(f"| {way} | {' | '.join(map(str, counts))} |")
    _print("Wrong verdicts", wrong)
    _print(
        "Rules that weigh enough for high against the truth", [f"{line} ({'; '.join(ways)})" for line, ways in against.items()]
    )
    return int(any(tally[way, "high", False] for way in WAYS))


def _print(title: str, lines: list[str]) -> None:
    print(f"\n{title}: {len(lines)}", *lines, sep="\n  ")


if __name__ == "__main__":
    sys.exit(main([Path(argument) for argument in sys.argv[1:]]))
