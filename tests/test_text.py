"""Text from an input is shown and does nothing."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given, strategies as st
from markdown_it import MarkdownIt

from inspector.text import ascii_only, beginning, code, fence, markdown, visible

ANYTHING = st.text(alphabet=st.characters(), max_size=40)
PUNCTUATION = st.text(alphabet="ab1 `*_[]()<>!|\\&#@~$:/.-+=\n\"'w{}", max_size=40)


def test_every_control_format_separator_and_surrogate_character_is_written_out() -> None:
    kept: dict[str, str] = {}
    written_out: dict[str, str] = {}
    for character in map(chr, range(sys.maxunicode + 1)):
        (kept if visible(character) == character else written_out)[unicodedata.category(character)] = character
    invisible = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert kept.keys() & invisible == set()
    assert written_out.keys() - {"Cn"} == invisible  # Cn: not yet assigned in the Unicode of an older Python


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain – Ünï 日本", "plain – Ünï 日本"),
        ("\x1b[31m", "\\x1b[31m"),
        ("\x1b]52;c;aGk=\x07", "\\x1b]52;c;aGk=\\x07"),
        ("a\nb\r\tc\0", "a\\nb\\r\\tc\\x00"),
        ("\x9b31m", "\\x9b31m"),
        ("\u202egnp.exe", "\\u202egnp.exe"),
        ("\ud800", "\\ud800"),
        ("\U000e0041", "\\U000e0041"),
    ],
)
def test_visible(text: str, expected: str) -> None:
    assert visible(text) == expected


@given(ANYTHING, st.integers(1, 30))
def test_limit_holds_and_says_that_something_was_cut(text: str, limit: int) -> None:
    whole, cut = visible(text), visible(text, limit)
    assert len(cut) <= limit
    assert cut == (whole if len(whole) <= limit else f"{cut[:-1]}…")


def test_ascii_only_keeps_typography_readable() -> None:
    assert ascii_only("a – b … “c” → d") == 'a - b ... "c" -> d'
    assert ascii_only("é😀") == "\\xe9\\U0001f600"


def rendered(source: str) -> str:
    """What the source shows, as text; fails when anything but text comes of it."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(source)
    kinds = {token.type for token in tokens}
    assert kinds <= {"paragraph_open", "inline", "paragraph_close"}, kinds
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "text_special", "code_inline", "softbreak"}, source
    return "".join("\n" if child.type == "softbreak" else child.content for child in children)


@given(ANYTHING | PUNCTUATION)
def test_markdown_shows_the_text_itself(text: str) -> None:
    assert rendered(f"x {markdown(text)}").removeprefix("x").replace("\u200b", "").strip() == visible(text).strip()


@given(PUNCTUATION)
def test_markdown_is_text_also_at_the_start_of_a_line(text: str) -> None:
    assert rendered(markdown(text)).replace("\u200b", "") == visible(text).strip()


@given(ANYTHING | PUNCTUATION)
def test_code_shows_the_text_itself(text: str) -> None:
    assert rendered(f"x{code(text)}x").replace("\u200b", "")[1:-1].strip() == visible(text).strip()


@given(PUNCTUATION)
def test_table_cells_hold_any_text(text: str) -> None:
    source = f"| a | b |\n|---|---|\n| {markdown(text)} | {code(text)} |\n"
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(source)
    assert [token.type for token in tokens].count("td_open") == 2
    cells = [token.children or [] for token in tokens if token.type == "inline"][2:]
    texts = ["".join(child.content for child in children).replace("\u200b", "").strip() for children in cells]
    assert texts == [visible(text).strip()] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("@octocat", "@&#8203;octocat"),
        ("see #123", "see \\#&#8203;123"),
        ("GH-7", "GH&#8203;-7"),
        ("https://e.test", "https:&#8203;//e.test"),
        ("www.e.test", "www&#8203;.e.test"),
        ("a@e.test", "a@&#8203;e.test"),
        ("<!-- x -->", "&lt;!-- x --&gt;"),
        ("[l](u) ![i](u)", "\\[l\\](u) !\\[i\\](u)"),
        (":smile: at 07:25:23", ":&#8203;smile: at 07:25:23"),
        ("$x$", "&#36;x&#36;"),
        ("ses_dfdd session_message.seq _x_", "ses_dfdd session_message.seq \\_x\\_"),
        ("1.15.13 can", "1.15.13 can"),
        ("1. one", "1&#8203;. one"),
    ],
)
def test_markdown_breaks_what_github_would_act_on(text: str, expected: str) -> None:
    assert markdown(text) == expected


@given(st.text(alphabet="`~a\n ", max_size=60))
def test_nothing_inside_a_fence_closes_it(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(f"{fence(text, 'sh')}\n\nafter")
    assert [token.type for token in tokens] == ["fence", "paragraph_open", "inline", "paragraph_close"]
    assert tokens[0].content == text + "\n"


def test_fence_writes_control_characters_out() -> None:
    assert fence("a\x1bb\r\nc") == "```\na\\x1bb\\r\nc\n```"


def test_a_beginning_ends_between_two_words() -> None:
    assert beginning("short enough\nsecond line", 80) == "short enough"
    assert beginning("the key sk-live-abcdefghijklmnop was refused", 20) == "the key …"
    assert beginning("x" * 100, 20) == "…"
    assert beginning("exactly ten", 11) == "exactly ten"
    assert beginning("one two three", 7) == "one two …"
