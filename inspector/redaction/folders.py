"""Folder names that identify a person, a customer or a project."""

from __future__ import annotations

from collections.abc import Iterator

from inspector.model import Audit, Report, SessionStory
from inspector.patterns import late
from inspector.redaction.people import HOME
from inspector.redaction.state import State

_HARMLESS = frozenset(
    (
        "~",
        ".",
        "..",
        "log",
        "logs",
        "tmp",
        "var",
        "lib",
        "etc",
        "opt",
        "usr",
        "srv",
        "data",
        "home",
        "share",
        ".local",
        "state",
        "cache",
        ".cache",
        "config",
        ".config",
        "opencode",
        "library",
        "application support",
    )
)

_SEPARATOR = late(r"[\\/]")

PATH = late(  # no path of a URL begins like this; those of the system's own programs tell nothing
    r"(?:(?<![\w.\]%$-])(?:/(?:home|Users|srv|opt|var|mnt|media|data\d?|[Vv]olumes?|private|tmp|workspaces?|work|projects|repos?|code|src"
    r"|root|nix|run|exports?|nfs|net|builds?|github|storage|www|sites|persist|efs|scratch|drives?|shares?|vol\d?|disk\d?)|[A-Za-z]:(?=[\\/]))"
    r"|\[dir-\d{1,9}\])(?:[\\/]{1,8}[^\s\\/:*?\"'<>|,;()\[\]{}`]{1,255}){1,64}"
)

_FILE = late(r"[^\\/]{0,255}\.[A-Za-z][A-Za-z0-9]{0,9}\Z")


def hide_folder(path: str, state: State) -> str:
    """Hide the folder of `path` and keep the name of its file. A folder that every machine has is kept."""
    stop = len(path.rstrip("."))
    path, rest = path[:stop], path[stop:]
    cut = max(path.rfind("/"), path.rfind("\\")) if _FILE.search(path) else len(path)
    folder = path[:cut]
    if folder.startswith("[") or telling_folder(folder + "/"):
        folder = state.directory(folder.rstrip("/\\"))
    return folder + path[cut:] + rest


def telling_folder(path: str) -> str | None:
    """Return the folder of `path` when its name may identify a person; None when every machine has such a folder."""
    folder = path[: max(path.rfind("/"), path.rfind("\\"), 0)]
    home = HOME.match(folder)
    parts = _SEPARATOR.split(folder[home.end() :] if home else folder)
    return None if all(not part or part.lower() in _HARMLESS for part in parts) else folder


def _inputs(value: Report | SessionStory | Audit) -> Iterator[str]:
    report = value if isinstance(value, Report) else value.report
    for log in report.logs:
        yield from (log.path, log.duplicate_of or "")
    for run in report.runs:
        yield from (run.path, run.database_path or "")
    for path, _ in report.requests:
        yield path
    for entry in report.entries:
        yield entry.log[0] if entry.log else ""
    for facts in (report.database, value.facts if isinstance(value, Audit) else None):
        if facts:
            yield from (facts.path, *facts.siblings)


def learn_folders(report: Report | SessionStory | Audit, state: State) -> None:
    """Remember the folders of the inputs, so that sentences which quote a path show the same stand-in."""
    state.learn(dict.fromkeys(filter(None, map(telling_folder, dict.fromkeys(_inputs(report))))))
