"""Find attributes that failing prompts have in common and answered prompts do not have, with an exact test.

Each value of each known attribute gets Fisher's exact test, corrected with Holm's method over all attributes, values and groups:
by chance alone, fewer than `LEVEL` of all reports would contain any difference. Tests that could never become significant with
so few prompts are left out of the correction, which keeps it exact (Tarone 1990). The prompts of one session are not
independent: a difference must also be significant when sessions whose prompts all have the same value count only once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from math import exp, lgamma

from msgspec import Struct, field
from msgspec.structs import replace

from inspector.diagnosis.attributes import KnownPrompts
from inspector.model import Beside, Difference, Relation, Separation
from inspector.model.value import Value
from inspector.prompts.prompt import Prompt
from inspector.prompts.world import World

SMALL = 5
"""Fewer prompts than this on one side are called few."""

LEVEL = 0.05
"""A difference counts if the probability of any false difference in the report is below this."""

VALUES = 30
"""At most this many values of an attribute are compared, the most frequent ones; the rest count as one."""

TRACES = 200
"""Kinds of record that are compared, the most frequent ones."""

REST = "(others)"

UNKNOWN = 255  # any value: no other has this code
"""The code of a prompt without a value; those with a value have the codes 0 to `VALUES`."""

ACROSS = ", across server runs"


class Comparison(Value, frozen=True):
    """Failing prompts and the answered prompts to compare them with."""

    failing: Sequence[Prompt]
    working: Sequence[Prompt]
    """Prompts answered by the same server runs."""
    elsewhere: Sequence[Prompt] = ()
    """Prompts answered by other runs; used for attributes that do not vary within the failing runs."""
    cause: str | None = None


def contrast(comparisons: Sequence[Comparison], world: World) -> tuple[Separation, ...]:
    """Return each compared attribute; those that separate failing from answered prompts come first, the strongest first."""
    known = KnownPrompts(world)
    sheets: list[_Sheet] = []
    for asked in comparisons:
        near = _sheet(asked, asked.working, known)
        sheets.append(near)
        if asked.elsewhere:
            far = _sheet(asked, (*asked.working, *asked.elsewhere), known, ACROSS)
            told = {column.name for column in near.columns if len(column.values) > 1}
            far.columns = [column for column in far.columns if column.name.removesuffix(ACROSS) not in told]
            sheets.append(far)
    for sheet in sheets:
        for column in sheet.columns:
            column.tests = tuple(sheet.tests(column))
    tests = list({id(test): test for sheet in sheets for column in sheet.columns for test in column.tests}.values())
    _correct(tests)
    return tuple(separation for sheet in sheets for separation in _separations(sheet, len(tests)))


# --- prompts as columns of values ----------------------------------------------------------------
class _Test(Struct, eq=False):
    """One value against all others."""

    p: float
    least: float
    """The smallest p that this number of prompts can give."""
    adjusted: float | None = None
    """Corrected for all tests; None when the numbers are too small for any difference to count."""


class _Column(Struct, eq=False):
    """One attribute of all prompts, the failing ones first."""

    name: str
    values: Sequence[str]
    codes: bytes
    """For each prompt the place of its value in `values`; `UNKNOWN` where it has none."""
    one_sided: bool = False
    """Whether a missing value may be an effect of the failure: a prompt that failed early has no later records."""
    tests: Sequence[_Test] = ()
    """One for each of `values`; none for a single one."""


class _Sheet(Struct):
    """One comparison, laid out in columns."""

    cause: str | None
    failed: int
    """How many of the prompts failed; they come first."""
    sessions: Sequence[Sequence[int]]
    """Places of the prompts of sessions that have several."""
    columns: list[_Column] = field(default_factory=list)
    known: dict[bytes, _Test] = field(default_factory=dict)
    """Tests by the prompts that they separate: attributes that separate the same prompts count as one test."""

    def counts(self, codes: bytes, value: int) -> tuple[int, int]:
        """How many failing and working prompts have a value."""
        failed = codes[: self.failed].count(value)
        return failed, codes.count(value) - failed

    def totals(self, codes: bytes) -> tuple[int, int]:
        unknown = self.counts(codes, UNKNOWN)
        return self.failed - unknown[0], len(codes) - self.failed - unknown[1]

    def tests(self, column: _Column) -> Iterator[_Test]:
        if len(column.values) < 2:
            return
        once = self._once(column.codes)
        for value in range(len(column.values)):
            apart = _apart(column.codes, value)
            if apart not in self.known:
                asked = [self._test(column.codes, value), *([self._test(once, value)] if once != column.codes else [])]
                self.known[apart] = _Test(max(p for p, _ in asked), max(least for _, least in asked))
            yield self.known[apart]

    def _test(self, codes: bytes, value: int) -> tuple[float, float]:
        (a, c), (failed, worked) = self.counts(codes, value), self.totals(codes)
        row, low = a + c, max(0, a + c - worked)
        high = min(row, failed)
        ends = (fisher(x, failed - x, row - x, worked - row + x) for x in (low, high))
        return fisher(a, failed - a, c, worked - c), min(ends)

    def _once(self, codes: bytes) -> bytes:
        """Return the codes with each session counted once on each side if all its prompts have the same value."""
        kept = bytearray(codes)
        for places in self.sessions:
            if len({codes[at] for at in places} - {UNKNOWN}) > 1:
                continue
            sides: set[bool] = set()
            for at in places:
                if codes[at] != UNKNOWN and (at < self.failed) in sides:
                    kept[at] = UNKNOWN
                elif codes[at] != UNKNOWN:
                    sides.add(at < self.failed)
        return bytes(kept)


def _apart(codes: bytes, value: int) -> bytes:
    """Return which prompts a value separates; the same for a value and for all other values together."""
    table = bytearray(256)
    table[value], table[UNKNOWN] = 1, 2
    apart = codes.translate(bytes(table))
    return apart if apart.lstrip(b"\x02")[:1] != b"\x01" else apart.translate(bytes((1, 0, *range(2, 256))))


def _sheet(asked: Comparison, working: Sequence[Prompt], known: KnownPrompts, suffix: str = "") -> _Sheet:
    prompts = (*asked.failing, *working)
    places: dict[str, list[int]] = {}
    for at, prompt in enumerate(prompts):
        if prompt.session_id is not None:
            places.setdefault(prompt.session_id, []).append(at)
    sheet = _Sheet(asked.cause, len(asked.failing), [several for several in places.values() if len(several) > 1])
    rows = known.places(prompts)
    for name, values in sorted(known.columns.items()):
        sheet.columns += _column(sheet, name + suffix, [values[row] for row in rows])
    traces = [known.traces[row] for row in rows]
    logged = Counter((where, kind) for traced in traces for where, kinds in traced.items() for kind in kinds)
    for where, kind in sorted(logged, key=lambda trace: (-logged[trace], trace))[:TRACES]:
        held = [None if where not in traced else "logged" if kind in traced[where] else "not logged" for traced in traces]
        sheet.columns += _column(sheet, f"{where} “{kind}”{suffix}", held, one_sided=True)
    return sheet


def _column(sheet: _Sheet, name: str, held: Sequence[str | None], one_sided: bool = False) -> list[_Column]:
    """The column, where failing and working prompts are known."""
    values = [value for value, _ in Counter(held).most_common() if value is not None]
    codes: dict[str | None, int] = {value: min(code, VALUES) for code, value in enumerate(values)}
    codes[None] = UNKNOWN
    column = _Column(
        name, values if len(values) <= VALUES else [*values[:VALUES], REST], bytes(map(codes.__getitem__, held)), one_sided
    )
    return [column] if all(sheet.totals(column.codes)) else []


# --- what they show ------------------------------------------------------------------------------
def _correct(tests: Sequence[_Test]) -> None:
    """Holm's correction over those tests that could reach it at all (Tarone), whatever they found."""
    able: list[_Test] = []
    for number in range(1, len(tests) + 1):
        able = [test for test in tests if test.least <= LEVEL / number]
        if len(able) <= number:
            break
    highest = 0.0
    for rank, test in enumerate(sorted(able, key=lambda test: test.p)):
        highest = max(highest, min(1.0, test.p * (len(able) - rank)))
        test.adjusted = highest


