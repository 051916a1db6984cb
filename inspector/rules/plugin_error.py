"""A plugin hook or a custom tool threw, or handed back something that cannot be stored.

What happens
204, then `prompt_async failed`; no user message is stored. On 1.15 the session already has its agent and model: the
failure comes after those are recorded. Often only some prompts are hit.

Why
The hook `chat.message` runs before the message is stored. What it throws ends the prompt; what it changes is
checked against the schema when it is saved.

How to tell it from similar causes
- A bare string as the error (`Cause([Die("...")])`, `"defect":"text"`): no code of OpenCode throws one, hooks do. Nor
  does it throw untagged objects or undefined (`"defect":{"code":42}`, `Cause([Die(undefined)])`).
- A hook that runs while the model is called (chat.params) ends the answer in an UnknownError; the `process` record has
  its stack, whose first frame lies outside `/$bunfs/`, the binary's own files (seen on 1.15.3, 1.17.18, 1.18.12).
- Words of SQLite in an error of class Error prove nothing about this database: the hook has one of its own. A code of
  SQLite without the other keys of its errors (errno, byteOffset) may be a hook's too, where one was loaded; by itself it
  points to the database, since people shorten what they paste.
- SchemaError at ["part"] or ["info"], or InvalidDurableEvent: the request had passed the API's own check, so a hook
  changed it. `invalid user part before save` is the warning that goes with it.
- 1.15.13 writes `defect:{}` for every thrown Error; so it does for duplicate-id, session-deleted, part-unreadable
  and a broken foreign key. Loaded outside plugins, a prompt of text parts only, and a session that is still there
  point here.
- agent-not-found from 1.17 on is a bare UnknownError without a text.
- plugin-hang: no record at all.

Remedy
- Restart the server with --pure and send the same text: worked when tried on 1.15.13, 1.17.19, 1.18.33. This also proves
  that a plugin is to blame.
- Remove the plugin's file, restart, send the same text: worked when tried on 1.15.13, 1.17.19, 1.18.33.
- Mending the plugin: not tried.
- Sending the same text again does not help: the hook runs for every prompt.

Versions
1.15.13: `defect:{}` for an Error, `"defect":"text"` for a string. 1.17 and later: the error's own text, several
lines included. 1.3.2 and 1.14.41: `error=text prompt_async failed`.

Sources
anomalyco/opencode#23440; code-yeongyu/oh-my-openagent#3253, #2984. Recordings plugin-1.15.13, plugin-1.18.33,
mixed-*, silent-mix-*, remedies-*.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from inspector.logs.eras import era_named
from inspector.model import Clue, Deciding, LogRecord, Outcome, Stage, Step
from inspector.prompts.prompt import Fault, Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, neutral, refutes, row, strong, weak
from inspector.rules._provider import failed_calls, is_unsent
from inspector.rules._questions import hidden, looped, not_stored, plugins, session_gone
from inspector.rules._remedies import configure, resend, restart
from inspector.rules._rule import Proof, Rule
from inspector.rules._stack import foreign_frame, thrown_in
from inspector.rules._triggers import triggers_for
from inspector.text import beginning, listed, many

PLAIN = ("Error", "TypeError", "ReferenceError", "RangeError", "SyntaxError", "EvalError", "URIError", "AggregateError")
"""Error classes of the language itself."""
OWN = (
    "No user message found",
    "Resource not found:",
    "Session not found",
    "ENOENT",
    "File not found",
    "Agent not found",
    "Model not found",
    "Aborted",
)
"""Texts of plain Errors that OpenCode itself throws while it takes a prompt."""

_FRAME = re.compile(r"\n\s{1,8}at [^\n]{1,400}")
"""The first frame of a stack: the place that threw."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    answer = prompt.answer
    if prompt.outcome is Outcome.SILENT and answer is not None and answer.error_name:
        yield from _in_answer(prompt)
        yield from _invalid_prompt(prompt)
        return
    if prompt.outcome is Outcome.SILENT and answer is None:
        yield from _unsent(prompt)
    if hidden(prompt) and prompt.stage is Stage.SWITCHED and not_stored(prompt):
        yield from _place(prompt, world)
        yield from _loaded(prompt, world)
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
    if fault.thrown == "text":
        yield conclusive("A bare string was thrown; no code of OpenCode does that, hooks do.", logged(prompt))
    elif fault.thrown == "value":
        yield strong("What was thrown is no error at all; OpenCode's own errors carry a name or a tag.", logged(prompt))
        yield from _place(prompt, world)
    elif _invalid_part(fault):
        yield conclusive(
            "What was to be saved does not fit the schema, although the request had passed it: a hook changed the message or its parts.",
            logged(prompt),
        )
    elif fault.opaque:
        yield from _opaque(prompt, world, refused is not None)
        return
    elif fault.bare_code and plugins(prompt, world):
        yield moderate(
            "The code of SQLite stands without the other keys of its errors: a hook may have borrowed it.", logged(prompt)
        )
    elif fault.code or fault.statement or fault.name not in (*PLAIN, None):
        if fault.table and world.facts is not None and fault.table not in world.facts.tables:
            yield moderate(
                f"This database has no table {fault.table}: a hook that keeps a database of its own may have one.", None
            )
        if refused is None:
            return
    elif (
        fault.agent
        or (fault.name is None and fault.errno is None)
        or any(text in fault.text for text in OWN)
        or "ERR_INVALID_URL" in fault.text
        or "ERR_MODULE" in fault.text
    ):
        if "ENOENT" in fault.text and prompt.stage is Stage.SWITCHED:
            yield weak("A file was missing, for a part of the prompt or for a hook.", logged(prompt))
            yield from _loaded(prompt, world)
        return
    else:
        weigh = moderate if looped(prompt) is not None and prompt.message is not None else strong
        yield weigh(f"A plain {fault.name or 'error'} that is none of OpenCode's own texts.", logged(prompt))
        yield from _place(prompt, world)
    yield from _loaded(prompt, world)


