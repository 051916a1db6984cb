"""Completion as each shell really does it: the printed script is loaded, and a word is completed."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

IDS = ("ses_dfde75b04ffeAryjRShcYovr6a", "ses_dfde75b28ffelwCsLwey6y4Ydb")


def needs(shell):
    return pytest.mark.skipif(shutil.which(shell) is None, reason=f"{shell} is not installed here")


@pytest.fixture
def place(tmp_path):
    """A folder with a database whose name needs quoting, the scripts, and an `inspector` on the PATH."""
    with closing(sqlite3.connect(tmp_path / "my opencode.db")) as connection, connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE session (id TEXT PRIMARY KEY, title TEXT)")
        connection.executemany("INSERT INTO session VALUES (?, ?)", [(id, f"Say: hello, $(world) {id[-1]}") for id in IDS])
    command = tmp_path / "bin" / "inspector"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m inspector "$@"\n')
    command.chmod(0o755)
    for shell in ("bash", "zsh", "fish", "powershell"):
        done = subprocess.run([sys.executable, "-m", "inspector", "completion", shell], capture_output=True, timeout=60)
        (tmp_path / f"inspector.{shell}").write_bytes(done.stdout)
    return tmp_path


def ran(place, *command, **options):
    environment = {**os.environ, "PATH": f"{place / 'bin'}{os.pathsep}{os.environ['PATH']}", "HOME": str(place), "TERM": "dumb"}
    environment["PYTHONPATH"] = str(Path.cwd())
    before = {path.name for path in place.glob("*.db*")}
    done = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True, timeout=60, **options)
    assert {path.name for path in place.glob("*.db*")} == before
    return done.stdout


BASH = """
source inspector.bash
COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1))
_inspector_completion inspector
printf '%s\\n' "${COMPREPLY[@]}"
"""


@needs("bash")
@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["dia"], ["diagnose"]),
        (["session", "--db", '"my opencode.db"', "ses_dfde75b0"], [IDS[0]]),
        (["session", "--db", "my\\ opencode.db", "ses_"], [*IDS]),
        (["session", "--db", "=", "my\\ opencode.db", "ses_"], [*IDS]),
        (["diagnose", "--db", "my\\ opencode.db", "--session", "ses_"], [*IDS]),
        (["diagnose", "--format", "js"], ["json", "jsonl"]),
        (["diagnose", "--format", "=", "mark"], ["markdown"]),
        (["explain", "schema-"], ["schema-drift"]),
        (["completion", "po"], ["powershell"]),
    ],
)
def test_bash(place, words, found):
    assert ran(place, "bash", "--norc", "-c", BASH, "bash", "inspector", *words).split() == found


BASH_INSIDE = BASH.replace("COMP_CWORD=$(($# - 1))", "COMP_CWORD=$AT")


@needs("bash")
@pytest.mark.parametrize(
    ("at", "words"),
    [
        (3, ["diagnose", "--session", "ses_dfde75b0", "--db", "my\\ opencode.db"]),
        (3, ["diagnose", "--session", "ses_dfde75b0", "--db", "=", "my\\ opencode.db"]),
        (3, ["diagnose", "--session", "", "--db", "my\\ opencode.db"]),
        (2, ["session", "ses_dfde75b0", "server.log", "--db", "my\\ opencode.db"]),
        (2, ["session", "ses_dfde75b0", "my\\ opencode.db"]),
    ],
)
def test_bash_finds_the_database_behind_the_cursor(place, at, words):
    found = ran(place, "bash", "--norc", "-c", BASH_INSIDE.replace("$AT", str(at)), "bash", "inspector", *words).split()
    assert found == ([*IDS] if "" in words else [IDS[0]])


@needs("fish")
def test_fish_hands_over_the_whole_line(place):
    line = "inspector session ses_dfde75b0 --db 'my opencode.db'"
    environment = f'COMP_LINE="{line}" COMP_WORDS="inspector session ses_dfde75b0" COMP_CWORD="ses_dfde75b0"'
    shown = ran(place, "sh", "-c", f"{environment} _INSPECTOR_COMPLETE=fish_complete inspector")
    assert shown.startswith(f"plain,{IDS[0]}")
    assert "COMP_LINE=(commandline -p)" in (place / "inspector.fish").read_text()


@needs("fish")
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("inspector dia", ["diagnose"]),
        ("inspector session --db 'my opencode.db' ses_dfde75b", [*IDS]),
        ("inspector explain schema-", ["schema-drift"]),
    ],
)
def test_fish(place, line, found):
    shown = ran(place, "fish", "--no-config", "-c", 'source inspector.fish; complete -C "$argv[1]"', line)
    assert [row.split("\t")[0] for row in shown.splitlines()] == found


ZSH = """
zmodload zsh/zpty
zpty inside 'TERM=dumb zsh -f -i'
zpty -w inside "PS1= PS2= PROMPT_EOL_MARK=; stty cols 200; autoload -U compinit; compinit -u -D; source inspector.zsh; echo re''ady"
zpty -r -m inside shown '*ready*'
zpty -w -n inside "$1"$'\\t\\t'
zpty -r -m inside shown "*$2*"
print -r -- "$shown"
"""


@needs("zsh")
@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("inspector dia", ["diagnose "]),
        ("inspector session --db 'my opencode.db' ses_dfde75b", [*IDS]),
        ("inspector explain schema-", ["schema-drift "]),
    ],
)
def test_zsh(place, line, found):
    shown = ran(place, "zsh", "-f", "-c", ZSH, "zsh", line, found[-1])
    assert all(id in shown for id in found), shown


POWERSHELL = """
. ./inspector.powershell.ps1
[System.Management.Automation.CommandCompletion]::CompleteInput($args[0], $args[0].Length, $null).CompletionMatches |
    ForEach-Object CompletionText
"""


@needs("pwsh")
@pytest.mark.parametrize(
    ("line", "found"), [("inspector dia", ["diagnose"]), ("inspector session --db 'my opencode.db' ses_dfde75b", [*IDS])]
)
def test_powershell(place, line, found):
    (place / "inspector.powershell").rename(place / "inspector.powershell.ps1")
    (place / "complete.ps1").write_text(POWERSHELL)
    assert ran(place, "pwsh", "-NoProfile", "-File", "complete.ps1", line).split() == found
