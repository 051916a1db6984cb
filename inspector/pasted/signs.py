"""Whose words a text is: signs of OpenCode, and signs of other programs that fail with the same words."""

from __future__ import annotations

import re

from inspector.model.pasted import Origin

_OURS = re.compile(
    "|".join(
        (
            r"\b(?:ses|msg|prt|per|que|pty)_[0-9a-zA-Z]{20,30}\b",
            r"/\$bunfs/|packages/opencode/|@opencode-ai/|\bopencode-ai\b|\b(?:anomalyco|sst)/opencode\b",
            r"\bopencode (?:serve|run|web|attach|auth|db|acp|upgrade)\b|\bOPENCODE_[A-Z_]{3,}",
            r"[/\\](?:opencode|kilo)[/\\][\w.-]{0,60}\.db\b|\bopencode(?:-[\w.]+)?\.db\b",
            r"\.(?:local/share|config)/opencode/|\.opencode/|\bopencode\.jsonc?\b|\bkilocode\b",
            r"\bprompt_async\b|\bsession_(?:message|input|context_epoch|inbox)\b|\bsession\.(?:prompt|processor|error|next)\b",
            r"\b(?:ProviderModelNotFound|ModelUnavailable|VariantUnavailable|MessageAborted|MessageOutputLength|ProviderInit|ProviderAuth)Error\b",
            r"\bConfig(?:Invalid|Frontmatter|Json|DirectoryTypo)Error\b|\bNamedError\b|Agent not found: |\bAI_[A-Z]\w+Error\b",
            r"Failed to drain Session|V1 migration failed|\bref\"?[=:]\s?\"?err_[0-9a-z]{6,}",
            r"\"(?:providerID|modelID|sessionID|messageID|isRetryable)\"",
            r"\"name\"\s?:\s?\"\w{3,60}Error\"\s?,\s?\"data\"\s?:",
            r"^(?:Error: )?Unexpected error(?:, check log file|$)",
            r"\blevel=(?:ERROR|WARN|INFO) (?:run=\w+ )?message=",
            r"\bservice=(?:session|server|mcp|permission|question|provider|default|plugin|llm|bus|tui)(?:\.\w+)?\s",
            r"\bEffectDrizzleQueryError\b|\beffect/sql/SqlError\b|\"_id\":\"Cause\",\"failures\"|\bFileSystem\.realPath\b|\bRequestExecutor\.execute\b",
            r"\breplacement_seq\b|CREATE TABLE `project`",
            r"\bopencode_lib\b|\bai\.opencode\.desktop\b|\bopencode-debug-|\bSessionPrompt\.|\bSessionProcessor\b|SystemPrompt\.environment",
        )
    ),
    re.MULTILINE,
)
_NAMED = re.compile(r"\bopen-?code\b", re.IGNORECASE)
_FOREIGN = re.compile(
    "|".join(
        (
            r"\bgoroutine \d+ \[|\b[\w/-]+\.go:\d+|\btime=\S+ level=\w+ (?:source=\S+ )?msg=",
            r"\bsqlalchemy\b|\bTraceback \(most recent call last\)|^\s*File \"[^\"]+\.py\", line \d+|\bpsycopg|\bsqlite3\.OperationalError\b|\bDjango",
            r"\bat (?:java|org|com|kotlin|scala)\.[\w.$]+\(|\bActiveRecord::|\.rb:\d+:in |\bpanicked at .+\.rs:\d+|\bNpgsql|\bSystem\.Data\.",
            r"\bPDOException\b|\.php:\d+|\bPrismaClient|\bTypeORM|\bKnex\b|\bbetter-sqlite3\b",
            r"\bnode_modules/(?!(?:\.bin/)?(?:@opencode-ai|opencode))[\w@.-]+/.*drizzle",
            r"\bGrafana\b|\bn8n\b|\bHome Assistant\b|\bUptime Kuma\b|\bVaultwarden\b",
        )
    ),
    re.MULTILINE,
)


def origin_of(text: str) -> Origin:
    """Return whose words `text` is. A sign of another program counts only where none of OpenCode's own is."""
    if _OURS.search(text):
        return Origin.OPENCODE
    if _FOREIGN.search(text):
        return Origin.FOREIGN
    return Origin.UNKNOWN


def names_opencode(text: str) -> bool:
    """Whether `text` speaks of OpenCode at all."""
    return _NAMED.search(text) is not None
