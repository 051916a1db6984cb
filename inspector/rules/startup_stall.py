"""The server, or the instance of a directory, was still starting or downloading a package while the prompt waited.

What happens
- The request gets no HTTP response: the instance loads its configuration and gets no further. Nothing is stored.
- Or the prompt is stored and its loop begins, but the provider is not called, because tools are still being installed.
- Or `stream` is logged and the answer stays empty, because the npm package of the prompt's provider is still being installed. The
  install fails after 70 s when the registry refuses connections, and after 16 minutes when it never answers (1.18.28). Then the
  answer ends with `ProviderInitError` (1.15.3) or `Failed to initialize provider: <id>` (1.18.28).

Why
When it starts, an instance installs the plugins named in the configuration, and `@opencode-ai/plugin` for each
configuration folder with tools or plugins. It may also fetch the list of models from models.dev. If the registry or that
host accepts connections and does not answer, the start waits for minutes. Without a network the install fails at once and
the start goes on.
The package of a provider that is not part of OpenCode is installed when that provider is first used, into
~/.cache/opencode/packages. Every prompt with this provider waits for it, and prompts with other providers are answered.

How to tell it from similar causes
- plugin-hang: the log names a plugin being loaded (`loading plugin`), or other requests of the instance are answered.
- mcp-hang: the log names an MCP server that is being connected. Its time limit is 30 s.
- snapshot-hang: the log has no `tracking` after the loop began.
- stream-stall: the provider was called. For a call that was not made, no `completed` follows `status=started ... getSDK` (1.2.6 to
  1.15.13), and no `llm runtime selected` follows `stream` (1.17.0 to 1.18.34).
- plugin-hang: from 1.17 on, a hook that changes the request (`chat.params`, `experimental.chat.system.transform`) also leaves
  `stream` without `llm runtime selected`. A provider that answered before has its package.
- server-start-failed: the process ended, so the connection is refused.
- `background dependency install failed`, or `Failed to fetch models.dev`, alone is not a problem: healthy servers without
  a network log them and continue. They count only if the prompt was waiting at that time, or if no record follows.

Remedy
- Wait for the install to fail (minutes), then send again. Not tried.
- Make the registry or the host reachable (proxy settings, npm_config_registry), or remove the plugin from the
  configuration; OPENCODE_DISABLE_MODELS_FETCH=1 skips the model list. Then restart. Not tried.
- A provider's package: make the registry reachable and send the prompt again: worked when tried on 1.15.13, 1.17.9, 1.18.33. Without
  a restart it is answered about a minute after the first install began, and after a restart in seconds (1.15.13, 1.18.33).
- A provider's package without a registry: put the package into ~/.cache/opencode/packages, from a server that has it, and restart:
  worked when tried on 1.15.13, 1.18.33.
- Sending again while the registry does not answer does not help. Tried for a provider's package on 1.15.13, 1.17.9, 1.18.33.

Versions
A plugin whose registry does not answer blocks every request of that directory: seen on 1.15.13, 1.17.9, 1.18.33. A
custom tool that needs `@opencode-ai/plugin`: the prompt is stored and waits after `loop`: 1.15.13, 1.17.9. A provider's package:
1.15.3, 1.15.13, 1.17.9, 1.18.28, 1.18.33.

Sources
anomalyco/opencode#9493, #33905, #31463, #35870, #38730, #44684, #47212, #47279; RooCodeInc/Roomote#617. Tried with a
registry on loopback that accepts requests and never answers, and with one that refuses connections.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.model import Clue, LogRecord, Outcome, Run, Stage, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, row, strong, weak
from inspector.rules._questions import (
    ANSWER_STOOD_STILL,
    LONG_SILENCE,
    PROVIDER_PAUSE,
    cancelled_at_once,
    has_answered,
    quiet_for,
    silent_provider,
    stood_still,
    uncalled,
)
from inspector.rules._remedies import configure, note, resend, restart, seconds
from inspector.rules._rule import Rule
from inspector.rules._starts import failed_start
from inspector.rules._symptoms import HANGS
from inspector.text import many

FETCHES = ("background dependency install failed", "Failed to fetch models.dev", "failed to fetch models.dev")
GAVE_UP = ("ProviderInitError", "Failed to initialize provider: ")
"""How the error of an answer begins when the package of its provider could not be installed or loaded (1.15.3, 1.18.28)."""
SETTLED = timedelta(seconds=5)
"""A healthy instance logs its next records within this time after it was created."""
YOUNG = timedelta(minutes=2)
"""A prompt sent at most this long after its instance was created may be waiting for the instance to start."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.SILENT or prompt.record is not None or prompt.answer_parts:
        return
    if prompt.request is not None and prompt.request.unanswered and prompt.message is None:
        yield from _never_up(prompt, world)
    elif prompt.stage is Stage.FAILED or (prompt.last_call is not None and not prompt.last_call.is_made):
        yield from _package(prompt, world)
    elif prompt.stage in (Stage.LOOP, Stage.STREAM) and cancelled_at_once(prompt) is None:
        yield from _waiting(prompt, world)
        yield from _unseen_package(prompt, world)


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


