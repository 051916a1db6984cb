"""The JSON is the contract: every example is valid against the schema that is shipped."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from importlib import resources
from typing import Any

import jsonschema
import pytest
from msgspec.structs import replace

from inspector.renderers._options import RenderOptions
from inspector.renderers.json import document, plain

from .example import AUDIT, REPORTS, STORY, TROUBLED
from .outputs import drawn

SCHEMA = json.loads(resources.files("inspector.data").joinpath("report.schema.json").read_text(encoding="utf-8"))


def valid(report: Any) -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(report)


def test_schema_is_one() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", REPORTS)
def test_every_example_is_valid(name: str) -> None:
    valid(json.loads(drawn("json", REPORTS[name], RenderOptions()) or ""))


@pytest.mark.parametrize("value", [STORY, AUDIT])
def test_smaller_reports_carry_a_valid_one(value: Any) -> None:
    valid(json.loads(drawn("json", value, RenderOptions()) or "")["report"])


@pytest.mark.parametrize(
    "broken",
    [
        {"schema": "inspector.report/2"},
        {"failures": None},
        {"problems": [{"where": "x"}]},
        {"causes": [{"cause": "Not A Cause"}]},
    ],
)
def test_schema_refuses_what_breaks_the_contract(broken: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        valid(document(TROUBLED) | broken)


@pytest.mark.parametrize(
    "key", ["schema", "inspector", "inputs", "failures", "silent", "rejected", "causes", "refuted", "skipped", "problems"]
)
def test_no_key_of_the_contract_can_be_missing(key: str) -> None:
    report = document(TROUBLED)
    del report[key]
    with pytest.raises(jsonschema.ValidationError):
        valid(report)


def test_jsonl_is_the_same_object_on_one_line() -> None:
    line = drawn("jsonl", TROUBLED, RenderOptions()) or ""
    assert line.count("\n") == 1 and line.endswith("\n")
    assert json.loads(line) == json.loads(drawn("json", TROUBLED, RenderOptions()) or "")


def test_times_are_utc_with_milliseconds_whatever_zone_they_come_in() -> None:
    india = timezone(timedelta(hours=5.5))
    assert plain(datetime(2026, 11, 22, 12, 55, 23, 118_900, india)) == "2026-11-22T07:25:23.118Z"
    assert plain(datetime(1, 1, 1, tzinfo=UTC)) == "0001-01-01T00:00:00.000Z"


def test_not_read_is_null_and_read_but_empty_is_a_list() -> None:
    assert TROUBLED.database is not None
    unread = document(replace(TROUBLED, database=replace(TROUBLED.database, migrations=None), worked=None))
    empty = document(replace(TROUBLED, database=replace(TROUBLED.database, migrations=())))
    assert unread["inputs"]["database"]["migrations"] is None and unread["worked"] is None
    assert empty["inputs"]["database"]["migrations"]["applied"] == 0
    valid(unread)
    valid(empty)


def test_what_json_cannot_hold_becomes_null() -> None:
    assert plain(float("nan")) is None and plain(float("inf")) is None


def test_every_entry_of_a_list_stands_on_a_line_of_its_own() -> None:
    text = drawn("json", TROUBLED, RenderOptions()) or ""
    lines = [json.loads(line.strip().removesuffix(",")) for line in text.splitlines() if line.startswith("    {")]
    whole = json.loads(text)
    assert whole == document(TROUBLED)
    assert all(entry in lines for entry in (*whole["failures"], *whole["silent"], *whole["causes"]))
