"""The errors that a user can see: each says what is wrong and what to do next."""

from __future__ import annotations


class InspectorError(Exception):
    """An error that the user can fix. ``exit_code`` is 2 for wrong usage, 3 if something could not be checked."""

    exit_code = 3

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(InspectorError):
    """A path that does not exist, an option that does not fit."""

    exit_code = 2


class UnreadableError(InspectorError):
    """An input that exists but cannot be read, or is damaged."""


class WrongFileError(UnreadableError):
    """An input of another kind than the option expects: a mistake of the user, not damaged evidence."""
