"""Hides what must not leave the machine, and keeps what a diagnosis needs.

Hidden: API keys, tokens and passwords, share links, e-mail addresses, home directories, host names and addresses, texts of
prompts and answers, inputs of tools, and everywhere in a text the name of this machine, the name of this user and the home
directory.

Kept: IDs (``ses_…``, ``msg_…``, ``err_…``), versions, migrations, table and column names, the names of the inputs. The same value
has the same stand-in (``[host-2]``) throughout a run, so that values which belong together can still be matched.

Redaction cannot recognise: a secret without a known form and without a name before it; words of a prompt that a server or a
plugin repeats inside a sentence of its own; names of agents, models, tools, plugins and files; directories outside homes (a
bundle hides them: `State.everywhere`); user names of other machines; host names of a single word.

Each family has cheap literal keywords that are searched first (as gitleaks and troubleshoot.sh do). All patterns are bounded or
anchored at a literal, so the time is linear in the length of the text.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace

from inspector.model import Report, Shown
from inspector.model.texts import each_text
from inspector.redaction.folders import PATH, hide_folder, learn_folders
from inspector.redaction.people import hide_people_and_places
from inspector.redaction.prose import hide_texts
from inspector.redaction.secrets import hide_secrets
from inspector.redaction.state import State, normalize_path

_OWN_ID = re.compile(r"(?:ses|msg|prt)_[0-9a-f]{12}[0-9A-Za-z]{14}\Z")
"""An ID as a server makes it. Half of all texts in a report are such IDs, and none is hidden."""


def redact_text(text: str, state: State) -> str:
    """Return `text` with everything hidden that must not leave the machine.

    `text` may be any text: a field, a sentence, the lines of a log. A second redaction changes nothing more. The time is linear
    in the length of `text`.
    """
    if text[3:4] == "_" and _OWN_ID.match(text):
        return text
    known = state.seen.get(text)
    if known is not None:
        return text if known == text else known  # what is unchanged is not made again
    shown = _hidden(text, state)
    if len(text) < 2048:
        if len(state.seen) >= 100_000:
            state.seen.clear()
        state.seen[text] = shown
    return shown


def _hidden(text: str, state: State) -> str:
    """Return `text` after each family has hidden what it recognises."""
    shown = text
    if state.folders and "dir" not in state.kept:
        shown = state.folders.sub(lambda m: state.hide("dir", normalize_path(m.group())), shown)
    if state.everywhere and ("/" in shown or "\\" in shown):
        shown = PATH.sub(lambda m: hide_folder(m.group(), state), shown)
    for kind, value, pattern in state.own:
        if kind in state.kept:
            continue
        shown = pattern.sub(lambda m, kind=kind, value=value: state.hide(kind, value), shown)  # type: ignore[misc]
    low = shown.lower()
    shown = hide_texts(shown, low, state)
    shown = hide_secrets(shown, low, state)
    return hide_people_and_places(shown, low, state)


def redact(report: Shown, *, hide: bool = True, state: State | None = None) -> Shown:
    """Return the report with secrets, texts, people and machines hidden, and the number of hidden values of each kind in
    `redactions`.

    With `hide` false only the mark changes: ``redacted=False``. A `state` that the caller passes keeps its stand-ins, for
    whatever is sent together with the report.
    """
    state = state or State()
    shown = report
    if hide:
        learn_folders(report, state)
        shown = each_text(report, lambda text: redact_text(text, state))
    marks: dict[str, Any] = {"redacted": hide, "redactions": MappingProxyType(state.counts if hide else {})}
    if isinstance(shown, Report):
        return replace(shown, **marks)
    return replace(shown, report=replace(shown.report, **marks))
