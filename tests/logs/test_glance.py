"""What a glance at a record tells is what parsing it tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector.logs.eras import eras
from inspector.logs.errors import group_at_a_glance, group_of
from inspector.logs.notable import kind, kind_at_a_glance
from inspector.logs.records import next_start, parse
from inspector.logs.search import Words
from tests.logs.reading import read_logs

SAMPLES = Path(__file__).parents[2] / "samples"
HEAD = b"timestamp=2026-11-22T07:03:45.101Z level=%s run=9e261d3f "
MADE = [
    HEAD % level + rest
    for level in (b"ERROR", b"WARN", b"INFO")
    for rest in (
        b"message=stream session.id=ses_one error=broken\n",
        b"message=stream error=broken\n",
        b'message="server unavailable" key=a status=failed\n',
        b'message="failed to load skill" error="no such file"\n',
        b'message="something new" error="at 12345 of ses_dfdee5fd5ffeLbFhjd5vhyqGfT"\n',
        b'message="something new" text="see session.id=ses_one" error=x\n',
        b'message="with \\"quotes\\"" error=x\n',
        b"message=created id=ses_one version=1.18.33\n",
        b"message=failed ref=err_1 error=x\n",
        b'message="something new" cause="" e=y\n',
        b"message=x sessionID=\n",
        b"message=x key=y\ntimestamp=2026-11-22T-anything-else level=INFO run=9e261d3f message=y\n",
    )
]


def recorded() -> list[bytes]:
    found = []
    for log in sorted(SAMPLES.glob("*/server.log")):
        data = b"\n" + log.read_bytes()
        places = [match.start() + 1 for match in next_start().finditer(data)]
        found += [data[start:end] for start, end in zip(places, [*places[1:], len(data)], strict=True)]
    return found


RECORDS = [*MADE, *recorded()]


def glances():
    for raw in RECORDS:
        outlined = [found for era in eras().values() if era.outlines for found in era.outlines(raw, 0, len(raw))]
        for outline, end in outlined[:1]:
            assert end == len(raw)
            glance = next(era.glance(outline) for era in eras().values() if era.glance)
            if glance is not None:
                yield raw, glance, parse(raw, "x", 0)


def test_a_glance_is_had_of_most_records_of_the_newer_era():
    newer = [raw for raw in RECORDS if raw.startswith(b"timestamp=")]
    assert sum(1 for _ in glances()) > 0.9 * len(newer) > 100


def test_level_message_and_session_are_those_of_the_record():
    for raw, glance, record in glances():
        assert (glance.level, glance.message) == (record.level, record.message), raw
        assert glance.names_session == (record.session_id is not None), raw


def test_the_run_is_that_of_the_record():
    assert [raw for raw, glance, record in glances() if glance.run.decode() != record.run] == []


def test_the_kind_is_that_of_the_record():
    sure = [
        (raw, name, kind(record))
        for raw, glance, record in glances()
        if (found := kind_at_a_glance(glance))[0]
        for name in found[1:]
    ]
    assert sure
    assert [raw for raw, name, known in sure if name != known] == []


def test_records_with_one_key_belong_to_one_group():
    groups = {}
    for raw, glance, record in glances():
        sure, key = group_at_a_glance(glance)
        if sure and key is None:
            assert group_of(record) is None, raw
        elif sure:
            groups.setdefault((glance.level, glance.message, glance.names_session, key), set()).add(group_of(record))
    assert len(groups) > 5
    assert all(len(found) == 1 for found in groups.values())


def test_records_with_one_outline_have_one_kind_and_one_group():
    meant = {}
    for raw, glance, record in glances():
        outline, _ = next(found for era in eras().values() if era.outlines for found in era.outlines(raw, 0, len(raw)))
        meant.setdefault(outline, set()).add((kind(record) if kind_at_a_glance(glance)[0] else None, glance))
    assert any(len(outline) > 1 for outline in meant)
    assert [found for found in meant.values() if len(found) > 1] == []


def test_many_loud_records_keep_first_and_last_and_count_all(tmp_path):
    log = tmp_path / "server.log"
    lines = [
        f'timestamp=2026-11-22T07:{number // 60:02}:{number % 60:02}.000Z level=WARN run=9e261d3f message="something new" error=x{number % 7} n={number}\n'
        for number in range(3000)
    ]
    log.write_text("".join(lines))
    logs = read_logs([str(log)], sessions=[])
    numbers = [int(record.fields["n"]) for record in logs.notable]
    assert numbers == [*range(50), *range(2800, 3000)]
    assert logs.anchors["other WARN"] == 3000
    assert sum(len(group.records) + group.dropped for group in logs.errors) == 3000


def test_a_failure_among_loud_records_is_found(tmp_path):
    log = tmp_path / "server.log"
    head = "timestamp=2026-11-22T07:00:00.{:03}Z level={} run=9e261d3f message="
    lines = [head.format(number, "WARN") + '"something new" error=x\n' for number in range(9)]
    lines[4] = head.format(4, "ERROR") + '"prompt_async failed" sessionID=ses_dfdee5fd5ffeLbFhjd5vhyqGfT cause=broken\n'
    lines[6] = head.format(6, "WARN") + '"something new" error=x\nnot a record\n'
    log.write_text("".join(lines))
    logs = read_logs([str(log)], sessions=[])
    assert [record.time.microsecond for record in logs.failures] == [4000]
    assert [record.time.microsecond for record in logs.notable] == [1000 * number for number in range(9) if number != 4]


@pytest.mark.parametrize("missing", [(), ("ahocorasick_rs",), ("ahocorasick_rs", "stringzilla")])
def test_words_are_found_alike_by_every_library(monkeypatch, missing):
    from inspector.logs import search

    words, data = (b"WARN ", b"asking", b"loop"), b"loop WARN asking loop WARN WARN x asking"
    expected = [(2, 0), (0, 5), (1, 10), (2, 17), (0, 22), (0, 27), (1, 34)]
    for name in missing:
        monkeypatch.setitem(__import__("sys").modules, name, None)
    search.finder.cache_clear()
    assert list(Words(words).find(data, len(data))) == expected
    assert list(Words(words).find(data, 27)) == expected[:5]
    search.finder.cache_clear()
