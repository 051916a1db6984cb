"""The command line as a person and a script meet it: words, exit codes, streams."""

import itertools
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from inspector.cli.formats import DRAWN_BY, OTHERS, formats_of
from inspector.progress import Shown
from inspector.text import draws_color
from tests.trust.running import at_once

BANNER = (
    "INFO  2026-11-22T06:42:43 +871ms service=default version=1.15.13 args=[] process_role=main "
    "run_id=5d9f45d0-61de-4401-891c-36d1781f1511 opencode\n"
)
FAILURE = (
    "ERROR 2026-11-22T06:42:47 +1ms service=default session.id=ses_dfe01c813ffe7rAq2JUnH99Yec "
    'cause={"_id":"Cause","failures":[{"_tag":"Die","defect":{"data":{"message":"Agent not found: \\"ghost\\". '
    'Available agents: build, explore, general, plan"},"name":"UnknownError"}}]} prompt_async failed\n'
)


MIXED = Path(__file__).parents[2] / "samples" / "mixed-1.18.33"


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "server.log"
    path.write_text(BANNER + FAILURE)
    return path


@pytest.fixture
def quiet_log(tmp_path):
    path = tmp_path / "quiet.log"
    path.write_text(BANNER)
    return path


def inspector(*arguments, **options):
    """Run the command line: in this process, unless it is to have an environment, an input or a place of its own."""
    if not options:
        return at_once(*arguments)
    environment = {**os.environ, "NO_COLOR": "", "COLUMNS": "", **options.pop("env", {})}
    return subprocess.run(
        [sys.executable, "-m", "inspector", *map(str, arguments)], capture_output=True, env=environment, timeout=60, **options
    )


def test_the_version_is_one_line():
    done = inspector("--version")
    assert done.returncode == 0
    assert re.fullmatch(rb"inspector \d+\.\d+\.\d+\S*\r?\n", done.stdout)


def test_help_lists_every_command_without_importing_click_or_a_command():
    done = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "inspector", "--help"], capture_output=True, text=True, timeout=60
    )
    listed = set(re.findall(r"^  (\S+)", done.stdout.split("Commands:\n")[1].split("\n\n")[0], re.MULTILINE))
    modules = {path.stem for path in (Path("inspector") / "commands").glob("[a-z]*.py")}
    assert listed == {name.replace("_", "-") for name in modules}
    imported = {line.split("|")[-1].strip() for line in done.stderr.splitlines()}
    assert not {name for name in imported if name == "click" or (name.startswith("inspector.commands.") and "._" not in name)}


@pytest.mark.parametrize("command", sorted(path.stem for path in (Path("inspector") / "commands").glob("[a-z]*.py")))
def test_every_command_has_help_with_examples(command):
    done = inspector(command.replace("_", "-"), "--help")
    assert done.returncode == 0
    assert b"Examples:" in done.stdout
    assert f"inspector {command.replace('_', '-')}".encode() in done.stdout.split(b"Examples:")[1]


def test_no_heavy_module_is_imported_for_a_commands_help():
    code = (
        "import sys; sys.argv = ['inspector', 'diagnose', '--help']\n"
        "from inspector.cli.main import main\n"
        "try: main()\n"
        "finally: print(sorted({'sqlalchemy', 'rich', 'jinja2', 'jsonschema'} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stderr == "[]\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["diagnos"], "Did you mean diagnose?"),
        (["diagnose", "--formt", "json"], "--format"),
        (["diagnose", "--format", "jsn"], "Did you mean json"),
        (["explain", "shema-drift"], "Did you mean schema-drift"),
        (["diagnose", "nowhere/server.log"], "nowhere does not exist"),
        (["session", "123"], "ses_"),
        (["diagnose", "SERVER", "--session", "banana"], "ses_"),
        (["diagnose", "--since", "soon", "SERVER"], "yesterday"),
        (["diagnose", "SERVER", "-q", "-v"], "-q and -v"),
        (["diagnose", "--since", "tomorrow", "SERVER"], "is in the future"),
        (["diagnose", "--since", "1h", "--until", "2h", "SERVER"], "--until"),
        (["database", "a.db", "--db", "b.db"], "not both"),
        (["database", "--for", "newest", "a.db"], "--for 1.18.33"),
        (["diagnose", "SERVER", "--server-version", "banana"], "--server-version 1.18.33"),
        (["requests", "SERVER", "--server-version", "banana"], "--server-version 1.18.33"),
        (["database", "a.db", "--server-version", "banana"], "--server-version 1.18.33"),
        (["bundle", "out.pdf", "SERVER"], ".tar.gz"),
        (["SERVER"], "inspector diagnose"),
        (["diagnose", "--each", "SERVER"], "Not a folder"),
    ],
)
def test_wrong_usage_exits_with_two_and_says_what_to_do(arguments, words, log, tmp_path):
    done = inspector(*[str(log) if a == "SERVER" else a for a in arguments])
    assert done.returncode == 2, done.stderr
    assert words in done.stderr.decode()
    assert b"Traceback" not in done.stderr
    assert done.stdout == b""


