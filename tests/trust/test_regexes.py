"""Every regular expression of the package takes linear time, also on text that was made to prove the contrary.

That text comes from the pattern itself: each beginning of it and each of its repetitions, over and over, with an end that does
not fit, which is what makes a backtracking engine try again from everywhere.
"""

from __future__ import annotations

import json
import re
import re._constants as sre
import re._parser as parser
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

import pytest

from tests.trust.patterns import ROOT, sites

SHORT, TIMES = 3_000, 8
QUICK = 0.004
"""Seconds for `SHORT` characters under which no pattern is quadratic: it would take at least `SHORT` ** 2 / 2 steps."""
LIMIT = 3 * TIMES
"""How many times as long is out of proportion for `TIMES` as much text; a quadratic pattern takes `TIMES` ** 2 times as long."""
MATCHED = {
    "_KEY": "logs/eras/legacy.py",
    "_FENCE": "pasted/lines.py",
    "_HEADING": "pasted/claims.py",
    "_PUBLIC": "redaction/people.py",
    "_BASE64": "requests/calls.py",
    "_STRING_REST": "requests/source.py",
    "_SAFE": "requests/shape.py",
    "_SPAN_PART": "cli/timespan.py",
    "_COMBINED": "requests/access.py",
}
"""Patterns that are tried at one place of a text only: searching with them would be quadratic, and nobody does."""
ENDS = ("", "!", "\n", "\0", "x", "0", " ")


