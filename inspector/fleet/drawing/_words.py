"""Sentences that all formats of the fleet report share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector.fleet.judged import STATES as STATES, count_states
from inspector.fleet.report import FleetReport, Server, Upgrade
from inspector.text import many


def headline(report: FleetReport) -> str:
    """Return the verdict on the whole fleet."""
    if not report.total:
        return "The store has no server."
    return f"{many(report.total, 'server', 'servers')}: {count_states(report.states)}."


def attention(report: FleetReport) -> str:
    """Return how many prompts need attention, and the outcomes of the others."""
    needing = sum(report.prompts[name] for name in ("failed", "silent", "rejected"))
    others = [f"{report.prompts[name]:,} {name}" for name in ("answered", "recovered", "expected", "uncertain")]
    return f"{many(needing, 'prompt needs', 'prompts need')} attention ({', '.join(others)})."


def gone(report: FleetReport) -> str:
    """Return a sentence about servers that are no longer in their source; empty when there are none."""
    if not report.gone:
        return ""
    return f"{many(report.gone, 'server of an earlier run is', 'servers of earlier runs are')} no longer in their source and not counted."


def news(report: FleetReport, when: str) -> str:
    """Return what is new since the run that ended at `when`, with different sentences for unknown, none and some."""
    if report.baseline is None:
        return "Cannot tell yet what is new: there is no earlier run to compare with."
    if not report.new:
        return f"Compared with the run that ended {when}: no new cause on any server."
    return f"Compared with the run that ended {when}: {many(len(report.new), 'new cause', 'new causes')}."


def upgrade(asked: Upgrade) -> str:
    """Return what a release would do to the fleet."""
    counted = (
        f"OpenCode {asked.version} would break {many(len(asked.broken), 'server', 'servers')}, migrate the database of "
        f"{len(asked.migrating):,}, and run on {asked.fits:,} as they are; {asked.unknown:,} could not be judged."
    )
    if asked.judged_as:
        return f"{counted} {asked.version} is not a known release: the result is for {asked.judged_as}."
    return counted


def causes_of(server: Server) -> str:
    """Return the causes of a server with their counts, or why there are none."""
    return ", ".join(f"{cause} ({count})" for cause, count in server.causes) or server.text


def action_of(server: Server) -> str:
    """Return the action that helps most prompts, with their number."""
    return f"{server.action} (cures {server.cures} of {server.attention})" if server.action else ""


def columns_of(matrix: Mapping[str, Mapping[str, int]], most: int | None = None) -> list[str]:
    """Return the columns of a matrix, those with the largest sums first."""
    sums: dict[str, int] = {}
    for row in matrix.values():
        for column, count in row.items():
            sums[column] = sums.get(column, 0) + count
    return sorted(sums, key=lambda column: (-sums[column], column))[:most]


def rows_of(matrix: Mapping[str, Mapping[str, int]], columns: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each row of a matrix as texts, a dash where there is nothing; the last cell is the sum of the whole row."""
    for name, row in sorted(matrix.items(), key=lambda item: (-sum(item[1].values()), item[0])):
        yield name, [str(row.get(column) or "-") for column in columns] + [str(sum(row.values()))]
