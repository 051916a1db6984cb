"""The provider accepted the request and then stopped sending; the answer was never completed.

What happens
The session stays busy forever. The answer row is open: no completion, no error, and no text or only its beginning. No
error is logged. Another prompt to the session is stored without a log record: it waits behind the open prompt.

Why
OpenCode has no default time limit for the first byte of an answer or for a pause in the answer.

How to tell it from similar causes
- An answer that is being sent leaves neither rows nor records until it ends (25 s on 1.15.13 and 1.18.33), so silence proves
  a stall only if it lasts longer than answers take. The legacy log shows each piece (`type=message.part.delta`): there, 5 s
  without a piece while the log continues prove it.
- The session's last main record is `stream ... small=false`, and none of its records follows while the log continues.
- From the database alone it stays undecided: the server may have been restarted since, or may be retrying a failed call.
- provider-error: `stream error` records show that the server is retrying.
- tool-hang, waiting-for-permission, waiting-for-answer: a tool part is running.
- server-stopped: the log of the server run ends.
- snapshot-hang, mcp-hang: `stream` was never reached.
- startup-stall, plugin-hang: `stream` is logged before the provider's package is loaded and before hooks change the request. The
  server has not called the provider yet if no `completed` follows `status=started ... getSDK` (1.2.6 to 1.15.13), or if no
  `llm runtime selected` follows `stream` (1.17.0 to 1.18.34). Every recorded call that was not cancelled at once has these records.

Remedy
- Abort and send again with a model that answers: worked when tried on 1.15.13, 1.17.19, 1.18.33, for a provider that
  never answers and for a provider that stops during the answer. The abort must go to the server that runs the answer.
- provider.ID.options chunkTimeout=3000 with timeout=6000 does NOT cure (1.15.13, 1.18.33). It makes the hang
  visible (`The operation timed out.`) when the provider never answers or sends only SSE comments. If the provider stops
  after its headers or during the answer, the server retries without end and without an error line. Either option alone:
  not tried.
- Waiting does not help: 1.18.33 calls the provider again every 5 minutes without logging why.
- Another prompt to the same session does not help (1.15.13, 1.18.33).

Versions
Seen on 1.15.13, 1.17.19, 1.18.33, alike. Reported up to 1.18.30.

Sources
anomalyco/opencode#37580, #21173, #43519, #40205, #48675, #43007. Recordings provider-hang-*, chunk-timeout-*,
silent-mix-*, remedies-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.model import Clue, Deciding, LogRecord, Outcome, Stage, Step, StepKind
from inspector.model.value import Value
from inspector.prompts.answers import cut_answers, is_hanging, last_activity, running_tool
from inspector.prompts.loops import LONGEST_ANSWER, RepeatedCall, repeated_call
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, moderate, neutral, row, strong, weak
from inspector.rules._hanging import successor
from inspector.rules._questions import (
    ANSWER_STOOD_STILL,
    LONG_SILENCE,
    PROVIDER_PAUSE,
    Pieces,
    aborted_in_log,
    newest_part,
    pieces,
    quiet_for,
    silent_provider,
    stood_still,
    uncalled,
)
from inspector.rules._remedies import aborts, each_of, note, resend, seconds
from inspector.rules._rule import Proof, Rule
from inspector.rules._symptoms import HANGS
from inspector.text import listed, many


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.SILENT or prompt.record is not None:
        return
    still = stood_still(prompt)
    reached = prompt.last_call
    waited = still or quiet_for(prompt, world) or timedelta()
    if reached is not None and not reached.is_made and waited >= ANSWER_STOOD_STILL:
        yield against("The server had not called the provider yet.", reached.record.source)
        return
    if still is not None:
        yield from _aborted(prompt, still)
        return
    end = aborted_in_log(prompt)
    if end is not None:
        yield weak("A provider that had stopped sending may be why the prompt was aborted.", end.source)
        return
    in_log = prompt.message is None and prompt.stage is Stage.STREAM
    if not (is_hanging(prompt) or in_log or (prompt.stage is Stage.STREAM and not prompt.answers)):
        return
    tool = running_tool(prompt)
    if tool is not None:
        yield against(f"A tool call ({tool.tool}) is still running.", row(prompt, "part", tool.id))
        return
    call = _call_of(prompt, world)
    unsure = silent_provider(prompt, world) if prompt.last_call is None else None
    yield from _last_record(prompt, world, call, is_sure=unsure is None)
    unasked = uncalled(prompt)
    if unasked is not None:
        yield against(f"The last record is `{unasked.message}`: the provider was not called.", unasked.source)
    if prompt.answer is not None:
        begun = "with the beginning of a text" if any(p.type in ("text", "reasoning") for p in prompt.answer_parts) else "empty"
        weigh = weak if call.is_early or unsure else moderate
        yield weigh(f"The answer is open, {begun}: no completion, no error.", row(prompt, "message", prompt.answer.id))
        if unsure:
            yield neutral(
                f"Other providers answered here, “{unsure}” never did: the server may still be installing this provider's package, which looks the same.",
                row(prompt, "message", prompt.answer.id),
            )
    yield from _silence(prompt, call)


class _Call(Value, frozen=True):
    """What is known of the prompt's last call to the provider."""

    records: tuple[LogRecord, ...]
    """The records of the prompt's steps."""
    again: RepeatedCall | None
    sent: Pieces
    quiet: timedelta | None
    """Time since the prompt's last activity."""
    has_failed: bool
    is_early: bool
    """Whether the evidence ends so soon after the last activity that the provider may only be pausing."""


