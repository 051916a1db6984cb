"""A file, URL or MCP resource that a part of the prompt names could not be read.

What happens
204, then `prompt_async failed`; no user message is stored.

Why
The server resolves the parts before it stores the message. An invalid `url`, an image or a PDF that does not exist on the
server's host, or an MCP resource whose client is not connected, throws an error there. So does an image that cannot be
decoded, that is no base64 data URL, or that stays larger than the configured limits after resizing (read in the binaries of
1.15.13 and 1.18.33, not recorded).

How to tell it from similar causes
- 1.17 and later log the reason: `TypeError [ERR_INVALID_URL]: "..." cannot be parsed as a URL`, `Resource not found:
  NAME/URI`, or `PlatformError: NotFound: FileSystem.readFile (PATH)`.
- 1.15.13 hides it as `defect:{}`, like plugin-error, duplicate-id and session-deleted. A warning just before it
  (`client not found for readResource`), or a file part in a captured request, suggests this
  cause.
- `ImageDecodeError`, `ImageSizeError`, `ImageInvalidDataUrlError`: an image of the prompt. An image in a tool's output never fails it.
- plugin-error: a prompt with only text parts cannot fail here. A hook that throws ERR_INVALID_URL itself leaves the same record
  (1.17.19, 1.18.33): where an outside plugin was loaded, the captured request decides.
- request-rejected: a part with a wrong shape gets 400 at once.
- directory-missing: `FileSystem.realPath` failed, not `FileSystem.readFile`.
- A missing text file or directory, an ftp URL, and broken base64 in a data: URL do NOT fail the prompt:
  they were answered on 1.15.13 and 1.18.33. A missing image or PDF does (1.15.13, 1.17.19, 1.18.33).

Remedy
- Send the prompt without that part: worked when tried on 1.18.33 (an invalid `url`, a missing image; in tests/e2e).
- Or with a path, URL or MCP resource that the server itself can reach. Not tried.
- Sending the same body again does not help.

Versions
Seen on 1.15.13 (`defect:{}`; of a missing image the reason), 1.17.19 and 1.18.33 (with the reason).

Sources
anomalyco/opencode#12060. Recordings misc-1.15.13, misc-1.18.33, attachment-1.15.13, attachment-1.18.33.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.logs.eras import era_named
from inspector.model import Clue, Deciding, LogRecord, Outcome, Stage, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, logged, moderate, refutes, row, strong, weak
from inspector.rules._hanging import instance_answered_before
from inspector.rules._questions import failed_call, not_stored, plugins, session_gone, text_request
from inspector.rules._remedies import resend
from inspector.rules._rule import Rule
from inspector.rules._triggers import triggers_for
from inspector.text import many

NOTES = (
    "client not found for readResource",
    "failed to read file",
    "failed to read directory",
    "failed to read MCP resource",
    "failed to get resource",
)

IMAGES = ("ImageDecodeError", "ImageSizeError", "ImageInvalidDataUrlError")
"""Errors of an image that a part holds. An image in a tool's output is left out instead, and the prompt goes on."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if prompt.outcome not in (Outcome.FAILED, Outcome.REJECTED) or fault is None:
        return
    text = fault.message or ""
    request = text_request(prompt)
    if request is not None:
        yield refutes("The captured request has only text parts, for which the server reads nothing.", request.source)
    elif "ERR_INVALID_URL" in fault.text:
        yield from _not_a_url(prompt, world)
    elif fault.name in IMAGES:  # strong, not conclusive: no server was seen to do it
        yield strong("An image of the prompt cannot be decoded, or is too large even after resizing.", logged(prompt))
    elif "Resource not found:" in fault.text:
        yield conclusive("The MCP resource named by a part does not exist.", logged(prompt))
    elif failed_call(fault, "readFile"):
        weigh = conclusive if not_stored(prompt) else strong
        yield weigh("The server could not read a file before it stored the prompt: a file part names it.", logged(prompt))
    elif ("ENOENT" in text or "File not found" in text or "EACCES" in text) and "realPath" not in text and not fault.code:
        yield moderate("A file could not be read.", logged(prompt))
    elif fault.opaque and not_stored(prompt) and not session_gone(prompt):
        yield from _opaque(prompt, world)


def _not_a_url(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for a text that is not a URL. A plugin's hook that parses one leaves the same record (1.17.19, 1.18.33)."""
    parts = prompt.request.parts if prompt.request is not None else ()
    if _without_plugins(prompt, world) or any(part.type == "file" and part.scheme is None for part in parts):
        yield conclusive("The `url` of a file part is not a URL.", logged(prompt))
        return
    yield moderate("A text is not a URL: the `url` of a file part, or one that a plugin's hook parsed.", logged(prompt))
    if not plugins(prompt, world) and instance_answered_before(prompt, world):
        yield moderate("The same server answered an earlier prompt of this directory, so no hook fails on every prompt.", None)


def _without_plugins(prompt: Prompt, world: World) -> bool:
    """Whether the log shows the start of the prompt's run without a loaded outside plugin. False for the logfmt era, which logs no plugins."""
    run = prompt.run
    if run is None or run.version is None or not run.started or world.logs is None:
        return False
    return era_named(run.era).logs_plugins and run.first_loop is not None and not plugins(prompt, world)


def _opaque(prompt: Prompt, world: World) -> Iterator[Clue]:
    """Yield clues for ``defect:{}`` (1.15.13) before the message was stored."""
    yield weak("The record hides its error (`defect:{}`), as 1.15.13 does when a part cannot be resolved.", logged(prompt))
    if prompt.stage is Stage.SWITCHED:
        yield weak(
            "The prompt failed after agent and model were stored and before the message was stored, where the server resolves parts.",
            row(prompt, "session"),
        )
    note = _note(prompt, world)
    if note is not None:
        yield strong(f"Just before, the server logged “{note.message}”.", note.source)
    if _without_plugins(prompt, world) and not triggers_for(prompt, world):
        yield strong(
            "This run loaded no outside plugin, and the database has no triggers; either would explain the same record.", None
        )
    if prompt.request is not None and prompt.request.parts:
        other = [p for p in prompt.request.parts if p.type != "text"]
        if other:
            kind = other[0].scheme or other[0].type
            yield strong(
                f"The request has a part that the server must read first ({other[0].type}, {kind}).", prompt.request.source
            )


def _note(prompt: Prompt, world: World) -> LogRecord | None:
    record = prompt.record
    if record is None or record.time is None:
        return None
    return next(
        (
            r
            for r in reversed(world.notable(*NOTES))
            if r.order < record.order and r.run == record.run and r.time and (record.time - r.time).total_seconds() <= 1
        ),
        None,
    )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt names', 'prompts name')} a file, URL or resource that the server could not read."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (resend("Send the prompt without that part, or with a path, URL or MCP resource that the server itself can reach."),)


RULE = Rule(
    title="A file, URL or resource named by the prompt could not be read",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#12060",),
    not_a_remedy=("Sending the same body again.",),
    says=(
        "client not found for readresource",
        "~resource not found: ",
        "err_invalid_url",
        "~failed to read file",
        "~failed to read directory",
        "platformerror… filesystem.readf",
        "imagedecodeerror",
        "imagesizeerror",
        "imageinvaliddataurlerror",
        "image could not be decoded",
        "image… exceeds configured limits and could not be resized",
        "image url must be a base64 data url",
        "cannot attach local file larger than",
        "cannot attach local directory without",
        "mcp resource… not found",
        "ai_downloaderror",
        "failed to download https",
    ),
    would_decide=(Deciding.CAPTURE, Deciding.NO_PLUGINS),
)
