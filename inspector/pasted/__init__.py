"""Read pasted texts (prose, fenced or quoted lines, records without a time, shortened JSON) into the same values as a log."""

from inspector.pasted.reading import Pasted, read_pasted

__all__ = ["Pasted", "read_pasted"]