def _call_of(prompt: Prompt, world: World) -> _Call:
    steps = ("stream", "stream error", "process", "loop", "exiting loop")
    records = tuple(r for r in prompt.records or () if r.message in steps and not r.is_side_call)
    again, sent, quiet = repeated_call(prompt), pieces(prompt, world), quiet_for(prompt, world)
    failed = any(r.message == "stream error" for r in records)
    in_vain = again is not None and again.timed_out
    paused = quiet is not None and quiet < PROVIDER_PAUSE and successor(prompt, world) is None
    return _Call(records, again, sent, quiet, failed, paused and not failed and not in_vain and sent is not Pieces.NONE)


def _last_record(prompt: Prompt, world: World, call: _Call, *, is_sure: bool) -> Iterator[Clue]:
    """Yield a clue when the session's last record is a call to the provider."""
    last = call.records[-1] if call.records else None
    if last is not None and last.message == "stream":
        weigh = strong if prompt.answer is not None and successor(prompt, world) is None else moderate
        ended = prompt.run is not None and not prompt.run.serves
        # an earlier call failed, and this one may fail in the same way
        failed_before = (call.again is not None and not call.again.timed_out) or cut_answers(prompt) > 1
        # the provider may still be answering, or the command may have ended
        weigh = weak if call.is_early or call.sent is Pieces.SENT or ended or failed_before or not is_sure else weigh
        yield weigh("The session's last record is the call to the provider (`stream`); no record follows it.", last.source)
    elif last is not None and last.message == "stream error":
        yield weak("The provider was called again after an error.", last.source)


def _silence(prompt: Prompt, call: _Call) -> Iterator[Clue]:
    """Yield a clue for how long the provider has been silent."""
    again, quiet, run = call.again, call.quiet, prompt.run
    if call.has_failed:
        yield weak("The provider had failed in earlier calls.", call.records[-1].source)
    elif again is not None and again.timed_out and again.waited is not None:
        yield moderate(f"The call before the last one was not answered for {seconds(again.waited)}.", again.record.source)
    elif call.sent is Pieces.NONE and run and run.last_time and run.last_piece:
        since = run.last_time - max(run.last_piece, last_activity(prompt) or run.last_piece)
        weigh = moderate if prompt.answer is not None else weak
        yield weigh(f"No piece of any answer was sent for {seconds(since)} while the log continued.", run.last_piece_source)
    elif quiet is not None and quiet >= PROVIDER_PAUSE:
        called = bool(call.records) and call.records[-1].message == "stream"
        longest = LONGEST_ANSWER if called else LONG_SILENCE
        watched = run is not None  # without a log the server may have been restarted, or may be retrying the call
        weigh = moderate if prompt.answer is not None and quiet >= longest and watched else weak
        long = "" if quiet >= LONGEST_ANSWER or call.sent is Pieces.SENT else ". A long answer also looks like this until it ends"
        yield weigh(f"No activity of this prompt for {seconds(quiet)}, while other activity continued{long}.", row(prompt))
    elif call.is_early and quiet is not None:
        yield neutral(
            f"The evidence ends {seconds(max(quiet, timedelta()))} after the prompt's last activity. A provider may pause this long, and files copied from a busy server look the same.",
            row(prompt),
        )


