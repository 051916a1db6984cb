"""Measures which families of keys are hidden in which forms, and writes the table on the page on redaction.

``python -m tests.redaction.measure`` replaces the table on the page by a fresh one.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from inspector.logs.prefixes import Unwrapper
from inspector.redaction.redact import redact_text
from inspector.redaction.state import State
from tests.redaction.families import FIXED, NAMED, Member, members

PAGE = Path(__file__).parents[2] / "inspector" / "data" / "pages" / "redaction.md"
BEGIN, END = "The table counts how many families are hidden.\n", "\n## Cannot be recognised"
"""What stands before and behind the table."""
SEEDS = range(3)
"""So many members of each family are tried."""


def _escaped(key: str) -> str:
    inner = json.dumps({"detail": f"first\n{key}"})
    return json.dumps({"cause": inner})


def _in_pieces(key: str) -> str:
    """The record after the reader has joined what a collector cut in the middle of the key."""
    line, middle = f"ERROR 2026-11-22T06:42:47 +1ms service=default note={key} failed", len(key) // 2 + 52
    stamp = "2026-11-22T06:42:47.123456789Z stderr"
    cut = f"{stamp} P {line[:middle]}\n{stamp} F {line[middle:]}\n".encode()
    unwrapper = Unwrapper(cut)
    return (bytes(unwrapper.feed(cut)) + bytes(unwrapper.flush())).decode()


FORMS: Mapping[str, Callable[[str], str]] = {
    "alone": lambda key: key,
    "in a sentence": lambda key: f"The provider refused {key}, ask for another.",
    "in JSON": lambda key: json.dumps({"note": key, "n": 1}),
    "in JSON in JSON": _escaped,
    "in a URL": lambda key: f"https://api.example.com/v1/items?ref={key}&n=1",
    "in a header": lambda key: f"x-note: {key}",
    "assigned": lambda key: f"NOTE={key} HOME=/",
    "as an argument": lambda key: f"tool --with '{key}' --fast",
    "URL-encoded": lambda key: f"https://example.com/?x={quote(f'note={key}', safe='')}",
    "cut in pieces": _in_pieces,
    "in base64": lambda key: b64encode(f"note: {key}\n".encode()).decode(),
}
"""How a key may stand in a text; the names are the heads of the table."""
WINDOW = 10
"""So many characters of a secret in a row are too many to be shown."""


def is_hidden(member: Member, form: str) -> bool:
    """Whether no part of the key can be read in the redacted text."""
    text = FORMS[form](member.text)
    shown = redact_text(text, State(own=()))
    if form == "in base64":
        return shown != text and text[:40] not in shown
    plain = unquote(shown).replace("\\", "")
    return not any(
        secret[at : at + WINDOW] in plain for secret in member.secrets for at in range(max(len(secret) - WINDOW, 0) + 1)
    )


def misses(families: str) -> dict[str, list[str]]:
    """Return for each form the families of which a member can be read."""
    made = [member for seed in SEEDS for member in members(families, seed)]
    return {form: list(dict.fromkeys(m.family for m in made if not is_hidden(m, form))) for form in FORMS}


def table() -> str:
    """Return the table of hits and misses, in Markdown."""
    lines = ["| where the key is | with a known form | after a name | not hidden |", "| --- | ---: | ---: | --- |"]
    fixed, named = misses(FIXED), misses(NAMED)
    counts = [len(list(members(families))) for families in (FIXED, NAMED)]
    for form in FORMS:
        missed = ", ".join((*fixed[form], *named[form]))
        hits = [f"{count - len(found[form])} of {count}" for count, found in zip(counts, (fixed, named), strict=True)]
        lines.append(f"| {form} | {hits[0]} | {hits[1]} | {missed or 'none'} |")
    return "\n".join(lines)


def main() -> None:
    """Write a fresh table into the page."""
    before, _, rest = PAGE.read_text().partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}\n{table()}\n{END}{rest.partition(END)[2]}")


if __name__ == "__main__":
    main()
