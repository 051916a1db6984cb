"""What the operating system is asked for: no command opens anything for writing but its temporary files and its output."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.database.databases import another_process, crashed, made, writing
from tests.trust.running import BANNER, FAILING, ROOT, environment, failure

pytestmark = pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
CALLS = (
    "open,openat,openat2,creat,mkdir,mkdirat,unlink,unlinkat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,truncate,ftruncate,"
    "chmod,fchmod,fchmodat,chown,fchown,lchown,fchownat,utime,utimes,utimensat,futimesat,write,pwrite64,writev,pwritev,fallocate,"
    "setxattr,fsetxattr,mknod,mknodat,rmdir"
)
_OPENED = re.compile(r'(?:open|openat|openat2|creat)\((?:[^,"]*, )?"([^"]*)", (?:\{flags=)?([A-Z_|]+)')
_PATH = re.compile(r'"([^"]*)"|<([^>]*)>')
_WRITES = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC", "O_APPEND")
_NO_FILES = ("pipe:[", "socket:[", "/dev/", "anon_inode:", "/proc/self/")
COMMANDS: dict[str, list[str]] = {
    "diagnose": ["diagnose", "{data}/server.log", "--db", "{db}"],
    "diagnose a folder": ["diagnose", "{data}"],
    "report to a file": ["diagnose", "{data}/server.log", "--db", "{db}", "--output", "{out}/r.html"],
    "session": ["session", "ses_one", "{data}/server.log", "--db", "{db}"],
    "database": ["database", "{db}"],
    "requests": ["requests", "{data}/requests.jsonl", "--server-version", "1.15.13"],
    "explain": ["explain", "schema-drift"],
    "bundle": ["bundle", "{out}/b.tar.gz", "{data}/server.log", "--db", "{db}"],
    "watch": ["watch", "{data}/server.log", "--db", "{db}", "--for-seconds", "0.5"],
    "many servers": ["diagnose", "--each", "{many}"],
    "a fleet": ["fleet", "{many}", "--store", "{out}/fleet.db"],
    "completion": ["completion", "bash"],
    "completing a session": [],
}


@pytest.mark.parametrize(
    "state",
    ["live", "crashed", pytest.param("closed", marks=pytest.mark.long), pytest.param("rollback journal", marks=pytest.mark.long)],
)
@pytest.mark.parametrize("command", COMMANDS)
def test_only_temporary_files_and_the_output_are_written(tmp_path: Path, command: str, state: str) -> None:
    data, out, scratch = (tmp_path / name for name in ("data", "out", "scratch"))
    for folder in (data, out, scratch, tmp_path / "many"):
        folder.mkdir()
    (data / "server.log").write_text(BANNER + failure())
    (data / "requests.jsonl").write_text(
        f'{{"method":"POST","path":"/session/{FAILING}/prompt_async","body":{{"parts":[]}},"status":204}}\n'
    )
    database = made(data, "1.15.13")
    with writing(database) as writer:
        writer.exchange(writer.session("ses_one"))
    change = "database.execute(\"UPDATE session SET title = 'new'\")"
    if state == "crashed":
        crashed(database, f"database.execute('PRAGMA wal_autocheckpoint=0'); {change}")
    with ExitStack() as stack:
        if state == "live":
            stack.enter_context(another_process(database, f"database.execute('PRAGMA wal_autocheckpoint=0'); {change}"))
        elif state == "rollback journal":
            stack.enter_context(
                another_process(
                    database, f"database.execute('PRAGMA journal_mode=DELETE'); database.execute('BEGIN IMMEDIATE'); {change}"
                )
            )
        (tmp_path / "many" / "one").symlink_to(data)
        lines = traced(
            tmp_path,
            [word.format(data=data, db=database, out=out, many=tmp_path / "many") for word in COMMANDS[command]],
            database,
        )
        asked = [line for line in lines if _changes(line) and not _is_harmless(line, (out, scratch))]
    # SQLite opens the log of a live database for writing, whatever it is told, and then only reads it; run by root, it gives
    # the -wal and -shm to the owner of the database, as it did when the server made them
    asked = [line for line in asked if not (os.geteuid() == 0 and re.search(r"fchown\(\d+<\S+-(?:wal|shm)>", line))]
    expected = {"opencode.db-wal"} if state == "live" and command not in ("requests", "explain", "completion") else set()
    assert {path.name for line in asked for path in _paths(line)} <= expected, asked
    assert not [line for line in asked if not _OPENED.search(line)]
    assert not [line for line in asked if "O_TRUNC" in line]
    assert list(scratch.iterdir()) == []


def traced(folder: Path, words: list[str], database: Path) -> list[str]:
    """Run the command under strace and return the lines of every process it started."""
    more = (
        {}
        if words
        else {"_INSPECTOR_COMPLETE": "bash_complete", "COMP_WORDS": f"inspector session --db {database} ses_", "COMP_CWORD": "4"}
    )
    done = subprocess.run(
        ["strace", "-f", "-y", "-s", "4096", "-e", f"trace={CALLS}", "-o", str(folder / "trace"), sys.executable, "-m", "inspector", *words],
        capture_output=True, cwd=ROOT, timeout=120,
        env=environment(TMPDIR=str(folder / "scratch"), PYTHONDONTWRITEBYTECODE="1", **more),
    )  # fmt: skip
    assert done.returncode in (0, 1), done.stderr.decode()
    lines = (folder / "trace").read_text("utf-8", "replace").splitlines()
    assert any("inspector" in line for line in lines)
    return lines


def _changes(line: str) -> bool:
    """Whether a call could change a file: a failed one could not."""
    if " = -1 " in line or "(" not in line or "resumed>" in line:
        return False
    opened = _OPENED.search(line)
    return any(flag in opened[2] for flag in _WRITES) if opened else True


def _is_harmless(line: str, folders: tuple[Path, ...]) -> bool:
    paths = _paths(line)
    return all(
        any(path.is_relative_to(folder) for folder in folders) or str(path).startswith(_NO_FILES) or "memfd:" in str(path)
        for path in paths
    )


def _paths(line: str) -> list[Path]:
    """The file a call names: of a descriptor the file behind it, of a name that name."""
    call = line.partition("(")[2]
    opened = _OPENED.search(line)
    if opened:
        return [Path(opened[1])]
    if re.search(r"\b(?:p?write(?:64|v)?|pwritev|ftruncate|fallocate|fchmod|fchown|fsetxattr)\(", line):
        found = re.match(r"\d+<([^>]*)>", call)
        return [Path(found[1])] if found else []
    at = re.match(r"(?:AT_FDCWD<[^>]*>|\d+<([^>]*)>), ", call)
    names = re.findall(r'"([^"]*)"', call)
    return [Path(at[1] or ".", name) if at and at[1] else Path(name) for name in names]


def test_a_write_would_be_found(tmp_path: Path) -> None:
    line = '7 openat(AT_FDCWD</work>, "/data/opencode.db-shm", O_RDWR|O_CREAT|O_CLOEXEC, 0644) = 4</data/opencode.db-shm>'
    assert _changes(line)
    assert not _is_harmless(line, (tmp_path,))
    assert not _changes(line.replace("O_RDWR|O_CREAT", "O_RDONLY"))
    assert not _is_harmless('7 unlinkat(5</data>, "x", 0) = 0', (tmp_path,))
    assert not _is_harmless('7 pwrite64(5</data/opencode.db>, "x", 1, 0) = 1', (tmp_path,))
    assert _is_harmless(f'7 mkdir("{tmp_path}/x", 0700) = 0', (tmp_path,))