def _separations(sheet: _Sheet, tried: int) -> list[Separation]:
    """Return the columns as separations, each with how it relates to stronger ones."""
    said = [(_separation(sheet, column, tried), column) for column in sheet.columns if not _effect(sheet, column)]
    said.sort(key=lambda pair: (not pair[0].separates, pair[0].p, pair[0].attribute))
    found: list[Separation] = []
    leads: list[_Column] = []
    for separation, column in said:
        if separation.separates:
            separation = replace(separation, beside=_beside(sheet, column, leads))
        if separation.separates:
            leads.append(column)
        found.append(separation)
    return sorted(found, key=lambda s: (not s.separates, s.p, s.attribute))


def _best(column: _Column) -> int:
    """The place of the value that separates best."""
    return min(range(len(column.tests)), key=lambda at: (column.tests[at].adjusted is None, column.tests[at].p))


def _effect(sheet: _Sheet, column: _Column) -> bool:
    """Whether a kind of record is only rarer among failing prompts, which is an effect of failing early."""
    if not column.one_sided or "logged" not in column.values:
        return column.one_sided
    failed, worked = sheet.counts(column.codes, column.values.index("logged"))
    all_failed, all_worked = sheet.totals(column.codes)
    return failed * all_worked <= worked * all_failed


def _separation(sheet: _Sheet, column: _Column, tried: int) -> Separation:
    rates = tuple((value, *sheet.counts(column.codes, at)) for at, value in enumerate(column.values))
    if len(rates) == 1:
        return Separation(column.name, rates, 1.0, Difference.SAME_VALUE, cause=sheet.cause)
    test = column.tests[_best(column)]
    p = test.adjusted if test.adjusted is not None else min(1.0, test.p * tried)
    # as unlike as so few prompts can be, or unlike enough if nothing else had been compared
    unlike = test.p <= test.least * 1.001 or test.p < LEVEL
    difference = Difference.TOO_FEW if test.adjusted is None and unlike else Difference.NONE
    if test.adjusted is not None and p < LEVEL:
        difference = Difference.SEPARATES
    few = min(sheet.totals(column.codes)) < SMALL
    return Separation(column.name, rates, p, difference, tried, test.p, few, cause=sheet.cause)


