"""Log eras: every module here is one line grammar and says so in its ``ERA``.

Lines that start no record of any era belong to the record before them.
"""

from collections.abc import Mapping
from functools import cache

from inspector.catalogue import modules
from inspector.logs.eras._era import Era, Glance

__all__ = ["Era", "Glance", "era_named", "eras"]


@cache
def eras() -> Mapping[str, Era]:
    """The eras by name."""
    found = [module.ERA for module in modules("inspector.logs.eras").values()]
    return {era.name: era for era in found}


def era_named(name: str) -> Era:
    """The era called `name`, as records and runs call it."""
    return eras()[name]
