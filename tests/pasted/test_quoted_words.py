"""What a sentence of the writer's own quotes is copied, and may name a cause; the rest of the sentence gives candidates."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.diagnosis.diagnose import diagnose
from inspector.model import Question

VERSION = "\n\n### OpenCode version\n\n1.18.3\n"


def _named(text: str, folder: Path) -> tuple[str | None, int]:
    path = folder / "pasted.md"
    path.write_text(text)
    report = diagnose(Question(logs=(str(path),)))
    causes = {entry.cause for entry in (*report.failures, *report.silent, *report.rejected)}
    return next(iter(causes - {None}), None), report.conclusion.exit_code


@pytest.mark.parametrize(
    ("said", "cause"),
    [
        (
            "When I send a prompt to the model it is refused and I get `prompt is too long: 209549 tokens` in the chat.",
            "context-overflow",
        ),
        ("When I send a prompt it stops and the dialog says: The prompt is too long: 209549 tokens", "context-overflow"),
        ("It fails because the prompt is too long for it, I think, but I am not sure that it is the reason.", None),
        ("When I start it in the morning it fails with a ConfigInvalidError and then it is gone.", "agent-file-invalid"),
        ("> prompt is too long: 209549 tokens and the model is not able to take it", "context-overflow"),
    ],
    ids=["in backticks", "behind a colon", "in a sentence", "the name of an error", "a quotation"],
)
def test_quoted_words_and_names_decide_and_a_mere_sentence_does_not(said: str, cause: str | None, tmp_path: Path) -> None:
    assert _named(said + VERSION, tmp_path) == (cause, 1 if cause else 3)


@pytest.mark.parametrize(
    "text",
    [
        "OpenCode Go answers:\n\n```\nHTTP 400: the prompt is too long\n```",
        "Error: prompt is too long. Please see https://opencode.ai/docs/go/",
        "400 Request is missing x-opencode-session: prompt is too long",
        "prompt is too long\nread from ~/.local/share/opencode/auth.json",
    ],
)
def test_its_makers_model_services_and_its_data_files_are_no_sign_of_the_program(text: str, tmp_path: Path) -> None:
    assert _named(text, tmp_path) == (None, 3)


@pytest.mark.parametrize(
    "said",
    [
        "It would be nice if it showed a countdown when a provider answers `prompt is too long: 209549 tokens` to a prompt.",
        "Does it retry when the provider says `prompt is too long: 209549 tokens`?",
        "It should show a hint for `prompt is too long: 209549 tokens` when that happens to me.",
        "The message `prompt is too long: 209549 tokens` no longer appears since the update.",
        "# [FEATURE]: Show a hint for `prompt is too long: 209549 tokens`",
        "Since I moved it to a local disk, the `disk I/O error` is gone.",
        "# How does it handle SQLITE_IOERR?\n\nWould a `SQLITE_IOERR: disk I/O error` stop a prompt?",
        "It should map these:\n\n```ts\nif (error.code === 'ENOSPC') {\n  throw new Error('ENOSPC: no space left on device, write')\n}\n```",
        'This changes the text:\n\n```diff\n-    throw new Error("prompt is too long")\n```',
        "Its shell shows, of my own program:\n\n```\nError: listen EADDRINUSE: address already in use :::3000\n```",
    ],
    ids=[
        "a wish",
        "a question",
        "what ought to happen",
        "a repair",
        "the title of a request",
        "gone",
        "how it is treated",
        "code",
        "a change",
        "another program",
    ],
)
def test_what_is_quoted_in_a_wish_a_question_or_a_repair_decides_nothing(said: str, tmp_path: Path) -> None:
    assert _named(said + VERSION, tmp_path) == (None, 3)


@pytest.mark.parametrize(
    "said",
    [
        "It would be nice to see why. When I send a prompt it is refused and I get `prompt is too long: 209549 tokens` in the chat.",
        "Why does it say `prompt is too long: 209549 tokens` when I send a prompt to the model?",
    ],
    ids=["beside a wish", "a question why"],
)
def test_what_happened_is_quoted_beside_a_wish_or_in_a_question_why(said: str, tmp_path: Path) -> None:
    assert _named(said + VERSION, tmp_path) == ("context-overflow", 1)
