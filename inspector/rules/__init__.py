"""One module for each cause of a prompt without an answer; each declares its `Rule` as ``RULE``.

Modules whose names begin with ``_`` hold what several rules share. No rule imports another rule.
"""

from inspector.rules._rule import Rule, rules

__all__ = ["Rule", "rules"]
