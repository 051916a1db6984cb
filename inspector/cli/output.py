"""Deliver a report: choose the format, render it, write it completely or not at all, and compute the exit code."""

from __future__ import annotations

import importlib
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO, TypeVar

from inspector.cli.formats import format_of_suffix, formats_of
from inspector.cli.options import Output
from inspector.errors import InspectorError, UsageError
from inspector.files import temporary
from inspector.progress import SILENT, Progress, on_terminal, say
from inspector.text import ascii_only, draws_color, draws_unicode

if TYPE_CHECKING:
    from inspector.model import Report
    from inspector.renderers._options import RenderOptions

T = TypeVar("T")

PIPED_WIDTH = 100  # any value: a layout

_BLOCK = 1 << 18  # any value: the blocks are written one behind the other

_STRANGE = frozenset(
    """
    .pdf .doc .docx .odt .rtf .xls .xlsx .csv .tsv .xml .yaml .yml .toml .sarif .png .jpg .jpeg .svg .zip .tar .tgz .gz .xz
    .zst .bz2
    """.split()
)
"""File endings of formats that inspector does not write."""

_EVIDENCE = (".log", ".db", ".har", ".gz", ".xz", ".bz2", ".zst", "-wal", "-shm")


def chosen_format(output: Output, command: str) -> str:
    """Return the requested format, by name or by the ending of ``--output``. Raises UsageError when `command` does not
    have it."""
    known = formats_of(command)
    suffix = Path(output.output).suffix.lower() if output.output else ""
    named = suffix.removeprefix(".") if suffix.removeprefix(".") in known else None
    if output.format is None and suffix in _STRANGE and not named and format_of_suffix(suffix) is None:
        raise UsageError(f"Cannot tell the report format from “{output.output}”.", f"Name one: --format {' or '.join(known)}.")
    name = output.format or named or format_of_suffix(suffix) or "terminal"
    if name not in known:
        near = did_you_mean(name, known)
        has = f"It has {', '.join(known[:-1])} and {known[-1]}."
        raise UsageError(f"{command} has no format “{name}”.", f"{near} {has}" if near.startswith("Did") else has)
    return name


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """Return a sentence with the names in `known` similar to `word`; with all names when none is similar and there are
    at most 12."""
    from difflib import get_close_matches

    names = list(known)
    near = get_close_matches(word, names, 3) or [name for name in names if word and word in name][:3]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return f"Known names: {', '.join(names)}." if len(names) <= 12 else ""


def render_options(output: Output) -> RenderOptions:
    """Return how to draw for standard output, or for the file of ``--output``: Unicode, `PIPED_WIDTH`, no colour unless
    forced."""
    from inspector.renderers._options import RenderOptions

    stream = sys.stdout
    return RenderOptions(
        width=columns(output),
        color=draws_color(None if output.output else stream, output.color),
        unicode=bool(output.output) or draws_unicode(stream),
        verbosity=output.verbosity,
        timezone=output.zone,
        paths_shown=shows_paths(output),
    )


def shows_paths(output: Output) -> bool:
    """Return whether paths are shown unredacted: only on a terminal and without ``--redact``.

    Secrets and people's texts are always hidden. Files, pipes and other formats hide paths too.
    """
    return on_screen(output) and not output.redact and not output.no_redact


def on_screen(output: Output) -> bool:
    """Return whether a person reads the report on a terminal."""
    terminal = output.output is None and sys.stdout is not None and sys.stdout.isatty()
    return terminal and output.format in (None, "terminal")


def columns(output: Output) -> int:
    """Return the width to draw for: COLUMNS, else the terminal's width, else `PIPED_WIDTH`; at least 40 columns."""
    terminal = not output.output and sys.stdout is not None and sys.stdout.isatty()
    if not terminal and not os.environ.get("COLUMNS"):
        return PIPED_WIDTH
    return max(shutil.get_terminal_size((PIPED_WIDTH, 24)).columns, 40)


