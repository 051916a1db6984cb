"""The first prompt of an instance waits for an MCP server that does not answer.

What happens
204, the user message is stored, `loop step=0` is logged, and then nothing follows for half a minute or more. After that the
prompt is answered normally. Later prompts are answered at once, until the server or its instance starts again. A client
with a short timeout has given up by then.

Why
Before its first call to a provider an instance connects to all its MCP servers and waits for each: 30 s by default, or
the server's configured `timeout`. A command or an address that never answers uses the whole time.

How to tell it from similar causes
- `server unavailable key=NAME` (1.17 and later) or `key=NAME ... local mcp startup failed` (1.15) is logged when the
  wait is over and names the MCP server. 1.15 also logs `service=mcp key=NAME ... found` when the wait begins; 1.17 and
  later log nothing before the end.
- snapshot-hang: the same rows and records, but no MCP server failed, or the same instance has already answered prompts.
  If a log of 1.17 or later ends during the wait, the two cannot be told apart.
- stream-stall: the last record is `stream`, not `loop`.
- server-stopped: where the evidence ends less than 5 s after the loop began, nothing shows that the prompt waited.

Remedy
- Wait: the prompt is answered after 33 to 35 s (1.15.13, 1.17.0, 1.18.33: one local server that never answers; 41 s with
  a second server that sends invalid answers).
- `"enabled": false` for the server in opencode.json, restart: worked when tried on 1.15.13 and 1.18.33 (in tests/e2e).
  Answered after 2.5 s and 3.2 s when tried for this page, 0.9 s on 1.17.0.
- A lower `"timeout"` (ms) for it, restart: worked when tried on 1.18.33 (in tests/e2e). A value of 2000 brought
  33 to 35 s down to 4.9 s (1.15.13), 5.1 s (1.17.0) and 7.2 s (1.18.33) when tried for this page.
- Another model does not help: the provider has not been called.

Versions
Seen on 1.15.13, 1.17.0 and 1.18.33, alike. Reported from 2025 to 1.18.x.

Sources
anomalyco/opencode#48743, #36865, #2940; code-yeongyu/oh-my-openagent#1915. Recordings mcp-hang-1.15.13,
mcp-hang-1.18.33, samples/mcp-hang-1.18.33; tried for this page on 1.15.13, 1.17.0, 1.18.33.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from inspector.model import Clue, LogRecord, Outcome, Stage, Step
from inspector.model.notes import AnsweredLate, Note
from inspector.prompts.loops import is_main_call
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, row, strong, weak
from inspector.rules._hanging import MCP_FAILED, instance_answered_before, waiting_servers
from inspector.rules._network_texts import REFUSED
from inspector.rules._questions import PROVIDER_PAUSE, STAMP_SLACK, quiet_for, uncalled
from inspector.rules._remedies import configure, note, restart, seconds
from inspector.rules._rule import Rule
from inspector.rules._symptoms import HANGS
from inspector.text import listed, many

MCP_PATIENCE = timedelta(minutes=10)
"""No report shows a longer wait for MCP servers. OpenCode waits 30 s for each, or the server's configured `timeout`."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    begun = uncalled(prompt)
    if (
        prompt.outcome is not Outcome.SILENT
        or prompt.record is not None
        or begun is None
        or begun.message != "loop"
        or begun.time is None
    ):
        return
    if prompt.stage not in (Stage.LOOP, Stage.STREAM) or prompt.answer_parts or instance_answered_before(prompt, world):
        return
    yield weak(
        "This is the instance's first prompt: the instance connects to its MCP servers before it calls a provider.", begun.source
    )
    quiet = quiet_for(prompt, world) or timedelta()
    if quiet > MCP_PATIENCE:
        yield against(
            f"The prompt has waited for {seconds(quiet)}; OpenCode waits at most 30 s for an MCP server, unless configured otherwise.",
            row(prompt),
        )
    mine, settled, before = waiting_servers(prompt, world, begun.time)
    if mine and quiet < PROVIDER_PAUSE:
        yield weak(
            f"MCP server {_name(mine)} was being connected, but the evidence ends {seconds(quiet)} after the loop began.",
            mine[-1].source,
        )
    elif mine:
        yield strong(f"MCP server {_name(mine)} was being connected and had not answered.", mine[-1].source)
        yield moderate(f"`loop` is the session's last record; the provider was not called for {seconds(quiet)}.", begun.source)
    elif settled:
        yield against(
            f"MCP server {_name(settled)} had answered or timed out, and the provider was still not called.",
            settled[-1].source,
        )
    elif before:
        weigh = moderate if quiet >= PROVIDER_PAUSE else weak
        yield weigh(f"MCP server {_name(before)} had failed at an earlier start.", before[-1].source)


