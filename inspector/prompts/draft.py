"""A prompt while its session is being assembled."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct
from msgspec.structs import asdict

from inspector.model import InputRow, LogRecord, MessageRow, Outcome, PartRow, ProjectedRow, RequestShape, Run, SessionRows, Stage
from inspector.prompts.prompt import Fault, Prompt, VersionFrom


class Draft(Struct, eq=False):
    """What was found of one prompt so far. The steps of `inspector.prompts.assemble` fill it in, and `freeze` makes the `Prompt`.

    Each field means the same as the field of `Prompt` with its name.
    """

    outcome: Outcome
    session_id: str
    time: datetime | None
    stage: Stage
    rows: SessionRows | None
    record: LogRecord | None = None
    fault: Fault | None = None
    message: MessageRow | None = None
    parts: tuple[PartRow, ...] = ()
    answers: tuple[MessageRow, ...] = ()
    answer_parts: tuple[PartRow, ...] = ()
    input: InputRow | None = None
    projected: ProjectedRow | None = None
    request: RequestShape | None = None
    records: tuple[LogRecord, ...] | None = None
    repeated: bool = False
    empty: bool = False
    next_time: datetime | None = None

    @property
    def answer(self) -> MessageRow | None:
        return self.answers[-1] if self.answers else None

    def forget_rows(self) -> None:
        """Remove all that comes from database rows."""
        self.rows = self.message = None
        self.parts = self.answer_parts = ()
        self.answers = ()
        self.stage = Stage.UNKNOWN

    def freeze(
        self,
        *,
        run: Run | None,
        version: str | None,
        version_from: VersionFrom | None,
        first: bool | None,
        behind: str | None,
        recovered: bool,
        before: tuple[str | None, str | None] | None,
        unread: str | None,
        unvouched: bool,
    ) -> Prompt:
        """Return the finished prompt; the arguments are what depends on the server and on the session's other prompts."""
        return Prompt(
            **asdict(self),
            run=run,
            version=version,
            version_from=version_from,
            first=first,
            behind=behind,
            recovered=recovered,
            before=before,
            unread=unread,
            unvouched=unvouched,
        )
