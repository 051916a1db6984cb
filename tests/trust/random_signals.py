"""Run with ``python -m tests.trust.random_signals RUNS SEED``: ends commands by a signal after a random time, and prints what went wrong."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.trust.running import SIGNALS, command, environment, scratch_of, with_signals
from tests.trust.test_signals import RUNS, made_inputs


def main(runs: int, seed: int) -> int:
    """Return the number of runs that ended wrongly."""
    source, bad, ended = random.Random(seed), 0, 0
    with tempfile.TemporaryDirectory() as name:
        base = made_inputs(Path(name))
        for number in range(runs):
            (base / "out").mkdir()
            problem, signalled = one(base, source)
            ended += signalled
            if problem:
                bad += 1
                print(number, problem, flush=True)
            shutil.rmtree(base / "out")
    print(f"{runs} runs, seed {seed}: {ended} were ended by the signal, {bad} wrongly")
    return bad


def one(base: Path, source: random.Random) -> tuple[str, bool]:
    """Run and end one command; return what was wrong, and whether the signal came before its end."""
    run, number, group = source.choice(list(RUNS)), source.choice(SIGNALS), source.random() < 0.5
    scratch = scratch_of(base)
    with subprocess.Popen(
        command(*RUNS[run](base)),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(TMPDIR=str(scratch)),
        preexec_fn=with_signals,
        start_new_session=True,
    ) as process:
        try:
            _, errors = process.communicate(timeout=source.uniform(0.05, 2.5))
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, number) if group else process.send_signal(number)
            try:
                _, errors = process.communicate(timeout=60)
            except subprocess.TimeoutExpired:
                process.kill()
                return f"{run}, {number.name}, group {group}: did not end", True
    left = [*scratch.iterdir(), *(base / "out").glob(".*")]
    shutil.rmtree(scratch)
    wrong = process.returncode not in (0, 1, 128 + number) or b"Traceback" in errors or b"Exception ignored" in errors or left
    if process.returncode == -number and not left and b"/inspector/" not in errors:
        wrong = False  # it came before the first line of this program; Python may have said so
    said = f"{run}, {number.name}, group {group}: code {process.returncode}, left {left}, said {errors[-600:]!r}"
    return said if wrong else "", process.returncode not in (0, 1)


if __name__ == "__main__":
    sys.exit(bool(main(int(sys.argv[1]), int(sys.argv[2]))))
