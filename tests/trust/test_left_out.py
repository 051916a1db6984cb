"""What is left out for want of a tool makes CI red."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.trust.running import ROOT


@pytest.mark.parametrize("ci, code", [("true", 1), ("", 0)])
def test_without_its_tool_a_test_is_skipped_here_and_has_failed_in_ci(ci: str, code: int) -> None:
    words = [
        sys.executable,
        "-m",
        "pytest",
        "-n0",
        "-p",
        "no:cacheprovider",
        "-m",
        "trust",
        "tests/trust/test_disk.py",
        "-k",
        "cannot_be_unpacked",
    ]
    done = subprocess.run(words, cwd=ROOT, env={**os.environ, "CI": ci, "PATH": ""}, capture_output=True, text=True, timeout=60)
    assert done.returncode == code, done.stdout
    assert ("CI does not allow" in done.stdout) == bool(code)