def _name(records: Sequence[LogRecord]) -> str:
    return listed(sorted({f"“{r.fields['key']}”" for r in records}))


def delayed(world: World) -> Iterator[tuple[Prompt, LogRecord, timedelta]]:
    """Yield the answered prompts that had waited 10 s or more when an MCP server timed out, with its record and the wait."""
    failures = [r for r in world.notable(*MCP_FAILED) if r.time is not None]
    if not failures:
        return
    worked = sorted(((p.time, n, p) for n, p in enumerate(world.worked()) if p.time), key=lambda w: w[:2])
    for record in failures:
        assert record.time is not None  # noqa: S101 - filtered above
        for time, _, prompt in reversed(worked[: bisect_left(worked, (record.time,))]):
            if record.time - time > MCP_PATIENCE:
                break
            if record.time - time < timedelta(seconds=10):
                continue
            begun = _begun(prompt)
            same = prompt.run is not None and record.run == prompt.run.key
            if same and begun is not None and -STAMP_SLACK <= begun - record.time <= timedelta(seconds=10):
                yield prompt, record, record.time - time


def _begun(prompt: Prompt) -> datetime | None:
    """Return when the provider was first called, or, without such a record, when the first answer was complete; None
    when unknown."""
    calls = [r.time for r in prompt.records or () if is_main_call(r) and r.time]
    return min(calls, default=prompt.answers[0].completed if prompt.answers else None)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    named = sorted(
        {f"“{r.fields['key']}”" for p in prompts if (u := uncalled(p)) and u.time for r in waiting_servers(p, world, u.time)[0]}
    )
    return f"{many(len(prompts), 'prompt waits', 'prompts wait')} for {'MCP server ' + listed(named) if named else 'an MCP server'} to answer."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        note("Wait half a minute: OpenCode stops waiting for the MCP server and answers the prompt."),
        configure('Set `"enabled": false` for that server under `mcp` in opencode.json, or give it a lower `"timeout"` (ms).'),
        restart(),
    )


def notes(prompts: Sequence[Prompt], world: World) -> Iterator[Note]:
    """Yield a note on the longest wait of an answered prompt for an MCP server."""
    waits = [(waited, record, prompt) for prompt, record, waited in delayed(world)]
    if waits:
        waited, record, prompt = max(waits, key=lambda w: w[0])
        server, longest = record.fields.get("key", "?"), round(waited.total_seconds())
        yield AnsweredLate("mcp-hang", prompt.session_id or "", server, longest, record.source, len(waits))


RULE = Rule(
    title="The first prompt waits for an MCP server that does not answer",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#48743", "anomalyco/opencode#36865", "anomalyco/opencode#2940"),
    not_a_remedy=("Another model: the provider has not been called yet.",),
    says=(
        "failed to connect to mcp",
        "mcp server… timed out",
        "~mcp… connection closed",
        "~mcp… request timed out",
        "~local mcp startup failed",
        "~remote mcp startup failed",
        "dropping client… mcp",
        "mcp… dropping client",
        "~mcp error -32001",
        "failed to get tools… mcp",
        "*failed to get tools",
        "service=mcp… operation timed out",
        "mcp client… timed out",
        "mcp server… failed to start",
        "server unavailable key=",
        "~mcp startup failed",
        "note, opencode does not support mcp authentication yet",
        "server unavailable {",
        "mcpclienterror",
        "mcpfailed",
        'mcp server "… failed',
        "mcp… operation timed out after",
        "operation timed out after… mcp",
        "~operation timed out after",
        "mcp error -32000",
        *(
            f"{failed}… {REFUSED}"
            for failed in ("mcp server * failed to connect", "failed to connect to mcp", "mcp startup failed")
        ),
        f"{REFUSED}… mcp startup failed",
        f"~mcp… {REFUSED}",
        "streamable http error",
        "failed to start mcp server",
        "mcp server * exited with code",
        "mcp *: sse error",
        "mcp * failed to connect",
        "streamablehttperror",
        "sse error: … mcp",
        "~failed to get prompts… mcp",
        "~clientname=… failed to get",
    ),
    told=((HANGS + r"|\btim(?:e[sd]?|ing)[ -]?outs?\b", r"^(?!.*\btool calls?\b).*\bmcps?\b(?! tool)"),),
    aliases=("mcp-init-hang",),
    notes=notes,
)