def pieces(format: str, report: Report, options: RenderOptions) -> Iterable[str]:
    """Return the drawn report in one piece, or in several pieces if the renderer can do that to save memory."""
    module = importlib.import_module(f"inspector.renderers.{format}")
    report = _in_zone(report, format, options)
    drawn: Iterable[str] = module.pieces(report, options) if hasattr(module, "pieces") else (module.render(report, options),)
    return drawn


def render(what: str, format: str, value: object, options: RenderOptions) -> str:
    """Return `value` drawn by the function named `what` (``render``, ``render_session``, ``render_audit``) of a renderer."""
    module = importlib.import_module(f"inspector.renderers.{format}")
    return str(getattr(module, what)(_in_zone(value, format, options), options))


def _in_zone(value: T, format: str, options: RenderOptions) -> T:
    """Return `value` with the times in its sentences in the zone of `options`; formats for programs keep UTC."""
    if format.startswith("json"):
        return value
    from inspector.renderers._sentences import in_zone

    return in_zone(value, options.timezone)


def exit_code(report: Report, exit_zero: bool = False) -> int:
    """Return 3 when anything could not be checked, 1 when a prompt needs attention (0 with `exit_zero`), else 0."""
    code = report.conclusion.exit_code
    return 0 if code == 1 and exit_zero else code


@contextmanager
def show_progress(output: Output) -> Iterator[Progress]:
    """Yield a progress line on standard error; it prints nothing where standard error is no terminal or progress is
    switched off."""
    shown = SILENT if output.no_progress or output.quiet else on_terminal(sys.stderr)
    try:
        yield shown
    finally:
        shown.close()


def tell(notes: Iterable[str], output: Output, paths: Iterable[str] = ()) -> None:
    """Write notes on the inputs at `paths` to standard error, unless ``-q``; they are redacted like the report."""
    for note in () if output.quiet else discreet(notes, output, paths):
        say(f"note: {note}")


def discreet(sentences: Iterable[str], output: Output, paths: Iterable[str] = ()) -> tuple[str, ...]:
    """Return `sentences` redacted like the report on the inputs at `paths`; unchanged with ``--no-redact``."""
    if output.no_redact:
        return tuple(sentences)
    from inspector.redaction.folders import telling_folder
    from inspector.redaction.redact import redact_text
    from inspector.redaction.state import PLACES, State

    state = State(kept=PLACES if shows_paths(output) else frozenset())
    state.learn(filter(None, map(telling_folder, paths)))
    return tuple(redact_text(sentence, state) for sentence in sentences)


def guard(output: Output, inputs: Iterable[str | None]) -> None:
    """Raise UsageError when ``--output`` would overwrite an input, or evidence in an input folder."""
    if output.output is None:
        return
    target = Path(output.output)
    try:
        if target.is_dir():
            raise UsageError(f"{target} is a folder.", "Name the file to write.")
        if not target.exists():
            return
    except PermissionError:  # a folder that this user may not enter; writing the file will report it
        return
    for name in filter(None, inputs):
        path = Path(name)
        beside = (path, *(path.with_name(path.name + end) for end in ("-wal", "-shm", "-journal")))
        within = path.is_dir() and path.resolve() in target.resolve().parents and target.name.endswith(_EVIDENCE)
        if within or any(_same(target, other) for other in beside):
            raise UsageError(f"{target} is an input and would be overwritten.", "Name another file for --output.")


def deliver(text: str | Iterable[str], format: str, output: Output) -> None:
    """Write `text`, whole or in pieces, to ``--output`` or standard output.

    Raises InspectorError when it cannot be written. When the reader of the pipe has ended (``| head``), the run ends quietly with 141.
    """
    if format == "terminal" and isinstance(text, str) and _needs_pager(text, output):
        page(text)
        return
    with stream(output, document=format != "terminal") as write:
        for piece in (text,) if isinstance(text, str) else _together(text):
            write(piece)


