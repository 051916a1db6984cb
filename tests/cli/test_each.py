"""The table of `diagnose --each`."""

from __future__ import annotations

from msgspec.structs import replace

from inspector.cli.fleet import draw_servers, sum_up
from inspector.renderers._options import RenderOptions
from tests.fleet.tasks import judged


def test_the_last_line_counts_the_servers_by_state() -> None:
    assert sum_up(["trouble", "ok", "trouble", "unknown"]) == (
        "\n4 servers: 2 in trouble, 1 not fully checked, 1 with nothing wrong.\n"
    )


def test_on_a_narrow_terminal_each_server_takes_two_lines() -> None:
    troubled = replace(judged("alpha", *["id-wrap"] * 1200, "agent-not-found"), problems=2)
    table = draw_servers([troubled, judged("beta", status="ok")], RenderOptions(width=80))
    assert table.splitlines() == [
        "alpha  1,201 failed, 2 problems",
        "  id-wrap (1,200), agent-not-found (1)",
        "beta",
        "  The verdict on beta.",
    ]
    wide = draw_servers([troubled, judged("beta", status="ok")], RenderOptions(width=120)).splitlines()
    assert wide[0].split() == ["server", "failed", "silent", "rejected", "problems", "causes"]
    assert wide[1].split() == ["alpha", "1,201", "-", "-", "2", "id-wrap", "(1,200),", "agent-not-found", "(1)"]
