"""Ids: the time in them and who made them; the first three are from a recorded server."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from inspector.database.ids import WRAP_MS, WRAPS, decode, maker

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def at(milliseconds: int) -> datetime:
    return EPOCH + timedelta(milliseconds=milliseconds)


def minted(milliseconds: int, prefix: str = "msg", counter: int = 1) -> str:
    digits = (milliseconds * 4096 + counter) & (1 << 48) - 1
    if prefix == "ses":
        digits ^= (1 << 48) - 1
    return f"{prefix}_{digits:012x}aB3dE6gH9jK2mN"


def test_recorded_ids_hold_the_time_and_the_maker() -> None:
    made_by_server, stored = "msg_2022390f800111XKbZSgEs89xv", at(1795332215032)
    found = decode(made_by_server, stored)
    assert found is not None
    assert (found.prefix, found.form, found.time, found.counter) == ("msg", "own", stored, 1)
    assert maker(made_by_server, stored).maker == "server"
    sent_by_client = maker("msg_2021b7ac3001SOCWib3fOFyJhv", at(1795331685153))
    assert (sent_by_client.maker, sent_by_client.skew_ms) == ("client", -94)


def test_session_ids_are_inverted() -> None:
    found = decode("ses_dfde4e8d1ffeXiC2tEU0N4JjCX", at(1795331659566))
    assert found is not None
    assert abs(found.time - at(1795331659566)) < timedelta(seconds=1)
    assert minted(1795331659566, "ses") < minted(1795331659565, "ses")


@given(
    st.integers(WRAP_MS, 40 * WRAP_MS), st.integers(-WRAP_MS // 2 + 1, WRAP_MS // 2 - 1), st.sampled_from(["msg", "ses", "prt"])
)
def test_any_time_is_found_again_within_half_a_wrap(milliseconds: int, off: int, prefix: str) -> None:
    found = decode(minted(milliseconds, prefix, 7), at(milliseconds + off))
    assert found is not None
    assert (found.time, found.counter) == (at(milliseconds), 7)


def test_ids_sort_the_wrong_way_around_a_wrap() -> None:
    wrap = (WRAPS[0] - EPOCH) // timedelta(milliseconds=1)
    assert wrap % WRAP_MS == 0
    assert WRAPS[1] - WRAPS[0] == timedelta(milliseconds=WRAP_MS)
    assert minted(wrap - 1) > minted(wrap)
    assert decode(minted(wrap), at(wrap)).time == WRAPS[0]  # type: ignore[union-attr]
    assert decode(minted(wrap - 1), at(wrap)).time == at(wrap - 1)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("id", "form"),
    [
        ("msg_f01fc836-ea42-4f69-8f10-8ff1be11681f", "uuid"),
        ("msg_f01fc836ea424f698f108ff1be11681f", "uuid"),
        ("msg_client_7", "other"),
        ("msg-7", "other"),
        ("msg_2021B7AC3001SOCWib3fOFyJhv", "other"),
        ("part_2021b7ac3001SOCWib3fOFyJh", "other"),
    ],
)
def test_foreign_forms_hold_no_time(id: str, form: str) -> None:
    found = decode(id)
    assert found is not None
    assert (found.form, found.time, found.counter) == (form, None, None)
    assert maker(id, at(1795331685153)).maker == "client"


@pytest.mark.parametrize("id", ["", "msg", "7", "_x", "\x00"])
def test_text_without_a_prefix_is_no_id(id: str) -> None:
    assert decode(id) is None


@given(st.text())
def test_no_text_is_too_strange(id: str) -> None:
    decode(id)
    assert maker(id, at(1795331685153)).maker in ("client", "server", "unknown")


@pytest.mark.parametrize(
    ("skew", "who"),
    [
        (0, "server"),
        (-1, "server"),
        (1, "server"),
        (-2, "unknown"),
        (-20, "unknown"),
        (-21, "client"),
        (2, "client"),
        (-600_000, "client"),
        (80_500, "client"),
        (30 * 86_400_000, "unknown"),
        (-30 * 86_400_000, "client"),
    ],
)
def test_maker_is_told_by_the_skew(skew: int, who: str) -> None:
    found = maker(minted(1795331685153 + skew), at(1795331685153))
    assert (found.maker, found.skew_ms) == (who, skew)


def test_maker_is_unknown_without_a_time_to_compare_with() -> None:
    assert maker(minted(1795331685153), None).maker == "unknown"