@pytest.fixture(scope="module")
def patterns() -> list[dict[str, Any]]:
    done = subprocess.run([sys.executable, "-m", "tests.trust.patterns"], capture_output=True, cwd=ROOT, timeout=120)
    assert done.returncode == 0, done.stderr.decode()[-2000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def test_every_place_that_uses_regular_expressions_is_known(patterns: list[dict[str, Any]]) -> None:
    known = [(str(ROOT / entry["file"]), entry["line"]) for entry in patterns]
    missed = [
        f"{file}:{first}" for file, first, last, _ in sites() if not any(f == file and first <= line <= last for f, line in known)
    ]
    assert missed == []
    assert len(patterns) > 90


def test_what_is_matched_at_one_place_only_is_never_searched_with() -> None:
    for name, file in MATCHED.items():
        text = (ROOT / "inspector" / file).read_text()
        assert re.search(rf"(?m)^{name} = (?:re\.compile|late)\(", text), name
        used = set(re.findall(rf"(?<!\w){name}\.(\w+)", text))
        # _SPAN_PART takes the user's own words apart once they have the right form.
        assert used == {"findall"} if name == "_SPAN_PART" else used and used <= {"match", "fullmatch"}, (name, used)


def test_every_pattern_takes_linear_time(patterns: list[dict[str, Any]]) -> None:
    slow, tried = [], 0
    for entry in patterns:
        raw = entry["pattern"].encode("latin-1") if entry["bytes"] else entry["pattern"]
        pattern = re.compile(raw, entry["flags"])
        anchored = any(entry["file"].endswith(file) and _named(entry, name) for name, file in MATCHED.items())
        for unit, end in attacks(pattern):
            tried += 1
            if (growth := _growth(pattern, unit, end, anchored)) is not None:
                slow.append(f"{entry['file']}:{entry['line']} on {unit!r} and {end!r}: {growth:.0f} times as long")
                break
    assert slow == [], "\n".join(slow)
    assert tried > 2000


SUPERLINEAR = {r"\s+$": 2000, r"(a|b)*c": 600, r"<[^>]*>x": 4000, r"\w+@\w+\.com": 2000, r"x*y*z": 1500, rb"\d+-": 4000}
"""With the size at which it shows quickly."""


@pytest.mark.parametrize("text", SUPERLINEAR)
def test_a_pattern_that_is_not_linear_would_be_found(text: str | bytes) -> None:
    pattern: re.Pattern[Any] = re.compile(text)
    size = SUPERLINEAR[text]
    assert any(
        _growth(pattern, unit, end, False, size=size, quick=0.0002, rounds=1) for _ in range(5) for unit, end in attacks(pattern)
    )


def _named(entry: dict[str, Any], name: str) -> bool:
    return Path(ROOT / entry["file"]).read_text().splitlines()[entry["line"] - 1].startswith(f"{name} =")


def _growth(
    pattern: re.Pattern[Any], unit: str, end: str, anchored: bool, *, size: int = SHORT, quick: float = QUICK, rounds: int = 8
) -> float | None:
    """At least how many times as long `TIMES` as much text takes; None when that is in proportion, or too quick to matter."""
    short, long = (unit * (length // len(unit) + 1) + end for length in (size, size * TIMES))
    if (took := _seconds(pattern, short, anchored)) < quick:
        return None
    for _ in range(rounds):
        growth = _seconds(pattern, long, anchored, LIMIT * took + quick) / took
        if growth < LIMIT:
            return None
        # another process may have had the processor, and its cache
        took = max(median(_seconds(pattern, short, anchored) for _ in range(3)), quick / 2)
    return growth


class _Late(Exception):
    pass


def _late(number: int, frame: object) -> None:
    raise _Late


def _seconds(pattern: re.Pattern[Any], text: str, anchored: bool, most: float = 2.0) -> float:
    """Seconds of the processor it takes; broken off, which the engine allows, when it must have been more than `most`."""
    subject: Any = text.encode("utf-8", "surrogatepass") if isinstance(pattern.pattern, bytes) else text
    before = signal.signal(signal.SIGPROF, _late)
    began = time.process_time()
    try:
        signal.setitimer(signal.ITIMER_PROF, most)
        pattern.match(subject)
        pattern.fullmatch(subject)
        if not anchored:
            for _ in pattern.finditer(subject):
                pass
        took = time.process_time() - began
        signal.setitimer(signal.ITIMER_PROF, 0)  # an alarm that comes before this is one of this block, also when it is over
    except _Late:
        took = most
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
    return took


# --- text made from a pattern ----------------------------------------------------------------------


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str]]:
    """What to repeat, and what to end with."""
    source = pattern.pattern.decode("latin-1") if isinstance(pattern.pattern, bytes) else pattern.pattern
    tree = list(parser.parse(source, pattern.flags & ~re.DEBUG & ~(re.UNICODE if isinstance(pattern.pattern, bytes) else 0)))
    units: dict[str, None] = {}
    for choice in range(3):
        begin = ""
        for node in tree:
            begin += sample([node], choice)
            units.setdefault(begin)
        for repeated in repetitions(tree, choice):
            units.setdefault(repeated)
    for unit in list(units)[:30]:
        if unit:
            for end in ENDS[: 2 if len(units) > 20 else None]:
                yield unit, end


def repetitions(nodes: Any, choice: int) -> Iterator[str]:
    """What stands under a ``*``, ``+`` or ``{}`` anywhere in the tree."""
    for operation, value in nodes:
        if operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            yield sample(value[2], choice)
            yield from repetitions(value[2], choice)
        elif operation is sre.SUBPATTERN:
            yield from repetitions(value[3], choice)
        elif operation is sre.ATOMIC_GROUP:
            yield from repetitions(value, choice)
        elif operation is sre.BRANCH:
            for branch in value[1]:
                yield from repetitions(branch, choice)
                yield sample(branch, choice)
        elif operation in (sre.ASSERT, sre.ASSERT_NOT):
            yield from repetitions(value[1], choice)
            yield sample(value[1], choice)


def sample(nodes: Any, choice: int) -> str:
    """A text the nodes match, or nearly; `choice` picks among alternatives."""
    text = ""
    for operation, value in nodes:
        if operation is sre.LITERAL:
            text += chr(value)
        elif operation is sre.NOT_LITERAL:
            text += "a" if value != ord("a") else "b"
        elif operation is sre.ANY:
            text += "a0 "[choice]
        elif operation is sre.IN:
            text += _one_of(value, choice)
        elif operation is sre.BRANCH:
            text += sample(value[1][choice % len(value[1])], choice)
        elif operation is sre.SUBPATTERN:
            text += sample(value[3], choice)
        elif operation is sre.ATOMIC_GROUP:
            text += sample(value, choice)
        elif operation in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            text += sample(value[2], choice) * min(max(value[0], 1), 40)
    return text


def _one_of(items: Any, choice: int) -> str:
    if items[0][0] is sre.NEGATE:
        known = [sample([item], 0) for item in items[1:]]
        return next((c for c in ("a", "0", " ", ";", "=")[choice:] if c not in known), "~")
    fits = []
    for operation, value in items:
        if operation is sre.LITERAL:
            fits.append(chr(value))
        elif operation is sre.RANGE:
            fits.append(chr(value[0]))
        elif operation is sre.CATEGORY:
            fits.append({sre.CATEGORY_DIGIT: "0", sre.CATEGORY_SPACE: " ", sre.CATEGORY_WORD: "a"}.get(value, ";"))
    return fits[choice % len(fits)] if fits else ""
