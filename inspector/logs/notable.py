"""Which records are kept, and the literals by which they are found."""

from __future__ import annotations

from inspector.logs.eras import Glance
from inspector.model import LogRecord

FAILURE = "prompt_async failed"

SERVING = frozenset(("serve", "web", "acp", "tui"))
COMMANDS = SERVING | frozenset(
    """
    run attach mcp auth agent upgrade uninstall models stats export import github pr session plugin plug db debug completion
    providers generate
    """.split()
)
"""OpenCode's subcommands: the first of the banner's arguments, where the terminal interface was not meant. Those that serve nobody
end by themselves, and what they leave open was nobody's stop."""

RARE = (
    b"prompt_async",  # the failure itself, and the request lines of 1.3 to 1.14
    b"opening database",
)
"""Literals that are rare in any log: every hit is parsed."""

LOUD = (b"ERROR ", b"WARN ")
"""Literals that are rare in healthy logs: every hit is inspected."""

ORDINARY = (
    b"asking",
    b"replied",
    b"cancel",
    b"creating instance",
    b"disconnected",
    b"booting location",
    b"loading plugin",
    b"event connected",
    b"disposing ",
    b"service=mcp key=",
    b"removing share",
    b'"action":"ask"} evaluated',
)
"""Literals that healthy logs contain too: only the first and last hits are parsed, the others are counted."""

_MESSAGES = frozenset(
    {
        "schema rejection",
        "Failed to drain Session",
        "rejection",
        "Unhandled rejection",
        "asking",
        "replied",
        "rejected",
        "failed to run data migrations",
        "failed to run migration",
        "failed to read file",
        "failed to read directory",
        "background dependency install failed",
        "client not found for readResource",
        "local mcp startup failed",
        "remote mcp startup failed",
        "server unavailable",
        "opening database",
        "opencode",
        "loading plugin",
        "creating instance",
        "disposing instance",
        "cancel",
        "event connected",
        "global event connected",
        "event disconnected",
        "global event disconnected",
        "ignored late part update",
        "ignored late message update",
        "invalid user part before save",
        "invalid user message before save",
        "booting location services",
        "loop exit with orphaned interrupted tool",
        "V1 migration failed",
        "removing share",
    }
)
_MCP = frozenset({"found", "create() successfully created client", "mcp server requires authentication"})
# Known never to be the cause of a missing answer (knowledge/causes.md 0.4), or told by the session's own records.
_NOISE = frozenset(
    {
        FAILURE,
        "stream error",
        "process",
        "share subscriber failed",
        "share flush failed",
        "failed to generate title",
        "failed to list snapshot files",
        "failed to capture snapshot",
        "failed to load skill",
        "failed to fetch models.dev",
        "failed to get prompts",
    }
)


OWN_MESSAGES = _MESSAGES | _MCP | _NOISE
"""Messages that OpenCode itself writes, as far as this module knows them."""

_FAILING = frozenset({"default", "server"})
"""The services of the legacy era that log a failed prompt; later records name no service."""


def is_failure(record: LogRecord) -> bool:
    """Return whether a record with the message `FAILURE` is one that a server writes about a failed prompt."""
    return record.level == "ERROR" and record.fields.get("service", "server") in _FAILING


def kind(record: LogRecord) -> str | None:
    """Return a short name for a notable record, equal for records that mean the same; None for other records."""
    message, fields = record.message, record.fields
    if message in _MESSAGES:
        return message
    if message == "evaluated" and fields.get("service") == "permission" and fields.get("action", "").endswith('"action":"ask"}'):
        return "asking"  # how servers up to 1.3 log that they ask
    if message == "failed" and fields.get("ref", "").startswith("err_"):
        return "ref=err_ failed"
    if fields.get("service") == "mcp" and message in _MCP:
        return "mcp"
    if message == "request" and fields.get("status") != "started" and fields.get("path", "").endswith("/prompt_async"):
        return "prompt_async request"
    if record.level in ("ERROR", "WARN") and message not in _NOISE and record.session_id is None:
        return f"other {record.level}"
    return None


def kind_at_a_glance(glance: Glance) -> tuple[bool, str | None]:
    """Return True and the kind of a record of which only the beginning was read; False first where the record must be parsed to
    tell."""
    message = glance.message
    if message in _MESSAGES:
        return True, message
    if message in _MCP or message in ("failed", "request"):
        return False, None
    if glance.level in ("ERROR", "WARN") and message not in _NOISE and not glance.names_session:
        return True, f"other {glance.level}"
    return True, None
