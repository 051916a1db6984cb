"""Prompts that a server up to 1.3.0 lost: it did not await them, so that their errors became ``rejection`` records."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import timedelta

from msgspec.structs import replace

from inspector.model import LogRecord, Outcome, Stage
from inspector.prompts.evidence import Shared
from inspector.prompts.prompt import Prompt
from inspector.prompts.runs import AWAITED
from inspector.versions import older

REJECTIONS = ("rejection", "Unhandled rejection")
"""Messages of the records about an error that nothing in the server handled."""

REQUEST_BEFORE_REJECTION = timedelta(seconds=5)
"""A lost prompt was requested at most this long before its rejection."""

OF_LOOPS = ("ProviderModelNotFoundError",)
"""Errors that the work on a prompt throws, and no other work of the server (1.2.20, 1.3.2)."""

PROMPT_EARLY = timedelta(seconds=1)
"""A rejection may have a time this much before its prompt, whose time may be of the client's clock."""


def find_unawaited(
    records: Sequence[LogRecord], prompts: list[Prompt], shared: Shared, logging_runs: Collection[str | None] = ()
) -> Iterator[Prompt]:
    """Yield a prompt for each ``rejection`` just after a prompt_async request, which names the session.

    A rejection of a stored prompt is given to that prompt in `prompts`. Later servers await their prompts: their rejections are
    of plugins. `logging_runs`: the runs that are known to log their requests; where one of them logs none for a prompt, there was none.
    """
    requests = _requests(records)
    taken: set[int] = set()
    rejections = [r for r in records if r.message in REJECTIONS]
    named = {(r.run, r.time) for r in rejections if r.message == "rejection"}
    twin: tuple[object, ...] = ()
    for record in rejections:
        run = shared.runs.by_key(record.run)
        if run is not None and run.asks:
            continue  # `opencode run` awaits its prompt
        version = (run.version if run else None) or shared.claimed
        if older(version, AWAITED) is False:
            _give_to_only_one(record, prompts, shared)
            continue
        if record.message == "Unhandled rejection" and (record.run, record.time) in named:
            continue  # 1.0 writes each twice, first in this form
        if twin == _content(record):
            twin = ()
            continue
        request = _request_before(record, requests, taken)
        if request is None and _give_to_only_one(record, prompts, shared):
            continue
        if request is None and (requests or record.run in logging_runs or record.quoted):
            continue  # this server logs its requests, and no request for a prompt came before; or what came before was not pasted
        session = None
        if request is not None:
            taken.add(request)
            session = requests[request].fields.get("path", "").split("/")[2]
        stored = next((n for n, p in enumerate(prompts) if session and p.session_id == session and _can_be_of(record, p)), None)
        if stored is not None:
            prompts[stored] = replace(prompts[stored], record=record, fault=shared.faults.of(record))
            twin = _content(record)  # 1.2 writes the rejection of a stored prompt twice
            continue
        lost = Prompt(Outcome.SILENT, session, record.time, Stage.UNKNOWN, None, record=record, records=())
        recovered = _is_answered_later(record, session, prompts)
        yield replace(lost, fault=shared.faults.of(record), run=run, version=version, recovered=recovered)


def follows_no_request(rejection: LogRecord, records: Sequence[LogRecord]) -> bool:
    """Whether the server run logs its requests for prompts in `records`, and none of them came just before the rejection."""
    requests = [request for request in _requests(records) if request.run == rejection.run]
    return bool(requests) and _request_before(rejection, requests, ()) is None


def _is_answered_later(record: LogRecord, session: str | None, prompts: Sequence[Prompt]) -> bool:
    """Whether a prompt that came to the same session after the record was answered."""
    if session is None or record.time is None:
        return False
    later = (p for p in prompts if p.session_id == session and p.outcome is Outcome.ANSWERED and p.time is not None)
    return any(p.time is not None and p.time > record.time for p in later)


def _give_to_only_one(record: LogRecord, prompts: list[Prompt], shared: Shared) -> bool:
    """Give the rejection to the only stored prompt whose loop had begun just before it, in the same run; return False where several
    are, or none.

    Such a prompt came through a synchronous call, whose request record is not read (`opencode run --attach` of 1.2.20 and 1.3.2).
    """
    fault = shared.faults.of(record)
    if fault is None or fault.name not in OF_LOOPS:
        return False
    began = [
        number
        for number, prompt in enumerate(prompts)
        if prompt.message is not None and prompt.stage is Stage.LOOP and prompt.run is not None and prompt.run.key == record.run
        if _can_be_of(record, prompt)
    ]
    if len(began) == 1:
        prompts[began[0]] = replace(prompts[began[0]], record=record, fault=fault)
    return len(began) == 1


def _content(record: LogRecord) -> tuple[object, ...]:
    return record.run, record.time, record.fields.get("e")


def _requests(records: Sequence[LogRecord]) -> list[LogRecord]:
    """The records of prompt_async requests, one for each: 1.2 writes three, of which two have a status."""
    requests = [r for r in records if r.message == "request"]
    plain = {r.run for r in requests if "status" not in r.fields}
    return [r for r in requests if "status" not in r.fields or r.run not in plain]


def _request_before(record: LogRecord, requests: Sequence[LogRecord], taken: Collection[int]) -> int | None:
    """Number of the newest request before the rejection in the same run, that no other rejection has."""
    near = [
        (request.order, number)
        for number, request in enumerate(requests)
        if number not in taken and request.run == record.run and request.order < record.order
        if request.time and record.time and record.time - request.time <= REQUEST_BEFORE_REJECTION
    ]
    return max(near)[1] if near else None


def _can_be_of(record: LogRecord, prompt: Prompt) -> bool:
    """Whether `prompt` was sent just before `record` and got no answer: it is stored, a capture shows it, or its loop had begun."""
    if prompt.outcome is not Outcome.SILENT or prompt.answers or prompt.record or not prompt.time or not record.time:
        return False
    captured = prompt.request is not None and prompt.stage is Stage.NOTHING
    looped = prompt.rows is None and prompt.stage is Stage.LOOP
    if prompt.message is None and not captured and not looped:
        return False
    return -PROMPT_EARLY <= record.time - prompt.time.replace(microsecond=0) <= REQUEST_BEFORE_REJECTION
