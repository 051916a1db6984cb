"""The order of sessions is the same in every process, although the hash of their IDs is not."""

from __future__ import annotations

import os
import subprocess
import sys

SHOW = """
import sys
from tests.logs.reading import read_logs
print(*read_logs([sys.argv[1]], sessions=None, cap=4).sessions)
"""


def test_the_order_of_sessions_does_not_depend_on_their_hashes(tmp_path):
    log = tmp_path / "server.log"
    line = "timestamp=2026-11-22T07:00:00.{:03}Z level=INFO run=9e261d3f message=loop session.id=ses_{:026} step=0\n"
    log.write_text("".join(line.format(turn, session) for turn in range(9) for session in range(40)))
    orders = set()
    for seed in "123":
        made = subprocess.run(
            [sys.executable, "-c", SHOW, str(log)],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        )
        assert len(made.stdout.split()) == 40
        orders.add(made.stdout)
    assert len(orders) == 1
