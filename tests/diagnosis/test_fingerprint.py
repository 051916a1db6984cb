"""The same failure has the same fingerprint, whichever inputs were given and whatever its ids, names and texts."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.diagnosis.diagnose import diagnose
from inspector.diagnosis.fingerprint import VERSION, fingerprint, normalise
from inspector.model import Question, Stage
from inspector.prompts.faults import parse
from tests.rules.cases import failed, prompt

SAMPLES = Path(__file__).parents[2] / "samples"


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("connect ECONNREFUSED api.example.com:443", "connect ECONNREFUSED 10.0.0.7:8443"),
        ("connect to localhost failed", "connect to llm.internal.corp:8080 failed"),
        ("Unable to connect to https://api.a.com/v1?key=1", "Unable to connect to http://localhost:11434/v1"),
        ("no seat for ada@example.com", "no seat for grace.h@mail.example.org"),
        (r"ENOENT, open C:\Users\Ada Lovelace\a.txt", r"ENOENT, open D:\srv\b\c.txt"),
        (r"ENOENT: \\nas\share\x", r"ENOENT: \\files\y\z"),
        ("ENOENT: /home/ada/proj/a.txt", "ENOENT: ~/b.txt"),
        ("`frontend` is not known", "`backend-2` is not known"),
        ('quota "daily" used up', "quota “weekly” used up"),
        ("no part prt_20203c858002xFszv99PoXo1mB", "no part prt_00000000-f01f-4f69-8f10-8ff1be11681f"),
        ("run 3f2504e0-4f89-11d3-9a0c-0305e82c3301 gone", "run 9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d gone"),
        ("model gpt-4o is overloaded", "model claude-sonnet-4-5-20250929 is overloaded"),
        ("Model not found: mock/good.", "Model not found: anthropic/claude-sonnet-4-5."),
        ("timed out after 30000ms", "timed out after 1,500ms"),
        ("one of 'a', 'b', 'c' expected", "one of 'x' expected"),
        ("Error: x\n    at <anonymous> (/$bunfs/root/chunk-p1c43e92.js:1)", "Error: x\n    at run (/$bunfs/root/other.js:9)"),
        ('Failed query: insert into "part"\nparams: a,b', 'Failed query: insert into "part"\nparams: c'),
    ],
)
def test_what_differs_from_case_to_case_is_left_out(one: str, two: str) -> None:
    assert normalise(one) == normalise(two)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        ("hook refused: quota used up", "hook refused: no budget"),
        ("database is locked", "database or disk is full"),
        ("x is not a function", "x is not iterable"),
        ("Agent not found", "Model not found"),
    ],
)
def test_what_went_wrong_is_kept(one: str, two: str) -> None:
    assert normalise(one) != normalise(two)


@pytest.mark.parametrize(("before", "same"), [(299, False), (300, True)])
def test_the_first_300_characters_of_what_is_left_are_compared(before: int, same: bool) -> None:
    words = ("no seat " * 40)[:before]
    assert (normalise(f"{words}x") == normalise(f"{words}y")) is same


@pytest.mark.parametrize(("before", "same"), [(3999, False), (4000, True)])
def test_the_first_4000_characters_of_an_error_are_read(before: int, same: bool) -> None:
    quoted = "".join(f'"{"a" * 398}"' for _ in range(9))
    rest = f'"{"a" * (before - len(quoted) - 2)}"'
    assert (normalise(f"{quoted}{rest}x") == normalise(f"{quoted}{rest}y")) is same


def test_names_that_the_error_itself_marks_as_names_are_left_out() -> None:
    texts = ('Agent not found: "oracle". Available agents: build, plan', 'Agent not found: "ghost". Available agents: build')
    one, two = (prompt(**failed(f"Cause([Die(Error: {words})])")) for words in texts)
    assert fingerprint("agent-not-found", one) == fingerprint("agent-not-found", two)


def test_cause_and_error_tell_groups_apart_and_the_version_is_named() -> None:
    one = prompt(**failed("Cause([Die(Error: hook refused)])"))
    two = replace(one, fault=parse("Cause([Die(Error: no budget)])"))
    prints = {fingerprint("plugin-error", one), fingerprint("plugin-error", two), fingerprint(None, one)}
    assert len(prints) == 3 and all(p.startswith(f"{VERSION}:") for p in prints)


def test_how_far_a_prompt_came_and_who_sent_it_does_not_change_its_fingerprint() -> None:
    one = prompt(**failed("Cause([Die(Error: hook refused)])"), stage=Stage.SWITCHED)
    two = replace(one, stage=Stage.UNKNOWN, rows=None, session_id="ses_other", version="1.15.13")
    assert fingerprint("plugin-error", one) == fingerprint("plugin-error", two)


@pytest.mark.parametrize("sample", ["mixed-1.18.33", "drift-1.15.13-via-1.17.0"])
def test_with_and_without_database_and_capture_a_named_failure_has_one_fingerprint(sample: str, tmp_path: Path) -> None:
    shutil.copytree(SAMPLES / sample, tmp_path / "case")
    logs = tuple(str(p) for p in sorted((tmp_path / "case").rglob("*.log")))
    database, capture = str(tmp_path / "case" / "opencode.db"), (str(tmp_path / "case" / "requests.har"),)
    prints = [
        {e.log: (e.cause, e.fingerprint) for e in diagnose(question).failures}
        for question in (Question(logs), Question(logs, database), Question(logs, database, capture))
    ]
    for others in prints[1:]:
        same = {place: print_ for place, (cause, print_) in prints[0].items() if others[place][0] == cause}
        assert same and same == {place: others[place][1] for place in same}
    assert prints[1] == prints[2]
