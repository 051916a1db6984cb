"""The report: its numbers, its forms, what is new, what an upgrade would break."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import text, update

from inspector.fleet.judged import BreakRow, Judged, MigrationState
from inspector.fleet.opening import readable, writable
from inspector.fleet.report import FleetReport, read_report
from inspector.fleet.store import Store
from inspector.fleet.tables import RunRow
from inspector.renderers._options import RenderOptions
from tests.fleet.tasks import judged, result

FORMS = ("terminal", "csv", "html", "json", "markdown")
BREAKS = BreakRow("1.15.13", "not-null", "session_message", "seq", "prompts get no answer", True, True)
MIGRATES = BreakRow("1.18.33", "too-old", "migration", None, "starting 1.18.33 applies 6 migrations", True, False)
STATE = MigrationState("schema-1", "1.17.0", 32, "20260603", None, "ok", (BREAKS, MIGRATES))
FLEET = (
    judged("web-1", *["schema-drift"] * 5, "id-wrap", migrations=STATE),
    judged("web-2", *["id-wrap"] * 2, "?", version="1.18.33", migrations=STATE),
    judged("web-3", status="ok", version="1.18.33"),
    judged("web-4", status="failed", text="Its worker process was killed."),
    judged("<script>alert(1)</script>", "plugin-error", version="=1+1"),
)
START = datetime(2026, 11, 28, 12, tzinfo=UTC)


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Callable[..., FleetReport]]:
    """Write one run after another, an hour apart, and return the report after each."""
    path = tmp_path / "fleet.db"
    hours = iter(range(100))
    with writable(str(path)) as engine:
        store = Store(engine)

        def run(*servers: Judged, version: str | None = None) -> FleetReport:
            number = store.begin_run("rules-1", "0.2.0", ["/srv/servers"])
            store.write(map(result, servers))
            store.end_run(number, len(servers), 0)
            begin = START + timedelta(hours=next(hours))
            with engine.begin() as connection:
                times = {"started": begin, "finished": begin + timedelta(minutes=10)}
                connection.execute(update(RunRow).where(RunRow.id == number).values(times))
            with readable(str(path)) as connection:
                return read_report(connection, version)

        yield run


def test_totals_and_matrices_count_each_prompt_once(fleet: Callable[..., FleetReport]) -> None:
    report = fleet(*FLEET)
    assert report.states == {"ok": 1, "trouble": 3, "unknown": 0, "failed": 1}
    assert report.prompts["failed"] == 10
    assert {total.cause: (total.servers, total.attention) for total in report.causes} == {
        "schema-drift": (1, 5),
        "id-wrap": (2, 3),
        "not decided": (1, 1),
        "plugin-error": (1, 1),
    }
    assert report.by_version["id-wrap"] == {"1.15.13": 1, "1.18.33": 2}
    assert report.by_server["id-wrap"] == {"web-1": 1, "web-2": 2}
    for matrix in (report.by_version, report.by_server):
        assert {cause: sum(row.values()) for cause, row in matrix.items()} == {t.cause: t.attention for t in report.causes}
    assert report.exit_code == 3


def test_the_worst_server_is_first_with_the_action_that_cures_most(fleet: Callable[..., FleetReport]) -> None:
    servers = fleet(*FLEET).servers
    assert [(server.name, server.attention) for server in servers] == [
        ("web-1", 6),
        ("web-2", 3),
        ("<script>alert(1)</script>", 1),
        ("web-4", 0),
    ]
    assert (servers[0].action, servers[0].cures) == ("Cure schema-drift.", 5)
    assert (servers[3].text, servers[3].action) == ("Its worker process was killed.", "")


def test_what_is_new_is_told_from_what_was_there(fleet: Callable[..., FleetReport]) -> None:
    first = fleet(*FLEET)
    assert (first.baseline, first.new) == (None, ())
    later = START + timedelta(hours=1, minutes=5)
    second = fleet(judged("web-3", "disk-full", judged_at=later), judged("web-1", "schema-drift", judged_at=later))
    assert [(new.server, new.cause, new.attention) for new in second.new] == [("web-3", "disk-full", 1)]
    assert [point.attention for point in second.runs] == [10, 6]
    assert second.runs[1].causes["disk-full"] == 1
    third = fleet()
    assert (third.baseline, third.new) == (START + timedelta(hours=1, minutes=10), ())


@pytest.mark.parametrize(
    ("version", "judged_as", "broken", "migrating", "fits"),
    [
        ("1.15.13", None, ["web-1", "web-2"], [], 0),
        ("1.18.33", None, [], ["web-1", "web-2"], 0),
        ("1.17.0", None, [], [], 2),
        ("1.17.5", "1.17.0", [], [], 2),
        ("7.0.0", None, [], [], 0),
    ],
)
def test_an_upgrade_is_judged_for_every_server_with_a_database(
    fleet: Callable[..., FleetReport], version: str, judged_as: str | None, broken: list[str], migrating: list[str], fits: int
) -> None:
    upgrade = fleet(*FLEET, version=version).upgrade
    assert upgrade is not None
    assert (upgrade.version, upgrade.judged_as) == (version, judged_as)
    assert [risk.server for risk in upgrade.broken] == broken
    assert [risk.server for risk in upgrade.migrating] == migrating
    assert upgrade.fits == fits
    assert len(upgrade.broken) + len(upgrade.migrating) + upgrade.fits + upgrade.unknown == 5


@pytest.mark.parametrize("form", FORMS)
def test_every_form_names_the_servers_in_trouble_and_no_text_becomes_markup(fleet: Callable[..., FleetReport], form: str) -> None:
    fleet(*FLEET)
    report = fleet(judged("web-9", "disk-full", judged_at=START + timedelta(hours=1, minutes=5)), version="1.15.13")
    drawn = import_module(f"inspector.fleet.drawing.{form}").render(report, RenderOptions())
    assert all(name in drawn for name in ("web-1", "web-2", "web-9", "schema-drift", "Cure schema-drift"))
    if form in ("html", "markdown"):
        assert "<script" not in drawn.replace("`<script>", "")
    assert "\x1b" not in drawn


def test_the_json_has_every_number_and_the_csv_no_formula(fleet: Callable[..., FleetReport]) -> None:
    report = fleet(*FLEET)
    found = json.loads(import_module("inspector.fleet.drawing.json").render(report, RenderOptions()))
    assert found["schema"] == "inspector.fleet/1"
    assert found["servers"][0]["causes"] == {"schema-drift": 5, "id-wrap": 1}
    assert found["by_server"]["id-wrap"] == {"web-1": 1, "web-2": 2}
    rows = list(csv.DictReader(import_module("inspector.fleet.drawing.csv").render(report, RenderOptions()).splitlines()))
    assert sum(int(row["attention"]) for row in rows) == 10
    assert "'=1+1" in {row["server_version"] for row in rows}
    assert not [cell for row in rows for cell in row.values() if cell.startswith("=")]


def test_a_page_draws_the_trend(fleet: Callable[..., FleetReport]) -> None:
    fleet(*FLEET)
    page = import_module("inspector.fleet.drawing.html").render(fleet(*FLEET[:1]), RenderOptions())
    assert page.count("<rect") == 2 * 4
    assert "default-src 'none'" in page


def test_servers_that_are_gone_are_not_counted(fleet: Callable[..., FleetReport], tmp_path: Path) -> None:
    fleet(*FLEET)
    with writable(str(tmp_path / "fleet.db")) as engine, engine.begin() as connection:
        connection.execute(text("UPDATE cases SET present = false WHERE name = 'web-1'"))
    report = fleet()
    assert (report.gone, report.total, "schema-drift" in {total.cause for total in report.causes}) == (1, 4, False)
    assert "1 server of an earlier run is" in import_module("inspector.fleet.drawing.terminal").render(report, RenderOptions())


def test_a_new_module_is_a_new_form_of_the_report(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from inspector.cli.formats import formats_of
    from inspector.fleet import drawing

    assert formats_of("fleet report") == FORMS
    (tmp_path / "yaml.py").write_text("def render(report, options):\n    return 'servers: 0\\n'\n")
    monkeypatch.setattr(drawing, "__path__", [*drawing.__path__, str(tmp_path)])
    assert formats_of("fleet report") == (*FORMS, "yaml")
