"""Sizes, and the counts of redacted values, as text."""

from __future__ import annotations

from inspector.model import Report
from inspector.redaction.state import KINDS


def ended(sentence: str) -> str:
    return sentence if sentence.endswith(("?", ".")) else f"{sentence}."


def size(count: int) -> str:
    """Return ``421.9 kB``: decimal units, one digit after the point."""
    value, unit = float(count), "B"
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if value < 1000 or unit == "TB":
            break
        value /= 1000
    return f"{count} B" if unit == "B" else f"{value:.1f} {unit}"


_MANY = {
    "key": "keys, tokens or passwords",
    "text": "prompt or answer texts",
    "email": "e-mail addresses",
    "home": "home directories",
    "dir": "directories",
    "host": "host names or addresses",
}


def hidden(report: Report) -> str:
    """Return what was redacted, in one sentence."""
    if not report.redacted:
        return "NOT REDACTED: this report may contain keys, names and directories."
    parts = [
        f"{count:,} {KINDS.get(kind, kind) if count == 1 else _MANY.get(kind, KINDS.get(kind, kind) + 's')}"
        for kind, count in report.redactions.items()
        if count
    ]
    return f"Redacted: {', '.join(parts)}." if parts else "Nothing had to be redacted."
