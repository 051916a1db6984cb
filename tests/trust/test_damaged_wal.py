"""A write-ahead log, its index or a rollback journal damaged in any way: what SQLite itself would still see of it is seen, and nothing is touched."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from tests.database.databases import another_process, crashed, made, writing
from tests.trust.running import checked, inside, inspector, scratch_of, state, untouched
from tests.trust.test_no_trace import stranded

PAGE = 1024
HEADER, FRAME = 32, 24 + PAGE
ALL = {"ses_file", "ses_a", "ses_b", "ses_c"}


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """A database with one stranded prompt in the file and three in the log, each in a transaction of its own."""
    path = _base(tmp_path_factory.mktemp("wal"))
    crashed(path, "database.execute('PRAGMA wal_autocheckpoint=0')\n" + "\n".join(stranded(f"ses_{name}") for name in "abc"))
    return {file.name.removeprefix("opencode.db"): file.read_bytes() for file in path.parent.iterdir()}


@pytest.fixture(scope="module")
def rolled(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The same without a write-ahead log: it was deleting everything when it died."""
    path = _base(tmp_path_factory.mktemp("journal"))
    crashed(path, "database.execute('PRAGMA journal_mode=DELETE')\n" + "\n".join(stranded(f"ses_{name}") for name in "abc"))
    crashed(
        path,
        "database.execute('PRAGMA cache_size=2'); database.execute('BEGIN'); database.execute('DELETE FROM message')\n"
        "database.executemany('INSERT INTO todo VALUES (?,?,?,?,?,0,0)', [('ses_a', 'x' * 900, '', '', n) for n in range(60)])",
    )
    return {file.name.removeprefix("opencode.db"): file.read_bytes() for file in path.parent.iterdir()}


def _base(folder: Path) -> Path:
    path = made(folder, "1.15.13")
    with writing(path) as writer:
        writer.session("ses_file")
        user = writer.user("ses_file", "msg_ses_file", 0)
        error = {"name": "APIError", "data": {"message": "refused"}}
        writer.assistant("ses_file", "msz_ses_file", 5, user, finish=None, error=error)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        for statement in ("PRAGMA journal_mode=DELETE", f"PRAGMA page_size={PAGE}", "VACUUM", "PRAGMA journal_mode=WAL"):
            database.execute(statement)
    return path


def _written(files: dict[str, bytes], folder: Path) -> Path:
    folder.mkdir()
    for ending, content in files.items():
        (folder / f"opencode.db{ending}").write_bytes(content)
    return folder / "opencode.db"


def sqlite_sees(files: dict[str, bytes], folder: Path) -> set[str] | None:
    """Sessions with an answer that carries an error, by SQLite alone on a copy; None when it cannot read them."""
    path = _written({ending: content for ending, content in files.items() if ending != "-shm"}, folder)
    try:
        with closing(sqlite3.connect(path)) as database:
            found = database.execute("SELECT session_id FROM message WHERE json_extract(data, '$.error.name') IS NOT NULL")
            listed = database.execute("SELECT id FROM session")
            return {id for (id,) in found} & {id for (id,) in listed}
    except sqlite3.Error:
        return None
    finally:
        shutil.rmtree(folder)


def judged(files: dict[str, bytes], tmp_path: Path) -> tuple[int, set[str] | None]:
    """Exit code and sessions of the diagnosis, which leaves everything as it is."""
    path = _written(files, tmp_path / "data")
    scratch = scratch_of(tmp_path)
    import tempfile

    tempfile.tempdir = str(scratch)
    try:
        with untouched(path.parent):
            done = inside("diagnose", "--db", path, "--format", "json")
    finally:
        tempfile.tempdir = None
    assert list(scratch.iterdir()) == []
    report = checked(done)
    shutil.rmtree(path.parent)
    return done.code, {entry["session_id"] for entry in report["silent"]} if report else None


def agree(files: dict[str, bytes], tmp_path: Path, what: str) -> set[str] | None:
    expected = sqlite_sees(files, tmp_path / "alone")
    code, found = judged(files, tmp_path)
    if expected is None or found is None:
        assert code == 3, what
    elif code != 3:
        assert found == expected, what
    else:
        assert found <= ALL, what
    return expected


def test_what_is_whole_is_seen_whole(whole: dict[str, bytes], rolled: dict[str, bytes], tmp_path: Path) -> None:
    assert set(whole) == {"", "-wal", "-shm"} and set(rolled) == {"", "-journal"}
    assert agree(whole, tmp_path, "wal") == ALL == agree(rolled, tmp_path, "journal")


def test_a_log_cut_at_every_frame_shows_what_was_committed_before(whole: dict[str, bytes], tmp_path: Path) -> None:
    wal = whole["-wal"]
    frames = (len(wal) - HEADER) // FRAME
    assert frames > 8
    seen = set()
    for frame in range(frames + 1):
        for more in (0, 1, FRAME - 1) if frame % 4 == 0 else (0,):
            cut = {**whole, "-wal": wal[: HEADER + frame * FRAME + more]}
            expected = agree(cut, tmp_path, f"{frame} frames and {more} bytes")
            seen.add(frozenset(expected or ()))
    assert {frozenset({"ses_file"}), frozenset(ALL)} <= seen
    assert len(seen) == 4  # one after each transaction


def _salted(wal: bytearray, chance: Random) -> None:
    wal[16 + chance.randrange(8)] ^= 0xFF


