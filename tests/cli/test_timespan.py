"""The times an operator types."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from inspector.cli.timespan import moment, zone
from inspector.errors import UsageError

NOW = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
TOKYO = timezone(timedelta(hours=9))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T09:30:00Z", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),
        ("2026-11-22T09:30:00.250+09:00", datetime(2026, 11, 22, 0, 30, 0, 250_000, UTC)),
        ("2026-11-22 09:30", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),
        ("2026-11-22 09:30:00 UTC", datetime(2026, 11, 22, 9, 30, tzinfo=UTC)),
        ("2026-11-22", datetime(2026, 11, 22, tzinfo=UTC)),
        ("20261122", datetime(2026, 11, 22, tzinfo=UTC)),
        ("9:05", datetime(2026, 11, 22, 9, 5, tzinfo=UTC)),
        ("09:05:30", datetime(2026, 11, 22, 9, 5, 30, tzinfo=UTC)),
        ("now", NOW),
        ("Today", datetime(2026, 11, 22, tzinfo=UTC)),
        ("yesterday", datetime(2026, 11, 21, tzinfo=UTC)),
        ("yesterday 10:00", datetime(2026, 11, 21, 10, tzinfo=UTC)),
        ("Yesterday at 9:05", datetime(2026, 11, 21, 9, 5, tzinfo=UTC)),
        ("today 09:05:30", datetime(2026, 11, 22, 9, 5, 30, tzinfo=UTC)),
        ("2h", NOW - timedelta(hours=2)),
        ("-3d", NOW - timedelta(days=3)),
        ("1h30m", NOW - timedelta(minutes=90)),
        ("1.5h", NOW - timedelta(minutes=90)),
        ("90min", NOW - timedelta(minutes=90)),
        ("1w", NOW - timedelta(weeks=1)),
        ("2h ago", NOW - timedelta(hours=2)),
        ("2 hours ago", NOW - timedelta(hours=2)),
        ("1 day 30 minutes ago", NOW - timedelta(days=1, minutes=30)),
        ("1week", NOW - timedelta(weeks=1)),
        ("250ms", NOW - timedelta(milliseconds=250)),
        ("1795331481", datetime.fromtimestamp(1795331481, UTC)),
        ("@1795331481", datetime.fromtimestamp(1795331481, UTC)),
        ("1795331481.5", datetime.fromtimestamp(1795331481.5, UTC)),
        ("1795331481083", datetime.fromtimestamp(1795331481.083, UTC)),
    ],
)
def test_every_documented_form_names_its_instant(text, expected):
    assert abs(moment(text, NOW) - expected) < timedelta(microseconds=500)


def test_naive_times_are_read_in_the_given_zone():
    assert moment("2026-11-22 09:30", NOW, TOKYO) == datetime(2026, 11, 22, 0, 30, tzinfo=UTC)
    assert moment("today", NOW, TOKYO) == datetime(2026, 11, 21, 15, tzinfo=UTC)
    assert moment("2026-11-22T09:30Z", NOW, TOKYO) == datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


def test_a_day_begins_where_the_zone_is_even_when_utc_has_another_date():
    late = datetime(2026, 11, 22, 23, 0, tzinfo=UTC)
    assert moment("today", late, TOKYO) == datetime(2026, 11, 22, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026", "2026-13-01", "2h3", "h", "25:00", "99999999999999999999", "9999999d9999999w", "1e9", "--2h"]
)
def test_what_is_no_time_is_refused_with_the_forms_that_are(text):
    with pytest.raises(UsageError) as refused:
        moment(text, NOW)
    assert text in refused.value.message
    assert "yesterday" in refused.value.hint


@given(st.text(max_size=60))
def test_any_text_gives_an_aware_time_or_a_usage_error(text):
    try:
        found = moment(text, NOW)
    except UsageError:
        return
    assert found.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "offset"),
    [("UTC", 0), ("utc", 0), ("Z", 0), ("+09:00", 9), ("-0330", -3.5), ("+2", 2), ("UTC+2", 2), ("Asia/Tokyo", 9)],
)
def test_zones_are_named_by_offset_or_by_place(text, offset):
    assert NOW.astimezone(zone(text)).utcoffset() == timedelta(hours=offset)


def test_local_is_the_zone_of_this_machine():
    assert NOW.astimezone(zone("local")).utcoffset() == NOW.astimezone().utcoffset()


@pytest.mark.parametrize("text", ["Europe/Berlim", "+99:00", "../../etc/passwd", "\0", ""])
def test_an_unknown_zone_is_refused(text):
    with pytest.raises(UsageError):
        zone(text)


def test_an_unknown_zone_names_the_nearest():
    with pytest.raises(UsageError) as refused:
        zone("Europe/Berlim")
    assert "Europe/Berlin" in refused.value.hint


@pytest.mark.parametrize("text", ["tomorrow", "Tomorrow 10:00"])
def test_tomorrow_is_understood_and_refused(text):
    with pytest.raises(UsageError, match="is in the future"):
        moment(text, NOW)


@pytest.mark.parametrize("text", ["yesterday 25:00", "yesterday noon", "today10:00"])
def test_a_day_with_a_clock_time_that_is_none_is_no_time(text):
    with pytest.raises(UsageError, match="Not a time that inspector understands"):
        moment(text, NOW)
