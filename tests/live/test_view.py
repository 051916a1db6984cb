"""The live view: what it says of a state, and that it leaves nothing on the terminal."""

import io
from datetime import UTC, datetime, timedelta

from rich.console import Console

from inspector.live.state import State
from inspector.live.view import View
from inspector.model import Outcome, Run


def text_of(view, state):
    console = Console(file=io.StringIO(), width=100, color_system=None)
    console.print(view.drawn(state))
    return console.file.getvalue()


def test_it_shows_prompts_causes_the_oldest_and_the_rate():
    state = State(lines=0, lag=0.3, answered=1234, running=5, waiting=2, silent=3, oldest=125.0)
    state.reported[Outcome.FAILED, "schema-drift"] = 7
    state.reported[Outcome.SILENT, "stream-stall"] = 3
    text = text_of(View(io.StringIO(), "server.log"), state)
    assert "watching server.log for" in text
    assert "1,234 answered · 5 running · 2 waiting for a person" in text
    assert "10, 3 of them still without an answer" in text
    assert "2 min 05 s" in text
    assert "newest record read 0.3 s after its time" in text
    assert "7×  schema-drift  failed" in text
    assert "3×  stream-stall  without an answer" in text


def test_it_names_the_servers_at_work_and_counts_those_before():
    at = datetime(2026, 11, 29, 2, 24, tzinfo=UTC)

    def run(key: str, version: str | None, first: int, last: int) -> Run:
        return Run(
            key, "logfmt", "server.log", 0, at + timedelta(minutes=first), at + timedelta(minutes=last), version, None, None
        )

    runs = (run("a", "1.15.13", 0, 4), run("b", "1.18.33", 1, 9), run("c", None, 5, 9))
    text = " ".join(text_of(View(io.StringIO(), "server.log"), State(servers=runs)).split())
    assert "1.18.33 since 2026-11-29 02:25:00 UTC" in text
    assert "version not logged since 2026-11-29 02:29:00 UTC · 1 earlier" in text
    assert "1.15.13" not in text


def test_a_quiet_watch_shows_no_trouble():
    text = text_of(View(io.StringIO(), "server.log"), State())
    assert ["in", "trouble", "0"] in [line.split() for line in text.splitlines()]
    assert "oldest" not in text


def test_names_from_outside_are_escaped():
    assert "\x1b]52" not in text_of(View(io.StringIO(), "\x1b]52;c;evil\x07.log"), State())


def test_it_is_drawn_over_itself_and_wiped():
    stream = io.StringIO()
    view = View(stream, "server.log", console=Console(file=stream, force_terminal=True, width=100, color_system=None))
    view.tick(State())
    shown = stream.getvalue()
    assert "watching server.log" in shown
    view.wipe()
    assert "\x1b[2K" in stream.getvalue()[len(shown) :]


def test_it_never_draws_over_what_was_written_since_it_was_wiped():
    """A finding that is written between two pictures stays: nothing moves the cursor up over it."""
    stream = io.StringIO()
    view = View(stream, "server.log", console=Console(file=stream, force_terminal=True, width=80))
    view.tick(State(oldest=5.0))
    view.wipe()
    stream.write("a finding\n")
    written = len(stream.getvalue())
    view.tick(State(oldest=6.0))
    assert "watching" in stream.getvalue()[written:] and "\x1b[1A" not in stream.getvalue()[written:]
    view.wipe()