def _needs_pager(text: str, output: Output) -> bool:
    """Return whether `text` goes to a terminal that has too few lines for it."""
    if output.no_pager or output.quiet or not on_screen(output) or os.environ.get("TERM") == "dumb":
        return False
    import click

    size = shutil.get_terminal_size((PIPED_WIDTH, 24))
    return sum(max(-(-len(line) // size.columns), 1) for line in click.unstyle(text).splitlines()) >= size.lines


def page(text: str) -> None:
    """Show `text` in ``PAGER`` or in less, as git does; less ends at once and leaves the text on the screen when it fits."""
    import click

    os.environ.setdefault("LESS", "FRX")
    os.environ.setdefault("LV", "-c")
    click.echo_via_pager(text.removesuffix("\n"), color=True)


def _together(pieces: Iterable[str]) -> Iterator[str]:
    """Yield `pieces` joined to blocks of about `_BLOCK` characters."""
    block, size = list[str](), 0
    for piece in pieces:
        block.append(piece)
        size += len(piece)
        if size >= _BLOCK:
            yield "".join(block)
            block, size = [], 0
    yield "".join(block)


@contextmanager
def stream(output: Output, document: bool) -> Iterator[Callable[[str], None]]:
    """Yield a function that writes text to standard output at once, or to ``--output``, which appears completely at the
    end."""
    if output.output is None:
        yield lambda text: put(text, document)
        return
    with whole(Path(output.output)) as file:
        yield lambda text: _write(file, text)
    if not output.quiet:
        say(f"Report written to {output.output}.")


def put(text: str, document: bool = False) -> None:
    """Write `text` to standard output at once: a document as UTF-8, other text in the stream's encoding with unknown
    characters escaped."""
    stream = sys.stdout
    if not document and not draws_unicode(stream):
        text = ascii_only(text)
    try:
        if stream is None:
            raise OSError("it is closed")
        buffer = getattr(stream, "buffer", None)
        if stream.isatty() or buffer is None:
            import click

            encoding = getattr(stream, "encoding", None) or "utf-8"
            click.echo(text.encode(encoding, "backslashreplace").decode(encoding), nl=False, color=True)
        else:
            stream.flush()
            buffer.write(text.encode("utf-8" if document else stream.encoding or "utf-8", "backslashreplace"))
        stream.flush()
    except BrokenPipeError:
        abandon(stream)
        raise SystemExit(141) from None
    except (OSError, ValueError) as error:
        abandon(stream)
        raise InspectorError(f"Could not write to standard output: {getattr(error, 'strerror', None) or error}.") from None


def abandon(stream: TextIO | None) -> None:
    """Redirect a stream whose reader has ended to the null device, so that the interpreter's last flush cannot fail."""
    if stream is None:
        return
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, stream.fileno())
        os.close(null)
    except (OSError, ValueError):
        pass


@contextmanager
def whole(target: Path) -> Iterator[BinaryIO]:
    """Yield a file that replaces `target` when the context ends without an error, so that no reader ever sees an
    incomplete file.

    Devices and pipes are written directly. Raises InspectorError when `target` cannot be written.
    """
    try:
        target = target.resolve()
        if target.exists() and not target.is_file():
            with target.open("wb") as device:
                yield device
            return
        handle, draft = temporary.open_draft(target)
        try:
            with os.fdopen(handle, "wb") as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            draft.chmod(target.stat().st_mode & 0o777 if target.exists() else 0o666 & ~_umask())
            draft.replace(target)
        finally:
            temporary.remove(draft)
    except OSError as error:
        raise InspectorError(f"{target} could not be written: {error.strerror or error}.", "Nothing was written there.") from None


def _write(file: BinaryIO, text: str) -> None:
    file.write(text.encode("utf-8", "backslashreplace"))


def _umask() -> int:
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return False
