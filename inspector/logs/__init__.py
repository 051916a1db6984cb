"""Server logs: from files, folders, archives and pipes to records, runs and the story of each session."""

from inspector.logs.reader import find_failures, read_logs

__all__ = ["find_failures", "read_logs"]
