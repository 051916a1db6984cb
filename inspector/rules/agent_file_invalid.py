"""A configuration, agent or command file does not fit the schema, and nothing of its directory loads.

What happens
Every prompt of sessions in that directory fails, or the client cannot even start there. Other directories work.

Why
OpenCode reads the directory's opencode.json, agents and commands before it does anything else there. One invalid file
(often an agent's front matter with `tools` as a list) makes all of them fail.

How to tell it from similar causes
- The error is named ConfigInvalidError, ConfigJsonError, ConfigFrontmatterError or ConfigDirectoryTypoError.
- ConfigRemoteAuthError (1.18.33): a configuration that is fetched from a URL came back as a login page. Log in as the text says.
- agent-not-found: the configuration loads, but does not contain the agent's name; other agents still work.
- directory-missing: `FileSystem.realPath`, not a Config error.

Remedy
- Fix the file that the record names, then restart the server. Not tried.
- Another agent, model or session in the same directory does not help: the configuration fails as a whole.

Versions
Reported on 1.14 to 1.18. Not among the recordings.

Sources
anomalyco/opencode#27133, #27530, #31481, #49844; MinishLab/semble#131.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.model import Clue, Step
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._clues import conclusive, logged, strong
from inspector.rules._remedies import configure, resend, restart
from inspector.rules._rule import Proof, Rule
from inspector.text import many

NAMES = ("ConfigInvalidError", "ConfigJsonError", "ConfigFrontmatterError", "ConfigDirectoryTypoError")
LOGIN = "ConfigRemoteAuthError"
"""A configuration that is fetched from a URL came back as a login page. No server was seen to do it."""


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if fault is not None and (fault.name in NAMES or any(n in fault.text[:400] for n in NAMES)):
        yield conclusive("The server could not load a configuration file of the session's directory.", logged(prompt))
    elif fault is not None and LOGIN in (fault.name or fault.text[:400]):
        yield strong("The server got a login page in place of a remote configuration.", logged(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{many(len(prompts), 'prompt failed', 'prompts failed')} because a configuration file of their directory is invalid."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[Step, ...]:
    return (
        configure(
            "Fix the file named in the record, or log in where it names a login. Often its front matter has `tools` as a list."
        ),
        restart(),
        resend(),
    )


RULE = Rule(
    title="A config, agent or command file is invalid",
    check=check,
    summary=summary,
    remedy=remedy,
    cured_by=(Proof.RUN,),
    references=("anomalyco/opencode#27133", "anomalyco/opencode#27530", "anomalyco/opencode#31481", "anomalyco/opencode#49844"),
    not_a_remedy=("Another agent or model: the whole directory's configuration fails to load.",),
    told=(
        (
            r"\binvalid\b|\bmalformed\b|\bfail(?:s|ed)? to parse\b|\bparse errors?\b|\bschema (?:crash|errors?|validation)\b|\bunrecogni[sz]ed\b",
            r"\bfrontmatter\b|\bopencode\.jsonc?\b|\bagent files?\b|\bconfig(?:uration)? files?\b",
        ),
        (
            r"\b(?:not|n't|never|refus\w+ to|fails? to) (?:launch|start)\b",
            r"\bagents? (?:permissions?|files?|tools)\b.{0,60}\b(?:booleans?|true|false)\b|\bfrontmatter\b",
        ),
    ),
)
