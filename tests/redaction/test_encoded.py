"""Secrets in texts that are URL-encoded once, twice and three times."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from inspector.redaction.redact import redact_text
from inspector.redaction.state import State


@pytest.mark.parametrize(("times", "hidden"), [(1, True), (2, True), (3, False)])
def test_a_secret_is_found_in_a_text_that_was_url_encoded_up_to_twice(times: int, hidden: bool) -> None:
    text = "the key: sk-abcdefgh12345678 & more"
    for _ in range(times):
        text = quote(text, safe="")
    shown = redact_text(text, State())
    assert ("[key-1]" in shown) is hidden