def test_a_misspelt_path_names_the_file_that_is_there(log):
    done = inspector("diagnose", log.with_name("srver.log"))
    assert done.returncode == 2
    assert f"Did you mean {log}?" in done.stderr.decode()


def test_nothing_anywhere_says_where_it_looked(tmp_path):
    done = inspector(
        "diagnose", env={"HOME": str(tmp_path), "XDG_DATA_HOME": str(tmp_path / "data"), "USERPROFILE": str(tmp_path)}
    )
    assert done.returncode == 2
    assert str(tmp_path / "data" / "opencode") in done.stderr.decode()


def test_without_arguments_the_logs_of_this_machine_are_read(tmp_path, log):
    folder = tmp_path / "data" / "opencode" / "log"
    folder.mkdir(parents=True)
    log.rename(folder / "opencode.log")
    done = inspector("diagnose", "--format", "json", env={"XDG_DATA_HOME": str(tmp_path / "data")})
    assert done.returncode == 1
    assert len(json.loads(done.stdout)["failures"]) == 1
    assert f"Logs: [dir-1]/{folder.name}" in done.stderr.decode()


def test_the_only_database_of_a_named_folder_is_read_and_said_to_be(tmp_path):
    for name in ("opencode.db", "server.log"):
        shutil.copy(MIXED / name, tmp_path)
    done = inspector("diagnose", tmp_path, "--format", "json")
    assert json.loads(done.stdout)["inputs"]["database"]["path"].endswith("opencode.db")
    assert "opencode.db, the only one in the folder" in done.stderr.decode()
    named = inspector("diagnose", tmp_path / "server.log", "--format", "json")
    assert json.loads(named.stdout)["inputs"]["database"] is None
    shutil.copy(MIXED / "opencode.db", tmp_path / "opencode-dev.db")
    two = inspector("diagnose", tmp_path, "--format", "json")
    assert json.loads(two.stdout)["inputs"]["database"] is None
    assert "2 databases were found near the log but not read" in two.stderr.decode()


@pytest.mark.parametrize("name", ["nginx-combined-1.18.33.log", "caddy-1.18.33.log", "v2-inbox-1.18.33.jsonl"])
def test_an_access_log_that_is_named_as_a_log_is_read_as_a_capture(name):
    done = inspector("diagnose", MIXED.parent / "requests" / name, "--format", "json")
    report = json.loads(done.stdout)
    assert (len(report["inputs"]["requests"]), report["inputs"]["logs"]) == (1, [])


def test_a_log_into_which_another_program_wrote_access_lines_is_a_log(log):
    access = '127.0.0.1 - - [22/Nov/2026:06:42:44 +0000] "POST /session/ses_a/prompt_async HTTP/1.1" 204 0 "-" "curl"\n'
    log.write_text(access + log.read_text())
    report = json.loads(inspector("diagnose", log, "--format", "json").stdout)
    assert (len(report["inputs"]["logs"]), len(report["failures"])) == (1, 1)


def test_of_several_databases_in_a_folder_the_one_with_the_sessions_of_the_log_is_read(tmp_path):
    shutil.copy(MIXED / "server.log", tmp_path)
    shutil.copy(MIXED / "opencode.db", tmp_path / "opencode-old.db")
    shutil.copy(MIXED.parent / "drift-1.15.13-via-1.17.0" / "opencode.db", tmp_path / "opencode.db")
    (tmp_path / "opencode-broken.db").write_bytes(b"no database")
    done = inspector("diagnose", tmp_path, "--format", "json")
    assert json.loads(done.stdout)["inputs"]["database"]["path"].endswith("opencode-old.db")
    assert "the only one of 3 in the folder with the sessions of the log" in done.stderr.decode()


def test_the_captures_of_a_named_folder_are_read_and_said_to_be(tmp_path):
    for name in ("opencode.db", "server.log", "requests.har"):
        shutil.copy(MIXED / name, tmp_path)
    done = inspector("diagnose", tmp_path, "--format", "json")
    (capture,) = json.loads(done.stdout)["inputs"]["requests"]
    assert capture["path"].endswith("requests.har") and capture["count"] > 0
    assert "requests.har, found in the folder" in done.stderr.decode()
    shutil.copy(MIXED / "requests.har", tmp_path / "other.json")
    named = inspector("diagnose", tmp_path, "--requests", tmp_path / "other.json", "--format", "json")
    assert [Path(read["path"]).name for read in json.loads(named.stdout)["inputs"]["requests"]] == ["other.json"]


