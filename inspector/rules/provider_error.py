"""The model provider refused the request, failed, or cut its answer short.

What happens
- Permanent refusal (400, 401): the answer ends in APIError with the provider's status and text.
- Temporary refusal (429, 500, 503, 529) or no connection: the server retries without end. The answer stays open with
  no error in its row; /session/status says `retry`. With a long retry-after there is one pair of records, then no more.
- Connection cut during an answer: see Versions.

Why
The provider, its quota, the key, or the network. OpenCode has no upper limit for retries.

How to tell it from similar causes
- `stream error` records that alternate with `stream` mean retrying. Lines with small=true belong to the title and
  are not the cause.
- stream-stall: the last record is `stream` and no error ever comes.
- context-overflow, output-cut-off, aborted: these have their own error names.
- missing-credentials: ProviderAuthError, or the server suggests the same model name. A plain 401 from the
  provider is a provider-error.

Remedy
- Still retrying: abort and send again with a model that answers: worked when tried (429 with a long retry-after) on
  1.15.13, 1.17.19, 1.18.33.
- Refused (401): send again with a model that answers: worked when tried on 1.18.33 (in tests/e2e).
- Fix what the provider's text names (key, quota, request): not tried.
- Waiting does not help where retry-after is long: the server obeys values of up to about 24 days.

Versions
- 1.15.13: `service=llm ... error={...} stream error`, and the whole request in the line. 1.17 and later:
  `message="stream error" ... error.error="AI_APICallError: ..."`.
- Up to 1.3.0 the error may stand in the record of the step alone, which names no session (`session.processor error=... process`); `cancel` of
  the session follows at once (1.1.53).
- A call that is never answered is repeated after 5 minutes, without a line (1.18.33): that is stream-stall.
- Connection cut during an answer: 1.15.13 keeps the partial answer with finish `unknown` and logs nothing; 1.18.33 calls the
  provider again and again and logs nothing (5 answers in 4 s). 1.14.41 to 1.18.19 treat `unknown` as final, 1.18.33
  does not. Where one answer is final so, it is listed only if it has 0 output tokens and the same model ends other answers with
  a reason and with tokens: some providers never give a reason (seen on 1.17.19).
- v2 API (1.17.19, 1.18.33): `Failed to drain Session ... Provider request failed with HTTP 400`.
- 2.x: the error's type is `provider.*` (auth, quota, rate-limit, transport, internal, invalid-request, invalid-output,
  unknown), and an open answer's `retry` counts the attempts. Taken from its published schema; no 2.x server was tried.

Sources
anomalyco/opencode#21960, #39790, #47641, #30510, #40014. Recordings provider-errors-*, provider-retry-*,
remedies-*.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, LogRecord, MessageRow, Outcome, Stage, Step, StepKind
from inspector.prompts.answers import UNEXPLAINED, count, cut_answers, is_hanging, running_tool
from inspector.prompts.loops import repeated_call
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, refutes, row, strong, weak
from inspector.rules._context import is_too_long, made_room
from inspector.rules._history import refusal
from inspector.rules._models import keyless_call, without_key
from inspector.rules._network_texts import OTHERS_CALLED, PROVIDER_CALLED
from inspector.rules._provider import cut_short, failed_calls, is_unsent, words_of
from inspector.rules._remedies import aborts, configure, each_of, resend
from inspector.rules._rule import Proof, Rule
from inspector.rules._symptoms import HANGS
from inspector.text import beginning, listed, many

NOT_MINE = frozenset(
    {
        "MessageAbortedError",
        "ContextOverflowError",
        "ProviderAuthError",
        "MessageOutputLengthError",
        "ContentFilterError",
        "permission.rejected",
        "provider.no-route",
        "provider.context-overflow",
    }
)

QUOTED_ERRORS = (
    *("429", "500", "502", "503", "529", "ConnectionRefused", "Unable to connect"),
    *("timed out", "rate limit", "overloaded", "AI_APICallError"),
)
"""Words of a logged error that a clue quotes, the most specific first."""

PROVIDERS_OWN = ("timed out", "ConnectionRefused", "Unable to connect", "AI_", "socket connection was closed", "ECONNRESET")
"""Words of an error text that come from the call to the provider."""


NOT_OF_PROVIDER = ("database", "Failed query", "Invalid prompt", "ENOSPC")
"""Words of an answer's error that come from the server itself."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.outcome is not Outcome.SILENT:
        return
    turn = _failed_turn(prompt)
    if turn is not None:
        yield turn
        return
    yield from _repeated_refusal(prompt, world)
    answer = prompt.answer
    text = (answer.error_message or "") if answer is not None and _is_providers(answer.error_name) else ""
    if any(words in text for words in NOT_OF_PROVIDER):
        return
    errors = failed_calls(prompt)
    if any(is_unsent(call) for call in errors):
        yield refutes("The stored conversation is not a valid request: OpenCode sent nothing to the provider.", errors[-1].source)
        return
    if answer is not None and _is_providers(answer.error_name):
        yield from _error_of_answer(prompt, answer, errors)
    elif answer is not None and answer.retries and answer.completed is None:
        where = row(prompt, "session_message", answer.id)
        yield strong(f"The row shows that the server retries the call: attempt {answer.retries}.", where)
        yield strong(f"The server retries because of this error: {answer.retry_error or 'not named'}.", where)
    else:
        yield from _end_of_answer(prompt, world)
    if errors:
        yield from _stream_errors(prompt, errors)
    elif answer is None or is_hanging(prompt):
        yield from _repeated_call(prompt)
        yield from _unwatched(prompt)


