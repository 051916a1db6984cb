"""A task that hangs, stops, crashes or needs too much memory is one lost task; the others are finished."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from inspector.fleet import engine
from inspector.fleet.engine import Limits, Lost, in_order, run
from tests.fleet.tasks import act

linux = pytest.mark.skipif(sys.platform != "linux", reason="signals and limits as on Linux")


def finished(tasks: list[object], workers: int = 2, limits: Limits | None = None) -> dict[int, object]:
    return dict(run(act, tasks, workers, limits or Limits(seconds=120)))


def test_every_task_is_finished_once_and_can_be_read_in_order() -> None:
    tasks: list[object] = list(range(7))
    assert finished(tasks) == dict(enumerate(tasks))
    assert list(in_order(run(act, tasks, 2, Limits(), ahead=3))) == tasks


@linux
@pytest.mark.parametrize("way", ["crash", "killed"])
def test_a_crash_loses_one_task_alone(way: str) -> None:
    results = finished(["a", way, "b", "c"])
    assert results.pop(1) == Lost("The worker process was killed, perhaps for lack of memory.")
    assert results == {0: "a", 2: "b", 3: "c"}


@linux
@pytest.mark.parametrize("way", ["hang", "stop"])
def test_a_task_that_does_not_end_is_killed_and_leaves_nothing(way: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    results = finished([way, "a"], 1, Limits(seconds=3))
    assert results == {0: Lost("The diagnosis was not finished after 3 s, and its worker was killed."), 1: "a"}
    assert list(tmp_path.iterdir()) == []


@linux
def test_memory_is_bounded() -> None:
    results = finished(["memory", "a"], 1, Limits(seconds=120, memory=2 << 30))
    assert results == {0: Lost("The diagnosis needs more than 2 GiB of memory, the limit of a worker."), 1: "a"}


def test_no_task_starts_far_before_one_that_is_not_finished() -> None:
    order = [index for index, _ in run(act, list(range(12)), 3, Limits(), ahead=1)]
    assert order == list(range(12))


def test_a_worker_has_four_gibibytes_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = pytest.importorskip("resource")
    limits = []
    monkeypatch.setattr(resource, "getrlimit", lambda kind: (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    monkeypatch.setattr(resource, "setrlimit", lambda kind, pair: limits.append(pair[0]))
    assert engine._bounded(str, 1, Limits().memory) == "1"
    assert limits == [4_294_967_296]