@pytest.mark.skipif(sys.platform == "win32", reason="impossible here: no FIONREAD")
def test_what_is_piped_in_and_not_named_is_said_to_be_unread(tmp_path):
    shutil.copy(MIXED / "opencode.db", tmp_path)
    log = (MIXED / "server.log").read_bytes()[:2000]  # fits into a pipe
    unread = inspector("diagnose", "--db", tmp_path / "opencode.db", input=log)
    assert "Ignoring piped input" in unread.stderr.decode() + unread.stdout.decode()
    for arguments, given in (((), b""), (("-",), log)):
        done = inspector("diagnose", *arguments, "--db", tmp_path / "opencode.db", input=given)
        assert "Ignoring piped input" not in done.stderr.decode() + done.stdout.decode()


def test_a_piped_log_beside_a_database_of_another_server_is_not_lost(tmp_path):
    for name in ("opencode.db", "opencode.db-wal"):
        if (MIXED.with_name("idwrap-1.15.13") / name).exists():
            shutil.copy(MIXED.with_name("idwrap-1.15.13") / name, tmp_path)
    log = (MIXED / "server.log").read_bytes()
    done = inspector("diagnose", "-", "--db", tmp_path / "opencode.db", "--format", "json", input=log)
    found = json.loads(done.stdout)
    assert found["inputs"]["logs"][0]["bytes"] == len(log)
    assert len(found["failures"]) == log.count(b"prompt_async failed")


def test_findings_exit_with_one_and_exit_zero_makes_it_zero(log):
    assert inspector("diagnose", log).returncode == 1
    assert inspector("diagnose", log, "--exit-zero").returncode == 0


def test_a_log_without_failures_exits_with_zero(quiet_log):
    assert inspector("diagnose", quiet_log).returncode == 0


@pytest.mark.parametrize("content", ["", "hello\n"])
def test_a_log_of_which_nothing_was_understood_is_no_clean_verdict(content, tmp_path):
    path = tmp_path / "x.log"
    path.write_text(content)
    for done in (inspector("diagnose", path), inspector("diagnose", "-", input=content.encode())):
        assert done.returncode == 3
        assert done.stdout.decode().startswith("? No record of an OpenCode server was recognised")
        assert "✓" not in done.stdout.decode()
    assert inspector("bundle", tmp_path / "out.tar.gz", path).returncode == 3


@pytest.mark.parametrize("prefix", ["opencode-77 opencode ", "2026-11-22 06:42:47,123 INFO stdout: "])
def test_a_failure_behind_a_prefix_nobody_listed_is_read_all_the_same(prefix, tmp_path):
    path = tmp_path / "x.log"
    path.write_text(prefix + FAILURE)
    assert inspector("diagnose", path).returncode == 1


def test_lines_with_the_anchor_before_the_first_record_are_a_problem_with_their_offset(tmp_path):
    path = tmp_path / "x.log"
    path.write_text("a line\n" + ("host-7 opencode " + FAILURE) * 7 + BANNER)
    done = inspector("diagnose", path, "--format", "json")
    assert done.returncode == 3
    (problem,) = json.loads(done.stdout)["problems"]
    assert problem["what"].startswith("7 lines hold “prompt_async failed”")
    assert re.findall(r"\d+", problem["what"].split("at byte")[1])[:2] == ["7", str(7 + 16 + len(FAILURE))]
    assert len(problem["what"]) < 250


def test_a_prompt_that_quotes_the_anchor_is_no_unrecognised_line(tmp_path):
    path = tmp_path / "x.log"
    path.write_text(BANNER + BANNER.replace(" opencode\n", " said\nhost-7 opencode " + FAILURE + " he said\n"))
    assert inspector("diagnose", path).returncode == 0


def test_a_session_that_no_input_knows_is_a_problem_with_the_nearest_known_one(log):
    near = "ses_dfe01c813ffe7rAq2JUnH99Yeb"
    for done in (inspector("diagnose", log, "--session", near), inspector("session", near, log)):
        assert done.returncode == 3
        assert "did you mean ses_dfe01c813ffe7rAq2JUnH99Yec?" in " ".join(done.stdout.decode().split())
    assert inspector("diagnose", log, "--session", "ses_dfe01c813ffe7rAq2JUnH99Yec").returncode == 1


def test_a_session_that_no_captured_request_names_is_a_problem_too():
    capture = MIXED / "requests.har"
    asked = inspector("requests", capture, "--format", "json")
    known = next(request["session_id"] for request in json.loads(asked.stdout)["requests"] if request["session_id"])
    done = inspector("requests", capture, "--session", f"{known[:-1]}_")
    assert done.returncode == 3
    assert f"Did you mean {known}" in " ".join(done.stdout.decode().split())
    assert inspector("requests", capture, "--session", known).returncode in (0, 1)


def test_a_time_after_the_end_of_the_log_says_what_time_the_log_covers(quiet_log):
    done = inspector("diagnose", quiet_log, "--since", "2026-11-23")
    assert done.returncode == 3
    assert "Nothing to check after 2026-11-23 00:00:00 UTC: the logs cover 2026-11-22 06:42:43 UTC." in " ".join(
        done.stdout.decode().split()
    )


