"""A plugin hook or a custom tool threw an error, or returned data that cannot be stored.

What happens
204, then `prompt_async failed`; no user message is stored. On 1.15 the session already has its agent and model,
because the prompt fails after they are stored. Often only some prompts fail.

Why
The hook `chat.message` runs before the message is stored. An error that it throws ends the prompt. The server
checks a changed message against the schema when it saves it.

How to tell it from similar causes
- A bare string as the error (`Cause([Die("...")])`, `"defect":"text"`): OpenCode's own code never throws a bare string,
  but hooks do. It also never throws untagged objects or undefined (`"defect":{"code":42}`, `Cause([Die(undefined)])`).
- A hook that runs while the model is called (chat.params) ends the answer in an UnknownError; the `process` record has
  its stack, whose first frame is outside `/$bunfs/`, the binary's own files (seen on 1.15.3, 1.17.18, 1.18.12).
- A hook whose own database refuses: from 1.17.0 on the record has a bare `SQLiteError: database is locked`, while an error of
  OpenCode's own database is wrapped (`effect/sql/SqlError`, `EffectDrizzleQueryError`). Up to 1.15 both records are the same: where an
  outside plugin was loaded, only other evidence decides, such as the five seconds that OpenCode waits for a lock.
- An SQLite text in an error of class Error proves nothing about this database: the hook may have its own database. An SQLite
  error code without the other keys of such errors (errno, byteOffset) may also come from a hook, if one was loaded. Without a
  loaded hook it suggests the database, since people shorten the errors they paste.
- SchemaError at ["part"] or ["info"], or InvalidDurableEvent: the request had passed the API's own check, so a hook
  changed it. `invalid user part before save` is the warning that goes with it.
- 1.15.13 writes `defect:{}` for every thrown Error; also for duplicate-id, session-deleted, part-unreadable
  and a broken foreign key. Loaded outside plugins, a prompt with only text parts, and a session that still exists
  suggest this cause.
- agent-not-found from 1.17 on is a bare UnknownError without a text.
- plugin-hang: no record at all.

Remedy
- Restart the server with --pure and send the same text: worked when tried on 1.15.13, 1.17.19, 1.18.33. This also proves
  that a plugin is the cause.
- Remove the plugin's file, restart, send the same text: worked when tried on 1.15.13, 1.17.19, 1.18.33.
- Fixing the plugin: not tried.
- Sending the same text again does not help: the hook runs for every prompt.

Versions
1.15.13: `defect:{}` for an Error, `"defect":"text"` for a string. 1.17 and later: the error's own text, several
lines included. 1.3.2, 1.14.34 and 1.14.41: `error=text prompt_async failed`, without the
  error's class, so that it is at most a candidate.

Sources
anomalyco/opencode#23440; code-yeongyu/oh-my-openagent#3253, #2984. Recordings plugin-1.15.13, plugin-1.18.33,
mixed-*, silent-mix-*, remedies-*, hook-database-1.15.13, hook-database-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.logs.eras import era_named
from inspector.model import Clue, Deciding, LogRecord, Outcome, Stage, Step
from inspector.patterns import late
from inspector.prompts.prompt import Fault, Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, neutral, refutes, row, strong, weak
from inspector.rules._provider import failed_calls, is_unsent
from inspector.rules._questions import (
    hidden,
    hook_may_have_thrown,
    looped,
    not_stored,
    of_another_database,
    plugin_files,
    plugins,
    session_gone,
    text_request,
)
from inspector.rules._remedies import configure, resend, restart
from inspector.rules._rule import Proof, Rule
from inspector.rules._sessions import session_removal
from inspector.rules._stack import foreign_frame, thrown_in
from inspector.rules._triggers import triggers_for
from inspector.text import beginning, listed, many

PLAIN = ("Error", "TypeError", "ReferenceError", "RangeError", "SyntaxError", "EvalError", "URIError", "AggregateError")
"""JavaScript's built-in error classes."""
OWN = (
    "No user message found",
    "Resource not found:",
    "Session not found",
    "ENOENT",
    "File not found",
    "Agent not found",
    "Model not found",
    "Aborted",
    'default agent "',
    "no primary visible agent found",
    "no providers found",
    "no models found",
    "Command not found:",
    "A model is required to compact",
    "cannot recover another overflow",
    "Tool call not allowed while generating summary",
    "Context Epoch not found",
)
"""Texts of plain Errors that OpenCode itself throws while it accepts a prompt."""

