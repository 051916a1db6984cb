"""What the runtime and the surroundings print is read from their own vocabularies, in each shape in which people paste it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Confidence, Question, Report
from inspector.model.pasted import Origin
from inspector.pasted.signs import origin_of
from tests.pasted import runtime_database, runtime_files, runtime_network, runtime_parts, runtime_process, runtime_start
from tests.pasted.runtime import OTHERS, RECORDS, SHAPES, Text

ALL: tuple[Text, ...] = tuple(
    text
    for family in (runtime_database, runtime_network, runtime_process, runtime_start, runtime_files, runtime_parts)
    for text in family.TEXTS
)
FOREIGN = [text for text in ALL if origin_of(" ".join(text.text.split())) is not Origin.OPENCODE]
"""Texts that another program can print, too."""


def _report(text: str, folder: Path) -> Report:
    path = folder / "pasted.md"
    path.write_text(text)
    return diagnose(Question(logs=(str(path),)))


def _named(report: Report) -> dict[str, Confidence | None]:
    entries = (*report.failures, *report.silent, *report.rejected)
    return {entry.cause: entry.confidence for entry in entries if entry.cause}


def _name(text: Text) -> str:
    return text.text[:70]


def _fits(text: Text, named: dict[str, Confidence | None]) -> bool:
    return set(named) <= set(text.causes) and bool(named) >= (text.sure and bool(text.causes))


@pytest.mark.parametrize("text", ALL, ids=_name)
def test_a_pasted_error_names_a_page_that_explains_it_and_no_other(text: Text, tmp_path: Path) -> None:
    for shape in SHAPES.values():
        report = _report(shape(text.text), tmp_path)
        assert _fits(text, _named(report)), shape(text.text)
        assert report.conclusion.exit_code != 0


@pytest.mark.parametrize("text", [text for text in ALL if text.logged], ids=_name)
def test_a_record_of_each_era_names_it_too(text: Text, tmp_path: Path) -> None:
    for record in RECORDS.values():
        assert _fits(text, _named(_report(record(text.text), tmp_path)))


@pytest.mark.parametrize(("record", "causes"), runtime_database.RECORDS)
def test_a_failed_prompt_names_the_page_of_its_result_of_sqlite(record: str, causes: tuple[str, ...], tmp_path: Path) -> None:
    assert tuple(_named(_report(record, tmp_path))) == causes


@pytest.mark.parametrize("text", FOREIGN, ids=_name)
def test_the_same_error_of_another_program_names_nothing(text: Text, tmp_path: Path) -> None:
    for shape in OTHERS.values():
        assert not set(_named(_report(shape(text.text), tmp_path)).values()) & {Confidence.MEDIUM, Confidence.HIGH}


@pytest.mark.parametrize(
    "text",
    [
        "dmesg:\n\n```\nopencode invoked oom-killer: order=0\nOut of memory: Killed process 4711 (chrome) total-vm:5209980kB\n```",
        "```\nOut of memory: Killed process 4711 (chrome) total-vm:5209980kB\naudit: opencode started\n```",
        "$ docker compose logs\ngitea-1     | Error: database is locked\nopencode-1  | opencode server listening on http://0.0.0.0:4096",
        "```\nopencode-host systemd[1]: nginx.service: Main process exited, code=exited, status=1/FAILURE\n```",
        "It ran `docker compose up` for me and then:\n\n```\npostgres-1 exited with code 137\n```",
        "The bash tool says:\n\n```\nbash: rg: command not found\n```",
        "My program says:\n\n```\nmyapp.exe - System Error\nVCRUNTIME140.dll was not found.\n```",
        "```\nrust-analyzer: /lib/libc.so.6: version `GLIBC_2.34' not found (required by rust-analyzer)\n```",
        "```\nContainer frontend failed liveness probe, will be restarted\n```",
        "```\nEACCES: permission denied, open '/srv/www/index.html'\n```\nThe logs are in ~/.local/share/opencode/log",
        "It hung, so I killed opencode and started it again. Nothing in the error log.",
        "- killed opencode\n- restarted, same error",
        "```\nzsh: killed     npm test\n```",
    ],
)
def test_the_end_of_another_process_is_not_the_servers(text: str, tmp_path: Path) -> None:
    assert _named(_report(f"OpenCode 1.18.3\n\n{text}\n", tmp_path)) == {}


@pytest.mark.parametrize(
    ("service", "cause"), [("opencode-1  ", "database-locked"), ("my-opencode_2 ", "database-locked"), ("gitea-1     ", None)]
)
def test_of_several_services_that_of_opencode_counts(service: str, cause: str | None, tmp_path: Path) -> None:
    text = f"$ docker compose logs\n{service}| Error: database is locked\nopencode-1  | opencode server listening on http://0.0.0.0:4096\n"
    assert next(iter(_named(_report(text, tmp_path))), None) == cause
