import subprocess
import sys
from pathlib import Path

from hypothesis import given, strategies as st

from inspector.logs.search import finder, last_finder, plain_find, plain_rfind, positions

texts = st.lists(st.sampled_from([b"ab", b"a", b"\0", b"\xff", b"ses_", b"\n", b"run=", b" "]), max_size=60).map(b"".join)


@given(texts, texts.filter(bool), st.integers(0, 80), st.integers(0, 200))
def test_both_searches_find_the_same_positions(data, literal, start, end):
    buffer = bytearray(data)
    start, end = min(start, len(data)), min(end, len(data))
    assert finder()(buffer, literal, start, end) == plain_find(buffer, literal, start, end)
    assert last_finder()(buffer, literal, start, end) == plain_rfind(buffer, literal, start, end)
    assert list(positions(buffer, literal, start, end)) == list(positions(buffer, literal, start, end, plain_find))


def test_positions_do_not_overlap_and_stay_inside():
    assert list(positions(b"aaaaa", b"aa", 0, 5)) == [0, 2]
    assert list(positions(b"xabab", b"ab", 0, 4)) == [1]


def test_logs_read_the_same_without_the_optional_libraries():
    samples = Path(__file__).parents[2] / "samples" / "logs"
    code = (
        "import sys\n"
        "if sys.argv[1] == 'without': sys.modules['stringzilla'] = sys.modules['isal'] = None\n"
        "from inspector.logs import LogReader\n"
        "logs = LogReader([sys.argv[2]]).read([])\n"
        "print(logs.failures, logs.notable, logs.runs, dict(logs.sessions), logs.problems)"
    )
    answers = {
        subprocess.run([sys.executable, "-c", code, which, str(samples)], capture_output=True, check=True).stdout
        for which in ("with", "without")
    }
    assert len(answers) == 1
    assert b"prompt_async failed" in answers.pop()


def test_importing_the_package_loads_nothing_heavy():
    code = "import sys, inspector.logs; print(*sys.modules)"
    loaded = set(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout.decode().split())
    assert not loaded & {
        "stringzilla",
        "isal",
        "zstandard",
        "multiprocessing",
        "concurrent.futures",
        "sqlalchemy",
        "rich",
        "click",
    }
