"""Profiles one diagnosis and prints where its time goes.

    .venv/bin/python tests/bench/profile_run.py [LOG [DATABASE]]

Without arguments it makes a log of 256 MiB with 625 failures and its database. The file is not called ``profile``: the standard
library's profiler imports a module of that name.
"""

from __future__ import annotations

import cProfile
import pstats
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import material


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="inspector-bench-") as scratch:
        if not arguments:
            log, database = Path(scratch, "server.log"), Path(scratch, "opencode.db")
            failures = material.make_log(material.eras()[1], log, 256 << 20)
            material.make_database(database, material.Size(4 * failures, failures))
            arguments = [str(log), str(database)]
        profiled(*arguments[:2])


def profiled(log: str, database: str | None = None) -> None:
    """Diagnose, hide and draw as JSON under the profiler, one process; print each stage and the forty functions that cost most."""
    from inspector.diagnosis.diagnose import judged
    from inspector.model import Question
    from inspector.prompts.gather import gather
    from inspector.redaction.redact import redact
    from inspector.renderers._options import RenderOptions
    from inspector.renderers.json import render

    profiler = cProfile.Profile()
    marks = [perf_counter()]
    question = Question((log,), database)
    profiler.enable()
    gathered = gather(question)
    marks.append(perf_counter())
    report = judged(gathered, question)
    marks.append(perf_counter())
    hidden = redact(report)
    marks.append(perf_counter())
    text = render(hidden, RenderOptions())
    marks.append(perf_counter())
    profiler.disable()
    for stage, start, end in zip(
        ("read and joined", "judged", "redacted", f"drawn ({len(text)} characters)"), marks, marks[1:], strict=False
    ):
        print(f"{end - start:8.2f} s  {stage}")
    pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main(sys.argv[1:])
