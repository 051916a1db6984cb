"""The server, or the instance of a directory, was still starting while the prompt waited.

What happens
- The request gets no HTTP response: the instance loads its configuration and gets no further. Nothing is stored.
- Or the prompt is stored and its loop begins, but the provider is not called, because tools are still being installed.

Why
When it starts, an instance installs the plugins named in the configuration, and `@opencode-ai/plugin` for each
configuration folder with tools or plugins. It may also fetch the list of models from models.dev. If the registry or that
host accepts connections and does not answer, the start waits for minutes. Without a network the install fails at once and
the start goes on.

How to tell it from similar causes
- plugin-hang: the log names a plugin being loaded (`loading plugin`), or other requests of the instance are answered.
- mcp-hang: the log names an MCP server that is being connected. Its time limit is 30 s.
- snapshot-hang: the log has no `tracking` after the loop began.
- server-start-failed: the process ended, so the connection is refused.
- `background dependency install failed`, or `Failed to fetch models.dev`, alone is not a problem: healthy servers without
  a network log them and continue. They count only if the prompt was waiting at that time, or if no record follows.

Remedy
None of these was tried.
- Wait for the install to fail (minutes), then send again.
- Make the registry or the host reachable (proxy settings, npm_config_registry), or remove the plugin from the
  configuration; OPENCODE_DISABLE_MODELS_FETCH=1 skips the model list. Then restart.
- Sending again to the waiting server does not help.

Versions
A plugin whose registry does not answer blocks every request of that directory: seen on 1.15.13, 1.17.9, 1.18.33. A
custom tool that needs `@opencode-ai/plugin`: the prompt is stored and waits after `loop`: 1.15.13, 1.17.9.

Sources
anomalyco/opencode#9493, #33905, #31463, #35870, #38730, #44684, #47212, #47279; RooCodeInc/Roomote#617. Tried with a
registry on loopback that accepts requests and never answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.model import Clue, LogRecord, Outcome, Run, Stage, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, strong, weak
from inspector.rules._questions import PROVIDER_PAUSE, cancelled_at_once, quiet_for, uncalled
from inspector.rules._remedies import configure, note, resend, restart, seconds
from inspector.rules._rule import Rule
from inspector.rules._starts import failed_start
from inspector.rules._symptoms import HANGS
from inspector.text import many

FETCHES = ("background dependency install failed", "Failed to fetch models.dev", "failed to fetch models.dev")
SETTLED = timedelta(seconds=5)
"""A healthy instance logs its next records within this time after it was created."""
YOUNG = timedelta(minutes=2)
"""A prompt sent at most this long after its instance was created may be waiting for the instance to start."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.SILENT or prompt.record is not None or prompt.answer_parts:
        return
    if prompt.request is not None and prompt.request.unanswered and prompt.message is None:
        yield from _never_up(prompt, world)
    elif prompt.stage in (Stage.LOOP, Stage.STREAM) and cancelled_at_once(prompt) is None:
        yield from _waiting(prompt, world)


def _never_up(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a request without an HTTP response when the log of the instance ends during its start."""
    stalled = stalled_start(prompt, world)
    if stalled is None or prompt.request is None or failed_start(prompt, world) is not None:
        return
    run, created = stalled
    yield strong(
        f"The instance of {created.fields.get('directory') or 'the directory'} was being created and logged nothing after it loaded its configuration.",
        created.source,
    )
    yield moderate("The request got no HTTP response, and this server run worked on no session.", prompt.request.source)
    plugins = [
        r
        for r in world.notable("loading plugin")
        if r.run == run.key and not r.fields.get("path", "").startswith(("opencode", "@opencode"))
    ]
    if plugins:
        yield against("An outside plugin was being loaded, and its own code may hang.", plugins[-1].source)


def stalled_start(prompt: Prompt, world: World) -> tuple[Run, LogRecord] | None:
    """Return the run and its ``creating instance`` record if an instance was starting when the prompt came and never
    finished."""
    time = prompt.time
    for created in reversed(world.notable("creating instance")):
        run = next((r for r in world.logs.runs if r.key == created.run), None) if world.logs else None
        if run is None or run.last_time is None or created.time is None or time is None or created.time > time + SETTLED:
            continue
        if run.first_loop is None and run.last_time - created.time < SETTLED and not _ended_before(run, prompt, world):
            return run, created
        return None
    return None


def _ended_before(run: Run, prompt: Prompt, world: World) -> bool:
    """Whether another server run had replaced `run` before the prompt was sent."""
    successor = world.successor(run)
    return (
        successor is not None
        and successor.first_time is not None
        and prompt.time is not None
        and successor.first_time <= prompt.time
    )


def _waiting(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a loop that began soon after its instance was created, when the provider was not called."""
    begun = uncalled(prompt)
    if begun is None or begun.message != "loop" or begun.time is None:
        return
    made = [
        r
        for r in world.notable("creating instance")
        if r.run == begun.run and r.time and r.time <= begun.time and begun.time - r.time <= YOUNG
    ]
    if not made or any(p.time and made[-1].time and made[-1].time <= p.time < begun.time for p in world.worked(prompt.run)):
        return
    yield weak("This is the first prompt of an instance that was created shortly before.", made[-1].source)
    quiet = quiet_for(prompt, world) or timedelta()
    if quiet < PROVIDER_PAUSE:
        return  # the evidence ends too soon to show that the prompt waited
    after = [r for r in world.notable(*FETCHES) if r.run == begun.run and r.time and r.time >= begun.time]
    if after and after[-1].time is not None:
        yield strong(
            f"While the prompt waited, `{after[-1].message}` was logged, {seconds(after[-1].time - begun.time)} after its loop began.",
            after[-1].source,
        )
        if quiet < SETTLED:
            yield moderate("No record of the prompt's own run follows before the evidence ends.", begun.source)
    elif quiet >= SETTLED:
        yield weak(
            f"The provider was not called for {seconds(quiet)}; the log does not show a running install of dependencies.",
            begun.source,
        )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt', 'prompts')} waited for a server or an instance that was still starting."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        note(
            "Check whether the server's machine can reach the npm registry and models.dev:",
            "curl -sS -m 10 -o /dev/null -w '%{http_code}\\n' https://models.dev/api.json",
        ),
        configure("If not: remove the plugin from the configuration or set the proxy, and set OPENCODE_DISABLE_MODELS_FETCH=1."),
        restart(),
        resend(),
    )


RULE = Rule(
    title="The server was still starting while the prompt waited",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#44684", "anomalyco/opencode#38730", "anomalyco/opencode#35870", "anomalyco/opencode#9493"),
    not_a_remedy=("Sending again to the same server while it waits: each request waits with it.",),
    says=(
        "~background dependency install failed",
        "~waiting for opencode server start",
        "npminstallfailederror",
        "~npminstallfailederror… no matching version found",
        "~npminstallfailederror… no version matching",
        "~npminstallfailederror… background dependency install failed",
        "~background dependency install failed… npminstallfailederror",
        "~failed to fetch models.dev",
    ),
    told=(
        (
            HANGS + r"|\btime[sd]? ?out\b",
            r"\bmodels\.dev\b|\b(?:dependency|plugin) install|message=init\b|@opencode-ai/plugin\b|\bbun[`'\"]? (?:add|install)\b|`bun (?:add|install)|\bopencode add\b|\badd --force --exact\b",
        ),
        (
            r"\b\d{2,4}\+? ?(?:s|secs?|seconds?|minutes?)\b",
            r"\bstart-?up (?:delay|time|takes|took|hang)|\bdelay\w* (?:at|on|during|before) start-?up\b",
        ),
    ),
)
