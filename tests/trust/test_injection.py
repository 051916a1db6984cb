"""Text that would be markup, a formula, a link, a mention or a command where a report is read: planted in log, rows, requests and file names."""

from __future__ import annotations

import io
import itertools
import json
import re
import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.database.databases import made, writing
from tests.renderers.test_hostile import inline_tokens
from tests.renderers.test_html import Elements
from tests.trust.running import BANNER, Done, failure, inside, untouched
from tests.trust.test_hostile_text import controls

MARKS = (
    "=cmd()",
    "+1+1",
    "@SUM(A1)",
    "[link](javascript:alert(1))",
    "![i](http://e.test/i.png)",
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "@everyone",
    "#123",
    "GH-7",
    "owner/repo#2",
    "\x1b]8;;http://evil.test\x1b\\here\x1b]8;;\x1b\\",
    "[bold]rich[/bold]",
    "[/]",
    "[link=http://e.test]l[/link]",
    "{{ 7*1337 }}",
    "| a | b |",
    "```",
    "</details>",
    "www.e.test",
    "https://e.test/x",
    "\u202egnp.exe",
    "$x^2$",
    ":tada:",
    "%s %(a)s {0}",
)
EVIL = " ".join(MARKS)
NAME = "=cmd() [b]x[_b] @everyone #123 <img src=x onerror=y> `t` \u202egnp"
"""What fits into the name of a file."""
SESSION = "ses_dfe01c813ffe7rAq2JUnH99Ye0"
FIELDS = ("message", "title", "directory", "agent", "model", "plugin", "version", "file", "all")


