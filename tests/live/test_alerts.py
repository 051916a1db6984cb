"""Alerts: one run for each new cause, one after the other, without a shell; what goes wrong is said."""

import sys
import time
from types import SimpleNamespace

import pytest

from inspector.errors import UsageError
from inspector.live import alerts
from inspector.live.alerts import Command


@pytest.fixture
def troubles():
    return []


def script(tmp_path, body):
    path = tmp_path / "alert.py"
    path.write_text(f"import pathlib, sys, time\nout = pathlib.Path({str(tmp_path / 'out')!r})\n{body}\n")
    return f"{sys.executable} {path}"


APPEND = "out.open('a').write(sys.stdin.read() + '|' + ' '.join(sys.argv[1:]) + '\\n')"


def test_it_runs_once_for_each_new_cause_with_the_text_on_its_input(tmp_path, troubles):
    command = Command(script(tmp_path, APPEND) + " 'two words' ; $HOME", lambda *said: troubles.append(said), every=0)
    for causes, text in ((["a"], "first"), (["a"], "again"), (["a", "b"], "second"), (["b"], "again")):
        command.send(frozenset(causes), text)
    command.close()
    assert (tmp_path / "out").read_text() == "first|two words ; $HOME\nsecond|two words ; $HOME\n"
    assert troubles == []


def test_the_first_run_does_not_wait_where_the_machine_has_just_started(tmp_path, troubles, monkeypatch):
    waits = iter(())  # a wait ends the thread of the command
    monkeypatch.setattr(alerts, "time", SimpleNamespace(monotonic=lambda: 1.0, sleep=lambda seconds: next(waits)))
    command = Command(script(tmp_path, APPEND), lambda *said: troubles.append(said), every=3600)
    command._queue.put("first")
    command._queue.put("")
    command._thread.join(30)
    assert (tmp_path / "out").read_text() == "first|\n"


def test_runs_are_spaced_and_what_waits_is_run_at_the_end(tmp_path, troubles):
    command = Command(script(tmp_path, APPEND), lambda *said: troubles.append(said), every=3600)
    command.send(frozenset("a"), "first")
    command.send(frozenset("b"), "second")
    out = tmp_path / "out"
    out.touch()
    deadline = time.monotonic() + 30
    while not out.read_text() and time.monotonic() < deadline:
        time.sleep(0.02)
    assert out.read_text() == "first|\n"
    command.close()
    assert (tmp_path / "out").read_text() == "first|\nsecond|\n"


@pytest.mark.parametrize(
    ("body", "words"),
    [("sys.exit(7)", "the command ended with exit code 7"), ("time.sleep(60)", "the command was ended after 1 s")],
)
def test_a_command_that_fails_or_hangs_is_said_and_does_not_stop_the_next(tmp_path, troubles, body, words):
    command = Command(
        script(tmp_path, f"{APPEND} if sys.stdin.readable() else None\n{body}"), lambda *said: troubles.append(said), 0, 1
    )
    command.send(frozenset("a"), "first")
    command.send(frozenset("b"), "second")
    command.close()
    assert troubles == [("--exec", words)] * 2
    assert (tmp_path / "out").read_text() == "first|\nsecond|\n"


@pytest.mark.parametrize("line", ["/no/such/program", "", "'unclosed"])
def test_a_command_that_cannot_be_run_is_refused_at_once(line):
    with pytest.raises(UsageError):
        Command(line, print)