def _in_call(prompt: Prompt, world: World) -> Iterator[Clue]:
    """A call that waits for its answer was refused with 500, and the stack begins in a file outside OpenCode."""
    frame, place = foreign_frame(prompt), thrown_in(prompt)
    if frame is not None and place is not None:
        yield conclusive(
            "The error was thrown in a file outside OpenCode: the first frame of its stack is not in the binary.", logged(prompt)
        )
        yield moderate(f"It was called from {place}.", logged(prompt))
        if plugins(prompt, world):
            yield moderate("This server loaded a plugin from outside.", plugins(prompt, world)[0].source)


def _in_answer(prompt: Prompt) -> Iterator[Clue]:
    """A hook that runs while the model is called (``chat.params``, ``tool.execute.before`` …): its error ends the answer."""
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
            "The answer ended in an error without a class of its own, as a throwing hook leaves it.",
            row(prompt, "message", answer.id),
        )


def _opaque(prompt: Prompt, world: World, refused: bool) -> Iterator[Clue]:
    """``defect:{}`` (to 1.15.13): the error itself says nothing; rows decide."""
    yield weak("The record hides its error (`defect:{}`), as it does for every plain Error thrown by a hook.", logged(prompt))
    if session_gone(prompt):
        yield against("The session is not in this database any more, which explains the same record.", row(prompt, "session"))
        return
    if triggers_for(prompt, world):
        yield against("The database has triggers, which explain the same record.", None)
    if prompt.message is not None and not refused:
        if looped(prompt) is not None and plugins(prompt, world):
            yield from _loaded(prompt, world)
        else:
            yield against("The user message was stored; the hook runs before that.", row(prompt))
        return
    yield from _place(prompt, world)
    if any(
        r.message in ("client not found for readResource", "failed to read file", "failed to read directory")
        for r in prompt.records or ()
    ):
        yield against("A part of the prompt could not be read just before.", logged(prompt))
    if prompt.request is not None and prompt.request.parts:
        if all(p.type == "text" for p in prompt.request.parts):
            yield moderate("The request has text parts only, so resolving its parts cannot have failed.", prompt.request.source)
        else:
            yield against(
                "The request has parts that must be resolved first (file, agent, resource), which can fail alike.",
                prompt.request.source,
            )
    yield from _loaded(prompt, world)


