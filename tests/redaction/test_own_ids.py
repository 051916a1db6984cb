"""IDs that servers make skip the search for secrets, since none of the families would hide one."""

from __future__ import annotations

import random
import string

from inspector.redaction.redact import _hidden, redact_text
from inspector.redaction.state import State


def test_no_family_hides_an_id():
    chance = random.Random(11)
    state = State()
    for number in range(3000):
        tail = "".join(chance.choices(string.ascii_letters + string.digits, k=14))
        id = f"{('ses', 'msg', 'prt')[number % 3]}_{chance.randrange(1 << 48):012x}{tail}"
        assert _hidden(id, state) == redact_text(id, state) == id


def test_what_only_begins_like_an_id_is_searched():
    state = State()
    text = "msg_2020962760010000000000000a token=ghp_" + "a1B2" * 9
    assert "ghp_" not in redact_text(text, state)
