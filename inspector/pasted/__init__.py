"""What people paste: prose, fenced or quoted lines, records without a time, shortened JSON. Read into the same values as a log."""

from inspector.pasted.reading import Pasted, read_pasted

__all__ = ["Pasted", "read_pasted"]
