"""Discovery: every module of a package is one entry; nothing is listed by hand."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from types import ModuleType


@cache
def modules(package: str) -> Mapping[str, ModuleType]:
    """Return the public modules of `package` by name, sorted; names beginning with ``_`` are private."""
    root = importlib.import_module(package)
    names = sorted(
        name for _, name, is_package in pkgutil.iter_modules(root.__path__) if not name.startswith("_") and not is_package
    )
    return {name: importlib.import_module(f"{package}.{name}") for name in names}


def read_data(name: str) -> bytes:
    """Return the content of a file in ``inspector/data``."""
    content = pkgutil.get_data("inspector", f"data/{name}")
    if content is None:
        raise FileNotFoundError(f"inspector/data/{name}")
    return content


def module(package: str, name: str) -> ModuleType:
    """Return one public module of `package`, without importing the others."""
    return importlib.import_module(f"{package}.{name}")
