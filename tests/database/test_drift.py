"""Drift: which server breaks on which schema (formats.md, end of section 6), and what the remedy is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pytest

from inspector.database import drift, later_columns, open_database, releases
from inspector.model import DatabaseFacts, Drift
from inspector.versions import version_key
from tests.database.databases import made

SEQ = ("not-null", "session_message", "seq", "20260603040000_session_message_projection_order")
REPLACEMENT = ("missing-column", "session_context_epoch", "replacement_seq", "20260622142730_simplify_session_context_epoch")
BORN_NEW = ("born-new", "__drizzle_migrations", None, "20260601010001_normalize_storage_paths")


def facts(folder: Path, sample: str, *statements: str) -> DatabaseFacts:
    with open_database(made(folder, sample, *statements)) as database:
        return database.facts()


def first_break(found: Drift) -> tuple[str, str, str | None, str | None] | None:
    fatal = [one for one in found.breaks if one.kind != "too-old"]
    return (fatal[0].kind, fatal[0].table, fatal[0].column, fatal[0].migration) if fatal else None


@pytest.mark.parametrize(
    ("sample", "version", "breaks"),
    [
        ("1.15.13-then-1.17.0", "1.15.13", SEQ),
        ("1.15.13-then-1.18.33", "1.15.13", SEQ),
        ("1.15.13-then-1.17.0", "1.15.4", SEQ),
        ("1.15.13-then-1.18.33", "1.14.48", SEQ),
        ("1.15.13-then-1.18.33", "1.14.41", None),
        ("1.15.13-then-1.18.33", "1.14.34", None),
        ("1.15.13-then-1.18.33", "1.17.0", REPLACEMENT),
        ("1.15.13-then-1.18.33", "1.17.9", REPLACEMENT),
        ("1.15.13-then-1.18.33", "1.17.11", None),
        ("1.15.13-then-1.17.0", "1.17.0", None),
        ("1.15.13-then-1.17.0", "1.18.33", None),
        ("1.18.33-then-1.15.13", "1.15.13", BORN_NEW),
        ("1.18.33-then-1.15.13", "1.14.41", BORN_NEW),
        ("1.17.19", "1.15.13", BORN_NEW),
        ("1.17.19", "1.17.0", REPLACEMENT),
        ("1.17.19", "1.18.3", None),
        ("1.15.13", "1.15.13", None),
        ("1.14.41", "1.15.13", None),
        ("1.2.27", "1.18.34", None),
    ],
)
def test_what_breaks_is_what_was_seen_on_real_servers(
    tmp_path: Path, sample: str, version: str, breaks: tuple[str, str, str | None, str | None] | None
) -> None:
    found = drift(facts(tmp_path, sample), version)
    assert first_break(found) == breaks
    assert found.fatal is (breaks is not None)
    assert found.known
    assert all(one.sure for one in found.breaks)
    assert all(one.effect for one in found.breaks)


@pytest.mark.parametrize(
    ("sample", "writer"),
    [
        ("1.15.13-then-1.17.0", "1.17.0"),
        ("1.15.13-then-1.18.33", "1.17.11"),
        ("1.17.19", "1.17.11"),
        ("1.15.13", "1.15.13"),
        ("1.2.27", "1.2.27"),
    ],
)
def test_remedy_is_the_oldest_release_with_every_applied_migration(tmp_path: Path, sample: str, writer: str) -> None:
    found = drift(facts(tmp_path, sample), "1.15.13")
    assert (found.writer, found.safe_from) == (writer, writer)
    assert found.safe[-1] == releases()[-1]
    assert list(found.safe) == sorted(found.safe, key=version_key)


def test_drift_is_dated_by_the_first_foreign_migration(tmp_path: Path) -> None:
    found = drift(facts(tmp_path, "1.15.13-then-1.17.0"), "1.15.13")
    assert found.drifted_at == datetime(2026, 11, 22, 7, 11, 31, 492000, UTC)
    assert len(found.foreign) == 11
    assert found.pending == ()


def test_upgrade_is_foretold_with_those_it_locks_out(tmp_path: Path) -> None:
    found = drift(facts(tmp_path, "1.15.13"), "1.18.33")
    assert not found.fatal
    assert len(found.pending) == 17
    (coming,) = found.breaks
    assert coming.kind == "too-old"
    assert "applies 17 migrations" in coming.effect
    assert "1.14.48 to 1.17.9 can no longer run on it" in coming.effect


def test_server_that_would_repeat_migrations_fails(tmp_path: Path) -> None:
    """Made by 1.14.41, migrated by 1.17.19, then 1.15.13: HTTP 500, duplicate column time_used (run on real servers)."""
    late = "DELETE FROM __drizzle_migrations WHERE name >= '20260507164347'"
    found = drift(facts(tmp_path, "1.15.13-then-1.18.33", late), "1.15.13")
    assert [(one.kind, one.migration) for one in found.breaks] == [("born-new", "20260507164347_add_workspace_time")]
    assert "4 applied migrations" in found.breaks[0].effect
    assert "duplicate column" in found.breaks[0].effect


def test_column_without_its_migration_recorded_breaks_the_upgrade(tmp_path: Path) -> None:
    """anomalyco/opencode #34584: duplicate column name: cost."""
    lost = "DELETE FROM __drizzle_migrations WHERE name LIKE '%session_usage'"
    found = drift(facts(tmp_path, "1.15.13", lost), "1.17.19")
    assert [(one.kind, one.migration, one.sure) for one in found.breaks] == [("born-new", "20260510033149_session_usage", False)]


