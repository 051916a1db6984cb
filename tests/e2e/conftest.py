"""What every end-to-end test starts from: a provider, an operator's machine, and the inspector."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from inspecting import Inspector
from real_servers import Machine, Provider, Unavailable, binary


@pytest.fixture(scope="session", autouse=True)
def binaries() -> None:
    """Fetches the releases every test needs, so that a missing registry is one clear message; in CI it is a failure."""
    try:
        for version in ("1.15.13", "1.17.0", "1.18.33"):
            binary(version)
    except Unavailable as reason:
        message = f"no real OpenCode server to test with: {reason}"
        if os.environ.get("CI") == "true":
            pytest.fail(message, pytrace=False)
        pytest.skip(message)


@pytest.fixture(scope="session")
def provider() -> Iterator[Provider]:
    running = Provider()
    yield running
    running.close()


@pytest.fixture
def machine(tmp_path: Path, provider: Provider) -> Machine:
    return Machine(tmp_path / "operator", provider)


@pytest.fixture
def inspector(tmp_path: Path) -> Inspector:
    return Inspector(tmp_path / "inspector")