_FRAME = late(r"\n\s{1,8}at [^\n]{1,400}")
"""The first frame of a stack: the place that threw the error."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault, answer = prompt.fault, prompt.answer
    if prompt.outcome is Outcome.SILENT and answer is not None and answer.error_name:
        yield from _in_answer(prompt)
        yield from _invalid_prompt(prompt)
        return
    if prompt.outcome is Outcome.SILENT and answer is None:
        yield from _unsent(prompt)
    if hidden(prompt) and prompt.stage is Stage.SWITCHED and not_stored(prompt):
        yield from _place(prompt, world)
        yield from _loaded(prompt, world)
    elif hidden(prompt) and prompt.session_id is None and plugins(prompt, world):
        yield weak("The record names neither error nor session, and this server loaded an outside plugin.", logged(prompt))
    if prompt.outcome is Outcome.REJECTED:
        yield from _in_call(prompt, world)
    if prompt.outcome is not Outcome.FAILED or fault is None:
        return
    refused = _refused_part(prompt)
    if refused is not None:
        yield strong(
            "The server refused to save a part or message of this prompt that had passed the API's own check: a hook changed it.",
            refused.source,
        )
    if fault.thrown or _invalid_part(fault):
        yield from _never_own(prompt, fault, world)
    elif fault.opaque:
        yield from _opaque(prompt, world, refused is not None)
    elif fault.bare_code and plugins(prompt, world):
        yield moderate("The SQLite code lacks the other keys of SQLite's errors: a hook may have thrown it.", logged(prompt))
        yield from _loaded(prompt, world)
    elif of_another_database(fault):
        yield strong(
            "OpenCode wraps the errors of its own database, and this error is not wrapped: it is of a database that a hook opened.",
            logged(prompt),
        )
        yield from _place(prompt, world)
        yield from _loaded(prompt, world)
    elif fault.code or fault.statement or fault.name not in (*PLAIN, None):
        if (fault.unwrapped and not looped(prompt)) or (fault.code and hook_may_have_thrown(prompt, world)):
            yield weak("A hook with a database of its own leaves the same record.", logged(prompt))
            if not (fault.code or "").startswith("SQLITE_CONSTRAINT"):  # a hook knows the columns of its own tables
                yield from _loaded(prompt, world)
        if fault.table and world.facts is not None and fault.table not in world.facts.tables:
            yield moderate(f"This database has no table {fault.table}: a hook with its own database may have one.", None)
        if refused is not None:
            yield from _loaded(prompt, world)
    elif _may_be_own(fault):
        yield from _unclear(prompt, fault, world)
    else:
        weigh = moderate if looped(prompt) is not None and (prompt.message is not None or prompt.rows is None) else strong
        yield weigh(f"A plain {fault.name or 'error'} whose text OpenCode itself does not use.", logged(prompt))
        yield from _place(prompt, world)
        yield from _loaded(prompt, world)


def _never_own(prompt: Prompt, fault: Fault, world: World) -> Iterator[Clue]:
    """Yield clues for an error that OpenCode's own code never throws."""
    if fault.thrown == "text":
        yield conclusive("The error is a bare string: OpenCode's own code never throws one, but hooks do.", logged(prompt))
    elif fault.thrown == "value":
        yield strong("The thrown value is not an error object; OpenCode's own errors have a name or a tag.", logged(prompt))
        yield from _place(prompt, world)
    else:
        yield conclusive(
            "The message to save does not fit the schema, although the request did: a hook changed the message or its parts.",
            logged(prompt),
        )
    yield from _loaded(prompt, world)


_BESIDE_PROMPTS = late(r"\bat (?:ModelsDev|Provider|Config|\w{1,40}HttpApi)\.\w")
"""A frame of the server's work on models, providers and its configuration, where no hook of a prompt runs."""


def _may_be_own(fault: Fault) -> bool:
    """Whether OpenCode itself may have thrown the error."""
    is_nameless = fault.name is None and fault.errno is None
    if _BESIDE_PROMPTS.search(fault.text) is not None and "Plugin.trigger" not in fault.text:
        return True
    return bool(fault.agent) or is_nameless or any(text in fault.text for text in (*OWN, "ERR_INVALID_URL", "ERR_MODULE"))


