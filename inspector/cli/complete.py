"""Shell completion of IDs and formats: quick, silent on errors, and without a change to the database it reads."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence

import click
from click.shell_completion import BashComplete, CompletionItem, FishComplete, add_completion_class, split_arg_string

LIMIT = 200


@add_completion_class
class Bash(BashComplete):
    """Joins ``--db = opencode.db`` again, because bash splits ``--db=opencode.db`` at the ``=``.

    An empty word at the cursor is kept when other words follow.
    """

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        typed = os.environ["COMP_WORDS"].split("\n")[int(os.environ["COMP_CWORD"]) :]
        joined = _joined([*args, "" if typed[:1] == [""] else incomplete])
        return joined[:-1], joined[-1]


@add_completion_class
class Fish(FishComplete):
    """Passes the whole line too, because the words after the cursor may name the database."""

    source_template = FishComplete.source_template.replace(
        "COMP_WORDS=(commandline -cp)", "COMP_LINE=(commandline -p) COMP_WORDS=(commandline -cp)"
    )


def _joined(words: Iterable[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if joined and joined[-1].startswith("--") and (word == "=" or joined[-1].endswith("=")):
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _named_database() -> str | None:
    """Return the database named on the line, before or after the cursor; None without one."""
    words = _joined(split_arg_string(os.environ.get("COMP_LINE") or os.environ.get("COMP_WORDS", "")))
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--db" and following:
            return following
        if word.startswith("--db="):
            return word.removeprefix("--db=")
    return next((word for word in words if word.endswith(".db")), None)


def session_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return IDs of the newest sessions that begin as typed, from ``--db`` or from OpenCode's database on this machine.

    The database is opened ``immutable``, so that nothing is written. Rows that are still in the write-ahead log are missing.
    """
    import sqlite3
    from pathlib import Path

    try:
        named = ctx.params.get("db") or _named_database()
        if named is None:
            from inspector.files.locate import data_folder, databases_in

            named = next(iter(databases_in(data_folder(os.environ, Path.home()))), None)
        if named is None or not Path(named).is_file():
            return []
        place = str(Path(named).resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
        connection = sqlite3.connect(f"file:{place}?mode=ro&immutable=1", uri=True)
        try:
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA trusted_schema=OFF")
            real = {row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
            steps = iter(range(200))  # in a hostile file any query may be endless
            connection.set_progress_handler(lambda: next(steps, None) is None, 10_000)
            table = "session_v2" if "session_v2" in real else "session"
            if table not in real:
                return []
            rows = connection.execute(
                f"SELECT id, title FROM {table} WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",  # noqa: S608 - one of two fixed names
                (incomplete, incomplete + "\U0010ffff", LIMIT),
            ).fetchall()
        finally:
            connection.close()
    except (sqlite3.Error, OSError, ValueError):
        return []
    return [CompletionItem(id, help=_shown(title)) for id, title in rows if isinstance(id, str) and id.replace("_", "").isalnum()]


def _shown(title: object) -> str:
    text = str(title or "")
    if text.isascii() and text.isprintable():
        return text[:60]
    from inspector.text import visible

    return visible(text, 60)


def one_of(names: Sequence[str]) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return a completion function for `names`."""

    def complete(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]

    return complete


def cause_ids(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the cause IDs that begin as typed, with their titles."""
    from inspector.diagnosis.manual import pages

    return [CompletionItem(page.id, help=page.title) for page in pages() if page.id.startswith(incomplete)]


def command_names(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the commands that begin as typed."""
    from inspector.cli.overview import command_modules

    return [CompletionItem(name) for name in command_modules() if name.startswith(incomplete)]
