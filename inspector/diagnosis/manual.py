"""The manual: one page for each cause, from the rules' own docstrings, and a few pages beside them."""

from __future__ import annotations

import inspect
from dataclasses import dataclass
from importlib import resources

from inspector.diagnosis.verdict import rules

ALIASES = {
    "abort-drops-queued": "abort-dropped-queue",
    "bad-id-prefix": "request-rejected",
    "bad-part": "request-rejected",
    "channel-db": "wrong-database",
    "client-clock-ahead": "client-clock",
    "client-clock-behind": "client-clock",
    "client-orders-by-id": "not-in-the-evidence",
    "command-prompt-dropped": "not-in-the-evidence",
    "custom-id-not-sortable": "unsortable-id",
    "db-corrupt": "database-damaged",
    "db-huge-slow-open": "database-locked",
    "db-locked": "database-locked",
    "dir-deleted": "directory-missing",
    "drift-born-new": "schema-drift",
    "drift-replacement-seq": "schema-drift",
    "drift-seq-not-null": "schema-drift",
    "drift-split-v1-v2": "generation-split",
    "drift-v1-import-fails": "migration-failed",
    "drift-v2-workspace": "schema-drift",
    "fire-and-forget-lost": "unawaited-prompt",
    "fk-after-delete": "session-deleted",
    "id-inverted-same-host": "inverted-ids",
    "id-wrap-2026-08-14": "id-wrap",
    "idle-wake-race": "lost-wake",
    "mcp-init-hang": "mcp-hang",
    "migrate-dup-column": "migration-failed",
    "migrate-no-name": "migration-failed",
    "migrate-wiped-events": "reset-migrations",
    "no-reply-flag": "no-reply-requested",
    "oversized-inline": "request-rejected",
    "permission-wait": "waiting-for-permission",
    "plugin-chat-message-blocks": "plugin-hang",
    "plugin-chat-message-throws": "plugin-error",
    "plugin-followup-storm": "plugin-followup",
    "premature-idle": "not-in-the-evidence",
    "question-wait": "waiting-for-answer",
    "retry-forever": "provider-error",
    "runtime-crash": "server-stopped",
    "session-unknown-or-deleted": "session-not-found",
    "sse-era-1.14.4x": "wrong-directory",
    "sse-lost-on-background": "lost-event-stream",
    "status-stuck-busy": "not-in-the-evidence",
    "tool-hang-background-child": "tool-hang",
    "tool-part-orphaned": "server-stopped",
    "two-servers-one-db": "wrong-directory",
    "v2-admitted-not-promoted": "input-not-promoted",
    "v2-plugin-interrupts": "aborted",
    "v2-restart-banner": "not-in-the-evidence",
    "v2-snapshot-claim": "snapshot-hang",
    "v2-zombie-running": "dead-run",
    "wrong-directory-stream": "wrong-directory",
}
"""Other names of causes, as the knowledge base and older reports have them, and the page that tells of each."""


@dataclass(frozen=True, slots=True)
class Page:
    """One manual page."""

    id: str
    title: str
    text: str
    """Markdown: headed What happens, Why, How it is told from what looks alike, Remedy, Versions, Sources."""
    references: tuple[str, ...]
    not_a_remedy: tuple[str, ...]
    cause: bool = True
    """False for pages that are no cause, such as ``request-shape``."""


def causes() -> list[Page]:
    """Return a page for every cause, sorted by id."""
    return [
        Page(cause, str(rule.TITLE), inspect.cleandoc(rule.__doc__ or ""), tuple(rule.REFERENCES), tuple(rule.NOT_A_REMEDY))
        for cause, rule in sorted(rules().items())
    ]


def pages() -> list[Page]:
    """Return the causes and the further pages, sorted by id within each kind."""
    found = []
    for file in sorted(resources.files("inspector.data").joinpath("pages").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".md"):
            text = file.read_text("utf-8")
            found.append(Page(file.name[:-3], text.split("\n", 1)[0].lstrip("# ").strip(), text, (), (), False))
    return [*causes(), *found]


def page(name: str) -> Page | None:
    """Return one page by its id or another name of its cause; None when there is none."""
    id = ALIASES.get(name, name)
    return next((p for p in pages() if p.id == id), None)
