"""What a manual page says of a remedy: on which versions it worked when tried (on record), that it was not tried, or mere advice."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest

from inspector.diagnosis import manual as explain

ROOT = Path(__file__).parents[2]
LAB = json.loads((ROOT / "samples" / "remedies.json").read_text())
"""What the laboratory tried on real servers: cause, remedy, version, and what became of the prompt."""
VERSION = re.compile(r"\d+\.\d+\.\d+")
SEEN = re.compile(r"worked when tried", re.I)
MARK = re.compile(r"\bnot\b|\bno remedy\b|\bnone is needed\b|\bnone of these was tried\b", re.I)
RECORDS = {
    "agent-not-found": {
        "Send a name that exists": "agent name that exists",
        "Leave `agent` out": "agent left out",
        "Add .opencode/agent": "agent file added, (server restarted|POST /instance/dispose)",
    },
    "client-clock": {"Leave messageID out": "messageID left out"},
    "client-timeout": {"Send with POST": "prompt_async", "give the client": "headersTimeout"},
    "database-locked": {"Release the lock": "lock released"},
    "directory-missing": {"Make the directory again AND": "AND server restarted"},
    "duplicate-id": {"Same session, fresh messageID": "fresh messageID"},
    "id-wrap": {
        "Serve the same database": "serve the same database",
        "Fork": "/fork",
        "A new session": "new session",
    },
    "lost-wake": {"Send the prompt again": "sent again"},
    "missing-credentials": {"Give the provider a key": "apiKey"},
    "model-not-found": {"Send a model that exists": "model that exists", "Add the model": "server restarted"},
    "no-reply-requested": {"Send the prompt without": "without noReply"},
    "plugin-error": {"Restart the server with --pure": "--pure", "Remove the plugin's file": "plugin file removed"},
    "plugin-hang": {"Start the server with --pure": "--pure"},
    "provider-error": {"Still retrying": "err429long"},
    "schema-drift": {"Run a server at least": "serve the same database", "Keep the old server": "database of its own"},
    "server-clock": {"Continue in a new session": "new session", "Wait until the clock": "clock had passed"},
    "server-stopped": {"Start the server": "start the server again"},
    "session-not-found": {"Make a new session": "new session"},
    "startup-stall": {
        "A provider's package: make": "registry reachable",
        "A provider's package without": "package in the cache",
    },
    "stream-stall": {"Abort and send again": "abort, send again"},
    "waiting-for-answer": {"POST /question": "/question/"},
    "waiting-for-permission": {"POST /permission": "/permission/"},
}
"""By page and beginning of the remedy: which remedy of the laboratory's it is."""
RELATED = {"session-deleted": "session-not-found"}
"""Pages that say themselves that it was another cause which was cured."""
ADVICE = {
    "aborted": ("An abort must go to the server",),
    "client-clock": ("Repeated answers: abort",),
    "compaction-loop": ("`compaction.auto: false` is ignored",),
    "duplicate-id": ("New part ID: the prompt was answered with its text",),
    "instance-disposed": ("In the client: fetch each session",),
    "lost-event-stream": ("Fetch the messages again", "In the client: when /event ends"),
    "mcp-hang": ("Wait: the prompt is answered",),
    "missing-message-id": ("See schema-drift", "On servers up to"),
    "output-cut-off": ("The same prompt to the same model",),
    "schema-drift": ("Then keep all OpenCode programs",),
    "server-stopped": ("Find out why the server ended",),
    "unsortable-id": ("Repeated answers: abort",),
    "wrong-directory": ("Fetch the messages again",),
}
"""What promises no cure by itself: looks, measures, and what is better known beforehand."""
SERVED = {
    "database-locked": {"Release the lock": "test_a_lock_of_another_process_is_cured_by_its_end"},
    "directory-missing": {"Make the directory again AND": "test_a_missing_directory_is_cured_by_making_it_and_a_restart"},
    "input-not-promoted": {
        "1.17.0: send again with POST": "test_an_inbox_nobody_reads_is_cured_by_the_old_route",
        "1.17.19 and later: wake": "test_a_stranded_input_is_cured_by_the_next_prompt",
    },
    "instance-disposed": {"Send the prompt again": "test_a_disposed_instance_is_cured_by_the_prompt_again"},
    "mcp-hang": {
        '`"enabled": false`': "test_a_silent_mcp_server_is_cured_by_disabling_it_or_by_a_lower_timeout",
        'A lower `"timeout"`': "test_a_silent_mcp_server_is_cured_by_disabling_it_or_by_a_lower_timeout",
    },
    "migration-failed": {
        "`no such column: name`": "test_a_file_without_names_of_migrations_is_cured_by_a_release_that_looks_first"
    },
    "part-unreadable": {"Send the prompt without": "test_a_part_that_cannot_be_read_is_cured_by_leaving_it_out"},
    "provider-error": {"Refused (401)": "test_a_provider_that_refuses_is_cured_by_a_model_that_answers"},
    "tool-hang": {"Abort the session": "test_a_running_tool_is_not_called_hanging_and_an_abort_frees_its_session"},
    "unsortable-id": {"Leave messageID out": "test_ids_that_do_not_sort_are_cured_by_leaving_them_to_the_server"},
}
"""By page and beginning of the remedy: which test of the end-to-end run carries it out."""
SHARED = {"server", "patients"}
"""Fixtures of that run that serve its newest release."""


