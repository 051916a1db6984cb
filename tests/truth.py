"""What was observed on the recorded servers (``truth.json`` beside a recording), in the words of the catalogue."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

MEANS: Mapping[str, set[str]] = {
    "unknown-agent": {"agent-not-found"},
    "unknown-model": {"model-not-found"},
    "unknown-provider": {"model-not-found"},
    "plugin-hang": {"plugin-hang", "plugin-error"},
    "db-locked": {"database-locked"},
    "missing-table": {"database-damaged"},
    "constraint-primarykey": {"duplicate-id", "constraint-violation"},
    "constraint-trigger": {"constraint-violation"},
    "constraint-notnull-not-drift": {"constraint-violation"},
    "fk-violation": {"session-deleted", "constraint-violation"},
    "session-not-found": {"session-not-found", "session-deleted"},
    "bad-url": {"part-unreadable"},
    "mcp": {"part-unreadable"},
    "dir-deleted": {"directory-missing"},
    "provider-hang": {"stream-stall", "provider-error"},
    "provider-retry": {"provider-error", "stream-stall"},
    "compaction-loop": {"compaction-loop", "context-overflow"},
    "context-overflow": {"context-overflow", "compaction-loop", "provider-error"},
    "crash": {"server-stopped", "stream-stall"},
    "pending-input": {"input-not-promoted"},
    "noReply": {"no-reply-requested"},
    "client-clock-behind": {"client-clock"},
    "client-clock-ahead": {"client-clock"},
    "message-id-order": {"unsortable-id", "client-clock"},
    "runaway-loop": {"unsortable-id", "client-clock"},
    "custom-id-not-sortable": {"unsortable-id", "client-clock"},
    "permission-wait": {"waiting-for-permission"},
    "question-wait": {"waiting-for-answer"},
    "abort-drops-queued": {"abort-dropped-queue", "aborted"},
    "permission-rejected": {"permission-refused", "waiting-for-permission"},
    "rejected-400": {"request-rejected"},
    "not-found-404": {"session-not-found"},
    "rejected-401": {"unauthorized"},
    "rejected-500": {"server-error"},
    "unknown-command": {"request-rejected"},
}
"""Names of the recordings that are not the catalogue's; two causes where the evidence of a recording cannot tell them apart."""
KILLED_TOO = {"crash", "pending-input", "provider-hang", "provider-retry", "tool-hang", "permission-wait", "question-wait"}
"""What a killed server may equally be blamed for."""


@dataclass(frozen=True, slots=True)
class Recording:
    """One recording with its truth."""

    folder: Path

    @property
    def truth(self) -> Mapping[str, Any]:
        found: Mapping[str, Any] = json.loads((self.folder / "truth.json").read_text())
        return found

    def sessions(self) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
        """Each session with its prompts, oldest first."""
        for session, story in self.truth["sessions"].items():
            yield session, story.get("prompts", [])

    def logs(self) -> list[Path]:
        return [*sorted(self.folder.glob("server*.log")), *sorted(self.folder.glob("log/*.log"))]

    def accepted(self, prompt: Mapping[str, Any]) -> set[str]:
        """Cause ids that are right for a prompt; none when it was answered."""
        cause = prompt.get("cause")
        found = set(MEANS.get(str(cause), {str(cause)})) | set(prompt.get("also", ())) if cause else set()
        if cause in KILLED_TOO and any(run.get("how") == "SIGKILL" for run in self.truth.get("runs", ())[-1:]):
            found.add("server-stopped")
        return found | {500: {"server-error"}, 400: {"request-rejected"}, 409: {"request-rejected"}}.get(
            prompt.get("status") or 0, set()
        )

    def known(self) -> Mapping[str, set[str]]:
        """What may be said of each session; sessions of which the truth is not known are left out."""
        return {
            session: set().union(*(self.accepted(prompt) for prompt in prompts))
            for session, prompts in self.sessions()
            if not any(p.get("neutral") or (p.get("cause") is None and p.get("outcome") not in ("ok", None)) for p in prompts)
        }


def recordings(*folders: Path) -> list[Recording]:
    """The recordings that are one of `folders` or lie in one."""
    found = [f for folder in folders for f in ([folder] if (folder / "truth.json").exists() else sorted(folder.iterdir()))]
    return [Recording(folder) for folder in found if (folder / "truth.json").exists()]
