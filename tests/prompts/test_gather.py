"""How much is read of the evidence, just below and just above each limit."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from inspector.model import DatabaseFacts, LogInput, Logs, Question, SessionRows
from inspector.model.pasted import Origin, Piece, PieceKind
from inspector.progress import SILENT
from inspector.prompts.gather import _logs, _nothing_recognised, _read_with_database, _reader, _subagents_of, rows_of
from inspector.prompts.join import Gathered
from inspector.prompts.quoted import with_pieces
from tests.rules.cases import at, facts, rows, tool, world


@dataclass
class Chain:
    """A database in which the session ``ses_N`` waits for the subagent in ``ses_N+1``; it notes how many messages were asked for."""

    asked: list[int | None] = field(default_factory=list)

    def sessions(
        self, ids: Sequence[str], messages: int | None = None, every_part: Collection[str] = (), parts: bool = True
    ) -> Iterator[SessionRows]:
        self.asked.append(messages)
        for id in ids if every_part else ():
            child = f"ses_{int(id.removeprefix('ses_')) + 1}"
            yield rows(parts=(tool("task", child=child),), session_id=id)


def test_subagents_are_followed_eight_levels_down() -> None:
    database: Any = Chain()
    assert _subagents_of(database, ["ses_0"]) == [f"ses_{n}" for n in range(1, 9)]


@pytest.mark.parametrize(("sessions", "messages"), [(300, 200), (301, 199), (10_000, 6), (10_001, 6)])
def test_the_more_sessions_there_are_the_fewer_messages_are_read_of_each(sessions: int, messages: int) -> None:
    database: Any = Chain()
    rows_of(database, [f"ses_{n}" for n in range(sessions)], ["ses_other"], None, Question(()), SILENT)
    assert database.asked[0] == messages and database.asked[2] == 12


@pytest.mark.parametrize(("later_ms", "read"), [(600_000, 1), (600_001, 0)])
def test_ten_minutes_after_the_end_of_the_time_asked_for_are_read_too(later_ms: int, read: int, tmp_path: Path) -> None:
    log = tmp_path / "opencode.log"
    time = (at(0) + timedelta(milliseconds=later_ms)).isoformat(timespec="milliseconds")[:23]
    log.write_text(
        f'timestamp={time}Z level=ERROR run=aaaaaaaa message="prompt_async failed" session.id=ses_x cause="Cause([Die(Error: x)])"\n'
    )
    found = _logs(_reader(Question((str(log),), until=at(0)), SILENT), None)
    assert found is not None and len(found.failures) == read


@pytest.mark.parametrize(("logs", "named"), [(5, 5), (6, 5)])
def test_five_of_the_logs_that_were_not_understood_are_named(logs: int, named: int) -> None:
    inputs = tuple(LogInput(f"{n}.log", 9, (), None, None) for n in range(logs))
    assert len(list(_nothing_recognised(Logs(inputs, (), (), (), {}, {}, None)))) == named


@pytest.mark.parametrize(("errors", "prompts"), [(50, 50), (51, 50)])
def test_fifty_errors_of_pasted_texts_become_prompts(errors: int, prompts: int) -> None:
    pieces = [Piece(PieceKind.ERROR, "pasted.txt", n + 1, n, f"Error: number {n}", Origin.OPENCODE) for n in range(errors)]
    assert len(with_pieces(Gathered(world(), None, (), (), (), {}), pieces, None).loose) == prompts


@dataclass
class Crowd:
    """A database with so many sessions, none of which has a message."""

    size: int

    def facts(self) -> DatabaseFacts:
        return facts()

    def hunt(self, **_: object) -> Sequence[str]:
        return ()

    def recent(self, limit: int, **_: object) -> list[str]:
        return [f"ses_{number}" for number in range(min(self.size, limit))]

    def sessions(self, ids: Sequence[str], **_: object) -> Iterator[SessionRows]:
        return (rows(session_id=id) for id in ids)


@pytest.mark.parametrize(("size", "read"), [(1500, 1500), (1501, 1500)])
def test_1500_recent_sessions_are_read_to_compare_with(size: int, read: int) -> None:
    database: Any = Crowd(size)
    found, _ = _read_with_database(Question(()), database, None, SILENT)
    assert len(found.rows) == read


@pytest.mark.parametrize(("size", "kept"), [(100, 100), (101, 100)])
def test_the_records_of_the_100_newest_sessions_are_kept_to_compare_with(size: int, kept: int, tmp_path: Path) -> None:
    log = tmp_path / "opencode.log"
    head = f"timestamp={at(0).isoformat(timespec='milliseconds')[:23]}Z level=INFO run=aaaaaaaa message=loop step=0"
    log.write_text("".join(f"{head} session.id=ses_{number}\n" for number in range(size)))
    database: Any = Crowd(size)
    found, _ = _read_with_database(Question((str(log),)), database, None, SILENT)
    assert found.logs is not None and len(found.logs.sessions) == kept