def _place(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.stage is Stage.SWITCHED:
        yield moderate(
            "Agent and model were recorded, the message was not: it failed where parts are resolved and hooks run.",
            row(prompt, "session"),
        )
    elif not_stored(prompt):
        yield weak("No user message was stored: it failed before that, where hooks run.", row(prompt, "session"))
    if looped(prompt) is not None and prompt.message is not None:
        if plugins(prompt, world) or (
            prompt.run is not None and not era_named(prompt.run.era).logs_plugins
        ):  # which were loaded is not logged there
            yield neutral(
                "The loop had started: of a plugin's hooks only those that rewrite messages or set parameters run then.",
                logged(prompt),
            )
        else:
            yield against("The loop had started; the chat.message hook runs before it.", logged(prompt))


def _loaded(prompt: Prompt, world: World) -> Iterator[Clue]:
    if world.logs is None:
        return
    found = plugins(prompt, world)
    if found:
        yield moderate("This server loaded a plugin from outside.", found[0].source)
    elif (
        prompt.run is not None
        and era_named(prompt.run.era).logs_plugins
        and prompt.run.version
        and world.notable("creating instance")
    ):
        yield refutes("The log of this run shows its start and no plugin being loaded.", None)


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
            "The stored prompt could not be turned into a model request: a part of it is not what it says it is.",
            row(prompt, "message", answer.id),
        )
        if refused is not None:
            yield strong("The server had warned that a hook's part does not fit the schema.", refused.source)
        if any(p.type == "text" and p.chars is None for p in prompt.parts):
            yield moderate("A text part of the user message holds no text.", row(prompt, "part"))


def _unsent(prompt: Prompt) -> Iterator[Clue]:
    """The same without rows: the log alone says that the conversation was no valid request."""
    unsent = next((call for call in failed_calls(prompt) if is_unsent(call)), None)
    if unsent is None:
        return
    yield strong("The stored prompt could not be turned into a model request: AI_InvalidPromptError.", unsent.source)
    refused = _refused_part(prompt)
    if refused is not None:
        yield strong("The server had warned that a hook's part does not fit the schema.", refused.source)


def summary(prompts: Sequence[Prompt], world: World) -> str:
    texts = sorted({beginning(p.fault.message, 80) for p in prompts if p.fault and p.fault.message and not p.fault.statement})
    said = f" (“{texts[0]}”)" if texts else ""
    return f"A plugin hook broke {many(len(prompts), 'prompt', 'prompts')}{said}."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    paths = sorted({r.fields["path"].rsplit("/", 1)[-1] for p in prompts for r in plugins(p, world) if r.fields.get("path")})
    which = f" (loaded here: {listed(paths, 5)})" if paths else ""
    return (
        restart("Start the server without outside plugins:", "opencode serve --pure"),
        resend(f"Send the same prompt again. If it is answered, a plugin is to blame{which}."),
        configure("Then remove or fix the plugin and restart the server."),
    )


RULE = Rule(
    title="A plugin threw, or handed back something invalid",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(Proof.RUN,),
    references=("anomalyco/opencode#23440", "code-yeongyu/oh-my-openagent#3253"),
    not_a_remedy=("Sending again, or a new session: the hook runs for every prompt.",),
    says=(
        "ai_invalidprompterror",
        "do not match the modelmessage[] schema",
        "failed to load plugin",
        "plugin.trigger",
        "/.opencode/plugin/",
        "/.opencode/plugins/",
        "/.config/opencode/plugin/",
        "/.config/opencode/plugins/",
        "/.cache/opencode/node_modules/",
        "\\.cache\\opencode\\node_modules\\",
        "\\.cache\\\\opencode\\\\node_modules\\",
        "undefined is not an object (evaluating… ._zod",
        "expected part, got",
        "invaliddurableevent",
        '~{"_tag":"die","defect":{}}',
    ),
    aliases=("plugin-chat-message-throws",),
    would_decide=(Deciding.CAPTURE, Deciding.NO_PLUGINS),
)
