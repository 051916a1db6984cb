"""What CONTRIBUTING tells a newcomer is so: the functions that a failing line passes, in their order."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from types import FrameType

import inspector
from inspector.cli.main import run

ROOT = Path(__file__).parent.parent
PACKAGE = str(Path(inspector.__file__).parent) + "/"
TEXT = (ROOT / ".github" / "CONTRIBUTING.md").read_text("utf-8")


def calls(arguments: list[str]) -> list[tuple[str, str]]:
    """Return (module, function) of every call in the package while the command runs."""
    found: list[tuple[str, str]] = []

    def note(frame: FrameType, event: str, argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(PACKAGE):
            found.append((code.co_filename.removeprefix(PACKAGE), code.co_name))

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        run(arguments)
    finally:
        sys.setprofile(before)
    return found


def test_the_line_from_bytes_to_report_is_the_one_that_contributing_names() -> None:
    steps = re.findall(r"^\| `([\w/]+\.py)` \| `(\w+)` \|", TEXT, re.MULTILINE)
    command = re.search(r"^\$ inspector (diagnose .+)$", TEXT, re.MULTILINE)
    assert len(steps) > 20 and command is not None
    made = calls([str(ROOT / word) if word.startswith("samples/") else word for word in command[1].split()])
    assert [step for step in steps if step not in made] == []
    firsts = [made.index(step) for step in steps]
    lasts = [len(made) - 1 - made[::-1].index(step) for step in steps]
    late = [after for before, after, first, last in zip(steps, steps[1:], firsts, lasts[1:], strict=False) if last < first]
    assert late == []
