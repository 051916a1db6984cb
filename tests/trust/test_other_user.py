"""What a user reads who may not read or write what was named: no click message, no crash, whose it is and what to do."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from inspector.cli.group import inspector
from inspector.errors import InspectorError
from tests.trust.running import BANNER, FAILING, as_nobody, failure


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that everybody may enter, with one log that everybody may read and one that nobody may."""
    with tempfile.TemporaryDirectory(prefix="inspector-trust-", dir="/tmp") as name:
        path = Path(name)
        path.chmod(0o755)
        for log in ("server.log", "closed.log"):
            (path / log).write_text(BANNER + failure())
            (path / log).chmod(0o644 if log == "server.log" else 0)
        yield path


@pytest.mark.parametrize("command", ["diagnose", "session"])
def test_a_log_that_may_not_be_read_is_named_with_its_owner_and_a_command(folder: Path, command: str) -> None:
    log = folder / "closed.log"
    done = as_nobody(command, *([FAILING] if command == "session" else []), log, env={})
    assert done.code == 3
    assert f"error: Cannot read {log}: it belongs to {log.owner()} (mode 0)." in done.err
    assert f"sudo cat {log} | inspector diagnose -" in done.err


def test_one_log_that_may_not_be_read_does_not_stop_the_others(folder: Path) -> None:
    done = as_nobody("diagnose", folder / "closed.log", folder / "server.log", "--format", "json", "--no-redact", env={})
    assert done.code == 3 and [entry["session_id"] for entry in done.report["failures"]] == [FAILING]
    assert [problem["where"] for problem in done.report["problems"]] == [str(folder / "closed.log")]


@pytest.mark.parametrize("command", ["diagnose", "bundle", "requests"])
def test_a_place_in_a_closed_folder_is_an_error_in_one_sentence(
    tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """There not even whether something is at that place may be asked."""
    log, capture, place = tmp_path / "server.log", tmp_path / "capture.jsonl", tmp_path / "closed" / "out.tar.gz"
    log.write_text(BANNER + failure())
    capture.write_text('{"messageID": "msg_1", "parts": []}\n')
    real = Path.stat

    def stat(path: Path, **more: bool) -> object:
        if path == place:
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, **more)

    monkeypatch.setattr(Path, "stat", stat)
    words = {
        "diagnose": ["diagnose", log, "-o", place],
        "bundle": ["bundle", place, log],
        "requests": ["requests", capture, "-o", place],
    }
    done = CliRunner().invoke(inspector, [*map(str, words[command]), *(["--format", "json"] if command != "bundle" else [])])
    assert isinstance(done.exception, InspectorError)
    assert done.exception.message.startswith(f"{place} could not be written: ")