def _failed_turn(prompt: Prompt) -> Clue | None:
    """Return a clue for a turn that failed before an answer was begun; None when there is none."""
    fault = prompt.fault
    if fault is None:
        return None
    if prompt.record is None and _of_provider(fault.name):
        where = row(prompt, "session_message", prompt.projected.id if prompt.projected else None)
        return conclusive(f"The turn ended in {fault.name} before there was an answer.", where)
    if "Provider request failed" in fault.text:
        return conclusive("The provider refused the request.", logged(prompt))
    return None


def _repeated_refusal(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield the evidence that the stored conversation is the reason for a refusal."""
    refused = refusal(prompt, world)
    if refused is not None and refused.of_history:
        yield against("The provider's error is about messages stored in the session, and it repeats there.", refused.source)
    elif refused is not None and refused.of_session:
        yield against(
            "The same refusal repeats only in this session, while the same model answers in other sessions.", refused.others
        )


def _error_of_answer(prompt: Prompt, answer: MessageRow, errors: Sequence[LogRecord]) -> Iterator[Clue]:
    name, text, where = answer.error_name or "", answer.error_message or "", row(prompt, "message", answer.id)
    if without_key(text):
        yield against("The error says that no API key was sent.", where)
    if is_too_long(text):
        yield against("The provider's text is about the length of the conversation.", where)
    named = name == "APIError" or name.startswith("provider.")
    if named or answer.error_status or errors or any(w in text for w in PROVIDERS_OWN):
        status = f" with HTTP {answer.error_status}" if answer.error_status else ""
        yield conclusive(f"The answer ended in {name}{status}.", where)
    else:
        yield weak(f"The answer ended in {name}, which may not come from the provider.", where)


def _end_of_answer(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues from the end of an answer without an error."""
    answer = prompt.answer
    if prompt.empty:
        where = row(prompt, "message", answer.id if answer else None)
        yield moderate("A stream that was cut before its first word leaves the same rows.", where)
        return
    if answer is None:
        return
    where = row(prompt, "message", answer.id)
    broken_off = cut_answers(prompt)
    if broken_off >= 2:
        yield strong(
            f"{broken_off} answers to this prompt were cut short with finish “unknown”: the provider's stream ended early.", where
        )
        yield strong("The server called the provider again each time.", row(prompt))
    elif answer.completed and answer.finish is None and not answer.error_name and prompt.stage is Stage.STREAM:
        compaction = made_room(prompt)
        if compaction is not None:
            yield against("The answer ended empty, and a compaction followed at once.", row(prompt, "message", compaction.id))
        else:
            yield strong("The answer ended empty, without finish or error: it was stopped while the server was retrying.", where)
    elif answer.completed and answer.finish in UNEXPLAINED and not any(p.chars for p in prompt.answer_parts):
        yield strong(f"The answer ended without text, with finish “{answer.finish}”: the provider did not send an answer.", where)
    elif answer.completed and answer.finish in UNEXPLAINED and answer.output_tokens == 0:
        yield from cut_short(prompt, answer, world)


def _stream_errors(prompt: Prompt, errors: Sequence[LogRecord]) -> Iterator[Clue]:
    """Yield clues from this prompt's failed provider calls in the log."""
    answer, last = prompt.answer, errors[-1]
    long = next((call for call in errors if is_too_long(words_of(call))), None)
    if long is not None:
        yield against("The provider's text is about the length of the conversation.", long.source)
    if keyless_call(prompt) is not None:
        yield against("The error says that no API key was sent.", last.source)
    if answer is not None and answer.error_name not in (None, "MessageAbortedError"):
        return
    kind = "“stream error”" if last.message == "stream error" else f"“{last.message}” error"
    records = many(len(errors), f"{kind} record", f"{kind} records")
    yield strong(f"{records} for this prompt{_kind(last)}.", last.source)
    if is_hanging(prompt):
        yield moderate(
            "The answer is still open: the server is retrying, without end and without storing an error.",
            row(prompt, "message", answer.id if answer else None),
        )
    elif prompt.message is None and prompt.rows is None:
        yield moderate("No answer followed.", last.source)


def _repeated_call(prompt: Prompt) -> Iterator[Clue]:
    """Yield clues from a retry whose calls are in the log and whose errors are not."""
    again = repeated_call(prompt)
    if again is not None:
        weigh = weak if again.timed_out else strong
        where = again.record.source
        yield weigh("The server called the provider again in the same step, as it does after a failed call.", where)
        yield moderate("No answer followed.", where)


def _unwatched(prompt: Prompt) -> Iterator[Clue]:
    """Yield a clue for an open answer that no log covers: only the log has the errors of calls that are retried."""
    if prompt.answer is not None and prompt.projected is None and prompt.run is None and running_tool(prompt) is None:
        yield weak("A server that retries a failed call leaves the same rows; only its log has the error.", row(prompt))


def _is_providers(name: str | None) -> bool:
    """Whether an answer's error may come from the provider: no other cause explains errors of this name."""
    return bool(name) and name not in NOT_MINE


def _of_provider(name: str | None) -> bool:
    """Whether an error type of 2.x comes from the provider; the type for an unknown model does not."""
    return name is not None and name.startswith("provider.") and name not in NOT_MINE


def _kind(record: LogRecord) -> str:
    text = words_of(record)
    return next((f"; the last: {word}" for word in QUOTED_ERRORS if word in text), "")


def summary(prompts: Sequence[Prompt], world: World) -> str:
    status = sorted({str(p.answer.error_status) for p in prompts if p.answer and p.answer.error_status})
    return f"The provider refused or broke off {many(len(prompts), 'prompt')}" + (
        f" (HTTP {listed(status, 4)})." if status else "."
    )


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    said = count(beginning(p.answer.error_message, 120) for p in prompts if p.answer and p.answer.error_message)
    words = "; ".join(f"“{text}”" + (f" ({number})" if number > 1 else "") for text, number in said[:4])
    more = f" and {len(said) - 4} more" if len(said) > 4 else ""
    retrying = [p for p in prompts if p.answer is None or p.answer.completed is None]
    return (
        configure(
            f"Read the provider's error and fix what it points to (key, quota, model, request){f': {words}{more}' if words else ''}."
        ),
        *((each_of(StepKind.CONFIGURE, "If the session is still retrying, abort it:", aborts(retrying)),) if retrying else ()),
        resend("Send the prompt again, with a model that answers."),
    )


RULE = Rule(
    title="The model provider refused, failed or cut its answer short",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(Proof.MODEL,),
    references=("anomalyco/opencode#21960", "anomalyco/opencode#39790", "anomalyco/opencode#47641"),
    not_a_remedy=("Waiting: the server retries without end, after the time that a `retry-after` sets.",),
    about=PROVIDER_CALLED,
    not_about=OTHERS_CALLED,
    forms=(
        (
            r"\bapi[ _-]?keys?\b|\b(?:access|auth\w*|bearer|oauth|api|refresh) tokens?\b|\bauthorization header\b|\btoken provided\b|\b(?:chatgpt|your) (?:workspace|account|organization)\b|api ?key|令牌|密钥",
            r"\binvalid\b|\bincorrect\b|\bwrong\b|\bexpired\b|\brevoked\b|\bdisabled\b|\bdeactivated\b|\bsuspended\b|\bmalformed\b|\brejected\b|\bnot (?:valid|authorized|eligible|recogni[sz]ed)\b|\bbanned\b|无效|过期|失效|禁用|封禁",
        ),
        (
            r"^(?!.*\b(?:context|prompt|token count)\b).*(?:\b(?:quotas?|credits?|balance|billing|subscriptions?|trial|free tier|(?:your|current|coding|token) plan|(?:daily|hourly|weekly|monthly|usage|request|spending) (?:\w+ )?limits?)\b|额度|余额|套餐|订阅|欠费)",
            r"\bexceed\w*|\bexhausted\b|\binsufficient\b|\bdepleted\b|\bused up\b|\b(?:run|ran) out\b|\breached\b|\bnegative\b|\bexpired\b|\b(?:does|do) not include\b|\bnot enough\b|\btoo low\b|\brecharge\b|\btop up\b|\bupgrade\b|\bplease subscribe\b|不足|用完|用尽|过期|到期|充值|续费|耗尽|超限",
        ),
        (
            r"\brequests?\b|\brate\b|\bconcurren\w+|\btpm\b|\brpm\b|\bthrottl\w*|\btraffic\b|并发|请求|频率|调用|访问",
            r"\btoo many requests\b|\brate[ -]?limit\w*|\bthrottl(?:ed|ing)\b|\b(?:maximum|usage) (?:usage )?increase rate\b|\bparallel request limit\b|\bscale up your\b|过于频繁|超额|太频繁|过多|超限|限流",
        ),
        (
            r"\b(?:model|engine|upstream|inference|deployment)\b|\bprovider\b|模型|上游|服务",
            r"\b(?:too |is |are )busy\b|\boverloaded\b|\bscaled to zero\b|\btiming out\b|\bunder (?:heavy|high) load\b|\bhigh demand\b|\btemporarily\b|\bproduced invalid content\b|繁忙|暂时不可用|过载|超时|负载过高",
        ),
        (
            r"^(?!.*\bsecurity\b).*\b(?:content|prompt|response|output|request|input|unable to respond)\b",
            r"\bsafety (?:filters?|systems?|settings?|reasons?)\b|\bcontent (?:policy|policies|filters?|filtering|moderation)\b|\busage polic(?:y|ies)\b|\bmoderation\b|\bflagged\b",
        ),
    ),
    told=(
        (
            r"\bretr(?:y|ies|ied|ying)\b|\bfail\w*|\bstops?\b|\babort\w*|\berrors?\b",
            r"\brate[ -]?limit\w*|\b429\b|\btoo many requests\b|\boverloaded\b",
        ),
        (
            HANGS
            + r"|\bsilent\w*|\bno (?:\w+ )?(?:warning|message|indication|notice|error)\b|\bdoes(?: not|n't) (?:alert|show|notify|report|tell)\b",
            r"\bprovider(?:'s)? (?:quota|limit)s?\b|\bquota limits?\b|\b(?:usage|rate) limits?\b",
        ),
        (
            r"\b(?:40[023]|422|429|502|503|504|529)\b[ -]?(?:status |http )?errors?\b|\berrors? (?:code |status )?(?:40[023]|422|429|502|503|504|529)\b",
            r"\b(?:models?|providers?|accounts?|subscriptions?|api keys?|llms?)\b|\b(?:claude|gpt|gemini|opus|sonnet|kimi|glm|qwen|deepseek|minimax|copilot)\b",
        ),
        (HANGS + r"|\bstops?\b|\bfail\w*", r"\bprovider errors?\b"),
        (r"\bretr(?:y|ies|ied|ying)\b", r"\bprovider\b|\bupstream\b|\btransient errors?\b|\b5\d\d\b|\b5xx\b"),
        (
            r"\bexceeded\b|\bexhausted\b|\breached\b|\bhit\b",
            r"\bquota\b|\busage limits?\b|\bcredits?\b|\bfree (?:\w+ )?(?:usage|tier|requests?|limit)\b",
        ),
    ),
    aliases=("retry-forever",),
    possible_at={Stage.STREAM: 2, Stage.FAILED: 0},
)
