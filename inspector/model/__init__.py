"""Every value that travels between the rooms of inspector: frozen dataclasses and enums, nothing else.

Conventions: times are aware UTC ``datetime``; sequences are tuples. ``None`` means *was not read*
(or: the source has no such thing); ``()`` means *was read and is empty*.
"""

from __future__ import annotations

from inspector.model.conclusion import Conclusion, Doubt, OtherRequest, PromptCounts, Status, Unplaced
from inspector.model.database import (
    CONTENT_ITEMS,
    FINAL,
    Break,
    Column,
    DatabaseFacts,
    Drift,
    InputRow,
    MessageRow,
    Migration,
    PartRow,
    ProjectedRow,
    SessionRow,
    SessionRows,
    Table,
    VersionUse,
)
from inspector.model.logs import ErrorGroup, LogInput, LogRecord, Logs, Run
from inspector.model.plan import Step, StepKind, lines_of
from inspector.model.report import (
    Audit,
    CauseGroup,
    Course,
    Entry,
    Evidence,
    Question,
    Refuted,
    Report,
    Separation,
    SessionStory,
    StoryEvent,
    TimelineEvent,
)
from inspector.model.requests import PartShape, Requests, RequestShape
from inspector.model.source import Problem, Skipped, Source
from inspector.model.texts import each_text, renamed
from inspector.model.verdict import Clue, Confidence, Finding, Outcome, Stage, Weight
from inspector.model.verify import Cure, Verification

__all__ = [
    "CONTENT_ITEMS",
    "FINAL",
    "Audit",
    "Break",
    "CauseGroup",
    "Clue",
    "Column",
    "Conclusion",
    "Confidence",
    "Course",
    "Cure",
    "DatabaseFacts",
    "Doubt",
    "Drift",
    "Entry",
    "ErrorGroup",
    "Evidence",
    "Finding",
    "InputRow",
    "LogInput",
    "LogRecord",
    "Logs",
    "MessageRow",
    "Migration",
    "OtherRequest",
    "Outcome",
    "PartRow",
    "PartShape",
    "Problem",
    "ProjectedRow",
    "PromptCounts",
    "Question",
    "Refuted",
    "Report",
    "RequestShape",
    "Requests",
    "Run",
    "Separation",
    "SessionRow",
    "SessionRows",
    "SessionStory",
    "Skipped",
    "Source",
    "Stage",
    "Status",
    "Step",
    "StepKind",
    "StoryEvent",
    "Table",
    "TimelineEvent",
    "Unplaced",
    "Verification",
    "VersionUse",
    "Weight",
    "each_text",
    "lines_of",
    "renamed",
]
