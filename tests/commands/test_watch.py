"""Following live logs: each new cause once, repeats counted, a clean end."""

import json
import os
import signal
import subprocess
import sys

import pytest

pytestmark = pytest.mark.slow

BANNER = (
    "INFO  2026-11-22T06:42:43 +871ms service=default version=1.15.13 args=[] process_role=main "
    "run_id=5d9f45d0-61de-4401-891c-36d1781f1511 opencode\n"
)


def failure(session, second, agent="ghost"):
    return (
        f"ERROR 2026-11-22T06:43:{second:02} +1ms service=default session.id={session} "
        f'cause={{"_id":"Cause","failures":[{{"_tag":"Die","defect":{{"data":{{"message":"Agent not found: \\"{agent}\\". '
        'Available agents: build, plan"},"name":"UnknownError"}}]} prompt_async failed\n'
    )


class Watching:
    """A watch that runs in a process of its own, from the line by which it says that it follows its logs."""

    def __init__(self, *arguments, stdin=None):
        self.process = subprocess.Popen(
            [sys.executable, "-m", "inspector", "watch", *map(str, arguments)],
            stdin=stdin,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            bufsize=0,
            env={**os.environ, "NO_COLOR": "1"},
        )
        self.first = self.process.stderr.readline().decode()
        self._read = ""

    def until(self, words):
        """Wait until it has printed a line with these words as a result."""
        while words not in self._read:
            line = self.process.stdout.readline().decode()
            assert line, f"it ended without {words!r}: {self._read}"
            self._read += line

    def end(self, timeout=60):
        out, err = self.process.communicate(timeout=timeout)
        return self.process.returncode, self._read + out.decode(), err.decode()


def append(path, text):
    with path.open("a") as file:
        file.write(text)


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "server.log"
    path.write_text(BANNER + failure("ses_dfe01c813ffe7rAq2JUnH99YeA", 1))
    return path


def test_a_new_cause_is_told_once_with_evidence_and_repeats_are_counted(log):
    watch = Watching(log, "--once-idle", 4)
    assert "server.log" in watch.first
    append(log, failure("ses_dfe01c813ffe7rAq2JUnH99YeB", 2))
    watch.until("ses_dfe01c813ffe7rAq2JUnH99YeB")
    append(log, failure("ses_dfe01c813ffe7rAq2JUnH99YeC", 9))
    code, out, err = watch.end()
    assert code == 1, err
    assert "ses_dfe01c813ffe7rAq2JUnH99YeA" not in out
    first, second = (out.index(f"session ses_dfe01c813ffe7rAq2JUnH99Ye{letter}") for letter in "BC")
    assert "  + The server says there is no agent" in out[first:second]
    assert "agent-not-found (2×)" in out
    assert "  ✓ " not in out[second:]
    assert "2 prompts in trouble: agent-not-found 2×." in err


def test_json_lines_are_whole_reports_of_what_is_new(log):
    watch = Watching(log, "--format", "jsonl", "--once-idle", 4)
    append(log, failure("ses_dfe01c813ffe7rAq2JUnH99YeB", 2))
    watch.until("ses_dfe01c813ffe7rAq2JUnH99YeB")
    append(log, failure("ses_dfe01c813ffe7rAq2JUnH99YeC", 9))
    code, out, _ = watch.end()
    assert code == 1
    reports = [json.loads(line) for line in out.splitlines()]
    assert [[entry["session_id"][-1] for entry in report["failures"]] for report in reports] == [["B"], ["C"]]
    assert {report["schema"] for report in reports} == {"inspector.report/1"}


def test_rotation_and_truncation_lose_nothing_that_is_written_afterwards(log):
    watch = Watching(log, "--once-idle", 3)
    log.rename(log.with_name("server.log.1"))
    log.write_text(BANNER + failure("ses_dfe01c813ffe7rAq2JUnH99YeB", 2))
    watch.until("ses_dfe01c813ffe7rAq2JUnH99YeB")
    log.write_text(failure("ses_dfe01c813ffe7rAq2JUnH99YeC", 9))
    _, out, err = watch.end()
    assert "ses_dfe01c813ffe7rAq2JUnH99YeB" in out, err
    assert "ses_dfe01c813ffe7rAq2JUnH99YeC" in out, err


def test_a_record_in_two_logs_counts_once(log, tmp_path):
    other = tmp_path / "opencode.log"
    other.write_text("")
    watch = Watching(log, other, "--once-idle", 2.5)
    append(log, failure("ses_dfe01c813ffe7rAq2JUnH99YeB", 2))
    append(other, BANNER + failure("ses_dfe01c813ffe7rAq2JUnH99YeB", 2))
    _, out, err = watch.end()
    assert out.count("session ses_dfe01c813ffe7rAq2JUnH99YeB") == 1
    assert "1 prompt in trouble" in err