def _aborted(prompt: Prompt, still: timedelta) -> Iterator[Clue]:
    """Yield the evidence for a stall when the answer was aborted."""
    part = newest_part(prompt)
    where = row(prompt, "message", prompt.answer.id if prompt.answer else None)
    if part is not None and part.type == "tool":
        yield neutral("The silence was in a tool call, not in the provider's answer.", where)
        return
    if still < LONG_SILENCE and part is not None and part.chars:
        # a text is stored when it begins and when it ends, so its pieces may have come until the end
        yield weak(f"The answer's text began {seconds(still)} before the abort; when its last piece came is not stored.", where)
        return
    weigh = strong if still >= LONG_SILENCE else moderate
    yield weigh(f"The provider had been silent for {seconds(still)} when the answer was aborted.", where)
    calls = [
        r for r in prompt.records or () if r.message in ("stream", "stream error", "process", "cancel") and not r.is_side_call
    ]
    before = [r for r in calls if r.message != "cancel" and not r.fields.get("error")]
    if before and before[-1].message == "stream":
        yield moderate("The session's last record before the abort is the call to the provider (`stream`).", before[-1].source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    models = sorted({f"{p.answer.provider_id}/{p.answer.model_id}" for p in prompts if p.answer and p.answer.model_id})
    return f"The provider stopped sending in {many(len(prompts), 'prompt', 'prompts')}" + (
        f" ({listed(models)})." if models else "."
    )


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        each_of(StepKind.CONFIGURE, "Abort the session:", aborts(prompts)),
        resend("Send the prompt again, with a model that answers."),
        note(
            "If the provider does not even begin to answer, provider.<id>.options.timeout (ms) in opencode.json turns the hang into a visible error. It is not a cure."
        ),
    )


RULE = Rule(
    title="The provider's stream stopped",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(Proof.MODEL,),
    references=("anomalyco/opencode#37580", "anomalyco/opencode#21173", "anomalyco/opencode#43519", "anomalyco/opencode#40205"),
    not_a_remedy=(
        "chunkTimeout together with timeout, after the stream had begun: the server then retries without end (1.15.13, 1.18.33).",
        "Sending another prompt to the same session: it queues behind the open prompt.",
    ),
    says=(
        "~the operation timed out",
        "sse read timed out",
        "stream idle timeout",
        "chunk timeout",
        "no data received from the provider",
        "~idle timeout",
        "~mode=primary stream… hang",
        "provider response headers timed out",
        "headertimeouterror",
        "response headers timed out",
        "no response from provider",
        "stream stalled",
    ),
    told=(
        (
            r"\bno (?:data|chunks?|first token)\b|\bzero (?:bytes|chunks|data|tokens)\b|\bzero-chunk\b",
            r"\bstream\w*|\bprovider\b|\bsse\b|\bmodel\b",
        ),
        (
            HANGS,
            r"^(?!.*\b(?:clients? disconnect|disconnect\w* clients?|/(?:global/)?event\b)).*(?:(?<!event )\bstream(?:s|ing|ed)?\b|\bllm runtime selected\b|\b(?:provider|model|llm|api) (?:request|response|call)s?\b|\bsse (?:read|chunk|response))",
        ),
    ),
    possible_at={Stage.STREAM: 0, Stage.ANSWERING: 0},
    would_decide=(Deciding.PROCESS_ALIVE,),
)
