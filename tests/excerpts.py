"""Excerpts of a server's log as people paste them into reports, made of a whole log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

LAST = 2_000
"""Lines of the end that people cut off a log."""
PASTED = 400
"""Lines that are pasted without their times."""
_RECORD = re.compile(rb"(?:DEBUG|INFO|WARN|ERROR) +\d{4}-\d\d-\d\dT|timestamp=\d{4}-\d\d-\d\dT")
_ERROR = re.compile(rb"ERROR +\d{4}-|timestamp=\S+ level=ERROR ")
_TIME = re.compile(rb"^(?:(DEBUG|INFO|WARN|ERROR) +\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?: \+\d+ms)?|timestamp=\S+)(?= )")
_SAID = re.compile(
    r'\b(?:cause|error|error\.error|e)=("(?:[^"\\]|\\.)*"|\{.*?\}(?= [a-z])|.+?(?= (?:stack|cause|part)=| prompt_async failed| process$| failed$|$))',
    re.DOTALL,
)
_SENTENCE = re.compile(rb"Error: ")
_FRAME = re.compile(rb"\n\s{1,8}at ")
_STACK = re.compile(r'\bstack=("(?:[^"\\]|\\.)+"|[^"\s].+)', re.DOTALL)


def derive(log: bytes) -> Mapping[str, bytes]:
    """Return the excerpts of `log` by name; empty where it has nothing of the kind."""
    lines = log.splitlines(keepends=True)
    return {
        f"last {LAST:,} lines": b"".join(lines[-LAST:]),
        "ERROR lines only": b"".join(line for line in lines if _ERROR.match(line)),
        "no timestamps": b"".join(_TIME.sub(lambda found: found[1] or b"", line).removeprefix(b" ") for line in lines[-PASTED:]),
        "bare stack": _bare_stack(log),
    }


def last_error(log: bytes) -> tuple[bytes, bytes]:
    """Return the last ERROR record with an error, and what it says went wrong, as a terminal shows it."""
    for record in reversed(list(_records(log))):
        if not _ERROR.match(record):
            continue
        text = record.decode("utf-8", "replace").rstrip()
        found = _STACK.search(text) or _SAID.search(text)
        if found:
            return record, _decoded(found[1]).encode()
    return b"", b""


def _bare_stack(log: bytes) -> bytes:
    """Return the last error of `log` without its record; empty where it is a sentence without class, code or frame: a hook may
    throw any, and nothing in it tells whose it is."""
    said = last_error(log)[1]
    return b"" if _SENTENCE.match(said) and not _FRAME.search(said) else said


def _decoded(value: str) -> str:
    if value[:1] == '"':
        try:
            value = str(json.loads(value, strict=False))
        except ValueError:
            value = value.strip('"')
    return value.removeprefix("Cause([Die(").removesuffix(")])") + "\n"


def _records(log: bytes) -> Iterator[bytes]:
    record: list[bytes] = []
    for line in log.splitlines(keepends=True):
        if _RECORD.match(line) and record:
            yield b"".join(record)
            record = []
        record.append(line)
    if record:
        yield b"".join(record)
