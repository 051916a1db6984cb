"""The guided fuzz: ``python tests/fuzz/guided.py records --seconds 3600``; it needs ``pip install atheris``.

atheris changes an input, sees which branches of our code it reaches, and keeps what reaches a new one. Each target is one reader
and what must hold for any bytes given to it. A failing input is written to ``--keep FOLDER``; give its path instead of
``--seconds`` to try it again. Inputs that failed once stand as tests in ``tests/fuzz/test_guided.py``.
"""

from __future__ import annotations

import argparse
import io
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT))

SAMPLES = ROOT / "samples"
SECRET = "sk-ant-api03-" + "aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zA" * 2


def read_records(content: bytes) -> None:
    """Every line is a record of ours or none; a record keeps its place and names only sessions that stand in the line."""
    from inspector.logs.records import named_sessions, parse, stamp

    for line in content.split(b"\n"):
        stamp(line)
        record = parse(line, "log", 7)
        if record is not None:
            assert record.offset == 7
            text = line.decode("utf-8", "backslashreplace")
            assert all(session in text for session in named_sessions(record))


def read_prefixes(content: bytes) -> None:
    """Whatever a collector wrote around a line, the reader comes to the end, and every offset lies inside the input."""
    from inspector.logs.prefixes import unwrapped

    read, unwrapper = unwrapped(io.BytesIO(content).readinto, content[:65536])
    block = memoryview(bytearray(1 << 16))
    size = 0
    while count := read(block):
        size += count
    assert size <= 4 * len(content) + 64
    assert all(0 <= unwrapper.offset(place) <= len(content) for place in range(0, size, 997))


def read_schema(content: bytes) -> None:
    """A database whose first pages are damaged is read as far as it goes, or refused with a sentence."""
    from inspector.database import drift, open_database
    from inspector.errors import InspectorError

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "opencode.db")
        path.write_bytes(content)
        try:
            with open_database(path) as database:
                facts = database.facts()
                drift(facts, "1.18.33")
                list(database.sessions(database.recent(3)))
                assert all(problem.what for problem in database.problems)
        except InspectorError as error:
            assert error.message
        assert sorted(file.name for file in Path(folder).iterdir()) == ["opencode.db"]
        assert path.read_bytes() == content


def redact(content: bytes) -> None:
    """A key in the midst of any text is hidden, an id of a session is kept, and redacting twice changes nothing."""
    from inspector.redaction.redact import redact_text
    from inspector.redaction.state import State

    text = content.decode("utf-8", "replace")
    half = len(text) // 2
    text = f"{text[:half]} {SECRET} {text[half:]}"
    state = State()
    shown = redact_text(text, state)
    assert SECRET not in shown
    assert redact_text(shown, state) == shown


def read_pasted_text(content: bytes) -> None:
    """A pasted text is taken apart to its end, and every piece has a line of the text."""
    from inspector.pasted.claims import claims_in
    from inspector.pasted.errors import errors_in
    from inspector.pasted.lines import lines_of
    from inspector.pasted.records import records_in

    lines = lines_of(content.decode("utf-8", "surrogateescape"))
    last = len(lines)
    for piece in (*claims_in(lines, "issue.md"), *errors_in(lines, "issue.md")):
        assert 1 <= piece.line <= last
    for quote in records_in(lines, "issue.md"):
        assert 1 <= quote.first.number <= quote.last.number <= last


TARGETS: dict[str, Callable[[bytes], None]] = {
    "records": read_records,
    "prefixes": read_prefixes,
    "schema": read_schema,
    "redaction": redact,
    "pasted": read_pasted_text,
}


def good_inputs(target: str) -> Iterator[bytes]:
    """Yield what the changes begin with: the samples that this reader is made for."""
    if target == "schema":
        yield from (_shrunk(path) for path in sorted(SAMPLES.rglob("*.db")))
        return
    for path in sorted(path for ending in ("*.log", "*.md", "*.txt") for path in SAMPLES.rglob(ending)):
        lines = path.read_bytes().splitlines(keepends=True)
        yield from (b"".join(lines[start : start + 8])[:4096] for start in range(0, min(len(lines), 400), 40))


def _shrunk(path: Path) -> bytes:
    """The database at `path` with one session and the smallest pages, so that most changes meet the schema."""
    with tempfile.TemporaryDirectory() as folder:
        small = Path(folder, "small.db")
        small.write_bytes(path.read_bytes())
        with closing(sqlite3.connect(small, isolation_level=None)) as base:
            base.execute("PRAGMA journal_mode=DELETE")
            tables = {name for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            for table in tables & {"message", "part", "session_message", "event", "session"}:
                base.execute(f"DELETE FROM {table} WHERE rowid > 3")
            base.execute("PRAGMA page_size=512")
            base.execute("VACUUM")
        return small.read_bytes()


def main() -> None:
    """Run one target for a time, or one input again."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("input", nargs="?", type=Path, help="try this input again")
    parser.add_argument("--seconds", type=int, default=3600)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--keep", type=Path, default=Path(tempfile.gettempdir()) / "inspector-guided", help="folder for what fails"
    )
    chosen = parser.parse_args()
    check = TARGETS[chosen.target]
    if chosen.input:
        check(chosen.input.read_bytes())
        return
    import atheris

    with atheris.instrument_imports(include=["inspector"]):
        for content in good_inputs(chosen.target):
            check(content)  # so that every module it needs is imported, and the good inputs are seen to be good
            break
    corpus = chosen.keep / chosen.target
    corpus.mkdir(parents=True, exist_ok=True)
    for number, content in enumerate(good_inputs(chosen.target)):
        (corpus / f"good-{number}").write_bytes(content)
    options = [f"-max_total_time={chosen.seconds}", f"-seed={chosen.seed}", f"-artifact_prefix={chosen.keep}/{chosen.target}-"]
    atheris.Setup([sys.argv[0], *options, "-timeout=20", "-rss_limit_mb=2048", str(corpus)], check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
