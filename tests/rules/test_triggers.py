"""Which triggers of the database can have fired for a prompt."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from inspector.diagnosis.verdict import judge
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World
from inspector.rules._triggers import triggers_for, triggers_of
from tests.rules.cases import CORE, PLUGIN, SES, facts, failed, opaque, prompt, rows, table, world

WRITES = "begin insert into todo(session_id) values ('ses_gone'); end"
RAISES = "begin select RAISE(ABORT, 'blocked'); end"
OPAQUE = prompt("1.15.13", **opaque(rows=rows()))


def there(text: str, on: str = "message") -> World:
    triggered = replace(table(on, "id", "data", triggers=("odd",)), trigger_texts=(text,) if text else ())
    return world(PLUGIN, facts=facts(tables={**CORE, on: triggered}))


def trigger(when: str, body: str) -> str:
    return f"CREATE TRIGGER odd before insert on message {when} {body}"


@pytest.mark.parametrize(
    ("text", "fires"),
    [
        (trigger("", WRITES), True),
        (trigger("", RAISES), False),
        (trigger(f"when new.session_id='{SES}'", WRITES), True),
        (trigger("when new.session_id='ses_ddd0cfb11ffeRQxYz9b5kCu5F3'", "begin delete from todo; end"), False),
        ("", True),
    ],
)
def test_an_error_without_a_code_needs_a_trigger_that_writes_rows_for_this_session(text: str, fires: bool) -> None:
    case = there(text)
    assert (triggers_for(OPAQUE, case) == ("odd",)) is fires


@pytest.mark.parametrize(("on", "fires"), [("message", True), ("part", False)])
def test_a_failing_statement_names_the_table_of_the_trigger(on: str, fires: bool) -> None:
    error = "Cause([Die(Error: Failed query: insert into message (id) values (?))])"
    case: Prompt = prompt(**failed(error, rows=rows()))
    assert case.fault is not None and case.fault.statement is not None
    assert (triggers_for(case, there(trigger("", RAISES), on)) == ("odd",)) is fires


def test_a_trigger_bound_to_another_session_leaves_a_throwing_hook_named() -> None:
    other = there(trigger("when new.session_id='ses_ddd0cfb11ffeRQxYz9b5kCu5F3'", WRITES))
    assert judge(OPAQUE, other, {}).cause != "constraint-violation"
    assert judge(OPAQUE, there(trigger("", WRITES)), {}).cause == "constraint-violation"


def test_each_trigger_is_named_once_for_many_prompts() -> None:
    assert triggers_of((OPAQUE, OPAQUE), there("")) == ("odd",)