def _beside(sheet: _Sheet, column: _Column, leads: Sequence[_Column]) -> Beside | None:
    """Return how an attribute relates to stronger attributes; None when they do not explain it."""
    same = tuple(lead.name for lead in leads if lead.tests[_best(lead)] is column.tests[_best(column)])
    if same:
        return Beside(Relation.SAME_PROMPTS, same)
    for lead in leads:
        lead_decides, column_decides = _decides(sheet, lead, column), _decides(sheet, column, lead)
        if lead_decides:
            return Beside(Relation.BOTH_DECIDE if column_decides else Relation.FOLLOWS, (lead.name,))
        if not _still_separates(sheet, lead, column):
            among_alike = _still_separates(sheet, column, lead)
            return Beside(Relation.NOT_AMONG_ALIKE if among_alike else Relation.TOO_FEW_DIFFER, (lead.name,))
    return None


def _strata(sheet: _Sheet, one: _Column, two: _Column) -> Iterator[list[tuple[int, int]]]:
    """For each value of `one`: how many failed and worked with each value of `two`."""
    pairs = list(zip(one.codes, two.codes, strict=True))
    failed, worked = Counter(pairs[: sheet.failed]), Counter(pairs[sheet.failed :])
    for value in range(len(one.values)):
        cells = ((failed[value, other], worked[value, other]) for other in range(len(two.values)))
        yield [cell for cell in cells if any(cell)]


def _decides(sheet: _Sheet, one: _Column, two: _Column) -> bool:
    """Whether prompts with the same value in `one` all had the same outcome, among prompts where both columns are known."""
    return all(not (any(a for a, _ in cells) and any(b for _, b in cells)) for cells in _strata(sheet, one, two))


def _still_separates(sheet: _Sheet, one: _Column, two: _Column) -> bool:
    """Whether `two` separates prompts that have the same value in `one`."""
    found: list[float] = []
    for cells in _strata(sheet, one, two):
        failed, worked = sum(a for a, _ in cells), sum(b for _, b in cells)
        if failed and worked and len(cells) > 1:
            found += [fisher(a, failed - a, b, worked - b) for a, b in cells]
    return min(found, default=1.0) * len(found) < LEVEL


# --- the test ------------------------------------------------------------------------------------
@lru_cache(100_000)
def fisher(a: int, b: int, c: int, d: int) -> float:
    """Two-sided p of Fisher's exact test for the table [[a, b], [c, d]]."""
    row, column, total = a + b, a + c, a + b + c + d
    low, high = max(0, column - (total - row)), min(row, column)
    if low == high:
        return 1.0
    whole = _ways(total, column)

    def chance(x: int) -> float:
        return _ways(row, x) + _ways(total - row, column - x) - whole

    here = chance(a) + 1e-7
    peak = min(high, max(low, (row + 1) * (column + 1) // (total + 2)))
    # the chances rise to the peak and fall after it, so on each side those no greater than `here` lie together at the end
    left = low + bisect_left(range(low, peak + 1), True, key=lambda x: chance(x) > here)
    right = peak + bisect_left(range(peak, high + 1), True, key=lambda x: chance(x) <= here)
    return min(1.0, _summed(chance, range(left - 1, low - 1, -1)) + _summed(chance, range(max(right, left), high + 1)))


def _summed(chance: Callable[[int], float], falling: Iterable[int]) -> float:
    """Return the sum of decreasing probabilities, up to negligible ones."""
    total = 0.0
    for x in falling:
        more = exp(chance(x))
        total += more
        if more <= total * 1e-16:
            break
    return total


def _ways(n: int, k: int) -> float:
    """Logarithm of the binomial coefficient."""
    return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