def _unclear(prompt: Prompt, fault: Fault, world: World) -> Iterator[Clue]:
    """Yield clues for an error that OpenCode itself may have thrown."""
    if any(code in fault.text for code in ("ENOENT", "ERR_INVALID_URL")) and prompt.stage is Stage.SWITCHED:
        request = text_request(prompt)
        if request is not None:
            yield strong("The captured request has only text parts, so a hook used the file or URL in the error.", request.source)
        else:
            yield weak("A part of the prompt or a hook used the file or URL in the error.", logged(prompt))
        yield from _loaded(prompt, world)
    elif _quotes_message_alone(prompt) and not any(text in fault.text for text in OWN):
        yield weak(
            "The record quotes the error's message without its class, and OpenCode itself does not use this message.",
            logged(prompt),
        )
        yield from _place(prompt, world)
        yield from _loaded(prompt, world)


def _quotes_message_alone(prompt: Prompt) -> bool:
    """Whether the record is of the form ``error=text prompt_async failed``, which never shows the class of an error."""
    record, fault = prompt.record, prompt.fault
    return (
        record is not None
        and record.era == "legacy"
        and "cause" not in record.fields
        and fault is not None
        and fault.name is None
        and bool(fault.text)
        and not fault.agent
        and not any(code in fault.text for code in ("ERR_", "ENOENT"))
    )


