"""Server logs: from files, folders, archives and pipes to records, runs and the story of each session."""

from inspector.logs.reader import LogReader, find_failures

__all__ = ["LogReader", "find_failures"]
