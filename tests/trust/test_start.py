"""What goes wrong while the command starts is one sentence and exit code 3, never a traceback and never exit code 1."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.trust.running import BANNER, ROOT, command, environment, failure

LOAD = "import sys; sys.argv[0] = 'inspector'; from inspector.__main__ import main"
RUN = f"{LOAD}; main()"


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "server.log"
    path.write_text(BANNER + failure())
    return path


def said(done: subprocess.CompletedProcess[bytes]) -> str:
    """What stands on standard error, once it is clear that it is a sentence."""
    errors = done.stderr.decode()
    assert done.returncode == 3, errors
    assert done.stdout == b""
    assert "Traceback" not in errors
    assert errors.startswith("error: ")
    return errors


@pytest.mark.parametrize("more", range(8))
def test_too_few_descriptors(log: Path, more: int) -> None:
    """The limit is set when the interpreter runs: `more` descriptors than it has open by then."""
    limit = f"n = len(os.listdir('/proc/self/fd')) - 1 + {more}; resource.setrlimit(resource.RLIMIT_NOFILE, (n, n))"
    code = f"import os, resource; {LOAD}; {limit}; main()"
    done = run(code, "diagnose", log, "--format", "json")
    if done.stdout:  # they were enough for a report, if not for everything in it
        report = json.loads(done.stdout)
        assert done.returncode == (3 if report["problems"] else 1)
    else:
        assert "Too many open files" in said(done)
    assert bool(done.stdout) <= (more > 0)


@pytest.mark.parametrize("megabytes", [1, 2, 4, 8, 12, 16, 24])
def test_too_little_memory(log: Path, megabytes: int) -> None:
    code = (
        f"import resource; {LOAD}; size = int(open('/proc/self/statm').read().split()[0]) * resource.getpagesize() "
        f"+ ({megabytes} << 20); resource.setrlimit(resource.RLIMIT_AS, (size, size)); main()"
    )
    done = run(code, "diagnose", log, "--format", "json")
    if done.stdout:
        assert done.returncode == 1
        assert json.loads(done.stdout)["failures"]
    else:
        said(done)
    assert bool(done.stdout) <= (megabytes > 1)


@pytest.mark.parametrize("package", ["cli", "commands", "errors.py", "progress.py", "diagnosis", "model"])
def test_a_part_of_the_package_that_cannot_be_read(log: Path, tmp_path: Path, package: str) -> None:
    """A link to itself stands for a folder or file that may not be read, which root may."""
    shutil.copytree(ROOT / "inspector", tmp_path / "inspector", ignore=shutil.ignore_patterns("__pycache__"))
    part = tmp_path / "inspector" / package
    shutil.rmtree(part) if part.is_dir() else part.unlink()
    part.symlink_to(part)
    done = run(RUN, "diagnose", log, PYTHONPATH=str(tmp_path), cwd=tmp_path)
    assert package.removesuffix(".py") in said(done)


@pytest.mark.parametrize("arguments", [["diagnose", "missing.log"], ["nonsense"], ["--version"]])
def test_a_closed_standard_error(arguments: list[str], tmp_path: Path) -> None:
    words = command(*arguments)
    plain = subprocess.run(words, capture_output=True, env=environment(), cwd=tmp_path, timeout=60)
    closed = subprocess.run(
        words, stdout=subprocess.PIPE, env=environment(), cwd=tmp_path, preexec_fn=lambda: os.close(2), timeout=60
    )
    assert (closed.returncode, closed.stdout) == (plain.returncode, plain.stdout)


@pytest.mark.parametrize("closed", [(0,), (1,), (0, 1, 2), (1, 2)])
def test_closed_streams(log: Path, closed: tuple[int, ...]) -> None:
    def close() -> None:
        for descriptor in closed:
            os.close(descriptor)

    done = subprocess.run(command("diagnose", log), capture_output=True, env=environment(), preexec_fn=close, timeout=60)
    assert done.returncode == (3 if 1 in closed else 1)
    assert b"Traceback" not in done.stderr


def test_no_core_is_left_and_no_limit_is_needed() -> None:
    """The limits of this test process are as they were: those above were set in processes of their own."""
    assert resource.getrlimit(resource.RLIMIT_NOFILE)[0] > 64


def run(code: str, *arguments: object, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[bytes]:
    words: list[Any] = [sys.executable, "-c", code, *arguments]
    return subprocess.run(list(map(str, words)), capture_output=True, env=environment(**more), cwd=cwd, timeout=60)
