"""A client that attaches to a server writes a banner like a server's."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.logs.reading import read_logs

BANNER = (
    "INFO  2026-11-28T16:37:08 +1307ms service=default version=1.15.13 args=[{args}] process_role=main run_id={run} opencode\n"
)


@pytest.mark.parametrize(
    ("args", "versions"),
    [
        ('"serve","--port","4096"', ["1.15.13"]),
        ('"run","hello"', ["1.15.13"]),
        ('"run","--attach","http://127.0.0.1:4096","hello"', []),
        ('"run","--attach=http://127.0.0.1:4096","hello"', []),
        ('"attach","http://127.0.0.1:4096"', []),
    ],
)
def test_a_client_that_attaches_is_no_server_run(tmp_path: Path, args: str, versions: list[str]) -> None:
    log = tmp_path / "client.log"
    log.write_text(BANNER.format(args=args, run="b1eed971") + "INFO  2026-11-28T16:37:09 +3ms service=file init\n")
    assert [run.version for run in read_logs([str(log)], sessions=None).runs] == versions


def test_a_server_after_a_client_in_one_file_keeps_its_own_records(tmp_path: Path) -> None:
    log = tmp_path / "both.log"
    log.write_text(
        BANNER.format(args='"run","--attach","http://h:1"', run="b1eed971")
        + BANNER.format(args='"serve"', run="81151cf6")
        + "INFO  2026-11-28T16:37:09 +3ms service=session.prompt session.id=ses_ddcf846c9ffeW074ErTUTeGhEy step=0 loop\n"
    )
    found = read_logs([str(log)], sessions=None)
    assert [run.key for run in found.runs] == ["81151cf6"]
    assert {record.run for record in found.sessions["ses_ddcf846c9ffeW074ErTUTeGhEy"]} == {"81151cf6"}