def _in_call(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a synchronous call that failed with 500 and whose stack begins in a file outside OpenCode."""
    frame, place = foreign_frame(prompt), thrown_in(prompt)
    if frame is not None and place is not None:
        yield conclusive(
            "The error was thrown in a file outside OpenCode: the first frame of its stack is not in the binary.", logged(prompt)
        )
        yield moderate(f"The code outside was called from {place}.", logged(prompt))
        if plugins(prompt, world):
            yield moderate("This server loaded an outside plugin.", plugins(prompt, world)[0].source)


def _in_answer(prompt: Prompt) -> Iterator[Clue]:
    """Yield clues for a hook that runs during the call to the model (``chat.params`` …): its error ends the answer."""
    for record in prompt.records or ():
        frame = _FRAME.search(record.fields.get("stack", "")) if record.message == "process" else None
        if frame is not None and "$bunfs" not in frame[0] and "/" in frame[0].replace("\\", "/"):
            yield conclusive(
                "The error was thrown in a file outside OpenCode: the first frame of its stack is not in the binary.",
                record.source,
            )
            return
    answer = prompt.answer
    if answer is not None and answer.error_name == "UnknownError":
        yield weak(
            "The answer ended in an error without its own class, as after an error in a hook.",
            row(prompt, "message", answer.id),
        )


def _opaque(prompt: Prompt, world: World, refused: bool) -> Iterator[Clue]:
    """Yield clues for ``defect:{}`` (up to 1.15.13): the record hides the error, so the rows decide."""
    yield weak("The record hides its error (`defect:{}`), as it does for every plain Error thrown by a hook.", logged(prompt))
    if session_gone(prompt):
        yield against("The session was deleted from this database, which explains the same record.", row(prompt, "session"))
        return
    if triggers_for(prompt, world):
        yield against("The database has triggers, which explain the same record.", None)
    removal = session_removal(prompt, world)
    if removal is not None:
        yield against("The server was deleting the session, which explains the same record.", removal.source)
    if prompt.message is not None and not refused:
        if looped(prompt) is not None and plugins(prompt, world):
            yield from _loaded(prompt, world)
        else:
            yield against("The user message was stored, but the hook runs before that.", row(prompt))
        return
    yield from _place(prompt, world)
    if any(
        r.message in ("client not found for readResource", "failed to read file", "failed to read directory")
        for r in prompt.records or ()
    ):
        yield against("Just before, a part of the prompt could not be read.", logged(prompt))
    if prompt.request is not None and prompt.request.parts:
        if all(p.type == "text" for p in prompt.request.parts):
            yield moderate("The request has only text parts, so resolving its parts cannot have failed.", prompt.request.source)
        else:
            yield against(
                "The request has parts that the server must resolve first (file, agent, resource), which can fail in the same way.",
                prompt.request.source,
            )
    yield from _loaded(prompt, world)


def _place(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.stage is Stage.SWITCHED:
        yield moderate(
            "Agent and model were stored, but the message was not: the prompt failed where the server resolves parts and runs hooks.",
            row(prompt, "session"),
        )
    elif not_stored(prompt):
        yield weak("No user message was stored: the prompt failed earlier, where hooks run.", row(prompt, "session"))
    if looped(prompt) is not None and prompt.message is not None:
        if plugins(prompt, world) or (
            prompt.run is not None and not era_named(prompt.run.era).logs_plugins
        ):  # these versions do not log which plugins were loaded
            yield neutral(
                "The loop had started: after that, only hooks that rewrite messages or set parameters run.",
                logged(prompt),
            )
        else:
            yield against("The loop had started, but the chat.message hook runs before it.", logged(prompt))


def _loaded(prompt: Prompt, world: World) -> Iterator[Clue]:
    if world.logs is None:
        return
    found = plugins(prompt, world)
    if found:
        yield moderate("This server loaded an outside plugin.", found[0].source)
    elif (
        prompt.run is not None
        and era_named(prompt.run.era).logs_plugins
        and prompt.run.version
        and world.notable("creating instance")
    ):
        yield refutes("The log of this server run includes its start and shows no loaded plugin.", None)


def _refused_part(prompt: Prompt) -> LogRecord | None:
    return next(
        (
            r
            for r in prompt.records or ()
            if r.message in ("invalid user part before save", "invalid user message before save")
            or ("SchemaError" in r.fields.get("cause", "")[:200] and r.message != "schema rejection" and r is not prompt.record)
        ),
        None,
    )


def _invalid_part(fault: Fault) -> bool:
    text = fault.text
    return ("SchemaError" in text[:300] and ('["part"]' in text or '["info"]' in text or "Expected Part" in text)) or (
        "InvalidDurableEvent" in text[:200] or "SyncEvent.run" in text[:200]
    )


def _invalid_prompt(prompt: Prompt) -> Iterator[Clue]:
    answer = prompt.answer
    assert answer is not None  # noqa: S101 - narrowed by the caller
    refused = _refused_part(prompt)
    text = f"{answer.error_name} {answer.error_message or ''}"
    if "Invalid prompt" in text or "AI_InvalidPromptError" in text or "ModelMessage[]" in text:
        yield strong(
            "OpenCode could not convert the stored prompt into a model request: a part has the wrong content for its type.",
            row(prompt, "message", answer.id),
        )
        if refused is not None:
            yield strong("The server had warned that a part from a hook does not fit the schema.", refused.source)
        if any(p.type == "text" and p.chars is None for p in prompt.parts):
            yield moderate("A text part of the user message has no text.", row(prompt, "part"))


def _unsent(prompt: Prompt) -> Iterator[Clue]:
    """Yield the same clues without rows: only the log shows that the conversation was not a valid request."""
    unsent = next((call for call in failed_calls(prompt) if is_unsent(call)), None)
    if unsent is None:
        return
    yield strong("OpenCode could not convert the stored prompt into a model request: AI_InvalidPromptError.", unsent.source)
    refused = _refused_part(prompt)
    if refused is not None:
        yield strong("The server had warned that a part from a hook does not fit the schema.", refused.source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    texts = sorted({beginning(p.fault.message, 80) for p in prompts if p.fault and p.fault.message and not p.fault.statement})
    said = f" (“{texts[0]}”)" if texts else ""
    return f"A plugin hook broke {many(len(prompts), 'prompt', 'prompts')}{said}."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    paths = plugin_files(prompts, world)
    which = f" (loaded here: {listed(paths, 5)})" if paths else ""
    return (
        restart("Start the server without outside plugins:", "opencode serve --pure"),
        resend(f"Send the same prompt again. If it is answered, a plugin is the cause{which}."),
        configure("Then remove or fix the plugin and restart the server."),
    )


RULE = Rule(
    title="A plugin threw an error or returned invalid data",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(Proof.RUN,),
    references=("anomalyco/opencode#23440", "code-yeongyu/oh-my-openagent#3253"),
    not_a_remedy=("Sending again, or a new session: the hook runs for every prompt.",),
    told=(
        (
            r"\bcrash\w*|\bthrows?\b|\bfail(?:s|ed)? to (?:load|initialize|start)|\bbreaks?\b|\bbroke\w*|\bcorrupt\w*|\bprevents?\b",
            r"^(?!.*\b(?:disabl\w+|without|no plugins|uninstall\w*|still)\b).*\bplugins?\b",
        ),
    ),
    aliases=("plugin-chat-message-throws",),
    would_decide=(Deciding.CAPTURE, Deciding.NO_PLUGINS),
)
