"""Log eras: every module here is one line grammar and says so in its ``ERA``.

Lines that start no record of any era belong to the record before them.
"""

from inspector.logs.eras._era import Era, Glance

__all__ = ["Era", "Glance"]
