"""An agent, command or config file does not fit the schema, so nothing of the directory loads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from inspector.evidence import Prompt, World
from inspector.model import Clue
from inspector.rules._clues import conclusive, logged

TITLE = "A config, agent or command file is invalid"
REFERENCES = ("anomalyco/opencode#27133", "anomalyco/opencode#27530", "anomalyco/opencode#31481", "anomalyco/opencode#49844")
NOT_A_REMEDY = ("Another agent or model: the whole directory's configuration fails to load.",)
NAMES = ("ConfigInvalidError", "ConfigJsonError", "ConfigFrontmatterError", "ConfigDirectoryTypoError")


def check(prompt: Prompt, world: World) -> Iterator[Clue]:
    fault = prompt.fault
    if fault is not None and (fault.name in NAMES or any(n in fault.text[:400] for n in NAMES)):
        yield conclusive("The server could not load a configuration file of the session's directory.", logged(prompt))


def summary(prompts: Sequence[Prompt], world: World) -> str:
    return f"{len(prompts)} prompt(s) failed because a configuration file of their directory is invalid."


def remedy(prompts: Sequence[Prompt], world: World) -> tuple[str, ...]:
    return ("Mend the file named in the record (often front matter with `tools` as a list), then restart the server.",)
