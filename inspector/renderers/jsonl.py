"""The JSON object of :mod:`inspector.renderers.json` on one line, for many servers and for ``watch``."""

from __future__ import annotations

from inspector.model import Report
from inspector.renderers._options import RenderOptions
from inspector.renderers.json import document, written

NAME = "jsonl"
SUFFIXES = (".jsonl", ".ndjson")


def render(report: Report, options: RenderOptions) -> str:
    """Return one line, including the newline."""
    return written(document(report))
