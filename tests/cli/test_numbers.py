"""Every form of the same report gives the same numbers: terminal, JSON, JSON lines, HTML, Markdown, --each."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.slow
SAMPLES = Path(__file__).parents[2] / "samples"
CASES = ("drift-1.15.13-via-1.17.0", "silent-mix-1.15.13", "mixed-1.18.33")


def said(*arguments: object) -> str:
    environment = {**os.environ, "COLUMNS": "400", "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", "inspector", *map(str, arguments)]
    done = subprocess.run(command, env=environment, capture_output=True, encoding="utf-8", timeout=120, stdin=subprocess.DEVNULL)
    assert done.returncode in (0, 1), done.stderr
    return done.stdout


@pytest.fixture(scope="module", params=CASES)
def case(request: pytest.FixtureRequest) -> Path:
    return SAMPLES / str(request.param)


@pytest.fixture(scope="module")
def report(case: Path) -> dict[str, Any]:
    return dict(json.loads(said("diagnose", case, "--format", "json")))


def pressing(report: dict[str, Any]) -> dict[str, int]:
    """Prompts that need action, by list."""
    kinds = {"failed": "failures", "silent": "silent", "rejected": "rejected"}
    return {kind: sum(not (e["recovered"] or e["expected"]) for e in report[name]) for kind, name in kinds.items()}


def causes(report: dict[str, Any]) -> dict[str, int]:
    return {group["cause"]: group["attention"] for group in report["causes"] if group["attention"]}


def test_the_verdict_of_the_json_counts_its_own_lists(report: dict[str, Any]) -> None:
    counts = report["verdict"]["prompts"]
    assert {kind: counts[kind] for kind in ("failed", "silent", "rejected")} == pressing(report)
    undecided = sum(
        e["cause"] is None and not (e["recovered"] or e["expected"])
        for name in ("failures", "silent", "rejected")
        for e in report[name]
    )
    assert sum(causes(report).values()) + undecided == sum(pressing(report).values())


def test_json_lines_hold_the_same_report(case: Path, report: dict[str, Any]) -> None:
    (line,) = said("diagnose", case, "--format", "jsonl").splitlines()
    for key in ("verdict", "causes", "failures", "silent", "rejected"):
        assert json.loads(line)[key] == report[key]


@pytest.mark.parametrize("option", [(), ("-v",)])
def test_the_terminal_counts_as_the_json(case: Path, report: dict[str, Any], option: tuple[str, ...]) -> None:
    end = " ".join(" ".join(said("diagnose", case, *option).splitlines()[-3:]).split())
    total = re.search(r"([\d,]+) prompts? in trouble", end)
    assert total and int(total[1]) == sum(pressing(report).values())
    assert end.endswith(f"Exit code {report['verdict']['exit_code']}.")


def test_quiet_counts_the_prompts_of_each_cause(case: Path, report: dict[str, Any]) -> None:
    rows = [line.split("\t") for line in said("diagnose", case, "-q").splitlines()]
    assert {row[0]: int(row[2].split()[0]) for row in rows if len(row) > 2 and row[0] != "not decided"} == causes(report)


def test_markdown_counts_as_the_json(case: Path, report: dict[str, Any]) -> None:
    text = said("diagnose", case, "--format", "markdown")
    without = re.search(r"Prompts without an answer: ([\d,]+)", text)
    refused = re.search(r"Refused at once: ([\d,]+)", text)
    counts = pressing(report)
    assert without and int(without[1]) == counts["failed"] + counts["silent"]
    assert (int(refused[1]) if refused else 0) == counts["rejected"]
    table = re.findall(r"^\| `([a-z-]+)` \| (?:high|medium|low) \| (?:\d+ sessions?, )?(\d+) prompts?", text, re.MULTILINE)
    assert {cause: int(count) for cause, count in table} == causes(report)


def test_the_page_counts_as_the_json(case: Path, report: dict[str, Any]) -> None:
    text = said("diagnose", case, "--format", "html")
    counts = pressing(report)
    for kind in ("failed prompt", "silent prompt"):
        found = re.search(rf"<b>([\d,]+)</b>\s*<span>{kind}s?</span>", text)
        assert found and int(found[1]) == counts[kind.split()[0]]


def test_a_fleet_counts_as_each_report(tmp_path: Path, case: Path, report: dict[str, Any]) -> None:
    shutil.copytree(case, tmp_path / "one")
    line = json.loads(said("diagnose", "--each", tmp_path, "--format", "jsonl"))
    assert line["verdict"]["prompts"] == report["verdict"]["prompts"] and causes(line) == causes(report)
    row = said("diagnose", "--each", tmp_path).splitlines()[1]
    assert re.findall(r"\S+", row)[1:4] == [str(count or "-") for count in pressing(report).values()]
    assert {
        cause: int(count) for cause, count in re.findall(r"((?:not )?[a-z-]+) \((\d+)\)", row) if cause != "not decided"
    } == causes(report)
