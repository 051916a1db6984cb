"""Errors of the runtime and of the surroundings, each as a stranger would paste it: the shapes of a paste, and the values of the tables."""

from __future__ import annotations

import json

from inspector.model.value import Value

ID = "ses_dfdfc42d2ffe0OUoQ60bKTqViz"


class Text(Value, frozen=True):
    """One text that a program prints, and the causes whose pages explain it."""

    text: str
    source: str
    """Where the text comes from: a program's source or documentation, or a public thread."""
    causes: tuple[str, ...] = ()
    """Causes that may be named; () where no page explains the text."""
    sure: bool = True
    """Whether the text, with a version of OpenCode, names one of them."""
    logged: bool = False
    """Whether a server writes the text into its log as the error of a prompt."""


def of(causes: tuple[str, ...], source: str, *texts: str, sure: bool = True, logged: bool = False) -> tuple[Text, ...]:
    """Return the texts of one source that the same causes explain."""
    return tuple(Text(text, source, causes, sure, logged) for text in texts)


def with_version(text: str) -> str:
    return f"### Description\n\n```\n{text}\n```\n\n### OpenCode version\n\n1.18.3\n"


def at_the_prompt(text: str) -> str:
    return f"$ opencode serve --port 4096\n{text}\n"


def in_a_sentence(text: str) -> str:
    said = " ".join(text.split()).replace("`", "'")
    return f"Since I updated OpenCode to 1.18.3 the prompts get no answer and it shows `{said}` in the terminal.\n"


def in_legacy_record(text: str) -> str:
    said = " ".join(text.split())
    return f"ERROR 2026-11-22T06:48:49 +4ms service=session.processor session.id={ID} messageID=msg_1 error={said} process\n"


def in_logfmt_record(text: str) -> str:
    said = json.dumps(text, ensure_ascii=False)
    return f"timestamp=2026-11-22T07:03:45.101Z level=ERROR run=9e261d3f message=process session.id={ID} error={said}\n"


SHAPES = {"version": with_version, "prompt": at_the_prompt, "sentence": in_a_sentence}
RECORDS = {"legacy": in_legacy_record, "logfmt": in_logfmt_record}


def _renamed(text: str) -> str:
    return text.replace("opencode", "gitea").replace("OpenCode", "Gitea")


def of_another_program(text: str) -> str:
    return f"### Gitea version\n\n1.24.2\n\n### Description\n\nSince the update my server shows this:\n\n```\n{_renamed(text)}\n```\n"


def beside_the_name(text: str) -> str:
    return f"Our billing service (Node.js 22) fails after the move, opencode is only the editor that I write this with:\n\n```\n{_renamed(text)}\n```\n"


OTHERS = {"gitea": of_another_program, "named": beside_the_name}
