from hypothesis import given, strategies as st

from inspector.logs.ends import LENGTH_BITS, Ends, Spans

numbers = st.lists(st.tuples(st.integers(0, 1 << 60), st.integers(0, (1 << LENGTH_BITS) - 1)), max_size=30)
sizes = st.tuples(st.integers(1, 5), st.integers(1, 8))


def add(story, pairs):
    entries = [offset << LENGTH_BITS | length for offset, length in pairs]
    if isinstance(story, Spans):
        before = len(story)
        assert story.add_all(entries) == len(story) - before
    else:
        for entry in entries:
            story.add(entry)


@given(sizes, numbers, sizes, numbers, sizes, numbers)
def test_numbers_kept_as_spans_are_those_that_ends_keep(size, before, other, later, smaller, after):
    kinds = []
    for kind in (Ends, Spans):
        story, more = kind(*size), kind(*other)
        add(story, before)
        add(more, later)
        story.extend(more)
        story.shrink(*map(min, size, smaller))
        add(story, after)
        kinds.append((list(story), len(story), story.count, story.dropped))
    assert kinds[0] == kinds[1]
