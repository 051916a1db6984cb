"""How far the server got with a call to a provider. The few records that show it name no session."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta
from functools import cached_property

from msgspec.structs import replace

from inspector.logs.eras import era_named
from inspector.model import LogRecord, Logs, Outcome
from inspector.prompts.loops import SECOND, is_main_call
from inspector.prompts.prompt import LastCall, Prompt

NEAR = 1 << 16  # any value: the faster of two ways with the same result
"""Number of bytes behind the record `stream` that are read first. A working server logs what follows at once."""

FAR = 8 << 20
"""At most this many bytes behind it are read to show that nothing follows."""

MOST = 256 << 20
"""At most this many bytes are read for all prompts together."""

APART = timedelta(seconds=2)
"""Calls to the same model that begin this far apart are told apart: what follows one at once is not of the other."""

Found = tuple[list[LogRecord], bool]
"""Records, and whether the file ended before all was read that was asked for."""

After = Callable[[LogRecord, Sequence[bytes], int], Found | None]
"""Returns the records with literals behind a record, up to an offset; None where the file cannot be read again."""


def add_last_calls(prompts: Sequence[Prompt], logs: Logs, after: After) -> list[Prompt]:
    """Return the prompts, the unanswered ones with how far their call got."""
    behind = _Behind(prompts, after)
    calls = (last_call(prompt, logs, behind.read) if prompt.outcome is Outcome.SILENT else None for prompt in prompts)
    return [
        replace(prompt, last_call=call) if call is not None and (call.is_made or behind.shows_calls(call.record)) else prompt
        for prompt, call in zip(prompts, calls, strict=True)
    ]


class _Behind:
    """Reads the records behind those of the prompts, at most `MOST` bytes in all."""

    def __init__(self, prompts: Sequence[Prompt], after: After) -> None:
        self._prompts = prompts
        self._after = after
        self._asked = 0
        self._shown: dict[tuple[str, str | None], bool] = {}

    def read(self, record: LogRecord, literals: Sequence[bytes], until: int) -> Found | None:
        self._asked += until - record.offset
        return self._after(record, literals, until) if self._asked <= MOST else None

    def shows_calls(self, record: LogRecord) -> bool:
        """Whether the record's file shows that other calls of its run were made. A log that someone filtered may show none."""
        era, place = era_named(record.era), (record.path, record.run)
        if era.logs_loading:
            return True  # that the loading began is shown
        if place not in self._shown:
            first = self._first[place]
            found = self.read(first, era.calling, min(record.offset, first.offset + FAR))
            self._shown[place] = found is not None and any(r.run == record.run and r.message != "stream" for r in found[0])
        return self._shown[place]

    @cached_property
    def _first(self) -> dict[tuple[str, str | None], LogRecord]:
        """The first record of a prompt in each file and run."""
        first: dict[tuple[str, str | None], LogRecord] = {}
        for record in (record for prompt in self._prompts for record in prompt.records or ()):
            if record.offset <= first.setdefault((record.path, record.run), record).offset:
                first[record.path, record.run] = record
        return first


def last_call(prompt: Prompt, logs: Logs, after: After) -> LastCall | None:
    """Return how far the only call of an unanswered prompt got; None where the log does not show it."""
    steps = ("stream", "stream error", "loop", "process", "exiting loop", "cancel")
    main = [r for r in prompt.records or () if r.message in steps and not r.is_side_call]
    calls = [n for n, record in enumerate(main) if is_main_call(record)]
    if len(calls) != 1 or prompt.answer_parts or prompt.run is None:
        return None
    stream, later = main[calls[0]], main[calls[0] + 1 :]
    era = era_named(stream.era)
    if not era.calling or (later and not _is_abort(later[0])) or any(r.path != stream.path for r in later):
        return None
    find = _find_loading if era.logs_loading else _find_call
    for size in (NEAR, FAR):
        end = min(later[0].offset if later else stream.offset + size, stream.offset + size)
        read = after(stream, era.calling, end)
        if read is None:
            return None
        found = [r for r in read[0] if _provider(r) == _provider(stream) and _is_of_run(r, prompt)]
        call = find(stream, found)
        if call is None or call.is_made or (later and end == later[0].offset):
            return call
        if read[1]:
            return None if _goes_on_elsewhere(prompt, stream, logs) else call
    return None


def _find_loading(stream: LogRecord, found: Sequence[LogRecord]) -> LastCall | None:
    """Return whether the provider's package was loaded, from the records about it; None where it was loaded before."""
    begun = next((r for r in found if r.fields.get("status") == "started"), None)
    if begun is None or begun.time is None or stream.time is None or begun.time > stream.time + SECOND:
        return None
    done = next((r for r in found if r.fields.get("status") == "completed"), None)
    return LastCall(done is not None, done or begun)


def _find_call(stream: LogRecord, found: Sequence[LogRecord]) -> LastCall | None:
    """Return whether the provider was called; None where what follows may be of another call to the same model."""
    others: list[LogRecord] = []
    for record in found:
        model = record.fields.get("llm.model") or record.fields.get("modelID")
        if model != stream.fields.get("modelID"):
            continue
        if record.message == "stream":
            others.append(record)
        elif not others:
            return LastCall(True, record)
        elif stream.time and (time := others.pop().time) and time - stream.time < APART:
            return None
    return LastCall(False, stream)


def _is_abort(record: LogRecord) -> bool:
    return record.message == "cancel" or (record.message == "process" and record.fields.get("error") == "Aborted")


def _provider(record: LogRecord) -> str | None:
    return record.fields.get("providerID") or record.fields.get("llm.provider")


def _is_of_run(record: LogRecord, prompt: Prompt) -> bool:
    """Whether the prompt's server run wrote `record`. In the legacy era only its time shows it."""
    run = prompt.run
    if run is None or record.run is not None:
        return run is not None and record.run == run.key
    return record.time is not None and run.last_time is not None and record.time <= run.last_time


def _goes_on_elsewhere(prompt: Prompt, stream: LogRecord, logs: Logs) -> bool:
    """Whether the prompt's server run continues in another file than that of `stream`."""
    end = next((log.last_time for log in logs.inputs if log.path == stream.path), None)
    last = prompt.run.last_time if prompt.run else None
    return end is None or last is None or end < last