def _package(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a provider that was not called, because its npm package was not installed yet."""
    answer, call = prompt.answer, prompt.last_call
    where = row(prompt, "message", answer.id) if answer is not None else None
    if answer is not None and answer.error_name and (answer.error_message or "").startswith(GAVE_UP):
        took = answer.completed - answer.time_created if answer.completed and answer.time_created else timedelta()
        if took >= LONG_SILENCE:
            yield strong(
                f"The provider could not be initialized, {seconds(took)} after the answer began. An install of its package without a network takes this long to fail.",
                where,
            )
        return
    if call is None or call.is_made:
        return
    provider = call.record.fields.get("providerID", "")
    if has_answered(provider, prompt, world):
        return  # its package is there
    aborted = answer is not None and answer.error_name
    waited = stood_still(prompt) if aborted else quiet_for(prompt, world)
    if waited is None or waited < ANSWER_STOOD_STILL:
        if not aborted:
            yield weak(f"The evidence ends before the provider “{provider}” was called: its package may still be loading.", where)
        return
    if call.record.message == "stream":
        yield moderate(
            f"`stream` is logged, but `llm runtime selected` is not: the server had not called the provider. It first installs the package of the provider (“{provider}”).",
            call.record.source,
        )
    else:
        yield strong(
            f"The server began to load the package of the provider “{provider}”, and that did not end.", call.record.source
        )
    if world.index.provider_times.keys() - {provider}:
        yield moderate(f"Other providers answered here, “{provider}” never did.", where)
    if answer is not None:
        yield weak(f"The answer stayed empty for {seconds(waited)}.", where)


def _unseen_package(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield a clue where the log does not show whether the provider was called."""
    provider = silent_provider(prompt, world) if prompt.last_call is None and world.logs is not None else None
    if provider is not None and prompt.answer is not None:
        yield weak(
            f"Other providers answered here, “{provider}” never did: its package may still be loading.",
            row(prompt, "message", prompt.answer.id),
        )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    if all(_waits_for_package(p) for p in prompts):
        return f"{many(len(prompts), 'prompt', 'prompts')} waited for the npm package of a provider to be installed."
    return f"{many(len(prompts), 'prompt', 'prompts')} waited for a server or an instance that was still starting."


def _waits_for_package(prompt: Prompt) -> bool:
    """Whether the prompt, or the one that it is queued behind, got as far as its provider's package."""
    return prompt.answer is not None or prompt.last_call is not None or prompt.behind is not None


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    if all(_waits_for_package(p) for p in prompts):
        return (
            note(
                "Check whether the server's machine can reach the npm registry, and whether the package is in its cache:",
                "curl -sS -m 10 -o /dev/null -w '%{http_code}\\n' \"${npm_config_registry:-https://registry.npmjs.org/}\"",
                'ls -d "${XDG_CACHE_HOME:-$HOME/.cache}"/opencode/packages/*/node_modules/* "${XDG_CACHE_HOME:-$HOME/.cache}"/opencode/packages/*/*/node_modules/*/*',
            ),
            configure(
                "Let the server reach the npm registry (HTTPS_PROXY, npm_config_registry), or copy the package's folder in ~/.cache/opencode/packages from a server that has it."
            ),
            restart(),
            resend(),
        )
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
    title="The server was still starting or downloading a package while the prompt waited",
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
        "~npminstallfailederror… @opencode-ai/plugin",  # installed in the background: no prompt waits for it
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
