"""Read captures into `Requests`: recognise the format by the content, limit the memory, keep all readable entries."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct, field
from msgspec.structs import replace

from inspector.model import OtherRequest, Problem, Requests, RequestShape
from inspector.patterns import late
from inspector.progress import SILENT, Progress
from inspector.requests.acceptance import Acceptance
from inspector.requests.access import from_access_line
from inspector.requests.answers import refused, words
from inspector.requests.calls import BROKEN, CUT, EMPTY, WHOLE, Call, from_entry, from_record
from inspector.requests.clients import dropped, risks
from inspector.requests.shape import answer_error, shape_of
from inspector.requests.source import CaptureError, Damage, JsonText, encoding, lines, opened
from inspector.requests.values import parsed, stream
from inspector.versions import numbers

MAX_SHAPES = 200_000
MAX_REFUSED = 1_000
_SESSION = late(r"/session/(ses_\w{1,64})(?:/|\Z)")
_SERVERS_OWN = late(r"^(?:/api)?/(?:session|permission|question)(?:/|\Z)|^/global/(?:health|event)\Z")
"""Paths that only an OpenCode server has."""
_HEAD = 1 << 18
_LOUD_OFFSET_S = 2.0
"""Date headers have whole seconds, so they do not show a smaller clock difference."""


class _File(Struct):
    """What was read from one capture so far."""

    path: str
    shapes: list[RequestShape] = field(default_factory=list)
    ignored: list[tuple[str, ...]] = field(default_factory=list)
    other: int = 0
    """Calls that send no prompt."""
    is_servers_own: bool = False
    """Whether one of these calls went to an OpenCode server."""
    refused: list[OtherRequest] = field(default_factory=list)
    """Refused calls of OpenCode's other routes."""
    unknown: int = 0
    """JSON values that are not calls."""
    offsets: list[float] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def problem(self, what: str) -> None:
        self.problems.append(Problem(self.path, what))


