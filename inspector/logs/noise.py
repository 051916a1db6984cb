"""Records of level ERROR or WARN that OpenCode servers write while every prompt is answered, each with the reason why it is harmless.

The messages were read in the binaries of 1.15.13 and 1.18.33 and seen in recordings of both. A record that is not listed here and
belongs to no prompt is reported (`Report.unplaced`), and a report with such an ERROR is never "nothing is wrong".
"""

from __future__ import annotations

from collections.abc import Mapping

from inspector.logs.eras import Glance
from inspector.model import LogRecord
from inspector.model.value import Value


class Noise(Value, frozen=True):
    """Why a record is not a sign of a lost prompt."""

    reason: str
    while_working: bool = False
    """True when the record is harmless only if the server went on afterwards. It may also be the last record of a server that
    stopped or hangs."""


_TITLE = Noise("Only the session's title is missing; the prompt is answered by another call.")
_SHARE = Noise("Sharing a session runs beside the prompt; the prompt does not wait for it.")
_SNAPSHOT = Noise("A snapshot serves undo alone; the prompt goes on without it.")
_SKILL = Noise("The skill is left out; prompts are answered without it.")
_TERMINAL = Noise("It concerns the terminal interface or its configuration, which the server does without.")
_REFERENCED = Noise(
    "The server puts the reason into the prompt in place of the file and goes on; where it does not, the prompt fails with a record of its own."
)
_LATE = Noise("A write arrived after its session or message had been deleted, and was dropped.")
_PLUGIN_PART = Noise("The prompt that a plugin changed fails with a record of its own.")
_TOOLS = Noise("The tools of this MCP server are missing; prompts are answered without them.", while_working=True)
_MODELS = Noise("The list of models is kept from an earlier time; prompts are answered with it.", while_working=True)
_INSTALL = Noise("Installing the plugin package is tried in the background; prompts are answered without it.", while_working=True)
_PLUGIN = Noise("The plugin is left out; prompts are answered without it.", while_working=True)
_WORKSPACE = Noise("It concerns a worktree or a remote workspace being made, not a prompt of this server.")
_HOUSEKEEPING = Noise("Housekeeping that is tried again later; no prompt waits for it.")
_SEARCH = Noise("Searching and watching files serve the client's lists; no prompt waits for them.")
_REPLY = Noise("A client answered a request that another one had answered already.")
_CONFIG = Noise("The setting is ignored and its default used.")
_EVENTS = Noise("A listener for events failed; the prompt that caused the event goes on.")
_ACP = Noise("The editor's protocol lost a figure or a message; the server's own work is not concerned.")
_TOOL = Noise("A tool did without it and went on; what became of the call is in the session's rows.")
_CLIENT_CONFIG = Noise("The stored share or account could not be brought up to date; no prompt waits for it.")

