"""In CI (``CI=true``) a promise is not kept by leaving its test out."""

from __future__ import annotations

import os
import signal
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

settings.register_profile("any machine", deadline=None)  # a busy machine pauses a process for longer than any limit
settings.load_profile("any machine")

STRICT = ("trust", "e2e")
"""Folders whose tests must run wherever their tools can be had."""


@pytest.fixture(scope="session", autouse=True)
def signals_that_children_obey() -> None:
    """Makes SIGINT and SIGHUP end the processes that tests start.

    Under ``nohup`` and in a shell's background job they are ignored, and a child inherits that. It does not inherit a handler.
    """
    if os.name == "posix":
        for number in (signal.SIGINT, signal.SIGHUP):
            if signal.getsignal(number) is signal.SIG_IGN:
                signal.signal(number, lambda *_: None)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests of trust, and begins with those that take longest, so that no worker is left alone with one at the end."""
    for item in items:
        if item.path.parent.name == "trust":
            item.add_marker("trust")
    items.sort(key=lambda item: item.path.parent.name != "trust" and item.path.name != "test_watch.py")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """A skipped test of these folders has failed, unless it says ``impossible here``: what lacks is a tool, or the registry."""
    report = yield
    strict = os.environ.get("CI") == "true" and item.path.relative_to(Path(__file__).parent).parts[0] in STRICT
    if report.skipped and strict and "impossible here: " not in str(report.longrepr):
        report.outcome, report.longrepr = "failed", f"left out, which CI does not allow: {report.longrepr}"
    return report
