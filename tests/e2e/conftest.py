"""What every end-to-end test starts from: a provider, an operator's machine, and the inspector."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from inspecting import Inspector
from real_servers import Machine, Patient, Provider, Server, Unavailable, binary


@pytest.fixture(scope="session")
def binaries() -> None:
    """Fetches the releases every test needs, so that a missing registry is one clear message."""
    try:
        for version in ("1.15.13", "1.17.0", "1.18.33"):
            binary(version)
    except Unavailable as reason:
        pytest.skip(f"no real OpenCode server to test with: {reason}")


@pytest.fixture(scope="session")
def provider(binaries: None) -> Iterator[Provider]:
    running = Provider()
    yield running
    running.close()


@pytest.fixture(scope="session")
def patients(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Patient]]:
    """``stalled``: its provider never answers; ``killed``: it was killed meanwhile and started again.

    An answer counts as stopped only after a minute without a sign of life; meanwhile the other tests run.
    """
    waiting = {}
    for name in ("stalled", "killed"):
        server = Machine(tmp_path_factory.mktemp(name) / "operator", provider).serve("1.18.33")
        session = server.session()
        server.prompt(session, "say something", model="mute")
        server.logged("message=stream .*small=false", session)
        waiting[name] = Patient(server, session, time.monotonic())
    waiting["killed"].server.stop(signal.SIGKILL)
    again = waiting["killed"].server.machine.serve("1.18.33")
    again.session()
    waiting["killed"] = replace(waiting["killed"], server=again)
    yield waiting
    for patient in waiting.values():
        patient.server.stop()


@pytest.fixture
def machine(tmp_path: Path, provider: Provider) -> Machine:
    return Machine(tmp_path / "operator", provider)


@pytest.fixture(scope="module")
def server(provider: Provider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server that all tests of a file use whose cure needs no restart: their troubles stand in one log and one database.

    Each file has its own, because one file's reports must not hold the troubles of a file that the same worker ran before.
    """
    with Machine(tmp_path_factory.mktemp("shared") / "operator", provider).serve("1.18.33") as running:
        yield running


@pytest.fixture
def inspector(tmp_path: Path) -> Inspector:
    return Inspector(tmp_path / "inspector")
