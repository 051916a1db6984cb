"""A large HAR is read as a stream: memory does not grow with the file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

SCRIPT = """
import resource, sys
from inspector.requests import Acceptance, read_requests
acceptance = Acceptance.for_version("1.18.33")
acceptance.check({"parts": []}, "prompt_async")
read_requests([sys.argv[1]], acceptance=acceptance)
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = read_requests([sys.argv[2]], acceptance=acceptance)
grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
print(len(found.shapes), found.other, len(found.problems), grown)
"""


def _written(path: Path, megabytes: int, size: int) -> int:
    """Write a HAR of about that size: answers of `size` bytes, and a prompt behind every tenth of them."""
    session = "ses_dfdfaa6aaffeLbHbmj6skjrQvF"
    prompt = {
        "startedDateTime": "2026-11-22T06:50:59.532Z",
        "time": 1,
        "request": {
            "method": "POST",
            "url": f"http://h/session/{session}/prompt_async",
            "postData": {"text": '{"parts":[{"type":"text","text":"hi"}]}'},
        },
        "response": {"status": 204},
    }
    text = ('{"a": "b\\\\c", ' * (size // 14))[:size]
    answer = json.dumps(
        {"request": {"method": "GET", "url": "https://example.com/"}, "response": {"status": 200, "content": {"text": text}}}
    )
    count = (megabytes << 20) // len(answer)
    prompts = 0
    with path.open("w") as file:
        file.write('{"log": {"version": "1.2", "pages": [], "entries": [')
        for n in range(count):
            file.write(answer + ",")
            if n % 10 == 0:
                prompts += 1
                file.write(json.dumps({**prompt, "time": n}) + ",")
        file.write(answer + "]}}")
    return prompts


def _measured(small: Path, large: Path) -> tuple[int, int, int, int]:
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(small), str(large)], capture_output=True, text=True, timeout=120, check=True
    )
    shapes, other, problems, grown = map(int, done.stdout.split())
    return shapes, other, problems, grown


def test_memory_stays_bounded_over_sixty_megabytes_of_ordinary_answers(tmp_path: Path) -> None:
    small, large = tmp_path / "small.har", tmp_path / "large.har"
    _written(small, 4, 40_000)
    prompts = _written(large, 60, 40_000)
    shapes, _, problems, grown = _measured(small, large)
    assert (shapes, problems) == (prompts, 0)
    assert grown < 12 * 1024  # kB


def test_memory_stays_bounded_with_answers_larger_than_the_limit(tmp_path: Path) -> None:
    small, large = tmp_path / "small.har", tmp_path / "large.har"
    _written(small, 4, 40_000)
    prompts = _written(large, 60, 28_000_000)
    shapes, _, problems, grown = _measured(small, large)
    assert (shapes, problems) == (prompts, 0)
    assert grown < 100 * 1024  # kB: one string of MAX_STRING in the parser, as text, and its blocks
