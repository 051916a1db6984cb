"""An inbox row was admitted but never delivered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from inspector.evidence import Prompt, World
from inspector.model import Clue, InputRow, Stage
from inspector.rules._clues import against, conclusive, moderate, neutral, older, row, seconds, strong

TITLE = "The prompt was admitted to the inbox and never delivered"
REFERENCES = ("anomalyco/opencode#44807", "anomalyco/opencode#49641")
NOT_A_REMEDY = ("Sending the same prompt again with the same id: it is refused (409).",)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.kind != "silent" or prompt.stage is not Stage.ADMITTED or prompt.input is None:
        return
    row_ = prompt.input
    yield strong(
        f"{row_.table} holds the prompt ({row_.delivery or 'no delivery'}), with no promoted_seq and no message.",
        row(prompt, row_.table, row_.id),
    )
    if older(prompt.version, "1.17.11"):
        yield conclusive(
            f"Server {prompt.version} admits prompts of the v2 API but has no runner for them.",
            prompt.run.version_source if prompt.run else None,
        )
        return
    busy = _busy(prompt)
    age = (world.now or world.end) - row_.time_created if row_.time_created and (world.now or world.end) else None  # type: ignore[operator]
    if busy is not None:
        yield moderate(
            "It waits behind an answer of the same session that was never completed.", row(prompt, "session_message", busy)
        )
    elif age is not None and age > timedelta(seconds=5):
        yield strong(
            f"Nothing was running in the session, and it has been waiting for {seconds(age)}.", row(prompt, row_.table, row_.id)
        )
    elif age is not None and world.live:
        yield against("It was admitted only moments ago.", row(prompt, row_.table, row_.id))
    else:
        yield moderate("Nothing was running in the session.", row(prompt, row_.table, row_.id))
    barrier = _barrier(prompt, row_)
    if barrier is not None:
        yield neutral(
            f"A pending compaction ({barrier}) stands before it and blocks all that follow.", row(prompt, row_.table, barrier)
        )


def _busy(prompt: Prompt) -> str | None:
    rows = prompt.rows
    turns = [r for r in (rows.projected or () if rows else ()) if r.type in ("user", "assistant")]
    if turns and turns[-1].type == "assistant" and turns[-1].completed is None and not turns[-1].error_name:
        return turns[-1].id
    return None


def _barrier(prompt: Prompt, mine: InputRow) -> str | None:
    rows = prompt.rows
    return next(
        (
            i.id
            for i in (rows.inputs or () if rows else ())
            if i.kind == "compaction" and (i.admitted_seq or 0) <= (mine.admitted_seq or 0)
        ),
        None,
    )


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) lie in the inbox (session_input or its successor) and were never delivered."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    if any(older(p.version, "1.17.11") for p in prompts):
        return (
            "Use POST /session/{id}/prompt_async on this server (it has no runner for the v2 API), or upgrade to 1.17.19 or later.",
        )
    return (
        "Wake the session: POST another prompt to it (without resume=false), or interrupt it and prompt again.",
        "If it stays so, restart the server and prompt the session again.",
    )
