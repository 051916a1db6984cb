"""Texts of people inside log lines, JSON, SQL statements and error messages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from inspector.patterns import late
from inspector.redaction.quoted import count_backslashes, end_of_json, end_of_string
from inspector.redaction.secrets import hide_group, hide_span
from inspector.redaction.state import ESCAPED, STAND_IN, State

_TEXT_KEY = late(
    r"(?<!\\)(\\*+)\"(text|prompt|content|messages|input|output|arguments|system|reasoning|title|requestBodyValues|responseBody"
    r"|description|command|query|patterns?|args|filePath|oldString|newString|questions?|answers?|label|value|diff|markdown|instructions)"
    r"\1\"\s{0,4}:\s{0,4}"
)

_STATEMENT = late(
    r"\s{0,4}(?:(?:insert into|update|delete from|select|create \w{1,20}|alter table|drop \w{1,20})\s{1,4}[\\\"`(*]|pragma \w|(?:begin|commit|rollback)\b.{0,40}\Z)",
    re.IGNORECASE,
)
"""Drizzle logs the statement under ``query``, with names in quotes, and its values under ``params``."""

_TEXT_FIELD = late(
    r"(?<![\w.\\?&-])(?:text|prompt|command|query|patterns?|args|questions?|answers?|description|diff|instructions)=(?=\S)"
)

_BARE_TEXT = late(  # ends before the next pair, and never in the middle of an escape
    r"(?!(?:-?\d[\d.]{0,20}|true|false|null|undefined)(?!\S))(?:[^\n\"\\]|\\(?![nrt\"\\]))+?"
    r"(?= [\w.]{1,64}=| prompt_async failed|[\"\n\\]|\Z)"
)

_STUCK = late(r"[^\s\"\\]*")
"""Text that follows a list without a space is hidden with the list."""

_TEXT_PARAMETER = late(r"(?<=[?&])(?:text|prompt|command|query|pattern)=([^\s&\"'#<>\\]+)")

_WORD = late(r"[^\W\d_]")

_TOLD = late(r"[^\W_]")
"""A list without a letter or a digit is kept: ``[["..."]]`` is the placeholder for an answer in a remedy."""

_ESCAPES = late(r"\\{0,8}")

_GOT = late(r", got (\\{0,8})\"(?![a-z]{1,10}_[\w…-]{0,80}\\{0,8}\")")
"""The refusal of a schema repeats the value that it did not expect. IDs are kept."""

_DEFAULT_TITLE = late(r"(?:New|Child) session - [\dT:.Z-]{1,40}\Z")

_TITLE = late(r"\btitle=(?:\"((?:[^\"\\]|\\.)*)|([^\"\n][^\n]*?)(?= cost=| time=\{|$))", re.MULTILINE)

_PARAMS = late(r"(?:" + ESCAPED + r"|(?<![A-Za-z]))params: ?((?:(?:[a-z]{3}_[A-Za-z0-9]{1,64}|\d{1,20})?,)*)")

_BODY = late(r"\b(requestBodyValues|responseBody)(\s{0,4}[:=]\s{0,4})(?=[{\[('`\"])(?!" + STAND_IN.pattern + r")")

_RECORD = late(r"\n(?=(?:DEBUG|INFO|WARN|ERROR) +\d{4}-|timestamp=\d{4}-)")

_SQL_TAIL = late(r" \(cause: Cause\(\[(?:Fail|Die)\([\w/]{0,80}SqlError: [^\"\\{}]{0,400}\Z")


def hide_texts(text: str, low: str, state: State) -> str:
    if "params:" in low:
        text = "".join(_params(text, state))
    if '":' in text or '" :' in text:
        text = "".join(_json_texts(text, state))
    if "requestbodyvalues" in low or "responsebody" in low:
        text = "".join(_bodies(text, state))
    if "title=" in low:
        text = _TITLE.sub(lambda m: _title(m, state), text)
    if "=" in text:
        text = hide_group(_TEXT_PARAMETER, "text", "".join(_fields(text, state)), state)
    if ", got " in text:
        text = "".join(_unexpected(text, state))
    return text


def _fields(text: str, state: State) -> Iterator[str]:
    """Hide texts among the pairs of a log line: ``prompt="…"``, ``patterns=["…"]``, ``command=… next=1``."""
    done = 0
    while match := _TEXT_FIELD.search(text, done):
        start = match.end()
        depth = _ESCAPES.match(text, start).end() - start  # type: ignore[union-attr]
        end = start
        if text.startswith('"', start + depth):
            start += depth + 1
            end = end_of_string(text, start, depth)
        elif hidden := STAND_IN.match(text, start):  # what was a list is hidden already; what follows it was no part of it
            end = _STUCK.match(text, hidden.end()).end()  # type: ignore[union-attr]
        elif text.startswith(("[", "{"), start):
            end = end_of_json(text, start, 0)
            if not _WORD.search(text, start, end):  # `[]`, `[1,2]`: kept, but not looked through again
                yield text[done:end]
                done = end
                continue
            end = _STUCK.match(text, end).end()  # type: ignore[union-attr]
        elif bare := _BARE_TEXT.match(text, start):
            end = bare.end()
        yield text[done:start]
        yield hide_span(text, start, end, "text", state) if start < end else ""
        done = end
    yield text[done:]


def _unexpected(text: str, state: State) -> Iterator[str]:
    done = 0
    while match := _GOT.search(text, done):
        start = match.end()
        end = end_of_string(text, start, len(match.group(1)))
        yield text[done:start]
        yield hide_span(text, start, end, "text", state) if start < end else ""
        done = end
    yield text[done:]


def _title(match: re.Match[str], state: State) -> str:
    """Hide titles, which are made from the prompt. The default title of a new session is kept."""
    value = match.group(1) or match.group(2) or ""
    if not value or _DEFAULT_TITLE.match(value) or STAND_IN.fullmatch(value):
        return match.group()
    return match.group()[: -len(value)] + state.hide("text", value)


def _record_end(text: str, start: int) -> int:
    match = _RECORD.search(text, start)
    return match.start() if match else len(text)


def _params(text: str, state: State) -> Iterator[str]:
    """Hide the values that Drizzle logs behind ``Failed query: …``, because prompts are among them. Leading IDs and SQLite's
    answer are kept."""
    done = 0
    while match := _PARAMS.search(text, done):
        start = match.end()
        # inside a quoted value the line break before `params:` is escaped, and the value ends at a quote escaped once less
        slashes = count_backslashes(text, match.start() - 1) if text.startswith("n", match.start() - 1) else 0
        end = end_of_string(text, start, slashes - 1) if slashes else _record_end(text, start)
        body = text[start:end]
        tail = body.rfind(" (cause: Cause([")
        kept = body[tail:] if tail >= 0 and _SQL_TAIL.match(body, tail) else ""
        end_of_text = end - len(kept)
        yield text[done:start]
        yield (hide_span(text, start, end_of_text, "text", state) if start < end_of_text else "") + kept
        done = end
    yield text[done:]


def _bodies(text: str, state: State) -> Iterator[str]:
    """Hide ``requestBodyValues: {…}``. The runtime prints it as an object that is not JSON, so everything up to the next record
    is hidden."""
    done = 0
    while match := _BODY.search(text, done):
        end = _record_end(text, match.end())
        yield text[done : match.end()] + hide_span(text, match.end(), end, "text", state)
        done = end
    yield text[done:]


def _json_texts(text: str, state: State) -> Iterator[str]:
    """Hide the values of the keys that hold texts, in JSON at any depth of escaping. Numbers, true, false and null are kept."""
    done = 0
    while match := _TEXT_KEY.search(text, done):
        start, depth = match.end(), len(match.group(1))
        quote = "\\" * depth + '"'
        yield text[done:start]
        done = start
        if text.startswith(quote, start):
            end = end_of_string(text, start + len(quote), depth)
            value = text[start + len(quote) : end]
            if value and not _DEFAULT_TITLE.match(value) and not (match.group(2) == "query" and _STATEMENT.match(value)):
                yield quote + hide_span(text, end - len(value), end, "text", state)
                done = end
        elif text[start : start + 1] in ("{", "["):
            end = end_of_json(text, start, depth)
            value = text[start:end]
            if '"' in value and _TOLD.search(value):
                yield quote + state.hide("text", value) + quote
                done = end
    yield text[done:]
