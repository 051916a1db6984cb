"""Profiles one diagnosis in one process and prints its stages and the forty functions that cost most.

    .venv/bin/python tests/bench/profile_run.py [LOG [DATABASE]]

Without arguments it makes a log of 256 MiB with 625 failing sessions and its database. The file is not called ``profile``: the
standard library's profiler imports a module of that name.
"""

from __future__ import annotations

import cProfile
import json
import pstats
import sys
import tempfile
from pathlib import Path

import jobs
import material


def main(arguments: list[str]) -> None:
    with tempfile.TemporaryDirectory(prefix="inspector-bench-") as scratch:
        if not arguments:
            kit = material.kit((), Path(scratch))
            log, database = Path(scratch, "server.log"), Path(scratch, "opencode.db")
            material.make_log(kit, log, material.plain(256 << 20, 625))
            material.make_database(kit, database, material.Database(2500, 625))
            arguments = [str(log), str(database)]
        profiler = cProfile.Profile()
        profiler.runcall(jobs.stages, *arguments[:2])
        print(json.dumps(jobs._numbers, indent=1))
        pstats.Stats(profiler).strip_dirs().sort_stats("tottime").print_stats(40)


if __name__ == "__main__":
    main(sys.argv[1:])