def test_a_file_that_appears_in_a_watched_folder_is_followed(log, tmp_path):
    watch = Watching(tmp_path, "--once-idle", 5)
    (tmp_path / "2026-11-22T064300.log").write_text(BANNER + failure("ses_dfe01c813ffe7rAq2JUnH99YeB", 2))
    _, out, err = watch.end()
    assert "ses_dfe01c813ffe7rAq2JUnH99YeB" in out, err


def test_a_log_that_is_rotated_in_a_watched_folder_is_not_told_again(tmp_path):
    log = tmp_path / "server.log"
    log.write_text(BANNER + failure("ses_dfe01c813ffe7rAq2JUnH99YeB", 2))
    watch = Watching(tmp_path, "--once-idle", 5)
    log.rename(tmp_path / "server.log.1.log")
    append(log, BANNER + failure("ses_dfe01c7b5ffeSWCwEnKOkBdMVv", 9))
    _, out, err = watch.end()
    assert "ses_dfe01c7b5ffeSWCwEnKOkBdMVv" in out, err
    assert "ses_dfe01c813ffe7rAq2JUnH99YeB" not in out


def test_standard_input_is_read_whole_while_its_copy_is_shortened_again_and_again(tmp_path):
    code = (
        "from inspector.live.window import Windows; Windows.__init__.__defaults__ = (1 << 16,)\n"
        "from inspector.cli.main import main; main(['watch', '-', '--format', 'jsonl'])"
    )
    filler = "INFO  2026-11-22T06:43:01 +1ms service=default nothing at all\n" * 1000
    sessions = [f"ses_dfe01c813ffe7rAq2JUnH99Y{number:02}" for number in range(8)]
    text = BANNER + "".join(filler + failure(session, 2) for session in sessions)
    done = subprocess.run([sys.executable, "-c", code], input=text.encode(), capture_output=True, timeout=120, check=False)
    told = [entry["session_id"] for line in done.stdout.splitlines() for entry in json.loads(line)["failures"]]
    assert (sorted(told), done.returncode) == (sessions, 1), done.stderr.decode()


def test_standard_input_is_watched_to_its_end():
    watch = Watching("-", stdin=subprocess.PIPE)
    watch.process.stdin.write((BANNER + failure("ses_dfe01c813ffe7rAq2JUnH99YeB", 2)).encode())
    watch.process.stdin.flush()
    watch.until("ses_dfe01c813ffe7rAq2JUnH99YeB")
    code, out, _ = watch.end()
    assert code == 1
    assert "ses_dfe01c813ffe7rAq2JUnH99YeB" in out
    assert "inspector-watch-" not in out


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c_ends_it_cleanly_with_what_failed_last(log):
    watch = Watching(log)
    watch.process.send_signal(signal.SIGINT)
    code, out, err = watch.end()
    assert (code, out) == (0, "")
    assert (
        err.splitlines()[-1]
        == "No failure was logged. Only with the database (--db) can the watch report prompts that wait without a record."
    )
    assert "Traceback" not in err


def test_a_failure_behind_an_unknown_prefix_is_told_as_unreadable(log):
    watch = Watching(log, "--once-idle", 2)
    append(log, "host-7 opencode " + failure("ses_dfe01c813ffe7rAq2JUnH99YeB", 2))
    code, _, err = watch.end()
    assert code == 3
    assert "server.log: a line contains “prompt_async failed” but cannot be parsed" in err


def test_nothing_new_in_the_time_given_exits_with_zero(log):
    code, out, _ = Watching(log, "--for-seconds", 1).end()
    assert (code, out) == (0, "")


def test_a_command_gets_the_report_of_each_new_cause_once(log, tmp_path):
    script = tmp_path / "alert.py"
    script.write_text("import sys, pathlib; pathlib.Path(sys.argv[1]).open('a').write(sys.stdin.read())\n")
    watch = Watching(log, "--once-idle", 3, "--exec", f"{sys.executable} {script} {tmp_path / 'alerts'}")
    append(log, failure("ses_dfe01c813ffe7rAq2JUnH99YeB", 2))
    append(log, failure("ses_dfe01c813ffe7rAq2JUnH99YeC", 9))
    code, _, err = watch.end()
    assert code == 1, err
    (report,) = [json.loads(line) for line in (tmp_path / "alerts").read_text().splitlines()]
    assert [cause["cause"] for cause in report["causes"]] == ["agent-not-found"]


def test_a_command_that_does_not_exist_is_refused_before_anything_is_watched(log):
    code, out, _ = Watching(log, "--exec", "/no/such/command").end()
    assert (code, out) == (2, "")


def test_the_metrics_file_holds_what_was_seen(log, tmp_path):
    watch = Watching(log, "--once-idle", 3, "--metrics-file", tmp_path / "opencode.prom")
    append(log, failure("ses_dfe01c813ffe7rAq2JUnH99YeB", 2))
    watch.end()
    assert 'opencode_prompts_total{cause="agent-not-found",outcome="failed"} 1.0' in (tmp_path / "opencode.prom").read_text()
