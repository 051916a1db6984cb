"""A new log era is one module: added at run time, its logs are diagnosed from the command line."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from inspector import catalogue
from inspector.cli.group import inspector
from inspector.logs import eras, records, scan

MODULE = r"""
import re
from datetime import datetime

from inspector.logs.eras import Era
from inspector.model import LogRecord

_LINE = re.compile(r'@(\S+)Z ([A-Z]+) run=(\w+) "([^"]*)"(.*)')


def _parse(raw, path, offset):
    found = _LINE.match(raw.decode().split("\n")[0])
    if found is None:
        return None
    fields = dict(re.findall(r'(\S+)=<([^>]*)>', found[5]))
    return LogRecord(path, offset, "third", datetime.fromisoformat(found[1] + "+00:00"), found[2], found[3], found[4], fields)


ERA = Era(
    name="third",
    start=rb"@\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ",
    samples=('@2026-11-22T07:03:45.101Z INFO run=9e261d3f "loop" sessionID=<ses_one>',),
    parse=_parse,
    write=lambda record: "",
    pasted_head=lambda level, delta: f"@2000-01-01T00:00:00.000Z {level} ",
    loop=b'"loop"',
    line_starts=(b"\n@",),
    first_version=(3, 0),
    oldest="3.0",
    run=rb"@\S{24} [A-Z]{4,5} run=(\w{1,64}) ",
    run_mark=b" run=",
    level_key="Z ",
)
"""
LINES = (
    '@2026-11-22T07:03:44.001Z INFO run=9e261d3f "loop" sessionID=<ses_dfdee5fd5ffeLbFhjd5vhyqGfT>\n'
    '@2026-11-22T07:03:45.101Z ERROR run=9e261d3f "prompt_async failed" sessionID=<ses_dfdee5fd5ffeLbFhjd5vhyqGfT> '
    'cause=<Cause([Die(UnknownError: Agent not found: "nobody")])>\n'
    '@2026-11-22T07:03:46.001Z INFO run=5aa0b1c2 "loop" sessionID=<ses_dfdee5fd5ffeLbFhjd5vhyqGfU>\n'
)


@pytest.fixture
def third_era(tmp_path, monkeypatch):
    (tmp_path / "third.py").write_text(MODULE)
    monkeypatch.setattr(eras, "__path__", [*eras.__path__, str(tmp_path)])
    caches = [
        catalogue.modules,
        eras.eras,
        records.banners,
        records.creations,
        records.starts,
        records.any_start,
        records.next_start,
        scan._words,
    ]
    for known in caches:
        known.cache_clear()
    yield
    monkeypatch.undo()
    for known in caches:
        known.cache_clear()


def test_a_third_era_is_diagnosed_and_no_run_is_invented(tmp_path, third_era):
    log = tmp_path / "server.log"
    log.write_text(LINES)
    done = CliRunner().invoke(inspector, ["diagnose", str(log), "--format", "json", "--no-progress"])
    assert done.exception is None
    report = json.loads(done.stdout)
    assert report["inputs"]["logs"][0]["eras"] == ["third"]
    assert [(entry["session_id"], entry["cause"]) for entry in report["failures"]] == [
        ("ses_dfdee5fd5ffeLbFhjd5vhyqGfT", "agent-not-found")
    ]
    assert [(run["key"], run["offset"]) for run in report["runs"]] == [("9e261d3f", 0), ("5aa0b1c2", LINES.rindex("@"))]


def test_the_eras_of_the_package_are_back_afterwards():
    assert set(eras.eras()) >= {"legacy", "logfmt"}
    assert "third" not in eras.eras()
