"""Log eras: every module here describes one line format in its ``ERA``.

Lines that start no record of any era belong to the record before them.
"""

from collections.abc import Mapping
from functools import cache

from inspector.catalogue import modules
from inspector.logs.eras._era import Era, Glance, Outline

__all__ = ["Era", "Glance", "Outline", "era_named", "eras"]


@cache
def eras() -> Mapping[str, Era]:
    """The eras by name."""
    found = [module.ERA for module in modules("inspector.logs.eras").values()]
    return {era.name: era for era in found}


def era_named(name: str) -> Era:
    """Return the era called `name`, the name that records and runs have."""
    return eras()[name]
