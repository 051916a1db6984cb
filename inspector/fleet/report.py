"""Read the report on all servers from a store, as values for every output format."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from inspector import __version__
from inspector.fleet.judged import NOT_DECIDED
from inspector.model.value import Value

if TYPE_CHECKING:
    from sqlalchemy import Connection

RUNS = 60  # any value: a layout
"""Number of newest runs in the trend."""


class CauseTotal(Value, frozen=True):
    cause: str
    title: str
    servers: int
    """With prompts of this cause that need attention."""
    attention: int
    recovered: int
    expected: int
    action: str


class Server(Value, frozen=True):
    """One server on which something is wrong or was not checked."""

    name: str
    source: str
    status: str
    text: str
    version: str | None
    attention: int
    causes: tuple[tuple[str, int], ...]
    """Prompts that need attention by cause, most first."""
    action: str
    """The action that helps most of these prompts; empty when none is known."""
    cures: int
    """How many prompts have the cause that the action is for."""
    judged_at: datetime


class New(Value, frozen=True):
    """A cause that a server did not have at the end of the previous run."""

    server: str
    cause: str
    attention: int
    since: datetime


class RunPoint(Value, frozen=True):
    """The state of the fleet when a run ended."""

    finished: datetime
    servers: int
    trouble: int
    failed: int
    attention: int
    causes: Mapping[str, int]


class Risk(Value, frozen=True):
    """A server whose database does not fully work with the requested release."""

    server: str
    version: str | None
    effects: tuple[str, ...]
    sure: bool


class Upgrade(Value, frozen=True):
    """What a release would do to the servers."""

    version: str
    judged_as: str | None
    """The known release that was looked up instead; None when the version itself is known."""
    broken: tuple[Risk, ...]
    migrating: tuple[Risk, ...]
    """Servers whose database the release would migrate; older releases may not run on it afterwards."""
    fits: int
    unknown: int
    """Servers without a database that was read."""


class FleetReport(Value, frozen=True):
    version: str
    generated: datetime
    states: Mapping[str, int]
    """Servers by status: ok, trouble, unknown, failed."""
    gone: int
    """Number of servers of earlier runs that are no longer in their source; not counted elsewhere."""
    prompts: Mapping[str, int]
    causes: tuple[CauseTotal, ...]
    by_version: Mapping[str, Mapping[str, int]]
    """Prompts that need attention: cause → server version → count."""
    servers: tuple[Server, ...]
    """In trouble, not diagnosed or not fully checked, worst first."""
    baseline: datetime | None
    """When the previous run ended; None without one."""
    new: tuple[New, ...]
    runs: tuple[RunPoint, ...]
    upgrade: Upgrade | None
    exit_code: int

    @property
    def total(self) -> int:
        return sum(self.states.values())

    @property
    def by_server(self) -> Mapping[str, Mapping[str, int]]:
        """Prompts that need attention: cause → server → count."""
        found: dict[str, dict[str, int]] = defaultdict(dict)
        for server in self.servers:
            for cause, count in server.causes:
                found[cause][server.name] = found[cause].get(server.name, 0) + count
        return found


def read_report(connection: Connection, version: str | None = None) -> FleetReport:
    """Return the report on a store; with `version`, also what that release would do."""
    cases = _cases(connection)
    present = [case for case in cases if case.present]
    states = Counter(case.status for case in present)
    rows = _causes(connection)
    baseline = _baseline(connection)
    return FleetReport(
        version=__version__,
        generated=datetime.now(UTC),
        states={status: states[status] for status in ("ok", "trouble", "unknown", "failed")},
        gone=len(cases) - len(present),
        prompts=_prompts(connection),
        causes=_totals(rows),
        by_version=_by_version(rows),
        servers=_servers(present, rows),
        baseline=baseline,
        new=_new(rows, baseline),
        runs=_runs(connection),
        upgrade=_upgrade(connection, version, present) if version else None,
        exit_code=max((case.exit_code for case in present), default=0),
    )


_COUNTS = ("answered", "failed", "silent", "rejected", "recovered", "expected", "uncertain")


def _cases(connection: Connection) -> Sequence[Any]:
    from sqlalchemy import select

    from inspector.fleet.tables import CaseTable as C

    wanted = (C.id, C.name, C.source, C.present, C.status, C.exit_code, C.text, C.server_version, C.judged_at)
    return connection.execute(select(*wanted).order_by(C.name, C.id)).all()


def _prompts(connection: Connection) -> dict[str, int]:
    from sqlalchemy import func, select

    from inspector.fleet.tables import CaseTable as C

    sums = connection.execute(select(*(func.sum(getattr(C, name)) for name in _COUNTS)).where(C.present)).one()
    return {name: int(total or 0) for name, total in zip(_COUNTS, sums, strict=True)}


def _causes(connection: Connection) -> Sequence[Any]:
    """Return the rows of the view `v_causes`."""
    from sqlalchemy import column, select, table

    from inspector.fleet.tables import UtcTime

    names = ("case_id", "server", "server_version", "cause", "title", "action", "attention", "recovered", "expected")
    view = table("v_causes", *map(column, names), column("since", UtcTime()))
    return connection.execute(select(view)).all()


def _totals(rows: Iterable[Any]) -> tuple[CauseTotal, ...]:
    servers: dict[str, set[int]] = defaultdict(set)
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    actions: dict[str, Counter[str]] = defaultdict(Counter)
    titles: dict[str, str] = {}
    for row in rows:
        titles.setdefault(row.cause, row.title or "The evidence leaves several causes open")
        count = counts[row.cause]
        count[0] += int(row.attention)
        count[1] += int(row.recovered)
        count[2] += int(row.expected)
        if row.attention:
            servers[row.cause].add(row.case_id)
            actions[row.cause][row.action or ""] += int(row.attention)
    found = [
        CauseTotal(
            cause=cause,
            title=titles[cause],
            servers=len(servers[cause]),
            attention=count[0],
            recovered=count[1],
            expected=count[2],
            action=max(actions[cause], key=lambda action: (actions[cause][action], action), default=""),
        )
        for cause, count in counts.items()
    ]
    return tuple(sorted(found, key=lambda total: (-total.attention, -total.recovered, total.cause)))


def _by_version(rows: Iterable[Any]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows:
        if row.attention:
            found[row.cause][row.server_version] = found[row.cause].get(row.server_version, 0) + int(row.attention)
    return dict(found)


def _servers(cases: Iterable[Any], rows: Iterable[Any]) -> tuple[Server, ...]:
    causes: dict[int, dict[str, int]] = defaultdict(dict)
    actions: dict[tuple[int, str], str] = {}
    for row in rows:
        if row.attention:
            counts = causes[row.case_id]
            counts[row.cause] = counts.get(row.cause, 0) + int(row.attention)
            actions[row.case_id, row.cause] = row.action or ""
    found = []
    for case in cases:
        if case.status == "ok":
            continue
        ranked = sorted(causes[case.id].items(), key=lambda item: (item[0] == NOT_DECIDED, -item[1], item[0]))
        cause, cures = next(((cause, count) for cause, count in ranked if actions[case.id, cause]), ("", 0))
        found.append(
            Server(
                name=case.name,
                source=case.source,
                status=case.status,
                text=case.text,
                version=case.server_version,
                attention=sum(causes[case.id].values()),
                causes=tuple(sorted(ranked, key=lambda item: -item[1])),
                action=actions.get((case.id, cause), ""),
                cures=cures,
                judged_at=case.judged_at,
            )
        )
    order = ("trouble", "failed", "unknown")
    return tuple(sorted(found, key=lambda server: (order.index(server.status), -server.attention, server.name)))


def _baseline(connection: Connection) -> datetime | None:
    """Return when the newest run ended that had ended before the last one began: runs at the same time count as one."""
    from sqlalchemy import func, select

    from inspector.fleet.tables import RunRow as R

    last = select(R.started).where(R.finished.is_not(None)).order_by(R.finished.desc()).limit(1).scalar_subquery()
    found: datetime | None = connection.execute(select(func.max(R.finished)).where(R.finished < last)).scalar()
    return found


def _new(rows: Iterable[Any], baseline: datetime | None) -> tuple[New, ...]:
    if baseline is None:
        return ()
    found: dict[tuple[int, str], New] = {}
    for row in rows:
        if row.attention and row.since and row.since > baseline:
            before = found.get((row.case_id, row.cause))
            count = int(row.attention) + (before.attention if before else 0)
            found[row.case_id, row.cause] = New(row.server, row.cause, count, row.since)
    return tuple(sorted(found.values(), key=lambda new: (-new.attention, new.server, new.cause)))


def _runs(connection: Connection) -> tuple[RunPoint, ...]:
    from sqlalchemy import select

    from inspector.fleet.tables import RunCauseRow, RunRow

    R = RunRow
    newest = select(R.id, R.finished, R.servers, R.trouble, R.failed, R.attention).where(R.finished.is_not(None))
    runs = connection.execute(newest.order_by(R.finished.desc()).limit(RUNS)).all()
    causes: dict[int, dict[str, int]] = defaultdict(dict)
    counted = select(RunCauseRow.run_id, RunCauseRow.cause, RunCauseRow.attention)
    for number, cause, attention in connection.execute(counted.where(RunCauseRow.run_id.in_([run.id for run in runs]))):
        causes[number][cause] = attention
    return tuple(
        RunPoint(run.finished, run.servers, run.trouble, run.failed, run.attention, causes[run.id]) for run in reversed(runs)
    )


def _upgrade(connection: Connection, version: str, present: Sequence[Any]) -> Upgrade:
    """Return what the view `v_drift_risk` says about a release."""
    from sqlalchemy import column, select, table

    from inspector.database.drift import nearest_release
    from inspector.fleet.tables import MigrationTable

    plain = version.removeprefix("v")
    release = nearest_release(plain)
    names = ("case_id", "server", "server_version", "release", "effect", "sure", "fatal")
    view = table("v_drift_risk", *map(column, names))
    found: dict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(select(view).where(view.c.release == release)):
        found[row.case_id].append(row)
    known = set(connection.execute(select(MigrationTable.case_id)).scalars()) & {case.id for case in present}
    risks: dict[int, list[Risk]] = {0: [], 1: []}
    for rows in found.values():
        fatal = max(row.fatal for row in rows)
        worst = [row for row in rows if row.fatal == fatal]
        sure = release == plain and any(row.sure for row in worst)
        effects = tuple(dict.fromkeys(row.effect for row in worst))
        risks[fatal].append(Risk(rows[0].server, rows[0].server_version, effects, sure))
    if release is None:
        known = set()
    return Upgrade(
        version=plain,
        judged_as=None if release == plain else release,
        broken=tuple(sorted(risks[1], key=lambda risk: risk.server)),
        migrating=tuple(sorted(risks[0], key=lambda risk: risk.server)),
        fits=len(known - found.keys()),
        unknown=len(present) - len(known),
    )