@cache
def carried_out(test: str) -> frozenset[str]:
    """The releases that an end-to-end test serves; AssertionError when there is no such test."""
    served = ROOT / "tests" / "e2e"
    body = [node for path in sorted(served.glob("test_*.py")) for node in ast.parse(path.read_text()).body]
    names, releases = next(
        (node.targets[0], node.value)
        for node in ast.parse((served / "real_servers.py").read_text()).body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple)
    )
    release = dict(zip((name.id for name in names.elts), ast.literal_eval(releases), strict=True))
    found = next((node for node in body if isinstance(node, ast.FunctionDef) and node.name == test), None)
    assert found, f"no such test: {test}"
    said = {node.id for node in ast.walk(found) if isinstance(node, ast.Name)}
    shared = {argument.arg for argument in found.args.args} & SHARED
    return frozenset([*(release[name] for name in said & release.keys()), *([release["NEW"]] if shared else [])])


def remedies(page: explain.Page) -> list[str]:
    found = re.search(r"^Remedy\n(.*?)(?:\n\n|\Z)", page.text, re.M | re.S)
    assert found, page.id
    head, *bullets = re.split(r"^- ", found[1], flags=re.M)
    return [" ".join(f"{head} {bullet}".split()) for bullet in bullets]


def cured(page: str, remedy: str) -> set[str]:
    """Versions that the laboratory's remedy was tried on or with, and cured."""
    rows = [row for row in LAB if row["cause"] == page and row["cured"] and re.search(remedy, row["remedy"])]
    return {version for row in rows for version in (row["version"], *VERSION.findall(row["remedy"]))}


CLAIMS = [(page.id, remedy) for page in explain.causes() for remedy in remedies(page) if SEEN.search(remedy)]


@pytest.mark.parametrize("page, remedy", CLAIMS, ids=[f"{page}: {remedy[:30]}" for page, remedy in CLAIMS])
def test_a_remedy_said_to_have_worked_is_on_record_for_every_version_it_names(page: str, remedy: str) -> None:
    lab = (
        RECORDS[RELATED[page]]
        if page in RELATED
        else {start: lab for start, lab in RECORDS.get(page, {}).items() if start in remedy}
    )
    served = [test for start, test in SERVED.get(page, {}).items() if start in remedy]
    assert [*lab, *served], "no record of it"
    known = set.union(
        *(cured(RELATED.get(page, page), found) for found in lab.values()), *(set(carried_out(test)) for test in served)
    )
    assert ("tests/e2e" in remedy) == bool(served)
    for claim in re.split(SEEN, remedy)[1:]:
        versions = set(VERSION.findall(re.split(r"\. (?=[A-Z])|does not", claim, flags=re.I)[0]))
        assert [*versions, *re.findall("the same", claim)], "names no version"
        assert versions <= known


@pytest.mark.parametrize("page", explain.causes(), ids=lambda page: page.id)
def test_a_remedy_that_was_not_tried_says_so(page: explain.Page) -> None:
    plain = [remedy for remedy in remedies(page) if not SEEN.search(remedy) and not MARK.search(remedy)]
    assert len(plain) == len(ADVICE.get(page.id, ()))
    assert all(remedy.startswith(start) for remedy, start in zip(plain, ADVICE.get(page.id, ()), strict=True))