def read_requests(paths: Sequence[str], *, acceptance: Acceptance | None = None, progress: Progress | None = None) -> Requests:
    """Return every prompt call in the captures at `paths` (``-``: standard input), in time order, those without time last.

    HAR 1.2, JSON lines, a JSON list of records, a bare prompt body, nginx combined and Caddy access logs, also compressed; the
    content of a file shows which form it has. With `acceptance`, each body is compared with what that server accepts, and the result is
    in `problems` and `risks` of its shape. Nothing is raised: what cannot be read becomes a Problem, and the calls before it are kept.
    A call that is in two captures counts once.
    """
    files = [_read(path, acceptance, progress or SILENT) for path in paths]
    found = sorted(
        ((shape, ignored) for file in files for shape, ignored in zip(file.shapes, file.ignored, strict=True)),
        key=lambda pair: (pair[0].time is None, pair[0].time or datetime.min.replace(tzinfo=UTC)),
    )
    offsets = sorted(gap for file in files for gap in file.offsets)
    middle = offsets[len(offsets) // 2] if offsets else 0.0
    return Requests(
        inputs=tuple((file.path, len(file.shapes)) for file in files),
        shapes=tuple(_with_risks(_once(found), acceptance)),
        other=sum(file.other for file in files),
        refused=tuple(dict.fromkeys(request for file in files for request in file.refused)),
        clock_offset_ms=middle * 1000 if abs(middle) >= _LOUD_OFFSET_S else None,
        problems=tuple(problem for file in files for problem in file.problems),
    )


def _once(found: Sequence[tuple[RequestShape, tuple[str, ...]]]) -> Iterator[tuple[RequestShape, tuple[str, ...]]]:
    """Drop a call that an earlier file already contains: same time, path, IDs and status."""
    seen: dict[tuple[Any, ...], str] = {}
    for shape, ignored in found:
        key = (shape.time, shape.url_path, shape.message_id, shape.part_ids, shape.status, shape.keys)
        if shape.time is None or seen.setdefault(key, shape.path) == shape.path:
            yield shape, ignored


def _with_risks(found: Iterator[tuple[RequestShape, tuple[str, ...]]], acceptance: Acceptance | None) -> Iterator[RequestShape]:
    earlier: dict[str, str] = {}
    for shape, ignored in found:
        if acceptance is None:
            yield shape
            continue
        if refused(shape):
            yield replace(shape, risks=dropped(ignored))
            continue
        here = list(risks(shape, acceptance.version, ignored, earlier))
        if shape.problems and shape.status is not None and shape.status < 300:
            here.append(
                f"it does not fit {acceptance.source} ({'; '.join(shape.problems)}), "
                "yet the server took it: is it another version?"
            )
            shape = replace(shape, problems=())
        for name in (shape.message_id, *shape.part_ids):
            if name is not None:
                earlier.setdefault(name, str(shape.source))
        yield replace(shape, risks=tuple(here))


def _read(path: str, acceptance: Acceptance | None, progress: Progress) -> _File:
    file, damage = _File(path), Damage()
    progress.stage(f"reading {path}")
    try:
        with opened(path) as blocks:
            _read_blocks(file, _told(blocks, progress), damage, acceptance)
    except CaptureError as error:
        file.problem(f"{error}; {_kept(file)}")
    except IsADirectoryError:
        file.problem("is a folder; name the capture files in it")
    except OSError as error:
        file.problem(
            f"cannot be read{f' on; {_kept(file)}' if file.shapes or file.other else ''}: {error.strerror or type(error).__name__}"
        )
    if damage.invalid_utf8:
        file.problem("contains bytes that are not UTF-8; they were replaced")
    if not file.shapes and not file.problems and not file.is_servers_own:
        file.problem(
            f"holds {file.other} requests, none of which sends a prompt to an OpenCode server"
            if file.other
            else "is JSON of another kind, or a capture without any request"
        )
    return file


def _read_blocks(file: _File, blocks: Iterator[bytes], damage: Damage, acceptance: Acceptance | None) -> None:
    """Add the calls of a capture in the form in which it begins."""
    head, blocks = _head(blocks)
    codec = encoding(head)
    form = _form(head.decode(codec, "replace"))
    if form == "lines":
        _read_lines(file, lines(blocks, codec, damage), acceptance)
    elif form == "json":
        for position, (kind, value, whole) in enumerate(stream(JsonText(blocks, codec, damage))):
            call = from_entry(value, whole) if kind == "entry" else from_record(value, whole)
            _take(file, position, call, acceptance)
    elif form == "empty":
        file.problem("is empty")
    else:
        file.problem("is not a capture: neither HAR, JSON lines, a prompt body nor an access log")


def _told(blocks: Iterator[bytes], progress: Progress) -> Iterator[bytes]:
    for block in blocks:
        progress.advance(len(block))
        yield block


def _head(blocks: Iterator[bytes]) -> tuple[bytes, Iterator[bytes]]:
    """Return the first bytes, and an iterator over all blocks. An error in the first blocks is raised by the iterator, after the blocks before it."""
    taken, size = list[bytes](), 0
    try:
        for block in blocks:
            taken.append(block)
            size += len(block)
            if size >= _HEAD:
                break
    except (CaptureError, OSError) as error:
        if not taken:
            raise
        blocks = _broken(error)
    return b"".join(taken)[:_HEAD], itertools.chain(taken, blocks)


def _broken(error: Exception) -> Iterator[bytes]:
    yield from ()
    raise error


def _form(head: str) -> str:
    """Return ``lines``, ``json``, ``empty`` or ``unknown`` for the first bytes of a capture."""
    sample = [line for line in (line.strip() for line in head.split("\n", 60)[:60]) if line]
    if not sample:
        return "empty"
    first, later = sample[0], sum(is_call(line) for line in sample[1:])
    if first.startswith(("{", "[")):
        return "lines" if later >= 2 or (is_call(first) and len(sample) > 1) else "json"
    return "lines" if later or is_call(first) else "unknown"


def is_call(line: str) -> bool:
    """Return whether a line is a whole call: a line of an access log, or a JSON object with a request."""
    if not line.startswith("{"):
        return from_access_line(line) is not None
    if not line.endswith("}"):
        return False
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        return False
    return isinstance(value, dict) and not isinstance(value.get("log"), dict) and from_record(value) is not None


def _read_lines(file: _File, found: Iterator[tuple[int, str, bool]], acceptance: Acceptance | None) -> None:
    bad, first_bad, cut = 0, 0, False
    for number, text, ended in found:
        if not text.strip():
            continue
        call, whole = None, True
        if text.lstrip("\ufeff \t").startswith("{"):
            value, whole = parsed(text.lstrip("\ufeff \t"))
            call = from_record(value, whole) if isinstance(value, dict) else None
        else:
            call = from_access_line(text)
            whole = call is not None
        if not whole:
            bad, first_bad, cut = bad + 1, first_bad or number, not ended
        if call is not None or whole:
            _take(file, number - 1, call, acceptance)
    if bad:
        where = f"line {first_bad}" if bad == 1 else f"{bad} lines, the first of them line {first_bad},"
        file.problem(f"{where} {'is cut off' if cut and bad == 1 else 'could not be read whole'}; {_kept(file)}")


def _take(file: _File, entry: int, call: Call | None, acceptance: Acceptance | None) -> None:
    if call is None:
        file.unknown += 1
        return
    if call.date and call.time and call.duration_ms is not None and 0 <= call.duration_ms < 60_000:
        file.offsets.append(_clock_gap(call.time, call.duration_ms / 1000, call.date))
        if len(file.offsets) > 1000:
            file.offsets.pop(0)
    if call.route is None:
        file.other += 1
        file.is_servers_own |= _SERVERS_OWN.search(call.path) is not None
        if (other := _other_refused(call)) is not None and len(file.refused) < MAX_REFUSED:
            file.refused.append(other)
        return
    if len(file.shapes) >= MAX_SHAPES:
        if len(file.shapes) == MAX_SHAPES and not any("only the first" in problem.what for problem in file.problems):
            file.problem(f"holds more than {MAX_SHAPES} prompt calls; only the first ones were kept")
        return
    shape = shape_of(call, file.path, entry)
    if call.body_state == CUT:
        file.problem(f"entry {entry}: the body of the prompt is cut off in the capture; the part before the cut was read")
    file.shapes.append(replace(shape, problems=_refusals(call, acceptance)) if acceptance else shape)
    file.ignored.append(acceptance.ignored(call.body, shape.route) if acceptance and call.body_state == WHOLE else ())


def _clock_gap(sent: datetime, took_s: float, date: datetime) -> float:
    """Return client clock minus server clock in seconds, by a ``Date`` header, which is written at some time of the call; 0.0 where
    the two clocks can agree."""
    middle = (sent - date).total_seconds() + took_s / 2 - 0.5  # the header has whole seconds
    return middle if abs(middle) > took_s / 2 + 0.5 else 0.0


def _other_refused(call: Call) -> OtherRequest | None:
    """Return the call of a route that sends no prompt, where a server refused it; None for every other call."""
    session = _SESSION.search(call.path)
    if call.status is None or call.status < 400 or session is None:
        return None
    ref = answer_error(call.answer) or ""
    ref = ref if ref.startswith("err_") else ""
    return OtherRequest(call.time, call.method, call.path[:200], call.status, session[1], words(call.answer), None, ref or None)


def _refusals(call: Call, acceptance: Acceptance) -> tuple[str, ...]:
    """Return why the server refuses the call: first the path and the headers, then the body (seen on 1.14.41 to 1.18.33)."""
    reasons: list[str] = []
    kind = call.headers.get("content-type")
    old = numbers(acceptance.version or "") < (1, 15) and acceptance.version is not None
    if call.session_id is not None and not call.session_id.startswith("ses"):
        reasons.append(f'the session id in the path: expected one that begins with "ses" (answered {"400" if old else "500"})')
    if (kind and "json" not in kind.lower()) or (old and call.headers and not kind):
        reasons.append(f"the content type: expected application/json (answered {'400' if old else '415'})")
    if call.body_state == EMPTY:
        reasons.append("the body: expected an object, got nothing")
    elif call.body_state == BROKEN:
        reasons.append(f"the body: is not JSON (answered {'400' if old else '500'})")
    elif call.body_state == WHOLE:
        reasons += acceptance.check(call.body, call.route or "")
    return tuple(reasons)


def _kept(file: _File) -> str:
    count = len(file.shapes) + file.other
    return (
        f"the {count} request{'' if count == 1 else 's'} before that {'was' if count == 1 else 'were'} kept"
        if count
        else "nothing before that could be used"
    )
