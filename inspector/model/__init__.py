"""The values that the packages of inspector exchange: only frozen structs and enums.

Conventions: times are aware UTC ``datetime``; sequences are tuples. ``None`` means *not read* (or that the source has no such
value); ``()`` means *read and empty*.
"""

from __future__ import annotations

from inspector.model.conclusion import (
    Conclusion as Conclusion,
    Doubt as Doubt,
    OtherRequest as OtherRequest,
    PromptCounts as PromptCounts,
    Status as Status,
    Unplaced as Unplaced,
)
from inspector.model.database import (
    CONTENT_ITEMS as CONTENT_ITEMS,
    FINAL as FINAL,
    TURN as TURN,
    Break as Break,
    BreakKind as BreakKind,
    Column as Column,
    DatabaseFacts as DatabaseFacts,
    Drift as Drift,
    FileNote as FileNote,
    FileNoteKind as FileNoteKind,
    Health as Health,
    HealthState as HealthState,
    InputRow as InputRow,
    MessageRow as MessageRow,
    Migration as Migration,
    PartRow as PartRow,
    ProjectedRow as ProjectedRow,
    SessionRow as SessionRow,
    SessionRows as SessionRows,
    Table as Table,
    TableKind as TableKind,
    VersionUse as VersionUse,
    Way as Way,
)
from inspector.model.logs import ErrorGroup as ErrorGroup, LogInput as LogInput, LogRecord as LogRecord, Logs as Logs, Run as Run
from inspector.model.plan import Step as Step, StepKind as StepKind, lines_of as lines_of
from inspector.model.report import (
    Audit as Audit,
    Beside as Beside,
    CauseGroup as CauseGroup,
    Difference as Difference,
    Entry as Entry,
    EventKind as EventKind,
    Evidence as Evidence,
    Question as Question,
    Refuted as Refuted,
    Relation as Relation,
    Report as Report,
    Separation as Separation,
    SessionStory as SessionStory,
    Shown as Shown,
    TimelineEvent as TimelineEvent,
)
from inspector.model.requests import PartShape as PartShape, Requests as Requests, RequestShape as RequestShape
from inspector.model.source import (
    Check as Check,
    Problem as Problem,
    ProblemKind as ProblemKind,
    Skipped as Skipped,
    Source as Source,
)
from inspector.model.story import (
    Course as Course,
    IdMaker as IdMaker,
    MadeBy as MadeBy,
    Origin as Origin,
    StoryEvent as StoryEvent,
    Unclocked as Unclocked,
)
from inspector.model.texts import each_text as each_text, renamed as renamed
from inspector.model.verdict import (
    Assumption as Assumption,
    Clue as Clue,
    Confidence as Confidence,
    Deciding as Deciding,
    Finding as Finding,
    Outcome as Outcome,
    Stage as Stage,
    Wanted as Wanted,
    Weight as Weight,
)
from inspector.model.verify import Cure as Cure, Verification as Verification
