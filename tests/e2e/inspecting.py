"""The inspector as its user runs it, beside servers that are running."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from real_servers import Machine, Server

REPOSITORY = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Diagnosis:
    """What one run of ``inspector diagnose --format json`` said."""

    report: dict[str, Any]
    exit_code: int

    @property
    def open(self) -> list[dict[str, Any]]:
        """Its entries that are neither history nor as somebody wished, whatever their list."""
        entries = [entry for kind in ("failures", "silent", "rejected") for entry in self.report[kind]]
        return [entry for entry in entries if not (entry.get("recovered") or entry.get("expected"))]

    def of(self, session: str) -> dict[str, Any] | None:
        """The last open entry of a session; None when the session is well."""
        return next((entry for entry in reversed(self.open) if entry["session_id"] == session), None)

    def remedy(self, cause: str) -> str:
        """The remedy the report gives for a cause, as one text."""
        return "\n".join(next(group["remedy"] for group in self.report["causes"] if group["cause"] == cause))


class Inspector:
    """Runs ``python -m inspector`` from a folder, HOME and TMPDIR of its own, beside servers that are running."""

    def __init__(self, folder: Path) -> None:
        self.folders = [folder / name for name in ("cwd", "home", "tmp")]
        for each in self.folders:
            each.mkdir(parents=True)
        self.named_at = datetime.now(UTC)

    def run(self, machine: Machine, *options: str) -> Diagnosis:
        """One run, as an operator starts it; AssertionError when it could not check fully or left a file anywhere."""
        cwd, home, temporary = self.folders
        names = set(machine.evidence())
        evidence = [str(machine.log), "--db", str(machine.database)]
        command = [sys.executable, "-m", "inspector", "diagnose", "--format", "json", *evidence, *options]
        environment = {"PATH": os.environ["PATH"], "HOME": str(home), "TMPDIR": str(temporary), "PYTHONPATH": str(REPOSITORY)}
        done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=60)
        assert done.returncode in (0, 1), (done.returncode, done.stdout[-2000:], done.stderr[-2000:])
        assert not [path for folder in self.folders for path in folder.rglob("*")], "something was left behind"
        assert not names - set(machine.evidence()), "a file was removed"
        return Diagnosis(json.loads(done.stdout), done.returncode)

    def leaves_alone(self, server: Server) -> Diagnosis:
        """One run while the server stands still (SIGSTOP), asserting that it changed no byte.

        The server keeps its locks and its open files, but cannot write: what differs afterwards is the inspector's doing.
        """
        os.killpg(server.process.pid, signal.SIGSTOP)  # with its children: git writes, too
        try:
            before = server.machine.evidence()
            diagnosis = self.run(server.machine)
            assert server.machine.evidence() == before, "the evidence was changed"
        finally:
            os.killpg(server.process.pid, signal.SIGCONT)
        return diagnosis

    def names(self, server: Server, session: str, cause: str, sure: bool = True, patience: float = 15) -> Diagnosis:
        """Asserts the cause it names for a session while the server serves; the diagnosis, for its remedy.

        A prompt that is silent for a moment may still be answered, so it is looked at again for `patience` seconds.
        """
        end = time.monotonic() + patience
        while True:
            diagnosis = self.run(server.machine)
            entry = diagnosis.of(session) or {}
            named = entry.get("cause") == cause and (entry["confidence"] == "high" or not sure)
            if named or time.monotonic() > end:
                break
            time.sleep(1)
        assert named, entry or diagnosis.report
        assert diagnosis.exit_code == 1
        self.leaves_alone(server)
        self.named_at = datetime.now(UTC)
        return diagnosis

    def is_content(self, server: Server, *sessions: str) -> None:
        """Asserts that nothing is wrong any more, in these sessions or anywhere: what was silent is history, nothing new failed."""
        scope = [option for session in sessions for option in ("--session", session)]
        diagnosis = self.run(server.machine, *scope)
        if diagnosis.report["failures"]:  # a logged failure stays in the log: look from the last verdict on
            assert [entry for entry in diagnosis.open if entry not in diagnosis.report["failures"]] == []
            diagnosis = self.run(server.machine, "--since", self.named_at.isoformat(), *scope)
        assert (diagnosis.open, diagnosis.exit_code) == ([], 0)