@pytest.fixture(scope="module", params=FIELDS)
def inputs(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """A server whose text is hostile in one field, or in all of them: its folder, and the words that name the inputs."""
    folder = tmp_path_factory.mktemp(f"server-{request.param}-")

    def evil(field: str, plain: str) -> str:
        return plain + EVIL if request.param in (field, "all") else plain

    named = request.param in ("file", "all")
    log, path = (
        folder / (f"{NAME}.log" if named else "server.log"),
        made(folder, "1.15.13", name=f"{NAME}.db" if named else "opencode.db"),
    )
    records = [
        BANNER.replace("version=1.15.13", f"version={evil('version', '1.15.13').replace(' ', '_')}"),
        failure(evil("message", "Agent not found: ghost "), SESSION),
        failure(f'Agent not found: "{evil("agent", "ghost")}". Available agents: build', SESSION),
        failure(f"Model not found: {evil('model', 'mock/none')}. Did you mean: {evil('model', 'good')}?", SESSION),
        f"ERROR 2026-11-22T06:42:48 +1ms service=plugin path={json.dumps(evil('plugin', 'file:///p.js'))} "
        f"error={json.dumps(evil('plugin', 'no'))} failed to load plugin\n",
        failure(f"TypeError: x at {evil('plugin', '/home/op/.config/opencode/plugin/p.js')}:1:2", SESSION),
    ]
    log.write_text("".join(records), encoding="utf-8")
    with writing(path) as writer:
        for number in range(3):
            session = writer.session(
                f"{SESSION[:-1]}{number}",
                number,
                title=evil("title", "t"),
                directory=evil("directory", "/home/op/proj"),
                version=evil("version", "1.15.13"),
            )
            model = {"providerID": evil("model", "mock"), "modelID": evil("model", "good")}
            user = writer.user(session, f"msg_201fe3629{number}01AAAAAAAAAAAAAA", 50, agent=evil("agent", "ghost"), model=model)
            error = {"name": evil("message", "APIError"), "data": {"message": evil("message", "refused"), "statusCode": 500}}
            writer.assistant(session, f"msg_201fe3630{number}01AAAAAAAAAAAAAA", 60, user, finish=None, error=error)
            part = {"type": "tool", "tool": evil("plugin", "bash"), "state": {"status": "error", "error": evil("message", "no")}}
            writer.part(session, f"msg_201fe3630{number}01AAAAAAAAAAAAAA", f"prt_201fe3629{number}01AAAAAAAAAAAAAA", 50, part)
    with closing(sqlite3.connect(path, isolation_level=None)) as database:
        database.execute("PRAGMA journal_mode=DELETE")
    body = {
        "agent": evil("agent", "ghost"),
        "model": {"providerID": evil("model", "m"), "modelID": "x"},
        evil("message", "k"): 1,
        "parts": 7,
    }
    call = {
        "method": "POST",
        "path": f"/session/{SESSION}/prompt_async",
        "query": {"directory": evil("directory", "/x")},
        "body": body,
        "status": 400,
    }
    (folder / "requests.jsonl").write_text(json.dumps(call) + "\n")
    return folder, [str(log), "--db", str(path), "--requests", str(folder / "requests.jsonl")]


def shown(inputs: tuple[Path, list[str]], command: str, form: str, *more: str) -> Done:
    folder, words = inputs
    names = {
        "diagnose": ("diagnose", *words),
        "session": ("session", SESSION, *words),
        "database": ("database", words[2], "--for", "1.17.19"),
        "requests": ("requests", words[4], "--server-version", "1.15.13"),
    }
    with untouched(folder):
        done = inside(*names[command], "--format", form, *more)
    assert done.code in (0, 1, 3)
    assert len(done.out) > 200, done.err
    assert controls(done.err) == set()
    return done


HAVE = ("diagnose", "session", "database", "requests")


def ways(inputs: tuple[Path, list[str]]) -> list[list[str]]:
    """Where every field is hostile, redacted and not; where one is, not, which hides nothing of it."""
    return [[], ["--no-redact"]] if "-all-" in inputs[0].name else [["--no-redact"]]


def test_a_terminal_shows_it_as_it_is_and_obeys_none_of_it(inputs: tuple[Path, list[str]]) -> None:
    for command, plain in itertools.product(HAVE, ways(inputs)):
        more = [] if command == "database" else ["-v", "--color", "always"]
        done = shown(inputs, command, "terminal", *more, *plain)
        ours = re.sub("\x1b\\[[0-9;]{1,7}m", "", done.out)
        assert controls(ours) == set(), command
        assert set(re.findall("\x1b.", done.out)) <= {"\x1b["}
        assert "http://evil.test\x1b" not in done.out


def test_markup_of_the_drawing_library_is_no_markup(inputs: tuple[Path, list[str]]) -> None:
    flat = re.sub(r"[\s│]+", "", shown(inputs, "session", "terminal", "-v", "--no-redact").out)
    is_shown = any(f"-{field}-" in inputs[0].name for field in FIELDS if field not in ("title", "file"))
    assert ("[bold]rich[/bold]" in flat, "[/]" in flat) == (is_shown, is_shown)


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_json_stays_one_document_and_one_line(inputs: tuple[Path, list[str]], form: str) -> None:
    for plain in ways(inputs):
        done = shown(inputs, "diagnose", form, *plain)
        assert done.out.isascii()
        documents = done.out.splitlines() if form == "jsonl" else [done.out]
        assert [json.loads(document)["schema"] for document in documents] == ["inspector.report/1"]


def test_markdown_links_mentions_and_runs_nothing(inputs: tuple[Path, list[str]]) -> None:
    for command, plain in itertools.product(HAVE, ways(inputs)):
        inert(shown(inputs, command, "markdown", *plain).out)


def inert(text: str) -> None:
    assert controls(text) == set()
    tokens = inline_tokens(text)
    assert not {"link_open", "image", "html_inline", "s_open", "blockquote_open", "hr"} & {token.type for token in tokens}
    blocks = {line for token in tokens if token.type == "html_block" for line in token.content.strip().splitlines()}
    assert {re.sub(r"<summary>[^<]*</summary>", "<summary>", line) for line in blocks} <= {
        "<details>",
        "</details>",
        "<summary>",
        "",
    }
    for written in (token.content for token in tokens if token.type == "text"):
        assert not re.search(r"@[A-Za-z0-9]|#\d|\bGH-\d|://|www\.", written), written
    for cell in re.findall(r"(?m)^\|(.*)\|$", text):
        assert not re.match(r"\s*[=+@]", cell), cell  # a table that is pasted into a spreadsheet


def test_html_has_only_elements_of_its_own(inputs: tuple[Path, list[str]]) -> None:
    for plain in ways(inputs):
        page(shown(inputs, "diagnose", "html", "-v", *plain).out)


def page(text: str) -> None:
    assert controls(text) == set()
    assert str(7 * 1337) not in text
    found: Any = Elements(text)
    assert found.open == []
    assert not {"img", "iframe", "object", "form", "link"} & set(found.tags)
    assert found.tags.count("script") == text.count('<script>"use strict";')  # our own
    for _, name, _ in found.attributes:
        assert not name.startswith("on")
        assert name not in ("src", "style", "srcset")
    issue = re.compile(r"https://github\.com/[\w.-]+/[\w.-]+/issues/\d+")
    for _, name, value in found.attributes:  # the issues that a rule refers to, and places in the page itself
        assert name != "href" or value.startswith("#") or issue.fullmatch(value)


def test_a_bundle_has_inert_reports_and_plain_names(inputs: tuple[Path, list[str]], tmp_path: Path) -> None:
    done = inside("bundle", tmp_path / "b.tar.gz", *inputs[1])
    assert controls(done.out) == set()
    with tarfile.open(fileobj=io.BytesIO((tmp_path / "b.tar.gz").read_bytes())) as archive:
        content = {entry.name: archive.extractfile(entry).read().decode("utf-8", "replace") for entry in archive}  # type: ignore[union-attr]
    assert all(re.fullmatch(r"[A-Za-z0-9._/-]+", name) for name in content)
    inert(content["report.md"])
    page(content["report.html"])
    assert controls(content["report.txt"]) == set()
    again = inside("diagnose", tmp_path / "b.tar.gz", "--format", "markdown")
    inert(again.out)


@pytest.mark.parametrize("mark", MARKS)
def test_words_of_the_user_come_back_as_they_are(mark: str, tmp_path: Path) -> None:
    """In the sentences about an unknown cause, session, format or file; none of them is read as markup or pattern."""
    shutil.copy(Path(__file__).parents[2] / "samples" / "drift-1.15.13-via-1.17.0" / "server.log", tmp_path / "server.log")
    for words in (
        ["explain", mark],
        ["session", mark, tmp_path / "server.log"],
        ["diagnose", tmp_path / "server.log", f"--format={mark}"],
        ["diagnose", f"./{mark}"],
    ):
        done = inside(*words)
        assert done.code in (0, 1, 2, 3)
        assert controls(done.out + done.err) == set()
        assert "\x1b" not in done.out + done.err
