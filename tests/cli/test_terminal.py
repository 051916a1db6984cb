"""What a person at a terminal gets: a pager for a long report, paths as they are, labels in colour."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

pty = pytest.importorskip("pty")

SAMPLE = Path(__file__).parents[2] / "samples" / "drift-1.15.13-via-1.17.0"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home") / "home" / "alicesmith"
    shutil.copytree(SAMPLE, folder)
    return folder


def shown(home: Path, *arguments: str, lines: int = 24, **more: str) -> str:
    """What a terminal of 80 columns shows of one command."""
    leader, follower = pty.openpty()
    inherited = {name: value for name, value in os.environ.items() if name not in ("LESS", "NO_COLOR")}
    environment = {**inherited, "HOME": str(home), "TERM": "xterm", "LINES": str(lines), "COLUMNS": "80", **more}
    command = [sys.executable, "-m", "inspector", *arguments]
    process = subprocess.Popen(command, env=environment, stdin=follower, stdout=follower, stderr=follower)
    os.close(follower)
    seen = b""
    while True:
        try:
            block = os.read(leader, 65536)
        except OSError:
            break
        if not block:
            break
        seen += block
    process.wait(60)
    os.close(leader)
    return seen.decode().replace("\r\n", "\n")


def test_a_long_report_goes_through_the_pager_and_a_short_one_does_not(home: Path) -> None:
    pager = home / "pager"
    pager.write_text("#!/bin/sh\necho BEGIN OF PAGER\ncat\n")
    pager.chmod(0o755)
    files = (str(home / "server.log"), "--db", str(home / "opencode.db"))
    assert "BEGIN OF PAGER" in shown(home, "diagnose", *files, "-v", PAGER=str(pager))
    for options, lines in ((("-v", "--no-pager"), 24), (("-q",), 24), ((), 200)):
        output = shown(home, "diagnose", *files, *options, lines=lines, PAGER=str(pager))
        assert "schema-drift" in output and "BEGIN OF PAGER" not in output
    plain = ("diagnose", *files, "--no-progress")
    whole = click.unstyle(shown(home, *plain, "--no-pager")).splitlines()
    needed = sum(max(-(-len(line) // 80), 1) for line in whole)
    assert "BEGIN OF PAGER" in shown(home, *plain, lines=needed, PAGER=str(pager))
    assert "BEGIN OF PAGER" not in shown(home, *plain, lines=needed + 1, PAGER=str(pager))


def test_paths_are_shown_to_the_person_who_named_them_and_hidden_on_demand(home: Path) -> None:
    files = (str(home / "server.log"), "--db", str(home / "opencode.db"))
    output = shown(home, "diagnose", *files, "--no-pager")
    assert f"cp -p {home / 'opencode.db'}*" in output and "[dir-" not in output
    output = shown(home, "diagnose", *files, "--no-pager", "--redact")
    assert str(home) not in output and "[dir-1]/opencode.db" in output


def test_errors_have_a_coloured_label_on_a_terminal_only(home: Path) -> None:
    assert "\x1b[1;31merror:\x1b[0m" in shown(home, "diagnose", str(home / "nowhere.log"))
    assert "\x1b" not in shown(home, "diagnose", str(home / "nowhere.log"), NO_COLOR="1", TERM="dumb")
