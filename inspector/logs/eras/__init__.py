"""Log eras: every module here is one line grammar.

A module has ``NAME``; ``START``, a bytes pattern that every first line of a record matches and no other era's
does; ``accepts(line)``; ``parse(raw, path, offset)``, which gives a `LogRecord` or None; and ``SAMPLES``, records
from real servers. Lines that match no START belong to the record before them.
"""
