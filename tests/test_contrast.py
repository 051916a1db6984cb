"""The exact test behind the contrast of failing and working prompts."""

from __future__ import annotations

import pytest

from inspector.contrast import contrast, fisher
from tests.rules.cases import answer, prompt, stored, user, world


@pytest.mark.parametrize(
    ("table", "expected"),
    [((3, 1, 1, 3), 0.4857), ((10, 0, 0, 3), 0.003497), ((1, 9, 11, 3), 0.002759), ((5, 5, 5, 5), 1.0), ((0, 0, 0, 0), 1.0)],
)
def test_fisher_gives_the_textbook_values(table: tuple[int, int, int, int], expected: float) -> None:
    assert fisher(*table) == pytest.approx(expected, rel=1e-3)


def test_fisher_stays_finite_on_large_tables() -> None:
    assert 0 <= fisher(40_000, 10_000, 10_000, 40_000) < 1e-9


def test_an_attribute_nobody_wrote_a_rule_for_is_found_as_a_lead() -> None:
    bad = [stored(user(n, agent="reviewer")) for n in range(6)]
    good = [stored(m := user(n, agent="build"), answer(m)) for n in range(9)]
    first = contrast(bad, good, world())[0]
    assert first.separates and first.attribute == "agent"
    assert "reviewer: 6 of 6 failed" in first.text and "build: 0 of 9 failed" in first.text


def test_what_all_prompts_share_does_not_separate() -> None:
    bad, good = [stored(user(1)), stored(user(2))], [stored(m := user(3), answer(m)), stored(m, answer(m))]
    versions = [s for s in contrast(bad, good, world()) if s.attribute == "server version"]
    assert versions and not versions[0].separates


def test_unknown_attributes_are_left_out_rather_than_guessed() -> None:
    names = {s.attribute for s in contrast([prompt(), prompt()], [prompt(), prompt()], world())}
    assert "message id" not in names and "client" not in names


def test_what_only_goes_with_the_strongest_attribute_separates_in_appearance_alone() -> None:
    bad = [stored(user(n, agent="reviewer", model_id="slow")) for n in range(8)] + [stored(user(20, agent="reviewer")) for _ in range(2)]
    good = [stored(m := user(n, agent="build"), answer(m)) for n in range(6)]
    found = {s.attribute: s for s in contrast(bad, good, world())}
    assert found["agent"].separates
    assert not found["model"].separates and "only in appearance" in found["model"].text
