"""Text from an input stays text: in every field, in every format."""

from __future__ import annotations

import json
import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from markdown_it import MarkdownIt

from inspector.renderers import html

from .example import AUDIT, STORY, TROUBLED
from .outputs import every_output
from .test_html import Elements
from .walk import changed

HOSTILE = (
    "\x1b]52;c;aGk=\x07\x1b[2J\x1b]8;;http://evil.test\x07x\x9b31m\x00\r\n\t\u202egnp.exe\u2066\ufeff\u2028\u200b\ud800 "
    "<script>alert(1)</script><img src=x onerror=alert(1)>\"'><svg onload=x> {{ 1337*7331 }} {% raw %} "
    "@octocat #1 GH-1 owner/repo#2 ![i](http://e.test/i.png) [l](javascript:x) https://e.test www.e.test a@e.test <!-- "
    "| a | b |\n# h\n- l\n```\n~~~\n`tick` ``t`` *b* _i_ __B__ </details> </style> &lt; \\| \\` [bold]rich[/bold] =cmd()"
)
WAYS = {
    "instead": lambda text: HOSTILE,
    "behind": lambda text: text + HOSTILE,
    "before": lambda text: HOSTILE + text,
    "alone": lambda text: "\x1b[31m" if text else "",
}
VALUES = {"report": TROUBLED, "story": STORY, "audit": AUDIT}


@cache
def _every_output(name: str, way: str) -> tuple[tuple[str, str], ...]:
    """Every form of a value whose texts are hostile, with its format; drawn when the first test asks."""
    return tuple(
        # the fields of a quiet line are parted by tabs of our own
        (format, output.replace("\t", "  ") if options.verbosity < 0 else output)
        for format, options, output in every_output(changed(VALUES[name], WAYS[way]))
    )


def outputs(name: str, way: str, *formats: str) -> list[str]:
    return [output for format, output in _every_output(name, way) if format in formats]


in_every_way = pytest.mark.parametrize(("name", "way"), [(name, way) for name in VALUES for way in WAYS])
OURS = (Path(html.__file__).with_name("report.js")).read_text("utf-8")


@in_every_way
def test_no_control_character_comes_through(name: str, way: str) -> None:
    for format, output in _every_output(name, way):
        ours = output if format != "terminal" else re.sub("\x1b\\[[0-9;]{1,7}m", "", output)
        assert {c for c in ours if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")} <= {"\n"}
        output.encode("utf-8")


@in_every_way
def test_no_colour_comes_from_an_input(name: str, way: str) -> None:
    for output in outputs(name, way, "terminal"):
        assert all(re.fullmatch("[012]|(1;)?3[12356]", code) for code in re.findall("\x1b\\[([0-9;]*)m", output))


@in_every_way
def test_html_has_only_our_own_elements(name: str, way: str) -> None:
    for output in outputs(name, way, "html"):
        elements = Elements(output)
        assert elements.open == []
        assert not {"img", "iframe"} & set(elements.tags)
        assert elements.tags.count("script") == output.count(f"<script>{OURS}</script>")
        assert not [a for a in elements.attributes if a[1].startswith("on") or a[1] in ("src", "style")]
        assert str(1337 * 7331) not in output


@in_every_way
def test_json_is_ascii_and_can_be_read(name: str, way: str) -> None:
    for output in outputs(name, way, "json", "jsonl"):
        assert output.isascii()
        assert isinstance(json.loads(output), dict)


def inline_tokens(output: str) -> list[Any]:
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    tokens = parser.parse(output)
    return [*tokens, *(child for token in tokens for child in token.children or ())]


@in_every_way
def test_markdown_is_inert(name: str, way: str) -> None:
    for output in outputs(name, way, "markdown"):
        tokens = inline_tokens(output)
        assert not {"link_open", "image", "html_inline", "s_open", "blockquote_open", "hr"} & {token.type for token in tokens}
        html = {line for token in tokens if token.type == "html_block" for line in token.content.strip().splitlines()}
        assert {re.sub(r"<summary>[^<]*</summary>", "<summary>", line) for line in html} <= {
            "<details>",
            "</details>",
            "<summary>",
            "",
        }
        for text in (token.content for token in tokens if token.type == "text"):
            assert not re.search(r"@[A-Za-z0-9]|#\d|\bGH-\d|://|www\.", text), text


@in_every_way
def test_markdown_tables_keep_their_columns(name: str, way: str) -> None:
    for output in outputs(name, way, "markdown"):
        table: list[int] = []
        for token in MarkdownIt("gfm-like", {"linkify": False}).parse(output):
            if token.type == "tr_open":
                table.append(0)
            elif token.type in ("th_open", "td_open"):
                table[-1] += 1
            elif token.type == "table_close":
                assert len(set(table)) == 1
                table = []
        rows = [line for line in output.splitlines() if line.startswith("| ")]
        assert all(line.endswith(" |") for line in rows)


@in_every_way
def test_every_fold_and_fence_is_closed(name: str, way: str) -> None:
    for output in outputs(name, way, "markdown"):
        assert output.count("<details>") == output.count("\n</details>")
        tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(output)
        assert not [
            token for token in tokens if token.type == "fence" and "</details>\n" in token.content.splitlines(keepends=True)
        ]
