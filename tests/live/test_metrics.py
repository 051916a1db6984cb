"""Metrics: what a scrape and the file hold."""

from urllib.request import urlopen

import pytest

from inspector.errors import UnreadableError, UsageError
from inspector.live.metrics import Metrics
from inspector.live.state import State

pytest.importorskip("prometheus_client")


@pytest.fixture
def state():
    state = State(lines=12, lag=0.25, answered=7, running=2, waiting=1, silent=3, oldest=90.5)
    state.counted["failure", "schema-drift"] = 4
    state.counted["silent", "undecided"] = 1
    state.corrected = 1
    return state


EXPECTED = (
    'opencode_prompts_total{cause="",outcome="answered"} 7.0',
    'opencode_prompts_total{cause="schema-drift",outcome="failed"} 4.0',
    'opencode_prompts_total{cause="undecided",outcome="silent"} 1.0',
    'opencode_prompts_unanswered{state="running"} 2.0',
    'opencode_prompts_unanswered{state="waiting"} 1.0',
    'opencode_prompts_unanswered{state="silent"} 3.0',
    "opencode_prompts_corrected_total 1.0",
    "opencode_oldest_unanswered_seconds 90.5",
    "opencode_log_lag_seconds 0.25",
    "opencode_log_lines_total 12.0",
)


def test_a_scrape_shows_the_state_of_that_moment(state):
    metrics = Metrics(state, "127.0.0.1:0", None)
    try:
        with urlopen(metrics.address) as answer:
            text = answer.read().decode()
        assert [line for line in EXPECTED if line not in text] == []
        state.lines = 13
        with urlopen(metrics.address) as answer:
            assert "opencode_log_lines_total 13.0" in answer.read().decode()
    finally:
        metrics.close()


def test_the_file_is_written_at_the_start_and_at_the_end(state, tmp_path):
    file = tmp_path / "opencode.prom"
    metrics = Metrics(state, None, str(file))
    assert [line for line in EXPECTED if line not in file.read_text()] == []
    state.lines = 14
    metrics.tick()
    assert "opencode_log_lines_total 12.0" in file.read_text()
    metrics.close()
    assert "opencode_log_lines_total 14.0" in file.read_text()


def test_an_address_that_is_none_and_one_that_is_taken_are_refused(state):
    with pytest.raises(UsageError, match="Not an address"):
        Metrics(state, "somewhere", None)
    first = Metrics(state, "127.0.0.1:0", None)
    try:
        with pytest.raises(UnreadableError, match="Cannot serve metrics"):
            Metrics(state, first.address.removeprefix("http://").removesuffix("/metrics"), None)
    finally:
        first.close()


def test_a_file_that_cannot_be_written_is_said(state, tmp_path):
    with pytest.raises(UnreadableError, match="could not be written"):
        Metrics(state, None, str(tmp_path / "missing" / "opencode.prom"))