_KNOWN: Mapping[str, Noise] = {
    message: noise
    for noise, messages in (
        (_TITLE, ("failed to generate title",)),
        (_SHARE, ("share subscriber failed", "share flush failed", "share full sync failed", "failed to sync share")),
        (
            _SNAPSHOT,
            (
                "failed to list snapshot files",
                "failed to capture snapshot",
                "failed to add snapshot files",
                "failed to get diff",
                "failed to restore snapshot",
                "total patch budget exceeded",
                "patch exceeded byte limit",
                "batched patch exceeded byte limit",
            ),
        ),
        (
            _SKILL,
            (
                "failed to load skill",
                "failed to refresh skill",
                "failed to fetch skill index",
                "failed to fetch index",
                "failed to download",
                "failed to download skill file",
                "skill path not found",
                "skill entry missing SKILL.md",
                "duplicate skill name",
            ),
        ),
        (
            _TERMINAL,
            (
                "skipping invalid tui config",
                "failed to read tui config",
                "failed to initialize fff",
                "failed to load photon",
                "failed to read system username, using fallback",
                "tui keys in opencode config are deprecated; move them to tui.json",
                "tui config migrated but source file was not stripped",
                "setRawMode failed",
            ),
        ),
        (
            _REFERENCED,
            (
                "failed to read file",
                "failed to read directory",
                "failed to read MCP resource",
                "client not found for readResource",
            ),
        ),
        (_LATE, ("ignored late part update", "ignored late message update")),
        (_PLUGIN_PART, ("invalid user part before save", "invalid user message before save")),
        (
            _TOOLS,
            (
                "local mcp startup failed",
                "remote mcp startup failed",
                "server unavailable",
                "mcp server requires authentication",
                "failed to get prompts",
                "failed to get resources",
                "failed to get tools",
                "missing cached tools for connected server",
                "MCP connection closed",
                "MCP server log",
                "invalid remote mcp url",
                "Ignoring MCP config entry without type",
            ),
        ),
        (
            _MODELS,
            (
                "failed to fetch models.dev",
                "Failed to fetch models.dev",
                "gitlab model discovery failed",
                "state discovery error",
            ),
        ),
        (_INSTALL, ("background dependency install failed", "failed to install dependencies", "failed to install plugin")),
        (
            _PLUGIN,
            (
                "failed to load plugin",
                "failed to load internal plugin",
                "plugin config hook failed",
                "plugin dispose hook failed",
                "plugin incompatible",
                "plugin has no server entrypoint",
            ),
        ),
        (
            _WORKSPACE,
            (
                "worktree bootstrap failed",
                "worktree start task failed",
                "worktree start command failed",
                "worktree checkout failed",
                "workspace proxy upstream error",
                "workspace target request failed",
                "workspace target response decode failed",
                "workspace target failed",
                "workspace listener failed",
                "workspace adapter list failed",
                "workspace sync failed to start",
                "session warp final source sync failed",
                "adapter not available when removing workspace",
                "project copy refresh failed",
                "project copy name generation failed",
                "project directory persistence failed",
                "failed to materialize reference",
                "failed to materialize reference repository",
            ),
        ),
        (
            _HOUSEKEEPING,
            (
                "truncation cleanup failed",
                "cleanup loop failed",
                "cleanup failed",
                "instance dispose failed",
                "instance disposal failed",
                "global disposal failed",
                "loop exit with orphaned interrupted tool",
                "heap usage exceeded limit",
                "init failed",
                "mDNS enabled but hostname is loopback; skipping mDNS publish",
            ),
        ),
        (
            _SEARCH,
            ("watcher backend not supported", "failed to init watcher service", "failed to subscribe", "failed to format file"),
        ),
        (_REPLY, ("reply for unknown request", "reject for unknown request")),
        (_CONFIG, ("OPENCODE_PERMISSION contains invalid JSON, skipping", "configuration compatibility diagnostic")),
        (
            _EVENTS,
            (
                "Event listener failed",
                "failed to emit global event",
                "failed to replay global event",
                "failed to connect to global sync",
            ),
        ),
        (
            _ACP,
            (
                "failed to fetch messages for usage update",
                "failed to send usage update",
                "failed to get providers for usage context limit",
                "failed to abort ACP backing session",
            ),
        ),
        (_TOOL, ("failed to decode image", "thinking blocks dropped by provider")),
        (
            _CLIENT_CONFIG,
            (
                "failed to load OpenCode provider config",
                "failed to persist refreshed xai tokens",
                "failed to persist refreshed routers",
            ),
        ),
    )
    for message in messages
}

_ENDINGS = tuple(f" {message}" for message in _KNOWN)


def known_noise(record: LogRecord) -> Noise | None:
    """Return why `record` is harmless; None when it is not known to be."""
    noise = _KNOWN.get(record.message)
    if noise is not None:
        return noise
    if record.message in ("stream error", "process") and (record.is_side_call or record.fields.get("agent") == "title"):
        return _TITLE
    if record.message == "":  # legacy era: the message of an unknown service is part of its last value
        said = record.error_text
        if said.startswith("setRawMode failed"):
            return _TERMINAL
        if said.endswith(_ENDINGS):
            return _KNOWN[max((message for message in _KNOWN if said.endswith(f" {message}")), key=len)]
    return None


def noise_at_a_glance(glance: Glance) -> tuple[bool, Noise | None]:
    """Return why such records are harmless; False with it where other fields of the record decide."""
    noise = _KNOWN.get(glance.message)
    if noise is None and glance.message in ("stream error", "process"):
        return not glance.may_be_side_call, None
    return noise is not None or glance.message != "", noise
