"""A report on a fleet with everything that a report can have."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from inspector.fleet.report import CauseTotal, FleetReport, New, Risk, RunPoint, Server, Upgrade

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)


def fleet(servers: int = 30) -> FleetReport:
    """A report on so many servers in trouble."""
    names = [f"web-{number:03}.example" for number in range(servers)]
    troubled = tuple(
        Server(name, "servers", "trouble", "3 prompts need attention.", "1.15.13", 3, (("schema-drift", 2), ("id-wrap", 1)),
               "Install OpenCode 1.17.0 or later.", 2, NOW)
        for name in names
    )  # fmt: skip
    risk = Risk(names[0], "1.15.13", ("prompts get no answer",), True)
    runs = tuple(
        RunPoint(
            NOW - timedelta(days=day),
            servers,
            servers,
            0,
            servers * 3 - day,
            {"schema-drift": servers * 2, "id-wrap": servers - day},
        )
        for day in (3, 2, 1, 0)
    )
    return FleetReport(
        version="0.2.0",
        generated=NOW,
        states={"ok": 4, "trouble": servers, "unknown": 1, "failed": 2},
        gone=1,
        prompts={"answered": 9, "failed": servers * 3, "silent": 0, "rejected": 0, "recovered": 1, "expected": 2, "uncertain": 0},
        causes=(
            CauseTotal(
                "schema-drift",
                "A newer OpenCode migrated the database",
                servers,
                servers * 2,
                0,
                0,
                "Install OpenCode 1.17.0 or later.",
            ),
            CauseTotal("id-wrap", "Message IDs wrapped", servers, servers, 1, 2, "Install OpenCode 1.18.15 or later."),
        ),
        by_version={"schema-drift": {"1.15.13": servers * 2}, "id-wrap": {"1.15.13": servers}},
        servers=troubled,
        baseline=NOW - timedelta(days=1),
        new=(New(names[0], "id-wrap", 1, NOW),),
        runs=runs,
        upgrade=Upgrade("1.18.33", None, (risk,), (risk,), 3, 1),
        exit_code=3,
    )
