"""Compute the fingerprint of a failure: equal failures have equal fingerprints, whatever the inputs and IDs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from functools import lru_cache

from inspector.prompts.prompt import Prompt

VERSION = "v2"
"""Version of the grouping; raise it when the basis or the normalisation changes."""

READ, KEPT = 4000, 300
"""At most this many characters of a text are normalised, and of the result compared."""


def fingerprint(cause: str | None, prompt: Prompt) -> str:
    """Return a stable name for similar failures: a hash of the cause and the error without IDs, numbers, names and
    quoted texts.

    The stage of the prompt is not part of it, because it depends on the given inputs.
    """
    fault, answer = prompt.fault, prompt.answer
    basis = [cause or "?"]
    if fault is not None:
        verb, table = fault.statement or ("", "")
        basis += [fault.name or "", fault.code or "", fault.table or table, fault.column or "", verb]
        names = (
            fault.provider_id,
            fault.model_id,
            fault.agent,
            fault.sent_agent,
            fault.sent_model,
            *fault.suggestions,
            *fault.agents,
        )
        basis.append(normalise(fault.message or "", (name for name in names if name)))
    elif answer is not None:
        basis += [answer.error_name or "", str(answer.error_status or "")]
    return _hashed("|".join(basis))


@lru_cache(4096)
def _hashed(basis: str) -> str:
    return f"{VERSION}:{hashlib.sha256(basis.encode('utf-8', 'backslashreplace')).hexdigest()[:12]}"


_VARIABLE = re.compile(
    r"\"[^\"\n]{0,500}\"|'[^'\n]{0,500}'|`[^`\n]{0,500}`|“[^”\n]{0,500}”"  # quoted
    r"|\b[a-z][a-z+.-]{1,20}://[^\s\"'<>)]{1,500}"  # addresses
    r"|[\w.+-]{1,64}@[\w.-]{1,253}"
    r"|(?:\b[A-Za-z]:|\\\\[\w.$-]{1,64})(?:\\[^\\\n\"':*?<>|]{1,120}(?=\\)){0,30}\\[^\s\\\"':*?<>|]{0,200}"  # paths on Windows
    r"|~?(?:/[\w.@%+~-]{1,120}){1,40}/?|\b[\w.@-]{1,120}(?:/[\w.@:%+~-]{1,120}){1,40}"  # other paths, provider/model
    r"|\b[a-z]{2,5}_[0-9A-Za-z-]{6,64}|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b[0-9a-f]{8,64}\b"  # ids
    r"|(?<![\w.])(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24}(?::\d{1,5})?(?![\w(])|\blocalhost\b(?::\d{1,5})?"  # hosts
    r"|\b(?:gpt|claude|gemini|llama|mistral|qwen|deepseek|grok|kimi|glm|o\d)-[\w.:-]{1,80}"  # models without a provider
    r"|\d{1,40}(?:[.,:]\d{1,40}){0,8}"
)

_ROW = re.compile(r"\*(?:[\s,;:/|.-]{0,5}\*){1,500}")
"""A list of variable values; its length is variable too."""


def normalise(text: str, names: Iterable[str] = ()) -> str:
    """Return `text` without its variable parts; `names` are variable words in it, such as models and agents."""
    for rest in ("\nparams: ", "\n    at "):  # the parameters of a statement and the stack
        text = text[:READ].partition(rest)[0]
    for name in sorted({name for name in names if len(name) > 2}, key=len, reverse=True):
        text = text.replace(name, "*")
    return _ROW.sub("*", _VARIABLE.sub("*", text))[:KEPT]
