"""All outputs of all renderers, found by discovery, and the files with the expected ones.

``python -m tests.renderers.outputs`` writes the expected files anew; read the difference before it is committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta, timezone
from pathlib import Path
from typing import Any

from inspector.catalogue import modules
from inspector.model import Audit, Report, SessionStory
from inspector.renderers._options import RenderOptions

from .example import TROUBLED

EXPECTED = Path(__file__).parent.parent / "expected"
RENDERERS = modules("inspector.renderers")


def drawn(format: str, value: Any, options: RenderOptions) -> str | None:
    """The output of one renderer; None when it has no form for this kind of value."""
    name = {Report: "render", SessionStory: "render_session", Audit: "render_audit"}[type(value)]
    draw = getattr(RENDERERS[format], name, None)
    return None if draw is None else str(draw(value, options))


def every_output(value: Any) -> Iterator[tuple[str, RenderOptions, str]]:
    """(format, options, output) for all renderers and the options that change them."""
    choices = [RenderOptions(), RenderOptions(verbosity=-1), RenderOptions(verbosity=1, timezone=timezone(timedelta(hours=5.5)))]
    choices += [RenderOptions(width=60, unicode=False, verbosity=1), RenderOptions(width=200, color=True, verbosity=1)]
    for format in RENDERERS:
        for options in choices:
            output = drawn(format, value, options)
            if output is not None:
                yield format, options, output


def expected() -> dict[str, str]:
    """Return what the expected files hold, by file name: one report in full, narrow, in ASCII and in colour."""
    berlin = timezone(timedelta(hours=1), "CET")
    cases: dict[str, tuple[str, Any, RenderOptions]] = {
        "full.txt": ("terminal", TROUBLED, RenderOptions(verbosity=1, timezone=berlin)),
        "narrow.txt": ("terminal", TROUBLED, RenderOptions(width=60)),
        "ascii.txt": ("terminal", TROUBLED, RenderOptions(width=80, unicode=False)),
        "color.txt": ("terminal", TROUBLED, RenderOptions(width=80, color=True)),
    }
    return {name: drawn(*case) or "" for name, case in cases.items()}


if __name__ == "__main__":
    for name, text in expected().items():
        (EXPECTED / name).write_text(text, encoding="utf-8", newline="\n")
