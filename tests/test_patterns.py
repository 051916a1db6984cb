"""Regular expressions that are compiled late do what compiled ones do."""

from __future__ import annotations

import re

import pytest

from inspector.patterns import late


def test_nothing_is_compiled_before_the_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled = []
    real = re.compile
    monkeypatch.setattr(re, "compile", lambda *asked: compiled.append(asked) or real(*asked))
    pattern = late(r"b(\d)", re.IGNORECASE)
    assert (pattern.pattern, compiled) == (r"b(\d)", [])
    found = pattern.search("aB7")
    assert found is not None and found[1] == "7"
    assert pattern.search("b") is None
    assert compiled == [(r"b(\d)", re.IGNORECASE)]
    assert [m[1] for m in pattern.finditer("b1 B2")] == ["1", "2"]
    assert pattern.sub("", "xb1y") == "xy"
    assert pattern.flags & re.IGNORECASE


def test_a_pattern_of_bytes_takes_bytes() -> None:
    assert late(rb"\d+").findall(b"1 22") == [b"1", b"22"]