def test_what_could_not_be_read_exits_with_three_even_with_exit_zero(log, tmp_path):
    broken = tmp_path / "broken.log.gz"
    broken.write_bytes(b"\x1f\x8b\x08\x00garbage")
    done = inspector("diagnose", log, broken, "--format", "json", "--exit-zero")
    assert done.returncode == 3
    assert json.loads(done.stdout)["problems"]


def test_a_log_given_as_database_is_one_sentence(log, quiet_log):
    done = inspector("diagnose", log, "--db", quiet_log)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert done.stderr.count(b"error:") == 1


def test_json_stands_alone_on_standard_output(log):
    beside = log.with_name("opencode.db")
    beside.touch()
    done = inspector("diagnose", log, "--format", "json")
    assert json.loads(done.stdout)["schema"] == "inspector.report/1"
    assert f"add --db [dir-1]/{beside.name}" in done.stderr.decode()


def test_the_page_tells_what_happened_in_each_session_it_lists_and_hides_as_the_rest_does(log):
    loop = "INFO  2026-11-22T06:42:46 +1ms service=session.prompt session.id=ses_dfe01c813ffe7rAq2JUnH99Yec step=0 loop\n"
    warning = (
        "WARN  2026-11-22T06:42:46 +1ms service=permission session.id=ses_dfe01c813ffe7rAq2JUnH99Yec "
        "error=token sk-proj-abcdefghijklmnopqrstuvwxyz0123456789ABCD unhappy\n"
    )
    log.write_text(BANNER + loop + warning + FAILURE)
    page = inspector("diagnose", log, "--format", "html").stdout.decode()
    assert "what happened in this session: 3 events" in page
    assert "loop step=0" in page
    assert "unhappy" in page and "sk-proj" not in page
    assert "sk-proj" in inspector("diagnose", log, "--format", "html", "--no-redact").stdout.decode()
    assert "loop step=0" not in inspector("diagnose", log, "--format", "json").stdout.decode()


def test_quiet_is_quieter_and_verbose_is_longer(log):
    lengths = [len(inspector("diagnose", log, *extra).stdout) for extra in (["-q"], [], ["-v"])]
    assert lengths[0] < lengths[1] <= lengths[2]
    assert inspector("diagnose", log, "-q", "--format", "json").stderr == b""


@pytest.mark.slow
def test_many_servers_told_quietly_are_those_in_trouble(tmp_path):
    for name, text in (("alpha", BANNER), ("beta", BANNER + FAILURE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "server.log").write_text(text)
    rows = inspector("diagnose", "--each", tmp_path, "-q").stdout.decode().splitlines()
    assert [row.split()[0] for row in rows] == ["server", "beta"]
    shutil.rmtree(tmp_path / "beta")
    assert inspector("diagnose", "--each", tmp_path, "-q").stdout == b"Nothing is wrong on 1 server.\n"


def test_captured_requests_told_quietly_are_the_reasons_of_the_refusals():
    body = b'{"messageID":"abc","parts":[]}'
    done = inspector("requests", "-", "-q", input=body)
    assert done.returncode == 1
    (line,) = done.stdout.decode().splitlines()
    assert "messageID" in line and line.endswith("(entry 0)")
    (good,) = inspector("requests", "-", "-q", input=b'{"parts":[{"type":"text","text":"hi"}]}').stdout.decode().splitlines()
    assert good.startswith("1 prompt request in 1 capture, 0 refused")


def test_every_time_of_a_report_is_in_the_zone_asked_for_but_not_in_what_programs_read():
    drift = MIXED.with_name("drift-1.15.13-via-1.17.0")
    asked = ("diagnose", drift / "server.log", "--db", drift / "opencode.db", "--timezone", "+05:30")
    said = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{3})? (UTC\S*)")
    for form in ("terminal", "markdown", "html"):
        text = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", "", inspector(*asked, "--format", form).stdout.decode()))
        assert "12:41:31 UTC+05:30" in text, form
        assert {zone.rstrip(".,;)<*_") for zone in said.findall(text)} == {"UTC+05:30"}, form
    assert "2026-11-22 07:11:31 UTC" in inspector(*asked, "--format", "json").stdout.decode()


def test_standard_input_is_read_for_a_dash(log):
    done = inspector("diagnose", "-", "--format", "json", input=log.read_bytes())
    assert done.returncode == 1
    assert json.loads(done.stdout)["failures"][0]["session_id"] == "ses_dfe01c813ffe7rAq2JUnH99Yec"


