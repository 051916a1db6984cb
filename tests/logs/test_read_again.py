"""Logs that are read a second time for more sessions give what reading them for all sessions at once gives."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from inspector.logs import LogReader
from inspector.logs.scan import Scanner
from tests.logs.reading import read_logs

SAMPLES = Path(__file__).parents[2] / "samples"


def shown(logs):
    sessions = {id: logs.sessions[id] for id in logs.sessions}
    names = ("inputs", "runs", "failures", "notable", "dropped", "last_time", "complete_context", "problems", "anchors", "errors")
    return sessions, *(getattr(logs, name) for name in names)


@pytest.fixture
def paths(tmp_path):
    logs = [SAMPLES / name / "server.log" for name in ("silent-mix-1.15.13", "mixed-1.18.33")]
    packed = tmp_path / "packed.log.gz"
    packed.write_bytes(gzip.compress((SAMPLES / "disposed-1.18.33" / "server.log").read_bytes()))
    copy = tmp_path / "copy.log"
    copy.write_bytes(logs[0].read_bytes()[:-2000])
    return [*map(str, logs), str(packed), str(copy), str(tmp_path / "missing.log")]


@pytest.mark.parametrize("first", [set(), {"ses_dfdee5fd5ffeLbFhjd5vhyqGfT"}, None])
@pytest.mark.parametrize("jobs", [1, 2])
def test_a_second_reading_finds_what_one_reading_finds(paths, first, jobs):
    reader = LogReader(paths, jobs=jobs)
    one = shown(reader.read(first))
    assert one == shown(read_logs(paths, sessions=first))
    expected = shown(read_logs(paths, sessions=None))
    assert len(expected[0]) > len(one[0]) or first is None
    assert shown(reader.read(None)) == expected


def test_a_second_reading_does_not_scan_again(paths, monkeypatch):
    reader = LogReader(paths)
    reader.read(set())
    monkeypatch.delattr(Scanner, "block")
    assert reader.read(None).sessions
