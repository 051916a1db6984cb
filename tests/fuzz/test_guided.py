"""The targets of the guided fuzz hold for good inputs, and for those that once failed."""

from itertools import islice

import pytest

from tests.fuzz.guided import TARGETS, good_inputs

FOUND = {
    "redaction": [
        b'version=7.0.33 args=["serve","--port","4096"] opencode',  # hidden twice, the word behind the list went, too
        b"i@n.rv+@n.rv",  # only the first of two addresses that a plus sign joins was hidden
        b"_pat:bbbbbb://x",  # hidden twice, the stand-in for the host made the value look like a key
        b"/home/o/root",  # hidden twice, the folder behind the stand-in became a home of its own
    ],
    "records": [
        b"timestamp=2026-11-22T20:10:45.245Z level=INFO run=4479eb34 message=loop session.id=ses_dfb1e9b2effexaU8iRiGeZTEyM\xd6"
    ],
}


@pytest.mark.parametrize("target", TARGETS)
def test_a_target_holds_for_the_samples(target: str) -> None:
    inputs = list(islice(good_inputs(target), 12))
    assert inputs
    for content in inputs:
        TARGETS[target](content)


@pytest.mark.parametrize(("target", "content"), [(target, content) for target in FOUND for content in FOUND[target]])
def test_what_the_guided_fuzz_found_holds_now(target: str, content: bytes) -> None:
    TARGETS[target](content)
