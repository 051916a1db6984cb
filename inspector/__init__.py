"""inspector: names the true cause when an OpenCode server's prompt gets no answer.

The Python API is `diagnose`, `Question` and `Report`::

    from inspector import Question, diagnose

    report = diagnose(Question(logs=("server.log",), database="opencode.db"))
    for entry in report.failures:
        print(entry.session_id, entry.cause, entry.confidence)
    print(report.to_json())

Importing this package is quick: the engine is loaded with the first diagnosis.
"""

from __future__ import annotations

TYPE_CHECKING = False  # type checkers recognise this name; importing `typing` would take longer than the rest of the start
if TYPE_CHECKING:
    from inspector.model import Question, Report

__all__ = ["Question", "Report", "__version__", "diagnose"]

__version__ = "0.2.0"


def diagnose(question: Question, *, redacted: bool = True) -> Report:
    """Return the diagnosis of the logs, the database and the captures that `question` names; they are only read.

    Secrets, people, paths and texts are hidden, unless `redacted` is False. `Report.problems` lists what could not be read.
    Raises `inspector.errors.InspectorError` (with `message` and `hint`) when the database does not exist or belongs to another
    program, or when no input could be read.
    """
    from inspector.diagnosis.diagnose import diagnose as engine
    from inspector.redaction.redact import redact

    return redact(engine(question), hide=redacted)


def __getattr__(name: str) -> object:
    """Load the public values when they are asked for."""
    if name in ("Question", "Report"):
        from inspector import model

        found: object = getattr(model, name)
        return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
