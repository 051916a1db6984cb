"""Text from an input stays text: in every field, in every format."""

from __future__ import annotations

import json
import re
import unicodedata
from typing import Any

import pytest
from markdown_it import MarkdownIt

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
OUTPUTS = [
    # the fields of a quiet line are parted by tabs of our own
    pytest.param(format, output.replace("\t", "  ") if options.verbosity < 0 else output, id=f"{name}-{way}-{format}-{number}")
    for name, value in VALUES.items()
    for way, how in WAYS.items()
    for number, (format, options, output) in enumerate(every_output(changed(value, how)))
]


@pytest.mark.parametrize(("format", "output"), OUTPUTS)
def test_no_control_character_comes_through(format: str, output: str) -> None:
    ours = re.sub("\x1b\\[[0-9;]{1,7}m", "", output) if format == "terminal" else output
    assert {c for c in ours if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")} <= {"\n"}
    output.encode("utf-8")


@pytest.mark.parametrize(("format", "output"), [p for p in OUTPUTS if p.values[0] == "terminal"])
def test_no_colour_comes_from_an_input(format: str, output: str) -> None:
    assert all(re.fullmatch("[012]|(1;)?3[12356]", code) for code in re.findall("\x1b\\[([0-9;]*)m", output))


@pytest.mark.parametrize(("format", "output"), [p for p in OUTPUTS if p.values[0] == "html"])
def test_html_has_only_our_own_elements(format: str, output: str) -> None:
    elements = Elements(output)
    assert elements.open == []
    assert not {"script", "img", "iframe"} & set(elements.tags)
    assert not [a for a in elements.attributes if a[1].startswith("on") or a[1] in ("src", "style")]
    assert str(1337 * 7331) not in output


@pytest.mark.parametrize(("format", "output"), [p for p in OUTPUTS if p.values[0] in ("json", "jsonl")])
def test_json_is_ascii_and_can_be_read(format: str, output: str) -> None:
    assert output.isascii()
    assert isinstance(json.loads(output), dict)


def inline_tokens(output: str) -> list[Any]:
    parser = MarkdownIt("gfm-like", {"html": True, "linkify": False})
    tokens = parser.parse(output)
    return [*tokens, *(child for token in tokens for child in token.children or ())]


@pytest.mark.parametrize(("format", "output"), [p for p in OUTPUTS if p.values[0] == "markdown"])
def test_markdown_is_inert(format: str, output: str) -> None:
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


@pytest.mark.parametrize(("format", "output"), [p for p in OUTPUTS if p.values[0] == "markdown"])
def test_markdown_tables_keep_their_columns(format: str, output: str) -> None:
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


@pytest.mark.parametrize(("format", "output"), [p for p in OUTPUTS if p.values[0] == "markdown"])
def test_every_fold_and_fence_is_closed(format: str, output: str) -> None:
    assert output.count("<details>") == output.count("\n</details>")
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(output)
    assert not [token for token in tokens if token.type == "fence" and "</details>\n" in token.content.splitlines(keepends=True)]
