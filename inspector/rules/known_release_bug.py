"""A known bug of particular OpenCode releases.

What happens
Each prompt fails at the same place in OpenCode's own code, in every session and with every model: with 500 on synchronous
routes, with `prompt_async failed` on the others.

Why
The release has the bug. The file data/release_bugs.json lists the known ones by stack frame and version range. The first
entry is `SystemPrompt.environment` with `undefined is not an object (evaluating 'a.name')`, 1.18.30, gone in 1.18.31.

How to tell it from similar causes
- Both the frame and the error text must be in the record. A plugin's or tool's error has its own frames.
- The version alone proves nothing: the npm build of 1.18.30 for linux-x64 was tried and does not have this bug.
- Where the version is known and outside the range, confidence is medium: the version number of a build from source or from
  a distribution can be wrong (one report names 1.18.31 built from source).
- server-error: a 500 without a known frame.

Remedy
None of these was tried.
- Upgrade to the first release without the bug (or return to the release before the bug) and restart the server. Reported
  to help.
- Other plugins, other models and a new session do not help.

Versions
See data/release_bugs.json. No affected build was available for tests.

Sources
anomalyco/opencode#48372, #48645, #48803, #48811, #48875, #48903, #48965, #48996, #49189.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from inspector.catalogue import read_data
from inspector.model import Clue, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import against, conclusive, logged, moderate, neutral
from inspector.rules._remedies import resend, upgrade
from inspector.rules._rule import Rule
from inspector.text import many
from inspector.versions import older


@cache
def bugs() -> tuple[Mapping[str, Any], ...]:
    """Return the known bugs from data/release_bugs.json."""
    return tuple(json.loads(read_data("release_bugs.json"))["bugs"])


def known_bug(text: str) -> Mapping[str, Any] | None:
    """Return the bug whose stack frame and error text are both in `text`; None when there is none."""
    return next((bug for bug in bugs() if bug["frame"] in text and bug["error"] in text), None)


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    bug = _bug(prompt)
    if bug is None:
        return
    yield conclusive(
        f"The error comes from {bug['frame']} ({bug['error']}), a known bug of release {_range(bug)}.", logged(prompt)
    )
    if prompt.version is None:
        yield neutral(f"The log does not name the server's version; reports are about {_range(bug)}.", logged(prompt))
    elif older(prompt.version, bug["first"]) or older(bug["last"], prompt.version):
        yield against(
            f"The server reports version {prompt.version}, but {bug['fixed']} and later should not have the bug.", logged(prompt)
        )
    else:
        yield moderate(f"The server is {prompt.version}.", logged(prompt))


def _bug(prompt: Prompt) -> Mapping[str, Any] | None:
    record = prompt.record
    if record is None or record.level != "ERROR":
        return None
    return known_bug(" ".join(record.fields.get(key, "") for key in ("cause", "error", "stack")))


def _range(bug: Mapping[str, Any]) -> str:
    return str(bug["first"]) if bug["first"] == bug["last"] else f"{bug['first']} to {bug['last']}"


def summary(prompts: Sequence[Prompt], world: World) -> str:
    found = next((bug for p in prompts if (bug := _bug(p))), None)
    what = f" in {found['frame']}: {found['effect']}" if found else ""
    return f"{many(len(prompts), 'prompt', 'prompts')} failed because of a known bug in this release{what}."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    found = next((bug for p in prompts if (bug := _bug(p))), None)
    return (*upgrade(prompts, world, found["fixed"] if found else None), resend())


RULE = Rule(
    title="A known bug of this OpenCode release",
    check=check,
    summary=summary,
    remedy=remedy,
    references=("anomalyco/opencode#48645", "anomalyco/opencode#48965"),
    not_a_remedy=("Another model, a new session, or no plugins: the bug is in OpenCode's own code.",),
    says=("~systemprompt.environment", "systemprompt.environment… 'a.name'", "evaluating 'a.name'"),
)
