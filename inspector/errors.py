"""The errors a user can meet: each says what is wrong and what to do next."""

from __future__ import annotations


class InspectorError(Exception):
    """Something the user can act on. ``exit_code`` follows the contract (2 usage, 3 could not check)."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(InspectorError):
    """A path that does not exist, an option that does not fit."""

    exit_code = 2


class UnreadableError(InspectorError):
    """An input that exists but cannot be read as what it should be."""


class WrongFileError(UnreadableError):
    """An input that is something else than it was named as: a slip to correct, not evidence that is damaged."""