def _salt_of_a_frame(wal: bytearray, chance: Random) -> None:
    wal[_frame(wal, chance) + 8 + chance.randrange(8)] ^= 0xFF


def _checksum_of_a_frame(wal: bytearray, chance: Random) -> None:
    wal[_frame(wal, chance) + 16 + chance.randrange(8)] ^= 0x10


def _checksum_of_the_header(wal: bytearray, chance: Random) -> None:
    wal[24 + chance.randrange(8)] ^= 1


def _magic(wal: bytearray, chance: Random) -> None:
    wal[chance.randrange(12)] ^= 1 << chance.randrange(8)


def _page_number(wal: bytearray, chance: Random) -> None:
    at = _frame(wal, chance)
    wal[at : at + 8] = chance.randbytes(8)


def _content(wal: bytearray, chance: Random) -> None:
    for _ in range(chance.choice((1, 30))):
        wal[chance.randrange(HEADER, len(wal))] ^= 1 << chance.randrange(8)


def _swapped(wal: bytearray, chance: Random) -> None:
    one, two = _frame(wal, chance), _frame(wal, chance)
    wal[one : one + FRAME], wal[two : two + FRAME] = wal[two : two + FRAME], wal[one : one + FRAME]


def _twice(wal: bytearray, chance: Random) -> None:
    at = _frame(wal, chance)
    wal[at:at] = wal[at : at + FRAME]


def _without(wal: bytearray, chance: Random) -> None:
    at = _frame(wal, chance)
    del wal[at : at + FRAME]


def _rubbish_behind(wal: bytearray, chance: Random) -> None:
    wal += chance.randbytes(3 * FRAME + 7)


def _rubbish(wal: bytearray, chance: Random) -> None:
    wal[:] = chance.randbytes(len(wal))


def _frame(wal: bytearray, chance: Random) -> int:
    return HEADER + FRAME * chance.randrange((len(wal) - HEADER) // FRAME)


DAMAGE: tuple[Callable[[bytearray, Random], None], ...] = (
    _salted,
    _salt_of_a_frame,
    _checksum_of_a_frame,
    _checksum_of_the_header,
    _magic,
    _page_number,
    _content,
    _swapped,
    _twice,
    _without,
    _rubbish_behind,
    _rubbish,
)


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_log_shows_what_sqlite_still_sees(whole: dict[str, bytes], tmp_path: Path, damage: Callable[..., None]) -> None:
    chance = Random(damage.__name__)
    for number in range(5):
        wal = bytearray(whole["-wal"])
        damage(wal, chance)
        agree({**whole, "-wal": bytes(wal)}, tmp_path, f"{damage.__name__} {number}")


def _indexes(shm: bytes) -> Iterator[bytes]:
    yield from (b"", bytes(len(shm)), b"\xff" * len(shm), Random(1).randbytes(len(shm)), shm[:100], shm[:-1], shm + shm)
    chance = Random(2)
    for _ in range(4):
        made = bytearray(shm)
        for _ in range(chance.choice((1, 50))):
            made[chance.randrange(256)] ^= 1 << chance.randrange(8)
        yield bytes(made)


def test_a_damaged_index_hides_no_row(whole: dict[str, bytes], tmp_path: Path) -> None:
    for index in _indexes(whole["-shm"]):
        code, found = judged({**whole, "-shm": index}, tmp_path)
        assert (code, found) == (1, ALL)


@pytest.mark.parametrize("how", ["zeros", "rubbish", "cut"])
def test_a_damaged_index_of_a_live_database_is_survived(whole: dict[str, bytes], tmp_path: Path, how: str) -> None:
    """In a process of its own: SQLite maps the index into memory, where a cut one could end the process."""
    path = _written({"": whole[""]}, tmp_path / "data")
    rows = "database.execute('PRAGMA wal_autocheckpoint=0')\n" + "\n".join(stranded(f"ses_{name}") for name in "abc")
    with another_process(path, rows):
        shm = path.with_name("opencode.db-shm")
        size = shm.stat().st_size
        with shm.open("r+b") as file:
            if how == "cut":
                file.truncate(0)
            else:
                file.write(bytes(256) if how == "zeros" else Random(3).randbytes(size))
        before = {name: mark for name, mark in state(path.parent).items() if name not in (".", "opencode.db-shm")}
        done = inspector("diagnose", "--db", path, "--format", "json", env={"TMPDIR": str(scratch_of(tmp_path))})
        checked(done)
        assert {name: mark for name, mark in state(path.parent).items() if name not in (".", "opencode.db-shm")} == before
        assert (done.code, {entry["session_id"] for entry in done.report["silent"]}) == (1, ALL)


def test_a_damaged_journal_is_rolled_back_as_far_as_sqlite_does(rolled: dict[str, bytes], tmp_path: Path) -> None:
    journal, chance = rolled["-journal"], Random(4)
    for cut in (1, 8, 28, 512, 512 + PAGE + 8, len(journal) // 2, len(journal) - 1):
        agree({**rolled, "-journal": journal[:cut]}, tmp_path, f"cut at {cut}")
    for place in [*range(0, 28, 3), *(chance.randrange(len(journal)) for _ in range(12))]:
        made = bytearray(journal)
        made[place] ^= 1 << chance.randrange(8)
        agree({**rolled, "-journal": bytes(made)}, tmp_path, f"byte {place} changed")
    for content in (bytes(len(journal)), chance.randbytes(len(journal)), journal + journal, journal[512:]):
        agree({**rolled, "-journal": content}, tmp_path, "replaced")
