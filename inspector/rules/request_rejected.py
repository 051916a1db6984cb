"""400: the body does not fit what this server accepts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import conclusive, logged, neutral

TITLE = "The server refused the request's body"
REFERENCES = ("avibe-bot/avibe#1186", "anomalyco/opencode#49682")
NOT_A_REMEDY = ("`part_…` ids, as grapeot/opencode_ios_client#89 suggests: a part id must begin with `prt`.",)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.kind != "rejected":
        return
    request, record = prompt.request, prompt.record
    if request is not None and request.status in (400, 413, 415, 422):
        yield conclusive(f"The server answered {request.status}.", request.source)
        for reason in request.problems[:3]:
            yield neutral(reason, request.source)
    if record is not None and record.message == "schema rejection":
        yield conclusive(f"The server logged a schema rejection: {_reason(record.fields.get('reason', ''))}", logged(prompt))


def _reason(text: str) -> str:
    """The reason without the value that was sent: it may be somebody's words."""
    head, got, tail = text.partition(", got ")
    place = tail[tail.rfind("\n  at ") :].strip() if "\n  at " in tail else ""
    return " ".join((head if got else text).split())[:200] + (f" {place}" if place else "")


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} request(s) were refused with 400: their body does not fit what this server accepts."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return (
        "Mend the field named in the reason; `inspector explain request-shape` lists what each field must be.",
        "$ inspector requests capture.har -v",
    )
