"""A synchronous 500 whose cause is not told by another id."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import logged, moderate, strong

TITLE = "The server answered 500"
REFERENCES = ("OpenCode 1.15–1.18: `ref=err_…` stands in the answer and in the log",)
NOT_A_REMEDY = ()


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    if prompt.kind != "rejected":
        return
    if prompt.request is not None and (prompt.request.status or 0) >= 500:
        yield strong(f"The server answered {prompt.request.status}.", prompt.request.source)
    if prompt.record is not None and prompt.record.fields.get("ref", "").startswith("err_"):
        yield strong(f"The server logged a 500 as {prompt.record.fields['ref']}.", logged(prompt))
        if prompt.fault is not None and prompt.fault.name:
            yield moderate(f"Its error is {prompt.fault.name}.", logged(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} request(s) were answered with 500."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    refs = sorted({p.record.fields["ref"] for p in prompts if p.record and p.record.fields.get("ref")})
    return (
        "Read the record with the answer's reference in the server log:",
        f"$ grep -n {refs[0] if refs else 'err_'} server.log",
    )
