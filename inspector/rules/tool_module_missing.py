"""A custom tool or plugin imports a module that is not installed.

What happens
Every prompt of the directory fails. `background dependency install failed` is logged first, then
ERR_MODULE_NOT_FOUND or `Cannot find module`.

Why
A file under .opencode/tools/ imports a package (often @opencode-ai/plugin) that could not be installed: no network,
or a version that does not exist, such as `@local`. Tools are loaded for every prompt.

How to tell it from similar causes
- The words ERR_MODULE_NOT_FOUND, Cannot find module or Cannot find package in the failing record.
- plugin-error: the plugin loaded and threw.
- `background dependency install failed` alone is a warning and proves nothing.

Remedy
- Install the module next to the tool (package.json under .opencode/), or pin a version that exists, or remove
  the tool; then restart the server. Not tried.
- Another session or model does not help.

Versions
Reported on 1.15.x. Not among the recordings.

Sources
anomalyco/opencode#28286.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, logged, moderate
from inspector.rules._remedies import configure, resend, restart
from inspector.rules._rule import Rule
from inspector.text import many

WORDS = ("ERR_MODULE_NOT_FOUND", "Cannot find module", "Cannot find package", "ResolveMessage")
PACKED = ("module '/$bunfs/", "module 'B:/~BUN/")
"""Where OpenCode's binary keeps its own modules (Linux and macOS, Windows): one that lacks them is broken itself."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    text = fault.text[:4000] if fault is not None else ""
    if not any(words in text for words in WORDS) or any(words in text for words in PACKED):
        return
    yield conclusive("A module that a custom tool or plugin imports could not be found.", logged(prompt))
    failed = world.notable("background dependency install failed")
    if failed:
        yield moderate("The background install of the dependencies had failed.", failed[-1].source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt failed', 'prompts failed')} because a custom tool or plugin imports a module that is not installed."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        configure("Install the module next to the tool (package.json under .opencode/), or remove the tool."),
        restart(),
        resend(),
    )


RULE = Rule(
    title="A custom tool or plugin imports a module that is not installed",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#28286",),
    not_a_remedy=("Another session or model: tools are loaded for every prompt.",),
    says=(
        "?cannot find module ",
        "?cannot find module",
        "?err_module_not_found",
        "~err_module_not_found]: cannot find module '… imported from… @opencode-ai/plugin/dist",
        "~cannot find module '… node.js v",
        "?cannot find package",
        "?resolvemessage",
    ),
    about=r"\.opencode\b|[/\\]opencode[/\\]|@opencode-ai/|\btools?\b|\bplugins?\b",
    not_about=r"['\"`](?:opencode|@opencode-ai/cli)-(?:linux|darwin|windows)-|\berror \[\d{1,6}:\d{1,4}\]",
    told=(
        (
            r"\b(?:cannot|can't|could not) (?:find|resolve)\b|\bnot found\b|\bmissing\b|\bnot installed\b",
            r"@opencode-ai/plugin\b.{0,60}\bcustom tool|\bcustom tools?\b.{0,80}\b(?:module|package|dependenc|import)\w*|\.opencode/tools?/",
        ),
    ),
)