def test_output_is_written_whole_and_its_name_chooses_the_format(log, tmp_path):
    target = tmp_path / "report.json"
    done = inspector("diagnose", log, "--output", target)
    assert done.returncode == 1
    assert done.stdout == b""
    assert json.loads(target.read_text())["failures"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["report.json", "server.log"]
    strange = inspector("diagnose", log, "--output", tmp_path / "report.pdf")
    assert strange.returncode == 2 and b".pdf" in strange.stderr and b"--format" in strange.stderr
    assert not (tmp_path / "report.pdf").exists()


def test_an_input_is_never_overwritten(log, tmp_path):
    before = log.read_bytes()
    link = tmp_path / "link"
    link.symlink_to(log)
    for target in (log, link):
        done = inspector("diagnose", log, "--output", target)
        assert done.returncode == 2
        assert b"is an input" in done.stderr
    assert inspector("diagnose", tmp_path, "--output", log).returncode == 2
    assert log.read_bytes() == before


def test_an_output_that_cannot_be_written_leaves_nothing_behind(log, tmp_path):
    done = inspector("diagnose", log, "--output", tmp_path / "missing" / "report.json")
    assert done.returncode == 3
    assert b"could not be written" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["server.log"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_behind_standard_output_is_said(log):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "inspector", "diagnose", str(log)], stdout=full, stderr=subprocess.PIPE, timeout=60
        )
    assert done.returncode == 3
    assert b"No space left on device" in done.stderr
    assert b"Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name == "nt", reason="POSIX shell")
def test_closed_streams_end_without_a_traceback(log):
    closed = subprocess.run(["sh", "-c", f"{sys.executable} -m inspector diagnose {log} >&-"], stderr=subprocess.PIPE, timeout=60)
    assert closed.returncode == 3
    assert b"Traceback" not in closed.stderr
    both = subprocess.run(["sh", "-c", f"{sys.executable} -m inspector diagnose {log} >&- 2>&-"], timeout=60)
    assert both.returncode == 3


@pytest.mark.skipif(os.name == "nt", reason="POSIX pipes")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize("arguments", [["--help"], ["--version"], [], ["diagnose", "--help"], ["bundle", "-h"]])
def test_help_that_cannot_be_written_says_so_as_a_report_does(arguments):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run([sys.executable, "-m", "inspector", *arguments], stdout=full, stderr=subprocess.PIPE, timeout=60)
    assert done.returncode == 3
    assert b"Could not write to standard output: No space left on device." in done.stderr
    assert b"itself failed" not in done.stderr


@pytest.mark.parametrize("command", ["diagnose", "session", "bundle", "completion"])
def test_help_is_ascii_where_the_locale_asks_for_it(command):
    done = inspector(command, "--help", env={"LC_ALL": "C"})
    assert done.returncode == 0
    assert done.stdout.isascii()


def test_a_reader_that_goes_away_is_no_error(log):
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector", "diagnose", str(log), "-v", "--format", "html"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()
    errors = process.stderr.read()
    assert process.wait(60) == 141
    assert b"Traceback" not in errors
    assert b"Exception ignored" not in errors
    assert b"error" not in errors


def _waiting_bytes(pipe):
    """Return how many bytes in the pipe its reader has not taken yet."""
    import fcntl
    import termios

    return int.from_bytes(fcntl.ioctl(pipe, termios.FIONREAD, b"\0" * 4), sys.byteorder)


@pytest.mark.parametrize(
    ("name", "code"), [pytest.param("SIGINT", 130, id="ctrl-c"), pytest.param("SIGTERM", 143, id="terminate")]
)
@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_signals_end_the_run_with_their_code_and_leave_no_file(name, code, tmp_path):
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    target = tmp_path / "report.json"
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector", "diagnose", "-", "--output", str(target)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "TMPDIR": str(scratch)},
    )
    process.stdin.write(BANNER.encode() * 1000)
    process.stdin.flush()
    until = time.monotonic() + 60
    while _waiting_bytes(process.stdin) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _waiting_bytes(process.stdin), "standard input was not read"
    process.send_signal(getattr(signal, name))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == code
    assert b"Traceback" not in errors
    assert not target.exists()
    assert not list(scratch.iterdir())


def test_an_unexpected_error_is_one_sentence_that_names_the_way_to_its_traceback(log):
    code = (
        "import sys, inspector.cli.output as output\n"
        "def fail(*_): raise RuntimeError('odd \\x1b[31m')\n"
        "output.render_options = fail\n"
        "from inspector.cli.main import main\n"
        f"main(['diagnose', {str(log)!r}])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=60)
    assert done.returncode == 3
    assert b"Traceback" not in done.stderr
    assert b"INSPECTOR_DEBUG=1" in done.stderr
    assert b"\x1b" not in done.stderr
    shown = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, timeout=60, env={**os.environ, "INSPECTOR_DEBUG": "1"}
    )
    assert b"Traceback" in shown.stderr


