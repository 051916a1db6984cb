"""The limits of what is read from one pasted text: the last value below each limit, and the first above it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.model.pasted import PieceKind
from inspector.pasted import reading
from inspector.pasted.accounts import account_in
from inspector.pasted.claims import claims_in
from inspector.pasted.errors import blocks_of, errors_in
from inspector.pasted.lines import lines_of
from inspector.pasted.reading import read_pasted
from inspector.pasted.records import records_in, starts_record

RECORD = "ERROR service=session.prompt error=boom prompt_async failed"


@pytest.mark.parametrize(("length", "ids"), [(8_000, "user-1, mine-1"), (8_001, "mine-1")])
def test_8000_characters_of_one_body_are_read(length: int, ids: str) -> None:
    head, tail = '{"parts":[{"id":"mine-1"}],"note":"', '","messageID":"user-1"'
    body = head + "x" * (length - len(head) - len(tail)) + tail + "}"
    (piece,) = [piece for piece in claims_in(lines_of(body), "a.md") if piece.kind is PieceKind.BODY]
    assert piece.text == ids


@pytest.mark.parametrize(("length", "kept"), [(20_000, 20_000), (20_001, 20_000)])
def test_20000_characters_of_one_error_are_kept(length: int, kept: int) -> None:
    (piece,) = errors_in(lines_of("```\n" + "Error: ".ljust(length, "x") + "\n```"), "a.md")
    assert len(piece.text) == kept


@pytest.mark.parametrize(("count", "kept"), [(199, 199), (200, 200), (201, 200)])
def test_200_blocks_of_one_text_are_searched(count: int, kept: int) -> None:
    assert len(blocks_of(lines_of("\n\n".join(f"paragraph {n}" for n in range(count))))) == kept


@pytest.mark.parametrize(("lines", "kind"), [(3, PieceKind.ERROR), (4, PieceKind.TOLD)])
def test_up_to_three_lines_after_a_colon_are_copied_text(lines: int, kind: PieceKind) -> None:
    told = [
        "It was refused because the prompt is too long for it, I think.",
        *["And then we tried it again and it was the same."] * 3,
    ]
    text = "This is what I see in the window:\n\n" + "\n".join(told[:lines])
    (piece,) = errors_in(lines_of(text), "a.md")
    assert piece.kind is kind


@pytest.mark.parametrize(("count", "kept"), [(200, 200), (201, 200)])
def test_200_records_of_one_text_become_pieces(count: int, kept: int, tmp_path: Path) -> None:
    path = tmp_path / "pasted.md"
    path.write_text("# What I see\n\n" + "\n".join([RECORD] * count))
    pasted, _ = read_pasted([str(path)])
    assert pasted is not None
    assert sum(piece.kind is PieceKind.RECORD for piece in pasted.pieces) == kept


@pytest.mark.parametrize(("lines", "closed"), [(60, True), (61, False)])
def test_60_lines_belong_to_one_record(lines: int, closed: bool) -> None:
    frames = [f"    at step{n} (/$bunfs/root/chunk-a.js:1:1)" for n in range(lines - 1)]
    text = "\n".join(["ERROR service=session.prompt cause=Error: boom", *frames]) + " prompt_async failed"
    quote = records_in(lines_of(text), "a.md")[0]
    assert (quote.last.number == lines) is closed


@pytest.mark.parametrize(("before", "found"), [(120, True), (121, False)])
def test_a_record_begins_up_to_120_characters_into_its_line(before: int, found: bool) -> None:
    assert (starts_record("x" * (before - 1) + " " + RECORD) is not None) is found


@pytest.mark.parametrize("count", [60, 61])
def test_of_what_the_author_tells_60_sentences_are_kept(count: int) -> None:
    told = account_in(
        lines_of("".join(f"The server hangs in session {number}.\n" for number in range(count))), "a.md", is_ours=True
    )
    assert told is not None and told.text.count("\n") + 1 == 60


@pytest.mark.parametrize(("length", "is_told"), [(600, True), (601, False)])
def test_a_sentence_of_more_than_600_characters_is_copied(length: int, is_told: bool) -> None:
    text = "The server hangs" + "x" * (length - 16)
    assert (account_in(lines_of(text), "a.md", is_ours=True) is not None) is is_told


@pytest.mark.parametrize(("length", "is_read"), [(4_194_304, True), (4_194_305, False)])
def test_a_pasted_text_has_four_mebibytes(length: int, is_read: bool, tmp_path: Path) -> None:
    path = tmp_path / "pasted.md"
    path.write_bytes(b"x" * length)
    assert (reading._small(str(path)) is not None) is is_read


def test_a_log_collector_is_recognised_in_the_first_65536_bytes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lengths: list[int] = []
    monkeypatch.setattr(reading, "is_pasted", lambda lines, sample: lengths.append(len(sample)) or True)
    path = tmp_path / "pasted.md"
    path.write_bytes(b"# What I see\n" * 10_000)
    read_pasted([str(path)])
    assert lengths == [65_536]
