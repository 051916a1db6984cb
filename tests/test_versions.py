"""Which of two servers is the older one, where their versions tell."""

from __future__ import annotations

import pytest

from inspector.versions import older, release

ORDER = ("0.15.31", "1.0.185", "1.1.65", "1.2.27", "1.3.0", "1.3.2", "1.15.4", "1.15.13", "1.18.9", "1.18.33", "2.0.3")
UNORDERED = (
    None,
    "",
    "local",
    "next-17055",
    "0.0.0",
    "0.0.0-dev-202609212252",
    "1.18",
    "1.18.33.1",
    "1.18.33rc1",
    "1.18.33-beta.1",
    "x1.2.3",
    "3.0.0",
    "7.0.33",
    "7.7.9",
    "0.0.47",
)


def test_releases_follow_their_numbers_and_not_their_letters() -> None:
    assert [release(version) for version in ORDER] == sorted(release(version) or () for version in ORDER)
    for place, version in enumerate(ORDER):
        assert [older(other, version) for other in ORDER] == [number < place for number in range(len(ORDER))]


@pytest.mark.parametrize("version", ["v1.15.13", "1.15.13 (linux)", "1.15.13"])
def test_a_release_is_known_with_what_may_stand_around_it(version: str) -> None:
    assert release(version) == (1, 15, 13)


@pytest.mark.parametrize("version", UNORDERED)
def test_what_is_no_release_is_neither_older_nor_newer(version: str | None) -> None:
    assert release(version) is None
    assert older(version, "1.3.0") is None
    assert older("1.3.0", version or "") is None