@pytest.mark.parametrize(
    "environment",
    [
        {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
        {"LC_ALL": "C"},
        {"LC_ALL": "", "LANG": "POSIX"},
        {"TERM": "linux"},
        {"PYTHONIOENCODING": "cp1252"},
        {"PYTHONIOENCODING": "cp437"},
        {"PYTHONIOENCODING": "ascii:strict"},
    ],
)
def test_every_encoding_gets_a_report(log, environment):
    log.write_text(BANNER + FAILURE.replace("ghost", "gh\u00f6st\u2603\U0001f47b"), encoding="utf-8")
    done = inspector("diagnose", log, "-v", env=environment)
    assert done.returncode == 1, done.stderr
    assert b"Traceback" not in done.stderr
    if not environment.get("PYTHONIOENCODING", "").startswith("cp"):
        assert done.stdout.isascii()
        assert inspector("explain", "shema-drift", env=environment).stderr.isascii()
    assert inspector("diagnose", log, "--format", "html", env=environment).stdout.decode("utf-8")


@pytest.mark.parametrize(
    ("choice", "environment", "terminal", "expected"),
    [
        ("auto", {}, True, True),
        ("auto", {}, False, False),
        ("auto", {"TERM": "dumb"}, True, False),
        ("auto", {"NO_COLOR": "1"}, True, False),
        ("auto", {"NO_COLOR": ""}, True, True),
        ("auto", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, True, False),
        ("auto", {"FORCE_COLOR": "1"}, False, True),
        ("auto", {"FORCE_COLOR": "0"}, True, False),
        ("auto", {"CLICOLOR_FORCE": "1"}, False, True),
        ("auto", {"CLICOLOR_FORCE": "0"}, True, False),
        ("auto", {"FORCE_COLOR": "1", "TERM": "dumb"}, False, True),
        ("always", {"NO_COLOR": "1"}, False, True),
        ("never", {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_colour_is_decided_in_the_documented_order(choice, environment, terminal, expected):
    stream = Recorder()
    stream.isatty = lambda: terminal
    assert draws_color(stream, choice, environment) is expected


def test_piped_output_has_no_escape_sequences_and_forced_colour_has(log):
    assert b"\x1b" not in inspector("diagnose", log).stdout
    assert b"\x1b[" in inspector("diagnose", log, "--color", "always").stdout
    assert b"\x1b[" in inspector("diagnose", log, env={"FORCE_COLOR": "1"}).stdout


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal")
def test_a_terminal_gets_colour_and_its_own_width(log):
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector", "diagnose", str(log)],
        stdout=follower,
        stderr=subprocess.DEVNULL,
        env={**{k: v for k, v in os.environ.items() if k != "NO_COLOR"}, "TERM": "xterm", "COLUMNS": "60"},
    )
    os.close(follower)
    shown = b""
    while True:
        try:
            data = os.read(leader, 65536)
        except OSError:
            break
        if not data:
            break
        shown += data
    process.wait(60)
    os.close(leader)
    assert b"\x1b[" in shown
    plain = re.sub(r"\x1b\[[0-9;]*m", "", shown.decode())
    assert max(len(line) for line in plain.splitlines() if not line.lstrip().startswith("$ ")) <= 60


class Recorder:
    encoding = "utf-8"

    def isatty(self):
        return True

    def __init__(self):
        self.text = ""

    def write(self, text):
        self.text += text

    def flush(self):
        pass


def test_progress_is_silent_for_a_second_then_shows_share_rate_time_left_and_the_first_finding():
    now = [0.0]
    stream = Recorder()
    line = Shown(stream, lambda: now[0], width=100)
    line.stage("scanning", 100_000_000)
    line.found("first \x1b[31m")
    now[0] = 0.9
    line.advance(20_000_000)
    assert stream.text == ""
    now[0] = 2.0
    line.advance(20_000_000)
    assert "first finding: first \\x1b[31m\n" in stream.text
    assert "40%" in stream.text
    assert "20.0 MB/s" in stream.text
    assert "3 s left" in stream.text
    before = stream.text
    now[0] = 2.05
    line.advance(1)
    assert stream.text == before
    line.close()
    assert "\x1b[2K" in stream.text.removeprefix(before)  # the line is wiped


@pytest.mark.skipif(os.name == "nt", reason="needs a pseudo-terminal and a named pipe")
def test_the_first_finding_is_shown_before_the_scan_ends(tmp_path):
    pipe = tmp_path / "server.log"
    os.mkfifo(pipe)
    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "inspector", "diagnose", str(pipe)],
        stdout=subprocess.DEVNULL,
        stderr=follower,
        env={**os.environ, "TERM": "xterm"},
    )
    os.close(follower)
    filler = BANNER.encode() * ((2 << 20) // len(BANNER))
    shown = b""
    try:
        with pipe.open("wb", buffering=0) as writing:
            writing.write(FAILURE.encode() + filler)
            deadline = time.monotonic() + 30
            while b"first finding" not in shown and time.monotonic() < deadline:
                writing.write(filler)  # it comes slowly: no more than a few blocks a second
                if select.select([leader], [], [], 0.3)[0]:
                    shown += os.read(leader, 65536)
            assert process.poll() is None
        assert "first finding: prompt_async failed, session ses_dfe01c813ffe7rAq2JUnH99Yec" in shown.decode()
        while select.select([leader], [], [], 30)[0]:
            try:
                if not os.read(leader, 65536):
                    break
            except OSError:
                break
        assert process.wait(60) == 1
    finally:
        process.kill()
        os.close(leader)


def test_many_servers_give_one_row_each_and_the_worst_exit_code(tmp_path):
    for name, text in (("alpha", BANNER), ("beta", BANNER + FAILURE), ("gamma", BANNER)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "server.log").write_text(text)
    done = inspector("diagnose", "--each", tmp_path)
    assert done.returncode == 1, done.stderr
    rows = done.stdout.decode().splitlines()
    assert [row.split()[0] for row in rows] == ["server", "alpha", "beta", "gamma"]
    assert "agent-not-found" in rows[2]
    assert "No prompt was seen, and no error" in rows[1]
    lines = inspector("diagnose", "--each", tmp_path, "--format", "jsonl").stdout.decode().splitlines()
    assert [json.loads(line)["case"] for line in lines] == ["alpha", "beta", "gamma"]
    assert [len(json.loads(line)["failures"]) for line in lines] == [0, 1, 0]
    assert inspector("diagnose", "--each", tmp_path, "--format", "html").returncode == 2


def test_of_many_servers_one_must_know_a_session_that_is_asked_for(tmp_path):
    for name, text in (("alpha", BANNER), ("beta", BANNER + FAILURE)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "server.log").write_text(text)
    known = inspector("diagnose", "--each", tmp_path, "--session", "ses_dfe01c813ffe7rAq2JUnH99Yec")
    assert known.returncode == 1
    unknown = inspector("diagnose", "--each", tmp_path, "--session", "ses_nobody")
    assert unknown.returncode == 3
    assert b"No server has the session ses_nobody." in unknown.stderr


def test_one_unreadable_server_does_not_hide_the_others(tmp_path):
    (tmp_path / "good").mkdir()
    (tmp_path / "good" / "server.log").write_text(BANNER + FAILURE)
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "opencode.db").write_bytes(b"no database at all, but long enough to have a header" * 10)
    done = inspector("diagnose", "--each", tmp_path, "--format", "jsonl")
    assert done.returncode == 3
    bad, good = map(json.loads, done.stdout.splitlines())
    assert bad["problems"]
    assert not bad["failures"]
    assert len(good["failures"]) == 1


@pytest.mark.parametrize(
    ("text", "cause"),
    [
        ("SQLiteError: database disk image is malformed", "database-damaged"),
        ('{"message":"NOT NULL constraint failed: session_message.seq\\n    at run"}', "schema-drift"),
    ],
)
def test_explain_finds_the_page_of_an_error_text(text, cause):
    found = inspector("explain", text)
    page = inspector("explain", cause)
    assert (found.returncode, found.stdout) == (0, page.stdout)
    assert f"is explained by {cause}" in found.stderr.decode()


def test_explain_names_every_page_that_an_ambiguous_text_may_mean():
    said = inspector("explain", "Error: Session not found").stderr.decode()
    assert "session-not-found" in said
    assert "unauthorized" in said


def test_explain_lists_the_causes_and_shows_a_page():
    listed = inspector("explain").stdout.decode().splitlines()
    assert any(line.startswith("schema-drift ") for line in listed)
    assert max(map(len, listed)) <= 100
    page = inspector("explain", "schema-drift")
    assert page.returncode == 0
    assert b"A newer OpenCode migrated the database" in page.stdout
    made = json.loads(inspector("explain", "schema-drift", "--format", "json").stdout)
    assert made["cause"] == "schema-drift"


@pytest.mark.parametrize("columns", [60, 100, 200])
def test_a_page_is_filled_to_the_columns_of_its_reader(columns):
    page = inspector("explain", "schema-drift", env={"COLUMNS": str(columns)}).stdout.decode()
    lines = page.splitlines()
    assert max(map(len, lines)) <= min(columns, 110)
    assert max(map(len, lines)) > min(columns, 110) - 15
    assert {"What happens", "Why", "Remedy"} <= set(lines)
    assert lines[lines.index("Why") + 1].startswith("Desktop app")
    assert not any(len(line) < min(columns, 110) / 2 and after.startswith("  ") for line, after in itertools.pairwise(lines))
    if columns == 100:
        assert inspector("explain", "schema-drift").stdout.decode() == page
    as_written = inspector("explain", "schema-drift", "--format", "markdown").stdout.decode()
    assert set(re.findall(r"[A-Za-z]{4,}", as_written)) <= set(re.findall(r"[A-Za-z]{4,}", page))


def test_a_page_keeps_its_tables():
    page = inspector("explain", "request-shape", env={"COLUMNS": "40"}).stdout.decode()
    assert re.search(r"`messageID` +`msg` \(`msg_", page)
    assert "\nPrefixes\n" in page


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_a_completion_script_is_printed_for_every_shell(shell):
    done = inspector("completion", shell)
    assert done.returncode == 0
    assert b"_INSPECTOR_COMPLETE" in done.stdout


def complete(words, cword):
    return inspector(env={"_INSPECTOR_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(cword)}).stdout.decode()


def test_commands_causes_and_session_ids_are_completed_without_a_trace(tmp_path):
    import sqlite3

    path = tmp_path / "opencode.db"
    with sqlite3.connect(path) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("CREATE TABLE session (id TEXT PRIMARY KEY, title TEXT)")
        connection.executemany(
            "INSERT INTO session VALUES (?, ?)", [("ses_aa1", "x"), ("ses_ab2", None), ("ses_b\x1b[31m", "evil")]
        )
    connection.close()
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    assert "plain,diagnose" in complete("inspector dia", 1)
    assert "plain,schema-drift" in complete("inspector explain sch", 2)
    found = complete(f"inspector session --db {path} ses_", 4)
    assert "plain,ses_aa1" in found
    assert "plain,ses_ab2" in found
    assert "\x1b" not in found
    assert "ses_ab2" in complete(f"inspector session --db {path} ses_ab", 4)
    assert "ses_aa1" not in complete(f"inspector session --db {path} ses_ab", 4)
    assert {p.name: p.read_bytes() for p in tmp_path.iterdir()} == before


def test_completion_of_an_endless_view_ends(tmp_path):
    import sqlite3

    path = tmp_path / "opencode.db"
    with sqlite3.connect(path) as connection:
        connection.execute(
            "CREATE VIEW session AS WITH RECURSIVE t(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM t) SELECT id, id title FROM t"
        )
    connection.close()
    assert complete(f"inspector session --db {path} ses_", 4).strip() == ""


@pytest.mark.parametrize("command", [name for name in (*DRAWN_BY, *OTHERS) if " " not in name])
def test_help_completion_and_refusal_name_the_formats_a_command_has(command):
    from click.testing import CliRunner

    from inspector.cli.group import inspector as group

    names = formats_of(command)
    said = " ".join(CliRunner().invoke(group, [command, "--help"]).output.split())
    assert f"--format FORMAT {', '.join(names[:-1])} or {names[-1]};" in said
    found = CliRunner().invoke(
        group,
        env={"_INSPECTOR_COMPLETE": "fish_complete", "COMP_WORDS": f"inspector {command} --format", "COMP_CWORD": ""},
        prog_name="inspector",
    )
    assert sorted(re.findall(r"^plain[,\n](\S+)", found.output, re.MULTILINE)) == sorted(names)
    arguments = {"session": ["ses_x"], "requests": ["pyproject.toml"]}.get(command, [])
    for wrong in sorted({"terminal", "json", "jsonl", "markdown", "html", "pdf"} - set(names)):
        done = inspector(command, *arguments, "--format", wrong)
        assert done.returncode == 2
        assert f"{command} has no format “{wrong}”." in done.stderr.decode()
        assert f"It has {', '.join(names[:-1])} and {names[-1]}." in done.stderr.decode()


def test_every_format_of_the_table_can_be_drawn_and_every_renderer_is_in_it():
    from inspector.catalogue import modules
    from inspector.renderers._requests import FORMATS as DRAWN

    renderers = modules("inspector.renderers")
    for command, function in (("diagnose", "render"), ("session", "render_session"), ("database", "render_audit")):
        assert set(formats_of(command)) == {name for name, module in renderers.items() if hasattr(module, function)}
    assert set(formats_of("requests")) == set(DRAWN)


def test_a_database_that_fits_is_said_so_whatever_its_prompts_are_in_and_restricted_as_diagnose_does(tmp_path):
    shutil.copy(MIXED / "opencode.db", tmp_path)
    database = tmp_path / "opencode.db"
    fits = inspector("database", database, "--for", "1.18.33")
    assert fits.returncode == 0  # the answer to the question alone
    first, second, *_, last = fits.stdout.decode().splitlines()
    assert first == "✓ Yes. 1.18.33 can run on it as it is."
    assert second == "! 4 prompts in this database got no answer. To see why, run `inspector diagnose`."
    assert last == "More: -v  Exit code 0."
    breaks = inspector("database", database, "--for", "1.15.13")
    assert breaks.returncode == 1
    assert breaks.stdout.decode().startswith("✗ No. 1.15.13 cannot fully work with it")
    troubled = json.loads(inspector("database", database, "--format", "json").stdout)["report"]["silent"]
    one = troubled[0]["session_id"]
    options = ("--session", one, "--server-version", "v1.18.33", "--format", "json")
    restricted = json.loads(inspector("database", database, *options).stdout)["report"]["silent"]
    assert {entry["session_id"] for entry in restricted} == {one} != {entry["session_id"] for entry in troubled}


def test_the_manual_page_says_what_the_commands_say():
    from inspector.data.man.make_man import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page()