def test_unknown_release_is_judged_by_its_neighbour_and_never_for_sure(tmp_path: Path) -> None:
    found = drift(facts(tmp_path, "1.15.13-then-1.18.33"), "1.15.10")
    assert (found.known, found.nearest, first_break(found)) == (False, "1.15.4", SEQ)
    assert not any(one.sure for one in found.breaks)
    assert drift(facts_again(tmp_path), "1.18.99").nearest == releases()[-1]
    assert drift(facts_again(tmp_path), "1.16.2").nearest == "1.17.0"
    assert drift(facts_again(tmp_path), "1.9.1").nearest == "1.3.2"


def facts_again(folder: Path) -> DatabaseFacts:
    with open_database(folder / "opencode.db") as database:
        return database.facts()


@pytest.mark.parametrize("version", ["2.0.8", "0.0.0-dev-202609212252", "", "x", "99999999999999999999"])
def test_releases_of_other_kinds_are_not_judged_by_1x(tmp_path: Path, version: str) -> None:
    found = drift(facts(tmp_path, "1.15.13"), version)
    assert (found.known, found.nearest, found.fatal) == (False, None, False)


def test_future_column_that_old_servers_never_fill_is_reasoned_from_the_schema(tmp_path: Path) -> None:
    columns = "id text PRIMARY KEY, message_id text, session_id text, time_created integer, time_updated integer, data text"
    remade = f"CREATE TABLE part ({columns}, rank integer NOT NULL)"
    recorded = "INSERT INTO migration VALUES ('20271231235959_part_rank', 1)"
    found = drift(facts(tmp_path, "1.17.19", "DROP TABLE part", remade, recorded), "1.18.33")
    assert [(one.kind, one.table, one.column, one.sure) for one in found.breaks] == [("not-null", "part", "rank", False)]
    assert found.foreign == ("20271231235959_part_rank",)
    assert (found.writer, found.safe, found.safe_from) == (None, (), None)


def test_2x_workspace_breaks_1x(tmp_path: Path) -> None:
    """anomalyco/opencode #42260: no such column: project_id."""
    gone = ("DROP TABLE workspace", "CREATE TABLE workspace (id text PRIMARY KEY, provider text, binding text)")
    found = drift(facts(tmp_path, "1.17.19", *gone), "1.18.33")
    assert [(one.kind, one.table, one.column) for one in found.breaks] == [("missing-column", "workspace", "project_id")]


def test_bookkeeping_without_names_stops_the_releases_that_ask_for_them(tmp_path: Path) -> None:
    """anomalyco/opencode #31119: no such column: name."""
    bare = (
        "CREATE TABLE old AS SELECT id, hash, created_at FROM __drizzle_migrations",
        "DROP TABLE __drizzle_migrations",
        "ALTER TABLE old RENAME TO __drizzle_migrations",
    )
    found = facts(tmp_path, "1.2.27", *bare)
    assert (found.migrations or ())[0].id == "20260127222353_familiar_lady_ursula"
    assert first_break(drift(found, "1.17.0")) == ("missing-column", "__drizzle_migrations", "name", None)
    assert first_break(drift(found, "1.18.33")) is None


def test_versions_sort_by_number() -> None:
    order = ["1.2.27", "1.14.41", "1.15.4", "1.15.13-beta.1", "1.15.13", "v1.17.0", "2.0.0"]
    assert sorted(set(order), key=version_key) == order


def test_data_is_whole() -> None:
    """What the migrations of a release change, one after the other, is the schema that this release makes."""
    data = json.loads(resources.files("inspector").joinpath("data/releases.json").read_text("utf-8"))
    for version, release in data["releases"].items():
        ids = data["sets"][release["migrations"]]
        assert ids == sorted(ids)
        tables: dict[str, set[str]] = {}
        for id in ids:
            for change in data["changes"][id]:
                table, column = change[1:].split(" ")[0].split(".")
                if change[0] == "-":
                    tables[table].remove(column)
                else:
                    tables.setdefault(table, set()).add(column)
        made = {name: set(columns) for name, columns in data["schemas"][release["schema"]].items() if name != release["keeps"]}
        assert {name: columns for name, columns in tables.items() if columns} == made, version
        assert set(release["writes"]) <= set(made)
    assert all(need["source"] for need in data["needs"])


def test_a_column_that_must_be_filled_is_later_where_an_older_release_writes_to_its_table() -> None:
    assert ("session_message", "seq") in later_columns()
    assert ("session_message", "data") not in later_columns()  # since the table exists
    assert ("permission", "action") not in later_columns()  # no release writes to the table for a prompt
